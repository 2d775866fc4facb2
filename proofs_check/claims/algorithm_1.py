"""Algorithm 1 as printed (A.3.1): a gradient step, soft thresholds by the previous products, a balanced split."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

from flint import arb

from proofs_check.answers import guarded
from proofs_check.cases import NetworkCase, network_cases
from proofs_check.claim import Claim, Fault, refute
from proofs_check.derivations.section_4 import INFINITE_WEIGHT
from proofs_check.unaided.nets import at_most, dot, lifted
from proofs_check.unaided.reweighting import (
    BalancedNeuron,
    Setting,
    balanced,
    ball_step,
    beyond,
    gradient,
    moved,
    rational_split,
    sign_at,
)
from sparsest.exact.rationals import to_rational
from sparsest.points import Points

__all__ = ["CLAIM"]

_ROUNDS, _STEPS = 3, 4


@guarded
def _check(case: NetworkCase) -> None:
    for net, setting in _runs(case):
        after = moved(case.points, net, setting.gamma)
        _see_products(case.points, net, after, setting)
        for one in (setting, setting._replace(p=None)):
            _see_support(net, after, one)
            _see_nearest(net, after, one, case.rng())
        _see_split(case.points, net)
        _see_run(case.points, net, after, setting)


def _runs(case: NetworkCase, rounds: int = _ROUNDS) -> Iterator[tuple[list[BalancedNeuron], Setting]]:
    """Yield balanced networks, the first without a neuron of its own, with step sizes and weights."""
    rng, width = case.rng(), case.points.dimension + 1
    nothing = (Fraction(0), (Fraction(0),) * width)
    for _ in range(rounds):
        net = [balanced(rng, width) for _ in range(rng.randint(1, 4))]
        gamma, weight = Fraction(1, rng.choice((2, 10, 100))), Fraction(rng.choice((1, 10, 100)), 10)
        yield [nothing, *net], Setting(case.p, gamma, weight)


def _pairs(net: list[BalancedNeuron], after: list[BalancedNeuron]) -> Iterator[tuple[int, Fraction, Fraction]]:
    """Yield for each entry the neuron's number, the previous product and that after the gradient step."""
    for k, ((v, w), (v_after, w_after)) in enumerate(zip(net, after, strict=True)):
        for a, b in zip(w, w_after, strict=True):
            yield k, v * a, v_after * b


def _see_products(points: Points, net: list[BalancedNeuron], after: list[BalancedNeuron], setting: Setting) -> None:
    """See that the products after the gradient step depend on those before and on the signs of the v_k alone."""
    for (v, w), (by_v, by_w), (v_after, w_after) in zip(net, gradient(points, net), after, strict=True):
        n, s = v * v, (v > 0) - (v < 0)
        z = [abs(v) * a for a in w]
        g = [a / v if v else a for a in by_w]
        if v and by_v * abs(v) != dot(z, g):
            refute("the derivative by v is not w . (derivative by w) / v", v=str(v))
        factor = s - setting.gamma * (dot(z, g) / n if n else 0)
        own = [factor * (a - setting.gamma * s * n * b) for a, b in zip(z, g, strict=True)]
        if own != [v_after * a for a in w_after]:
            refute("the next products depend on more than the products", v=str(v), w=[str(a) for a in w])


def _see_support(net: list[BalancedNeuron], after: list[BalancedNeuron], setting: Setting) -> None:
    """See that a product 0 stays 0, and at p = 1 that a neuron whose products are all 0 keeps them."""
    for k, before, x in _pairs(net, after):
        kept = before == 0 and (setting.p is not None or not any(net[k][1]))
        if kept and beyond(x, before, setting) > 0:
            refute("a product that was 0 comes back", neuron=k, product=str(x))


def _see_nearest(net: list[BalancedNeuron], after: list[BalancedNeuron], setting: Setting, rng: random.Random) -> None:
    """See that the soft threshold minimises 1/2 (t - x)^2 + threshold |t|: no rational t drawn is better."""
    scale = setting.weight * setting.gamma
    for _, before, x in _pairs(net, after):
        if before == 0:
            continue
        size = abs(before) if setting.p is not None else Fraction(1)
        slope = scale * (1 if setting.p is None else setting.p.fraction) / size  # the threshold is slope * size^p
        stays = beyond(x, before, setting) > 0
        for t in (Fraction(0), x, x / 2, x + Fraction(rng.randint(-9, 9), 10)):
            best = [(-x * x / 2, Fraction(1))]
            if stays:
                best = [(-slope * abs(x), size), (slope * slope / 2, size * size)]
            if sign_at([((t - x) ** 2 / 2, Fraction(1)), (slope * abs(t), size), *best], setting.p) < 0:
                refute(f"t = {t} is better than the soft threshold of {x}", previous=str(before))


def _see_split(points: Points, net: list[BalancedNeuron]) -> None:
    """See that products and the sign of v give back the balanced pair, and that any scaling is the same function."""
    for v, w in net:
        if v == 0:
            continue
        pair = rational_split([v * a for a in w], 1 if v > 0 else -1)
        if pair != (v, w):
            refute("the balanced pair of these products is another", v=str(v), w=[str(a) for a in w])
        _see_same_outputs(points, (v, w), (v / 3, tuple(3 * a for a in w)))


def _see_same_outputs(points: Points, one: BalancedNeuron, other: BalancedNeuron) -> None:
    for row in lifted(points):
        values = [v * max(dot(w, row), Fraction(0)) for v, w in (one, other)]
        if values[0] != values[1]:
            refute(f"v, w and another split of v w put out {values[0]} and {values[1]}", v=str(one[0]))


def _see_run(points: Points, net: list[BalancedNeuron], after: list[BalancedNeuron], setting: Setting) -> None:
    """Go several steps in balls, as far as these tell: the support shrinks, the first time as fractions say."""
    states = [((v > 0) - (v < 0) or 1, [arb(to_rational(v * a)) for a in w]) for v, w in net]
    expected = [beyond(x, before, setting) > 0 for _, before, x in _pairs(net, after)]
    for step in range(_STEPS):
        following = ball_step(points, states, setting)
        if following is None:
            return
        old, new = ([a != 0 for _, u in some for a in u] for some in (states, following))
        if any(b and not a for a, b in zip(old, new, strict=True)):
            refute(f"step {step}: a product that was 0 comes back")
        if step == 0 and new != expected:
            refute("the first step leaves other products in balls than in fractions")
        states = following


# --- false variants ---


def _at_1(case: NetworkCase) -> None:
    """Claim that a product that is 0 stays 0 at p = 1."""
    for net, setting in _runs(case, 10):
        for _, before, x in _pairs(net, moved(case.points, net, setting.gamma)):
            if before == 0 and beyond(x, before, setting._replace(p=None)) > 0:
                refute("p = 1: a product that was 0 comes back", product=str(x))


def _smoothed(case: NetworkCase) -> None:
    """Claim it with weights (|v w| + eps)^(p-1), eps = 1/100."""
    for net, setting in _runs(case, 10):
        for _, before, x in _pairs(net, moved(case.points, net, setting.gamma)):
            if before == 0 and beyond(x, Fraction(1, 100), setting) > 0:
                refute("with eps = 1/100 a product that was 0 comes back", product=str(x))


def _never_shrinks(case: NetworkCase) -> None:
    """Claim that a product that is not 0 stays so."""
    for net, setting in _runs(case, 10):
        for _, before, x in _pairs(net, moved(case.points, net, setting.gamma)):
            if before != 0 and beyond(x, before, setting) <= 0:
                refute("a product becomes 0", before=str(before), product=str(x))


def _any_alpha(case: NetworkCase) -> None:
    """Claim that w = alpha v w, v = 1/alpha is the same function for every alpha > 0, whatever the sign of v."""
    for net, _ in _runs(case, 10):
        for v, w in net:
            _see_same_outputs(case.points, (v, w), (Fraction(1, 2), tuple(2 * v * a for a in w)))


def _descent(case: NetworkCase) -> None:
    """Claim that no step raises loss + lambda sum |v w| at p = 1."""
    for net, setting in _runs(case, 10):
        one = setting._replace(p=None)
        after = []
        for v, w in moved(case.points, net, one.gamma):
            limit, s = one.gamma * one.weight, 1 if v > 0 else -1
            u = [v * a for a in w]
            after.append((Fraction(s), tuple(s * (a - max(-limit, min(limit, a))) for a in u)))
        if _objective(case.points, after, one.weight) > _objective(case.points, net, one.weight):
            refute("loss + lambda sum |v w| grows", gamma=str(one.gamma))


def _objective(points: Points, net: list[BalancedNeuron], weight: Fraction) -> Fraction:
    loss = Fraction(0)
    for row, y in zip(lifted(points), points.y, strict=True):
        loss += (sum((v * max(dot(w, row), Fraction(0)) for v, w in net), -y)) ** 2 / 2
    return loss + weight * sum((abs(v * a) for v, w in net for a in w), Fraction(0))


CLAIM = Claim(
    id="algorithm-1",
    number="Algorithm 1",
    title="reweighted l1 with soft thresholds: a product that is 0 stays 0",
    statement="In Algorithm 1 the products v_k w_{k,i} go through the soft threshold at lambda gamma p |previous "
    "product|^(p-1) after a gradient step, and are split so that ||w_k||_2 = |v_k|. For p < 1 the threshold of a "
    "product 0 is infinite, the limit of the formula, so by definition it stays 0 and the support only shrinks; at p = "
    "1 that holds of whole neurons, whatever the threshold. The step depends on the products and the signs of the v_k "
    "alone; any split (v_k/alpha, alpha w_k), alpha > 0, is the same function.",
    hypotheses="0 < p <= 1, gamma, lambda > 0; the loss is half the sum of squares, as an example; the threshold of a "
    "product 0 is infinite for p < 1, the limit of the formula.",
    establishes="From random balanced networks of rational norms one step at p and at p = 1 in fractions, every "
    "comparison with a threshold decided exactly: at p = 1 neurons that were 0 are 0 (for p < 1 zeros stay by the "
    "definition of the threshold, which the fault with eps does not have), the soft threshold beats rational rivals in "
    "its own problem, the balanced pair is given back by its products. Four steps in balls, as far as these tell "
    "signs, shrink the support, the first as in fractions.",
    leaves_open="Other starts, step sizes and losses; convergence; Adam, which the paper's experiments use. The box of "
    "Algorithm 1 was not in the text that was read: it is rebuilt from (79), from the words around it and from the "
    "published notebooks. The printed remark that w = alpha u, v = 1/alpha is the same function fails for v < 0: the "
    "fault any alpha; the sign of v has to be kept.",
    scope="several inputs",
    check=_check,
    cases=network_cases,
    faults=(
        Fault("p = 1", "A product that is 0 stays 0 at p = 1 too.", _at_1),
        Fault("with eps", "A product 0 stays 0 with the weights p (|v w| + 1/100)^(p-1).", _smoothed, examples=60),
        Fault("support is kept", "A product that is not 0 stays so.", _never_shrinks),
        Fault("any alpha", "w = alpha v w, v = 1/alpha is the same function whatever the sign of v.", _any_alpha),
        Fault("descent", "No step raises loss + lambda sum |v w| at p = 1.", _descent),
    ),
    derivations=(INFINITE_WEIGHT,),
    requires=(at_most(12, 12),),
    examples=25,
)
