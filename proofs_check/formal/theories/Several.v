(* Several inputs, the paper's problems (8) and (9): networks sum_k v_k (w_k . xbar)_+ without skip connection, the bias
   priced like the other weights. All solutions are among finitely many networks, the same ones for every price. *)
From Coq Require Import Reals Lra Lia List.
From Sparsest Require Import Prices Descent.
Import ListNotations.
Open Scope R_scope.

Definition layer := list (R * list R).                 (* neurons (v, w): output weight; input weights, the bias last *)
Definition data := list (list R * R).                  (* points (x, y) *)
Fixpoint dot (w x : list R) : R := match w, x with a :: w', b :: x' => a * b + dot w' x' | _, _ => 0 end.
Definition bar (x : list R) : list R := x ++ [1].
Definition neuron_value (n : R * list R) (x : list R) : R := fst n * Rmax 0 (dot (snd n) (bar x)).
Definition neuron_path (h : R -> R) (n : R * list R) : R := fold_right (fun a s => h (fst n * a) + s) 0 (snd n).
Definition size (h : R -> R) (u : list R) : R := fold_right (fun a s => h a + s) 0 u.
Definition value (f : layer) (x : list R) : R := fold_right (fun n s => neuron_value n x + s) 0 f.
Definition path (h : R -> R) (f : layer) : R := fold_right (fun n s => neuron_path h n + s) 0 f.

(* K neurons on R^d through the data; a solution of (8) for h = power p, of (9) for h = counted. *)
Definition fits (d : nat) (pts : data) (f : layer) : Prop :=
  Forall (fun n => length (snd n) = S d) f /\ Forall (fun q => value f (fst q) = snd q) pts.
Definition feasible (d K : nat) (pts : data) (f : layer) : Prop := length f = K /\ fits d pts f.
Definition solves (h : R -> R) (d K : nat) (pts : data) (f : layer) : Prop :=
  feasible d K pts f /\ forall g, feasible d K pts g -> path h f <= path h g.

(* why weights can be moved through a ReLU, from one layer to the other *)
Lemma relu_scale k x : 0 <= k -> Rmax 0 (k * x) = k * Rmax 0 x.
Proof. intros. unfold Rmax. repeat destruct Rle_dec; nra. Qed.
(* scaled input weights scale what the ReLU is applied to *)
Lemma dot_scale k w x : dot (map (Rmult k) w) x = k * dot w x.
Proof. revert x. induction w as [|a w IH]; intros [|b x]; simpl; try ring. rewrite IH. ring. Qed.

(* (v, w) and (v / k, k w) are the same function at the same price; so output weights may be 1 or -1. *)
Lemma rescaling h v w k : 0 < k ->
  (forall x, neuron_value (v / k, map (Rmult k) w) x = neuron_value (v, w) x) /\
  neuron_path h (v / k, map (Rmult k) w) = neuron_path h (v, w).
Proof.
  intros Hk. unfold neuron_value, neuron_path. simpl. split.
  - intros x. rewrite dot_scale, relu_scale by lra. field. lra.
  - induction w as [|a w IH]; simpl; [reflexivity|]. rewrite IH. do 2 f_equal. field. lra.
Qed.
Definition scaled (n : R * list R) : R * list R :=
  if Req_EM_T (fst n) 0 then (1, map (Rmult 0) (snd n)) else (fst n / Rabs (fst n), map (Rmult (Rabs (fst n))) (snd n)).
Definition of_sign (n : R * list R) : Prop := fst n = 1 \/ fst n = -1.
(* `rescaling` with k = |v|, and v = 0 by weights 0: any neuron may have output weight 1 or -1 *)
Lemma scaled_spec h n : price h -> of_sign (scaled n) /\ length (snd (scaled n)) = length (snd n) /\
  (forall x, neuron_value (scaled n) x = neuron_value n x) /\ neuron_path h (scaled n) = neuron_path h n.
Proof.
  intros Hh. destruct n as [v w]. unfold scaled. simpl fst. simpl snd. destruct Req_EM_T as [->|N].
  - split; [left; reflexivity|]. split; [apply map_length|]. unfold neuron_value, neuron_path. simpl. split.
    + intros x. rewrite dot_scale, !Rmult_0_l. unfold Rmax. destruct Rle_dec; ring.
    + induction w as [|a w IH]; simpl; [reflexivity|]. rewrite IH, !Rmult_0_l, Rmult_0_r. reflexivity.
  - destruct (rescaling h v w (Rabs v) (Rabs_pos_lt v N)) as [A B]. repeat split; auto; [|apply map_length].
    unfold of_sign, Rabs. simpl. destruct Rcase_abs; [right|left]; field; lra.
Qed.
(* so may a network, at no cost and on the same data; `candidates` are such networks *)
Lemma scaled_layer h d K pts f : price h -> feasible d K pts f ->
  feasible d K pts (map scaled f) /\ Forall of_sign (map scaled f) /\ path h (map scaled f) = path h f.
Proof.
  intros Hh (L & S & V). unfold feasible, fits. rewrite map_length, !Forall_map. repeat split; auto.
  - eapply Forall_impl; [|exact S]. intros n E. destruct (scaled_spec h n Hh) as (_ & -> & _). exact E.
  - eapply Forall_impl; [|exact V]. intros q <-. clear. induction f as [|n f IH]; simpl; [reflexivity|]. rewrite IH.
    destruct (scaled_spec counted n counted_price) as (_ & _ & E & _). rewrite E. reflexivity.
  - apply Forall_forall. intros n _. apply (scaled_spec h n Hh).
  - clear - Hh. induction f as [|n f IH]; simpl; [reflexivity|]. rewrite IH.
    destruct (scaled_spec h n Hh) as (_ & _ & _ & E). rewrite E. reflexivity.
Qed.

(* The features of a network: input weights; free of charge, output weights and w . xbar at the points. *)
Definition neuron_feats (pts : data) (n : R * list R) : features :=
  [(fst n, 0)] ++ map (fun a => (a, 1)) (snd n) ++ map (fun q => (dot (snd n) (bar (fst q)), 0)) pts.
Definition feats (pts : data) (f : layer) : features := flat_map (neuron_feats pts) f.
(* features come neuron by neuron, for induction *)
Lemma feats_cons pts n f : feats pts (n :: f) = neuron_feats pts n ++ feats pts f.
Proof. reflexivity. Qed.
Fixpoint mix (t : R) (w w' : list R) : list R :=
  match w, w' with a :: u, b :: u' => (a + t * (b - a)) :: mix t u u' | _, _ => [] end.
Definition neuron_join (t : R) (n n' : R * list R) : R * list R :=
  (fst n + t * (fst n' - fst n), mix t (snd n) (snd n')).
Fixpoint join (f g : layer) (t : R) : layer :=
  match f, g with n :: f', n' :: g' => neuron_join t n n' :: join f' g' t | _, _ => [] end.

(* mixed weights are weights on R^d again *)
Lemma mix_length t w w' : length w = length w' -> length (mix t w w') = length w.
Proof. revert w'. induction w as [|a w IH]; intros [|b w']; simpl; auto. Qed.
(* along a segment of weights, what the ReLU is applied to is linear *)
Lemma dot_mix t w w' x : length w = length w' -> dot (mix t w w') x = dot w x + t * (dot w' x - dot w x).
Proof.
  revert w' x. induction w as [|a w IH]; intros [|b w'] [|c x] L; simpl in *; try discriminate; try ring.
  rewrite IH by lia. ring.
Qed.
(* so a line between networks is made of lines between neurons *)
Lemma through_app A B A' B' : length A = length A' -> through (A ++ B) (A' ++ B') = through A A' ++ through B B'.
Proof.
  revert A'. induction A as [|a A IH]; intros [|a' A'] L; try discriminate; [reflexivity|]. unfold through in *. simpl.
  rewrite IH; auto.
Qed.
(* features of neurons have one length, so that lists of them come apart at the same places *)
Lemma neuron_feats_length pts n : length (neuron_feats pts n) = S (length (snd n) + length pts).
Proof. unfold neuron_feats. simpl. rewrite app_length, !map_length. reflexivity. Qed.
(* on a segment of neurons all features are linear: products with points by dot_mix *)
Lemma neuron_feats_join pts t n n' : length (snd n) = length (snd n') ->
  neuron_feats pts (neuron_join t n n') = at_ (through (neuron_feats pts n) (neuron_feats pts n')) t.
Proof.
  destruct n as [v w], n' as [v' w']. cbn [fst snd]. intros L. unfold neuron_feats, neuron_join. cbn [fst snd].
  rewrite !through_app by (rewrite ?map_length; auto). unfold at_. rewrite !map_app. cbn [map]. f_equal. f_equal.
  - revert w' L. induction w as [|a w IH]; intros [|b w'] L; try discriminate; [reflexivity|]. simpl.
    rewrite IH by (simpl in L; lia). reflexivity.
  - induction pts as [|q pts IH]; [reflexivity|]. simpl. rewrite IH, dot_mix by exact L. reflexivity.
Qed.
(* so segments of networks are lines of features, which Descent.v walks along *)
Lemma feats_join pts t f : forall g, Forall2 (fun n n' => length (snd n) = length (snd n')) f g ->
  feats pts (join f g t) = at_ (through (feats pts f) (feats pts g)) t.
Proof.
  intros g H. induction H as [|n n' f g L H IH]; [reflexivity|]. cbn [join].
  rewrite !feats_cons, IH, neuron_feats_join by exact L. rewrite through_app by (rewrite !neuron_feats_length;
    congruence). unfold at_. rewrite map_app. reflexivity.
Qed.
(* a closed cell of networks is one for each neuron *)
Lemma under_app A B A' B' : length A = length A' -> under (A ++ B) (A' ++ B') -> under A A' /\ under B B'.
Proof.
  revert A'. induction A as [|a A IH]; intros [|a' A'] L U; try discriminate; [split; [constructor|exact U]|].
  inversion_clear U. destruct (IH A') as [X Y]; auto. split; [constructor|]; auto.
Qed.
(* Between two points of a closed cell the outputs are linear. *)
Lemma relu_mix a b t : (a = 0 -> b = 0) /\ 0 <= a * b -> (a = 0 -> a + t * (b - a) = 0) /\ 0 <= a * (a + t * (b - a)) ->
  Rmax 0 (a + t * (b - a)) = Rmax 0 a + t * (Rmax 0 b - Rmax 0 a).
Proof.
  intros [A B] [C D]. destruct (Req_dec a 0) as [E|E].
  - rewrite (C E), (A E), E. unfold Rmax. repeat destruct Rle_dec; lra.
  - destruct (Rlt_dec a 0).
    + assert (b <= 0) by nra. assert (a + t * (b - a) <= 0) by nra. rewrite !Rmax_left by lra. ring.
    + assert (0 <= b) by nra. assert (0 <= a + t * (b - a)) by nra. rewrite !Rmax_right by lra. ring.
Qed.
(* output weights are features, too: of one sign in a cell, and 1 or -1, so they do not change in it *)
Lemma same_output_weight pts n n' : of_sign n -> of_sign n' -> under (neuron_feats pts n) (neuron_feats pts n') ->
  fst n' = fst n.
Proof. intros S S' U. inversion_clear U as [|? ? ? ? [_ P] _]. simpl in P.
  destruct S as [E|E], S' as [E'|E']; rewrite E, E' in *; lra. Qed.
(* no ReLU turns on or off within a cell, so outputs at the data are linear there (relu_mix) *)
Lemma neuron_value_join pts t n n' q : length (snd n) = length (snd n') -> of_sign n -> of_sign n' -> In q pts ->
  under (neuron_feats pts n) (neuron_feats pts n') ->
  under (neuron_feats pts n) (neuron_feats pts (neuron_join t n n')) ->
  fst n' = fst n /\ neuron_value (neuron_join t n n') (fst q) =
    neuron_value n (fst q) + t * (neuron_value n' (fst q) - neuron_value n (fst q)).
Proof.
  intros L S S' I U U'. pose proof (same_output_weight pts n n' S S' U) as E. split; [exact E|].
  inversion_clear U as [|? ? ? ? _ U0]. inversion_clear U' as [|? ? ? ? _ U0'].
  apply under_app in U0; [|rewrite !map_length; exact L]. apply under_app in U0'; [|rewrite !map_length;
    unfold neuron_join; simpl; rewrite mix_length; auto]. destruct U0 as [_ U], U0' as [_ U'].
  unfold neuron_value, neuron_join in *. cbn [fst snd] in *. rewrite E.
  enough (X : Rmax 0 (dot (mix t (snd n) (snd n')) (bar (fst q))) =
    Rmax 0 (dot (snd n) (bar (fst q))) + t * (Rmax 0 (dot (snd n') (bar (fst q))) - Rmax 0 (dot (snd n) (bar (fst q)))))
    by (rewrite X; ring). rewrite dot_mix by exact L.
  assert (Y : forall F G : list R * R -> R, under (map (fun q => (F q, 0)) pts) (map (fun q => (G q, 0)) pts) ->
    (F q = 0 -> G q = 0) /\ 0 <= F q * G q).
  { clear - I. intros F G U. induction pts as [|r pts IH]; [destruct I|]. inversion_clear U.
    destruct I as [->|I]; auto. }
  apply (Y (fun q => dot (snd n) (bar (fst q))) (fun q => dot (snd n') (bar (fst q)))) in U.
  apply (Y (fun q => dot (snd n) (bar (fst q))) (fun q => dot (mix t (snd n) (snd n')) (bar (fst q)))) in U'.
  rewrite dot_mix in U' by exact L. apply relu_mix; assumption.
Qed.
(* with output weights 1 and -1 the price is that of the input weights, which are features of weight 1 *)
Lemma path_feats h pts f : price h -> Forall of_sign f -> price_of h (feats pts f) = path h f.
Proof.
  intros Hh S. assert (A : forall A B, price_of h (A ++ B) = price_of h A + price_of h B).
  { clear. induction A as [|a A IH]; intros; simpl; [ring|]. unfold price_of in *. rewrite IH. ring. }
  induction S as [|[v w] f S F IH]; [reflexivity|]. cbn [path fold_right]. fold (path h f). rewrite <- IH.
  unfold feats, neuron_feats. cbn [flat_map fst snd]. rewrite !A.
  enough (X : price_of h (map (fun a => (a, 1)) w) = neuron_path h (v, w) /\
    price_of h (map (fun q => (dot w (bar (fst q)), 0)) pts) = 0) by (simpl; destruct X as [-> ->]; ring).
  unfold price_of, neuron_path. change (v = 1 \/ v = -1) in S. clear IH F.
  split; [|induction pts as [|q pts IHp]; simpl in *; [|rewrite IHp]; ring]. induction w as [|a w IHw]; [reflexivity|].
  simpl in *. rewrite IHw. destruct S as [-> | ->]; [rewrite !Rmult_1_l; reflexivity|].
  replace (-1 * a) with (- a) by ring. rewrite (h_even h Hh). ring.
Qed.

Section Candidates.
Variables (d K : nat) (pts : data).
Definition good f := feasible d K pts f /\ Forall of_sign f.

(* networks of one width can be joined neuron by neuron *)
Lemma good_shapes f g : good f -> good g -> Forall2 (fun n n' => length (snd n) = length (snd n')) f g.
Proof.
  intros [(L & S & _) _] [(L' & S' & _) _]. clear - L S L' S'. revert K L g L' S'.
  induction S as [|n f E S IH]; intros k L [|n' g] L' S'; simpl in *; try (subst; discriminate); constructor;
    inversion_clear S'; [congruence|]. apply (IH (length f)); auto. lia.
Qed.
(* all have equally many features, so there are finitely many patterns of signs *)
Lemma good_length f : good f -> length (feats pts f) = (K * S (S d + length pts))%nat.
Proof.
  intros [(L & S & _) _]. rewrite <- L. clear L. induction S as [|n f E S IH]; [reflexivity|].
  rewrite feats_cons, app_length, neuron_feats_length, IH, E. simpl. lia.
Qed.
(* features are priced or free, never paid for *)
Lemma good_weights f : Forall (fun e => 0 <= snd e) (feats pts f).
Proof.
  induction f as [|n f IH]; [constructor|]. constructor; [simpl; lra|]. apply Forall_app. split; [|exact IH].
  apply Forall_app. split; apply Forall_forall; intros e I; apply in_map_iff in I; destruct I as (u & <- & _); simpl;
    lra.
Qed.
(* in a cell the priced features tell the whole network, so what is no vertex can be moved in something priced *)
Lemma good_priced f g : good f -> good g -> under (feats pts f) (feats pts g) ->
  on (through (feats pts f) (feats pts g)) (fun f c m => 0 < m -> c = 0) -> g = f.
Proof.
  intros G G' U E. pose proof (good_shapes f g G G') as H. destruct G as [_ S], G' as [_ S'].
  induction H as [|n n' f g L H IH]; [reflexivity|]. inversion_clear S. inversion_clear S'. rewrite !feats_cons in *.
  apply under_app in U; [|rewrite !neuron_feats_length; congruence]. destruct U as [U1 U2].
  rewrite through_app in E by (rewrite !neuron_feats_length; congruence). apply Forall_app in E. destruct E as [E1 E2].
  f_equal; [|apply IH; assumption]. pose proof (same_output_weight pts n n' H0 H2 U1) as F. clear - L F E1.
  destruct n as [v w], n' as [v' w']. simpl in F, L. subst v'. f_equal. unfold neuron_feats in E1.
  rewrite !through_app in E1 by (simpl; rewrite ?map_length; auto). apply Forall_app in E1 as [_ E1].
  apply Forall_app in E1 as [E1 _]. revert w' L E1. induction w as [|a w IH]; intros [|b w'] L E; try discriminate;
    [reflexivity|]. apply on_cons in E as [E1 E]. simpl in E1. f_equal; [lra|]. apply IH; auto.
Qed.
(* between two networks through the data, in one cell, are networks through the data: outputs are linear *)
Lemma good_join f g t : good f -> good g -> under (feats pts f) (feats pts g) ->
  under (feats pts f) (feats pts (join f g t)) -> good (join f g t).
Proof.
  intros G G' U U'. pose proof (good_shapes f g G G') as H. destruct G as [(L & S & V) O], G' as [(_ & _ & V') O'].
  assert (X : (forall q, In q pts -> value (join f g t) (fst q) =
    value f (fst q) + t * (value g (fst q) - value f (fst q))) /\ length (join f g t) = length f /\
    Forall (fun n => length (snd n) = Datatypes.S d) (join f g t) /\ Forall of_sign (join f g t)).
  { clear L V V'. induction H as [|n n' f g E H IH]; [repeat split; auto; intros; simpl; ring|]. inversion_clear S.
    inversion_clear O. inversion_clear O'. cbn [join] in U'. rewrite !feats_cons in *.
    apply under_app in U; [|rewrite !neuron_feats_length; congruence].
    apply under_app in U'; [|rewrite !neuron_feats_length; simpl; rewrite mix_length; auto].
    destruct U as [U1 U2], U' as [U1' U2']. destruct IH as (A & B & C & D); auto.
    pose proof (same_output_weight pts n n' ltac:(auto) ltac:(auto) U1) as F. repeat split.
    - intros q I. simpl. rewrite (A q I). destruct (neuron_value_join pts t n n' q) as [_ ->]; auto. ring.
    - simpl. rewrite B. reflexivity.
    - constructor; [simpl; rewrite mix_length; auto|exact C].
    - constructor; [|exact D]. unfold of_sign, neuron_join. simpl. rewrite F.
      replace (fst n + t * (fst n - fst n)) with (fst n) by ring. assumption. }
  destruct X as (A & B & C & D). repeat split; auto; [congruence|]. apply Forall_forall. intros q I. rewrite (A q I).
  rewrite (pick V I), (pick V' I). ring.
Qed.

(* Finitely many networks through the data, the same ones for every price: one of them costs no more than a given
   network, and if the price is strict all solutions are among them, once output weights are 1 or -1. *)
Theorem candidates : exists Z, Forall (feasible d K pts) Z /\
  (forall h f, concave h -> feasible d K pts f -> exists z, In z Z /\ path h z <= path h f) /\
  (forall h f, strict h -> solves h d K pts f -> In (map scaled f) Z).
Proof.
  pose proof (fun t f g G G' => feats_join pts t f g (good_shapes f g G G')) as J.
  destruct (vertices_finite layer good (feats pts) (K * S (S d + length pts)) good_length) as (Z & HZ). exists Z.
  repeat split.
  - apply Forall_forall. intros z I. apply HZ in I. apply I.
  - intros h f Hh F. destruct (scaled_layer h d K pts f (proj1 Hh) F) as (F' & S & E).
    destruct (to_vertex layer good (feats pts) join _ good_length (fun z _ => good_weights z) good_priced (fun z z' t =>
      J t z z') good_join h (map scaled f) Hh (conj F' S)) as (z & Vz & C). exists z. split; [apply HZ; exact Vz|].
    rewrite !path_feats, E in C; auto; [apply Hh|apply Hh|]. apply Vz.
  - intros h f Hh [F M]. pose proof (s_price h Hh) as P. destruct (scaled_layer h d K pts f P F) as (F' & S & E).
    apply HZ. apply (minimiser_vertex layer good (feats pts) join _ good_length (fun z _ => good_weights z) good_priced
      (fun z z' t => J t z z') good_join h (map scaled f) Hh (conj F' S)). intros g [G O].
    rewrite !path_feats, E by assumption. apply M, G.
Qed.
End Candidates.
