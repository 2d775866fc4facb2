(* Proposition 3.1, 0 <= p <= 1: networks v (w x + b)_+ of width K with a free skip connection, problems (2) and (3),
   and piecewise-linear functions of at most K knots, problem (5), have the same solutions, as functions. For K >= N - 2
   there are some, and their cost does not depend on K; for p < 1 nor do they. *)
From Coq Require Import Reals Lra List Lia.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique Distinct Merging.
Import ListNotations.
Open Scope R_scope.

Record neuron := { v : R; w : R; b : R }.
Record network := { neurons : list neuron; skip : R; offset : R }.
Definition width th := length (neurons th).
Definition out (n : neuron) x := v n * Rmax 0 (w n * x + b n).
Definition net (th : network) x := fold_right (fun n s => out n x + s) 0 (neurons th) + skip th * x + offset th.
Definition net_cost (h : R -> R) (th : network) := fold_right (fun n s => h (v n * w n) + s) 0 (neurons th).
Definition fits (th : network) (pts : points) := Forall (fun q => net th (fst q) = snd q) pts.

(* theta solves (2), or (3) at p = 0; f solves (5); a minimiser solves (5) with any number of knots *)
Definition solves_2 h K pts th := width th = K /\ fits th pts /\
  forall th', width th' = K -> fits th' pts -> net_cost h th <= net_cost h th'.
Definition solves_5 h K pts f := merged f /\ (length (knots f) <= K)%nat /\ interpolates f pts /\
  forall g, merged g -> (length (knots g) <= K)%nat -> interpolates g pts -> cost h f <= cost h g.

(* homogeneity: a neuron's input weight moves into its output weight *)
Lemma Rmax_scale k x : 0 <= k -> Rmax 0 (k * x) = k * Rmax 0 x.
Proof. intros. unfold Rmax. repeat destruct Rle_dec; nra. Qed.
(* a neuron that looks to the left is one that looks to the right, plus a line, which costs nothing *)
Lemma relu_neg x : Rmax 0 (- x) = Rmax 0 x - x.
Proof. unfold Rmax. repeat destruct Rle_dec; lra. Qed.

(* each neuron is a line and one knot of slope change v w or - v w; one with w = 0 is constant *)
Lemma neuron_spline n : exists a c t s, (forall h, price h -> h s = h (v n * w n)) /\
  forall x, out n x = a * x + c + s * Rmax 0 (x - t).
Proof.
  unfold out. destruct (Rtotal_order (w n) 0) as [H|[H|H]].
  - exists (v n * w n), (v n * b n), (- b n / w n), (- (v n * w n)).
    split; [intros h Hh; apply (h_even h Hh)|]. intros x.
    replace (w n * x + b n) with (- w n * (- (x - - b n / w n))) by (field; lra).
    rewrite Rmax_scale, relu_neg by lra. field. lra.
  - exists 0, (v n * Rmax 0 (b n)), 0, 0. rewrite H. split; [intros; f_equal; ring|].
    intros x. rewrite Rmult_0_l, Rplus_0_l. ring.
  - exists 0, 0, (- b n / w n), (v n * w n). split; [reflexivity|]. intros x.
    replace (w n * x + b n) with (w n * (x - - b n / w n)) by (field; lra). rewrite Rmax_scale by lra. ring.
Qed.
(* problem (2) to problem (5): a knot for each neuron, at the same cost for every price *)
Lemma network_spline th : exists g, (forall x, net th x = eval g x) /\ length (knots g) = width th /\
  forall h, price h -> cost h g = net_cost h th.
Proof.
  destruct th as [l a c]. unfold width, net, net_cost, cost. simpl.
  induction l as [|n l ([a' c' k] & E & L & C)].
  - exists {| slope := a; intercept := c; knots := [] |}. split; [intros; unfold eval; simpl; ring|auto].
  - destruct (neuron_spline n) as (a1 & c1 & t & s & Hs & En). simpl in L, C.
    exists {| slope := a' + a1; intercept := c' + c1; knots := (t, s) :: k |}. simpl.
    split; [|split; [lia|intros; rewrite C, Hs; auto]].
    intros x. rewrite !Rplus_assoc. rewrite <- (Rplus_assoc _ (a * x) c). rewrite E, En. unfold eval. simpl. ring.
Qed.
(* to width K with dead neurons *)
Lemma spline_network g K : (length (knots g) <= K)%nat -> exists th, (forall x, net th x = eval g x) /\ width th = K /\
  forall h, price h -> net_cost h th = cost h g.
Proof.
  destruct g as [a c k]. unfold eval, cost, width. simpl. intros HK.
  pose (dead := repeat {| v := 0; w := 0; b := 0 |} (K - length k)).
  exists {| neurons := map (fun a => {| v := snd a; w := 1; b := - fst a |}) k ++ dead; skip := a; offset := c |}.
  assert (D : length dead = (K - length k)%nat /\ (forall x, fold_right (fun n s => out n x + s) 0 dead = 0) /\
    forall h, price h -> fold_right (fun n s => h (v n * w n) + s) 0 dead = 0).
  { unfold dead. split; [apply repeat_length|].
    induction (K - length k)%nat as [|n [IH IC]]; simpl; [auto|]. split; intros.
    - rewrite IH. unfold out. simpl. ring.
    - rewrite IC, Rmult_0_l, (h_0 h) by auto. ring. }
  destruct D as (L & D & C). clearbody dead. unfold net, net_cost. simpl.
  split; [|split; [rewrite app_length, map_length; lia|]].
  - intros x. rewrite Rplus_assoc, Rplus_comm. f_equal. clear HK L. induction k as [|[t s] k IH]; simpl; [apply D|].
    rewrite IH. unfold out. simpl. replace (1 * x + - t) with (x - t) by ring. reflexivity.
  - intros h Hh. clear HK L. induction k as [|[t s] k IH]; simpl; [apply C, Hh|]. rewrite IH, Rmult_1_r. reflexivity.
Qed.
(* as network_spline, in the form that problem (5) asks for, which may be cheaper *)
Lemma merged_network h th : price h -> exists g, (forall x, eval g x = net th x) /\ merged g /\
  (length (knots g) <= width th)%nat /\ cost h g <= net_cost h th.
Proof.
  intros Hh. destruct (network_spline th) as (g & E & L & C). exists (merge_knots g). rewrite <- L, <- (C h Hh).
  split; [intros; rewrite merge_eval; auto|]. auto using merge_merged, merge_length, merge_cost.
Qed.

(* interpolation depends on the function only *)
Lemma interpolates_ext f g pts : (forall x, eval f x = eval g x) -> interpolates f pts -> interpolates g pts.
Proof. intros E. apply Forall_impl. intros q Hq. rewrite <- E. exact Hq. Qed.
(* a network fits if its spline interpolates: carries constraints between (2) and (5) *)
Lemma fits_interpolates th g pts : (forall x, net th x = eval g x) -> fits th pts <-> interpolates g pts.
Proof. intros E. split; apply Forall_impl; intros q Hq; [rewrite <- E|rewrite E]; exact Hq. Qed.

Section P.
Variable h : R -> R.
Hypothesis Hh : price h.
Variable pts : points.

(* the first half of Proposition 3.1: cheapest networks and cheapest functions are the same functions *)
Theorem networks_are_splines K F : (exists th, solves_2 h K pts th /\ forall x, net th x = F x) <->
  (exists f, solves_5 h K pts f /\ forall x, eval f x = F x).
Proof.
  split.
  - intros (th & (W & I & Min) & EF). destruct (merged_network h th Hh) as (g & E & M & L & C). exists g.
    split; [|intros; rewrite E; auto]. split; [exact M|]. split; [lia|]. split; [apply (fits_interpolates th); auto|].
    intros g' M' L' I'. destruct (spline_network g' K L') as (th' & E' & W' & C'). rewrite <- (C' h Hh).
    eapply Rle_trans; [exact C|]. apply Min; [exact W'|]. apply (fits_interpolates th' g'); auto.
  - intros (f & (M & L & I & Min) & EF). destruct (spline_network f K L) as (th & E & W & C). exists th.
    split; [|intros; rewrite E; auto]. split; [exact W|]. split; [apply (fits_interpolates th f); auto|].
    intros th' W' I'. destruct (merged_network h th' Hh) as (g & E' & M' & L' & C'). rewrite (C h Hh).
    eapply Rle_trans; [|exact C']. apply Min; [exact M'|lia|]. apply (fits_interpolates th' g); auto.
Qed.

(* a matching has a knot for each gap at most *)
Lemma spline_of_length m : (length (knots (spline_of pts m)) <= length pts - 2)%nat.
Proof.
  assert (K : forall m r s x y, (length (knots_of s x y r m) <= length r)%nat).
  { induction m0 as [|[] m0 IH]; intros [|[x' y'] r] s x y; simpl; try lia; [|apply le_n_S, IH].
    destruct r as [|[x'' y''] r]; simpl; [lia|apply le_n_S, le_S, IH]. }
  destruct pts as [|[x0 y0] [|[x1 y1] r]]; simpl; try lia. rewrite Nat.sub_0_r. apply K.
Qed.

(* N - 2 knots reach the least cost of all interpolants *)
Theorem solutions_exist : increasing pts ->
  exists f, minimiser h pts f /\ merged f /\ (length (knots f) <= length pts - 2)%nat.
Proof.
  intros Hx. destruct (theorem_A h Hh pts Hx) as (LB & (m & _ & I & C) & _). exists (merge_knots (spline_of pts m)).
  split; [split|split; [apply merge_merged|]].
  - eapply interpolates_ext; [|exact I]. intros; rewrite merge_eval; reflexivity.
  - intros g Hg. pose proof (merge_cost h (spline_of pts m) Hh). specialize (LB g Hg). lra.
  - eapply Nat.le_trans; [apply merge_length|apply spline_of_length].
Qed.

(* so the minimum of (2) is that of all interpolants and of all networks, whatever the width K >= N - 2 *)
Theorem width_of_minimum : increasing pts -> exists V,
  (forall g, interpolates g pts -> V <= cost h g) /\ (forall th, fits th pts -> V <= net_cost h th) /\
  forall K, (length pts - 2 <= K)%nat ->
    (exists th, solves_2 h K pts th) /\ (forall th, solves_2 h K pts th -> net_cost h th = V).
Proof.
  intros Hx. destruct (solutions_exist Hx) as (f & (I & Min) & M & L).
  assert (LB : forall th, fits th pts -> cost h f <= net_cost h th).
  { intros th Hth. destruct (network_spline th) as (g & E & _ & C). rewrite <- (C h Hh). apply Min.
    apply (fits_interpolates th); auto. }
  exists (cost h f). split; [exact Min|]. split; [exact LB|]. intros K HK.
  destruct (spline_network f K ltac:(lia)) as (th & E & W & C).
  assert (If : fits th pts) by (apply (fits_interpolates th f); auto).
  split.
  - exists th. split; [exact W|]. split; [exact If|]. intros th' _ I'. rewrite (C h Hh). auto.
  - intros th' (W' & I' & Min'). specialize (Min' th W If). rewrite (C h Hh) in Min'. specialize (LB th' I'). lra.
Qed.

(* a solution of (2) of width K >= N - 2, as a spline *)
Lemma solution_minimises K th : increasing pts -> (length pts - 2 <= K)%nat -> solves_2 h K pts th ->
  exists g, minimiser h pts g /\ (forall x, net th x = eval g x) /\ forall h', price h' -> cost h' g = net_cost h' th.
Proof.
  intros Hx HK S. destruct (width_of_minimum Hx) as (V & LB & _ & W). destruct (W K HK) as [_ C]. specialize (C th S).
  destruct (network_spline th) as (g & E & _ & Cg). exists g. split; [|auto].
  split; [apply (fits_interpolates th); [auto|apply S]|].
  intros g' I'. rewrite (Cg h Hh), C. auto.
Qed.

(* the solutions do not depend on the width, for p < 1 *)
Theorem width_of_solutions K f : strict h -> (2 <= length pts)%nat -> increasing pts -> (length pts - 2 <= K)%nat ->
  solves_5 h K pts f <-> merged f /\ minimiser h pts f.
Proof.
  intros Hs Hl Hx HK. split.
  - intros (M & L & I & Min). split; [exact M|]. split; [exact I|]. intros g Hg.
    destruct (solutions_exist Hx) as (f0 & (I0 & Min0) & M0 & L0).
    specialize (Min f0 M0 ltac:(lia) I0). specialize (Min0 g Hg). lra.
  - intros (M & I & Min). split; [exact M|]. split; [|split; [exact I|auto]].
    destruct (minimiser_costs h pts f Hs Hl Hx (conj I Min)) as (m & _ & _ & C). specialize (C counted counted_price).
    rewrite counted_merged in C by exact M.
    pose proof (counted_length (spline_of pts m)). pose proof (spline_of_length m).
    assert (length (knots f) <= length (knots (spline_of pts m)))%nat by (apply INR_le; lra). lia.
Qed.
(* for p < 1 the solutions of (2) do not depend on the width either, from N - 2 on *)
Theorem width_invariance K K' F : strict h -> (2 <= length pts)%nat -> increasing pts ->
  (length pts - 2 <= K)%nat -> (length pts - 2 <= K')%nat ->
  (exists th, solves_2 h K pts th /\ forall x, net th x = F x) ->
  exists th, solves_2 h K' pts th /\ forall x, net th x = F x.
Proof.
  intros Hs Hl Hx HK HK'. rewrite !networks_are_splines. intros (f & Sf & E). exists f. split; [|exact E].
  apply width_of_solutions; try assumption. apply (width_of_solutions K f); assumption.
Qed.
End P.

(* at p = 0 not either, once the width is enough for some interpolant *)
Theorem width_of_sparsest pts K f : (exists g, interpolates g pts /\ (length (knots g) <= K)%nat) ->
  solves_5 counted K pts f <-> merged f /\ minimiser counted pts f.
Proof.
  intros (g0 & I0 & L0). split.
  - intros (M & L & I & Min). split; [exact M|]. split; [exact I|]. intros g Hg.
    eapply Rle_trans; [|apply (merge_cost counted g counted_price)].
    destruct (le_lt_dec (length (knots (merge_knots g))) K) as [|Hk].
    + apply Min; auto using merge_merged. eapply interpolates_ext; [|exact Hg]. intros; rewrite merge_eval; reflexivity.
    + rewrite !counted_merged by auto using merge_merged. apply le_INR. lia.
  - intros (M & I & Min). split; [exact M|]. split; [|split; [exact I|auto]].
    pose proof (Min g0 I0) as X. rewrite counted_merged in X by exact M.
    pose proof (counted_length g0) as Y.
    apply INR_le. eapply Rle_trans; [exact X|]. eapply Rle_trans; [exact Y|]. apply le_INR, L0.
Qed.

(* as printed, for all 0 <= p <= 1 at once: same solutions, and they exist from K = N - 2 on *)
Theorem proposition_3_1 p K pts : 0 <= p <= 1 ->
  (forall F, (exists th, solves_2 (power p) K pts th /\ forall x, net th x = F x) <->
    (exists f, solves_5 (power p) K pts f /\ forall x, eval f x = F x)) /\
  (increasing pts -> (length pts - 2 <= K)%nat -> exists th, solves_2 (power p) K pts th).
Proof.
  intros Hp. pose proof (power_price_closed p Hp) as Hh. split; [intros F; apply networks_are_splines, Hh|].
  intros Hx HK. destruct (width_of_minimum (power p) Hh pts Hx) as (V & _ & _ & W). apply W, HK.
Qed.
