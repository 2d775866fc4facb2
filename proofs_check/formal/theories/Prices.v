(* What a knot costs. A price is even, 0 at 0, nondecreasing and concave on [0, oo): |x|^p for 0 < p < 1,
   [x <> 0] (p = 0). It is strict if it is strictly so. From exp x > 1 + x and the standard library alone. *)
From Coq Require Import Reals Lra List FunctionalExtensionality.
Import ListNotations.
Open Scope R_scope.

Definition same_sign (u v : R) : Prop := (0 < u /\ 0 < v) \/ (u < 0 /\ v < 0).
(* so that definitions can branch on it: weights of pairs, charges and potentials do *)
Lemma same_sign_dec u v : {same_sign u v} + {~ same_sign u v}.
Proof.
  unfold same_sign. destruct (Rlt_dec 0 u), (Rlt_dec 0 v), (Rlt_dec u 0), (Rlt_dec v 0);
  (left; lra) || (right; lra).
Qed.

Record price (h : R -> R) : Prop := {
  h_0 : h 0 = 0;
  h_even : forall x, h (- x) = h x;
  h_mono : forall x y, 0 <= x <= y -> h x <= h y;
  h_sub : forall x y, 0 <= x -> 0 <= y -> h (x + y) <= h x + h y;
  h_exch : forall a q d r, 0 <= a -> 0 <= q <= d -> 0 <= r ->
     h a + h (d + r) <= h (a + q) + h (d - q + r) \/ h (a + d) + h r <= h (a + q) + h (d - q + r)
}.

(* Strictly increasing and strictly concave: the prices |x|^p with 0 < p < 1. *)
Record strict (h : R -> R) : Prop := {
  s_price : price h;
  s_mono : forall x y, 0 <= x < y -> h x < h y;
  s_inc : forall a b k, 0 <= a < b -> 0 < k -> h (b + k) + h a < h (a + k) + h b
}.

(* exp lies strictly above its tangents; the concavity of t^p is derived from this alone *)
Lemma exp_tangent u v : u <> v -> exp v * (1 + (u - v)) < exp u.
Proof.
  intros H. replace u with (v + (u - v)) at 2 by ring. rewrite exp_plus.
  apply Rmult_lt_compat_l; [apply exp_pos|]. apply exp_ineq1. lra.
Qed.
(* t^p < 1 + p (t - 1) *)
Lemma bernoulli t p : 0 < t -> t <> 1 -> 0 < p < 1 -> Rpower t p < 1 + p * (t - 1).
Proof.
  intros Ht H1 Hp. unfold Rpower. set (a := ln t).
  assert (Ha : a <> 0). { unfold a. intros E. apply H1. rewrite <- (exp_ln t Ht), E. apply exp_0. }
  assert (E : exp a = t) by (unfold a; apply exp_ln; auto).
  pose proof (exp_tangent a (p * a) ltac:(nra)) as X. pose proof (exp_tangent 0 (p * a) ltac:(nra)) as Y.
  rewrite exp_0 in Y. rewrite E in X. nra.
Qed.
(* bernoulli at x / m: t^p lies below its tangent at m. Also the base of (78), and of concavity in Descent.v *)
Lemma tangent x m p : 0 < x -> 0 < m -> x <> m -> 0 < p < 1 -> Rpower x p < Rpower m p + p * (Rpower m p / m) * (x - m).
Proof.
  intros Hx Hm N Hp. assert (D : 0 < x / m) by (apply Rdiv_lt_0_compat; lra).
  pose proof (bernoulli (x / m) p D) as B.
  replace x with (x / m * m) at 1 by (field; lra). rewrite <- Rpower_mult_distr by auto.
  assert (x / m <> 1). { intros E. apply N. replace x with (x / m * m) by (field; lra). rewrite E. ring. }
  specialize (B H Hp). assert (P : 0 < Rpower m p) by apply exp_pos.
  replace (Rpower m p + p * (Rpower m p / m) * (x - m)) with ((1 + p * (x / m - 1)) * Rpower m p) by (field; lra). nra.
Qed.
(* concavity of t^p, as decreasing increments: what the two ends weigh is bounded by tangents at two points between *)
Lemma incr_strict p k : 0 < p < 1 -> 0 < k -> forall a b, 0 < a < b ->
  Rpower (b+k) p - Rpower b p < Rpower (a+k) p - Rpower a p.
Proof.
  intros Hp Hk a b Hab.
  (* tangents at a + k and at b, against a and b + k; weights k and b - a *)
  pose proof (tangent a (a + k) p) as T1. pose proof (tangent (b + k) (a + k) p) as T2.
  pose proof (tangent a b p) as T3. pose proof (tangent (b + k) b p) as T4.
  specialize (T1 ltac:(lra) ltac:(lra) ltac:(lra) Hp). specialize (T2 ltac:(lra) ltac:(lra) ltac:(lra) Hp).
  specialize (T3 ltac:(lra) ltac:(lra) ltac:(lra) Hp). specialize (T4 ltac:(lra) ltac:(lra) ltac:(lra) Hp).
  set (A := Rpower a p) in *. set (B := Rpower (b + k) p) in *. set (M := Rpower (a + k) p) in *.
  set (N := Rpower b p) in *.
  set (q := p * (M / (a + k))) in *. set (r := p * (N / b)) in *.
  (* (b-a) A + k B < (b - a + k) M ;  k A + (b-a) B < (b-a+k) N *)
  assert (X : (b - a) * A + k * B < (b - a + k) * M).
  { apply Rlt_le_trans with ((b - a) * (M + q * (a - (a + k))) + k * (M + q * (b + k - (a + k)))); [|right; ring].
    apply Rplus_lt_compat; apply Rmult_lt_compat_l; lra. }
  assert (Y : k * A + (b - a) * B < (b - a + k) * N).
  { apply Rlt_le_trans with (k * (N + r * (a - b)) + (b - a) * (N + r * (b + k - b))); [|right; ring].
    apply Rplus_lt_compat; apply Rmult_lt_compat_l; lra. }
  assert (Z : (b - a + k) * (A + B) < (b - a + k) * (M + N)) by lra.
  apply Rmult_lt_reg_l in Z; lra.
Qed.

(* subadditivity and the exchange h_exch are both concavity, at chosen places; for |x|^p, [x != 0] and |x| *)
Lemma price_of_concave h : h 0 = 0 -> (forall x, h (- x) = h x) -> (forall x y, 0 <= x <= y -> h x <= h y) ->
  (forall a b k, 0 <= a <= b -> 0 <= k -> h (b + k) + h a <= h (a + k) + h b) -> price h.
Proof.
  intros H0 He Hm Hi. split; auto.
  - intros x y Hx Hy. pose proof (Hi 0 x y). rewrite Rplus_0_l in H. lra.
  - intros a q d r Ha Hq Hr. destruct (Rle_dec (a + q) (d - q + r)).
    + left. pose proof (Hi a (d - q + r) q). replace (d - q + r + q) with (d + r) in H by ring. lra.
    + right. pose proof (Hi r (a + q) (d - q)). replace (a + q + (d - q)) with (a + d) in H by ring.
      replace (r + (d - q)) with (d - q + r) in H by ring. lra.
Qed.

(* the cost: 0^p = 0 *)
Definition power (p x : R) : R := if Req_EM_T x 0 then 0 else Rpower (Rabs x) p.

(* incr_strict with its equal cases, as power_price needs it *)
Lemma incr_mono p k : 0 < p < 1 -> 0 <= k -> forall a b, 0 < a <= b ->
  Rpower (b+k) p - Rpower b p <= Rpower (a+k) p - Rpower a p.
Proof.
  intros Hp Hk a b Hab. destruct (Req_dec k 0) as [->|]; [rewrite !Rplus_0_r; lra|].
  destruct (Req_dec a b) as [->|]; [lra|]. left. apply incr_strict; lra.
Qed.

(* a larger slope change is no cheaper; Theorem 4.1 puts what parameters cost between r^p and R^p by it *)
Lemma Rpower_mono p x y : 0 < p -> 0 < x <= y -> Rpower x p <= Rpower y p.
Proof. intros. apply Rle_Rpower_l; lra. Qed.

(* for subadditivity: a sum is cut into shares t and 1 - t, and t^p + (1 - t)^p >= t + (1 - t) = 1 *)
Lemma Rpower_ge t p : 0 < t <= 1 -> 0 < p < 1 -> t <= Rpower t p.
Proof.
  intros Ht Hp. rewrite <- (Rpower_1 t) at 1 by lra. unfold Rpower.
  assert (ln t <= 0). { destruct (Req_dec t 1) as [->|]; [rewrite ln_1; lra|]. left. rewrite <- ln_1.
  apply ln_increasing; lra. }
  destruct (Req_dec (ln t) 0) as [->|]; [rewrite !Rmult_0_r; lra|]. left. apply exp_increasing. nra.
Qed.
(* prices are homogeneous: Rpower_sub divides by a + b with it, Theorem 4.1 gets (R/r)^p from R^p and r^p *)
Lemma Rpower_scale a s p : 0 < a -> 0 < s -> Rpower a p = Rpower (a/s) p * Rpower s p.
Proof.
  intros. rewrite Rpower_mult_distr; [f_equal; field; lra| |lra]. apply Rdiv_lt_0_compat; lra.
Qed.
(* the increment from 0, where incr_mono says nothing: (0 + b)^p against 0^p *)
Lemma Rpower_sub a b p : 0 < a -> 0 < b -> 0 < p < 1 -> Rpower (a+b) p <= Rpower a p + Rpower b p.
Proof.
  intros Ha Hb Hp. rewrite (Rpower_scale a (a+b) p), (Rpower_scale b (a+b) p) by lra.
  assert (Hab: a/(a+b) + b/(a+b) = 1) by (field; lra).
  assert (0 < a/(a+b)) by (apply Rdiv_lt_0_compat; lra).
  assert (0 < b/(a+b)) by (apply Rdiv_lt_0_compat; lra).
  pose proof (Rpower_ge (a/(a+b)) p). pose proof (Rpower_ge (b/(a+b)) p).
  assert (0 < Rpower (a+b) p) by apply exp_pos. nra.
Qed.

(* from `power`, which is 0 at 0, to Rpower, which the standard library knows *)
Lemma power_pos p x : 0 < x -> power p x = Rpower x p.
Proof. intros; unfold power; destruct Req_EM_T; [lra|]. rewrite Rabs_right by lra. reflexivity. Qed.
(* a knot that bends nothing costs nothing; Rpower 0 p would not be 0 *)
Lemma power_0 p : power p 0 = 0.
Proof. unfold power; destruct Req_EM_T; lra. Qed.

(* so Theorem A holds for 0 < p < 1 *)
Theorem power_price p : 0 < p < 1 -> price (power p).
Proof.
  intros Hp. assert (Pp: forall x, 0 < Rpower x p) by (intros; apply exp_pos).
  apply price_of_concave.
  - apply power_0.
  - intros x. unfold power. rewrite Rabs_Ropp. destruct (Req_EM_T x 0), (Req_EM_T (-x) 0); lra.
  - intros x y Hxy. destruct (Req_dec x 0) as [->|].
    + rewrite power_0. destruct (Req_dec y 0) as [->|]; [rewrite power_0; lra|]. rewrite power_pos by lra. left;
        apply Pp.
    + rewrite !power_pos by lra. apply Rpower_mono; lra.
  - intros a b k Hab Hk. destruct (Req_dec k 0) as [->|]; [rewrite !Rplus_0_r; lra|].
    destruct (Req_dec a 0) as [->|].
    + rewrite Rplus_0_l, power_0. destruct (Req_dec b 0) as [->|]; [rewrite power_0, Rplus_0_l; lra|].
      rewrite !power_pos by lra. pose proof (Rpower_sub b k p). lra.
    + rewrite !power_pos by lra. pose proof (incr_mono p k Hp ltac:(lra) a b ltac:(lra)). lra.
Qed.

Definition counted (x : R) : R := if Req_EM_T x 0 then 0 else 1.
(* so Theorem A holds at p = 0, where the cost is the number of knots *)
Theorem counted_price : price counted.
Proof.
  apply price_of_concave; unfold counted; intros; repeat destruct Req_EM_T; lra.
Qed.

(* |x|^p for p = 0 (0^0 = 0) and p = 1 *)
Lemma power_zero : power 0 = counted.
Proof.
  extensionality x. unfold power, counted, Rpower. destruct Req_EM_T; [|rewrite Rmult_0_l, exp_0]; reflexivity.
Qed.
(* so the statements for 0 <= p <= 1 can use what is proved of V_1 *)
Lemma power_one : power 1 = Rabs.
Proof.
  extensionality x. unfold power. destruct Req_EM_T as [->|H]; [rewrite Rabs_R0; reflexivity|].
  apply Rpower_1, Rabs_pos_lt, H.
Qed.

(* Rpower_ge where both shares are positive, so that power_strict can be strict *)
Lemma Rpower_gt t p : 0 < t < 1 -> 0 < p < 1 -> t < Rpower t p.
Proof.
  intros Ht Hp. rewrite <- (Rpower_1 t) at 1 by lra. unfold Rpower. apply exp_increasing.
  assert (ln t < 0). { rewrite <- ln_1. apply ln_increasing; lra. } nra.
Qed.
(* one knot is strictly cheaper than two that share its slope change: the increment from 0 in power_strict *)
Lemma Rpower_sub_strict a b p : 0 < a -> 0 < b -> 0 < p < 1 -> Rpower (a+b) p < Rpower a p + Rpower b p.
Proof.
  intros Ha Hb Hp. rewrite (Rpower_scale a (a+b) p), (Rpower_scale b (a+b) p) by lra.
  assert (Hab: a/(a+b) + b/(a+b) = 1) by (field; lra).
  assert (0 < a/(a+b)) by (apply Rdiv_lt_0_compat; lra).
  assert (0 < b/(a+b)) by (apply Rdiv_lt_0_compat; lra).
  pose proof (Rpower_gt (a/(a+b)) p). pose proof (Rpower_gt (b/(a+b)) p).
  assert (0 < Rpower (a+b) p) by apply exp_pos. nra.
Qed.
(* so for 0 < p < 1, other than at p = 0, all minimisers are matchings, and can be counted *)
Theorem power_strict p : 0 < p < 1 -> strict (power p).
Proof.
  intros Hp. assert (Pp: forall x, 0 < Rpower x p) by (intros; apply exp_pos). split.
  - apply power_price; auto.
  - intros x y Hxy. destruct (Req_dec x 0) as [->|].
    + rewrite power_0, power_pos by lra. apply Pp.
    + rewrite !power_pos by lra. unfold Rpower. apply exp_increasing. assert (ln x < ln y) by (apply ln_increasing;
        lra). nra.
  - intros a b k Hab Hk. destruct (Req_dec a 0) as [->|].
    + rewrite Rplus_0_l, power_0, !power_pos by lra. pose proof (Rpower_sub_strict b k p). lra.
    + rewrite !power_pos by lra. pose proof (incr_strict p k Hp Hk a b ltac:(lra)). lra.
Qed.
