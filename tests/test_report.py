import io
import re

from rich.console import Console

from proofs_check.strategies import data_from_gaps
from sparsest import Dataset, Points, path, solve, solve_network, thresholds
from sparsest.report import network_path_report, network_report, path_report, report


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
    assert "neurons     1 (the fewest possible)" in network_text(solve_network(points, count="neurons"))


def test_network_report__of_many_inputs_names_those_in_use():
    shown = network_text(solve_network(Points([[0, 0, 1, 0, 0, 7]], [2])))
    assert "proved" not in shown
    assert "1 (the fewest possible)" in shown
    far = network_text(solve_network(Points([[0, 0, 3, 0, 0, 7], [0, 0, 1, 0, 0, 0]], [2, 1]), seconds=1e-9))
    assert "proved: at least 0" in far
    assert re.search(r"\d: ", far)


def test_network_report__of_no_neurons():
    assert "0 (the fewest possible)" in network_text(solve_network(Points([[1, 2]], [0])))


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
    for part in ("three: 3 points, 1 inputs", "in [0.272893, 0.272894]", "in [0.0642529, 0.0642530]", "candidates"):
        assert part in shown
    assert [line.split()[2] for line in shown.splitlines()[-3:]] == ["3", "4", "5"]
