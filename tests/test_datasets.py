"""The data sets that ship with the package show what their README says, with certificates that the checker accepts."""

import json
from pathlib import Path

import pytest

from proofs_check.verify import check_file
from sparsest import Dataset, path
from sparsest.points import Points

FOLDER = Path(__file__).parents[1] / "reference/sparsest/datasets"
PROVED = sorted(FOLDER.glob("*.path.json"))


def found(name):
    return path(Dataset.from_csv(FOLDER / f"{name}.csv"))


def test_every_data_set_is_described_and_readable():
    described = (FOLDER / "README.md").read_text()
    for file in FOLDER.glob("*.csv"):
        assert f"`{file.name}`" in described
        assert f"| `{file.name}` | {len(Points.from_csv(file))} |" in described
    assert len(PROVED) == 4


def test_non_monotone__fewest_then_more_then_fewest_again():
    assert [piece.knots for piece in found("non_monotone").pieces] == [3, 4, 3]
    assert found("non_monotone").gaps.fewest_knots == 3


def test_tiny_exponent__four_gaps_below_one_hundredth():
    tiny = found("tiny_exponent")
    assert len(tiny.gaps.gaps) == 4
    assert tiny.critical_exponent.enclosure()[1] < 0.01


def test_five_breakpoints__one_knot_more_after_each():
    assert [piece.knots for piece in found("five_breakpoints").pieces] == [10, 11, 12, 13, 14, 15]


def test_four_pieces__in_one_run():
    assert [piece.knots for piece in found("four_pieces").pieces] == [5, 6, 5, 6]
    assert len(found("four_pieces").gaps.runs) == 1


@pytest.mark.parametrize("file", PROVED, ids=lambda f: f.name)
def test_certificates__are_accepted_and_are_of_these_data(file):
    assert check_file(file).verdict == "accept"
    shown = json.loads(file.read_text())
    assert shown == path(Dataset.from_csv(str(file).replace(".path.json", ".csv"))).certificate()
