import io

from rich.console import Console

from proofs_check.strategies import data_from_gaps
from sparsest import Dataset, solve
from sparsest.report import report


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
