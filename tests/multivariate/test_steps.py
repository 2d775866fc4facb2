"""Every step that can be made meets its block, leaves the points before as they are, and keeps to its count."""

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest.multivariate import steps as steps_module
from sparsest.multivariate.network import MultivariateNetwork
from sparsest.multivariate.order import Order, unit_vector
from sparsest.multivariate.steps import Steps, most_parameters
from sparsest.points import Points

from .strategies import labelled


@st.composite
def places(draw):
    """Draw an order of points, one of them, and how many from it on are independent."""
    points = draw(labelled(max_points=7))
    u = draw(st.tuples(*[st.integers(-2, 2).map(fmpq)] * points.dimension).filter(any))
    order = Order(points, u)
    start = draw(st.integers(0, len(order) - 1))
    reach = 1
    while start + reach < len(order) and order.is_independent(range(start, start + reach + 1)):
        reach += 1
    return order, start, reach


def faults(order, start, reach):
    """Yield what is wrong with any of the steps."""
    left = [fmpq(0)] * start + order.labels[start:]
    prices = most_parameters(order, start, reach)
    made = dict.fromkeys(range(1, reach + 1), False)
    for offer in Steps(order, start, reach, left).offers():
        step = offer.make()
        if step is None:
            continue
        net = MultivariateNetwork(step.neurons, len(order.rows[0]) - 1)
        outputs = [net.value(row) for row in order.rows]
        met = start + offer.size
        if outputs[:met] != left[:met]:
            yield "the labels"
        if step.neurons and list(step.outputs) != outputs:
            yield "the outputs"
        if net.parameters != step.parameters or step.parameters > offer.parameters:
            yield "the count"
        made[offer.size] |= offer.parameters <= prices[offer.size - 1]
    if not all(made.values()):
        yield "nothing within the price"


@given(places())
def test_steps__do_what_they_say(place):
    assert list(faults(*place)) == []


ZIGZAG = Order(Points([[1, 2], [2, -1], [3, 3], [5, 0], [7, 4]], [1, -3, 2, -5, 4]), unit_vector(2, 0))


@pytest.mark.parametrize(
    ("owner", "name", "fault", "seen"),
    [
        (steps_module, "short_above", lambda value: value / 2, "the labels"),
        (Order, "is_positive_among", lambda *_: False, "the labels"),
        (steps_module, "most_parameters", lambda *given: [1] * given[-1], "the count"),
        (Steps, "_is_enough", lambda *_: True, "the labels"),
        (steps_module, "_bent", lambda *given: given[-1], "the labels"),
    ],
)
def test_steps__planted_faults_are_seen(monkeypatch, owner, name, fault, seen):
    cases = [(order, start, 2) for order in (ZIGZAG, TURNED) for start in (0, 1, 2, 3)]
    assert [found for case in cases for found in faults(*case)] == []
    monkeypatch.setattr(owner, name, fault)
    assert seen in {found for case in cases for found in faults(*case)}


TURNED = Order(Points([[1, 2], [2, -1], [3, 3], [5, 0], [7, 4]], [1, 3, -2, -5, -4]), unit_vector(2, 1))


def test_pair__is_the_line_at_all_points_to_come():
    # So what is left there is y less one affine function, and numbers do not grow.
    (step,) = [offer.make() for offer in Steps(ZIGZAG, 1, 2, [fmpq(0), *ZIGZAG.labels[1:]]).offers() if offer.size == 2]
    assert len(step.neurons) == 2
    assert step.outputs[0] == 0
    a, b, c = step.outputs[1:4]
    rows = ZIGZAG.rows
    line = Steps(ZIGZAG, 1, 2, [fmpq(0), *ZIGZAG.labels[1:]])._line(2)
    assert [sum(u * v for u, v in zip(line, row, strict=True)) for row in rows[1:4]] == [a, b, c]
