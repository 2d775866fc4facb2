"""Proposition 4.1, second part: at most N active neurons, by the printed argument; nothing is merged."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from proofs_check.answers import all_vertices, guarded, proved_minimizers
from proofs_check.cases import NetworkCase, network_cases
from proofs_check.claim import Claim, Fault, Finding, holds, refute
from proofs_check.derivations.section_4 import CONCAVITY
from proofs_check.unaided.compare import compare, compare_at_1
from proofs_check.unaided.nets import (
    Net,
    Vector,
    at_most,
    count,
    is_small,
    random_interpolant,
    require_labels,
    require_small,
    shown,
    weights,
)
from proofs_check.unaided.splits import dependence, shifted, splits
from proofs_check.unaided.thresholds import has_few_vertices

__all__ = ["CLAIM"]

_MOST_FEWEST = 40


@guarded
def _check(case: NetworkCase) -> Finding:
    for many, c in _too_many(case):
        _see_8(case, many, c)
        _see_9(case, many, c)
    return _no_more(case, len(case.points)) if is_small(case.points) else holds(minimizers="too many points to find")


def _too_many(case: NetworkCase, rounds: int = 3) -> Iterator[tuple[Net, Vector]]:
    """Yield interpolating networks of more than N active neurons with a dependence of their outputs."""
    rng = case.rng()
    for _ in range(rounds):
        many = random_interpolant(case.points, rng, neurons=len(case.points) + 3)
        c = dependence(case.points, many)
        if c is None:
            refute(f"the outputs of {len(many)} > N neurons are independent", network=shown(many))
        yield many, c


def _either_way(case: NetworkCase, many: Net, c: Vector) -> list[Net]:
    """Return the networks with v_k + t c_k and v_k - t c_k, t > 0 so small that no sign changes."""
    t = 1 / (2 * max(map(abs, c)))
    ends = [shifted(many, c, t), shifted(many, c, -t)]
    for end in ends:
        require_labels(case.points, end, "v_k + t c_k changes a label", network=shown(many), end=shown(end))
    return ends


def _see_8(case: NetworkCase, many: Net, c: Vector) -> None:
    """See that v_k + t c_k and v_k - t c_k cost strictly less on average: so the network is no minimiser of (8)."""
    one, two = _either_way(case, many, c)
    if compare(weights([*one, *two]), weights([*many, *many]), case.p) >= 0:
        refute("v_k + t c_k and v_k - t c_k are no cheaper on average", network=shown(many), ends=shown([*one, *two]))


def _see_9(case: NetworkCase, many: Net, c: Vector) -> None:
    """See that t = -v_k/c_k removes neuron k and leaves the counts of those that stay: so it is none of (9)."""
    for (s, _), a in zip(many, c, strict=True):
        if a:
            few = shifted(many, c, -s / a)
            require_labels(case.points, few, "t = -v_k/c_k changes a label", network=shown(many))
            left = [sum(map(bool, w)) for (v, w), b in zip(many, c, strict=True) if v - s / a * b]
            if [sum(map(bool, w)) for _, w in few] != left or not count(few) < count(many):
                refute("t = -v_k/c_k does not lower the count", network=shown(many), smaller=shown(few))


def _no_more(case: NetworkCase, most: int) -> Finding:
    """Claim that no minimiser of (8) or (9), split in whatever way, has more active neurons."""
    for merged in _minimizers(case):
        for net in splits(case.points, merged):
            if len(net) > most:
                refute(f"a minimiser has {len(net)} active neurons, more than {most}", network=shown(net))
            if most == len(case.points) and dependence(case.points, net) is not None:
                refute("the outputs of a minimiser's neurons are dependent", network=shown(net))
    return holds(slack=most)


def _minimizers(case: NetworkCase) -> Iterator[Net]:
    """Yield the minimisers of (8), and vertices that minimise (9)."""
    # As p -> 0 the minimisers have the fewest parameters: they solve (9) as well.
    limit = proved_minimizers(case, "0+")
    yield from chain(proved_minimizers(case), limit)
    if has_few_vertices(case):
        fewest = (net for net in all_vertices(case.points) if count(net) == count(limit[0]))
        yield from islice(fewest, _MOST_FEWEST)


def _one_less(case: NetworkCase) -> Finding:
    return _no_more(case, len(case.points) - 1)


def _one_way(case: NetworkCase) -> None:
    """Claim that v_k + t c_k is cheaper whichever sign t has."""
    for many, c in _too_many(case, 10):
        for end in _either_way(case, many, c):
            if compare(weights(end), weights(many), case.p) >= 0:
                refute("v_k + t c_k costs no less", network=shown(many), end=shown(end))


def _at_1(case: NetworkCase) -> None:
    """Claim the strict step at p = 1 too."""
    for many, c in _too_many(case):
        one, two = _either_way(case, many, c)
        if compare_at_1(weights([*one, *two]), weights([*many, *many]), case.p) >= 0:
            refute("p = 1: v_k + t c_k and v_k - t c_k cost as much on average", network=shown(many))


def _unmerged(case: NetworkCase) -> None:
    """Claim that a network of more than N neurons interpolates already if the first of them is left out."""
    many = random_interpolant(case.points, case.rng(), neurons=len(case.points) + 3)
    require_labels(case.points, many[1:], network=shown(many))


CLAIM = Claim(
    id="proposition-4.1-neurons",
    number="Proposition 4.1, number of neurons",
    title="no minimiser has more than N active neurons",
    statement="For 0 < p < 1 every minimiser of (8), and every minimiser of (9), has at most N active neurons, merged "
    "or not. For the output vectors a_k of more than N neurons are dependent, sum c_k a_k = 0: v_k + t c_k or v_k - t "
    "c_k is cheaper for small t, and t = -v_k/c_k removes neuron k and leaves the counts of those that stay. So for "
    "any width K >= N the active neurons of the solutions are the same.",
    hypotheses="The inputs are different.",
    establishes="Random interpolants of more than N neurons, unmerged, are no minimisers by both steps, carried out in "
    "fractions. All minimisers at this p, of a number that the independent checker confirms, those as p -> 0, which "
    "solve (9), and vertices that solve (9), with their neurons split in all ways that cost the same (100 of each at "
    "most), have at most N active neurons, of independent outputs.",
    leaves_open="That widths K >= N have the same solutions follows and is not checked apart. Other data and other p; "
    "minimisers of (9) that are no vertices. That N is best possible in general.",
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
        Fault("either sign of t", "v_k + t c_k is cheaper for small t of either sign.", _one_way),
        Fault("p = 1", "One of v_k + t c_k and v_k - t c_k is cheaper at p = 1 too.", _at_1),
        Fault("any neuron may go", "More than N neurons interpolate without the first of them too.", _unmerged),
    ),
    derivations=(CONCAVITY,),
    requires=(at_most(12, 12),),
    examples=20,
)
