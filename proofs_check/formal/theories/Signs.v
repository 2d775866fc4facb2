(* Strict signs of power sums at p = u/v from rational brackets lo^v <= a^u <= hi^v: booleans over Q. *)
From Coq Require Import Reals Lra Lia List QArith Qreals Bool ZArith.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique Fewest Certificates.
Import ListNotations.
Open Scope R_scope.

Fixpoint powN (a : Q) (n : nat) : Q := match n with O => 1%Q | S n' => (a * powN a n')%Q end.
Lemma powN_ok a n : Q2R (powN a n) = Q2R a ^ n.
Proof. induction n; cbn [powN pow]; [unfold Q2R; simpl; lra|]. rewrite Q2R_mult, IHn. reflexivity. Qed.
Definition pos (q : Q) := (0 <? Qnum q)%Z.
Lemma pos_ok q : pos q = true -> 0 < Q2R q.
Proof. unfold pos. rewrite Z.ltb_lt. apply pos_spec. Qed.

Lemma root_lo x a u v : 0 < x -> 0 < a -> (0 < v)%nat -> x ^ v <= a ^ u -> x <= Rpower a (INR u / INR v).
Proof.
  intros Hx Ha Hv H. assert (V : 0 < INR v) by (apply lt_0_INR; auto).
  replace x with (Rpower (x ^ v) (/ INR v)).
  2:{ rewrite <- Rpower_pow, Rpower_mult, Rinv_r, Rpower_1 by lra. reflexivity. }
  unfold Rdiv. rewrite <- Rpower_mult, Rpower_pow by auto. apply Rle_Rpower_l; [left; apply Rinv_0_lt_compat; lra|].
  split; [apply pow_lt; auto|exact H].
Qed.
Lemma root_hi x a u v : 0 < x -> 0 < a -> (0 < v)%nat -> a ^ u <= x ^ v -> Rpower a (INR u / INR v) <= x.
Proof.
  intros Hx Ha Hv H. assert (V : 0 < INR v) by (apply lt_0_INR; auto).
  replace x with (Rpower (x ^ v) (/ INR v)).
  2:{ rewrite <- Rpower_pow, Rpower_mult, Rinv_r, Rpower_1 by lra. reflexivity. }
  unfold Rdiv. rewrite <- Rpower_mult, Rpower_pow by auto. apply Rle_Rpower_l; [left; apply Rinv_0_lt_compat; lra|].
  split; [apply pow_lt; auto|exact H].
Qed.

(* lower bound of a power sum_of from one bracket a term *)
Fixpoint low (u v : nat) (l : ps) (br : list Q) : option Q :=
  match l, br with
  | [], [] => Some 0%Q
  | (n, a) :: l', x :: br' =>
      if pos a && pos x && (if (0 <=? n)%Z then Qle_bool (powN x v) (powN a u) else Qle_bool (powN a u) (powN x v))
      then match low u v l' br' with Some s => Some (Qred (inject_Z n * x + s)) | None => None end else None
  | _, _ => None
  end.
Lemma low_ok u v : (0 < v)%nat -> forall l br s, low u v l br = Some s -> Q2R s <= val (INR u / INR v) l.
Proof.
  intros Hv. induction l as [|[n a] l IH]; intros [|x br] s H; cbn [low] in H; try discriminate.
  - inversion H. rewrite Q2R_0'. simpl. lra.
  - destruct (pos a && pos x && _) eqn:C; [|discriminate]. destruct (low u v l br) as [s'|] eqn:E; [|discriminate].
    specialize (IH br s' E). assert (HS : s = Qred (inject_Z n * x + s')) by congruence. clear H. subst s. apply andb_prop in C. destruct C as [C C3]. apply andb_prop in C. destruct C as [C1 C2].
    apply pos_ok in C1. apply pos_ok in C2. rewrite Q2R_red, Q2R_plus, Q2R_mult. cbn [val].
    assert (N : Q2R (inject_Z n) = IZR n) by (unfold Q2R, inject_Z; simpl; field). rewrite N.
    destruct (Z.leb_spec 0 n) as [K|K]; apply Qle_bool_iff, Qle_Rle in C3; rewrite !powN_ok in C3.
    + pose proof (root_lo _ _ u v C2 C1 Hv C3). apply IZR_le in K. nra.
    + pose proof (root_hi _ _ u v C2 C1 Hv C3). apply IZR_lt in K. nra.
Qed.
Definition sign_ok (u v : nat) (o : bool * ps) (br : list Q) : bool :=
  match low u v (if fst o then snd o else neg (snd o)) br with Some s => pos s | None => false end.
Lemma sign_ok_sound u v o br : (0 < v)%nat -> sign_ok u v o br = true -> holds (INR u / INR v) o.
Proof.
  intros Hv H. unfold sign_ok in H. destruct (low _ _ _ _) as [s|] eqn:E; [|discriminate]. apply pos_ok in H.
  pose proof (low_ok u v Hv _ _ _ E) as X. unfold holds. destruct (fst o); [lra|]. rewrite val_neg in X. lra.
Qed.
Fixpoint signs_ok (u v : nat) (l : list (bool * ps)) (brs : list (list Q)) : bool :=
  match l, brs with [], [] => true | o :: l', b :: brs' => sign_ok u v o b && signs_ok u v l' brs' | _, _ => false end.
Lemma signs_ok_sound u v : (0 < v)%nat -> forall l brs, signs_ok u v l brs = true -> Forall (holds (INR u / INR v)) l.
Proof.
  intros Hv. induction l as [|o l IH]; intros [|b brs] H; simpl in H; try discriminate; constructor.
  - apply andb_prop in H. eapply sign_ok_sound; [auto|apply H].
  - apply andb_prop in H. apply (IH brs). apply H.
Qed.

(* one boolean for the whole certificate at p = u/v *)
Definition checkall (u v : nat) pts f sg m brs : bool :=
  (0 <? u)%nat && (u <? v)%nat && checkcert pts f sg m && signs_ok u v (todo pts sg) brs.
Theorem checkall_sound u v pts f sg m brs : checkall u v pts f sg m brs = true ->
  unique_minimiser_of (INR u / INR v) (toR f) (map pt pts).
Proof.
  unfold checkall. intros H. apply andb_prop in H. destruct H as [H HS]. apply andb_prop in H. destruct H as [H HC].
  apply andb_prop in H. destruct H as [H1 H2]. apply Nat.ltb_lt in H1. apply Nat.ltb_lt in H2.
  apply (checkcert_sound _ pts f sg m); [|exact HC|apply (signs_ok_sound u v ltac:(lia) _ brs HS)].
  assert (0 < INR u) by (apply lt_0_INR; auto). assert (INR u < INR v) by (apply lt_INR; auto).
  split; [apply Rdiv_lt_0_compat; lra|]. apply Rmult_lt_reg_r with (INR v); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.
