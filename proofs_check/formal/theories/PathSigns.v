(* Clauses [P06]-[P08] of docs/path_certificate_v1.md prove the marks of one run for all p ("why this proves the
   signs" there). *)
From Coq Require Import Reals Lra List.
From Sparsest Require Import Prices Splines Charging Matchings Unique PowerSums RunByRun Critical.
Import ListNotations.
Open Scope R_scope.

(* the power sums of the edges of a run, from its gap e on; acc: that of the edge before, if its mark is Plus *)
Definition pair_sum (e d : R) : es := [(1, ln (Rabs e)); (1, ln (Rabs d)); (-1, ln (Rabs (e + d)))].
Fixpoint edge_sums (e : R) (acc : es) (ds : list R) (s : list mark) : list (mark * es) :=
  match ds, s with
  | d :: ds', m :: s' => let q := pair_sum e d ++ negs acc in
      (m, q) :: edge_sums d (match m with Plus => q | _ => [] end) ds' s'
  | _, _ => []
  end.
Definition has_mark (m : mark) (x : R) : Prop := match m with Plus => 0 < x | Tie => x = 0 | Minus => x < 0 end.
Definition holds_at (p : R) (a : mark * es) : Prop := has_mark (fst a) (ev (snd a) p).

(* it is the weight of the pair, so edge_sums are what the marks tell the signs of *)
Lemma pair_sum_is p e d : same_sign e d -> ev (pair_sum e d) p = power p e + power p d - power p (e + d).
Proof.
  unfold same_sign. intros S. unfold power, Rpower. repeat (destruct Req_EM_T; [exfalso; lra|]). simpl. ring.
Qed.
(* t is s, or Tie where the sum is 0 *)
Lemma signs_of_sums p ds : forall e acc s t, one_sign e ds -> length s = length ds ->
  Forall2 (fun a m => has_mark m (ev (snd a) p) /\ (m = fst a \/ m = Tie)) (edge_sums e acc ds s) t ->
  signs_true (power p) e (ev acc p) ds t.
Proof.
  induction ds as [|d ds IH]; intros e acc [|m s] t O L H; try discriminate; [inversion_clear H; exact I|].
  destruct O as [S O]. cbn [edge_sums] in H. set (q := pair_sum e d ++ negs acc) in H.
  assert (E : ev q p = power p e + power p d - power p (e + d) - ev acc p).
  { unfold q. rewrite ev_app, ev_negs, (pair_sum_is p e d S). ring. }
  clearbody q. inversion_clear H as [|? m' ? t' [V K] H']. cbn [fst snd] in V, K.
  pose proof (IH d _ s t' O (eq_add_S _ _ L) H') as T.
  destruct m'; cbn [has_mark signs_true] in *.
  - destruct K as [<-|]; [|discriminate]. cbv iota in T. rewrite E in T, V. auto.
  - split; [exact S|]. split; [lra|]. destruct m; [rewrite V in T|..]; exact T.
  - destruct K as [<-|]; [|discriminate]. split; [intros; lra|exact T].
Qed.

(* [P07], the sum turned so that it is negative before: opposite signs at the ends, and its quotient by a power has a
   derivative that is not 0; or a zero at a known p *)
Definition turning (Q : es) (M low high : R) : Prop :=
  (low < high /\ ev Q low < 0 < ev Q high /\ forall p, low <= p <= high -> ev (der (shift M Q)) p <> 0) \/
  (low = high /\ ev Q low = 0).
(* the quotient by a power is monotone on the bracket, so the sum vanishes once there, from - to + *)
Lemma turning_zero Q M low high : turning Q M low high -> exists z, low <= z <= high /\ ev Q z = 0 /\
  (forall p, low <= p < z -> ev Q p < 0) /\ (forall p, z < p <= high -> 0 < ev Q p).
Proof.
  intros [(LH & [L H] & D)|[-> Z]]; [|exists high; repeat split; try lra; auto; intros; lra].
  assert (C : continuity (ev Q)) by (intros x; apply derivable_continuous_pt; eexists; apply ev_der).
  assert (one : forall x y, low <= x -> x < y -> y <= high -> ev Q x = 0 -> ev Q y = 0 -> False).
  { intros x y X XY Y Zx Zy. apply (shift_zero M) in Zx. apply (shift_zero M) in Zy.
    destruct (MVT_cor2 (ev (shift M Q)) (ev (der (shift M Q))) x y XY) as (v & E & V); [intros; apply ev_der|].
    apply (D v ltac:(lra)). rewrite Zx, Zy in E. apply Rmult_eq_reg_r with (y - x); lra. }
  destruct (IVT _ low high C LH L H) as (z & B & Z). exists z. split; [exact B|]. split; [exact Z|].
  split; intros p Hp; [destruct (Rtotal_order 0 (ev Q p)) as [N|[N|N]]|destruct (Rtotal_order 0 (ev Q p)) as [N|[N|N]]];
    try assumption; exfalso.
  - assert (low < p) by (destruct (Req_dec low p) as [E|]; [rewrite E in L|]; lra).
    destruct (IVT _ low p C ltac:(lra) L N) as (v & V & Zv). apply (one v z); lra.
  - apply (one p z); lra.
  - apply (one z p); lra.
  - assert (p < high) by (destruct (Req_dec p high) as [E|]; [rewrite <- E in H|]; lra).
    destruct (IVT _ p high C ltac:(lra) N H) as (v & V & Zv). apply (one z v); lra.
Qed.

(* [P08], an edge on the bracket: its sum keeps its sign; or is the turning one times c exp(p L), with the mark that
   follows from the turning one's, sigma; or is 0 at a known p *)
Definition opposite (m : mark) : mark := match m with Plus => Minus | Tie => Tie | Minus => Plus end.
Definition keeps (low high : R) (a : mark * es) : Prop := forall p, low <= p <= high -> holds_at p a.
Definition turns (Q : es) (low high : R) (sigma : mark) (a : mark * es) : Prop :=
  (exists c L, c <> 0 /\ (forall p, ev (snd a) p = c * exp (p * L) * ev Q p) /\
     fst a = if Rlt_dec 0 c then sigma else opposite sigma) \/
  (low = high /\ ev (snd a) low = 0).
(* a multiple of the turning sum has its sign or the opposite, so its mark is known on both sides of the zero *)
Lemma turns_side Q low high sigma a p : turns Q low high sigma a -> low < high -> has_mark sigma (ev Q p) ->
  holds_at p a.
Proof.
  intros [(c & L & N & E & F)|[-> _]] LH H; [|lra]. unfold holds_at. rewrite E, F. pose proof (exp_pos (p * L)) as P.
  destruct sigma; cbn in H; destruct Rlt_dec; cbn; try (rewrite H; ring);
    assert (0 < c * exp (p * L) \/ c * exp (p * L) < 0) by (assert (c < 0 \/ 0 < c) as [?|?] by lra; nra); nra.
Qed.

(* A step of the path: a bracket with its turning sum, the marks at the zero in it and those after it. *)
Record step := { lo : R; hi : R; turn : es; base : R; tied : list mark; next : list mark }.
Definition zero_of (a : step) : zero :=
  {| low := lo a; high := hi a; at_zero := Minus :: tied a; after := Minus :: next a |}.
Fixpoint clauses (e : R) (ds : list R) (u : R) (s : list mark) (steps : list step) : Prop :=
  length s = length ds /\
  let sums := edge_sums e [] ds in
  match steps with
  | [] => forall p, u < p < 1 -> Forall (holds_at p) (sums s)                                              (* [P06] *)
  | a :: rest => u < lo a /\ hi a < 1 /\ (forall p, u < p < lo a -> Forall (holds_at p) (sums s)) /\      (* [P06] *)
      turning (turn a) (base a) (lo a) (hi a) /\                                                          (* [P07] *)
      Forall2 (fun b m => keeps (lo a) (hi a) b /\ m = fst b \/ turns (turn a) (lo a) (hi a) Minus b /\ m = Tie)
        (sums s) (tied a) /\                                                                              (* [P08] *)
      Forall (fun b => keeps (lo a) (hi a) b \/ turns (turn a) (lo a) (hi a) Plus b) (sums (next a)) /\
      clauses e ds (hi a) (next a) rest
  end.

(* the sums of a run stand with the marks that they were made from *)
Lemma fst_sums ds : forall e acc s, length s = length ds -> map fst (edge_sums e acc ds s) = s.
Proof.
  induction ds as [|d ds IH]; intros e acc [|m s] L; try discriminate; [reflexivity|]. simpl. f_equal. apply IH.
  injection L as L. exact L.
Qed.
(* on a cell all sums have their marks' signs, so signs_of_sums applies with no tie put in *)
Lemma signs_of_run p e ds s : one_sign e ds -> length s = length ds -> Forall (holds_at p) (edge_sums e [] ds s) ->
  signs_true (power p) 0 0 (e :: ds) (Minus :: s).
Proof.
  intros O L H. split; [intros S; destruct (same_sign_0 _ S)|]. apply (signs_of_sums p ds e [] s s O L).
  rewrite <- (fst_sums ds e [] s L) at 2. induction H; constructor; auto.
Qed.
(* bracket by bracket: the marks hold up to the zero, with ties at it, and `next` after it *)
Theorem clauses_prove_path e ds steps : one_sign e ds -> forall v u s, 0 <= v <= u ->
  (forall p, v < p <= u -> Forall (holds_at p) (edge_sums e [] ds s)) -> clauses e ds u s steps ->
  true_path (e :: ds) v (Minus :: s) (map zero_of steps).
Proof.
  intros O. induction steps as [|a rest IH]; intros v u s Hv H [L C].
  - intros p Hp. apply signs_of_run; auto. destruct (Rle_dec p u); [apply H; lra|apply C; lra].
  - destruct C as (Hu & H1 & B & T & W & A & C). destruct (turning_zero _ _ _ _ T) as (z & Hz & Z & N & P).
    exists z. split; [lra|]. split; [exact Hz|]. split; [|split].
    + intros p Hp. apply signs_of_run; auto.
      destruct (Rle_dec p u); [apply H; lra|]. destruct (Rlt_dec p (lo a)); [apply B; lra|].
      revert W. generalize (edge_sums e [] ds s) (tied a).
      induction 1 as [|b m l t [[K _]|[K _]] _ IHW]; constructor; auto.
      * apply K. lra.
      * apply (turns_side _ _ _ _ _ _ K); [lra|]. apply N. lra.
    + split; [intros S; destruct (same_sign_0 _ S)|]. apply (signs_of_sums z ds e [] s (tied a) O L).
      revert W. generalize (edge_sums e [] ds s) (tied a). induction 1 as [|b m l t K _ IHW]; constructor; auto.
      destruct K as [[K ->]|[K ->]]; [split; [apply K, Hz|auto]|]. split; [|auto].
      destruct K as [(c & M & _ & E & _)|[E F]]; cbn; [rewrite E, Z; ring|]. replace z with (lo a) by lra. exact F.
    + apply (IH z (hi a) (next a)); [lra| |exact C]. intros p Hp. eapply Forall_impl; [|exact A].
      intros b [K|K]; [apply K; lra|]. apply (turns_side _ _ _ _ _ _ K); [lra|]. apply P. lra.
Qed.
(* so a path certificate's runs are those of critical_exponent_enclosed *)
Theorem clauses_prove_run e ds s steps b : one_sign e ds -> clauses e ds 0 s steps ->
  first_more (S (length ds)) (map zero_of steps) b ->
  true_run {| run := e :: ds; first_marks := Minus :: s; zeros := map zero_of steps; more := b |}.
Proof.
  intros O C F. split; [exact O|]. split; [|exact F]. apply (clauses_prove_path e ds steps O 0 0 s); [lra| |exact C].
  intros p Hp. lra.
Qed.
