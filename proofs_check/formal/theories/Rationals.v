(* Points, slope gaps and signs over Q, where a computer can tell them, and the reals that they stand for. *)
From Coq Require Import Reals Lra Lia List QArith Qreals Bool ZArith.
From Sparsest Require Import Prices Splines.
Import ListNotations.
Open Scope R_scope.

Arguments Qred _ : simpl never.
Definition ltQ (a b : Q) : bool := (Qnum a * QDen b <? Qnum b * QDen a)%Z.
Definition posQ (a : Q) : bool := (0 <? Qnum a)%Z.
Definition zeroQ (a : Q) : bool := (Qnum a =? 0)%Z.
Definition sameQ (a b : Q) : bool := (0 <? Qnum a * Qnum b)%Z.

(* for tests of signs: 0 over Q is 0 *)
Lemma Q2R_0 : Q2R 0 = 0. Proof. unfold Q2R; simpl; lra. Qed.
(* fractions are put in lowest terms as they are computed, which changes no number *)
Lemma Q2R_red q : Q2R (Qred q) = Q2R q. Proof. apply Qeq_eqR, Qred_correct. Qed.
(* coefficients of power sums are integers *)
Lemma Q2R_Z n : Q2R (inject_Z n) = IZR n. Proof. unfold Q2R, inject_Z; simpl; field. Qed.
(* a test of equality over Q is one of the reals: what a checker computes is what the theorem says *)
Lemma Qeq_bool_R a b : Qeq_bool a b = true <-> Q2R a = Q2R b.
Proof. rewrite Qeq_bool_iff. split; [apply Qeq_eqR|apply eqR_Qeq]. Qed.
(* a test of order over Q is one of the reals: points, knots and places of bends *)
Lemma ltQ_spec a b : ltQ a b = true <-> Q2R a < Q2R b.
Proof. unfold ltQ. rewrite Z.ltb_lt. split; [apply Qlt_Rlt|apply Rlt_Qlt]. Qed.
(* denominators are positive, so the numerator has the sign *)
Lemma pos_spec a : 0 < Q2R a <-> (0 < Qnum a)%Z.
Proof. rewrite <- Q2R_0, <- ltQ_spec. unfold ltQ. rewrite Z.ltb_lt. simpl. lia. Qed.
(* the other sign; from both follow the tests for 0 and for one sign *)
Lemma neg_spec a : Q2R a < 0 <-> (Qnum a < 0)%Z.
Proof. rewrite <- Q2R_0, <- ltQ_spec. unfold ltQ. rewrite Z.ltb_lt. simpl. lia. Qed.
(* bases of powers have to be positive *)
Lemma posQ_spec a : posQ a = true <-> 0 < Q2R a.
Proof. unfold posQ. rewrite Z.ltb_lt. symmetry. apply pos_spec. Qed.
(* gaps 0 and knots that bend nothing are told exactly *)
Lemma zeroQ_spec a : zeroQ a = true <-> Q2R a = 0.
Proof.
  unfold zeroQ. rewrite Z.eqb_eq. pose proof (pos_spec a). pose proof (neg_spec a).
  split; intros X; [apply Rle_antisym; apply Rnot_lt_le; intros Y; apply H in Y || apply H0 in Y; lia|].
  destruct (Z.lt_total (Qnum a) 0) as [Y|[Y|Y]]; [apply H0 in Y|exact Y|apply H in Y]; lra.
Qed.
(* what is not 0 has a size with a logarithm and powers *)
Lemma zeroQ_false a : zeroQ a = false <-> Q2R a <> 0.
Proof. rewrite <- zeroQ_spec. destruct (zeroQ a); split; congruence. Qed.
(* neighbours that can be a pair are told exactly, by the sign of a product *)
Lemma sameQ_spec a b : sameQ a b = true <-> same_sign (Q2R a) (Q2R b).
Proof. unfold sameQ, same_sign. rewrite !pos_spec, !neg_spec, Z.ltb_lt, Z.lt_0_mul. tauto. Qed.
(* where they cannot, a run ends and the mark is Minus *)
Lemma sameQ_false a b : sameQ a b = false <-> ~ same_sign (Q2R a) (Q2R b).
Proof. rewrite <- sameQ_spec. destruct (sameQ a b); split; congruence. Qed.

Definition pt (q : Q * Q) : R * R := (Q2R (fst q), Q2R (snd q)).
Fixpoint sorted_from (x : Q) (l : list (Q * Q)) : bool :=
  match l with [] => true | (x', _) :: r => ltQ x x' && sorted_from x' r end.
Definition sorted (l : list (Q * Q)) : bool := match l with [] => true | (x, _) :: r => sorted_from x r end.
Definition chord (x y x' y' : Q) : Q := Qred ((y' - y) / (x' - x)).

(* the inner points x_2 ... x_(N-1), each with its slope gap *)
Fixpoint inner_from (s x y : Q) (pts : list (Q * Q)) : list (Q * Q) :=
  match pts with
  | [] => []
  | (x', y') :: r => let s' := chord x y x' y' in (x, Qred (s' - s)) :: inner_from s' x' y' r
  end.
Definition inner (pts : list (Q * Q)) : list (Q * Q) :=
  match pts with (x0, y0) :: (x1, y1) :: r => inner_from (chord x0 y0 x1 y1) x1 y1 r | _ => [] end.
Definition gapsQ (pts : list (Q * Q)) : list Q := map snd (inner pts).

(* the clauses on the order of points test what the theorems suppose, `increasing` *)
Lemma sorted_ok l : sorted l = true <-> increasing (map pt l).
Proof.
  assert (F : forall l x, sorted_from x l = true <-> increasing_from (Q2R x) (map pt l)).
  { clear l. induction l as [|[x' y'] l IH]; intros x; cbn [sorted_from map pt increasing_from fst snd]; [tauto|].
    rewrite andb_true_iff, ltQ_spec, IH. tauto. }
  destruct l as [|[x y] l]; [cbn; tauto|apply F].
Qed.
(* chord slopes over Q are those of the data *)
Lemma chord_ok x y x' y' : Q2R x < Q2R x' -> Q2R (chord x y x' y') = (Q2R y' - Q2R y) / (Q2R x' - Q2R x).
Proof.
  intros L. unfold chord. rewrite Q2R_red, Q2R_div, !Q2R_minus; [reflexivity|].
  intros E. apply Qeq_eqR in E. rewrite Q2R_minus, Q2R_0 in E. lra.
Qed.
(* the induction of gapsQ_ok, from a chord of slope s on *)
Lemma inner_from_ok pts : forall s x y, increasing_from (Q2R x) (map pt pts) ->
  map Q2R (map snd (inner_from s x y pts)) = gaps_from (Q2R s) (Q2R x) (Q2R y) (map pt pts).
Proof.
  induction pts as [|[x' y'] pts IH]; intros s x y H; cbn [inner_from map pt gaps_from fst snd increasing_from] in *;
  cbv zeta; [reflexivity|]. rewrite IH, Q2R_red, Q2R_minus, chord_ok by tauto. reflexivity.
Qed.
(* gaps computed over Q are the gaps that the theorems speak of *)
Theorem gapsQ_ok pts : increasing (map pt pts) -> map Q2R (gapsQ pts) = gaps (map pt pts).
Proof.
  destruct pts as [|[x0 y0] [|[x1 y1] r]]; intros H; [reflexivity..|]. destruct H as [L H]. cbn [map pt fst snd] in L.
  unfold gapsQ. cbn [inner map pt gaps fst snd]. cbv zeta. rewrite inner_from_ok, chord_ok by assumption. reflexivity.
Qed.
