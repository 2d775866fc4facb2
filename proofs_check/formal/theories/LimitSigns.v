(* The signs of [C11] at the limits p -> 0+ and p -> 1- (docs/theory.md, section 3). Read from its limit, a power sum is
   a sum of c exp(h L), and has the sign of its first moment, the sum of c L^k, that is not 0. A computation tells it:
   by enclosures of the logarithms where a moment is not 0, by exact arithmetic where it is. *)
From Coq Require Import Reals Lra Lia List QArith Qreals Qabs Bool ZArith.
From Sparsest Require Import Prices Splines Charging Unique Rationals Certificates Signs PowerSums Logarithms.
Import ListNotations.
Open Scope R_scope.

Definition limit_of (one : bool) : exponent := if one then OneMinus else ZeroPlus.
Definition place (one : bool) (h : R) : R := if one then 1 - h else h.
Definition soon (one : bool) (P : R -> Prop) : Prop := exists d, 0 < d /\ forall h, 0 < h < d -> P (place one h).
(* from t near 0, in which both limits are one proof, to p near the limit, of which certificates speak *)
Lemma soon_eventually one P : soon one P -> eventually (limit_of one) P.
Proof.
  intros (d & Hd & H). pose proof (Rmin_l d 1). pose proof (Rmin_r d 1). pose proof (Rmin_pos d 1 Hd Rlt_0_1).
  destruct one; [exists (1 - Rmin d 1)|exists (Rmin d 1)]; (split; [lra|]); intros p Hp.
  - replace p with (1 - (1 - p)) by ring. apply (H (1 - p)). lra.
  - apply H. lra.
Qed.
(* what follows from a fact near the limit holds there too *)
Lemma soon_weaken one (P Q : R -> Prop) : (forall p, P p -> Q p) -> soon one P -> soon one Q.
Proof. intros F (d & Hd & H). exists d. split; [exact Hd|]. intros h Hh. apply F, H, Hh. Qed.
(* two facts near the limit hold together nearer: so do all signs of a certificate *)
Lemma soon_and one (P Q S : R -> Prop) : (forall p, P p -> Q p -> S p) -> soon one P -> soon one Q -> soon one S.
Proof.
  intros F (d & Hd & H) (e & He & H'). exists (Rmin d e). pose proof (Rmin_l d e). pose proof (Rmin_r d e).
  split; [apply Rmin_pos; assumption|]. intros h Hh. apply F; [apply H|apply H']; lra.
Qed.

(* the power sum at p = h, or at p = 1 - h *)
Definition logs (l : terms) : es := map (fun t => (Q2R (fst t), ln (Q2R (snd t)))) l.
Definition at_limit (one : bool) (l : terms) : es := if one then flip (logs l) else logs l.
(* both limits at once: read from its limit, a power sum is a sum of c exp (h L), as in PowerSums *)
Lemma val_at_limit one h l : valQ (place one h) l = ev (at_limit one l) h.
Proof.
  assert (E : forall p, valQ p l = ev (logs l) p).
  { induction l as [|[n a] l IH]; intros p; simpl; rewrite ?IH; reflexivity. }
  rewrite E. destruct one; [symmetry; apply ev_flip|reflexivity].
Qed.
Definition signed (s : mark) (x : R) : Prop := match s with Plus => 0 < x | Tie => x = 0 | Minus => x < 0 end.
(* the first moment that is not 0 gives the sign: all that the computation below has to find *)
Lemma moment_sign one l k s : s <> Tie -> (forall i, (i < k)%nat -> mom i (at_limit one l) = 0) ->
  signed s (mom k (at_limit one l)) -> soon one (fun p => signed s (valQ p l)).
Proof.
  intros N Z H. destruct s; [| contradiction |].
  - destruct (first_moment k _ Z H) as (d & Hd & D). exists d. split; [exact Hd|]. intros h Hh.
    rewrite val_at_limit. apply D, Hh.
  - destruct (first_moment k (negs (at_limit one l))) as (d & Hd & D).
    + intros i Hi. rewrite mom_negs, Z by exact Hi. ring.
    + rewrite mom_negs. simpl in H. lra.
    + exists d. split; [exact Hd|]. intros h Hh. specialize (D h Hh). rewrite ev_negs in D. rewrite val_at_limit.
      simpl. lra.
Qed.
(* from the terms with rational coefficients, which are computed with, to the claim of a mark *)
Lemma soon_holds one s l : soon one (fun p => signed s (valQ p (terms_of l))) -> soon one (fun p => holds p (s, l)).
Proof. apply soon_weaken. intros p X. rewrite valQ_terms in X. exact X. Qed.
(* Every power sum has a sign at the limits, and is 0 there only if it is 0 for every p. *)
Theorem limit_sign_exists one l : eventually (limit_of one) (fun p => holds p (Plus, l)) \/
  eventually (limit_of one) (fun p => holds p (Minus, l)) \/ forall p, val p l = 0.
Proof.
  destruct (moments_tell (at_limit one (terms_of l))) as [Z|(k & Z & N)].
  - right. right. intros p. replace p with (place one (place one p)) by (destruct one; simpl; ring).
    rewrite <- valQ_terms, val_at_limit. apply Z.
  - destruct (Rdichotomy _ _ N); [right|]; left; apply soon_eventually, soon_holds, (moment_sign _ _ k); easy.
Qed.

(* Enclosures of the moments from order k on, that of order k at scale V W^k. *)
Fixpoint encs (V W : R) (k : nat) (l : es) (ms : list (Z * Z)) : Prop :=
  match ms with [] => True | i :: r => enc (V * W ^ k) (mom k l) i /\ encs V W (S k) l r end.
Definition add_enc (i j : Z * Z) : Z * Z := (fst i + fst j, snd i + snd j)%Z.
Definition mul_enc (i j : Z * Z) : Z * Z :=
  let '(a, b, (c, d)) := (i, j) in let '(p, q, r, s) := (a * c, a * d, b * c, b * d)%Z in
  (Z.min (Z.min p q) (Z.min r s), Z.max (Z.max p q) (Z.max r s)).
Fixpoint zip (l m : list (Z * Z)) : list (Z * Z) :=
  match l, m with i :: l', j :: m' => add_enc i j :: zip l' m' | _, _ => [] end.
(* the product of two intervals lies between the products of their ends *)
Lemma mul_enc_ok V W x y i j : enc V x i -> enc W y j -> enc (V * W) (x * y) (mul_enc i j).
Proof.
  destruct i as [a b], j as [c d]. unfold enc, mul_enc. cbn [fst snd].
  replace (V * W * (x * y)) with ((W * y) * (V * x)) by ring. generalize (V * x) (W * y). clear. intros x y Hx Hy.
  assert (L : forall m n p q u v w, IZR m <= w * u <= IZR n -> IZR p <= w * v <= IZR q ->
    forall t, u <= t <= v -> IZR (Z.min m p) <= w * t <= IZR (Z.max n q)).
  { intros m n p q u v w H1 H2 t Ht. pose proof (IZR_le _ _ (Z.le_min_l m p)). pose proof (IZR_le _ _ (Z.le_min_r m p)).
    pose proof (IZR_le _ _ (Z.le_max_l n q)). pose proof (IZR_le _ _ (Z.le_max_r n q)).
    destruct (Rle_dec 0 w); split; nra. }
  assert (E : forall m n, IZR (m * n) <= IZR m * IZR n <= IZR (m * n)) by (intros; rewrite mult_IZR; lra).
  apply (L _ _ _ _ (IZR a) (IZR b)); [| |exact Hx]; rewrite Rmult_comm; apply (L _ _ _ _ (IZR c) (IZR d)); auto.
Qed.
(* moments of a sum: enclosures add *)
Lemma encs_zip V W l l' ms : forall k ms', encs V W k l ms -> encs V W k l' ms' -> encs V W k (l ++ l') (zip ms ms').
Proof.
  induction ms as [|[a b] ms IH]; intros k [|[c d] ms'] H H'; cbn [zip encs] in *; auto.
  destruct H as [[H1 H2] H], H' as [[H3 H4] H']. split; [|auto]. unfold enc, add_enc in *. cbn [fst snd] in *.
  rewrite mom_app, Rmult_plus_distr_l, !plus_IZR. lra.
Qed.
(* moments of the sum with the other sign *)
Lemma encs_neg V W l ms : forall k, encs V W k l ms -> encs V W k (negs l) (map neg_enc ms).
Proof.
  induction ms as [|i ms IH]; intros k H; cbn [map encs] in *; auto. destruct H as [H1 H]. split; [|auto].
  rewrite mom_negs. apply neg_enc_ok, H1.
Qed.
(* the empty power sum, where the additions start *)
Lemma encs_nil V W one K : forall k, encs V W k (at_limit one []) (repeat (0, 0)%Z K).
Proof. induction K; intros k; cbn [repeat encs]; auto. split; [|auto]. unfold enc. destruct one; simpl; lra. Qed.

(* A scale: the coefficients in units of 2^-v, the logarithms, which `s_log` encloses, in units of 2^-w. *)
Record scale := { s_v : positive; s_w : positive; s_log : Q -> Z * Z }.
Definition scale_of (bases : list Q) (w : positive) : scale :=
  let small := fold_right (fun a s => Z.max s (Z.log2 (QDen a) - Z.log2 (Z.abs (Qnum a)))) 0%Z bases in
  {| s_v := Z.to_pos (Z.pos w + small); s_w := w; s_log := ln_Z w (ln2_Z w) |}.
Definition good (s : scale) := forall a, 0 < Q2R a -> enc (IZR (units (s_w s))) (ln (Q2R a)) (s_log s a).
Definition encS (s : scale) := encs (IZR (units (s_v s))) (IZR (units (s_w s))) 0.
(* the moments of order 0, ..., K - 1 of the term n a^p, and of power sums *)
Definition enc_Q (v : positive) (q : Q) : Z * Z :=
  let n := Z.shiftl (Qnum q) (Z.pos v) in (n / QDen q, - (- n / QDen q))%Z.
Definition coefficient_of (one : bool) (t : Q * Q) : Q := if one then (fst t * snd t)%Q else fst t.
Definition weighted (one : bool) (l : terms) : terms := map (fun t => (coefficient_of one t, snd t)) l.
Fixpoint powers (K : nat) (i log : Z * Z) : list (Z * Z) :=
  match K with O => [] | S K' => i :: powers K' (mul_enc i log) log end.
Definition term_encs (s : scale) (one : bool) (K : nat) (t : Q * Q) : list (Z * Z) :=
  let log := s_log s (snd t) in powers K (enc_Q (s_v s) (coefficient_of one t)) (if one then neg_enc log else log).
Definition moments (s : scale) (one : bool) (K : nat) (l : terms) : list (Z * Z) :=
  fold_right (fun t => zip (term_encs s one K t)) (repeat (0, 0)%Z K) l.

(* each scale that the checker makes has true logarithms; nothing of it is taken from hints *)
Lemma scale_of_good bases w : good (scale_of bases w).
Proof. intros a Ha. apply ln_Z_ok; [exact Ha|apply ln2_Z_ok]. Qed.
(* coefficients enter rounded both ways *)
Lemma enc_Q_ok v q : enc (IZR (units v)) (Q2R q) (enc_Q v q).
Proof.
  unfold enc, enc_Q, Q2R. cbv zeta. rewrite shiftl_units. cbn [fst snd].
  pose proof (div_bounds (Qnum q * units v) (QDen q) ltac:(lia)).
  pose proof (div_bounds (- (Qnum q * units v)) (QDen q) ltac:(lia)). rewrite !opp_IZR, !mult_IZR in *. lra.
Qed.
Definition log_of (one : bool) (a : Q) : R := if one then - ln (Q2R a) else ln (Q2R a).
Definition with_logs (one : bool) (l : terms) : es := map (fun t => (Q2R (fst t), log_of one (snd t))) l.
Definition positive_bases (l : terms) := Forall (fun t => 0 < Q2R (snd t)) l.
(* at 1- the factor a is a rational coefficient, so only ln a has to be enclosed *)
Lemma at_limit_weighted one l : positive_bases l -> at_limit one l = with_logs one (weighted one l).
Proof.
  intros H. destruct one; [|unfold with_logs, weighted; rewrite map_map; reflexivity].
  induction H as [|t l Ht _ IH]; [reflexivity|]. cbn [at_limit logs weighted with_logs map flip coefficient_of fst snd].
  rewrite exp_ln, <- Q2R_mult by exact Ht. f_equal. exact IH.
Qed.
(* term by term, for the induction over a power sum *)
Lemma at_limit_cons one t l : at_limit one (t :: l) = at_limit one [t] ++ at_limit one l.
Proof. destruct one; reflexivity. Qed.
(* each moment of one term is the one before it times its logarithm *)
Lemma term_encs_ok s one K t : good s -> 0 < Q2R (snd t) -> encS s (at_limit one [t]) (term_encs s one K t).
Proof.
  intros H Ha. rewrite at_limit_weighted by (repeat constructor; exact Ha). unfold term_encs, encS. cbv zeta.
  cbn [weighted with_logs map fst snd]. set (log := if one then _ else _). set (V := IZR (units (s_v s))).
  set (W := IZR (units (s_w s))). set (L := log_of one (snd t)). set (c := Q2R _).
  assert (HL : enc W L log) by (subst L log; destruct one; [apply neg_enc_ok|]; apply H, Ha).
  assert (P : forall k i, enc (V * W ^ k) (c * L ^ k) i -> encs V W k [(c, L)] (powers K i log)).
  { induction K; intros k i Hi; cbn [powers encs]; [exact I|]. cbn [mom]. rewrite Rplus_0_r. split; [exact Hi|].
    apply IHK. replace (V * W ^ S k) with (V * W ^ k * W) by (simpl; ring).
    replace (c * L ^ S k) with (c * L ^ k * L) by (simpl; ring). apply mul_enc_ok; assumption. }
  apply P. rewrite !pow_O, !Rmult_1_r. apply enc_Q_ok.
Qed.
(* so the computed intervals hold the true moments *)
Lemma moments_ok s one K l : good s -> positive_bases l -> encS s (at_limit one l) (moments s one K l).
Proof.
  intros H. induction 1 as [|t l Ha _ IH]; [apply encs_nil|]. rewrite at_limit_cons.
  apply encs_zip; [apply term_encs_ok; assumption|exact IH].
Qed.

(* The sign of the first moment that has one; `zero` tells that one is 0, and so does [0, 0]. *)
Fixpoint first_sign (zero : nat -> bool) (k : nat) (ms : list (Z * Z)) : option mark :=
  match ms with
  | [] => None
  | (lo, hi) :: r => if (0 <? lo)%Z then Some Plus else if (hi <? 0)%Z then Some Minus else
      if (if (lo =? 0)%Z && (hi =? 0)%Z then true else zero k) then first_sign zero (S k) r else None
  end.
(* an interval off 0 has the sign of its moment; those before it must be proved 0, by exact arithmetic or as [0, 0] *)
Lemma first_sign_ok sc one l zero s ms : (forall k, zero k = true -> mom k (at_limit one l) = 0) ->
  encS sc (at_limit one l) ms -> first_sign zero 0 ms = Some s -> soon one (fun p => signed s (valQ p l)).
Proof.
  intros HZ. unfold encS. pose proof (units_pos (s_v sc)). pose proof (units_pos (s_w sc)).
  set (V := IZR (units _)) in *. set (W := IZR (units (s_w _))) in *. assert (Z : forall i, (i < 0)%nat ->
    mom i (at_limit one l) = 0) by (intros; lia).
  revert Z. generalize 0%nat as k. induction ms as [|[lo hi] ms IH]; intros k Z E; cbn [first_sign encs] in *; [easy|].
  destruct E as [[E1 E2] E]. cbn [fst snd] in *. pose proof (Rmult_lt_0_compat V (W ^ k) ltac:(auto) ltac:(auto using
    pow_lt)).
  destruct (Z.ltb_spec 0 lo) as [A|A]; [|destruct (Z.ltb_spec hi 0) as [B|B]].
  - intros X. injection X as <-. apply (IZR_lt 0) in A. apply (moment_sign _ _ k); [discriminate|exact Z|]. cbn. nra.
  - intros X. injection X as <-. apply (IZR_lt _ 0) in B. apply (moment_sign _ _ k); [discriminate|exact Z|]. cbn. nra.
  - destruct (if _ && _ then true else zero k) eqn:C; [|discriminate]. apply IH; [|exact E]. intros i Hi.
    destruct (Nat.eq_dec i k) as [->|N]; [|apply Z; lia]. destruct (_ && _) eqn:C'; [|apply HZ, C].
    apply andb_prop in C'. rewrite !Z.eqb_eq in C'. destruct C' as [-> ->]. nra.
Qed.

(* Exact zeros. With every a a product of powers of numbers b > 0, moments are polynomials in the ln b: that of order
   k vanishes if each of its derivatives, with coefficients c e_b(a), does. The base is found by gcds, and not
   trusted. *)
Fixpoint coprime (fuel : nat) (todo base : list Z) : list Z :=
  match fuel, todo with
  | S fuel', n :: r => if (n <=? 1)%Z then coprime fuel' r base else
      match find (fun b => negb (Z.gcd n b =? 1)%Z) base with
      | None => coprime fuel' r (n :: base)
      | Some b => let g := Z.gcd n b in
          coprime fuel' (g :: n / g :: b / g :: r)%Z (filter (fun c => negb (c =? b)%Z) base)
      end
  | _, _ => base
  end.
Fixpoint multiplicity (fuel : nat) (b n : Z) : nat :=
  match fuel with O => O | S f => let (q, r) := Z.div_eucl n b in if (r =? 0)%Z then S (multiplicity f b q) else O end.
Definition times_in (n b : Z) : nat := multiplicity (Z.to_nat (Z.log2 n)) b n.
Definition exponent_in (a : Q) (b : Z) : Z := (Z.of_nat (times_in (Qnum a) b) - Z.of_nat (times_in (QDen a) b))%Z.
Definition product_of (e : Z -> nat) (base : list Z) : Z := fold_right (fun b m => b ^ Z.of_nat (e b) * m)%Z 1%Z base.
Definition derived (l : terms) (b : Z) : terms :=          (* l: coefficients c with numbers a *)
  map (fun t => (Qred (fst t * inject_Z (exponent_in (snd t) b)), snd t)) l.
Fixpoint vanishes (base : list Z) (k : nat) (l : terms) : bool :=
  match k with
  | O => zeroQ (fold_right (fun t s => Qred (fst t + s)) 0%Q l)
  | S k' => forallb (fun b => vanishes base k' (derived l b)) base
  end.
Definition moment_is_0 (one : bool) (l : terms) (k : nat) : bool :=
  let numbers := if (k =? 0)%nat then [] else flat_map (fun t => [Qnum (snd t); QDen (snd t)]) l in
  let base := coprime (Z.to_nat (3 * fold_right (fun n s => Z.log2 n + 2 + s) 0 numbers))%Z numbers [] in
  forallb (Z.ltb 0) base && forallb (fun n => n =? product_of (times_in n) base)%Z numbers &&
  vanishes base k (weighted one l).

Fixpoint log_sum (e : Z -> Z) (base : list Z) : R :=
  match base with [] => 0 | b :: r => IZR (e b) * ln (IZR b) + log_sum e r end.
(* a factored number has the sum of its exponents times ln b as its logarithm *)
Lemma product_ok e base : forallb (Z.ltb 0) base = true ->
  0 < IZR (product_of e base) /\ ln (IZR (product_of e base)) = log_sum (fun b => Z.of_nat (e b)) base.
Proof.
  induction base as [|b base IH]; cbn [product_of fold_right log_sum forallb]; [split; [lra|apply ln_1]|].
  intros HB. apply andb_prop in HB. destruct HB as [Hb HB]. apply Z.ltb_lt, (IZR_lt 0) in Hb.
  destruct (IH HB) as [P <-]. fold (product_of e base). pose proof (pow_lt _ (e b) Hb).
  rewrite mult_IZR, <- pow_IZR, ln_mult, ln_pow, INR_IZR_INZ by assumption.
  split; [apply Rmult_lt_0_compat; assumption|reflexivity].
Qed.
(* by linearity in one factor ln a: if the parts for all b are 0, so is the moment; their independence is not used *)
Lemma vanishes_ok one base k : forall l,
  ((0 < k)%nat -> Forall (fun t => ln (Q2R (snd t)) = log_sum (exponent_in (snd t)) base) l) ->
  vanishes base k l = true -> mom k (with_logs one l) = 0.
Proof.
  induction k; intros l HL H; cbn [vanishes] in H.
  - apply zeroQ_spec in H. rewrite <- H. clear.
    induction l as [|t l IH]; cbn [with_logs map mom fold_right]; [symmetry; apply Q2R_0|]. fold (with_logs one l).
    rewrite Q2R_red, Q2R_plus, <- IH. simpl. ring.
  - specialize (HL (Nat.lt_0_succ k)). rewrite forallb_forall in H. set (sign := if one then -1 else 1).
    set (part bs := map (fun t => (Q2R (fst t) * log_sum (exponent_in (snd t)) bs, log_of one (snd t))) l).
    transitivity (sign * mom k (part base)).
    + subst part. clear - HL. induction HL as [|t l E _ IH]; cbn [with_logs map mom]; [ring|]. fold (with_logs one l).
      rewrite IH, <- E. cbn [fst snd pow]. generalize (log_of one (snd t) ^ k). intros x.
      unfold log_of. subst sign. destruct one; ring.
    + assert (X : forall bs, incl bs base -> mom k (part bs) = 0); [|rewrite X; [ring|apply incl_refl]].
      induction bs as [|b bs IH']; intros HI.
      * subst part. clear. cbn [log_sum]. induction l as [|t l IH]; cbn [map mom]; [|rewrite IH]; ring.
      * assert (H0 : mom k (with_logs one (derived l b)) = 0).
        { apply IHk; [intros _; apply Forall_map, HL|apply H, HI; left; reflexivity]. }
        assert (E : mom k (part (b :: bs)) = ln (IZR b) * mom k (with_logs one (derived l b)) + mom k (part bs)).
        { subst part. clear. unfold derived. cbn [log_sum].
          induction l as [|t l IH]; cbn [map mom with_logs fst snd]; [ring|]. rewrite IH. unfold with_logs.
          rewrite Q2R_red, Q2R_mult, Q2R_Z. ring. }
        rewrite E, H0, IH' by (intros c Hc; apply HI; right; exact Hc). ring.
Qed.
(* what the base claims is recomputed as products, so the gcds that found it need no proof *)
Lemma moment_is_0_ok one l k : positive_bases l -> moment_is_0 one l k = true -> mom k (at_limit one l) = 0.
Proof.
  intros HP H. rewrite at_limit_weighted by exact HP. unfold moment_is_0 in H. cbv zeta in H.
  set (numbers := if (k =? 0)%nat then [] else _) in *. set (base := coprime _ _ _) in *. apply andb_prop in H.
  destruct H as [HB H]. apply andb_prop in HB. destruct HB as [HB HS].
  apply (vanishes_ok one base); [|exact H]. intros K. rewrite forallb_forall in HS. apply Forall_map, Forall_forall.
  cbn [snd]. intros t Ht. assert (I : In (Qnum (snd t)) numbers /\ In (QDen (snd t)) numbers).
  { subst numbers. destruct k; [lia|]. split; apply in_flat_map; exists t; simpl; auto. }
  destruct I as [I1 I2]. apply HS, Z.eqb_eq in I1. apply HS, Z.eqb_eq in I2.
  pose proof (product_ok (times_in (Qnum (snd t))) base HB) as P. rewrite <- I1 in P. destruct P as [P1 L1].
  pose proof (product_ok (times_in (QDen (snd t))) base HB) as P. rewrite <- I2 in P. destruct P as [P2 L2].
  unfold Q2R. rewrite ln_mult, ln_Rinv, L1, L2; auto using Rinv_0_lt_compat.
  unfold exponent_in. clear. induction base as [|b bs IH]; cbn [log_sum]; [ring|]. rewrite <- IH, minus_IZR. ring.
Qed.

(* One power sum: K orders, with precision after precision. *)
Fixpoint sign_by (one : bool) (K : nat) (ws : list positive) (l : terms) : option mark :=
  match ws with
  | [] => None
  | w :: ws' => match first_sign (moment_is_0 one l) 0 (moments (scale_of (map snd l) w) one K l) with
                | Some s => Some s | None => sign_by one K ws' l end
  end.
Definition sign_at (one : bool) (K : nat) (ws : list positive) (l : ps) : option mark :=
  match collect (terms_of l) with
  | [] => Some Tie
  | l' => if forallb (fun t => posQ (snd t)) l' then sign_by one K ws l' else None
  end.
(* one mark at a limit; a power sum without terms is a tie at every p *)
Theorem sign_at_ok one K ws l s : sign_at one K ws l = Some s -> soon one (fun p => holds p (s, l)).
Proof.
  unfold sign_at. intros H. apply soon_holds.
  apply (soon_weaken one (fun p => signed s (valQ p (collect (terms_of l))))); [intros p; rewrite valQ_collect; auto|].
  destruct (collect (terms_of l)) as [|t l'].
  - injection H as <-. exists 1. split; [lra|]. reflexivity.
  - destruct (forallb _ _) eqn:P; [|discriminate]. assert (Hp : positive_bases (t :: l')).
    { apply Forall_forall. rewrite forallb_forall in P. intros t' Ht. apply posQ_spec, P, Ht. }
    induction ws as [|w ws IH]; cbn [sign_by] in H; [discriminate|].
    destruct (first_sign _ _ _) as [s'|] eqn:F; [|apply IH, H]. injection H as <-.
    eapply first_sign_ok; [|apply moments_ok; [apply scale_of_good|exact Hp]|exact F]. intros k.
    apply moment_is_0_ok, Hp.
Qed.

(* All signs of a certificate: D is followed as in the recurrence, by enclosures of its first two moments at the first
   of the precisions, and where these do not tell spelt out, with K moments and the others. te: the moments of the gap
   e before. At 1- that of order 0 is 0, for |e| + |d| = |e + d|. *)
Fixpoint walk (sc : scale) (one : bool) (K : nat) (ws : list positive) (e : Q) (r : list Q) (te D : list (Z * Z))
    (ds : list Q) (sg : list mark) : bool :=
  match ds, sg with
  | [], [] => true
  | d :: ds', s :: sg' =>
      let td := term_encs sc one 2 (1%Q, Qabs d) in
      if sameQ e d then
        let D' := zip (zip te td) (map neg_enc (zip (term_encs sc one 2 (1%Q, Qabs (Qred (e + d)))) D)) in
        match match first_sign (fun k => one && (k =? 0)%nat) 0 D' with
              | Some s' => Some s' | None => sign_at one K ws (dual_sum 1 d (e :: r)) end, s with
        | Some Plus, Plus => walk sc one K ws d (e :: r) td D' ds' sg'
        | Some Tie, Tie | Some Minus, Minus => walk sc one K ws d [] td (repeat (0, 0)%Z 2) ds' sg'
        | _, _ => false
        end
      else match s with Minus => walk sc one K ws d [] td (repeat (0, 0)%Z 2) ds' sg' | _ => false end
  | _, _ => false
  end.
Definition signs_limit (one : bool) (K : nat) (ws : list positive) (ds : list Q) (sg : list mark) : bool :=
  match ws with w :: ws' => walk (scale_of ds w) one K ws' 0 [] [] (repeat (0, 0)%Z 2) ds sg | [] => false end.

(* D at a gap from D at the gap before, as walk adds the enclosures *)
Lemma at_limit_step one k d e r : at_limit one (terms_of (dual_sum k d (e :: r))) =
  let part n a := at_limit one [(inject_Z n, a)] in
  (part k (Qabs e) ++ part k (Qabs d)) ++
  part (- k)%Z (Qabs (Qred (e + d))) ++ at_limit one (terms_of (dual_sum (- k) e r)).
Proof. destruct one; reflexivity. Qed.
(* a negative coefficient is a negated term, in both limits *)
Lemma at_limit_opp one n a : at_limit one [(inject_Z (- n), a)] = negs (at_limit one [(inject_Z n, a)]).
Proof. destruct one; cbn; rewrite !Q2R_Z, opp_IZR; [|reflexivity]. do 2 f_equal. ring. Qed.
(* signs alternate along the run: D before enters with a minus *)
Lemma at_limit_dual_opp one r : forall k d,
  at_limit one (terms_of (dual_sum (- k) d r)) = negs (at_limit one (terms_of (dual_sum k d r))).
Proof.
  induction r as [|e r IH]; intros k d; [destruct one; reflexivity|]. rewrite !at_limit_step, (IH (- k)%Z).
  cbv beta zeta. rewrite !at_limit_opp. unfold negs. rewrite !map_app. reflexivity.
Qed.
(* the invariant: te and D enclose the moments of the last gap's term and of its dual, and D is 0 at p = 1;
   so each accepted mark is true near the limit *)
Lemma walk_ok sc one K ws ds : good sc -> forall e r te D sg,
  (Q2R e <> 0 -> encS sc (at_limit one [(1%Q, Qabs e)]) te) -> encS sc (at_limit one (terms_of (dual_sum 1 e r))) D ->
  val 1 (dual_sum 1 e r) = 0 -> walk sc one K ws e r te D ds sg = true ->
  soon one (fun p => Forall (holds p) (obligations e r ds sg)).
Proof.
  intros HL. induction ds as [|d ds IH]; intros e r te D [|s sg] Hte HD HV H; cbn [walk] in H; try discriminate.
  { exists 1. split; [lra|]. intros. constructor. }
  cbn [obligations]. cbv zeta in H. set (td := term_encs _ _ _ (1%Q, Qabs d)) in *.
  assert (A : forall q, Q2R q <> 0 -> encS sc (at_limit one [(1%Q, Qabs q)]) (term_encs sc one 2 (1%Q, Qabs q))).
  { intros q N. apply term_encs_ok; [exact HL|]. cbn [snd]. rewrite <- posQ_spec. unfold posQ. apply Z.ltb_lt.
    rewrite <- zeroQ_false in N. unfold zeroQ in N. apply Z.eqb_neq in N. destruct q. cbn in *. lia. }
  assert (R : walk sc one K ws d [] td (repeat (0, 0)%Z 2) ds sg = true ->
    soon one (fun p => Forall (holds p) (obligations d [] ds sg))).
  { apply IH; [apply A|apply encs_nil|reflexivity]. }
  destruct (sameQ e d) eqn:S; [|destruct s; try discriminate; apply R, H]. apply sameQ_spec in S.
  set (D' := zip _ _) in *. set (l := dual_sum 1 d (e :: r)) in *.
  assert (NZ : Q2R e <> 0 /\ Q2R d <> 0 /\ Q2R (Qred (e + d)) <> 0) by (rewrite Q2R_red, Q2R_plus;
    unfold same_sign in S; lra).
  assert (HD' : encS sc (at_limit one (terms_of l)) D').
  { subst l D'. rewrite at_limit_step, (at_limit_dual_opp one r 1). cbv beta zeta. rewrite (at_limit_opp one 1).
    unfold negs. rewrite <- map_app. apply encs_zip; [apply encs_zip; [apply Hte, NZ|apply A, NZ]|].
    apply encs_neg, encs_zip; [apply A, NZ|exact HD]. }
  assert (HV' : val 1 l = 0).
  { unfold l. rewrite (val_dual 1 e d r S), HV, !power_one. unfold same_sign in S.
    destruct S; [rewrite !Rabs_right by lra|rewrite !Rabs_left by lra]; ring. }
  assert (HS : forall s, match first_sign (fun k => one && (k =? 0)%nat) 0 D' with
    | Some s' => Some s' | None => sign_at one K ws l end = Some s -> soon one (fun p => holds p (s, l))).
  { intros s0 E. destruct (first_sign _ _ D') as [s'|] eqn:F; [|apply (sign_at_ok _ _ _ _ _ E)]. injection E as <-.
    apply soon_holds. eapply first_sign_ok; [|exact HD'|exact F]. intros k X. apply andb_prop in X.
    destruct X as [-> X]. apply Nat.eqb_eq in X. subst k. rewrite <- ev_0, <- val_at_limit. cbn [place].
    rewrite Rminus_0_r, valQ_terms. exact HV'. }
  destruct (match first_sign _ _ _ with Some _ => _ | None => _ end) as [s'|]; [|discriminate].
  specialize (HS s' eq_refl). assert (C : soon one (fun p => Forall (holds p)
    (obligations d (match s with Plus => e :: r | _ => [] end) ds sg)) /\ s' = s).
  { destruct s', s; try discriminate; split; auto. apply (IH d (e :: r) td D'); auto. apply A. }
  destruct C as [C ->]. revert HS C. apply soon_and. intros p X Y. constructor; assumption.
Qed.
(* what the checker of certificates needs: clause [C11] at the limits *)
Theorem signs_limit_ok one K ws ds sg : signs_limit one K ws ds sg = true ->
  eventually (limit_of one) (fun p => Forall (holds p) (obligations 0 [] ds sg)).
Proof.
  unfold signs_limit. destruct ws as [|w ws]; [discriminate|]. intros H. apply soon_eventually.
  eapply walk_ok; [apply scale_of_good| | | |exact H]; [rewrite Q2R_0; lra|apply encs_nil|reflexivity].
Qed.
(* D = 2 - 2^p > 0 at the second of the gaps 1, 1, 1, and g = D at the third. *)
Example signs_of_equal_gaps one : signs_limit one 2 [32%positive] [1; 1; 1]%Q [Minus; Plus; Tie] = true.
Proof. destruct one; vm_compute; reflexivity. Qed.
