(* The remark after Corollary 3.1.1: every function of the form of Theorem 3.1 minimises V_1. The form, of all points at
   once: at each point a slope between those of the chords beside, in each interval at most one knot. *)
From Coq Require Import Reals Lra List Lia.
From Sparsest Require Import Prices Splines Charging Matchings Minimisers Distinct Merging TheoremThreeOne Corollaries.
Import ListNotations.
Open Scope R_scope.

(* slope u n at point n, knot t k between the points k and k + 1 *)
Record of_form (pts : points) (F : R -> R) (u t : nat -> R) : Prop := {
  form_left : forall z, z <= px pts 0 -> F z = line pts 0 (u 0%nat) z;
  form_right : forall z, px pts (length pts - 1) <= z -> F z = line pts (length pts - 1) (u (length pts - 1)%nat) z;
  form_first : u 0%nat = chord pts 0;
  form_last : u (length pts - 1)%nat = chord pts (length pts - 2);
  form_slope : forall n, (1 <= n)%nat -> (S n < length pts)%nat -> between (chord pts (pred n)) (u n) (chord pts n);
  form_knot : forall k, (S k < length pts)%nat -> px pts k <= t k <= px pts (S k) /\
    (forall z, px pts k <= z <= t k -> F z = line pts k (u k) z) /\
    (forall z, t k <= z <= px pts (S k) -> F z = line pts (S k) (u (S k)) z)
}.

(* translates between the list of gaps and the bends that are numbered by points *)
Lemma gaps_bends pts : gaps pts = map (fun j => bend pts (S j)) (seq 0 (length pts - 2)).
Proof.
  destruct pts as [|[x0 y0] [|[x y] r]]; [reflexivity|reflexivity|]. simpl length. rewrite !Nat.sub_succ, Nat.sub_0_r.
  assert (L : length (gaps ((x0, y0) :: (x, y) :: r)) = length r) by apply gaps_from_length.
  apply (nth_ext _ _ 0 (bend ((x0, y0) :: (x, y) :: r) 1)); rewrite L; [rewrite map_length, seq_length; reflexivity|].
  intros i Hi. rewrite (map_nth (fun j => bend ((x0, y0) :: (x, y) :: r) (S j)) _ 0%nat), seq_nth by exact Hi.
  apply (gaps_bend r x0 y0 x y i Hi).
Qed.

Section V.
Variables (pts : points) (F : R -> R) (u t : nat -> R).
Hypothesis Hl : (2 <= length pts)%nat.
Hypothesis Hx : increasing pts.
Hypothesis HF : of_form pts F u t.

Definition form_knots n := map (fun k => (t k, u (S k) - u k)) (seq 0 n).
Definition form_spline :=
  {| slope := u 0%nat; intercept := py pts 0 - u 0%nat * px pts 0; knots := form_knots (length pts - 1) |}.
(* adds the last knot, for the inductions over the points *)
Lemma form_knots_S n : form_knots (S n) = form_knots n ++ [(t n, u (S n) - u n)].
Proof. unfold form_knots. rewrite seq_S, map_app. reflexivity. Qed.
(* the knots t k write the function F itself: by induction, up to x_n and beyond it along the last line *)
Lemma form_function n : (n < length pts)%nat ->
  (forall z, z <= px pts n -> F z = line pts 0 (u 0%nat) z + relus (form_knots n) z) /\
  (forall z, px pts n <= z -> line pts 0 (u 0%nat) z + relus (form_knots n) z = line pts n (u n) z).
Proof.
  induction n as [|n IH]; intros Hn.
  - split; intros z Hz; simpl; [rewrite (form_left _ _ _ _ HF) by exact Hz|]; ring.
  - destruct (IH ltac:(lia)) as [A C]. destruct (form_knot _ _ _ _ HF n Hn) as (B & H1 & H2).
    assert (E : line pts n (u n) (t n) = line pts (S n) (u (S n)) (t n)) by (rewrite <- H1, <- H2 by lra; reflexivity).
    assert (Q : forall z, t n <= z -> line pts 0 (u 0%nat) z + relus (form_knots (S n)) z = line pts (S n) (u (S n)) z).
    { intros z Hz. rewrite form_knots_S, relus_app. simpl. rewrite Rmax_right, <- Rplus_assoc, C by lra.
      unfold line in *. nra. }
    split; [|intros z Hz; apply Q; lra]. intros z Hz.
    destruct (Rle_dec z (t n)) as [L|G]; [|rewrite Q by lra; apply H2; lra].
    rewrite form_knots_S, relus_app. simpl. rewrite Rmax_left by lra.
    destruct (Rle_dec z (px pts n)); [rewrite A by assumption; ring|]. rewrite H1, <- C by lra. ring.
Qed.
(* slopes between those of the chords never turn back, so the knots cost no more than the gaps do *)
Lemma form_total n : (S n < length pts)%nat -> total Rabs (form_knots n) + Rabs (chord pts n - u n) <=
  sum_of (map Rabs (map (fun j => bend pts (S j)) (seq 0 n))).
Proof.
  induction n as [|n IH]; intros Hn.
  - simpl. rewrite (form_first _ _ _ _ HF), Rminus_diag_eq, Rabs_R0 by reflexivity. lra.
  - specialize (IH ltac:(lia)). pose proof (form_slope _ _ _ _ HF (S n) ltac:(lia) Hn) as B. simpl pred in B.
    assert (App : forall l x, sum_of (l ++ [x]) = sum_of l + x) by (induction l; intros; simpl; [|rewrite IHl]; ring).
    rewrite form_knots_S, total_app, seq_S, !map_app. simpl map. rewrite App. simpl. unfold bend at 2. simpl pred.
    assert (T : Rabs (u (S n) - u n) <= Rabs (u (S n) - chord pts n) + Rabs (chord pts n - u n)).
    { replace (u (S n) - u n) with ((u (S n) - chord pts n) + (chord pts n - u n)) by ring. apply Rabs_triang. }
    assert (E : Rabs (u (S n) - chord pts n) + Rabs (chord pts (S n) - u (S n)) = Rabs (chord pts (S n) - chord pts n)).
    { destruct B; unfold Rabs; repeat destruct Rcase_abs; lra. }
    lra.
Qed.

(* the remark in the paper: being of this form is enough for least V_1, as its knots cost no more than the gaps *)
Theorem form_least_V1 f : (forall x, eval f x = F x) -> merged f -> interpolates f pts -> minimiser Rabs pts f.
Proof.
  intros E M I. split; [exact I|]. intros g Ig. eapply Rle_trans; [|apply least_V1; eassumption].
  eapply Rle_trans; [apply (merged_cheapest Rabs f form_spline Rabs_price M)|].
  - intros z. rewrite E. unfold eval, form_spline. simpl. destruct (form_function (length pts - 1) ltac:(lia)) as [A C].
    unfold line in *. destruct (Rle_dec z (px pts (length pts - 1))); [rewrite A by assumption; ring|].
    rewrite (form_right _ _ _ _ HF) by lra. unfold line. rewrite <- C by lra. ring.
  - pose proof (form_total (length pts - 2) ltac:(lia)) as T. rewrite gaps_bends. unfold cost, form_spline. simpl knots.
    replace (length pts - 1)%nat with (S (length pts - 2)) by lia. rewrite form_knots_S, total_app. simpl.
    pose proof (form_last _ _ _ _ HF) as EL. replace (length pts - 1)%nat with (S (length pts - 2)) in EL by lia.
    rewrite EL. lra.
Qed.
End V.

(* minimisers for 0 < p < 1 are of this form *)
Theorem minimiser_form p pts f : 0 < p < 1 -> (2 <= length pts)%nat -> increasing pts -> minimiser (power p) pts f ->
  exists u t, of_form pts (eval f) u t.
Proof.
  intros Hp Hl Hx M. destruct (minimiser_shape _ pts f (power_strict p Hp) Hl Hx M) as (B & Sh).
  exists (fun n => if (S n =? length pts)%nat then chord pts (pred n) else slope_at pts B n), (knot_at pts B).
  assert (L : B (length pts - 2)%nat = false).
  { apply (different_curvature pts (eval f) B Sh); [lia|]. intros; lia. }
  assert (E : forall n, (S n < length pts)%nat -> (S n =? length pts)%nat = false) by (intros; apply Nat.eqb_neq; lia).
  assert (EL : (S (length pts - 1) =? length pts)%nat = true) by (apply Nat.eqb_eq; lia).
  split.
  - intros z Hz. rewrite E by lia. unfold slope_at. simpl pred. rewrite (first_piece _ _ _ Sh).
    pose proof (px_step pts Hx 0 ltac:(lia)). rewrite line_next by (assumption || lia). apply (left_ray _ _ _ Sh). lra.
  - intros z Hz. rewrite EL. replace (pred (length pts - 1)) with (length pts - 2)%nat by lia.
    apply (right_ray _ _ _ Sh), Hz.
  - rewrite E by lia. unfold slope_at. simpl pred. rewrite (first_piece _ _ _ Sh). reflexivity.
  - rewrite EL. f_equal. lia.
  - intros n Hn Hn'. rewrite E by lia. unfold slope_at, between.
    destruct (Rle_dec (chord pts (pred n)) (chord pts n)), (B (pred n)), (B n); lra.
  - intros k Hk. split; [apply (knot_at_bounds pts (eval f) B Hx Sh k Hk)|]. rewrite (E k) by lia.
    split; intros z Hz; [apply (halves pts (eval f) B Hl Hx Sh k z Hk), Hz|].
    destruct (Nat.eqb_spec (S (S k)) (length pts)) as [Q|Q]; [|apply (halves pts (eval f) B Hl Hx Sh k z Hk), Hz].
    assert (Bk : B k = false) by (replace k with (length pts - 2)%nat by lia; exact L).
    unfold knot_at in Hz. rewrite Bk in Hz. replace z with (px pts (S k)) by lra.
    rewrite (through_points pts (eval f) B Hl Hx Sh) by lia. unfold line. ring.
Qed.
