"""Paths: whether the pieces are minimisers throughout, and change where they must."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from flint import fmpq

from proofs_check.conformance.fitting import Fit, Question, fit_of_function
from proofs_check.conformance.outcomes import EXACT, NOT_OPTIMAL, OPTIMAL, WRONG, Judged
from proofs_check.conformance.pricing import NEAR
from proofs_check.conformance.reading import NoAnswerError, Reader
from proofs_check.conformance.stated import judged_exponent
from sparsest.exact.decimals import format_short

__all__ = ["judged_path"]


def judged_path(
    answer: Mapping[str, Any], given: Question, truth: Mapping[str, Any], reader: Reader
) -> Iterator[Judged]:
    """Yield what each part of a path is by the truth.

    Two functions cost the same throughout a piece if and only if the sizes of their slope changes are the same, as a
    multiset: so it is these that are compared.

    Raises
    ------
    NoAnswerError
        If it is no path.

    Examples
    --------
    >>> line = {"left": {"slope": "0", "intercept": "0"}, "knots": []}
    >>> from sparsest.exact.exponent import Exponent
    >>> given = Question(((fmpq(0),),), (fmpq(0),), Exponent.read("0"), fmpq(0), False)
    >>> truth = {"pieces": [{"knots": 0, "spline": line}], "breakpoints": [], "critical_exponent": ["1", "1"]}
    >>> [one.outcome for one in judged_path({"pieces": [{"knots": 1}], "breakpoints": []}, given, truth, Reader())]
    ['wrong', 'exact']
    """
    if answer.get("pieces") is not None:
        yield from _pieces(_listed(answer["pieces"], "pieces"), given, truth["pieces"], reader)
    if answer.get("breakpoints") is not None:
        yield from _breakpoints(_listed(answer["breakpoints"], "breakpoints"), truth["breakpoints"], reader)
    for name in ("critical_exponent",):
        if answer.get(name) is not None:
            yield judged_exponent(answer[name], truth[name], name, reader)
    if answer.get("fewest_knots") is not None:
        yield _count(reader.whole(answer["fewest_knots"], "fewest_knots"), truth["pieces"][0]["knots"], "fewest_knots")


def _pieces(pieces: list[Any], given: Question, known: list[Any], reader: Reader) -> Iterator[Judged]:
    if len(pieces) != len(known):
        yield Judged(WRONG, f"pieces: there are {len(pieces)}, and the path has {len(known)}")
        return
    for k, (piece, right) in enumerate(zip(pieces, known, strict=True), 1):
        if not isinstance(piece, Mapping) or (piece.get("knots") is None and piece.get("spline") is None):
            raise NoAnswerError(f"piece {k} has neither knots nor spline")
        function = None
        if piece.get("spline") is not None:
            function = reader.function(piece["spline"], f"piece {k}: spline")
        if piece.get("knots") is not None:
            stated = reader.whole(piece["knots"], f"piece {k}: knots")
            own = len(function.knots) if function is not None else right["knots"]
            yield _count(stated, own, f"piece {k}: knots")
        if function is not None:
            yield _piece(fit_of_function(function, given), given, right, k)


def _piece(fit: Fit, given: Question, right: Mapping[str, Any], k: int) -> Judged:
    least = fit_of_function(Reader().function(right["spline"]), given)
    off = max((abs(f - y) for f, y in zip(fit.values, given.y, strict=True)), default=fmpq(0))
    if off > NEAR * given.size:
        return Judged(WRONG, f"piece {k} does not go through the points: it is off by {format_short(off)}")
    own, best = sorted(fit.sizes), sorted(least.sizes)
    if off == 0 and own == best:
        return Judged(EXACT)
    if len(own) == len(best) and all(abs(a - b) <= NEAR * b for a, b in zip(own, best, strict=True)):
        return Judged(OPTIMAL)
    return Judged(NOT_OPTIMAL, f"piece {k} is no minimiser between its breakpoints")


def _breakpoints(stated: list[Any], known: list[Any], reader: Reader) -> Iterator[Judged]:
    if len(stated) != len(known):
        yield Judged(WRONG, f"breakpoints: there are {len(stated)}, and the path has {len(known)}")
        return
    ends = [Reader().interval(one, f"breakpoint {k}") for k, one in enumerate(stated, 1)]
    if any(a[0] > b[0] for a, b in pairwise(ends)):
        yield Judged(WRONG, "breakpoints: they do not increase")
        return
    for k, (one, right) in enumerate(zip(stated, known, strict=True), 1):
        yield judged_exponent(one, right, f"breakpoint {k}", reader)
    yield Judged(EXACT)


def _count(stated: int, right: int, name: str) -> Judged:
    return Judged(EXACT) if stated == right else Judged(WRONG, f"{name}: {stated} stated, and it has {right}")


def _listed(value: object, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise NoAnswerError(f"{name} is no list")
    return value
