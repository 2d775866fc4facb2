(* p = 0 over Q: the fewest knots by the recurrence, and a boolean checker with its soundness. *)
From Coq Require Import Reals Lra Lia List QArith Qreals Bool ZArith.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA.
Import ListNotations.
Open Scope R_scope.

Definition sameQ (u v : Q) : bool := (0 <? Qnum u * Qnum v)%Z.
Definition zeroQ (u : Q) : bool := (Qnum u =? 0)%Z.

Lemma Q2R_0' : Q2R 0 = 0. Proof. unfold Q2R; simpl; lra. Qed.
Lemma pos_spec u : 0 < Q2R u <-> (0 < Qnum u)%Z.
Proof.
  rewrite <- Q2R_0'. split; intros H.
  - apply Rlt_Qlt in H. unfold Qlt in H. simpl in H. lia.
  - apply Qlt_Rlt. unfold Qlt. simpl. lia.
Qed.
Lemma neg_spec u : Q2R u < 0 <-> (Qnum u < 0)%Z.
Proof.
  rewrite <- Q2R_0'. split; intros H.
  - apply Rlt_Qlt in H. unfold Qlt in H. simpl in H. lia.
  - apply Qlt_Rlt. unfold Qlt. simpl. lia.
Qed.
Lemma sameQ_spec u v : sameQ u v = true <-> same_sign (Q2R u) (Q2R v).
Proof. unfold sameQ, same_sign. rewrite !pos_spec, !neg_spec, Z.ltb_lt, Z.lt_0_mul. tauto. Qed.
Lemma zeroQ_spec u : zeroQ u = true <-> Q2R u = 0.
Proof.
  unfold zeroQ. rewrite Z.eqb_eq. split; intros H.
  - destruct (Rtotal_order (Q2R u) 0) as [X|[X|X]]; auto; [apply neg_spec in X|apply pos_spec in X]; lia.
  - destruct (Z.lt_total (Qnum u) 0) as [X|[X|X]]; auto; [apply neg_spec in X|apply pos_spec in X]; lra.
Qed.

Definition pt (q : Q * Q) : R * R := (Q2R (fst q), Q2R (snd q)).

Fixpoint gapsQ (s x y : Q) (pts : list (Q * Q)) : list Q :=
  match pts with [] => [] | (x', y') :: r =>
    let s' := Qred ((y' - y) / (x' - x)) in Qred (s' - s) :: gapsQ s' x' y' r end.
Fixpoint incQ (x : Q) (pts : list (Q * Q)) : bool :=
  match pts with [] => true | (x', _) :: r => (0 <? Qnum (x' - x))%Z && incQ x' r end.

Lemma Q2R_red q : Q2R (Qred q) = Q2R q.
Proof. apply Qeq_eqR, Qred_correct. Qed.
Lemma slopeQ x y x' y' : (0 <? Qnum (x' - x))%Z = true ->
  Q2R x < Q2R x' /\ Q2R (Qred ((y' - y) / (x' - x))) = (Q2R y' - Q2R y) / (Q2R x' - Q2R x).
Proof.
  intros H. apply Z.ltb_lt in H. pose proof (proj2 (pos_spec (x' - x)) H) as P.
  rewrite Q2R_red. rewrite Q2R_div, !Q2R_minus. { rewrite Q2R_minus in P. split; [lra|reflexivity]. }
  intros E. apply Qeq_eqR in E. rewrite Q2R_0' in E. lra.
Qed.
Lemma gapsQ_spec pts : forall s x y, incQ x pts = true ->
  increasing_from (Q2R x) (map pt pts) /\
  map Q2R (gapsQ s x y pts) = gaps_from (Q2R s) (Q2R x) (Q2R y) (map pt pts).
Proof.
  induction pts as [|[x' y'] pts IH]; intros s x y H; cbn [incQ gapsQ map pt increasing_from gaps_from fst snd] in *; cbv zeta; [auto|].
  apply andb_prop in H. destruct H as [H1 H2]. destruct (slopeQ x y x' y' H1) as [L E].
  destruct (IH (Qred ((y' - y) / (x' - x))) x' y' H2) as [I G]. split; [auto|].
  rewrite G, Q2R_red, Q2R_minus, E. reflexivity.
Qed.

(* fewest knots: the recurrence at p = 0, where every weight_of_pair and every D is 0 or 1 *)
Fixpoint fewest (e : Q) (E : bool) (ds : list Q) : nat :=
  match ds with [] => 0%nat | d :: r =>
    let D := sameQ e d && negb E in
    ((if zeroQ d || D then 0 else 1) + fewest d D r)%nat end.
Fixpoint dual0 (e : Q) (E : bool) (ds : list Q) : list R :=
  match ds with [] => [] | d :: r => let D := sameQ e d && negb E in (if D then 1 else 0) :: dual0 d D r end.

Lemma dual0_ok ds : forall (e : Q) (E : bool), feasible counted (Q2R e) (if E then 1 else 0) (map Q2R ds) (dual0 e E ds) /\
   bound counted (map Q2R ds) (dual0 e E ds) = INR (fewest e E ds).
Proof.
  induction ds as [|d ds IH]; intros e E; cbn [map feasible bound dual0 fewest].
  - split; [exact I | reflexivity].
  - destruct (IH d (sameQ e d && negb E)) as [F B]. split; [split; [|split]|].
    + destruct (_ && _); lra.
    + intros S. pose proof (proj2 (sameQ_spec e d) S) as S'. rewrite S'. unfold same_sign in S.
      unfold counted. repeat destruct Req_EM_T; destruct E; simpl; lra.
    + exact F.
    + rewrite B, plus_INR. unfold counted. destruct Req_EM_T as [Z|Z].
      * rewrite (proj2 (zeroQ_spec d) Z). simpl orb. replace (sameQ e d && negb E) with false; [simpl; lra|].
        symmetry. destruct (sameQ e d) eqn:S; auto. apply sameQ_spec in S. unfold same_sign in S. lra.
      * replace (zeroQ d) with false. 2:{ destruct (zeroQ d) eqn:X; auto. apply zeroQ_spec in X. contradiction. }
        simpl orb. destruct (sameQ e d && negb E); simpl; lra.
Qed.

Record splineQ := { slopeq : Q; icptq : Q; knotsq : list (Q * Q) }.
Definition toR (f : splineQ) : spline := {| slope := Q2R (slopeq f); intercept := Q2R (icptq f); knots := map pt (knotsq f) |}.
Fixpoint relusQ (l : list (Q * Q)) (x : Q) : Q :=
  match l with [] => 0%Q | (t, w) :: r => let z := (x - t)%Q in
     if (0 <? Qnum z)%Z then Qred (w * z + relusQ r x) else relusQ r x end.
Lemma relusQ_spec l x : Q2R (relusQ l x) = relus (map pt l) (Q2R x).
Proof.
  induction l as [|[t w] l IH]; cbn [relusQ relus map pt fst snd]; [apply Q2R_0'|].
  cbn zeta. destruct (0 <? Qnum (x - t))%Z eqn:E.
  - apply Z.ltb_lt, pos_spec in E. rewrite Q2R_red, Q2R_plus, Q2R_mult, IH. rewrite Q2R_minus in *. rewrite Rmax_right by lra. reflexivity.
  - assert (~ 0 < Q2R (x - t)) as N. { intros X. apply pos_spec, Z.ltb_lt in X. congruence. }
    rewrite Q2R_minus in N. rewrite Rmax_left by lra. rewrite IH. ring.
Qed.
Definition evalQ f x := (slopeq f * x + icptq f + relusQ (knotsq f) x)%Q.
Lemma evalQ_spec f x : Q2R (evalQ f x) = eval (toR f) (Q2R x).
Proof. unfold evalQ, eval. rewrite !Q2R_plus, Q2R_mult, relusQ_spec. reflexivity. Qed.

Definition interpQ f pts := forallb (fun q => Qeq_bool (evalQ f (fst q)) (snd q)) pts.
Definition countQ (l : list (Q * Q)) : nat := length (filter (fun a => negb (zeroQ (snd a))) l).

Definition check (pts : list (Q * Q)) (f : splineQ) : bool :=
  match pts with
  | (x0, y0) :: (x1, y1) :: r =>
      (0 <? Qnum (x1 - x0))%Z && incQ x1 r && interpQ f pts &&
      (countQ (knotsq f) <=? fewest 0 false (gapsQ (Qred ((y1 - y0) / (x1 - x0))) x1 y1 r))%nat
  | _ => false
  end.

Lemma count_spec l : total counted (map pt l) = INR (countQ l).
Proof.
  induction l as [|[t w] l IH]; cbn [total map pt fst snd]; [reflexivity|]. rewrite IH.
  unfold countQ. cbn [filter snd]. unfold counted. destruct Req_EM_T as [Z|Z].
  - rewrite (proj2 (zeroQ_spec w) Z). cbn [negb]. lra.
  - replace (zeroQ w) with false. 2:{ destruct (zeroQ w) eqn:X; auto. apply zeroQ_spec in X. contradiction. }
    cbn [negb length]. rewrite S_INR. lra.
Qed.

Theorem check_sound pts f : check pts f = true ->
  interpolates (toR f) (map pt pts) /\ forall g, interpolates g (map pt pts) -> cost counted (toR f) <= cost counted g.
Proof.
  intros H. destruct pts as [|[x0 y0] [|[x1 y1] r]]; try discriminate. unfold check in H.
  apply andb_prop in H; destruct H as [H Hc]. apply andb_prop in H; destruct H as [H Hi].
  apply andb_prop in H; destruct H as [H0 H1]. apply Nat.leb_le in Hc.
  set (P := (x0, y0) :: (x1, y1) :: r) in *.
  assert (Inc : increasing (map pt P) /\ gaps (map pt P) = map Q2R (gapsQ (Qred ((y1 - y0) / (x1 - x0))) x1 y1 r)).
  { destruct (slopeQ x0 y0 x1 y1 H0) as [L E].
    destruct (gapsQ_spec r (Qred ((y1 - y0) / (x1 - x0))) x1 y1 H1) as [I G].
    unfold P. cbn [map pt gaps fst snd increasing]. cbv zeta. split; [exact (conj L I)|]. rewrite G, E. reflexivity. }
  destruct Inc as [Inc G].
  assert (LB : forall g, interpolates g (map pt P) -> INR (fewest 0 false (gapsQ (Qred ((y1 - y0) / (x1 - x0))) x1 y1 r)) <= cost counted g).
  { intros g Hg. destruct (dual0_ok (gapsQ (Qred ((y1 - y0) / (x1 - x0))) x1 y1 r) 0%Q false) as [F B]. rewrite <- B. rewrite <- G in F |- *.
    rewrite Q2R_0' in F. apply lower_bound; auto. apply counted_price. }
  split.
  - apply Forall_forall. intros [a b] Hin. apply in_map_iff in Hin. destruct Hin as ([a' b'] & E & Hin).
    inversion E; subst. cbn [fst snd]. rewrite <- evalQ_spec. apply Qeq_eqR, Qeq_bool_iff.
    exact (proj1 (forallb_forall _ _) Hi _ Hin).
  - intros g Hg. unfold cost at 1. cbn [knots toR]. rewrite count_spec.
    eapply Rle_trans; [apply le_INR, Hc|]. auto.
Qed.
