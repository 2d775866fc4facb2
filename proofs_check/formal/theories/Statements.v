(* What is proved, for a reader who trusts Coq's kernel and no proof of ours: the headline theorems, each restated in
   full and proved by its name, and what it assumes. Besides these lines he has to read the definitions that they
  use:
   prices (Prices.v), splines, their cost and gaps (Splines.v), matchings (Matchings.v), networks (Networks.v), and
     those
   at the head of the file that is named with the theorem. *)
From Coq Require Import Reals List QArith NArith Permutation.
From Sparsest Require Import
  Prices Splines Charging Matchings TheoremA Minimisers Unique Distinct Counting SmallP Merging Variation Networks
  TheoremThreeOne LemmasA Corollaries LeastV1 PowerSums Sizes Limits RunByRun TheoremB TheoremThreeTwo Critical
  PathSigns RunningExample Rationals TheoremC Fewest Tolerance ToleranceCheck Certificates Signs Logarithms
  LimitSigns Checker.
Import ListNotations.
Open Scope R_scope.

(* For every price the minimum exists, a matching attains it, and the recurrence gives it. *)
Theorem theorem_A :
  forall h : R -> R,
    price h ->
    forall pts : points,
    increasing pts ->
    let ds := gaps pts in
    let V := sum_of (map h ds) - sum_of (recurrence h 0 0 ds) in
    (forall f : spline, interpolates f pts -> V <= cost h f) /\
    (exists m : list bool, matching ds m /\ interpolates (spline_of pts m) pts /\ cost h (spline_of pts m) = V) /\
    (forall m : list bool,
     matching ds m ->
     interpolates (spline_of pts m) pts /\
     cost h (spline_of pts m) = sum_of (map h ds) - weight h ds m /\
     weight h ds m <= sum_of (recurrence h 0 0 ds)).
Proof. exact TheoremA.theorem_A. Qed.
Print Assumptions theorem_A.

(* No spline through the points costs less than a feasible dual solution is worth. *)
Theorem lower_bound :
  forall h : R -> R,
    price h ->
    forall (f : spline) (pts : points) (Ds : list R),
    increasing pts -> interpolates f pts -> feasible h 0 0 (gaps pts) Ds -> bound h (gaps pts) Ds <= cost h f.
Proof. exact Charging.lower_bound. Qed.
Print Assumptions lower_bound.

(* For a strictly concave price the minimisers are the matchings of greatest weight. *)
Theorem theorem_A_iff :
  forall (h : R -> R) (pts : list (R * R)) (f : spline),
    strict h ->
    (2 <= length pts)%nat ->
    increasing pts ->
    minimiser h pts f <->
    (exists m : list bool,
       Distinct.greatest h (gaps pts) m /\
       same_function f (spline_of pts m) /\ cost h f = cost h (spline_of pts m)).
Proof. exact Distinct.theorem_A_iff. Qed.
Print Assumptions theorem_A_iff.

(* Different matchings are different functions. *)
Theorem matchings_distinct :
  forall (pts : points) (m m' : list bool),
    increasing pts ->
    matching (gaps pts) m ->
    matching (gaps pts) m' -> same_function (spline_of pts m) (spline_of pts m') -> m = m'.
Proof. exact Distinct.matchings_distinct. Qed.
Print Assumptions matchings_distinct.

(* The count over the signs of the recurrence is the number of minimisers, as functions. *)
Theorem count_minimisers :
  forall (h : R -> R) (pts : list (R * R)) (sg : list mark),
    strict h ->
    (2 <= length pts)%nat ->
    increasing pts ->
    signs_true h 0 0 (gaps pts) sg ->
    exists L : list spline,
      N.of_nat (length L) = count_covers sg /\
      ForallOrdPairs different L /\
      Forall (minimiser h pts) L /\
      (forall f : spline, minimiser h pts f -> exists g : spline, In g L /\ same_function f g).
Proof. exact Counting.count_minimisers. Qed.
Print Assumptions count_minimisers.

(* One minimiser exactly where the count is 1. *)
Theorem unique_iff :
  forall (h : R -> R) (pts : list (R * R)) (sg : list mark),
    strict h ->
    (2 <= length pts)%nat ->
    increasing pts ->
    signs_true h 0 0 (gaps pts) sg ->
    count_covers sg = 1%N <->
    (exists f : spline, minimiser h pts f /\ (forall g : spline, minimiser h pts g -> same_function g f)).
Proof. exact Counting.unique_iff. Qed.
Print Assumptions unique_iff.

(* A run of n gaps has Fibonacci(n + 1) matchings, and runs multiply. *)
Theorem count_matchings :
  forall pts : points,
    increasing pts ->
    exists L : list spline,
      N.of_nat (length L) = product (map (fun n : nat => fibonacci (S n)) (runs_of 0 0 (gaps pts))) /\
      ForallOrdPairs different L /\
      (forall f : spline, In f L <-> (exists m : list bool, matching (gaps pts) m /\ f = spline_of pts m)).
Proof. exact Counting.count_matchings. Qed.
Print Assumptions count_matchings.

(* 0 <= p <= 1, any width K: solutions of (2) and (3) are the functions of solutions of (5). *)
Theorem proposition_3_1 :
  forall (p : R) (K : nat) (pts : points),
    0 <= p <= 1 ->
    (forall F : R -> R,
     (exists th : network, solves_2 (power p) K pts th /\ (forall x : R, net th x = F x)) <->
     (exists f : spline, solves_5 (power p) K pts f /\ (forall x : R, eval f x = F x))) /\
    (increasing pts -> (length pts - 2 <= K)%nat -> exists th : network, solves_2 (power p) K pts th).
Proof. exact Networks.proposition_3_1. Qed.
Print Assumptions proposition_3_1.

(* For a strict price the solutions are the same for every K >= N - 2. *)
Theorem width_of_solutions :
  forall h : R -> R,
    price h ->
    forall (pts : points) (K : nat) (f : spline),
    strict h ->
    (2 <= length pts)%nat ->
    increasing pts -> (length pts - 2 <= K)%nat -> solves_5 h K pts f <-> merged f /\ minimiser h pts f.
Proof. exact Networks.width_of_solutions. Qed.
Print Assumptions width_of_solutions.

(* V_p is the p-variation of the right-hand slope, and is attained. *)
Theorem remark_1 :
  forall (h : R -> R) (f : spline),
    price h ->
    merged f ->
    (forall (x : R) (ts : list R), ascending x ts -> variation h (slope_right f) x ts <= cost h f) /\
    (exists (x : R) (ts : list R), ascending x ts /\ variation h (slope_right f) x ts = cost h f).
Proof. exact Variation.remark_1. Qed.
Print Assumptions remark_1.

(* 0 < p < 1: minimisers exist, and all have the printed form, item by item. *)
Theorem theorem_3_1 :
  forall (p : R) (pts : list (R * R)),
    0 < p < 1 ->
    (2 <= length pts)%nat ->
    increasing pts ->
    (exists f : spline, minimiser (power p) pts f) /\
    (forall f : spline, minimiser (power p) pts f -> described pts (eval f)) /\
    (forall K : nat,
     (length pts - 2 <= K)%nat ->
     (exists th : network, solves_2 (power p) K pts th) /\
     (forall th : network, solves_2 (power p) K pts th -> described pts (net th))).
Proof. exact TheoremThreeOne.theorem_3_1. Qed.
Print Assumptions theorem_3_1.

(* Some minimiser at p = 0 has the printed form. *)
Theorem theorem_3_1_sparsest :
  forall pts : list (R * R),
    (2 <= length pts)%nat ->
    increasing pts ->
    exists f : spline,
      minimiser counted pts f /\
      described pts (eval f) /\ (exists p : R, 0 < p < 1 /\ minimiser (power p) pts f).
Proof. exact TheoremThreeOne.theorem_3_1_sparsest. Qed.
Print Assumptions theorem_3_1_sparsest.

(* Same signs: straight, or a single knot. *)
Theorem lemma_A_1 :
  forall (p : R) (pts : points) (f : spline) (i : nat) (a c : R),
    0 <= p < 1 ->
    increasing pts ->
    (S i < length pts)%nat ->
    minimiser (power p) pts f ->
    slope_in (eval f) (px pts i) a ->
    slope_out (eval f) (px pts (S i)) c ->
    TheoremThreeOne.sgn (TheoremThreeOne.chord pts i - a) =
    TheoremThreeOne.sgn (c - TheoremThreeOne.chord pts i) ->
    (TheoremThreeOne.sgn (TheoremThreeOne.chord pts i - a) = 0%Z -> linear_around pts (eval f) i) /\
    (TheoremThreeOne.sgn (TheoremThreeOne.chord pts i - a) <> 0%Z -> single_knot pts (eval f) i a c).
Proof. exact LemmasA.lemma_A_1. Qed.
Print Assumptions lemma_A_1.

(* Different signs, 0 < p < 1: straight. *)
Theorem lemma_A_2 :
  forall (p : R) (pts : points) (f : spline) (i : nat) (a c : R),
    0 < p < 1 ->
    increasing pts ->
    (S i < length pts)%nat ->
    minimiser (power p) pts f ->
    slope_in (eval f) (px pts i) a ->
    slope_out (eval f) (px pts (S i)) c ->
    TheoremThreeOne.sgn (TheoremThreeOne.chord pts i - a) <>
    TheoremThreeOne.sgn (c - TheoremThreeOne.chord pts i) -> straight pts (eval f) i.
Proof. exact LemmasA.lemma_A_2. Qed.
Print Assumptions lemma_A_2.

(* Different signs, p = 0: straight, or some solution is. *)
Theorem lemma_A_2_zero :
  forall (pts : points) (f : spline) (i : nat) (a c : R),
    increasing pts ->
    (S i < length pts)%nat ->
    minimiser counted pts f ->
    slope_in (eval f) (px pts i) a ->
    slope_out (eval f) (px pts (S i)) c ->
    TheoremThreeOne.sgn (TheoremThreeOne.chord pts i - a) <>
    TheoremThreeOne.sgn (c - TheoremThreeOne.chord pts i) ->
    straight pts (eval f) i \/
    (exists g : spline,
       minimiser counted pts g /\
       straight pts (eval g) i /\ (forall z : R, z <= px pts i \/ px pts (S i) <= z -> eval g z = eval f z)).
Proof. exact LemmasA.lemma_A_2_zero. Qed.
Print Assumptions lemma_A_2_zero.

(* A solution for 0 < p < 1 has the least l1 norm of all networks and at most N - 2 active neurons. *)
Theorem corollary_3_1_1 :
  forall (p : R) (pts : points),
    0 < p < 1 ->
    (2 <= length pts)%nat ->
    increasing pts ->
    forall (K : nat) (th : network),
    (length pts - 2 <= K)%nat ->
    solves_2 (power p) K pts th ->
    (forall th' : network, Networks.fits th' pts -> net_cost Rabs th <= net_cost Rabs th') /\
    net_cost counted th <= INR (length pts - 2) /\
    (exists th' : network,
       Networks.width th' = (length pts - 2)%nat /\
       (forall x : R, net th' x = net th x) /\ solves_2 (power p) (length pts - 2) pts th').
Proof. exact Corollaries.corollary_3_1_1. Qed.
Print Assumptions corollary_3_1_1.

(* Every function of the printed form minimises V_1. *)
Theorem form_least_V1 :
  forall (pts : points) (F : R -> R) (u t : nat -> R),
    (2 <= length pts)%nat ->
    increasing pts ->
    of_form pts F u t ->
    forall f : spline,
    (forall x : R, eval f x = F x) -> merged f -> interpolates f pts -> minimiser Rabs pts f.
Proof. exact LeastV1.form_least_V1. Qed.
Print Assumptions form_least_V1.

(* Sparsest interpolants have slope changes beyond any bound. *)
Theorem sparsest_unbounded :
  forall M : R,
    exists f : spline,
      let pts := (0, 0) :: (1, 0) :: (2, 1) :: (3, 1) :: nil in
      minimiser counted pts f /\
      merged f /\ Exists (fun a : R * R => M < snd a) (knots f) /\ ~ minimiser Rabs pts f.
Proof. exact Corollaries.sparsest_unbounded. Qed.
Print Assumptions sparsest_unbounded.

(* The l1 norm is sum |s_(i+1) - s_i|, and the least Lipschitz constant is max |s_i| exactly. *)
Theorem corollary_3_1_2 :
  forall (p : R) (pts : points),
    0 < p < 1 ->
    (2 <= length pts)%nat ->
    increasing pts ->
    forall (K : nat) (th : network),
    (length pts - 2 <= K)%nat ->
    solves_2 (power p) K pts th ->
    Forall (fun n : neuron => Rabs (v n * w n) <= net_cost Rabs th) (neurons th) /\
    net_cost Rabs th = sum_of (map Rabs (gaps pts)) /\
    (forall L : R,
     (forall x y : R, Rabs (net th x - net th y) <= L * Rabs (x - y)) <->
     (forall i : nat, (S i < length pts)%nat -> Rabs (TheoremThreeOne.chord pts i) <= L)).
Proof. exact Corollaries.corollary_3_1_2. Qed.
Print Assumptions corollary_3_1_2.

(* A sum of n exponentials vanishes for all p or at fewer than n. *)
Theorem few_zeros :
  forall l : es,
    (forall p : R, ev l p = 0) \/
    (exists Z : list R, (length Z < length l)%nat /\ (forall p : R, ev l p = 0 -> In p Z)).
Proof. exact PowerSums.few_zeros. Qed.
Print Assumptions few_zeros.

(* Two cost curves are the same or meet finitely often. *)
Theorem curves_meet :
  forall f g : spline,
    Permutation (sizes f) (sizes g) \/
    (exists Z : list R,
       (length Z < length (sizes f) + length (sizes g))%nat /\
       (forall p : R, cost (power p) f = cost (power p) g -> In p Z)).
Proof. exact Sizes.curves_meet. Qed.
Print Assumptions curves_meet.

(* But for finitely many p all minimisers have the same sizes of slope changes. *)
Theorem unique_but_for_finitely_many :
  forall pts : points,
    increasing pts ->
    exists Z : list R,
      forall p : R,
      0 < p < 1 ->
      ~ In p Z ->
      (exists f : spline, minimiser (power p) pts f) /\
      (forall f g : spline,
       minimiser (power p) pts f -> minimiser (power p) pts g -> Permutation (sizes f) (sizes g)).
Proof. exact TheoremThreeTwo.unique_but_for_finitely_many. Qed.
Print Assumptions unique_but_for_finitely_many.

(* For p < p* minimisers have the fewest knots, and all the same sizes. *)
Theorem unique_and_sparsest_for_small_p :
  forall pts : points,
    increasing pts ->
    exists (p0 : R) (f0 : spline),
      0 < p0 <= 1 /\
      (forall p : R,
       0 < p < p0 ->
       minimiser (power p) pts f0 /\
       (forall f : spline,
        minimiser (power p) pts f -> minimiser counted pts f /\ Permutation (sizes f) (sizes f0))).
Proof. exact TheoremThreeTwo.unique_and_sparsest_for_small_p. Qed.
Print Assumptions unique_and_sparsest_for_small_p.

(* For p < p* every solution of (2) solves (3), of any width. *)
Theorem networks_for_small_p :
  forall (K : nat) (pts : points),
    increasing pts ->
    (length pts - 2 <= K)%nat ->
    exists p0 : R,
      0 < p0 <= 1 /\
      (forall (p : R) (th : network), 0 < p < p0 -> solves_2 (power p) K pts th -> solves_2 counted K pts th).
Proof. exact TheoremThreeTwo.networks_for_small_p. Qed.
Print Assumptions networks_for_small_p.

(* At most two consecutive points of one curvature: one minimiser, with the fewest knots, at every p. *)
Theorem easy_case :
  forall (p : R) (pts : list (R * R)),
    0 < p < 1 ->
    (2 <= length pts)%nat ->
    increasing pts ->
    no_run_of_three (gaps pts) ->
    exists f : spline,
      minimiser (power p) pts f /\
      (forall g : spline, minimiser (power p) pts g -> same_function g f /\ minimiser counted pts g).
Proof. exact TheoremThreeTwo.easy_case. Qed.
Print Assumptions easy_case.

(* No run of four gaps: every minimiser has the fewest knots, at every p. *)
Theorem theorem_B :
  forall h : R -> R,
    strict h -> forall pts : points, increasing pts -> no_run_of_four (gaps pts) -> all_fewest h pts.
Proof. exact TheoremB.theorem_B. Qed.
Print Assumptions theorem_B.

(* As p -> 0+ the minimisers are first in the order of the moments at 0. *)
Theorem limit_at_0 :
  forall pts : points,
    increasing pts ->
    exists p0 : R,
      0 < p0 <= 1 /\
      (forall p : R,
       0 < p < p0 ->
       forall f : spline,
       minimiser (power p) pts f <->
       interpolates f pts /\ (forall g : spline, interpolates g pts -> ~ less (moment_at_0 g) (moment_at_0 f))).
Proof. exact Limits.limit_at_0. Qed.
Print Assumptions limit_at_0.

(* As p -> 1- the minimisers are first in the order of the moments at 1. *)
Theorem limit_at_1 :
  forall pts : points,
    increasing pts ->
    exists p1 : R,
      0 <= p1 < 1 /\
      (forall p : R,
       p1 < p < 1 ->
       forall f : spline,
       minimiser (power p) pts f <->
       interpolates f pts /\ (forall g : spline, interpolates g pts -> ~ less (moment_at_1 g) (moment_at_1 f))).
Proof. exact Limits.limit_at_1. Qed.
Print Assumptions limit_at_1.

(* For small p: fewest knots, and the least product of slope changes. *)
Theorem least_product :
  forall pts : points,
    increasing pts ->
    exists p0 : R,
      0 < p0 <= 1 /\
      (forall p : R,
       0 < p < p0 ->
       forall f : spline,
       minimiser (power p) pts f ->
       minimiser counted pts f /\
       (forall g : spline, minimiser counted pts g -> product_of_sizes f <= product_of_sizes g)).
Proof. exact Limits.least_product. Qed.
Print Assumptions least_product.

(* The critical exponent exists and is in (0, 1]. *)
Theorem critical_exponent_exists :
  forall pts : points, increasing pts -> exists c : R, critical_exponent pts c /\ 0 < c <= 1.
Proof. exact Critical.critical_exponent_exists. Qed.
Print Assumptions critical_exponent_exists.

(* True signs on cells and at zeros, and the first zero with more knots, enclose the critical exponent. *)
Theorem critical_exponent_enclosed :
  forall (pts : points) (rs : list run_path) (lo hi : R),
    increasing pts ->
    gaps pts = concat (map run rs) ->
    separated (map run rs) ->
    Forall true_run rs -> lo <= 1 -> claims lo hi rs -> forall c : R, critical_exponent pts c -> lo <= c <= hi.
Proof. exact Critical.critical_exponent_enclosed. Qed.
Print Assumptions critical_exponent_enclosed.

(* The clauses of a path's run prove its signs for all p. *)
Theorem clauses_prove_run :
  forall (e : R) (ds : list R) (s : list mark) (steps : list step) (b : option zero),
    one_sign e ds ->
    PathSigns.clauses e ds 0 s steps ->
    first_more (S (length ds)) (map zero_of steps) b ->
    true_run {| run := e :: ds; first_marks := Minus :: s; zeros := map zero_of steps; more := b |}.
Proof. exact PathSigns.clauses_prove_run. Qed.
Print Assumptions clauses_prove_run.

(* At p = 0 there is one minimiser or there are infinitely many; the signs tell. *)
Theorem theorem_C :
  forall pts : list (R * R),
    (2 <= length pts)%nat ->
    increasing pts -> if unique0 None (signs pts) then one_sparsest pts else infinitely_many_sparsest pts.
Proof. exact TheoremC.theorem_C. Qed.
Print Assumptions theorem_C.

(* The fewest knots within gates are the most forced bends that do not overlap. *)
Theorem theorem_D :
  forall gs : list gate_end,
    ForallOrdPairs (fun e g : gate_end => Tolerance.place e <= Tolerance.place g) gs ->
    compatible gs ->
    exists (f : spline) (bs : list bend),
      passes f gs /\
      bends_in gs bs /\
      cost counted f = INR (length bs) /\
      (forall g : spline, passes g gs -> cost counted f <= cost counted g) /\
      (forall cs : list bend, bends_in gs cs -> (length cs <= length bs)%nat).
Proof. exact Tolerance.theorem_D. Qed.
Print Assumptions theorem_D.

(* What an accepted tolerance certificate claims is true. *)
Theorem tolerance_check_sound :
  forall c : tolerance_certificate,
    tolerance_check c = true ->
    let f := t_spline c in
    let K := length (t_knots c) in
    map (fun r : row => (at_x r, label r)) (rows c) = t_points c /\
    passes f (the_gates c) /\
    (t_many c = N.of_nat K /\ t_fewest c = N.of_nat K /\ cost counted f = INR K) /\
    (forall g : spline, passes g (the_gates c) -> INR K <= cost counted g) /\
    ((forall x y : QArith_base.Q,
      In (x, y) (t_points c) -> Rabs (eval f (Q2R x) - Q2R y) <= Q2R (t_residual c)) /\
     (exists x y : QArith_base.Q, In (x, y) (t_points c) /\ Rabs (eval f (Q2R x) - Q2R y) = Q2R (t_residual c))) /\
    (forall s : QArith_base.Q,
     t_critical c = Some s ->
     passes f (gates_at (Some (Q2R s)) c) /\
     (forall (r : R) (g : spline), 0 <= r < Q2R s -> passes g (gates_at (Some r) c) -> INR K < cost counted g)).
Proof. exact ToleranceCheck.tolerance_check_sound. Qed.
Print Assumptions tolerance_check_sound.

(* What an accepted certificate claims is true. *)
Theorem check_sound :
  forall (h : hints) (c : certificate), check h c = true -> proved c.
Proof. exact Checker.check_sound. Qed.
Print Assumptions check_sound.
