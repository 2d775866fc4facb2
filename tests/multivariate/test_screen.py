"""The filter in doubles against the exact enumeration: the same networks in the same order; planted faults are seen."""

import random
import time
from fractions import Fraction

import pytest

from sparsest.exact.clock import Clock, OutOfTimeError
from sparsest.exact.exponent import Exponent
from sparsest.exact.powersum import PowerSum
from sparsest.multivariate import minimize, screen_kernel
from sparsest.multivariate import screen as module
from sparsest.multivariate.constructions import first_network
from sparsest.multivariate.faces import faces, normals
from sparsest.multivariate.kinds import integral_labels
from sparsest.multivariate.minimize import Enumeration
from sparsest.multivariate.screen import Screen, is_worthwhile, screen
from sparsest.points import Points

EXPONENTS = ["1/2", "1/3", "9/10", "1/10", "0+"]
SIZES = [(1, 2), (1, 3), (2, 1), (2, 2)]


def drawn(rng, dimension, count):
    """Small integers with many ties, or two decimals, or sizes far apart."""
    kind = rng.choice(["ties", "decimals", "near", "large"])

    def number():
        if kind == "ties":
            return rng.randint(-2, 2)
        if kind == "decimals":
            return Fraction(rng.randint(-100, 100), 100)
        if kind == "near":
            return rng.randint(-2, 2) + Fraction(rng.randint(-1, 1), 10**18)
        return Fraction(rng.randint(-9, 9)) * Fraction(10) ** rng.randint(-30, 30)

    rows = {}
    while len(rows) < count:
        rows[tuple(number() for _ in range(dimension))] = number()
    return Points(list(rows), list(rows.values()))


def cases(count, seed=1):
    rng = random.Random(seed)
    return [(drawn(rng, *rng.choice(SIZES)), rng.choice(EXPONENTS)) for _ in range(count)]


def networks(points, p, *, filtered):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(minimize, "is_worthwhile", lambda *_: filtered)
        search = Enumeration(points, Exponent.read(p), first_network(points))
        assert search.run()
    return [[(n.output_weight, n.charged) for n in network.neurons] for network in search.networks], search.price


def agrees(points, p):
    (one, price), (two, other) = networks(points, p, filtered=True), networks(points, p, filtered=False)
    return one == two and price == other


@pytest.mark.slow
def test_screen__the_networks_of_the_exact_walk_in_its_order():
    assert all(agrees(points, p) for points, p in cases(160))


@pytest.mark.slow
def test_screen__larger_data_sets():
    rng = random.Random(5)
    sizes = [(2, 4)] * 2 + [(2, 3), (1, 4), (3, 2), (1, 5)] * 3
    assert all(agrees(drawn(rng, *size), rng.choice(EXPONENTS)) for size in sizes)


def parts(points):
    found = faces(points)
    return found, normals(points), list(integral_labels(points))


def prices_doubled(original):
    def wrong(self, price):
        original(self, price)
        self._data[3][:-1] *= 2

    return wrong


def tops_too_low(original):
    def wrong(self, price):
        original(self, price)
        self._data[4][:] /= 3

    return wrong


def events_without_the_last(original):
    def wrong(self, price):
        yield from list(original(self, price))[:-1]

    return wrong


def events_backwards(original):
    def wrong(self, price):
        yield from reversed(list(original(self, price)))

    return wrong


def no_visits(original):
    def wrong(self, price):
        yield from (event for event in original(self, price) if not event.whole)

    return wrong


FAULTS = {
    "costs too high": ("_set_prices", prices_doubled),
    "tops too low": ("_set_prices", tops_too_low),
    "a candidate dropped": ("events", events_without_the_last),
    "another order": ("events", events_backwards),
    "sets that may be enlarged dropped": ("events", no_visits),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_screen__planted_faults_are_seen(fault, monkeypatch):
    name, make = FAULTS[fault]
    monkeypatch.setattr(Screen, name, make(getattr(Screen, name)))
    assert not all(agrees(points, p) for points, p in cases(100))


def test_screen__a_near_tie_is_left_to_exact_arithmetic():
    """f = 2 (x)_+ at x = 1 costs sqrt 2 by one ray or the other; a price next to it on either side decides."""
    found, planes, labels = parts(Points([[1]], [2]))
    p = Exponent.read("1/2")

    def events(price):
        return [event.chosen for event in screen(found, planes, labels, p, Clock()).events(price)]

    tie = PowerSum.of([(1, 2)])
    above, below = (PowerSum.of([(1, 2 + Fraction(k, 10**15))]) for k in (1, -1))
    assert events(tie) == events(above) == events(below) == [(3,), (4,)]
    assert events(PowerSum.of([(1, Fraction(19, 10))])) == []


@pytest.mark.slow
@pytest.mark.parametrize("room", [1, 3])
@pytest.mark.parametrize("work", [1, 50])
def test_screen__stops_and_goes_on(room, work, monkeypatch):
    monkeypatch.setattr(module, "_ROOM", room)
    monkeypatch.setattr(module, "_WORK", work)
    assert all(agrees(points, p) for points, p in cases(25, 7))


@pytest.mark.parametrize("p", ["1/10000000", "9999999/10000000"])
def test_screen__extreme_exponents_are_left_to_exact_arithmetic(p):
    found, planes, labels = parts(Points([[1]], [2]))
    assert screen(found, planes, labels, Exponent.read(p), Clock()) is None
    assert screen(found, planes, labels, Exponent.read("1/3"), Clock()) is not None


def test_screen__numbers_beyond_doubles_are_left_to_exact_arithmetic():
    for points in (Points([[10**200]], [2]), Points([[1]], [Fraction(1, 10**200)])):
        assert screen(*parts(points), Exponent.read("1/2"), Clock()) is None


def test_screen__a_kernel_that_is_slow_to_come_keeps_no_deadline_waiting(monkeypatch):
    monkeypatch.setattr(screen_kernel, "sift", lambda *_: time.sleep(1) or 0)
    start = time.monotonic()
    with pytest.raises(OutOfTimeError):
        screen(*parts(Points([[1]], [2])), Exponent.read("1/2"), Clock(0.2))
    assert time.monotonic() - start < 0.9


def test_is_worthwhile__many_rays_only():
    points = Points([[1, 2], [3, 5], [-2, 7], [4, -3], [6, 11]], [1, 2, 3, 4, 5])
    assert is_worthwhile(faces(points), 5)
    assert not is_worthwhile(faces(points), 3)
