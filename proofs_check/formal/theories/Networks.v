(* The paper's problem (1)-(3): networks v (w x + b)_+ with a free skip connection cost what splines cost. *)
From Coq Require Import Reals Lra List.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA.
Import ListNotations.
Open Scope R_scope.

Record neuron := { v : R; w : R; b : R }.
Record network := { neurons : list neuron; skip : R; offset : R }.
Definition out (n : neuron) x := v n * Rmax 0 (w n * x + b n).
Definition net (f : network) x := fold_right (fun n s => out n x + s) 0 (neurons f) + skip f * x + offset f.
Definition net_cost (h : R -> R) (f : network) := fold_right (fun n s => h (v n * w n) + s) 0 (neurons f).

Lemma Rmax_scale k x : 0 <= k -> Rmax 0 (k * x) = k * Rmax 0 x.
Proof. intros. unfold Rmax. repeat destruct Rle_dec; nra. Qed.
Lemma relu_neg x : Rmax 0 (- x) = Rmax 0 x - x.
Proof. unfold Rmax. repeat destruct Rle_dec; lra. Qed.

Lemma neuron_spline h n : price h -> exists a c t s, h s = h (v n * w n) /\ forall x, out n x = a * x + c + s * Rmax 0 (x - t).
Proof.
  intros Hh. unfold out. destruct (Rtotal_order (w n) 0) as [H|[H|H]].
  - exists (v n * w n), (v n * b n), (- b n / w n), (- (v n * w n)). split; [apply (h_even h Hh)|]. intros x.
    replace (w n * x + b n) with (- w n * (- (x - - b n / w n))) by (field; lra).
    rewrite Rmax_scale, relu_neg by lra. field. lra.
  - exists 0, (v n * Rmax 0 (b n)), 0, 0. rewrite H. split; [f_equal; ring|]. intros x. rewrite Rmult_0_l, Rplus_0_l. ring.
  - exists 0, 0, (- b n / w n), (v n * w n). split; [reflexivity|]. intros x.
    replace (w n * x + b n) with (w n * (x - - b n / w n)) by (field; lra). rewrite Rmax_scale by lra. ring.
Qed.
Lemma network_spline h f : price h -> exists g, (forall x, net f x = eval g x) /\ cost h g = net_cost h f.
Proof.
  intros Hh. destruct f as [l a c]. unfold net, net_cost, cost. simpl.
  induction l as [|n l ([a' c' k] & E & C)].
  - exists {| slope := a; intercept := c; knots := [] |}. split; [intros; unfold eval; simpl; ring|reflexivity].
  - destruct (neuron_spline h n Hh) as (a1 & c1 & t & s & Hs & En). simpl in C.
    exists {| slope := a' + a1; intercept := c' + c1; knots := (t, s) :: k |}. simpl. split; [|rewrite C, Hs; reflexivity].
    intros x. rewrite !Rplus_assoc. rewrite <- (Rplus_assoc _ (a * x) c). rewrite E, En. unfold eval. simpl. ring.
Qed.
Lemma spline_network h g : exists f, (forall x, net f x = eval g x) /\ net_cost h f = cost h g.
Proof.
  destruct g as [a c k]. unfold eval, cost. simpl.
  exists {| neurons := map (fun a => {| v := snd a; w := 1; b := - fst a |}) k; skip := a; offset := c |}.
  unfold net, net_cost. simpl. induction k as [|[t s] k [IH IC]]; simpl; [split; [intros; ring|reflexivity]|]. split.
  - intros x. unfold out at 1. simpl. specialize (IH x). replace (1 * x + - t) with (x - t) by ring. lra.
  - rewrite IC, Rmult_1_r. reflexivity.
Qed.

Theorem networks p pts : 0 < p < 1 -> increasing pts ->
  let ds := gaps pts in let V := sum_of (map (power p) ds) - sum_of (recurrence (power p) 0 0 ds) in
  (forall f, Forall (fun q => net f (fst q) = snd q) pts -> V <= net_cost (power p) f) /\
  (exists f, Forall (fun q => net f (fst q) = snd q) pts /\ net_cost (power p) f = V).
Proof.
  intros Hp Hx ds V. destruct (theorem_A_p p pts Hp Hx) as (A & m & M & I & C). fold ds in A, C. fold V in A, C. split.
  - intros f Hf. destruct (network_spline (power p) f (power_price p Hp)) as (g & E & Cg). rewrite <- Cg. apply A.
    eapply Forall_impl; [|exact Hf]. intros q Hq. rewrite <- E. exact Hq.
  - destruct (spline_network (power p) (spline_of pts m)) as (f & E & Cf). exists f. split; [|congruence].
    eapply Forall_impl; [|exact I]. intros q Hq. rewrite E. exact Hq.
Qed.
