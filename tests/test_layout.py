"""Facts and records at every width: nothing is cut, and no word is folded that need not be."""

import io

import pytest
from rich.console import Console
from rich.text import Text

from sparsest.layout import Facts, Records

FACTS = Facts([("critical exponent p*", "in [0.18071736370581730, 0.18071736370581731]"), ("knots", "3")])
ROWS = Records(["p from", "to", "unde-\ncided"], [["0", "0.63090710026719282", Text("1")], ["0.5", "1", "2"]])


def drawn(shown, width):
    console = Console(file=io.StringIO(), width=width)
    console.print(shown)
    return [line.rstrip() for line in console.file.getvalue().rstrip().split("\n")]


def test_facts__side_by_side_folded_and_stacked():
    assert drawn(FACTS, 80) == [
        "critical exponent p*  in [0.18071736370581730, 0.18071736370581731]",
        "knots                 3",
    ]
    assert len(drawn(FACTS, 50)) == 3
    assert drawn(FACTS, 34) == [
        "critical exponent p*", "  in [0.18071736370581730,", "  0.18071736370581731]", "knots", "  3",
    ]  # fmt: skip
    assert drawn(Facts([]), 10) == [""]


def test_records__a_table_or_a_list_for_each_row():
    assert ROWS.width == 8 + 21 + 7
    assert drawn(ROWS, 36)[2:] == ["      0  0.63090710026719282      1", "    0.5                    1      2"]
    assert drawn(ROWS, 35) == [
        "p from     0", "to         0.63090710026719282", "undecided  1", "",
        "p from     0.5", "to         1", "undecided  2",
    ]  # fmt: skip


@pytest.mark.parametrize("width", range(8, 40))
@pytest.mark.parametrize("shown", [FACTS, ROWS], ids=["facts", "records"])
def test_nothing_is_cut_at_any_width(shown, width):
    lines = drawn(shown, width)
    assert max(map(len, lines)) <= width
    joined = "".join(line.strip() for line in lines).replace(" ", "")
    assert joined.count("0.6309071002671928") + joined.count("0.1807173637058173") == (2 if shown is FACTS else 1)
