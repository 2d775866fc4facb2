"""A slip in the published experiments: iterates that are reweighted by old and new weights together."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import isqrt
from typing import NamedTuple

from flint import fmpq, fmpq_mat

from proofs_check.errata.erratum import Erratum, ErratumSearch
from proofs_check.unaided.nets import Net, lifted
from sparsest.exact.rationals import as_fraction, to_rational
from sparsest.points import Points

__all__ = ["ERRATA", "drawn_data", "network_with_few_parameters"]

#: A neuron of one input: output weight and input weight.
_Weights = tuple[int, int]
_SQUARES = (1, 4)  # so that all powers at p = 1/2 are rational
_TRIES = 5_000
_ZERO = fmpq(0)
_Row = list[fmpq]


class _Step(NamedTuple):
    """Two neurons before a step of the iteration and after it."""

    old: tuple[_Weights, _Weights]
    new: tuple[_Weights, _Weights]


def _steps() -> Iterator[_Step]:
    """Yield all steps between networks of two neurons of weights 1 or 4, small weights first."""
    neurons = [(v, w) for v in _SQUARES for w in _SQUARES]
    networks = [(one, two) for one in neurons for two in neurons]
    yield from sorted(
        (_Step(old, new) for old, new in product(networks, repeat=2)),
        key=lambda step: (sum(map(sum, (*step.old, *step.new))), step),
    )


def _price(network: Sequence[_Weights]) -> int:
    """Return sum |v w|^(1/2), for products that are squares."""
    return sum(isqrt(v * w) for v, w in network)


def _change(step: _Step, *, mixed: bool) -> Fraction:
    """Return the change of the l1 norm that is weighted by |v w|^(-1/2), w old, v old or (mixed) new."""
    return sum(
        (
            Fraction(new[0] * new[1] - old[0] * old[1], isqrt((new if mixed else old)[0] * old[1]))
            for old, new in zip(step.old, step.new, strict=True)
        ),
        Fraction(0),
    )


def _descends(step: _Step, *, mixed: bool) -> bool:
    return _change(step, mixed=mixed) > 0 or _price(step.new) <= _price(step.old)


def _show(step: _Step) -> str:
    return (
        f"p = 1/2, (v, w) from {step.old[0]} to {step.new[0]} and from {step.old[1]} to {step.new[1]}: the norm with "
        f"weights |(new v)(old w)|^(-1/2) changes by {_change(step, mixed=True)}, that with the old ones by "
        f"{_change(step, mixed=False)}, and the price goes from {_price(step.old)} to {_price(step.new)}"
    )


# --- the line 2N of the experiment with several inputs ---------------------------------------------------------------


def drawn_data(seed: int, points: int = 10, dimension: int = 50) -> Points:
    """Return data drawn as in the experiment: inputs and labels uniform in [-1, 1]; here multiples of 1/1000.

    Examples
    --------
    >>> data = drawn_data(0)
    >>> len(data), data.dimension
    (10, 50)
    """
    rng = random.Random(seed)  # noqa: S311 - data, not secrets

    def number() -> Fraction:
        return Fraction(rng.randint(-1000, 1000), 1000)

    return Points([[number() for _ in range(dimension)] for _ in range(points)], [number() for _ in range(points)])


def network_with_few_parameters(points: Points, seed: int = 0) -> Net | None:
    """Return an interpolating network with at most one parameter a point, or None if none is found.

    One neuron serves the positive labels, another one the negative ones: each has as many nonzero weights as it serves
    points, at places drawn until it is not active at the others.

    Examples
    --------
    >>> data = drawn_data(1, points=4, dimension=6)
    >>> sum(w != 0 for _, weights in network_with_few_parameters(data) for w in weights)
    4
    """
    rng = random.Random(seed)  # noqa: S311 - a search, not secrets
    rows = [[to_rational(a) for a in row] for row in lifted(points)]
    labels = [to_rational(y) for y in points.y]
    net = []
    for side in (1, -1):
        served = [(row, side * y) for row, y in zip(rows, labels, strict=True) if side * y > 0]
        others = [row for row, y in zip(rows, labels, strict=True) if side * y <= 0]
        weights = _neuron(served, others, rng) if served else {}
        if weights is None:
            return None
        if weights:
            net.append((side, tuple(as_fraction(weights.get(k, _ZERO)) for k in range(len(rows[0])))))
    return tuple(net)


def _neuron(served: Sequence[tuple[_Row, fmpq]], others: Sequence[_Row], rng: random.Random) -> dict[int, fmpq] | None:
    """Return weights, by place, that give the served points their values and are not active at the others."""
    width = len(served[0][0])
    for _ in range(_TRIES if len(served) <= width else 0):
        places = rng.sample(range(width), len(served))
        try:
            solved = fmpq_mat([[row[k] for k in places] for row, _ in served]).solve(fmpq_mat([[y] for _, y in served]))
        except ZeroDivisionError:  # a singular matrix
            continue
        weights = dict(zip(places, solved.entries(), strict=True))
        if all(sum((w * row[k] for k, w in weights.items()), _ZERO) <= 0 for row in others):
            return weights
    return None


ERRATA = (
    Erratum(
        id="E10",
        where="Experiments (published notebooks): what weights (new v)(old w) do",
        printed="The experiments run Algorithm 1, which weighs with the previous iterate; the curve for p = 1 stands "
        "beside those for p = 0.4 and 0.7, all three below the line 2N = 20 for N = 10, d = 50.",
        fails="By our reading of the notebooks the p = 1 curve is recorded from the p = 0.7 model, and the products "
        "that give the weights are (new v)(old w): the old v is a view of what the optimiser then changes (public "
        "programs that follow the notebooks have the same lines). What is confirmed here is what comes of that: the "
        "reweighted norm may fall while the price grows, which the paper's weights exclude. The notebooks themselves "
        "and their runs are not part of this project and were not examined.",
        repair="Weigh with the previous iterate; record each model's own curve. The line is no tight one: for 16 of 20 "
        "data sets drawn like theirs one neuron for the positive labels and one for the negative ones make a network "
        "with N = 10 parameters (for the others two such neurons were not found; "
        "`tests/proofs_check/errata/test_experiments.py`).",
        theorem="Not concerned.",
        claims=("algorithm-1", "generic-labels"),
        search=ErratumSearch(
            "steps of two neurons of one input, weights 1 or 4 before and after, p = 1/2; one that does not raise the "
            "reweighted norm shall not raise the price",
            _steps,
            lambda step: _descends(step, mixed=True),
            lambda step: _descends(step, mixed=False),
            _show,
        ),
    ),
)
