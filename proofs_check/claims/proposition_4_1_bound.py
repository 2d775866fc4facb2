"""Proposition 4.1, third part: how many parameters always do."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from proofs_check.answers import guarded, proved_minimizers
from proofs_check.cases import NetworkCase, line_cases, network_cases
from proofs_check.claim import Claim, Fault, Finding, holds, not_met, refute, undecided
from proofs_check.derivations.section_4 import STRIP_COUNT
from proofs_check.unaided.nets import (
    Net,
    charged,
    count,
    in_span,
    is_small,
    lifted,
    null_space,
    rank,
    require_labels,
    require_small,
    shown,
)
from proofs_check.unaided.splits import dependence, shifted
from sparsest.multivariate.constructions import parameter_bound, upper_network
from sparsest.multivariate.patterns import in_general_position
from sparsest.points import Points

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM", "bound", "bound_cases", "few_points_network", "reduced"]

# General position takes as many ranks as there are subsets of d+1 points.
_MOST_POINTS, _MOST_INPUTS = 40, 3
# Each of up to 4N neurons goes by a null space in fractions.
_MOST_REDUCED = 12


def bound(points: int, inputs: int) -> int:
    """Return 2N for N <= d+1, else 4 (d+1) ceil(N/d).

    Examples
    --------
    >>> bound(4, 3), bound(5, 3), bound(4, 1)
    (8, 32, 32)
    """
    return 2 * points if points <= inputs + 1 else 4 * (inputs + 1) * -(-points // inputs)


def few_points_network(points: Points) -> Net:
    """Return (w . xbar)_+ - (-w . xbar)_+ for affine labels, without the half that is 0 at all points.

    The vector w has weights for linearly independent columns of Xbar only: at most N entries that are not 0.

    Examples
    --------
    >>> few_points_network(Points([[1, 5], [2, 0]], [3, 4]))
    ((1, (Fraction(2, 1), Fraction(1, 5), Fraction(0, 1))),)
    >>> len(few_points_network(Points([[1], [2]], [3, -4])))
    2
    """
    columns = list(zip(*lifted(points), strict=True))
    chosen: list[int] = []
    for k in range(len(columns)):
        if rank([columns[j] for j in [*chosen, k]]) > len(chosen):
            chosen.append(k)
    rows = zip(*(columns[k] for k in chosen), [-y for y in points.y], strict=True)
    (solution,) = null_space(rows, len(chosen) + 1)
    w = [Fraction(0)] * len(columns)
    for k, a in zip(chosen, solution, strict=False):
        w[k] = a / solution[-1]
    signs = [s for s in (1, -1) if any(s * y > 0 for y in points.y)]
    return tuple((s, tuple(s * a for a in w)) for s in signs)


def bound_cases() -> SearchStrategy[NetworkCase]:
    """Draw small cases, and some of more points in general position: on the curve (t, t^2, ...)."""
    from hypothesis import strategies as st

    def case(d: int, places: list[int], labels: list[int]) -> NetworkCase:
        return NetworkCase(Points([[t ** (k + 1) for k in range(d)] for t in places], labels[: len(places)]))

    places = st.lists(st.integers(-9, 9), min_size=4, max_size=9, unique=True)
    labels = st.lists(st.integers(-9, 9), min_size=9, max_size=9)
    return network_cases() | st.builds(case, st.integers(1, 3), places, labels) | _few_points()


def _few_points() -> SearchStrategy[NetworkCase]:
    """Draw N <= d+1 points, with labels of one sign or of two."""
    from hypothesis import strategies as st

    def case(rows: list[list[int]], labels: list[int], sign: int) -> NetworkCase:
        return NetworkCase(Points(rows, [sign * abs(y) if sign else y for y in labels[: len(rows)]]))

    def rows(d: int) -> SearchStrategy[list[list[int]]]:
        row = st.lists(st.integers(-9, 9), min_size=d, max_size=d)
        return st.lists(row, min_size=2, max_size=d + 1, unique_by=tuple)

    labels = st.lists(st.integers(-9, 9), min_size=6, max_size=6)
    return st.builds(case, st.integers(2, 3).flatmap(rows), labels, st.sampled_from((1, -1, 0)))


@guarded
def _general_position(case: NetworkCase) -> None:
    n, d = len(case.points), case.points.dimension
    if n > _MOST_POINTS or (d > _MOST_INPUTS and not is_small(case.points)):
        undecided(f"{n} points of {d} inputs are too many to look for general position")
    if not in_general_position(case.points):
        not_met("not in general position")


@guarded
def _check(case: NetworkCase) -> Finding:
    n, d = len(case.points), case.points.dimension
    if parameter_bound(n, d) != bound(n, d):
        refute(f"parameter_bound says {parameter_bound(n, d)} where the formula has {bound(n, d)}")
    if n > d and (strips := 4 * (d + 1) * -(-n // d)) > 8 * n:
        refute(f"4 (d+1) ceil(N/d) = {strips} is more than 8 N")
    found = _built(case, bound(n, d))
    _see_reduced(case)
    most = n if n <= d + 1 and _one_sign(case) else bound(n, d)
    if n <= d + 1:
        _see_affine(case, most)
    return _fewest(case, most) if is_small(case.points) else found


def _one_sign(case: NetworkCase) -> bool:
    return min(case.points.y) >= 0 or max(case.points.y) <= 0


def _see_affine(case: NetworkCase, most: int) -> None:
    """Claim that an affine function of at most N weights interpolates, by one neuron for labels of one sign."""
    net = few_points_network(case.points)
    require_labels(case.points, net, "the affine function does not interpolate")
    if count(net) > most:
        refute(f"the affine function has {count(net)} parameters, more than {most}", network=shown(net))


def _built(case: NetworkCase, most: int) -> Finding:
    """Claim that a network built for these data interpolates and has at most so many parameters."""
    net = charged(upper_network(case.points))
    require_labels(case.points, net, "the network built for these data does not interpolate")
    if count(net) > most:
        refute(f"the network built for these data has {count(net)} parameters, more than {most}")
    return holds(slack=most - count(net))


def reduced(points: Points, net: Net) -> Net:
    """Return a network with the same outputs at the points and at most N neurons: one goes while outputs are dependent.

    It goes by the step of the proof, v_k + t c_k with t = -v_k/c_k, which leaves the counts of those that stay.

    Examples
    --------
    >>> points = Points([[0], [1], [2]], [0, 1, 0])
    >>> net = charged(upper_network(points))
    >>> len(net), len(reduced(points, net))
    (4, 3)
    """
    most = len(points)
    while len(net) > most:
        some, rest = net[: most + 1], net[most + 1 :]
        c = dependence(points, some)
        if c is None:
            refute(f"the outputs of {len(some)} > N neurons are independent", network=shown(some))
        k = next(k for k, a in enumerate(c) if a)
        net = shifted(some, c, -some[k][0] / c[k]) + rest
    return net


def _see_reduced(case: NetworkCase) -> None:
    """Claim that width K = N is enough: the network built is brought to N neurons at no more parameters."""
    if len(case.points) > _MOST_REDUCED:
        return
    net = charged(upper_network(case.points))
    few = reduced(case.points, net)
    require_labels(case.points, few, "the network brought to N neurons does not interpolate")
    if len(few) > len(case.points) or count(few) > count(net):
        refute(f"{len(few)} neurons of {count(few)} parameters, from {count(net)}", network=shown(few))


def _already_narrow(case: NetworkCase) -> None:
    """Claim that the network of the proof has no more than N neurons."""
    net = charged(upper_network(case.points))
    if len(net) > len(case.points):
        refute(f"{len(net)} neurons for {len(case.points)} points")


def _fewest(case: NetworkCase, most: int) -> Finding:
    """Claim that the fewest parameters are at most so many: as many as the minimisers have as p -> 0."""
    fewest = proved_minimizers(case, "0+")[0]
    if count(fewest) > most:
        refute(f"the fewest parameters are {count(fewest)}, more than {most}", network=shown(fewest))
    return holds(slack=most - count(fewest))


def _labels(case: NetworkCase) -> Finding:
    return _fewest(case, len(case.points))


def _two_for_each(case: NetworkCase) -> Finding:
    """Claim that the network of strips has 2N parameters at most, as for N <= d+1."""
    return _built(case, 2 * len(case.points))


def _one_neuron(case: NetworkCase) -> None:
    """Claim that N parameters do for labels of both signs too: that one neuron is enough."""
    if len(case.points) <= case.points.dimension + 1:
        require_labels(case.points, few_points_network(case.points)[:1], "one neuron does not interpolate")


def _affine_for_all(case: NetworkCase) -> None:
    """Claim that labels are affine for N <= d+2, not N <= d+1 only."""
    few = len(case.points) <= case.points.dimension + 2
    if few and not in_span(list(zip(*lifted(case.points), strict=True)), case.points.y):
        refute("the labels are not affine in the inputs")


CLAIM = Claim(
    id="proposition-4.1-bound",
    number="Proposition 4.1, number of parameters",
    title="8 N parameters always do",
    statement="In general position the fewest parameters are at most 2N if N <= d+1 (an affine function, two neurons), "
    "at most N if besides all labels are >= 0 or all are <= 0 (one of the two), and at most 4 (d+1) ceil(N/d) <= 8 N < "
    "8 (N+1) if N >= d+1 (strips); at every width K >= N, since of more than N neurons one can always go, at no more "
    "parameters.",
    hypotheses="Every d+1 of the points, or all of them if there are fewer, are affinely independent.",
    establishes="Networks built for these data interpolate, evaluated in fractions, and have so few parameters; for "
    "few points the fewest parameters themselves, with a lower bound that the independent checker accepts. The "
    "package's own formula for the bound is this one. For at most 12 points the network is brought to N neurons, by "
    "the proof's step for (9), with no more parameters. That 8 N bounds it is shown for all N and d.",
    leaves_open="Other data. The link 4 (N+1) + 4 (N+1)/d in the middle of the printed chain fails (N = 4, d = 3: 32 > "
    "80/3); its end holds. The strips have 4 ceil(N/d) neurons, which do not fit into K = N for d <= 3. Print says "
    "weights of exactly N entries; at most N is what there is.",
    scope="several inputs",
    check=_check,
    cases=bound_cases,
    faults=(
        Fault(
            "N parameters",
            "The fewest parameters are at most N.",
            _labels,
            lambda: line_cases(4, 4),
            requires=(require_small,),
            examples=60,
        ),
        Fault(
            "N for both signs",
            "For N <= d+1 one neuron of N parameters does for labels of both signs.",
            _one_neuron,
            lambda: _few_points().filter(lambda case: min(case.points.y) < 0 < max(case.points.y)),
        ),
        Fault("N neurons", "The networks of the proof have at most N neurons.", _already_narrow, examples=60),
        Fault(
            "2N for strips",
            "The networks of the proof have at most 2N parameters for N >= d+1 too.",
            _two_for_each,
            examples=120,
        ),
        Fault(
            "affine for d+2 points",
            "Any labels of d+2 points are affine in the inputs.",
            _affine_for_all,
            lambda: line_cases(3, 3),
            requires=(),
        ),
    ),
    derivations=(STRIP_COUNT,),
    requires=(_general_position,),
    examples=20,
    per_exponent=False,
)
