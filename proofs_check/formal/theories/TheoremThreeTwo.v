(* Theorem 3.2, its three sentences. Unique means, as in the paper's footnote 5, that all minimisers have the same
   multiset of |slope changes|: gaps 1, 1, 1 have two minimisers at every p. *)
From Coq Require Import Reals Lra Lia List Permutation.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique Distinct.
From Sparsest Require Import Networks PowerSums Sizes Limits RunByRun TheoremB.
Import ListNotations.
Open Scope R_scope.

(* uniqueness alone would hold of no minimiser at all, so existence is stated with it *)
Lemma some_minimiser p pts : 0 < p < 1 -> increasing pts -> exists f, minimiser (power p) pts f.
Proof. intros Hp Hx. destruct (minimiser_exists _ pts (power_price p Hp) Hx) as (m & _ & M). eauto. Qed.

(* For all but finitely many 0 < p < 1 the minimiser is unique. *)
Theorem unique_but_for_finitely_many pts : increasing pts -> exists Z : list R, forall p, 0 < p < 1 -> ~ In p Z ->
  (exists f, minimiser (power p) pts f) /\
  forall f g, minimiser (power p) pts f -> minimiser (power p) pts g -> Permutation (sizes f) (sizes g).
Proof.
  intros Hx. set (L := list_prod (bools (length (gaps pts))) (bools (length (gaps pts)))).
  assert (X : exists Z, forall a, In a L ->
    Permutation (sizes (spline_of pts (fst a))) (sizes (spline_of pts (snd a))) \/
    forall p, cost (power p) (spline_of pts (fst a)) = cost (power p) (spline_of pts (snd a)) -> In p Z).
  { induction L as [|a L (Z & H)]; [exists []; intros ? []|].
    destruct (curves_meet (spline_of pts (fst a)) (spline_of pts (snd a))) as [P|(Y & _ & HY)].
    - exists Z. intros b [<-|I]; [left; exact P|apply H, I].
    - exists (Y ++ Z). intros b [<-|I]; [right; intros p E; apply in_or_app; left; apply HY, E|].
      destruct (H b I) as [P|Q]; [left; exact P|right; intros p E; apply in_or_app; right; apply Q, E]. }
  destruct X as (Z & HZ). exists Z. intros p Hp N. split; [apply some_minimiser; assumption|]. intros f g F G.
  pose proof (power_price p Hp) as Hh.
  destruct (minimiser_sizes _ _ _ (power_strict p Hp) Hx F) as (m & A & P). pose proof (proj1 A) as M.
  destruct (minimiser_sizes _ _ _ (power_strict p Hp) Hx G) as (m' & A' & P'). pose proof (proj1 A') as M'.
  apply (greatest_minimises _ _ _ Hh Hx M) in A. apply (greatest_minimises _ _ _ Hh Hx M') in A'. rewrite P, P'.
  destruct (HZ (m, m') (in_prod _ _ _ _ (in_bools _ _ M) (in_bools _ _ M'))) as [Q|Q]; [exact Q|].
  destruct N. apply Q, Rle_antisym; [apply A, A'|apply A', A].
Qed.

(* As a function too, where different matchings have different sizes. *)
Corollary unique_function pts : (2 <= length pts)%nat -> increasing pts ->
  (forall m m', matching (gaps pts) m -> matching (gaps pts) m' ->
    Permutation (sizes (spline_of pts m)) (sizes (spline_of pts m')) -> m = m') ->
  exists Z : list R, forall p, 0 < p < 1 -> ~ In p Z ->
    exists f, minimiser (power p) pts f /\ forall g, minimiser (power p) pts g -> same_function g f.
Proof.
  intros Hl Hx D. destruct (unique_but_for_finitely_many pts Hx) as (Z & HZ). exists Z. intros p Hp N.
  destruct (HZ p Hp N) as [_ U]. pose proof (power_strict p Hp) as S.
  destruct (minimiser_exists _ pts (s_price _ S) Hx) as (m & G & M). exists (spline_of pts m). split; [exact M|].
  intros g F. pose proof (proj1 (theorem_A_iff _ pts g S Hl Hx) F) as (m' & G' & E & _).
  rewrite (D m m' (proj1 G) (proj1 G')); [exact E|]. apply U; [exact M|].
  apply (greatest_minimises _ _ _ (s_price _ S) Hx (proj1 G')), G'.
Qed.

(* There is p* > 0 such that the minimiser is unique for 0 < p < p*, the same one for all of these, and solves p = 0. *)
Theorem unique_and_sparsest_for_small_p pts : increasing pts -> exists p0 f0, 0 < p0 <= 1 /\ forall p, 0 < p < p0 ->
  minimiser (power p) pts f0 /\
  forall f, minimiser (power p) pts f -> minimiser counted pts f /\ Permutation (sizes f) (sizes f0).
Proof.
  intros Hx. destruct (limit_at_0 pts Hx) as (p0 & H0 & H).
  destruct (some_minimiser (p0 / 2) pts ltac:(lra) Hx) as (f0 & F0). apply (H (p0 / 2) ltac:(lra)) in F0.
  exists p0, f0. split; [exact H0|]. intros p Hp. split; [apply (H p Hp), F0|].
  intros f F. apply (H p Hp) in F. destruct F as [I F]. split.
  - split; [exact I|]. intros g Hg. rewrite <- !count_moment. apply (not_less _ _ (F g Hg)).
  - apply same_costs.
    destruct (compare (fun p => p) _ _ (fun f t => cost_sum t f) sum_at_0 f f0) as (d & _ & [E|[[L _]|[L _]]]);
      [intros r _; apply E|destruct (proj2 F0 f I L)|destruct (F f0 (proj1 F0) L)].
Qed.

(* The same of networks, of any width K >= N - 2: problems (2) and (3). *)
Lemma network_sparsest p K pts th : 0 < p < 1 -> increasing pts -> (length pts - 2 <= K)%nat ->
  (forall f, minimiser (power p) pts f -> minimiser counted pts f) ->
  solves_2 (power p) K pts th -> solves_2 counted K pts th.
Proof.
  intros Hp Hx HK A S. destruct (solution_minimises _ (power_price p Hp) pts K th Hx HK S) as (g & M & _ & C).
  apply A in M. destruct S as (W & I & _). split; [exact W|]. split; [exact I|]. intros th' _ I'.
  destruct (network_spline th') as (g' & E' & _ & C'). rewrite <- (C _ counted_price), <- (C' _ counted_price).
  apply M, (fits_interpolates th' g' pts (fun x => E' x)), I'.
Qed.
(* the threshold for functions is one for networks, by network_sparsest *)
Theorem networks_for_small_p K pts : increasing pts -> (length pts - 2 <= K)%nat -> exists p0, 0 < p0 <= 1 /\
  forall p th, 0 < p < p0 -> solves_2 (power p) K pts th -> solves_2 counted K pts th.
Proof.
  intros Hx HK. destruct (unique_and_sparsest_for_small_p pts Hx) as (p0 & f0 & H0 & H). exists p0. split; [exact H0|].
  intros p th Hp. apply network_sparsest; [lra|exact Hx|exact HK|]. intros f F. apply (proj2 (H p Hp) f F).
Qed.

(* No three consecutive gaps of one sign: no tie, for any price that is strictly concave. *)
Lemma no_tie_without_three h ds : strict h -> forall e E sg, 0 <= E -> no_run_of_three (e :: ds) ->
  match ds with d :: _ => same_sign e d -> E = 0 | [] => True end -> signs_true h e E ds sg -> ~ In Tie sg.
Proof.
  intros Hs. induction ds as [|d ds IH]; intros e E [|s sg] HE N H HS; try contradiction; [simpl; tauto|].
  destruct (signs_step _ _ _ _ _ _ _ HE HS) as (HS' & HD & C). intros [->|I].
  - destruct C as (S & _ & C). rewrite (H S) in C.
    pose proof (hs_strict h Hs e d ltac:(unfold same_sign in S; lra) ltac:(unfold same_sign in S; lra)). lra.
  - revert I. apply (IH d _ sg HD); [| |exact HS'].
    + intros l a b c r Q. apply (N (e :: l) a b c r). rewrite Q. reflexivity.
    + destruct ds as [|d' ds]; [exact I|]. intros S. apply step_other; [|exact HE].
      intros S'. apply (N [] e d d' ds eq_refl). tauto.
Qed.
(* If no more than two consecutive points have one curvature, the minimiser for every 0 < p < 1 is one function and
   solves p = 0. *)
Theorem easy_case p pts : 0 < p < 1 -> (2 <= length pts)%nat -> increasing pts -> no_run_of_three (gaps pts) ->
  exists f, minimiser (power p) pts f /\
    forall g, minimiser (power p) pts g -> same_function g f /\ minimiser counted pts g.
Proof.
  intros Hp Hl Hx N. pose proof (power_strict p Hp) as S.
  destruct (minimiser_exists _ pts (s_price _ S) Hx) as (m & G & M).
  exists (spline_of pts m). split; [exact M|]. intros g F. split.
  - destruct (signs_exist (power p) (gaps pts) 0 0 (Rle_refl 0)) as [sg HS].
    pose proof (proj2 (covers_greatest _ _ _ _ HS) G) as C.
    refine (proj2 (proj2 (unique_minimiser _ pts sg m S Hl Hx HS _ C)) g (proj1 F) (proj2 F _ (proj1 M))).
    apply (no_tie_without_three _ _ S 0 0 sg (Rle_refl 0)) in HS; [exact HS| |destruct (gaps pts); auto].
    intros [|x l] a b c r Q; injection Q as Q1 Q2; [|exact (N l a b c r Q2)]. subst a. intros [Z _].
    exact (same_sign_0 _ Z).
  - apply (theorem_B _ S); [exact Hx| |exact F]. intros l a b c d r Q [X [Y _]]. apply (N l a b c (d :: r) Q). tauto.
Qed.

(* Without footnote 5 the first sentence is false: gaps 1, 1, 1 have two minimisers at every p. *)
Definition three_gaps : points := [(0, 0); (1, 0); (2, 1); (3, 3); (4, 6)].
Example two_minimisers_at_every_p : exists f g, (forall p, 0 < p < 1 -> minimiser (power p) three_gaps f /\
  minimiser (power p) three_gaps g) /\ exists z, eval f z <> eval g z.
Proof.
  assert (Hx : increasing three_gaps) by (simpl; lra).
  assert (G : gaps three_gaps = [1; 1; 1]) by (simpl; repeat (f_equal; [lra|]); f_equal; lra).
  assert (S : same_sign 1 1) by (unfold same_sign; lra).
  assert (A : matching (gaps three_gaps) [true; false]) by (rewrite G; simpl; tauto).
  assert (B : matching (gaps three_gaps) [false; true]) by (rewrite G; simpl; tauto).
  exists (spline_of three_gaps [true; false]), (spline_of three_gaps [false; true]). split.
  - intros p Hp. destruct (theorem_A_p p _ Hp Hx) as (LB & m & M & _ & C). rewrite spline_of_cost in C by exact M.
    rewrite <- C, G in LB. rewrite G in M.
    pose proof (hs_strict _ (power_strict p Hp) 1 1 ltac:(lra) ltac:(lra)) as H.
    split; (split; [apply spline_of_interpolates; assumption|]); intros g I; specialize (LB g I);
      (eapply Rle_trans; [|exact LB]); rewrite spline_of_cost, G by assumption;
      destruct m as [|[] [|[] [|[] [|[] m]]]]; simpl in M; try tauto; simpl; lra.
  - exists (3/2). unfold eval. simpl.
    match goal with |- context [3/2 - (1 + ?t)] => replace t with (1/2) by field end.
    match goal with |- context [3/2 - (2 + ?t)] => replace t with (1/2) by field end.
    rewrite (Rmax_right 0 (3/2 - 1)), !(Rmax_left 0) by lra. lra.
Qed.
