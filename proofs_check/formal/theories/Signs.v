(* [C11] and [C17] at p = u/v. Strict signs: each power stands between two integers, which v-th powers in rounded
   arithmetic confirm, one bracket for each gap and for each sum of two; D is followed in intervals. Ties: the sum is
   spelt out, and is 0 by the normal form modulo v-th powers. *)
From Coq Require Import Reals Lra Lia List QArith Qreals Qabs Bool ZArith.
From Sparsest Require Import Prices Splines Matchings Unique Rationals Certificates.
Import ListNotations.
Open Scope R_scope.

(* numbers m 2^k, and their powers rounded up or down to b bits *)
Definition float := (Z * Z)%type.
Definition FR (x : float) : R := IZR (fst x) * powerRZ 2 (snd x).
Definition fmul (x y : float) : float := (fst x * fst y, snd x + snd y)%Z.
Definition fle (x y : float) : bool :=
  let k := Z.min (snd x) (snd y) in (Z.shiftl (fst x) (snd x - k) <=? Z.shiftl (fst y) (snd y - k))%Z.
Definition round (up : bool) (b : Z) (x : float) : float :=
  let j := (Z.log2 (fst x) + 1 - b)%Z in
  if (j <=? 0)%Z then x else (if up then - Z.shiftr (- fst x) j else Z.shiftr (fst x) j, snd x + j)%Z.
Fixpoint fpow (up : bool) (b : Z) (x : float) (n : positive) : float :=
  match n with
  | xH => x
  | xO n' => let y := fpow up b x n' in round up b (fmul y y)
  | xI n' => let y := fpow up b x n' in round up b (fmul x (round up b (fmul y y)))
  end.
Definition power_of (up : bool) (b : Z) (x : float) (n : positive) : float := fpow up b (round up b x) n.
Definition quotient (up : bool) (b : Z) (q : Q) : float :=
  let n := Z.abs (Qnum q) in let k := Z.max 0 (b + Z.log2 (QDen q) - Z.log2 n) in
  (if up then - (- Z.shiftl n k / QDen q) else Z.shiftl n k / QDen q, - k)%Z.

(* y, not negative, stands for x, or for more (up) or less *)
Definition rounded (up : bool) (x : R) (y : float) : Prop := (0 <= fst y)%Z /\ if up then x <= FR y else FR y <= x.
(* the scale is positive, so inequalities may be multiplied by it *)
Lemma two_power k : 0 < powerRZ 2 k.
Proof. apply powerRZ_lt. lra. Qed.
(* shifts of integers multiply by powers of 2, those that floats have *)
Lemma IZR_two_power j : (0 <= j)%Z -> IZR (2 ^ j) = powerRZ 2 j.
Proof. intros H. rewrite <- (Z2Nat.id j H), <- pow_IZR, <- pow_powerRZ. reflexivity. Qed.
(* only floats that are not negative occur, so that products keep bounds *)
Lemma FR_nonneg x : (0 <= fst x)%Z -> 0 <= FR x.
Proof. intros H. apply IZR_le in H. unfold FR. pose proof (two_power (snd x)). nra. Qed.
(* floats are compared as integers, both shifted to the smaller exponent *)
Lemma fle_ok x y : fle x y = true -> FR x <= FR y.
Proof.
  unfold fle, FR. destruct x as [m k], y as [n l]. cbn [fst snd]. set (j := Z.min k l). rewrite Z.leb_le.
  rewrite !Z.shiftl_mul_pow2 by lia. intros H. apply IZR_le in H. rewrite !mult_IZR, !IZR_two_power in H by lia.
  replace k with (k - j + j)%Z by lia. replace l with (l - j + j)%Z by lia. rewrite !powerRZ_add by lra.
  pose proof (two_power j). nra.
Qed.
(* rounded division *)
Lemma div_ok (up : bool) a d : (0 < d)%Z -> (0 <= a)%Z -> let c := (if up then - (- a / d) else a / d)%Z in
  (0 <= c)%Z /\ if up then IZR a <= IZR c * IZR d else IZR c * IZR d <= IZR a.
Proof.
  intros D A c. assert (X : forall e, (d * (e / d) <= e)%Z) by (intros e; apply Z.mul_div_le, D). rewrite <- !mult_IZR.
  destruct up; unfold c; [specialize (X (- a)%Z)|specialize (X a); split; [apply Z.div_pos; assumption|]].
  - split; [nia|apply IZR_le; lia].
  - apply IZR_le. lia.
Qed.
(* bits are cut off to the side of the bound, so it stays a bound *)
Lemma round_ok up b x y : rounded up x y -> rounded up x (round up b y).
Proof.
  destruct y as [m k]. unfold rounded, round, FR. cbn [fst snd]. intros [H X]. set (j := (Z.log2 m + 1 - b)%Z).
  destruct (Z.leb_spec j 0) as [J|J]; [auto|]. cbn [fst snd]. rewrite !Z.shiftr_div_pow2 by lia.
  destruct (div_ok up m (2 ^ j) ltac:(lia) H) as [P Y]. cbv zeta in P, Y.
  rewrite powerRZ_add, <- (IZR_two_power j) by (lra || lia). pose proof (two_power k).
  destruct up; (split; [exact P|nra]).
Qed.
(* products of bounds are bounds, as nothing is negative *)
Lemma fmul_ok up x x' y y' : 0 <= x -> 0 <= x' -> rounded up x y -> rounded up x' y' -> rounded up (x * x') (fmul y y').
Proof.
  intros Hx Hx' [A B] [A' B']. pose proof (FR_nonneg y A). pose proof (FR_nonneg y' A').
  assert (E : FR (fmul y y') = FR y * FR y').
  { unfold FR, fmul. cbn [fst snd]. rewrite mult_IZR, powerRZ_add by lra. ring. }
  split; [unfold fmul; cbn [fst]; lia|]. rewrite E. destruct up; apply Rmult_le_compat; assumption.
Qed.
(* one step of fpow where the last bit of the exponent is 0 *)
Lemma pow_xO x n : x ^ Pos.to_nat n~0 = x ^ Pos.to_nat n * x ^ Pos.to_nat n.
Proof. rewrite <- pow_add. f_equal. lia. Qed.
(* one step of fpow where it is 1 *)
Lemma pow_xI x n : x ^ Pos.to_nat n~1 = x * (x ^ Pos.to_nat n * x ^ Pos.to_nat n).
Proof. rewrite <- pow_add, tech_pow_Rmult. f_equal. lia. Qed.
(* integer powers, rounded to one side at every step, are bounds on that side *)
Lemma power_of_ok up b x y n : 0 <= x -> rounded up x y -> rounded up (x ^ Pos.to_nat n) (power_of up b y n).
Proof.
  intros Hx Hy. unfold power_of. apply (round_ok up b) in Hy. set (z := round up b y) in *.
  induction n as [n IH|n IH|]; cbn [fpow]; cbv zeta; rewrite ?pow_xI, ?pow_xO;
    try pose proof (pow_le x (Pos.to_nat n) Hx).
  - apply round_ok, fmul_ok; auto; [nra|]. apply round_ok, fmul_ok; auto.
  - apply round_ok, fmul_ok; auto.
  - change (Pos.to_nat 1) with 1%nat. rewrite pow_1. exact Hy.
Qed.
(* denominators may be multiplied out of inequalities *)
Lemma den_pos q : 0 < IZR (QDen q).
Proof. apply IZR_lt. reflexivity. Qed.
(* a bound over Q is compared with a bracket in integers *)
Lemma num_den q : Q2R q * IZR (QDen q) = IZR (Qnum q).
Proof. unfold Q2R. field. pose proof (den_pos q). lra. Qed.
(* rounded powers start with the size of a gap, cut to b bits on the side of the bound *)
Lemma quotient_ok up b q : rounded up (Q2R (Qabs q)) (quotient up b q).
Proof.
  unfold quotient, rounded, FR. set (k := Z.max 0 _). cbn [fst snd]. rewrite Z.shiftl_mul_pow2 by lia.
  destruct (div_ok up (Z.abs (Qnum q) * 2 ^ k) (QDen q) eq_refl) as [P X]; [apply Z.mul_nonneg_nonneg; lia|].
  split; [exact P|]. cbv zeta in X. set (c := (if up then _ else _)%Z) in *. assert (K : (0 <= k)%Z) by lia.
  pose proof (num_den (Qabs q)) as E. replace (QDen (Qabs q)) with (QDen q) in E by (destruct q; reflexivity).
  replace (Qnum (Qabs q)) with (Z.abs (Qnum q)) in E by (destruct q; reflexivity).
  rewrite mult_IZR, (IZR_two_power k K), <- E in X. pose proof (den_pos q) as D. pose proof (two_power (- k)) as W.
  assert (I : powerRZ 2 k * powerRZ 2 (- k) = 1) by (rewrite <- powerRZ_add, Z.add_opp_diag_r by lra; reflexivity).
  assert (F : IZR c * powerRZ 2 (- k) * IZR (QDen q) = IZR c * IZR (QDen q) * powerRZ 2 (- k)) by ring.
  assert (G : Q2R (Qabs q) * IZR (QDen q) = Q2R (Qabs q) * IZR (QDen q) * powerRZ 2 k * powerRZ 2 (- k)) by
    (rewrite (Rmult_assoc _ (powerRZ 2 k)), I; ring).
  destruct up; apply Rmult_le_reg_r with (IZR (QDen q)); auto; rewrite F, G; apply Rmult_le_compat_r; lra.
Qed.

(* lo <= |q|^(u/v) 2^w <= hi, from lo^v <= |q|^u 2^(wv) <= hi^v *)
Definition bracket_ok (u v : positive) (w b : Z) (q : Q) (br : Z * Z) : bool :=
  let (lo, hi) := br in
  if zeroQ q then (lo <=? 0)%Z && (0 <=? hi)%Z else
  ((lo <=? 0)%Z || fle (power_of true b (lo, - w)%Z v) (power_of false b (quotient false b q) u)) &&
  (0 <=? hi)%Z && fle (power_of true b (quotient true b q) u) (power_of false b (hi, - w)%Z v).
Definition inside (s x : R) (br : Z * Z) : Prop := IZR (fst br) <= x * s <= IZR (snd br).
Definition pR (u v : positive) : R := IZR (Zpos u) / IZR (Zpos v).

(* exponents of certificates are binary, those of powers over R unary *)
Lemma pos_nat n : IZR (Zpos n) = INR (Pos.to_nat n).
Proof. rewrite INR_IZR_INZ, positive_nat_Z. reflexivity. Qed.
(* |q|^(u/v) is known by its v-th power |q|^u; and a factor r^v comes out of the base as r^u *)
Lemma Rpower_uv a u v : 0 < a ->
  Rpower a (pR u v) ^ Pos.to_nat v = a ^ Pos.to_nat u /\ Rpower (a ^ Pos.to_nat v) (pR u v) = a ^ Pos.to_nat u.
Proof.
  intros H. rewrite <- !Rpower_pow by (exact H || apply exp_pos). rewrite !Rpower_mult. unfold pR.
  rewrite <- !pos_nat. split; f_equal; field; apply not_0_IZR; discriminate.
Qed.
(* numbers are compared by their v-th powers, so no root is taken *)
Lemma root_le n x y : 0 <= y -> x ^ Pos.to_nat n <= y ^ Pos.to_nat n -> x <= y.
Proof.
  intros Hy H. destruct (Rle_lt_dec x y) as [L|L]; [exact L|]. exfalso. revert H. apply Rlt_not_le.
  destruct (Pos2Nat.is_succ n) as [k ->]. induction k; [simpl; lra|]. change (x ^ S (S k)) with (x * x ^ S k).
  change (y ^ S (S k)) with (y * y ^ S k). pose proof (pow_le y (S k) Hy). nra.
Qed.
(* hints are not trusted: a bracket that the v-th powers confirm contains the power *)
Lemma bracket_inside u v w b q br : bracket_ok u v w b q br = true ->
  inside (powerRZ 2 w) (power (pR u v) (Q2R q)) br.
Proof.
  destruct br as [lo hi]. unfold bracket_ok, inside. cbn [fst snd]. pose proof (two_power w) as W. intros H.
  destruct (zeroQ q) eqn:Z.
  { apply zeroQ_spec in Z. rewrite Z, power_0. apply andb_prop in H. destruct H as [A B]. apply Z.leb_le, IZR_le in A.
    apply Z.leb_le, IZR_le in B. lra. }
  apply zeroQ_false in Z. rewrite power_Q by exact Z. pose proof (quotient_ok true b q) as Up.
  pose proof (quotient_ok false b q) as Down. rewrite Qabs_R in *. apply Rabs_pos_lt in Z. set (a := Rabs (Q2R q)) in *.
  destruct (Rpower_uv a u v Z) as [E _]. assert (P : 0 < Rpower a (pR u v)) by apply exp_pos.
  assert (F : forall m, FR (m, - w)%Z * powerRZ 2 w = IZR m).
  { intros m. unfold FR. cbn [fst snd]. rewrite Rmult_assoc, <- powerRZ_add, Z.add_opp_diag_l by lra. simpl. ring. }
  assert (B : forall up m, (0 <= m)%Z -> rounded up (FR (m, - w)%Z) (m, - w)%Z) by (intros [] m M; split; auto; lra).
  apply andb_prop in H. destruct H as [H H3]. apply andb_prop in H. destruct H as [H1 H2]. apply Z.leb_le in H2. split.
  - destruct (Z.le_gt_cases lo 0) as [L|L]; [apply IZR_le in L; nra|]. apply orb_prop in H1.
    destruct H1 as [H1|H1]; [apply Z.leb_le in H1; lia|]. rewrite <- F. apply Rmult_le_compat_r; [lra|].
    apply (root_le v); [lra|]. rewrite E. apply fle_ok in H1. assert (L0 : (0 <= lo)%Z) by lia.
    destruct (power_of_ok true b _ _ v (FR_nonneg (lo, - w)%Z L0) (B true lo L0)) as [_ X].
    destruct (power_of_ok false b a _ u ltac:(lra) Down) as [_ Y]. lra.
  - rewrite <- (F hi). apply Rmult_le_compat_r; [lra|]. pose proof (FR_nonneg (hi, - w)%Z H2) as H0.
    apply (root_le v); [exact H0|]. rewrite E. apply fle_ok in H3.
    destruct (power_of_ok false b _ _ v H0 (B false hi H2)) as [_ X].
    destruct (power_of_ok true b a _ u ltac:(lra) Up) as [_ Y]. lra.
Qed.

(* Zero tests. Terms (n, a) of n a^p, equal bases together. *)
Definition terms := list (Q * Q).
Fixpoint valQ (p : R) (l : terms) : R :=
  match l with [] => 0 | (n, a) :: r => Q2R n * Rpower (Q2R a) p + valQ p r end.
Fixpoint add (n a : Q) (l : terms) : terms :=
  match l with
  | [] => [(n, a)]
  | (m, b) :: r =>
      if (Qnum a =? Qnum b)%Z && (Qden a =? Qden b)%positive then (Qred (n + m), b) :: r else (m, b) :: add n a r
  end.
Definition collect (l : terms) : terms :=
  filter (fun t => negb (zeroQ (fst t))) (fold_right (fun t => add (fst t) (snd t)) [] l).
(* with a = r^v c, the term n a^(u/v) is (n r^u) c^(u/v) *)
Fixpoint normal (u v : positive) (l : terms) (rs : list Q) : option terms :=
  match l, rs with
  | [], _ => Some []
  | (n, a) :: l', r :: rs' =>
      if posQ a && posQ r
      then option_map (cons (Qred (n * Qpower_positive r u), Qred (a / Qpower_positive r v))) (normal u v l' rs')
      else None
  | _, _ => None
  end.
Definition zero_ok (u v : positive) (l : terms) (rs : list Q) : bool :=
  match normal u v (collect l) rs with Some l' => match collect l' with [] => true | _ => false end | None => false end.

(* adding up equal bases and dropping coefficients 0 changes no value *)
Lemma valQ_collect p l : valQ p (collect l) = valQ p l.
Proof.
  assert (A : forall n a l, valQ p (add n a l) = Q2R n * Rpower (Q2R a) p + valQ p l).
  { intros n a. induction l0 as [|[m b] l0 IH]; [reflexivity|]. cbn [add]. destruct (_ && _) eqn:E; cbn [valQ].
    - apply andb_prop in E. destruct E as [E1 E2]. apply Z.eqb_eq in E1. apply Pos.eqb_eq in E2. destruct a, b.
      cbn in E1, E2. subst. rewrite Q2R_red, Q2R_plus. ring.
    - rewrite IH. ring. }
  unfold collect. transitivity (valQ p (fold_right (fun t => add (fst t) (snd t)) [] l)).
  - induction (fold_right _ _ l) as [|[n a] l' IH]; [reflexivity|]. cbn [filter fst valQ].
    destruct (zeroQ n) eqn:Z; cbn [negb valQ]; rewrite IH; [|reflexivity]. apply zeroQ_spec in Z. rewrite Z. ring.
  - induction l as [|[n a] l IH]; [reflexivity|]. cbn [fold_right fst snd]. rewrite A, IH. reflexivity.
Qed.
(* the r^u and r^v of the normal form are those of R *)
Lemma Q2R_power q n : Q2R (Qpower_positive q n) = Q2R q ^ Pos.to_nat n.
Proof.
  unfold Qpower_positive. induction n as [n IH|n IH|]; cbn [pow_pos]; rewrite ?pow_xI, ?pow_xO, ?Q2R_mult, ?IH; auto.
  symmetry. apply pow_1.
Qed.
(* taking v-th powers out of the bases changes no value, whatever roots the hints say *)
Lemma normal_ok u v l : forall rs l', normal u v l rs = Some l' -> valQ (pR u v) l' = valQ (pR u v) l.
Proof.
  induction l as [|[n a] l IH]; intros rs l' H; cbn [normal] in H; [inversion H; reflexivity|].
  destruct rs as [|r rs]; [discriminate|]. destruct (posQ a && posQ r) eqn:P; [|discriminate].
  apply andb_prop in P. destruct P as [Pa Pr]. apply posQ_spec in Pa. apply posQ_spec in Pr.
  destruct (normal u v l rs) as [l1|] eqn:N; inversion H. cbn [valQ]. rewrite (IH rs l1 N). f_equal.
  pose proof (pow_lt _ (Pos.to_nat v) Pr) as Pv.
  rewrite !Q2R_red, Q2R_mult, Q2R_div by (intros X; apply Qeq_eqR in X; rewrite Q2R_power, Q2R_0 in X; lra).
  rewrite !Q2R_power. set (x := Q2R r) in *. set (y := Q2R a) in *.
  rewrite <- (proj2 (Rpower_uv x u v Pr)), Rmult_assoc, Rpower_mult_distr by (auto using Rdiv_lt_0_compat).
  do 2 f_equal. field. lra.
Qed.
(* a tie is proved by a normal form without terms; wrong or missing roots can only make the test fail *)
Lemma zero_ok_sound u v l rs : zero_ok u v l rs = true -> valQ (pR u v) l = 0.
Proof.
  unfold zero_ok. intros H. destruct (normal u v (collect l) rs) as [l'|] eqn:N; [|discriminate].
  rewrite <- valQ_collect, <- (normal_ok _ _ _ _ _ N), <- valQ_collect. destruct (collect l'); easy.
Qed.
Definition terms_of (l : ps) : terms := map (fun t => (inject_Z (fst t), snd t)) l.
(* power sums of certificates have integer coefficients, the normal form rational ones *)
Lemma valQ_terms p l : valQ p (terms_of l) = val p l.
Proof. induction l as [|[n a] l IH]; simpl; [reflexivity|]. rewrite Q2R_Z. f_equal. exact IH. Qed.

(* The scale is 2^w, and powers are rounded to b bits. *)
Section Between.
Variables (u v : positive) (w b : Z).
Fixpoint brackets_ok (qs : list Q) (l : list (Z * Z)) : bool :=
  match qs, l with
  | [], [] => true
  | q :: qs', br :: l' => bracket_ok u v w b q br && brackets_ok qs' l'
  | _, _ => false
  end.
(* the sums of two neighbours; 0 where these have not one sign *)
Fixpoint sums (e : Q) (ds : list Q) : list Q :=
  match ds with [] => [] | d :: r => (if sameQ e d then Qred (e + d) else 0%Q) :: sums d r end.

(* [C11], with brackets be of the gap e before, of D, of the gaps and of the sums *)
Fixpoint signs_between (e : Q) (r : list Q) (be D : Z * Z) (ds : list Q) (sg : list mark) (bg bs : list (Z * Z))
    (ties : list (list Q)) : bool :=
  match ds, sg, bg, bs with
  | [], [], _, _ => true
  | d :: ds', s :: sg', bd :: bg', bp :: bs' =>
      let next r' D' ties' := signs_between d r' bd D' ds' sg' bg' bs' ties' in
      if sameQ e d then
        let low := (fst be + fst bd - snd bp - snd D)%Z in let high := (snd be + snd bd - fst bp - fst D)%Z in
        match s, ties with
        | Plus, _ => (0 <? low)%Z && next (e :: r) (low, high) ties
        | Minus, _ => (high <? 0)%Z && next [] (0, 0)%Z ties
        | Tie, t :: ties' => zero_ok u v (terms_of (dual_sum 1 d (e :: r))) t && next [] (0, 0)%Z ties'
        | Tie, [] => false
        end
      else match s with Minus => next [] (0, 0)%Z ties | _ => false end
  | _, _, _, _ => false
  end.
(* [C11]: the interval for D goes through the recurrence as D does, so it contains each sum that has a mark *)
Lemma signs_between_ok ds : forall e r be D sg bg bs ties, signs_between e r be D ds sg bg bs ties = true ->
  inside (powerRZ 2 w) (power (pR u v) (Q2R e)) be -> inside (powerRZ 2 w) (val (pR u v) (dual_sum 1 e r)) D ->
  brackets_ok ds bg = true -> brackets_ok (sums e ds) bs = true -> Forall (holds (pR u v)) (obligations e r ds sg).
Proof.
  pose proof (two_power w) as W. assert (I0 : forall e, inside (powerRZ 2 w) (val (pR u v) (dual_sum 1 e [])) (0, 0)%Z).
  { intros e. split; cbn; lra. }
  induction ds as [|d ds IH]; intros e r be D [|m sg] bg bs ties H He HD Hg Hb; cbn [signs_between] in H;
    try discriminate; [constructor|].
  destruct bg as [|bd bg]; [discriminate|]. destruct bs as [|bp bs]; [discriminate|].
  cbn [brackets_ok sums obligations] in *. cbv zeta in H. apply andb_prop in Hg. destruct Hg as [Hd Hg].
  apply andb_prop in Hb. destruct Hb as [Hp Hb]. apply bracket_inside in Hd. apply bracket_inside in Hp.
  destruct (sameQ e d) eqn:S; [|destruct m; try discriminate; eapply IH; eauto].
  apply sameQ_spec in S. pose proof (val_dual (pR u v) e d r S) as V. rewrite Q2R_red, Q2R_plus in Hp.
  set (low := (fst be + _ - _ - _)%Z) in *. set (high := (snd be + _ - _ - _)%Z) in *.
  assert (X : inside (powerRZ 2 w) (val (pR u v) (dual_sum 1 d (e :: r))) (low, high)).
  { rewrite V. unfold inside, low, high in *. cbn [fst snd]. rewrite !minus_IZR, !plus_IZR. lra. }
  destruct m; [|destruct ties as [|t ties]; [discriminate|]|]; apply andb_prop in H; destruct H as [H H'];
    (constructor; [|eapply IH; eauto]); unfold holds, inside in *; cbn [fst snd] in *.
  - apply Z.ltb_lt, IZR_lt in H. nra.
  - rewrite <- valQ_terms. exact (zero_ok_sound u v _ t H).
  - apply Z.ltb_lt, IZR_lt in H. nra.
Qed.

Definition sum_by (f : Z * Z -> Z) (l : list (Z * Z)) : Z := fold_right (fun br s => f br + s)%Z 0%Z l.
(* [C17], with brackets of the slope changes; a bound may also be exact *)
Definition objective_between (ks : list (Q * Q)) (bk : list (Z * Z)) (low high : Q) (rl rh : list Q) : bool :=
  let exact q := zero_ok u v ((Qopp q, 1%Q) :: map (fun k => (1%Q, Qabs (snd k))) ks) in
  brackets_ok (map snd ks) bk &&
  (if (Qnum low * 2 ^ w <=? sum_by fst bk * QDen low)%Z then true else exact low rl) &&
  (if (sum_by snd bk * QDen high <=? Qnum high * 2 ^ w)%Z then true else exact high rh).
(* [C17]: added up, brackets of the slope changes enclose the cost; an exact bound is a zero test *)
Lemma objective_between_ok ks bk low high rl rh : (0 <= w)%Z -> forallb (fun k => negb (zeroQ (snd k))) ks = true ->
  objective_between ks bk low high rl rh = true -> Q2R low <= total (power (pR u v)) (map pt ks) <= Q2R high.
Proof.
  intros Hw K H. pose proof (two_power w) as W. rewrite <- IZR_two_power in W by exact Hw. set (V := total _ _).
  assert (X : forall q rs, zero_ok u v ((Qopp q, 1%Q) :: map (fun k => (1%Q, Qabs (snd k))) ks) rs = true -> V = Q2R q).
  { intros q rs Z. apply zero_ok_sound in Z. cbn [valQ] in Z. assert (One : Q2R 1 = 1) by (unfold Q2R; simpl; lra).
    rewrite Q2R_opp, One in Z. unfold Rpower at 1 in Z. rewrite ln_1, Rmult_0_r, exp_0 in Z.
    assert (E : valQ (pR u v) (map (fun k => (1%Q, Qabs (snd k))) ks) = V); [|lra]. clear - K One. unfold V.
    induction ks as [|[t c] ks IH]; [reflexivity|]. cbn [forallb map snd valQ total pt fst] in *. apply andb_prop in K.
    destruct K as [K1 K2]. rewrite (IH K2), power_Q, One; [ring|]. apply zeroQ_false. destruct (zeroQ c); easy. }
  unfold objective_between in H. apply andb_prop in H. destruct H as [H B]. apply andb_prop in H. destruct H as [H A].
  assert (I : IZR (sum_by fst bk) <= V * IZR (2 ^ w) <= IZR (sum_by snd bk)).
  { rewrite IZR_two_power by exact Hw. unfold V, sum_by. clear - H. revert bk H. induction ks as [|[t c] ks IH];
      intros [|br bk] H; try discriminate; cbn [map total fold_right brackets_ok snd fst pt] in *; [lra|].
    apply andb_prop in H. destruct H as [H H']. specialize (IH bk H'). apply bracket_inside in H.
    unfold inside in H. rewrite !plus_IZR. lra. }
  split.
  - destruct (Z.leb_spec (Qnum low * 2 ^ w) (sum_by fst bk * QDen low)) as [L|_];
      [|rewrite (X _ _ A); lra]. apply IZR_le in L. rewrite !mult_IZR, <- num_den in L. pose proof (den_pos low).
    apply Rmult_le_reg_r with (IZR (QDen low) * IZR (2 ^ w)); nra.
  - destruct (Z.leb_spec (sum_by snd bk * QDen high) (Qnum high * 2 ^ w)) as [L|_];
      [|rewrite (X _ _ B); lra]. apply IZR_le in L. rewrite !mult_IZR, <- num_den in L. pose proof (den_pos high).
    apply Rmult_le_reg_r with (IZR (QDen high) * IZR (2 ^ w)); nra.
Qed.
End Between.
