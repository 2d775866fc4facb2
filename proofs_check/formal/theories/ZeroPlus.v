(* The limit p -> 0+: signs from the first nonzero moment. *)
From Coq Require Import Reals Lra Lia List QArith Qreals Bool ZArith.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique Fewest Certificates.
Import ListNotations.
Open Scope R_scope.

Definition es := list (R * R).                    (* sum_of of c exp(p L) *)
Fixpoint ev (l : es) (p : R) : R := match l with [] => 0 | (c, L) :: r => c * exp (p * L) + ev r p end.
Definition der (l : es) : es := map (fun a => (fst a * snd a, snd a)) l.
Fixpoint mom (k : nat) (l : es) : R := match l with [] => 0 | (c, L) :: r => c * L ^ k + mom k r end.

Lemma ev_der l p : derivable_pt_lim (ev l) p (ev (der l) p).
Proof.
  induction l as [|[c L] l IH]; cbn [ev der map fst snd].
  - apply derivable_pt_lim_const.
  - apply (derivable_pt_lim_plus (fun p => c * exp (p * L)) (ev l)); [|exact IH].
    replace (c * L * exp (p * L)) with (c * (exp (p * L) * (1 * L))) by ring.
    apply (derivable_pt_lim_scal (fun p => exp (p * L))).
    apply (derivable_pt_lim_comp (fun p => p * L) exp); [|apply derivable_pt_lim_exp].
    replace (1 * L) with (1 * L + p * 0) by ring. apply (derivable_pt_lim_mult (fun p => p) (fun _ => L)); [apply derivable_pt_lim_id|apply derivable_pt_lim_const].
Qed.
Lemma ev_0 l : ev l 0 = mom 0 l.
Proof. induction l as [|[c L] l IH]; simpl; [reflexivity|]. rewrite Rmult_0_l, exp_0, IH. ring. Qed.
Lemma mom_der k l : mom k (der l) = mom (S k) l.
Proof. induction l as [|[c L] l IH]; [reflexivity|]. cbn [mom der map fst snd]. fold (der l). rewrite IH. simpl. ring. Qed.

Theorem first_moment k : forall l, (forall i, (i < k)%nat -> mom i l = 0) -> 0 < mom k l ->
  exists delta, 0 < delta /\ forall p, 0 < p < delta -> 0 < ev l p.
Proof.
  induction k; intros l H0 Hk.
  - assert (C : continuity_pt (ev l) 0). { apply derivable_continuous_pt. exists (ev (der l) 0). apply ev_der. }
    destruct (C (mom 0 l) Hk) as (a & Ha & H). exists a. split; [exact Ha|]. intros p Hp.
    specialize (H p). simpl in H. unfold R_dist in H. rewrite ev_0 in H.
    assert (X : Rabs (ev l p - mom 0 l) < mom 0 l). { apply H. split; [split; [exact I|lra]|]. rewrite Rminus_0_r, Rabs_right; lra. }
    apply Rabs_def2 in X. lra.
  - destruct (IHk (der l)) as (d & Hd & D).
    + intros i Hi. rewrite mom_der. apply H0. lia.
    + rewrite mom_der. exact Hk.
    + exists d. split; [exact Hd|]. intros p Hp.
      destruct (MVT_cor2 (ev l) (ev (der l)) 0 p ltac:(lra)) as (x & E & Hx); [intros; apply ev_der|].
      rewrite ev_0, (H0 0%nat ltac:(lia)) in E. pose proof (D x ltac:(lra)). nra.
Qed.

Definition logs (l : ps) : es := map (fun na => (IZR (fst na), ln (Q2R (snd na)))) l.
Lemma val_logs p l : val p l = ev (logs l) p.
Proof. induction l as [|[n a] l IH]; simpl; [reflexivity|]. rewrite IH. unfold Rpower. reflexivity. Qed.
Definition negs (l : es) : es := map (fun a => (- fst a, snd a)) l.
Lemma ev_negs l p : ev (negs l) p = - ev l p.
Proof. induction l as [|[c L] l IH]; simpl; [lra|]. rewrite IH. ring. Qed.
Lemma mom_negs l k : mom k (negs l) = - mom k l.
Proof. induction l as [|[c L] l IH]; simpl; [lra|]. rewrite IH. ring. Qed.

Definition holds0 (o : bool * ps) : Prop := exists k, (forall i, (i < k)%nat -> mom i (logs (snd o)) = 0) /\
  if fst o then 0 < mom k (logs (snd o)) else mom k (logs (snd o)) < 0.
Lemma holds0_ok l : List.Forall holds0 l -> exists d, 0 < d /\ forall p, 0 < p < d -> List.Forall (holds p) l.
Proof.
  induction 1 as [|[s o] l (k & Z & Hk) _ (d & Hd & D)].
  - exists 1. split; [lra|]. intros; constructor.
  - cbn [fst snd] in *. assert (X : exists e, 0 < e /\ forall p, 0 < p < e -> holds p (s, o)).
    { unfold holds. cbn [fst snd]. destruct s.
      - destruct (first_moment k (logs o) Z Hk) as (e & He & E). exists e. split; [exact He|]. intros p Hp. rewrite val_logs. auto.
      - destruct (first_moment k (negs (logs o))) as (e & He & E).
        + intros i Hi. rewrite mom_negs, (Z i Hi). ring.
        + rewrite mom_negs. lra.
        + exists e. split; [exact He|]. intros p Hp. rewrite val_logs. pose proof (E p Hp) as Y. rewrite ev_negs in Y. lra. }
    destruct X as (e & He & E). exists (Rmin d e). split; [apply Rmin_pos; auto|]. intros p Hp.
    pose proof (Rmin_l d e). pose proof (Rmin_r d e). constructor; [apply E; lra|apply D; lra].
Qed.

Theorem zero_plus pts f sg m : checkcert pts f sg m = true -> List.Forall holds0 (todo pts sg) ->
  exists p0, 0 < p0 <= 1 /\ forall p, 0 < p < p0 -> unique_minimiser_of p (toR f) (map pt pts).
Proof.
  intros H HO. destruct (holds0_ok _ HO) as (d & Hd & D). exists (Rmin d 1). pose proof (Rmin_l d 1). pose proof (Rmin_r d 1).
  split; [split; [apply Rmin_pos; lra|lra]|]. intros p Hp. apply (checkcert_sound p pts f sg m); [lra|exact H|]. apply D. lra.
Qed.
