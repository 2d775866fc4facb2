(* Theorem D (docs/theory.md, section 7): the fewest knots of a spline that passes given gates are the most forced bends
   of which no two of one sign overlap. The first half is what makes a tolerance certificate a proof. *)
From Coq Require Import Reals Lra List Bool.
From Sparsest Require Import Prices Splines.
Import ListNotations.
Open Scope R_scope.

(* A gate is one or two ends: its ceiling, which the spline must not exceed at that place, and its floor. *)
Record gate_end := { ceiling : bool; place : R; height : R }.
Definition meets (y : R) (e : gate_end) : Prop := if ceiling e then y <= height e else height e <= y.
Definition passes (f : spline) (gs : list gate_end) : Prop := forall e, In e gs -> meets (eval f (place e)) e.

(* Three ends between which a knot of one sign is needed: a ceiling below the line through two floors (sign +), or a
   floor above the line through two ceilings (sign -). *)
Record bend := { end_a : gate_end; end_b : gate_end; end_c : gate_end }.
Definition convex (b : bend) : bool := ceiling (end_b b).
Definition line_at_b (b : bend) : R := height (end_a b) +
  (height (end_c b) - height (end_a b)) / (place (end_c b) - place (end_a b)) * (place (end_b b) - place (end_a b)).
Definition forced (b : bend) : Prop :=
  place (end_a b) < place (end_b b) < place (end_c b) /\
  ceiling (end_a b) = negb (convex b) /\ ceiling (end_c b) = negb (convex b) /\
  if convex b then height (end_b b) < line_at_b b else line_at_b b < height (end_b b).
Definition apart (b c : bend) : Prop :=
  convex b = convex c -> place (end_c b) <= place (end_a c) \/ place (end_c c) <= place (end_a b).
Definition bends_in (gs : list gate_end) (bs : list bend) : Prop :=
  (forall b, In b bs -> forced b /\ In (end_a b) gs /\ In (end_b b) gs /\ In (end_c b) gs) /\ ForallOrdPairs apart bs.

(* Both signs at once: true is the sign of ceilings and of bends +. *)
Definition sgn (s : bool) : R := if s then 1 else -1.
(* ceilings and floors at once: turned by the sign, all are upper bounds *)
Lemma meets_sgn s y e : ceiling e = s -> meets y e <-> sgn s * y <= sgn s * height e.
Proof. intros <-. unfold meets, sgn. destruct (ceiling e); split; lra. Qed.
(* the same for bends, without the division *)
Lemma forced_sgn b : place (end_a b) < place (end_b b) < place (end_c b) ->
  (if convex b then height (end_b b) < line_at_b b else line_at_b b < height (end_b b)) <->
  0 < sgn (convex b) * ((height (end_c b) - height (end_a b)) * (place (end_b b) - place (end_a b)) -
    (height (end_b b) - height (end_a b)) * (place (end_c b) - place (end_a b))).
Proof.
  intros X. assert (E : (line_at_b b - height (end_a b)) * (place (end_c b) - place (end_a b)) =
    (height (end_c b) - height (end_a b)) * (place (end_b b) - place (end_a b))) by (unfold line_at_b; field; lra).
  rewrite <- E. unfold sgn. destruct (convex b); split; nra.
Qed.

(* No fewer. An entry of the list of knots serves a bend if it stands between its ends and has its sign. *)
Definition serves (k : R * R) (b : bend) : bool :=
  if Rlt_dec (place (end_a b)) (fst k) then if Rlt_dec (fst k) (place (end_c b)) then
    if Rlt_dec 0 (sgn (convex b) * snd k) then true else false else false else false.
Definition served (l : atoms) (b : bend) : bool := existsb (fun k => serves k b) l.
(* without such an entry the spline is convex there (sign -) or concave (sign +) *)
Lemma no_turn b l : let xa := place (end_a b) in let xb := place (end_b b) in let xc := place (end_c b) in
  xa < xb < xc -> served l b = false ->
  0 <= sgn (convex b) * (relus l xb * (xc - xa) - relus l xa * (xc - xb) - relus l xc * (xb - xa)).
Proof.
  intros xa xb xc X. unfold served. induction l as [|[t w] l IH]; cbn [existsb relus]; intros H; [lra|].
  apply orb_false_iff in H. destruct H as [H1 H2]. specialize (IH H2).
  assert (0 <= sgn (convex b) * w *
    (Rmax 0 (xb - t) * (xc - xa) - Rmax 0 (xa - t) * (xc - xb) - Rmax 0 (xc - t) * (xb - xa))); [|lra].
  unfold serves in H1. cbn [fst snd] in H1. fold xa xc in H1. destruct (Rlt_dec xa t) as [A|A].
  - destruct (Rlt_dec t xc) as [B|B]; [|rewrite !Rmax_left by lra; lra].
    destruct Rlt_dec as [C|C]; [discriminate|]. rewrite (Rmax_left 0 (xa - t)), (Rmax_right 0 (xc - t)) by lra.
    assert (Rmax 0 (xb - t) * (xc - xa) - 0 * (xc - xb) - (xc - t) * (xb - xa) <= 0); [|nra].
    unfold Rmax. destruct Rle_dec; nra.
  - rewrite !Rmax_right by lra. right. ring.
Qed.
(* without a knot of its sign the spline could not turn between the three ends *)
Lemma bend_served f gs b : passes f gs -> forced b -> In (end_a b) gs -> In (end_b b) gs -> In (end_c b) gs ->
  served (knots f) b = true.
Proof.
  intros P (X & SA & SC & F) A B C. apply P in A, B, C. rewrite forced_sgn in F by auto.
  rewrite (meets_sgn _ _ _ SA) in A. rewrite (meets_sgn (convex b)) in B by auto. rewrite (meets_sgn _ _ _ SC) in C.
  destruct (served (knots f) b) eqn:E; auto. exfalso. pose proof (no_turn b (knots f) X E) as N. unfold eval in A, B, C.
  unfold sgn in *. destruct (convex b); cbn [negb] in *; nra.
Qed.
(* an entry has one sign and one place, so it serves one bend at most *)
Lemma serves_one k bs : ForallOrdPairs apart bs -> INR (length (filter (serves k) bs)) <= counted (snd k).
Proof.
  induction 1 as [|b bs Hb _ IH]; simpl; [unfold counted; destruct Req_EM_T; lra|].
  destruct (serves k b) eqn:E; auto. replace (filter _ bs) with (@nil bend).
  - unfold serves in E. repeat (destruct Rlt_dec; try discriminate).
    unfold counted. destruct Req_EM_T as [Z|Z]; simpl; [|lra]. rewrite Z in *. lra.
  - clear IH. symmetry. induction Hb as [|c bs Hc _ IH]; simpl; auto. destruct (serves k c) eqn:D; auto. exfalso.
    unfold serves, sgn, apart in *. repeat (destruct Rlt_dec; try discriminate).
    destruct (convex b), (convex c); try lra; destruct (Hc eq_refl); lra.
Qed.
(* added up over the list, knots are at least as many as bends that are served *)
Lemma serve_all l bs : ForallOrdPairs apart bs -> INR (length (filter (served l) bs)) <= total counted l.
Proof.
  intros H. induction l as [|[t w] l IH]; cbn [total].
  - clear H. induction bs; simpl; [lra|auto].
  - pose proof (serves_one (t, w) bs H). cbn [snd] in *.
    assert (N : forall cs, (length (filter (served ((t, w) :: l)) cs) <=
      length (filter (serves (t, w)) cs) + length (filter (served l) cs))%nat).
    { induction cs as [|b cs IHb]; auto. unfold served in *. cbn [filter existsb].
      destruct (serves (t, w) b), (existsb _ l); simpl; rewrite <- ?plus_n_Sm; auto using le_S, le_n_S. }
    specialize (N bs). apply le_INR in N. rewrite plus_INR in N. lra.
Qed.
(* Theorem D, no fewer: for every way to write the spline down, so for the one with each knot once, too. *)
Theorem bends_need_knots gs bs f : bends_in gs bs -> passes f gs -> INR (length bs) <= cost counted f.
Proof.
  intros [F A] P. eapply Rle_trans; [|apply (serve_all (knots f) bs A)]. right. do 2 f_equal. clear A.
  induction bs as [|b bs IH]; auto. cbn [filter]. destruct (F b (or_introl eq_refl)) as (Fb & Ia & Ib & Ic).
  rewrite (bend_served f gs) by auto. f_equal. apply IH. intros c I. apply F. simpl; auto.
Qed.

(* No more. First lines that pass. *)
Definition value (L : R * R) (x : R) : R := fst L * x + snd L.
Definition fits (gs : list gate_end) (L : R * R) : Prop := forall e, In e gs -> meets (value L (place e)) e.
(* ends are finitely many: the floor or the rise that decides is attained *)
Lemma greatest T (f : T -> R) l : l = [] \/ exists t, In t l /\ forall t', In t' l -> f t' <= f t.
Proof.
  induction l as [|a l [->|(t & I & H)]]; auto; right.
  - exists a. simpl. intuition (subst; lra).
  - destruct (Rle_dec (f a) (f t)); [exists t|exists a]; simpl; (split; [tauto|]); intros t' [<-|I']; try lra;
    specialize (H t' I'); lra.
Qed.
(* or the ends have a bound, where none has to be attained *)
Lemma below_all T (f : T -> R) l : exists m, forall t, In t l -> m <= f t.
Proof.
  destruct (greatest T (fun t => - f t) l) as [->|(t & _ & H)]; [exists 0; simpl; tauto|].
  exists (f t). intros t' I. specialize (H t' I). lra.
Qed.
(* an end is of the sign in question or of the other one *)
Lemma two_signs (r s : bool) : r = s \/ r = negb s.
Proof. destruct r, s; auto. Qed.
(* floors are lower bounds, once turned *)
Lemma sgn_negb s : sgn (negb s) = - sgn s.
Proof. unfold sgn. destruct s; simpl; lra. Qed.
(* what a line of slope m, turned by the sign, leaves to an end at place x *)
Lemma sgn_below s h m x : sgn s * (h - sgn s * m * x) = sgn s * h - m * x.
Proof. unfold sgn. destruct s; ring. Qed.
(* A slope will do if it does for each pair of a floor and a ceiling. *)
Lemma fits_of_slope s gs p : (forall a b, In a gs -> In b gs -> ceiling a = negb s -> ceiling b = s ->
  sgn s * (height a - p * place a) <= sgn s * (height b - p * place b)) -> exists q, fits gs (p, q).
Proof.
  intros H. set (r := fun e => sgn s * (height e - p * place e)) in *.
  set (other := fun e => Bool.eqb (ceiling e) (negb s)).
  assert (Q : exists m, forall e, In e gs -> (ceiling e = negb s -> r e <= m) /\ (ceiling e = s -> m <= r e)).
  { destruct (greatest _ r (filter other gs)) as [E|(a & I & M)].
    - destruct (below_all _ r gs) as [m B]. exists m. intros e I. split; auto. intros S. apply eqb_true_iff in S.
      assert (Z : In e (filter other gs)) by (apply filter_In; auto). rewrite E in Z. destruct Z.
    - exists (r a). apply filter_In in I. destruct I as [I S]. apply eqb_prop in S. intros e J. split; [|apply H; auto].
      intros S'. apply M, filter_In. split; auto. apply eqb_true_iff; auto. }
  destruct Q as [m Q]. exists (sgn s * m). intros e I. destruct (Q e I) as [QF QC]. unfold r in QF, QC.
  destruct (two_signs (ceiling e) s) as [S|S]; rewrite (meets_sgn _ _ _ S), ?sgn_negb; unfold value; cbn [fst snd];
  [specialize (QC S)|specialize (QF S)]; unfold sgn in *; destruct s; lra.
Qed.
Definition rise (s : bool) (ab : gate_end * gate_end) : R :=
  sgn s * (height (snd ab) - height (fst ab)) / (place (snd ab) - place (fst ab)).
(* multiplied out, for nra *)
Lemma rise_run s a b : place a < place b -> rise s (a, b) * (place b - place a) = sgn s * (height b - height a).
Proof. intros X. unfold rise. simpl. field. lra. Qed.
(* No end of sign s left of one of the other sign: a steep line will do. *)
Lemma fits_steep s gs : (forall a b, In a gs -> In b gs -> ceiling a = negb s -> ceiling b = s ->
  place a < place b \/ (place a = place b /\ sgn s * height a <= sgn s * height b)) -> exists L, fits gs L.
Proof.
  intros H. destruct (below_all _ (rise s) (list_prod gs gs)) as [m M].
  destruct (fits_of_slope s gs (sgn s * m)) as [q Q]; [|eauto]. intros a b I J A B. rewrite !sgn_below.
  specialize (M _ (in_prod _ _ _ _ I J)). destruct (H _ _ I J A B) as [X|[<- X]]; [|lra].
  pose proof (rise_run s a b X). nra.
Qed.
(* One more end, on the right: if no line that fits meets it, the line that keeps farthest to its side touches two ends,
   of its sign and then of the other, and still passes by on the wrong side. *)
Lemma extreme_line gs L0 v s : fits gs L0 -> ceiling v = s ->
  (forall e, In e gs -> ceiling e = negb s ->
    place e < place v \/ (place e = place v /\ sgn s * height e <= sgn s * height v)) ->
  (exists L, fits gs L /\ meets (value L (place v)) v) \/
  exists L a b, fits gs L /\ In a gs /\ In b gs /\ ceiling a = s /\ ceiling b = negb s /\
    place a < place b < place v /\ value L (place a) = height a /\ value L (place b) = height b /\
    sgn s * height v < sgn s * value L (place v).
Proof.
  intros F0 Sv H. set (test := fun ab => Bool.eqb (ceiling (fst ab)) s && Bool.eqb (ceiling (snd ab)) (negb s) &&
    if Rlt_dec (place (fst ab)) (place (snd ab)) then true else false).
  assert (T : forall a b, In (a, b) (filter test (list_prod gs gs)) <->
    (In a gs /\ In b gs) /\ (ceiling a = s /\ ceiling b = negb s) /\ place a < place b).
  { intros a b. rewrite filter_In, in_prod_iff. unfold test. cbn [fst snd]. rewrite !andb_true_iff, !eqb_true_iff.
    destruct Rlt_dec; intuition discriminate. }
  assert (F : forall e, In e gs -> (ceiling e = s -> sgn s * value L0 (place e) <= sgn s * height e) /\
    (ceiling e = negb s -> sgn s * height e <= sgn s * value L0 (place e))).
  { intros e I. specialize (F0 e I). split; intros S; rewrite (meets_sgn _ _ _ S), ?sgn_negb in F0; lra. }
  destruct (greatest _ (rise s) (filter test (list_prod gs gs))) as [E|([a b] & I & M)].
  - left. destruct (fits_steep s (v :: gs)) as [L G]; [|exists L; split; [intros e I|]; apply G; simpl; auto].
    intros a b [<-|I] J A B; [rewrite Sv in A; destruct s; discriminate|]. destruct J as [<-|J]; [auto|].
    destruct (Rlt_dec (place b) (place a)) as [X|X].
    + assert (Z : In (b, a) []) by (rewrite <- E; apply T; auto). destruct Z.
    + destruct (Req_dec (place a) (place b)) as [Y|]; [right|left; lra]. split; auto.
      pose proof (proj1 (F b J) B). pose proof (proj2 (F a I) A) as Fa. rewrite Y in Fa. lra.
  - apply T in I. destruct I as ((I & J) & (A & B) & X). set (m := rise s (a, b)) in *.
    pose proof (rise_run s a b X) as E. fold m in E.
    assert (M0 : m <= sgn s * fst L0).
    { apply (Rmult_le_reg_r (place b - place a)); [lra|]. pose proof (proj1 (F a I) A). pose proof (proj2 (F b J) B).
      unfold value in *. lra. }
    destruct (fits_of_slope s gs (sgn s * m)) as [q G].
    { intros c d Ic Id C D. rewrite !sgn_below. destruct (Rlt_dec (place d) (place c)) as [Y|Y].
      - assert (N : rise s (d, c) <= m) by (apply M, T; auto). pose proof (rise_run s d c Y). nra.
      - pose proof (proj1 (F d Id) D). pose proof (proj2 (F c Ic) C). unfold value in *. nra. }
    set (L := (sgn s * m, q)) in *. pose proof (G a I) as Ga. pose proof (G b J) as Gb.
    rewrite (meets_sgn _ _ _ A) in Ga. rewrite (meets_sgn _ _ _ B), sgn_negb in Gb.
    assert (E' : sgn s * value L (place b) - sgn s * value L (place a) = m * (place b - place a)).
    { unfold value, L, sgn. cbn [fst snd]. destruct s; ring. }
    destruct (Rle_dec (sgn s * value L (place v)) (sgn s * height v)) as [V|V].
    + left. exists L. split; auto. apply (meets_sgn s); auto.
    + right. exists L, a, b. destruct (H b J B) as [Y|[Y Y']]; [|rewrite Y in *; lra].
      repeat split; auto; unfold sgn in *; destruct s; lra.
Qed.

(* What the greedy by windows knows after some ends: the next line keeps to the ends of sign s from the threshold th s
   on, and each such line is the last one of a spline that passes all ends so far, with one knot for each bend. *)
Definition kept (th : bool -> R) (gs : list gate_end) : list gate_end :=
  filter (fun e => if Rle_dec (th (ceiling e)) (place e) then true else false) gs.
(* the ends that the next line has to keep to, for rewriting *)
Lemma in_kept th gs e : In e (kept th gs) <-> In e gs /\ th (ceiling e) <= place e.
Proof. unfold kept. rewrite filter_In. destruct Rle_dec; intuition discriminate. Qed.
Record reached (gs : list gate_end) (th : bool -> R) (bs : list bend) : Prop := {
  r_line : exists L, fits (kept th gs) L;
  r_spline : forall L, fits (kept th gs) L -> exists f, cost counted f = INR (length bs) /\ passes f gs /\
    forall x, (forall s, th s <= x) -> eval f x = value L x;
  r_bends : bends_in gs bs;
  r_right : forall b, In b bs -> place (end_c b) <= th (negb (convex b)) }.
(* the gates at one place have a value in common *)
Definition compatible (gs : list gate_end) : Prop := forall e g, In e gs -> In g gs -> place e = place g ->
  ceiling e = false -> ceiling g = true -> height e <= height g.
(* compatible gates for both signs at once, as fits_steep and extreme_line need them *)
Lemma compatible_sgn gs e g s : compatible gs -> In e gs -> In g gs -> place e = place g ->
  ceiling e = negb s -> ceiling g = s -> sgn s * height e <= sgn s * height g.
Proof.
  intros C I J P E G. unfold sgn. destruct s; [specialize (C e g I J P E G)|specialize (C g e J I (eq_sym P) G E)]; lra.
Qed.

(* The next line M crosses the extreme line L between b and v: one knot more. *)
Lemma cross f gs L M b v s : passes f gs -> (forall x, place b <= x -> eval f x = value L x) ->
  ceiling v = s -> ceiling b = negb s -> place b < place v -> meets (value M (place b)) b ->
  value L (place b) = height b -> sgn s * height v < sgn s * value L (place v) ->
  (forall e, In e (v :: gs) -> (if Bool.eqb (ceiling e) s then place v else place b) <= place e ->
    meets (value M (place e)) e) ->
  exists g, cost counted g = 1 + cost counted f /\ passes g (v :: gs) /\
    forall x, place v <= x -> eval g x = value M x.
Proof.
  intros P V Sv Sb X Mb Lb Lv HM. pose proof (HM v (or_introl eq_refl)) as Mv. rewrite Sv, eqb_reflx in Mv.
  specialize (Mv (Rle_refl _)). rewrite (meets_sgn _ _ _ Sb), sgn_negb, <- Lb in Mb. rewrite (meets_sgn _ _ _ Sv) in Mv.
  set (d := fst M - fst L). set (t := (snd L - snd M) / d).
  assert (Hd : sgn s * d < 0). { unfold d, value in *. apply (Rmult_lt_reg_r (place v - place b)); lra. }
  assert (Hd0 : d <> 0). { intros Z. rewrite Z in Hd. lra. }
  assert (ML : forall x, value M x = value L x + d * (x - t)). { intros x. unfold value, t, d in *. field. auto. }
  assert (Ht : place b <= t < place v). { rewrite !ML in Mb, Mv. unfold sgn in *. destruct s; nra. }
  set (g := {| slope := slope f; intercept := intercept f; knots := (t, d) :: knots f |}).
  assert (Eg : forall x, eval g x = eval f x + d * Rmax 0 (x - t)) by (intros; unfold eval, g; simpl; ring).
  exists g. split; [|split].
  - unfold cost. simpl. unfold counted at 1. destruct Req_EM_T; [contradiction|auto].
  - intros e I. rewrite Eg. destruct (Rle_dec (place e) t) as [Y|Y].
    + rewrite Rmax_left, Rmult_0_r, Rplus_0_r by lra. destruct I as [<-|I]; [lra|auto].
    + rewrite Rmax_right, V, <- ML by lra. destruct (Rle_dec (place v) (place e)) as [Z|Z].
      { apply HM; auto. destruct Bool.eqb; lra. }
      destruct I as [<-|I]; [lra|]. destruct (two_signs (ceiling e) s) as [S|S].
      * specialize (P e I). rewrite V in P by lra. rewrite (meets_sgn _ _ _ S) in P. rewrite (meets_sgn _ _ _ S), ML.
        assert (0 < - (sgn s * d) * (place e - t)) by (apply Rmult_lt_0_compat; lra). lra.
      * apply HM; [simpl; auto|]. rewrite S. destruct s; simpl; lra.
  - intros x Y. rewrite Eg, V, Rmax_right, <- ML by lra. auto.
Qed.

(* one end more: some line so far meets it, or it forces a bend, and the next window starts there *)
Lemma next_end gs th bs v : reached gs th bs -> (forall e, In e gs -> place e <= place v) ->
  (forall s, th s <= place v) -> compatible (v :: gs) ->
  exists th' bs', reached (v :: gs) th' bs' /\ forall s, th' s <= place v.
Proof.
  intros H Hv Ht C. set (s := ceiling v). destruct (r_line _ _ _ H) as [L0 F0]. destruct (r_bends _ _ _ H) as [B1 B2].
  destruct (extreme_line (kept th gs) L0 v s F0 eq_refl)
    as [(L & F & M)|(L & a & b & F & Ia & Ib & Sa & Sb & X & Ta & Tb & TX)].
  - intros e I S. apply in_kept in I. destruct I as [I _]. destruct (Hv e I); [auto|right]. split; auto.
    apply (compatible_sgn (v :: gs)); simpl; auto.
  - (* the line takes this end, too *)
    assert (K : forall L, fits (kept th (v :: gs)) L <-> fits (kept th gs) L /\ meets (value L (place v)) v).
    { intros N. split.
      - intros G. split; [intros e I|]; apply G, in_kept; rewrite ?in_kept in *; simpl; intuition auto.
      - intros [G1 G2] e I. apply in_kept in I. destruct I as [[<-|I] T]; auto. apply G1, in_kept. auto. }
    exists th, bs. split; auto. split.
    + exists L. apply K. auto.
    + intros N G. apply K in G. destruct G as [G1 G2]. destruct (r_spline _ _ _ H N G1) as (f & E & P & V). exists f.
      repeat split; auto. intros e [<-|I]; auto. rewrite V; auto.
    + split; auto. intros c I. specialize (B1 c I). simpl. tauto.
    + apply (r_right _ _ _ H).
  - apply in_kept in Ia, Ib. destruct Ia as [Ia La], Ib as [Ib Lb]. rewrite Sa in La. rewrite Sb in Lb.
    set (th' := fun r => if Bool.eqb r s then place v else place b).
    assert (Ts : th' s = place v) by (unfold th'; rewrite eqb_reflx; auto).
    assert (Tn : th' (negb s) = place b) by (unfold th'; destruct s; auto).
    set (new := {| end_a := a; end_b := b; end_c := v |}). assert (Sn : convex new = negb s) by exact Sb.
    exists th', (new :: bs). split; [|intros r; unfold th'; destruct Bool.eqb; lra]. split.
    + apply (fits_steep s). intros e g I J E G. apply in_kept in I, J. rewrite G, Ts in J.
      destruct I as [I _], J as [J Y].
      assert (Pg : place g = place v) by (destruct J as [<-|J]; auto; specialize (Hv g J); lra).
      assert (Pe : place e <= place v) by (destruct I as [<-|I]; [lra|auto]). rewrite Pg.
      destruct Pe as [Pe|Pe]; [auto|right]. split; auto. apply (compatible_sgn (v :: gs)); auto. lra.
    + intros M G. assert (Hb : forall r, th r <= place b).
      { intros r. destruct (two_signs r s) as [->| ->]; lra. }
      destruct (r_spline _ _ _ H L F) as (f & E & P & V).
      destruct (cross f gs L M b v s) as (g & E' & P' & V'); auto; try lra.
      * intros x Y. apply V. intros r. specialize (Hb r). lra.
      * apply G, in_kept. simpl. rewrite Sb, Tn. intuition lra.
      * intros e I Y. apply G, in_kept. unfold th'. auto.
      * exists g. repeat split; auto. { cbn [length]. rewrite S_INR, E', E. ring. }
        intros x Y. apply V'. rewrite <- Ts. auto.
    + split.
      * intros c [<-|I]; [|specialize (B1 c I); simpl; tauto]. split; [|simpl; auto].
        assert (X' : place (end_a new) < place (end_b new) < place (end_c new)) by exact X.
        split; [exact X'|]. rewrite Sn, negb_involutive. repeat split; auto.
        rewrite <- Sn, forced_sgn, Sn, sgn_negb by auto.
        cbn [new end_a end_b end_c]. rewrite <- Ta, <- Tb.
        apply Rlt_le_trans with ((sgn s * value L (place v) - sgn s * height v) * (place b - place a)).
        { apply Rmult_lt_0_compat; lra. } right. unfold value. ring.
      * constructor; auto. apply Forall_forall. intros c I S. right. apply (r_right _ _ _ H) in I.
        rewrite <- S, Sn, negb_involutive in I. simpl. lra.
    + intros c [<-|I]; [rewrite Sn, negb_involutive, Ts; apply Rle_refl|]. apply (r_right _ _ _ H) in I.
      destruct (two_signs (negb (convex c)) s) as [S|S]; rewrite S in *; lra.
Qed.

(* Theorem D; the ends stand from left to right. *)
Theorem theorem_D gs : ForallOrdPairs (fun e g => place e <= place g) gs -> compatible gs ->
  exists f bs, passes f gs /\ bends_in gs bs /\ cost counted f = INR (length bs) /\
    (forall g, passes g gs -> cost counted f <= cost counted g) /\
    (forall cs, bends_in gs cs -> (length cs <= length bs)%nat).
Proof.
  intros O C. assert (R : exists all th bs, (forall e, In e all <-> In e gs) /\ reached all th bs).
  { assert (Step : forall rest, ForallOrdPairs (fun e g => place e <= place g) rest ->
      forall old th bs, reached old th bs ->
      (forall e, In e rest -> (forall s, th s <= place e) /\ forall d, In d old -> place d <= place e) ->
      (forall e, In e gs <-> In e old \/ In e rest) ->
      exists all th bs, (forall e, In e all <-> In e gs) /\ reached all th bs).
    { induction 1 as [|v rest Hv _ IH]; intros old th bs H HI HG.
      - exists old, th, bs. split; auto. intros e. rewrite HG. simpl. tauto.
      - destruct (HI v (or_introl eq_refl)) as [Ht Hd].
        destruct (next_end old th bs v H Hd Ht) as (th' & bs' & H' & T').
        { intros e g I J. apply C; apply HG; simpl in *; tauto. }
        rewrite Forall_forall in Hv. apply (IH (v :: old) th' bs' H').
        + intros e I. specialize (Hv e I). split; [intros s; specialize (T' s); lra|].
          intros d [<-|J]; auto. specialize (Hd d J). lra.
        + intros e. rewrite HG. simpl. tauto. }
    apply (Step gs O [] (fun _ => match gs with e :: _ => place e | [] => 0 end) []); simpl; try tauto.
    - split; simpl; try tauto; [exists (0, 0); intros e []| |split; [simpl; tauto|constructor]]. intros L _.
      exists {| slope := fst L; intercept := snd L; knots := [] |}. split; [auto|]. split; [intros e []|].
      intros x _. unfold eval, value. simpl. ring.
    - intros e I. split; [|tauto]. intros _. destruct O as [|g gs F _]; [destruct I|]. rewrite Forall_forall in F.
      destruct I as [<-|I]; [lra|auto]. }
  destruct R as (all & th & bs & E & H). destruct (r_line _ _ _ H) as [L F].
  destruct (r_spline _ _ _ H L F) as (f & K & P & _).
  assert (B : bends_in gs bs).
  { destruct (r_bends _ _ _ H) as [B1 B2]. split; auto. intros c I. rewrite <- !E. auto. }
  exists f, bs. split; [intros e I; apply P, E; auto|]. split; [exact B|]. split; [exact K|]. split.
  - intros g G. rewrite K. apply (bends_need_knots gs); auto.
  - intros cs D. apply INR_le. rewrite <- K. apply (bends_need_knots gs); auto. intros e I. apply P, E; auto.
Qed.
