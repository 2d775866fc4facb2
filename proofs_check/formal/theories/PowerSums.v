(* Sums of c exp(p L) as functions of p, the costs of splines among them: one that does not vanish has fewer zeros than
   terms (Rolle), different exponents are independent, and the first nonzero moment is the sign near 0. *)
From Coq Require Import Reals Lra Lia List Permutation Wf_nat.
Import ListNotations.
Open Scope R_scope.

Definition es := list (R * R).                    (* the sum of c exp(p L) over its pairs (c, L) *)
Fixpoint ev (l : es) (p : R) : R := match l with [] => 0 | (c, L) :: r => c * exp (p * L) + ev r p end.
Definition der (l : es) : es := map (fun a => (fst a * snd a, snd a)) l.
Fixpoint mom (k : nat) (l : es) : R := match l with [] => 0 | (c, L) :: r => c * L ^ k + mom k r end.

(* the derivative is a sum of the same kind, so the mean value theorem leads from one to the next *)
Lemma ev_der l p : derivable_pt_lim (ev l) p (ev (der l) p).
Proof.
  induction l as [|[c L] l IH]; cbn [ev der map fst snd]; [apply derivable_pt_lim_const|].
  apply (derivable_pt_lim_plus (fun p => c * exp (p * L)) (ev l)); [|exact IH].
  replace (c * L * exp (p * L)) with (c * (exp (p * L) * (1 * L))) by ring.
  apply (derivable_pt_lim_scal (fun p => exp (p * L))).
  apply (derivable_pt_lim_comp (fun p => p * L) exp); [|apply derivable_pt_lim_exp].
  replace (1 * L) with (1 * L + p * 0) by ring.
  apply (derivable_pt_lim_mult (fun p => p) (fun _ => L)); [apply derivable_pt_lim_id|apply derivable_pt_lim_const].
Qed.
(* the sum at 0 is its moment of order 0, where the count of moments begins *)
Lemma ev_0 l : ev l 0 = mom 0 l.
Proof. induction l as [|[c L] l IH]; simpl; [reflexivity|]. rewrite Rmult_0_l, exp_0, IH. ring. Qed.
(* moments are the derivatives at 0 *)
Lemma mom_der k l : mom k (der l) = mom (S k) l.
Proof.
  induction l as [|[c L] l IH]; [reflexivity|]. cbn [mom der map fst snd]. fold (der l). rewrite IH. simpl. ring.
Qed.

(* by the mean value theorem the sum has near 0 the sign that its derivative has, one moment less at each step *)
Theorem first_moment k : forall l, (forall i, (i < k)%nat -> mom i l = 0) -> 0 < mom k l ->
  exists delta, 0 < delta /\ forall p, 0 < p < delta -> 0 < ev l p.
Proof.
  induction k; intros l H0 Hk.
  - assert (C : continuity_pt (ev l) 0). { apply derivable_continuous_pt. exists (ev (der l) 0). apply ev_der. }
    destruct (C (mom 0 l) Hk) as (a & Ha & H). exists a. split; [exact Ha|]. intros p Hp.
    specialize (H p). simpl in H. unfold R_dist in H. rewrite ev_0 in H.
    assert (X : Rabs (ev l p - mom 0 l) < mom 0 l).
    { apply H. split; [split; [exact I|lra]|]. rewrite Rminus_0_r, Rabs_right; lra. }
    apply Rabs_def2 in X. lra.
  - destruct (IHk (der l)) as (d & Hd & D).
    + intros i Hi. rewrite mom_der. apply H0. lia.
    + rewrite mom_der. exact Hk.
    + exists d. split; [exact Hd|]. intros p Hp.
      destruct (MVT_cor2 (ev l) (ev (der l)) 0 p ltac:(lra)) as (x & E & Hx); [intros; apply ev_der|].
      rewrite ev_0, (H0 0%nat ltac:(lia)) in E. pose proof (D x ltac:(lra)). nra.
Qed.

Definition negs (l : es) : es := map (fun a => (- fst a, snd a)) l.
(* differences of costs are sums of this kind, too *)
Lemma ev_negs l p : ev (negs l) p = - ev l p.
Proof. induction l as [|[c L] l IH]; simpl; [lra|]. rewrite IH. ring. Qed.
(* with mom_app the moments of a difference, by which limits compare costs *)
Lemma mom_negs l k : mom k (negs l) = - mom k l.
Proof. induction l as [|[c L] l IH]; simpl; [lra|]. rewrite IH. ring. Qed.
(* sums side by side: a difference of costs, a dual sum along a run *)
Lemma ev_app l l' p : ev (l ++ l') p = ev l p + ev l' p.
Proof. induction l as [|[c L] l IH]; simpl; [ring|]. rewrite IH. ring. Qed.
(* moments are linear, so they are compared one order at a time *)
Lemma mom_app l l' k : mom k (l ++ l') = mom k l + mom k l'.
Proof. induction l as [|[c L] l IH]; simpl; [ring|]. rewrite IH. ring. Qed.

(* Divided by exp(p M) the sum has the derivative `reduced M`, divided likewise: a term of exponent M falls away. *)
Definition shift (M : R) (l : es) : es := map (fun a => (fst a, snd a - M)) l.
Definition reduced (M : R) (l : es) : es := map (fun a => (fst a * (snd a - M), snd a)) l.
(* exponents less M: the sum divided by exp(p M), which changes no sign and no zero *)
Lemma ev_shift M l p : ev (shift M l) p = exp (- (p * M)) * ev l p.
Proof.
  induction l as [|[c L] l IH]; simpl; [ring|]. rewrite IH.
  replace (p * (L - M)) with (- (p * M) + p * L) by ring. rewrite exp_plus. ring.
Qed.
(* the derivative of that quotient, again divided: its zeros are those of `reduced` *)
Lemma der_shift M l : der (shift M l) = shift M (reduced M l).
Proof. unfold der, shift, reduced. rewrite !map_map. reflexivity. Qed.
(* the term of exponent M falls away: one term less in the induction of few_zeros *)
Lemma ev_reduced c M r p : ev (reduced M ((c, M) :: r)) p = ev (reduced M r) p.
Proof. simpl. ring. Qed.
(* if all moments vanish, so do those of the reduced sum: the induction of moments_tell *)
Lemma mom_reduced k M l : mom k (reduced M l) = mom (S k) l - M * mom k l.
Proof. induction l as [|[c L] l IH]; simpl; [ring|]. rewrite IH. simpl. ring. Qed.
(* a quotient by exp(p M) vanishes where the sum does, so Rolle is applied to the quotient *)
Lemma shift_zero M l p : ev (shift M l) p = 0 <-> ev l p = 0.
Proof.
  rewrite ev_shift. pose proof (exp_pos (- (p * M))). split; [|intros ->; ring].
  intros E. apply Rmult_integral in E. destruct E; [lra|assumption].
Qed.
(* where the reduced sum vanishes for all p, the quotient is constant *)
Lemma reduced_vanishes M l : (forall p, ev (reduced M l) p = 0) -> forall p, ev (shift M l) p = mom 0 l.
Proof.
  intros V p. transitivity (ev (shift M l) 0); [|rewrite ev_shift, Rmult_0_l, Ropp_0, exp_0, ev_0; ring].
  assert (D : forall q, derivable_pt_lim (ev (shift M l)) q 0).
  { intros q. replace 0 with (ev (der (shift M l)) q); [apply ev_der|]. rewrite der_shift. apply shift_zero, V. }
  destruct (Rtotal_order 0 p) as [H|[<-|H]]; [|reflexivity|].
  - destruct (MVT_cor2 (ev (shift M l)) (fun _ => 0) 0 p H) as (x & E & _); [intros; apply D|lra].
  - destruct (MVT_cor2 (ev (shift M l)) (fun _ => 0) p 0 H) as (x & E & _); [intros; apply D|lra].
Qed.

(* A set any two of whose members have a point of Z between them has at most one member more than Z. *)
Lemma separated : forall n Z (P : R -> Prop), (length Z <= n)%nat ->
  (forall x y, x < y -> P x -> P y -> exists z, In z Z /\ x < z < y) ->
  exists Z', (length Z' <= S (length Z))%nat /\ forall x, P x -> In x Z'.
Proof.
  induction n; intros Z P Hn H.
  - destruct Z; [|simpl in Hn; lia]. destruct (Classical_Prop.classic (exists x, P x)) as [[x Px]|N].
    + exists [x]. split; [simpl; lia|]. intros y Py.
      destruct (Rtotal_order x y) as [L|[->|L]]; [| left; reflexivity |];
        (destruct (H _ _ L) as (z & [] & _); assumption).
    + exists []. split; [simpl; lia|]. intros x Px. exfalso. apply N. exists x. exact Px.
  - destruct Z as [|a Z]; [apply (IHn [] P); [simpl; lia|exact H]|]. simpl in Hn.
    set (low := filter (fun z => if Rlt_dec z a then true else false) Z).
    set (high := filter (fun z => if Rlt_dec z a then false else true) Z).
    assert (E : (length low + length high = length Z)%nat).
    { subst low high. clear. induction Z as [|z Z IH]; simpl; [reflexivity|]. destruct Rlt_dec; simpl; lia. }
    destruct (IHn low (fun x => P x /\ x <= a)) as (A & LA & HA); [lia| |].
    { intros x y L [Px _] [Py Ya]. destruct (H x y L Px Py) as (z & [->|I] & B); [lra|]. exists z. split; [|exact B].
      apply filter_In. split; [exact I|]. destruct Rlt_dec; [reflexivity|lra]. }
    destruct (IHn high (fun x => P x /\ a < x)) as (B & LB & HB); [lia| |].
    { intros x y L [Px Xa] [Py _]. destruct (H x y L Px Py) as (z & [->|I] & B); [lra|]. exists z. split; [|exact B].
      apply filter_In. split; [exact I|]. destruct Rlt_dec; [lra|reflexivity]. }
    exists (A ++ B). split; [rewrite app_length; simpl; lia|]. intros x Px. apply in_or_app.
    destruct (Rle_dec x a); [left; apply HA|right; apply HB]; split; try assumption; lra.
Qed.

(* A sum of n terms vanishes everywhere, or a list of at most n - 1 numbers contains all its zeros. *)
Theorem few_zeros : forall l, (forall p, ev l p = 0) \/
  exists Z, (length Z < length l)%nat /\ forall p, ev l p = 0 -> In p Z.
Proof.
  assert (G : forall n l, (length l <= n)%nat -> (forall p, ev l p = 0) \/
    exists Z, (length Z < length l)%nat /\ forall p, ev l p = 0 -> In p Z); [|eauto].
  induction n; intros [|[c M] r] Hn; simpl in Hn; try lia; try (left; reflexivity).
  set (l := (c, M) :: r).
  destruct (IHn (reduced M r)) as [V|(Z & LZ & HZ)]; [unfold reduced; rewrite map_length; lia| |].
  - assert (C : forall p, ev (shift M l) p = mom 0 l).
    { apply reduced_vanishes. intros p. unfold l. rewrite ev_reduced. apply V. }
    destruct (Req_dec (mom 0 l) 0) as [E|E].
    + left. intros p. apply (shift_zero M). rewrite C. exact E.
    + right. exists []. split; [simpl; lia|]. intros p Hp. apply (shift_zero M) in Hp. rewrite C in Hp. contradiction.
  - right. destruct (separated _ Z (fun p => ev l p = 0) (le_n _)) as (Z' & L' & H').
    + intros x y L Hx Hy. apply (shift_zero M) in Hx. apply (shift_zero M) in Hy.
      destruct (MVT_cor2 (ev (shift M l)) (ev (der (shift M l))) x y L) as (z & E & B); [intros; apply ev_der|].
      exists z. split; [|exact B]. apply HZ. rewrite <- (ev_reduced c).
      apply (shift_zero M). rewrite <- der_shift. fold l.
      rewrite Hx, Hy in E. apply Rmult_eq_reg_r with (y - x); [|lra]. rewrite Rmult_0_l, <- E. ring.
    + exists Z'. split; [|exact H']. unfold reduced in LZ. rewrite map_length in LZ. simpl. lia.
Qed.

(* the coefficient of the exponent L, its terms collected *)
Fixpoint coef (L : R) (l : es) : R :=
  match l with [] => 0 | (c, M) :: r => (if Req_EM_T M L then c else 0) + coef L r end.
(* reducing by M spares every coefficient but that of M: the induction of `independent` *)
Lemma coef_reduced L M l : coef L (reduced M l) = (L - M) * coef L l.
Proof. induction l as [|[c N] l IH]; simpl; [ring|]. rewrite IH. destruct Req_EM_T as [->|]; ring. Qed.
(* with coef_app: a difference has the coefficient of one list less that of the other *)
Lemma coef_negs L l : coef L (negs l) = - coef L l.
Proof. induction l as [|[c M] l IH]; simpl; [ring|]. rewrite IH. destruct Req_EM_T; ring. Qed.
(* for equal_sums, where each list has counts as coefficients *)
Lemma coef_app L l l' : coef L (l ++ l') = coef L l + coef L l'.
Proof. induction l as [|[c M] l IH]; simpl; [ring|]. rewrite IH. ring. Qed.
(* what is 0 for all p has derivative 0; so reduced sums and moments vanish with the sum *)
Lemma vanishing_der l : (forall p, ev l p = 0) -> forall p, ev (der l) p = 0.
Proof.
  intros V p. eapply uniqueness_limite; [apply ev_der|].
  apply (derivable_pt_lim_ext (fun _ => 0)); [intros; symmetry; apply V|apply derivable_pt_lim_const].
Qed.
(* takes one exponent out of a sum that vanishes, for `independent` *)
Lemma vanishing_reduced M l : (forall p, ev l p = 0) -> forall p, ev (reduced M l) p = 0.
Proof. intros V p. apply (shift_zero M). rewrite <- der_shift. apply vanishing_der. intros q. apply shift_zero, V. Qed.
(* sums equal for all p have equal moments, so the limits cannot tell them apart (Limits.v) *)
Lemma vanishing_moments k : forall l, (forall p, ev l p = 0) -> mom k l = 0.
Proof.
  induction k; intros l V; [rewrite <- ev_0; apply V|]. rewrite <- mom_der. apply IHk, vanishing_der, V.
Qed.
(* Different exponents are independent: a sum that vanishes has no coefficients. *)
Theorem independent l : (forall p, ev l p = 0) -> forall L, coef L l = 0.
Proof.
  intros V L. assert (G : forall n l s, (length l <= n)%nat -> (forall p, ev ((s, L) :: l) p = 0) -> s + coef L l = 0).
  { clear. induction n; intros l s Hn V; (destruct l as [|[c M] r]; [|simpl in Hn; try lia]).
    1,2: specialize (V 0); simpl in V |- *; rewrite Rmult_0_l, exp_0 in V; lra.
    simpl. destruct Req_EM_T as [->|N].
    - rewrite <- Rplus_assoc. apply IHn; [lia|]. intros p. rewrite <- (V p). simpl. ring.
    - rewrite Rplus_0_l. apply Rmult_eq_reg_l with (L - M); [|lra].
      rewrite Rmult_plus_distr_l, <- coef_reduced, (Rmult_comm _ s), Rmult_0_r.
      apply IHn; [unfold reduced; rewrite map_length; lia|]. intros p.
      rewrite <- (vanishing_reduced M _ V p). simpl. ring. }
  rewrite <- (Rplus_0_l (coef L l)). apply (G _ l 0 (le_n _)). intros p. simpl. rewrite V. ring.
Qed.

(* If the coefficients of one exponent do not add up to 0, there are at most n - 1 zeros. *)
Corollary fewer_zeros_than_terms l L : coef L l <> 0 ->
  exists Z, (length Z < length l)%nat /\ forall p, ev l p = 0 -> In p Z.
Proof. intros N. destruct (few_zeros l) as [V|H]; [destruct N; apply independent, V|exact H]. Qed.

(* Sums of exp(p L) over two lists, equal for all p: the lists are equal up to order. *)
Definition ones (xs : list R) : es := map (fun x => (1, x)) xs.
(* the coefficient of L says how often L is listed, and those of a sum that vanishes are 0 *)
Theorem equal_sums xs ys : (forall p, ev (ones xs ++ negs (ones ys)) p = 0) -> Permutation xs ys.
Proof.
  intros V. apply (Permutation_count_occ Req_EM_T). intros L. apply INR_eq.
  assert (C : forall zs, coef L (ones zs) = INR (count_occ Req_EM_T zs L)).
  { induction zs as [|z zs IH]; [reflexivity|]. cbn [ones map coef count_occ]. fold (ones zs). rewrite IH.
    destruct Req_EM_T; [rewrite S_INR|]; ring. }
  pose proof (independent _ V L) as E. rewrite coef_app, coef_negs, !C in E. lra.
Qed.

(* A sum vanishes everywhere, or has a first moment that is not 0. *)
Theorem moments_tell l : (forall p, ev l p = 0) \/ exists k, (forall i, (i < k)%nat -> mom i l = 0) /\ mom k l <> 0.
Proof.
  destruct (Classical_Prop.classic (exists k, mom k l <> 0)) as [X|N].
  - right. destruct (dec_inh_nat_subset_has_unique_least_element _ (fun n => Classical_Prop.classic (mom n l <> 0)) X)
      as (k & (Hk & Lk) & _).
    exists k. split; [|exact Hk]. intros i Hi.
    destruct (Req_dec (mom i l) 0) as [|Ni]; [assumption|]. specialize (Lk i Ni). lia.
  - left. assert (Z : forall k, mom k l = 0).
    { intros k. destruct (Req_dec (mom k l) 0); [assumption|]. exfalso. apply N. exists k. assumption. }
    clear N. assert (G : forall n l, (length l <= n)%nat -> (forall k, mom k l = 0) -> forall p, ev l p = 0); [|eauto].
    clear. induction n; intros [|[c M] r] Hn Z p; simpl in Hn; try lia; try reflexivity.
    apply (shift_zero M). rewrite reduced_vanishes; [apply Z|]. intros q. rewrite ev_reduced.
    apply IHn; [unfold reduced; rewrite map_length; lia|]. intros k. transitivity (mom k (reduced M ((c, M) :: r))).
    + simpl. ring.
    + rewrite mom_reduced, !Z. ring.
Qed.

(* The sign near 0 is constant, and that of the first moment. *)
Theorem sign_near_0 l : exists d, 0 < d /\ ((forall p, ev l p = 0) \/
  exists k, (forall i, (i < k)%nat -> mom i l = 0) /\
    (mom k l < 0 /\ (forall p, 0 < p < d -> ev l p < 0) \/ 0 < mom k l /\ forall p, 0 < p < d -> 0 < ev l p)).
Proof.
  destruct (moments_tell l) as [V|(k & Z & N)]; [exists 1; split; [lra|left; exact V]|].
  destruct (Rlt_dec 0 (mom k l)) as [P|P].
  - destruct (first_moment k l Z P) as (d & Hd & D). exists d. split; [exact Hd|]. right. exists k. auto.
  - destruct (first_moment k (negs l)) as (d & Hd & D).
    + intros i Hi. rewrite mom_negs, (Z i Hi). ring.
    + rewrite mom_negs. lra.
    + exists d. split; [exact Hd|]. right. exists k. split; [exact Z|]. left. split; [lra|].
      intros p Hp. specialize (D p Hp). rewrite ev_negs in D. lra.
Qed.

(* the same sum read from 1 downwards *)
Definition flip (l : es) : es := map (fun a => (fst a * exp (snd a), - snd a)) l.
(* p near 1 is 1 - p near 0: what holds near 0 holds for the limit p -> 1- *)
Lemma ev_flip l h : ev (flip l) h = ev l (1 - h).
Proof.
  induction l as [|[c L] l IH]; simpl; [reflexivity|]. rewrite IH.
  replace ((1 - h) * L) with (L + h * - L) by ring. rewrite exp_plus. ring.
Qed.
