"""A flag is given where the fault shows, and not where it does not."""

import pytest

from proofs_check.conformance.making.faults import FAULTS, FAULTY_PAIRS, Asked1D, flags_of, pairs_cost
from proofs_check.conformance.making.table import PointTable, table_from_gaps
from proofs_check.conformance.suite import load_suite

# A table that shows the fault, and one that does not.
SHOWN = {
    "JoinDots": ([1, 1], [1, -1]),
    "KnotsBetweenPoints": ([1, 1], [1, 0, 1]),
    "LeftToRight": ([1, 9, 9, 1], [1, 1]),
    "Greedy": ([3, 4, 4, 3], [1, 2]),
    "POne": (["1/100", 1, 1, "1/100"], [1, 1]),
    "OffByOne": ([5, 1, 1], [1, -1]),
    "Tie": ([1, 2, 1], [1, 2, 3]),
    "TiedKnots": (None, [1, 2, 1]),
    "NearTie": ([1, 2, "1.00000000000000000001"], [1, 2, 1]),
    "TinyScale": (["1e-10"], [1]),
    "SmallTolerance": (["1e-7"], [1]),
    "Collinear": ([1, 0, 1], [1, 1]),
    "ZeroGaps": ([1, 0, 1], [1, 0, 0, 1]),
    "FewPoints": ([1], [1, 1]),
    "Large": ([1] * 99, [1]),
    "LongRun": ([1] * 11, [1] * 10),
}


@pytest.mark.parametrize("flag", SHOWN)
def test_a_fault_shows_or_not(flag):
    shows, not_here = SHOWN[flag]
    p = "1/10" if flag == "POne" else "1/2"
    if shows is not None:
        assert FAULTS[flag](Asked1D(table_from_gaps("", shows), p))
    assert not FAULTS[flag](Asked1D(table_from_gaps("", not_here), p))


@pytest.mark.parametrize(
    ("flag", "shows", "not_here"),
    [
        ("FloatBits", "0 0.1 0.2 0.3", "0 1 2 3"),
        ("Float32", "0 16777217 5 0", "0 1 2 3"),
        ("UInt8", "200 10 30 255", "0 10 30 300"),
        ("SortedLabels", "0 2 1 0", "0 1 2 3"),
    ],
)
def test_a_fault_of_numbers_shows_or_not(flag, shows, not_here):
    one, other = (
        PointTable("", tuple((str(x), y) for x, y in enumerate(labels.split()))) for labels in (shows, not_here)
    )
    assert FAULTS[flag](Asked1D(one, "1/2"))
    assert not FAULTS[flag](Asked1D(other, "1/2"))


def test_second_differences_are_right_on_even_spacing():
    even, uneven = table_from_gaps("", [1, 5, 5, 1]), table_from_gaps("", [1, 5, 5, 1], x=[0, 1, 2, 4, 14, 15])
    assert not FAULTS["UnevenSpacing"](Asked1D(even, "1/2"))
    assert FAULTS["UnevenSpacing"](Asked1D(uneven, "1/2"))


def test_all_faults_that_pair_gaps_are_on_the_list():
    assert set(FAULTY_PAIRS) <= set(FAULTS)
    assert pairs_cost(Asked1D(table_from_gaps("", [1, -1]), "1/2"), [0]) is None


def test_each_fault_has_tests_of_the_suite_and_its_flag_is_deserved():
    tests = [test for test in load_suite(["solve:p"]).tests if test.result == "accept"]
    for flag, shows in FAULTS.items():
        some = [test for test in tests if flag in test.flags][:3]
        assert some, flag
        for test in some:
            rows = tuple(tuple(line.split(",")) for line in test.case["csv"].splitlines()[1:])
            assert shows(Asked1D(PointTable("", rows), test.case["p"])), (flag, test.id)


def test_a_family_may_say_too_much():
    assert flags_of(table_from_gaps("", [1], "JoinDots", "Greedy", "Negative"), "1/2") == ("FewPoints", "Negative")
