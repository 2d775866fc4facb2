"""Certificates of the fewest knots within a tolerance, for Coq's kernel: read as their checker reads, and written."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from proofs_check.formal.terms import coq_list, coq_option, coq_pair, coq_rational, coq_text, coq_whole
from proofs_check.tolerance_checker import FORMAT
from proofs_check.work import DATA_DIGITS, SPLINE_DIGITS, Work

__all__ = ["ToleranceGiven", "read_tolerance", "tolerance_file"]

# A sign, and the numbers of three points, from 1.
_Bend = tuple[str, int, int, int]
_Bounds = list[tuple[Fraction | None, Fraction | None]]
_Pairs = list[tuple[Fraction, Fraction]]

_FILE = """\
(* {title}: checked by Coq's kernel. Made by `sparsest export CERTIFICATE --to FILE.v`.
   Compile it against the development, `sparsest verify CERTIFICATE --coq` does: coqc -Q FOLDER Sparsest FILE.v
   The theorem at the end says what is proved, of the points, the gates, the function and the claims in `c`. *)
From Coq Require Import List ZArith NArith QArith.
From Sparsest Require Import ToleranceCheck.
Import ListNotations.

Definition c : tolerance_certificate := {{|
  t_points := {points};
  t_tolerance := {tolerance};
  t_slope := {slope};
  t_intercept := {intercept};
  t_knots := {knots};
  t_bends := {bends};
  t_tighter := {tighter};
  t_many := {many}%N;
  t_fewest := {fewest}%N;
  t_residual := {residual};
  t_critical := {critical} |}}.

(* `tolerance_proved c` is spelt out in ToleranceCheck.v: the function passes the gates, none with fewer knots does, and
   the claims about its knots, its largest residual and the critical scale are true. *)
Theorem certified : tolerance_proved c.
Proof. apply tolerance_check_sound. vm_cast_no_check (eq_refl true). Qed.
"""


class ToleranceGiven(NamedTuple):
    """What a file of format sparsest/tolerance-certificate/1 says.

    Parameters
    ----------
    points, knots : list of pairs of Fraction
        Inputs and labels; places and slope changes.
    tolerance : Fraction, None or list of pairs
        One tolerance for all points, None if it is infinite; or lower and upper bounds, None where there is none.
    left : tuple of Fraction
        Slope and intercept left of all knots.
    bends : list of (sign, a, b, c)
        What forces the knots.
    tighter : list of (sign, a, b, c), pair of int, or None
        What forces one knot more at smaller scales: bends, or two points of one input; None if nothing is claimed.
    many, fewest : int
        The claims `knots` and `fewest_knots`.
    residual, critical : Fraction, Fraction or None
        The claims `largest_residual` and `critical`.
    """

    points: _Pairs
    tolerance: Fraction | _Bounds | None
    left: tuple[Fraction, Fraction]
    knots: _Pairs
    bends: list[_Bend]
    tighter: list[_Bend] | tuple[int, int] | None
    many: int
    fewest: int
    residual: Fraction
    critical: Fraction | None


def read_tolerance(work: Work, certificate: Any) -> ToleranceGiven:
    """Return what a certificate says, by the clauses about its form; none about what it says is checked.

    Raises
    ------
    StopError
        As the checker does, if a value has not the form that its clause demands.

    Examples
    --------
    >>> from proofs_check.work import DEFAULT_WORK
    >>> from sparsest import Dataset, solve
    >>> shown = solve(Dataset([0, 1, 2], [0, 3, 0]), tolerance=1).certificate()
    >>> read_tolerance(Work(DEFAULT_WORK), shown).bends
    [('-', 1, 2, 3)]
    """
    names = "format problem spline bends tighter claim"
    form, problem, spline, bends, tighter, claim = work.fields("T02", certificate, names, "certificate")
    work.need("T02", form == FORMAT, "format", form, "is not known")
    dimension, p, points, tolerance = work.fields("T03", problem, "dimension p points tolerance", "problem")
    work.need("T03", type(dimension) is int and dimension == 1, "dimension", dimension, "is not the integer 1")
    work.need("T03", p == "0", "p", p, "is not the text 0")
    rows = [
        (
            work.rational("T04", x, DATA_DIGITS, f"x of point {i}"),
            work.rational("T04", y, DATA_DIGITS, f"label of point {i}"),
        )
        for i, x, y in work.points("T04", points)
    ]
    gates = _tolerance(work, tolerance, len(rows))
    left, knots = _spline(work, spline)
    forced = _bends(work, "T09", bends, len(rows), "bend")
    many, fewest, residual, critical = _claim(work, claim)
    more = _tighter(work, tighter, critical, len(rows))
    return ToleranceGiven(rows, gates, left, knots, forced, more, many, fewest, residual, critical)


def _tolerance(work: Work, value: Any, many: int) -> Fraction | _Bounds | None:
    if not isinstance(value, list):
        return None if value == "infinite" else work.rational("T06", value, DATA_DIGITS, "tolerance")
    bounds: _Bounds = []
    for i, pair in enumerate(work.listed("T06", value, "tolerance", many), 1):
        where = f"bounds of point {i}"
        low, high = (
            None if end is None else work.rational("T06", end, DATA_DIGITS, where)
            for end in work.listed("T06", pair, where, 2, "a pair")
        )
        bounds.append((low, high))
    return bounds


def _spline(work: Work, spline: Any) -> tuple[tuple[Fraction, Fraction], _Pairs]:
    start, listed = work.fields("T07", spline, "left knots", "spline")
    slope, intercept = (
        work.rational("T07", value, SPLINE_DIGITS, "left")
        for value in work.fields("T07", start, "slope intercept", "left")
    )
    knots: _Pairs = []
    for k, knot in enumerate(work.listed("T07", listed, "knots"), 1):
        x, change = work.fields("T07", knot, "x slope_change", f"knot {k}")
        at = work.rational("T07", x, SPLINE_DIGITS, f"x of knot {k}")
        knots.append((at, work.rational("T07", change, SPLINE_DIGITS, f"slope change of knot {k}")))
    return (slope, intercept), knots


def _bends(work: Work, clause: str, listed: Any, many: int, what: str) -> list[_Bend]:
    found = list[_Bend]()
    for k, one in enumerate(work.listed(clause, listed, f"{what}s"), 1):
        sign, a, b, c = work.listed(clause, one, where := f"{what} {k}", 4, "a sign and three rows")
        good = isinstance(sign, str) and sign in ("+", "-") and _are_rows((a, b, c), many)
        work.need(clause, good, where, one, "is not a sign and three numbers of points")
        found.append((sign, a, b, c))
    return found


def _are_rows(values: tuple[Any, ...], many: int) -> bool:
    return all(type(i) is int and 1 <= i <= many for i in values)


def _claim(work: Work, claim: Any) -> tuple[int, int, Fraction, Fraction | None]:
    many, fewest, residual, critical = work.fields(
        "T12", claim, "knots fewest_knots largest_residual critical", "claim"
    )
    counts = work.count("T12", many, "knots"), work.count("T12", fewest, "fewest_knots")
    largest = work.rational("T12", residual, SPLINE_DIGITS, "largest_residual")
    return *counts, largest, None if critical is None else work.rational("T12", critical, SPLINE_DIGITS, "critical")


def _tighter(work: Work, tighter: Any, critical: Fraction | None, many: int) -> list[_Bend] | tuple[int, int] | None:
    """Return what is shown of smaller scales; where it does not go with `critical`, something that does not, either."""
    if critical is None or tighter is None:
        return None if tighter is None else []
    if isinstance(tighter, list) and len(tighter) == 1 and isinstance(tighter[0], list) and tighter[0][:1] == ["="]:
        pair = tighter[0][1:]
        work.need("T17", len(pair) == 2 and _are_rows(tuple(pair), many), "tighter", tighter[0], "is not two points")
        return pair[0], pair[1]
    return _bends(work, "T17", tighter, many, "tighter bend")


def tolerance_file(given: ToleranceGiven, *, title: str = "A tolerance certificate") -> str:
    """Return the text of the file for Coq; it compiles if, and only if, the clauses of the certificate hold.

    Examples
    --------
    >>> nothing = Fraction(0)
    >>> line = ToleranceGiven([(nothing, nothing)], None, (nothing, nothing), [], [], None, 0, 0, nothing, None)
    >>> print(tolerance_file(line).splitlines()[9])
      t_tolerance := Uniform None;
    """
    return _FILE.format(
        title=coq_text(title),
        points=coq_list(coq_pair, given.points),
        tolerance=_gates(given.tolerance),
        slope=coq_rational(given.left[0]),
        intercept=coq_rational(given.left[1]),
        knots=coq_list(coq_pair, given.knots),
        bends=coq_list(_bend, given.bends),
        tighter=_tighter_term(given.tighter),
        many=given.many,
        fewest=given.fewest,
        residual=coq_rational(given.residual),
        critical=coq_option(coq_rational, given.critical),
    )


def _gates(tolerance: Fraction | _Bounds | None) -> str:
    if isinstance(tolerance, list):
        ends = coq_list(lambda two: f"({', '.join(coq_option(coq_rational, end) for end in two)})", tolerance)
        return f"Bounds {ends}"
    return f"Uniform {coq_option(coq_rational, tolerance)}"


def _tighter_term(tighter: list[_Bend] | tuple[int, int] | None) -> str:
    if tighter is None:
        return "None"
    if isinstance(tighter, list):
        return f"Some (Bends {coq_list(_bend, tighter)})"
    return f"Some (Disjoint {tighter[0]}%Z {tighter[1]}%Z)"


def _bend(bend: _Bend) -> str:
    sign, *rows = bend
    return f"({'true' if sign == '+' else 'false'}, ({', '.join(map(coq_whole, rows))})%Z)"
