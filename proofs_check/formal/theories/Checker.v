(* The checker of certificates of version 1 (docs/certificate_v1.md), and that what it accepts is true. It reads no
   text: clauses [C01] to [C04], [C06] and [C13] are the reader's, and that [C10] finds no other characters. *)
From Coq Require Import Reals Lra Lia List QArith Qreals Bool ZArith NArith FunctionalExtensionality.
From Sparsest Require Import Prices Splines Charging Matchings Minimisers Unique Distinct Counting Rationals TheoremC
  Fewest Certificates Signs LimitSigns.
Import ListNotations.
Open Scope R_scope.

(* What helps the checker and is not trusted: a certificate with wrong hints is refused, never wrongly accepted.
   At u/v: integers lo with lo <= |a|^(u/v) 2^p_scale <= lo + p_width, one for each a of a list. To see that, powers are
   rounded to p_bits bits. For h_gaps the a are the slope gaps d_2 ... d_(N-1), and for h_sums the sum of each with the
   gap before, but 0 where the two have not the same sign; for h_knots they are the slope changes of the knots.
   A list of r_j > 0 shows that the sum of n_j a_j^(u/v) is 0: with a_j = r_j^v c_j, the n_j r_j^u of each c add to 0.
   The terms are those of `collect`: equal a_j together, and none with n_j = 0. In h_ties there is one such list for
   each Tie, in order; h_low and h_high are such lists for the minimum less a bound, where the brackets do not tell.
   At 0+ and 1-: of how many moments to ask, and the precisions to try, in bits (LimitSigns.v). *)
Record precision := { p_scale : N; p_width : Z; p_bits : Z }.
Record hints := {
  h_signs : precision; h_gaps : list Z; h_sums : list Z; h_ties : list (list Q);
  h_objective : precision; h_knots : list Z; h_low : list Q; h_high : list Q;
  h_order : nat; h_precisions : list positive
}.
Definition brackets (r : precision) (l : list Z) : list (Z * Z) := map (fun lo => (lo, lo + p_width r)%Z) l.

Definition exponent_ok (e : exponent) : bool := match e with Between u v => (u <? v)%positive | _ => true end.
Definition holds_at_0 (o : mark * ps) : bool :=
  let n := fold_right (fun t k => fst t + k)%Z 0%Z (snd o) in
  match fst o with Plus => (0 <? n)%Z | Tie => (n =? 0)%Z | Minus => (n <? 0)%Z end.
Definition signs_ok (h : hints) (e : exponent) (ds : list Q) (sg : list mark) : bool :=
  match e with
  | Zero => forallb holds_at_0 (obligations 0 [] ds sg)
  | Between u v => let r := h_signs h in let bg := brackets r (h_gaps h) in let bs := brackets r (h_sums h) in
      let fit := brackets_ok u v (Z.of_N (p_scale r)) (p_bits r) in
      fit ds bg && fit (sums 0 ds) bs && signs_between u v 0 [] (0, 0)%Z (0, 0)%Z ds sg bg bs (h_ties h)
  | ZeroPlus => signs_limit false (h_order h) (h_precisions h) ds sg
  | OneMinus => signs_limit true (h_order h) (h_precisions h) ds sg
  end.
Definition same_count (m n : option N) : bool :=
  match m, n with Some k, Some l => (k =? l)%N | None, None => true | _, _ => false end.
(* what [C16] compares is equal, the claim 'infinite' included *)
Lemma same_count_eq m n : same_count m n = true -> n = m.
Proof. destruct m, n; try discriminate; [|reflexivity]. simpl. intros E. f_equal. symmetry. apply N.eqb_eq, E. Qed.
Definition minimizers_ok (c : certificate) (sg : list mark) : bool :=
  same_count (c_minimizers c) match c_points c, c_exponent c with
    | [_], _ => None
    | _, Zero => if unique0 None (map sgnQ (gapsQ (c_points c))) then Some 1%N else None
    | _, _ => Some (count_covers sg)
    end.
Definition objective_ok (h : hints) (c : certificate) : bool :=
  match c_exponent c, c_objective c with
  | Zero, Some (low, high) => let K := inject_Z (Z.of_N (c_many c)) in Qeq_bool low K && Qeq_bool high K
  | Between u v, Some (low, high) =>
      let r := h_objective h in let bk := brackets r (h_knots h) in
      objective_between u v (Z.of_N (p_scale r)) (p_bits r) (c_knots c) bk low high (h_low h) (h_high h)
  | ZeroPlus, None | OneMinus, None => true
  | _, _ => false
  end.

(* the number of the first clause that fails *)
Definition first_fault (h : hints) (c : certificate) : option nat :=
  let l := inner (c_points c) in let ds := map snd l in
  if negb (exponent_ok (c_exponent c)) then Some 3%nat else
  if negb (sorted (c_points c)) then Some 5%nat else
  if negb (sorted (c_knots c) && forallb (fun k => negb (zeroQ (snd k))) (c_knots c)) then Some 7%nat else
  match serve l (c_knots c) with None => Some 8%nat | Some m =>
  if negb (starts c && turns l m (c_knots c)) then Some 9%nat else
  match marks 0 ds [] (c_dual c) with None => Some 10%nat | Some sg =>
  if negb (signs_ok h (c_exponent c) ds sg) then Some 11%nat else
  if negb (coversb sg m) then Some 12%nat else
  if negb (c_many c =? N.of_nat (length (c_knots c)))%N then Some 14%nat else
  if negb (c_fewest c =? knots_needed (map sgnQ ds))%N then Some 15%nat else
  if negb (minimizers_ok c sg) then Some 16%nat else
  if negb (objective_ok h c) then Some 17%nat else None end end.
Definition check (h : hints) (c : certificate) : bool := match first_fault h c with None => true | Some _ => false end.
(* accepting is finding no fault, so the clauses may be read off one by one in check_sound *)
Theorem check_first_fault h c : check h c = true <-> first_fault h c = None.
Proof. unfold check. destruct (first_fault h c); split; congruence. Qed.

(* How many minimisers there are, as functions; None: infinitely many. *)
Definition how_many (h : R -> R) (pts : points) (n : option N) : Prop :=
  let some k L := N.of_nat (length L) = k /\ ForallOrdPairs (fun f g => ~ same_function f g) L /\
    Forall (minimiser h pts) L in
  match n with
  | Some k => exists L, some k L /\ forall f, minimiser h pts f -> exists g, In g L /\ same_function f g
  | None => forall k, exists L, some k L
  end.

(* For infinitely many it is enough that minimisers have all values in a stretch somewhere. *)
Lemma infinitely_many_values h pts u a b : a < b ->
  (forall v, a < v < b -> exists f, minimiser h pts f /\ eval f u = v) -> how_many h pts None.
Proof.
  intros AB V k. cbv zeta. assert (X : exists M v, a < v < b /\ Forall (fun f => v < eval f u) M /\
    N.of_nat (length M) = k /\ ForallOrdPairs (fun f g => ~ same_function f g) M /\ Forall (minimiser h pts) M).
  { induction k as [|k (M & v & Hv & M0 & M1 & M2 & M3)] using N.peano_ind.
    - exists [], ((a + b) / 2). repeat split; try constructor; lra.
    - destruct (V v Hv) as (f & F & E). exists (f :: M), ((a + v) / 2). cbn [length].
      split; [lra|]. split; [|split; [lia|split; [|constructor; assumption]]]; constructor; auto; [lra| |];
      (eapply Forall_impl; [|exact M0]); cbn; intros g Hg; [lra|]. intros S. rewrite (S u) in E. lra. }
  destruct X as (M & v & _ & _ & X). exists M. exact X.
Qed.
(* one point: any line through it *)
Lemma one_point h q : price h -> how_many h [q] None.
Proof.
  intros Hh. apply (infinitely_many_values h [q] (fst q + 1) 0 1); [lra|]. intros v _.
  exists {| slope := v - snd q; intercept := snd q - (v - snd q) * fst q; knots := [] |}.
  split; [split; [repeat constructor; unfold eval; cbn; ring|]|unfold eval; cbn; ring].
  intros g _. unfold cost. cbn. induction (knots g) as [|[t w] l IH]; cbn; [lra|]. pose proof (h_nonneg h Hh w). lra.
Qed.

Definition in_range (e : exponent) (p : R) : Prop :=
  match e with Zero => p = 0 | Between u v => p = pR u v /\ 0 < p < 1 | _ => 0 < p < 1 end.
(* what follows from the signs at each p in range holds at the exponent of the file, a limit included *)
Lemma eventually_within e (P Q : R -> Prop) : exponent_ok e = true -> (forall p, in_range e p -> P p -> Q p) ->
  eventually e P -> eventually e Q.
Proof.
  destruct e; cbn [eventually in_range exponent_ok]; intros He H X.
  - apply H; [reflexivity|exact X].
  - apply Pos.ltb_lt in He. assert (U : 0 < IZR (Zpos u)) by (apply IZR_lt; reflexivity).
    assert (V : IZR (Zpos u) < IZR (Zpos v)) by (apply IZR_lt; exact He). apply H; [split; [reflexivity|]|exact X].
    split; [apply Rdiv_lt_0_compat; lra|]. apply Rmult_lt_reg_r with (IZR (Zpos v)); [lra|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
  - destruct X as (a & A & X). exists a. split; [exact A|]. intros p Hp. apply H; [lra|apply X, Hp].
  - destruct X as (a & A & X). exists a. split; [exact A|]. intros p Hp. apply H; [lra|apply X, Hp].
Qed.
(* so the theorems for all prices apply at every exponent of a certificate *)
Lemma price_in_range e p : in_range e p -> price (power p).
Proof. destruct e; cbn; intros H; [rewrite H, power_zero; apply counted_price|apply power_price; lra..]. Qed.

(* clause [C11] for all four kinds of exponent: each has its own way to the signs *)
Lemma signs_eventually h e ds sg : exponent_ok e = true -> signs_ok h e ds sg = true ->
  eventually e (fun p => signs_true (power p) 0 0 (map Q2R ds) sg).
Proof.
  intros He H. apply (eventually_within e (fun p => Forall (holds p) (obligations 0 [] ds sg)) _ He).
  { intros p _ X. apply obligations_ok in X. rewrite Q2R_0 in X. exact X. }
  destruct e; cbn [signs_ok] in H; [..|exact (signs_limit_ok true _ _ _ _ H)];
    [..|exact (signs_limit_ok false _ _ _ _ H)]; cbn [eventually].
  - apply Forall_forall. intros [s l] I. pose proof (proj1 (forallb_forall _ _) H _ I) as O.
    unfold holds_at_0, holds in *. cbn [fst snd] in *.
    replace (val 0 l) with (IZR (fold_right (fun t k => fst t + k)%Z 0%Z l)).
    2:{ clear. induction l as [|[n a] l IH]; [reflexivity|]. cbn [fold_right fst val]. unfold Rpower.
        rewrite Rmult_0_l, exp_0, plus_IZR, IH. ring. }
    destruct s; [apply Z.ltb_lt in O|apply Z.eqb_eq in O; rewrite O; reflexivity|apply Z.ltb_lt in O]; apply IZR_lt, O.
  - cbv zeta in H. apply andb_prop in H. destruct H as [H H3]. apply andb_prop in H. destruct H as [H1 H2].
    eapply signs_between_ok; [exact H3| | |exact H1|exact H2]; [rewrite Q2R_0, power_0|]; split; cbn; lra.
Qed.

(* What an accepted certificate proves. At "0" the p below is 0, and power 0 = counted. *)
Definition proved (c : certificate) : Prop :=
  let pts := map pt (c_points c) in let f := c_spline c in
  increasing pts /\ interpolates f pts /\
  eventually (c_exponent c) (fun p =>
    (forall g, interpolates g pts -> cost (power p) f <= cost (power p) g) /\
    how_many (power p) pts (c_minimizers c) /\
    match c_objective c with Some (low, high) => Q2R low <= cost (power p) f <= Q2R high | None => True end) /\
  cost counted f = NR (c_many c) /\ fewest_knots pts (NR (c_fewest c)).
(* clause by clause: each fault that was not found is a premise of one of the theorems above *)
Theorem check_sound h c : check h c = true -> proved c.
Proof.
  intros H. unfold proved. set (pts := map pt (c_points c)). set (f := c_spline c). apply check_first_fault in H.
  unfold first_fault in H. cbv zeta in H. fold (gapsQ (c_points c)) in H.
  assert (X : forall b n (o : option nat), (if negb b then Some n else o) = None -> b = true /\ o = None).
  { intros [] n o E; [auto|discriminate]. }
  apply X in H. destruct H as [H3 H]. apply X in H. destruct H as [H5 H]. apply X in H. destruct H as [H7 H].
  destruct (serve _ _) as [m|] eqn:H8; [|discriminate]. apply X in H. destruct H as [H9 H].
  destruct (marks _ _ _ _) as [sg|]; [|discriminate]. apply X in H. destruct H as [H11 H].
  apply X in H. destruct H as [H12 H]. apply X in H. destruct H as [H14 H]. apply X in H. destruct H as [H15 H].
  apply X in H. destruct H as [H16 H]. apply X in H. destruct H as [H17 _].
  apply andb_prop in H7. destruct H7 as [_ H7]. apply andb_prop in H9. destruct H9 as [H9 H9'].
  destruct (clauses_sound c m sg H5 H8 H9 H9') as (A & B & D). fold pts f in A, B, D.
  pose proof (gapsQ_ok _ A) as G. fold pts in G.
  assert (S0 : map sgnQ (gapsQ (c_points c)) = signs pts).
  { unfold signs. rewrite <- G, map_map. apply map_ext, sgnQ_ok. }
  assert (Many : cost counted f = NR (c_many c)).
  { apply N.eqb_eq in H14. rewrite H14. unfold NR. rewrite nat_N_Z, <- INR_IZR_INZ. unfold f, cost, c_spline.
    cbn [knots]. clear - H7. induction (c_knots c) as [|[t w] l IH]; [reflexivity|].
    cbn [forallb map total pt fst snd length] in *. apply andb_prop in H7. destruct H7 as [Z H7].
    rewrite S_INR, (IH H7), counted_1; [ring|]. apply zeroQ_false. destruct (zeroQ w); [discriminate|reflexivity]. }
  split; [exact A|]. split; [exact B|]. split; [|split; [exact Many|]].
  2:{ apply N.eqb_eq in H15. rewrite H15, S0. apply knots_needed_least, A. }
  apply (eventually_within _ _ _ H3) with (2 := signs_eventually _ _ _ _ H3 H11). intros p Hp S. rewrite G in S.
  pose proof (price_in_range _ _ Hp) as Hh. apply coversb_ok in H12.
  split; [exact (D _ Hh S H12)|]. split.
  - unfold minimizers_ok in H16. rewrite S0 in H16.
    assert (K : (2 <= length pts)%nat -> 0 < p < 1 -> how_many (power p) pts (Some (count_covers sg))).
    { intros L Q. destruct (count_minimisers (power p) pts sg (power_strict p Q) L A S) as (l & L1 & L2 & L3 & L4).
      exists l. auto. }
    assert (K0 : (2 <= length pts)%nat -> how_many counted pts (if unique0 None (signs pts) then Some 1%N else None)).
    { intros L. pose proof (theorem_C pts L A) as T. destruct (unique0 _ _).
      - destruct T as (g & F & U). exists [g]. split; [split; [reflexivity|split; [repeat constructor|]]|].
        + constructor; [exact F|constructor].
        + intros g' Hg. exists g. split; [left; reflexivity|]. intros z. apply U, Hg.
      - destruct T as (u & a & b & AB & V). exact (infinitely_many_values _ _ u a b AB V). }
    apply same_count_eq in H16. rewrite <- H16. unfold pts in *. clear - H9 Hp Hh K K0. unfold starts in H9.
    destruct (c_points c) as [|q [|q' r]]; [discriminate|apply one_point, Hh|].
    destruct (c_exponent c); cbn in Hp; [rewrite Hp, power_zero; apply K0|apply K..]; cbn; lia || lra.
  - unfold objective_ok in H17. destruct (c_exponent c) as [|u v| |], (c_objective c) as [[low high]|];
      try discriminate; auto; cbv zeta in H17.
    + cbn in Hp. rewrite Hp, power_zero, Many. unfold NR. rewrite <- Q2R_Z. apply andb_prop in H17.
      destruct H17 as [L U]. apply Qeq_bool_R in L. apply Qeq_bool_R in U. lra.
    + destruct Hp as [-> _]. exact (objective_between_ok _ _ _ _ _ _ _ _ _ _ (N2Z.is_nonneg _) H7 H17).
Qed.

(* The running example of docs/certificate_v1.md is accepted; not with a knot moved, a false sign or a false count. *)
Definition example (t : Q) (s : mark) (n : N) : certificate :=
  {| c_exponent := Between 1 2; c_points := [(-2, 0); (-1, 0); (0, 1); (1, 1); (2, 0); (3, 0)]%Q;
     c_slope := 0; c_intercept := 0; c_knots := [(-1, 1); (t, -2); (2, 1)]%Q; c_dual := [[]; [s]; []];
     c_many := 3; c_fewest := 3; c_minimizers := Some n; c_objective := Some (341 # 100, 342 # 100)%Q |}.
Definition example_hints : hints :=
  let r := {| p_scale := 10; p_width := 1; p_bits := 24 |} in
  {| h_signs := r; h_gaps := [1024; 1024; 1024; 1024]%Z; h_sums := [0; 0; 1448; 0]%Z; h_ties := [];
     h_objective := r; h_knots := [1024; 1448; 1024]%Z; h_low := []; h_high := []; h_order := 0; h_precisions := [] |}.
Example example_checked : let fault t s n := first_fault example_hints (example t s n) in
  check example_hints (example (1 # 2) Plus 1) = true /\ fault (1 # 3)%Q Plus 1%N = Some 9%nat /\
  fault (1 # 2)%Q Minus 1%N = Some 11%nat /\ fault (1 # 2)%Q Plus 2%N = Some 16%nat.
Proof. vm_compute. auto. Qed.
