"""A certificate, read as its checker reads it: numbers and texts only, and no clause about what they say."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

from proofs_check import tolerance_checker
from proofs_check.checker import FORMAT, READERS, Verdict
from proofs_check.formal.tolerance import ToleranceGiven, read_tolerance
from proofs_check.signs import Exponent
from proofs_check.work import DATA_DIGITS, DEFAULT_WORK, SPLINE_DIGITS, StopError, Work
from sparsest.errors import UsageError

__all__ = ["COQ_FORMATS", "Given", "Pairs", "read"]

#: The formats of the certificates that Coq can check.
COQ_FORMATS = (FORMAT, tolerance_checker.FORMAT)

#: Points, or knots with their slope changes.
Pairs = list[tuple[Fraction, Fraction]]


class Given(NamedTuple):
    """What a file of format sparsest/certificate/1 says.

    Parameters
    ----------
    p : Fraction or str
        0 for "0", a fraction, or the text "0+" or "1-".
    points, knots : list of pairs of Fraction
        Inputs and labels; places and slope changes.
    left : tuple of Fraction
        Slope and intercept left of all knots.
    dual : list of str
        The signs of each run.
    many, fewest : int
        The claims `knots` and `fewest_knots`.
    minimizers : int or None
        None for "infinite".
    objective : tuple of Fraction or None
        Its two bounds.
    """

    p: Exponent
    points: Pairs
    left: tuple[Fraction, Fraction]
    knots: Pairs
    dual: list[str]
    many: int
    fewest: int
    minimizers: int | None
    objective: tuple[Fraction, Fraction] | None


def read(source: str | bytes, *, work: int = DEFAULT_WORK) -> Given | ToleranceGiven | Verdict:
    """Return what a text says, or the verdict "reject" (or "undecided") of the clause by which it is no such file.

    What a file says is not looked at here: of two faults, the one of form comes first, whatever the numbers of their
    clauses.

    Raises
    ------
    UsageError
        If it is a certificate of a format that has no check in Coq; the message says which have.

    Examples
    --------
    >>> read("[]").clause
    'C02'
    """
    left = Work(work)
    try:
        certificate = left.json(source)
        left.plain(certificate, 0)
        form = certificate.get("format") if isinstance(certificate, dict) else None
        if form == tolerance_checker.FORMAT:
            return read_tolerance(left, certificate)
        if isinstance(form, str) and form in READERS:
            raise UsageError(
                f"certificates of the format {form} have no check in Coq, only those of "
                f"{' and '.join(COQ_FORMATS)} have; the independent checker reads it: sparsest verify FILE"
            )
        return _given(left, certificate)
    except StopError as stop:
        verdict, reason = stop.args
        return Verdict(verdict, 0, left.entered[-1], reason)


def _given(work: Work, certificate: Any) -> Given:
    names = "format problem minimizer dual claim"
    form, problem, minimizer, dual, claim = work.fields("C02", certificate, names, "certificate")
    work.need("C02", form == FORMAT, "format", form, "is not known")
    dimension, text, points = work.fields("C03", problem, "dimension p points", "problem")
    work.need("C03", type(dimension) is int and dimension == 1, "dimension", dimension, "is not the integer 1")
    p: Exponent = text if text in ("0+", "1-") else work.rational("C03", text, DATA_DIGITS, "p")
    work.need("C03", isinstance(p, str) or 0 <= p < 1, "p", text, "is not in [0, 1)")
    pairs = [
        (
            work.rational("C04", x, DATA_DIGITS, f"x of point {i}"),
            work.rational("C04", y, DATA_DIGITS, f"y of point {i}"),
        )
        for i, x, y in work.points("C04", points)
    ]
    start, listed = work.fields("C06", minimizer, "left knots", "minimizer")
    slope, intercept = work.fields("C06", start, "slope intercept", "left")
    left = (work.rational("C06", slope, SPLINE_DIGITS, "left"), work.rational("C06", intercept, SPLINE_DIGITS, "left"))
    knots: Pairs = []
    for k, knot in enumerate(work.listed("C06", listed, "knots"), 1):
        x, change = work.fields("C06", knot, "x slope_change", f"knot {k}")
        x = work.rational("C06", x, SPLINE_DIGITS, f"x of knot {k}")
        knots.append((x, work.rational("C06", change, SPLINE_DIGITS, f"slope change of knot {k}")))
    for marks in work.listed("C10", dual, "dual"):
        work.text("C10", marks, "[+0-]*", "dual of a run")
    return Given(p, pairs, left, knots, list(dual), *_claim(work, claim))


def _claim(work: Work, claim: Any) -> tuple[int, int, int | None, tuple[Fraction, Fraction] | None]:
    many, fewest, minimizers, objective = work.fields("C13", claim, "knots fewest_knots minimizers objective", "claim")
    work.text("C13", minimizers, "infinite|0|[1-9][0-9]*", "minimizers")
    work.need("C13", len(minimizers) <= SPLINE_DIGITS, "minimizers", minimizers, "is too long for this")
    bounds = None if objective is None else work.bounds("C13", objective, "objective")
    counts = work.count("C13", many, "knots"), work.count("C13", fewest, "fewest_knots")
    # Python refuses to read long integers unless told; this is the checker's own way around.
    return (
        *counts,
        None if minimizers == "infinite" else int(work.rational("C13", minimizers, SPLINE_DIGITS, "count")),
        bounds,
    )
