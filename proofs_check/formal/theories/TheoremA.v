(* Theorem A, values: the minimum exists, is attained by a matching, and is what the recurrence says. *)
From Coq Require Import Reals Lra List.
From Sparsest Require Import Prices Splines Charging Matchings.
Import ListNotations.
Open Scope R_scope.

Section T.
Variable h : R -> R.
Hypothesis Hh : price h.

(* Theorem A, values *)
Theorem theorem_A pts : increasing pts ->
  let ds := gaps pts in let V := sum_of (map h ds) - sum_of (recurrence h 0 0 ds) in
  (forall f, interpolates f pts -> V <= cost h f) /\
  (exists m, matching ds m /\ interpolates (spline_of pts m) pts /\ cost h (spline_of pts m) = V) /\
  (forall m, matching ds m -> interpolates (spline_of pts m) pts /\
     cost h (spline_of pts m) = sum_of (map h ds) - weight h ds m /\ weight h ds m <= sum_of (recurrence h 0 0 ds)).
Proof.
  intros Hx ds V. pose proof (recurrence_feasible h ds 0 0) as F. pose proof (bound_sum h ds _ _ _ F) as BS.
  fold V in BS.
  assert (LB : forall f, interpolates f pts -> V <= cost h f).
  { intros f Hf. rewrite <- BS. apply lower_bound; auto. }
  split; [exact LB|]. split.
  - destruct (best_matching h ds) as (m & M & C). exists m. split; [exact M|].
    split; [apply spline_of_interpolates; auto|]. rewrite (spline_of_cost h) by exact M. fold ds. rewrite C. exact BS.
  - intros m M. pose proof (spline_of_interpolates pts m Hx M) as I. pose proof (spline_of_cost h pts m M) as C.
    fold ds in C. rewrite (matching_cost_weight h _ m (le_n _) ds M) in C.
    split; [exact I|]. split; [exact C|]. pose proof (LB _ I). unfold V in *. lra.
Qed.
End T.

(* for the prices of the paper, 0 < p < 1 *)
Theorem theorem_A_p p pts : 0 < p < 1 -> increasing pts ->
  let ds := gaps pts in let V := sum_of (map (power p) ds) - sum_of (recurrence (power p) 0 0 ds) in
  (forall f, interpolates f pts -> V <= cost (power p) f) /\
  (exists m, matching ds m /\ interpolates (spline_of pts m) pts /\ cost (power p) (spline_of pts m) = V).
Proof. intros Hp Hx. destruct (theorem_A (power p) (power_price p Hp) pts Hx) as (A & B & _). split; assumption. Qed.
