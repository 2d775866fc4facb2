import io
import re
from dataclasses import replace
from fractions import Fraction

import pytest
from rich.console import Console

from proofs_check.cases.strategies import data_from_gaps
from sparsest import Dataset, Points, path, solve, solve_network, staircase, thresholds
from sparsest.report import (
    network_path_report,
    network_report,
    path_report,
    report,
    staircase_report,
    tolerance_report,
)


def text(solution):
    console = Console(file=io.StringIO(), width=120)
    console.print(report(solution, "some data"))
    return console.file.getvalue()


def test_report__says_what_was_found():
    shown = text(solve(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]), "1/2"))
    for part in (
        "6 points",
        "3 (the fewest possible)",
        "1 (unique)",
        "2 + 2^(1/2)",
        "between points 3 and 4",
        "at point 5",
    ):
        assert part in shown


def test_report__more_knots_than_needed_and_ties():
    shown = text(solve(Dataset(*data_from_gaps([1, 100, 100, 1])), "1/2"))
    assert "3 (fewest: 2)" in shown
    assert "2 (unique)" not in text(solve(Dataset(*data_from_gaps([1, 2, 1])), "1/2"))


def test_report__affine_long_and_infinite():
    assert "affine" in text(solve(Dataset([0, 1], [0, 1])))
    assert "infinite" in text(solve(Dataset([0], [0])))
    shown = text(solve(Dataset(range(100), [k * k * (-1) ** k for k in range(100)]), "1/2"))
    assert "more knots" in shown
    assert "characters)" in shown
    assert "about" in text(solve(Dataset(range(4), ["1e-30", "1/123456789123", "1/987654321987654321", 2])))


def test_path_report__thresholds_and_pieces():
    console = Console(file=io.StringIO(), width=120)
    console.print(path_report(path(Dataset.from_gaps([1, 7, 29, 30, 16, 1])), "some data", 9))
    shown = console.file.getvalue()
    assert "p*  in [0.630907100, 0.630907101]" in shown
    assert [line.split()[2] for line in shown.splitlines()[-3:]] == ["3", "4", "3"]
    console.print(path_report(path(Dataset([0, 1], [0, 1])), "a line"))
    assert "every p in (0, 1)" in console.file.getvalue()


def network_text(solution):
    console = Console(file=io.StringIO(), width=120)
    console.print(network_report(solution, "some points"))
    return console.file.getvalue()


def test_network_report__says_what_was_found_and_what_is_proved():
    points = Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0])
    shown = network_text(solve_network(points))
    for part in ("3 points, 2 inputs, p = 0", "3 (the fewest possible)", "neurons     1", "-1, 1"):
        assert part in shown
    assert "general position" not in shown
    assert "neurons     1 (the fewest possible)" in network_text(solve_network(points, count="neurons"))
    open_ended = replace(solve_network(points, count="neurons"), optimal=False, lower="0")
    assert "neurons     1 (proved: at least 0)" in network_text(open_ended)


def test_network_report__of_many_inputs_names_those_in_use():
    shown = network_text(solve_network(Points([[0, 0, 1, 0, 0, 7]], [2])))
    assert "proved" not in shown
    assert "1 (the fewest possible)" in shown
    far = network_text(solve_network(Points([[0, 0, 3, 0, 0, 7], [0, 0, 1, 0, 0, 0]], [2, 1]), seconds=1e-9))
    assert "proved: at least 0; labels in general position need 2)" in far
    assert re.search(r"\d: ", far)


def test_network_report__of_no_neurons():
    assert "0 (the fewest possible)" in network_text(solve_network(Points([[1, 2]], [0])))


@pytest.mark.slow
def test_network_report__of_a_price():
    points = Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0])
    shown = network_text(solve_network(points, "1/3"))
    for part in ("p = 1/3", "parameters  3", "objective   3 (the least possible)", "minimisers  4"):
        assert part in shown
    assert "parameters  3 (the fewest possible)" in network_text(solve_network(points, "0+"))


def test_network_path_report__says_how_small_p_must_be():
    console = Console(file=io.StringIO(), width=120)
    console.print(network_path_report(thresholds(Points([[-3], [4], [5]], [2, -2, 3])), "three", 6))
    shown = console.file.getvalue()
    for part in ("three: 3 points, 1 input", "in [0.272893, 0.272894]", "in [0.0642529, 0.0642530]", "candidates"):
        assert part in shown
    assert [line.split()[2] for line in shown.splitlines()[-3:]] == ["3", "4", "5"]


DIGITS = re.compile(r"[0-9.e/-]{3,}")
NOISY = Dataset([0, 1, 2, 3, 5], [0, "1.1", "1.9", "3.05", 1])
FEW = Points([[-3], [4], [5]], [2, -2, 3])
REPORTS = {
    "solve": lambda: report(solve(Dataset.from_gaps([1, 7, 29, -30, -16, 1]), "1/3"), "some data"),
    "path": lambda: path_report(path(Dataset.from_gaps([1, 7, 29, 30, 16, 1])), "some data"),
    "network": lambda: network_report(solve_network(Points([[1, "1/3"], ["22/7", 5]], [2, "-1/9"]), "1/2"), "points"),
    "network path": lambda: network_path_report(thresholds(FEW), "three"),
    "tolerance": lambda: tolerance_report(solve(NOISY, tolerance="1/3"), "some data"),
    "tolerances": lambda: tolerance_report(solve(NOISY, tolerance=[0, 1, "inf", "1/7", 2]), "some data"),
    "staircase": lambda: staircase_report(staircase(NOISY), "some data"),
}


def at_width(shown, width):
    console = Console(file=io.StringIO(), width=width)
    console.print(shown)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [24, 34, 80, 160])
@pytest.mark.parametrize("kind", REPORTS)
def test_every_report__folds_and_cuts_nothing(kind, width):
    wide, folded = at_width(REPORTS[kind](), 10_000), at_width(REPORTS[kind](), width)
    assert max(map(len, folded.splitlines())) <= width
    assert "\u2026" not in folded
    for part in wide.split():
        assert part in folded.split() or part in re.sub(r"\s", "", folded)
    # Numbers stay whole where the width allows: nobody can paste half a bracket.
    if width >= 34:
        assert {n for n in DIGITS.findall(wide) if len(n) < width - 6} <= set(DIGITS.findall(folded))


def one_line(solution):
    return " ".join(text(solution).split())


def test_report__tiny_and_huge_objectives_have_significant_digits():
    shown = one_line(solve(Dataset.from_gaps(["1e-600", "-2e-600"]), "1/2"))
    assert "in [2.41421356237e-300, 2.41421356238e-300]" in shown
    assert "in [2.41421356237e200, 2.41421356238e200]" in one_line(solve(Dataset.from_gaps(["1e400", "-2e400"]), "1/2"))
    assert "about 1e-300" in text(solve(Dataset.from_gaps(["1e-600"]), "1/2"))


def test_report__subnormal_numbers():
    shown = text(solve(Dataset([0, "4.1e-320", "4.4e-314", 1], ["0.42", "0.42", "0.44", "0.44"])))
    for part in ("about 4.1e-320", "about 4.4e-314", "about 4.54545878", "e311", "about -4.5454", "2 (the fewest"):
        assert part in shown
    far = text(solve(Dataset(["1e-400", "2e-400", "1e400"], [1, "3/2", 0])))
    for part in ("about 2e-400", "about -5e399", "about 5e399 * x"):
        assert part in far


@pytest.mark.parametrize("digits", [5, 17])
def test_path_report__a_change_near_1e_30(digits):
    """The two best matchings have products of sizes that differ by some 1e-30 only: they change places at once."""
    console = Console(file=io.StringIO(), width=120)
    found = path(Dataset.from_gaps([1, 2, 3, 4, Fraction(5, 4) + Fraction(1, 10**30)]))
    console.print(path_report(found, "some data", digits))
    (low, high) = re.search(r"change  *in \[(\S+), (\S+)\]", console.file.getvalue()).groups()
    assert low.endswith("e-30")
    assert len(low.partition("e")[0]) == digits + 1
    true = found.first_change.enclosure(40)
    assert Fraction(low) <= true[0] <= true[1] <= Fraction(high)


def test_network_report__more_neurons_than_fit():
    many = Points([[k] for k in range(30)], [(-1) ** k * (k + 1) for k in range(30)])
    assert "more neurons" in network_text(solve_network(many, seconds=0.5))


def shown_within(solution):
    lines = at_width(tolerance_report(solution, "some data"), 160).splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def test_tolerance_report__says_what_was_found():
    shown = shown_within(solve(NOISY, tolerance="0.3"))
    for part in (
        "some data: 5 points, 1 input, tolerance 3/10\n",
        "knots              1 (the fewest possible within the tolerance)\n",
        "largest residual   7/80, about 0.0875, the least with so few knots\n",
        "gates              5\n",
        "39/40 * x + 3/80",
        "rounded to 9 digits; exactly: --json, --table",
    ):
        assert part in shown
    # Another function with as few knots does not say that it is the nearest.
    shown = shown_within(solve(NOISY, tolerance="0.3", fit="any"))
    assert "largest residual   3/10" in shown
    assert "the least" not in shown
    assert "least factor" not in shown


def test_tolerance_report__gates_of_their_own():
    shown = shown_within(solve(NOISY, tolerance=[0, 1, "inf", "1/7", 2]))
    for part in ("a tolerance for each point", "least factor", "5: 1 open on both sides, 1 of one value"):
        assert part in shown
    assert "the least with so few knots" not in shown
    shown = shown_within(solve(NOISY, lower=[0, 1, None, None, 0], upper=[1, 2, None, 4, 2], fit="any"))
    for part in ("bounds", "the fewest possible between the bounds", "1 open on both sides, 1 open on one side"):
        assert part in shown
    assert "tolerance infinite" in shown_within(solve(NOISY, tolerance="inf"))
    twice = Dataset([0, 0, 1], [0, 1, 3], ties="gates")
    assert "gates              3 at 2 inputs" in shown_within(solve(twice, tolerance=1))


def test_tolerance_report__more_knots_than_fit_and_none():
    many = Dataset(range(60), [3 * (k % 2) for k in range(60)])
    shown = shown_within(solve(many, tolerance=1))
    assert "more knots (all of them, exactly: --json)" in shown
    assert "rounded to" not in shown
    assert "slope change" not in shown_within(solve(many, tolerance=2))


def test_staircase_report__from_the_fewest_knots_on():
    found = staircase(NOISY)
    shown = at_width(staircase_report(found, "some data"), 120)
    assert "some data: 5 points, 1 input, fewest knots within each tolerance" in shown
    rows = [line.split()[:2] for line in shown.splitlines()[2:]]
    assert rows == [[str(step.knots), str(step.tolerance)] for step in reversed(found.steps)]
    many = staircase(Dataset(range(90), [k * k * k % 101 for k in range(90)]))
    assert len(many.steps) > 40
    shown = at_width(staircase_report(many, "some data"), 120)
    assert f"... and {len(many.steps) - 40} more steps at smaller tolerances" in shown


def test_staircase_report__of_nothing():
    twice = staircase(Dataset([0, 0], [1, 4], ties="gates"), highest=1)
    assert "no step in this range" in at_width(staircase_report(twice, "some data"), 120)
