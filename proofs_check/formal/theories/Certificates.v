(* Certificates of format sparsest/certificate/1 (docs/certificate_v1.md): what they say, the clauses that need no
   powers, and why they make the minimiser one, once the signs of [C11] are known to be true. *)
From Coq Require Import Reals Lra Lia List QArith Qreals Qabs Bool ZArith.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique Rationals.
Import ListNotations.
Open Scope R_scope.

(* The exponent of a certificate: "0", "u/v", "0+" and "1-"; and what it means that something holds there. *)
Inductive exponent := Zero | Between (u v : positive) | ZeroPlus | OneMinus.
Definition eventually (e : exponent) (P : R -> Prop) : Prop :=
  match e with
  | Zero => P 0
  | Between u v => P (IZR (Zpos u) / IZR (Zpos v))
  | ZeroPlus => exists p0, 0 < p0 <= 1 /\ forall p, 0 < p < p0 -> P p
  | OneMinus => exists p0, 0 <= p0 < 1 /\ forall p, p0 < p < 1 -> P p
  end.

(* What a file says, once it is read. *)
Record certificate := {
  c_exponent : exponent;
  c_points : list (Q * Q);
  c_slope : Q; c_intercept : Q;               (* left of all knots *)
  c_knots : list (Q * Q);                     (* place, slope change *)
  c_dual : list (list mark);                  (* one list for each run *)
  c_many : N; c_fewest : N;                   (* claims: knots, fewest_knots *)
  c_minimizers : option N;                    (* None: "infinite" *)
  c_objective : option (Q * Q)
}.
Definition c_spline (c : certificate) : spline :=
  {| slope := Q2R (c_slope c); intercept := Q2R (c_intercept c); knots := map pt (c_knots c) |}.

(* power sums *)
Definition ps := list (Z * Q).
Fixpoint val (p : R) (l : ps) : R := match l with [] => 0 | (n, a) :: r => IZR n * Rpower (Q2R a) p + val p r end.
Definition holds (p : R) (o : mark * ps) : Prop :=
  match fst o with Plus => 0 < val p (snd o) | Tie => val p (snd o) = 0 | Minus => val p (snd o) < 0 end.

(* [C08]: knots and gaps are walked together; l: the points left, with their gaps. *)
Fixpoint serve (l ks : list (Q * Q)) : option (list bool) :=
  match l, ks with
  | [], [] => Some []
  | [], _ :: _ => None
  | (x, d) :: l', _ =>
      if zeroQ d then option_map (cons false) (serve l' ks) else
      match ks with
      | [] => None
      | (t, _) :: ks' =>
          if Qeq_bool t x then option_map (cons false) (serve l' ks') else
          match l' with
          | (x', d') :: l'' =>
              if sameQ d d' && ltQ x t && ltQ t x' then option_map (cons true) (serve l'' ks') else None
          | [] => None
          end
      end
  end.
(* [C09]: each knot turns by the gaps that it serves, and where the lines around it meet *)
Fixpoint turns (l : list (Q * Q)) (m : list bool) (ks : list (Q * Q)) : bool :=
  match m, l, ks with
  | [], _, [] => true
  | false :: m', (x, d) :: l', _ =>
      if zeroQ d then turns l' m' ks else
      match ks with (t, c) :: ks' => Qeq_bool c d && Qeq_bool t x && turns l' m' ks' | [] => false end
  | true :: m', (x, d) :: (x', d') :: l', (t, c) :: ks' =>
      Qeq_bool c (d + d') && Qeq_bool (c * t) (d * x + d' * x') && turns l' m' ks'
  | _, _, _ => false
  end.
Definition starts (c : certificate) : bool :=
  match c_points c with
  | (x0, y0) :: r => Qeq_bool (c_slope c * x0 + c_intercept c) y0 &&
      match r with (x1, y1) :: _ => Qeq_bool (c_slope c) (chord x0 y0 x1 y1) | [] => true end
  | [] => false
  end.

(* [C10]: the marks of all gaps, e the one before: Minus at a zero gap and where a run starts *)
Fixpoint marks (e : Q) (ds : list Q) (run : list mark) (rest : list (list mark)) : option (list mark) :=
  match ds with
  | [] => match run, rest with [], [] => Some [] | _, _ => None end
  | d :: ds' =>
      if sameQ e d then match run with s :: run' => option_map (cons s) (marks d ds' run' rest) | [] => None end else
      match run, rest with
      | [], _ => if zeroQ d then option_map (cons Minus) (marks d ds' [] rest) else
          match rest with run' :: rest' => option_map (cons Minus) (marks d ds' run' rest') | [] => None end
      | _, _ => None
      end
  end.

(* [C11]: D at the gap d, times k, spelt out; r: the gaps before it, back to where D was 0, the last one first. *)
Fixpoint dual_sum (k : Z) (d : Q) (r : list Q) : ps :=
  match r with
  | [] => []
  | e :: r' => (k, Qabs e) :: (k, Qabs d) :: (- k, Qabs (Qred (e + d)))%Z :: dual_sum (- k) e r'
  end.
(* what the marks claim; what never holds where they do not fit the gaps *)
Fixpoint obligations (e : Q) (r ds : list Q) (sg : list mark) : list (mark * ps) :=
  match ds, sg with
  | [], [] => []
  | d :: ds', s :: sg' =>
      if sameQ e d then (s, dual_sum 1 d (e :: r)) :: obligations d (match s with Plus => e :: r | _ => [] end) ds' sg'
      else match s with Minus => obligations d [] ds' sg' | _ => [(Plus, [])] end
  | _, _ => [(Plus, [])]
  end.

(* [C12] *)
Fixpoint coversb (sg : list mark) (m : list bool) : bool :=
  match m, sg with
  | [], [] => true
  | false :: m', (Tie | Minus) :: sg' => coversb sg' m'
  | true :: m', _ :: (Plus | Tie) :: sg' => coversb sg' m'
  | _, _ => false
  end.
(* clause [C12]: the matching that the knots serve is one that the marks allow *)
Lemma coversb_ok m : forall sg, coversb sg m = true -> covers sg m.
Proof.
  induction m as [|[] m IH]; intros sg H.
  - destruct sg; simpl in *; auto; discriminate.
  - destruct sg as [|? [|[] sg]]; simpl in *; try discriminate; (split; [discriminate|auto]).
  - destruct sg as [|[] sg]; simpl in *; try discriminate; (split; [discriminate|auto]).
Qed.

(* clause [C08]: a knot serves two gaps only if they have one sign, so what is served is a matching *)
Lemma serve_ok m : forall l ks, serve l ks = Some m -> matching (map Q2R (map snd l)) m.
Proof.
  assert (X : forall b o m0, option_map (cons b) o = Some m0 -> exists m', o = Some m' /\ m0 = b :: m' :> list bool).
  { intros b [m'|] m0 H; inversion H. eauto. }
  induction m as [|b m IH]; intros [|[x d] l] ks H; cbn [serve] in H; try (destruct ks; easy);
  (destruct (zeroQ d); [|destruct ks as [|[t c] ks]; [easy|]; destruct (Qeq_bool t x); [|destruct l as [|[x' d'] l];
    [easy|]; destruct (_ && _) eqn:B; [|easy]]]); apply X in H; destruct H as (m' & H & E); inversion E; subst;
  cbn [map snd matching]; [eauto..|]. split; [|eauto].
  apply andb_prop in B. destruct B as [B _]. apply andb_prop in B. apply sameQ_spec, B.
Qed.

(* knots of slope change 0 are left out in certificates *)
Definition same_knots (k l : atoms) : Prop :=
  (forall z, relus k z = relus l z) /\ forall h, h 0 = 0 -> total h k = total h l.
(* clause [C09]: the knots of the file are those of the matching's spline, so function and cost are too *)
Lemma turns_ok m : forall pts s x y ks, increasing_from (Q2R x) (map pt pts) ->
  matching (gaps_from (Q2R s) (Q2R x) (Q2R y) (map pt pts)) m -> turns (inner_from s x y pts) m ks = true ->
  same_knots (map pt ks) (knots_of (Q2R s) (Q2R x) (Q2R y) (map pt pts) m).
Proof.
  induction m as [|[] m IH]; intros pts s x y ks Hi M T.
  - destruct ks; [|destruct pts as [|[? ?] ?]; discriminate]. destruct pts as [|[? ?] ?]; split; reflexivity.
  - destruct pts as [|[x1 y1] [|[x2 y2] r]]; try contradiction. cbn [map pt fst snd increasing_from] in Hi.
    destruct Hi as (L1 & L2 & Hi). cbn [map pt fst snd gaps_from matching] in M. cbv zeta in M. destruct M as [S M].
    cbn [inner_from turns] in T. cbv zeta in T. destruct ks as [|[t c] ks]; [discriminate|].
    apply andb_prop in T. destruct T as [T T3]. apply andb_prop in T. destruct T as [T1 T2].
    apply Qeq_bool_R in T1. apply Qeq_bool_R in T2.
    rewrite <- (chord_ok x y x1 y1 L1), <- (chord_ok x1 y1 x2 y2 L2) in S. rewrite <- chord_ok in M by assumption.
    rewrite !Q2R_plus, !Q2R_mult, !Q2R_red, !Q2R_minus in T2. rewrite !Q2R_plus, !Q2R_red, !Q2R_minus in T1.
    destruct (IH r _ x2 y2 ks Hi M T3) as [A B].
    cbn [knots_of map pt fst snd]. cbv zeta. rewrite <- (chord_ok x y x1 y1 L1), <- (chord_ok x1 y1 x2 y2 L2).
    set (s1 := chord x y x1 y1) in *. set (s2 := chord x1 y1 x2 y2) in *.
    assert (N : Q2R s2 - Q2R s <> 0) by (unfold same_sign in S; lra).
    replace (Q2R x + (Q2R s2 - Q2R s1) / (Q2R s2 - Q2R s) * (Q2R x1 - Q2R x)) with (Q2R t).
    2:{ apply Rmult_eq_reg_l with (Q2R s2 - Q2R s); [|exact N]. transitivity (Q2R c * Q2R t); [rewrite T1; ring|].
        rewrite T2. field. exact N. }
    replace (Q2R s2 - Q2R s) with (Q2R c) by lra.
    split; [intros z|intros h H0]; cbn [relus total]; [rewrite A|rewrite (B h H0)]; reflexivity.
  - destruct pts as [|[x1 y1] r]; try contradiction. destruct Hi as (L1 & Hi). cbn [fst pt] in L1.
    cbn [map pt fst snd gaps_from matching] in M. cbv zeta in M. rewrite <- chord_ok in M by assumption.
    cbn [inner_from turns] in T. cbn [knots_of map pt fst snd]. cbv zeta in *. rewrite <- chord_ok by assumption.
    destruct (zeroQ _) eqn:Z.
    + apply zeroQ_spec in Z. rewrite Q2R_red, Q2R_minus in Z. destruct (IH r _ x1 y1 ks Hi M T) as [A B]. rewrite Z.
      split; [intros z|intros h H0]; cbn [relus total]; [rewrite A; ring|rewrite H0, (B h H0); ring].
    + destruct ks as [|[t c] ks]; [discriminate|]. apply andb_prop in T. destruct T as [T T3]. apply andb_prop in T.
      destruct T as [T1 T2]. apply Qeq_bool_R in T1. apply Qeq_bool_R in T2. rewrite Q2R_red, Q2R_minus in T1.
      destruct (IH r _ x1 y1 ks Hi M T3) as [A B]. cbn [map pt fst snd]. rewrite <- T1, <- T2.
      split; [intros z|intros h H0]; cbn [relus total]; [rewrite A|rewrite (B h H0)]; reflexivity.
Qed.

(* D enters the next D with a minus: spelt out, all signs change *)
Lemma val_dual_opp p r : forall k d, val p (dual_sum (- k) d r) = - val p (dual_sum k d r).
Proof.
  induction r as [|e r IH]; intros k d; cbn [dual_sum val]; [lra|]. rewrite !IH, !opp_IZR. ring.
Qed.
(* sizes are taken in the rationals, before any power *)
Lemma Qabs_R q : Q2R (Qabs q) = Rabs (Q2R q).
Proof.
  apply Qabs_case; intros X; apply Qle_Rle in X; rewrite Q2R_0 in X; rewrite ?Q2R_opp; unfold Rabs;
  destruct Rcase_abs; lra.
Qed.
(* the price of a rational is a power of its size, in the form of power sums *)
Lemma power_Q p q : Q2R q <> 0 -> power p (Q2R q) = Rpower (Q2R (Qabs q)) p.
Proof. intros H. rewrite Qabs_R. unfold power. destruct Req_EM_T; [contradiction|reflexivity]. Qed.
(* spelt out, D obeys the recurrence: the weight of the pair less the D before *)
Lemma val_dual p e d r : same_sign (Q2R e) (Q2R d) -> val p (dual_sum 1 d (e :: r)) =
  power p (Q2R e) + power p (Q2R d) - power p (Q2R e + Q2R d) - val p (dual_sum 1 e r).
Proof.
  intros S. unfold same_sign in S. cbn [dual_sum val]. rewrite (val_dual_opp p r 1), opp_IZR.
  rewrite <- !power_Q; rewrite ?Q2R_red, ?Q2R_plus; lra.
Qed.
(* clause [C11]: if the signs of these power sums are as claimed, the marks are those of the recurrence *)
Theorem obligations_ok p ds : forall e r sg, Forall (holds p) (obligations e r ds sg) ->
  signs_true (power p) (Q2R e) (val p (dual_sum 1 e r)) (map Q2R ds) sg.
Proof.
  assert (F : ~ Forall (holds p) [(Plus, [])]) by (intros F; apply Forall_inv in F; unfold holds in F; simpl in F; lra).
  induction ds as [|d ds IH]; intros e r [|s sg] H; cbn [obligations] in H; try (destruct (F H)); [exact I|].
  destruct (sameQ e d) eqn:S.
  - apply sameQ_spec in S. apply Forall_cons_iff in H. destruct H as [O H]. apply IH in H. unfold holds in O.
    cbn [fst snd] in O. pose proof (val_dual p e d r S) as V. rewrite V in O.
    destruct s; cbn [map signs_true]; [rewrite V in H|..]; auto.
  - apply sameQ_false in S. destruct s; try (destruct (F H)). apply IH in H. cbn [map signs_true]. tauto.
Qed.

(* Clauses [C05], [C08] and [C09] make the spline that of a matching; if the signs are true ([C11]) and allow the
   matching ([C12]), it is a minimiser. *)
Theorem clauses_sound c m sg : sorted (c_points c) = true -> serve (inner (c_points c)) (c_knots c) = Some m ->
  starts c = true -> turns (inner (c_points c)) m (c_knots c) = true ->
  let P := map pt (c_points c) in let f := c_spline c in increasing P /\ interpolates f P /\
  forall h, price h -> signs_true h 0 0 (gaps P) sg -> covers sg m ->
    forall g, interpolates g P -> cost h f <= cost h g.
Proof.
  intros H5 H8 H9 H9' P f. apply sorted_ok in H5. fold P in H5. pose proof (serve_ok _ _ _ H8) as M.
  fold (gapsQ (c_points c)) in M. rewrite gapsQ_ok in M by exact H5. fold P in M. unfold starts in H9.
  assert (X : interpolates f P /\ forall h, price h -> cost h f = matching_cost h (gaps P) m).
  { unfold P in *. destruct (c_points c) as [|[x0 y0] [|[x1 y1] r]]; [discriminate|..];
    apply andb_prop in H9; destruct H9 as [A B]; apply Qeq_bool_R in A; rewrite Q2R_plus, Q2R_mult in A.
    - destruct m as [|[] m]; [|destruct M..]. unfold f, interpolates, cost, eval, c_spline.
      cbn [slope intercept knots]. destruct (c_knots c) as [|k ks]; [|discriminate]. cbn. split; [|reflexivity].
      repeat constructor. cbn. lra.
    - apply Qeq_bool_R in B. destruct H5 as [L H5]. cbn [map pt fst snd] in L. pose proof (chord_ok x0 y0 x1 y1 L) as E.
      cbn [map pt fst snd gaps] in M |- *. cbv zeta in *. rewrite <- E in *.
      destruct (turns_ok m r _ x1 y1 _ H5 M H9') as [T1 T2]. split.
      + pose proof (spline_of_interpolates (map pt ((x0, y0) :: (x1, y1) :: r)) m (conj L H5)) as I.
        cbn [map pt fst snd gaps] in I. cbv zeta in I. rewrite <- E in I.
        eapply Forall_impl; [|exact (I M)]. intros q Hq. rewrite <- Hq. unfold eval, f, c_spline.
        cbn [slope intercept knots spline_of map pt fst snd]. rewrite T1, <- E, B. rewrite B in A.
        assert (K : Q2R (chord x0 y0 x1 y1) * (Q2R x1 - Q2R x0) = Q2R y1 - Q2R y0) by (rewrite E; field; lra). lra.
      + intros h Hh. rewrite <- (knots_of_total h) by exact M. apply T2, (h_0 h Hh). }
  destruct X as [I C]. split; [exact H5|]. split; [exact I|].
  intros h Hh HS HC g Hg. destruct (signs_cost h m _ 0 0 sg ltac:(lra) HS HC) as [_ E]. rewrite (C h Hh), E.
  apply lower_bound; auto. apply recurrence_feasible.
Qed.
