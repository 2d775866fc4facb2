(* Lemmas A.1 and A.2, what a minimiser does between two neighbouring points, for 0 <= p < 1. The knots there are
   exchanged for others of the same sum and moment, which changes the function there only. *)
From Coq Require Import Reals Lra List Lia ZArith.
From Sparsest Require Import Prices Splines Charging Matchings Minimisers Unique Distinct Merging TheoremThreeOne.
Import ListNotations.
Open Scope R_scope.

(* s_in(F, x) and s_out(F, x) *)
Definition slope_in (F : R -> R) x s := exists d, 0 < d /\ forall z, x - d <= z <= x -> F z = F x + s * (z - x).
Definition slope_out (F : R -> R) x s := exists d, 0 < d /\ forall z, x <= z <= x + d -> F z = F x + s * (z - x).
(* so s_in is a function of F and x, and may be read off any formula for F just left of x *)
Lemma slope_in_unique F x s s' : slope_in F x s -> slope_in F x s' -> s = s'.
Proof.
  intros (d & D & A) (e & E & C). pose proof (Rmin_l d e). pose proof (Rmin_r d e). pose proof (Rmin_pos d e D E).
  set (m := Rmin d e) in *. specialize (A (x - m) ltac:(lra)). specialize (C (x - m) ltac:(lra)).
  apply Rmult_eq_reg_r with m; lra.
Qed.
(* the same for s_out *)
Lemma slope_out_unique F x s s' : slope_out F x s -> slope_out F x s' -> s = s'.
Proof.
  intros (d & D & A) (e & E & C). pose proof (Rmin_l d e). pose proof (Rmin_r d e). pose proof (Rmin_pos d e D E).
  set (m := Rmin d e) in *. specialize (A (x + m) ltac:(lra)). specialize (C (x + m) ltac:(lra)).
  apply Rmult_eq_reg_r with m; lra.
Qed.

(* linear on an interval around [x_i, x_{i+1}]; or with a single knot, between the points, on such an interval *)
Definition linear_around pts F i := exists d, 0 < d /\ affine F (fun z => px pts i - d <= z <= px pts (S i) + d).
Definition single_knot pts F i a c := exists d t, 0 < d /\ px pts i < t < px pts (S i) /\
  (forall z, px pts i - d <= z <= t -> F z = line pts i a z) /\
  (forall z, t <= z <= px pts (S i) + d -> F z = line pts (S i) c z).

(* the knots between u and v, and the others *)
Definition is_inside u v (a : R * R) := if Rle_dec u (fst a) then if Rle_dec (fst a) v then true else false else false.
Definition inside u v (l : atoms) := filter (is_inside u v) l.
Definition outside u v (l : atoms) := filter (fun a => negb (is_inside u v a)) l.
Definition changes (l : atoms) := fold_right (fun a s => snd a + s) 0 l.
Definition moment (l : atoms) := fold_right (fun a s => fst a * snd a + s) 0 l.
(* the knots between really lie there, so left and right of the interval they act as lines *)
Lemma inside_in u v l : Forall (fun a => u <= fst a <= v) (inside u v l).
Proof.
  apply Forall_forall. intros a I. apply filter_In in I. destruct I as [_ I]. unfold is_inside in I.
  destruct Rle_dec, (Rle_dec (fst a) v); try discriminate; lra.
Qed.
(* f splits into what the exchange may change and what it must not *)
Lemma inside_relus u v l z : relus l z = relus (inside u v l) z + relus (outside u v l) z.
Proof. induction l as [|[t w] l IH]; simpl; [ring|]. destruct (is_inside u v (t, w)); simpl; rewrite IH; ring. Qed.
(* and so does the cost *)
Lemma inside_total h u v l : total h l = total h (inside u v l) + total h (outside u v l).
Proof. induction l as [|[t w] l IH]; simpl; [ring|]. destruct (is_inside u v (t, w)); simpl; rewrite IH; ring. Qed.
(* left of the interval its knots do not show *)
Lemma relus_left u v l z : Forall (fun a => u <= fst a <= v) l -> z <= u -> relus l z = 0.
Proof. intros H Hz. induction H as [|[t w] l Ht H IH]; simpl in *; [ring|]. rewrite IH, Rmax_left by lra. ring. Qed.
(* right of it only their sum and moment show: exchanges that keep both keep f outside *)
Lemma relus_right u v l z : Forall (fun a => u <= fst a <= v) l -> v <= z -> relus l z = changes l * z - moment l.
Proof. intros H Hz. induction H as [|[t w] l Ht H IH]; simpl in *; [ring|]. rewrite IH, Rmax_right by lra. ring. Qed.
(* the others are affine around [u, v] *)
Lemma outside_affine u v l : u < v -> exists d A C, 0 < d /\
  forall z, u - d <= z <= v + d -> relus (outside u v l) z = A * z + C.
Proof.
  intros Huv. induction l as [|[t w] l (d & A & C & D & E)]; simpl; [exists 1, 0, 0; split; [lra|intros; ring]|].
  unfold is_inside. simpl. destruct (Rle_dec u t); [destruct (Rle_dec t v)|]; simpl.
  - exists d, A, C. auto.
  - exists (Rmin d (t - v)), A, C. pose proof (Rmin_l d (t - v)). pose proof (Rmin_r d (t - v)).
    split; [apply Rmin_pos; lra|]. intros z Hz. rewrite E, Rmax_left by lra. ring.
  - exists (Rmin d (u - t)), (A + w), (C - w * t). pose proof (Rmin_l d (u - t)). pose proof (Rmin_r d (u - t)).
    split; [apply Rmin_pos; lra|]. intros z Hz. rewrite E, Rmax_right by lra. ring.
Qed.

Section A.
Variables (h : R -> R) (pts : points) (f : spline) (i : nat) (a c : R).
Hypothesis Hh : price h.
Hypothesis Hsub : forall x y, x <> 0 -> y <> 0 -> h (x + y) < h x + h y.
Hypothesis Hx : increasing pts.
Hypothesis Hi : (S i < length pts)%nat.
Hypothesis HM : minimiser h pts f.
Let u := px pts i.
Let v := px pts (S i).
Let s := chord pts i.
Hypothesis Ha : slope_in (eval f) u a.
Hypothesis Hc : slope_out (eval f) v c.
Let l := inside u v (knots f).

(* the interval is not a point *)
Lemma u_lt_v : u < v.
Proof. apply px_step; assumption. Qed.
(* the minimiser meets the data at both ends of the interval *)
Lemma at_points j : (j < length pts)%nat -> eval f (px pts j) = py pts j.
Proof. intros Hj. apply (proj1 (Forall_forall _ _) (proj1 HM) (nth j pts (0, 0))). apply nth_In, Hj. Qed.

(* sum and moment of the knots between, in terms of the three slopes *)
Lemma around : exists d C, 0 < d /\ (forall z, u - d <= z <= v + d -> eval f z = a * z + C + relus l z) /\
  changes l = c - a /\ moment l = (c - a) * v - (s - a) * (v - u).
Proof.
  pose proof u_lt_v as Huv. destruct (outside_affine u v (knots f) Huv) as (d & A & C & D & E).
  assert (G : forall z, u - d <= z <= v + d -> eval f z = (A + slope f) * z + (C + intercept f) + relus l z).
  { intros z Hz. unfold eval. rewrite (inside_relus u v (knots f) z), E by lra. fold l. ring. }
  pose proof (inside_in u v (knots f)) as I. fold l in I.
  assert (EA : a = A + slope f).
  { apply (slope_in_unique (eval f) u); [exact Ha|]. exists d. split; [exact D|]. intros z Hz.
    rewrite !G, !(relus_left u v) by (assumption || lra). ring. }
  assert (EC : c = A + slope f + changes l).
  { apply (slope_out_unique (eval f) v); [exact Hc|]. exists d. split; [exact D|]. intros z Hz.
    rewrite !G, !(relus_right u v) by (assumption || lra). ring. }
  exists d, (C + intercept f). split; [exact D|]. rewrite EA. split; [exact G|]. split; [lra|].
  pose proof (G u ltac:(lra)) as Gu. pose proof (G v ltac:(lra)) as Gv.
  rewrite (relus_left u v) in Gu by (assumption || lra). rewrite (relus_right u v) in Gv by (assumption || lra).
  unfold u in Gu at 1. unfold v in Gv at 1. rewrite at_points in Gu, Gv by lia. fold u in Gu. fold v in Gv.
  assert (K : s * (v - u) = py pts (S i) - py pts i) by (unfold s, chord; fold u v; field; lra).
  rewrite EC. lra.
Qed.

(* other knots between, of the same sum and moment *)
Definition exchanged r := {| slope := slope f; intercept := intercept f; knots := r ++ outside u v (knots f) |}.
(* the exchange argument: f is a minimiser, so no knots of the same sum and moment cost less *)
Lemma exchange r : Forall (fun b => u <= fst b <= v) r -> changes r = changes l -> moment r = moment l ->
  (forall z, z <= u \/ v <= z -> eval (exchanged r) z = eval f z) /\ interpolates (exchanged r) pts /\
  total h l <= total h r.
Proof.
  intros Hr S M. pose proof (inside_in u v (knots f)) as I. fold l in I.
  assert (E : forall z, z <= u \/ v <= z -> eval (exchanged r) z = eval f z).
  { intros z Hz. unfold eval, exchanged. simpl. f_equal. rewrite (inside_relus u v (knots f) z). fold l.
    rewrite relus_app. f_equal. destruct Hz.
    - rewrite !(relus_left u v) by assumption. reflexivity.
    - rewrite !(relus_right u v), S, M by assumption. reflexivity. }
  split; [exact E|]. assert (IP : interpolates (exchanged r) pts).
  { apply Forall_forall. intros q Hq. destruct (In_nth pts q (0, 0) Hq) as (j & Hj & <-).
    rewrite E; [apply at_points, Hj|]. change (fst (nth j pts (0, 0))) with (px pts j).
    destruct (le_lt_dec j i); [left|right]; apply px_le; assumption || lia. }
  split; [exact IP|]. pose proof (proj2 HM _ IP) as C. unfold cost, exchanged in C. simpl in C.
  rewrite (inside_total h u v (knots f)), total_app in C. fold l in C. lra.
Qed.

(* knots that cost no more than one of their sum are one knot *)
Lemma total_sum k : h (changes k) <= total h k.
Proof.
  induction k as [|[t w] k IH]; simpl; [rewrite (h_0 h Hh); lra|]. pose proof (h_subadditive h Hh w (changes k)). lra.
Qed.
(* as Hsub is strict, two changes other than 0 in different knots would cost more than their sum *)
Lemma single k : Forall (fun b => u <= fst b <= v) k -> total h k <= h (changes k) ->
  exists t, u <= t <= v /\ forall z, relus k z = changes k * Rmax 0 (z - t).
Proof.
  pose proof u_lt_v. intros Hk. induction Hk as [|[t w] k Ht Hk IH]; simpl; intros T.
  { exists u. split; [lra|intros; ring]. }
  pose proof (total_sum k) as TS. pose proof (h_subadditive h Hh w (changes k)).
  destruct (IH ltac:(lra)) as (t' & Ht' & E). simpl in Ht.
  destruct (Req_dec w 0) as [->|W]; [|destruct (Req_dec (changes k) 0) as [Z|Z]].
  - exists t'. split; [exact Ht'|]. intros z. rewrite E. ring.
  - exists t. split; [exact Ht|]. intros z. rewrite E, Z. ring.
  - pose proof (Hsub w (changes k) W Z). lra.
Qed.
(* then f is a line and one ReLU around the interval, and the moment fixes where its knot is *)
Lemma one_knot_inside : total h l <= h (changes l) -> exists d C t, 0 < d /\ u <= t <= v /\
  (forall z, u - d <= z <= v + d -> eval f z = a * z + C + (c - a) * Rmax 0 (z - t)) /\
  (c - a) * (v - t) = (s - a) * (v - u).
Proof.
  intros T. destruct around as (d & C & D & E & S & M). destruct (single l (inside_in _ _ _) T) as (t & Ht & R).
  exists d, C, t. split; [exact D|]. split; [exact Ht|].
  split; [intros z Hz; rewrite E, R, S by exact Hz; reflexivity|].
  pose proof (R v) as Rv. rewrite (relus_right u v), Rmax_right, S, M in Rv by (apply inside_in || lra). lra.
Qed.

(* Lemma A.1 for such prices: one knot between, where the lines of s_in and s_out meet, could replace all *)
Lemma same_signs : sgn (s - a) = sgn (c - s) ->
  (sgn (s - a) = 0%Z -> linear_around pts (eval f) i) /\ (sgn (s - a) <> 0%Z -> single_knot pts (eval f) i a c).
Proof.
  intros G. pose proof u_lt_v as Huv. destruct around as (_ & _ & _ & _ & S & M). split; intros Z.
  - apply sgn_zero in Z as Za. rewrite G in Z. apply sgn_zero in Z.
    destruct (exchange [] (Forall_nil _)) as (_ & _ & T); [simpl; lra|simpl; rewrite M; nra|].
    assert (Z0 : c - a = 0) by lra. destruct one_knot_inside as (d & C & t & D & _ & E & _).
    + rewrite S, Z0, (h_0 h Hh). exact T.
    + exists d. split; [exact D|]. exists a, C. intros z Hz. rewrite E, Z0 by exact Hz. ring.
  - pose proof (proj2 (sgn_same _ _) (conj G Z)) as SS. pose proof (tau_bounds a s c SS) as T.
    set (q := (c - s) / (c - a)) in *. assert (Q : q * (c - a) = c - s) by (unfold q, same_sign in *; field; lra).
    destruct (exchange [(u + q * (v - u), c - a)]) as (_ & _ & X).
    + constructor; [simpl; nra|constructor].
    + simpl. lra.
    + simpl. rewrite M. transitivity (u * (c - a) + q * (c - a) * (v - u)); [ring|]. rewrite Q. ring.
    + simpl in X. destruct one_knot_inside as (d & C & t & D & _ & E & K); [rewrite S; lra|].
      assert (Ct : t = u + q * (v - u)).
      { apply Rmult_eq_reg_l with (c - a); [|unfold same_sign in SS; lra].
        transitivity (u * (c - a) + q * (c - a) * (v - u)); [rewrite Q; lra|ring]. }
      assert (Ht : u < t < v) by (rewrite Ct; nra).
      exists d, t. split; [exact D|]. split; [exact Ht|].
      pose proof (E u ltac:(lra)) as Eu. pose proof (E v ltac:(lra)) as Ev.
      rewrite Rmax_left in Eu by lra. rewrite Rmax_right in Ev by lra.
      unfold u in Eu at 1. unfold v in Ev at 1. rewrite at_points in Eu, Ev by lia.
      unfold line. rewrite Eu, Ev. fold u v.
      split; intros z Hz; rewrite E by lra; [rewrite Rmax_left by lra|rewrite Rmax_right by lra]; ring.
Qed.

(* different signs, and at most one knot between *)
Lemma one_knot_straight : sgn (s - a) <> sgn (c - s) -> total h l <= h (changes l) -> straight pts (eval f) i.
Proof.
  intros G T. pose proof u_lt_v as Huv. destruct (one_knot_inside T) as (d & C & t & D & Ht & E & K).
  intros z Hz. fold u v in Hz. pose proof (E u ltac:(lra)) as Eu.
  rewrite Rmax_left in Eu by lra. unfold u in Eu at 1. rewrite at_points in Eu by lia.
  unfold line. rewrite Eu. fold s u. rewrite E by lra.
  destruct (Req_dec (c - a) 0) as [Z|Z].
  { rewrite Z in *. assert (s = a) as -> by nra. ring. }
  destruct (Req_dec t u) as [->|Tu]; [rewrite Rmax_right by lra; assert (s = c) as -> by nra; ring|].
  destruct (Req_dec t v) as [->|Tv]; [rewrite Rmax_left by lra; assert (s = a) as -> by nra; ring|].
  exfalso. apply G. assert (K' : (c - a) * (t - u) = (c - s) * (v - u)) by lra. apply sgn_same.
  unfold same_sign. destruct (Rlt_dec 0 (c - a)); [left|right]; nra.
Qed.
End A.

(* the hypothesis Hsub for 0 <= p < 1: at p = 0 two knots cost 2, one costs 1 at most *)
Lemma power_sub p : 0 <= p < 1 -> forall x y, x <> 0 -> y <> 0 -> power p (x + y) < power p x + power p y.
Proof.
  intros Hp x y X Y. destruct (Req_dec p 0) as [->|]; [|apply hs_strict; [apply power_strict; lra|exact X|exact Y]].
  rewrite power_zero. unfold counted. repeat destruct Req_EM_T; lra.
Qed.

(* as printed: same_signs at the prices |x|^p *)
Theorem lemma_A_1 p pts f i a c : 0 <= p < 1 -> increasing pts -> (S i < length pts)%nat -> minimiser (power p) pts f ->
  slope_in (eval f) (px pts i) a -> slope_out (eval f) (px pts (S i)) c ->
  sgn (chord pts i - a) = sgn (c - chord pts i) ->
  (sgn (chord pts i - a) = 0%Z -> linear_around pts (eval f) i) /\
  (sgn (chord pts i - a) <> 0%Z -> single_knot pts (eval f) i a c).
Proof.
  intros Hp Hx Hi M Ha Hc. apply (same_signs (power p)); try assumption.
  - apply power_price_closed. lra.
  - apply power_sub, Hp.
Qed.

(* by Theorem 3.1: a knot strictly between would give both differences one sign *)
Theorem lemma_A_2 p pts f i a c : 0 < p < 1 -> increasing pts -> (S i < length pts)%nat -> minimiser (power p) pts f ->
  slope_in (eval f) (px pts i) a -> slope_out (eval f) (px pts (S i)) c ->
  sgn (chord pts i - a) <> sgn (c - chord pts i) -> straight pts (eval f) i.
Proof.
  intros Hp Hx Hi M Ha Hc N. destruct (minimiser_shape _ pts f (power_strict p Hp) ltac:(lia) Hx M) as (B & Sh).
  destruct (B i) eqn:E; [|apply (none_between pts _ B Sh i Hi E)]. exfalso. apply N.
  destruct (knot_between pts _ B Sh i Hi E) as (L & E' & SS & _ & _). apply sgn_same.
  assert (T := through_points pts _ B ltac:(lia) Hx Sh).
  replace a with (chord pts (pred i)); [replace c with (chord pts (S i)); [exact SS|]|].
  - apply (slope_out_unique (eval f) (px pts (S i))); [|exact Hc]. pose proof (px_step pts Hx (S i) ltac:(lia)).
    exists (px pts (S (S i)) - px pts (S i)). split; [lra|]. intros z Hz.
    rewrite (none_between pts _ B Sh (S i)), T by (assumption || lia || lra). reflexivity.
  - apply (slope_in_unique (eval f) (px pts i)); [|exact Ha].
    destruct i as [|i]; [rewrite (first_piece _ _ _ Sh) in E; discriminate|].
    destruct (B i) eqn:E0; [destruct (knot_between pts _ B Sh i ltac:(lia) E0) as (_ & E1 & _); congruence|].
    pose proof (px_step pts Hx i ltac:(lia)). exists (px pts (S i) - px pts i). split; [lra|]. intros z Hz. simpl pred.
    rewrite (none_between pts _ B Sh i), line_next, T by (assumption || lia || lra). reflexivity.
Qed.

(* p = 0: a minimiser need not be straight there, but some minimiser that is agrees with it elsewhere *)
Lemma few_or_two k : total counted k <= counted (changes k) \/ 2 <= total counted k.
Proof.
  pose proof (h_0 counted counted_price) as H0. induction k as [|[t w] k IH]; simpl; [left; lra|].
  pose proof (total_sum counted counted_price k) as T. unfold counted in *. repeat destruct Req_EM_T; lra.
Qed.
(* two knots or more in the interval may be moved to its ends: this straightens f and costs no more *)
Theorem lemma_A_2_zero pts f i a c : increasing pts -> (S i < length pts)%nat -> minimiser counted pts f ->
  slope_in (eval f) (px pts i) a -> slope_out (eval f) (px pts (S i)) c ->
  sgn (chord pts i - a) <> sgn (c - chord pts i) -> straight pts (eval f) i \/
  exists g, minimiser counted pts g /\ straight pts (eval g) i /\
    forall z, z <= px pts i \/ px pts (S i) <= z -> eval g z = eval f z.
Proof.
  intros Hx Hi M Ha Hc N. pose proof (px_step pts Hx i Hi) as Huv.
  set (u := px pts i) in *. set (v := px pts (S i)) in *.
  destruct (few_or_two (inside u v (knots f))) as [T|T].
  - left. apply (one_knot_straight counted pts f i a c counted_price); try assumption.
    intros x y X Y. unfold counted. repeat destruct Req_EM_T; lra.
  - right. set (s := chord pts i) in *.
    destruct (around counted pts f i a c Hx Hi M Ha Hc) as (d & C & D & E & S & Mo). fold u v s in E, S, Mo.
    destruct (exchange counted pts f i Hx Hi M [(u, s - a); (v, c - s)]) as (Eg & Ig & _).
    { repeat constructor; simpl; fold u v; lra. } { simpl. fold u v. lra. } { simpl. fold u v. rewrite Mo. ring. }
    exists (exchanged pts f i [(u, s - a); (v, c - s)]). fold u v in Eg. split; [split; [exact Ig|]|split; [|exact Eg]].
    + intros g' I. eapply Rle_trans; [|apply M, I]. unfold cost, exchanged. simpl. fold u v.
      assert (B : forall x, counted x <= 1) by (intros; unfold counted; destruct Req_EM_T; lra).
      rewrite (inside_total counted u v (knots f)). pose proof (B (s - a)). pose proof (B (c - s)). lra.
    + intros z Hz. fold u v in Hz. pose proof (E z ltac:(lra)) as Ez. pose proof (E u ltac:(lra)) as Eu.
      rewrite (relus_left u v) in Eu by (apply inside_in || lra). 
      pose proof (at_points counted pts f M i ltac:(lia)) as P. fold u in P.
      unfold eval in Ez. rewrite (inside_relus u v) in Ez.
      unfold eval, exchanged, line. simpl. fold u v s. rewrite Rmax_right, Rmax_left, <- P, Eu by lra. lra.
Qed.
