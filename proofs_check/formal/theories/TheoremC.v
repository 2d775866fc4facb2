(* Theorem C: there is one spline with the fewest knots (p = 0), or there are infinitely many, and the signs of the gaps
   tell. There is one exactly if every run of gaps of one sign has an even number of them, or is a lone gap with a gap 0
   on either side, and no two lone gaps of opposite signs have only one gap between them. `unique0` tests this from left
   to right. Where it fails, one more point fits beside the data, at any of a stretch of heights, and no knot more is
   needed; where it holds, a count of the knots from right to left leaves one function. *)
From Coq Require Import Reals Lra Lia List QArith Qreals ZArith Bool.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Rationals.
Import ListNotations.
Open Scope R_scope.

Definition sparsest (f : spline) (pts : points) : Prop :=
  interpolates f pts /\ forall g, interpolates g pts -> cost counted f <= cost counted g.
Definition one_sparsest (pts : points) : Prop :=
  exists f, sparsest f pts /\ forall g, sparsest g pts -> forall z, eval g z = eval f z.
(* at some place u, every value in an interval is that of a sparsest spline *)
Definition infinitely_many_sparsest (pts : points) : Prop :=
  exists u a b, a < b /\ forall v, a < v < b -> exists f, sparsest f pts /\ eval f u = v.

(* Signs: Lt for < 0, Eq for 0, Gt for > 0; alike: the same, not 0. *)
Definition sgn (d : R) : comparison := if Rlt_dec 0 d then Gt else if Rlt_dec d 0 then Lt else Eq.
Definition signs (pts : points) : list comparison := map sgn (gaps pts).
Definition alike (s t : comparison) : bool := match s, t with Gt, Gt | Lt, Lt => true | _, _ => false end.
(* The criterion. b = None: the gap before is not 0, or there is none; b = Some t: it is 0, and the one before that is a
   lone gap of sign t, or none if t = Eq. *)
Fixpoint unique0 (b : option comparison) (sg : list comparison) : bool :=
  match sg with
  | [] => true
  | Eq :: r => unique0 (Some Eq) r
  | s :: r => match r with
    | [] => false
    | s' :: r' => if alike s s' then unique0 None r' else
        match b, s' with Some t, Eq => negb (alike s (CompOpp t)) && unique0 (Some s) r' | _, _ => false end
    end
  end.
(* the fewest knots: the gaps of a run in pairs, from its left end *)
Fixpoint fewest0 (sg : list comparison) : nat :=
  match sg with
  | [] => 0
  | s :: r => let one := match s with Eq => 0%nat | _ => 1%nat end in
    match r with [] => one | s' :: r' => if alike s s' then S (fewest0 r') else one + fewest0 r end
  end.
(* One lone gap between gaps 0, pairs, lone gaps of one sign; a lone gap at an end, three of one sign, a lone gap beside
   one of the other sign, or with one gap 0 between them. *)
Example unique0_examples :
  map (unique0 None) [[Eq; Gt; Eq]; [Gt; Gt; Lt; Lt]; [Eq; Gt; Eq; Gt; Eq]; [Eq; Gt; Eq; Eq; Lt; Eq]] = repeat true 4 /\
  map (unique0 None) [[Gt]; [Gt; Gt; Gt]; [Eq; Gt; Lt; Eq]; [Gt; Gt; Lt; Eq]; [Eq; Gt; Eq; Lt; Eq]] = repeat false 5.
Proof. split; reflexivity. Qed.

(* the tactic `sign` splits proofs by it, so that inequalities stand beside comparisons *)
Lemma sgn_cases d : 0 < d /\ sgn d = Gt \/ d < 0 /\ sgn d = Lt \/ d = 0 /\ sgn d = Eq.
Proof. unfold sgn. destruct (Rlt_dec 0 d), (Rlt_dec d 0); auto. right; right. split; auto; lra. Qed.
Ltac sign d := destruct (sgn_cases d) as [[? ->]|[[? ->]|[? ->]]].
Ltac nonzero s := destruct s; [contradiction| |].
(* which neighbours can be a pair is told by signs alone *)
Lemma alike_sgn d e : alike (sgn d) (sgn e) = true <-> same_sign d e.
Proof. unfold same_sign. sign d; sign e; simpl; split; intros; try discriminate; try reflexivity; lra. Qed.
(* for the test whether a lone gap has the sign opposite to the one before *)
Lemma sgn_opp d : CompOpp (sgn d) = sgn (- d).
Proof. sign d; sign (- d); simpl; auto; lra. Qed.
(* a slope change 0 is no knot *)
Lemma counted_0 : counted 0 = 0.
Proof. apply (h_0 _ counted_price). Qed.
(* and any other is one *)
Lemma counted_1 w : w <> 0 -> counted w = 1.
Proof. unfold counted. destruct Req_EM_T; [contradiction|reflexivity]. Qed.

(* The gaps from left to right: one alone, or two of one sign. *)
Lemma gaps_ind (P : list R -> Prop) : P [] ->
  (forall d r, match r with e :: _ => ~ same_sign d e | [] => True end -> P r -> P (d :: r)) ->
  (forall d e r, same_sign d e -> P r -> P (d :: e :: r)) -> forall ds, P ds.
Proof.
  intros P0 P1 P2 ds. assert (G : forall n l, (length l <= n)%nat -> P l); [|eauto].
  induction n; intros [|d [|e r]] H; auto; simpl in H; try lia. destruct (same_sign_dec d e).
  - apply P2; auto. apply IHn. lia.
  - apply P1; auto. apply IHn. simpl. lia.
Qed.
(* What the recurrence gives at p = 0: the number of knots of the leftmost pairs. *)
Lemma fewest0_bound ds : forall e E, 0 <= E -> match ds with d :: _ => same_sign e d -> 1 <= E | [] => True end ->
  bound counted ds (recurrence counted e E ds) = INR (fewest0 (map sgn ds)).
Proof.
  assert (C : forall e d, same_sign e d -> counted e = 1 /\ counted d = 1 /\ counted (e + d) = 1).
  { unfold same_sign. intros. rewrite !counted_1 by lra. auto. }
  assert (Z : forall e E d, 0 <= E -> (same_sign e d -> 1 <= E) -> Rmax 0 (weight_of_pair counted e d - E) = 0).
  { intros e E d HE H. unfold weight_of_pair. destruct same_sign_dec as [S|S]; apply Rmax_left; [|lra].
    destruct (C _ _ S) as (-> & -> & ->). specialize (H S). lra. }
  induction ds as [|d r N IH|d d' r S IH] using gaps_ind; intros e E HE H; cbn [recurrence bound]; cbv zeta.
  - reflexivity.
  - rewrite Z, (IH d 0) by (auto; try lra; destruct r; auto; intros; contradiction).
    assert (X : counted d = INR (match sgn d with Eq => 0 | _ => 1 end)).
    { unfold counted. destruct Req_EM_T; sign d; simpl; lra. }
    rewrite X. destruct r as [|d' r]; [simpl; lra|]. rewrite <- alike_sgn in N. simpl.
    destruct (alike (sgn d) (sgn d')); [contradiction N; reflexivity|]. rewrite plus_INR. lra.
  - rewrite Z by auto. destruct (C _ _ S) as (C1 & C2 & C3). rewrite C1, C2. unfold weight_of_pair.
    destruct same_sign_dec; [|contradiction]. rewrite C1, C2, C3, Rmax_right by lra.
    rewrite IH by (try destruct r; auto; lra). simpl. rewrite (proj2 (alike_sgn d d') S), S_INR. lra.
Qed.
(* p = 0 of Theorem A, by the signs alone *)
Theorem fewest0_least pts : increasing pts ->
  (forall g, interpolates g pts -> INR (fewest0 (signs pts)) <= cost counted g) /\
  exists m, matching (gaps pts) m /\ interpolates (spline_of pts m) pts /\
    cost counted (spline_of pts m) = INR (fewest0 (signs pts)).
Proof.
  intros Hx. pose proof (bound_sum counted _ _ _ _ (recurrence_feasible counted (gaps pts) 0 0)) as B.
  rewrite fewest0_bound in B; [|lra|destruct (gaps pts); auto; intros S; destruct (same_sign_0 _ S)].
  destruct (theorem_A counted counted_price pts Hx) as (LB & M & _). rewrite <- B in *. auto.
Qed.

(* One more point just beside a line of the data, so near that no sign changes other than 0: its own gap has the sign s,
   and the gaps beside it are pushed the other way. *)
Definition push (s a : comparison) : comparison := match a with Eq => CompOpp s | _ => a end.
Definition bend (s : comparison) (sg : list comparison) : list comparison :=
  s :: match sg with [] => [] | a :: r => push s a :: r end.
Inductive inserted : list comparison -> list comparison -> Prop :=
  | inserted_here a r s : s <> Eq -> inserted (a :: r) (push s a :: bend s r)
  | inserted_later a r r' : inserted r r' -> inserted (a :: r) (a :: r').

(* for rewriting with `fewest0`, which looks at two entries at a time: a gap 0 needs no knot *)
Lemma fewest0_zero r : fewest0 (Eq :: r) = fewest0 r.
Proof. destruct r; reflexivity. Qed.
(* a pair is one knot *)
Lemma fewest0_two s r : s <> Eq -> fewest0 (s :: s :: r) = S (fewest0 r).
Proof. intros N. nonzero s; reflexivity. Qed.
(* a lone gap is one knot, and the next gap is looked at afresh *)
Lemma fewest0_one s t r : s <> Eq -> t <> s -> fewest0 (s :: t :: r) = S (fewest0 (t :: r)).
Proof. intros N T. destruct s, t; try contradiction; reflexivity. Qed.
(* after a pair the gap before is not 0, so nothing of the pair has to be remembered *)
Lemma unique0_two b s r : s <> Eq -> unique0 b (s :: s :: r) = unique0 None r.
Proof. intros N. nonzero s; reflexivity. Qed.
(* a lone gap has to stand between gaps 0; the lone gap before the first 0, if any, must not be of opposite sign *)
Lemma unique0_one b s t r : s <> Eq -> t <> s -> unique0 b (s :: t :: r) =
  match b, t with Some b, Eq => negb (alike s (CompOpp b)) && unique0 (Some s) r | _, _ => false end.
Proof. intros N T. destruct s, t; try contradiction; reflexivity. Qed.

(* Where `unique0` fails, there is room for one more point without one more knot: in the list, or just before it. *)
Lemma room : forall n sg b, (length sg <= n)%nat -> unique0 b sg = false ->
  (exists sg', inserted sg sg' /\ fewest0 sg' = fewest0 sg) \/
  (exists s r, sg = s :: r /\ s <> Eq /\ fewest0 (s :: sg) = fewest0 sg /\
    match b with None => True | Some t => s = CompOpp t end).
Proof.
  induction n; intros sg b Hn U. { destruct sg; simpl in *; [discriminate|lia]. }
  destruct sg as [|s r]; [discriminate|]. cbn [length] in Hn.
  assert (D : {s = Eq} + {s <> Eq}) by decide equality. destruct D as [->|N].
  { destruct (IHn r _ ltac:(lia) U) as [(r' & I & E)|(s & r1 & _ & N & _ & ->)]; [|contradiction].
    left. exists (Eq :: r'). split; [apply inserted_later; exact I|]. rewrite !fewest0_zero. exact E. }
  destruct r as [|t r].
  { left. exists [push s s; s]. split; [apply (inserted_here s [] s N)|]. nonzero s; reflexivity. }
  assert (P : forall a, a <> Eq -> push s a = a) by (intros a Na; nonzero a; reflexivity). cbn [length] in Hn.
  assert (T : t = s \/ t = Eq \/ t = CompOpp s /\ t <> Eq /\ t <> s) by
    (destruct s, t; try contradiction; auto; right; right; repeat split; discriminate).
  destruct T as [->|[->|(Et & Nt & Ns)]].
  - (* a pair; what is alone after it goes with a point beside it *)
    rewrite unique0_two in U by exact N. left.
    destruct (IHn r _ ltac:(lia) U) as [(r' & I & E)|(t & r1 & -> & Nt & E & _)];
      [exists (s :: s :: r')|exists (s :: s :: t :: t :: r1)].
    + split; [do 2 apply inserted_later; exact I|]. rewrite !(fewest0_two s) by exact N. congruence.
    + split; [|rewrite !(fewest0_two s) by exact N; congruence]. apply inserted_later.
      replace (s :: t :: t :: r1) with (push t s :: bend t (t :: r1)) by (nonzero s; nonzero t; reflexivity).
      apply inserted_here, Nt.
  - (* a lone gap before a gap 0 *)
    assert (E1 : fewest0 (s :: Eq :: r) = S (fewest0 r)) by (rewrite fewest0_one, fewest0_zero by congruence; auto).
    assert (E2 : fewest0 (s :: s :: Eq :: r) = S (fewest0 r)) by (rewrite fewest0_two, fewest0_zero by auto; auto).
    rewrite unique0_one in U by congruence. destruct b as [b|]; [|right; exists s, (Eq :: r); rewrite E1, E2; auto].
    destruct (alike s (CompOpp b)) eqn:A; cbn [negb andb] in U.
    { right. exists s, (Eq :: r). rewrite E1, E2. destruct s, b; try discriminate; auto. }
    left. rewrite E1. destruct (IHn r _ ltac:(lia) U) as [(r' & I & E)|(t & r1 & -> & Nt & E & ->)].
    + exists (s :: Eq :: r'). split; [do 2 apply inserted_later; exact I|].
      rewrite fewest0_one, fewest0_zero by congruence. congruence.
    + exists (push s s :: bend s (Eq :: CompOpp s :: r1)). split; [apply inserted_here, N|].
      rewrite P by exact N. unfold bend. cbn [push]. rewrite fewest0_two by exact N. congruence.
  - (* opposite signs *)
    left. exists (push s s :: bend s (t :: r)). split; [apply inserted_here, N|]. unfold bend.
    rewrite !P, fewest0_two, fewest0_one by auto. reflexivity.
Qed.

Definition unit_of (s : comparison) : R := match s with Gt => 1 | Lt => -1 | Eq => 0 end.
(* if it is moved by little enough, a gap keeps its sign, and a gap 0 gets the sign of the move *)
Lemma push_ok s a : s <> Eq -> exists h, 0 < h /\ forall e, 0 < e < h -> sgn (a - unit_of s * e) = push s (sgn a).
Proof.
  intros N. exists (if Req_EM_T a 0 then 1 else Rabs a). split; [destruct Req_EM_T; [lra|apply Rabs_pos_lt; auto]|].
  intros e He. assert (X : a = 0 \/ (0 < a /\ e < a) \/ (a < 0 /\ e < - a)).
  { destruct Req_EM_T; [auto|]. unfold Rabs in He. destruct Rcase_abs; lra. }
  destruct s; [contradiction| |]; cbn [unit_of];
  destruct (sgn_cases a) as [[? ->]|[[? ->]|[? ->]]]; cbn [push CompOpp];
  match goal with |- sgn ?b = _ => destruct (sgn_cases b) as [[? ->]|[[? ->]|[? ->]]]; auto; lra end.
Qed.
(* An insertion into the signs is a point beside the data, at any of a stretch of heights. *)
Lemma inserted_ok sg sg' : inserted sg sg' -> forall pts s x y, increasing_from x pts ->
  map sgn (gaps_from s x y pts) = sg -> exists u v c h, c <> 0 /\ 0 < h /\ forall e, 0 < e < h -> exists pts',
  increasing_from x pts' /\ incl pts pts' /\ In (u, v + c * e) pts' /\ map sgn (gaps_from s x y pts') = sg'.
Proof.
  induction 1 as [a r t N|a r r' I IH]; intros pts s x y Hx E; destruct pts as [|[x' y'] pts]; try discriminate;
  cbn [increasing_from gaps_from map] in Hx, E; cbv zeta in E; destruct Hx as [Hx Hx']; injection E as Ea Er.
  - set (l := (y' - y) / (x' - x)) in *. set (k := unit_of t). set (m := (x + x') / 2).
    destruct (push_ok t (l - s) N) as (h & Hh & P). rewrite Ea in P. fold k in P.
    assert (exists h', 0 < h' /\ forall e, 0 < e < h' -> t :: map sgn (gaps_from (l + k * e) x' y' pts) = bend t r)
      as (h' & Hh' & P').
    { rewrite <- Er. destruct pts as [|[x2 y2] pts]; [exists 1; split; [lra|reflexivity]|]. cbn [gaps_from map bend].
      cbv zeta. destruct (push_ok t ((y2 - y') / (x2 - x') - l) N) as (h' & Hh' & P'). exists h'. split; [exact Hh'|].
      intros e He. unfold bend. rewrite <- (P' e He). fold k. do 3 f_equal. ring. }
    assert (K : k <> 0) by (unfold k; destruct t; cbn; congruence || lra). assert (M : x < m < x') by (unfold m; lra).
    exists m, (y + l * (m - x)), (- k * (m - x)), (Rmin h h'). split; [|split; [apply Rmin_pos; auto|]].
    { apply Rmult_integral_contrapositive_currified; lra. }
    intros e [He Hm]. pose proof (Rmin_l h h'). pose proof (Rmin_r h h').
    exists ((m, y + (l - k * e) * (m - x)) :: (x', y') :: pts). cbn [increasing_from gaps_from map]. cbv zeta.
    replace ((y + (l - k * e) * (m - x) - y) / (m - x)) with (l - k * e) by (field; lra).
    replace ((y' - (y + (l - k * e) * (m - x))) / (x' - m)) with (l + k * e) by (unfold l, m; field; lra).
    split; [tauto|]. split; [intros q Q; right; exact Q|]. split; [left; f_equal; ring|].
    rewrite <- (P e), <- (P' e) by lra. f_equal; [f_equal; ring|]. f_equal. unfold k.
    destruct t; [contradiction| |]; cbn [unit_of];
    match goal with |- sgn ?b = _ => destruct (sgn_cases b) as [[? ->]|[[? ->]|[? ->]]]; auto; lra end.
  - destruct (IH pts _ x' y' Hx' Er) as (u & v & c & h & Hc & Hh & B). exists u, v, c, h. split; [exact Hc|].
    split; [exact Hh|]. intros e He. destruct (B e He) as (pts' & I' & S & J & G). exists ((x', y') :: pts').
    cbn [increasing_from gaps_from map In]. cbv zeta. rewrite G, Ea. repeat split; auto.
    intros q [->|Q]; [left|right]; auto.
Qed.

(* heights v + c e fill an interval, as infinitely_many_sparsest wants them *)
Lemma stretch (P : R -> Prop) v c h : c <> 0 -> 0 < h -> (forall e, 0 < e < h -> P (v + c * e)) ->
  exists a b, a < b /\ forall w, a < w < b -> P w.
Proof.
  intros Hc Hh H. exists (Rmin v (v + c * h)), (Rmax v (v + c * h)). unfold Rmin, Rmax.
  split; [repeat destruct Rle_dec; nra|]. intros w Hw. assert (X : c * ((w - v) / c) = w - v) by (field; auto).
  replace w with (v + c * ((w - v) / c)) by lra. apply H. set (e := (w - v) / c) in *. repeat destruct Rle_dec; nra.
Qed.
(* by `room` and inserted_ok one more point fits at no cost, at infinitely many heights *)
Theorem infinitely_many pts : (2 <= length pts)%nat -> increasing pts -> unique0 None (signs pts) = false ->
  infinitely_many_sparsest pts.
Proof.
  intros Hl Hx U. destruct pts as [|[x0 y0] [|[x1 y1] r]]; cbn [length] in Hl; try lia.
  set (pts := (x0, y0) :: (x1, y1) :: r) in *. set (s := (y1 - y0) / (x1 - x0)).
  assert (G : map sgn (gaps_from s x0 y0 ((x1, y1) :: r)) = Eq :: signs pts).
  { cbn [gaps_from map]. cbv zeta. fold s. sign (s - s); reflexivity || lra. }
  assert (X : exists sg', inserted (Eq :: signs pts) sg' /\ fewest0 (tl sg') = fewest0 (signs pts)).
  { destruct (room _ (signs pts) None (le_n _) U) as [(sg' & I & E)|(t & r' & Es & N & E & _)].
    - exists (Eq :: sg'). split; [apply inserted_later, I|exact E].
    - exists (push t Eq :: bend t (signs pts)). split; [apply inserted_here, N|]. rewrite Es in E |- *. rewrite <- E.
      destruct t; [contradiction| |]; reflexivity. }
  destruct X as (sg' & I & E). destruct (inserted_ok _ _ I _ s x0 y0 Hx G) as (u & v & c & h & Hc & Hh & B). exists u.
  apply (stretch (fun w => exists f, sparsest f pts /\ eval f u = w) v c h Hc Hh).
  intros e He. destruct (B e He) as ([|[x' y'] r'] & I' & S & J & G'); [destruct J|].
  set (pts' := (x0, y0) :: (x', y') :: r') in *. destruct (fewest0_least pts Hx) as (LB & _).
  destruct (fewest0_least pts' I') as (_ & m & _ & If & C). unfold interpolates in If. rewrite Forall_forall in If.
  exists (spline_of pts' m). split; [split|apply (If (u, v + c * e)); right; exact J].
  - apply Forall_forall. intros q [<-|Q]; apply If; [left; reflexivity|right; apply S, Q].
  - intros g Hg. rewrite C. replace (fewest0 (signs pts')) with (fewest0 (signs pts)); auto.
    rewrite <- E, <- G'. reflexivity.
Qed.

(* Between two neighbouring points: one knot, if w is not 0, or at least two. *)
Lemma knots_between l u v : u < v -> let n := paid counted l v - paid counted l u in 2 <= n \/
  exists t w, n = counted w /\ u <= t < v /\ before l v = before l u + w /\
    forall z, u <= z <= v -> relus l z = relus l u + before l u * (z - u) + w * Rmax 0 (z - t).
Proof.
  intros Huv. induction l as [|[t w] l IH]; cbn [paid before relus] in *; cbv zeta in *.
  { right. exists u, 0. rewrite counted_0. repeat split; try lra. intros; ring. }
  destruct IH as [IH|(t1 & w1 & N & T1 & B & F)].
  { left. pose proof (h_nonneg counted counted_price w). repeat destruct Rlt_dec; lra. }
  destruct (Rlt_dec t u); [|destruct (Rlt_dec t v)].
  - destruct (Rlt_dec t v); [|lra]. right. exists t1, w1. repeat split; try lra.
    intros z Hz. rewrite (F z Hz), !(Rmax_right 0 (_ - t)) by lra. ring.
  - destruct (Req_dec w 0) as [->|W]; [|destruct (Req_dec w1 0) as [->|W1]].
    + right. exists t1, w1. rewrite counted_0. repeat split; try lra. intros z Hz. rewrite (F z Hz). ring.
    + right. exists t, w. rewrite counted_0 in N. repeat split; try lra.
      intros z Hz. rewrite (F z Hz), (Rmax_left 0 (u - t)) by lra. ring.
    + left. rewrite (counted_1 w W). rewrite (counted_1 w1 W1) in N. lra.
  - right. exists t1, w1. repeat split; try lra. intros z Hz. rewrite (F z Hz), !(Rmax_left 0 (_ - t)) by lra. ring.
Qed.

(* For a spline through (x, y) and (x', y'): over f s x is by how much its slope just left of x is above that of the
   data there; l and r are what the knots in [x, x') pay to the gaps at x and at x'. *)
Definition over (f : spline) (s x : R) : R := slope f + before (knots f) x - s.
Definition left_in (f : spline) (x : R) : R := cost counted f - paid counted (knots f) x.
(* knots_between in terms of gaps: no knot, one that pays l and r of one sign, or more than one *)
Lemma knots_of_interval f s x y x' y' : x < x' -> eval f x = y -> eval f x' = y' ->
  let s' := (y' - y) / (x' - x) in let l := s' - s - over f s x in let r := over f s' x' in
  let n := left_in f x - left_in f x' in
  (n = 0 /\ l = 0 /\ r = 0 /\ forall z, x <= z <= x' -> eval f z = y + s' * (z - x)) \/
  (n = 1 /\ l <> 0 /\ (r = 0 \/ same_sign l r) /\ forall z, x <= z <= x' ->
     eval f z = y + (s' - l) * (z - x) + (l + r) * Rmax 0 (z - (x + r / (l + r) * (x' - x)))) \/
  2 <= n.
Proof.
  intros Hx Hy Hy' s' l r n. assert (E : y' = y + s' * (x' - x)) by (unfold s'; field; lra).
  assert (Q : slope f + before (knots f) x = s' - l) by (unfold l, over; ring).
  assert (N : n = paid counted (knots f) x' - paid counted (knots f) x) by (unfold n, left_in; ring).
  destruct (knots_between (knots f) x x' Hx) as [n2|(t & w & C & T & B & F)]; [right; right; lra|]. rewrite <- N in C.
  assert (V : forall z, x <= z <= x' -> eval f z = y + (s' - l) * (z - x) + w * Rmax 0 (z - t)).
  { intros z Hz. rewrite <- Hy, <- Q. unfold eval. rewrite (F z Hz). ring. }
  assert (X : l * (x' - x) = w * (x' - t)) by (specialize (V x'); rewrite Hy', Rmax_right in V by lra; nra).
  assert (W : w = l + r) by (unfold r, over in *; lra).
  destruct (Req_dec w 0) as [W0|W0]; [left|right; left].
  - rewrite W0, counted_0 in C. rewrite W0, Rmult_0_l in X. apply Rmult_integral in X.
    assert (L : l = 0) by (destruct X; lra). repeat split; try lra. intros z Hz. rewrite (V z Hz), W0, L. ring.
  - rewrite counted_1 in C by exact W0. assert (Y : r * (x' - x) = w * (t - x)) by (rewrite W in X |- *; nra).
    assert (Td : t = x + r / (l + r) * (x' - x)).
    { rewrite <- W. replace (r / w * (x' - x)) with (r * (x' - x) / w) by (field; auto). rewrite Y. field. auto. }
    split; [exact C|]. split; [intros L; rewrite L in X; nra|]. split; [|rewrite <- Td, <- W; exact V].
    destruct (Req_dec r 0); [auto|right]. unfold same_sign.
    destruct (Rtotal_order w 0) as [S|[S|S]]; [right|contradiction|left]; split; nra.
Qed.

(* where nothing is paid the slope stays: left of the first knot, right of the last *)
Lemma no_knot l u v : u < v -> paid counted l v <= paid counted l u ->
  before l v = before l u /\ relus l v = relus l u + before l u * (v - u).
Proof.
  intros Huv H. destruct (knots_between l u v Huv) as [N|(t & w & N & _ & B & F)]; [exfalso; lra|].
  assert (W : w = 0) by (destruct (Req_dec w 0) as [|W]; [auto|rewrite (counted_1 w W) in N; exfalso; lra]).
  rewrite B, (F v), W by lra. split; ring.
Qed.

(* The count, from right to left, where `unique0` holds: K knots are needed from x on, or one less after a gap 0, if the
   slope just left of x is wrong by q and q has not the sign opposite to that of the lone gap t before it; and if q = 0,
   K knots stand there in one way only. *)
Lemma counting : forall n pts s x y b, (length pts <= n)%nat -> increasing_from x pts ->
  unique0 (option_map sgn b) (map sgn (gaps_from s x y pts)) = true ->
  let K := INR (fewest0 (map sgn (gaps_from s x y pts))) in
  exists F, forall f, eval f x = y -> interpolates f pts -> let q := over f s x in
  (K <= left_in f x \/ K - 1 <= left_in f x /\ q <> 0 /\ exists t, b = Some t /\ ~ same_sign q (- t)) /\
  (q = 0 -> left_in f x <= K -> forall z, x < z -> eval f z = F z).
Proof.
  induction n; intros pts s x y b Hn Hx U K; destruct pts as [|[x' y'] pts]; cbn [length] in Hn; try lia.
  1, 2: exists (fun z => y + s * (z - x)); intros f Hy _; pose proof (paid_bounds counted counted_price (knots f) x);
    unfold K, left_in, cost, over; cbn; split; [left; lra|]; intros Q L z Hz;
    pose proof (paid_bounds counted counted_price (knots f) z); destruct (no_knot (knots f) x z) as [_ R]; try lra;
    rewrite <- Hy; unfold eval; rewrite R; replace s with (slope f + before (knots f) x) by lra; ring.
  cbn [increasing_from] in Hx. destruct Hx as [Hx Hx']. unfold K. clear K. cbn [gaps_from map] in *. cbv zeta in *.
  set (s' := (y' - y) / (x' - x)) in *.
  assert (D : s' - s = 0 /\ sgn (s' - s) = Eq \/ s' - s <> 0 /\ sgn (s' - s) <> Eq).
  { sign (s' - s); auto; right; split; lra || discriminate. }
  destruct D as [[D0 E0]|[D0 E0]].
  { (* a gap 0 *)
    rewrite E0 in *. rewrite fewest0_zero. cbn [unique0] in U. rewrite <- E0 in U.
    destruct (IHn pts s' x' y' (Some (s' - s)) ltac:(lia) Hx' U) as (F & A).
    exists (fun z => if Rle_dec z x' then y + s' * (z - x) else F z). intros f Hy Hp.
    inversion_clear Hp as [|? ? Hy' Hp']. destruct (A f Hy' Hp') as [A1 A2].
    pose proof (knots_of_interval f s x y x' y' Hx Hy Hy') as I. cbv zeta in I. fold s' in I.
    split; [left; destruct I as [I|[I|I]]; lra|]. intros Q L z Hz.
    destruct I as [(N & _ & R & G)|[I|I]]; [|exfalso; lra..]. destruct (Rle_dec z x'); [apply G|apply A2]; lra. }
  destruct pts as [|[x2 y2] pts]; [exfalso; simpl in U; nonzero (sgn (s' - s)); discriminate|].
  cbn [length increasing_from gaps_from map] in *. cbv zeta in *. destruct Hx' as [Hx2 Hx'].
  set (s2 := (y2 - y') / (x2 - x')) in *. destruct (same_sign_dec (s' - s) (s2 - s')) as [S|S].
  - (* a pair *)
    assert (Es : sgn (s2 - s') = sgn (s' - s)).
    { apply alike_sgn in S. destruct (sgn (s' - s)), (sgn (s2 - s')); try discriminate; reflexivity. }
    rewrite Es in *. rewrite unique0_two in U by exact E0. rewrite fewest0_two, S_INR by exact E0.
    destruct (IHn pts s2 x2 y2 None ltac:(lia) Hx' U) as (F & A). set (K := INR _) in *.
    exists (fun z => if Rle_dec z x' then y + (s' - (s' - s)) * (z - x) +
      (s' - s + (s2 - s')) * Rmax 0 (z - (x + (s2 - s') / (s' - s + (s2 - s')) * (x' - x)))
      else if Rle_dec z x2 then y' + s2 * (z - x') else F z).
    intros f Hy Hp. inversion_clear Hp as [|? ? Hy' Hp']. inversion_clear Hp' as [|? ? Hy2 Hp].
    destruct (A f Hy2 Hp) as [[B|(_ & _ & ? & X & _)] A2]; [|discriminate]. unfold same_sign in S.
    pose proof (knots_of_interval f s x y x' y' Hx Hy Hy') as I. cbv zeta in I. fold s' in I.
    pose proof (knots_of_interval f s' x' y' x2 y2 Hx2 Hy' Hy2) as I2. cbv zeta in I2. fold s2 in I2.
    set (r := over f s' x') in *. set (q := over f s x) in *. split.
    + left. destruct I as [I|[I|I]], I2 as [I2|[I2|I2]]; lra.
    + intros Q L z Hz.
      destruct I as [I|[(N & L0 & SR & G)|I]], I2 as [(N2 & L2 & R2 & G2)|[I2|I2]]; try (exfalso; lra).
      destruct (Rle_dec z x'); [|destruct (Rle_dec z x2); [apply G2; lra|apply A2; lra]].
      replace (s' - s) with (s' - s - q) by lra. replace (s2 - s') with r by lra. apply G. lra.
  - (* a lone gap, between two gaps 0 *)
    assert (Es : sgn (s2 - s') <> sgn (s' - s)).
    { intros X. apply S, alike_sgn. rewrite X. nonzero (sgn (s' - s)); reflexivity. }
    rewrite unique0_one in U by auto. rewrite fewest0_one, S_INR by auto.
    destruct b as [t|]; [|discriminate]. cbn [option_map] in U.
    destruct (sgn_cases (s2 - s')) as [[? X]|[[? X]|[D2 X]]]; rewrite X in U; [discriminate..|].
    apply andb_prop in U. destruct U as [T U]. change (Some (sgn (s' - s))) with (option_map sgn (Some (s' - s))) in U.
    assert (NT : ~ same_sign (s' - s) (- t)).
    { intros Y. apply alike_sgn in Y. rewrite <- sgn_opp in Y. rewrite Y in T. discriminate. }
    rewrite X, fewest0_zero. set (K := INR _) in *.
    destruct (IHn pts s2 x2 y2 (Some (s' - s)) ltac:(lia) Hx' U) as (F & A). fold K in A.
    exists (fun z => if Rle_dec z x' then y + s' * (z - x) else if Rle_dec z x2 then y' + s2 * (z - x') else F z).
    intros f Hy Hp. inversion_clear Hp as [|? ? Hy' Hp']. inversion_clear Hp' as [|? ? Hy2 Hp].
    destruct (A f Hy2 Hp) as [B A2].
    pose proof (knots_of_interval f s x y x' y' Hx Hy Hy') as I. cbv zeta in I. fold s' in I.
    pose proof (knots_of_interval f s' x' y' x2 y2 Hx2 Hy' Hy2) as I2. cbv zeta in I2. fold s2 in I2.
    set (r := over f s' x') in *. set (r2 := over f s2 x2) in *.
    set (q := over f s x) in *.
    assert (B' : K <= left_in f x2 \/ K - 1 <= left_in f x2 /\ r2 <> 0 /\ ~ same_sign r2 (- (s' - s))).
    { destruct B as [B|(B & R & t' & E' & Y)]; [auto|]. injection E' as <-. auto. }
    clear B. unfold same_sign in I, I2, B', NT |- *. split.
    + destruct (Rle_dec (K + 1) (left_in f x)) as [G|G]; [left; exact G|right].
      split; [|split; [|exists t; split; [reflexivity|]]]; destruct I as [I|[I|I]], I2 as [I2|[I2|I2]]; lra.
    + intros Q L z Hz.
      destruct I as [I|[(N & L0 & SR & G)|I]], I2 as [(N2 & L2 & R2 & G2)|[I2|I2]]; try (exfalso; lra).
      destruct (Rle_dec z x'); [|destruct (Rle_dec z x2); [apply G2; lra|apply A2; lra]].
      rewrite (G z), Q by lra. replace r with 0 by lra. unfold Rdiv. rewrite !Rmult_0_l, Rmax_right by lra. ring.
Qed.
(* `counting` from the first interval on, where the slope cannot be wrong: no knot is left over for an overshoot *)
Theorem only_one pts f g : (2 <= length pts)%nat -> increasing pts -> unique0 None (signs pts) = true ->
  sparsest f pts -> sparsest g pts -> forall z, eval g z = eval f z.
Proof.
  intros Hl Hx U Hf Hg. destruct (fewest0_least pts Hx) as (_ & m & _ & I & C).
  destruct pts as [|[x0 y0] [|[x1 y1] pts]]; cbn [length] in Hl; try lia. destruct Hx as [Hx Hx1].
  destruct (counting _ pts ((y1 - y0) / (x1 - x0)) x1 y1 None (le_n _) Hx1 U) as (F & A).
  assert (X : forall f, sparsest f ((x0, y0) :: (x1, y1) :: pts) -> forall z,
    eval f z = if Rle_dec z x1 then y1 + (y1 - y0) / (x1 - x0) * (z - x1) else F z).
  2:{ intros z. rewrite !X by auto. reflexivity. }
  clear f g Hf Hg. intros f [If Hf] z. specialize (Hf _ I). rewrite C in Hf.
  inversion_clear If as [|? ? Hy0 If']. inversion_clear If' as [|? ? Hy1 Hp]. cbn [fst snd] in Hy0, Hy1.
  destruct (A f Hy1 Hp) as [[B|(_ & _ & ? & Y & _)] G]; [|discriminate].
  change (signs _) with (map sgn (gaps_from ((y1 - y0) / (x1 - x0)) x1 y1 pts)) in Hf.
  pose proof (knots_of_interval f 0 x0 y0 x1 y1 Hx Hy0 Hy1) as J. cbv zeta in J. set (s := (y1 - y0) / (x1 - x0)) in *.
  pose proof (fun x => paid_bounds counted counted_price (knots f) x) as PB. pose proof (PB x0). pose proof (PB x1).
  unfold left_in in *.
  destruct J as [(_ & _ & R & _)|[J|J]]; [|exfalso; lra..]. destruct (Rle_dec z x1) as [Hz|Hz]; [|apply G; lra].
  destruct (Req_dec z x1) as [->|]; [rewrite Hy1; ring|].
  pose proof (PB z). destruct (no_knot (knots f) z x1) as [N1 N2]; [lra|lra|].
  unfold over in R. rewrite <- Hy1. unfold eval. rewrite N2. replace s with (slope f + before (knots f) z) by lra. ring.
Qed.

(* Theorem C *)
Theorem theorem_C pts : (2 <= length pts)%nat -> increasing pts ->
  if unique0 None (signs pts) then one_sparsest pts else infinitely_many_sparsest pts.
Proof.
  intros Hl Hx. destruct (unique0 None (signs pts)) eqn:U; [|apply infinitely_many; auto].
  destruct (fewest0_least pts Hx) as (LB & m & _ & I & C). assert (S : sparsest (spline_of pts m) pts).
  { split; [exact I|]. intros g Hg. rewrite C. auto. }
  exists (spline_of pts m). split; [exact S|]. intros g Hg. apply (only_one pts); auto.
Qed.

(* never both *)
Corollary theorem_C_iff pts : (2 <= length pts)%nat -> increasing pts ->
  unique0 None (signs pts) = true <-> one_sparsest pts.
Proof.
  intros Hl Hx. pose proof (theorem_C pts Hl Hx) as T. destruct (unique0 None (signs pts)); [tauto|].
  split; [discriminate|]. intros (f & _ & H). destruct T as (u & a & b & L & T).
  destruct (T ((2 * a + b) / 3)) as (g & G & Eg); [lra|]. destruct (T ((a + 2 * b) / 3)) as (k & K & Ek); [lra|].
  pose proof (H g G u). pose proof (H k K u). exfalso. lra.
Qed.

(* the signs of rational gaps, for certificates *)
Definition sgnQ (d : Q) : comparison := (Qnum d ?= 0)%Z.
(* so the checker decides `unique0` for the data by exact signs *)
Lemma sgnQ_ok d : sgnQ d = sgn (Q2R d).
Proof.
  unfold sgnQ. pose proof (pos_spec d) as P. pose proof (neg_spec d) as M.
  destruct (sgn_cases (Q2R d)) as [[H ->]|[[H ->]|[H ->]]], (Z.compare_spec (Qnum d) 0) as [E|E|E]; auto; exfalso;
    first [apply P in H; lia|apply M in H; lia|apply P in E; lra|apply M in E; lra].
Qed.
