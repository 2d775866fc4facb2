(* The minimisers for all small p, and for all p near 1: expand the cost at 0 or at 1 and compare the coefficients in
   order. At 0: the number of knots, the sum of ln|c|, that of ln^2|c|, ...; at 1: the sum of |c|, of -|c| ln|c|, ... *)
From Coq Require Import Reals Lra Lia List Permutation.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique Distinct PowerSums Sizes.
Import ListNotations.
Open Scope R_scope.

Definition moment_at_0 (f : spline) (k : nat) : R := sum_over f (fun c => ln c ^ k).
Definition moment_at_1 (f : spline) (k : nat) : R := sum_over f (fun c => c * (- ln c) ^ k).
(* the first coefficients that differ decide *)
Definition less (a b : nat -> R) : Prop := exists k, (forall i, (i < k)%nat -> a i = b i) /\ a k < b k.

(* one bound for finitely many claims: used for all pairs of matchings *)
Lemma eventually_all {A} (P : A -> R -> Prop) (l : list A) :
  (forall a, exists d, 0 < d /\ forall t, 0 < t < d -> P a t) ->
  exists d, 0 < d /\ forall t, 0 < t < d -> forall a, In a l -> P a t.
Proof.
  intros H. induction l as [|a l (d & Hd & D)]; [exists 1; split; [lra|intros _ _ ? []]|].
  destruct (H a) as (e & He & E). exists (Rmin d e). split; [apply Rmin_pos; assumption|]. intros t Ht.
  pose proof (Rmin_l d e). pose proof (Rmin_r d e).
  intros b [<-|I]; [apply E; lra|apply D; [lra|assumption]].
Qed.

(* Both limits at once: t = p or t = 1 - p; `expansion f` is the cost at t as a power sum. *)
Section Limit.
Variables (at_t : R -> R) (expansion : spline -> es) (coefficient : nat -> R -> R).
Let moment f k := sum_over f (coefficient k).
Hypothesis inside : forall t, 0 < t < 1 -> 0 < at_t t < 1.
Hypothesis cost_at : forall f t, cost (power (at_t t)) f = ev (expansion f) t.
Hypothesis moment_is : forall f k, moment f k = mom k (expansion f).

Definition excess f g := expansion g ++ negs (expansion f).
(* the difference of two costs is a power sum, whose sign near 0 is known *)
Lemma excess_is f g t : ev (excess f g) t = cost (power (at_t t)) g - cost (power (at_t t)) f.
Proof. unfold excess. rewrite ev_app, ev_negs, <- !cost_at. ring. Qed.
(* and its moments are the differences of the moments, so the first that differ decide *)
Lemma moments_of_excess f g k : mom k (excess f g) = moment g k - moment f k.
Proof. unfold excess. rewrite mom_app, mom_negs, !moment_is. ring. Qed.

(* any two functions are ordered for all small t, by the first coefficients that differ, or cost the same for all t *)
Lemma compare f g : exists d, 0 < d /\
  ((forall t, cost (power (at_t t)) f = cost (power (at_t t)) g) \/
   (less (moment f) (moment g) /\ forall t, 0 < t < d -> cost (power (at_t t)) f < cost (power (at_t t)) g) \/
   (less (moment g) (moment f) /\ forall t, 0 < t < d -> cost (power (at_t t)) g < cost (power (at_t t)) f)).
Proof.
  destruct (sign_near_0 (excess f g)) as (d & Hd & D). exists d. split; [exact Hd|].
  destruct D as [V|(k & Z & C)]; [left; intros t; specialize (V t); rewrite excess_is in V; lra|right].
  assert (E : forall i, (i < k)%nat -> moment g i = moment f i).
  { intros i Hi. specialize (Z i Hi). rewrite moments_of_excess in Z. lra. }
  destruct C as [[N D]|[N D]]; rewrite moments_of_excess in N; [right|left].
  all: split; [exists k; split; [auto using eq_sym|lra]|].
  all: intros t Ht; specialize (D t Ht); rewrite excess_is in D; lra.
Qed.
(* what is less cannot also be greater: rules out the wrong case of compare *)
Lemma less_not_less a b : less a b -> less b a -> False.
Proof.
  intros (i & E & L) (j & F & M). destruct (lt_eq_lt_dec i j) as [[H| <-]|H]; [rewrite (F i H) in L|..]; try lra.
  rewrite (E j H) in M. lra.
Qed.

(* One matching is best for all small t. *)
Lemma one_for_all_small_t pts : increasing pts -> exists d m, 0 < d <= 1 /\ matching (gaps pts) m /\
  forall t, 0 < t < d -> minimiser (power (at_t t)) pts (spline_of pts m).
Proof.
  intros Hx. set (L := bools (length (gaps pts))). set (c := fun m t => cost (power (at_t t)) (spline_of pts m)).
  destruct (eventually_all (fun a t => (forall s, 0 < s <= t -> c (fst a) s <= c (snd a) s) \/
    (forall s, 0 < s <= t -> c (snd a) s < c (fst a) s)) (list_prod L L)) as (d & Hd & D).
  { intros [m m']. cbn [fst snd]. unfold c. destruct (compare (spline_of pts m) (spline_of pts m')) as (d & Hd & D).
    exists d. split; [exact Hd|]. intros t Ht. destruct D as [V|[[_ D]|[_ D]]].
    - left. intros s _. rewrite V. lra.
    - left. intros s Hs. left. apply D. lra.
    - right. intros s Hs. apply D. lra. }
  (* a minimiser at one such t is one at all smaller t *)
  set (t0 := Rmin d 1 / 2). pose proof (Rmin_l d 1). pose proof (Rmin_r d 1).
  assert (T : 0 < t0 < Rmin d 1) by (unfold t0; pose proof (Rmin_pos d 1 Hd Rlt_0_1); lra).
  assert (S : forall t, 0 < t < 1 -> price (power (at_t t))) by (intros; apply power_price, inside; assumption).
  destruct (minimiser_exists _ pts (S t0 ltac:(lra)) Hx) as (m & [M _] & Mt0).
  exists t0, m. split; [lra|]. split; [exact M|]. intros t Ht.
  destruct (minimiser_exists _ pts (S t ltac:(lra)) Hx) as (m' & [M' _] & [I' C']).
  split; [apply Mt0|]. intros g Hg. apply Rle_trans with (c m' t); [|apply C', Hg].
  assert (IN : In (m, m') (list_prod L L)) by (apply in_prod; apply in_bools; assumption).
  destruct (D t0 ltac:(lra) _ IN) as [E|E]; cbn [fst snd] in E; [apply E; lra|].
  specialize (E t0 ltac:(lra)). pose proof (proj2 Mt0 _ I'). unfold c in E. lra.
Qed.

(* For all small t the minimisers are the interpolants that no other one precedes. *)
Theorem limit pts : increasing pts -> exists d, 0 < d <= 1 /\ forall t, 0 < t < d -> forall f,
  minimiser (power (at_t t)) pts f <-> interpolates f pts /\ forall g, interpolates g pts ->
    ~ less (moment g) (moment f).
Proof.
  intros Hx. destruct (one_for_all_small_t pts Hx) as (d & m & Hd & Hm & M). set (f0 := spline_of pts m) in *.
  assert (equal : forall f g, (forall t, cost (power (at_t t)) f = cost (power (at_t t)) g) -> forall k,
    moment f k = moment g k).
  { intros f g E k. apply Rminus_diag_uniq. rewrite <- moments_of_excess. apply vanishing_moments.
    intros t. rewrite excess_is, E. ring. }
  assert (least : forall g, interpolates g pts -> ~ less (moment g) (moment f0)).
  { intros g Hg L. destruct (compare g f0) as (e & He & D). set (t := Rmin d e / 2).
    pose proof (Rmin_l d e). pose proof (Rmin_r d e). assert (0 < Rmin d e) by (apply Rmin_pos; lra).
    assert (T : 0 < t < Rmin d e) by (unfold t; lra).
    destruct D as [V|[[_ D]|[X _]]]; [| |exact (less_not_less _ _ L X)].
    - destruct L as (k & _ & L). rewrite (equal _ _ V) in L. lra.
    - specialize (D t ltac:(lra)). pose proof (proj2 (M t ltac:(lra)) g Hg). lra. }
  (* one interval will do for the finitely many matchings *)
  destruct (eventually_all (fun m' t => let g := spline_of pts m' in matching (gaps pts) m' ->
    cost (power (at_t t)) f0 < cost (power (at_t t)) g \/ forall s, cost (power (at_t s)) g = cost (power (at_t s)) f0)
    (bools (length (gaps pts)))) as (e & He & D).
  { intros m'. cbv zeta. destruct (compare f0 (spline_of pts m')) as (e & He & D). exists e. split; [exact He|].
    intros t Ht Hm'.
    destruct D as [V|[[_ D]|[L _]]]; [right; intros; symmetry; apply V|left; apply D, Ht|].
    destruct (least _ (spline_of_interpolates _ _ Hx Hm') L). }
  pose proof (Rmin_l d e). pose proof (Rmin_r d e). exists (Rmin d e). split; [split; [apply Rmin_pos; lra|lra]|].
  intros t Ht f. assert (S : strict (power (at_t t))) by (apply power_strict, inside; lra). split.
  - intros Mf. split; [apply Mf|]. destruct (minimiser_sizes _ _ _ S Hx Mf) as (m' & G & P).
    pose proof (proj1 G) as Hm'. apply (greatest_minimises _ _ _ (s_price _ S) Hx Hm') in G.
    destruct (D t ltac:(lra) m' (in_bools _ _ Hm') Hm') as [L|E].
    { pose proof (proj2 G f0 (spline_of_interpolates _ _ Hx Hm)). lra. }
    intros g Hg (k & L). apply (least g Hg). exists k.
    assert (X : forall k, moment f k = moment f0 k).
    { intros i. transitivity (moment (spline_of pts m') i); [apply sum_permutation, P|apply equal, E]. }
    rewrite <- X. destruct L as [L1 L2]. split; [|exact L2]. intros i Hi. rewrite <- X. auto.
  - intros [I N]. destruct (compare f f0) as (e' & _ & C). destruct C as [V|[[L _]|[L _]]].
    + split; [exact I|]. rewrite V. apply M. lra.
    + destruct (least f I L).
    + destruct (N f0 (spline_of_interpolates _ _ Hx Hm) L).
Qed.
End Limit.

(* the coefficients at p = 0 are the moments of the cost as a sum of exp (p ln c) *)
Lemma sum_at_0 f k : moment_at_0 f k = mom k (ones (map ln (sizes f))).
Proof. unfold moment_at_0, sum_over. induction (sizes f) as [|c l IH]; simpl; [reflexivity|]. rewrite IH. ring. Qed.
(* the same at p = 1, where c exp (- (1 - p) ln c) carries the factor c *)
Lemma sum_at_1 f k : moment_at_1 f k = mom k (flip (ones (map ln (sizes f)))).
Proof.
  unfold moment_at_1, sum_over. induction (sizes_positive f) as [|c l P _ IH]; simpl; [reflexivity|].
  rewrite IH, exp_ln by exact P. ring.
Qed.

(* For all small p: the fewest knots; among those the least product; and so on. For all p near 1: the least sum of |c|;
   among those the greatest sum of |c| ln|c|; and so on. *)
Theorem limit_at_0 pts : increasing pts -> exists p0, 0 < p0 <= 1 /\ forall p, 0 < p < p0 -> forall f,
  minimiser (power p) pts f <-> interpolates f pts /\ forall g, interpolates g pts ->
    ~ less (moment_at_0 g) (moment_at_0 f).
Proof. exact (limit (fun p => p) _ (fun k c => ln c ^ k) (fun _ H => H) (fun f t => cost_sum t f) sum_at_0 pts). Qed.
(* the general theorem with t = 1 - p *)
Theorem limit_at_1 pts : increasing pts -> exists p1, 0 <= p1 < 1 /\ forall p, p1 < p < 1 -> forall f,
  minimiser (power p) pts f <-> interpolates f pts /\ forall g, interpolates g pts ->
    ~ less (moment_at_1 g) (moment_at_1 f).
Proof.
  intros Hx. destruct (limit (fun t => 1 - t) (fun f => flip (ones (map ln (sizes f)))) (fun k c => c * (- ln c) ^ k))
    with (pts := pts) as (d & Hd & D); [intros; lra|intros; rewrite ev_flip; apply cost_sum|exact sum_at_1|exact Hx|].
  exists (1 - d). split; [lra|]. intros p Hp f. specialize (D (1 - p) ltac:(lra) f).
  replace (1 - (1 - p)) with p in D by ring. exact D.
Qed.

(* the first two coefficients *)
Lemma not_less a b : ~ less a b -> b 0%nat <= a 0%nat /\ (a 0%nat = b 0%nat -> b 1%nat <= a 1%nat).
Proof.
  intros N. split.
  - apply Rnot_lt_le. intros L. apply N. exists 0%nat. split; [intros; lia|exact L].
  - intros E. apply Rnot_lt_le. intros L. apply N. exists 1%nat. split; [|exact L]. intros i Hi.
    replace i with 0%nat by lia. exact E.
Qed.
Definition product_of_sizes (f : spline) : R := fold_right Rmult 1 (sizes f).
(* the first coefficient at 0 is the number of knots: minimisers for small p are sparsest *)
Lemma count_moment f : moment_at_0 f 0 = cost counted f.
Proof.
  rewrite cost_counted. unfold moment_at_0, sum_over. induction (sizes f) as [|c l IH]; [reflexivity|].
  cbn [map sum_of length]. rewrite IH, S_INR. simpl. ring.
Qed.
(* the second is the logarithm of the product, which breaks ties among the sparsest *)
Lemma product_moment f : product_of_sizes f = exp (moment_at_0 f 1).
Proof.
  unfold product_of_sizes, moment_at_0, sum_over.
  induction (sizes_positive f) as [|c l P _ IH]; simpl; [symmetry; apply exp_0|].
  rewrite exp_plus, IH, Rmult_1_r, exp_ln by exact P. reflexivity.
Qed.
(* the first two coefficients at 0 in words: fewest knots, then the least product of slope changes *)
Corollary least_product pts : increasing pts -> exists p0, 0 < p0 <= 1 /\ forall p, 0 < p < p0 -> forall f,
  minimiser (power p) pts f -> minimiser counted pts f /\
  forall g, minimiser counted pts g -> product_of_sizes f <= product_of_sizes g.
Proof.
  intros Hx. destruct (limit_at_0 pts Hx) as (p0 & H0 & H). exists p0. split; [exact H0|]. intros p Hp f M.
  apply (H p Hp) in M. destruct M as [I M]. assert (F : minimiser counted pts f).
  { split; [exact I|]. intros g Hg. rewrite <- !count_moment. apply (proj1 (not_less _ _ (M g Hg))). }
  split; [exact F|]. intros g [Ig G]. rewrite !product_moment. apply Rnot_lt_le. intros L. apply exp_lt_inv in L.
  pose proof (proj2 (not_less _ _ (M g Ig))) as X. rewrite !count_moment in X. pose proof (G f I).
  pose proof (proj2 F g Ig).
  specialize (X ltac:(lra)). lra.
Qed.
(* the first two at 1: least V_1, then the greatest sum of c ln c *)
Corollary greatest_c_ln_c pts : increasing pts -> exists p1, 0 <= p1 < 1 /\ forall p, p1 < p < 1 -> forall f,
  minimiser (power p) pts f -> forall g, interpolates g pts ->
  sum_over f (fun c => c) <= sum_over g (fun c => c) /\
  (sum_over f (fun c => c) = sum_over g (fun c => c) ->
    sum_over g (fun c => c * ln c) <= sum_over f (fun c => c * ln c)).
Proof.
  intros Hx. destruct (limit_at_1 pts Hx) as (p1 & H1 & H). exists p1. split; [exact H1|]. intros p Hp f M g Hg.
  apply (H p Hp) in M. destruct (not_less _ _ (proj2 M g Hg)) as [A B].
  assert (E0 : forall f, moment_at_1 f 0 = sum_over f (fun c => c)).
  { intros k. unfold moment_at_1, sum_over. f_equal. apply map_ext. intros. simpl. ring. }
  assert (E1 : forall f, moment_at_1 f 1 = - sum_over f (fun c => c * ln c)).
  { intros k. unfold moment_at_1, sum_over. induction (sizes k) as [|c l IH]; simpl in *; [ring|]. rewrite IH. ring. }
  rewrite !E0 in A, B. rewrite !E1 in B. split; [exact A|]. intros E. specialize (B (eq_sym E)). lra.
Qed.
