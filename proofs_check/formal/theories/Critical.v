(* The critical exponent p*: up to it every minimiser has the fewest knots. It exists, is positive, and is where the
   clauses [P06]-[P08], [P15] of docs/path_certificate_v1.md say. *)
From Coq Require Import Reals Lra Lia List.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique Distinct.
From Sparsest Require Import PowerSums Sizes Limits RunByRun TheoremB TheoremThreeTwo.
Import ListNotations.
Open Scope R_scope.

Definition critical_exponent (pts : points) (c : R) : Prop :=
  is_lub (fun q => q <= 1 /\ forall p, 0 < p < q -> all_fewest (power p) pts) c.

(* a least upper bound exists by completeness, and is positive by the first sentence of Theorem 3.2 *)
Theorem critical_exponent_exists pts : increasing pts -> exists c, critical_exponent pts c /\ 0 < c <= 1.
Proof.
  intros Hx. destruct (unique_and_sparsest_for_small_p pts Hx) as (p0 & f0 & H0 & H).
  assert (E : p0 <= 1 /\ forall p, 0 < p < p0 -> all_fewest (power p) pts).
  { split; [lra|]. intros p Hp f F. apply (proj2 (H p Hp) f F). }
  destruct (completeness (fun q => q <= 1 /\ forall p, 0 < p < q -> all_fewest (power p) pts)) as [c [U L]].
  - exists 1. intros q [Q _]. exact Q.
  - exists p0. exact E.
  - exists c. split; [split; assumption|]. specialize (U p0 E). split; [lra|]. apply L. intros q [Q _]. exact Q.
Qed.
(* what makes p* a threshold: below the least upper bound some q above p has the property *)
Lemma critical_below pts c p : critical_exponent pts c -> 0 < p < c -> all_fewest (power p) pts.
Proof.
  intros [U L] Hp. destruct (Classical_Prop.classic (all_fewest (power p) pts)) as [|N]; [assumption|exfalso].
  assert (c <= p); [|lra]. apply L. intros q [_ Q]. apply Rnot_lt_le. intros H. apply N, Q. lra.
Qed.
(* Theorem B in terms of p*: runs of at most three gaps have p* = 1 *)
Theorem critical_exponent_of_short_runs pts : increasing pts -> no_run_of_four (gaps pts) -> critical_exponent pts 1.
Proof.
  intros Hx N. split; [intros q [Q _]; exact Q|]. intros b U. apply U. split; [lra|]. intros p Hp f.
  apply (theorem_B _ (power_strict p Hp)); assumption.
Qed.

(* What [P06]-[P08] of a path certificate prove of a run: the marks s from u on, and then, for each bracket, a zero in
   it where the marks are `at_zero` and right of which they are `after`. *)
Record zero := { low : R; high : R; at_zero : list mark; after : list mark }.
Fixpoint true_path (ds : list R) (u : R) (s : list mark) (zs : list zero) : Prop :=
  match zs with
  | [] => forall p, u < p < 1 -> signs_true (power p) 0 0 ds s
  | a :: zs' => exists z, u < z < 1 /\ low a <= z <= high a /\ (forall p, u < p < z -> signs_true (power p) 0 0 ds s) /\
      signs_true (power z) 0 0 ds (at_zero a) /\ true_path ds z (after a) zs'
  end.
(* What [P15] looks for: the first bracket at or right after which some matching has more knots than the fewest. *)
Definition fewest_marks (n : nat) (s : list mark) : Prop := forall m, covers s m -> (length m <= half_up n)%nat.
Inductive first_more (n : nat) : list zero -> option zero -> Prop :=
| nowhere : first_more n [] None
| here a zs : ~ (fewest_marks n (at_zero a) /\ fewest_marks n (after a)) -> first_more n (a :: zs) (Some a)
| later a zs b : fewest_marks n (at_zero a) -> fewest_marks n (after a) -> first_more n zs b ->
  first_more n (a :: zs) b.

(* the first marks hold for a while: gives the p at which they are compared with the minimisers *)
Lemma true_start ds u s zs : u < 1 -> true_path ds u s zs ->
  exists v, u < v <= 1 /\ forall p, u < p < v -> signs_true (power p) 0 0 ds s.
Proof.
  destruct zs as [|a zs]; simpl; intros Hu P; [exists 1; split; [lra|exact P]|].
  destruct P as (v & Hv & _ & P & _). exists v. split; [lra|exact P].
Qed.
Section Run.
Variables (e : R) (r : list R).
Hypothesis O : one_sign e r.
Let ds := e :: r.
(* the claim about all best matchings of a run at p is one about the marks, which [P15] can read *)
Lemma fewest_by_marks s p : signs_true (power p) 0 0 ds s -> (fewest_for (power p) ds <-> fewest_marks (length ds) s).
Proof.
  intros S. split; intros F m M.
  - pose proof (proj1 (covers_greatest _ _ _ _ S) M) as G. apply (fewest_of_run e r m O (proj1 G)), F, G.
  - apply (fewest_of_run e r m O (proj1 M)), F, (covers_greatest _ _ _ _ S), M.
Qed.
(* walking the brackets: up to the first bad one all have the fewest knots, at it or just after it not all *)
Lemma first_failure zs b : first_more (length ds) zs b -> forall u s, 0 <= u < 1 -> fewest_marks (length ds) s ->
  true_path ds u s zs ->
  match b with
  | None => forall p, u < p < 1 -> fewest_for (power p) ds
  | Some a => exists z, low a <= z <= high a /\ (forall p, u < p < z -> fewest_for (power p) ds) /\
      forall q, z < q -> exists p, z <= p < q /\ 0 < p < 1 /\ ~ fewest_for (power p) ds
  end.
Proof.
  induction 1 as [|a zs N|a zs b T A _ IH]; intros u s Hu F P.
  - intros p Hp. apply (fewest_by_marks _ _ (P p Hp)), F.
  - destruct P as (z & Hz & B & L & S & P). exists z. split; [exact B|].
    split; [intros p Hp; apply (fewest_by_marks _ _ (L p Hp)), F|]. intros q Hq.
    destruct (Classical_Prop.classic (fewest_marks (length ds) (at_zero a))) as [T|T].
    + (* right after z *)
      destruct (true_start _ _ _ _ (proj2 Hz) P) as (v & Hv & R).
      set (p := (z + Rmin q v) / 2). pose proof (Rmin_l q v). pose proof (Rmin_r q v).
      assert (z < Rmin q v) by (apply Rmin_glb_lt; lra). exists p. unfold p.
      split; [lra|]. split; [lra|]. intros X. apply N. split; [exact T|].
      apply (fewest_by_marks _ p); [apply R; unfold p; lra|exact X].
    + exists z. split; [lra|]. split; [lra|]. intros X. apply T, (fewest_by_marks _ _ S), X.
  - destruct P as (z & Hz & B & L & S & P). specialize (IH z (after a) ltac:(lra) A P).
    assert (E : forall p, u < p <= z -> fewest_for (power p) ds).
    { intros p Hp. destruct (Req_dec p z) as [->|]; [apply (fewest_by_marks _ _ S), T|].
      apply (fewest_by_marks _ _ (L p ltac:(lra))), F. }
    destruct b as [a'|].
    + destruct IH as (z' & B' & L' & N'). exists z'. split; [exact B'|]. split; [|exact N'].
      intros p Hp. destruct (Rle_dec p z); [apply E; lra|apply L'; lra].
    + intros p Hp. destruct (Rle_dec p z); [apply E; lra|apply IH; lra].
Qed.
End Run.

(* The claim [P15]: it encloses one of these brackets, and none of another run begins before it. *)
Record run_path := { run : list R; first_marks : list mark; zeros : list zero; more : option zero }.
Definition true_run (r : run_path) : Prop := is_run (run r) /\
  true_path (run r) 0 (first_marks r) (zeros r) /\ first_more (length (run r)) (zeros r) (more r).
(* a lone gap joins nothing at any p; a gap 0, which is in no run of the file, enters the claim by this *)
Lemma single_gap d : true_run {| run := [d]; first_marks := [Minus]; zeros := []; more := None |}.
Proof.
  split; [exact I|]. split; [|apply nowhere]. intros p _. split; [|exact I]. intros S. destruct (same_sign_0 _ S).
Qed.
Definition claims (lo hi : R) (rs : list run_path) : Prop :=
  (exists r a, In r rs /\ more r = Some a /\ high a <= hi) /\
  forall r a, In r rs -> more r = Some a -> lo <= low a.

(* first_failure from p = 0 on: for small p the first marks have the fewest knots, so they need no check *)
Lemma runs_fail pts rs r : increasing pts -> gaps pts = concat (map run rs) -> separated (map run rs) ->
  In r rs -> true_run r ->
  match more r with
  | None => forall p, 0 < p < 1 -> fewest_for (power p) (run r)
  | Some a => exists z, low a <= z <= high a /\ (forall p, 0 < p < z -> fewest_for (power p) (run r)) /\
      forall q, z < q -> exists p, z <= p < q /\ 0 < p < 1 /\ ~ fewest_for (power p) (run r)
  end.
Proof.
  intros Hx G S I (O & P & F). pose proof (in_map run _ _ I) as IR. destruct (run r) as [|e ds]; [destruct O|].
  apply (first_failure e ds O _ _ F 0 (first_marks r)); [lra| |exact P].
  (* the first marks have the fewest knots, as all minimisers for small p do *)
  destruct (critical_exponent_exists pts Hx) as (c & C & Hc). destruct (true_start _ _ _ _ Rlt_0_1 P) as (v & Hv & V).
  pose proof (Rmin_l c v). pose proof (Rmin_r c v). assert (0 < Rmin c v) by (apply Rmin_pos; lra).
  set (p := Rmin c v / 2). assert (Hp : 0 < p < Rmin c v) by (unfold p; lra).
  apply (fewest_by_marks e ds O _ p (V p ltac:(lra))). pose proof (critical_below _ _ p C ltac:(lra)) as A.
  apply (all_fewest_matchings _ pts (power_strict p ltac:(lra)) Hx) in A. rewrite G in A.
  apply (fewest_runs _ _ S) in A.
  rewrite Forall_forall in A. apply A, IR.
Qed.
(* [P15]: the first failure of any run is p*, so a bracket that no other precedes encloses it *)
Theorem critical_exponent_enclosed pts rs lo hi : increasing pts -> gaps pts = concat (map run rs) ->
  separated (map run rs) -> Forall true_run rs -> lo <= 1 -> claims lo hi rs ->
  forall c, critical_exponent pts c -> lo <= c <= hi.
Proof.
  intros Hx G S T Hlo [(r & a & I & M & Hhi) L] c [U Least]. rewrite Forall_forall in T. split.
  - apply U. split; [exact Hlo|]. intros p Hp. destruct (Rle_dec 1 p) as [|Hp1]; [lra|].
    apply (all_fewest_matchings _ pts (power_strict p ltac:(lra)) Hx). rewrite G.
    apply (fewest_runs _ _ S), Forall_map, Forall_forall.
    intros r' I'. pose proof (runs_fail pts rs r' Hx G S I' (T r' I')) as F.
    destruct (more r') as [a'|] eqn:E; [|apply F; lra]. specialize (L r' a' I' E).
    destruct F as (z & B & F & _). apply F. lra.
  - apply Least. intros q [Q A]. apply Rnot_lt_le. intros H.
    pose proof (runs_fail pts rs r Hx G S I (T r I)) as F. rewrite M in F. destruct F as (z & B & _ & F).
    destruct (F q ltac:(lra)) as (p & Hp & Hp1 & N). specialize (A p ltac:(lra)). apply N.
    apply (all_fewest_matchings _ pts (power_strict p Hp1) Hx) in A. rewrite G in A. apply (fewest_runs _ _ S) in A.
    rewrite Forall_forall in A. apply A, in_map, I.
Qed.
(* [P15] with the claim 1: no run ever fails *)
Theorem critical_exponent_one pts rs : increasing pts -> gaps pts = concat (map run rs) ->
  separated (map run rs) -> Forall true_run rs -> (forall r, In r rs -> more r = None) -> critical_exponent pts 1.
Proof.
  intros Hx G S T N. rewrite Forall_forall in T. split; [intros q [Q _]; exact Q|]. intros b U. apply U.
  split; [lra|]. intros p Hp. apply (all_fewest_matchings _ pts (power_strict p Hp) Hx). rewrite G.
  apply (fewest_runs _ _ S), Forall_map, Forall_forall. intros r I.
  pose proof (runs_fail pts rs r Hx G S I (T r I)) as F. rewrite (N r I) in F. apply F, Hp.
Qed.
