(* Theorem A, minimisers: for a strict price each one is, as a function, the spline of a matching. *)
From Coq Require Import Reals Lra List.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA.
Import ListNotations.
Open Scope R_scope.

Section T.
Variable h : R -> R.
Hypothesis Hs : strict h.
Let Hh := s_price h Hs.
Notation charge := (charge h). Notation potential := (potential h).

(* strictly cheaper the smaller the slope change, whatever the signs; the tactic SM settles cases by it *)
Lemma h_abs_strict x y : Rabs x < Rabs y -> h x < h y.
Proof. intros. rewrite <- (h_abs h Hh x), <- (h_abs h Hh y). apply (s_mono h Hs). split; auto using Rabs_pos. Qed.
Ltac ab := unfold Rabs; repeat destruct Rcase_abs; lra.
Ltac HM u v := assert (h u <= h v) by (apply (h_abs_mono h Hh); ab).
Ltac SM u v := assert (h u < h v) by (apply h_abs_strict; ab).

(* no knot is free: what costs nothing has no slope change *)
Lemma h_pos x : x <> 0 -> 0 < h x.
Proof. intros. rewrite <- (h_0 h Hh). apply h_abs_strict. ab. Qed.
(* two knots in one are strictly cheaper, so in a tight interval there is one *)
Lemma hs_strict x y : x <> 0 -> y <> 0 -> h (x + y) < h x + h y.
Proof.
  intros Hx Hy. pose proof (h_pos x Hx). pose proof (h_pos y Hy).
  destruct (Rtotal_order x 0) as [A|[A|A]]; [|contradiction|]; (destruct (Rtotal_order y 0) as [B|[B|B]];
    [|contradiction|]).
  - pose proof (s_inc h Hs 0 (- x) (- y)) as X. rewrite <- Ropp_plus_distr, Rplus_0_l, !(h_even h Hh), (h_0 h Hh) in
      X. lra.
  - destruct (Rle_dec 0 (x + y)); [HM (x + y) y | HM (x + y) x]; lra.
  - destruct (Rle_dec 0 (x + y)); [HM (x + y) x | HM (x + y) y]; lra.
  - pose proof (s_inc h Hs 0 x y) as X. rewrite Rplus_0_l, (h_0 h Hh) in X. lra.
Qed.

(* h_exch, strict as soon as q is strictly between 0 and d: the pair in the middle is dearer than one of the others *)
Lemma exch_pos a q d r : 0 <= a -> 0 < q < d -> 0 <= r ->
  h a + h (d + r) < h (a + q) + h (d - q + r) \/ h (a + d) + h r < h (a + q) + h (d - q + r).
Proof.
  intros Ha Hq Hr. destruct (Rle_dec (a + q) (d - q + r)).
  - left. pose proof (s_inc h Hs a (d - q + r) q) as X. replace (d - q + r + q) with (d + r) in X by ring. lra.
  - right. pose proof (s_inc h Hs r (a + q) (d - q)) as X. replace (a + q + (d - q)) with (a + d) in X by ring.
    replace (r + (d - q)) with (d - q + r) in X by ring. lra.
Qed.
(* exch_pos for both signs, in the letters of the local inequality; tight_step excludes an overshoot in parts by it *)
Lemma exch_strict e d l r : same_sign e d -> same_sign e r -> same_sign l r -> same_sign (d - l) e ->
  h e + h (d + r) < h (e + (d - l)) + h (l + r) \/ h (e + d) + h r < h (e + (d - l)) + h (l + r).
Proof.
  unfold same_sign. intros. assert (0 < e \/ e < 0) as [?|?] by lra.
  - pose proof (exch_pos e (d - l) d r) as X. replace (d - (d - l) + r) with (l + r) in X by ring. apply X; lra.
  - pose proof (exch_pos (- e) (- (d - l)) (- d) (- r)) as X.
    replace (- d - - (d - l) + - r) with (- (l + r)) in X by ring.
    replace (- e + - (d - l)) with (- (e + (d - l))) in X by ring.
    rewrite <- !Ropp_plus_distr, !(h_even h Hh) in X. apply X; lra.
Qed.

(* charge_knot, strict: two knots that both pay to the gap on the left cost more than they must *)
Lemma two l r l' r' : l <> 0 -> l' <> 0 -> ~ same_sign l (- r) -> ~ same_sign l' (- r') ->
  charge (l + l') (r + r') < h (l + r) + h (l' + r').
Proof.
  unfold same_sign. intros H1 H2 H3 H4. unfold Charging.charge. destruct same_sign_dec as [S|S]; unfold same_sign in S.
  - destruct (Rtotal_order l 0) as [A|[A|A]]; [|contradiction|]; (destruct (Rtotal_order l' 0) as [B|[B|B]];
      [|contradiction|]); try (exfalso; lra);
    (destruct (Rlt_dec 0 (l + l')); [first [SM (l + l') (l + r); SM (r + r') (l' + r'); lra | SM (l + l') (l' + r');
      SM (r + r') (l + r); lra]
                                    |first [SM (l + l') (l + r); SM (r + r') (l' + r'); lra | SM (l + l') (l' + r');
              SM (r + r') (l + r); lra]]).
  - replace (l + l' + (r + r')) with ((l + r) + (l' + r')) by ring. apply hs_strict; lra.
Qed.

Definition can d D r := r = 0 \/ (same_sign r d /\ potential d D r = h (d + r) - h d + D).

(* without an overshoot nothing is paid in advance *)
Lemma potential_0 d D : potential d D 0 = 0.
Proof. unfold Charging.potential; destruct same_sign_dec as [S|S]; [unfold same_sign in S; lra|apply (h_0 h Hh)]. Qed.

(* equality in local_inequality: the gap is paid here, whole (l = d), or was paid by the knot before (l = r = 0) *)
Lemma tight_step e E d D l r : 0 <= E -> 0 <= D -> (same_sign e d -> h e + h d - h (e + d) <= E + D) ->
  can e E (d - l) -> (r = 0 \/ same_sign l r) -> charge l r + potential e E (d - l) <= potential d D r + (h d - D) ->
  can d D r /\ (d - l = 0 \/ (l = 0 /\ r = 0 /\ same_sign d e)).
Proof.
  intros HE HD HG HC HR HT.
  assert (P1 : potential d D r <= h r). { unfold Charging.potential; destruct same_sign_dec; [apply Rmin_l | lra]. }
  assert (P2 : same_sign r d -> potential d D r <= h (d + r) - h d + D).
  { intros; unfold Charging.potential; destruct same_sign_dec; [apply Rmin_r | contradiction]. }
  unfold Charging.charge in HT. destruct same_sign_dec as [S|S]; [unfold same_sign in S, HR; exfalso; lra|].
  destruct HC as [Hq|[Hq Hpsi]].
  - split; [|auto]. destruct HR as [Hr|Hr]; [left; auto|]. right. rewrite Hq, potential_0 in HT.
    assert (l = d) by lra. subst l. assert (same_sign r d) by (unfold same_sign in *; lra). split; auto.
    apply Rle_antisym; auto. lra.
  - rewrite Hpsi in HT. clear Hpsi S. unfold same_sign in Hq, HG. destruct HR as [Hr|Hr].
    + subst r. split; [left; auto|]. rewrite potential_0, Rplus_0_r in HT.
      destruct (Req_dec l 0) as [Hl|Hl]; [right; subst l; rewrite Rminus_0_r in Hq; unfold same_sign; auto|exfalso].
      destruct (same_sign_dec e d) as [U|U]; unfold same_sign in U.
      * specialize (HG U). assert (h (e + d) < h (e + (d - l)) + h l); [|lra].
        replace (e + d) with (e + (d - l) + l) by ring. apply hs_strict; lra.
      * HM d l. SM e (e + (d - l)). lra.
    + exfalso. unfold same_sign in Hr. destruct (same_sign_dec e d) as [U|U]; unfold same_sign in U.
      * specialize (HG U). destruct (same_sign_dec r d) as [V|V].
        -- specialize (P2 V). unfold same_sign in V. destruct (exch_strict e d l r); unfold same_sign; try lra.
        -- unfold same_sign in V. SM r (l + r). SM (e + d) (e + (d - l)). lra.
      * destruct (Req_dec d 0) as [Hd|Hd].
        -- subst d. rewrite (h_0 h Hh) in HT. SM r (l + r). SM e (e + (0 - l)). lra.
        -- assert (same_sign r d) as V by (unfold same_sign; lra). specialize (P2 V). unfold same_sign in V.
           SM (d + r) (l + r). SM e (e + (d - l)). lra.
Qed.

Notation paid := (paid h).
(* one knot at most in an interval that costs no more than it must *)
Lemma interval1 l u v : u < v -> exists lft rgt,
  relus l v - relus l u = (before l u + lft) * (v - u) /\
  before l v - before l u = lft + rgt /\
  charge lft rgt <= paid l v - paid l u /\
  (paid l v - paid l u <= charge lft rgt -> exists t w, u <= t < v /\ lft = w * ((v - t) / (v - u)) /\ rgt = w * ((t -
    u) / (v - u)) /\
     forall z, u <= z <= v -> relus l z = relus l u + before l u * (z - u) + w * Rmax 0 (z - t)).
Proof.
  intros Huv. induction l as [|[t w] l (L & R' & H1 & H2 & H3 & H4)]; simpl.
  - exists 0, 0. split; [ring|]. split; [ring|]. split.
    { unfold Charging.charge. destruct same_sign_dec as [S|S]; [unfold same_sign in S; lra|].
      rewrite Rplus_0_l, (h_0 h Hh). lra. }
    intros _. exists u, 0. repeat split; try lra. intros; ring.
  - destruct (Rlt_dec t u).
    + exists L, R'. destruct (Rlt_dec t v); [|lra]. rewrite !Rmax_right by lra. split; [|split; [|split]]; [|lra|lra|].
      { replace (relus l v) with ((before l u + L) * (v - u) + relus l u) by lra. ring. }
      intros T. destruct H4 as (t1 & w1 & A & B & C & F); [lra|]. exists t1, w1. repeat split; try lra; auto.
      intros z Hz. rewrite (F z Hz), (Rmax_right 0 (z - t)) by lra. ring.
    + destruct (Rlt_dec t v).
      * assert (Hw : w * ((v - t) / (v - u)) + w * ((t - u) / (v - u)) = w) by (field; lra).
        assert (A : 0 < (v - t) / (v - u)) by (apply Rdiv_lt_0_compat; lra).
        assert (B : 0 <= (t - u) / (v - u)) by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]).
        exists (w * ((v - t) / (v - u)) + L), (w * ((t - u) / (v - u)) + R').
        rewrite (Rmax_right 0 (v - t)), (Rmax_left 0 (u - t)) by lra.
        assert (NS : ~ same_sign (w * ((v - t) / (v - u))) (- (w * ((t - u) / (v - u))))) by (unfold same_sign;
          intros [X|X]; nra).
        pose proof (charge_knot h Hh _ _ L R' NS) as CK. rewrite Hw in CK.
        split; [|split; [|split]].
        -- replace (relus l v) with ((before l u + L) * (v - u) + relus l u) by lra. field. lra.
        -- lra.
        -- lra.
        -- intros T. destruct H4 as (t1 & w1 & A1 & B1 & C1 & F); [lra|].
           destruct (Req_dec w 0) as [W|W].
           { subst w. exists t1, w1. split; [auto|]. split; [lra|]. split; [lra|].
             intros z Hz. rewrite (F z Hz). ring. }
           destruct (Req_dec w1 0) as [W1|W1].
           { subst w1. exists t, w. split; [lra|]. split; [lra|]. split; [lra|].
             intros z Hz. rewrite (F z Hz). ring. }
           exfalso.
           assert (A1' : 0 < (v - t1) / (v - u)) by (apply Rdiv_lt_0_compat; lra).
           assert (B1' : 0 <= (t1 - u) / (v - u)) by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]).
           assert (Hw1 : w1 * ((v - t1) / (v - u)) + w1 * ((t1 - u) / (v - u)) = w1) by (field; lra).
           assert (NS1 : ~ same_sign (w1 * ((v - t1) / (v - u))) (- (w1 * ((t1 - u) / (v - u))))) by (unfold
             same_sign; intros [X|X]; nra).
           rewrite <- B1 in NS1, Hw1. rewrite <- C1 in NS1, Hw1.
           assert (LL : L <> 0). { rewrite B1. apply Rmult_integral_contrapositive_currified; lra. }
           assert (WW : w * ((v - t) / (v - u)) <> 0) by (apply Rmult_integral_contrapositive_currified; lra).
           pose proof (two _ _ _ _ WW LL NS NS1) as X. rewrite Hw in X.
           pose proof (charge_sum h Hh L R'). lra.
      * exists L, R'. rewrite !(Rmax_left 0) by lra. split; [|split; [|split]]; [|lra|lra|].
        { replace (relus l v) with ((before l u + L) * (v - u) + relus l u) by lra. ring. }
        intros T. destruct H4 as (t1 & w1 & A & B & C & F); [lra|]. exists t1, w1. repeat split; try lra; auto.
        intros z Hz. rewrite (F z Hz), (Rmax_left 0 (z - t)) by lra. ring.
Qed.

(* interval1 for a spline, whose slopes are those of its knots and that of its line *)
Lemma interval1_f f u v : u < v -> exists lft rgt,
  (eval f v - eval f u) / (v - u) = slope f + before (knots f) u + lft /\
  slope f + before (knots f) v = (eval f v - eval f u) / (v - u) + rgt /\
  charge lft rgt <= paid (knots f) v - paid (knots f) u /\
  (paid (knots f) v - paid (knots f) u <= charge lft rgt -> exists t w, u <= t < v /\ lft = w * ((v - t) / (v - u)) /\
    rgt = w * ((t - u) / (v - u)) /\
     forall z, u <= z <= v -> eval f z = eval f u + (slope f + before (knots f) u) * (z - u) + w * Rmax 0 (z - t)).
Proof.
  intros Huv. destruct (interval1 (knots f) u v Huv) as (L & R' & H1 & H2 & H3 & H4). exists L, R'.
  assert (HS : (eval f v - eval f u) / (v - u) = slope f + before (knots f) u + L).
  { unfold eval. replace (slope f * v + intercept f + relus (knots f) v - (slope f * u + intercept f + relus (knots f)
      u))
     with (slope f * (v - u) + (relus (knots f) v - relus (knots f) u)) by ring. rewrite H1. field. lra. }
  split; [exact HS|]. split; [lra|]. split; [exact H3|]. intros T. destruct (H4 T) as (t & w & A & B & C & F).
  exists t, w. repeat split; try tauto. intros z Hz. unfold eval. rewrite (F z Hz). ring.
Qed.

(* when all is paid no knot is left, so the function is straight from there on *)
Lemma total_paid0 l : forall x, total h l <= paid l x -> forall z, x <= z ->
  relus l z = relus l x + before l x * (z - x).
Proof.
  induction l as [|[t w] l IH]; simpl; intros x H z Hz; [ring|].
  pose proof (paid_bounds h Hh l x). pose proof (h_nonneg h Hh w). destruct Rlt_dec.
  - rewrite (IH x) by lra. rewrite !Rmax_right by lra. ring.
  - assert (w = 0). { destruct (Req_dec w 0) as [|N]; auto. pose proof (h_pos w N). lra. }
    subst w. rewrite (IH x) by lra. ring.
Qed.
(* while nothing is paid there is no knot, so the function is straight up to there *)
Lemma paid0 l : forall x, paid l x <= 0 -> before l x = 0 /\ forall z, z <= x -> relus l z = 0.
Proof.
  induction l as [|[t w] l IH]; simpl; intros x H; [auto|].
  pose proof (paid_bounds h Hh l x). pose proof (h_nonneg h Hh w). destruct Rlt_dec.
  - assert (w = 0). { destruct (Req_dec w 0) as [|N]; auto. pose proof (h_pos w N). lra. }
    subst w. destruct (IH x) as [A B]; [lra|]. rewrite A. split; [ring|]. intros z Hz. rewrite (B z Hz). ring.
  - destruct (IH x) as [A B]; [lra|]. rewrite A. split; [ring|]. intros z Hz. rewrite (B z Hz).
    rewrite Rmax_left by lra. ring.
Qed.

Definition tail f s x y (pts : points) q e : Prop :=
  (q = 0 /\ exists m, (matching (gaps_from s x y pts) m /\ matching_cost h (gaps_from s x y pts) m + paid (knots f) x
    <= cost h f) /\
     forall z, x <= z -> eval f z = y + s * (z - x) + relus (knots_of s x y pts m) z) \/
  (q <> 0 /\ match pts with [] => False | (x', y') :: r => let s' := (y' - y) / (x' - x) in
     q = s' - s /\ same_sign q e /\ (forall z, x <= z <= x' -> eval f z = y + s' * (z - x)) /\
     exists m, (matching (gaps_from s' x' y' r) m /\ matching_cost h (gaps_from s' x' y' r) m + paid (knots f) x <=
       cost h f) /\
     forall z, x' <= z -> eval f z = y' + s' * (z - x') + relus (knots_of s' x' y' r m) z end).

(* `charging`, tight at each step: by tight_step what follows is the spline of a matching (`tail`) *)
Lemma tight_charging f : forall pts s x y e E Ds B,
  increasing_from x pts -> eval f x = y -> interpolates f pts ->
  0 <= E -> feasible h e E (gaps_from s x y pts) Ds ->
  B + potential e E (slope f + before (knots f) x - s) <= paid (knots f) x ->
  can e E (slope f + before (knots f) x - s) ->
  cost h f <= B + bound h (gaps_from s x y pts) Ds ->
  tail f s x y pts (slope f + before (knots f) x - s) e.
Proof.
  induction pts as [|[x' y'] pts IH]; intros s x y e E Ds B Hx Hy Hp HE HD HB HC HU.
  - simpl in HD, HU. destruct Ds; [|contradiction]. unfold cost in HU. simpl in HU.
    pose proof (paid_bounds h Hh (knots f) x).
    set (q := slope f + before (knots f) x - s) in *.
    assert (q = 0). { destruct HC as [|[S P]]; auto. rewrite P in HB. unfold same_sign in S. SM e (e + q). lra. }
    rewrite H0, potential_0 in HB.
    left. split; [auto|]. exists []. split; [split; [exact I|unfold cost; simpl; lra]|]. intros z Hz. simpl.
    unfold eval.
    rewrite (total_paid0 (knots f) x) by lra. rewrite <- Hy. unfold eval.
    replace s with (slope f + before (knots f) x) by (unfold q in *; lra). ring.
  - simpl in Hx, HD. destruct Hx as [Hx Hx']. pose proof Hp as Hp0. inversion_clear Hp as [|? ? Hy' Hp']. simpl in Hy'.
    destruct (interval1_f f x x' Hx) as (L & R' & H1 & H2 & H3 & H4). rewrite Hy, Hy' in H1, H2.
    cbn [gaps_from] in HU. cbv zeta in HU, HD.
    set (s' := (y' - y) / (x' - x)) in *.
    destruct Ds as [|D Ds]; [contradiction|]. destruct HD as (HD & HG & HD'). cbn [bound] in HU.
    assert (EQ : s' - s - L = slope f + before (knots f) x - s) by lra.
    pose proof (local_inequality h Hh e E (s' - s) D L R' HE HD HG) as X. rewrite EQ in X.
    assert (RR : slope f + before (knots f) x' - s' = R') by lra.
    pose proof (charging h Hh f pts s' x' y' (s' - s) D Ds (paid (knots f) x' - potential (s' - s) D R') Hx' Hy' Hp'
      HD HD') as W.
    rewrite RR in W. specialize (W ltac:(lra)).
    destruct H4 as (t & w & Ht & HL & HRr & HF); [lra|].
    assert (A : 0 < (x' - t) / (x' - x)) by (apply Rdiv_lt_0_compat; lra).
    assert (Bp : 0 <= (t - x) / (x' - x)) by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]).
    assert (HR : R' = 0 \/ same_sign L R').
    { rewrite HL, HRr. destruct (Req_dec w 0) as [->|Wn]; [left; ring|].
      destruct (Req_dec ((t - x) / (x' - x)) 0) as [Z|Z]; [left; rewrite Z; ring|].
      right. unfold same_sign. destruct (Rlt_dec 0 w); [left|right]; nra. }
    destruct (tight_step e E (s' - s) D L R' HE HD HG) as [HC' HQ]; [rewrite EQ; exact HC|exact HR|rewrite EQ; lra|].
    rewrite EQ in HQ.
    specialize (IH s' x' y' (s' - s) D Ds (B + (h (s' - s) - D)) Hx' Hy' Hp' HD HD').
    rewrite RR in IH. specialize (IH ltac:(lra) HC' ltac:(lra)).
    assert (E1 : y' = y + s' * (x' - x)) by (unfold s'; field; lra).
    pose proof (h_nonneg h Hh R'). pose proof (charge_right h Hh L R'). pose proof (charge_sum h Hh L R').
    destruct HQ as [HQ|(HL0 & HR0 & HS)].
    + left. split; [exact HQ|]. destruct IH as [[R0 (m & (M & MC) & F)]|[R0 IH]].
      * (* a knot at x *)
        exists (false :: m). split; [split; [exact M|]|].
        { simpl. fold s'. replace (s' - s) with (L + R') at 1 by lra. lra. }
        intros z Hz. simpl knots_of. fold s'. simpl relus.
        assert (Lx : L = s' - s) by lra.
        assert (K : forall z, x <= z <= x' -> w * Rmax 0 (z - t) = (s' - s) * (z - x)).
        { intros z0 Hz0. destruct (Req_dec w 0) as [W0|Wn].
          - rewrite W0 in HL. rewrite W0. replace (s' - s) with 0 by lra. ring.
          - assert (Z : (t - x) / (x' - x) = 0). { rewrite R0 in HRr. symmetry in HRr. apply Rmult_integral in HRr.
            destruct HRr; [contradiction|auto]. }
            assert (t = x). { unfold Rdiv in Z. apply Rmult_integral in Z. destruct Z as [Z|Z]; [lra|]. exfalso.
            revert Z. apply Rinv_neq_0_compat. lra. }
            subst t. rewrite Rmax_right by lra. assert (w = s' - s); [|subst w; ring].
            rewrite <- Lx, HL. field. lra. }
        destruct (Rle_dec z x').
        -- rewrite (HF z) by lra. rewrite Hy. rewrite (K z) by lra.
           destruct (knots_of_spec _ m (le_n _) pts s' x' y' Hx' M) as [BL _]. rewrite BL by lra.
           rewrite Rmax_right by lra. replace (slope f + before (knots f) x) with s by lra. ring.
        -- rewrite (F z) by lra. rewrite Rmax_right by lra. rewrite E1 at 1. ring.
      * (* a knot strictly between x and x' *)
        destruct pts as [|[x2 y2] pts]; [contradiction|]. cbv zeta in IH. set (s2 := (y2 - y') / (x2 - x')) in *.
        destruct IH as (RE & RS & F1 & m & (M & MC) & F2). exists (true :: m).
        assert (SM' : same_sign (s' - s) (s2 - s')) by (rewrite <- RE; unfold same_sign in *; lra).
        split; [split; [simpl; fold s'; fold s2; split; [exact SM'|exact M]|]|].
        { simpl. fold s'. fold s2. replace (s' - s + (s2 - s')) with (L + R') by lra. lra. }
        intros z Hz. simpl knots_of. fold s'. fold s2. simpl relus.
        assert (Lx : L = s' - s) by lra.
        assert (Wd : w = s2 - s). { replace w with (w * ((x' - t) / (x' - x)) + w * ((t - x) / (x' - x))) by (field;
          lra). lra. }
        assert (Td : t = x + (s2 - s') / (s2 - s) * (x' - x)).
        { assert (s2 - s <> 0) by (unfold same_sign in SM'; lra).
          assert (s2 - s' = (s2 - s) * ((t - x) / (x' - x))) by (rewrite <- RE, <- Wd; exact HRr).
          replace ((s2 - s') / (s2 - s)) with ((t - x) / (x' - x)); [field; lra|].
          match goal with X : s2 - s' = _ * _ |- _ => rewrite X end. field. split; lra. }
        rewrite <- Td, <- Wd. destruct Hx' as [Hx2 Hx''].
        destruct (knots_of_spec _ m (le_n _) pts s2 x2 y2 Hx'' M) as [BL _].
        assert (KK : forall z, x' <= z -> y + s * (z - x) + w * Rmax 0 (z - t) = y' + s2 * (z - x')).
        { intros z0 Hz0. rewrite Rmax_right by lra.
          assert (wt : w * (t - x) = (s2 - s') * (x' - x)). { rewrite <- RE, HRr. field. lra. }
          replace (w * (z0 - t)) with (w * (z0 - x) - w * (t - x)) by ring. rewrite wt, Wd, E1. ring. }
        destruct (Rle_dec z x'); [|destruct (Rle_dec z x2)].
        -- rewrite (HF z) by lra. rewrite Hy. rewrite BL by lra.
           replace (slope f + before (knots f) x) with s by lra. ring.
        -- rewrite (F1 z) by lra. rewrite BL by lra. rewrite <- Rplus_assoc, KK by lra. ring.
        -- rewrite (F2 z) by lra. rewrite <- Rplus_assoc, KK by lra.
           assert (E2 : y2 = y' + s2 * (x2 - x')) by (unfold s2; field; lra). rewrite E2 at 1. ring.
    + right. unfold same_sign in HS. split; [lra|]. cbv zeta. fold s'. split; [lra|]. split; [unfold same_sign; lra|].
      assert (W0 : w = 0). { replace w with (w * ((x' - t) / (x' - x)) + w * ((t - x) / (x' - x))) by (field; lra).
      lra. }
      split.
      * intros z Hz. rewrite (HF z Hz), Hy, W0. replace (slope f + before (knots f) x) with s' by lra. ring.
      * destruct IH as [[_ (m & (M & MC) & F)]|[IH _]]; [|contradiction]. exists m. split; [split;
          [exact M|lra]|exact F].
Qed.

(* Theorem A, minimisers: each one is, as a function, the spline of a matching *)
Theorem minimisers_are_matchings f pts Ds : (2 <= length pts)%nat -> increasing pts -> interpolates f pts ->
  feasible h 0 0 (gaps pts) Ds -> cost h f <= bound h (gaps pts) Ds ->
  exists m, matching (gaps pts) m /\ matching_cost h (gaps pts) m <= cost h f /\ forall z, eval f z = eval (spline_of
    pts m) z.
Proof.
  intros Hl Hx Hp HD HU. destruct pts as [|[x0 y0] [|[x1 y1] pts]]; simpl in Hl; try (exfalso; inversion Hl; fail).
  { exfalso. inversion Hl. inversion H0. }
  cbn [increasing increasing_from] in Hx. destruct Hx as [Hx Hx']. inversion_clear Hp as [|? ? Hy0 Hp'].
  inversion_clear Hp' as [|? ? Hy1 Hp].
  cbn [fst snd gaps] in *. cbv zeta in *.
  destruct (interval1_f f x0 x1 Hx) as (L & R' & H1 & H2 & H3 & H4). rewrite Hy0, Hy1 in H1, H2.
  set (s := (y1 - y0) / (x1 - x0)) in *.
  assert (RR : slope f + before (knots f) x1 - s = R') by lra.
  assert (P0 : potential 0 0 R' = h R'). { unfold Charging.potential. destruct same_sign_dec as [S|S];
    [unfold same_sign in S; lra|reflexivity]. }
  pose proof (charging h Hh f pts s x1 y1 0 0 Ds (paid (knots f) x1 - h R') Hx' Hy1 Hp ltac:(lra) HD) as W.
  rewrite RR, P0 in W. specialize (W ltac:(lra)).
  pose proof (charge_right h Hh L R'). pose proof (paid_bounds h Hh (knots f) x0).
  destruct H4 as (t & w & Ht & HL & HR & HF); [lra|].
  assert (A : 0 < (x1 - t) / (x1 - x0)) by (apply Rdiv_lt_0_compat; lra).
  assert (Bp : 0 <= (t - x0) / (x1 - x0)) by (apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra]).
  assert (W0 : w = 0).
  { destruct (Req_dec w 0) as [|Wn]; auto. exfalso.
    assert (h (L + R') <= h R'). { pose proof (charge_sum h Hh L R'). lra. }
    assert (h R' < h (L + R')); [|lra]. apply h_abs_strict. rewrite HL, HR.
    replace (w * ((x1 - t) / (x1 - x0)) + w * ((t - x0) / (x1 - x0))) with w by (field; lra).
    rewrite Rabs_mult. rewrite (Rabs_right ((t - x0) / (x1 - x0))) by lra. pose proof (Rabs_pos_lt w Wn).
    assert ((x1 - t) / (x1 - x0) + (t - x0) / (x1 - x0) = 1) by (field; lra). nra. }
  assert (R0 : R' = 0) by (rewrite HR, W0; ring). assert (L0 : L = 0) by (rewrite HL, W0; ring).
  assert (Pz : paid (knots f) x1 <= 0). { rewrite R0, (h_0 h Hh) in W. lra. }
  destruct (paid0 (knots f) x1 Pz) as [Bz Rz].
  destruct (tight_charging f pts s x1 y1 0 0 Ds 0 Hx' Hy1 Hp ltac:(lra) HD) as [[_ (m & (M & MC) & F)]|[N _]].
  - rewrite RR, R0, potential_0. pose proof (paid_bounds h Hh (knots f) x1). lra.
  - rewrite RR. left; auto.
  - lra.
  - exists m. split; [exact M|]. pose proof (paid_bounds h Hh (knots f) x1). split; [lra|]. intros z.
    unfold eval at 2. cbn [spline_of slope intercept knots]. cbv zeta. fold s.
    destruct (Rle_dec z x1).
    + unfold eval. rewrite (Rz z) by lra. destruct (knots_of_spec _ m (le_n _) pts s x1 y1 Hx' M) as [BL _].
      rewrite BL by lra.
      assert (SL : slope f = s) by lra. rewrite SL. unfold eval in Hy1. rewrite (Rz x1) in Hy1 by lra.
      rewrite SL in Hy1. lra.
    + rewrite (F z) by lra. ring.
  - exfalso. apply N. lra.
Qed.
End T.
