(* Theorem B: if no four consecutive gaps have one sign, every minimiser for every 0 < p < 1 has the fewest knots. Four
   gaps can fail. *)
From Coq Require Import Reals Lra Lia List Permutation.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique Distinct Sizes RunByRun.
Import ListNotations.
Open Scope R_scope.

Definition no_run_of_three (ds : list R) : Prop :=
  forall l a b c r, ds = l ++ a :: b :: c :: r -> ~ (same_sign a b /\ same_sign b c).
Definition no_run_of_four (ds : list R) : Prop :=
  forall l a b c d r, ds = l ++ a :: b :: c :: d :: r -> ~ (same_sign a b /\ same_sign b c /\ same_sign c d).

Section B.
Variable h : R -> R.
Hypothesis Hs : strict h.

(* Two neighbours of one sign that are both alone are cheaper together, so a best matching of up to three gaps has a
   pair wherever there is room for one. *)
Lemma short_run r : is_run r -> no_run_of_four r -> fewest_for h r.
Proof.
  intros Hr N m [M G]. destruct r as [|a ds]; [destruct Hr|]. apply (fewest_of_run a ds m Hr M).
  assert (P : forall x y, same_sign x y -> 0 < h x + h y - h (x + y)).
  { intros x y S. pose proof (hs_strict h Hs x y). unfold same_sign in S. lra. }
  destruct ds as [|b [|c [|d ds]]]; [| | |exfalso; apply (N [] a b c d ds eq_refl); simpl in Hr; tauto].
  - destruct m as [|[] [|[] ?]]; simpl in M; try contradiction; apply le_n.
  - destruct Hr as [S _]. specialize (P a b S). specialize (G [true] ltac:(simpl; auto)).
    destruct m as [|[] [|[] [|[] ?]]]; simpl in M; try tauto; try apply le_n. simpl in G. lra.
  - destruct Hr as (S & S' & _). specialize (P a b S). specialize (G [true; false] ltac:(simpl; auto)).
    destruct m as [|[] [|[] [|[] [|[] ?]]]]; simpl in M; try tauto; try apply le_n. simpl in G. lra.
Qed.
(* it is enough to look at each run, and each is short *)
Theorem theorem_B pts : increasing pts -> no_run_of_four (gaps pts) -> all_fewest h pts.
Proof.
  intros Hx N. apply (all_fewest_matchings h pts Hs Hx). destruct (split_runs_spec (gaps pts)) as (C & S & F).
  rewrite <- C in N |- *. apply (fewest_runs h _ S). clear C S. rewrite Forall_forall in F |- *.
  intros r I. apply short_run; [apply F, I|]. apply in_split in I. destruct I as (u & v & E). rewrite E in N.
  intros l a b c d t ->. apply (N (concat u ++ l) a b c d (t ++ concat v)).
  rewrite concat_app. simpl. rewrite <- !app_assoc. reflexivity.
Qed.
End B.

(* Four gaps can fail: with gaps 1/100, 1, 1, 1/100 no minimiser at p = 1/2 has the fewest knots. *)
Definition four_gaps : points := [(0, 0); (1, 0); (2, 1/100); (3, 51/50); (4, 303/100); (5, 101/20)].
(* two pairs of ends leave 2 knots, but the pair in the middle, with 3 knots, is cheaper at p = 1/2 *)
Example four_gaps_fail : increasing four_gaps /\ gaps four_gaps = [1/100; 1; 1; 1/100] /\
  forall f, minimiser (power (1/2)) four_gaps f -> ~ minimiser counted four_gaps f.
Proof.
  assert (Hx : increasing four_gaps) by (simpl; lra).
  assert (G : gaps four_gaps = [1/100; 1; 1; 1/100]) by (simpl; repeat (f_equal; [lra|]); f_equal; lra).
  split; [exact Hx|]. split; [exact G|]. intros f F [_ C].
  destruct (minimiser_sizes _ _ f (power_strict (1/2) ltac:(lra)) Hx F) as (m & Gm & P). pose proof (proj1 Gm) as M.
  apply (greatest_minimises _ _ _ (power_price (1/2) ltac:(lra)) Hx M) in Gm. destruct Gm as [_ Mm].
  assert (S : same_sign (1/100) 1 /\ same_sign 1 1 /\ same_sign 1 (1/100)) by (unfold same_sign; lra).
  assert (MTT : matching (gaps four_gaps) [true; true]) by (rewrite G; simpl; tauto).
  assert (MFT : matching (gaps four_gaps) [false; true; false]) by (rewrite G; simpl; tauto).
  specialize (C _ (spline_of_interpolates _ _ Hx MTT)). specialize (Mm _ (spline_of_interpolates _ _ Hx MFT)).
  rewrite (cost_permutation counted f _ counted_price P) in C.
  rewrite !spline_of_cost, G in C, Mm by assumption. rewrite G in M.
  assert (N : forall x, 0 < x -> counted x = 1) by (intros; apply counted_one; lra).
  destruct m as [|[] [|[] [|[] [|[] [|[] m]]]]]; simpl in M; try tauto; simpl in C; rewrite ?N in C by lra; try lra.
  simpl in Mm. rewrite !power_pos in Mm by lra. replace (1/2) with (/2) in Mm by lra. rewrite !Rpower_sqrt in Mm by lra.
  replace (1/100) with ((1/10) * (1/10)) in Mm at 3 4 by lra. rewrite !sqrt_square in Mm by lra.
  assert (sqrt (1 + 1) < 3/2). { rewrite <- (sqrt_square (3/2)) by lra. apply sqrt_lt_1; lra. }
  assert (1 < sqrt (1/100 + 1)). { rewrite <- sqrt_1 at 1. apply sqrt_lt_1; lra. }
  rewrite (Rplus_comm 1 (1/100)) in Mm. lra.
Qed.
