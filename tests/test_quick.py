"""What `make quick` leaves out and what it does not: every test file has its say, and properties draw few examples."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import FEW, made_few

TESTS = Path(__file__).parent


def silent(items):
    """Return the test files of which nothing is left in `make quick`."""
    return {item.path for item in items} - {item.path for item in items if not item.get_closest_marker("slow")}


def on_disk():
    return set(TESTS.rglob("test_*.py")) - set((TESTS / "bench").rglob("*"))


def test_every_test_file_has_its_say_in_quick(request):
    files = {item.path for item in request.session.items if item.path.is_relative_to(TESTS)}
    # Where all is collected, a file of which nothing is left under --quick is not there at all.
    if {path.parent for path in files} == {path.parent for path in on_disk()}:
        assert silent(request.session.items) == set()
        assert on_disk() - files == set()


class Item:
    """As much of a collected test as is looked at."""

    def __init__(self, name, *marks):
        self.path, self.get_closest_marker = TESTS / name, dict.fromkeys(marks, True).get


def test_silent__sees_a_file_that_says_nothing():
    items = [Item("test_a.py", "slow"), Item("test_a.py"), Item("test_b.py", "slow"), Item("test_c.py", "skip")]
    assert silent(items) == {TESTS / "test_b.py"}
    assert silent([]) == set()


@pytest.mark.parametrize("wanted", [FEW - 2, 10 * FEW])
def test_made_few__a_property_draws_few_examples(wanted):
    drawn = []

    @settings(max_examples=wanted, database=None)
    @given(st.integers())
    def test(value):
        drawn.append(value)

    made_few(test)
    test()
    assert len(drawn) == min(wanted, FEW)


def test_quick__in_the_options_of_pytest(pytestconfig):
    assert isinstance(pytestconfig.getoption("--quick"), bool)
    assert any(line.startswith("slow:") for line in pytestconfig.getini("markers"))
