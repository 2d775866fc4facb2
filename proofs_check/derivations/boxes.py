"""Lemmas A.1 and A.2 a second way: interval arithmetic over boxes of parameters, away from where equality holds.

All sizes are at most 1 on the boxes, so m^p >= m^(3/4) for every p in (0, 3/4]: one exponent stands for all of these.
Boxes have rational ends; powers are enclosed by balls (flint). A box that does not tell is cut in two.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeAlias

from flint import arb, ctx, fmpq

from proofs_check.claim import Derivation, Finding, holds, refute, undecided

__all__ = ["BOXES_A_1", "BOXES_A_2", "Range", "least_size", "show_on_boxes"]

Range: TypeAlias = tuple[fmpq, fmpq]

_P = fmpq(3, 4)
_NEAR = fmpq(1, 8)  # how far from equality
_MOST_BOXES = 50_000
_METHOD = "interval arithmetic (flint)"


def least_size(values: Range) -> fmpq:
    """Return the least |v| of an interval.

    Examples
    --------
    >>> least_size((fmpq(-1), fmpq(2))), least_size((fmpq(-3), fmpq(-2)))
    (0, 2)
    """
    low, high = values
    return low if low > 0 else -high if high < 0 else fmpq(0)


def _power(size: fmpq) -> arb:
    return arb(size) ** arb(_P) if size != 0 else arb(0)


def show_on_boxes(
    box: Sequence[Range],
    lower: Callable[[Sequence[Range]], arb | None],
    names: Sequence[str],
    what: str,
) -> Finding:
    """Show that a function is positive on a box, by lower bounds on parts of it.

    Parameters
    ----------
    box : sequence of (low, high)
        The range of each parameter.
    lower : callable
        Takes a part of the box and returns a ball around a lower bound of the function, or None where the part is
        excluded; at a single point the bound is the value.
    names : sequence of str
        The parameters, for the witness.
    what : str
        The statement.

    Raises
    ------
    FindingError
        With a point where it is negative: refuted.
    UndecidedError
        If so many boxes are not enough.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> show_on_boxes([(fmpq(0), fmpq(1))], lambda b: arb(b[0][0]) + 1, ["x"], "x + 1 > 0").verdict.value
    'holds'
    >>> below = lambda _: show_on_boxes([(fmpq(0), fmpq(1))], lambda b: arb(b[0][0]) - 1, ["x"], "x - 1 > 0")
    >>> examine(below, None).witness["x"]
    '1/2'
    """
    todo, seen = deque([tuple(box)]), 0  # in the order of size, so that no part is cut finely before others are seen
    with ctx.workprec(64):
        while todo:
            part = todo.popleft()
            seen += 1
            bound = lower(part)
            if bound is None or bound > 0:
                continue
            middle = tuple((low + high) / 2 for low, high in part)
            value = lower([(at, at) for at in middle])
            if value is not None and value < 0:
                at = {name: str(v) for name, v in zip(names, middle, strict=True)}
                refute(f"{what} fails", **at, p=str(_P), value=value.str(8, radius=False))
            if seen > _MOST_BOXES:
                undecided(f"{what}: {seen} boxes are not enough")
            todo += _halves(part, middle)
    return holds(boxes=seen)


def _halves(part: tuple[Range, ...], middle: Sequence[fmpq]) -> list[tuple[Range, ...]]:
    widest = max(range(len(part)), key=lambda k: part[k][1] - part[k][0])
    (low, high), at = part[widest], middle[widest]
    return [(*part[:widest], side, *part[widest + 1 :]) for side in ((low, at), (at, high))]


def _lemma_a_2(share: fmpq) -> Finding:
    """Show u^p + |tau u - 1|^p > 1 + share u^p for u in [1/8, 1], tau in [0, 7/8]; true for share = 0.

    With A >= 0 >= B = -1 (scaled) and u > 0 the cost exceeds |A|^p + |B|^p by at least this, as |A + (1-tau) u| >= |A|.
    """

    def lower(part: Sequence[Range]) -> arb:
        (u, more), (tau, most) = part
        rest = least_size((1 - most * more, 1 - tau * u))
        return arb(1 - share) * _power(u if share <= 1 else more) + _power(rest) - 1

    box = [(_NEAR, fmpq(1)), (fmpq(0), 1 - _NEAR)]
    return show_on_boxes(box, lower, ["u", "tau"], "u^p + |tau u - 1|^p - 1 > 0")


def _lemma_a_1(*, dots: bool) -> Finding:
    """Show |A - (1-tau) w|^p + |w|^p + |B - tau w|^p > 1 where A + B = 1, w = -u in [-1, 1], off the single knot.

    Left out: |w - 1| < 1/8 with |tau - B| < 1/8. The false variant asks for more than A^p + B^p instead of 1.
    """

    def lower(part: Sequence[Range]) -> arb | None:
        (a, a_top), (tau, tau_top), (w, w_top) = part
        if w > 1 - _NEAR and tau > 1 - a - _NEAR and tau_top < 1 - a_top + _NEAR:
            return None
        ends = [(1 - tau) * w, (1 - tau) * w_top, (1 - tau_top) * w, (1 - tau_top) * w_top]
        first = (a - max(ends), a_top - min(ends))
        ends = [tau * w, tau * w_top, tau_top * w, tau_top * w_top]
        third = (1 - a_top - max(ends), 1 - a - min(ends))
        sizes = [least_size(one) for one in (first, (w, w_top), third)]
        if w != w_top:
            sizes = [min(size, fmpq(1)) for size in sizes]  # a bound for every p <= 3/4, not the value at 3/4
        cost = sum(map(_power, sizes), arb(0))
        return cost - (_power(a_top) + _power(1 - a) if dots else 1)

    box = [(_NEAR, 1 - _NEAR), (fmpq(0), fmpq(1)), (fmpq(-1), fmpq(1))]
    return show_on_boxes(box, lower, ["A", "tau", "w"], "C(delta) > " + ("A^p + B^p" if dots else "(A + B)^p"))


BOXES_A_2 = Derivation(
    "Lemma A.2 on boxes",
    "For all p in (0, 3/4], A >= 0 >= B, u in [|B|/8, |B|] and tau in [0, 7/8]: C > |A|^p + |B|^p, bounded away from "
    "equality. (For u > |B| already u^p > |B|^p. False: more by u^p / 2.)",
    _METHOD,
    lambda: _lemma_a_2(fmpq(0)),
    lambda: _lemma_a_2(fmpq(1, 2)),
)
BOXES_A_1 = Derivation(
    "Lemma A.1 on boxes",
    "For all p in (0, 3/4], A, B >= (A + B)/8 > 0, all tau in [0, 1] and |u| <= A + B: C > (A + B)^p, unless -u is "
    "within (A + B)/8 of A + B and tau within 1/8 of B/(A + B). (For |u| > A + B already |u|^p > (A + B)^p.)",
    _METHOD,
    lambda: _lemma_a_1(dots=False),
    lambda: _lemma_a_1(dots=True),
)
