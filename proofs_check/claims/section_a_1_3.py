"""Section A.1.3: a minimiser exists, because the search can be confined to a bounded set given by the data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from flint import fmpq

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.claim import Claim, Fault, least_points, refute
from proofs_check.derivations.existence import BOUNDS, CONFINED, LOWER_SEMICONTINUOUS, TENTS
from proofs_check.unaided.compare import compare
from proofs_check.unaided.functions import Atom, Function, function_of, require_interpolation
from proofs_check.unaided.matchings import knots_of
from sparsest.network import Network, Neuron

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]

# Of more points only one minimiser is looked at.
_MANY_POINTS = 2_000


def _check(case: SplineCase, *, fewer: int = 0, most: fmpq | None = None, margin: int = 1) -> None:
    """See the bounds of all minimisers. The false variants allow `fewer` knots, changes up to `most`, or less room."""
    slopes, x = case.flint_slopes, case.data.flint.x
    low, high = min(slopes), max(slopes)
    for index, spline in enumerate(case.splines if len(x) <= _MANY_POINTS else case.splines[:1]):
        require_interpolation(case, Function.of(spline), "the minimiser")
        knots = knots_of(spline)
        if len(knots) > len(x) - 2 - fewer:
            refute(f"{len(knots)} knots for {len(x)} points", bound=len(x) - 2 - fewer)
        for t, c in knots:
            if not x[margin] <= t <= x[-1 - margin]:
                refute(f"a knot outside [x_{margin + 1}, x_{{N-{margin}}}]", knot=str(t))
            if abs(c) > (high - low if most is None else most):
                bound = "the range of the chord slopes" if most is None else str(most)
                refute(f"a slope change beyond {bound}", change=str(c))
        for slope in _slopes_of(spline.flint.slope, knots):
            if not low <= slope <= high:
                refute("a slope outside the range of the chord slopes", slope=str(slope))
        _see_parameters(case, Function.of(spline))
        if index == 0:
            _see_costs(case, [c for _, c in knots])


def _see_parameters(
    case: SplineCase, function: Function, most: int = 2, share: tuple[int, int, int] = (1, 1, 1)
) -> None:
    """See the printed bounds of a solution with |w_k| = 1: of b_k, v_k, a and c, for its active neurons.

    False variants have |v_k| <= `most` C with 1 for 2, or the bounds B, A, C_0 divided by `share`.

    With v_k w_k on the side that each neuron points to: a is a slope less at most K slope changes, c a label less what
    the neurons and a x put out there.
    """
    rng, (x, y) = case.rng(2), case.data.flint
    steep, far = max(map(abs, case.flint_slopes)), max(abs(x[1]), abs(x[-2]))
    skip, offset, neurons = function.slope, function.intercept, []
    for t, c in zip(function.knots, function.changes, strict=True):
        way = rng.choice((1, -1))
        neurons.append(Neuron(c, fmpq(way), -way * t))
        if way < 0:  # c (x - t)_+ = c (x - t) + c (t - x)_+
            skip, offset = skip + c, offset - c * t
    network = Network(neurons, skip, offset)
    if function_of(network) != function:
        refute("the network with unit input weights is another function", network=network.to_json())
    if any(abs(n.bias) > far / share[0] or abs(n.output_weight) > most * steep for n in neurons):
        refute(f"a bias beyond {far / share[0]} or a weight beyond {most * steep}", network=network.to_json())
    a_most = (steep + 2 * steep * len(neurons)) / share[1]
    if abs(skip) > a_most:
        refute(f"a skip connection beyond {a_most}", network=network.to_json())
    offset_most = abs(y[0]) + 2 * steep * len(neurons) * (abs(x[0]) + far) + a_most * abs(x[0])
    if abs(offset) > offset_most / share[2]:
        refute("an offset beyond its bound", network=network.to_json())


def _see_costs(case: SplineCase, changes: Sequence[fmpq]) -> None:
    """See |c_k|^p <= V_p <= V_p of connecting the dots <= (N - 2) max |d_i|^p, and finiteness of the search."""
    dots = [d for d in case.flint_gaps if d != 0]
    if not dots:
        if changes:
            refute("knots though the data are affine", changes=str(changes))
        return
    if compare(changes, dots, case.p) > 0:
        refute("dearer than connecting the dots", changes=str(changes))
    largest = max(map(abs, changes))
    if compare([largest], dots, case.p) > 0:
        refute("one slope change costs more than connecting the dots", change=str(largest))
    # Term by term, so that long data need no sum: at most N - 2 terms, none above the greatest.
    greatest = max(map(abs, dots))
    if len(dots) > case.size - 2 or any(abs(d) > greatest for d in dots):
        refute("connecting the dots costs more than (N - 2) max |d_i|^p")


def _too_tight(share: tuple[int, int, int]) -> Callable[[SplineCase], None]:
    """Return the check of the false statement that these bounds hold divided so."""
    return lambda case: _see_parameters(case, Function.of(case.splines[0]), share=share)


def _slopes_of(first: fmpq, knots: Sequence[Atom]) -> Iterator[fmpq]:
    return accumulate((c for _, c in knots), initial=first)


def _cases() -> SearchStrategy[SplineCase]:
    from proofs_check.cases.strategies import data_sets

    return spline_cases(data_sets(3, 9))


CLAIM = Claim(
    id="section-a.1.3",
    number="Section A.1.3",
    title="a minimiser exists",
    statement="V_p attains its minimum over the continuous piecewise-linear interpolants, for the search can be "
    "confined to a compact set: active neurons with |w_k| = 1 have |b_k| <= B = max(|x_2|, |x_{N-1}|), |v_k| <= 2 C, C "
    "= max |s_i|, and |a| <= A, |c| <= C_0; others may be left out. Sharper, ours: at most N - 2 knots, all in [x_2, "
    "x_{N-1}]; all slopes, and so all slope changes, within the range of the chord slopes; every |c_k|^p at most V_p "
    "of connecting the dots, so at most (N - 2) max |d_i|^p.",
    hypotheses="0 < p < 1, N >= 3.",
    establishes="The minimisers that `solve` finds keep all these bounds, exactly compared, as networks with unit "
    "input weights of random signs: of more than 50 minimisers the first 50, of more than 2000 points the first one. "
    "The derivations prove for all parameters that knots outside can be brought in, that merging in the limit does not "
    "raise the cost, and that bounded cost bounds the slopes: with compactness, a minimiser exists.",
    leaves_open="The displays of A and C_0 could not be read; here A = C + 2 C K and C_0 = |y_1| + 2 C K (|x_1| + B) + "
    "A |x_1|, K the number of neurons, which follow from the other bounds. Compactness itself (Bolzano-Weierstrass) is "
    "cited, not derived.",
    scope="one input",
    check=_check,
    cases=_cases,
    requires=(least_points(3),),
    faults=(
        Fault("N - 3 knots", "A minimiser has at most N - 3 knots.", lambda case: _check(case, fewer=1)),
        Fault(
            "|v_k| <= C",
            "With |w_k| = 1 no |v_k| is above max |s_i|.",
            lambda case: _see_parameters(case, Function.of(case.splines[0]), most=1),
        ),
        Fault("half of B", "With |w_k| = 1 no |b_k| is above B/2.", _too_tight((2, 1, 1))),
        Fault("a twelfth of A", "No |a| is above A/12.", _too_tight((1, 12, 1))),
        Fault("a twelfth of C_0", "No |c| is above C_0/12.", _too_tight((1, 1, 12))),
        Fault(
            "within the largest gap",
            "No slope change exceeds the largest gap.",
            lambda case: _check(case, most=max(map(abs, case.flint_gaps))),
        ),
        Fault(
            "inside [x_3, x_{N-2}]",
            "All knots are in [x_3, x_{N-2}].",
            lambda case: _check(case, margin=2),
            requires=(least_points(5),),
        ),
    ),
    derivations=(TENTS, CONFINED, BOUNDS, LOWER_SEMICONTINUOUS),
)
