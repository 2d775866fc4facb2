(* Enclosures of logarithms of rationals by integers, for the limits p -> 0+ and p -> 1-: ln a = e ln 2 + 2 artanh t,
   where a = 2^e (1 + t) / (1 - t) and |t| <= 1/3, and artanh t = t + t^3/3 + t^5/5 + ... in fixed point. *)
From Coq Require Import Reals Lra Lia QArith Qreals ZArith.
Open Scope R_scope.

(* sum of t^(2i+1)/(2i+1) over k <= i < k + n, and r t^(2(k+n)+1) in place of the rest; its derivative *)
Fixpoint artanh_sum (n k : nat) (r t : R) : R :=
  match n with O => r * t ^ (2 * k + 1) | S n' => / INR (2 * k + 1) * t ^ (2 * k + 1) + artanh_sum n' (S k) r t end.
Definition artanh_der (n k : nat) (r t : R) : R :=
  (t ^ (2 * k) - (1 - r * INR (2 * (k + n) + 1) * (1 - t * t)) * t ^ (2 * (k + n))) / (1 - t * t).
(* the derivative telescopes as a geometric sum, so it can be compared with that of artanh in closed form *)
Lemma artanh_sum_der n t : 0 <= t < 1 -> forall k r, derivable_pt_lim (artanh_sum n k r) t (artanh_der n k r t).
Proof.
  intros Ht. assert (D : forall c k, derivable_pt_lim (fun t => c * t ^ (2 * k + 1)) t (c * (INR (2 * k + 1) * t ^ (2
    * k)))).
  { intros c k. apply (derivable_pt_lim_scal (fun t => t ^ (2 * k + 1))).
    replace (2 * k + 1)%nat with (S (2 * k)) by lia. apply (derivable_pt_lim_pow t (S (2 * k))). }
  unfold artanh_der. induction n; intros k r; cbn [artanh_sum].
  - rewrite Nat.add_0_r. replace (_ / _) with (r * (INR (2 * k + 1) * t ^ (2 * k))) by (field; nra). apply D.
  - assert (N : INR (2 * k + 1) <> 0) by (apply not_0_INR; lia). specialize (IHn (S k) r).
    specialize (D (/ INR (2 * k + 1)) k). replace (k + S n)%nat with (S k + n)%nat by lia.
    replace (2 * S k)%nat with (S (S (2 * k))) in IHn by lia. cbn [pow] in IHn.
    set (q := t ^ (2 * (S k + n))) in *. set (M := INR (2 * (S k + n) + 1)) in
      *. replace (_ / _) with (/ INR (2 * k + 1) * (INR (2 * k + 1) * t ^ (2 * k)) +
      (t * (t * t ^ (2 * k)) - (1 - r * M * (1 - t * t)) * q) / (1 - t * t)) by (field; split; [nra|exact N]).
    exact (derivable_pt_lim_plus _ _ _ _ _ D IHn).
Qed.
(* both sides of the comparison start at 0 *)
Lemma artanh_sum_0 n : forall k r, artanh_sum n k r 0 = 0.
Proof. induction n; intros k r; cbn [artanh_sum]; rewrite ?IHn, pow_ne_zero by lia; ring. Qed.
Definition log_ratio t := ln (1 + t) - ln (1 - t).
(* log_ratio is 2 artanh: the derivative that the sum is compared with *)
Lemma log_ratio_der t : 0 <= t < 1 -> derivable_pt_lim log_ratio t (2 / (1 - t * t)).
Proof.
  intros H. replace (2 / (1 - t * t)) with (/ (1 + t) * (0 + 1) - / (1 - t) * (0 - 1)) by (field; split; nra).
  assert (C := derivable_pt_lim_const 1 t). assert (I := derivable_pt_lim_id t).
  apply (derivable_pt_lim_minus (comp ln (fct_cte 1 + id)) (comp ln (fct_cte 1 - id))).
  - apply derivable_pt_lim_comp; [apply derivable_pt_lim_plus; auto|apply derivable_pt_lim_ln].
    unfold plus_fct, fct_cte, id. lra.
  - apply derivable_pt_lim_comp; [apply derivable_pt_lim_minus; auto|apply derivable_pt_lim_ln].
    unfold minus_fct, fct_cte, id. lra.
Qed.
(* s (log_ratio - 2 artanh_sum) is 0 at 0, and grows if its derivative is not negative *)
Lemma artanh_compare s n r t : 0 <= t < 1 ->
  (forall x, 0 <= x <= t -> 0 <= s * (1 - r * INR (2 * n + 1) * (1 - x * x))) ->
    0 <= s * (log_ratio t - 2 * artanh_sum n 0 r t).
Proof.
  intros [[Ht|<-] H1] H.
  - destruct (MVT_cor2 (mult_real_fct s (log_ratio - mult_real_fct 2 (artanh_sum n 0 r))%F)
      (fun x => s * (2 / (1 - x * x) - 2 * artanh_der n 0 r x)) 0 t Ht) as (x & E & Hx).
    + intros x Hx. apply derivable_pt_lim_scal, derivable_pt_lim_minus; [apply log_ratio_der; lra|].
      apply derivable_pt_lim_scal, artanh_sum_der. lra.
    + unfold mult_real_fct, minus_fct in E. rewrite artanh_sum_0 in E. unfold log_ratio at 2 in E.
      replace (s * (ln (1 + 0) - ln (1 - 0) - 2 * 0)) with 0 in E by (rewrite Rplus_0_r, Rminus_0_r; ring).
      rewrite Rminus_0_r in E. rewrite E. apply Rmult_le_pos; [|lra]. specialize (H x ltac:(lra)).
      assert (P : 0 < 1 - x * x) by nra. pose proof (pow_le x (2 * n) ltac:(lra)). unfold artanh_der.
      replace (s * _) with (2 * x ^ (2 * n) * (s * (1 - r * INR (2 * n + 1) * (1 - x * x))) * / (1 - x * x)).
      * apply Rmult_le_pos; [apply Rmult_le_pos; lra|]. left. apply Rinv_0_lt_compat. exact P.
      * rewrite Nat.add_0_l, Nat.mul_0_r, pow_O. field. lra.
  - unfold log_ratio. rewrite artanh_sum_0, Rplus_0_r, Rminus_0_r. lra.
Qed.

(* Fixed point: integers in units of 2^-w, rounded up or down; the sum above, from t^(2k+1) = p, m = 2k + 1 and t^2 =
   u. *)
Definition units (w : positive) : Z := Z.shiftl 1 (Z.pos w).
Definition div_Z (up : bool) (a d : Z) : Z := (a / d + Z.b2z up)%Z.
Definition mul_Z (up : bool) (w : positive) (a b : Z) : Z := (Z.shiftr (a * b) (Z.pos w) + Z.b2z up)%Z.
Fixpoint sum_Z (up : bool) (w : positive) (n : nat) (m p u : Z) : Z :=
  match n with O => Z.b2z up * p | S n' => div_Z up p m + sum_Z up w n' (m + 2) (mul_Z up w p u) u end%Z.
(* 2 artanh (n/d) *)
Definition artanh_Z (up : bool) (w : positive) (n d : Z) : Z :=
  let t := div_Z up (Z.shiftl n (Z.pos w)) d in
  let terms := S (Z.to_nat (Z.pos w / (2 * (Z.pos w - Z.log2 t - 1)))) in
  (2 * sum_Z up w terms 1 t (mul_Z up w t t))%Z.

(* enclosures can be divided by the scale *)
Lemma units_pos w : 0 < IZR (units w).
Proof. apply (IZR_lt 0). unfold units. rewrite Z.shiftl_1_l. apply Z.pow_pos_nonneg; lia. Qed.
(* a shift is a multiplication by the scale: from machine operations to numbers *)
Lemma shiftl_units n w : Z.shiftl n (Z.pos w) = (n * units w)%Z.
Proof. unfold units. rewrite !Z.shiftl_mul_pow2 by lia. ring. Qed.
(* rounding down loses less than one unit: the basis of every directed rounding here *)
Lemma div_bounds x d : (0 < d)%Z -> IZR (x / d) <= IZR x * / IZR d <= IZR (x / d) + 1.
Proof.
  intros H. pose proof (Z.div_mod x d ltac:(lia)) as E. pose proof (Z.mod_pos_bound x d H) as [B C].
  apply IZR_le in B. apply IZR_lt in C. apply (IZR_lt 0) in H. rewrite E at 2 3. rewrite plus_IZR, mult_IZR.
  assert (X : IZR (x mod d) * / IZR d * IZR d = IZR (x mod d)) by (field; lra).
  replace (_ * / _) with (IZR (x / d) + IZR (x mod d) * / IZR d) by (field; lra). nra.
Qed.
Definition bounds (up : bool) (w : positive) (x : R) (a : Z) : Prop :=
  0 <= x /\ 0 <= IZR a /\ if up then IZR (units w) * x <= IZR a else IZR a <= IZR (units w) * x.
(* division rounds to the side asked for, so terms t^k / k stay bounds *)
Lemma div_Z_ok up w x a d : (0 < d)%Z -> bounds up w x a -> bounds up w (/ IZR d * x) (div_Z up a d).
Proof.
  intros Hd (X & A & H). pose proof (div_bounds a d Hd) as B. unfold bounds, div_Z. rewrite plus_IZR.
  assert (P : (0 <= a / d)%Z) by (apply Z.div_pos; [apply le_IZR, A|exact Hd]). apply (IZR_le 0) in P.
  apply (IZR_lt 0), Rinv_0_lt_compat in Hd. split; [nra|]. destruct up; cbn [Z.b2z]; nra.
Qed.
(* so does multiplication, for the powers of t *)
Lemma mul_Z_ok up w x y a b : bounds up w x a -> bounds up w y b -> bounds up w (x * y) (mul_Z up w a b).
Proof.
  intros (X & A & HA) (Y & B & HB). pose proof (units_pos w) as U. apply lt_IZR in U as U'.
  pose proof (div_bounds (a * b) (units w) U') as D. unfold bounds, mul_Z.
  rewrite Z.shiftr_div_pow2, <- Z.shiftl_1_l, plus_IZR by lia. change (Z.shiftl 1 _) with (units w).
  assert (P : (0 <= a * b / units w)%Z) by (apply Z.div_pos; [apply le_IZR; rewrite mult_IZR; nra|exact U']).
  apply (IZR_le 0) in P. rewrite mult_IZR in D. set (W := IZR (units w)) in *. apply Rinv_0_lt_compat in U as I.
  assert (E : W * (x * y) = (W * x) * (W * y) * / W) by (field; lra). rewrite E. split; [nra|].
  destruct up; cbn [Z.b2z]; (split; [lra|]).
  - apply Rle_trans with (IZR a * IZR b * / W); [|lra]. apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat; nra.
  - apply Rle_trans with (IZR a * IZR b * / W); [lra|]. apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat; nra.
Qed.
(* term by term the integer sum bounds the real one, the rest included when rounding up *)
Lemma sum_Z_ok up w t u n : bounds up w (t * t) u -> forall k p, bounds up w (t ^ (2 * k + 1)) p ->
  bounds up w (artanh_sum n k (IZR (Z.b2z up)) t) (sum_Z up w n (Z.of_nat (2 * k + 1)) p u).
Proof.
  intros Hu. induction n; intros k p Hp; cbn [artanh_sum sum_Z].
  - destruct Hp as (A & B & C). unfold bounds. rewrite mult_IZR. destruct up; cbn [Z.b2z]; lra.
  - destruct (div_Z_ok up w _ p (Z.of_nat (2 * k + 1)) ltac:(lia) Hp) as (A1 & A2 & A3).
    rewrite <- INR_IZR_INZ in A1, A3. replace (Z.of_nat (2 * k + 1) + 2)%Z with (Z.of_nat (2 * S k + 1)) by lia.
    destruct (IHn (S k) (mul_Z up w p u)) as (B1 & B2 & B3).
    + replace (t ^ (2 * S k + 1)) with (t ^ (2 * k + 1) * (t * t)); [apply mul_Z_ok; assumption|].
      replace (2 * S k + 1)%nat with (S (S (2 * k + 1))) by lia. cbn [pow]. ring.
    + unfold bounds. rewrite plus_IZR, Rmult_plus_distr_l. destruct up; lra.
Qed.
(* with n/d <= 1/2 the rest of the series is at most its next power of t, which rounding up adds *)
Lemma artanh_Z_ok (up : bool) w n d : (0 <= n)%Z -> (0 < d)%Z -> (2 * n <= d)%Z ->
  let x := log_ratio (/ IZR d * IZR n) in
  if up then IZR (units w) * x <= IZR (artanh_Z up w n d) else IZR (artanh_Z up w n d) <= IZR (units w) * x.
Proof.
  intros Hn Hd H. unfold artanh_Z. cbv zeta. pose proof (units_pos w).
  assert (Q : bounds up w (IZR n) (Z.shiftl n (Z.pos w))).
  { unfold bounds. rewrite shiftl_units, mult_IZR. apply (IZR_le 0) in Hn. destruct up; (split; [|split]); nra. }
  apply (div_Z_ok up w _ _ d Hd) in Q. set (N := S _). set (T := div_Z _ _ _) in *. set (t := / IZR d * IZR n) in *.
  destruct (sum_Z_ok up w t _ N (mul_Z_ok up w _ _ _ _ Q Q) 0 T) as (_ & _ & B).
  { change (t ^ (2 * 0 + 1)) with (t * 1). rewrite Rmult_1_r. exact Q. }
  change (Z.of_nat (2 * 0 + 1)) with 1%Z in B. rewrite mult_IZR. assert (Ht : 0 <= t <= 1 / 2).
  { split; [apply Q|]. apply (IZR_lt 0) in Hd. apply IZR_le in H. rewrite mult_IZR in H.
    apply Rmult_le_reg_l with (IZR d); [lra|]. unfold t. rewrite <- Rmult_assoc, Rinv_r; lra. }
  assert (C := artanh_compare (if up then -1 else 1) N (IZR (Z.b2z up)) t). destruct up; cbn [Z.b2z] in *.
  - assert (3 <= INR (2 * N + 1)) by (replace 3 with (INR 3) by (simpl; lra); apply le_INR; lia).
    specialize (C ltac:(lra)). assert (X : forall x, 0 <= x <= t -> 0 <= -1 * (1 - 1 * INR (2 * N + 1) * (1 - x * x))).
    { intros x Hx. assert (x * x <= 1 / 4) by nra. nra. }
    specialize (C X). nra.
  - specialize (C ltac:(lra) ltac:(intros; lra)). nra.
Qed.

Definition enc (W x : R) (i : Z * Z) : Prop := IZR (fst i) <= W * x <= IZR (snd i).  (* i encloses W x *)
Definition neg_enc (i : Z * Z) : Z * Z := (- snd i, - fst i)%Z.
(* ln n - ln d, for n/d in [1/3, 3] *)
Definition ln_ratio_Z (w : positive) (n d : Z) : Z * Z :=
  if (n <? d)%Z then neg_enc (artanh_Z false w (d - n) (d + n), artanh_Z true w (d - n) (d + n))
  else (artanh_Z false w (n - d) (n + d), artanh_Z true w (n - d) (n + d)).
Definition ln2_Z (w : positive) : Z * Z := ln_ratio_Z w 2 1.
(* ln a from an enclosure of ln 2: a = 2^e n/d, where n and d have as many bits *)
Definition ln_Z (w : positive) (ln2 : Z * Z) (a : Q) : Z * Z :=
  let (n, d) := (Qnum a, QDen a) in
  let e := (Z.log2 n - Z.log2 d)%Z in
  let (lo, hi) := ln_ratio_Z w (Z.shiftl n (Z.max 0 (- e))) (Z.shiftl d (Z.max 0 e)) in
  let (l, h) := if (0 <=? e)%Z then ln2 else (snd ln2, fst ln2) in (lo + e * l, hi + e * h)%Z.

(* for ratios below 1, and for - ln at the limit 1- *)
Lemma neg_enc_ok W x i : enc W x i -> enc W (- x) (neg_enc i).
Proof. unfold enc, neg_enc. cbn [fst snd]. rewrite !opp_IZR. lra. Qed.
(* a quotient x/y is (1 + t) / (1 - t) at t = (x - y) / (x + y) *)
Lemma log_ratio_ln x y : 0 < x -> 0 < y -> log_ratio (/ (x + y) * (x - y)) = ln x - ln y.
Proof.
  intros Hx Hy. unfold log_ratio. replace (1 + _) with (2 * x * / (x + y)) by (field; lra).
  replace (1 - _) with (2 * y * / (x + y)) by (field; lra). pose proof (Rinv_0_lt_compat (x + y) ltac:(lra)).
  rewrite !ln_mult by nra. ring.
Qed.
(* between 1/3 and 3 that t is at most 1/2 in size, where the series is good *)
Lemma ln_ratio_ok w n d : (0 < n <= 3 * d)%Z -> (0 < d <= 3 * n)%Z ->
  enc (IZR (units w)) (ln (IZR n) - ln (IZR d)) (ln_ratio_Z w n d).
Proof.
  assert (X : forall n d, (0 < d <= n)%Z -> (n <= 3 * d)%Z ->
    enc (IZR (units w)) (ln (IZR n) - ln (IZR d)) (artanh_Z false w (n - d) (n + d), artanh_Z true w (n - d) (n + d))).
  { clear. intros n d H1 H2. rewrite <- log_ratio_ln, <- minus_IZR, <- plus_IZR by (apply (IZR_lt 0); lia).
    split; [apply (artanh_Z_ok false)|apply (artanh_Z_ok true)]; lia. }
  intros H1 H2. unfold ln_ratio_Z. destruct (Z.ltb_spec n d); [|apply X; lia].
  rewrite <- Ropp_minus_distr. apply neg_enc_ok, X; lia.
Qed.
(* ln 2 once for each precision; all other logarithms use it *)
Lemma ln2_Z_ok w : enc (IZR (units w)) (ln 2) (ln2_Z w).
Proof. pose proof (ln_ratio_ok w 2 1 ltac:(lia) ltac:(lia)) as H. rewrite ln_1, Rminus_0_r in H. exact H. Qed.
(* a shift keeps a number positive, adds to the number of its bits, and to its logarithm *)
Lemma shiftl_ok n k : (0 < n)%Z -> (0 <= k)%Z ->
  (0 < Z.shiftl n k /\ 2 ^ (Z.log2 n + k) <= Z.shiftl n k < 2 * 2 ^ (Z.log2 n + k))%Z /\
  ln (IZR (Z.shiftl n k)) = ln (IZR n) + IZR k * ln 2.
Proof.
  intros Hn Hk. pose proof (Z.log2_spec n Hn) as S. pose proof (Z.log2_nonneg n).
  rewrite Z.pow_succ_r in S by assumption. rewrite Z.shiftl_mul_pow2, Z.pow_add_r by assumption.
  pose proof (Z.pow_pos_nonneg 2 k ltac:(lia) Hk). split; [nia|]. rewrite mult_IZR, ln_mult by (apply (IZR_lt 0); lia).
  f_equal. rewrite <- (Z2Nat.id k Hk), <- pow_IZR, ln_pow, INR_IZR_INZ by lra. reflexivity.
Qed.
(* what the limits rest on (scale_of_good): an enclosure of the logarithm of any positive rational *)
Theorem ln_Z_ok w ln2 a : 0 < Q2R a -> enc (IZR (units w)) (ln 2) ln2 ->
  enc (IZR (units w)) (ln (Q2R a)) (ln_Z w ln2 a).
Proof.
  destruct a as [n d]. unfold Q2R, ln_Z. cbn [Qnum Qden]. intros Ha [H1 H2]. pose proof (units_pos w).
  assert (Hd : 0 < IZR (Z.pos d)) by (apply (IZR_lt 0); lia). pose proof (Rinv_0_lt_compat _ Hd).
  assert (Hn : (0 < n)%Z) by (apply lt_IZR, (Rmult_lt_reg_r (/ IZR (Z.pos d))); lra).
  set (e := (Z.log2 n - Z.log2 (Z.pos d))%Z).
  destruct (shiftl_ok n (Z.max 0 (- e)) Hn ltac:(lia)) as [(P1 & B1) E1].
  destruct (shiftl_ok (Z.pos d) (Z.max 0 e) ltac:(lia) ltac:(lia)) as [(P2 & B2) E2].
  replace (Z.log2 (Z.pos d) + Z.max 0 e)%Z with (Z.log2 n + Z.max 0 (- e))%Z in B2 by lia.
  set (n' := Z.shiftl n _) in *. set (d' := Z.shiftl (Z.pos d) _) in *.
  destruct (ln_ratio_ok w n' d') as [A1 A2]; [lia..|]. rewrite E1, E2 in A1, A2.
  destruct (ln_ratio_Z _ _ _) as [lo hi], ln2 as [l h]. assert (E : IZR e = IZR (Z.max 0 e) - IZR (Z.max 0 (- e))).
  { rewrite <- minus_IZR. f_equal. lia. }
  rewrite ln_mult, ln_Rinv by (assumption || apply (IZR_lt 0); lia). unfold enc in *. cbn [fst snd] in *.
  replace (ln (IZR n) + - ln (IZR (Z.pos d))) with (ln (IZR n) + IZR (Z.max 0 (- e)) * ln 2 -
    (ln (IZR (Z.pos d)) + IZR (Z.max 0 e) * ln 2) + IZR e * ln 2) by (rewrite E; ring).
  rewrite !(Rmult_plus_distr_l (IZR (units w)) _ (IZR e * _)).
  destruct (Z.leb_spec 0 e) as [K|K]; [apply IZR_le in K|apply IZR_lt in K]; cbn [fst snd];
    rewrite !plus_IZR, !mult_IZR; nra.
Qed.
