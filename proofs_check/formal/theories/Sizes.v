(* The sizes |slope change| of a spline, as a multiset. The cost at p is a power sum of them, so functions of different
   sizes have equal costs at finitely many p only; and all splines of one minimiser have the same. *)
From Coq Require Import Reals Lra Lia List Permutation.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique Distinct Merging PowerSums.
Import ListNotations.
Open Scope R_scope.

Fixpoint sizes_of (l : atoms) : list R :=
  match l with [] => [] | (_, w) :: r => if Req_EM_T w 0 then sizes_of r else Rabs w :: sizes_of r end.
Definition sizes (f : spline) : list R := sizes_of (knots f).

(* slope changes 0 are left out, so every size has a logarithm *)
Lemma sizes_positive f : Forall (fun c => 0 < c) (sizes f).
Proof.
  unfold sizes. induction (knots f) as [|[t w] l IH]; simpl; [constructor|].
  destruct Req_EM_T; [exact IH|constructor; [apply Rabs_pos_lt; assumption|exact IH]].
Qed.
Definition sum_over (f : spline) (g : R -> R) : R := sum_of (map g (sizes f)).
(* sums over sizes, such as cost and moments, do not depend on their order *)
Lemma sum_permutation f f' g : Permutation (sizes f) (sizes f') -> sum_over f g = sum_over f' g.
Proof. unfold sum_over. intros P. induction P; simpl; lra. Qed.
(* the cost sees neither places of knots nor signs of slope changes *)
Lemma cost_sizes h f : price h -> cost h f = sum_over f h.
Proof.
  intros Hh. unfold cost, sum_over, sizes. induction (knots f) as [|[t w] l IH]; simpl; [reflexivity|].
  destruct Req_EM_T as [->|]; simpl; rewrite IH; [rewrite (h_0 h Hh); ring|rewrite (h_abs h Hh); reflexivity].
Qed.
(* so functions of equal sizes cost the same, at every price: from p > 0 to p = 0 *)
Lemma cost_permutation h f g : price h -> Permutation (sizes f) (sizes g) -> cost h f = cost h g.
Proof. intros Hh P. rewrite !cost_sizes by exact Hh. apply sum_permutation, P. Qed.
(* the cost at p = 0 is the number of sizes *)
Lemma cost_counted f : cost counted f = INR (length (sizes f)).
Proof.
  rewrite cost_sizes by apply counted_price. unfold sum_over.
  induction (sizes_positive f) as [|c l P _ IH]; [reflexivity|].
  cbn [map sum_of length]. rewrite IH, S_INR. unfold counted. destruct Req_EM_T; lra.
Qed.
(* as a function of p the cost is a sum of exponentials: a cost curve *)
Lemma cost_sum p f : cost (power p) f = ev (ones (map ln (sizes f))) p.
Proof.
  unfold cost, sizes. induction (knots f) as [|[t w] l IH]; simpl; [reflexivity|]. rewrite IH. unfold power, Rpower.
  destruct Req_EM_T; simpl; ring.
Qed.
Definition difference f g : es := ones (map ln (sizes g)) ++ negs (ones (map ln (sizes f))).
(* cost curves meet where this sum vanishes *)
Lemma ev_difference f g p : ev (difference f g) p = cost (power p) g - cost (power p) f.
Proof. unfold difference. rewrite ev_app, ev_negs, <- !cost_sum. ring. Qed.
(* equal at all p: the logarithms of the sizes are the same by equal_sums, hence the sizes *)
Lemma same_sums f g : (forall p, ev (difference f g) p = 0) -> Permutation (sizes f) (sizes g).
Proof.
  intros V. assert (X : forall f, sizes f = map exp (map ln (sizes f))).
  { intros k. rewrite map_map. induction (sizes_positive k) as [|c l P _ IH]; [reflexivity|]. simpl.
    rewrite exp_ln by exact P. congruence. }
  rewrite (X f), (X g). symmetry. apply Permutation_map, equal_sums, V.
Qed.
(* Section A.1.4 of the paper: cost curves of different sizes meet at finitely many p. *)
Theorem curves_meet f g : Permutation (sizes f) (sizes g) \/ exists Z,
  (length Z < length (sizes f) + length (sizes g))%nat /\ forall p, cost (power p) f = cost (power p) g -> In p Z.
Proof.
  destruct (few_zeros (difference f g)) as [V|(Z & L & H)]; [left; apply same_sums, V|right; exists Z]. split.
  - unfold difference, ones, negs in L. rewrite app_length, !map_length in L. lia.
  - intros p E. apply H. rewrite ev_difference. lra.
Qed.
(* (0, 1) is enough: a difference of costs that is not always 0 has one sign near 0 *)
Lemma same_costs f g : (forall p, 0 < p < 1 -> cost (power p) f = cost (power p) g) -> Permutation (sizes f) (sizes g).
Proof.
  intros E. apply same_sums. destruct (sign_near_0 (difference f g)) as (d & Hd & [V|(k & _ & C)]); [exact V|exfalso].
  pose proof (Rmin_l d 1). pose proof (Rmin_r d 1). assert (0 < Rmin d 1) by (apply Rmin_pos; lra).
  specialize (E (Rmin d 1 / 2) ltac:(lra)).
  destruct C as [[_ C]|[_ C]]; specialize (C (Rmin d 1 / 2) ltac:(lra)); rewrite ev_difference in C; lra.
Qed.

(* Theorem A for sizes, one point included: those of a minimiser are those of a matching of greatest weight. *)
Theorem minimiser_sizes h pts f : strict h -> increasing pts -> minimiser h pts f ->
  exists m, greatest h (gaps pts) m /\ Permutation (sizes f) (sizes (spline_of pts m)).
Proof.
  intros Hs Hx M. pose proof (s_price h Hs) as Hh. destruct (le_lt_dec 2 (length pts)) as [Hl|Hl].
  - destruct (proj1 (theorem_A_iff h pts f Hs Hl Hx) M) as (m & G & E & C). exists m. split; [exact G|].
    assert (T : cost h f <= cost h (merge_knots f)).
    { apply (proj2 M). eapply Forall_impl; [|exact (proj1 M)]. intros q Hq. rewrite merge_eval. exact Hq. }
    apply same_costs. intros p Hp. rewrite <- (merge_strict h f Hs T (power p) (power_price p Hp)).
    apply same_total; [apply power_0|apply merge_merged|apply (spline_of_distinct pts m Hx (proj1 G))|].
    apply same_change. intros z. rewrite merge_eval. apply E.
  - exists []. destruct pts as [|[x y] [|? ?]]; [| |simpl in Hl; lia].
    all: pose proof (proj2 M _ (spline_of_interpolates _ [] Hx I)) as C; cbn in C; unfold cost in C.
    all: assert (G : greatest h [] []) by (split; [exact I|intros [|[] m] X; [apply Rle_refl|destruct X..]]).
    all: split; [exact G|]; replace (sizes f) with (@nil R); [constructor|].
    all: unfold sizes; induction (knots f) as [|[t w] l IH]; simpl in C |- *; [reflexivity|].
    all: pose proof (h_nonneg h Hh w); pose proof (paid_bounds h Hh l 0).
    all: destruct Req_EM_T as [|N]; [apply IH; lra|pose proof (h_pos h Hs w N); lra].
Qed.

(* All matchings are in a finite list. *)
Fixpoint bools (n : nat) : list (list bool) :=
  match n with O => [[]] | S n => [] :: map (cons true) (bools n) ++ map (cons false) (bools n) end.
(* so finitely many functions can be minimisers, the same ones at every p *)
Lemma in_bools ds m : matching ds m -> In m (bools (length ds)).
Proof.
  assert (G : forall n m, (length m <= n)%nat -> In m (bools n)).
  { induction n; intros [|b k] H; simpl in *; try (left; reflexivity); [lia|]. right.
    apply in_or_app. destruct b; [left|right]; apply in_map, IHn; lia. }
  intros M. apply G. revert ds M. induction m as [|[] m IH]; intros ds M; [simpl; lia|..].
  - destruct ds as [|d [|d' r]]; simpl in M; try contradiction. specialize (IH r (proj2 M)). simpl. lia.
  - destruct ds as [|d r]; simpl in M; [contradiction|]. specialize (IH r M). simpl. lia.
Qed.
