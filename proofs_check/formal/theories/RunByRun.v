(* Runs of gaps one by one: a matching is best if it is best in each run, and the fewest knots of a run are half as many
   as it has gaps, rounded up. *)
From Coq Require Import Reals Lra Lia List.
From Sparsest Require Import Prices Splines Charging Matchings TheoremA Minimisers Unique Distinct Sizes.
Import ListNotations.
Open Scope R_scope.

(* every minimiser for the price h has the fewest knots, said of functions and of matchings *)
Definition all_fewest (h : R -> R) (pts : points) : Prop := forall f, minimiser h pts f -> minimiser counted pts f.
Definition fewest_for (h : R -> R) (ds : list R) : Prop := forall m, greatest h ds m -> greatest counted ds m.
(* functions come down to matchings, which can be looked at run by run *)
Lemma all_fewest_matchings h pts : strict h -> increasing pts -> (all_fewest h pts <-> fewest_for h (gaps pts)).
Proof.
  intros Hs Hx. pose proof (s_price h Hs) as Hh. split.
  - intros A m G. apply (greatest_minimises _ _ _ counted_price Hx (proj1 G)), A.
    apply (greatest_minimises _ _ _ Hh Hx (proj1 G)), G.
  - intros A f F. destruct (minimiser_sizes _ _ _ Hs Hx F) as (m & G & P). specialize (A m G).
    apply (greatest_minimises _ _ _ counted_price Hx (proj1 G)) in A. split; [apply F|].
    rewrite (cost_permutation _ _ _ counted_price P). apply A.
Qed.

(* no pair across *)
Definition apart (l r : list R) : Prop := forall l' a b r', l = l' ++ [a] -> r = b :: r' -> ~ same_sign a b.
(* no pair crosses, so a matching of all gaps is one of each side *)
Lemma matching_split r m : forall l, apart l r -> matching (l ++ r) m ->
  exists ml mr, m = ml ++ mr /\ matching l ml /\ matching r mr.
Proof.
  induction m as [|c m IH]; intros [|d l] A M; try (exists []; eexists; repeat split; exact M); [destruct M|].
  assert (T : forall x l', l = x ++ l' -> apart l' r).
  { intros x l' -> y a b r' -> E. apply (A (d :: x ++ y) a b r'); [simpl; rewrite app_assoc; reflexivity|exact E]. }
  destruct c.
  - destruct l as [|d' l].
    + destruct r as [|b r]; simpl in M; [contradiction|]. destruct (A [] d b r eq_refl eq_refl). apply M.
    + destruct M as [S M]. destruct (IH l (T [d'] l eq_refl) M) as (ml & mr & -> & L & R).
      exists (true :: ml), mr. simpl. auto.
  - destruct (IH l (T [] l eq_refl) M) as (ml & mr & -> & L & R). exists (false :: ml), mr. simpl. auto.
Qed.
(* and the other way round: weights add up *)
Lemma matching_app h r mr ml : forall l, matching l ml -> matching r mr ->
  matching (l ++ r) (ml ++ mr) /\ weight h (l ++ r) (ml ++ mr) = weight h l ml + weight h r mr.
Proof.
  induction ml as [|[] ml IH]; intros l L R.
  - destruct l; [|destruct L]. simpl. split; [exact R|ring].
  - destruct l as [|d [|d' l]]; try (simpl in L; contradiction). destruct L as [S L]. destruct (IH l L R) as [M W].
    simpl. rewrite W. split; [auto|ring].
  - destruct l as [|d l]; [destruct L|]. exact (IH l L R).
Qed.
(* weights add up, so the best is what is best on each side *)
Lemma greatest_app h l r ml mr : apart l r -> matching l ml -> matching r mr ->
  (greatest h (l ++ r) (ml ++ mr) <-> greatest h l ml /\ greatest h r mr).
Proof.
  intros A L R. destruct (matching_app h r mr ml l L R) as [M W]. split.
  - intros [_ G]. split; (split; [assumption|]); intros m' M'.
    + destruct (matching_app h r mr m' l M' R) as [X Y]. specialize (G _ X). lra.
    + destruct (matching_app h r m' ml l L M') as [X Y]. specialize (G _ X). lra.
  - intros [[_ G] [_ G']]. split; [exact M|]. intros m' M'.
    destruct (matching_split r m' l A M') as (a & b & -> & Ma & Mb).
    destruct (matching_app h r b a l Ma Mb) as [_ Y]. specialize (G a Ma). specialize (G' b Mb). lra.
Qed.
(* fewest_app needs a best matching of the other side to say something about one side *)
Lemma greatest_exists h ds : exists m, greatest h ds m.
Proof. destruct (best_matching h ds) as (m & M & C). exists m. apply greatest_least. split; [exact M|lra]. Qed.
(* what is asked of all gaps is asked of each side alone *)
Lemma fewest_app h l r : apart l r -> (fewest_for h (l ++ r) <-> fewest_for h l /\ fewest_for h r).
Proof.
  intros A. split.
  - intros F. destruct (greatest_exists h l) as [a Ga], (greatest_exists h r) as [b Gb].
    split; intros m G.
    + apply (greatest_app counted l r m b A (proj1 G) (proj1 Gb)), F, greatest_app; auto; apply G || apply Gb.
    + apply (greatest_app counted l r a m A (proj1 Ga) (proj1 G)), F, greatest_app; auto; apply G || apply Ga.
  - intros [Fl Fr] m G. destruct (matching_split r m l A (proj1 G)) as (a & b & -> & L & R).
    apply greatest_app in G; auto. apply greatest_app; auto. split; [apply Fl|apply Fr]; apply G.
Qed.
(* runs, or any stretches of gaps between which no two neighbours have one sign *)
Fixpoint separated (rs : list (list R)) : Prop :=
  match rs with [] => True | r :: rest => apart r (concat rest) /\ separated rest end.
(* the same for many runs: Theorem B and the critical exponent need look at single runs only *)
Lemma fewest_runs h rs : separated rs -> (fewest_for h (concat rs) <-> Forall (fewest_for h) rs).
Proof.
  induction rs as [|r rs IH]; intros S.
  - split; [constructor|]. intros _ m [M _]. split; [exact M|]. intros m' M'.
    destruct m as [|[] m], m' as [|[] m']; simpl in M, M'; try contradiction. apply Rle_refl.
  - destruct S as [A S]. simpl. rewrite (fewest_app _ _ _ A), (IH S). split; [intros []; constructor; assumption|].
    intros F. inversion F. auto.
Qed.

(* A run: one gap, or several of one sign. *)
Fixpoint one_sign (e : R) (ds : list R) : Prop :=
  match ds with [] => True | d :: r => same_sign e d /\ one_sign d r end.
Definition is_run (r : list R) : Prop := match r with [] => False | e :: ds => one_sign e ds end.
Fixpoint split_runs (ds : list R) : list (list R) :=
  match ds with
  | [] => []
  | d :: r => match split_runs r with
      | (d' :: s) :: rest => if same_sign_dec d d' then (d :: d' :: s) :: rest else [d] :: (d' :: s) :: rest
      | _ => [[d]]
      end
  end.
(* gaps are made of runs, so that fewest_runs applies to any data *)
Lemma split_runs_spec ds : concat (split_runs ds) = ds /\ separated (split_runs ds) /\ Forall is_run (split_runs ds).
Proof.
  assert (N : forall d, apart [d] []) by (intros d l' a b r' _ E; discriminate).
  induction ds as [|d r (C & S & F)]; simpl; [auto|].
  destruct (split_runs r) as [|[|d' s] rest].
  - simpl in C |- *. subst r. repeat constructor. apply N.
  - inversion F. contradiction.
  - destruct S as [A S]. inversion_clear F as [|? ? O F']. destruct (same_sign_dec d d') as [D|D].
    + split; [simpl in C |- *; rewrite C; reflexivity|]. split; [|constructor; [exact (conj D O)|exact F']].
      split; [|exact S]. intros [|x l] a b r' E; [discriminate|]. injection E as _ E. exact (A l a b r' E).
    + split; [simpl in C |- *; rewrite C; reflexivity|]. split; [|repeat (constructor; auto); exact I].
      split; [|exact (conj A S)]. intros [|x [|y l]] a b r' E E'; try discriminate.
      injection E as <-. injection E' as <- _. exact D.
Qed.
Definition half_up (n : nat) : nat := Nat.div2 (S n).
(* every gap but 0 is a knot, if it is alone *)
Lemma counted_one x : x <> 0 -> counted x = 1.
Proof. intros. unfold counted. destruct Req_EM_T; [contradiction|reflexivity]. Qed.
(* in a run a pair is one knot instead of two, so its weight is 1 *)
Lemma counted_pair d d' : same_sign d d' -> counted d = 1 /\ counted d' = 1 /\ counted (d + d') = 1.
Proof. unfold same_sign. intros. repeat split; apply counted_one; lra. Qed.
(* the dual of the count along a run is 0, 1, 0 *)
Lemma step_same d d' E : same_sign d d' -> 0 <= E <= 1 -> Rmax 0 (weight_of_pair counted d d' - E) = 1 - E.
Proof.
  intros S HE. destruct (counted_pair d d' S) as (A & B & C). unfold weight_of_pair.
  destruct same_sign_dec; [|contradiction]. rewrite A, B, C, Rmax_right; lra.
Qed.
(* at the start of a run the recurrence starts anew, whatever the price *)
Lemma step_other h d d' E : ~ same_sign d d' -> 0 <= E -> Rmax 0 (weight_of_pair h d d' - E) = 0.
Proof. intros S HE. unfold weight_of_pair. destruct same_sign_dec; [contradiction|]. apply Rmax_left. lra. Qed.

(* along a run the dual is 0, 1, 0, 1, so half of the gaps, rounded up, have to be paid *)
Lemma dual_of_run ds : forall e, one_sign e ds ->
  bound counted ds (recurrence counted e 0 ds) = INR (Nat.div2 (length ds)) /\
  bound counted ds (recurrence counted e 1 ds) = INR (half_up (length ds)).
Proof.
  induction ds as [|d ds IH]; intros e O; [split; reflexivity|]. destruct O as [S O]. destruct (IH d O) as [A B].
  cbn [recurrence bound]. cbv zeta. rewrite !(step_same e d) by (auto; lra).
  replace (1 - 0) with 1 by ring. replace (1 - 1) with 0 by ring.
  destruct (counted_pair e d S) as (_ & C & _). rewrite A, B, C. unfold half_up. cbn [length Nat.div2]. rewrite S_INR.
  split; ring.
Qed.
(* no gap of a run is 0, so each one alone is a knot *)
Lemma run_counted ds : forall e, one_sign e ds -> Forall (fun d => counted d = 1) ds.
Proof.
  induction ds as [|d ds IH]; intros e O; constructor; [apply (counted_pair e d (proj1 O))|apply (IH d (proj2 O))].
Qed.
(* alone or a pair, each entry of a matching is one knot in a run *)
Lemma cost_of_run m : forall ds, Forall (fun d => counted d = 1) ds -> matching ds m ->
  matching_cost counted ds m = INR (length m).
Proof.
  induction m as [|[] m IH]; intros ds F M.
  - destruct ds; reflexivity.
  - destruct ds as [|d [|d' ds]]; try (simpl in M; contradiction). destruct M as [S M].
    inversion_clear F as [|? ? _ F']. inversion_clear F' as [|? ? _ F]. cbn [matching_cost length].
    rewrite (IH ds F M), S_INR.
    rewrite (proj2 (proj2 (counted_pair d d' S))). ring.
  - destruct ds as [|d ds]; [destruct M|]. inversion_clear F as [|? ? C F']. cbn [matching_cost length].
    rewrite (IH ds F' M), S_INR, C. ring.
Qed.
(* the fewest knots of a run are told by the length of the matching: what [P15] and Theorem B count *)
Lemma fewest_of_run e ds m : one_sign e ds -> matching (e :: ds) m ->
  (greatest counted (e :: ds) m <-> (length m <= half_up (length (e :: ds)))%nat).
Proof.
  intros O M. destruct (dual_of_run ds e O) as [B _]. rewrite greatest_least. cbn [recurrence bound]. cbv zeta.
  rewrite (step_other _ _ _ _ (same_sign_0 e) (Rle_refl 0)), B. destruct ds as [|d ds].
  - destruct m as [|[] [|[] m]]; simpl in M; try contradiction. split; intros _; [apply le_n|]. split; [exact I|].
    simpl. lra.
  - destruct (counted_pair e d (proj1 O)) as [C _]. rewrite (cost_of_run m (e :: d :: ds)); [|constructor|exact M];
      [|exact C|exact (run_counted _ _ O)].
    replace (counted e - 0 + INR (Nat.div2 (length (d :: ds)))) with (INR (half_up (length (e :: d :: ds)))).
    + split; [intros [_ L]; apply INR_le, L|intros L; split; [exact M|apply le_INR, L]].
    + rewrite C. unfold half_up. cbn [length Nat.div2]. rewrite S_INR. ring.
Qed.

