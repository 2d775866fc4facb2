"""The table of local minimisers says what there is, and its numbers are those of the library."""

import pytest
from rich.console import Console

from sparsest import Dataset, local_minimizers
from sparsest.exact.exponent import Exponent
from sparsest.local_report import local_report


def shown(data, p, limit):
    """The lines, with one blank between words."""
    console = Console(width=100)
    with console.capture() as kept:
        console.print(local_report(local_minimizers(data), Exponent.read(p), limit))
    return [" ".join(line.split()) for line in kept.get().splitlines()]


def lines(gaps, p, limit):
    return shown(Dataset.from_gaps(gaps), p, limit)


def test_ranked_with_values():
    assert lines([2, 2, 3], "1/2", 10) == [
        "local minimisers: 2, the same for every p in (0, 1)",
        "rank knots about V_p pairs with one knot",
        "1 2 3.650281539872 3+4",
        "2 2 3.732050807568 2+3",
    ]


@pytest.mark.parametrize("p", ["0+", "1-"])
def test_limits_have_no_values(p):
    _, heading, *rows = lines([1, 1, 1, 0, 5, 5], p, 10)
    assert heading == "rank knots pairs with one knot, beside 1 that all have"
    assert rows == ["1 3 2+3", "1 3 3+4"]


def test_what_is_left_out_is_said():
    assert lines([1] * 5, "1/2", 2)[-1] == "... and 1 more (--local 4)"
    assert lines([1] * 5, "1/2", 3)[-1] == "1 3 3.828427124746 3+4, 5+6"
    assert lines([1] * 5, "1/2", 0) == [
        "local minimisers: 3, the same for every p in (0, 1)",
        "... and 3 more (--local 2)",
    ]


def test_too_many_are_not_ranked():
    *_, row, _, last = lines([1] * 31, "1/2", 1)
    assert row.startswith("- 16 ")
    assert last == "not ranked: more than 1,000 local minimisers"


def test_a_count_of_many_digits_is_cut():
    assert "..." in lines([1] * 3000, "1/2", 0)[0]
    assert len(lines([1] * 3000, "1/2", 0)[0]) < 100


def test_one_point_has_infinitely_many():
    assert shown(Dataset([1], [2]), "0+", 3)[::2] == [
        "local minimisers: infinite, the same for every p in (0, 1)",
        "1 0 none",
    ]
