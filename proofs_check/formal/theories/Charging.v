(* The lower bound: every spline through the points costs at least the value of any feasible dual solution. It charges
   knots to gaps, interval by interval; the only state carried on is the overshoot of the slope. *)
From Coq Require Import Reals Lra List.
From Sparsest Require Import Prices Splines.
Import ListNotations.
Open Scope R_scope.

Section L.
Variable h : R -> R.
Hypothesis Hh : price h.

(* a knot pays for the size of its slope change only: opens the axioms, which speak of [0, oo), to all reals *)
Lemma h_abs x : h (Rabs x) = h x.
Proof. unfold Rabs; destruct Rcase_abs; auto using (h_even h Hh). Qed.
(* monotone in the size, whatever the signs: the step HM of every case of the inequalities below *)
Lemma h_abs_mono x y : Rabs x <= Rabs y -> h x <= h y.
Proof. intros. rewrite <- (h_abs x), <- (h_abs y). apply (h_mono h Hh). split; auto using Rabs_pos. Qed.
(* no knot pays anything back, so a payment may be dropped from a lower bound *)
Lemma h_nonneg x : 0 <= h x.
Proof. rewrite <- (h_0 h Hh). apply h_abs_mono. rewrite Rabs_R0. apply Rabs_pos. Qed.
(* one knot in the place of two never costs more; opposite changes even cancel *)
Lemma h_subadditive x y : h (x + y) <= h x + h y.
Proof.
  rewrite <- (h_abs x), <- (h_abs y). eapply Rle_trans; [|apply (h_sub h Hh); apply Rabs_pos].
  apply h_abs_mono. rewrite (Rabs_right (Rabs x + Rabs y)). apply Rabs_triang.
  pose proof (Rabs_pos x); pose proof (Rabs_pos y); lra.
Qed.

Definition charge l r := if same_sign_dec l (- r) then h l + h r else h (l + r).
Definition potential d D r := if same_sign_dec r d then Rmin (h r) (h (d + r) - h d + D) else h r.

Ltac ab := unfold Rabs; repeat destruct Rcase_abs; lra.
Ltac HM u v := assert (h u <= h v) by (apply h_abs_mono; ab).

(* whatever the signs, an interval pays for the knot that would make both payments at once *)
Lemma charge_sum l r : h (l + r) <= charge l r.
Proof. unfold charge; destruct same_sign_dec; [apply h_subadditive | lra]. Qed.
(* what the first interval, which serves no gap on its left, must pay for its overshoot *)
Lemma charge_right l r : h r <= charge l r.
Proof. unfold charge, same_sign; destruct same_sign_dec as [S|S]; [pose proof (h_nonneg l); lra | apply h_abs_mono;
  unfold same_sign in S; ab]. Qed.

(* one more knot in an interval: its payments l, r have one sign *)
Lemma charge_knot l r l' r' : ~ same_sign l (- r) -> charge (l + l') (r + r') <= h (l + r) + charge l' r'.
Proof.
  intros S. unfold same_sign in S. unfold charge at 1. destruct same_sign_dec as [T|T].
  - unfold same_sign in T. unfold charge; destruct same_sign_dec as [U|U]; unfold same_sign in U.
    + pose proof (h_subadditive l l'). pose proof (h_subadditive r r').
      assert ((0 <= l /\ 0 <= r) \/ (l <= 0 /\ r <= 0)) as [?|?] by lra.
      * destruct (Rle_dec 0 l').
        -- HM (r + r') r'. HM l (l + r). lra.
        -- HM (l + l') l'. HM r (l + r).  lra.
      * destruct (Rle_dec 0 l').
        -- HM (l + l') l'. HM r (l + r). lra.
        -- HM (r + r') r'. HM l (l + r). lra.
    + (* l', r' of one sign *)
      assert ((0 <= l' /\ 0 <= r') \/ (l' <= 0 /\ r' <= 0)) as [?|?] by lra;
      (assert ((0 < l + l' /\ r + r' < 0) \/ (l + l' < 0 /\ 0 < r + r')) as [?|?] by lra).
      * HM (r + r') (l + r). HM (l + l') (l' + r'). lra.
      * HM (l + l') (l + r). HM (r + r') (l' + r'). lra.
      * HM (l + l') (l + r). HM (r + r') (l' + r'). lra.
      * HM (r + r') (l + r). HM (l + l') (l' + r'). lra.
  - replace (l + l' + (r + r')) with ((l + r) + (l' + r')) by ring.
    eapply Rle_trans; [apply h_subadditive|]. pose proof (charge_sum l' r'). lra.
Qed.

(* concavity as the local inequality needs it: where two knots share the gap d, one of them may take all of it *)
Lemma exch' e d l r : same_sign e d -> same_sign e r -> same_sign l r -> same_sign (d - l) e ->
  h e + h (d + r) <= h (e + (d - l)) + h (l + r) \/ h (e + d) + h r <= h (e + (d - l)) + h (l + r).
Proof.
  unfold same_sign. intros. assert (0 < e \/ e < 0) as [?|?] by lra.
  - pose proof (h_exch h Hh e (d - l) d r) as X. replace (d - (d - l) + r) with (l + r) in X by ring.
    apply X; lra.
  - pose proof (h_exch h Hh (- e) (- (d - l)) (- d) (- r)) as X.
    replace (- d - - (d - l) + - r) with (- (l + r)) in X by ring.
    replace (- e + - (d - l)) with (- (e + (d - l))) in X by ring.
    rewrite <- !Ropp_plus_distr, !(h_even h Hh) in X. apply X; lra.
Qed.

(* the local inequality *)
Lemma local_inequality e E d D l r : 0 <= E -> 0 <= D -> (same_sign e d -> h e + h d - h (e + d) <= E + D) ->
  potential d D r + (h d - D) <= charge l r + potential e E (d - l).
Proof.
  intros HE HD HG.
  assert (P1 : potential d D r <= h r). { unfold potential; destruct same_sign_dec; [apply Rmin_l | lra]. }
  assert (P2 : same_sign r d -> potential d D r <= h (d + r) - h d + D).
  { intros; unfold potential; destruct same_sign_dec; [apply Rmin_r | contradiction]. }
  assert (case1 : potential d D r + (h d - D) <= charge l r + h (d - l)).
  { unfold charge; destruct same_sign_dec as [S|S].
    - pose proof (h_subadditive l (d - l)) as X. replace (l + (d - l)) with d in X by ring. lra.
    - destruct (same_sign_dec r d) as [T|T].
      + specialize (P2 T). pose proof (h_subadditive (d - l) (l + r)) as X.
        replace (d - l + (l + r)) with (d + r) in X by ring. lra.
      + unfold same_sign in S, T. pose proof (h_subadditive (d - l) l) as X. replace (d - l + l) with d in X by ring.
        assert (r = 0 \/ r <> 0) as [->|Hr] by lra. { rewrite (h_0 h Hh) in P1. replace (l + 0) with l by ring. lra. }
        HM d (d - l). HM r (l + r). lra. }
  unfold potential at 2. destruct same_sign_dec as [S|S]; [|exact case1].
  apply Rmin_case; [exact case1|].
  unfold same_sign in S, HG, P2.
  unfold charge; destruct same_sign_dec as [T|T]; unfold same_sign in T.
  - (* opposite payments *)
    destruct (same_sign_dec e d) as [U|U]; unfold same_sign in U.
    + specialize (HG U). pose proof (h_subadditive (e + (d - l)) l) as X.
      replace (e + (d - l) + l) with (e + d) in X by ring. lra.
    + HM e (e + (d - l)). HM d l. lra.
  - assert (r = 0 \/ r <> 0) as [->|Hr] by lra.
    { rewrite (h_0 h Hh) in P1. rewrite Rplus_0_r.
      destruct (same_sign_dec e d) as [U|U]; unfold same_sign in U.
      + specialize (HG U). pose proof (h_subadditive (e + (d - l)) l) as X.
        replace (e + (d - l) + l) with (e + d) in X by ring. lra.
      + HM e (e + (d - l)). HM d l. lra. }
    assert (l = 0 \/ l <> 0) as [->|Hl] by lra.
    { rewrite Rminus_0_r, Rplus_0_l in *. unfold same_sign in HG.
      assert (h e + h d - h (e + d) <= E + D) by (apply HG; lra). lra. }
    destruct (same_sign_dec e d) as [U|U]; unfold same_sign in U.
    + specialize (HG U). destruct (same_sign_dec e r) as [V|V]; unfold same_sign in V.
      * assert (same_sign r d) as W by (unfold same_sign; lra). specialize (P2 W).
        destruct (exch' e d l r) as [X|X]; unfold same_sign; try lra.
      * HM (e + d) (e + (d - l)). HM r (l + r). lra.
    + assert (d = 0 \/ d <> 0) as [->|Hd] by lra.
      * HM e (e + (0 - l)). HM r (l + r). rewrite (h_0 h Hh). lra.
      * destruct (same_sign_dec r d) as [W|W]; unfold same_sign in W.
        -- specialize (P2 W). HM e (e + (d - l)). HM (d + r) (l + r). lra.
        -- HM e (e + (d - l)). HM r (l + r). HM d (l + r).
           (* r and d of different signs, l of r's sign, d - l of e's, e not d's: impossible or easy *)
           exfalso. lra.
Qed.

(* at the last point the potential is dropped: an overshoot there need not be repaid, and earns nothing *)
Lemma potential_nonneg d D r : 0 <= D -> 0 <= potential d D r.
Proof.
  intros. unfold potential; destruct same_sign_dec as [S|S]; [|apply h_nonneg]. unfold same_sign in S.
  apply Rmin_glb; [apply h_nonneg|]. HM d (d + r). lra.
Qed.
End L.

Section S.
Variable h : R -> R.
Hypothesis Hh : price h.

Fixpoint before (l : atoms) (x : R) : R :=             (* slope just left of x, without the affine part *)
  match l with [] => 0 | (t, w) :: l' => (if Rlt_dec t x then w else 0) + before l' x end.
Fixpoint paid (l : atoms) (x : R) : R :=
  match l with [] => 0 | (t, w) :: l' => (if Rlt_dec t x then h w else 0) + paid l' x end.

(* knots left of the first point and right of the last only add to the cost *)
Lemma paid_bounds l x : 0 <= paid l x <= total h l.
Proof.
  induction l as [|[t w] l IH]; simpl; [lra|]. pose proof (h_nonneg h Hh w). destruct Rlt_dec; lra.
Qed.

(* what happens between u and v *)
Lemma interval l u v : u < v -> exists lft rgt,
  relus l v - relus l u = (before l u + lft) * (v - u) /\
  before l v - before l u = lft + rgt /\
  charge h lft rgt <= paid l v - paid l u.
Proof.
  intros Huv. induction l as [|[t w] l (L & R' & H1 & H2 & H3)]; simpl.
  - exists 0, 0. repeat split; try ring. unfold charge. destruct same_sign_dec as [S|S]; [unfold same_sign in S; lra|].
    rewrite Rplus_0_l, (h_0 h Hh). lra.
  - destruct (Rlt_dec t u).
    + exists L, R'. destruct (Rlt_dec t v); [|lra]. rewrite !Rmax_right by lra. split; [|split]; [|lra|lra].
      replace (relus l v) with ((before l u + L) * (v - u) + relus l u) by lra. ring.
    + destruct (Rlt_dec t v).
      * exists (w * (v - t) / (v - u) + L), (w * (t - u) / (v - u) + R').
        rewrite (Rmax_right 0 (v - t)), (Rmax_left 0 (u - t)) by lra.
        assert (Hw : w * (v - t) / (v - u) + w * (t - u) / (v - u) = w) by (field; lra).
        split; [|split].
        -- replace (relus l v) with ((before l u + L) * (v - u) + relus l u) by lra. field. lra.
        -- lra.
        -- eapply Rle_trans; [apply (charge_knot h Hh)|rewrite Hw; lra].
           assert (A : 0 < (v - t) / (v - u)) by (apply Rdiv_lt_0_compat; lra).
           assert (B : 0 <= (t - u) / (v - u)) by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]).
           unfold Rdiv in *. rewrite !Rmult_assoc. unfold same_sign. intros [X|X]; nra.
      * exists L, R'. rewrite !Rmax_left by lra. split; [|split]; [|lra|lra].
        replace (relus l v) with ((before l u + L) * (v - u) + relus l u) by lra. ring.
Qed.

(* the same with the affine part of f: undershoot and overshoot are measured from the chord *)
Lemma interval_f f u v : u < v -> exists lft rgt,
  (eval f v - eval f u) / (v - u) = slope f + before (knots f) u + lft /\
  slope f + before (knots f) v = (eval f v - eval f u) / (v - u) + rgt /\
  charge h lft rgt <= paid (knots f) v - paid (knots f) u.
Proof.
  intros Huv. destruct (interval (knots f) u v Huv) as (L & R' & H1 & H2 & H3). exists L, R'.
  assert (HS : (eval f v - eval f u) / (v - u) = slope f + before (knots f) u + L).
  { unfold eval. replace (slope f * v + intercept f + relus (knots f) v - (slope f * u + intercept f + relus (knots f)
      u))
     with (slope f * (v - u) + (relus (knots f) v - relus (knots f) u)) by ring. rewrite H1. field. lra. }
  repeat split; [exact HS | lra | exact H3].
Qed.

(* step 4: the local inequalities telescope, by induction over the points; B is what the knots so far have paid for *)
Lemma charging f : forall pts s x y e E Ds B,
  increasing_from x pts -> eval f x = y -> interpolates f pts ->
  0 <= E -> feasible h e E (gaps_from s x y pts) Ds ->
  B + potential h e E (slope f + before (knots f) x - s) <= paid (knots f) x ->
  B + bound h (gaps_from s x y pts) Ds <= cost h f.
Proof.
  induction pts as [|[x' y'] pts IH]; intros s x y e E Ds B Hx Hy Hp HE HD HB.
  - simpl in *. pose proof (paid_bounds (knots f) x).
    pose proof (potential_nonneg h Hh e E (slope f + before (knots f) x - s) HE). unfold cost. lra.
  - simpl in Hx, HD |- *. destruct Hx as [Hx Hx']. inversion_clear Hp as [|? ? Hy' Hp']. simpl in Hy'.
    destruct (interval_f f x x' Hx) as (L & R' & H1 & H2 & H3). rewrite Hy, Hy' in H1, H2.
    set (s' := (y' - y) / (x' - x)) in *.
    destruct Ds as [|D Ds]; [contradiction|]. destruct HD as (HD & HG & HD').
    pose proof (local_inequality h Hh e E (s' - s) D L R' HE HD HG) as X.
    replace (s' - s - L) with (slope f + before (knots f) x - s) in X by lra.
    specialize (IH s' x' y' (s' - s) D Ds (B + (h (s' - s) - D)) Hx' Hy' Hp' HD HD').
    replace (slope f + before (knots f) x' - s') with R' in IH by lra. lra.
Qed.

(* weak duality, the lower half of Theorem A: any feasible D bounds the cost of every interpolant from below *)
Theorem lower_bound f pts Ds : increasing pts -> interpolates f pts ->
  feasible h 0 0 (gaps pts) Ds -> bound h (gaps pts) Ds <= cost h f.
Proof.
  intros Hx Hp HD. destruct pts as [|[x0 y0] [|[x1 y1] pts]]; simpl in *.
  1,2: unfold cost; pose proof (paid_bounds (knots f) 0); destruct Ds; simpl; lra.
  destruct Hx as [Hx Hx']. inversion_clear Hp as [|? ? Hy0 Hp']. inversion_clear Hp' as [|? ? Hy1 Hp]. simpl in *.
  rewrite <- (Rplus_0_l (bound _ _ _)).
  eapply charging with (e := 0) (E := 0); eauto; [lra|].
  destruct (interval_f f x0 x1 Hx) as (L & R' & H1 & H2 & H3). rewrite Hy0, Hy1 in H1, H2.
  replace (slope f + before (knots f) x1 - (y1 - y0) / (x1 - x0)) with R' by lra.
  pose proof (charge_right h Hh L R'). pose proof (paid_bounds (knots f) x0).
  unfold potential. destruct same_sign_dec as [S|S]; [unfold same_sign in S; lra|]. lra.
Qed.
End S.
