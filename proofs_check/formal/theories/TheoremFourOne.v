(* Theorem 4.1: for all small p every solution of (8) solves (9), at every width K >= N; with the printed threshold
   (76). And inequality (78), the base of Algorithm 1. *)
From Coq Require Import Reals Lra Lia List Classical.
From Sparsest Require Import Prices Descent Several PropositionFourOne.
Import ListNotations.
Open Scope R_scope.

(* All v_k w_ki, the numbers that are priced. *)
Definition parameters (f : layer) : list R := flat_map (fun n => map (Rmult (fst n)) (snd n)) f.
Definition sum_prices (h : R -> R) (l : list R) : R := fold_right (fun x s => h x + s) 0 l.
(* the price is a sum over parameters, so bounds for each of them add up *)
Lemma path_parameters h f : path h f = sum_prices h (parameters f).
Proof.
  unfold sum_prices. induction f as [|n f IH]; [reflexivity|]. simpl. rewrite fold_right_app, <- IH.
  unfold neuron_path. induction (snd n) as [|a w IHw]; simpl; [ring|]. rewrite <- IHw. ring.
Qed.
(* how they add up, for both steps of A.2.3 *)
Lemma sum_prices_le (P : R -> Prop) h h' c l : (forall x, P x -> h x <= c * h' x) -> Forall P l ->
  sum_prices h l <= c * sum_prices h' l.
Proof. intros H. induction 1 as [|x l X _ IH]; simpl; [lra|]. specialize (H x X). lra. Qed.
(* prices at p = 0 are integers, so less than one more means no more *)
Lemma path_counted f : exists n, path counted f = INR n.
Proof.
  rewrite path_parameters. induction (parameters f) as [|x l (n & IH)]; [exists O; reflexivity|]. simpl. rewrite IH.
  unfold counted. destruct Req_EM_T; [exists n; ring|exists (S n); rewrite S_INR; ring].
Qed.
(* the r of A.2.3 exists, as parameters are finitely many *)
Lemma least_parameter l : exists r, 0 < r /\ Forall (fun x => x <> 0 -> r <= Rabs x) l.
Proof.
  induction l as [|x l (r & Hr & L)]; [exists 1; split; [lra|constructor]|].
  destruct (Req_dec x 0) as [->|N]; [exists r; split; [exact Hr|constructor; [contradiction|exact L]]|].
  exists (Rmin r (Rabs x)). pose proof (Rmin_l r (Rabs x)). split; [apply Rmin_pos; [exact Hr|apply Rabs_pos_lt, N]|].
  constructor; [intros _; apply Rmin_r|]. eapply Forall_impl; [|exact L]. intros y Y D. specialize (Y D). lra.
Qed.
(* so does its R *)
Lemma largest_parameter l : exists R, Forall (fun x => Rabs x <= R) l.
Proof.
  induction l as [|x l (R & L)]; [exists 0; constructor|]. exists (Rmax R (Rabs x)). constructor; [apply Rmax_r|].
  eapply Forall_impl; [|exact L]. intros y Y. cbv beta in Y. pose proof (Rmax_l R (Rabs x)). lra.
Qed.
(* each parameter that is not 0 costs r^p or more: ||z||_0 <= r^-p ||z||_p^p *)
Lemma power_at_least p r x : 0 < p -> 0 < r -> (x <> 0 -> r <= Rabs x) -> counted x <= / Rpower r p * power p x.
Proof.
  intros Hp Hr H. unfold counted, power. destruct Req_EM_T as [_|N]; [lra|]. assert (0 < Rpower r p) by apply exp_pos.
  apply Rmult_le_reg_l with (Rpower r p); [assumption|]. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_r, Rmult_1_l by lra.
  apply Rpower_mono; [exact Hp|]. split; [exact Hr|apply H, N].
Qed.
(* each costs R^p at most: ||z||_p^p <= R^p ||z||_0 *)
Lemma power_at_most p R x : 0 < p -> Rabs x <= R -> power p x <= Rpower R p * counted x.
Proof.
  intros Hp H. unfold counted, power. destruct Req_EM_T as [_|N]; [lra|]. rewrite Rmult_1_r.
  apply Rpower_mono; [exact Hp|]. split; [apply Rabs_pos_lt; exact N|exact H].
Qed.
(* (76): below which p the bound of A.2.3 leaves no room for one more parameter. *)
Theorem inequality_76 K0 r R p : 0 < K0 -> 0 < r < R ->
  p < ln (1 + / K0) / ln (R / r) <-> Rpower (R / r) p * K0 < K0 + 1.
Proof.
  intros HK Hr.
  assert (1 < R / r) by (apply Rmult_lt_reg_r with r; [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l; lra).
  assert (L : 0 < ln (R / r)) by (rewrite <- ln_1; apply ln_increasing; lra).
  assert (0 < / K0) by (apply Rinv_0_lt_compat; exact HK). assert (E : K0 + 1 = (1 + / K0) * K0) by (field; lra).
  rewrite E. assert (X : exp (ln (1 + / K0)) = 1 + / K0) by (apply exp_ln; lra). split; intros H1.
  - apply Rmult_lt_compat_r; [exact HK|]. rewrite <- X. apply exp_increasing.
    apply Rmult_lt_compat_r with (r := ln (R / r)) in H1; [|exact L]. unfold Rdiv at 2 in H1.
    rewrite Rmult_assoc, Rinv_l in H1; lra.
  - apply Rmult_lt_reg_r in H1; [|exact HK]. rewrite <- X in H1. apply exp_lt_inv in H1.
    apply Rmult_lt_reg_r with (ln (R / r)); [exact L|]. unfold Rdiv at 2. rewrite Rmult_assoc, Rinv_l; lra.
Qed.
(* A.2.3: ||z_p||_0 <= (R/r)^p ||z_0||_0, if what is not 0 in z_p is at least r and nothing in z_0 exceeds R; so the
   first has as few parameters as the second as soon as that is less than ||z_0||_0 + 1. *)
Theorem threshold d K pts p r R f f0 : 0 < p < 1 -> solves (power p) d K pts f -> solves counted d K pts f0 ->
  0 < r -> Forall (fun x => x <> 0 -> r <= Rabs x) (parameters f) -> 0 < R ->
  Forall (fun x => Rabs x <= R) (parameters f0) -> Rpower (R / r) p * path counted f0 < path counted f0 + 1 ->
  solves counted d K pts f.
Proof.
  intros Hp F F0 Hr A HR B T. assert (P : 0 < Rpower r p) by apply exp_pos.
  assert (C : path counted f <= Rpower (R / r) p * path counted f0).
  { pose proof (sum_prices_le _ _ _ _ _ (fun x => power_at_least p r x (proj1 Hp) Hr) A) as X.
    pose proof (sum_prices_le _ _ _ _ _ (fun x => power_at_most p R x (proj1 Hp)) B) as Y.
    rewrite <- !path_parameters in X, Y. pose proof (proj2 F f0 (proj1 F0)). rewrite (Rpower_scale R r p HR Hr) in Y.
    eapply Rle_trans; [exact X|]. apply Rmult_le_reg_l with (Rpower r p); [exact P|].
    rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra. lra. }
  split; [apply F|]. intros g G. apply Rle_trans with (path counted f0); [|apply F0, G].
  destruct (path_counted f) as (n & En), (path_counted f0) as (k & Ek). rewrite En, Ek in *. apply le_INR.
  assert (L : INR n < INR (S k)) by (rewrite S_INR; lra). apply INR_lt in L. lia.
Qed.
(* One width: r from the finitely many candidates, R from one solution of (9). *)
Lemma small_p_width d K pts : exists ps, 0 < ps <= 1 /\ forall p f, 0 < p < ps ->
  solves (power p) d K pts f -> solves counted d K pts f.
Proof.
  destruct (classic (exists f, feasible d K pts f)) as [(g & G)|N].
  2: { exists 1. split; [lra|]. intros p f _ F. contradiction N. exists f. apply F. }
  destruct (solution_exists counted d K pts g counted_concave G) as (f0 & F0).
  destruct (candidates d K pts) as (Z & _ & _ & V). destruct (least_parameter (flat_map parameters Z)) as (r & Hr & A).
  destruct (largest_parameter (parameters f0)) as (R1 & B). set (R := Rmax R1 (2 * r)). pose proof (Rmax_l R1 (2 * r)).
  pose proof (Rmax_r R1 (2 * r)). fold R in H, H0.
  enough (X : exists ps, 0 < ps <= 1 /\ forall p, 0 < p < ps ->
    Rpower (R / r) p * path counted f0 < path counted f0 + 1).
  { destruct X as (ps & Hps & X). exists ps. split; [exact Hps|]. intros p f Hp F. assert (P : 0 < p < 1) by lra.
    pose proof (V _ _ (power_strict p P) F) as I.
    destruct (scaled_layer _ _ _ _ _ (power_price p P) (proj1 F)) as (S & _ & Ep).
    destruct (scaled_layer _ _ _ _ _ counted_price (proj1 F)) as (_ & _ & E0).
    assert (Y : solves counted d K pts (map scaled f)).
    { apply (threshold d K pts p r R _ f0); auto; [split; [exact S|intros b; rewrite Ep; apply F]| |lra|].
      - apply Forall_forall. intros x J. apply (proj1 (Forall_forall _ _) A). apply in_flat_map. eauto.
      - eapply Forall_impl; [|exact B]. intros x. cbv beta. lra. }
    split; [apply F|]. intros b. rewrite <- E0. apply Y. }
  destruct (path_counted f0) as ([|n] & ->); [exists 1; split; [lra|]; intros; simpl; lra|].
  assert (K1 : 0 < INR (S n)) by (apply lt_0_INR; lia). set (t := ln (1 + / INR (S n)) / ln (R / r)).
  exists (Rmin t 1). split; [split; [apply Rmin_pos; [|lra]|apply Rmin_r]|].
  - assert (0 < / INR (S n)) by (apply Rinv_0_lt_compat; exact K1). unfold t.
    apply Rdiv_lt_0_compat; rewrite <- ln_1; apply ln_increasing; try lra. apply Rmult_lt_reg_r with r; [lra|].
    unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
  - intros p Hp. pose proof (Rmin_l t 1). apply inequality_76; try lra. fold t. lra.
Qed.
(* the threshold for width N is one for all widths, since any_width carries solutions from one to another *)
Theorem theorem_4_1 d pts : exists ps, 0 < ps <= 1 /\ forall K p f, (length pts <= K)%nat -> 0 < p < ps ->
  solves (power p) d K pts f -> solves counted d K pts f.
Proof.
  destruct (small_p_width d (length pts) pts) as (ps & H & S). exists ps. split; [exact H|]. intros K p f L Hp F.
  destruct (any_width d K (length pts) pts (power p) f) as (g & G & E); auto; [left; exists p; split;
    [lra|reflexivity]|]. apply S in G; [|exact Hp]. split; [apply F|]. intros b B.
  rewrite <- (proj2 (same_trim _ _ E) counted counted_price). apply (best_of_all d (length pts) K pts); auto. right.
  reflexivity.
Qed.

(* (78): the concave price below its tangent, the base of Algorithm 1. *)
Theorem inequality_78 p x y : 0 < p <= 1 -> y <> 0 ->
  let bound := p * Rpower (Rabs y) (p - 1) * Rabs x + (1 - p) * power p y in
  power p x <= bound /\ (power p x = bound <-> p = 1 \/ Rabs x = Rabs y).
Proof.
  intros Hp Hy bound. assert (Y : 0 < Rabs y) by (apply Rabs_pos_lt; exact Hy). pose proof (Rabs_pos x).
  assert (Py : power p y = Rpower (Rabs y) p) by (unfold power; destruct Req_EM_T; [contradiction|reflexivity]).
  assert (E : Rpower (Rabs y) (p - 1) = Rpower (Rabs y) p / Rabs y).
  { unfold Rminus. rewrite Rpower_plus, Rpower_Ropp, Rpower_1 by exact Y. reflexivity. }
  assert (B : bound = Rpower (Rabs y) p + p * (Rpower (Rabs y) p / Rabs y) * (Rabs x - Rabs y)).
  { unfold bound. rewrite Py, E. field. lra. }
  assert (0 < Rpower (Rabs y) p) by apply exp_pos. destruct (Req_dec p 1) as [->|N].
  { assert (X : power 1 x = Rabs x) by (unfold power; destruct Req_EM_T as [->|]; [rewrite Rabs_R0;
      reflexivity|apply Rpower_1, Rabs_pos_lt; assumption]).
    assert (power 1 x = bound) by (rewrite X, B, Rpower_1 by exact Y; field; lra). lra. }
  destruct (Req_dec (Rabs x) (Rabs y)) as [X|X].
  { assert (x <> 0) by (intros ->; rewrite Rabs_R0 in X; lra). rewrite B, X. unfold power.
    destruct Req_EM_T; [contradiction|]. rewrite X. lra. }
  enough (power p x < bound) by (split; [lra|split; [lra|intros [?|?]; contradiction]]). rewrite B. unfold power.
  destruct Req_EM_T as [->|Nx]; [rewrite Rabs_R0|apply tangent; try lra; apply Rabs_pos_lt; exact Nx].
  replace (Rpower (Rabs y) p + p * (Rpower (Rabs y) p / Rabs y) * (0 - Rabs y)) with ((1 - p) * Rpower (Rabs y) p) by
    (field; lra). nra.
Qed.
