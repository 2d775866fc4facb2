(* Concave sums on a polyhedron cut by signs, from first principles: from every point one gets to a vertex that costs no
   more, the vertices are finitely many and the same ones for all prices, and for a strict price a minimiser is one.
   This takes the place of compactness and of the Bauer maximum principle in the paper's section 4. *)
From Coq Require Import Reals Lra Lia List Classical.
From Sparsest Require Import Prices.
Import ListNotations.
Open Scope R_scope.

(* Concave on [0, oo), as |x|^p and [x <> 0] are. *)
Definition concave (h : R -> R) : Prop := price h /\
  forall a b m s t, 0 <= a -> 0 <= b -> 0 < s -> 0 < t -> (s + t) * m = s * a + t * b ->
      s * h a + t * h b <= (s + t) * h m.

(* admits p = 0, problem (9), to the descent *)
Lemma counted_concave : concave counted.
Proof.
  split; [apply counted_price|]. intros a b m s t Ha Hb Hs Ht E. unfold counted. repeat destruct Req_EM_T; subst; nra.
Qed.
(* the graph lies below its tangents, also at 0, which the lemma `tangent` leaves out *)
Lemma power_tangent p x m : 0 < p < 1 -> 0 <= x -> 0 < m -> power p x <= power p m + p * (power p m / m) * (x - m).
Proof.
  intros Hp Hx Hm. rewrite (power_pos p m) by exact Hm. assert (P : 0 < Rpower m p) by apply exp_pos.
  destruct (Req_dec x 0) as [->|]; [rewrite power_0|rewrite power_pos by lra].
  - replace (Rpower m p + p * (Rpower m p / m) * (0 - m)) with ((1 - p) * Rpower m p) by (field; lra). nra.
  - destruct (Req_dec x m) as [->|]; [lra|]. left. apply tangent; lra.
Qed.
(* admits 0 < p < 1, problem (8): two tangents at the middle, weighted *)
Lemma power_concave p : 0 < p < 1 -> concave (power p).
Proof.
  intros Hp. split; [apply power_price; exact Hp|]. intros a b m s t Ha Hb Hs Ht E. assert (Hm : 0 <= m) by nra.
  destruct (Req_dec m 0) as [->|].
  { assert (a = 0) by nra. assert (b = 0) by nra. subst. rewrite power_0. lra. }
  pose proof (Rmult_le_compat_l s _ _ (Rlt_le _ _ Hs) (power_tangent p a m Hp Ha ltac:(lra))).
  pose proof (Rmult_le_compat_l t _ _ (Rlt_le _ _ Ht) (power_tangent p b m Hp Hb ltac:(lra))).
  set (k := p * (power p m / m)) in *. assert (k * ((s + t) * m) = k * (s * a + t * b)) by (rewrite E; reflexivity).
  nra.
Qed.

(* reads a property of all elements at one of them; used throughout the files on several inputs *)
Lemma pick {X} {P : X -> Prop} {l x} : Forall P l -> In x l -> P x.
Proof. intros H. apply Forall_forall. exact H. Qed.
(* A line of real numbers f + t c, each with a weight m: W is the weighted price of the point t. *)
Definition line := list (R * R * R).
Fixpoint W (h : R -> R) (l : line) (t : R) : R :=
  match l with [] => 0 | (f, c, m) :: l' => m * h (f + t * c) + W h l' t end.
Definition on (l : line) (P : R -> R -> R -> Prop) : Prop := Forall (fun e => let '(f, c, m) := e in P f c m) l.
Definition some (l : line) (P : R -> R -> R -> Prop) : Prop := Exists (fun e => let '(f, c, m) := e in P f c m) l.
Definition tame l := on l (fun f c m => (f = 0 -> c = 0) /\ 0 <= m).       (* what is 0 stays 0 *)
Definition keeps l t := on l (fun f c m => 0 <= f * (f + t * c)).         (* no sign has changed at t *)
Definition hits l t := some l (fun f c m => f <> 0 /\ f + t * c = 0).     (* something new is 0 at t *)

(* opens a line at its first number, for the inductions *)
Lemma on_cons f c m l P : on ((f, c, m) :: l) P <-> P f c m /\ on l P.
Proof. unfold on. rewrite Forall_cons_iff. reflexivity. Qed.

(* Some number goes towards 0: the first one that gets there. *)
Lemma first_hit l : tame l -> some l (fun f c m => f * c < 0) -> exists t, 0 < t /\ keeps l t /\ hits l t.
Proof.
  induction l as [|[[f c] m] l IH]; intros T S; [inversion S|]. apply on_cons in T as [[F _] T].
  destruct (classic (some l (fun f c m => f * c < 0))) as [X|X].
  - destruct (IH T X) as (t & Ht & K & Z). destruct (Rle_dec 0 (f * (f + t * c))) as [L|L].
    { exists t. repeat split; [exact Ht|constructor; auto|right; exact Z]. }
    assert (fc : f * c < 0) by nra. assert (c <> 0) by nra. exists (- f / c). assert (B : 0 < - f / c < t).
    { assert (Q : - f / c = - (f * c) / (c * c)) by (field; auto). assert (0 < c * c) by nra. rewrite Q. split.
      - apply Rdiv_lt_0_compat; lra.
      - apply Rmult_lt_reg_r with (c * c); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra. }
    set (u := - f / c) in *. assert (E : f + u * c = 0) by (unfold u; field; auto). repeat split.
    + lra.
    + constructor; [rewrite E; lra|]. eapply Forall_impl; [|exact K]. intros [[f' c'] m'] Y. nra.
    + left. split; [intros ->; lra|exact E].
  - assert (fc : f * c < 0) by (inversion S; subst; [assumption|contradiction]). assert (c <> 0) by nra.
    assert (P : 0 < - f / c).
    { assert (Q : - f / c = - (f * c) / (c * c)) by (field; auto). rewrite Q. apply Rdiv_lt_0_compat; nra. }
    exists (- f / c). set (u := - f / c) in *. assert (E : f + u * c = 0) by (unfold u; field; auto).
    repeat split; [exact P| |].
    + constructor; [rewrite E; lra|]. apply Forall_forall. intros [[f' c'] m'] I.
      assert (~ f' * c' < 0) by (intros Y; apply X, Exists_exists; eexists; split; [exact I|exact Y]). nra.
    + left. split; [intros ->; lra|exact E].
Qed.

(* The same line, run through backwards. *)
Definition back (l : line) : line := map (fun e => let '(f, c, m) := e in (f, - c, m)) l.
(* lets a step backwards be one forwards along the line reversed *)
Lemma back_spec h l t : W h (back l) t = W h l (- t) /\ (keeps (back l) t -> keeps l (- t)) /\
  (hits (back l) t -> hits l (- t)) /\ (tame l -> tame (back l)).
Proof.
  assert (E : forall f c, f + t * - c = f + - t * c) by (intros; ring). repeat split.
  - induction l as [|[[f c] m] l IH]; simpl; [reflexivity|]. rewrite IH, E. reflexivity.
  - unfold keeps, on, back. rewrite Forall_map. apply Forall_impl. intros [[f c] m]. rewrite E. auto.
  - unfold hits, some, back. rewrite Exists_map. apply Exists_impl. intros [[f c] m]. rewrite E. auto.
  - unfold tame, on, back. rewrite Forall_map. apply Forall_impl. intros [[f c] m] [A B].
    split; [intros F; rewrite (A F); ring|exact B].
Qed.
(* where no sign changes the price is concave in t, so one of the two ends costs no more than the start *)
Lemma W_chord h l s t : concave h -> tame l -> 0 < s -> 0 < t -> keeps l (- s) -> keeps l t ->
  s * W h l t + t * W h l (- s) <= (s + t) * W h l 0.
Proof.
  intros [Hh C] T Hs Ht. induction l as [|[[f c] m] l IH]; intros A B; simpl; [lra|].
  apply on_cons in T as [[F M] T], A as [A1 A], B as [B1 B]. specialize (IH T A B). rewrite Rmult_0_l, Rplus_0_r.
  assert (X : s * h (f + t * c) + t * h (f + - s * c) <= (s + t) * h f).
  { destruct (Rtotal_order f 0) as [L|[E|L]]; [|rewrite (F E), E, !Rmult_0_r, !Rplus_0_r; lra|apply C; nra].
    rewrite <- (h_even h Hh f), <- (h_even h Hh (f + t * c)), <- (h_even h Hh (f + - s * c)). apply C; nra. }
  pose proof (Rmult_le_compat_l m _ _ M X). nra.
Qed.
(* if nothing moves away from 0, going on costs no more: then one direction is enough *)
Lemma W_towards h l t : price h -> tame l -> 0 < t -> keeps l t -> on l (fun f c m => f * c <= 0) -> W h l t <= W h l 0.
Proof.
  intros Hh T Ht. induction l as [|[[f c] m] l IH]; intros A B; simpl; [lra|].
  apply on_cons in T as [[F M] T], A as [A1 A], B as [B1 B]. specialize (IH T A B). rewrite Rmult_0_l, Rplus_0_r.
  assert (X : h (f + t * c) <= h f).
  { destruct (Rtotal_order f 0) as [L|[E|L]]; [|rewrite (F E), E, Rmult_0_r, Rplus_0_r; lra|apply (h_mono h Hh); nra].
    rewrite <- (h_even h Hh f), <- (h_even h Hh (f + t * c)). apply (h_mono h Hh). nra. }
  pose proof (Rmult_le_compat_l m _ _ M X). lra.
Qed.
(* One end of the stretch on which no sign changes is no dearer, and something new is 0 there. *)
Lemma descent h l : concave h -> tame l -> some l (fun f c m => c <> 0) -> exists t, keeps l t /\ hits l t /\
  W h l t <= W h l 0.
Proof.
  intros Hh T S. assert (One : forall l, tame l -> some l (fun f c m => f * c < 0) ->
    on l (fun f c m => f * c <= 0) -> exists t, keeps l t /\ hits l t /\ W h l t <= W h l 0).
  { intros k Tk A B. destruct (first_hit k Tk A) as (t & Ht & K & Z). exists t. repeat split; auto.
    apply W_towards; auto. apply Hh. }
  assert (Tb : tame (back l)) by (apply (back_spec h l 0), T).
  assert (Flip : forall t, keeps (back l) t -> hits (back l) t -> W h (back l) t <= W h l 0 -> exists t, keeps l t /\
    hits l t /\ W h l t <= W h l 0).
  { intros t K Z C. destruct (back_spec h l t) as (E & K' & Z' & _). exists (- t). rewrite <- E. auto. }
  destruct (classic (some (back l) (fun f c m => f * c < 0))) as [B|B],
    (classic (some l (fun f c m => f * c < 0))) as [A|A].
  - destruct (first_hit l T A) as (t & Ht & K & Z), (first_hit _ Tb B) as (s & Hs & K' & Z').
    destruct (back_spec h l s) as (E & K1 & _). pose proof (W_chord h l s t Hh T Hs Ht (K1 K') K).
    destruct (Rle_dec (W h l t) (W h l 0)); [exists t; auto|]. apply (Flip s); auto. nra.
  - destruct (One _ Tb B) as (t & K & Z & C).
    + unfold on, back. apply Forall_map, Forall_forall. intros [[f c] m] I. apply Rnot_lt_le. intros X.
      apply A, Exists_exists. eexists. split; [exact I|]. simpl. lra.
    + rewrite (proj1 (back_spec h l 0)), Ropp_0 in C. apply (Flip t); auto.
  - apply One; auto. apply Forall_forall. intros [[f c] m] I. apply Rnot_lt_le. intros X. apply B. unfold some, back.
    apply Exists_map, Exists_exists. eexists. split; [exact I|]. simpl. lra.
  - exfalso. apply Exists_exists in S as ([[f c] m] & I & N). pose proof (pick T I) as [F _].
    assert (f * c <> 0) by (apply Rmult_integral_contrapositive; auto).
    destruct (Rtotal_order (f * c) 0) as [Y|[Y|Y]]; [apply A|contradiction|apply B; unfold some, back;
      apply Exists_map]; apply Exists_exists; eexists; (split; [exact I|]); simpl; lra.
Qed.

(* For a strict price a short step in one of the two directions is cheaper. *)
Lemma h_abs h x : price h -> h (Rabs x) = h x.
Proof. intros Hh. unfold Rabs. destruct Rcase_abs; [apply h_even, Hh|reflexivity]. Qed.
(* strictly concave: a number that moves both ways, without reaching 0, gains on one side *)
Lemma strict_middle h f d : strict h -> d <> 0 -> Rabs d < Rabs f -> h (f + d) + h (f - d) < 2 * h f.
Proof.
  intros Hs N L. pose proof (h_abs h) as A. assert (Pd : 0 < Rabs d) by (apply Rabs_pos_lt, N).
  rewrite <- (A f), <- (A (f + d)), <- (A (f - d)) by apply Hs.
  pose proof (s_inc h Hs (Rabs f - Rabs d) (Rabs f) (Rabs d) ltac:(lra) Pd) as Q.
  replace (Rabs f - Rabs d + Rabs d) with (Rabs f) in Q by ring.
  assert (E : (Rabs (f + d) = Rabs f + Rabs d /\ Rabs (f - d) = Rabs f - Rabs d) \/ (Rabs (f + d) =
    Rabs f - Rabs d /\ Rabs (f - d) = Rabs f + Rabs d)).
  { clear Q. unfold Rabs in *. repeat destruct Rcase_abs; (left; lra) || (right; lra). }
  destruct E as [[-> ->]|[-> ->]]; lra.
Qed.
(* so a point that can move both ways is no minimiser: why minimisers are vertices *)
Lemma strict_descent h l : strict h -> tame l -> some l (fun f c m => 0 < m /\ c <> 0) -> exists t, keeps l t /\
  W h l t < W h l 0.
Proof.
  intros Hs T S. pose proof (s_price h Hs) as Hh.
  assert (X : exists e, 0 < e /\ on l (fun f c m => c = 0 \/ e * Rabs c < Rabs f)).
  { clear S. induction l as [|[[f c] m] l IH]; [exists 1; split; [lra|constructor]|]. apply on_cons in T as [[F M] T].
    destruct (IH T) as (e & He & K). destruct (Req_dec c 0) as [->|N]; [exists e; split; [exact He|constructor;
      auto]|]. assert (Pc : 0 < Rabs c) by (apply Rabs_pos_lt; exact N).
    assert (0 < Rabs f) by (apply Rabs_pos_lt; intros E; apply N, F, E).
    assert (D : 0 < Rabs f / (2 * Rabs c)) by (apply Rdiv_lt_0_compat; lra). set (u := Rabs f / (2 * Rabs c)) in *.
    assert (E : u * Rabs c = Rabs f / 2) by (unfold u; field; lra). exists (Rmin e u). pose proof (Rmin_l e u).
    pose proof (Rmin_r e u). split; [apply Rmin_pos; assumption|]. constructor; [right; nra|].
    eapply Forall_impl; [|exact K]. intros [[f' c'] m'] [->|Y]; [left; reflexivity|right]. pose proof (Rabs_pos c').
    nra. }
  destruct X as (e & He & K). assert (E : forall c, Rabs (e * c) = e * Rabs c) by (intros;
    rewrite Rabs_mult, (Rabs_right e) by lra; reflexivity). assert (Kt : keeps l e /\ keeps l (- e)).
  { split; (eapply Forall_impl; [|exact K]); intros [[f c] m] [->|Y]; try nra; rewrite <- E in Y; apply Rabs_def2 in Y;
      unfold Rabs in Y; destruct (Rcase_abs f); set (u := e * c) in *; replace (- e * c) with (- u) by (unfold u;
      ring); nra. }
  assert (Y : W h l e + W h l (- e) <= 2 * W h l 0 /\ (some l (fun f c m => 0 < m /\
    c <> 0) -> W h l e + W h l (- e) < 2 * W h l 0)).
  { clear Kt S. induction l as [|[[f c] m] l IH]; simpl; [split; [lra|intros S; inversion S]|].
    apply on_cons in T as [[F M] T], K as [K1 K]. destruct (IH T K) as [A B]. rewrite Rmult_0_l, Rplus_0_r.
    assert (D : c <> 0 -> h (f + e * c) + h (f + - e * c) < 2 * h f).
    { intros N. replace (f + - e * c) with (f - e * c) by ring. destruct K1 as [K1|K1]; [contradiction|].
      rewrite <- E in K1. apply strict_middle; auto. apply Rmult_integral_contrapositive; split; [lra|exact N]. }
    assert (D' : h (f + e * c) + h (f + - e * c) <= 2 * h f).
    { destruct (Req_dec c 0) as [->|N]; [rewrite !Rmult_0_r, !Rplus_0_r; lra|left; auto]. }
    pose proof (Rmult_le_compat_l m _ _ M D'). split; [lra|]. intros S.
    apply Exists_cons in S as [[P N]|S]; [|specialize (B S); lra]. pose proof (Rmult_lt_compat_l m _ _ P (D N)). lra. }
  destruct Y as [_ Y]. specialize (Y S). destruct (Rlt_dec (W h l e) (W h l 0)); [exists e|exists (- e)]; split;
    try apply Kt; lra.
Qed.

(* Points of any kind, seen through their features: numbers with weights (the price is the weighted sum of their
   prices). *)
Definition features := list (R * R).
Definition price_of (h : R -> R) (E : features) : R := fold_right (fun e s => snd e * h (fst e) + s) 0 E.
Definition under (E E' : features) : Prop :=                               (* E' is in the closed cell of E *)
  Forall2 (fun e e' => (fst e = 0 -> fst e' = 0) /\ 0 <= fst e * fst e') E E'.
Definition through (E E' : features) : line :=
  map (fun q => (fst (fst q), fst (snd q) - fst (fst q), snd (fst q))) (combine E E').
Definition at_ (l : line) (t : R) : features := map (fun e => let '(f, c, m) := e in (f + t * c, m)) l.
Definition sgn (e : R * R) : comparison := if Rlt_dec (fst e) 0 then Lt else if Rlt_dec 0 (fst e) then Gt else Eq.
Definition rank (E : features) : nat := fold_right (fun e n => ((if Req_EM_T (fst e) 0 then 0 else 1) + n)%nat) O E.

(* the price along a line is that of the features there *)
Lemma W_at h l t : W h l t = price_of h (at_ l t).
Proof. induction l as [|[[f c] m] l IH]; simpl; [reflexivity|]. rewrite IH. reflexivity. Qed.
(* the line starts at the first of the two points *)
Lemma at_0 E E' : length E = length E' -> at_ (through E E') 0 = E.
Proof.
  revert E'. induction E as [|[f m] E IH]; intros [|[f' m'] E'] L; simpl in *; try discriminate; [reflexivity|].
  unfold at_, through in *. simpl. rewrite (IH E') by lia. do 2 f_equal. lra.
Qed.
(* a line towards a point of the closed cell keeps zeros, as descent asks *)
Lemma tame_through E E' : Forall (fun e => 0 <= snd e) E -> under E E' -> tame (through E E').
Proof.
  intros P U. induction U as [|e e' E E' [Z _] U IH]; [constructor|]. inversion_clear P. apply on_cons.
  split; [|apply IH; auto]. simpl. split; [intros Q; rewrite (Z Q), Q; ring|auto].
Qed.
(* as long as no sign changes, the line stays in the closed cell *)
Lemma under_at E E' t : length E = length E' -> tame (through E E') -> keeps (through E E') t ->
  under E (at_ (through E E') t).
Proof.
  revert E'. induction E as [|[f m] E IH]; intros [|[f' m'] E'] L T K; simpl in *; try discriminate; [constructor|].
  apply on_cons in T as [[Z P] T], K as [K1 K]. constructor; [|apply IH; auto]. simpl in *.
  split; [intros Q; rewrite (Z Q), Q; ring|exact K1].
Qed.
(* each new zero lowers the rank, so the descent ends *)
Lemma rank_hit l t : tame l -> (rank (at_ l t) <= rank (at_ l 0))%nat /\ (hits l t ->
  rank (at_ l t) < rank (at_ l 0))%nat.
Proof.
  induction l as [|[[f c] m] l IH]; intros T; [split; [apply le_n|intros S; inversion S]|].
  apply on_cons in T as [[F _] T]. destruct (IH T) as [A B]. unfold rank, at_ in *. simpl.
  rewrite Rmult_0_l, Rplus_0_r. assert (G : f = 0 -> f + t * c = 0) by (intros E; rewrite (F E), E; ring).
  destruct (Req_EM_T (f + t * c) 0) as [X|X], (Req_EM_T f 0) as [E|E]; try (exfalso; apply X, G, E); (split; [lia|]);
    intros S; apply Exists_cons in S as [[N Z]|S]; try (specialize (B S); lia); try contradiction; lia.
Qed.
(* points of the same signs lie in each other's closed cells: so a sign vector has one vertex at most *)
Lemma under_signs E E' : map sgn E = map sgn E' -> under E E'.
Proof.
  revert E'. induction E as [|e E IH]; intros [|e' E'] H; simpl in *; try discriminate; [constructor|].
  injection H as A B. constructor; [|apply IH; exact B]. unfold sgn in A.
  destruct (Rlt_dec (fst e) 0), (Rlt_dec (fst e') 0), (Rlt_dec 0 (fst e)), (Rlt_dec 0 (fst e')); try discriminate;
    split; nra.
Qed.

Fixpoint words {A} (L : list A) (n : nat) : list (list A) :=
  match n with O => [[]] | S n => flat_map (fun c => map (cons c) (words L n)) L end.
(* the sign vectors of a given length are a finite list *)
Lemma words_all {A} (L : list A) l : (forall a, In a L) -> In l (words L (length l)).
Proof.
  intros H. induction l as [|c l IH]; [left; reflexivity|]. cbn [length words]. apply in_flat_map. exists c.
  split; [apply H|apply in_map, IH].
Qed.
(* what a finite code tells apart is finite; Lemma 4.1 lists the activation patterns by it *)
Lemma finitely_many (V S : Type) (code : V -> S) (L : list S) : forall P : V -> Prop, (forall z, P z ->
  In (code z) L) -> (forall z z', P z -> P z' -> code z = code z' -> z = z') -> exists Z, forall z, P z <-> In z Z.
Proof.
  induction L as [|s L IH]; intros P A B; [exists []; split; [apply A|intros []]|].
  destruct (IH (fun z => P z /\ code z <> s)) as (Z & HZ).
  { intros z [Hz N]. destruct (A z Hz); [congruence|assumption]. } { intros z z' [Hz _] [Hz' _]. apply B; assumption. }
  destruct (classic (exists z, P z /\ code z = s)) as [(z & Hz & E)|N].
  - exists (z :: Z). intros y. simpl. rewrite <- HZ. split.
    + intros Hy. destruct (classic (code y = s)); [left; apply B; congruence|right; auto].
    + intros [<-|[Hy _]]; assumption.
  - exists Z. intros y. rewrite <- HZ. split; [|tauto]. intros Hy. split; [exact Hy|]. intros E. apply N. eauto.
Qed.

Section Vertices.
Variables (V : Type) (good : V -> Prop) (feats : V -> features) (join : V -> V -> R -> V) (m : nat).
Hypothesis feats_length : forall z, good z -> length (feats z) = m.
Hypothesis feats_weights : forall z, good z -> Forall (fun e => 0 <= snd e) (feats z).
Hypothesis feats_priced : forall z z', good z -> good z' -> under (feats z) (feats z') ->
  on (through (feats z) (feats z')) (fun f c m => 0 < m -> c = 0) -> z' = z.
Hypothesis feats_join : forall z z' t, good z -> good z' -> feats (join z z' t) = at_ (through (feats z) (feats z')) t.
Hypothesis join_good : forall z z' t, good z -> good z' -> under (feats z) (feats z') ->
  under (feats z) (feats (join z z' t)) -> good (join z z' t).

Definition vertex z := good z /\ forall z', good z' -> under (feats z) (feats z') -> z' = z.

(* a good point that is no vertex has another one in its closed cell, so it may move along a priced feature *)
Lemma not_vertex z : good z -> ~ vertex z -> exists z', good z' /\ under (feats z) (feats z') /\
  some (through (feats z) (feats z')) (fun f c m => 0 < m /\ c <> 0).
Proof.
  intros G N. apply NNPP. intros X. apply N. split; [exact G|]. intros z' G' U. apply feats_priced; auto.
  apply Forall_forall. intros [[f c] w] I P. apply NNPP. intros C. apply X. exists z'. repeat split; auto.
  apply Exists_exists. eexists; split; [exact I|]. split; assumption.
Qed.
(* what the lines compute is true of points: stopping at t gives a good point of that price *)
Lemma join_at z z' t h : good z -> good z' -> under (feats z) (feats z') -> keeps (through (feats z) (feats z')) t ->
  good (join z z' t) /\ price_of h (feats (join z z' t)) = W h (through (feats z) (feats z')) t.
Proof.
  intros G G' U K. rewrite feats_join, W_at by assumption. split; [|reflexivity]. apply join_good; auto.
  rewrite feats_join by assumption. apply under_at; auto; [rewrite !feats_length; auto|]. apply tame_through; auto.
Qed.
(* and the walk starts at the price of z *)
Lemma W_start h z z' : good z -> good z' -> W h (through (feats z) (feats z')) 0 = price_of h (feats z).
Proof. intros. rewrite W_at, at_0; [reflexivity|]. rewrite !feats_length; auto. Qed.

(* the Bauer principle without compactness: descend, gaining a zero each time, until there is no way on *)
Theorem to_vertex h z : concave h -> good z -> exists z', vertex z' /\ price_of h (feats z') <= price_of h (feats z).
Proof.
  intros Hh. remember (rank (feats z)) as n eqn:E. revert z E. induction n as [n IH] using lt_wf_ind. intros z E G.
  destruct (classic (vertex z)) as [X|X]; [exists z; split; [exact X|lra]|].
  destruct (not_vertex z G X) as (z' & G' & U & S). pose proof (tame_through _ _ (feats_weights z G) U) as T.
  destruct (descent h _ Hh T) as (t & K & Z & C).
  { eapply Exists_impl; [|exact S]. intros [[f c] w]. tauto. }
  destruct (join_at z z' t h G G' U K) as [J P]. rewrite <- P, W_start in C by assumption.
  destruct (IH (rank (feats (join z z' t)))) with (z := join z z' t) as (y & Y & L); auto.
  - pose proof (proj2 (rank_hit _ _ T) Z) as R0. rewrite at_0 in R0 by (rewrite !feats_length; auto).
    rewrite feats_join by assumption. lia.
  - exists y. split; [exact Y|lra].
Qed.
(* for a strict price nothing else is a minimiser, so minimisers are among finitely many points *)
Theorem minimiser_vertex h z : strict h -> good z -> (forall z', good z' ->
  price_of h (feats z) <= price_of h (feats z')) -> vertex z.
Proof.
  intros Hh G M. apply NNPP. intros X. destruct (not_vertex z G X) as (z' & G' & U & S).
  destruct (strict_descent h _ Hh (tame_through _ _ (feats_weights z G) U) S) as (t & K & C).
  destruct (join_at z z' t h G G' U K) as [J P]. rewrite <- P, W_start in C by assumption. specialize (M _ J). lra.
Qed.
(* a vertex is known by its signs: so one finite list serves all prices, as Theorem 4.1 needs *)
Theorem vertices_finite : exists Z, forall z, vertex z <-> In z Z.
Proof.
  apply finitely_many with (code := fun z => map sgn (feats z)) (L := words [Lt; Eq; Gt] m).
  - intros z [G _]. rewrite <- (feats_length z G), <- (map_length sgn). apply words_all. intros []; simpl; auto.
  - intros z z' [G _] [G' X'] E. apply X'; [exact G|]. apply under_signs. auto.
Qed.
End Vertices.
