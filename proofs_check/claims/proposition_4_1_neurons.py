"""Proposition 4.1, second part: N active neurons suffice."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain

from proofs_check.answers import guarded, proved_minimizers
from proofs_check.cases import NetworkCase, network_cases
from proofs_check.claim import Claim, Fault, Finding, holds, refute
from proofs_check.derivations.section_4 import CONCAVITY
from proofs_check.unaided.compare import compare
from proofs_check.unaided.nets import (
    Net,
    at_most,
    count,
    is_small,
    lifted,
    merged,
    net_of,
    null_space,
    random_interpolant,
    require_labels,
    require_small,
    shown,
    value,
    weights,
)
from sparsest.points import Points

__all__ = ["CLAIM", "reduced"]


def reduced(points: Points, net: Net, case: NetworkCase) -> Net:
    """Return an interpolating network of N neurons at most, no dearer at p and of no more parameters.

    First the neurons that share a pattern and a sign are added up, which is no dearer and adds no parameters. Then,
    where the outputs at the points of more than N neurons are dependent, sum t_k out_k = 0, the factors 1 + e t_k leave
    the function at the points as it is; the price is concave in e, so at one end of the interval where no factor is
    negative it is no higher, and there a neuron is gone.

    Examples
    --------
    >>> points = Points([[1]], [3])
    >>> one, two = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))
    >>> reduced(points, ((1, one), (1, two), (1, one)), NetworkCase(points))
    ((1, (Fraction(2, 1), Fraction(1, 1))),)
    """
    net = net_of(merged(points, net))
    while len(net) > len(points):
        net = min(_ends(points, net), key=lambda other: _Order(other, case))
    return net


class _Order:
    """Networks by price, exactly."""

    def __init__(self, net: Net, case: NetworkCase) -> None:
        self._net, self._case = net, case

    def __lt__(self, other: _Order) -> bool:
        return compare(weights(self._net), weights(other._net), self._case.p) < 0


def _ends(points: Points, net: Net) -> list[Net]:
    """Return the networks at the ends of the interval, one or two."""
    outputs = [[value([neuron], row) for neuron in net] for row in lifted(points)]
    t = null_space(outputs, len(net))[0]
    steps = [-1 / a for a in t if a]
    ends = [max((e for e in steps if e < 0), default=None), min((e for e in steps if e > 0), default=None)]
    return [_scaled(net, [1 + e * a for a in t]) for e in ends if e is not None]


def _scaled(net: Net, factors: list[Fraction]) -> Net:
    return tuple((s, tuple(c * a for a in w)) for (s, w), c in zip(net, factors, strict=True) if c)


@guarded
def _check(case: NetworkCase) -> Finding:
    points, rng = case.points, case.rng()
    for _ in range(3):
        many = random_interpolant(points, rng, neurons=len(points) + 3)
        few = reduced(points, many, case)
        what = "the network that was made smaller does not interpolate"
        require_labels(points, few, what, network=shown(many))
        if compare(weights(few), weights(many), case.p) > 0 or count(few) > count(many):
            refute("the smaller network costs more", network=shown(many), smaller=shown(few))
        if len(few) > len(points):
            refute(f"{len(few)} neurons are left", network=shown(many), smaller=shown(few))
    return _no_more(case, len(points)) if is_small(points) else holds(minimizers="too many points to find them")


def _no_more(case: NetworkCase, most: int) -> Finding:
    """Claim that no minimiser of (8), and not the network of fewest parameters made smaller, has more neurons."""
    # As p -> 0 the minimisers have the fewest parameters: they solve (9) as well.
    for net in chain(proved_minimizers(case), proved_minimizers(case, "0+")):
        if (found := len(net_of(merged(case.points, net)))) > most:
            refute(f"a minimiser has {found} active neurons, more than {most}", network=shown(net))
    return holds(slack=most)


def _one_less(case: NetworkCase) -> Finding:
    return _no_more(case, len(case.points) - 1)


def _both_ends(case: NetworkCase) -> None:
    """Claim that either way of making a neuron vanish is no dearer."""
    rng = case.rng()
    for _ in range(10):
        many = net_of(merged(case.points, random_interpolant(case.points, rng, neurons=len(case.points) + 3)))
        ends = _ends(case.points, many) if len(many) > len(case.points) else []
        for net in ends:
            if compare(weights(net), weights(many), case.p) > 0:
                refute("one of the two ends is dearer", network=shown(many), end=shown(net))


def _unmerged(case: NetworkCase) -> None:
    """Claim that a network of more than N neurons interpolates already if the first of them is left out."""
    many = random_interpolant(case.points, case.rng(), neurons=len(case.points) + 3)
    require_labels(case.points, many[1:], network=shown(many))


CLAIM = Claim(
    id="proposition-4.1-neurons",
    number="Proposition 4.1, number of neurons",
    title="N active neurons suffice",
    statement="After merging the neurons that share a pattern and a sign, every minimiser of (8), 0 < p < 1, has at "
    "most N active neurons, and some minimiser of (9) has.",
    hypotheses="The inputs are different.",
    establishes="All minimisers at this p, of a number that the independent checker confirms, and those as p -> 0, "
    "which solve (9), have at most N active neurons; random interpolants of more were made smaller at no higher price.",
    leaves_open="Other data and other p. That N is best possible in general.",
    scope="several inputs",
    check=_check,
    cases=network_cases,
    faults=(
        Fault(
            "N - 1 neurons",
            "Every minimiser has at most N - 1 active neurons.",
            _one_less,
            requires=(require_small,),
            examples=40,
        ),
        Fault("either end", "Scaling neurons until one vanishes is no dearer whichever way it is done.", _both_ends),
        Fault("any neuron may go", "More than N neurons interpolate without the first of them too.", _unmerged),
    ),
    derivations=(CONCAVITY,),
    requires=(at_most(12, 12),),
    examples=20,
)
