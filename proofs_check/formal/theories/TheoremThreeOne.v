(* Theorem 3.1, item by item. The function of a minimiser is the spline of a matching, so between two points it is
   straight or has one knot where the chord lines beside meet (shape); all items follow. *)
From Coq Require Import Reals Lra List Lia ZArith FunctionalExtensionality.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique Distinct SmallP.
From Sparsest Require Import Merging Networks.
Import ListNotations.
Open Scope R_scope.

(* Points are 0, ..., N - 1 here and 1, ..., N in print; chord i joins the points i and i + 1; curvature i is eps. *)
Definition px (pts : points) i := fst (nth i pts (0, 0)).
Definition py (pts : points) i := snd (nth i pts (0, 0)).
Definition chord pts i := (py pts (S i) - py pts i) / (px pts (S i) - px pts i).
Definition bend pts i := chord pts i - chord pts (pred i).
Definition sgn (x : R) : Z := if Rlt_dec 0 x then 1%Z else if Rlt_dec x 0 then (-1)%Z else 0%Z.
Definition curvature pts i := sgn (bend pts i).
Definition line pts i s z := py pts i + s * (z - px pts i).                (* the line of slope s through point i *)
Definition affine (F : R -> R) (I : R -> Prop) := exists a b, forall z, I z -> F z = a * z + b.
Definition between a u c := a <= u <= c \/ c <= u <= a.

(* the points i, ..., i + m are a maximal set of one curvature, not 0 *)
Definition stretch pts i m := (1 <= i)%nat /\ (i + m + 2 <= length pts)%nat /\ curvature pts i <> 0%Z /\
  (forall j, (j <= m)%nat -> curvature pts (i + j) = curvature pts i) /\
  (i = 1%nat \/ curvature pts (pred i) <> curvature pts i) /\
  ((i + m + 2)%nat = length pts \/ curvature pts (S (i + m)) <> curvature pts i).

(* what the theorem says of a function *)
Record described (pts : points) (F : R -> R) : Prop := {
  (* item 1; print has x_N for x_(N-1) *)
  linear_before : affine F (fun z => z <= px pts 1);
  linear_after : affine F (fun z => px pts (length pts - 2) <= z);
  linear_collinear : forall i k, (2 <= k)%nat -> (i + k < length pts)%nat ->
    (forall j, (i < j < i + k)%nat -> curvature pts j = 0%Z) -> affine F (fun z => px pts i <= z <= px pts (i + k));
  linear_opposite : forall i, (1 <= i)%nat -> (i + 2 < length pts)%nat -> curvature pts i <> curvature pts (S i) ->
    affine F (fun z => px pts i <= z <= px pts (S i));
  (* item 2a, m = 1 *)
  one_knot : forall i, stretch pts i 1 -> exists t, px pts i < t < px pts (S i) /\
    (forall z, px pts (pred i) <= z <= t -> F z = line pts i (chord pts (pred i)) z) /\
    (forall z, t <= z <= px pts (S (S i)) -> F z = line pts (S i) (chord pts (S i)) z);
  (* item 2b: the slope is u j on the segment from t j to t (j + 1), which is through point i + j; so the knots are
     among t 1, ..., t m *)
  many_knots : forall i m, (2 <= m)%nat -> stretch pts i m -> exists u t : nat -> R,
    u 0%nat = chord pts (pred i) /\ u m = chord pts (i + m) /\
    (forall j, (1 <= j < m)%nat -> between (chord pts (pred (i + j))) (u j) (chord pts (i + j))) /\
    t 0%nat = px pts (pred i) /\ t (S m) = px pts (S (i + m)) /\
    (forall j, (1 <= j <= m)%nat -> px pts (pred (i + j)) <= t j <= px pts (i + j)) /\
    (forall j, (j <= m)%nat -> forall z, t j <= z <= t (S j) -> F z = line pts (i + j) (u j) z)
}.

(* print compares curvatures, pairs are told by same_sign: neighbours of equal curvature, not 0 *)
Lemma sgn_same u v : same_sign u v <-> sgn u = sgn v /\ sgn u <> 0%Z.
Proof. unfold same_sign, sgn. repeat destruct Rlt_dec; intuition (try lra; try congruence). Qed.
(* curvature 0 is a gap 0, for collinear points *)
Lemma sgn_zero u : sgn u = 0%Z <-> u = 0.
Proof. unfold sgn. repeat destruct Rlt_dec; intuition (try lra; try congruence). Qed.

(* points have numbers here, and `increasing` is defined by recursion *)
Lemma px_step pts : increasing pts -> forall i, (S i < length pts)%nat -> px pts i < px pts (S i).
Proof.
  assert (G : forall r x y i, increasing_from x r -> (i < length r)%nat -> px ((x, y) :: r) i < px r i).
  { induction r as [|[x' y'] r IH]; simpl; intros x y i H Hi; [lia|]. destruct H as [Hx Hr], i as [|i]; [exact Hx|].
    apply (IH x' y'); [exact Hr|lia]. }
  destruct pts as [|[x y] r]; simpl; intros Hx i Hi; [lia|].
  apply (G r x y i Hx). lia.
Qed.
(* the same for points that are not neighbours *)
Lemma px_le pts i j : increasing pts -> (i <= j)%nat -> (j < length pts)%nat -> px pts i <= px pts j.
Proof.
  intros Hx. induction 1 as [|j H IH]; intros Hj; [lra|].
  pose proof (px_step pts Hx j Hj). specialize (IH ltac:(lia)). lra.
Qed.
(* the line of a chord may be written through either of its points *)
Lemma line_next pts k z : increasing pts -> (S k < length pts)%nat ->
  line pts k (chord pts k) z = line pts (S k) (chord pts k) z.
Proof. intros Hx Hk. pose proof (px_step pts Hx k Hk). unfold line, chord. field. lra. Qed.

(* between the points i and i + 1 *)
Definition straight pts F i := forall z, px pts i <= z <= px pts (S i) -> F z = line pts i (chord pts i) z.
Definition meet pts i := px pts i + bend pts (S i) / (chord pts (S i) - chord pts (pred i)) * (px pts (S i) - px pts i).
Definition bent pts F i := same_sign (bend pts i) (bend pts (S i)) /\ px pts i < meet pts i < px pts (S i) /\
  (forall z, px pts i <= z <= meet pts i -> F z = line pts i (chord pts (pred i)) z) /\
  (forall z, meet pts i <= z <= px pts (S i) -> F z = line pts (S i) (chord pts (S i)) z).
Definition piece pts F (B : nat -> bool) i :=
  if B i then (2 < length pts - i)%nat /\ B (S i) = false /\ bent pts F i else straight pts F i.
Record shape (pts : points) (F : R -> R) (B : nat -> bool) : Prop := {
  left_ray : forall z, z <= px pts 1 -> F z = line pts 1 (chord pts 0) z;
  right_ray : forall z, px pts (length pts - 1) <= z -> F z = line pts (length pts - 1) (chord pts (length pts - 2)) z;
  first_piece : B 0%nat = false;
  pieces : forall i, (S i < length pts)%nat -> piece pts F B i;
  not_alone : forall i, (S (S (S i)) < length pts)%nat -> B i = false -> B (S i) = false -> B (S (S i)) = false ->
    ~ same_sign (bend pts (S i)) (bend pts (S (S i)))
}.

(* the intervals with a knot, after the first *)
Fixpoint kinds (m : list bool) : list bool :=
  match m with [] => [] | false :: m' => false :: kinds m' | true :: m' => true :: false :: kinds m' end.
Definition knot_in m i := nth i (false :: kinds m) false.

(* pieces_of takes points off the front, so that pieces have to be carried from one numbering to another *)
Lemma piece_ext pts F G B C i : increasing pts -> (S i < length pts)%nat -> (forall z, px pts i <= z -> F z = G z) ->
  B i = C i -> B (S i) = C (S i) -> piece pts G C i -> piece pts F B i.
Proof.
  intros Hx Hi E E1 E2. unfold piece. rewrite E1, E2. destruct (C i).
  - intros (A & D & S & M & H1 & H2). split; [exact A|]. split; [exact D|]. split; [exact S|]. split; [exact M|].
    split; intros z Hz; rewrite E by lra; auto.
  - intros H z Hz. rewrite E by lra. auto.
Qed.
(* by induction over the matching: an entry `true` is a bent piece and a straight one, `false` a straight one *)
Lemma pieces_of m : forall r x0 y0 x y, increasing ((x0, y0) :: (x, y) :: r) ->
  let pts := (x0, y0) :: (x, y) :: r in let s := chord pts 0 in matching (gaps_from s x y r) m ->
  let F z := y + s * (z - x) + relus (knots_of s x y r m) z in
  (forall i, (i < length r)%nat -> piece pts F (knot_in m) (S i)) /\
  (forall z, px pts (S (length r)) <= z -> F z = line pts (S (length r)) (chord pts (length r)) z).
Proof.
  induction m as [|[] m IH]; intros r x0 y0 x y Hx pts s M F.
  - destruct r as [|[x1 y1] r]; [|destruct M]. split; [simpl; lia|]. intros z Hz. unfold F. cbn [knots_of relus].
    change (line pts (S (length [])) (chord pts (length [])) z) with (y + s * (z - x)). ring.
  - destruct r as [|[x1 y1] [|[x2 y2] r]]; simpl in M; try contradiction. destruct M as [Sg M].
    change ((y1 - y) / (x1 - x)) with (chord pts 1) in *. change ((y2 - y1) / (x2 - x1)) with (chord pts 2) in *.
    pose proof Hx as (Hx0 & Hx1 & Hx2 & Hr).
    destruct (IH r x1 y1 x2 y2 (conj Hx2 Hr) M) as [P Ray].
    pose proof (proj1 (knots_of_spec _ m (le_n _) r (chord pts 2) x2 y2 Hr M)) as Z.
    pose proof (tau_bounds s _ _ Sg) as T. assert (D : chord pts 2 - s <> 0) by (unfold same_sign in Sg; lra).
    assert (Mt : meet pts 1 = x + (chord pts 2 - chord pts 1) / (chord pts 2 - s) * (x1 - x)) by reflexivity.
    assert (Fz : forall z, F z = y + s * (z - x) + ((chord pts 2 - s) * Rmax 0 (z - meet pts 1) +
      relus (knots_of (chord pts 2) x2 y2 r m) z)) by reflexivity.
    assert (E1 : y1 = y + chord pts 1 * (x1 - x)) by (unfold chord, px, py; simpl; field; lra).
    assert (E2 : y2 = y1 + chord pts 2 * (x2 - x1)) by (unfold chord, px, py; simpl; field; lra).
    assert (K : (chord pts 2 - s) * (meet pts 1 - x) = (chord pts 2 - chord pts 1) * (x1 - x))
      by (rewrite Mt; field; exact D).
    assert (E : forall z, meet pts 1 <= z ->
      F z = y2 + chord pts 2 * (z - x2) + relus (knots_of (chord pts 2) x2 y2 r m) z).
    { intros z Hz. rewrite Fz, Rmax_right by lra. rewrite E2, E1. clear - K. nra. }
    assert (B : x < meet pts 1 < x1) by (rewrite Mt; nra).
    split.
    + intros [|[|i]] Hi; simpl in Hi.
      * unfold piece. simpl. split; [lia|]. split; [reflexivity|]. split; [exact Sg|]. split; [exact B|].
        split; intros z Hz.
        -- change (px pts 1) with x in Hz. change (line pts 1 (chord pts (pred 1)) z) with (y + s * (z - x)).
           rewrite Fz, Z, Rmax_left by lra. ring.
        -- change (px pts 2) with x1 in Hz. change (line pts 2 (chord pts 2) z) with (y1 + chord pts 2 * (z - x1)).
           rewrite E, Z, E2 by lra. ring.
      * unfold piece. simpl. intros z Hz. change (px pts 2) with x1 in Hz. change (px pts 3) with x2 in Hz.
        rewrite E, Z by lra. change (line pts 2 (chord pts 2) z) with (y1 + chord pts 2 * (z - x1)).
           rewrite E2. ring.
      * pose proof (P i ltac:(lia)) as Q. eapply (piece_ext pts F _ _ (fun k => knot_in m (pred (pred k))));
          [exact Hx|simpl; lia| |reflexivity|reflexivity|exact Q].
        intros z Hz. pose proof (px_le pts 2 (S (S (S i))) Hx ltac:(lia) ltac:(simpl; lia)).
        change (px pts 2) with x1 in *. apply E. lra.
    + intros z Hz. pose proof (px_le pts 2 (S (S (S (length r)))) Hx ltac:(lia) ltac:(simpl; lia)).
      change (px pts 2) with x1 in *. simpl length in *. rewrite E by lra. apply Ray, Hz.
  - destruct r as [|[x1 y1] r]; simpl in M; try contradiction.
    change ((y1 - y) / (x1 - x)) with (chord pts 1) in *. pose proof Hx as (Hx0 & Hx1 & Hr).
    destruct (IH r x y x1 y1 (conj Hx1 Hr) M) as [P Ray].
    pose proof (proj1 (knots_of_spec _ m (le_n _) r (chord pts 1) x1 y1 Hr M)) as Z.
    assert (E1 : y1 = y + chord pts 1 * (x1 - x)) by (unfold chord, px, py; simpl; field; lra).
    assert (E : forall z, x <= z -> F z = y1 + chord pts 1 * (z - x1) + relus (knots_of (chord pts 1) x1 y1 r m) z).
    { intros z Hz. unfold F. simpl. change ((y1 - y) / (x1 - x)) with (chord pts 1).
      rewrite Rmax_right, E1 by lra. ring. }
    split.
    + intros [|i] Hi; simpl in Hi.
      * unfold piece. simpl. intros z Hz. change (px pts 1) with x in Hz. change (px pts 2) with x1 in Hz.
        rewrite E, Z by lra. change (line pts 1 (chord pts 1) z) with (y + chord pts 1 * (z - x)). rewrite E1. ring.
      * pose proof (P i ltac:(lia)) as Q. eapply (piece_ext pts F _ _ (fun k => knot_in m (pred k)));
          [exact Hx|simpl; lia| |reflexivity|reflexivity|exact Q].
        intros z Hz. pose proof (px_le pts 1 (S (S i)) Hx ltac:(lia) ltac:(simpl; lia)).
        change (px pts 1) with x in *. apply E. lra.
    + intros z Hz. pose proof (px_le pts 1 (S (S (length r))) Hx ltac:(lia) ltac:(simpl; lia)).
      change (px pts 1) with x in *. simpl length in *. rewrite E by lra. apply Ray, Hz.
Qed.

(* gaps by recursion are bends by number *)
Lemma gaps_bend r : forall x0 y0 x y i, (i < length r)%nat -> let pts := (x0, y0) :: (x, y) :: r in
  nth i (gaps_from (chord pts 0) x y r) 0 = bend pts (S i).
Proof.
  induction r as [|[x' y'] r IH]; simpl; intros x0 y0 x y i Hi; [lia|]. destruct i as [|i]; [reflexivity|].
  apply (IH x y x' y' i). lia.
Qed.
(* so their numbers have the same bounds *)
Lemma gaps_from_length r : forall s x y, length (gaps_from s x y r) = length r.
Proof. induction r as [|[x' y'] r IH]; simpl; intros; [|rewrite IH]; reflexivity. Qed.
(* in a matching of greatest weight two gaps that could be joined are not both alone *)
Lemma greatest_not_alone h m : strict h -> forall ds, greatest h ds m -> forall i, (S i < length ds)%nat ->
  knot_in m i = false -> knot_in m (S i) = false -> knot_in m (S (S i)) = false ->
  ~ same_sign (nth i ds 0) (nth (S i) ds 0).
Proof.
  intros Hs. induction m as [|[] m IH]; intros ds [M G] i Hi K0 K1 K2.
  - destruct ds; [simpl in Hi; lia|destruct M].
  - destruct ds as [|d [|d' ds]]; try destruct M as [S M]; try contradiction.
    destruct i as [|[|i]]; try discriminate. simpl in Hi.
    apply (IH ds); [split; [exact M|]|lia|exact K0|exact K1|exact K2].
    intros m' M'. specialize (G (true :: m') (conj S M')). simpl in G. lra.
  - destruct ds as [|d ds]; [destruct M|]. destruct i as [|i].
    + destruct m as [|[] m]; try discriminate; destruct ds as [|d' ds]; try (destruct M; fail); [simpl in Hi; lia|].
      intros S. specialize (G (true :: m) (conj S M)). simpl in G, S.
      pose proof (hs_strict h Hs d d') as N. destruct S; lra.
    + apply (IH ds); [split; [exact M|]|simpl in Hi; lia|exact K0|exact K1|exact K2].
      intros m' M'. specialize (G (false :: m') M'). simpl in G. lra.
Qed.

(* rays, pieces and not_alone together: all that the items of the theorem need to know of a minimiser *)
Theorem shape_of_greatest h pts m : strict h -> (2 <= length pts)%nat -> increasing pts -> greatest h (gaps pts) m ->
  shape pts (eval (spline_of pts m)) (knot_in m).
Proof.
  intros Hs Hl Hx G. destruct pts as [|[x0 y0] [|[x y] r]]; simpl in Hl; try lia.
  pose proof (pieces_of m r x0 y0 x y Hx (proj1 G)) as [P Ray].
  pose proof (proj1 (knots_of_spec _ m (le_n _) r _ x y (proj2 Hx) (proj1 G))) as Z.
  set (pts := (x0, y0) :: (x, y) :: r) in *. change ((y - y0) / (x - x0)) with (chord pts 0) in *.
  assert (E : forall z, eval (spline_of pts m) z =
    y + chord pts 0 * (z - x) + relus (knots_of (chord pts 0) x y r m) z).
  { intros z. unfold eval. simpl. unfold chord, px, py. simpl. ring. }
  assert (L : forall z, z <= x -> eval (spline_of pts m) z = y + chord pts 0 * (z - x))
    by (intros; rewrite E, Z by lra; ring).
  split.
  - exact L.
  - intros z Hz. rewrite E. simpl length in *. rewrite !Nat.sub_succ, !Nat.sub_0_r in *. apply Ray, Hz.
  - reflexivity.
  - intros [|i] Hi.
    + intros z Hz. rewrite L by apply Hz. symmetry. apply (line_next pts 0); [exact Hx|exact Hi].
    + eapply (piece_ext pts _ _ _ (knot_in m) (S i) Hx Hi); [|reflexivity|reflexivity|apply P; simpl in Hi; lia].
      intros z _. apply E.
  - intros i Hi K0 K1 K2. simpl in Hi. rewrite <- !(gaps_bend r x0 y0 x y) by lia.
    apply (greatest_not_alone h m Hs _ G); try assumption. simpl. rewrite gaps_from_length. lia.
Qed.

Section D.
Variables (pts : points) (F : R -> R) (B : nat -> bool).
Hypothesis Hl : (2 <= length pts)%nat.
Hypothesis Hx : increasing pts.
Hypothesis HS : shape pts F B.

(* shape does not say that F interpolates, but its pieces end at the points *)
Lemma through_points i : (i < length pts)%nat -> F (px pts i) = py pts i.
Proof.
  intros Hi. assert (L : forall s, line pts i s (px pts i) = py pts i) by (intros; unfold line; ring).
  destruct (Nat.eq_dec (S i) (length pts)) as [E|].
  - pose proof (right_ray _ _ _ HS (px pts i)) as A. replace (length pts - 1)%nat with i in A by lia.
    rewrite A by lra. apply L.
  - pose proof (pieces _ _ _ HS i ltac:(lia)) as P. pose proof (px_step pts Hx i ltac:(lia)). unfold piece in P.
    destruct (B i).
    + destruct P as (_ & _ & _ & M & H1 & _). rewrite H1 by lra. apply L.
    + rewrite P by lra. apply L.
Qed.
(* what `pieces` says of an interval with a knot *)
Lemma knot_between i : (S i < length pts)%nat -> B i = true ->
  (2 < length pts - i)%nat /\ B (S i) = false /\ bent pts F i.
Proof. intros Hi E. pose proof (pieces _ _ _ HS i Hi) as P. unfold piece in P. rewrite E in P. exact P. Qed.
(* and of one without *)
Lemma none_between i : (S i < length pts)%nat -> B i = false -> straight pts F i.
Proof. intros Hi E. pose proof (pieces _ _ _ HS i Hi) as P. unfold piece in P. rewrite E in P. exact P. Qed.
(* a knot joins the gaps at both ends of its interval, so the next interval has none *)
Lemma no_two_knots i : (i < length pts)%nat -> B (pred i) = true -> B i = false.
Proof.
  intros Hi E. destruct i as [|i]; [apply (first_piece _ _ _ HS)|]. apply (knot_between i Hi E).
Qed.
(* a knot joins two gaps of one sign: item 1 for points of different curvature, and the ends of a stretch *)
Lemma different_curvature i : (S i < length pts)%nat ->
  ((2 < length pts - i)%nat -> curvature pts i <> curvature pts (S i)) -> B i = false.
Proof.
  intros Hi N. destruct (B i) eqn:E; [|reflexivity]. destruct (knot_between i Hi E) as (L & _ & S & _).
  apply sgn_same in S. destruct (N L). apply S.
Qed.

(* a slope at each point and a knot in each interval: the slope of a point holds on either side up to the knots *)
Definition slope_at n := if B (pred n) then chord pts n else if B n then chord pts (pred n) else chord pts n.
Definition knot_at k := if B k then meet pts k else px pts (S k).
(* with these slopes and knots F is the broken line of item 2b: one segment through each point *)
Lemma halves k z : (S k < length pts)%nat ->
  (px pts k <= z <= knot_at k -> F z = line pts k (slope_at k) z) /\
  (knot_at k <= z <= px pts (S k) -> F z = line pts (S k) (slope_at (S k)) z).
Proof.
  intros Hk. unfold knot_at, slope_at. simpl pred. destruct (B k) eqn:E.
  - destruct (knot_between k Hk E) as (_ & _ & _ & _ & H1 & H2). split; [|apply H2].
    destruct (B (pred k)) eqn:E'; [rewrite (no_two_knots k) in E by (assumption || lia); discriminate|apply H1].
  - split; [destruct (B (pred k)); apply (none_between k Hk E)|]. intros Hz. replace z with (px pts (S k)) by lra.
    rewrite through_points by exact Hk. unfold line. ring.
Qed.
(* where item 2b has its knots: t j between the points i + j - 1 and i + j *)
Lemma knot_at_bounds k : (S k < length pts)%nat -> px pts k <= knot_at k <= px pts (S k).
Proof.
  intros Hk. pose proof (px_step pts Hx k Hk). unfold knot_at. destruct (B k) eqn:E; [|lra].
  destruct (knot_between k Hk E) as (_ & _ & _ & M & _). lra.
Qed.

(* a stretch has no knot in the intervals beside, and one in its first interval or the second *)
Lemma stretch_ends i m : stretch pts i m -> B (pred i) = false /\ B (i + m)%nat = false.
Proof.
  intros (Hi & HN & _ & C & L & M). split.
  - destruct L as [->|L]; [apply (first_piece _ _ _ HS)|]. destruct i as [|i]; [lia|].
    apply different_curvature; [lia|intros _; exact L].
  - apply different_curvature; [lia|]. intros H. rewrite C by lia. destruct M as [M|M]; [lia|]. intros E. apply M. auto.
Qed.
(* otherwise two neighbours of one sign would both be alone, which not_alone excludes *)
Lemma stretch_knot i m : (1 <= m)%nat -> stretch pts i m -> B i = true \/ B (S i) = true.
Proof.
  intros Hm St. destruct (stretch_ends i m St) as [L _]. destruct St as (Hi & HN & Z & C & _).
  destruct i as [|i]; [lia|]. destruct (B (S i)) eqn:E1; [auto|]. destruct (B (S (S i))) eqn:E2; [auto|].
  exfalso. apply (not_alone _ _ _ HS i ltac:(lia) L E1 E2). specialize (C 1%nat Hm). rewrite Nat.add_1_r in C.
  apply sgn_same. unfold curvature in *. rewrite C. auto.
Qed.

(* without knots between them, collinear points are on one piece: item 1 *)
Lemma straight_on k : forall i, (i + k < length pts)%nat -> (forall j, (j < k)%nat -> B (i + j)%nat = false) ->
  (forall j, (0 < j < k)%nat -> bend pts (i + j) = 0) ->
  forall z, px pts i <= z <= px pts (i + k) -> F z = line pts i (chord pts i) z.
Proof.
  induction k as [|k IH]; intros i Hi HB HC z; rewrite ?Nat.add_0_r, ?Nat.add_succ_r; intros Hz.
  - replace z with (px pts i) by lra. rewrite through_points by lia. unfold line. ring.
  - destruct (Rle_dec z (px pts (S i))).
    + apply none_between; [lia| |lra]. specialize (HB 0%nat ltac:(lia)). rewrite Nat.add_0_r in HB. exact HB.
    + destruct k as [|k]; [rewrite Nat.add_0_r in Hz; lra|].
      assert (E : chord pts i = chord pts (S i)).
      { specialize (HC 1%nat ltac:(lia)). rewrite Nat.add_1_r in HC. unfold bend in HC. simpl in HC. lra. }
      rewrite line_next, E by (assumption || lia).
      apply IH; [lia| | |simpl; lra]; intros j Hj; rewrite Nat.add_succ_comm; [apply HB|apply HC]; lia.
Qed.

(* all items, read off the shape *)
Theorem shape_described : described pts F.
Proof.
  assert (A : forall (P : R -> Prop) i s, (forall z, P z -> F z = line pts i s z) -> affine F P).
  { intros P i s H. exists s, (py pts i - s * px pts i). intros z Hz. rewrite H by exact Hz. unfold line. ring. }
  split.
  - apply (A _ 1%nat (chord pts 0)). apply (left_ray _ _ _ HS).
  - apply (A _ (length pts - 1)%nat (chord pts (length pts - 2))). intros z Hz.
    destruct (Rle_dec (px pts (length pts - 1)) z); [apply (right_ray _ _ _ HS); assumption|].
    replace (length pts - 1)%nat with (S (length pts - 2)) in * by lia.
    rewrite <- line_next by (assumption || lia). apply none_between; [lia| |lra].
    apply different_curvature; [lia|]. intros; lia.
  - intros i k Hk Hi C. apply (A _ i (chord pts i)).
    apply straight_on; [exact Hi| |intros j Hj; apply sgn_zero, C; lia].
    intros j Hj. destruct (B (i + j)%nat) eqn:E; [|reflexivity].
    destruct (knot_between (i + j) ltac:(lia) E) as (_ & _ & S & _). apply sgn_same in S.
    destruct S as [S1 S2], S2. destruct j as [|j]; [rewrite S1|]; apply C; lia.
  - intros i Hi HN C. apply (A _ i (chord pts i)). apply none_between; [lia|].
    apply different_curvature; [lia|intros _; exact C].
  - intros i St. destruct (stretch_ends i 1 St) as [L L']. rewrite Nat.add_1_r in L'. pose proof St as (Hi & HN & _).
    destruct (stretch_knot i 1 (le_n _) St) as [K|K]; [|congruence]. destruct i as [|i]; [lia|]. simpl pred in *.
    destruct (knot_between (S i) ltac:(lia) K) as (_ & _ & _ & M & H1 & H2). simpl pred in *.
    exists (meet pts (S i)). split; [exact M|]. split; intros z Hz.
    + destruct (Rle_dec z (px pts (S i))); [|apply H1; lra].
      rewrite <- line_next by (assumption || lia). apply (none_between i); [lia|exact L|lra].
    + destruct (Rle_dec z (px pts (S (S i)))); [apply H2; lra|].
      apply (none_between (S (S i))); [lia|exact L'|lra].
  - intros i m Hm St. destruct (stretch_ends i m St) as [L L']. pose proof St as (Hi & HN & _).
    pose proof (stretch_knot i m ltac:(lia) St) as K. destruct i as [|i]; [lia|]. simpl pred in *.
    exists (fun j => match j with O => chord pts i | _ => slope_at (S i + j) end).
    exists (fun j => match j with O => px pts i | 1%nat => if B (S i) then meet pts (S i) else px pts (S i)
      | S j' => knot_at (S i + j') end).
    destruct m as [|[|m]]; try lia. split; [reflexivity|]. split.
    { unfold slope_at. rewrite L'. destruct (B (pred _)); reflexivity. }
    split; [|split; [reflexivity|split; [unfold knot_at; rewrite L'; reflexivity|split]]].
    + intros [|j] Hj; [lia|]. unfold between, slope_at. change (pred (S i + S j)) with (i + S j)%nat.
      destruct (Rle_dec (chord pts (i + S j)) (chord pts (S i + S j))); [left|right];
      destruct (B (i + S j)%nat), (B (S i + S j)%nat); lra.
    + intros [|[|j]] Hj; [lia| |rewrite !(Nat.add_succ_r _ (S j)); apply (knot_at_bounds (S i + S j)); lia].
      rewrite !Nat.add_1_r. pose proof (knot_at_bounds (S i) ltac:(lia)) as Kb. unfold knot_at in Kb.
      destruct (B (S i)); lra.
    + intros j Hj z Hz. destruct (Rle_dec z (px pts (S i + j))) as [Le|Gt].
      * destruct j as [|[|j]].
        -- rewrite Nat.add_0_r in *. rewrite <- line_next by (assumption || lia).
           apply (none_between i); [lia|exact L|lra].
        -- rewrite Nat.add_1_r in *. destruct (B (S i)) eqn:E.
           ++ apply halves; [lia|]. unfold knot_at. rewrite E. lra.
           ++ destruct K as [K|K]; [discriminate|]. unfold slope_at. simpl pred. rewrite E, K.
              rewrite <- line_next by (assumption || lia). apply (none_between (S i)); [lia|exact E|lra].
        -- replace (S i + S (S j))%nat with (S (S i + S j)) in * by lia.
           apply halves; [lia|]. split; [apply Hz|exact Le].
      * assert (Ge : px pts (S i + j) <= z) by lra.
        destruct j as [|j]; [|apply (proj1 (halves (S i + S j) z ltac:(lia))); split; [exact Ge|apply Hz]].
        rewrite Nat.add_0_r in *. destruct (B (S i)) eqn:E; [|lra]. apply (knot_between (S i) ltac:(lia) E). lra.
Qed.
End D.

(* Theorem A gives every minimiser that shape; the corollaries and Lemmas A.1 and A.2 begin with it, too *)
Lemma minimiser_shape h pts f : strict h -> (2 <= length pts)%nat -> increasing pts -> minimiser h pts f ->
  exists B, shape pts (eval f) B.
Proof.
  intros Hs Hl Hx M. apply (theorem_A_iff h pts f Hs Hl Hx) in M. destruct M as (m & G & E & _). exists (knot_in m).
  replace (eval f) with (eval (spline_of pts m)) by (extensionality z; auto). apply (shape_of_greatest h); assumption.
Qed.

(* Theorem 3.1, for functions and for networks of any width K >= N - 2 *)
Theorem theorem_3_1 p pts : 0 < p < 1 -> (2 <= length pts)%nat -> increasing pts ->
  (exists f, minimiser (power p) pts f) /\ (forall f, minimiser (power p) pts f -> described pts (eval f)) /\
  forall K, (length pts - 2 <= K)%nat ->
    (exists th, solves_2 (power p) K pts th) /\ (forall th, solves_2 (power p) K pts th -> described pts (net th)).
Proof.
  intros Hp Hl Hx. pose proof (power_strict p Hp) as Hs. pose proof (s_price _ Hs) as Hh.
  assert (D : forall f, minimiser (power p) pts f -> described pts (eval f)).
  { intros f M. destruct (minimiser_shape _ pts f Hs Hl Hx M) as (B & Sh).
    apply (shape_described pts (eval f) B); assumption. }
  split; [destruct (solutions_exist _ Hh pts Hx) as (f & M & _); exists f; exact M|]. split; [exact D|]. intros K HK.
  destruct (width_of_minimum _ Hh pts Hx) as (V & _ & _ & W). split; [apply W, HK|]. intros th Sth.
  destruct (solution_minimises _ Hh pts K th Hx HK Sth) as (g & M & E & _).
  replace (net th) with (eval g) by (extensionality z; auto). apply D, M.
Qed.

(* its last sentence: some sparsest interpolant is so, namely a minimiser for small p *)
Theorem theorem_3_1_sparsest pts : (2 <= length pts)%nat -> increasing pts ->
  exists f, minimiser counted pts f /\ described pts (eval f) /\ exists p, 0 < p < 1 /\ minimiser (power p) pts f.
Proof.
  intros Hl Hx. destruct (small_p_is_sparsest pts Hl Hx) as (p0 & H0 & Sp). set (p := p0 / 2).
  assert (Hp : 0 < p < 1) by (unfold p; lra). pose proof (power_strict p Hp) as Hs.
  destruct (minimiser_exists (power p) pts (s_price _ Hs) Hx) as (m0 & G & M0).
  destruct (Sp p ltac:(unfold p; lra) _ (proj1 M0) (proj2 M0)) as (m & M & E & Min).
  apply (matchings_distinct pts m0 m Hx (proj1 G) M) in E. subst m0. exists (spline_of pts m).
  split; [split; [apply M0|exact Min]|]. split; [apply (theorem_3_1 p); assumption|exists p; auto].
Qed.
(* there are stretches: three points of curvature 1 *)
Example a_stretch : stretch [(0, 0); (1, 0); (2, 1); (3, 3); (4, 6)] 1 2.
Proof.
  assert (E : forall i, (1 <= i <= 3)%nat -> curvature [(0, 0); (1, 0); (2, 1); (3, 3); (4, 6)] i = 1%Z).
  { intros i Hi. unfold curvature, sgn, bend, chord, px, py.
    destruct i as [|[|[|[|]]]]; simpl; try lia; destruct Rlt_dec; (reflexivity || lra). }
  unfold stretch. rewrite E by lia. simpl length. repeat split; try lia. intros j Hj. apply E. lia.
Qed.
