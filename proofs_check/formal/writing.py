"""A certificate as a file for Coq: its kernel then proves what the certificate claims (`theories/Checker.v`)."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.formal.hints import Hints, Precision, hints_for
from proofs_check.formal.reading import Given
from proofs_check.formal.terms import coq_integers, coq_list, coq_pair, coq_rational, coq_text, coq_whole
from proofs_check.formal.tolerance import ToleranceGiven, tolerance_file

__all__ = ["proof_file"]

_MARKS = {"+": "Plus", "0": "Tie", "-": "Minus"}
_NAMED = {"0+": "ZeroPlus", "1-": "OneMinus", Fraction(0): "Zero"}

_FILE = """\
(* {title}: checked by Coq's kernel. Made by `sparsest export CERTIFICATE --to FILE.v`.
   Compile it against the development, `sparsest verify CERTIFICATE --coq` does: coqc -Q FOLDER Sparsest FILE.v
   The theorem at the end says what is proved, of the points, the function and the claims in `c`; `h` is not trusted. *)
From Coq Require Import List ZArith NArith QArith.
From Sparsest Require Import Unique Certificates Checker.
Import ListNotations.

Definition c : certificate := {{|
  c_exponent := {exponent};
  c_points := {points};
  c_slope := {slope};
  c_intercept := {intercept};
  c_knots := {knots};
  c_dual := {dual};
  c_many := {many};
  c_fewest := {fewest};
  c_minimizers := {minimizers};
  c_objective := {objective} |}}.

Definition h : hints := {{|
  h_signs := {signs};
  h_gaps := {gaps};
  h_sums := {sums};
  h_ties := {ties};
  h_objective := {price};
  h_knots := {inner};
  h_low := {low};
  h_high := {high};
  h_order := {order};
  h_precisions := {precisions} |}}.

(* `proved c` is spelt out in Checker.v: the points increase, the function interpolates and is a minimiser, and the
   claims about its knots, the fewest knots, the number of minimisers and the objective are true. *)
Theorem certified : proved c.
Proof. apply (check_sound h). vm_cast_no_check (eq_refl true). Qed.
"""


def proof_file(given: Given | ToleranceGiven, hints: Hints | None = None, *, title: str = "A certificate") -> str:
    """Return the text of the file; it compiles if, and only if, the clauses of the certificate hold.

    Parameters
    ----------
    given : Given or ToleranceGiven
        What the certificate says.
    hints : Hints, optional
        `hints_for(given)` unless told; a tolerance certificate needs none.
    title : str
        What to call it in the first line; only letters, digits, spaces and `._-/+` of it are kept.

    Examples
    --------
    >>> from proofs_check.formal.reading import Given
    >>> line = Given(Fraction(0), [(Fraction(0), Fraction(5))], (Fraction(0), Fraction(5)), [], [], 0, 0, None, None)
    >>> print(proof_file(line).splitlines()[9])
      c_points := [(0#1, 5#1)%Q];
    """
    if isinstance(given, ToleranceGiven):
        return tolerance_file(given, title=title)
    hints = hints_for(given) if hints is None else hints
    return _FILE.format(
        title=coq_text(title),
        exponent=_exponent(given),
        points=coq_list(coq_pair, given.points),
        slope=coq_rational(given.left[0]),
        intercept=coq_rational(given.left[1]),
        knots=coq_list(coq_pair, given.knots),
        dual=coq_list(lambda run: coq_list(_MARKS.__getitem__, run), given.dual),
        many=f"{given.many}%N",
        fewest=f"{given.fewest}%N",
        minimizers="None" if given.minimizers is None else f"Some {coq_whole(given.minimizers)}%N",
        objective="None" if given.objective is None else f"Some {coq_pair(given.objective)}",
        signs=_precision(hints.signs),
        gaps=coq_integers(hints.gaps),
        sums=coq_integers(hints.sums),
        price=_precision(hints.objective),
        inner=coq_integers(hints.knots),
        order=hints.order,
        precisions=f"{coq_list(str, hints.precisions)}%positive",
        ties=coq_list(lambda roots: coq_list(coq_rational, roots), hints.ties),
        low=coq_list(coq_rational, hints.low),
        high=coq_list(coq_rational, hints.high),
    )


def _exponent(given: Given) -> str:
    if isinstance(given.p, Fraction) and given.p != 0:
        return f"Between {given.p.numerator} {given.p.denominator}"
    return _NAMED[given.p]


def _precision(one: Precision) -> str:
    return f"{{| p_scale := {one.scale}; p_width := {one.width}; p_bits := {one.bits} |}}"
