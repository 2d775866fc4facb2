(* Continuous piecewise-linear functions (eq. 5), their cost V_h, the slope gaps of data, and dual solutions of the
   matching problem. *)
From Coq Require Import Reals Lra List.
From Sparsest Require Import Prices.
Import ListNotations.
Open Scope R_scope.

Definition atoms := list (R * R).                      (* (knot, slope change), any order, repetitions allowed *)
Record spline := { slope : R; intercept : R; knots : atoms }.
Fixpoint relus (l : atoms) (x : R) : R :=
  match l with [] => 0 | (t, w) :: l' => w * Rmax 0 (x - t) + relus l' x end.
Definition eval (f : spline) (x : R) : R := slope f * x + intercept f + relus (knots f) x.
Fixpoint total (h : R -> R) (l : atoms) : R :=
  match l with [] => 0 | (_, w) :: l' => h w + total h l' end.
Definition cost h f := total h (knots f).

Definition points := list (R * R).
Definition interpolates (f : spline) (pts : points) : Prop := Forall (fun q => eval f (fst q) = snd q) pts.
Fixpoint increasing_from (x : R) (pts : points) : Prop :=
  match pts with [] => True | (x', _) :: r => x < x' /\ increasing_from x' r end.
Definition increasing (pts : points) : Prop :=
  match pts with [] => True | (x, _) :: r => increasing_from x r end.

(* slope gaps *)
Fixpoint gaps_from (s x y : R) (pts : points) : list R :=
  match pts with [] => [] | (x', y') :: r => let s' := (y' - y) / (x' - x) in (s' - s) :: gaps_from s' x' y' r end.
Definition gaps (pts : points) : list R :=
  match pts with (x0, y0) :: (x1, y1) :: r => gaps_from ((y1 - y0) / (x1 - x0)) x1 y1 r | _ => [] end.

(* dual solutions of the matching problem *)
Fixpoint feasible (h : R -> R) (e E : R) (ds Ds : list R) : Prop :=
  match ds, Ds with
  | [], [] => True
  | d :: ds', D :: Ds' => 0 <= D /\ (same_sign e d -> h e + h d - h (e + d) <= E + D) /\ feasible h d D ds' Ds'
  | _, _ => False
  end.
Fixpoint bound (h : R -> R) (ds Ds : list R) : R :=
  match ds, Ds with d :: ds', D :: Ds' => (h d - D) + bound h ds' Ds' | _, _ => 0 end.
