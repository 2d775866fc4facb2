(* Remark 1: V_h is the h-variation of the slope, as equation (6) defines it: the greatest sum of h (change of the
   slope) along points x < t1 < t2 < ... The slope at a knot is that on its right. *)
From Coq Require Import Reals Lra List Lia Permutation.
From Sparsest Require Import Prices Splines Charging Minimisers Distinct Merging.
Import ListNotations.
Open Scope R_scope.

Definition steps (l : atoms) x := fold_right (fun a s => (if Rle_dec (fst a) x then snd a else 0) + s) 0 l.
Definition slope_right f x := slope f + steps (knots f) x.
Fixpoint variation (h D : R -> R) x (ts : list R) :=
  match ts with [] => 0 | t :: r => h (D t - D x) + variation h D t r end.
Fixpoint ascending x (ts : list R) := match ts with [] => True | t :: r => x < t /\ ascending t r end.

(* it is the slope on the right *)
Lemma slope_right_seen f x : exists d, 0 < d /\
  forall z, x <= z <= x + d -> eval f z = eval f x + slope_right f x * (z - x).
Proof.
  assert (S : exists d, 0 < d /\ forall z, x <= z <= x + d ->
    relus (knots f) z = relus (knots f) x + steps (knots f) x * (z - x)).
  { induction (knots f) as [|[t w] l (d & D & E)]; simpl; [exists 1; split; [lra|intros; ring]|].
    destruct (Rle_dec t x).
    - exists d. split; [exact D|]. intros z Hz. rewrite E, !Rmax_right by lra. ring.
    - exists (Rmin d (t - x)). pose proof (Rmin_l d (t - x)). pose proof (Rmin_r d (t - x)).
      split; [apply Rmin_pos; lra|]. intros z Hz. rewrite E, !Rmax_left by lra. ring. }
  destruct S as (d & D & E). exists d. split; [exact D|]. intros z Hz.
  unfold eval, slope_right. rewrite E by exact Hz. ring.
Qed.

(* one step more costs its height at most, and nothing if it is passed *)
Lemma one_step h D t w ts : price h -> forall x, ascending x ts ->
  variation h (fun y => (if Rle_dec t y then w else 0) + D y) x ts <=
  (if Rle_dec t x then 0 else h w) + variation h D x ts.
Proof.
  intros Hh. pose proof (h_nonneg h Hh w) as Hw.
  induction ts as [|t1 r IH]; intros x A; simpl; [destruct Rle_dec; lra|].
  destruct A as [Lt A]. specialize (IH t1 A). destruct (Rle_dec t x), (Rle_dec t t1); try lra.
  - replace (w + D t1 - (w + D x)) with (D t1 - D x) by ring. lra.
  - replace (w + D t1 - (0 + D x)) with (w + (D t1 - D x)) by ring. pose proof (h_subadditive h Hh w (D t1 - D x)). lra.
  - replace (0 + D t1 - (0 + D x)) with (D t1 - D x) by ring. lra.
Qed.
(* step by step: along any points the variation is at most the cost *)
Lemma variation_steps h l ts : price h -> forall x, ascending x ts -> variation h (steps l) x ts <= total h l.
Proof.
  intros Hh. induction l as [|[t w] l IH]; intros x A.
  - change (variation h (fun _ => 0) x ts <= 0). clear A. revert x.
    induction ts as [|t r IH]; intros x; simpl; [lra|]. rewrite Rminus_0_r, (h_0 h Hh). specialize (IH t). lra.
  - pose proof (one_step h (steps l) t w ts Hh x A) as O. pose proof (h_nonneg h Hh w). specialize (IH x A).
    simpl total. change (steps ((t, w) :: l)) with (fun y => (if Rle_dec t y then w else 0) + steps l y).
    destruct Rle_dec in O; lra.
Qed.

(* sorted knots *)
Fixpoint place (a : R * R) (l : atoms) : atoms :=
  match l with [] => [a] | b :: r => if Rle_dec (fst a) (fst b) then a :: l else b :: place a r end.
(* sorting knots changes only their order *)
Lemma place_permutation a l : Permutation (a :: l) (place a l).
Proof.
  induction l as [|b r IH]; simpl; [auto|]. destruct Rle_dec; [auto|]. rewrite perm_swap. auto.
Qed.
(* no two knots are at one place, so in order means ascending *)
Lemma place_ascending a l : ~ In (fst a) (map fst l) -> forall x, x < fst a -> ascending x (map fst l) ->
  ascending x (map fst (place a l)).
Proof.
  induction l as [|b r IH]; simpl; intros N x Hx A; [auto|]. destruct A as [L A]. destruct Rle_dec; simpl.
  - split; [exact Hx|]. split; [|exact A]. destruct (Req_dec (fst b) (fst a)); [tauto|lra].
  - split; [exact L|]. apply IH; [tauto|lra|exact A].
Qed.
(* a variation is taken along ascending points, knots come in any order *)
Lemma sorted_knots l : NoDup (map fst l) -> exists (l' : atoms) x, Permutation l l' /\ ascending x (map fst l').
Proof.
  induction l as [|a l IH]; simpl; intros N; [exists [], 0; simpl; auto|]. inversion_clear N as [|? ? Na N'].
  destruct (IH N') as (l' & x & P & A). exists (place a l'), (Rmin x (fst a - 1)).
  split; [rewrite P; apply place_permutation|].
  pose proof (Rmin_l x (fst a - 1)). pose proof (Rmin_r x (fst a - 1)). apply place_ascending; [|lra|].
  - intros I. apply Na. revert I. apply Permutation_in, Permutation_sym, Permutation_map, P.
  - destruct l' as [|b r]; [exact I|]. simpl in *. split; [lra|apply A].
Qed.
(* the slope does not depend on the order of the knots *)
Lemma steps_permutation l l' x : Permutation l l' -> steps l x = steps l' x.
Proof. induction 1; simpl; lra. Qed.
(* nor does the cost *)
Lemma total_permutation h l l' : Permutation l l' -> total h l = total h l'.
Proof. induction 1 as [|[? ?]| [? ?] [? ?] |]; simpl; lra. Qed.
(* left of all knots there is no step yet *)
Lemma steps_before l x y : ascending x (map fst l) -> y <= x -> steps l y = 0.
Proof.
  revert x. induction l as [|[t w] r IH]; simpl; intros x A Hy; [reflexivity|]. destruct A as [L A].
  destruct Rle_dec; [lra|]. rewrite (IH t) by (assumption || lra). ring.
Qed.
(* from one knot to the next the slope changes by that knot alone *)
Lemma variation_at_knots h l : forall D x, ascending x (map fst l) -> (forall y, x <= y -> D y = D x + steps l y) ->
  variation h D x (map fst l) = total h l.
Proof.
  induction l as [|[t w] r IH]; simpl; intros D x A E; [reflexivity|]. destruct A as [L A].
  pose proof (E t ltac:(lra)) as Et. destruct (Rle_dec t t); [|lra].
  rewrite (steps_before r t t) in Et by (assumption || lra). f_equal; [f_equal; lra|]. apply IH; [exact A|].
  intros y Hy. rewrite E, Et by lra. destruct (Rle_dec t y); lra.
Qed.

(* no points see more than the cost (variation_steps), and the knots see all of it (variation_at_knots) *)
Theorem remark_1 h f : price h -> merged f ->
  (forall x ts, ascending x ts -> variation h (slope_right f) x ts <= cost h f) /\
  exists x ts, ascending x ts /\ variation h (slope_right f) x ts = cost h f.
Proof.
  intros Hh [N _].
  assert (E : forall x ts, variation h (slope_right f) x ts = variation h (steps (knots f)) x ts).
  { intros x ts. revert x. induction ts as [|t r IH]; intros x; simpl; [reflexivity|]. rewrite IH. f_equal. f_equal.
    unfold slope_right. ring. }
  split; [intros; rewrite E; apply variation_steps; assumption|].
  destruct (sorted_knots (knots f) N) as (l & x & P & A). exists x, (map fst l). split; [exact A|]. unfold cost.
  rewrite E, (total_permutation h _ _ P). apply variation_at_knots; [exact A|]. intros y Hy.
  rewrite (steps_permutation _ _ x P), (steps_permutation _ _ y P), (steps_before l x x) by (assumption || lra).
  ring.
Qed.
