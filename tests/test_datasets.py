"""The data sets that ship with the package show what their README says, with certificates that the checker accepts."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from proofs_check.verify import check_certificate, check_file
from sparsest import Dataset, path, solve, solve_network
from sparsest.points import Points
from tests.bench.generic import Sweep, in_general_position

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


@pytest.mark.slow
def test_counter_5__five_points_in_general_position_that_need_six_parameters():
    counter = Points.from_csv(FOLDER / "counter_5.csv")
    assert in_general_position(counter)
    solution = solve_network(counter)
    assert (solution.value, solution.optimal, len(counter)) == (6, True, 5)
    assert check_certificate(solution.certificate()).verdict == "accept"
    # The origin matters, for biases are charged.
    moved = Points([[a - Fraction(1, 2) for a in row] for row in counter.x], counter.y)
    network = Sweep(moved).network()
    assert network.interpolates(moved)
    assert network.parameters == 5
    # Planted: two points with one x1, and three on a line.
    assert not in_general_position(Points([[1, 2], [1, 3]], [1, 1]))
    assert not in_general_position(Points([[1, 2], [2, 3], [4, 5]], [1, 1, 1]))


def test_four_pieces__in_one_run():
    assert [piece.knots for piece in found("four_pieces").pieces] == [5, 6, 5, 6]
    assert len(found("four_pieces").gaps.runs) == 1


@pytest.mark.parametrize("file", PROVED, ids=lambda f: f.name)
def test_certificates__are_accepted_and_are_of_these_data(file):
    assert check_file(file).verdict == "accept"
    shown = json.loads(file.read_text())
    assert shown == path(Dataset.from_csv(str(file).replace(".path.json", ".csv"))).certificate()


def resistance(celsius):
    """IEC 60751: the resistance in ohm of a platinum thermometer of 100 ohm at 0 degrees (Callendar and Van Dusen)."""
    a, b, c = Fraction("3.9083e-3"), Fraction("-5.775e-7"), Fraction("-4.183e-12")
    below = c * (celsius - 100) * celsius**3 if celsius < 0 else 0
    return 100 * (1 + a * celsius + b * celsius**2 + below)


def test_pt100__is_the_table_of_the_standard():
    table = Dataset.from_csv(FOLDER / "pt100.csv")
    assert table.y == tuple(range(-200, 851))
    assert table.x == tuple(Fraction(round(100 * resistance(t)), 100) for t in range(-200, 851))
    # As printed in the standard.
    printed = {-200: "18.52", -100: "60.26", 0: "100", 100: "138.51", 200: "175.86", 850: "390.48"}
    assert {t: table.x[t + 200] for t in printed} == {t: Fraction(ohm) for t, ohm in printed.items()}
    # A wrong sign of the last coefficient would be seen.
    assert round(resistance(-200), 2) != round(resistance(-200) - 2 * 100 * Fraction("-4.183e-12") * 300 * 200**3, 2)


@pytest.mark.slow
def test_pt100__a_tolerance_makes_it_short():
    table = Dataset.from_csv(FOLDER / "pt100.csv")
    assert solve(table).knots == 522
    found = solve(table, tolerance="0.1")
    assert (found.knots, found.largest_residual) == (16, Fraction(97, 1050))
    assert check_certificate(found.certificate()).verdict == "accept"


def test_heating__is_drawn_as_told_and_needs_as_many_bends_as_the_line_behind_it():
    table = Dataset.from_csv(FOLDER / "heating.csv")
    bends = [(0, 20), (8.5, 20), (27, 65), (41.5, 65), (59, 38)]
    noise = np.random.default_rng(1).uniform(-2.4, 2.4, 60)
    readings = (np.interp(np.arange(60), *zip(*bends, strict=True)) + noise).round(1)
    assert table.x == tuple(range(60))
    assert table.y == tuple(Fraction(f"{reading:g}") for reading in readings)
    assert (solve(table).knots, solve(table, tolerance="2.5").knots, solve(table, tolerance=2).knots) == (46, 3, 5)
