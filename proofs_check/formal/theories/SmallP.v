(* Theorem 3.2, first sentence: for all small p every minimiser has the fewest knots. *)
From Coq Require Import Reals Lra List Lia.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique.
Import ListNotations.
Open Scope R_scope.

(* |d|^p -> [d != 0]: small p comes near to counting, at each gap *)
Lemma power_lim d eps : 0 < eps -> exists delta, 0 < delta /\ forall p, 0 < p < delta ->
  Rabs (power p d - counted d) < eps.
Proof.
  intros He. unfold power, counted. destruct Req_EM_T.
  - exists 1. split; [lra|]. intros. rewrite Rminus_0_r, Rabs_R0. exact He.
  - assert (C : continuity_pt (fun p => exp (p * ln (Rabs d))) 0) by reg.
    destruct (C eps He) as (a & Ha & H). exists a. split; [exact Ha|]. intros p Hp.
    specialize (H p). unfold Rpower. simpl in H. unfold R_dist in H. rewrite Rmult_0_l, exp_0 in H. apply H.
    split; [split; [exact I|lra]|]. rewrite Rminus_0_r, Rabs_right; lra.
Qed.

(* and for all matchings at once: one delta, as they have boundedly many entries *)
Lemma matching_cost_lim : forall n ds eps, 0 < eps -> exists delta, 0 < delta /\
  forall p, 0 < p < delta -> forall m, (length m <= n)%nat ->
    Rabs (matching_cost (power p) ds m - matching_cost counted ds m) < eps.
Proof.
  induction n; intros ds eps He.
  { exists 1. split; [lra|]. intros p Hp m Hm. destruct m; [|simpl in Hm; lia]. destruct ds; simpl;
      rewrite Rminus_0_r, Rabs_R0; lra. }
  destruct ds as [|d ds].
  { exists 1. split; [lra|]. intros p Hp m Hm. destruct m as [|[] ?]; simpl; rewrite Rminus_0_r, Rabs_R0; lra. }
  destruct (power_lim d (eps / 2)) as (a & Ha & A); [lra|]. destruct (IHn ds (eps / 2)) as (b & Hb & B); [lra|].
  destruct ds as [|d' ds'].
  { exists (Rmin a b). split; [apply Rmin_pos; auto|]. intros p Hp m Hm. pose proof (Rmin_l a b).
    pose proof (Rmin_r a b).
    destruct m as [|[] m]; [simpl; rewrite Rminus_0_r, Rabs_R0; lra|simpl; rewrite Rminus_0_r, Rabs_R0; lra|].
    simpl in Hm. pose proof (A p ltac:(lra)). pose proof (B p ltac:(lra) m ltac:(lia)).
    change (Rabs ((power p d + matching_cost (power p) [] m) - (counted d + matching_cost counted [] m)) < eps).
    match goal with |- Rabs ?x < _ => replace x with ((power p d - counted d) + (matching_cost (power p) [] m -
      matching_cost counted [] m)) by ring end.
    eapply Rle_lt_trans; [apply Rabs_triang|lra]. }
  destruct (power_lim (d + d') (eps / 2)) as (a' & Ha' & A'); [lra|].
  destruct (IHn ds' (eps / 2)) as (b' & Hb' & B'); [lra|].
  exists (Rmin (Rmin a b) (Rmin a' b')). split; [repeat apply Rmin_pos; auto|]. intros p Hp m Hm.
  pose proof (Rmin_l a b). pose proof (Rmin_r a b). pose proof (Rmin_l a' b'). pose proof (Rmin_r a' b').
  pose proof (Rmin_l (Rmin a b) (Rmin a' b')). pose proof (Rmin_r (Rmin a b) (Rmin a' b')).
  destruct m as [|[] m].
  - simpl. rewrite Rminus_0_r, Rabs_R0; lra.
  - simpl in Hm |- *. pose proof (A' p ltac:(lra)). pose proof (B' p ltac:(lra) m ltac:(lia)).
    match goal with |- Rabs ?x < _ => replace x with ((power p (d + d') - counted (d + d')) + (matching_cost (power p)
      ds' m - matching_cost counted ds' m)) by ring end.
    eapply Rle_lt_trans; [apply Rabs_triang|lra].
  - pose proof (A p ltac:(lra)). simpl in Hm. pose proof (B p ltac:(lra) m ltac:(lia)).
    change (Rabs ((power p d + matching_cost (power p) (d' :: ds') m) - (counted d + matching_cost counted (d' ::
      ds') m)) < eps).
    match goal with |- Rabs ?x < _ => replace x with ((power p d - counted d) + (matching_cost (power p) (d' ::
      ds') m - matching_cost counted (d' :: ds') m)) by ring end.
    eapply Rle_lt_trans; [apply Rabs_triang|lra].
Qed.

(* costs at p = 0 are integers: those that differ by less than 1 are in order *)
Lemma matching_cost_int : forall n m, (length m <= n)%nat -> forall ds, exists k, matching_cost counted ds m = INR k.
Proof.
  induction n; intros m Hm ds.
  { destruct m; [|simpl in Hm; lia]. exists 0%nat. destruct ds; reflexivity. }
  assert (N : forall x, counted x = 0 \/ counted x = 1) by (intros x; unfold counted; destruct Req_EM_T; auto).
  destruct m as [|[] m]; simpl in Hm.
  - exists 0%nat. destruct ds; reflexivity.
  - destruct ds as [|d [|d' ds]]; try (exists 0%nat; reflexivity). simpl. destruct (IHn m ltac:(lia) ds) as [k K].
    rewrite K.
    destruct (N (d + d')) as [->| ->]; [exists k; lra|exists (S k); rewrite S_INR; lra].
  - destruct ds as [|d ds]; try (exists 0%nat; reflexivity). simpl. destruct (IHn m ltac:(lia) ds) as [k K]. rewrite K.
    destruct (N d) as [->| ->]; [exists k; lra|exists (S k); rewrite S_INR; lra].
Qed.
(* the bound on entries that matching_cost_lim asks for *)
Lemma matching_length : forall n m, (length m <= n)%nat -> forall ds, matching ds m -> (length m <= length ds)%nat.
Proof.
  induction n; intros m Hm ds M. { destruct m; [simpl; lia|simpl in Hm; lia]. }
  destruct m as [|[] m]; simpl in Hm |- *; [lia| |].
  - destruct ds as [|d [|d' ds]]; simpl in M; try contradiction. pose proof (IHn m ltac:(lia) ds (proj2 M)). simpl. lia.
  - destruct ds as [|d ds]; simpl in M; try contradiction. pose proof (IHn m ltac:(lia) ds M). simpl. lia.
Qed.

(* costs are within 1/2 of numbers of knots, so a minimiser cannot have one knot more than is needed *)
Theorem small_p_is_sparsest pts : (2 <= length pts)%nat -> increasing pts -> exists p0, 0 < p0 <= 1 /\
  forall p, 0 < p < p0 -> forall f, interpolates f pts -> (forall g, interpolates g pts ->
    cost (power p) f <= cost (power p) g) ->
  exists m, matching (gaps pts) m /\ (forall z, eval f z = eval (spline_of pts m) z) /\
    forall g, interpolates g pts -> cost counted (spline_of pts m) <= cost counted g.
Proof.
  intros Hl Hx. destruct (matching_cost_lim (length (gaps pts)) (gaps pts) (1/2)) as (a & Ha & A); [lra|].
  exists (Rmin a 1). split; [split; [apply Rmin_pos; lra|apply Rmin_r]|]. intros p Hp f If Hf.
  pose proof (Rmin_l a 1). pose proof (Rmin_r a 1).
  destruct (theorem_A_minimisers (power p) pts f (power_strict p ltac:(lra)) Hl Hx If Hf) as (m & M & E & W).
  exists m. split; [exact M|]. split; [exact E|]. intros g Hg.
  destruct (best_matching counted (gaps pts)) as (m0 & M0 & C0).
  pose proof (lower_bound counted counted_price g pts _ Hx Hg (recurrence_feasible counted (gaps pts) 0 0)) as LB.
  rewrite <- C0 in LB.
  rewrite (spline_of_cost counted pts m M). eapply Rle_trans; [|exact LB].
  specialize (W m0 M0). pose proof (matching_cost_weight (power p) _ m (le_n _) _ M).
  pose proof (matching_cost_weight (power p) _ m0 (le_n _) _ M0).
  pose proof (A p ltac:(lra) m (matching_length _ m (le_n _) _ M)) as X.
  pose proof (A p ltac:(lra) m0 (matching_length _ m0 (le_n _) _ M0)) as X0.
  apply Rabs_def2 in X. apply Rabs_def2 in X0.
  destruct (matching_cost_int _ m (le_n _) (gaps pts)) as [k K].
  destruct (matching_cost_int _ m0 (le_n _) (gaps pts)) as [k0 K0].
  rewrite K, K0 in *. apply le_INR. assert (INR k < INR (S k0)) by (rewrite S_INR; lra). apply INR_lt in H3. lia.
Qed.
