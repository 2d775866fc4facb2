(* Proposition 4.1: for 0 < p < 1 and at p = 0, and any width K >= N, the problem has solutions, and every solution has
   at most N active neurons; the width does not matter. *)
From Coq Require Import Reals Lra Lia List Permutation Sorted.
From Sparsest Require Import Prices Descent Several.
Import ListNotations.
Open Scope R_scope.

Definition is_zero (u : list R) : bool := forallb (fun a => if Req_EM_T a 0 then true else false) u.
(* what the test tells: for active neurons a weight to work with, for inactive ones that all products are 0 *)
Lemma zero_spec u : if is_zero u then Forall (fun a => a = 0) u else exists a, In a u /\ a <> 0.
Proof.
  induction u as [|a u IH]; simpl; [constructor|]. destruct Req_EM_T; simpl.
  - destruct (is_zero u); [constructor; auto|]. destruct IH as (b & I & N). exists b. auto.
  - exists a. auto.
Qed.
(* A neuron is active if v w <> 0. *)
Definition active (n : R * list R) : bool := negb (is_zero (map (Rmult (fst n)) (snd n))).
Definition trim (f : layer) : layer := filter active f.
Definition actives (f : layer) : nat := length (trim f).

(* v w = 0 means that v = 0 or w = 0: the neuron does nothing and costs nothing *)
Lemma inactive h n : price h -> active n = false -> neuron_path h n = 0 /\ forall x, neuron_value n x = 0.
Proof.
  intros Hh H. pose proof (zero_spec (map (Rmult (fst n)) (snd n))) as Z. unfold active in H.
  destruct is_zero; [|discriminate]. apply Forall_map in Z. destruct n as [v w]. unfold neuron_path, neuron_value.
  simpl in *. split.
  - induction Z as [|a w E Z IH]; simpl; [reflexivity|]. rewrite IH, E, (h_0 h Hh). ring.
  - intros x. destruct (Req_dec v 0) as [->|N]; [ring|]. replace (dot w (bar x)) with 0; [rewrite Rmax_left by lra;
      ring|]. generalize (bar x). induction Z as [|a w E Z IH]; intros [|b u]; simpl; try reflexivity. rewrite <- IH.
    apply Rmult_integral in E as [E|E]; [contradiction|]. rewrite E. ring.
Qed.
(* v and some weight are not 0, so moving v moves something that is priced *)
Lemma active_spec n : active n = true <-> fst n <> 0 /\ exists a, In a (snd n) /\ a <> 0.
Proof.
  pose proof (zero_spec (map (Rmult (fst n)) (snd n))) as Z. unfold active.
  destruct is_zero; (split; [intros H|intros (V & a & I & N)]).
  - discriminate.
  - apply Forall_map in Z. exfalso. destruct (Rmult_integral _ _ (pick Z I)); auto.
  - destruct Z as (b & I & N). apply in_map_iff in I as (a & <- & I). split; [|exists a; split; [exact I|]]; intros E;
      apply N; rewrite E; ring.
  - reflexivity.
Qed.
(* inactive neurons can be left out: the function stays *)
Lemma trim_value f x : value (trim f) x = value f x.
Proof.
  induction f as [|n f IH]; simpl; [reflexivity|]. destruct (active n) eqn:A; simpl; rewrite IH; [reflexivity|].
  destruct (inactive counted n counted_price A) as [_ ->]. ring.
Qed.
(* and so does the price *)
Lemma trim_path h f : price h -> path h (trim f) = path h f.
Proof.
  intros Hh. induction f as [|n f IH]; simpl; [reflexivity|]. destruct (active n) eqn:A; simpl; rewrite IH;
    [reflexivity|]. destruct (inactive h n Hh A) as [-> _]. ring.
Qed.
(* hence the active neurons alone are a network through the data *)
Lemma trim_feasible d K pts f : feasible d K pts f -> feasible d (actives f) pts (trim f).
Proof.
  intros (_ & S & V). repeat split.
  - apply Forall_forall. intros n I. apply filter_In in I. apply (proj1 (Forall_forall _ _) S), I.
  - eapply Forall_impl; [|exact V]. intros q. cbv beta. rewrite trim_value. auto.
Qed.
(* Inactive neurons may be left out or added: any width that holds the active ones will do. *)
Lemma same_trim f g : trim g = trim f -> (forall x, value g x = value f x) /\ forall h, price h -> path h g = path h f.
Proof.
  intros E. split; [intros x; rewrite <- (trim_value g), E, trim_value; reflexivity|]. intros h Hh.
  rewrite <- (trim_path h g Hh), E, trim_path by exact Hh. reflexivity.
Qed.
(* neurons 0 fill up any width, so networks of different widths can be compared *)
Lemma resize d k K pts f : feasible d k pts f -> (actives f <= K)%nat -> exists g, feasible d K pts g /\
  trim g = trim f.
Proof.
  intros F L. set (z := (0, repeat 0 (S d)) : R * list R). exists (repeat z (K - actives f) ++ trim f).
  assert (E : trim (repeat z (K - actives f) ++ trim f) = trim f).
  { unfold trim at 1. rewrite filter_app. replace (filter active (repeat z (K - actives f))) with (@nil (R * list R)).
    - clear. unfold trim. simpl. induction f as [|n f IH]; [reflexivity|]. simpl.
      destruct (active n) eqn:A; simpl; rewrite ?A, IH; auto.
    - clear L. induction (K - actives f)%nat as [|n IH]; [reflexivity|]. simpl. rewrite <- IH.
      replace (active z) with false; [reflexivity|]. unfold active, z. simpl.
      destruct Req_EM_T as [_|N]; [simpl|contradiction N; ring]. clear. induction d; simpl; [reflexivity|].
      destruct Req_EM_T as [_|N]; [exact IHd|contradiction N; ring]. }
  split; [|exact E]. destruct (same_trim _ _ E) as [V _]. apply trim_feasible in F as (A & S & Y). repeat split.
  - rewrite app_length, repeat_length. fold (actives f). lia.
  - apply Forall_app. split; [|exact S]. apply Forall_forall. intros n I. apply repeat_spec in I. subst n.
    apply repeat_length.
  - eapply Forall_impl; [|exact Y]. intros q. cbv beta. rewrite trim_value, V. auto.
Qed.
(* the active neurons fit into the width that there is *)
Lemma actives_le f : (actives f <= length f)%nat.
Proof. unfold actives, trim. induction f as [|n f IH]; simpl; [lia|]. destruct (active n); simpl; lia. Qed.

(* More columns than rows are dependent: elimination. A combination is a list of (coefficient, column). *)
Definition combine_at {X Y} (e : X -> Y -> R) (l : list (R * X)) (y : Y) : R :=
  fold_right (fun q s => fst q * e (snd q) y + s) 0 l.
(* combinations side by side: a column taken out by `dependent`, blocks in Blocks.v *)
Lemma combine_app {X Y} (e : X -> Y -> R) l l' y : combine_at e (l ++ l') y = combine_at e l y + combine_at e l' y.
Proof. unfold combine_at. induction l as [|q l IH]; simpl; [ring|]. rewrite IH. ring. Qed.
(* more active neurons than points: some output weights can be moved without changing a value at the data *)
Lemma dependent {X Y} (rows : list Y) : forall (e : X -> Y -> R) (cols : list X), (length rows < length cols)%nat ->
  exists l, map snd l = cols /\ Exists (fun q => fst q <> 0) l /\ Forall (fun y => combine_at e l y = 0) rows.
Proof.
  induction rows as [|y rows IH]; intros e cols L.
  { exists (map (fun x => (1, x)) cols). rewrite map_map, map_id. repeat split; auto.
    destruct cols; [simpl in L; lia|]. left. simpl. lra. }
  simpl in L. destruct (Exists_dec (fun x => e x y <> 0) cols) as [P|P].
  { intros x. destruct (Req_EM_T (e x y) 0); [right; lra|left; assumption]. }
  - apply Exists_exists in P as (x0 & I & N). apply in_split in I as (A & B & ->).
    destruct (IH (fun x z => e x z - e x y / e x0 y * e x0 z) (A ++ B)) as (l & E & S & Z).
    { rewrite app_length in *. simpl in L. lia. }
    apply map_eq_app in E as (l1 & l2 & -> & E1 & E2). pose (s := combine_at e (l1 ++ l2) y).
    assert (X0 : forall z, combine_at (fun x z => e x z - e x y / e x0 y * e x0 z) (l1 ++ l2) z =
      combine_at e (l1 ++ l2) z - s / e x0 y * e x0 z).
    { intros z. unfold s. generalize (l1 ++ l2). induction l as [|q l IHl]; unfold combine_at in *; simpl;
        [|rewrite IHl]; field; exact N. }
    exists (l1 ++ (- s / e x0 y, x0) :: l2). rewrite map_app. simpl. repeat split; [congruence| |].
    + apply Exists_app in S as [S|S]; apply Exists_app; [left|right; right]; exact S.
    + assert (C : forall z, combine_at e (l1 ++ (- s / e x0 y,
        x0) :: l2) z = combine_at e (l1 ++ l2) z - s / e x0 y * e x0 z).
      { intros z. rewrite !combine_app. simpl. field. exact N. }
      constructor; [rewrite C; unfold s; field; exact N|]. eapply Forall_impl; [|exact Z]. intros z E. cbv beta in E.
      rewrite C, <- X0. exact E.
  - destruct (IH e cols) as (l & E & S & Z); [lia|]. exists l. repeat split; auto. constructor; [|exact Z].
    clear - P E. subst cols. unfold combine_at. induction l as [|q l IHl]; simpl; [reflexivity|]. rewrite IHl.
    + destruct (Req_dec (e (snd q) y) 0) as [->|N]; [ring|]. exfalso. apply P. left. exact N.
    + intros X0. apply P. right. exact X0.
Qed.

(* v_k + t c_k for v_k, with sum_k c_k (w_k . xbar)_+ = 0 at the points. *)
Definition moved (l : list (R * (R * list R))) (t : R) : layer :=
  map (fun q => (fst (snd q) + t * fst q, snd (snd q))) l.
Definition products (l : list (R * (R * list R))) : line :=
  flat_map (fun q => map (fun a => (fst (snd q) * a, fst q * a, 1)) (snd (snd q))) l.
(* along the move the price is one of a line of numbers, for the lemmas on W in Descent.v *)
Lemma moved_path h l t : path h (moved l t) = W h (products l) t.
Proof.
  assert (A : forall l l', W h (l ++ l') t = W h l t + W h l' t).
  { clear. induction l as [|[[f c] m] l IH]; intros; simpl; [ring|]. rewrite IH. ring. }
  induction l as [|[c [v w]] l IH]; [reflexivity|]. simpl. rewrite A, IH. f_equal. unfold neuron_path. simpl.
  induction w as [|a w IHw]; simpl; [reflexivity|]. rewrite IHw, Rmult_1_l. do 2 f_equal. ring.
Qed.
(* where the move starts *)
Lemma moved_0 l : moved l 0 = map snd l.
Proof. apply map_ext. intros [c [v w]]. simpl. f_equal. ring. Qed.
(* moved networks still go through the data, whatever t *)
Lemma moved_feasible d K pts l t : feasible d K pts (map snd l) ->
  Forall (fun q => combine_at (fun n q => Rmax 0 (dot (snd n) (bar (fst q)))) l q = 0) pts ->
  feasible d K pts (moved l t).
Proof.
  unfold feasible, fits, moved. rewrite !map_length, !Forall_map. intros (L & S & V) Z. repeat split; auto.
  apply Forall_forall. intros q I. pose proof (pick V I) as E. pose proof (pick Z I) as E'. simpl in E, E'.
  rewrite <- E. clear - E'. transitivity (value (map snd l) (fst q) + t * 0); [rewrite <- E'; clear|ring].
  induction l as [|[c [v w]] l IH]; simpl in *; [ring|]. rewrite IH. unfold neuron_value, combine_at. simpl. ring.
Qed.
(* at p = 0 the price is the rank, which rank_hit makes smaller *)
Lemma counted_rank E : Forall (fun e => snd e = 1) E -> price_of counted E = INR (rank E).
Proof.
  induction 1 as [|[f m] E H _ IH]; [reflexivity|]. simpl in *. rewrite IH, H, plus_INR. unfold counted.
  destruct Req_EM_T; simpl; ring.
Qed.

(* more than N could be moved: strictly down if h is strict, at p = 0 until an active weight is 0 *)
Theorem at_most_N_neurons h d K pts f : strict h \/ h = counted -> solves h d K pts f -> (actives f <= length pts)%nat.
Proof.
  intros Hh [F M]. assert (P : price h) by (destruct Hh as [Hh | ->]; [apply Hh|apply counted_price]).
  destruct (Nat.le_gt_cases (actives f) (length pts)) as [L|L]; [exact L|exfalso].
  pose proof (trim_feasible d K pts f F) as G. pose proof (trim_path h f P) as E.
  destruct (dependent pts (fun n q => Rmax 0 (dot (snd n) (bar (fst q)))) (trim f) L) as (l & El & S & Z).
  rewrite <- El in G, E. assert (A : Forall (fun q => active (snd q) = true) l).
  { apply (Forall_map snd (fun n => active n = true)), Forall_forall. rewrite El. intros n I. apply filter_In in I.
    apply I. }
  assert (T : tame (products l)).
  { clear - A. induction A as [|[c [v w]] l A _ IH]; [constructor|]. simpl. apply Forall_app. split; [|exact IH].
    apply Forall_map, Forall_forall. intros a _. split; [|lra]. apply active_spec in A as [N _]. simpl in *. intros Q.
    apply Rmult_integral in Q as [Q | ->]; [contradiction|ring]. }
  apply Exists_exists in S as (q & I & Nc). destruct (proj1 (active_spec _) (pick A I)) as (Nv & a & Ia & Na).
  assert (In' : In (fst (snd q) * a, fst q * a, 1) (products l)).
  { apply in_flat_map. exists q. split; [exact I|]. apply in_map_iff. exists a. auto. }
  assert (X : exists t, path h (moved l t) < path h (moved l 0)).
  { destruct Hh as [Hh|Hh].
    - destruct (strict_descent h (products l) Hh T) as (t & _ & C); [|exists t; rewrite !moved_path; exact C].
      apply Exists_exists. eexists. split; [exact In'|]. split; [lra|]. apply Rmult_integral_contrapositive; auto.
    - exists (- fst (snd q) / fst q). subst h. rewrite !moved_path, !W_at, !counted_rank.
      2, 3: unfold at_, products; apply Forall_map, Forall_forall; intros [[f0 c0] m0] J;
        apply in_flat_map in J as (q0 & _ & J); apply in_map_iff in J as (a0 & J & _); simpl; congruence.
      apply lt_INR, (proj2 (rank_hit _ _ T)). apply Exists_exists. eexists. split; [exact In'|]. split.
      + apply Rmult_integral_contrapositive; auto.
      + field. exact Nc. }
  destruct X as (t & X). rewrite moved_0, E in X. pose proof (moved_feasible _ _ _ _ t G Z) as Fm.
  destruct (resize _ _ K _ _ Fm) as (g & Fg & Eg).
  { eapply Nat.le_trans; [apply actives_le|]. rewrite (proj1 Fm), <- (proj1 F). apply actives_le. }
  specialize (M g Fg). rewrite (proj2 (same_trim _ _ Eg) h P) in M. lra.
Qed.

(* Solutions exist as soon as some network of that width interpolates. *)
Lemma least {X} (c : X -> R) (l : list X) : l <> [] -> exists x, In x l /\ forall y, In y l -> c x <= c y.
Proof.
  induction l as [|x l IH]; intros N; [contradiction|]. destruct l as [|y l].
  { exists x. split; [left; reflexivity|]. intros y [<-|[]]. lra. }
  destruct IH as (z & I & M); [discriminate|]. destruct (Rle_dec (c x) (c z)) as [L|L].
  - exists x. split; [left; reflexivity|]. intros u [<-|J]; [lra|]. specialize (M u J). lra.
  - exists z. split; [right; exact I|]. intros u [<-|J]; [lra|]. auto.
Qed.
(* the cheapest of finitely many candidates; compactness is not needed *)
Theorem solution_exists h d K pts f : concave h -> feasible d K pts f -> exists g, solves h d K pts g.
Proof.
  intros Hh F. destruct (candidates d K pts) as (Z & FZ & C & _). destruct (least (path h) Z) as (z & I & M).
  { destruct (C h f Hh F) as (z & I & _). intros ->. destruct I. }
  exists z. split; [apply (pick FZ I)|]. intros g G. destruct (C h g Hh G) as (y & J & L). specialize (M y J). lra.
Qed.

(* Different points can be interpolated: one after the other along a direction that separates them. *)
Lemma differ (x x' : list R) : length x = length x' -> x <> x' -> exists b, length b = length x /\ dot b x <> dot b x'.
Proof.
  revert x'. induction x as [|a x IH]; intros [|a' x'] L N; try discriminate; [contradiction N; reflexivity|].
  simpl in L. assert (Z : forall (u : list R), dot (map (fun _ => 0) x) u = 0).
  { clear. induction x as [|a x IH]; intros [|b u]; simpl; try reflexivity. rewrite IH. ring. }
  destruct (Req_dec a a') as [->|D].
  - destruct (IH x') as (b & Lb & Db); [lia|congruence|]. exists (0 :: b). simpl. rewrite Lb. split; [reflexivity|lra].
  - exists (1 :: map (fun _ => 0) x). simpl. rewrite map_length, !Z. split; [reflexivity|lra].
Qed.
(* each pair is separated by all directions mix t a b but for one t, so one direction separates all pairs *)
Lemma direction d (l : list (list R * list R)) : Forall (fun q => length (fst q) = d /\ length (snd q) = d) l ->
  exists a, length a = d /\ Forall (fun q => fst q <> snd q -> dot a (fst q) - dot a (snd q) <> 0) l.
Proof.
  induction 1 as [|q l [L1 L2] H (a & La & A)]; [exists (repeat 0 d); split; [apply repeat_length|constructor]|].
  destruct (list_eq_dec Req_EM_T (fst q) (snd q)) as [E|N]; [exists a; split; [exact La|constructor;
    [contradiction|exact A]]|]. destruct (differ (fst q) (snd q)) as (b & Lb & B); [congruence|exact N|].
  (* all but finitely many points of the line through a and b will do *)
  assert (X : exists T, forall t, T < t -> Forall (fun q => fst q <> snd q ->
    dot (mix t a b) (fst q) - dot (mix t a b) (snd q) <> 0) (q :: l)).
  { assert (Y : Forall (fun q => fst q <> snd q -> dot a (fst q) - dot a (snd q) <> 0 \/ dot b (fst q) - dot b (snd q)
      <> 0) (q :: l)).
    { constructor; [right; lra|]. eapply Forall_impl; [|exact A]. auto. }
    clear - Y La Lb L1. induction Y as [|r m Y _ (T & HT)]; [exists 0; constructor|].
    set (u := dot a (fst r) - dot a (snd r)) in *. set (v := dot b (fst r) - dot b (snd r)) in *.
    exists (Rmax T (u / (u - v))). intros t Ht. pose proof (Rmax_l T (u / (u - v))).
    pose proof (Rmax_r T (u / (u - v))). constructor; [|apply HT; lra]. intros N. rewrite !dot_mix by congruence.
    intros E. assert (E' : u + t * (v - u) = 0) by (unfold u, v; lra).
    destruct (Req_dec u v) as [D|D]; [rewrite D in *; destruct (Y N) as [Z|Z]; apply Z; lra|].
    assert (t = u / (u - v)) by (field_simplify_eq; lra). lra. }
  destruct X as (T & HT). exists (mix (T + 1) a b). split; [rewrite mix_length; congruence|apply HT; lra].
Qed.
(* along this direction the data are in an order, as with one input *)
Lemma separating d (pts : data) : Forall (fun q => length (fst q) = d) pts -> NoDup (map fst pts) ->
  exists a, length a = d /\ NoDup (map (fun q => dot a (fst q)) pts).
Proof.
  intros L N. destruct (direction d (list_prod (map fst pts) (map fst pts))) as (a & La & A).
  { apply Forall_forall. intros [x y] I. apply in_prod_iff in I as [I J].
    apply in_map_iff in I as (q & <- & I), J as (r & <- & J). split; [apply (pick L I)|apply (pick L J)]. }
  exists a. split; [exact La|]. rewrite <- (map_map fst (dot a)).
  assert (D : forall x y, In x (map fst pts) -> In y (map fst pts) -> dot a x = dot a y -> x = y).
  { intros x y I J E. destruct (list_eq_dec Req_EM_T x y) as [|Ne]; [assumption|exfalso].
    apply (pick A (in_prod _ _ x y I J)); [exact Ne|simpl; lra]. }
  clear - N D. induction N as [|x xs N N' IH]; [constructor|]. simpl. constructor; [|apply IH; intros; apply D; simpl;
    auto]. intros I. apply in_map_iff in I as (y & E & I). apply N. rewrite (D x y); simpl; auto.
Qed.
(* Points in order. *)
Lemma sorted_app {X} (lt : X -> X -> Prop) A B : StronglySorted lt (A ++ B) ->
  StronglySorted lt A /\ StronglySorted lt B /\ forall a b, In a A -> In b B -> lt a b.
Proof.
  induction A as [|x A IH]; simpl; intros H; [repeat split; [constructor|exact H|intros a b []]|]. inversion_clear H.
  destruct (IH H0) as (P & Q & T). apply Forall_app in H1 as [H1 H2]. repeat split; [constructor; assumption|exact Q|].
  intros a b [<-|I] J; [apply (pick H2 J)|apply T; assumption].
Qed.
(* sorts by insertion, so that points can be taken from left to right *)
Lemma sorted_exists {X} (key : X -> R) l : NoDup (map key l) ->
  exists m, Permutation l m /\ StronglySorted (fun a b => key a < key b) m.
Proof.
  assert (Ins : forall x m, ~ In (key x) (map key m) -> StronglySorted (fun a b => key a < key b) m ->
    exists m', Permutation (x :: m) m' /\ StronglySorted (fun a b => key a < key b) m').
  { intros x m N S. induction S as [|y m S IH F]; [exists [x]; split; [apply Permutation_refl|repeat constructor]|].
    destruct (Rtotal_order (key x) (key y)) as [L|[L|L]]; [|exfalso; apply N; left; congruence|].
    - exists (x :: y :: m). split; [apply Permutation_refl|]. constructor; [constructor; assumption|].
      constructor; [exact L|]. eapply Forall_impl; [|exact F]. intros z Z. cbv beta in Z. lra.
    - destruct IH as (m' & P & T); [intros I; apply N; right; exact I|]. exists (y :: m').
      split; [eapply perm_trans; [apply perm_swap|apply perm_skip, P]|]. constructor; [exact T|].
      eapply Permutation_Forall; [exact P|]. constructor; [exact L|exact F]. }
  induction l as [|x l IH]; intros N; [exists []; split; [apply perm_nil|constructor]|].
  inversion_clear N as [|? ? Nx N']. destruct (IH N') as (m & P & S). destruct (Ins x m) as (m' & P' & S'); [|exact S|].
  - intros I. apply Nx. apply (Permutation_in _ (Permutation_sym (Permutation_map key P)) I).
  - exists m'. split; [eapply perm_trans; [apply perm_skip, P|exact P']|exact S'].
Qed.
(* a place for a knot between the points before and the next one *)
Lemma between {X} (key : X -> R) F z : (forall a, In a F -> key a < z) ->
  exists t, t < z /\ Forall (fun a => key a - t < 0) F.
Proof.
  induction F as [|a F IH]; intros H; [exists (z - 1); split; [lra|constructor]|].
  destruct IH as (t & L & T); [intros b I; apply H; right; exact I|]. pose proof (H a (or_introl eq_refl)).
  exists (Rmax t ((key a + z) / 2)). pose proof (Rmax_l t ((key a + z) / 2)). pose proof (Rmax_r t ((key a + z) / 2)).
  split; [apply Rmax_lub_lt; lra|]. constructor; [lra|]. eapply Forall_impl; [|exact T]. intros b B. cbv beta in B. lra.
Qed.
(* Where the block begins: strictly between it and what is met. *)
Lemma split_at {X} (key : X -> R) F q A : StronglySorted (fun a b => key a < key b) (F ++ q :: A) ->
  NoDup (q :: A) /\ exists t, Forall (fun a => key a - t < 0) F /\ Forall (fun a => 0 < key a - t) (q :: A).
Proof.
  intros S. destruct (sorted_app _ _ _ S) as (_ & S1 & M). split.
  - clear - S1. induction S1 as [|x l S IH F]; [constructor|]. constructor; [|exact IH]. intros I.
    pose proof (pick F I). cbv beta in *. lra.
  - destruct (between key F (key q)) as (t & L & T); [intros a I; apply M; [exact I|left; reflexivity]|]. exists t.
    split; [exact T|]. inversion_clear S1 as [|? ? S2 G]. constructor; [lra|]. eapply Forall_impl; [|exact G].
    intros a B. cbv beta in B. lra.
Qed.
(* the bias as last weight, - t here: the neuron starts at t *)
Lemma dot_bias a c x : length a = length x -> dot (a ++ [c]) (bar x) = dot a x + c.
Proof.
  unfold bar. revert x. induction a as [|u a IH]; intros [|b x] L; simpl in *; try discriminate; [ring|].
  rewrite IH by lia. ring.
Qed.
(* networks are put together from parts, neuron by neuron here, by blocks in Blocks.v *)
Lemma value_app f g x : value (f ++ g) x = value f x + value g x.
Proof. induction f as [|n f IH]; simpl; [ring|]. rewrite IH. ring. Qed.
(* One more point: a neuron that is 0 at all points before it. *)
Lemma one_point d F f q w : fits d F f -> length w = S d -> Forall (fun r => dot w (bar (fst r)) <= 0) F ->
  dot w (bar (fst q)) = 1 -> fits d (F ++ [q]) (f ++ [(snd q - value f (fst q), w)]).
Proof.
  intros [S V] L Z E. split; [apply Forall_app; split; [exact S|repeat constructor; exact L]|]. apply Forall_app.
  split; [|constructor; [|constructor]]; [apply Forall_forall; intros r I|]; rewrite value_app; simpl;
    unfold neuron_value; simpl.
  - rewrite (pick V I), Rmax_left by apply (pick Z I). ring.
  - rewrite E, Rmax_right by lra. ring.
Qed.
(* from left to right, each point by one neuron that starts between it and the points before *)
Lemma interpolation_sorted d a : length a = d -> forall (A F : data) f, Forall (fun q => length (fst q) = d) (F ++ A) ->
  StronglySorted (fun p q => dot a (fst p) < dot a (fst q)) (F ++ A) -> fits d F f ->
  exists g, feasible d (length f + length A) (F ++ A) g.
Proof.
  intros La. induction A as [|q A IH]; intros F f L S Ff.
  { exists f. rewrite app_nil_r. split; [simpl; lia|exact Ff]. }
  destruct (split_at (fun q => dot a (fst q)) F q A S) as (_ & t & TF & TA). apply Forall_inv in TA.
  assert (Lq : forall r, In r (F ++ [q]) -> length a = length (fst r)).
  { intros r I. rewrite La. symmetry. apply (pick L). apply in_app_iff in I as [I|[<-|[]]]; apply in_app_iff; simpl;
      auto. }
  set (k := dot a (fst q) - t) in *. set (w := map (Rmult (/ k)) (a ++ [- t])).
  assert (W : forall r, In r (F ++ [q]) -> dot w (bar (fst r)) = / k * (dot a (fst r) - t)).
  { intros r I. unfold w. rewrite dot_scale, dot_bias by apply Lq, I. reflexivity. }
  destruct (IH (F ++ [q]) (f ++ [(snd q - value f (fst q), w)])) as (g & G).
  - rewrite <- app_assoc. exact L.
  - rewrite <- app_assoc. exact S.
  - apply one_point; [exact Ff|unfold w; rewrite map_length, app_length; simpl; lia| |].
    + apply Forall_forall. intros r I. rewrite W by (apply in_app_iff; auto). pose proof (pick TF I). cbv beta in *.
      assert (0 < / k) by (apply Rinv_0_lt_compat, TA). nra.
    + rewrite W by (apply in_app_iff; right; left; reflexivity). fold k. field. lra.
  - exists g. rewrite <- app_assoc in G. rewrite app_length in G. simpl in *. rewrite <- Nat.add_assoc in G. exact G.
Qed.
(* a network through the data exists for every K >= N, so solution_exists has one to begin with *)
Theorem interpolation d K pts : NoDup (map fst pts) -> Forall (fun q => length (fst q) = d) pts ->
  (length pts <= K)%nat -> exists f, feasible d K pts f.
Proof.
  intros N L LK. destruct (separating d pts L N) as (a & La & D). destruct (sorted_exists _ pts D) as (m & P & S).
  destruct (interpolation_sorted d a La m [] []) as (f & Lf & Sf & V);
    [apply (Permutation_Forall P L)|exact S|repeat constructor|].
  destruct (resize d (length pts) K pts f) as (g & G & _); [|rewrite actives_le, Lf, <- (Permutation_length P);
    exact LK|exists g; exact G]. split; [rewrite Lf, <- (Permutation_length P); reflexivity|].
  split; [exact Sf|exact (Permutation_Forall (Permutation_sym P) V)].
Qed.

(* The prices of problems (8) and (9). *)
Definition path_price (h : R -> R) : Prop := (exists p, 0 < p < 1 /\ h = power p) \/ h = counted.
(* what the proofs need of these prices, so that they need not tell them apart *)
Lemma path_price_spec h : path_price h -> price h /\ concave h /\ (strict h \/ h = counted).
Proof.
  intros [(p & Hp & ->) | ->]; [|auto using counted_price, counted_concave].
  auto using power_price, power_concave, power_strict.
Qed.
(* Proposition 4.1 in one statement, for N different points of R^d and any K >= N. *)
Theorem proposition_4_1 d K pts h : NoDup (map fst pts) -> Forall (fun q => length (fst q) = d) pts ->
  (length pts <= K)%nat -> path_price h ->
  (exists f, solves h d K pts f) /\ (forall f, solves h d K pts f -> (actives f <= length pts)%nat).
Proof.
  intros ND Ld LK Hh. apply path_price_spec in Hh as (_ & C & S). split.
  - destruct (interpolation d K pts ND Ld LK) as (f & F). apply (solution_exists h d K pts f); assumption.
  - intros f. apply at_most_N_neurons, S.
Qed.
(* The width does not matter: a solution of one width K >= N is the cheapest network of any width, and its active
   neurons are those of a solution of every width K' >= N. *)
Lemma best_of_all d K k pts h f g : path_price h -> (length pts <= K)%nat -> solves h d K pts f ->
  feasible d k pts g -> path h f <= path h g.
Proof.
  intros Hh L F G. apply path_price_spec in Hh as (P & C & S). destruct (solution_exists h d k pts g C G) as (b & B).
  pose proof (at_most_N_neurons h d k pts b S B). destruct (resize d k K pts b (proj1 B)) as (a & A & E); [lia|].
  apply same_trim in E as [_ E]. apply Rle_trans with (path h b); [rewrite <- (E h P); apply F, A|apply B, G].
Qed.
(* the active neurons of a solution are N at most, so they are a network of each of these widths *)
Theorem any_width d K K' pts h f : path_price h -> (length pts <= K)%nat -> (length pts <= K')%nat ->
  solves h d K pts f -> exists g, solves h d K' pts g /\ trim g = trim f.
Proof.
  intros Hh L L' F. pose proof (path_price_spec h Hh) as (P & C & S).
  pose proof (at_most_N_neurons h d K pts f S F) as N. destruct (resize d K K' pts f (proj1 F)) as (g & G & E); [lia|].
  exists g. split; [split; [exact G|]|exact E]. intros g' G'. rewrite (proj2 (same_trim _ _ E) h P).
  apply (best_of_all d K K' pts); assumption.
Qed.
