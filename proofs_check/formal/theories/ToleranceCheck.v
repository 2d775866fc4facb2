(* Certificates of the fewest knots within a tolerance (docs/tolerance_certificate_v1.md): a boolean checker over Q, its
   clauses numbered as there, and what an accepted certificate proves. T01 to T03 and the digits are the reader's. *)
From Coq Require Import Reals Lra List QArith Qreals Qabs Bool ZArith FMapPositive.
From Sparsest Require Import Prices Splines Rationals Tolerance.
Import ListNotations.
Open Scope R_scope.

(* What a file says, once it is read. *)
Inductive tolerance := Uniform (t : option Q) | Bounds (l : list (option Q * option Q)).       (* None: infinite *)
Definition numbered := (bool * (Z * Z * Z))%type.                      (* a bend: is its sign +, its points from 1 *)
Inductive evidence := Bends (l : list numbered) | Disjoint (a b : Z).                            (* ["=", a, b] *)
Record tolerance_certificate := {
  t_points : list (Q * Q); t_tolerance : tolerance;
  t_slope : Q; t_intercept : Q; t_knots : list (Q * Q);                           (* knots: place, slope change *)
  t_bends : list numbered; t_tighter : option evidence;
  t_many : N; t_fewest : N; t_residual : Q; t_critical : option Q                                     (* claims *)
}.
Definition t_spline (c : tolerance_certificate) : spline :=
  {| slope := Q2R (t_slope c); intercept := Q2R (t_intercept c); knots := map pt (t_knots c) |}.

(* Points with the widths of their gates below and above the label, None if infinite; the gates at a scale. *)
Record row := { at_x : Q; label : Q; below : option Q; above : option Q }.
Definition difference (a b : option Q) : option Q :=
  match a, b with Some a, Some b => Some (Qred (a - b)) | _, _ => None end.
Definition rows (c : tolerance_certificate) : list row :=
  match t_tolerance c with
  | Uniform _ => map (fun q => Build_row (fst q) (snd q) (Some 1%Q) (Some 1%Q)) (t_points c)
  | Bounds l => map (fun qb : (Q * Q) * (option Q * option Q) => let (q, b) := qb in
      Build_row (fst q) (snd q) (difference (Some (snd q)) (fst b)) (difference (snd b) (Some (snd q))))
      (combine (t_points c) l)
  end.
Definition scale (c : tolerance_certificate) : option Q :=
  match t_tolerance c with Uniform t => t | Bounds _ => Some 1%Q end.
Definition has (up : bool) (r : row) : bool :=
  match (if up then above r else below r) with Some _ => true | None => false end.
Definition width (up : bool) (r : row) : Q :=
  match (if up then above r else below r) with Some w => w | None => 0 end.
Definition end_at (s : R) (up : bool) (r : row) : gate_end := {| ceiling := up; place := Q2R (at_x r);
  height := if up then Q2R (label r) + s * Q2R (width up r) else Q2R (label r) - s * Q2R (width up r) |}.
Definition gates_at (s : option R) (c : tolerance_certificate) : list gate_end :=
  match s with None => [] | Some s =>
    flat_map (fun r => map (fun up => end_at s up r) (filter (fun up => has up r) [false; true])) (rows c) end.
Definition the_gates c := gates_at (option_map Q2R (scale c)) c.

(* What is computed: ends of gates, values of the function from left to right, bends. *)
Definition end_Q (s : Q) (up : bool) (r : row) : Q :=
  if up then (label r + s * width up r)%Q else (label r - s * width up r)%Q.
Fixpoint sortedb (less : Q -> Q -> bool) (l : list Q) : bool :=
  match l with a :: (b :: _) as r => less a b && sortedb less r | _ => true end.
Fixpoint advance (p q : Q) (ks : list (Q * Q)) (x : Q) : Q * Q * list (Q * Q) :=
  match ks with
  | (t, w) :: r => if Qle_bool x t then (p, q, ks) else advance (Qred (p + w)) (Qred (q - w * t)) r x
  | [] => (p, q, ks) end.
Fixpoint values (p q : Q) (ks : list (Q * Q)) (rs : list row) : list (row * Q) :=
  match rs with [] => [] | r :: l =>
    let '(p', q', ks') := advance p q ks (at_x r) in (r, p' * at_x r + q')%Q :: values p' q' ks' l end.
Definition keeps (s : Q) (rv : row * Q) : bool := let (r, v) := rv in
  (negb (has false r) || Qle_bool (end_Q s false r) v) && (negb (has true r) || Qle_bool v (end_Q s true r)).
Definition residual (rv : row * Q) : Q := Qabs (snd rv - label (fst rv)).

Fixpoint number (i : positive) (l : list row) : PositiveMap.t row :=
  match l with [] => PositiveMap.empty row | r :: l => PositiveMap.add i r (number (Pos.succ i) l) end.
Definition find (m : PositiveMap.t row) (i : Z) : option row :=
  match i with Zpos i => PositiveMap.find i m | _ => None end.
Record bendQ := { plus : bool; row_a : row; row_b : row; row_c : row }.
Definition find_bend (m : PositiveMap.t row) (b : numbered) : list bendQ :=
  let '(s, (i, j, k)) := b in
  match find m i, find m j, find m k with Some a, Some b, Some c => [Build_bendQ s a b c] | _, _, _ => [] end.
(* positive if the bend is forced *)
Definition turn (s : Q) (b : bendQ) : Q :=
  let p := end_Q s (negb (plus b)) (row_a b) in let q := end_Q s (plus b) (row_b b) in
  let r := end_Q s (negb (plus b)) (row_c b) in
  let d := ((r - p) * (at_x (row_b b) - at_x (row_a b)) - (q - p) * (at_x (row_c b) - at_x (row_a b)))%Q in
  if plus b then d else (- d)%Q.
Definition sound_bend (b : bendQ) : bool :=
  (ltQ (at_x (row_a b)) (at_x (row_b b)) && ltQ (at_x (row_b b)) (at_x (row_c b))) &&
  (has (negb (plus b)) (row_a b) && has (plus b) (row_b b) && has (negb (plus b)) (row_c b)).
(* the last places of both signs so far *)
Fixpoint apartb (last : option Q * option Q) (l : list bendQ) : bool :=
  match l with
  | [] => true
  | b :: l =>
      match (if plus b then fst last else snd last) with Some z => Qle_bool z (at_x (row_a b)) | None => true end &&
      apartb (let z := Some (at_x (row_c b)) in if plus b then (z, snd last) else (fst last, z)) l
  end.
Definition not_negative (w : option Q) : bool := match w with Some w => Qle_bool 0 w | None => true end.

Definition tighter_ok (m : PositiveMap.t row) (K : nat) (critical : Q) (e : evidence) : bool :=
  match e with
  | Bends [] => Qeq_bool critical 0
  | Bends l => let bs := flat_map (find_bend m) l in
      Nat.eqb (length bs) (length l) && forallb sound_bend bs && Nat.eqb (length l) (S K) && apartb (None, None) bs &&
      forallb (fun b => ltQ 0 (turn 0 b) && Qle_bool 0 (turn critical b)) bs
  | Disjoint i j =>
      match find m i, find m j with
      | Some a, Some b => (Qeq_bool (at_x a) (at_x b) && ltQ (label a) (label b)) &&
          (has true a && has false b && Qle_bool (end_Q critical true a) (end_Q critical false b))
      | _, _ => false end
  end.

Definition clauses (c : tolerance_certificate) : list (nat * bool) :=
  let rs := rows c in let m := number 1 rs in
  let vs := values (t_slope c) (t_intercept c) (t_knots c) rs in let bs := flat_map (find_bend m) (t_bends c) in
  [ (4, match t_points c with [] => false | _ => true end);
    (5, sortedb Qle_bool (map fst (t_points c)));
    (6, match t_tolerance c with
        | Uniform t => not_negative t
        | Bounds l => Nat.eqb (length l) (length (t_points c)) &&
            forallb (fun b => not_negative (difference (snd b) (fst b))) l end);
    (7, sortedb ltQ (map fst (t_knots c)) && forallb (fun k => negb (zeroQ (snd k))) (t_knots c));
    (8, match scale c with Some s => forallb (keeps s) vs | None => true end);
    (9, Nat.eqb (length bs) (length (t_bends c)) && forallb sound_bend bs);
    (10, match scale c with Some s => forallb (fun b => ltQ 0 (turn s b)) bs | None => Nat.eqb (length bs) 0 end);
    (11, apartb (None, None) bs);
    (12, not_negative (t_critical c));
    (13, N.eqb (t_many c) (N.of_nat (length (t_knots c))));
    (14, N.eqb (t_fewest c) (N.of_nat (length bs)) && N.eqb (t_fewest c) (t_many c));
    (15, let ds := map residual vs in
         forallb (fun d => Qle_bool d (t_residual c)) ds && existsb (Qeq_bool (t_residual c)) ds);
    (16, match t_critical c, t_tighter c with
         | None, None => true
         | Some s, Some _ => match scale c with Some t => Qle_bool s t | None => true end &&
             forallb (fun r => not_negative (below r) && not_negative (above r)) rs && forallb (keeps s) vs
         | _, _ => false end);
    (17, match t_critical c, t_tighter c with
         | Some s, Some e => tighter_ok m (length (t_knots c)) s e | _, _ => true end) ]%nat.
Definition first_failing c : option nat := option_map fst (List.find (fun a => negb (snd a)) (clauses c)).
Definition tolerance_check c : bool := match first_failing c with None => true | Some _ => false end.

(* Soundness: arithmetic first. *)
Lemma Qle_bool_R a b : Qle_bool a b = true <-> Q2R a <= Q2R b.
Proof. rewrite Qle_bool_iff. split; [apply Qle_Rle|apply Rle_Qle]. Qed.
(* residuals over Q are those of R *)
Lemma Q2R_abs q : Q2R (Qabs q) = Rabs (Q2R q).
Proof.
  apply Qabs_case; intros H; apply Qle_Rle in H; rewrite ?Q2R_opp, Q2R_0 in *;
  [rewrite Rabs_right|rewrite Rabs_left1]; lra.
Qed.
Ltac to_R := repeat (progress rewrite ?Q2R_red, ?Q2R_abs, ?Q2R_plus, ?Q2R_minus, ?Q2R_opp, ?Q2R_mult, ?Q2R_0).

(* the values from left to right *)
Definition rising (l : list Q) := ForallOrdPairs (fun a b => Q2R a <= Q2R b) l.
(* neighbours in order make all in order: points by [T05], knots by [T07] *)
Lemma sortedb_ok less l : (forall a b, less a b = true -> Q2R a <= Q2R b) -> sortedb less l = true -> rising l.
Proof.
  intros HL. induction l as [|a [|b l] IH]; intros H; [constructor|repeat constructor|].
  cbn [sortedb] in H. apply andb_prop in H. destruct H as [H H']. specialize (IH H'). apply HL in H.
  constructor; auto. inversion_clear IH as [|? ? F _]. constructor; auto.
  eapply Forall_impl; [|exact F]. simpl. intros. lra.
Qed.
(* knots to the right do not matter yet *)
Lemma relus_later l x : Forall (fun t => Q2R x <= Q2R t) (map fst l) -> relus (map pt l) (Q2R x) = 0.
Proof.
  induction l as [|[t w] l IH]; cbn [map relus pt fst snd]; intros H; auto. inversion_clear H.
  rewrite IH, Rmax_left by (auto; lra). ring.
Qed.
(* a knot that is passed is added to the line, so p' x + q' is the value of f *)
Lemma advance_ok f ks : forall p q x, rising (map fst ks) ->
  (forall z, Q2R x <= z -> eval f z = Q2R p * z + Q2R q + relus (map pt ks) z) ->
  let '(p', q', ks') := advance p q ks x in rising (map fst ks') /\ relus (map pt ks') (Q2R x) = 0 /\
    forall z, Q2R x <= z -> eval f z = Q2R p' * z + Q2R q' + relus (map pt ks') z.
Proof.
  induction ks as [|[t w] ks IH]; intros p q x S H; cbn [advance]; [auto|]. inversion S as [|? ? F S']; subst.
  destruct (Qle_bool x t) eqn:E.
  - split; [|split]; auto. apply relus_later. apply Qle_bool_R in E. constructor; auto.
    eapply Forall_impl; [|exact F]. simpl. intros; lra.
  - apply IH; auto. intros z Z.
    assert (L : Q2R t < Q2R x) by (apply Rnot_le_lt; intros G; apply Qle_bool_R in G; congruence).
    rewrite H by auto. cbn [map relus pt fst snd]. rewrite Rmax_right by lra. to_R. ring.
Qed.
(* one walk over points and knots gives f at all points: what [T08], [T15] and [T16] look at *)
Lemma values_ok f rs : forall p q ks, rising (map at_x rs) -> rising (map fst ks) ->
  (forall z r, In r rs -> Q2R (at_x r) <= z -> eval f z = Q2R p * z + Q2R q + relus (map pt ks) z) ->
  map (fun rv => (fst rv, Q2R (snd rv))) (values p q ks rs) = map (fun r => (r, eval f (Q2R (at_x r)))) rs.
Proof.
  induction rs as [|r rs IH]; intros p q ks X S H; auto. inversion X as [|? ? F X']; subst. cbn [values].
  pose proof (advance_ok f ks p q (at_x r) S (fun z Z => H z r (or_introl eq_refl) Z)) as A.
  destruct (advance p q ks (at_x r)) as [[p' q'] ks']. destruct A as (S' & R0 & A). cbn [map fst snd]. f_equal.
  - f_equal. to_R. rewrite (A (Q2R (at_x r))), R0 by lra. ring.
  - apply IH; auto. intros z r' I Z. apply A. rewrite Forall_forall in F. specialize (F _ (in_map at_x _ _ I)). lra.
Qed.

(* gates and bends *)
Lemma in_gates s c e : In e (gates_at (Some s) c) <->
  exists r up, In r (rows c) /\ has up r = true /\ e = end_at s up r.
Proof.
  unfold gates_at. rewrite in_flat_map. split.
  - intros (r & I & H). apply in_map_iff in H. destruct H as (up & <- & H). apply filter_In in H. exists r, up. tauto.
  - intros (r & up & I & H & ->). exists r. split; auto. apply in_map_iff. exists up.
    rewrite filter_In. destruct up; simpl; auto.
Qed.
(* ends over Q are the ends of gates *)
Lemma end_ok s up r : Q2R (end_Q s up r) = height (end_at (Q2R s) up r).
Proof. unfold end_Q, end_at. simpl. destruct up; to_R; auto. Qed.
(* points of a bend are points of the file, so its ends are ends of gates *)
Lemma find_in rs i r : find (number 1 rs) i = Some r -> In r rs.
Proof.
  destruct i as [|i|]; cbn [find]; try discriminate. generalize 1%positive.
  induction rs as [|a rs IH]; intros j; cbn [number]; [rewrite PositiveMap.gempty; discriminate|].
  destruct (Pos.eq_dec i j) as [->|N]; [rewrite PositiveMap.gss|rewrite PositiveMap.gso by auto].
  - intros H. inversion H. simpl; auto.
  - intros H. right. eauto.
Qed.
Definition bend_of (s : R) (b : bendQ) : bend := {| end_a := end_at s (negb (plus b)) (row_a b);
  end_b := end_at s (plus b) (row_b b); end_c := end_at s (negb (plus b)) (row_c b) |}.
Definition turn_R (s : R) (b : bendQ) : R := let c := bend_of s b in
  sgn (plus b) * ((height (end_c c) - height (end_a c)) * (place (end_b c) - place (end_a c)) -
    (height (end_b c) - height (end_a c)) * (place (end_c c) - place (end_a c))).
(* [T10] computes the sign that forced_sgn asks for *)
Lemma turn_ok s b : Q2R (turn s b) = turn_R (Q2R s) b.
Proof.
  unfold turn, turn_R, bend_of. cbn [end_a end_b end_c]. rewrite <- !end_ok. cbn [place end_at]. unfold sgn.
  destruct (plus b); to_R; ring.
Qed.
(* bends of one sign come from left to right, so to look at the last one of each sign is enough: [T11] *)
Lemma apartb_ok s bs : forall last, apartb last bs = true -> forallb sound_bend bs = true ->
  (forall b z, In b bs -> (if plus b then fst last else snd last) = Some z -> Q2R z <= Q2R (at_x (row_a b))) /\
  ForallOrdPairs apart (map (bend_of s) bs).
Proof.
  induction bs as [|b bs IH]; intros last H G; [split; [intros ? ? []|constructor]|]. cbn [apartb forallb map] in *.
  apply andb_prop in H. destruct H as [H1 H2]. apply andb_prop in G. destruct G as [G1 G2].
  destruct (IH _ H2 G2) as [F P]. unfold sound_bend in G1. rewrite !andb_true_iff, !ltQ_spec in G1.
  assert (L : forall z, (if plus b then fst last else snd last) = Some z -> Q2R z <= Q2R (at_x (row_a b))).
  { intros z Z. rewrite Z in H1. apply Qle_bool_R; auto. }
  split; [|constructor; auto].
  - intros c z [<-|I] Z; [auto|]. specialize (F c). cbn [fst snd] in F.
    destruct (plus b), (plus c); cbn [fst snd] in *; eauto; specialize (F _ I eq_refl); specialize (L _ Z); lra.
  - apply Forall_forall. intros d I. apply in_map_iff in I. destruct I as (c & <- & I). intros E. left.
    change (plus b = plus c) in E. specialize (F c). rewrite <- E in F. cbn. destruct (plus b); exact (F _ I eq_refl).
Qed.
(* at a scale at which they are all forced *)
Lemma bends_at s c l (bs := flat_map (find_bend (number 1 (rows c))) l) :
  forallb sound_bend bs = true -> apartb (None, None) bs = true -> (forall b, In b bs -> 0 < turn_R s b) ->
  bends_in (gates_at (Some s) c) (map (bend_of s) bs).
Proof.
  intros G A F. split; [|exact (proj2 (apartb_ok s bs _ A G))]. intros b' I. apply in_map_iff in I.
  destruct I as (b & <- & I). rewrite forallb_forall in G. specialize (G b I). unfold sound_bend in G.
  rewrite !andb_true_iff, !ltQ_spec in G. destruct G as [X ((Wa & Wb) & Wc)].
  assert (J : In (row_a b) (rows c) /\ In (row_b b) (rows c) /\ In (row_c b) (rows c)).
  { unfold bs in I. apply in_flat_map in I. destruct I as ([u [[i j] k]] & _ & I). unfold find_bend in I.
    destruct (find _ i) eqn:Ei; [|destruct I]. destruct (find _ j) eqn:Ej; [|destruct I].
    destruct (find _ k) eqn:Ek; [|destruct I]. destruct I as [<-|[]]. repeat split; eapply find_in; eassumption. }
  split; [|repeat split; apply in_gates; (do 2 eexists; split; [|split; [|reflexivity]]); tauto].
  split; [exact X|]. repeat split. apply forced_sgn; [exact X|]. exact (F b I).
Qed.
(* [T17]: K + 1 bends, which are forced at each smaller scale as `turn` is linear in it; or gates out of reach *)
Lemma tighter_sound c K crit e s g : tighter_ok (number 1 (rows c)) K crit e = true -> 0 <= s < Q2R crit ->
  passes g (gates_at (Some s) c) -> INR K < cost counted g.
Proof.
  intros H S P. destruct e as [l|i j]; cbn [tighter_ok] in H.
  - destruct l as [|b0 l]; [apply Qeq_bool_R in H; rewrite Q2R_0 in H; lra|]. set (bs := flat_map _ _) in H.
    rewrite !andb_true_iff in H. destruct H as ((((H & G) & N) & A) & T). apply Nat.eqb_eq in H, N.
    rewrite forallb_forall in T. assert (B : bends_in (gates_at (Some s) c) (map (bend_of s) bs)).
    { apply bends_at; auto. intros b I. specialize (T b I).
      rewrite andb_true_iff, ltQ_spec, Qle_bool_R, !turn_ok, Q2R_0 in T.
      apply (Rmult_lt_reg_l (Q2R crit)); [lra|]. rewrite Rmult_0_r.
      replace (Q2R crit * turn_R s b) with ((Q2R crit - s) * turn_R 0 b + s * turn_R (Q2R crit) b); [nra|].
      unfold turn_R, sgn. simpl. destruct (plus b); simpl; ring. }
    pose proof (bends_need_knots _ _ _ B P) as L. rewrite map_length, H, N, S_INR in L. lra.
  - destruct (find _ i) as [a|] eqn:I; [|discriminate]. destruct (find _ j) as [b|] eqn:J; [|discriminate]. exfalso.
    rewrite !andb_true_iff, Qeq_bool_R, ltQ_spec, Qle_bool_R, !end_ok in H. destruct H as ((X & Y) & (U & V) & Z).
    apply find_in in I, J. assert (Pa : meets (eval g (Q2R (at_x a))) (end_at s true a)).
    { apply (P (end_at s true a)), in_gates. eauto. }
    assert (Pb : meets (eval g (Q2R (at_x b))) (end_at s false b)) by (apply (P (end_at s false b)), in_gates; eauto).
    unfold meets in *. simpl in *. rewrite <- X in Pb. nra.
Qed.

(* no point of the file is without a row *)
Lemma rows_points c : match t_tolerance c with Uniform _ => True | Bounds l => length l = length (t_points c) end ->
  map (fun r => (at_x r, label r)) (rows c) = t_points c.
Proof.
  unfold rows. destruct (t_tolerance c) as [t|l]; intros H; rewrite map_map.
  - rewrite <- map_id. apply map_ext. intros []; auto.
  - revert l H. induction (t_points c) as [|[x y] p IH]; intros [|b l] H; try discriminate; auto.
    cbn [combine map at_x label fst snd]. f_equal. auto.
Qed.
(* [T07]: no slope change is 0, so each knot of the file counts *)
Lemma none_zero l : forallb (fun k : Q * Q => negb (zeroQ (snd k))) l = true ->
  total counted (map pt l) = INR (length l).
Proof.
  induction l as [|[t w] l IH]; cbn [map total pt fst snd length forallb]; auto.
  rewrite andb_true_iff, negb_true_iff, zeroQ_false. intros [W H]. rewrite IH, S_INR by auto.
  unfold counted. destruct Req_EM_T; [contradiction|lra].
Qed.

(* What an accepted certificate proves: every point has a row; the function passes the gates; it has so many knots; no
   other has fewer; its largest residual; and where a critical scale is claimed, it passes there, and none with so few
   knots passes at a smaller one. *)
Definition tolerance_proved (c : tolerance_certificate) : Prop :=
  let f := t_spline c in let K := length (t_knots c) in
  map (fun r => (at_x r, label r)) (rows c) = t_points c /\
  passes f (the_gates c) /\
  (t_many c = N.of_nat K /\ t_fewest c = N.of_nat K /\ cost counted f = INR K) /\
  (forall g, passes g (the_gates c) -> INR K <= cost counted g) /\
  ((forall x y, In (x, y) (t_points c) -> Rabs (eval f (Q2R x) - Q2R y) <= Q2R (t_residual c)) /\
   exists x y, In (x, y) (t_points c) /\ Rabs (eval f (Q2R x) - Q2R y) = Q2R (t_residual c)) /\
  (forall s, t_critical c = Some s -> passes f (gates_at (Some (Q2R s)) c) /\
    forall r g, 0 <= r < Q2R s -> passes g (gates_at (Some r) c) -> INR K < cost counted g).
(* clause by clause; that no function has fewer knots is bends_need_knots *)
Theorem tolerance_check_sound c : tolerance_check c = true -> tolerance_proved c.
Proof.
  intros H. unfold tolerance_proved. set (f := t_spline c). set (K := length (t_knots c)).
  assert (H' : forallb snd (clauses c) = true).
  { unfold tolerance_check, first_failing in H. destruct (List.find _ _) eqn:E; [discriminate|].
    apply forallb_forall. intros a I. apply (find_none _ _ E) in I. destruct (snd a); auto. }
  clear H. rename H' into H. unfold clauses in H. cbv zeta in H. cbn [forallb snd] in H. rewrite !andb_true_iff in H.
  destruct H as (_ & T5 & T6 & [T7 T7'] & T8 & [_ T9] & T10 & T11 & _ & T13 & [T14 T14'] & [T15 T15'] & T16 & T17 & _).
  assert (RP : map (fun r => (at_x r, label r)) (rows c) = t_points c).
  { apply rows_points. destruct (t_tolerance c); auto. rewrite andb_true_iff in T6. apply Nat.eqb_eq. tauto. }
  apply N.eqb_eq in T13, T14, T14'. set (vs := values _ _ _ _) in *. set (bs := flat_map _ _) in *.
  assert (V : map (fun rv => (fst rv, Q2R (snd rv))) vs = map (fun r => (r, eval f (Q2R (at_x r)))) (rows c)).
  { apply values_ok; auto.
    - rewrite <- RP, map_map in T5. apply (sortedb_ok Qle_bool); auto. intros a b. apply Qle_bool_R.
    - apply (sortedb_ok ltQ); auto. intros a b L. apply ltQ_spec in L. lra. }
  assert (PS : forall s, forallb (keeps s) vs = true -> passes f (gates_at (Some (Q2R s)) c)).
  { intros s L e I. apply in_gates in I. destruct I as (r & up & I & W & ->).
    apply (in_map (fun r => (r, eval f (Q2R (at_x r))))) in I. rewrite <- V in I. apply in_map_iff in I.
    destruct I as ([r' v] & Ev & I). cbn [fst snd] in Ev. inversion Ev as [[Er Ev']]. subst r'.
    rewrite forallb_forall in L. specialize (L _ I). unfold keeps in L. rewrite andb_true_iff, !orb_true_iff in L.
    cbn [place end_at]. rewrite <- Ev'. unfold meets. rewrite <- end_ok. cbn [ceiling end_at].
    destruct up; rewrite W in L; apply Qle_bool_R; intuition discriminate. }
  split; [exact RP|split; [|split; [|split; [|split]]]].
  - unfold the_gates. destruct (scale c) as [s|]; [apply PS; auto|intros ? []].
  - rewrite T14', T13. repeat split. apply none_zero; auto.
  - intros g P. replace K with (length bs). 2:{ rewrite T14', T13 in T14. apply Nnat.Nat2N.inj in T14. auto. }
    unfold the_gates in P. destruct (scale c) as [s|].
    + rewrite <- (map_length (bend_of (Q2R s)) bs). refine (bends_need_knots _ _ _ _ P). apply bends_at; auto.
      intros b I. rewrite forallb_forall in T10. specialize (T10 b I).
      rewrite ltQ_spec, turn_ok, Q2R_0 in T10. exact T10.
    + destruct bs; [|discriminate T10]. apply (bends_need_knots [] []); [split; [intros ? []|constructor]|intros ? []].
  - assert (E : map (fun d => Q2R d) (map residual vs) =
      map (fun q : Q * Q => Rabs (eval f (Q2R (fst q)) - Q2R (snd q))) (t_points c)).
    { rewrite <- RP, !map_map. transitivity (map (fun rv => Rabs (snd rv - Q2R (label (fst rv))))
        (map (fun rv => (fst rv, Q2R (snd rv))) vs)); [|rewrite V, map_map; reflexivity].
      rewrite map_map. apply map_ext. intros [r v]. unfold residual. cbn [fst snd]. to_R. reflexivity. }
    split.
    + intros x y I. apply (in_map (fun q => Rabs (eval f (Q2R (fst q)) - Q2R (snd q)))) in I. rewrite <- E in I.
      apply in_map_iff in I. destruct I as (d & Z & I). cbn [fst snd] in Z. rewrite <- Z.
      rewrite forallb_forall in T15. apply Qle_bool_R; auto.
    + apply existsb_exists in T15'. destruct T15' as (d & I & D). apply Qeq_bool_R in D.
      apply (in_map (fun d => Q2R d)) in I. rewrite E in I. apply in_map_iff in I. destruct I as ([x y] & Z & I).
      exists x, y. rewrite D. auto.
  - intros s E. rewrite E in T16, T17. destruct (t_tighter c) as [e|]; [|discriminate]. rewrite !andb_true_iff in T16.
    split; [apply PS, T16|]. intros r g Hr P. eapply tighter_sound; eauto.
Qed.

(* one tolerance for all: a scale is a bound for residuals, so that least_residual can compare the two *)
Lemma gates_of_tolerance c t g s : t_tolerance c = Uniform t -> passes g (gates_at (Some s) c) <->
  forall x y, In (x, y) (t_points c) -> Rabs (eval g (Q2R x) - Q2R y) <= s.
Proof.
  intros H. assert (One : Q2R 1 = 1) by (unfold Q2R; simpl; lra). unfold passes. split.
  - intros P x y I. set (r := Build_row x y (Some 1%Q) (Some 1%Q)).
    assert (J : forall up, In (end_at s up r) (gates_at (Some s) c)).
    { intros up. apply in_gates. exists r, up. repeat split; [|destruct up; auto].
      unfold rows. rewrite H. apply in_map_iff. exists (x, y). auto. }
    pose proof (P _ (J true)) as U. pose proof (P _ (J false)) as L. unfold meets, r in U, L. simpl in U, L.
    unfold width in U, L. simpl in U, L. rewrite One in U, L. apply Rabs_le. lra.
  - intros P e I. apply in_gates in I. destruct I as (r & up & J & _ & ->). unfold rows in J. rewrite H in J.
    apply in_map_iff in J. destruct J as ([x y] & <- & J). specialize (P x y J).
    pose proof (Rle_abs (eval g (Q2R x) - Q2R y)) as A. pose proof (Rle_abs (- (eval g (Q2R x) - Q2R y))) as B.
    rewrite Rabs_Ropp in B. unfold meets, end_at, width. destruct up; simpl; rewrite One; lra.
Qed.
(* So with one tolerance the critical scale is the largest residual: no spline with so few knots has a smaller one. *)
Theorem least_residual c t s : tolerance_check c = true -> t_tolerance c = Uniform t -> t_critical c = Some s ->
  Q2R s = Q2R (t_residual c) /\ forall g r, cost counted g <= INR (length (t_knots c)) ->
    (forall x y, In (x, y) (t_points c) -> Rabs (eval g (Q2R x) - Q2R y) <= r) -> Q2R s <= r.
Proof.
  intros H U C. destruct (tolerance_check_sound c H) as (_ & _ & (_ & _ & K) & _ & (A & x & y & I & E) & S).
  destruct (S s C) as [P M]. rewrite (gates_of_tolerance c t) in P by auto.
  assert (B : forall g r, cost counted g <= INR (length (t_knots c)) ->
    (forall x y, In (x, y) (t_points c) -> Rabs (eval g (Q2R x) - Q2R y) <= r) -> Q2R s <= r).
  { intros g r G R. destruct (Rle_dec (Q2R s) r) as [L|L]; auto. exfalso.
    specialize (R x y I) as R0. pose proof (Rabs_pos (eval g (Q2R x) - Q2R y)).
    rewrite <- (gates_of_tolerance c t) in R by auto. specialize (M r g ltac:(lra) R). lra. }
  split; [|exact B]. apply Rle_antisym; [apply (B (t_spline c)); auto; lra|]. rewrite <- E. auto.
Qed.

(* The running example of the document. *)
Example labels_0_3_0 : tolerance_check {| t_points := [(0, 0); (1, 3); (2, 0)]; t_tolerance := Uniform (Some 1);
  t_slope := 3; t_intercept := 0; t_knots := [(1, -6)]; t_bends := [(false, (1, 2, 3)%Z)]; t_tighter := Some (Bends []);
  t_many := 1; t_fewest := 1; t_residual := 0; t_critical := Some 0 |}%Q = true.
Proof. reflexivity. Qed.
