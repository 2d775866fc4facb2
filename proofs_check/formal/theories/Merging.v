(* V_h of a function, and its number of knots: a spline has its knots in any order, and may have several at one place.
   Merging these costs no more, and merged splines of one function cost the same; so V_h is well defined, and the least
   cost of the splines of a function. *)
From Coq Require Import Reals Lra List Lia.
From Sparsest Require Import Prices Splines Charging Matchings Minimisers Distinct.
Import ListNotations.
Open Scope R_scope.

(* one hypothesis for all of Proposition 3.1, both closed ends included *)
Theorem power_price_closed p : 0 <= p <= 1 -> price (power p).
Proof.
  intros Hp. destruct (Req_dec p 0) as [->|]; [rewrite power_zero; apply counted_price|].
  destruct (Req_dec p 1) as [->|]; [rewrite power_one; apply Rabs_price|]. apply power_price. lra.
Qed.

(* distinct knots with slope changes that are not 0: then the cost is V_h, and their number that of the knots *)
Definition merged (f : spline) : Prop := NoDup (map fst (knots f)) /\ Forall (fun a => snd a <> 0) (knots f).
Fixpoint put t w (l : atoms) : atoms :=
  match l with
  | [] => if Req_EM_T w 0 then [] else [(t, w)]
  | (t', w') :: l' => if Req_EM_T t t' then (if Req_EM_T (w + w') 0 then l' else (t, w + w') :: l')
      else (t', w') :: put t w l'
  end.
Definition merge (l : atoms) : atoms := fold_right (fun a m => put (fst a) (snd a) m) [] l.
Definition merge_knots f := {| slope := slope f; intercept := intercept f; knots := merge (knots f) |}.

(* the function of a list of knots is the sum of those of its parts *)
Lemma relus_app k k' z : relus (k ++ k') z = relus k z + relus k' z.
Proof. induction k as [|[a w] k IH]; simpl; [ring|]. rewrite IH. ring. Qed.
(* putting a knot in makes no new places but its own: keeps places distinct in put_merged *)
Lemma put_places t w l t0 : In t0 (map fst (put t w l)) -> t0 = t \/ In t0 (map fst l).
Proof.
  induction l as [|[t' w'] l IH]; simpl; [destruct Req_EM_T; simpl; intuition|].
  destruct (Req_EM_T t t'); [destruct Req_EM_T|]; simpl; intuition.
Qed.
(* one step of merging keeps the list merged: a knot of 0 is dropped, an equal place is shared *)
Lemma put_merged t w l : NoDup (map fst l) /\ Forall (fun a : R * R => snd a <> 0) l ->
  NoDup (map fst (put t w l)) /\ Forall (fun a => snd a <> 0) (put t w l).
Proof.
  induction l as [|[t' w'] l IH]; simpl; intros [N F].
  - destruct Req_EM_T; simpl; repeat constructor; auto.
  - inversion_clear N. inversion_clear F. destruct (Req_EM_T t t') as [->|Ht].
    + destruct Req_EM_T; simpl; auto using NoDup, Forall.
    + destruct IH as [IN IF]; auto. simpl. split; constructor; auto. intros I. apply put_places in I. intuition.
Qed.
(* merging a knot does not change the function *)
Lemma put_relus t w l x : relus (put t w l) x = w * Rmax 0 (x - t) + relus l x.
Proof.
  induction l as [|[t' w'] l IH]; simpl; [destruct Req_EM_T as [->|]; simpl; ring|].
  destruct (Req_EM_T t t') as [->|]; [destruct Req_EM_T as [E|]|]; simpl; [|ring|rewrite IH; ring].
  replace w with (- w') by lra. ring.
Qed.
(* merging a knot adds one knot at most: so the width of a network is not exceeded *)
Lemma put_length t w l : (length (put t w l) <= S (length l))%nat.
Proof.
  induction l as [|[t' w'] l IH]; simpl; [destruct Req_EM_T; simpl; lia|].
  destruct (Req_EM_T t t'); [destruct Req_EM_T|]; simpl; lia.
Qed.
(* merging a knot never costs more, by subadditivity *)
Lemma put_total h t w l : price h -> total h (put t w l) <= h w + total h l.
Proof.
  intros Hh. induction l as [|[t' w'] l IH]; simpl; [destruct Req_EM_T as [->|]; simpl; pose proof (h_0 h Hh); lra|].
  pose proof (h_subadditive h Hh w w') as S. destruct (Req_EM_T t t'); [destruct Req_EM_T as [E|]|]; simpl; try lra.
  rewrite E, (h_0 h Hh) in S. lra.
Qed.
(* for a strict price, knots of one place cost too much: where merging saves nothing, one of the two changes is 0 *)
Lemma put_strict h t w l : strict h -> h w + total h l <= total h (put t w l) ->
  forall h', price h' -> total h' (put t w l) = h' w + total h' l.
Proof.
  intros Hs. pose proof (s_price h Hs) as Hh.
  induction l as [|[t' w'] l IH]; simpl; intros T h' Hh'.
  { destruct Req_EM_T as [->|]; simpl; rewrite ?(h_0 h' Hh'); ring. }
  destruct (Req_EM_T t t').
  - assert (Z : w = 0 \/ w' = 0).
    { destruct (Req_dec w 0), (Req_dec w' 0); auto. pose proof (hs_strict h Hs w w') as S.
      destruct Req_EM_T as [E|]; simpl in T; [rewrite E, (h_0 h Hh) in S|]; lra. }
    destruct Req_EM_T; simpl; destruct Z as [->| ->];
      rewrite ?Rplus_0_l, ?Rplus_0_r in *; subst; rewrite ?(h_0 h' Hh'); ring.
  - simpl in T |- *. rewrite IH by (auto; lra). ring.
Qed.

(* every spline has a merged form, which is the one that problem (5) speaks of *)
Theorem merge_merged f : merged (merge_knots f).
Proof. unfold merged. simpl. induction (knots f); simpl; [auto using NoDup|apply put_merged; auto]. Qed.
(* that form is the same function *)
Theorem merge_eval f x : eval (merge_knots f) x = eval f x.
Proof.
  unfold eval. simpl. f_equal. induction (knots f) as [|[t w] l IH]; simpl; [reflexivity|].
  rewrite put_relus, IH. reflexivity.
Qed.
(* and has no more knots: so networks of width K become functions of at most K knots *)
Lemma merge_length f : (length (knots (merge_knots f)) <= length (knots f))%nat.
Proof. simpl. induction (knots f); simpl; [lia|]. eapply Nat.le_trans; [apply put_length|lia]. Qed.
(* nor does it cost more: neurons that share a kink may be taken as one *)
Theorem merge_cost h f : price h -> cost h (merge_knots f) <= cost h f.
Proof.
  intros Hh. unfold cost. simpl. induction (knots f) as [|[t w] l IH]; simpl; [lra|].
  pose proof (put_total h t w (merge l) Hh). lra.
Qed.
(* at a strict price a minimiser is merged but for changes of 0, so merging keeps its cost at every price *)
Theorem merge_strict h f : strict h -> cost h f <= cost h (merge_knots f) ->
  forall h', price h' -> cost h' (merge_knots f) = cost h' f.
Proof.
  intros Hs. unfold cost. simpl. induction (knots f) as [|[t w] l IH]; simpl; intros T h' Hh'; [reflexivity|].
  pose proof (put_total h t w (merge l) (s_price h Hs)).
  pose proof (merge_cost h {| slope := 0; intercept := 0; knots := l |} (s_price h Hs)). unfold cost in *. simpl in *.
  rewrite (put_strict h) by (auto; lra). rewrite IH by (auto; lra). reflexivity.
Qed.

(* for merged splines the price at p = 0 is the number of knots, as in problem (3) *)
Lemma counted_merged f : merged f -> cost counted f = INR (length (knots f)).
Proof.
  intros [_ F]. unfold cost. induction F as [|[t c] l Hc F IH]; [reflexivity|].
  simpl total. rewrite IH. unfold counted at 1. destruct Req_EM_T; [contradiction|]. simpl length. rewrite S_INR. ring.
Qed.
(* before merging it is that number at most: knots of slope change 0 are not counted *)
Lemma counted_length f : cost counted f <= INR (length (knots f)).
Proof.
  unfold cost. induction (knots f) as [|[t c] l IH]; simpl total; simpl length; [simpl; lra|].
  rewrite S_INR. unfold counted at 1. destruct Req_EM_T; lra.
Qed.
(* the cost belongs to the function: why V_h may be written V_h(f) *)
Lemma same_cost h f g : price h -> distinct_knots f -> distinct_knots g -> same_function f g -> cost h f = cost h g.
Proof. intros Hh D D' E. apply (same_total h (h_0 h Hh)); [exact D|exact D'|apply same_change, E]. Qed.
(* V_h of a function is the least cost of its splines *)
Theorem merged_cheapest h f g : price h -> merged f -> same_function f g -> cost h f <= cost h g.
Proof.
  intros Hh M E. rewrite (same_cost h f (merge_knots g)); [apply merge_cost, Hh|exact Hh|apply M|apply merge_merged|].
  intros x. rewrite merge_eval. apply E.
Qed.
(* a minimiser costs what the spline of its matching costs, by every price *)
Lemma minimiser_costs h pts f : strict h -> (2 <= length pts)%nat -> increasing pts -> minimiser h pts f ->
  exists m, greatest h (gaps pts) m /\ same_function f (spline_of pts m) /\
    forall h', price h' -> cost h' f = cost h' (spline_of pts m).
Proof.
  intros Hs Hl Hx M. pose proof M as [I Min]. apply (theorem_A_iff h pts f Hs Hl Hx) in M.
  destruct M as (m & G & E & _). exists m. split; [exact G|]. split; [exact E|]. intros h' Hh'.
  rewrite <- (merge_strict h f Hs); [|apply Min; revert I; apply Forall_impl|exact Hh'].
  2: intros; rewrite merge_eval; assumption.
  apply same_cost; [exact Hh'|apply merge_merged|apply spline_of_distinct; [exact Hx|apply G]|].
  intros x. rewrite merge_eval. apply E.
Qed.
