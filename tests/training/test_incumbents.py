"""What training offers to the search with several inputs: exact networks, in time, chosen by exact comparison."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from sparsest import MultivariateNetwork, MultivariateNeuron, Points, UsageError, solve_network
from sparsest.errors import DataError
from sparsest.exact.exponent import Exponent
from sparsest.exact.sign import sign
from sparsest.training import incumbents
from sparsest.training.incumbents import Attempts, trained_incumbent
from tests.multivariate.test_deadlines import drawn

HIGH = Path(incumbents.__file__).parents[1] / "datasets/paper_high_dimensional.csv"
MANY = (*range(1000, 100_000, 1000), 10**9)
# Some ten runs on what is small: the first is polished after a twentieth of a second.
SOON = 0.4
PLANE = Points([[0, 0], [0, 1], [1, 0], ["1/2", "1/4"], ["7/10", "-3/10"]], [1, 2, 0, "-1/3", "2/5"])


@pytest.fixture(autouse=True, scope="module")
def warm():
    """Kernels are compiled before anything is timed."""
    trained_incumbent(PLANE, seconds=0.1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("p", "count"), [("0", "parameters"), ("0", "neurons"), ("0+", "parameters"), ("1/2", "parameters")]
)
def test_it_interpolates_and_the_search_takes_it(p, count):
    found = trained_incumbent(PLANE, p, count=count, seconds=SOON)
    assert found.interpolates(PLANE)
    solution = solve_network(PLANE, p, count=count, seconds=SOON, incumbent=found)
    if p == "1/2":
        assert sign(solution.network.power_sum - found.power_sum, Exponent.read(p)) <= 0
    else:
        assert solution.value <= (len(found.neurons) if count == "neurons" else found.parameters)


@pytest.mark.slow
def test_one_charged_input():
    points = Points([[-3], [4], [5]], [2, -2, 3])
    assert trained_incumbent(points, "1/2", seconds=SOON).interpolates(points)


@pytest.mark.slow
def test_the_best_of_all_that_were_polished(monkeypatch):
    made, real = [], incumbents._polished
    monkeypatch.setattr(incumbents, "_polished", lambda *given: made.append(real(*given)) or made[-1])
    found = trained_incumbent(PLANE, "2/5", seconds=SOON)
    exact = [network for network in made if network is not None]
    assert len({network.power_sum for network in exact}) > 1
    assert all(sign(found.power_sum - other.power_sum, Exponent.read("2/5")) <= 0 for other in exact)
    made.clear()
    found = trained_incumbent(PLANE, count="neurons", seconds=SOON)
    assert len(found.neurons) == min(len(network.neurons) for network in made if network is not None)


def test_the_seeds_follow_each_other(monkeypatch):
    taken, real = [], incumbents._polished
    monkeypatch.setattr(incumbents, "_polished", lambda run, *rest: taken.append(run.seed) or real(run, *rest))
    trained_incumbent(PLANE, seconds=0.5, seed=40, threads=1)
    assert taken == list(range(40, 40 + len(taken)))
    assert len(taken) > 1


def test_progress__says_how_far_it_is():
    told = []
    found = trained_incumbent(PLANE, seconds=0.5, progress=told.append)
    assert [attempts.runs for attempts in told] == list(range(len(told)))
    assert told[0] == Attempts(0, None, "parameters")
    assert str(told[0]) == "training: 0 runs polished, no exact network yet"
    assert str(told[-1]) == f"training: {told[-1].runs} runs polished, found {found.parameters} parameters"


@pytest.mark.slow
def test_none_where_no_run_is_polished(monkeypatch):
    monkeypatch.setattr(incumbents, "_EPOCHS", 1)
    assert trained_incumbent(drawn(40, 3), seconds=0.5) is None
    assert trained_incumbent(PLANE, seconds=0.5, recipe=incumbents.recipe_of("products").but(width=1)) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "dimension", "seconds"),
    [(34, 4, 0.5), (100, 2, 0.5), (6, 20, 0.5), (250, 1, 0.5), (2000, 3, 1), (20_000, 10, 1)],
)
def test_ends_in_time(size, dimension, seconds):
    points = drawn(size, dimension)
    begin = time.monotonic()
    trained_incumbent(points, "1/2", seconds=seconds)
    # A tenth and half a second, on a machine that does something else as well; reading the points is not training.
    assert time.monotonic() - begin < 1.1 * seconds + 0.5 + 1 + size * dimension / 20_000


def test_a_run_that_takes_too_long_hears_the_clock(monkeypatch):
    monkeypatch.setattr(incumbents, "_EPOCHS", 10**9)
    monkeypatch.setattr(incumbents, "_SHARE", 0.02)
    begin = time.monotonic()
    assert trained_incumbent(PLANE, seconds=0.5) is None
    assert time.monotonic() - begin < 5


def test_leaves_no_thread_behind_when_it_is_broken_off(monkeypatch):
    """The first run ends at once; the others would go on for a minute."""
    real = incumbents.run_seed

    def uneven(problem, seed, watch=None):
        return real(replace(problem, epochs=10, marks=(10,)), seed) if seed == 0 else real(problem, seed, watch)

    def broken(attempts):
        if attempts.runs == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(incumbents, "run_seed", uneven)
    monkeypatch.setattr(incumbents, "_fitted", lambda problem, *_: replace(problem, epochs=10**9, marks=MANY))
    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        trained_incumbent(PLANE, seconds=40, progress=broken)
    assert time.monotonic() - begin < 10
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ThreadPool")]


def test_which_of_two_is_better():
    three = MultivariateNetwork([MultivariateNeuron.of(1, [1, 2], 3)], 2)
    two = MultivariateNetwork([MultivariateNeuron.of(1, [1, 0], 0), MultivariateNeuron.of(1, [0, 9], 0)], 2)
    none, half = Exponent.read("0"), Exponent.read("1/2")
    for better, other, p, count in (
        (three, two, none, "neurons"), (two, three, none, "parameters"), (two, three, half, "parameters"),
    ):  # fmt: skip
        assert incumbents._better(better, other, p, count) is better
        assert incumbents._better(other, better, p, count) is better
    assert incumbents._better(None, two, none, "neurons") is incumbents._better(two, None, none, "neurons") is two


@pytest.mark.slow
@pytest.mark.parametrize(("size", "wide"), [(5, True), (60, False)])
def test_only_small_patterns_are_widened(monkeypatch, size, wide):
    asked, real = set(), incumbents.polish
    monkeypatch.setattr(
        incumbents, "polish", lambda *given, widen, **how: asked.add(widen) or real(*given, widen=widen, **how)
    )
    trained_incumbent(drawn(size, 3), seconds=SOON if wide else 1)
    assert asked == {wide}


@pytest.mark.slow
def test_it_helps_where_the_search_alone_does_not_get_far():
    points = Points.from_csv(HIGH)
    alone = solve_network(points, "2/5", seconds=1)
    found = trained_incumbent(points, "2/5", seconds=1)
    assert sign(found.power_sum - alone.network.power_sum, Exponent.read("2/5")) < 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"p": "1-"}, "p = 1-: give a rational"),
        ({"p": "3/2"}, "3/2"),
        ({"count": "knots"}, "count = 'knots'"),
        ({"p": "1/2", "count": "neurons"}, "neurons are counted at p = 0"),
        ({"seconds": 0}, "seconds = 0"),
        ({"seconds": None}, "seconds = 0"),
        ({"seed": -1}, "seed = -1"),
        ({"threads": 0}, "threads = 0"),
        ({"recipe": "best"}, "recipe = 'best'"),
        ({"recipe": "kinks"}, "kinks"),
    ],
)
def test_refuses(options, message):
    with pytest.raises(UsageError, match=message):
        trained_incumbent(PLANE, **options)


def test_refuses__what_floats_cannot_hold():
    with pytest.raises(DataError, match="doubles hold; rescale"):
        trained_incumbent(Points([[0, 1], [1, 10**400]], [1, 2]), seconds=1)
    with pytest.raises(UsageError, match="points"):
        trained_incumbent([[0, 1]], seconds=1)
