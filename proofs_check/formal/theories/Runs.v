(* The fewest knots are the sum over the runs of ceil(n/2). *)
From Coq Require Import Reals Lra Lia List QArith Qreals Bool ZArith Arith.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Fewest.
Import ListNotations.
Open Scope nat_scope.

(* lengths of the maximal stretches of consecutive gaps of one nonzero sign; n: length so far of the stretch that ends with e *)
Fixpoint runs_from (e : Q) (n : nat) (ds : list Q) : list nat :=
  match ds with
  | [] => [n]
  | d :: r => if sameQ e d then runs_from d (S n) r else n :: runs_from d (if zeroQ d then 0 else 1) r
  end.
Definition runs ds := runs_from 0%Q 0 ds.
Definition ceil_half n := Nat.div2 (S n).
Definition sum_ceil (l : list nat) := fold_right (fun n s => ceil_half n + s) 0 l.

Lemma same_nonzero e d : sameQ e d = true -> zeroQ d = false.
Proof. unfold sameQ, zeroQ. rewrite Z.ltb_lt, Z.eqb_neq. intros H E. rewrite E in H. lia. Qed.
Lemma zero_same e d : zeroQ e = true -> sameQ e d = false.
Proof. unfold sameQ, zeroQ. rewrite Z.eqb_eq, Z.ltb_ge. intros ->. lia. Qed.

Lemma fewest_runs_from ds : forall e n E, (n = 0 -> zeroQ e = true) -> (n <> 0 -> E = Nat.even n) ->
  sum_ceil (runs_from e n ds) = ceil_half n + fewest e E ds.
Proof.
  induction ds as [|d ds IH]; intros e n E H0 HE; cbn [runs_from fewest]; [reflexivity|].
  destruct (sameQ e d) eqn:S.
  - assert (n <> 0). { intros ->. rewrite (zero_same e d (H0 eq_refl)) in S. discriminate. }
    rewrite (HE H). rewrite (IH d (Datatypes.S n) (true && negb (Nat.even n))).
    + rewrite (same_nonzero e d S). cbn [orb andb]. unfold ceil_half.
      destruct (Nat.even n) eqn:V; cbn [negb].
      * apply Nat.even_spec in V. destruct V as [k ->]. 
        replace (Nat.div2 (Datatypes.S (Datatypes.S (2 * k)))) with (Datatypes.S k) by (cbn [Nat.div2]; rewrite Nat.div2_double; reflexivity).
        rewrite Nat.div2_succ_double. lia.
      * assert (O : Nat.odd n = true) by (unfold Nat.odd; rewrite V; reflexivity). apply Nat.odd_spec in O. destruct O as [k ->].
        replace (Datatypes.S (2 * k + 1)) with (2 * (k + 1)) by lia. rewrite Nat.div2_double.
        rewrite Nat.div2_succ_double. lia.
    + intros X; discriminate.
    + intros _. rewrite Nat.even_succ. reflexivity.
  - cbn [andb orb sum_ceil fold_right]. change (fold_right _ 0 ?l) with (sum_ceil l).
    rewrite (IH d (if zeroQ d then 0 else 1) false).
    + rewrite orb_false_r. destruct (zeroQ d); unfold ceil_half; simpl; lia.
    + destruct (zeroQ d); [auto|discriminate].
    + destruct (zeroQ d); [intros X; contradiction|reflexivity].
Qed.

Theorem fewest_runs ds : fewest 0 false ds = sum_ceil (runs ds).
Proof. unfold runs. rewrite (fewest_runs_from ds 0%Q 0 false); [reflexivity|reflexivity|intros X; contradiction]. Qed.

Theorem fewest_is_minimum x0 y0 x1 y1 r : let pts := (x0, y0) :: (x1, y1) :: r in
  (0 <? Qnum (x1 - x0))%Z && incQ x1 r = true ->
  let K := sum_ceil (runs (gapsQ (Qred ((y1 - y0) / (x1 - x0))) x1 y1 r)) in
  (forall g, interpolates g (map pt pts) -> (INR K <= cost counted g)%R) /\
  (exists f, interpolates f (map pt pts) /\ cost counted f = INR K).
Proof.
  intros pts H K. apply andb_prop in H. destruct H as [H0 H1].
  destruct (slopeQ x0 y0 x1 y1 H0) as [L E].
  destruct (gapsQ_spec r (Qred ((y1 - y0) / (x1 - x0))) x1 y1 H1) as [I G].
  assert (Inc : increasing (map pt pts)) by (unfold pts; cbn; auto).
  assert (GG : gaps (map pt pts) = map Q2R (gapsQ (Qred ((y1 - y0) / (x1 - x0))) x1 y1 r)).
  { unfold pts. cbn [map pt gaps fst snd]. cbv zeta. rewrite G, E. reflexivity. }
  destruct (dual0_ok (gapsQ (Qred ((y1 - y0) / (x1 - x0))) x1 y1 r) 0%Q false) as [F B]. rewrite <- GG in F, B. rewrite Q2R_0' in F.
  unfold K. rewrite <- fewest_runs, <- B. split.
  - intros g Hg. apply lower_bound; auto. apply counted_price.
  - destruct (theorem_A counted counted_price _ Inc) as (LB & (m & M & If & C) & W). exists (spline_of (map pt pts) m). split; [exact If|].
    apply Rle_antisym; [|apply lower_bound; auto; apply counted_price].
    rewrite C. rewrite (bound_sum counted _ _ _ _ F).
    (* the dual of the certificate is the recurrence *)
    assert (X : forall ds (e : Q) (E : bool), recurrence counted (Q2R e) (if E then 1 else 0)%R (map Q2R ds) = dual0 e E ds).
    { clear. induction ds as [|d ds IH]; intros e E; cbn [map recurrence dual0]; [reflexivity|]. cbv zeta.
      assert (Y : Rmax 0 (weight_of_pair counted (Q2R e) (Q2R d) - (if E then 1 else 0)) = (if sameQ e d && negb E then 1 else 0)%R).
      { unfold weight_of_pair. destruct same_sign_dec as [S|S].
        - rewrite (proj2 (sameQ_spec e d) S). unfold same_sign in S. unfold counted. repeat destruct Req_EM_T; try (exfalso; lra).
          destruct E; simpl; [rewrite Rmax_left|rewrite Rmax_right]; lra.
        - replace (sameQ e d) with false. 2:{ destruct (sameQ e d) eqn:T; auto. apply sameQ_spec in T. contradiction. }
          destruct E; simpl; rewrite Rmax_left; lra. }
      rewrite Y, IH. reflexivity. }
    specialize (X (gapsQ (Qred ((y1 - y0) / (x1 - x0))) x1 y1 r) 0%Q false). rewrite Q2R_0' in X. rewrite <- X, <- GG. lra.
Qed.
