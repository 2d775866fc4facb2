(* Corollaries 3.1.1 and 3.1.2: minimisers for 0 < p < 1 minimise V_1 too, have at most N - 2 knots, slope changes that
   sum to those of the data, and exactly the Lipschitz constant max |s_i|. *)
From Coq Require Import Reals Lra List Lia.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique Distinct Merging Networks
  TheoremThreeOne.
Import ListNotations.
Open Scope R_scope.

(* a joined pair has one sign: every matching has the same V_1, so this is the least of all *)
Lemma matching_cost_Rabs m : forall ds, matching ds m -> matching_cost Rabs ds m = sum_of (map Rabs ds).
Proof.
  induction m as [|[] m IH]; intros ds M.
  - destruct ds; [reflexivity|destruct M].
  - destruct ds as [|d [|d' ds]]; try destruct M as [S M]; try contradiction. simpl. rewrite IH by exact M.
    destruct S; [rewrite !Rabs_right by lra|rewrite !Rabs_left by lra]; ring.
  - destruct ds as [|d ds]; [destruct M|]. simpl. rewrite IH by exact M. reflexivity.
Qed.
(* the least V_1 of all interpolants: the total variation of the chord slopes *)
Theorem least_V1 pts f : increasing pts -> interpolates f pts -> sum_of (map Rabs (gaps pts)) <= cost Rabs f.
Proof.
  intros Hx I. destruct (minimiser_exists Rabs pts Rabs_price Hx) as (m & [M _] & _ & Min).
  rewrite <- (matching_cost_Rabs m _ M), <- spline_of_cost by exact M. apply Min, I.
Qed.

Section P.
Variables (p : R) (pts : points).
Hypothesis Hp : 0 < p < 1.
Hypothesis Hl : (2 <= length pts)%nat.
Hypothesis Hx : increasing pts.

(* a minimiser is the spline of a matching, which has least V_1 and a knot for each gap at most *)
Theorem minimiser_V1 f : minimiser (power p) pts f ->
  cost Rabs f = sum_of (map Rabs (gaps pts)) /\ minimiser Rabs pts f /\ cost counted f <= INR (length pts - 2).
Proof.
  intros M. destruct (minimiser_costs _ pts f (power_strict p Hp) Hl Hx M) as (m & [Mm _] & _ & C).
  assert (V : cost Rabs f = sum_of (map Rabs (gaps pts))).
  { rewrite (C Rabs Rabs_price), spline_of_cost by exact Mm. apply matching_cost_Rabs, Mm. }
  split; [exact V|]. split; [split; [apply M|]|].
  - intros g I. rewrite V. apply least_V1; assumption.
  - rewrite (C counted counted_price). eapply Rle_trans; [apply counted_length|]. apply le_INR, spline_of_length.
Qed.

(* minimiser_V1 for networks: a solution has at most N - 2 active neurons, so width N - 2 is enough *)
Theorem corollary_3_1_1 K th : (length pts - 2 <= K)%nat -> solves_2 (power p) K pts th ->
  (forall th', fits th' pts -> net_cost Rabs th <= net_cost Rabs th') /\ net_cost counted th <= INR (length pts - 2) /\
  exists th', width th' = (length pts - 2)%nat /\ (forall x, net th' x = net th x) /\
    solves_2 (power p) (length pts - 2) pts th'.
Proof.
  intros HK S. pose proof (power_price p Hp) as Hh.
  destruct (solution_minimises _ Hh pts K th Hx HK S) as (g & M & E & C).
  destruct (minimiser_V1 g M) as (_ & M1 & N). rewrite <- !C by (apply Rabs_price || apply counted_price).
  split; [|split; [exact N|]].
  - intros th' I. destruct (network_spline th') as (g' & E' & _ & C'). rewrite <- C' by apply Rabs_price.
    apply M1. apply (fits_interpolates th'); assumption.
  - pose proof (width_invariance _ Hh pts K (length pts - 2) (net th) (power_strict p Hp) Hl Hx HK (le_n _)) as W.
    destruct W as (th' & S' & E').
    + exists th. auto.
    + exists th'. split; [apply S'|auto].
Qed.

(* the Lipschitz constant *)
Definition lip (F : R -> R) L a b := forall x y, a <= x <= y -> y <= b -> Rabs (F y - F x) <= L * (y - x).
(* Lipschitz on two neighbouring intervals is Lipschitz on both together *)
Lemma lip_glue F L a b c : lip F L a b -> lip F L b c -> lip F L a c.
Proof.
  intros A C x y Hxy Hy. destruct (Rle_dec y b); [apply A; lra|]. destruct (Rle_dec b x); [apply C; lra|].
  specialize (A x b ltac:(lra) ltac:(lra)). specialize (C b y ltac:(lra) ltac:(lra)).
  replace (F y - F x) with ((F y - F b) + (F b - F x)) by ring. eapply Rle_trans; [apply Rabs_triang|lra].
Qed.
(* on a piece where F is a chord line its slope is the constant *)
Lemma lip_line F L a b i s : Rabs s <= L -> (forall z, a <= z <= b -> F z = line pts i s z) -> lip F L a b.
Proof.
  intros Hs E x y Hxy Hy. rewrite !E by lra. unfold line.
  match goal with |- Rabs ?d <= _ => replace d with (s * (y - x)) by ring end.
  rewrite Rabs_mult, (Rabs_right (y - x)) by lra. apply Rmult_le_compat_r; lra.
Qed.
(* a minimiser follows chord lines only (Theorem 3.1), so it is as steep as the steepest chord at most *)
Lemma shape_lip F B L : shape pts F B -> (forall i, (S i < length pts)%nat -> Rabs (chord pts i) <= L) ->
  forall a b, lip F L a b.
Proof.
  intros Sh HL a b. pose proof (Rmin_l a (px pts 1)). pose proof (Rmax_l b (px pts (length pts - 1))).
  enough (G : lip F L (Rmin a (px pts 1)) (Rmax b (px pts (length pts - 1)))) by (intros x y Hxy Hy; apply G; lra).
  apply lip_glue with (px pts (length pts - 1)).
  - assert (G : forall k, (S k < length pts)%nat -> lip F L (Rmin a (px pts 1)) (px pts (S k))).
    { induction k as [|k IH]; intros Hk.
      - apply lip_line with 1%nat (chord pts 0); [apply HL; lia|]. intros z Hz. apply (left_ray _ _ _ Sh). lra.
      - apply lip_glue with (px pts (S k)); [apply IH; lia|].
        pose proof (pieces _ _ _ Sh (S k) Hk) as P. unfold piece in P.
        destruct (B (S k)).
        + destruct P as (N & _ & _ & _ & H1 & H2). apply lip_glue with (meet pts (S k)).
          * apply lip_line with (S k) (chord pts k); [apply HL; lia|exact H1].
          * apply lip_line with (S (S k)) (chord pts (S (S k))); [apply HL; lia|exact H2].
        + apply lip_line with (S k) (chord pts (S k)); [apply HL; lia|exact P]. }
    replace (length pts - 1)%nat with (S (length pts - 2)) by lia. apply G. lia.
  - apply lip_line with (length pts - 1)%nat (chord pts (length pts - 2)); [apply HL; lia|].
    intros z Hz. apply (right_ray _ _ _ Sh). lra.
Qed.
(* and no less steep, as it goes through the points: the constant is exactly max |s_i| *)
Theorem minimiser_lipschitz f L : minimiser (power p) pts f ->
  (forall x y, Rabs (eval f x - eval f y) <= L * Rabs (x - y)) <->
  (forall i, (S i < length pts)%nat -> Rabs (chord pts i) <= L).
Proof.
  intros M. destruct (minimiser_shape _ pts f (power_strict p Hp) Hl Hx M) as (B & Sh). split.
  - intros H i Hi. specialize (H (px pts (S i)) (px pts i)). pose proof (px_step pts Hx i Hi).
    rewrite !(through_points pts _ B) in H by (assumption || lia). set (d := px pts (S i) - px pts i) in *.
    assert (D : 0 < d) by (unfold d; lra). rewrite (Rabs_right d) in H by lra.
    unfold chord, Rdiv. fold d. rewrite Rabs_mult, Rabs_inv, (Rabs_right d) by lra.
    apply Rmult_le_reg_r with d; [exact D|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. exact H.
  - intros HL x y. pose proof (shape_lip _ B L Sh HL) as Lp. destruct (Rle_dec x y).
    + rewrite (Rabs_minus_sym x y), (Rabs_minus_sym (eval f x)), (Rabs_right (y - x)) by lra. apply (Lp x y x y); lra.
    + rewrite (Rabs_right (x - y)) by lra. apply (Lp y x y x); lra.
Qed.

(* L is a Lipschitz constant exactly if it is at least every |s_i|: the least is max |s_i| *)
Theorem corollary_3_1_2 K th : (length pts - 2 <= K)%nat -> solves_2 (power p) K pts th ->
  Forall (fun n => Rabs (v n * w n) <= net_cost Rabs th) (neurons th) /\
  net_cost Rabs th = sum_of (map Rabs (gaps pts)) /\
  forall L, (forall x y, Rabs (net th x - net th y) <= L * Rabs (x - y)) <->
    (forall i, (S i < length pts)%nat -> Rabs (chord pts i) <= L).
Proof.
  intros HK S. destruct (solution_minimises _ (power_price p Hp) pts K th Hx HK S) as (g & M & E & C). split; [|split].
  - unfold net_cost. induction (neurons th) as [|n l IH]; simpl; constructor.
    + assert (0 <= fold_right (fun n s => Rabs (v n * w n) + s) 0 l); [|lra]. clear IH.
      induction l as [|n' l IH]; simpl; [lra|]. pose proof (Rabs_pos (v n' * w n')). lra.
    + eapply Forall_impl; [|exact IH]. intros n' H. simpl in H. pose proof (Rabs_pos (v n * w n)). lra.
  - rewrite <- (C Rabs Rabs_price). apply minimiser_V1, M.
  - intros L. rewrite <- (minimiser_lipschitz g L M). split; intros H x y; specialize (H x y); rewrite ?E in *; exact H.
Qed.
End P.

(* p = 0: solutions of these data with a slope change beyond any bound, so not minimisers of V_1 *)
Example sparsest_unbounded : forall M, exists f, let pts := [(0, 0); (1, 0); (2, 1); (3, 1)] in
  minimiser counted pts f /\ merged f /\ Exists (fun a => M < snd a) (knots f) /\ ~ minimiser Rabs pts f.
Proof.
  intros M. set (c := Rmax M 1 + 1).
  assert (C : M < c /\ 1 < c) by (unfold c; pose proof (Rmax_l M 1); pose proof (Rmax_r M 1); lra).
  exists {| slope := 1 - c; intercept := 0; knots := [(/ c, c); (2, -1)] |}. set (pts := [_; _; _; _]).
  assert (I : 0 < / c < 1) by (split; [apply Rinv_0_lt_compat; lra|rewrite <- Rinv_1; apply Rinv_lt_contravar; lra]).
  assert (Ic : c * / c = 1) by (field; lra). assert (Hx : increasing pts) by (simpl; lra).
  split; [split|split; [split|split]].
  - repeat constructor; unfold eval; simpl; unfold Rmax; repeat (destruct Rle_dec; try lra).
  - intros g Hg. destruct (theorem_A counted counted_price pts Hx) as (LB & _). eapply Rle_trans; [|apply LB, Hg].
    unfold cost, pts. simpl. unfold weight_of_pair.
    do 2 (destruct same_sign_dec as [Q|_]; [unfold same_sign in Q; exfalso; lra|]).
    rewrite !Rmax_left by lra. unfold counted. repeat destruct Req_EM_T; lra.
  - simpl. constructor; [simpl; lra|repeat constructor; simpl; tauto].
  - repeat constructor; simpl; lra.
  - constructor. simpl. lra.
  - intros [_ N]. destruct (minimiser_exists Rabs pts Rabs_price Hx) as (m & [Mm _] & I' & _).
    specialize (N _ I'). rewrite spline_of_cost, matching_cost_Rabs in N by exact Mm. unfold cost in N. simpl in N.
    rewrite (Rabs_right c) in N by lra. revert N. unfold Rabs. repeat destruct Rcase_abs; lra.
Qed.

(* p = 1: the solutions depend on the width, even for K >= N (footnote 4 says that they do not) *)
Example width_matters : let pts := [(0, 0); (1, 0); (2, 1); (3, 3)] in exists F,
  (exists th, solves_2 Rabs 5 pts th /\ forall x, net th x = F x) /\
  ~ exists th, solves_2 Rabs 4 pts th /\ forall x, net th x = F x.
Proof.
  intros pts.
  pose (f := {| slope := 0; intercept := 0; knots := [(1, 1/4); (5/4, 1/4); (3/2, 1); (7/4, 1/4); (2, 1/4)] |}).
  assert (M : merged f) by (split; repeat constructor; simpl; lra).
  exists (eval f). split; rewrite networks_are_splines by apply Rabs_price.
  - exists f. split; [|reflexivity]. split; [exact M|]. split; [simpl; lia|].
    split; [repeat constructor; unfold eval, f; simpl; unfold Rmax; repeat (destruct Rle_dec; try lra)|].
    intros g _ _ I. eapply Rle_trans; [|apply (least_V1 pts g); [simpl; lra|exact I]].
    unfold cost, f, pts. simpl. rewrite !Rabs_right by lra. lra.
  - intros (g & (Mg & L & _) & E).
    pose proof (merged_cheapest counted f g counted_price M (fun x => eq_sym (E x))) as C.
    rewrite !counted_merged in C by assumption. apply INR_le in C. simpl in C. lia.
Qed.
