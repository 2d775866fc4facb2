"""Lemma 4.1, what solutions share: counts, all q-norms, at most N vectors, disjoint supports, free scalings."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, combinations, islice
from typing import TYPE_CHECKING

from proofs_check.answers import all_vertices, guarded, proved_minimizers
from proofs_check.cases import NetworkCase, network_cases, seeds
from proofs_check.claim import Claim, Fault, Finding, holds, refute
from proofs_check.derivations.section_4 import MERGING_NEURONS
from proofs_check.unaided.compare import compare
from proofs_check.unaided.nets import (
    Net,
    SignedVector,
    active_at,
    at_most,
    charged,
    count,
    is_small,
    merged,
    missed_label,
    net_of,
    random_interpolant,
    require_labels,
    require_small,
    shown,
    value,
    weights,
)
from proofs_check.unaided.splits import parts, splits
from proofs_check.unaided.thresholds import has_few_vertices
from sparsest.exact.exponent import Exponent
from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron
from sparsest.points import Points

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM", "overlap"]

_MOST_FEWEST = 20
_EXPONENTS = tuple(map(Exponent.read, ("1/10", "1/2", "9/10")))


def overlap(case: NetworkCase, net: Net) -> tuple[SignedVector, SignedVector] | None:
    """Return two neurons of one pattern and sign whose supports meet; None if there are none.

    Examples
    --------
    >>> from sparsest.points import Points
    >>> one, two = (1, (Fraction(1), Fraction(0))), (1, (Fraction(2), Fraction(3)))
    >>> case = NetworkCase(Points([[1]], [6]))
    >>> overlap(case, (one, two)) == (one, two), overlap(case, (one, (-1, two[1])))
    (True, None)
    """
    for one, two in combinations(net, 2):
        (s, u), (t, w) = one, two
        meet = any(a and b for a, b in zip(u, w, strict=True))
        if s == t and meet and active_at(case.points, u) == active_at(case.points, w):
            return one, two
    return None


@guarded
def _check(case: NetworkCase) -> Finding:
    _see_equality(case)
    if not is_small(case.points):
        return holds(minimizers="too many points to find them")
    rng = case.rng()
    for theta in _solutions(case):
        if (pair := overlap(case, theta)) is not None:
            refute("two neurons of one pattern and sign share an entry", network=shown(theta), pair=shown(pair))
        point = merged(case.points, theta)
        less = net_of(point)
        require_labels(case.points, less, "the merged solution does not interpolate", network=shown(theta))
        _see_same(theta, less)
        if len(less) > case.size:
            refute(f"{len(less)} vectors nu_j, omega_j that are not 0, more than N", point=shown(less))
        _see_scaled(case, less, [Fraction(rng.randint(1, 9), rng.randint(1, 9)) for _ in less])
    return holds()


def _solutions(case: NetworkCase) -> Iterator[Net]:
    """Yield solutions of (8) and of (9), with their neurons split in ways that cost the same."""
    limit = proved_minimizers(case, "0+")
    found = chain(proved_minimizers(case), limit)
    if has_few_vertices(case):
        fewest = (net for net in all_vertices(case.points) if count(net) == count(limit[0]))
        found = chain(found, islice(fewest, _MOST_FEWEST))
    for net in found:
        yield from splits(case.points, net)


def _see_same(theta: Net, less: Net) -> None:
    """See that the counts are equal, and all q-norms: the sizes of the entries are the same multiset."""
    one, two = weights(theta), weights(less)
    if count(theta) != count(less) or sorted(one) != sorted(two):
        refute("merging changes the entries", network=shown(theta), merged=shown(less))
    for q in _EXPONENTS:
        if compare(one, two, q) != 0:
            refute(f"merging changes the sum of q-norms at q = {q}", network=shown(theta), merged=shown(less))


def _see_scaled(case: NetworkCase, point: Net, scales: list[Fraction]) -> None:
    """See (11) and (12): neurons (alpha, nu/alpha) and (-beta, omega/beta) are one network for all alpha, beta > 0."""
    neurons = [
        MultivariateNeuron.of(s * a, [b / a for b in w[:-1]], w[-1] / a)
        for (s, w), a in zip(point, scales, strict=True)
    ]
    network = MultivariateNetwork(neurons, case.points.dimension)
    if sorted(charged(network)) != sorted(point):
        refute("scaling changes what is charged", point=shown(point), scales=list(map(str, scales)))
    for x, y in zip(case.points.x, case.points.y, strict=True):
        if network(x) != y:
            refute(f"scaled, f{x} is {network(x)}", point=shown(point), scales=list(map(str, scales)))


def _see_equality(case: NetworkCase) -> None:
    """See that merging costs the same where supports in a group are disjoint, and strictly less where they meet."""
    for net in _grouped(case):
        less, meet = net_of(merged(case.points, net)), overlap(case, net) is not None
        signs = compare(weights(less), weights(net), case.p), count(less) - count(net)
        if max(signs) > 0 or (signs[0] < 0) != meet or (signs[1] < 0) != meet:
            what = "meet" if meet else "are disjoint"
            refute(f"the supports {what}, merging changes price and count by {signs}", network=shown(net))


def _grouped(case: NetworkCase) -> Iterator[Net]:
    """Yield interpolating networks with several neurons of one pattern: parts, and multiples, of one vector."""
    rng = case.rng()
    for _ in range(3):
        net = net_of(merged(case.points, random_interpolant(case.points, rng, 2)))
        yield net
        for k, (_, w) in enumerate(net):
            for some in (*islice(parts(w), 1, 4), [tuple(a / 3 for a in w), tuple(2 * a / 3 for a in w)]):
                grouped = tuple((t, u) for j, (t, v) in enumerate(net) for u in (some if j == k else [v]))
                active = all(merged(case.points, [neuron]) for neuron in grouped)
                if active and missed_label(case.points, grouped) is None:
                    yield grouped


# --- false variants ---


def _affine_cases() -> SearchStrategy[NetworkCase]:
    """Draw two points with labels a x + b, all positive: one neuron (a, b) there, or two of one entry each."""
    from hypothesis import strategies as st

    number = st.integers(1, 9)
    places = st.lists(number, min_size=2, max_size=2, unique=True)
    return st.builds(
        lambda some, a, b, seed: NetworkCase(Points([[t] for t in some], [a * t + b for t in some]), seed=seed),
        places,
        number,
        number,
        seeds(),
    )


def _merged_already(case: NetworkCase) -> None:
    """Claim that a solution has one neuron for each pattern and sign: that disjoint supports do not occur."""
    for theta in _solutions(case):
        if len(theta) > len(net_of(merged(case.points, theta))):
            refute("two neurons of one pattern and sign", network=shown(theta))


def _same_function(case: NetworkCase) -> None:
    """Claim that theta and theta' are the same function, and not at the points alone."""
    rng = case.rng()
    for theta in _solutions(case):
        less = net_of(merged(case.points, theta))
        for _ in range(20):
            row = (*(Fraction(rng.randint(-20, 20), 2) for _ in range(case.points.dimension)), Fraction(1))
            if value(theta, row) != value(less, row):
                refute(f"they differ at {row[:-1]}", network=shown(theta), merged=shown(less))


def _fewer_vectors(case: NetworkCase) -> None:
    """Claim that at most N - 1 vectors are not 0."""
    for theta in _solutions(case):
        if len(less := net_of(merged(case.points, theta))) >= case.size:
            refute(f"{len(less)} vectors", point=shown(less))


def _always_equal(case: NetworkCase) -> None:
    """Claim the equal counts and prices of any interpolating network, minimiser or not."""
    for net in _grouped(case):
        _see_same(net, net_of(merged(case.points, net)))


def _any_sign(case: NetworkCase) -> None:
    """Claim (12) without its minus sign: neurons (beta, omega/beta)."""
    for theta in _solutions(case):
        turned = tuple((1, w) for _, w in theta)
        if (where := missed_label(case.points, turned)) is not None:
            refute(where, network=shown(turned))


CLAIM = Claim(
    id="lemma-4.1-values",
    number="Lemma 4.1, equal values",
    title="a solution of (8) or (9) and its merged form cost the same for every q",
    statement="A solution theta of (8), or of (9), has disjoint supports within each group of one pattern and sign: "
    "only then is (54) an equality. So the solution theta' that it becomes by merging the groups has the same sum "
    "||v_k w_k||_0 and the same sum ||v_k w_k||_q^q for every 0 < q < 1. Its solution of (10) has at most N vectors "
    "nu_j, omega_j that are not 0, and its neurons may be scaled: (alpha_j, nu_j/alpha_j), (-beta_j, omega_j/beta_j) "
    "for any alpha_j, beta_j > 0, (11) and (12).",
    hypotheses="The inputs are different; 0 < p < 1 or the count of parameters.",
    establishes="All minimisers at this p, of a number that the independent checker confirms, those as p -> 0 and "
    "vertices that solve (9), with their neurons split in all ways that cost the same (100 of each at most), have "
    "disjoint supports in their groups; merged they have the same multiset of sizes, so equal q-norms for all q, and "
    "at most N vectors; scaled at random they interpolate at the same charge. On other interpolants merging costs "
    "less, in price and in count, exactly where supports meet.",
    leaves_open="Other data; minimisers of (9) that are no vertices. The displays (11), (12) and (54) were not in the "
    "text that was read: they are rebuilt from what is said of them.",
    scope="several inputs",
    check=_check,
    cases=network_cases,
    faults=(
        Fault(
            "merged already",
            "A solution has one neuron for each pattern and sign.",
            _merged_already,
            _affine_cases,
            requires=(require_small,),
        ),
        Fault(
            "the same function",
            "theta and theta' are the same function.",
            _same_function,
            _affine_cases,
            requires=(require_small,),
        ),
        Fault("N - 1 vectors", "At most N - 1 vectors are not 0.", _fewer_vectors, requires=(require_small,)),
        Fault("any network", "Merging keeps count and price of any interpolant.", _always_equal),
        Fault("no minus sign", "(12) holds with beta_j for -beta_j.", _any_sign, requires=(require_small,)),
    ),
    derivations=(MERGING_NEURONS,),
    requires=(at_most(12, 12),),
    examples=20,
)
