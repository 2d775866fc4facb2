(* The fewest knots of any spline through the points are the sum over the runs of ceil(n/2): [C15]. *)
From Coq Require Import Reals Lia List ZArith NArith.
From Sparsest Require Import Prices Splines TheoremC.
Import ListNotations.
Open Scope N_scope.

(* lengths of the maximal stretches of gaps of one sign, not 0; n: that of the one that ends with a gap of sign e *)
Fixpoint runs_from (e : comparison) (n : N) (sg : list comparison) : list N :=
  match sg with
  | [] => [n]
  | s :: r => if alike e s then runs_from s (n + 1) r else n :: runs_from s (match s with Eq => 0 | _ => 1 end) r
  end.
Definition sum_ceil (l : list N) : N := fold_right (fun n s => (n + 1) / 2 + s) 0 l.
Definition knots_needed (sg : list comparison) : N := sum_ceil (runs_from Eq 0 sg).

(* the sum over runs agrees with the greedy count fewest0 of TheoremC: k pairs of the run are read,
   and then a single gap or not *)
Lemma knots_needed_pairs sg : forall e k, sum_ceil (runs_from e (2 * k) sg) = k + N.of_nat (fewest0 sg) /\
  (e <> Eq -> sum_ceil (runs_from e (2 * k + 1) sg) = k + N.of_nat (fewest0 (e :: sg))).
Proof.
  assert (H : forall k, (2 * k + 1) / 2 = k /\ (2 * k + 1 + 1) / 2 = k + 1).
  { intros k. split; symmetry; [apply (N.div_unique _ 2 _ 1)|apply (N.div_unique _ 2 _ 0)]; lia. }
  induction sg as [|s sg IH]; intros e k.
  - cbn [runs_from sum_ceil fold_right fewest0]. destruct (H k) as [-> ->]. split; [lia|].
    destruct e; [congruence|lia|lia].
  - assert (F : sum_ceil (runs_from s (match s with Eq => 0 | _ => 1 end) sg) = N.of_nat (fewest0 (s :: sg))).
    { destruct s; [|apply (IH _ 0); discriminate..]. etransitivity; [apply (IH Eq 0)|destruct sg; reflexivity]. }
    assert (E : e <> Eq -> N.of_nat (fewest0 (e :: s :: sg)) =
      if alike e s then 1 + N.of_nat (fewest0 sg) else 1 + N.of_nat (fewest0 (s :: sg))).
    { intros N. cbn [fewest0]. destruct (alike e s); destruct e; try congruence; lia. }
    cbn [runs_from]. destruct (alike e s) eqn:A.
    + replace (2 * k + 1 + 1) with (2 * (k + 1)) by lia. rewrite (proj1 (IH s (k + 1))).
      split; [|intros N; rewrite (E N); lia]. apply IH. destruct e, s; discriminate.
    + cbn [sum_ceil fold_right]. change (fold_right _ 0 ?l) with (sum_ceil l). destruct (H k) as [-> ->].
      rewrite F. split; [reflexivity|]. intros N. rewrite (E N). lia.
Qed.

Definition NR (n : N) : R := IZR (Z.of_N n).
Definition fewest_knots (pts : points) (K : R) : Prop :=
  (forall g, interpolates g pts -> (K <= cost counted g)%R) /\ exists f, interpolates f pts /\ cost counted f = K.
(* clause [C15], used in check_sound: the number that the checker computes is the least, and is attained *)
Theorem knots_needed_least pts : increasing pts -> fewest_knots pts (NR (knots_needed (signs pts))).
Proof.
  intros H. assert (K : knots_needed (signs pts) = N.of_nat (fewest0 (signs pts))) by apply (knots_needed_pairs _ Eq 0).
  rewrite K. unfold NR. rewrite nat_N_Z, <- INR_IZR_INZ. destruct (fewest0_least pts H) as (A & m & _ & I & C).
  split; [exact A|]. eauto.
Qed.
