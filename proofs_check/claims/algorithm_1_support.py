"""The support of Algorithm 1 only shrinks, for p < 1 by products and for p = 1 by neurons; it may become empty."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from flint import arb

from proofs_check.cases import NetworkCase, line_cases, network_cases
from proofs_check.claim import Claim, Fault, refute
from proofs_check.derivations.section_4 import INFINITE_WEIGHT
from proofs_check.unaided.nets import at_most
from proofs_check.unaided.proximal import precise
from proofs_check.unaided.reweighting import BalancedNeuron, Setting, balanced, ball_step
from proofs_check.unaided.trajectory import Iterate, Move, gradient_move, states_of_run, support
from sparsest.exact.rationals import to_rational

__all__ = ["CLAIM"]

_RUNS, _STEPS, _BALL_STEPS = 2, 8, 3


def _check(case: NetworkCase) -> None:
    for state, setting in _starts(case):
        move = gradient_move(case.points, setting)
        states = [state, *states_of_run(state, move, setting, _STEPS)]
        _see_shrinking(states)
        _see_shrinking([state, *states_of_run(state, _any_move(case.rng()), setting, _STEPS)])
        _see_the_same_in_balls(case, states, setting)
        at_1 = setting._replace(p=None)
        _see_dead_neurons([state, *states_of_run(state, gradient_move(case.points, at_1), at_1, _STEPS)])


def _starts(case: NetworkCase, runs: int = _RUNS) -> Iterator[tuple[Iterate, Setting]]:
    """Yield the products of balanced networks, one of them 0, with step sizes and weights lambda."""
    rng, width = case.rng(), case.points.dimension + 1
    for _ in range(runs):
        net = [balanced(rng, width) for _ in range(rng.randint(1, 3))]
        state: Iterate = [(1 if v > 0 else -1, tuple(v * a for a in w)) for v, w in net]
        setting = Setting(case.p, Fraction(1, rng.choice((10, 100))), Fraction(rng.choice((1, 10, 100)), 10))
        yield [*state, (1, (Fraction(0),) * width)], setting


def _any_move(rng: random.Random) -> Move:
    """Return a step that has nothing to do with the loss: what momentum, Adam or noise could do."""

    def move(net: list[BalancedNeuron]) -> list[BalancedNeuron]:
        def near(a: Fraction) -> Fraction:
            return a + Fraction(rng.randint(-9, 9), 10)

        return [(near(v), tuple(map(near, w))) for v, w in net]

    return move


def _see_shrinking(states: list[Iterate]) -> None:
    for step, (old, new) in enumerate(pairwise(states), 1):
        if not support(new) <= support(old):
            refute(f"step {step}: a product that was 0 comes back", support=str(sorted(support(new) - support(old))))


def _see_dead_neurons(states: list[Iterate]) -> None:
    """See that at p = 1 a neuron whose products are all 0 keeps them."""
    for step, (old, new) in enumerate(pairwise(states), 1):
        for k, ((_, before), (_, after)) in enumerate(zip(old, new, strict=True)):
            if any(after) and not any(before):
                refute(f"p = 1, step {step}: a neuron that was 0 comes back", neuron=k)


def _see_the_same_in_balls(case: NetworkCase, states: list[Iterate], setting: Setting) -> None:
    """See that the algorithm without rounding has the same supports, as far as balls tell."""
    with precise():
        exact = [(s, [arb(to_rational(a)) for a in z]) for s, z in states[0]]
    for step, state in enumerate(states[1 : _BALL_STEPS + 1], 1):
        following = ball_step(case.points, exact, setting)
        if following is None:
            return
        found = {(k, i) for k, (_, z) in enumerate(following) for i, a in enumerate(z) if a != 0}
        if found != support(state):
            refute(f"step {step}: other products are left in balls than in fractions", balls=str(sorted(found)))
        exact = following


# --- false variants ---


def _products_at_1(case: NetworkCase) -> None:
    """Claim that at p = 1 the products that are not 0 only get fewer."""
    for state, setting in _starts(case, 6):
        at_1 = setting._replace(p=None)
        _see_shrinking([state, *states_of_run(state, gradient_move(case.points, at_1), at_1, _STEPS)])


def _any_move_at_1(case: NetworkCase) -> None:
    """Claim that at p = 1 neurons that are 0 stay so whatever is done in the place of the gradient step."""
    for state, setting in _starts(case, 6):
        _see_dead_neurons([state, *states_of_run(state, _any_move(case.rng()), setting._replace(p=None), _STEPS)])


def _never_empty(case: NetworkCase) -> None:
    """Claim that something is left as long as a label is not 0."""
    for state, setting in _starts(case, 6):
        *_, last = [state, *states_of_run(state, gradient_move(case.points, setting), setting, _STEPS)]
        if not support(last) and any(case.points.y):
            refute("all products are 0, and the labels are not", labels=[str(y) for y in case.points.y])


def _sizes_fall(case: NetworkCase) -> None:
    """Claim that no product grows."""
    for state, setting in _starts(case, 6):
        (after,) = states_of_run(state, gradient_move(case.points, setting), setting, 1)
        for (_, old), (_, new) in zip(state, after, strict=True):
            if any(abs(b) > abs(a) for a, b in zip(old, new, strict=True)):
                refute("a product grows", before=[str(a) for a in old])


CLAIM = Claim(
    id="algorithm-1-support",
    number="Algorithm 1, support (ours)",
    title="the support only shrinks along a run",
    statement="Along a run of Algorithm 1 at p < 1 the set of the products v_k w_{k,i} that are not 0 never gains one, "
    "whatever is done in the place of the gradient step and however values are rounded, since the threshold of a "
    "previous product 0 is infinite. At p = 1 products can come back, but neurons whose products are all 0 cannot, by "
    "gradient steps. Everything can be lost: the zero network is a fixed point for all data.",
    hypotheses="0 < p <= 1, gamma, lambda > 0; the loss is half the sum of squares; the threshold of a product 0 is "
    "infinite for p < 1, the limit of the formula.",
    establishes="Runs of 8 steps from random balanced networks, in fractions: each comparison with a threshold is "
    "exact, values are rounded to 96 bits between steps and never to 0; with gradient steps, and with random steps in "
    "their place. The first three steps leave the same products in balls without rounding, as far as these tell.",
    leaves_open="Longer runs, other starts. That p < 1 keeps zeros follows from the definition of the threshold; what "
    "is checked is that nothing else in the step gets round it.",
    scope="several inputs",
    check=_check,
    cases=network_cases,
    faults=(
        Fault("products at p = 1", "At p = 1 products that are 0 stay so.", _products_at_1),
        Fault(
            "any step at p = 1",
            "At p = 1 neurons that are 0 stay so whatever is done in the place of the gradient step.",
            _any_move_at_1,
        ),
        Fault("never empty", "Something is left where a label is not 0.", _never_empty, line_cases, examples=100),
        Fault("sizes fall", "No product grows.", _sizes_fall),
    ),
    derivations=(INFINITE_WEIGHT,),
    requires=(at_most(12, 12),),
    examples=25,
)
