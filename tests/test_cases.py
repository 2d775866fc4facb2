"""Inputs from public threads and files, small ones as they stand in tests/cases, each with its right answer.

Wrong tables are in tests/table/test_cases.py; data with several inputs in tests/multivariate.
"""

import io
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from sparsest import DataError, Dataset, Network, Neuron, path, solve
from sparsest.interchange.layers import Layers
from sparsest.multivariate.box import box_range
from sparsest.plot import picture_of_solution
from tests.sparsest_cli.terminal import sparsest

CASES = Path(__file__).parent / "cases"

# (file, knots, their places, slope changes); where None it is not known by another method.
SOLVED = [
    ("bod", 3, ["2", "3", "229/51"], ["67/10", "-117/10", "51/10"]),
    ("bod_rownames", 3, ["2", "3", "229/51"], ["67/10", "-117/10", "51/10"]),
    ("cv18468_zigzag", 2, ["10", "19"], ["-2", "2"]),
    ("denormal_x", 2, ["4.1e-320", "4.4e-314"], None),
    ("first_line_unicode_minus", 2, ["0", "1"], ["1", "-4"]),
    ("header_two_theta", 1, ["21/2"], ["-6"]),
    ("leetcode2280_case80", 1, ["500000000"], ["1/249999999500000000"]),
    ("same_number_twice", 1, ["0"], ["33722/46083"]),
    ("sampled_deep_net", 1, ["-3/2"], ["-24"]),
    ("month_day", 3, ["1/6", "2/9", "1/3"], None),
]


def exact(text):
    return Fraction(text) if "/" in text else Fraction(Decimal(text))


@pytest.mark.parametrize(("name", "knots", "places", "changes"), SOLVED, ids=[case[0] for case in SOLVED])
def test_solve__has_the_right_answer(name, knots, places, changes):
    spline = solve(Dataset.from_csv(CASES / "data" / f"{name}.csv")).spline
    assert len(spline.knots) == knots
    assert list(spline.knots) == [exact(place) for place in places]
    if changes is not None:
        assert list(spline.slope_changes) == [exact(change) for change in changes]


@pytest.mark.slow
def test_denormal__prints_plots_and_is_proved(tmp_path):
    data = CASES / "data" / "denormal_x.csv"
    spline = solve(Dataset.from_csv(data)).spline
    assert spline.slope_changes[0] == -spline.slope_changes[1] == Fraction(2 * 10**319, 43999959)
    proof, picture = tmp_path / "proof.json", tmp_path / "picture.svg"
    for options in ([], ["--p", "1/2"], ["--plot", picture], ["--certificate", proof], ["--model", "multivariate"]):
        code, out, err = sparsest("solve", data, *options)
        assert (code, err) == (0, "")
        assert "knots" in out or "parameters" in out
    assert sparsest("verify", proof)[0] == 0
    assert picture.stat().st_size > 1000


@pytest.mark.parametrize(
    ("name", "points", "knots", "bends"), [("thermistor71_before", 141, 60, 70), ("vapour_pressure", 19, 9, 17)]
)
def test_measured_tables__every_p_gives_the_fewest(name, points, knots, bends):
    found = path(Dataset.from_csv(CASES / "data" / f"{name}.csv"))
    assert (len(found.data), found.gaps.fewest_knots, found.critical_exponent) == (points, knots, None)
    # Joining the dots bends at every gap that is not zero.
    assert sum(gap != 0 for gap in found.gaps.gaps) == bends


def test_ruptures__in_decimals_and_in_floats():
    """A line that bends twice: as it is meant, and as floats compute it; 523 by another dynamic programme."""
    lines = [(0, 0, Fraction(1, 10)), (300, 30, Fraction(4, 10)), (700, 190, Fraction(8, 10))]
    labels = [max(y + slope * (k - x) for x, y, slope in lines) for k in range(1000)]
    meant = solve(Dataset(range(1000), labels))
    assert (meant.spline.knots, meant.spline.slope_changes) == ((300, 700), (Fraction(3, 10), Fraction(2, 5)))
    computed = [0.1 * k if k < 300 else 30 + 0.4 * (k - 300) if k < 700 else 190 + 0.8 * (k - 700) for k in range(1000)]
    # As text each label is the decimal that is printed, as floats the dyadic that it is: other numbers, other knots.
    written = "".join(f"{k},{label!r}\n" for k, label in enumerate(computed))
    printed, dyadic = solve(Dataset.from_csv(io.StringIO(written))), solve(Dataset(range(1000), computed))
    assert printed.knots == 523
    for found in (printed, dyadic):
        assert found.rounding_noise.nonzero - found.rounding_noise.gaps == 2
    assert solve(Dataset(range(1000), computed, decimals=6)).spline == meant.spline


def test_rounded_segments__are_interpolated_and_said():
    solution = solve(Dataset.from_csv(CASES / "files" / "r4_piecewise_rounded.csv"))
    assert solution.knots == 45
    assert solution.rounding_noise.gaps == 43


def test_a_thousand_points__nineteen_knots_are_marked():
    solution = solve(Dataset.from_csv(CASES / "files" / "r12_1000_pl.csv"))
    assert solution.knots == 19
    assert len(picture_of_solution(solution)) < 300_000


def test_two_labels__name_both_and_the_cure():
    with pytest.raises(DataError, match=r"x = 1 has two labels, 7 \(line 3\) and 10 \(line 4\).*ties=.mean."):
        Dataset.from_csv(CASES / "data" / "two_labels_jump.csv")


@pytest.mark.parametrize("unit", ["D", "h", "s", "ns", "M"])
def test_times__are_no_numbers(unit):
    for kind in ("timedelta64", "datetime64"):
        with pytest.raises(DataError, match="the data, entry 0, y: "):
            Dataset([0, 1, 2], np.array([0, 1, 2], dtype=f"{kind}[{unit}]"))


def test_roots__which_of_two_networks_is_cheaper():
    def net(weights):
        return Network([Neuron.of(1, a, i) for i, a in enumerate(weights)])

    one, other = net([10, 11]), net([5, 18])
    low, high = (one.power_sum - other.power_sum).at("1/2").enclosure(12)
    assert Fraction("0.00019378590470") < low < high < Fraction("0.00019378590471")
    assert not one.path_norm("1/2") < other.path_norm("1/2")
    assert other.path_norm("1/2") < one.path_norm("1/2")


def test_network_107__violates_the_property_that_a_verifier_said_holds():
    """Its exact value, and its exact range over the interval: at its ends and at the kinks inside."""
    w = ["-0.2092992410225305", "0.1527785697079942", "0.6952328858495411"]
    b = ["-0.12896309655879667", "0.13005202010414774", "-0.34826001136290063"]
    v = ["0.004074797378236905", "0.8952987002088535", "-0.07894098008654638"]
    net = Network([Neuron.of(*weights) for weights in zip(v, w, b, strict=True)], 0, "-0.8416186860567856")
    value = net("0.2784674376040637")
    assert value == net.to_spline()("0.2784674376040637")
    assert str(float(value)).startswith("-0.68709382177856")
    middle, half = Fraction("0.3791619134008495"), Fraction("0.10069447579678581")
    ends = [middle - half, middle + half]
    values = net([*ends, *(knot for knot in net.to_spline().knots if ends[0] < knot < ends[1])])
    least, greatest = net.to_spline().extremes(*ends)
    assert (least.value, greatest.value) == (min(values), max(values))
    shown = [float(least.value), float(greatest.value)]
    assert json.dumps(shown) == "[-0.6870938217785646, -0.6595473465940204]"


def test_network_161__violates_the_property_that_a_verifier_said_holds():
    """Over [-1/10, 1/10] all outputs were said to lie in [0.96, 1.02]; the exact range reaches further down."""
    w = ["-0.975284591130944", "0.7885734449914388", "0.7617017307581886", "0.5385053811330853"]
    b = ["0.7085867110914621", "-0.32828733144907973", "0.03467523300926967", "-0.9088829434660597"]
    v = ["0.22497019553502984", "-0.15284772561320548", "-0.5211046247176414", "-0.08316072904569483"]
    net = Network([Neuron.of(*weights) for weights in zip(v, w, b, strict=True)], 0, "0.8324791917467058")
    least, greatest = net.to_spline().extremes("-0.1", "0.1")
    exact = list(zip(*(map(Fraction, column) for column in (v, w, b)), strict=True))
    own = {x: Fraction("0.8324791917467058") + sum(c * max(0, a * x + at) for c, a, at in exact)
           for x in (Fraction(-1, 10), -exact[2][2] / exact[2][1], Fraction(1, 10))}  # fmt: skip
    assert (least.value, greatest.value) == (min(own.values()), max(own.values()))
    assert least.value < Fraction("0.96") < greatest.value < Fraction("1.02")
    assert (least.x, greatest.x) == (Fraction(1, 10), Fraction(-1, 10))
    assert json.dumps([float(least.value), float(greatest.value)]) == "[0.9121870324379281, 1.0138310792113787]"
    over_box = box_range(Layers.of_network(net).to_multivariate(), ["-0.1"], ["0.1"])
    assert over_box.exact
    assert (over_box.least.value, over_box.greatest.value) == (least.value, greatest.value)
