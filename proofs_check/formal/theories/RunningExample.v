(* The running example of docs/path_certificate_v1.md, gaps 1/100, 1, 1, 1/100, with a bracket of two digits: the
   clauses hold, and the critical exponent lies between 0.18 and 0.19. *)
From Coq Require Import Reals Lra Lia List.
From Sparsest Require Import Prices Splines Minimisers Unique PowerSums RunByRun TheoremB Critical PathSigns.
Import ListNotations.
Open Scope R_scope.

(* a < x^p or x^p < a for p = n/m by integer powers *)
Lemma by_powers n m p a x : p * INR m = INR n -> (0 < m)%nat -> 0 < a -> 0 < x ->
  (a ^ m < x ^ n -> a < power p x) /\ (x ^ n < a ^ m -> power p x < a).
Proof.
  intros Hp Hm Ha Hx. apply lt_0_INR in Hm. rewrite power_pos by exact Hx. unfold Rpower.
  assert (P : forall y k, 0 < y -> 0 < y ^ k) by (intros; apply pow_lt; assumption).
  rewrite <- (exp_ln a) at 2 4 by exact Ha.
  split; intros H; apply exp_increasing, Rmult_lt_reg_l with (INR m); try exact Hm;
    apply ln_increasing in H; auto; rewrite !ln_pow, <- Hp in H by assumption; lra.
Qed.

(* The sum of the edge that turns is - Q; Q is negative before. *)
Definition Q : es := [(-2, ln (1/100)); (2, ln (101/100)); (-1, ln 2)].
(* the sum in powers, which by_powers encloses at the ends of the bracket *)
Lemma Q_is p : ev Q p = 2 * power p (101/100) - 2 * power p (1/100) - power p 2.
Proof. rewrite !power_pos by lra. unfold Rpower. simpl. ring. Qed.
(* the left end, from bounds of four digits on three powers *)
Lemma Q_low : ev Q (18/100) < 0.
Proof.
  rewrite Q_is.
  pose proof (proj1 (by_powers 9 50 (18/100) (4365/10000) (1/100) ltac:(simpl; lra) ltac:(lia) ltac:(lra) ltac:(lra))
    ltac:(simpl; lra)).
  pose proof (proj2 (by_powers 9 50 (18/100) (1002/1000) (101/100) ltac:(simpl; lra) ltac:(lia) ltac:(lra) ltac:(lra))
    ltac:(simpl; lra)).
  pose proof (proj1 (by_powers 9 50 (18/100) (1132/1000) 2 ltac:(simpl; lra) ltac:(lia) ltac:(lra) ltac:(lra))
    ltac:(simpl; lra)).
  lra.
Qed.
(* the right end: with Q_low the change of sign that [P07] asks for *)
Lemma Q_high : 0 < ev Q (19/100).
Proof.
  rewrite Q_is.
  pose proof (proj2 (by_powers 19 100 (19/100) (418/1000) (1/100) ltac:(simpl; lra) ltac:(lia) ltac:(lra) ltac:(lra))
    ltac:(simpl; lra)).
  pose proof (proj1 (by_powers 19 100 (19/100) 1 (101/100) ltac:(simpl; lra) ltac:(lia) ltac:(lra) ltac:(lra))
    ltac:(simpl; lra)).
  pose proof (proj2 (by_powers 19 100 (19/100) (1142/1000) 2 ltac:(simpl; lra) ltac:(lia) ltac:(lra) ltac:(lra))
    ltac:(simpl; lra)).
  lra.
Qed.
(* the derivative that [P07] wants not to be 0: 2 ln 101 101^p outweighs ln 200 200^p as long as p is small *)
Lemma Q_rises p : p <= 1/2 -> 0 < ev (der (shift (ln (1/100)) Q)) p.
Proof.
  intros Hp. cbn [Q shift der map fst snd ev].
  assert (L : forall x, 0 < x -> ln x - ln (1/100) = ln (100 * x)).
  { intros x Hx. replace x with (1/100 * (100 * x)) at 1 by field. rewrite ln_mult by lra. ring. }
  rewrite !L by lra. replace (100 * (1/100)) with 1 by field. rewrite ln_1.
  replace (100 * (101/100)) with 101 by field. replace (100 * 2) with 200 by ring.
  (* 200^3 < 101^4 and (200/101)^p <= 3/2 *)
  assert (A : INR 3 * ln 200 < INR 4 * ln 101) by (rewrite <- !ln_pow by lra; apply ln_increasing; lra).
  assert (B : ln (200/101) < INR 2 * ln (3/2)) by (rewrite <- ln_pow by lra; apply ln_increasing; lra).
  assert (P : forall x, 1 < x -> 0 < ln x) by (intros; rewrite <- ln_1; apply ln_increasing; lra).
  pose proof (P 200 ltac:(lra)). pose proof (P (200/101) ltac:(lra)). simpl in A, B.
  assert (C : exp (p * ln 200) <= 3/2 * exp (p * ln 101)).
  { replace 200 with (101 * (200/101)) by field.
    rewrite ln_mult, Rmult_plus_distr_l, exp_plus, (Rmult_comm (3/2)) by lra.
    apply Rmult_le_compat_l; [left; apply exp_pos|]. rewrite <- (exp_ln (3/2)) by lra. left. apply exp_increasing.
    nra. }
  pose proof (exp_pos (p * ln 101)). pose proof (exp_pos (p * ln 200)). nra.
Qed.
(* the quotient rises up to 18/100, where it is negative: [P06] left of the bracket *)
Lemma Q_before p : p <= 18/100 -> ev Q p < 0.
Proof.
  intros Hp. destruct (Req_dec p (18/100)) as [->|]; [exact Q_low|].
  destruct (MVT_cor2 (ev (shift (ln (1/100)) Q)) (ev (der (shift (ln (1/100)) Q))) p (18/100) ltac:(lra)) as (v & E &
    V);
    [intros; apply ev_der|].
  pose proof (Q_rises v ltac:(lra)) as R. rewrite !ev_shift in E. pose proof (exp_pos (- (18/100 * ln (1/100)))).
  pose proof (exp_pos (- (p * ln (1/100)))). pose proof Q_low. nra.
Qed.
(* three terms, so at most two zeros: the one in the bracket, and 1 *)
Lemma Q_after p : 19/100 <= p < 1 -> 0 < ev Q p.
Proof.
  assert (C : forall l, continuity (ev l)) by (intros l x; apply derivable_continuous_pt; eexists; apply ev_der).
  destruct (IVT _ (18/100) (19/100) (C Q) ltac:(lra) Q_low Q_high) as (z & Hz & Z). pose proof Q_high as H.
  assert (One : ev Q 1 = 0) by (rewrite Q_is, !power_pos, !Rpower_1 by lra; lra).
  assert (N : forall v, 19/100 <= v < 1 -> ev Q v <> 0).
  { intros v Hv V. destruct (few_zeros Q) as [A|(L & Ln & A)]; [rewrite A in H; lra|].
    assert (I : incl [z; v; 1] L) by (intros x [<-|[<-|[<-|[]]]]; apply A; assumption).
    assert (z <> 19/100) by (intros ->; lra).
    apply NoDup_incl_length in I; [simpl in I, Ln; lia|]. repeat constructor; simpl; intuition lra. }
  intros Hp. destruct (Rtotal_order (ev Q p) 0) as [T|[T|T]]; [exfalso|destruct (N p Hp T)|exact T].
  assert (19/100 < p) by (destruct (Req_dec p (19/100)) as [->|]; lra).
  destruct (IVT _ (19/100) p (C (negs Q)) ltac:(assumption)) as (v & Hv & V); [rewrite ev_negs; lra..|].
  rewrite ev_negs in V. apply (N v); lra.
Qed.

Definition q1 := pair_sum (1/100) 1 ++ negs [].
Definition q2 := pair_sum 1 1 ++ negs q1.
Definition q3 := pair_sum 1 (1/100) ++ negs q2.
(* [P06] and [P08] for the first two marks: these pairs are worth their weight at every p *)
Lemma edges p : 0 < p < 1 -> 0 < ev q1 p /\ 0 < ev q2 p.
Proof.
  intros Hp. pose proof (power_strict p Hp) as S. unfold q2, q1. rewrite !ev_app, !ev_negs, !ev_app, !ev_negs.
  rewrite !pair_sum_is by (unfold same_sign; lra). cbn [ev].
  pose proof (hs_strict _ S (1/100) 1 ltac:(lra) ltac:(lra)).
  pose proof (s_inc _ S (1/100) (1/100 + 1) (1 - 1/100) ltac:(lra) ltac:(lra)) as I.
  replace (1/100 + 1 + (1 - 1/100)) with (1 + 1) in I by ring. replace (1/100 + (1 - 1/100)) with 1 in I by ring. lra.
Qed.
(* the last pair's sum is - Q, so its sign turns in the bracket: [P08] *)
Lemma edge_that_turns p : ev q3 p = -1 * exp (p * 0) * ev Q p.
Proof.
  unfold q3, q2, q1. rewrite !ev_app, !ev_negs, !ev_app, !ev_negs, !ev_app, !ev_negs.
  rewrite !pair_sum_is, Q_is by (unfold same_sign; lra). rewrite Rmult_0_r, exp_0, (Rplus_comm 1 (1/100)). simpl.
  replace (1/100 + 1) with (101/100) by field. replace (1 + 1) with 2 by ring. ring.
Qed.

Definition only_step : step := {| lo := 18/100; hi := 19/100; turn := Q; base := ln (1/100);
  tied := [Plus; Plus; Tie]; next := [Plus; Plus; Minus] |}.
(* all clauses of a path with one bracket: the last pair's mark is Plus, then Tie, then Minus *)
Lemma clauses_hold : clauses (1/100) [1; 1; 1/100] 0 [Plus; Plus; Plus] [only_step].
Proof.
  assert (V : forall p, ev q3 p = - ev Q p) by (intros; rewrite edge_that_turns, Rmult_0_r, exp_0; ring).
  assert (E : forall s, edge_sums (1/100) [] [1; 1; 1/100] [Plus; Plus; s] = [(Plus, q1); (Plus, q2); (s, q3)])
    by reflexivity.
  assert (H : forall p s, 0 < p < 1 -> has_mark s (- ev Q p) ->
    Forall (holds_at p) (edge_sums (1/100) [] [1; 1; 1/100] [Plus; Plus; s])).
  { intros p s Hp M. destruct (edges p Hp). rewrite E. rewrite <- V in M. repeat constructor; assumption. }
  assert (K : forall q, q = q1 \/ q = q2 -> keeps (18/100) (19/100) (Plus, q)).
  { intros q [-> | ->] p Hp; apply (edges p); lra. }
  assert (T : forall s, turns Q (18/100) (19/100) s (opposite s, q3)).
  { intros s. left. exists (-1), 0. split; [lra|]. split; [exact edge_that_turns|]. simpl.
    destruct Rlt_dec; [lra|reflexivity]. }
  split; [reflexivity|]. cbv zeta. cbn [lo hi turn base tied next only_step].
  split; [lra|]. split; [lra|]. split; [|split; [|split; [|split]]].
  - intros p Hp. apply H; [lra|]. pose proof (Q_before p ltac:(lra)). cbn [has_mark]. lra.
  - left. split; [lra|]. split; [split; [exact Q_low|exact Q_high]|]. intros p Hp. pose proof (Q_rises p ltac:(lra)).
    lra.
  - rewrite E. repeat (constructor; [left; split; [apply K; auto|reflexivity]|]).
    constructor; [right; split; [apply (T Minus)|reflexivity]|constructor].
  - rewrite E. repeat (constructor; [left; apply K; auto|]). constructor; [right; apply (T Plus)|constructor].
  - split; [reflexivity|]. cbv zeta. intros p Hp. apply H; [lra|]. pose proof (Q_after p ltac:(lra)). cbn [has_mark].
    lra.
Qed.
(* the theorems about paths, applied to data: they give the enclosure that the document states *)
Example running_example c : critical_exponent four_gaps c -> 18/100 <= c <= 19/100.
Proof.
  destruct four_gaps_fail as (Hx & G & _).
  assert (M : first_more 4 (map zero_of [only_step]) (Some (zero_of only_step))).
  { apply here. intros [_ F]. assert (3 <= 2)%nat; [apply (F [false; true; false]); repeat split; discriminate|lia]. }
  pose proof (clauses_prove_run (1/100) [1; 1; 1/100] _ _ _ ltac:(simpl; unfold same_sign; lra) clauses_hold M) as T.
  match type of T with true_run ?r => apply (critical_exponent_enclosed four_gaps [r] (18/100) (19/100) Hx G) end.
  - split; [|exact I]. intros l' a b r' _ E. discriminate.
  - constructor; [exact T|constructor].
  - lra.
  - split; [eexists; eexists; split; [left; reflexivity|]; split; [reflexivity|simpl; lra]|].
    intros r a [<-|[]] E. inversion E. simpl. lra.
Qed.
