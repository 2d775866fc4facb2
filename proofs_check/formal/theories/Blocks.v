(* Proposition 4.1, number of parameters: for points in general position every solution of (9) has at most 2 N
   parameters (N <= d + 1; N if no two labels have opposite signs) or 8 (N + 1), as printed; and at most N + 2 ceil(N /
   (d + 1)) - 1 if the points differ in some coordinate. All by blocks of d + 1 points, each met by two neurons that are
   0 before it. *)
From Coq Require Import Reals Lra Lia List Permutation Sorted.
From Sparsest Require Import Prices Descent Several PropositionFourOne.
Import ListNotations.
Open Scope R_scope.

Definition coordinate (k : nat) (q : list R * R) : R := nth k (bar (fst q)) 0.        (* k = d: the 1 of the bias *)
Definition independent (S : data) : Prop := forall m, map snd m = S ->
  (forall k, combine_at (fun q k => coordinate k q) m k = 0) -> Forall (fun c => fst c = 0) m.
(* Footnote 7: no k points in a flat of dimension k - 2, k = 2, ..., d + 1. *)
Definition general_position (d : nat) (pts : data) : Prop :=
  forall S, incl S pts -> NoDup S -> (length S <= Datatypes.S d)%nat -> independent S.

(* Independent rows: every right-hand side has a solution. *)
Lemma solvable {X Y} (rows : list Y) : forall (e : X -> Y -> R) (cols : list X), (forall m, map snd m = rows ->
  (forall x, In x cols -> combine_at (fun y x => e x y) m x = 0) -> Forall (fun c => fst c = 0) m) ->
  forall b : Y -> R, exists l, incl (map snd l) cols /\ Forall (fun y => combine_at e l y = b y) rows.
Proof.
  induction rows as [|y rows IH]; intros e cols H b; [exists []; split; [intros x []|constructor]|].
  destruct (Exists_dec (fun x => e x y <> 0) cols) as [P|P].
  { intros x. destruct (Req_EM_T (e x y) 0); [right; lra|left; assumption]. }
  - apply Exists_exists in P as (x0 & I & N).
    destruct (IH (fun x z => e x z - e x y / e x0 y * e x0 z) cols) with (b := fun z => b z - b y / e x0 y * e x0 z) as
      (l & C & Z).
    { intros m E Hm. pose (s := combine_at (fun z x => e x z) m x0).
      assert (X0 : Forall (fun c => fst c = 0) ((- s / e x0 y, y) :: m)); [|inversion X0; assumption].
      apply H; [simpl; congruence|]. intros x J. specialize (Hm x J). rewrite <- Hm. unfold s. simpl. clear.
      transitivity (combine_at (fun z x => e x z) m x - combine_at (fun z x => e x z) m x0 / e x0 y * e x y);
        [unfold Rdiv; ring|]. unfold combine_at. induction m as [|c m IHm]; simpl; [|rewrite <- IHm]; unfold Rdiv;
        ring. }
    pose (s := combine_at e l y). exists ((b y / e x0 y - s / e x0 y, x0) :: l).
    split; [intros x [<-|J]; [exact I|apply C, J]|].
    assert (X0 : forall z, combine_at (fun x z => e x z - e x y / e x0 y * e x0 z) l z =
      combine_at e l z - s / e x0 y * e x0 z).
    { intros z. unfold s. clear. unfold combine_at. induction l as [|q l IHl]; simpl; [|rewrite IHl]; unfold Rdiv;
        ring. }
    constructor; [simpl; fold (combine_at e l y); fold s; field; exact N|]. eapply Forall_impl; [|exact Z]. intros z E.
    cbv beta in E. rewrite X0 in E. simpl. lra.
  - exfalso. assert (F : Forall (fun c => fst c = 0) ((1, y) :: map (fun z => (0, z)) rows)); [|inversion F;
      simpl in *; lra]. apply H; [simpl; rewrite map_map, map_id; reflexivity|]. intros x J.
    destruct (Req_dec (e x y) 0) as [E|E]; [|exfalso; apply P, Exists_exists; eauto].
    transitivity (1 * e x y + combine_at (fun z x => e x z) (map (fun z => (0, z)) rows) x); [reflexivity|]. rewrite E.
    clear. unfold combine_at. induction rows as [|z rows IH]; simpl in *; lra.
Qed.
(* Columns beyond the number of rows can go, except those of lk if these are independent. *)
Definition same_sums {X Y} (e : X -> Y -> R) (rows : list Y) l l' : Prop :=
  Forall (fun y => combine_at e l y = combine_at e l' y) rows.
Fixpoint minus {X} (t : R) (l c : list (R * X)) : list (R * X) :=
  match l, c with q :: l', r :: c' => (fst q - t * fst r, snd q) :: minus t l' c' | _, _ => [] end.
(* elimination: subtracting a multiple of a dependence keeps the columns and changes the sums as expected *)
Lemma minus_spec {X Y} (e : X -> Y -> R) t l : forall c, map snd c = map snd l ->
  map snd (minus t l c) = map snd l /\ forall y, combine_at e (minus t l c) y = combine_at e l y - t * combine_at e c y.
Proof.
  induction l as [|[a x] l IH]; intros [|[b x'] c] E; simpl in *; try discriminate; [split; [reflexivity|intros;
    ring]|]. injection E as -> E. destruct (IH c E) as [A B]. split; [congruence|]. intros y. unfold combine_at in *.
  simpl. rewrite B. ring.
Qed.
(* a dependence of more columns than rows has one outside kp, which can go, as those of kp are independent *)
Lemma few_columns {X Y} (e : X -> Y -> R) (rows : list Y) (kp : list X) :
  (forall lk, map snd lk = kp -> Forall (fun y => combine_at e lk y = 0) rows -> Forall (fun c => fst c = 0) lk) ->
  forall lr lk, map snd lk = kp -> exists lk' lr', map snd lk' = kp /\ incl (map snd lr') (map snd lr) /\
  (length kp + length lr' <= length rows)%nat /\ same_sums e rows (lk' ++ lr') (lk ++ lr).
Proof.
  intros H lr. remember (length lr) as n eqn:En. revert lr En. induction n as [n IH] using lt_wf_ind.
  intros lr En lk Ek. destruct (Nat.le_gt_cases (length kp + length lr) (length rows)) as [L|L].
  { exists lk, lr. repeat split; auto; [intros x J; exact J|]. apply Forall_forall. reflexivity. }
  destruct (dependent rows e (kp ++ map snd lr)) as (c & Ec & S & Z); [rewrite app_length, map_length; exact L|].
  apply map_eq_app in Ec as (ck & cr & -> & Eck & Ecr). destruct (Exists_dec (fun q => fst q <> 0) cr) as [P|P].
  { intros x. destruct (Req_EM_T (fst x) 0); [right; lra|left; assumption]. }
  - apply Exists_exists in P as ([b x] & I & N). apply in_split in I as (c1 & c2 & ->). rewrite map_app in Ecr.
    symmetry in Ecr. apply map_eq_app in Ecr as (l1 & l2' & -> & E1 & E2).
    destruct l2' as [|[a x'] l2]; [discriminate|]. simpl in E2. injection E2 as -> E2. simpl in N. set (t := a / b).
    destruct (minus_spec e t lk ck) as [A1 B1]; [congruence|]. destruct (minus_spec e t l1 c1) as [A2 B2];
      [congruence|]. destruct (minus_spec e t l2 c2) as [A3 B3]; [congruence|].
    destruct (IH (length (minus t l1 c1 ++ minus t l2 c2))) with (lr := minus t l1 c1 ++ minus t l2 c2) (lk := minus t
      lk ck) as (lk' & lr' & K1 & K2 & K3 & K4); [|reflexivity|congruence|].
    { subst n. rewrite !app_length. simpl.
      rewrite <- (map_length snd (minus t l1 c1)), <- (map_length snd (minus t l2 c2)), A2, A3, !map_length. lia. }
    exists lk', lr'. repeat split; auto.
    + intros y J. apply K2 in J. rewrite map_app, A2, A3 in J. rewrite map_app. apply in_app_iff in J.
      apply in_app_iff. simpl. tauto.
    + apply Forall_forall. intros y J. rewrite (pick K4 J). pose proof (pick Z J) as Zy. cbv beta in Zy.
      rewrite !combine_app in *. rewrite B1, B2, B3. simpl in *. fold (combine_at e c2 y) in Zy.
      fold (combine_at e l2 y). assert (Q : a = t * b) by (unfold t; field; exact N). rewrite Q. nra.
  - exfalso. assert (F : Forall (fun q => fst q = 0) cr).
    { apply Forall_forall. intros q J. destruct (Req_dec (fst q) 0); [assumption|]. exfalso. apply P, Exists_exists.
      eauto. }
    assert (Zr : forall y, combine_at e cr y = 0).
    { intros y. clear - F. induction F as [|q l E F IH]; [reflexivity|]. unfold combine_at in *. simpl. rewrite E, IH.
      ring. }
    assert (Fk : Forall (fun q => fst q = 0) ck).
    { apply H; [exact Eck|]. eapply Forall_impl; [|exact Z]. intros y E. cbv beta in E. rewrite combine_app, Zr in E.
      lra. }
    apply Exists_app in S as [S|S]; apply Exists_exists in S as (q & J & N); apply N;
      [apply (pick Fk J)| apply (pick F J)].
Qed.

(* Weights from (coefficient, coordinate) pairs. *)
Fixpoint add_at (k : nat) (a : R) (w : list R) : list R :=
  match w, k with [], _ => [] | b :: w', O => (b + a) :: w' | b :: w', S k' => b :: add_at k' a w' end.
Definition weights (d : nat) (l : list (R * nat)) : list R :=
  fold_right (fun q w => add_at (snd q) (fst q) w) (repeat 0 (S d)) l.
(* one pair changes one weight, so it makes one parameter more at most *)
Lemma add_at_spec k a w : (k < length w)%nat -> length (add_at k a w) = length w /\ (forall u, length u = length w ->
  dot (add_at k a w) u = dot w u + a * nth k u 0) /\ size counted (add_at k a w) <= size counted w + 1.
Proof.
  revert k. induction w as [|b w IH]; intros k L; [simpl in L; lia|]. destruct k as [|k]; simpl.
  - repeat split; [intros [|c u] Lu; [discriminate|simpl; ring]|]. unfold counted. repeat destruct Req_EM_T; lra.
  - destruct (IH k) as (A & B & C); [simpl in L; lia|]. repeat split; [congruence| |lra].
    intros [|c u] Lu; [discriminate|]. simpl. rewrite B by (simpl in Lu; lia). ring.
Qed.
(* a combination of coordinates is a neuron's input, with as many parameters as it has terms *)
Lemma weights_spec d l : Forall (fun q => (snd q < S d)%nat) l -> length (weights d l) = S d /\
  (forall q, length (fst q) = d -> dot (weights d l) (bar (fst q)) = combine_at coordinate l q) /\
  size counted (weights d l) <= INR (length l).
Proof.
  induction 1 as [|[a k] l L F (A & B & C)]; unfold weights, combine_at in *; cbn [fold_right fst snd length] in *.
  - repeat split; [apply repeat_length| |].
    + intros q _. generalize (bar (fst q)). generalize (S d). induction n as [|n IH]; intros [|b u]; simpl;
        try reflexivity. rewrite IH. ring.
    + unfold size. induction (S d) as [|n IH]; simpl in *; [lra|]. rewrite (h_0 counted counted_price). lra.
  - destruct (add_at_spec k a (fold_right (fun q w => add_at (snd q) (fst q) w) (repeat 0 (S d)) l)) as (A' & B' & C');
      [lia|]. split; [congruence|]. split; [|rewrite S_INR; lra]. intros q Lq.
    rewrite B', (B q Lq); [unfold coordinate; ring|]. rewrite A. unfold bar. rewrite app_length. simpl. lia.
Qed.
Definition scale {X} (c : R) (l : list (R * X)) : list (R * X) := map (fun q => (c * fst q, snd q)) l.
(* for C k and - lin, the parts of the two neurons of a block *)
Lemma scale_spec {X Y} (e : X -> Y -> R) c l y : combine_at e (scale c l) y = c * combine_at e l y.
Proof. unfold combine_at. induction l as [|q l IH]; simpl; [ring|]. rewrite IH. ring. Qed.
(* scaling keeps the coordinates that are used, so parameters can be counted *)
Lemma scale_columns {X} c (l : list (R * X)) : map snd (scale c l) = map snd l.
Proof. unfold scale. rewrite map_map. reflexivity. Qed.

(* Affinely independent points: any labels b are met by an affine function with as many weights as points, those of kp
   among them if kp is independent there. *)
Lemma affine d A kp b : independent A -> Forall (fun q => length (fst q) = d) A -> (forall lk, map snd lk = kp ->
  Forall (fun q => combine_at coordinate lk q = 0) A -> Forall (fun c => fst c = 0) lk) ->
  exists lk lr, map snd lk = kp /\ Forall (fun q => (snd q < S d)%nat) lr /\
  (length kp + length lr <= length A)%nat /\ Forall (fun q => combine_at coordinate (lk ++ lr) q = b q) A.
Proof.
  intros I L H. destruct (solvable A coordinate (seq 0 (S d))) with (b := b) as (l & C & Z).
  { intros m E Hm. apply I; [exact E|]. intros k. destruct (Nat.lt_ge_cases k (S d)) as [G|G]; [apply Hm, in_seq;
      lia|]. clear - E L G. subst A. induction m as [|[a q] m IH]; [reflexivity|]. inversion_clear L as [|? ? Lq Lm].
    unfold combine_at in *. simpl in *. rewrite IH by exact Lm. unfold coordinate, bar. rewrite nth_overflow; [ring|].
    rewrite app_length. simpl. lia. }
  destruct (few_columns coordinate A kp H l (map (fun k => (0, k)) kp)) as (lk & lr & E & J & N & Q); [rewrite map_map;
    apply map_id|]. exists lk, lr. repeat split; auto.
  - apply Forall_forall. intros q Iq. apply (in_map snd), J, C, in_seq in Iq. lia.
  - apply Forall_forall. intros q Iq. rewrite (pick Q Iq), combine_app, (pick Z Iq).
    replace (combine_at coordinate (map (fun k => (0, k)) kp) q) with 0; [ring|]. clear. unfold combine_at.
    induction kp as [|k kp IH]; simpl; [reflexivity|]. rewrite <- IH. ring.
Qed.
(* the last coordinate is the 1 of the bias, so a threshold is one more coordinate *)
Lemma bias d q : length (fst q) = d -> coordinate d q = 1.
Proof. intros <-. unfold coordinate, bar. rewrite nth_middle. reflexivity. Qed.

(* networks add up their prices when neurons are added *)
Lemma path_app h f g : path h (f ++ g) = path h f + path h g.
Proof. induction f as [|n f IH]; simpl; [ring|]. rewrite IH. ring. Qed.
(* at p = 0 a neuron has no more parameters than weights that are not 0 *)
Lemma neuron_count v w : neuron_path counted (v, w) <= size counted w.
Proof.
  unfold neuron_path, size. simpl. induction w as [|a w IH]; simpl; [lra|]. apply Rplus_le_compat; [|exact IH].
  unfold counted. repeat destruct Req_EM_T; subst; lra.
Qed.

(* One block A behind the points F that are met: C k and C k - lin are both positive on A, neither is on F. *)
Lemma block d F A f (k lin : list R * R -> R) c : fits d F f -> Forall (fun q => k q < 0) F ->
  Forall (fun q => 0 < k q) A -> Forall (fun q => lin q = snd q - value f (fst q)) A ->
  (forall C, exists w1 w2, length w1 = S d /\ length w2 = S d /\ size counted w1 + size counted w2 <= c /\
    Forall (fun q => dot w1 (bar (fst q)) = C * k q /\ dot w2 (bar (fst q)) = C * k q - lin q) (F ++ A)) ->
  exists g, fits d (F ++ A) g /\ path counted g <= path counted f + c.
Proof.
  intros [S V] KF KA L W. assert (X : exists C, 0 <= C /\
    Forall (fun q => k q = 0 \/ Rabs (lin q) <= C * Rabs (k q)) (F ++ A)).
  { generalize (F ++ A). induction l as [|q l (C & HC & B)]; [exists 0; split; [lra|constructor]|].
    destruct (Req_dec (k q) 0) as [E|N]; [exists C; split; [exact HC|constructor; auto]|].
    pose proof (Rabs_pos_lt _ N) as Pk. pose proof (Rabs_pos (lin q)) as Pl.
    assert (Pd : 0 <= Rabs (lin q) / Rabs (k q)) by (apply Rmult_le_pos; [exact Pl|left; apply Rinv_0_lt_compat, Pk]).
    exists (C + Rabs (lin q) / Rabs (k q)). split; [lra|]. constructor.
    - right. rewrite Rmult_plus_distr_r. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra.
    - eapply Forall_impl; [|exact B]. intros r [E|E]; [left; exact E|right]. pose proof (Rabs_pos (k r)). nra. }
  destruct X as (C & HC & B). destruct (W C) as (w1 & w2 & L1 & L2 & Lc & D). apply Forall_app in B as [BF BA].
  apply Forall_app in D as [DF DA]. exists (f ++ [(1, w1); (-1, w2)]). split.
  - split; [apply Forall_app; split; [exact S|repeat constructor; assumption]|].
    assert (Y : forall q : list R * R, value (f ++ [(1, w1);
      (-1, w2)]) (fst q) = value f (fst q) + (Rmax 0 (dot w1 (bar (fst q))) - Rmax 0 (dot w2 (bar (fst q))))).
    { intros q. rewrite value_app. simpl. unfold neuron_value. simpl. ring. }
    apply Forall_app. split; apply Forall_forall; intros q I; rewrite Y.
    + pose proof (pick V I). pose proof (pick KF I). pose proof (pick BF I) as Q. destruct (pick DF I) as [-> ->].
      cbv beta in *. rewrite (Rabs_left (k q)) in Q by lra. pose proof (Rle_abs (- lin q)). rewrite Rabs_Ropp in *.
      destruct Q as [Q|Q]; [lra|]. rewrite !Rmax_left by nra. lra.
    + pose proof (pick L I) as E. pose proof (pick KA I). pose proof (pick BA I) as Q. destruct (pick DA I) as [-> ->].
      cbv beta in *. rewrite (Rabs_right (k q)) in Q by lra. pose proof (Rle_abs (lin q)). destruct Q as [Q|Q]; [lra|].
      rewrite !Rmax_right by nra. lra.
  - rewrite path_app. simpl. pose proof (neuron_count 1 w1). pose proof (neuron_count (-1) w2). lra.
Qed.

(* taking away one full block lowers the number of blocks by one: the step of chain *)
Lemma ceiling n d : (1 <= n -> (n + d) / S d = 1 + (n - Nat.min (S d) n + d) / S d)%nat.
Proof.
  intros P. destruct (Nat.le_gt_cases n (S d)) as [Q|Q].
  - replace (n - Nat.min (S d) n)%nat with 0%nat by lia. rewrite (Nat.div_small (0 + d)) by lia. symmetry.
    apply Nat.div_unique with (r := (n - 1)%nat); lia.
  - replace (n + d)%nat with (n - Nat.min (S d) n + d + 1 * S d)%nat by lia. rewrite Nat.div_add by lia. lia.
Qed.
(* Block after block: u for a point and v for a block, s less for the first block. *)
Definition first_saves (s : R) (F : data) : R := match F with [] => s | _ => 0 end.
(* if every block costs u a point and v itself, so does all of the data, with ceil(N / (d + 1)) blocks *)
Lemma chain d pts key u v s : (forall F A f, A <> [] -> (length A <= S d)%nat -> incl A pts -> incl F pts ->
    StronglySorted (fun a b : list R * R => key a < key b) (F ++ A) -> fits d F f -> exists g, fits d (F ++ A) g /\
    path counted g <= path counted f + (u * INR (length A) + v - first_saves s F)) ->
  forall n F A f, (length A <= n)%nat -> A <> [] -> incl A pts -> incl F pts ->
  StronglySorted (fun a b => key a < key b) (F ++ A) -> fits d F f -> exists g, fits d (F ++ A) g /\
  path counted g <= path counted f + (u * INR (length A) + v * INR ((length A + d) / S d) - first_saves s F).
Proof.
  intros H. induction n as [|n IH]; intros F A f L N I J S Ff; [destruct A; [contradiction|simpl in L; lia]|].
  pose (B := firstn (Datatypes.S d) A). pose (C := skipn (Datatypes.S d) A).
  assert (E : A = B ++ C) by (symmetry; apply firstn_skipn). assert (P : (1 <= length A)%nat) by (destruct A;
    [contradiction|simpl; lia]). assert (LB : length B = Nat.min (Datatypes.S d) (length A)) by apply firstn_length.
  assert (LA : length A = (length B + length C)%nat) by (rewrite E at 1; apply app_length).
  assert (NB : B <> []) by (intros Z; rewrite Z in LB; cbn [length] in LB; lia).
  pose proof (ceiling (length A) d P) as Ce. replace (length A - _)%nat with (length C) in Ce by lia.
  assert (EA : F ++ A = (F ++ B) ++ C) by (rewrite <- app_assoc, <- E; reflexivity). rewrite EA in *. rewrite E in I.
  apply incl_app_inv in I as [IB IC]. destruct (sorted_app _ _ _ S) as (S1 & _).
  destruct (H F B f) as (g & Fg & Cg); auto; [lia|]. rewrite Ce, LA, !plus_INR. simpl (INR 1).
  destruct C as [|q C0]; [exists g; rewrite app_nil_r; split; [exact Fg|]; rewrite Nat.div_small by (simpl; lia);
    simpl; lra|]. destruct (IH (F ++ B) (q :: C0) g) as (g' & Fg' & Cg'); auto; [lia|discriminate|apply incl_app;
    assumption|]. exists g'. split; [exact Fg'|]. replace (first_saves s (F ++ B)) with 0 in Cg'; [lra|].
  destruct F; [|reflexivity]. destruct B; [contradiction|reflexivity].
Qed.
(* without looking, a neuron has as many parameters as weights: enough for 8 (N + 1) *)
Lemma size_length w : size counted w <= INR (length w).
Proof.
  unfold size. induction w as [|a w IH]; [simpl; lra|]. cbn [fold_right length]. rewrite S_INR. unfold counted at 1.
  destruct Req_EM_T; lra.
Qed.

Section General.
Variables (d : nat) (pts : data).
Hypothesis inputs : Forall (fun q => length (fst q) = d) pts.
Hypothesis general : general_position d pts.
Let at_d A q : incl A pts -> In q A -> length (fst q) = d.
Proof. intros I J. apply (pick inputs), I, J. Qed.
Let sub A : incl A pts -> Forall (fun q => length (fst q) = d) A.
Proof. intros I. apply Forall_forall. intros q. apply at_d, I. Qed.

(* If k has independent columns on the block, these are among those of lin: as many parameters as points and columns. *)
Lemma keyed_block F A f k : NoDup A -> (length A <= S d)%nat -> incl A pts -> incl F pts -> fits d F f ->
  Forall (fun q => (snd q < S d)%nat) k -> Forall (fun q => combine_at coordinate k q < 0) F ->
  Forall (fun q => 0 < combine_at coordinate k q) A ->
  (forall l, map snd l = map snd k -> Forall (fun q => combine_at coordinate l q = 0) A ->
    Forall (fun c => fst c = 0) l) ->
  exists g, fits d (F ++ A) g /\ path counted g <= path counted f + (INR (length A) + INR (length k)).
Proof.
  intros ND L I J Ff Hk KF KA Ind. destruct (affine d A (map snd k) (fun q => snd q - value f (fst q)) (general A I ND
    L) (sub A I) Ind) as (lk & lr & E & Rr & Le & B).
  apply (block d F A f (combine_at coordinate k) (combine_at coordinate (lk ++ lr))); auto. intros C.
  destruct (minus_spec coordinate 1 (scale C k) lk) as [M1 M2]; [rewrite scale_columns; exact E|].
  rewrite scale_columns in M1. assert (Rk : forall l : list (R * nat), map snd l = map snd k ->
    Forall (fun q => (snd q < Datatypes.S d)%nat) l).
  { intros l El. apply (Forall_map snd (fun i => (i < Datatypes.S d)%nat)). rewrite El. apply Forall_map, Hk. }
  destruct (weights_spec d (scale C k)) as (W1 & W2 & W3); [apply Rk, scale_columns|].
  destruct (weights_spec d (minus 1 (scale C k) lk ++ scale (-1) lr)) as (V1 & V2 & V3).
  { apply Forall_app. split; [apply Rk, M1|]. apply Forall_map. eapply Forall_impl; [|exact Rr]. auto. }
  eexists. eexists. split; [exact W1|]. split; [exact V1|]. split.
  - eapply Rle_trans; [apply Rplus_le_compat; [exact W3|exact V3]|]. rewrite <- !plus_INR. apply le_INR.
    rewrite app_length, <- (map_length snd (minus _ _ _)), M1. unfold scale. rewrite !map_length in *. lia.
  - apply Forall_forall. intros q Q. assert (Lq : length (fst q) = d) by (apply in_app_iff in Q as [Q|Q];
      [apply (at_d F)|apply (at_d A)]; assumption). rewrite (W2 q Lq), (V2 q Lq), !combine_app, M2, !scale_spec.
    split; ring.
Qed.
(* Along any direction a block costs at most 2 (d + 1); *)
Lemma direction_step a F A f : length a = d -> A <> [] -> (length A <= S d)%nat -> incl A pts -> incl F pts ->
  StronglySorted (fun p q : list R * R => dot a (fst p) < dot a (fst q)) (F ++ A) -> fits d F f ->
  exists g, fits d (F ++ A) g /\
  path counted g <= path counted f + (0 * INR (length A) + 2 * INR (S d) - first_saves 0 F).
Proof.
  intros La N L I J S Ff. destruct A as [|q0 A0]; [contradiction N; reflexivity|]. set (A := q0 :: A0) in *.
  destruct (split_at (fun q => dot a (fst q)) F q0 A0 S) as (ND & t & TF & TA).
  destruct (affine d A [] (fun q => snd q - value f (fst q)) (general A I ND L) (sub A I)) as (lk & lr & E & K & _ & B).
  { intros [|] E _; [constructor|discriminate]. }
  destruct lk; [|discriminate]. simpl in B. destruct (weights_spec d lr K) as (Lw & Dw & _).
  apply (block d F A f (fun q => dot a (fst q) - t) (fun q => combine_at coordinate lr q)); auto. intros C.
  set (u := a ++ [- t]). assert (Lu : length u = Datatypes.S d) by (unfold u; rewrite app_length; simpl; lia).
  pose (v := map (Rmult (C / 2)) u). assert (Lv : length v = Datatypes.S d) by (unfold v; rewrite map_length;
    exact Lu). pose (w2 := mix (-1) v (weights d lr)). assert (L2 : length w2 = Datatypes.S d) by (unfold w2;
    rewrite mix_length; congruence). exists (map (Rmult C) u), w2. split; [rewrite map_length; exact Lu|].
  split; [exact L2|]. split.
  - assert (first_saves 0 F = 0) by (destruct F; reflexivity). pose proof (size_length (map (Rmult C) u)).
    pose proof (size_length w2). rewrite map_length, Lu, L2 in *. lra.
  - apply Forall_forall. intros q Q. assert (Lq : length (fst q) = d) by (apply in_app_iff in Q as [Q|Q];
      apply (pick inputs); auto). unfold w2. rewrite dot_mix, (Dw q Lq) by congruence. unfold v. rewrite !dot_scale.
    unfold u. rewrite dot_bias by congruence. split; field.
Qed.
(* along a coordinate it costs two more than the points it meets, the first block one. *)
Lemma coordinate_step j F A f : (j < d)%nat -> A <> [] -> (length A <= S d)%nat -> incl A pts -> incl F pts ->
  StronglySorted (fun p q => coordinate j p < coordinate j q) (F ++ A) -> fits d F f ->
  exists g, fits d (F ++ A) g /\ path counted g <= path counted f + (1 * INR (length A) + 2 - first_saves 1 F).
Proof.
  intros Hj N L I J S Ff. destruct A as [|q0 A0]; [contradiction N; reflexivity|]. set (A := q0 :: A0) in *.
  destruct (split_at (coordinate j) F q0 A0 S) as (ND & t & TF & TA).
  assert (B0 : forall q, In q A -> coordinate d q = 1) by (intros q Q; apply bias, (at_d A); assumption).
  assert (BF : forall q, In q F -> coordinate d q = 1) by (intros q Q; apply bias, (at_d F); assumption).
  destruct F as [|p F].
  { destruct (keyed_block [] A f [(1, d)]) as (g & G & C); auto.
    - apply Forall_forall. intros q Q. unfold combine_at. simpl. rewrite (B0 q Q). lra.
    - intros [|[b d'] [|]] E Z; try discriminate. injection E as ->. apply Forall_inv in Z. unfold combine_at in Z.
      simpl in Z. rewrite (B0 q0) in Z by (left; reflexivity). repeat constructor. simpl. lra.
    - exists g. split; [exact G|]. simpl in C |- *. lra. }
  set (k := [(1, j); (- t, d)]). assert (K : forall q, coordinate d q = 1 ->
    combine_at coordinate k q = coordinate j q - t).
  { intros q Q. unfold combine_at, k. simpl. rewrite Q. ring. }
  destruct A0 as [|q1 A1].
  - (* one point: one neuron *) pose proof (Forall_inv TA) as Hk. cbv beta in Hk. set (c := coordinate j q0 - t) in *.
    destruct (weights_spec d (scale (/ c) k)) as (W1 & W2 & W3); [repeat constructor; simpl; lia|].
    assert (Y : forall q, incl [q] pts -> coordinate d q = 1 ->
      dot (weights d (scale (/ c) k)) (bar (fst q)) = / c * (coordinate j q - t)).
    { intros q Q Bq. rewrite W2, scale_spec, K by (auto; apply (at_d [q]); simpl; auto). reflexivity. }
    eexists. split; [apply one_point; [exact Ff|exact W1| |]|].
    + apply Forall_forall. intros q Q. rewrite Y by (auto; intros x [<-|[]]; apply J, Q). pose proof (pick TF Q).
      cbv beta in *. assert (0 < / c) by (apply Rinv_0_lt_compat, Hk). nra.
    + rewrite Y by (auto; apply B0; left; reflexivity). fold c. field. lra.
    + rewrite path_app. cbn [path fold_right]. eapply Rle_trans; [apply Rplus_le_compat_l; rewrite Rplus_0_r;
        apply neuron_count|]. unfold scale in W3. rewrite map_length in W3. fold (scale (/ c) k) in W3.
      simpl in W3 |- *. lra.
  - destruct (keyed_block (p :: F) A f k) as (g & G & C); auto.
    + repeat constructor; simpl; lia.
    + apply Forall_forall. intros q Q. rewrite K by auto. apply (pick TF Q).
    + apply Forall_forall. intros q Q. rewrite K by auto. apply (pick TA Q).
    + intros [|[a j'] [|[b d'] [|]]] E Z; try discriminate. injection E as -> ->. pose proof (Forall_inv Z) as Z0.
      pose proof (Forall_inv (Forall_inv_tail Z)) as Z1. unfold combine_at in Z0, Z1. simpl in Z0, Z1.
      rewrite !B0 in Z0, Z1 by (simpl; auto). destruct (sorted_app _ _ _ S) as (_ & S' & _).
      inversion_clear S' as [|? ? _ H]. apply Forall_inv in H.
      assert (a * (coordinate j q1 - coordinate j q0) = 0) as Q by lra. apply Rmult_integral in Q as [->|Q]; [|lra].
      repeat constructor; simpl; lra.
    + exists g. split; [exact G|]. simpl (length k) in C. simpl (INR 2) in C. simpl (first_saves 1 (p :: F)). lra.
Qed.
(* A single block costs at most twice as much as its points, with two neurons l_+ and -(-l)_+; one of them is idle if no
   labels have opposite signs. *)
Lemma one_block : (length pts <= S d)%nat -> NoDup pts -> exists g h k, fits d pts g /\
  path counted g <= 2 * INR (length pts) /\ path counted h <= INR (length pts) /\
  path counted k <= INR (length pts) /\ (Forall (fun q => 0 <= snd q) pts -> fits d pts h) /\
  (Forall (fun q => snd q <= 0) pts -> fits d pts k).
Proof.
  intros L ND. destruct (affine d pts [] snd (general pts (incl_refl _) ND L) inputs) as (lk & lr & E & K & Le & B).
  { intros [|] E _; [constructor|discriminate]. }
  destruct lk; [|discriminate]. simpl in B. simpl in Le. apply le_INR in Le.
  destruct (weights_spec d lr K) as (A1 & A2 & A3), (weights_spec d (scale (-1) lr)) as (B1 & B2 & B3).
  { apply Forall_map. eapply Forall_impl; [|exact K]. auto. }
  assert (Ls : length (scale (-1) lr) = length lr) by apply map_length. rewrite Ls in B3. set (w := weights d lr) in *.
  set (w' := weights d (scale (-1) lr)) in *. exists [(1, w); (-1, w')], [(1, w)], [(-1, w')].
  assert (Y : forall q, In q pts -> neuron_value (1, w) (fst q) = Rmax 0 (snd q) /\
    neuron_value (-1, w') (fst q) = - Rmax 0 (- snd q)).
  { intros q I. pose proof (pick inputs I) as Lq. cbv beta in Lq. unfold neuron_value. simpl.
    rewrite (A2 q Lq), (B2 q Lq), scale_spec. rewrite (pick B I). replace (-1 * snd q) with (- snd q) by ring.
    split; ring. }
  pose proof (neuron_count 1 w). pose proof (neuron_count (-1) w'). repeat split; try (repeat constructor; assumption);
    try (simpl path; lra).
  - apply Forall_forall. intros q I. destruct (Y q I) as [Y1 Y2]. simpl. rewrite Y1, Y2. unfold Rmax.
    repeat destruct Rle_dec; lra.
  - apply Forall_forall. intros q I. destruct (Y q I) as [Y1 _]. simpl. rewrite Y1, Rmax_right by apply (pick H1 I).
    ring.
  - apply Forall_forall. intros q I. destruct (Y q I) as [_ Y2]. pose proof (pick H1 I). cbv beta in *. simpl.
    rewrite Y2, Rmax_right; lra.
Qed.
End General.

(* a solution has no more parameters than any network that fits, however wide: so constructing one bounds it *)
Lemma solution_at_most d K pts f A g : (length pts <= K)%nat -> solves counted d K pts f -> Permutation pts A ->
  fits d A g -> path counted f <= path counted g.
Proof.
  intros L F P [S V]. apply (best_of_all d K (length g) pts); [right; reflexivity|exact L|exact F|].
  repeat split; [exact S|]. apply (Permutation_Forall (Permutation_sym P) V).
Qed.

(* The block construction: coordinate j takes N different values. *)
Theorem parameters_by_blocks d j K pts f : Forall (fun q => length (fst q) = d) pts -> general_position d pts ->
  (j < d)%nat -> NoDup (map (coordinate j) pts) -> pts <> [] -> (length pts <= K)%nat -> solves counted d K pts f ->
  path counted f <= INR (length pts) + 2 * INR ((length pts + d) / S d) - 1.
Proof.
  intros L G Hj N Ne LK F. destruct (sorted_exists (coordinate j) pts N) as (m & P & S).
  destruct (chain d pts (coordinate j) 1 2 1) with (n := length m) (F := @nil (list R * R)) (A := m) (f := @nil (R *
    list R)) as (g & Fg & Cg); auto.
  { intros F0 A0 f0 X1 X2 X3 X4 X5 X6. apply (coordinate_step d pts L G j); assumption. }
  { intros ->. apply Ne, Permutation_nil, Permutation_sym, P. } { intros x. apply Permutation_in, Permutation_sym, P. }
  { intros x []. } { split; constructor. }
  pose proof (solution_at_most d K pts f m g LK F P Fg). rewrite <- (Permutation_length P) in Cg. simpl path in Cg.
  simpl first_saves in Cg. lra.
Qed.
(* The printed bounds, for different points in general position. *)
Theorem parameters_in_print d K pts f : Forall (fun q => length (fst q) = d) pts -> NoDup (map fst pts) ->
  general_position d pts -> (length pts <= K)%nat -> solves counted d K pts f ->
  ((length pts <= S d)%nat -> path counted f <= 2 * INR (length pts)) /\
  ((length pts <= S d)%nat -> Forall (fun q => 0 <= snd q) pts \/ Forall (fun q => snd q <= 0) pts ->
    path counted f <= INR (length pts)) /\
  path counted f <= 8 * (INR (length pts) + 1).
Proof.
  intros L N G LK F. pose proof (NoDup_map_inv _ _ N) as ND. pose proof (Permutation_refl pts) as P.
  pose proof (pos_INR (length pts)) as P0.
  assert (X : (length pts <= S d)%nat -> path counted f <= 2 * INR (length pts)).
  { intros Q. destruct (one_block d pts L G Q ND) as (g & _ & _ & Fg & Cg & _).
    pose proof (solution_at_most d K pts f _ g LK F P Fg). lra. }
  split; [exact X|]. split.
  - intros Q. destruct (one_block d pts L G Q ND) as (_ & h & k & _ & _ & Ch & Ck & Fh & Fk).
    intros [Y|Y]; [pose proof (solution_at_most d K pts f _ h LK F P (Fh Y))|pose proof (solution_at_most d K pts f _ k
      LK F P (Fk Y))]; lra.
  - destruct (Nat.le_gt_cases (length pts) (S d)) as [Q|Q]; [specialize (X Q); lra|].
    destruct (separating d pts L N) as (a & La & D), (sorted_exists _ pts D) as (m & Pm & S).
    destruct (chain d pts (fun q => dot a (fst q)) 0 (2 * INR (Datatypes.S d)) 0) with (n := length m) (F := @nil (list
      R * R)) (A := m) (f := @nil (R * list R)) as (g & Fg & Cg); auto.
    { intros F0 A0 f0 X1 X2 X3 X4 X5 X6. apply (direction_step d pts L G a); assumption. }
    { intros ->. apply Permutation_length in Pm. simpl in Pm. lia. }
    { intros x. apply Permutation_in, Permutation_sym, Pm. } { intros x []. } { split; constructor. }
    pose proof (solution_at_most d K pts f m g LK F Pm Fg) as B. rewrite <- (Permutation_length Pm) in Cg.
    simpl path in Cg. simpl first_saves in Cg.
    pose proof (Nat.mul_div_le (length pts + d) (Datatypes.S d) ltac:(lia)) as M. apply le_INR in M.
    rewrite mult_INR, plus_INR in M. assert (Ld : INR d <= INR (length pts)) by (apply le_INR; lia). lra.
Qed.
(* With one input, different points are in general position. *)
Example one_input pts : Forall (fun q => length (fst q) = 1%nat) pts -> NoDup (map fst pts) -> general_position 1 pts.
Proof.
  intros L N A I ND LA m <- Z. pose proof (fun q J => bias 1 q (pick L (I q J))) as B.
  destruct m as [|[a q] [|[b r] [|]]]; simpl in LA; try lia; [constructor| |].
  - specialize (Z 1%nat). unfold combine_at in Z. simpl in Z, B. rewrite (B q) in Z by auto. repeat constructor. simpl.
    lra.
  - pose proof (Z 0%nat) as Z0. pose proof (Z 1%nat) as Z1. unfold combine_at in Z0, Z1. simpl in Z0, Z1, B.
    rewrite !B in Z1 by auto. assert (Ne : fst q <> fst r).
    { intros E. assert (Iq : In q pts) by (apply I; simpl; auto). assert (Ir : In r pts) by (apply I; simpl; auto).
      assert (D : q <> r) by (inversion ND; subst; simpl in *; intros ->; tauto). clear - N E Iq Ir D.
      induction pts as [|p l IH]; [destruct Iq|]. simpl in N. inversion_clear N as [|? ? N1 N2].
      destruct Iq as [->|Iq], Ir as [->|Ir]; auto; apply N1; [rewrite E|rewrite <- E]; apply in_map; assumption. }
    assert (X : coordinate 0 q <> coordinate 0 r).
    { assert (Lq := pick L (I q (or_introl eq_refl))). assert (Lr := pick L (I r (or_intror (or_introl eq_refl)))).
      cbv beta in Lq, Lr. unfold coordinate. destruct q as [[|x [|]] y], r as [[|x' [|]] y']; simpl in *;
        try discriminate. congruence. }
    assert (Q : a * (coordinate 0 q - coordinate 0 r) = 0) by nra. apply Rmult_integral in Q as [->|Q]; [|lra].
    repeat constructor; simpl; lra.
Qed.
