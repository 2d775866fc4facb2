(* What is proved, for a reader who trusts Coq's kernel and no proof of ours: the headline theorems, each restated in
   full and proved by its name; at the end, what they assume. Besides these lines he has to read the definitions that
   they use: prices (Prices.v), splines, their cost and gaps (Splines.v), matchings (Matchings.v), networks
   (Networks.v), and those at the head of the file that is named with the theorem. *)
From Coq Require Import Reals List QArith NArith Permutation.
From Sparsest Require Import
  Prices Splines Charging Matchings TheoremA Minimisers Unique Distinct Counting SmallP Merging Variation Networks
  TheoremThreeOne LemmasA Corollaries LeastV1 PowerSums Sizes Limits RunByRun TheoremB TheoremThreeTwo Critical
  PathSigns RunningExample Rationals TheoremC Fewest Tolerance ToleranceCheck Certificates Signs Logarithms
  LimitSigns Checker Descent Several PropositionFourOne Blocks LemmaFourOne TheoremFourOne.
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
    (exists m : list bool,
       matching ds m /\ interpolates (spline_of pts m) pts /\ cost h (spline_of pts m) = V) /\
    (forall m : list bool,
     matching ds m ->
     interpolates (spline_of pts m) pts /\
     cost h (spline_of pts m) = sum_of (map h ds) - weight h ds m /\
     weight h ds m <= sum_of (recurrence h 0 0 ds)).
Proof. exact TheoremA.theorem_A. Qed.

(* No spline through the points costs less than a feasible dual solution is worth. *)
Theorem lower_bound :
  forall h : R -> R,
    price h ->
    forall (f : spline) (pts : points) (Ds : list R),
    increasing pts ->
    interpolates f pts -> Splines.feasible h 0 0 (gaps pts) Ds -> bound h (gaps pts) Ds <= cost h f.
Proof. exact Charging.lower_bound. Qed.

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

(* Different matchings are different functions. *)
Theorem matchings_distinct :
  forall (pts : points) (m m' : list bool),
    increasing pts ->
    matching (gaps pts) m ->
    matching (gaps pts) m' -> same_function (spline_of pts m) (spline_of pts m') -> m = m'.
Proof. exact Distinct.matchings_distinct. Qed.

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

(* A run of n gaps has Fibonacci(n + 1) matchings, and runs multiply. *)
Theorem count_matchings :
  forall pts : points,
    increasing pts ->
    exists L : list spline,
      N.of_nat (length L) = product (map (fun n : nat => fibonacci (S n)) (runs_of 0 0 (gaps pts))) /\
      ForallOrdPairs different L /\
      (forall f : spline, In f L <-> (exists m : list bool, matching (gaps pts) m /\ f = spline_of pts m)).
Proof. exact Counting.count_matchings. Qed.

(* 0 <= p <= 1, any width K: solutions of (2) and (3) are the functions of solutions of (5). *)
Theorem proposition_3_1 :
  forall (p : R) (K : nat) (pts : points),
    0 <= p <= 1 ->
    (forall F : R -> R,
     (exists th : network, solves_2 (power p) K pts th /\ (forall x : R, net th x = F x)) <->
     (exists f : spline, solves_5 (power p) K pts f /\ (forall x : R, eval f x = F x))) /\
    (increasing pts -> (length pts - 2 <= K)%nat -> exists th : network, solves_2 (power p) K pts th).
Proof. exact Networks.proposition_3_1. Qed.

(* For a strict price the solutions are the same for every K >= N - 2. *)
Theorem width_of_solutions :
  forall h : R -> R,
    price h ->
    forall (pts : points) (K : nat) (f : spline),
    strict h ->
    (2 <= length pts)%nat ->
    increasing pts ->
    (length pts - 2 <= K)%nat -> solves_5 h K pts f <-> Merging.merged f /\ minimiser h pts f.
Proof. exact Networks.width_of_solutions. Qed.

(* V_p is the p-variation of the right-hand slope, and is attained. *)
Theorem remark_1 :
  forall (h : R -> R) (f : spline),
    price h ->
    Merging.merged f ->
    (forall (x : R) (ts : list R), ascending x ts -> variation h (slope_right f) x ts <= cost h f) /\
    (exists (x : R) (ts : list R), ascending x ts /\ variation h (slope_right f) x ts = cost h f).
Proof. exact Variation.remark_1. Qed.

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

(* Some minimiser at p = 0 has the printed form. *)
Theorem theorem_3_1_sparsest :
  forall pts : list (R * R),
    (2 <= length pts)%nat ->
    increasing pts ->
    exists f : spline,
      minimiser counted pts f /\
      described pts (eval f) /\ (exists p : R, 0 < p < 1 /\ minimiser (power p) pts f).
Proof. exact TheoremThreeOne.theorem_3_1_sparsest. Qed.

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

(* Every function of the printed form minimises V_1. *)
Theorem form_least_V1 :
  forall (pts : points) (F : R -> R) (u t : nat -> R),
    (2 <= length pts)%nat ->
    increasing pts ->
    of_form pts F u t ->
    forall f : spline,
    (forall x : R, eval f x = F x) -> Merging.merged f -> interpolates f pts -> minimiser Rabs pts f.
Proof. exact LeastV1.form_least_V1. Qed.

(* Sparsest interpolants have slope changes beyond any bound. *)
Theorem sparsest_unbounded :
  forall M : R,
    exists f : spline,
      let pts := (0, 0) :: (1, 0) :: (2, 1) :: (3, 1) :: nil in
      minimiser counted pts f /\
      Merging.merged f /\ Exists (fun a : R * R => M < snd a) (knots f) /\ ~ minimiser Rabs pts f.
Proof. exact Corollaries.sparsest_unbounded. Qed.

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

(* A sum of n exponentials vanishes for all p or at fewer than n. *)
Theorem few_zeros :
  forall l : es,
    (forall p : R, ev l p = 0) \/
    (exists Z : list R, (length Z < length l)%nat /\ (forall p : R, ev l p = 0 -> In p Z)).
Proof. exact PowerSums.few_zeros. Qed.

(* Two cost curves are the same or meet finitely often. *)
Theorem curves_meet :
  forall f g : spline,
    Permutation (sizes f) (sizes g) \/
    (exists Z : list R,
       (length Z < length (sizes f) + length (sizes g))%nat /\
       (forall p : R, cost (power p) f = cost (power p) g -> In p Z)).
Proof. exact Sizes.curves_meet. Qed.

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

(* For p < p* every solution of (2) solves (3), of any width. *)
Theorem networks_for_small_p :
  forall (K : nat) (pts : points),
    increasing pts ->
    (length pts - 2 <= K)%nat ->
    exists p0 : R,
      0 < p0 <= 1 /\
      (forall (p : R) (th : network), 0 < p < p0 -> solves_2 (power p) K pts th -> solves_2 counted K pts th).
Proof. exact TheoremThreeTwo.networks_for_small_p. Qed.

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

(* No run of four gaps: every minimiser has the fewest knots, at every p. *)
Theorem theorem_B :
  forall h : R -> R,
    strict h -> forall pts : points, increasing pts -> no_run_of_four (gaps pts) -> all_fewest h pts.
Proof. exact TheoremB.theorem_B. Qed.

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
       interpolates f pts /\
       (forall g : spline, interpolates g pts -> ~ less (moment_at_0 g) (moment_at_0 f))).
Proof. exact Limits.limit_at_0. Qed.

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
       interpolates f pts /\
       (forall g : spline, interpolates g pts -> ~ less (moment_at_1 g) (moment_at_1 f))).
Proof. exact Limits.limit_at_1. Qed.

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

(* The critical exponent exists and is in (0, 1]. *)
Theorem critical_exponent_exists :
  forall pts : points, increasing pts -> exists c : R, critical_exponent pts c /\ 0 < c <= 1.
Proof. exact Critical.critical_exponent_exists. Qed.

(* True signs on cells and at zeros, and the first zero with more knots, enclose the critical exponent. *)
Theorem critical_exponent_enclosed :
  forall (pts : points) (rs : list run_path) (lo hi : R),
    increasing pts ->
    gaps pts = concat (map run rs) ->
    separated (map run rs) ->
    Forall true_run rs ->
    lo <= 1 -> claims lo hi rs -> forall c : R, critical_exponent pts c -> lo <= c <= hi.
Proof. exact Critical.critical_exponent_enclosed. Qed.

(* If no run has a zero with more knots, the critical exponent is 1. *)
Theorem critical_exponent_one :
  forall (pts : points) (rs : list run_path),
    increasing pts ->
    gaps pts = concat (map run rs) ->
    separated (map run rs) ->
    Forall true_run rs ->
    (forall r : run_path, In r rs -> more r = None) -> critical_exponent pts 1.
Proof. exact Critical.critical_exponent_one. Qed.

(* The clauses of a path's run prove its signs for all p. *)
Theorem clauses_prove_run :
  forall (e : R) (ds : list R) (s : list mark) (steps : list step) (b : option zero),
    one_sign e ds ->
    PathSigns.clauses e ds 0 s steps ->
    first_more (S (length ds)) (map zero_of steps) b ->
    true_run {| run := e :: ds; first_marks := Minus :: s; zeros := map zero_of steps; more := b |}.
Proof. exact PathSigns.clauses_prove_run. Qed.

(* At p = 0 there is one minimiser or there are infinitely many; the signs tell. *)
Theorem theorem_C :
  forall pts : list (R * R),
    (2 <= length pts)%nat ->
    increasing pts -> if unique0 None (signs pts) then one_sparsest pts else infinitely_many_sparsest pts.
Proof. exact TheoremC.theorem_C. Qed.

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
     (exists x y : QArith_base.Q,
        In (x, y) (t_points c) /\ Rabs (eval f (Q2R x) - Q2R y) = Q2R (t_residual c))) /\
    (forall s : QArith_base.Q,
     t_critical c = Some s ->
     passes f (gates_at (Some (Q2R s)) c) /\
     (forall (r : R) (g : spline),
      0 <= r < Q2R s -> passes g (gates_at (Some r) c) -> INR K < cost counted g)).
Proof. exact ToleranceCheck.tolerance_check_sound. Qed.

(* What an accepted certificate claims is true. *)
Theorem check_sound :
  forall (h : hints) (c : certificate), check h c = true -> proved c.
Proof. exact Checker.check_sound. Qed.

(* Several inputs: (8) and (9) have solutions, and every solution has at most N active neurons. *)
Theorem proposition_4_1 :
  forall (d K : nat) (pts : list (list R * R)) (h : R -> R),
    NoDup (map fst pts) ->
    Forall (fun q : list R * R => length (fst q) = d) pts ->
    (length pts <= K)%nat ->
    path_price h ->
    (exists f : layer, solves h d K pts f) /\
    (forall f : layer, solves h d K pts f -> (actives f <= length pts)%nat).
Proof. exact PropositionFourOne.proposition_4_1. Qed.

(* Solutions for one width K >= N are the cheapest networks of any width. *)
Theorem any_width :
  forall (d K K' : nat) (pts : list (list R * R)) (h : R -> R) (f : layer),
    path_price h ->
    (length pts <= K)%nat ->
    (length pts <= K')%nat -> solves h d K pts f -> exists g : layer, solves h d K' pts g /\ trim g = trim f.
Proof. exact PropositionFourOne.any_width. Qed.

(* In general position a solution of (9) has at most 8(N + 1) parameters, and 2N or N for N <= d + 1. *)
Theorem parameters_in_print :
  forall (d K : nat) (pts : list (list R * R)) (f : layer),
    Forall (fun q : list R * R => length (fst q) = d) pts ->
    NoDup (map fst pts) ->
    general_position d pts ->
    (length pts <= K)%nat ->
    solves counted d K pts f ->
    ((length pts <= S d)%nat -> path counted f <= 2 * INR (length pts)) /\
    ((length pts <= S d)%nat ->
     Forall (fun q : list R * R => 0 <= snd q) pts \/ Forall (fun q : list R * R => snd q <= 0) pts ->
     path counted f <= INR (length pts)) /\ path counted f <= 8 * (INR (length pts) + 1).
Proof. exact Blocks.parameters_in_print. Qed.

(* In general position, with different values of some input, N + 2 ceil(N/(d+1)) - 1 parameters do. *)
Theorem parameters_by_blocks :
  forall (d j K : nat) (pts : list (list R * R)) (f : layer),
    Forall (fun q : list R * R => length (fst q) = d) pts ->
    general_position d pts ->
    (j < d)%nat ->
    NoDup (map (coordinate j) pts) ->
    pts <> nil ->
    (length pts <= K)%nat ->
    solves counted d K pts f -> path counted f <= INR (length pts) + 2 * INR ((length pts + d) / S d) - 1.
Proof. exact Blocks.parameters_by_blocks. Qed.

(* Solutions of (8) and (9) come from solutions of (10) with at most N vectors, at equal prices for every q. *)
Theorem lemma_4_1 :
  forall (d K : nat) (J : list (list bool)) (pts : list (list R * R)) (h : R -> R) (f : layer),
    path_price h ->
    (length pts <= K)%nat ->
    all_patterns d pts J ->
    solves h d K pts f ->
    exists P : program,
      program_solves h d J pts P /\
      (vectors P <= length pts)%nat /\
      (forall q : R -> R, path_price q -> objective q P = path q f) /\
      (forall alpha : slot -> R,
       (forall s : slot, 0 < alpha s) ->
       exists g : layer,
         solves h d K pts g /\
         trim g = reconstructed alpha P /\ (forall q : R -> R, path_price q -> path q g = path q f)).
Proof. exact LemmaFourOne.lemma_4_1. Qed.

(* Finitely many networks, the same for every price, hold all solutions up to scaling. *)
Theorem candidates :
  forall (d K : nat) (pts : data),
    exists Z : list layer,
      Forall (feasible d K pts) Z /\
      (forall (h : R -> R) (f : layer),
       concave h -> feasible d K pts f -> exists z : layer, In z Z /\ path h z <= path h f) /\
      (forall (h : R -> R) (f : layer), strict h -> solves h d K pts f -> In (map scaled f) Z).
Proof. exact Several.candidates. Qed.

(* Below the printed threshold a solution of (8) solves (9). *)
Theorem threshold :
  forall (d K : nat) (pts : data) (p r R0 : R) (f f0 : layer),
    0 < p < 1 ->
    solves (power p) d K pts f ->
    solves counted d K pts f0 ->
    0 < r ->
    Forall (fun x : R => x <> 0 -> r <= Rabs x) (parameters f) ->
    0 < R0 ->
    Forall (fun x : R => Rabs x <= R0) (parameters f0) ->
    Rpower (R0 / r) p * path counted f0 < path counted f0 + 1 -> solves counted d K pts f.
Proof. exact TheoremFourOne.threshold. Qed.

(* For p < p* every solution of (8) solves (9), for every width. *)
Theorem theorem_4_1 :
  forall (d : nat) (pts : list (list R * R)),
    exists ps : R,
      0 < ps <= 1 /\
      (forall (K : nat) (p : R) (f : layer),
       (length pts <= K)%nat -> 0 < p < ps -> solves (power p) d K pts f -> solves counted d K pts f).
Proof. exact TheoremFourOne.theorem_4_1. Qed.

(* The printed threshold is where (R/r)^p K0 < K0 + 1. *)
Theorem inequality_76 :
  forall K0 r R0 p : R,
    0 < K0 -> 0 < r < R0 -> p < ln (1 + / K0) / ln (R0 / r) <-> Rpower (R0 / r) p * K0 < K0 + 1.
Proof. exact TheoremFourOne.inequality_76. Qed.

(* A power lies below its tangent, with equality at |x| = |y| alone. *)
Theorem inequality_78 :
  forall p x y : R,
    0 < p <= 1 ->
    y <> 0 ->
    let bound := p * Rpower (Rabs y) (p - 1) * Rabs x + (1 - p) * power p y in
    power p x <= bound /\ (power p x = bound <-> p = 1 \/ Rabs x = Rabs y).
Proof. exact TheoremFourOne.inequality_78. Qed.

(* What they assume, all together: Coq would go through the whole development once more for each of them. *)
Definition every_theorem :=
  (theorem_A, lower_bound, theorem_A_iff, matchings_distinct, count_minimisers, unique_iff, count_matchings,
   proposition_3_1, width_of_solutions, remark_1, theorem_3_1, theorem_3_1_sparsest, lemma_A_1, lemma_A_2,
   lemma_A_2_zero, corollary_3_1_1, form_least_V1, sparsest_unbounded, corollary_3_1_2, few_zeros, curves_meet,
   unique_but_for_finitely_many, unique_and_sparsest_for_small_p, networks_for_small_p, easy_case, theorem_B,
   limit_at_0, limit_at_1, least_product, critical_exponent_exists, critical_exponent_enclosed,
   critical_exponent_one,
   clauses_prove_run, theorem_C, theorem_D, tolerance_check_sound, check_sound, proposition_4_1, any_width,
   parameters_in_print, parameters_by_blocks, lemma_4_1, candidates, threshold, theorem_4_1, inequality_76,
   inequality_78).
Print Assumptions every_theorem.
