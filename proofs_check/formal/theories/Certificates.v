(* Certificates over Q: everything but the strict signs of power sums is a boolean computation. *)
From Coq Require Import Reals Lra Lia List QArith Qreals Qabs Bool ZArith.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique Fewest.
Import ListNotations.
Open Scope R_scope.

Fixpoint buildQ (s x y : Q) (pts : list (Q * Q)) (m : list bool) : list (Q * Q) :=
  match m, pts with
  | false :: m', (x', y') :: r => let s' := Qred ((y' - y) / (x' - x)) in (x, Qred (s' - s)) :: buildQ s' x' y' r m'
  | true :: m', (x', y') :: (x'', y'') :: r =>
      let s' := Qred ((y' - y) / (x' - x)) in let s'' := Qred ((y'' - y') / (x'' - x')) in
      (Qred (x + (s'' - s') / (s'' - s) * (x' - x)), Qred (s'' - s)) :: buildQ s'' x'' y'' r m'
  | _, _ => []
  end%Q.
(* power sums *)
Definition ps := list (Z * Q).
Fixpoint val (p : R) (l : ps) : R := match l with [] => 0 | (n, a) :: r => IZR n * Rpower (Q2R a) p + val p r end.
Definition neg (l : ps) : ps := map (fun na => (- fst na, snd na)%Z) l.
Definition nextD (e d : Q) (E : ps) : ps := (1, Qabs e)%Z :: (1, Qabs d)%Z :: (-1, Qabs (Qred (e + d)))%Z :: neg E.
Fixpoint obligations (e : Q) (E : ps) (ds : list Q) (sg : list bool) : list (bool * ps) :=
  match ds, sg with
  | d :: ds', true :: sg' => (true, nextD e d E) :: obligations d (nextD e d E) ds' sg'
  | d :: ds', false :: sg' => if sameQ e d then (false, nextD e d E) :: obligations d [] ds' sg' else obligations d [] ds' sg'
  | _, _ => []
  end.
Definition holds p (o : bool * ps) : Prop := if fst o then 0 < val p (snd o) else val p (snd o) < 0.
Fixpoint samesQ (e : Q) (ds : list Q) (sg : list bool) : bool :=
  match ds, sg with
  | [], [] => true
  | d :: ds', s :: sg' => (if s then sameQ e d else true) && samesQ d ds' sg'
  | _, _ => false
  end.
Fixpoint coversb (sg m : list bool) : bool :=
  match m, sg with
  | [], [] => true
  | false :: m', false :: sg' => coversb sg' m'
  | true :: m', _ :: true :: sg' => coversb sg' m'
  | _, _ => false
  end.
Lemma coversb_ok : forall n m, (length m <= n)%nat -> forall sg, coversb sg m = true -> covers sg m.
Proof.
  induction n; intros m Hn sg H. { destruct m; [|simpl in Hn; lia]. destruct sg; simpl in *; auto; discriminate. }
  destruct m as [|[] m]; simpl in Hn.
  - destruct sg; simpl in *; auto; discriminate.
  - destruct sg as [|? [|[] sg]]; simpl in *; try discriminate. apply IHn; auto; lia.
  - destruct sg as [|[] sg]; simpl in *; try discriminate. apply IHn; auto; lia.
Qed.

Lemma val_neg p l : val p (neg l) = - val p l.
Proof. induction l as [|[n a] l IH]; simpl; [lra|]. rewrite IH, opp_IZR. ring. Qed.
Lemma pw_Q p q : Q2R q <> 0 -> power p (Q2R q) = Rpower (Q2R (Qabs q)) p.
Proof.
  intros H. unfold power. destruct Req_EM_T; [contradiction|]. f_equal.
  destruct (Rlt_dec 0 (Q2R q)) as [X|X].
  - rewrite Rabs_right by lra. apply Qeq_eqR. symmetry. apply Qabs_pos. apply Qlt_le_weak, Rlt_Qlt. rewrite Q2R_0'. exact X.
  - rewrite Rabs_left by lra. rewrite <- Q2R_opp. apply Qeq_eqR. symmetry. apply Qabs_neg. apply Rle_Qle. rewrite Q2R_0'. lra.
Qed.
Lemma val_next p e d E : same_sign (Q2R e) (Q2R d) ->
  val p (nextD e d E) = power p (Q2R e) + power p (Q2R d) - power p (Q2R e + Q2R d) - val p E.
Proof.
  intros S. unfold same_sign in S. unfold nextD. cbn [val]. rewrite val_neg, <- !pw_Q; rewrite ?Q2R_red, ?Q2R_plus; lra.
Qed.
Lemma obligations_ok p ds : forall e E sg, samesQ e ds sg = true -> Forall (holds p) (obligations e E ds sg) ->
  signs_true (power p) (Q2R e) (val p E) (map Q2R ds) sg.
Proof.
  induction ds as [|d ds IH]; intros e E sg HS HO; destruct sg as [|s sg]; cbn in HS; try discriminate; [exact I|].
  apply andb_prop in HS. destruct HS as [S HS]. destruct s; cbn [map signs_true obligations] in *.
  - apply sameQ_spec in S. inversion_clear HO as [|? ? O HO']. unfold holds in O. cbn [fst snd] in O. 
    pose proof (val_next p e d E S) as V. split; [exact S|]. rewrite <- V. split; [exact O|]. apply IH; auto.
  - destruct (sameQ e d) eqn:T.
    + inversion_clear HO as [|? ? O HO']. unfold holds in O. cbn [fst snd] in O. split; [|apply (IH d [] sg); auto].
      intros S'. rewrite <- (val_next p e d E S'). exact O.
    + split; [|apply (IH d [] sg); auto]. intros S'. apply sameQ_spec in S'. congruence.
Qed.

Lemma buildQ_ok : forall n m, (length m <= n)%nat -> forall pts s x y, incQ x pts = true -> matching (gaps_from (Q2R s) (Q2R x) (Q2R y) (map pt pts)) m ->
  map pt (buildQ s x y pts m) = knots_of (Q2R s) (Q2R x) (Q2R y) (map pt pts) m.
Proof.
  induction n; intros m Hn pts s x y Hi M. { destruct m; [|simpl in Hn; lia]. destruct pts as [|[? ?] ?]; reflexivity. }
  destruct m as [|[] m]; simpl in Hn.
  - destruct pts as [|[? ?] ?]; reflexivity.
  - destruct pts as [|[x1 y1] [|[x2 y2] r]]; cbn [map pt fst snd gaps_from matching incQ] in M, Hi; try contradiction.
    apply andb_prop in Hi. destruct Hi as [H1 Hi]. apply andb_prop in Hi. destruct Hi as [H2 Hi].
    destruct (slopeQ x y x1 y1 H1) as [L1 E1]. destruct (slopeQ x1 y1 x2 y2 H2) as [L2 E2]. cbv zeta in M. destruct M as [S M].
    rewrite <- E2, <- E1 in S. rewrite <- E2 in M. cbn [buildQ knots_of map pt fst snd]. cbv zeta.
    rewrite (IHn m ltac:(lia) r _ x2 y2 Hi M). rewrite <- E1, <- E2.
    set (S1 := Qred ((y1 - y) / (x1 - x))) in *. set (S2 := Qred ((y2 - y1) / (x2 - x1))) in *. unfold pt. cbn [fst snd].
    rewrite !Q2R_red. rewrite Q2R_plus, Q2R_mult, Q2R_div, !Q2R_minus; [reflexivity|].
    intros X. apply Qeq_eqR in X. rewrite Q2R_minus, Q2R_0' in X. unfold same_sign in S. lra.
  - destruct pts as [|[x1 y1] r]; cbn [map pt fst snd gaps_from matching incQ] in M, Hi; try contradiction.
    apply andb_prop in Hi. destruct Hi as [H1 Hi]. destruct (slopeQ x y x1 y1 H1) as [L1 E1]. cbv zeta in M. rewrite <- E1 in M.
    cbn [buildQ knots_of map pt fst snd]. cbv zeta. rewrite (IHn m ltac:(lia) r _ x1 y1 Hi M). rewrite <- E1. unfold pt. cbn [fst snd].
    rewrite Q2R_red, Q2R_minus. reflexivity.
Qed.

Definition nonzero (l : list (Q * Q)) := filter (fun a => negb (zeroQ (snd a))) l.
Lemma zero_dec w : zeroQ w = true \/ zeroQ w = false /\ Q2R w <> 0.
Proof. destruct (zeroQ w) eqn:X; [auto|right; split; auto]. intros Y. apply zeroQ_spec in Y. congruence. Qed.
Lemma relus_nonzero l z : relus (map pt (nonzero l)) z = relus (map pt l) z.
Proof.
  induction l as [|[t w] l IH]; [reflexivity|]. unfold nonzero in *. cbn [filter snd]. destruct (zero_dec w) as [X|[X _]]; rewrite X; cbn [negb].
  - apply zeroQ_spec in X. cbn [map pt fst snd relus]. rewrite IH, X. ring.
  - cbn [map pt fst snd relus]. rewrite IH. reflexivity.
Qed.
Lemma total_nonzero p l : total (power p) (map pt (nonzero l)) = total (power p) (map pt l).
Proof.
  induction l as [|[t w] l IH]; [reflexivity|]. unfold nonzero in *. cbn [filter snd]. destruct (zero_dec w) as [X|[X _]]; rewrite X; cbn [negb].
  - apply zeroQ_spec in X. cbn [map pt fst snd total]. rewrite IH, X, power_0. ring.
  - cbn [map pt fst snd total]. rewrite IH. reflexivity.
Qed.
Fixpoint eqK (k l : list (Q * Q)) : bool :=
  match k, l with [], [] => true | (a, b) :: k', (c, d) :: l' => Qeq_bool a c && Qeq_bool b d && eqK k' l' | _, _ => false end.
Lemma eqK_ok k : forall l, eqK k l = true -> map pt k = map pt l.
Proof.
  induction k as [|[a b] k IH]; intros [|[c d] l] H; simpl in H; try discriminate; [reflexivity|].
  apply andb_prop in H. destruct H as [H HK]. apply andb_prop in H. destruct H as [HA HB].
  cbn [map]. rewrite (IH l HK). unfold pt. cbn [fst snd]. rewrite (Qeq_eqR a c), (Qeq_eqR b d); [reflexivity| |]; apply Qeq_bool_iff; auto.
Qed.

Definition checkcert (pts : list (Q * Q)) (f : splineQ) (sg m : list bool) : bool :=
  match pts with
  | (x0, y0) :: (x1, y1) :: r =>
      let s := Qred ((y1 - y0) / (x1 - x0)) in
      (0 <? Qnum (x1 - x0))%Z && incQ x1 r && samesQ 0 (gapsQ s x1 y1 r) sg && coversb sg m &&
      Qeq_bool (slopeq f) s && Qeq_bool (icptq f) (y1 - s * x1) && eqK (nonzero (buildQ s x1 y1 r m)) (knotsq f)
  | _ => false
  end.
Definition todo (pts : list (Q * Q)) (sg : list bool) : list (bool * ps) :=
  match pts with (x0, y0) :: (x1, y1) :: r => obligations 0 [] (gapsQ (Qred ((y1 - y0) / (x1 - x0))) x1 y1 r) sg | _ => [] end.

Definition unique_minimiser_of p (f : spline) (P : points) : Prop :=
  interpolates f P /\ (forall g, interpolates g P -> cost (power p) f <= cost (power p) g) /\
  (forall g, interpolates g P -> cost (power p) g <= cost (power p) f -> forall z, eval g z = eval f z).

Theorem checkcert_sound p pts f sg m : 0 < p < 1 -> checkcert pts f sg m = true -> Forall (holds p) (todo pts sg) ->
  unique_minimiser_of p (toR f) (map pt pts).
Proof.
  intros Hp H HO. destruct pts as [|[x0 y0] [|[x1 y1] r]]; try discriminate. unfold checkcert in H. cbv zeta in H.
  repeat (apply andb_prop in H; let X := fresh in destruct H as [H X]).
  rename H into A1, H5 into A2, H4 into A3, H3 into A4, H2 into A5, H1 into A6, H0 into A7.
  unfold todo in HO. set (s := Qred ((y1 - y0) / (x1 - x0))) in *.
  destruct (slopeQ x0 y0 x1 y1 A1) as [L E]. fold s in E. destruct (gapsQ_spec r s x1 y1 A2) as [I G].
  assert (HS : signs_true (power p) 0 0 (gaps (map pt ((x0, y0) :: (x1, y1) :: r))) sg).
  { cbn [map pt gaps fst snd]. cbv zeta. rewrite <- E, <- G. pose proof (obligations_ok p _ _ _ _ A3 HO) as O. rewrite Q2R_0' in O. exact O. }
  pose proof (coversb_ok _ m (le_n _) sg A4) as C.
  destruct (signs_cost (power p) _ m (le_n _) _ 0 0 sg ltac:(lra) HS C) as [M _].
  assert (M' : matching (gaps_from (Q2R s) (Q2R x1) (Q2R y1) (map pt r)) m) by (rewrite E; exact M).
  pose proof (buildQ_ok _ m (le_n _) r s x1 y1 A2 M') as B. apply eqK_ok in A7. apply Qeq_bool_iff, Qeq_eqR in A5. apply Qeq_bool_iff, Qeq_eqR in A6.
  eapply (certificate p _ _ sg m (toR f) Hp).
  - simpl; lia.
  - cbn. auto.
  - reflexivity.
  - exact HS.
  - exact C.
  - intros z. unfold eval. cbn [toR slope intercept knots map pt fst snd spline_of]. cbv zeta. rewrite <- A7, relus_nonzero, B, A5, A6, Q2R_minus, Q2R_mult, E. reflexivity.
  - rewrite <- (spline_of_cost (power p)) by exact M. unfold cost. cbn [toR knots map pt fst snd spline_of]. cbv zeta. rewrite <- A7, total_nonzero, B, E. reflexivity.
Qed.
