(* Without a tie in the recurrence there is one matching of greatest weight, hence one minimiser. *)
From Coq Require Import Reals Lra List Lia.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers.
Import ListNotations.
Open Scope R_scope.

Fixpoint no_tie (h : R -> R) (e E : R) (ds : list R) : Prop :=
  match ds with [] => True | d :: ds' => (same_sign e d -> weight_of_pair h e d - E <> 0) /\ no_tie h d (Rmax 0 (weight_of_pair h e d - E)) ds' end.

Fixpoint slack (Ds : list R) (m : list bool) : Prop :=
  match m, Ds with
  | [], [] => True
  | false :: m', D :: Ds' => D = 0 /\ slack Ds' m'
  | true :: m', _ :: D' :: Ds' => 0 < D' /\ slack Ds' m'
  | _, _ => False
  end.

Lemma slack_unique : forall n Ds, (length Ds <= n)%nat ->
  (forall m m', slack Ds m -> slack Ds m' -> m = m') /\
  (forall m m1, slack Ds m -> match Ds with [] => False | D :: Ds' => 0 < D /\ slack Ds' m1 end -> False).
Proof.
  induction n; intros Ds Hn.
  { destruct Ds; [|simpl in Hn; lia]. split; [|tauto]. intros [|[] ?] [|[] ?]; simpl; tauto. }
  split.
  - intros m m' S S'. destruct Ds as [|D Ds].
    { destruct m as [|[] ?], m' as [|[] ?]; simpl in *; tauto. }
    simpl in Hn.
    destruct m as [|[] m], m' as [|[] m']; simpl in S, S'; try contradiction.
    + destruct Ds as [|D' Ds]; [contradiction|]. simpl in Hn. f_equal. apply (proj1 (IHn Ds ltac:(lia))); tauto.
    + destruct Ds as [|D' Ds]; [contradiction|]. exfalso. apply (proj2 (IHn (D' :: Ds) ltac:(simpl in *; lia)) m' m); tauto.
    + destruct Ds as [|D' Ds]; [contradiction|]. exfalso. apply (proj2 (IHn (D' :: Ds) ltac:(simpl in *; lia)) m m'); tauto.
    + f_equal. apply (proj1 (IHn Ds ltac:(lia))); tauto.
  - intros m m1 S S1. destruct Ds as [|D Ds]; [contradiction|]. destruct S1 as [P S1]. simpl in Hn.
    destruct m as [|[] m]; simpl in S; try contradiction; [|lra].
    destruct Ds as [|D' Ds]; [contradiction|].
    apply (proj2 (IHn (D' :: Ds) ltac:(simpl in *; lia)) m1 m); tauto.
Qed.

Lemma tail_bound h : forall n m, (length m <= n)%nat -> forall ds e E, 0 <= E -> matching ds m ->
  bound h ds (recurrence h e E ds) <= matching_cost h ds m.
Proof.
  induction n; intros m Hn ds e E HE M.
  { destruct m; [|simpl in Hn; lia]. destruct ds; simpl in *; [lra|contradiction]. }
  destruct m as [|[] m]; simpl in Hn.
  - destruct ds; simpl in *; [lra|contradiction].
  - destruct ds as [|d [|d' ds]]; simpl in M; try contradiction. destruct M as [S M]. simpl.
    set (D := Rmax 0 (weight_of_pair h e d - E)). pose proof (Rmax_l 0 (weight_of_pair h e d - E)). pose proof (Rmax_r 0 (weight_of_pair h d d' - D)).
    pose proof (IHn m ltac:(lia) ds d' (Rmax 0 (weight_of_pair h d d' - D)) (Rmax_l _ _) M).
    unfold weight_of_pair in *. destruct (same_sign_dec d d'); [|contradiction]. lra.
  - destruct ds as [|d ds]; simpl in M; try contradiction. simpl.
    pose proof (Rmax_l 0 (weight_of_pair h e d - E)). pose proof (IHn m ltac:(lia) ds d (Rmax 0 (weight_of_pair h e d - E)) ltac:(lra) M). lra.
Qed.

Lemma tight_slack h : forall n m, (length m <= n)%nat -> forall ds e E, 0 <= E -> matching ds m -> no_tie h e E ds ->
  matching_cost h ds m <= bound h ds (recurrence h e E ds) -> slack (recurrence h e E ds) m.
Proof.
  induction n; intros m Hn ds e E HE M NT T.
  { destruct m; [|simpl in Hn; lia]. destruct ds; simpl in *; [auto|contradiction]. }
  destruct m as [|[] m]; simpl in Hn.
  - destruct ds; simpl in *; [auto|contradiction].
  - destruct ds as [|d [|d' ds]]; simpl in M; try contradiction. destruct M as [S M]. simpl in NT, T |- *.
    set (D := Rmax 0 (weight_of_pair h e d - E)) in *. pose proof (Rmax_l 0 (weight_of_pair h e d - E)) as D0. fold D in D0.
    destruct NT as (_ & NT1 & NT2). specialize (NT1 S).
    pose proof (Rmax_r 0 (weight_of_pair h d d' - D)) as R1.
    pose proof (tail_bound h _ m (le_n _) ds d' (Rmax 0 (weight_of_pair h d d' - D)) (Rmax_l _ _) M) as TB.
    assert (G : weight_of_pair h d d' = h d + h d' - h (d + d')) by (unfold weight_of_pair; destruct same_sign_dec; [reflexivity|contradiction]).
    split.
    + assert (X : Rmax 0 (weight_of_pair h d d' - D) = weight_of_pair h d d' - D) by lra. pose proof (Rmax_l 0 (weight_of_pair h d d' - D)). lra.
    + apply IHn; [lia|apply Rmax_l|exact M|exact NT2|]. lra.
  - destruct ds as [|d ds]; simpl in M; try contradiction. simpl in NT, T |- *.
    set (D := Rmax 0 (weight_of_pair h e d - E)) in *. pose proof (Rmax_l 0 (weight_of_pair h e d - E)) as D0. fold D in D0.
    destruct NT as (_ & NT).
    pose proof (tail_bound h _ m (le_n _) ds d D D0 M) as TB.
    split; [lra|]. apply IHn; [lia|exact D0|exact M|exact NT|lra].
Qed.

Theorem unique_minimiser h pts m : strict h -> (2 <= length pts)%nat -> increasing pts ->
  matching (gaps pts) m -> no_tie h 0 0 (gaps pts) -> matching_cost h (gaps pts) m = bound h (gaps pts) (recurrence h 0 0 (gaps pts)) ->
  let f := spline_of pts m in
  interpolates f pts /\ (forall g, interpolates g pts -> cost h f <= cost h g) /\
  (forall g, interpolates g pts -> cost h g <= cost h f -> forall z, eval g z = eval f z).
Proof.
  intros Hs Hl Hx M NT C f. pose proof (recurrence_feasible h (gaps pts) 0 0) as F.
  assert (Cf : cost h f = bound h (gaps pts) (recurrence h 0 0 (gaps pts))).
  { unfold f. rewrite spline_of_cost; auto. }
  split; [apply spline_of_interpolates; auto|]. split.
  - intros g Hg. rewrite Cf. apply lower_bound; auto. apply (s_price h Hs).
  - intros g Hg HU. rewrite Cf in HU.
    destruct (minimisers_are_matchings h Hs g pts _ Hl Hx Hg F HU) as (m' & M' & MC & E).
    assert (m' = m) as ->; [|exact E].
    apply (proj1 (slack_unique _ (recurrence h 0 0 (gaps pts)) (le_n _))); eapply tight_slack; eauto; lra.
Qed.

(* Theorem A in full, as an equivalence: minimisers = splines of matchings of greatest weight *)
Theorem theorem_A_minimisers h pts f : strict h -> (2 <= length pts)%nat -> increasing pts -> interpolates f pts ->
  (forall g, interpolates g pts -> cost h f <= cost h g) ->
  exists m, matching (gaps pts) m /\ (forall z, eval f z = eval (spline_of pts m) z) /\
    (forall m', matching (gaps pts) m' -> weight h (gaps pts) m' <= weight h (gaps pts) m).
Proof.
  intros Hs Hl Hx Hp Hmin. pose proof (recurrence_feasible h (gaps pts) 0 0) as F.
  destruct (theorem_A h (s_price h Hs) pts Hx) as (_ & (m0 & M0 & I0 & C0) & W).
  pose proof (Hmin _ I0) as U. rewrite C0 in U. pose proof (bound_sum h _ _ _ _ F) as BS.
  destruct (minimisers_are_matchings h Hs f pts _ Hl Hx Hp F ltac:(lra)) as (m & M & MC & E).
  exists m. split; [exact M|]. split; [exact E|]. intros m' M'.
  destruct (W m' M') as (_ & _ & W'). rewrite (matching_cost_weight h _ m (le_n _) _ M) in MC. lra.
Qed.

(* signs of the recurrence, as a certificate states them: true = '+', false = '-' or first of a run *)
Fixpoint signs_true (h : R -> R) (e E : R) (ds : list R) (sg : list bool) : Prop :=
  match ds, sg with
  | [], [] => True
  | d :: ds', true :: sg' => same_sign e d /\ 0 < h e + h d - h (e + d) - E /\ signs_true h d (h e + h d - h (e + d) - E) ds' sg'
  | d :: ds', false :: sg' => (same_sign e d -> h e + h d - h (e + d) - E < 0) /\ signs_true h d 0 ds' sg'
  | _, _ => False
  end.
Fixpoint covers (sg m : list bool) : Prop :=
  match m, sg with
  | [], [] => True
  | false :: m', false :: sg' => covers sg' m'
  | true :: m', _ :: true :: sg' => covers sg' m'
  | _, _ => False
  end.
Lemma signs_no_tie h ds : forall e E sg, 0 <= E -> signs_true h e E ds sg -> no_tie h e E ds.
Proof.
  induction ds as [|d ds IH]; intros e E sg HE H; [exact I|]. destruct sg as [|[] sg]; simpl in H; try contradiction; simpl.
  - destruct H as (S & P & H). unfold weight_of_pair. destruct same_sign_dec; [|contradiction]. rewrite Rmax_right by lra.
    split; [intros; lra|]. eapply IH; [|exact H]. lra.
  - destruct H as (P & H). unfold weight_of_pair. destruct same_sign_dec as [S|S].
    + specialize (P S). rewrite Rmax_left by lra. split; [intros; lra|]. eapply IH; [|exact H]. lra.
    + rewrite Rmax_left by lra. split; [intros; contradiction|]. eapply IH; [|exact H]. lra.
Qed.
Lemma signs_cost h : forall n m, (length m <= n)%nat -> forall ds e E sg, 0 <= E -> signs_true h e E ds sg -> covers sg m ->
  matching ds m /\ matching_cost h ds m = bound h ds (recurrence h e E ds).
Proof.
  induction n; intros m Hn ds e E sg HE H C.
  { destruct m; [|simpl in Hn; lia]. destruct sg; [|contradiction]. destruct ds; [simpl; auto|contradiction]. }
  destruct m as [|[] m]; simpl in Hn.
  - destruct sg; [|contradiction]. destruct ds; [simpl; auto|contradiction].
  - destruct sg as [|s0 [|[] sg]]; simpl in C; try contradiction.
    destruct ds as [|d [|d' ds]]; [contradiction|destruct s0; simpl in H; tauto|].
    assert (X : exists D, 0 <= D /\ Rmax 0 (weight_of_pair h e d - E) = D /\ signs_true h d D (d' :: ds) (true :: sg)).
    { destruct s0; simpl in H.
      - destruct H as (S & P & H). exists (h e + h d - h (e + d) - E). unfold weight_of_pair. destruct same_sign_dec; [|contradiction].
        rewrite Rmax_right by lra. split; [lra|auto].
      - destruct H as (P & H). exists 0. unfold weight_of_pair. destruct same_sign_dec as [S|S]; [specialize (P S)|]; rewrite Rmax_left by lra; split; try lra; auto. }
    destruct X as (D & D0 & DE & X). simpl. rewrite DE. simpl in X. destruct X as (S & P & X).
    assert (DE' : Rmax 0 (weight_of_pair h d d' - D) = h d + h d' - h (d + d') - D).
    { unfold weight_of_pair. destruct same_sign_dec; [|contradiction]. rewrite Rmax_right by lra. reflexivity. }
    rewrite DE'. destruct (IHn m ltac:(lia) ds d' _ sg ltac:(apply Rlt_le, P) X C) as [M Eq].
    split; [auto|]. rewrite Eq. lra.
  - destruct sg as [|[] sg]; simpl in C; try contradiction. destruct ds as [|d ds]; simpl in H; try contradiction.
    destruct H as (P & H). simpl.
    assert (DE : Rmax 0 (weight_of_pair h e d - E) = 0).
    { unfold weight_of_pair. destruct same_sign_dec as [S|S]; [specialize (P S)|]; apply Rmax_left; lra. }
    rewrite DE. destruct (IHn m ltac:(lia) ds d 0 sg ltac:(lra) H C) as [M Eq]. split; [auto|]. rewrite Eq. lra.
Qed.

(* the certificate theorem *)
Theorem certificate p pts ds sg m f : 0 < p < 1 -> (2 <= length pts)%nat -> increasing pts -> gaps pts = ds ->
  signs_true (power p) 0 0 ds sg -> covers sg m -> (forall z, eval (spline_of pts m) z = eval f z) -> cost (power p) f = matching_cost (power p) ds m ->
  interpolates f pts /\ (forall g, interpolates g pts -> cost (power p) f <= cost (power p) g) /\
  (forall g, interpolates g pts -> cost (power p) g <= cost (power p) f -> forall z, eval g z = eval f z).
Proof.
  intros Hp Hl Hx Hd HS HC HF Cf. subst ds.
  destruct (signs_cost (power p) _ m (le_n _) _ 0 0 sg ltac:(lra) HS HC) as [M C].
  pose proof (signs_no_tie (power p) _ 0 0 sg ltac:(lra) HS) as NT.
  destruct (unique_minimiser (power p) pts m (power_strict p Hp) Hl Hx M NT C) as (A & B & U).
  rewrite (spline_of_cost (power p) pts m M), <- Cf in B, U. split; [|split; [exact B|]].
  - eapply Forall_impl; [|exact A]. intros q Hq. rewrite <- HF. exact Hq.
  - intros g Hg HU z. rewrite <- HF. apply U; auto.
Qed.
