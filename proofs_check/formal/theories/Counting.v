(* How many minimisers there are, as functions: a count over the marks, linear in them; it is a product over the runs,
   and where all matchings count it is one of Fibonacci numbers. *)
From Coq Require Import Reals Lra List Lia NArith FinFun.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique Distinct.
Import ListNotations.
Open Scope N_scope.

(* from the right: how many ways there are, and how many that join the first gap to one before it *)
Fixpoint counts (sg : list mark) : N * N :=
  match sg with
  | [] => (1, 0)
  | s :: r => let (free, joined) := counts r in
      (match s with Plus => joined | _ => free + joined end, match s with Minus => 0 | _ => free end)
  end.
Definition count_covers (sg : list mark) : N := fst (counts sg).

(* the ways themselves *)
Fixpoint ways (sg : list mark) : list (list bool) * list (list bool) :=
  match sg with
  | [] => ([[]], [])
  | s :: r => let (free, joined) := ways r in
      (match s with Plus => [] | _ => map (cons false) free end ++ map (cons true) joined,
       match s with Minus => [] | _ => free end)
  end.
(* the numbers count the lists: so the count needs time linear in the marks, though there may be very many ways *)
Lemma ways_counts sg : N.of_nat (length (fst (ways sg))) = fst (counts sg) /\
  N.of_nat (length (snd (ways sg))) = snd (counts sg).
Proof.
  induction sg as [|s sg [F J]]; [split; reflexivity|].
  simpl. destruct (ways sg) as [free joined], (counts sg) as [f j]. simpl in *.
  destruct s; simpl; rewrite ?app_length, !map_length; split; lia.
Qed.
(* the lists hold each matching that the marks allow once, and no other *)
Lemma ways_spec sg : NoDup (fst (ways sg)) /\ NoDup (snd (ways sg)) /\
  (forall m, In m (fst (ways sg)) <-> covers sg m) /\
  (forall m, In m (snd (ways sg)) <-> match sg with [] => False | s :: r => s <> Minus /\ covers r m end).
Proof.
  induction sg as [|s sg (NF & NJ & F & J)].
  { simpl. split; [repeat constructor; auto|]. split; [constructor|]. split; [|tauto].
    intros m. destruct m as [|[] m]; simpl; intuition congruence. }
  cbn [ways]. destruct (ways sg) as [free joined]. cbn [fst snd] in *.
  assert (NM : forall b l, NoDup l -> NoDup (map (@cons bool b) l)).
  { intros b l N. apply Injective_map_NoDup; [|exact N]. intros u v E. congruence. }
  assert (IM : forall b l m, In m (map (@cons bool b) l) <-> exists n, m = b :: n /\ In n l).
  { intros b l m. rewrite in_map_iff. split; intros (n & A & B); exists n; auto. }
  assert (NA : NoDup (map (cons false) free ++ map (cons true) joined)).
  { assert (forall m, In m (map (cons true) joined) -> ~ In m (map (cons false) free)).
    { intros m A B. apply IM in A. apply IM in B. destruct A as (? & -> & _), B as (? & B & _). discriminate. }
    revert H. generalize (NM false free NF) (NM true joined NJ).
    generalize (map (cons false) free) (map (cons true) joined).
    induction l as [|a l IH]; intros l' N N' H; [exact N'|]. inversion_clear N as [|? ? Na Nl]. simpl. constructor.
    - rewrite in_app_iff. intros [A|A]; [auto|]. apply (H a A). left. reflexivity.
    - apply IH; auto. intros m A B. apply (H m A). right. exact B. }
  split; [destruct s; auto; apply NM, NJ|]. split; [destruct s; auto; constructor|]. split.
  - intros m. rewrite in_app_iff, IM. split.
    + intros [A|(n & -> & A)].
      * destruct s; [destruct A| |]; apply IM in A; destruct A as (n & -> & A);
          (split; [discriminate|apply F; exact A]).
      * apply J in A. destruct sg as [|s' sg]; [tauto|exact A].
    + destruct m as [|[] m]; simpl; [tauto| |].
      * intros A. right. exists m. split; [reflexivity|]. apply J. destruct sg; exact A.
      * intros [A B]. left. apply F in B. destruct s; [congruence| |]; apply IM; exists m; auto.
  - intros m. rewrite <- F. destruct s; simpl; intuition congruence.
Qed.

Definition different (f g : spline) : Prop := ~ same_function f g.
(* different matchings are different functions, so a list without repetitions counts functions *)
Lemma different_splines pts l : increasing pts -> NoDup l -> (forall m, In m l -> matching (gaps pts) m) ->
  ForallOrdPairs different (map (spline_of pts) l).
Proof.
  intros Hx N I. induction l as [|m l IH]; simpl; constructor; inversion_clear N as [|? ? Nm Nl].
  - apply Forall_map, Forall_forall. intros m' I' E. apply Nm.
    rewrite (matchings_distinct pts m m'); auto; apply I; [left; reflexivity|right; exact I'].
  - apply IH; [exact Nl|]. intros m' I'. apply I. right. exact I'.
Qed.

(* Theorem A, how many: the marks count the minimisers *)
Theorem count_minimisers h pts sg : strict h -> (2 <= length pts)%nat -> increasing pts ->
  signs_true h 0 0 (gaps pts) sg -> exists L : list spline,
  N.of_nat (length L) = count_covers sg /\ ForallOrdPairs different L /\
  Forall (minimiser h pts) L /\ (forall f, minimiser h pts f -> exists g, In g L /\ same_function f g).
Proof.
  intros Hs Hl Hx HS. destruct (ways_spec sg) as (N & _ & C & _). exists (map (spline_of pts) (fst (ways sg))).
  assert (G : forall m, In m (fst (ways sg)) <-> greatest h (gaps pts) m).
  { intros m. rewrite C. apply covers_greatest. exact HS. }
  split; [rewrite map_length; apply ways_counts|]. split; [|split].
  - apply different_splines; [exact Hx|exact N|]. intros m I. apply G. exact I.
  - apply Forall_map, Forall_forall. intros m I. apply G in I.
    apply greatest_minimises; [apply (s_price h Hs)|exact Hx|apply I|exact I].
  - intros f Hf. apply (theorem_A_iff h pts f Hs Hl Hx) in Hf. destruct Hf as (m & M & E & _).
    exists (spline_of pts m). split; [|exact E]. apply in_map, G. exact M.
Qed.

(* one minimiser is a count of 1, as where no mark is a tie *)
Theorem unique_iff h pts sg : strict h -> (2 <= length pts)%nat -> increasing pts -> signs_true h 0 0 (gaps pts) sg ->
  (count_covers sg = 1 <-> exists f, minimiser h pts f /\ forall g, minimiser h pts g -> same_function g f).
Proof.
  intros Hs Hl Hx HS. destruct (count_minimisers h pts sg Hs Hl Hx HS) as (L & Ln & D & M & A). rewrite <- Ln. split.
  - intros E. destruct L as [|f [|g L]]; cbn [length] in E; try lia. exists f. split; [inversion M; assumption|].
    intros g Hg. destruct (A g Hg) as (f' & [<-|[]] & F). exact F.
  - intros (f & Hf & U). destruct (A f Hf) as (g & I & _).
    destruct L as [|f1 [|f2 L]]; [destruct I|reflexivity|exfalso].
    inversion_clear D as [|? ? D1 _]. inversion_clear D1 as [|? ? D2 _]. inversion_clear M as [|? ? M1 M'].
    inversion_clear M' as [|? ? M2 _]. apply D2. intros z. rewrite (U f1 M1 z), (U f2 M2 z). reflexivity.
Qed.
(* ties are the only source of several minimisers *)
Theorem no_tie_unique h ds sg : signs_true h 0 0 ds sg -> ~ In Tie sg -> count_covers sg = 1.
Proof.
  intros HS N. destruct ds as [|d ds], sg as [|s sg]; try contradiction; [reflexivity|].
  assert (X : fst (counts sg) + snd (counts sg) = 1).
  { assert (N' : ~ In Tie sg) by (simpl in N; tauto). clear HS N. induction sg as [|t sg IH]; [reflexivity|].
    simpl in N'. specialize (IH ltac:(tauto)). cbn [counts]. destruct (counts sg) as [f j]. cbn [fst snd] in *.
    destruct t; cbn [fst snd]; [lia|tauto|lia]. }
  unfold count_covers. cbn [counts]. destruct (counts sg) as [f j]. destruct s; [|simpl in N; tauto|exact X].
  destruct (same_sign_0 d). apply HS.
Qed.

Definition product (l : list N) : N := fold_right N.mul 1 l.
(* the count is a product over the stretches of marks between two Minus *)
Lemma counts_app l r :
  counts (l ++ Minus :: r) = (fst (counts l) * count_covers (Minus :: r), snd (counts l) * count_covers (Minus :: r)).
Proof.
  unfold count_covers. induction l as [|s l IH].
  - cbn [app counts]. destruct (counts r). cbn [fst snd]. f_equal; lia.
  - set (c := fst (counts (Minus :: r))) in *. cbn [app counts]. rewrite IH. destruct (counts l) as [f j].
    cbn [fst snd]. destruct s; f_equal; lia.
Qed.
(* the product over runs, one cut at a time *)
Theorem count_covers_app l r : count_covers (l ++ Minus :: r) = count_covers l * count_covers (Minus :: r).
Proof. unfold count_covers at 1. rewrite counts_app. reflexivity. Qed.
(* all matchings: a run of n gaps has Fibonacci (n + 1) *)
Fixpoint fibonacci (n : nat) : N :=
  match n with O => 0 | S k => match k with O => 1 | S j => fibonacci k + fibonacci j end end.
Fixpoint links (e : R) (ds : list R) : list mark :=
  match ds with [] => [] | d :: r => (if same_sign_dec e d then Tie else Minus) :: links d r end.
(* marks that are Tie within runs allow all matchings: so the count above counts candidates too *)
Lemma links_matching m : forall e ds, covers (links e ds) m <-> matching ds m.
Proof.
  induction m as [|[] m IH]; intros e ds.
  - destruct ds; simpl; tauto.
  - destruct ds as [|d [|d' ds]]; simpl; try tauto. rewrite IH. destruct (same_sign_dec d d'); intuition congruence.
  - destruct ds as [|d ds]; simpl; try tauto. rewrite IH. destruct (same_sign_dec e d); intuition congruence.
Qed.
(* lengths of the runs of consecutive gaps of one sign; n: of the one that ends with e *)
Fixpoint runs_of (e : R) (n : nat) (ds : list R) : list nat :=
  match ds with [] => [n] | d :: r => if same_sign_dec e d then runs_of d (S n) r else n :: runs_of d 1 r end.
(* in a run the first gap is alone or joined to the next: the recurrence of Fibonacci *)
Lemma counts_ties n : counts (repeat Tie n) = (fibonacci (S n), fibonacci n).
Proof. induction n; [reflexivity|]. cbn [repeat counts]. rewrite IHn. reflexivity. Qed.
(* run by run; n is the part of the first run that has been read *)
Lemma counts_runs ds : forall e n, count_covers (repeat Tie n ++ links e ds) =
  product (map (fun n => fibonacci (S n)) (runs_of e n ds)).
Proof.
  induction ds as [|d ds IH]; intros e n; simpl.
  - rewrite app_nil_r. unfold count_covers. rewrite counts_ties. simpl. lia.
  - destruct (same_sign_dec e d).
    + rewrite <- IH. f_equal. change (Tie :: links d ds) with ([Tie] ++ links d ds). rewrite app_assoc. f_equal.
      symmetry. apply (repeat_cons n Tie).
    + rewrite count_covers_app. unfold count_covers at 1. rewrite counts_ties. cbn [fst map product fold_right].
      fold (product (map (fun n => fibonacci (S n)) (runs_of d 1 ds))).
      rewrite <- IH. unfold count_covers. cbn [repeat app counts]. destruct (counts (links d ds)). reflexivity.
Qed.
(* how many functions are splines of matchings: the candidates, for every price *)
Theorem count_matchings pts : increasing pts -> exists L : list spline,
  N.of_nat (length L) = product (map (fun n => fibonacci (S n)) (runs_of 0 0 (gaps pts))) /\
  ForallOrdPairs different L /\ (forall f, In f L <-> exists m, matching (gaps pts) m /\ f = spline_of pts m).
Proof.
  intros Hx. destruct (ways_spec (links 0 (gaps pts))) as (N & _ & C & _).
  assert (G : forall m, In m (fst (ways (links 0 (gaps pts)))) <-> matching (gaps pts) m).
  { intros m. rewrite C. apply links_matching. }
  exists (map (spline_of pts) (fst (ways (links 0 (gaps pts))))). split; [|split].
  - rewrite map_length, <- counts_runs. apply ways_counts.
  - apply different_splines; [exact Hx|exact N|]. intros m I. apply G. exact I.
  - intros f. rewrite in_map_iff. split; intros (m & A & B); exists m.
    + split; [apply G, B|symmetry; exact A].
    + split; [symmetry; exact B|apply G, A].
Qed.
(* where the data are convex or concave throughout, the candidates are exponentially many in the points *)
Theorem one_run d ds : Forall (same_sign d) ds ->
  product (map (fun n => fibonacci (S n)) (runs_of 0 0 (d :: ds))) = fibonacci (S (length (d :: ds))).
Proof.
  assert (G : forall e n, e = d \/ same_sign d e -> Forall (same_sign d) ds -> runs_of e n ds = [(n + length ds)%nat]).
  { induction ds as [|d' ds IH]; intros e n E F; simpl; [f_equal; lia|]. inversion_clear F as [|? ? S F'].
    destruct same_sign_dec as [_|N]; [rewrite (IH d' (Datatypes.S n)); auto; f_equal; lia|].
    destruct N. destruct E as [->|E]; [exact S|]. unfold same_sign in *. lra. }
  intros F. cbn [runs_of]. destruct same_sign_dec as [S|_]; [destruct (same_sign_0 d S)|].
  rewrite (G d 1%nat (or_introl eq_refl) F). cbn [map product fold_right length plus]. change (fibonacci 1) with 1. lia.
Qed.

(* the same from left to right over the marks of a run after its first, as checkers count; must: the last was Plus *)
Fixpoint count_run (free joined : N) (must : bool) (sg : list mark) : N :=
  match sg with
  | [] => joined + (if must then 0 else free)
  | s :: r => count_run (joined + (if must then 0 else free)) (match s with Minus => 0 | _ => free end)
                        (match s with Plus => true | _ => false end) r
  end.
(* the checkers' walk from the left and the count from the right agree *)
Theorem count_run_covers sg : count_run 1 0 false sg = count_covers (Minus :: sg).
Proof.
  assert (G : forall free joined must, count_run free joined must sg =
    joined * fst (counts sg) + free * (if must then snd (counts sg) else fst (counts sg) + snd (counts sg))).
  { induction sg as [|s sg IH]; intros free joined must.
    - cbn. destruct must; lia.
    - cbn [count_run counts]. rewrite IH. destruct (counts sg) as [f j]. destruct s, must; cbn [fst snd]; lia. }
  rewrite G. unfold count_covers. cbn [counts]. destruct (counts sg) as [f j]. cbn [fst snd]. lia.
Qed.
(* so a checker may count each run by itself and multiply *)
Theorem count_covers_runs runs :
  count_covers (concat (map (cons Minus) runs)) = product (map (count_run 1 0 false) runs).
Proof.
  induction runs as [|r runs IH] using rev_ind; [reflexivity|]. rewrite !map_app, concat_app. cbn [map concat app].
  rewrite app_nil_r, count_covers_app, IH, <- count_run_covers. unfold product. rewrite fold_right_app.
  cbn [fold_right]. generalize (count_run 1 0 false r). intros c. clear.
  induction (map (count_run 1 0 false) runs) as [|a l IH]; cbn [fold_right]; [|rewrite <- IH]; lia.
Qed.

(* gaps 1, 1, 1 have two minimisers at every p *)
Example two_minimisers p : (0 < p < 1)%R -> exists sg,
  signs_true (power p) 0 0 (gaps [(0, 0); (1, 0); (2, 1); (3, 3); (4, 6)]%R) sg /\ count_covers sg = 2.
Proof.
  intros Hp. exists [Minus; Plus; Tie]. split; [|reflexivity].
  replace (gaps _) with [1; 1; 1]%R by (cbn; repeat f_equal; field; lra).
  assert (P : power p 1 = 1%R) by (rewrite power_pos by lra; unfold Rpower; rewrite ln_1, Rmult_0_r; apply exp_0).
  assert (Q : (power p (1 + 1) < 2)%R).
  { pose proof (Rpower_sub_strict 1 1 p). rewrite <- !power_pos in H by lra. rewrite P in H. lra. }
  cbn [signs_true]. rewrite P. unfold same_sign. repeat split; lra.
Qed.
