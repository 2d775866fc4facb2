(* Matchings of neighbouring gaps of one sign, the spline of each, and the recurrence that finds the best one. *)
From Coq Require Import Reals Lra List.
From Sparsest Require Import Prices Splines Charging.
Import ListNotations.
Open Scope R_scope.

(* a matching of the gaps: false = the next gap alone, true = the next two together *)
Fixpoint matching (ds : list R) (m : list bool) : Prop :=
  match m, ds with
  | [], [] => True
  | false :: m', _ :: ds' => matching ds' m'
  | true :: m', d :: d' :: ds' => same_sign d d' /\ matching ds' m'
  | _, _ => False
  end.
Fixpoint matching_cost (h : R -> R) (ds : list R) (m : list bool) : R :=
  match m, ds with
  | false :: m', d :: ds' => h d + matching_cost h ds' m'
  | true :: m', d :: d' :: ds' => h (d + d') + matching_cost h ds' m'
  | _, _ => 0
  end.
Fixpoint weight (h : R -> R) (ds : list R) (m : list bool) : R :=
  match m, ds with
  | false :: m', d :: ds' => weight h ds' m'
  | true :: m', d :: d' :: ds' => h d + h d' - h (d + d') + weight h ds' m'
  | _, _ => 0
  end.
Fixpoint sum_of (l : list R) : R := match l with [] => 0 | x :: l' => x + sum_of l' end.

(* its spline *)
Fixpoint knots_of (s x y : R) (pts : points) (m : list bool) : atoms :=
  match m, pts with
  | false :: m', (x', y') :: r => let s' := (y' - y) / (x' - x) in (x, s' - s) :: knots_of s' x' y' r m'
  | true :: m', (x', y') :: (x'', y'') :: r =>
      let s' := (y' - y) / (x' - x) in let s'' := (y'' - y') / (x'' - x') in
      (x + (s'' - s') / (s'' - s) * (x' - x), s'' - s) :: knots_of s'' x'' y'' r m'
  | _, _ => []
  end.
Definition spline_of (pts : points) (m : list bool) : spline :=
  match pts with
  | (x0, y0) :: (x1, y1) :: r => let s := (y1 - y0) / (x1 - x0) in
      {| slope := s; intercept := y1 - s * x1; knots := knots_of s x1 y1 r m |}
  | (x0, y0) :: [] => {| slope := 0; intercept := y0; knots := [] |}
  | [] => {| slope := 0; intercept := 0; knots := [] |}
  end.

(* the recurrence *)
Definition weight_of_pair h e d := if same_sign_dec e d then h e + h d - h (e + d) else 0.
Fixpoint recurrence (h : R -> R) (e E : R) (ds : list R) : list R :=
  match ds with [] => [] | d :: ds' => let D := Rmax 0 (weight_of_pair h e d - E) in D :: recurrence h d D ds' end.

Section T.
Variable h : R -> R.
Hypothesis Hh : price h.

(* the D of the recurrence are a dual solution, so lower_bound applies to them *)
Lemma recurrence_feasible ds : forall e E, feasible h e E ds (recurrence h e E ds).
Proof.
  induction ds as [|d ds IH]; intros; simpl; auto. split; [apply Rmax_l|split; [|apply IH]].
  intros S. pose proof (Rmax_r 0 (weight_of_pair h e d - E)). unfold weight_of_pair in *. destruct same_sign_dec;
    [lra|contradiction].
Qed.

(* strong duality by induction: some matching costs what the recurrence gives, with e the gap before;
   the second case is that e is joined to the first gap, and then D was tight there *)
Lemma recurrence_attained ds : forall e E, 0 <= E -> exists m,
  (matching ds m /\ bound h ds (recurrence h e E ds) = matching_cost h ds m) \/
  (matching (e :: ds) (true :: m) /\ bound h ds (recurrence h e E ds) = matching_cost h (e :: ds) (true ::
    m) - (h e - E)).
Proof.
  induction ds as [|d ds IH]; intros e E HE.
  - exists []. left. simpl. auto.
  - simpl recurrence. simpl bound. destruct (IH d (Rmax 0 (weight_of_pair h e d - E)) (Rmax_l _ _)) as [m [(M & C)|(M
      & C)]]; rewrite C.
    + unfold Rmax; destruct Rle_dec.
      * unfold weight_of_pair in *. destruct same_sign_dec.
        -- exists m. right. simpl. split; [auto|lra].
        -- exists (false :: m). left. simpl. split; [auto|lra].
      * exists (false :: m). left. simpl. split; [auto|lra].
    + exists (true :: m). left. split; [exact M|lra].
Qed.

(* the recurrence starts with e = 0, which joins no gap *)
Lemma same_sign_0 d : ~ same_sign 0 d.
Proof. unfold same_sign; lra. Qed.

(* the upper half of Theorem A: a matching attains the bound of the recurrence, so a minimum exists *)
Lemma best_matching ds : exists m, matching ds m /\ matching_cost h ds m = bound h ds (recurrence h 0 0 ds).
Proof.
  destruct (recurrence_attained ds 0 0 ltac:(lra)) as [m [(M & C)|(M & _)]].
  - exists m; auto.
  - destruct ds; simpl in M; [contradiction|]. destruct M as [S _]. destruct (same_sign_0 _ S).
Qed.

(* a joined pair is one knot of slope change d + d', so a spline costs what its matching costs *)
Lemma knots_of_total m : forall pts s x y, matching (gaps_from s x y pts) m ->
  total h (knots_of s x y pts m) = matching_cost h (gaps_from s x y pts) m.
Proof.
  assert (G : forall n m, (length m <= n)%nat -> forall pts s x y, matching (gaps_from s x y pts) m ->
    total h (knots_of s x y pts m) = matching_cost h (gaps_from s x y pts) m).
  { clear m. induction n; intros m Hn pts s x y Hm.
    - destruct m; [|simpl in Hn; inversion Hn]. destruct pts as [|[? ?] ?]; simpl in *; auto.
    - destruct m as [|[] m]; simpl in Hn.
      + destruct pts as [|[? ?] ?]; simpl in *; auto.
      + destruct pts as [|[x' y'] [|[x'' y''] r]]; simpl in Hm |- *; try contradiction.
        destruct Hm as [_ Hm]. rewrite (IHn m); auto. 2: apply le_S_n; auto. f_equal. f_equal. ring.
      + destruct pts as [|[x' y'] r]; simpl in Hm |- *; try contradiction.
        rewrite (IHn m); auto. apply le_S_n; auto. }
  eauto.
Qed.

(* gaps of one sign make the chord lines meet inside the interval: why only these can share a knot *)
Lemma tau_bounds s s' s'' : same_sign (s' - s) (s'' - s') -> 0 < (s'' - s') / (s'' - s) < 1.
Proof.
  unfold same_sign. intros [?|?].
  - split; [apply Rdiv_lt_0_compat; lra|]. apply Rmult_lt_reg_r with (s'' - s); [lra|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - replace ((s'' - s') / (s'' - s)) with ((s' - s'') / (s - s'')) by (field; lra).
    split; [apply Rdiv_lt_0_compat; lra|]. apply Rmult_lt_reg_r with (s - s''); [lra|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.

(* places the later points right of x, where the ReLUs of earlier knots are linear *)
Lemma increasing_lt : forall pts x x' y', increasing_from x pts -> In (x', y') pts -> x < x'.
Proof.
  induction pts as [|[a b] pts IH]; simpl; [tauto|]. intros x x' y' [H H'] [E|I].
  - inversion E; subst; auto.
  - pose proof (IH a x' y' H' I). lra.
Qed.

(* the spline of a matching from x on: nothing changes left of x, and every later point is met *)
Lemma knots_of_spec n : forall m, (length m <= n)%nat -> forall pts s x y,
  increasing_from x pts -> matching (gaps_from s x y pts) m ->
  (forall z, z <= x -> relus (knots_of s x y pts m) z = 0) /\
  (forall x' y', In (x', y') pts -> y + s * (x' - x) + relus (knots_of s x y pts m) x' = y').
Proof.
  induction n; intros m Hn pts s x y Hx Hm.
  { destruct m; [|simpl in Hn; inversion Hn]. destruct pts as [|[? ?] ?]; simpl in *; [split; tauto|contradiction]. }
  destruct m as [|[] m]; simpl in Hn.
  - destruct pts as [|[? ?] ?]; simpl in *; [split; tauto|contradiction].
  - destruct pts as [|[x1 y1] [|[x2 y2] r]]; simpl in Hm; try contradiction.
    simpl in Hx. destruct Hx as (Hx1 & Hx2 & Hx). destruct Hm as [S Hm]. simpl knots_of.
    set (s1 := (y1 - y) / (x1 - x)) in *. set (s2 := (y2 - y1) / (x2 - x1)) in *.
    destruct (IHn m (le_S_n _ _ Hn) r s2 x2 y2 Hx Hm) as [L I].
    pose proof (tau_bounds s s1 s2 S) as T. set (t := (s2 - s1) / (s2 - s)) in *.
    assert (Ht : t * (s2 - s) = s2 - s1). { unfold t, same_sign in *. field. lra. }
    assert (E1 : y1 = y + s1 * (x1 - x)) by (unfold s1; field; lra).
    assert (E2 : y2 = y1 + s2 * (x2 - x1)) by (unfold s2; field; lra).
    simpl relus. split.
    + intros z Hz. rewrite L by lra. rewrite Rmax_left by nra. ring.
    + intros x' y' Hin.
      assert (K : forall z, x1 <= z -> y + s * (z - x) + (s2 - s) * Rmax 0 (z - (x + t * (x1 - x))) = y1 + s2 * (z -
        x1)).
      { intros z Hz. rewrite Rmax_right by nra. rewrite E1.
        replace ((s2 - s) * (z - (x + t * (x1 - x)))) with ((s2 - s) * (z - x) - t * (s2 - s) * (x1 - x)) by ring.
        rewrite Ht. ring. }
      rewrite <- Rplus_assoc. destruct Hin as [E|[E|Hin]].
      * inversion E; subst x' y'. rewrite K by lra. rewrite L by lra. ring.
      * inversion E; subst x' y'. rewrite K by lra. rewrite L by lra. lra.
      * pose proof (increasing_lt _ _ _ _ Hx Hin). rewrite K by lra. rewrite <- (I x' y' Hin). rewrite E2 at 2. ring.
  - destruct pts as [|[x1 y1] r]; simpl in Hm; try contradiction.
    simpl in Hx. destruct Hx as (Hx1 & Hx). simpl knots_of.
    set (s1 := (y1 - y) / (x1 - x)) in *.
    destruct (IHn m (le_S_n _ _ Hn) r s1 x1 y1 Hx Hm) as [L I].
    assert (E1 : y1 = y + s1 * (x1 - x)) by (unfold s1; field; lra).
    simpl relus. split.
    + intros z Hz. rewrite L by lra. rewrite Rmax_left by lra. ring.
    + intros x' y' [E|Hin].
      * inversion E; subst x' y'. rewrite L, Rmax_right by lra. lra.
      * pose proof (increasing_lt _ _ _ _ Hx Hin). rewrite Rmax_right by lra. rewrite <- (I x' y' Hin).
        rewrite E1 at 2. ring.
Qed.

(* so matchings are candidates, whatever the price: the recurrence only has to choose among them *)
Theorem spline_of_interpolates pts m : increasing pts -> matching (gaps pts) m ->
  interpolates (spline_of pts m) pts.
Proof.
  intros Hx Hm. apply Forall_forall. intros [a b] Hin. unfold eval. destruct pts as [|[x0 y0] [|[x1 y1] r]]; simpl in *.
  - contradiction.
  - destruct Hin as [E|[]]. inversion E; subst. lra.
  - destruct Hx as [Hx1 Hx]. set (s := (y1 - y0) / (x1 - x0)) in *.
    destruct (knots_of_spec _ m (le_n _) r s x1 y1 Hx Hm) as [L I].
    assert (E1 : y1 = y0 + s * (x1 - x0)) by (unfold s; field; lra).
    destruct Hin as [E|[E|Hin]].
    + inversion E; subst a b. rewrite L by lra. lra.
    + inversion E; subst a b. rewrite L by lra. lra.
    + rewrite <- (I a b Hin). ring.
Qed.
(* turns the minimum over splines into a minimum over matchings *)
Theorem spline_of_cost pts m : matching (gaps pts) m -> cost h (spline_of pts m) = matching_cost h (gaps pts) m.
Proof.
  destruct pts as [|[x0 y0] [|[x1 y1] r]]; simpl; intros Hm; try (destruct m as [|[] ?]; reflexivity || contradiction).
  apply knots_of_total; auto.
Qed.

(* reads the bound as Theorem A prints it: all gaps alone, less the dual sum *)
Lemma bound_sum ds : forall Ds e E, feasible h e E ds Ds -> bound h ds Ds = sum_of (map h ds) - sum_of Ds.
Proof.
  induction ds as [|d ds IH]; destruct Ds; simpl; intros; try tauto; [lra|].
  destruct H as (_ & _ & H). rewrite (IH Ds _ _ H). lra.
Qed.
(* a least cost is a greatest weight: the weight is what the joined pairs save *)
Lemma matching_cost_weight : forall n m, (length m <= n)%nat -> forall ds, matching ds m ->
  matching_cost h ds m = sum_of (map h ds) - weight h ds m.
Proof.
  induction n; intros m Hn ds Hm.
  { destruct m; [|simpl in Hn; inversion Hn]. destruct ds; simpl in *; [lra|contradiction]. }
  destruct m as [|[] m]; simpl in Hn.
  - destruct ds; simpl in *; [lra|contradiction].
  - destruct ds as [|d [|d' ds]]; simpl in *; try contradiction. destruct Hm as [_ Hm].
    rewrite (IHn m (le_S_n _ _ Hn) ds Hm). lra.
  - destruct ds as [|d ds]; simpl in *; try contradiction. rewrite (IHn m (le_S_n _ _ Hn) ds Hm). lra.
Qed.
End T.
