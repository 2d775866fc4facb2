"""Fixed points: of steps on the products they are stationary points; of steps on v and w, as printed, they are not."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import arb

from proofs_check.cases import NetworkCase, line_cases, network_cases
from proofs_check.claim import Claim, Fault, refute
from proofs_check.unaided.nets import SignedVector, Vector, at_most, dot, lifted
from proofs_check.unaided.proximal import curvature, enlarged, lone_neurons, precise, sign_of_gain, slopes
from proofs_check.unaided.reweighting import BalancedNeuron, Setting, balanced, ball_step, beyond, gradient, moved
from sparsest.exact.exponent import Exponent
from sparsest.exact.rationals import to_rational
from sparsest.points import Points

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = ["CLAIM"]

_GAMMAS = (Fraction(1), Fraction(1, 10), Fraction(1, 1000))
_HALF, _ONE = Fraction(1, 2), Fraction(1)
_SMALL, _SMALLER = Fraction(1, 2**10), Fraction(1, 2**40)
_NETS = 4


def _check(case: NetworkCase) -> None:
    points = enlarged(case.points)
    for neuron, k, pull in lone_neurons(points):
        for p in (case.p, None):
            _see_products_stand_still(points, neuron, k, pull, p)
            _see_where_v_and_w_stand_still(points, neuron, k, pull, p)
    for net in _nets(case):
        _see_how_products_move(case.points, net)
        _see_interpolants_move(case, net)


def _setting(p: Exponent | None, gamma: Fraction, force: Fraction) -> Setting:
    """Return the setting whose lambda p |u|^(p-1) is the force at |u| = 1."""
    return Setting(p, gamma, force / (_ONE if p is None else p.fraction))


def _see_products_stand_still(points: Points, neuron: SignedVector, k: int, pull: Fraction, p: Exponent | None) -> None:
    """See that steps on the products have this fixed point, whatever gamma, and that the objective is level there."""
    _, u = neuron
    for gamma in _GAMMAS:
        x = u[k] - gamma * slopes(points, (neuron,))[0][k]
        if beyond(x, u[k], _setting(p, gamma, pull)) <= 0 or abs(x) - gamma * pull != 1:
            refute("a product moves though lambda p |u|^(p-1) is the pull of the loss", u=_text(u))
    if not all(_is_level(points, neuron, k, _setting(p, _ONE, pull), h) for h in (_SMALL, _SMALLER)):
        refute("a fixed point of the steps on the products is not stationary", u=_text(u))


def _is_level(points: Points, neuron: SignedVector, k: int, setting: Setting, h: Fraction) -> bool:
    """Return whether loss + lambda sum |u|^p changes by no more than a multiple of h^2 if the weight 1 does by h or -h.

    The multiple bounds half the second derivatives of both parts for |h| <= 2^-10.
    """
    p = _ONE if setting.p is None else setting.p.fraction
    most = (curvature(points, (neuron,)) + setting.weight * p) * h * h
    return all(
        sign_of_gain(points, neuron, k, way, setting, most) <= 0 <= sign_of_gain(points, neuron, k, way, setting, -most)
        for way in (h, -h)
    )


def _see_where_v_and_w_stand_still(
    points: Points, neuron: SignedVector, k: int, pull: Fraction, p: Exponent | None
) -> None:
    """See that steps on v and w have a fixed point where the force is 2 pull + gamma pull^2: no stationary point."""
    s, u = neuron
    for gamma in _GAMMAS:
        force = 2 * pull + gamma * pull * pull
        setting = _setting(p, gamma, force)
        ((v, w),) = moved(points, [(Fraction(s), u)], gamma)
        if beyond(v * w[k], Fraction(1), setting) <= 0 or abs(v * w[k]) - gamma * force != 1:
            refute("a step on v and w moves the product", u=_text(u), gamma=str(gamma))
        steepness = force - pull
        h = min(_SMALL, steepness / (4 * (curvature(points, (neuron,)) + force)))
        if _is_level(points, neuron, k, setting, h) or sign_of_gain(points, neuron, k, -h, setting) >= 0:
            refute("the objective does not fall with the product there", u=_text(u), gamma=str(gamma))


def _nets(case: NetworkCase) -> Iterator[list[BalancedNeuron]]:
    rng, width = case.rng(), case.points.dimension + 1
    for _ in range(_NETS):
        yield [balanced(rng, width) for _ in range(rng.randint(1, 3))]


def _see_how_products_move(points: Points, net: list[BalancedNeuron]) -> None:
    """See that z = v w moves by -gamma (v^2 G + (w.G) w) + gamma^2 v (w.G) G, where G is the slope by z."""
    signs = [1 if v > 0 else -1 for v, _ in net]
    products = [(s, tuple(abs(v) * a for a in w)) for s, (v, w) in zip(signs, net, strict=True)]
    after = moved(points, net, _HALF)
    for s, (v, w), by_u, (v_after, w_after) in zip(signs, net, slopes(points, tuple(products)), after, strict=True):
        g = [s * a for a in by_u]
        along = dot(w, g)
        for a, b, c in zip(w, g, w_after, strict=True):
            if v_after * c != v * a - _HALF * (v * v * b + along * a) + _HALF**2 * v * along * b:
                refute("the products move in another way", v=str(v), w=_text(w))


def _see_interpolants_move(case: NetworkCase, net: list[BalancedNeuron]) -> None:
    """See that where the loss is 0 the loss has no slope, and that then every product that is not 0 gets smaller."""
    points = _labelled(case.points, net)
    if any(by_v != 0 or any(by_w) for by_v, by_w in gradient(points, net)):
        refute("the loss has a slope where it is 0", net=str(net))
    with precise():
        states = [(1 if v > 0 else -1, [arb(to_rational(v * a)) for a in w]) for v, w in net]
        following = ball_step(points, states, Setting(case.p, _HALF, Fraction(1, 100)))
        for (_, old), (_, new) in zip(states, following or [], strict=following is not None):
            for a, b in zip(old, new, strict=True):
                if not (abs(b) < abs(a) or a == 0 == b):
                    refute("a product of an interpolating network does not get smaller", product=str(a))


def _labelled(points: Points, net: list[BalancedNeuron]) -> Points:
    """Return the points with what the network puts out as labels."""
    labels = [sum((v * max(dot(w, row), Fraction(0)) for v, w in net), Fraction(0)) for row in lifted(points)]
    return Points(points.x, labels)


def _text(u: Vector) -> list[str]:
    return [str(a) for a in u]


# --- false variants ---


def _printed_is_level(case: NetworkCase, share: int) -> None:
    """Claim that the fixed points of steps on v and w are stationary for this share of lambda."""
    points = enlarged(case.points)
    for neuron, k, pull in lone_neurons(points):
        for p in (case.p, None):
            force = (2 * pull + pull * pull) / share  # at gamma = 1
            h = min(_SMALL, abs(force - pull) / (4 * (curvature(points, (neuron,)) + force)))
            if h and not _is_level(points, neuron, k, _setting(p, _ONE, force), h):
                refute("a fixed point of steps on v and w is not stationary", u=_text(neuron[1]), v=str(neuron[0]))


def _interpolants_are_fixed(case: NetworkCase) -> None:
    """Claim that a network with a loss of 0 is a fixed point."""
    for net in _nets(case):
        points = _labelled(case.points, net)
        for v, w in moved(points, net, _HALF):
            for z in (v * a for a in w if a):
                # Fixed means that the threshold is 0: then nothing that is not 0 would be lost, however large lambda.
                if beyond(z, z, Setting(case.p, _HALF, Fraction(10**9))) <= 0:
                    refute("a product of an interpolating network is lost", product=str(z))


def _is_minimal(case: NetworkCase) -> None:
    """Claim that the fixed points of steps on the products are local minimisers."""
    points = enlarged(case.points)
    for neuron, k, pull in lone_neurons(points):
        setting = _setting(case.p, _ONE, pull)
        if any(sign_of_gain(points, neuron, k, h, setting) < 0 for h in (_SMALL, -_SMALL)):
            refute("loss + lambda sum |v w|^p falls beside a fixed point", u=_text(neuron[1]), v=str(neuron[0]))


def _cases() -> SearchStrategy[NetworkCase]:
    from hypothesis import strategies as st

    return st.one_of(line_cases(), line_cases(1, 2), network_cases())


CLAIM = Claim(
    id="algorithm-1-stationary",
    number="Algorithm 1, fixed points (ours)",
    title="fixed points, by products and by v and w",
    statement="Proximal gradient steps on the products u = |v| w, with the thresholds of (79), have as fixed points, "
    "whatever gamma, exactly the u with dL/du_i = -lambda p sign(u_i) |u_i|^(p-1) wherever u_i is not 0: the "
    "stationary points of loss + lambda sum |u|^p on their own support. With the gradient step on v and w, as the text "
    "has it, z = v w moves by -gamma (v^2 G + (w.G) w) + gamma^2 v (w.G) G before the threshold, G = dL/dz. So its "
    "fixed points are not stationary in general: a neuron of the one product 1 stands still where lambda p = 2 |G| + "
    "gamma G^2, and is stationary where lambda p = |G|. Where the loss has no slope, as at interpolating networks, all "
    "products that are not 0 get smaller: with a gradient of zero only the zero network is a fixed point.",
    hypotheses="0 < p <= 1, gamma, lambda > 0; the loss is half the sum of squares; thresholds as printed.",
    establishes="For each neuron with one weight, 1 or -1, that the loss pulls outwards (labels doubled until there is "
    "one), at the given p and at p = 1: that both kinds of step stand still where they are said to, in fractions, for "
    "three gamma; by exact differences of loss + lambda sum |u|^p that it is level to first order at the one and falls "
    "with the weight at the other. The way the products move, exactly, for random balanced networks; that those with "
    "the labels they put out get smaller, in balls.",
    leaves_open="Fixed points of several weights, where the equation only says what they are. The box of Algorithm 1 "
    "was not in the text that was read (see algorithm-1): a gradient step on L and the threshold lambda gamma C of the "
    "product are what the words and the published notebooks say; with Adam, as in the experiments, fixed points are "
    "others again.",
    scope="several inputs",
    check=_check,
    cases=_cases,
    faults=(
        Fault(
            "as printed",
            "Fixed points of steps on v and w are stationary points of loss + lambda sum |v w|^p.",
            lambda case: _printed_is_level(case, 1),
        ),
        Fault(
            "half of lambda",
            "Fixed points of steps on v and w are stationary for lambda/2, if the only product is 1.",
            lambda case: _printed_is_level(case, 2),
        ),
        Fault("interpolants are fixed", "Where the loss is 0 the network is a fixed point.", _interpolants_are_fixed),
        Fault(
            "fixed is minimal",
            "Fixed points of steps on the products are local minimisers for p < 1.",
            _is_minimal,
            line_cases,
            examples=100,
        ),
    ),
    requires=(at_most(12, 12),),
    examples=30,
)
