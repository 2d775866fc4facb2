"""A certificate as a file for Coq: its kernel then proves what the certificate claims (`theories/Checker.v`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from proofs_check.formal.hints import Hints, Precision, hints_for
from proofs_check.formal.reading import Given

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


def proof_file(given: Given, hints: Hints | None = None, *, title: str = "A certificate") -> str:
    """Return the text of the file; it compiles if, and only if, the clauses of the certificate hold.

    Parameters
    ----------
    given : Given
        What the certificate says.
    hints : Hints, optional
        `hints_for(given)` unless told.
    title : str
        What to call it in the first line; only letters, digits, spaces and `._-/+` of it are kept.

    Examples
    --------
    >>> from proofs_check.formal.reading import Given
    >>> line = Given(Fraction(0), [(Fraction(0), Fraction(5))], (Fraction(0), Fraction(5)), [], [], 0, 0, None, None)
    >>> print(proof_file(line).splitlines()[9])
      c_points := [(0#1, 5#1)%Q];
    """
    hints = hints_for(given) if hints is None else hints
    return _FILE.format(
        title="".join(a for a in title if (a.isascii() and a.isalnum()) or a in " ._-/+")[:80],
        exponent=_exponent(given),
        points=_list(_pair, given.points),
        slope=_rational(given.left[0]),
        intercept=_rational(given.left[1]),
        knots=_list(_pair, given.knots),
        dual=_list(lambda run: _list(_MARKS.__getitem__, run), given.dual),
        many=f"{given.many}%N",
        fewest=f"{given.fewest}%N",
        minimizers="None" if given.minimizers is None else f"Some {_whole(given.minimizers)}%N",
        objective="None" if given.objective is None else f"Some {_pair(given.objective)}",
        signs=_precision(hints.signs),
        gaps=_integers(hints.gaps),
        sums=_integers(hints.sums),
        price=_precision(hints.objective),
        inner=_integers(hints.knots),
        order=hints.order,
        precisions=f"{_list(str, hints.precisions)}%positive",
        ties=_list(lambda roots: _list(_rational, roots), hints.ties),
        low=_list(_rational, hints.low),
        high=_list(_rational, hints.high),
    )


def _exponent(given: Given) -> str:
    if isinstance(given.p, Fraction) and given.p != 0:
        return f"Between {given.p.numerator} {given.p.denominator}"
    return _NAMED[given.p]


def _whole(n: int) -> str:
    """Return the digits of an integer of any length: str() refuses long ones."""
    return f"{Decimal(n):f}"


def _rational(a: Fraction) -> str:
    return f"({_whole(a.numerator)}#{_whole(a.denominator)})%Q"


def _pair(two: tuple[Fraction, Fraction]) -> str:
    (n, d), (m, e) = (a.as_integer_ratio() for a in two)
    return f"({_whole(n)}#{_whole(d)}, {_whole(m)}#{_whole(e)})%Q"


def _precision(one: Precision) -> str:
    return f"{{| p_scale := {one.scale}; p_width := {one.width}; p_bits := {one.bits} |}}"


def _integers(values: Iterable[int]) -> str:
    return f"{_list(_whole, values)}%Z"


def _list(show: Callable[[Any], str], values: Iterable[Any]) -> str:
    return f"[{'; '.join(map(show, values))}]"
