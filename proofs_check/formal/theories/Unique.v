(* Marks of the recurrence. They tell every matching of greatest weight, hence, for a strict price, every minimiser;
   where no mark is a tie there is one. *)
From Coq Require Import Reals Lra List Lia.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers.
Import ListNotations.
Open Scope R_scope.

(* the sign of weight of pair minus overshoot at each gap, as a certificate states it; Minus where a run starts *)
Inductive mark := Plus | Tie | Minus.
Fixpoint signs_true (h : R -> R) (e E : R) (ds : list R) (sg : list mark) : Prop :=
  match ds, sg with
  | [], [] => True
  | d :: ds', Plus :: sg' =>
      same_sign e d /\ 0 < h e + h d - h (e + d) - E /\ signs_true h d (h e + h d - h (e + d) - E) ds' sg'
  | d :: ds', Tie :: sg' => same_sign e d /\ h e + h d - h (e + d) - E = 0 /\ signs_true h d 0 ds' sg'
  | d :: ds', Minus :: sg' => (same_sign e d -> h e + h d - h (e + d) - E < 0) /\ signs_true h d 0 ds' sg'
  | _, _ => False
  end.
(* what the marks allow: at Plus no gap alone, at Minus none together with the one before *)
Fixpoint covers (sg : list mark) (m : list bool) : Prop :=
  match m, sg with
  | [], [] => True
  | false :: m', s :: sg' => s <> Plus /\ covers sg' m'
  | true :: m', _ :: s :: sg' => s <> Minus /\ covers sg' m'
  | _, _ => False
  end.

(* true marks go with the recurrence step by step: each tells what D is *)
Lemma signs_step h e E d ds s sg : 0 <= E -> signs_true h e E (d :: ds) (s :: sg) ->
  let D := Rmax 0 (weight_of_pair h e d - E) in signs_true h d D ds sg /\ 0 <= D /\
  match s with
  | Plus => same_sign e d /\ 0 < D /\ D = h e + h d - h (e + d) - E
  | Tie => same_sign e d /\ D = 0 /\ h e + h d - h (e + d) - E = 0
  | Minus => D = 0 /\ (same_sign e d -> h e + h d - h (e + d) - E < 0)
  end.
Proof.
  intros HE H. cbv zeta. unfold weight_of_pair. destruct s; simpl in H.
  - destruct H as (S & P & H). destruct same_sign_dec; [|contradiction]. rewrite Rmax_right by lra. intuition lra.
  - destruct H as (S & P & H). destruct same_sign_dec; [|contradiction]. rewrite Rmax_left by lra. intuition lra.
  - destruct H as (P & H).
    destruct same_sign_dec as [S|S]; [specialize (P S)|]; rewrite Rmax_left by lra; intuition lra.
Qed.
(* marks that are true can always be stated; easy_case has no certificate to take them from *)
Lemma signs_exist h ds : forall e E, 0 <= E -> exists sg, signs_true h e E ds sg.
Proof.
  induction ds as [|d ds IH]; intros e E HE; [exists []; exact I|].
  destruct (same_sign_dec e d) as [S|S]; [destruct (Rtotal_order 0 (h e + h d - h (e + d) - E)) as [P|[P|P]]|].
  - destruct (IH d _ (Rlt_le _ _ P)) as [sg H]. exists (Plus :: sg). simpl. auto.
  - destruct (IH d 0 (Rle_refl 0)) as [sg H]. exists (Tie :: sg). simpl. auto.
  - destruct (IH d 0 (Rle_refl 0)) as [sg H]. exists (Minus :: sg). simpl. auto.
  - destruct (IH d 0 (Rle_refl 0)) as [sg H]. exists (Minus :: sg). simpl. tauto.
Qed.

(* no matching beats the recurrence, from any gap on *)
Lemma tail_bound h m : forall ds e E, 0 <= E -> matching ds m ->
  bound h ds (recurrence h e E ds) <= matching_cost h ds m.
Proof.
  induction m as [|[] m IH]; intros ds e E HE M.
  - destruct ds; simpl in *; [lra|contradiction].
  - destruct ds as [|d [|d' ds]]; simpl in M; try contradiction. destruct M as [S M]. simpl.
    set (D := Rmax 0 (weight_of_pair h e d - E)). pose proof (Rmax_r 0 (weight_of_pair h d d' - D)).
    pose proof (IH ds d' (Rmax 0 (weight_of_pair h d d' - D)) (Rmax_l _ _) M).
    unfold weight_of_pair in *. destruct (same_sign_dec d d'); [|contradiction]. lra.
  - destruct ds as [|d ds]; simpl in M; try contradiction. simpl.
    pose proof (Rmax_l 0 (weight_of_pair h e d - E)). pose proof (IH ds d _ H M). lra.
Qed.

(* the matchings of greatest weight are those that the true marks allow *)
Theorem covers_least h m : forall ds e E sg, 0 <= E -> signs_true h e E ds sg ->
  (covers sg m <-> matching ds m /\ matching_cost h ds m <= bound h ds (recurrence h e E ds)).
Proof.
  induction m as [|[] m IH]; intros ds e E sg HE H.
  - destruct ds, sg as [|[] sg]; simpl in *; intuition lra.
  - destruct ds as [|d ds]; [destruct sg; simpl in *; tauto|]. destruct sg as [|s sg]; [destruct H|].
    destruct (signs_step _ _ _ _ _ _ _ HE H) as (H1 & HD & _). cbn [recurrence bound]. cbv zeta.
    set (D := Rmax 0 (weight_of_pair h e d - E)) in *.
    destruct ds as [|d' ds]; [destruct sg; simpl in *; tauto|]. destruct sg as [|s' sg]; [destruct H1|].
    destruct (signs_step _ _ _ _ _ _ _ HD H1) as (H2 & HD' & C). simpl.
    set (D' := Rmax 0 (weight_of_pair h d d' - D)) in *.
    specialize (IH ds d' D' sg HD' H2). pose proof (tail_bound h m ds d' D' HD') as T. split.
    + intros [N X]. apply IH in X. clear IH T. destruct s'; [| |congruence];
      decompose [and] C; decompose [and] X; repeat split; auto; lra.
    + intros ((S & M) & X). specialize (T M).
      destruct s'; decompose [and] C; [| |exfalso; intuition lra];
        (split; [discriminate|]; apply IH; split; [exact M|lra]).
  - destruct ds as [|d ds]; [destruct sg; simpl in *; tauto|]. destruct sg as [|s sg]; [destruct H|].
    destruct (signs_step _ _ _ _ _ _ _ HE H) as (H1 & HD & C). simpl. set (D := Rmax 0 (weight_of_pair h e d - E)) in *.
    specialize (IH ds d D sg HD H1). pose proof (tail_bound h m ds d D HD) as T. split.
    + intros [N X]. apply IH in X. clear IH T. destruct s; [congruence| |];
      decompose [and] C; decompose [and] X; split; auto; lra.
    + intros (M & X). specialize (T M).
      split; [destruct s; [decompose [and] C; exfalso; lra|discriminate|discriminate]|].
      apply IH. split; [exact M|]. destruct s; decompose [and] C; lra.
Qed.
(* so a matching that the marks allow costs what the dual is worth, the least *)
Lemma signs_cost h m ds e E sg : 0 <= E -> signs_true h e E ds sg -> covers sg m ->
  matching ds m /\ matching_cost h ds m = bound h ds (recurrence h e E ds).
Proof.
  intros HE H C. apply (covers_least h m ds e E sg HE H) in C. destruct C as [M C].
  pose proof (tail_bound h m ds e E HE M). split; [exact M|lra].
Qed.

(* without a tie the marks allow one matching *)
Lemma covers_shift sg : ~ In Tie sg -> forall m m', covers (Plus :: sg) m -> covers sg m' -> False.
Proof.
  induction sg as [|s sg IH]; intros N m m' C C'.
  - destruct m as [|[] m]; simpl in C; intuition.
  - assert (N' : ~ In Tie sg) by (simpl in N; tauto). destruct m as [|[] m]; simpl in C; [tauto| |intuition].
    destruct C as [Q C]. destruct s; [|simpl in N; tauto|tauto]. exact (IH N' m' m C' C).
Qed.
(* where two would part, the one is a gap ahead from there on, which covers_shift excludes *)
Lemma covers_unique m : forall sg m', ~ In Tie sg -> covers sg m -> covers sg m' -> m = m'.
Proof.
  assert (X : forall s s' sg m m', ~ In Tie (s :: s' :: sg) -> s' <> Minus ->
    covers (s' :: sg) m -> covers sg m' -> False).
  { intros s s' sg m1 m' N Q C C'. simpl in N. destruct s'; [|tauto|tauto].
    apply (covers_shift sg) with (m := m1) (m' := m'); tauto. }
  induction m as [|[] m IH]; intros sg m' N C C'.
  - destruct sg; [|destruct C]. destruct m' as [|[] m']; [reflexivity|destruct C'|destruct C'].
  - destruct sg as [|s [|s' sg]]; simpl in C; try tauto. destruct C as [Q C]. destruct m' as [|[] m']; [destruct C'| |].
    + f_equal. apply (IH sg); [simpl in N; tauto|exact C|apply C'].
    + exfalso. apply (X s s' sg m' m); auto. apply C'.
  - destruct sg as [|s sg]; simpl in C; [tauto|]. destruct C as [Q C]. destruct m' as [|[] m']; [destruct C'| |].
    + exfalso. destruct sg as [|s' sg]; [destruct C'|]. destruct C' as [Q' C']. exact (X s s' sg m m' N Q' C C').
    + f_equal. apply (IH sg); [simpl in N; tauto|exact C|apply C'].
Qed.

(* one matching is allowed, and by minimisers_are_matchings no other function costs as little *)
Theorem unique_minimiser h pts sg m : strict h -> (2 <= length pts)%nat -> increasing pts ->
  signs_true h 0 0 (gaps pts) sg -> ~ In Tie sg -> covers sg m ->
  let f := spline_of pts m in
  interpolates f pts /\ (forall g, interpolates g pts -> cost h f <= cost h g) /\
  (forall g, interpolates g pts -> cost h g <= cost h f -> forall z, eval g z = eval f z).
Proof.
  intros Hs Hl Hx HS N C f. pose proof (recurrence_feasible h (gaps pts) 0 0) as F.
  destruct (signs_cost h m _ 0 0 sg ltac:(lra) HS C) as [M Cm].
  assert (Cf : cost h f = bound h (gaps pts) (recurrence h 0 0 (gaps pts))) by (unfold f; rewrite spline_of_cost; auto).
  split; [apply spline_of_interpolates; auto|]. split.
  - intros g Hg. rewrite Cf. apply lower_bound; auto. apply (s_price h Hs).
  - intros g Hg HU. rewrite Cf in HU.
    destruct (minimisers_are_matchings h Hs g pts _ Hl Hx Hg F HU) as (m' & M' & MC & E).
    assert (C' : covers sg m') by (apply (covers_least h m' _ 0 0 sg ltac:(lra) HS); split; [exact M'|lra]).
    unfold f. rewrite (covers_unique m sg m' N C C'). exact E.
Qed.
(* Theorem A: each minimiser is the spline of a matching of greatest weight. As an equivalence: Distinct.v. *)
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

(* the certificate theorem *)
Theorem certificate p pts ds sg m f : 0 < p < 1 -> (2 <= length pts)%nat -> increasing pts -> gaps pts = ds ->
  signs_true (power p) 0 0 ds sg -> ~ In Tie sg -> covers sg m -> (forall z, eval (spline_of pts m) z = eval f z) ->
  cost (power p) f = matching_cost (power p) ds m ->
  interpolates f pts /\ (forall g, interpolates g pts -> cost (power p) f <= cost (power p) g) /\
  (forall g, interpolates g pts -> cost (power p) g <= cost (power p) f -> forall z, eval g z = eval f z).
Proof.
  intros Hp Hl Hx Hd HS NT HC HF Cf. subst ds.
  destruct (signs_cost (power p) m _ 0 0 sg ltac:(lra) HS HC) as [M C].
  destruct (unique_minimiser (power p) pts sg m (power_strict p Hp) Hl Hx HS NT HC) as (A & B & U).
  rewrite (spline_of_cost (power p) pts m M), <- Cf in B, U. split; [|split; [exact B|]].
  - eapply Forall_impl; [|exact A]. intros q Hq. rewrite <- HF. exact Hq.
  - intros g Hg HU z. rewrite <- HF. apply U; auto.
Qed.
