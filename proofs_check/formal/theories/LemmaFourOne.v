(* Lemma 4.1: problems (8) and (9) and the finite program (10). Neurons of one activation pattern and sign are merged;
   at a solution they have disjoint supports, so that no price sees it. *)
From Coq Require Import Reals Lra Lia List Bool.
From Sparsest Require Import Prices Descent Several PropositionFourOne.
Import ListNotations.
Open Scope R_scope.

(* D_j = diag 1[X u >= 0], as the list of its diagonal; J holds all of them. *)
Definition pattern (pts : data) (u : list R) : list bool :=
  map (fun q => if Rle_dec 0 (dot u (bar (fst q))) then true else false) pts.
Definition all_patterns (d : nat) (pts : data) (J : list (list bool)) : Prop :=
  forall D, In D J <-> exists u, length u = S d /\ D = pattern pts u.
(* program (10) is finite: patterns are words of N bits *)
Lemma patterns_exist d pts : exists J, all_patterns d pts J.
Proof.
  destruct (finitely_many _ _ (fun D => D) (words [true; false] (length pts)) (fun D => exists u, length u = S d /\
    D = pattern pts u)) as (J & H); [| |exists J; intros D; rewrite H; reflexivity].
  - intros D (u & _ & ->). rewrite <- (map_length (fun q => if Rle_dec 0 (dot u (bar (fst q))) then true else false)
      pts). apply words_all. intros []; simpl; auto.
  - auto.
Qed.
(* A point of (10): nu_j is the vector of the slot (D_j, true), omega_j that of (D_j, false). *)
Notation slot := (list bool * bool)%type.
Definition program := list (slot * list R).
Definition sign (s : bool) : R := if s then 1 else -1.
Definition gate (D : list bool) (i : nat) (z : R) : R := if nth i D false then z else 0.
Definition objective (h : R -> R) (P : program) : R := fold_right (fun e s => size h (snd e) + s) 0 P.
Definition output (P : program) (i : nat) (x : list R) : R :=
  fold_right (fun e s => sign (snd (fst e)) * gate (fst (fst e)) i (dot (snd e) (bar x)) + s) 0 P.
Definition in_cone (pts : data) (D : list bool) (u : list R) : Prop :=    (* (2 D - I) X u >= 0 *)
  forall i q, nth_error pts i = Some q -> if nth i D false then 0 <= dot u (bar (fst q)) else dot u (bar (fst q)) <= 0.
Definition allowed (d : nat) (pts : data) (e : slot * list R) : Prop :=
  length (snd e) = S d /\ in_cone pts (fst (fst e)) (snd e).
Definition program_feasible (d : nat) (J : list (list bool)) (pts : data) (P : program) : Prop :=
  map fst P = list_prod J [true; false] /\ Forall (allowed d pts) P /\
  forall i q, nth_error pts i = Some q -> output P i (fst q) = snd q.
Definition program_solves (h : R -> R) d J pts (P : program) : Prop :=
  program_feasible d J pts P /\ forall P', program_feasible d J pts P' -> objective h P <= objective h P'.
(* (11), (12): neurons (alpha_j, nu_j / alpha_j) and (-beta_j, omega_j / beta_j), one for each vector that is not 0. *)
Definition reconstructed (alpha : slot -> R) (P : program) : layer :=
  flat_map (fun e => if is_zero (snd e) then []
    else [(sign (snd (fst e)) * alpha (fst e), map (fun a => a / alpha (fst e)) (snd e))]) P.

(* Sums of prices, coordinate by coordinate: equal only if supports are disjoint (54). *)
Lemma h_triangle h a b : price h -> h (a + b) <= h a + h b /\
  (strict h \/ h = counted -> h a + h b <= h (a + b) -> a = 0 \/ b = 0).
Proof.
  intros Hh. pose proof (fun x => h_abs h x Hh) as A. assert (M : h (a + b) <= h (Rabs a + Rabs b)).
  { rewrite <- A. apply (h_mono h Hh). split; [apply Rabs_pos|apply Rabs_triang]. }
  pose proof (h_sub h Hh _ _ (Rabs_pos a) (Rabs_pos b)) as S. rewrite !A in S. split; [lra|]. intros H L.
  destruct (Req_dec a 0) as [|Na]; [left; assumption|]. destruct (Req_dec b 0) as [|Nb]; [right; assumption|]. exfalso.
  destruct H as [H | ->].
  - pose proof (s_inc h H 0 (Rabs a) (Rabs b)) as X. rewrite Rplus_0_l, (h_0 h Hh), !A in X.
    pose proof (Rabs_pos_lt a Na). pose proof (Rabs_pos_lt b Nb). lra.
  - unfold counted in L. repeat destruct Req_EM_T; try contradiction; lra.
Qed.
Fixpoint add (u v : list R) : list R := match u, v with a :: u', b :: v' => (a + b) :: add u' v' | _, _ => [] end.
(* merging two neurons adds their vectors: no price grows, and equality at one strict price is equality at all *)
Lemma add_spec u : forall v, length u = length v -> length (add u v) = length u /\
  (forall x, dot (add u v) x = dot u x + dot v x) /\ (forall h, price h ->
  size h (add u v) <= size h u + size h v) /\ (forall h, price h -> strict h \/ h = counted ->
  size h u + size h v <= size h (add u v) -> forall h', price h' -> size h' (add u v) = size h' u + size h' v).
Proof.
  induction u as [|a u IH]; intros [|b v] L; try discriminate; simpl in *.
  { repeat split; auto; intros; lra. }
  destruct (IH v) as (A & B & C & D); [lia|]. repeat split.
  - rewrite A. reflexivity.
  - intros [|c x]; [ring|]. rewrite B. ring.
  - intros h Hh. specialize (C h Hh). destruct (h_triangle h a b Hh). lra.
  - intros h Hh Sh X h' Hh'. pose proof (C h Hh). destruct (h_triangle h a b Hh) as [T E].
    rewrite (D h Hh Sh ltac:(lra) h' Hh'). destruct E as [-> | ->]; auto; try lra;
      rewrite ?Rplus_0_l, ?Rplus_0_r, (h_0 h' Hh'); ring.
Qed.

Definition slot_dec (s t : slot) : {s = t} + {s <> t}.
Proof. decide equality; [apply bool_dec|apply list_eq_dec, bool_dec]. Defined.
Fixpoint insert (s : slot) (u : list R) (P : program) : program :=
  match P with [] => [] | e :: P' => if slot_dec (fst e) s then (s, add (snd e) u) :: P' else e :: insert s u P' end.
(* a neuron put into its slot: patterns agree, so the outputs add, and the price grows by its own at most *)
Lemma insert_spec d pts s u P : In s (map fst P) -> Forall (allowed d pts) P -> allowed d pts (s, u) ->
  map fst (insert s u P) = map fst P /\ Forall (allowed d pts) (insert s u P) /\
  (forall i x, output (insert s u P) i x = output P i x + sign (snd s) * gate (fst s) i (dot u (bar x))) /\
  (forall h, price h -> objective h (insert s u P) <= objective h P + size h u) /\ (forall h, price h ->
  strict h \/ h = counted -> objective h P + size h u <= objective h (insert s u P) -> forall h', price h' ->
  objective h' (insert s u P) = objective h' P + size h' u).
Proof.
  intros I A [Lu Cu]. simpl in Lu, Cu. induction A as [|[t v] P [Lv Cv] A IH]; [destruct I|]. simpl in *.
  destruct (slot_dec t s) as [->|N].
  - destruct (add_spec v u) as (La & Da & Sa & Ea); [congruence|]. repeat split.
    + constructor; [|exact A]. split; [simpl; congruence|]. intros i q E. simpl. rewrite Da. specialize (Cu i q E).
      specialize (Cv i q E). destruct (nth i (fst s) false); lra.
    + intros i x. simpl. rewrite Da. unfold gate. destruct (nth i (fst s) false); ring.
    + intros h Hh. simpl. specialize (Sa h Hh). lra.
    + intros h Hh Sh X h' Hh'. simpl in *. rewrite (Ea h Hh Sh ltac:(lra) h' Hh'). ring.
  - destruct I as [->|I]; [contradiction|]. destruct (IH I) as (B & C & D & E & F). simpl. repeat split.
    + rewrite B. reflexivity.
    + constructor; [split; assumption|exact C].
    + intros i x. rewrite D. ring.
    + intros h Hh. specialize (E h Hh). lra.
    + intros h Hh Sh X h' Hh'. rewrite (F h Hh Sh ltac:(lra) h' Hh'). ring.
Qed.
(* reads the gate of a point off its pattern *)
Lemma pattern_nth pts u i q : nth_error pts i = Some q ->
  nth i (pattern pts u) false = if Rle_dec 0 (dot u (bar (fst q))) then true else false.
Proof.
  revert i. induction pts as [|r pts IH]; intros [|i] E; simpl in *; try discriminate; [injection E as ->;
    reflexivity|]. apply IH, E.
Qed.

(* Merging: a network becomes a point of (10) that costs no more at any price, and the same at all prices if it costs
   the same at one strict price or in number. *)
Lemma merged d pts J f : all_patterns d pts J -> Forall (fun n => length (snd n) = S d) f ->
  exists P, map fst P = list_prod J [true; false] /\ Forall (allowed d pts) P /\
  (forall i q, nth_error pts i = Some q -> output P i (fst q) = value f (fst q)) /\
  (forall h, price h -> objective h P <= path h f) /\
  (forall h, price h -> strict h \/ h = counted -> path h f <= objective h P ->
    forall h', price h' -> objective h' P = path h' f).
Proof.
  intros HJ S. induction S as [|[v w] f L S (P & A & B & C & D & E)].
  - set (z := repeat 0 (Datatypes.S d)). exists (map (fun s => (s, z)) (list_prod J [true; false])).
    assert (Z : forall x, dot z x = 0).
    { unfold z. clear. generalize (Datatypes.S d). induction n as [|n IH]; intros [|b x]; simpl; try reflexivity.
      rewrite IH. ring. }
    assert (Z' : forall h, price h -> size h z = 0).
    { intros h Hh. unfold z, size. clear - Hh. generalize (Datatypes.S d).
      induction n as [|n IH]; simpl; [reflexivity|]. rewrite IH, (h_0 h Hh). ring. }
    assert (Lz : length z = Datatypes.S d) by apply repeat_length. clearbody z.
    assert (O : forall h, price h -> objective h (map (fun s => (s, z)) (list_prod J [true; false])) = 0).
    { intros h Hh. unfold objective. induction (list_prod J [true; false]); simpl; [reflexivity|].
      rewrite Z', IHl by exact Hh. ring. }
    repeat split; try (intros; rewrite O by assumption; simpl; lra).
    + rewrite map_map. apply map_id.
    + apply Forall_map, Forall_forall. intros s _. split; [exact Lz|]. intros i q _. cbn [snd]. rewrite Z.
      match goal with |- if ?b then _ else _ => destruct b; lra end.
    + intros i q _. unfold output. clear - Z. induction (list_prod J [true; false]) as [|s l IH]; simpl;
        [reflexivity|]. rewrite IH, Z. unfold gate. destruct (nth i (fst s) false); simpl; ring.
  - simpl in L. set (s := if Rlt_dec v 0 then false else true). set (u := map (Rmult (Rabs v)) w).
    assert (Hs : sign s * Rabs v = v) by (unfold s, sign, Rabs; destruct Rlt_dec, Rcase_abs; lra).
    assert (Lu : length u = Datatypes.S d) by (unfold u; rewrite map_length; exact L).
    assert (Hu : forall h, price h -> size h u = neuron_path h (v, w)).
    { intros h Hh. unfold u, neuron_path, size. simpl. clear - Hh. induction w as [|a w IH]; simpl; [reflexivity|].
      rewrite IH. f_equal. unfold Rabs. destruct Rcase_abs; [|reflexivity]. rewrite <- (h_even h Hh). f_equal. ring. }
    assert (Cu : in_cone pts (pattern pts u) u).
    { intros i q H. rewrite (pattern_nth _ _ _ _ H). destruct Rle_dec; lra. }
    destruct (insert_spec d pts (pattern pts u, s) u P) as (A' & B' & C' & D' & E').
    { rewrite A. apply in_prod; [|destruct s; simpl; auto]. apply HJ. exists u. auto. }
    { exact B. } { split; assumption. }
    exists (insert (pattern pts u, s) u P). split; [congruence|]. split; [exact B'|]. split; [|split].
    + intros i q H. rewrite C', (C i q H). simpl. unfold gate. rewrite (pattern_nth _ _ _ _ H).
      replace (neuron_value (v, w) (fst q)) with (sign s * Rmax 0 (dot u (bar (fst q)))).
      * unfold Rmax. repeat destruct Rle_dec; ring.
      * unfold neuron_value, u. cbn [fst snd]. rewrite dot_scale, relu_scale by apply Rabs_pos.
        rewrite <- Rmult_assoc, Hs. reflexivity.
    + intros h Hh. specialize (D h Hh). specialize (D' h Hh). rewrite (Hu h Hh) in D'. simpl. lra.
    + intros h Hh Sh X h' Hh'. specialize (D' h Hh). pose proof (D h Hh). rewrite (Hu h Hh) in D'. simpl in X |- *.
      rewrite (E' h Hh Sh) by (try rewrite (Hu h Hh); auto; lra). rewrite (Hu h' Hh'), (E h Hh Sh) by (auto; lra). ring.
Qed.
Definition vectors (P : program) : nat := length (filter (fun e => negb (is_zero (snd e))) P).
(* the way back, (11) and (12): in its cone a vector is a neuron, and alpha cancels in every product v w *)
Lemma reconstructed_spec d J pts P alpha : program_feasible d J pts P -> (forall s, 0 < alpha s) ->
  feasible d (vectors P) pts (reconstructed alpha P) /\ trim (reconstructed alpha P) = reconstructed alpha P /\
  forall h, price h -> path h (reconstructed alpha P) = objective h P.
Proof.
  intros (_ & A & O) Ha. assert (X : length (reconstructed alpha P) = vectors P /\
    Forall (fun n => length (snd n) = S d) (reconstructed alpha P) /\
    (forall i q, nth_error pts i = Some q -> value (reconstructed alpha P) (fst q) = output P i (fst q)) /\
    trim (reconstructed alpha P) = reconstructed alpha P /\ forall h, price h ->
    path h (reconstructed alpha P) = objective h P).
  { clear O. unfold vectors, trim. induction A as [|[[D s] u] P [L C] A IH]; [repeat split; auto; apply Forall_nil|].
    destruct IH as (B1 & B2 & B3 & B4 & B5). unfold reconstructed in *. cbn [flat_map filter fst snd] in *.
    pose proof (zero_spec u) as Z. destruct (is_zero u); cbn [app negb].
    - repeat split; auto.
      + intros i q H. rewrite (B3 i q H). cbn [output fold_right fst snd]. fold (output P i (fst q)).
        replace (dot u (bar (fst q))) with 0; [unfold gate; destruct (nth i D false); ring|]. clear - Z.
        generalize (bar (fst q)). induction Z as [|a u E Z IH]; intros [|b x]; simpl; try reflexivity.
        rewrite <- IH, E. ring.
      + intros h Hh. rewrite (B5 h Hh). cbn [objective fold_right snd]. fold (objective h P).
        replace (size h u) with 0; [ring|]. clear - Z Hh. induction Z as [|a u E Z IH]; simpl; [reflexivity|].
        rewrite <- IH, E, (h_0 h Hh). ring.
    - pose proof (Ha (D, s)) as Pa. set (al := alpha (D, s)) in *. repeat split.
      + cbn [length]. rewrite B1. reflexivity.
      + constructor; [cbn [snd]; rewrite map_length; exact L|exact B2].
      + intros i q H. cbn [value fold_right].
        fold (value (flat_map (fun e => if is_zero (snd e) then [] else [(sign (snd (fst e)) * alpha (fst e),
          map (fun a => a / alpha (fst e)) (snd e))]) P) (fst q)). rewrite (B3 i q H). cbn [output fold_right fst snd].
        fold (output P i (fst q)). f_equal. unfold neuron_value. cbn [fst snd].
        replace (map (fun a => a / al) u) with (map (Rmult (/ al)) u) by (apply map_ext; intros; unfold Rdiv; ring).
        rewrite dot_scale, relu_scale by (left; apply Rinv_0_lt_compat; exact Pa). specialize (C i q H).
        cbn [fst snd] in C. unfold gate. destruct (nth i D false);
          [rewrite Rmax_right by exact C|rewrite Rmax_left by exact C]; field; lra.
      + cbn [filter]. replace (active _) with true; [rewrite B4; reflexivity|]. symmetry. destruct Z as (a & I & N).
        apply active_spec. cbn [fst snd]. split; [unfold sign; destruct s; lra|]. exists (a / al).
        split; [apply (in_map (fun a => a / al)), I|]. intros E. apply N. replace a with (a / al * al) by (field; lra).
        rewrite E. ring.
      + intros h Hh. cbn [path fold_right objective snd]. fold (objective h P). rewrite <- (B5 h Hh). unfold path.
        f_equal. unfold neuron_path, size. cbn [fst snd]. clear - Hh Pa. induction u as [|a u IH]; [reflexivity|].
        simpl. rewrite IH. f_equal. replace (sign s * al * (a / al)) with (sign s * a) by (field; lra). unfold sign.
        destruct s; [f_equal; ring|]. rewrite <- (h_even h Hh). f_equal. ring. }
  destruct X as (B1 & B2 & B3 & B4 & B5). repeat split; auto. apply Forall_forall. intros q I.
  apply In_nth_error in I as (i & H). rewrite (B3 i q H). apply O, H.
Qed.

(* Every solution of (10) has at most N vectors nu_j, omega_j that are not 0. *)
Theorem program_vectors d J pts h P : path_price h -> all_patterns d pts J -> program_solves h d J pts P ->
  (vectors P <= length pts)%nat.
Proof.
  intros Hh HJ [F M]. apply path_price_spec in Hh as (Hp & _ & Hs).
  destruct (reconstructed_spec d J pts P (fun _ => 1) F) as (G & T & E); [intros; lra|]. rewrite <- (proj1 G), <- T.
  apply (at_most_N_neurons h d (vectors P)); [exact Hs|]. split; [exact G|]. intros f (_ & L & V). rewrite (E h Hp).
  destruct (merged d pts J f HJ L) as (Q & A & B & C & D & _). apply Rle_trans with (objective h Q); [|apply D, Hp].
  apply M. split; [exact A|]. split; [exact B|]. intros i q H. rewrite (C i q H). apply nth_error_In in H.
  apply (pick V H).
Qed.
(* Lemma 4.1, for (8) and for (9): a solution has the price, at every q, and the number of parameters of a solution of
   (10); and the network (11), (12) of that, filled up to width K, is a solution. *)
Theorem lemma_4_1 d K J pts h f : path_price h -> (length pts <= K)%nat -> all_patterns d pts J ->
  solves h d K pts f ->
  exists P, program_solves h d J pts P /\ (vectors P <= length pts)%nat /\
  (forall q, path_price q -> objective q P = path q f) /\
  forall alpha, (forall s, 0 < alpha s) ->
  exists g, solves h d K pts g /\ trim g = reconstructed alpha P /\ forall q, path_price q -> path q g = path q f.
Proof.
  intros Hh L HJ F. pose proof (path_price_spec h Hh) as (Hp & _ & Hs). destruct (proj1 F) as (LK & S & V).
  destruct (merged d pts J f HJ S) as (P & A & B & C & D & E). assert (FP : program_feasible d J pts P).
  { split; [exact A|]. split; [exact B|]. intros i q H. rewrite (C i q H). apply nth_error_In in H. apply (pick V H). }
  assert (Q : forall P', program_feasible d J pts P' -> path h f <= objective h P').
  { intros P' F'. destruct (reconstructed_spec d J pts P' (fun _ => 1) F') as (G & _ & E'); [intros; lra|].
    rewrite <- (E' h Hp). apply (best_of_all d K (vectors P') pts); assumption. }
  assert (SP : program_solves h d J pts P).
  { split; [exact FP|]. intros P' F'. apply Rle_trans with (path h f); [apply D, Hp|apply Q, F']. }
  pose proof (program_vectors d J pts h P Hh HJ SP) as N.
  assert (O : forall q, path_price q -> objective q P = path q f) by (intros q Hq;
    apply (E h Hp Hs (Q P FP)), path_price_spec, Hq). exists P. split; [exact SP|]. split; [exact N|].
  split; [exact O|]. intros alpha Ha. destruct (reconstructed_spec d J pts P alpha FP Ha) as (G & T & R).
  destruct (resize d (vectors P) K pts _ G) as (g & Fg & Eg); [unfold actives; rewrite T, (proj1 G); lia|].
  assert (W : forall q, path_price q -> path q g = path q f).
  { intros q Hq. destruct (path_price_spec q Hq) as [Pq _]. rewrite (proj2 (same_trim _ _ Eg) q Pq), (R q Pq). auto. }
  exists g. split; [|split; [congruence|exact W]]. split; [exact Fg|]. intros b Fb. rewrite (W h Hh). apply F, Fb.
Qed.
