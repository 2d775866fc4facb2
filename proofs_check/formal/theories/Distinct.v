(* Theorem A as an equivalence, on functions: where every knot has a place of its own, the minimisers are the splines
   of the matchings of greatest weight; and different matchings have different splines. *)
From Coq Require Import Reals Lra List Lia.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique.
Import ListNotations.
Open Scope R_scope.

Definition minimiser (h : R -> R) (pts : points) (f : spline) : Prop :=
  interpolates f pts /\ forall g, interpolates g pts -> cost h f <= cost h g.
Definition same_function (f g : spline) : Prop := forall z, eval f z = eval g z.
Definition greatest (h : R -> R) (ds : list R) (m : list bool) : Prop :=
  matching ds m /\ forall m', matching ds m' -> weight h ds m' <= weight h ds m.

(* Theorem A for every price: the recurrence is the minimum, the splines of the matchings of greatest weight attain
   it, and no other spline of a matching does *)
Lemma greatest_least h ds m :
  greatest h ds m <-> matching ds m /\ matching_cost h ds m <= bound h ds (recurrence h 0 0 ds).
Proof.
  destruct (best_matching h ds) as (m0 & M0 & C0). pose proof (matching_cost_weight h _ m0 (le_n _) ds M0).
  split; intros [M W]; pose proof (matching_cost_weight h _ m (le_n _) ds M); (split; [exact M|]).
  - specialize (W m0 M0). lra.
  - intros m' M'. pose proof (matching_cost_weight h _ m' (le_n _) ds M').
    pose proof (tail_bound h m' ds 0 0 ltac:(lra) M'). lra.
Qed.
(* so the marks of the recurrence (Plus, Tie, Minus) describe all best matchings at once *)
Theorem covers_greatest h ds sg m : signs_true h 0 0 ds sg -> (covers sg m <-> greatest h ds m).
Proof. intros H. rewrite greatest_least. apply covers_least; [lra|exact H]. Qed.

(* a minimiser is known by its cost alone: it reaches the bound of the recurrence *)
Lemma minimiser_cost h pts f : price h -> increasing pts ->
  (minimiser h pts f <-> interpolates f pts /\ cost h f <= bound h (gaps pts) (recurrence h 0 0 (gaps pts))).
Proof.
  intros Hh Hx. pose proof (recurrence_feasible h (gaps pts) 0 0) as F. split; intros [If C]; (split; [exact If|]).
  - destruct (best_matching h (gaps pts)) as (m & M & Cm). rewrite <- Cm, <- (spline_of_cost h pts m M).
    apply C, spline_of_interpolates; auto.
  - intros g Ig. eapply Rle_trans; [exact C|]. apply lower_bound; auto.
Qed.
(* for every price, also p = 0 and p = 1, where there are other minimisers than these *)
Theorem greatest_minimises h pts m : price h -> increasing pts -> matching (gaps pts) m ->
  (minimiser h pts (spline_of pts m) <-> greatest h (gaps pts) m).
Proof.
  intros Hh Hx M. rewrite (minimiser_cost h pts _ Hh Hx), greatest_least, (spline_of_cost h pts m M).
  pose proof (spline_of_interpolates pts m Hx M). tauto.
Qed.
(* existence needs no compactness: the best of finitely many matchings meets the lower bound *)
Theorem minimiser_exists h pts : price h -> increasing pts ->
  exists m, greatest h (gaps pts) m /\ minimiser h pts (spline_of pts m).
Proof.
  intros Hh Hx. destruct (best_matching h (gaps pts)) as (m & M & C). exists m.
  assert (G : greatest h (gaps pts) m) by (apply greatest_least; split; [exact M|lra]).
  split; [exact G|]. apply greatest_minimises; auto.
Qed.

(* knots may be split in two or cancel, so the cost is asked for; see theorem_A_functions *)
Theorem theorem_A_iff h pts f : strict h -> (2 <= length pts)%nat -> increasing pts ->
  (minimiser h pts f <->
   exists m, greatest h (gaps pts) m /\ same_function f (spline_of pts m) /\ cost h f = cost h (spline_of pts m)).
Proof.
  intros Hs Hl Hx. pose proof (s_price h Hs) as Hh. split.
  - intros [If C]. destruct (theorem_A_minimisers h pts f Hs Hl Hx If C) as (m & M & E & W). exists m.
    assert (G : greatest h (gaps pts) m) by (split; assumption). split; [exact G|]. split; [exact E|].
    apply (greatest_minimises h pts m Hh Hx M) in G. destruct G as [Im Cm]. apply Rle_antisym; auto.
  - intros (m & G & E & C). pose proof (proj1 G) as M.
    apply (greatest_minimises h pts m Hh Hx M) in G. destruct G as [Im Cm].
    split; [|rewrite C; exact Cm]. eapply Forall_impl; [|exact Im]. intros q Hq. rewrite E. exact Hq.
Qed.

(* the slope change at a place: what a function says about its knots *)
Fixpoint change (l : atoms) (t : R) : R :=
  match l with [] => 0 | (u, w) :: r => (if Req_EM_T u t then w else 0) + change r t end.
(* a function shows its slope change at t by second differences, in which all other knots drop out *)
Lemma second_difference l t : exists a, 0 < a /\ forall b, 0 < b < a ->
  relus l (t + b) + relus l (t - b) - 2 * relus l t = b * change l t.
Proof.
  induction l as [|[u w] l (a & A & H)]; [exists 1; split; [lra|]; intros; simpl; ring|]. simpl.
  destruct (Req_EM_T u t) as [->|N].
  - exists a. split; [exact A|]. intros b B. rewrite Rmax_right, !Rmax_left by lra. pose proof (H b B). nra.
  - assert (K : 0 < Rabs (u - t)) by (apply Rabs_pos_lt; lra). exists (Rmin a (Rabs (u - t))).
    split; [apply Rmin_pos; auto|]. intros b B.
    pose proof (Rmin_l a (Rabs (u - t))). pose proof (Rmin_r a (Rabs (u - t))).
    pose proof (H b ltac:(lra)). destruct (Rlt_dec u t).
    + rewrite (Rabs_left (u - t)) in * by lra. rewrite !Rmax_right by lra. nra.
    + rewrite (Rabs_right (u - t)) in * by lra. rewrite !Rmax_left by lra. nra.
Qed.
(* so the slope change at a place belongs to the function, not to the list of knots that writes it *)
Lemma same_change f g : same_function f g -> forall t, change (knots f) t = change (knots g) t.
Proof.
  intros E t. destruct (second_difference (knots f) t) as (a & A & F).
  destruct (second_difference (knots g) t) as (a' & A' & G).
  set (b := Rmin a a' / 2). pose proof (Rmin_pos a a' A A'). pose proof (Rmin_l a a'). pose proof (Rmin_r a a').
  pose proof (F b ltac:(unfold b; lra)). pose proof (G b ltac:(unfold b; lra)).
  pose proof (E (t + b)). pose proof (E (t - b)). pose proof (E t). unfold eval in *.
  apply (Rmult_eq_reg_l b); [|unfold b; lra]. nra.
Qed.

(* every knot has a place of its own (no slope change may be 0, which costs nothing) *)
Definition distinct_knots (f : spline) : Prop := NoDup (map fst (knots f)).
(* lets same_total take a knot out of the middle of a list *)
Lemma change_app l l' t : change (l ++ l') t = change l t + change l' t.
Proof. induction l as [|[u w] l IH]; simpl; [ring|rewrite IH; ring]. Qed.
(* with distinct places, the change at a knot is that knot's own *)
Lemma change_notin l t : ~ In t (map fst l) -> change l t = 0.
Proof.
  induction l as [|[u w] l IH]; simpl; intros N; [reflexivity|]. rewrite IH by tauto.
  destruct Req_EM_T; [subst; tauto|ring].
Qed.
(* lets same_total take a knot out of the middle of a list *)
Lemma total_app h l l' : total h (l ++ l') = total h l + total h l'.
Proof. induction l as [|[u w] l IH]; simpl; [ring|rewrite IH; ring]. Qed.
(* with distinct places the cost depends on the slope changes only: knots of one list are found in the other one by
   one *)
Lemma same_total h : h 0 = 0 -> forall l l', NoDup (map fst l) -> NoDup (map fst l') ->
  (forall t, change l t = change l' t) -> total h l = total h l'.
Proof.
  intros H0. induction l as [|[t w] l IH]; intros l' N N' E.
  - induction l' as [|[u v] l' IH]; [reflexivity|]. simpl in N', E |- *. inversion_clear N' as [|? ? Nu N''].
    pose proof (E u) as Eu. rewrite (change_notin l' u Nu) in Eu. destruct (Req_EM_T u u) as [_|]; [|congruence].
    assert (v = 0) as -> by lra. rewrite <- IH; [rewrite H0; simpl; ring|exact N''|]. intros s. specialize (E s).
    simpl. destruct Req_EM_T in E; lra.
  - simpl in N. inversion_clear N as [|? ? Nt N0]. pose proof (E t) as Et. simpl in Et.
    rewrite (change_notin l t Nt) in Et. destruct (Req_EM_T t t) as [_|]; [|congruence]. simpl.
    destruct (Req_dec w 0) as [->|W].
    { rewrite H0, (IH l' N0 N'); [ring|]. intros s. rewrite <- (E s). simpl. destruct Req_EM_T; ring. }
    assert (I : In t (map fst l')).
    { destruct (in_dec Req_EM_T t (map fst l')); [assumption|]. rewrite (change_notin l' t) in Et; [lra|assumption]. }
    apply in_map_iff in I. destruct I as ([u v] & Q & I). simpl in Q. subst u.
    apply in_split in I. destruct I as (l1 & l2 & ->).
    rewrite map_app in N'. simpl in N'.
    pose proof (NoDup_remove_1 _ _ _ N') as N1. pose proof (NoDup_remove_2 _ _ _ N') as N2.
    rewrite <- map_app in N1, N2. pose proof (change_notin _ _ N2) as C2. rewrite change_app in C2, Et. simpl in Et.
    destruct (Req_EM_T t t) as [_|]; [|congruence]. assert (v = w) as -> by lra.
    rewrite (IH (l1 ++ l2) N0 N1), !total_app; [simpl; ring|].
    intros s. pose proof (E s) as Es. rewrite change_app in Es |- *. simpl in Es. lra.
Qed.

(* the knots of a matching move to the right: each is at a point or strictly between two *)
Lemma knots_of_distinct m : forall pts s x y, increasing_from x pts -> matching (gaps_from s x y pts) m ->
  Forall (fun t => x <= t) (map fst (knots_of s x y pts m)) /\ NoDup (map fst (knots_of s x y pts m)).
Proof.
  assert (S : forall x z l, x < z -> Forall (fun t => z <= t) l ->
    Forall (fun t => x <= t) l /\ (forall t, t < z -> ~ In t l)).
  { intros x z l Hz Fl. split; [eapply Forall_impl; [|exact Fl]; intros; simpl in *; lra|].
    intros t Ht I. rewrite Forall_forall in Fl. specialize (Fl t I). lra. }
  induction m as [|[] m IH]; intros pts s x y Hx M.
  - destruct pts as [|[? ?] ?]; simpl; split; constructor.
  - destruct pts as [|[x1 y1] [|[x2 y2] r]]; simpl in M; try contradiction. destruct Hx as (Hx1 & Hx2 & Hx).
    destruct M as [T M]. cbn [knots_of map fst]. cbv zeta. pose proof (tau_bounds _ _ _ T) as B.
    destruct (IH r _ x2 y2 Hx M) as [Fl N]. destruct (S x x2 _ ltac:(lra) Fl) as [Fx I].
    split; constructor; auto; [nra|]. apply I. nra.
  - destruct pts as [|[x1 y1] r]; simpl in M; try contradiction. destruct Hx as (Hx1 & Hx).
    cbn [knots_of map fst]. cbv zeta.
    destruct (IH r _ x1 y1 Hx M) as [Fl N]. destruct (S x x1 _ ltac:(lra) Fl) as [Fx I].
    split; constructor; auto; lra.
Qed.
(* so what is proved for distinct knots holds for the splines of matchings *)
Lemma spline_of_distinct pts m : increasing pts -> matching (gaps pts) m -> distinct_knots (spline_of pts m).
Proof.
  intros Hx M. unfold distinct_knots. destruct pts as [|[x0 y0] [|[x1 y1] r]]; try constructor.
  apply (knots_of_distinct m r _ x1 y1); [apply Hx|exact M].
Qed.

(* Theorem A on functions *)
Theorem theorem_A_functions h pts f : strict h -> (2 <= length pts)%nat -> increasing pts -> distinct_knots f ->
  (minimiser h pts f <-> exists m, greatest h (gaps pts) m /\ same_function f (spline_of pts m)).
Proof.
  intros Hs Hl Hx D. rewrite (theorem_A_iff h pts f Hs Hl Hx). split; intros (m & G & E); exists m; [tauto|].
  split; [exact G|]. split; [exact E|]. apply (same_total h (h_0 h (s_price h Hs))); [exact D| |apply same_change, E].
  apply spline_of_distinct; [exact Hx|apply G].
Qed.

(* p = 1: no pair has weight, so every matching's spline is a minimiser; so are the minimisers for all strict prices *)
Lemma weight_at_one m : forall ds, matching ds m -> weight Rabs ds m = 0.
Proof.
  induction m as [|[] m IH]; intros ds M.
  - destruct ds; reflexivity.
  - destruct ds as [|d [|d' ds]]; simpl in M; try contradiction. destruct M as [S M]. simpl. rewrite (IH ds M).
    unfold same_sign in S. unfold Rabs. repeat destruct Rcase_abs; lra.
  - destruct ds as [|d ds]; simpl in M; try contradiction. exact (IH ds M).
Qed.
(* p = 1 is a price too, at the border of strictness: so Theorem A's bound holds for it *)
Lemma Rabs_price : price Rabs.
Proof. apply price_of_concave; [apply Rabs_R0|apply Rabs_Ropp| |]; intros; rewrite ?Rabs_right by lra; lra. Qed.
(* joining saves nothing at p = 1: hence the many solutions of the l1 problem *)
Theorem matchings_at_one pts m : increasing pts -> matching (gaps pts) m ->
  minimiser Rabs pts (spline_of pts m) /\ cost Rabs (spline_of pts m) = sum_of (map Rabs (gaps pts)).
Proof.
  intros Hx M. split.
  - apply (greatest_minimises Rabs pts m Rabs_price Hx M). split; [exact M|].
    intros m' M'. rewrite !weight_at_one; auto. lra.
  - rewrite (spline_of_cost Rabs), (matching_cost_weight Rabs _ m (le_n _) _ M), weight_at_one; auto. lra.
Qed.
(* l^p minimisers are among those of the l1 problem: smaller p only choose among these *)
Theorem minimisers_at_one h pts f : strict h -> (2 <= length pts)%nat -> increasing pts -> distinct_knots f ->
  minimiser h pts f -> minimiser Rabs pts f.
Proof.
  intros Hs Hl Hx D Hf. pose proof (proj1 Hf) as If. apply (theorem_A_iff h pts f Hs Hl Hx) in Hf.
  destruct Hf as (m & [M _] & E & _). split; [exact If|]. unfold cost at 1.
  rewrite (same_total Rabs Rabs_R0 _ (knots (spline_of pts m))); [|exact D| |apply same_change, E].
  - apply matchings_at_one; auto.
  - apply spline_of_distinct; auto.
Qed.

(* different matchings: where first only one joins its gap to the next, the functions differ in that interval *)
Lemma joined_not_alone pts s x y m m' : increasing_from x pts ->
  matching (gaps_from s x y pts) (true :: m) -> matching (gaps_from s x y pts) (false :: m') ->
  ~ (forall z, relus (knots_of s x y pts (true :: m)) z = relus (knots_of s x y pts (false :: m')) z).
Proof.
  intros Hx M M' E. destruct pts as [|[x1 y1] [|[x2 y2] r]]; simpl in M; try contradiction.
  destruct Hx as (Hx1 & Hx2 & Hx). destruct M as [S M]. cbn [gaps_from matching] in M'. cbv zeta in M'.
  cbn [knots_of] in E. cbv zeta in E. set (s1 := (y1 - y) / (x1 - x)) in *. set (s2 := (y2 - y1) / (x2 - x1)) in *.
  pose proof (tau_bounds s s1 s2 S) as B. set (t := (s2 - s1) / (s2 - s)) in *.
  specialize (E (x + t * (x1 - x))). cbn [relus] in E.
  rewrite (proj1 (knots_of_spec _ m (le_n _) r s2 x2 y2 Hx M)) in E by nra.
  rewrite (proj1 (knots_of_spec _ m' (le_n _) ((x2, y2) :: r) s1 x1 y1 (conj Hx2 Hx) M')) in E by nra.
  rewrite Rmax_left, Rmax_right in E by nra. assert (0 < t * (x1 - x)) by nra. destruct S; nra.
Qed.
(* by induction over both matchings: as long as they agree, the knots so far cancel *)
Lemma knots_of_injective m : forall m' pts s x y, increasing_from x pts ->
  matching (gaps_from s x y pts) m -> matching (gaps_from s x y pts) m' ->
  (forall z, relus (knots_of s x y pts m) z = relus (knots_of s x y pts m') z) -> m = m'.
Proof.
  induction m as [|[] m IH]; intros m' pts s x y Hx M M' E.
  - destruct pts as [|[? ?] ?]; [|destruct M]. destruct m' as [|[] ?]; [reflexivity|destruct M'|destruct M'].
  - destruct m' as [|[] m'].
    + destruct pts as [|[? ?] ?]; [destruct M|destruct M'].
    + f_equal. destruct pts as [|[x1 y1] [|[x2 y2] r]]; simpl in M, M'; try contradiction.
      apply (IH m' r ((y2 - y1) / (x2 - x1)) x2 y2); [apply Hx|apply M|apply M'|].
      intros z. specialize (E z). simpl in E. lra.
    + destruct (joined_not_alone pts s x y m m' Hx M M' E).
  - destruct m' as [|[] m'].
    + destruct pts as [|[? ?] ?]; [destruct M|destruct M'].
    + destruct (joined_not_alone pts s x y m' m Hx M' M). intros z. symmetry. apply E.
    + f_equal. destruct pts as [|[x1 y1] r]; simpl in M, M'; try contradiction.
      apply (IH m' r ((y1 - y) / (x1 - x)) x1 y1); [apply Hx|apply M|apply M'|].
      intros z. specialize (E z). simpl in E. lra.
Qed.
(* the last sentence of Theorem A; so minimisers can be counted by counting matchings *)
Theorem matchings_distinct pts m m' : increasing pts -> matching (gaps pts) m -> matching (gaps pts) m' ->
  same_function (spline_of pts m) (spline_of pts m') -> m = m'.
Proof.
  intros Hx M M' E. destruct pts as [|[x0 y0] [|[x1 y1] r]].
  1,2: destruct m as [|[] ?], m' as [|[] ?]; simpl in M, M'; tauto.
  apply (knots_of_injective m m' r ((y1 - y0) / (x1 - x0)) x1 y1); [apply Hx|exact M|exact M'|].
  intros z. specialize (E z). unfold eval in E. simpl in E. lra.
Qed.
