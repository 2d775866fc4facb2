"""Slips about widths, counts and bounds for one input, each with the search for its smallest example."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from flint import fmpq

from proofs_check.cases import SplineCase
from proofs_check.errata.erratum import Erratum, ErratumSearch
from proofs_check.unaided.bounds import least_variation
from proofs_check.unaided.form import equal_neighbours
from proofs_check.unaided.functions import Function, connecting_the_dots, misses
from proofs_check.unaided.rivals import with_knots_added
from sparsest.data import Dataset
from sparsest.network import Network
from sparsest.spline import Spline
from sparsest.univariate.solve import solve

__all__ = ["ERRATA"]

_HALF = "1/2"
_Gaps = tuple[int, ...]


def _gaps(lengths: range) -> Iterator[_Gaps]:
    """Yield gap sequences of numbers 0, 1, -1: short ones first, then few nonzero ones."""
    for n in lengths:
        yield from sorted(product((1, 0, -1), repeat=n), key=lambda d: (sum(map(abs, d)), tuple(-a for a in d)))


def _points(gaps: _Gaps) -> str:
    data = Dataset.from_gaps(gaps)
    return "points " + ", ".join(f"({x},{y})" for x, y in zip(data.x, data.y, strict=True))


def _minimizers(gaps: _Gaps, p: str = _HALF) -> list[Spline]:
    return list(solve(Dataset.from_gaps(gaps), p).splines())


# --- E26: widths at p = 1 ---------------------------------------------------------------------------------------------


def _wide(gaps: _Gaps) -> Function | None:
    """Return an interpolant of more than N knots and least V_1, built where two neighbours have one curvature."""
    case = SplineCase(Dataset.from_gaps(gaps))
    pairs = equal_neighbours(case)
    if not pairs:
        return None
    many = with_knots_added(case, pairs[0], case.size + 1)
    is_one = misses(case, many) is None and many.variation == least_variation(case) and len(many.knots) > case.size
    return many if is_one else None


def _show_wide(gaps: _Gaps) -> str:
    many = _wide(gaps)
    knots, changes = (many.knots, many.changes) if many else ((), ())
    return (
        f"{_points(gaps)}, N = {len(gaps) + 2}: knots {', '.join(map(str, knots))} with slope changes "
        f"{', '.join(map(str, changes))} give V_1 = {sum(changes, fmpq(0))}, the least; {len(knots)} neurons"
    )


# --- E27, E28: numbers of neurons -------------------------------------------------------------------------------------


def _parameters(spline: Spline) -> tuple[int, int]:
    """Return the numbers of active neurons and of their nonzero input weights and biases."""
    active = [n for n in Network.from_spline(spline).neurons if n.weight != 0]
    return len(active), sum((n.input_weight != 0) + (n.bias != 0) for n in active)


def _as_many_parameters(gaps: _Gaps) -> bool:
    return all(neurons == parameters for neurons, parameters in map(_parameters, _minimizers(gaps)))


def _at_most_twice(gaps: _Gaps) -> bool:
    return all(n <= m <= 2 * n and n == len(f.knots) for f in _minimizers(gaps) for n, m in [_parameters(f)])


def _show_parameters(gaps: _Gaps) -> str:
    f = _minimizers(gaps)[0]
    neurons, parameters = _parameters(f)
    shown = " + ".join(f"{c} (x - {t})_+" for t, c in zip(f.knots, f.slope_changes, strict=True))
    return f"{_points(gaps)}: {shown} has {neurons} active neuron, and {parameters} nonzero input weights and biases"


def _fewest(gaps: _Gaps) -> int:
    return solve(Dataset.from_gaps(gaps), "0").fewest_knots


def _half_of_the_gaps(gaps: _Gaps) -> bool:
    nonzero = sum(map(abs, gaps))
    return (nonzero + 1) // 2 <= _fewest(gaps) <= nonzero <= len(gaps)


# --- E30: bounds on all parameters ------------------------------------------------------------------------------------


def _bias_bound(gaps: _Gaps) -> Fraction:
    x = Dataset.from_gaps(gaps).x
    return max(abs(x[1]), abs(x[-2]))


def _every_bias_is_bounded(gaps: _Gaps) -> bool:
    """Whether no solution at width N has a larger bias: one of them has a neuron v = 0 with the bias B + 1."""
    spare = len(gaps) + 2 - min(len(f.knots) for f in _minimizers(gaps))
    return spare == 0


def _active_ones_are(gaps: _Gaps) -> bool:
    """Whether knots are within B, slope changes within 2 C, and the dots, which lie in the box, no cheaper."""
    case = SplineCase(Dataset.from_gaps(gaps))
    steep, far = max(map(abs, case.slopes)), _bias_bound(gaps)
    functions = [*_minimizers(gaps), Spline(*connecting_the_dots(case))]
    knots = [(t, c) for f in functions for t, c in zip(f.knots, f.slope_changes, strict=True)]
    return all(abs(t) <= far and abs(c) <= 2 * steep for t, c in knots)


# --- E31: the interval that is counted on -----------------------------------------------------------------------------


def _run(gaps: _Gaps) -> tuple[int, int] | None:
    """Return the only run of three gaps or more, [start, stop), if there is one."""
    case = SplineCase(Dataset.from_gaps(gaps))
    long = [(start, stop) for start, stop in case.runs if stop - start > 2]
    return long[0] if len(long) == 1 else None


def _knots_on(gaps: _Gaps, wider: int) -> int:
    """Return the knots of a sparsest function of the form on [x_i, x_{i+m}], or one point wider on either side."""
    start, stop = _run(gaps) or (0, 0)
    x = Dataset.from_gaps(gaps).x
    low, high = x[max(0, start + 1 - wider)], x[min(len(x) - 1, stop + wider)]
    return sum(low <= t <= high for t in _minimizers(gaps, "0+")[0].knots)


def _with_one_run() -> Iterator[_Gaps]:
    return (gaps for gaps in _gaps(range(3, 6)) if _run(gaps))


def _as_counted(gaps: _Gaps, wider: int) -> bool:
    start, stop = _run(gaps) or (0, 0)
    return _knots_on(gaps, wider) == (stop - start + 1) // 2  # ceil((m + 1)/2), m + 1 = stop - start


def _show_interval(gaps: _Gaps) -> str:
    start, stop = _run(gaps) or (0, 0)
    return (
        f"{_points(gaps)}, slope gaps {gaps}, m = {stop - start - 1}: {_knots_on(gaps, 1)} knots from x_{{i-1}} to "
        f"x_{{i+m+1}}, {_knots_on(gaps, 0)} from x_i to x_{{i+m}}"
    )


# --- E32: input weights that are 0 ------------------------------------------------------------------------------------


class _Neuron(NamedTuple):
    """v (w x + b)_+."""

    v: int
    w: int
    b: int

    def __call__(self, x: Fraction) -> Fraction:
        return self.v * max(self.w * x + self.b, Fraction(0))


_AT = tuple(Fraction(k, 2) for k in range(-6, 7))


def _neurons() -> Iterator[_Neuron]:
    """Yield neurons of small weights that are not 0 everywhere, small sums of sizes first."""
    found = (_Neuron(*numbers) for numbers in product((1, -1, 2, -2), (0, 1, -1, 2, -2), (0, 1, -1, 2)))
    yield from sorted((one for one in found if any(one(x) for x in _AT)), key=_size)


def _size(neuron: _Neuron) -> int:
    return sum(map(abs, neuron))


def _is_rescaled_or_constant(neuron: _Neuron) -> bool:
    if neuron.w == 0:
        return {neuron(x) for x in _AT} == {Fraction(neuron.v * max(neuron.b, 0))}
    v, w, b = neuron.v * abs(neuron.w), Fraction(neuron.w, abs(neuron.w)), Fraction(neuron.b, abs(neuron.w))
    return all(v * max(w * x + b, Fraction(0)) == neuron(x) for x in _AT)


ERRATA = (
    Erratum(
        id="E26",
        where="Footnote 4, width at p = 1",
        printed="The solution sets of the path norm problems do not depend on the width K >= N; problem (2) is posed "
        "for 0 < p <= 1.",
        fails="At p = 1 they do: functions of any number of knots can have the least V_1, and those of more than K "
        "knots are solutions for larger widths only. (The text after Proposition 3.1 and before Theorem 3.1 says it "
        "for p = 0 and 0 < p < 1.)",
        repair="For p < 1. Parameters aside: what does not depend on K are the functions, or the active neurons.",
        theorem="Survives; nothing rests on it.",
        claims=("proposition-3.1", "corollary-3.1.1"),
        search=ErratumSearch(
            "1 to 4 slope gaps in {1, 0, -1}, short ones and few nonzero ones first: no interpolant of more than N "
            "knots has the least V_1; the repair: at p = 1/2 no minimiser has more than N - 2",
            lambda: _gaps(range(1, 5)),
            lambda gaps: _wide(gaps) is None,
            lambda gaps: all(len(f.knots) <= len(gaps) for f in _minimizers(gaps)),
            _show_wide,
            len,
        ),
    ),
    Erratum(
        id="E27",
        where="Footnote 1",
        printed="With one input the number of nonzero input weights and biases of active neurons is equivalent to the "
        "number of active neurons.",
        fails="A neuron whose kink is not at 0 has a nonzero bias too: two for one.",
        repair="Without biases, as (3) counts. With them there are between one and two for each active neuron.",
        theorem="Survives; (3) counts neurons.",
        claims=("proposition-3.1",),
        search=ErratumSearch(
            "1 to 4 slope gaps in {1, 0, -1} on 0, 1, ..., short and few nonzero ones first, p = 1/2: minimisers",
            lambda: _gaps(range(1, 5)),
            _as_many_parameters,
            _at_most_twice,
            _show_parameters,
            len,
        ),
    ),
    Erratum(
        id="E28",
        where="Remarks after Corollary 3.1.2",
        printed="The fewest active neurons range from order N/2 to N - 2 with the data.",
        fails="As few as 0, for collinear data: half of the points is no lower bound.",
        repair="At least half of the nonzero slope gaps, and at most as many as there are, so at most N - 2.",
        theorem="Survives; nothing rests on it.",
        claims=("theorem-3.1-p0",),
        search=ErratumSearch(
            "1 to 6 slope gaps in {1, 0, -1}, short ones and few nonzero ones first: at least (N - 2)/2 knots at p = 0",
            lambda: _gaps(range(1, 7)),
            lambda gaps: 2 * _fewest(gaps) >= len(gaps),
            _half_of_the_gaps,
            lambda gaps: f"{_points(gaps)}: {_fewest(gaps)} knots",
            len,
        ),
    ),
    Erratum(
        id="E30",
        where="Section A.1.3, existence",
        printed="Any solution of (2) with |w_k| = 1 has |b_k| <= B = max(|x_2|, |x_{N-1}|), and so every function of "
        "S*_p is one of the problem restricted to a compact set; that has a solution, so (2) has.",
        fails="The bound is not true of neurons with v_k = 0, of which width K >= N always leaves two or more. And the "
        "argument is circular: that every solution lies in the set says nothing before there is one.",
        repair="Put b_k = 0 where v_k = 0; and show that every interpolant has one inside the set that is no dearer, "
        "by bringing in knots, with |v_k|^p at most V_p of the connected dots, which is compact too (the derivations "
        "of `section-a.1.3`).",
        theorem="Survives.",
        claims=("section-a.1.3",),
        search=ErratumSearch(
            "1 to 4 slope gaps in {1, 0, -1}, short and few nonzero ones first, p = 1/2, K = N: whether all neurons "
            "are active; the repair: knots and slope changes of minimisers, and of the connected dots, keep B and 2C",
            lambda: _gaps(range(1, 5)),
            _every_bias_is_bounded,
            _active_ones_are,
            lambda gaps: (
                f"{_points(gaps)}, K = {len(gaps) + 2}: a neuron with v = 0, w = 1, b = {_bias_bound(gaps) + 1} can "
                f"stand beside the minimiser's {len(_minimizers(gaps)[0].knots)}, and B = {_bias_bound(gaps)}"
            ),
            len,
        ),
    ),
    Erratum(
        id="E31",
        where="Section A.1.4 and Figure 16, the interval I",
        printed="The cost of the slopes, and ceil((m+1)/2) knots of the sparsest, are those on an interval I from a "
        "little before x_{i-1} to a little after x_{i+m+1}.",
        fails="These two points are not of the stretch and may have knots of their own.",
        repair="From a little before x_i to a little after x_{i+m}.",
        theorem="Survives: knots outside the stretch are the same for all alpha.",
        claims=("section-a.1.4",),
        search=ErratumSearch(
            "3 to 5 slope gaps in {1, 0, -1} with one run of three or more, short ones and few nonzero ones first, "
            "minimisers as p -> 0",
            _with_one_run,
            lambda gaps: _as_counted(gaps, 1),
            lambda gaps: _as_counted(gaps, 0),
            _show_interval,
            len,
        ),
    ),
    Erratum(
        id="E32",
        where="Section A.1.1, rescaling",
        printed="Every network of the form (1) can be rescaled by 1/|w_k| to |w_k| = 1.",
        fails="Not where w_k = 0: that neuron is a constant.",
        repair="A neuron with w_k = 0 costs nothing and joins the offset c.",
        theorem="Survives.",
        claims=("section-a.1.1",),
        search=ErratumSearch(
            "neurons with v in {1, -1, 2, -2}, w in {0, 1, -1, 2, -2}, b in {0, 1, -1, 2} that are not 0 everywhere, "
            "small sums of sizes first, at x = -3, -5/2, ..., 3",
            _neurons,
            lambda neuron: neuron.w != 0,
            _is_rescaled_or_constant,
            lambda neuron: f"(v, w, b) = ({neuron.v}, {neuron.w}, {neuron.b}) is the constant {neuron(Fraction(0))}",
            _size,
        ),
    ),
)
