"""Pictures of functions within a tolerance and of staircases: what is drawn where, and how large the files are."""

import io
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from sparsest import Dataset, UsageError, solve, staircase
from sparsest import tolerance_plot as module
from sparsest.frame import FORMATS
from sparsest.plot import picture_of_solution, plot_solution
from sparsest.tolerance_plot import picture_of_staircase, picture_of_tolerance_solution, plot_staircase
from sparsest.univariate.staircase import Staircase, Step
from tests.svg import texts

DATA = Dataset([0, 1, 2, 3, 5], [0, "1.1", "1.9", "3.05", 1])
FOUND = solve(DATA, tolerance="0.3")


@pytest.fixture
def panels(monkeypatch):
    """What is drawn, in place of the file."""

    def keep(draw, _suffix, _height, panels=1):
        figure = Figure()
        draw(figure)
        return figure.axes

    monkeypatch.setattr(module, "picture", keep)


def bars(panel):
    """Return the bars of the gates, as (x, low, high)."""
    found = [c for c in panel.collections if hasattr(c, "get_segments") and c.get_label() == "gates"]
    return [(a[0], a[1], b[1]) for collection in found for a, b in collection.get_segments()]


@pytest.mark.parametrize("suffix", FORMATS)
def test_plot_solution__writes_functions_within_a_tolerance_too(tmp_path, suffix):
    plot_solution(FOUND, tmp_path / f"a{suffix}", axes=("t [s]", "U"))
    start = {".svg": b"<?xml", ".png": b"\x89PNG", ".pdf": b"%PDF"}[suffix]
    assert (tmp_path / f"a{suffix}").read_bytes().startswith(start)


def test_picture__says_what_it_shows():
    shown = texts(picture_of_tolerance_solution(FOUND, axes=("t [s]", "U")))
    for part in ("tolerance 3/10: 1 knots (the fewest possible), largest residual 0.0875", "t [s]", "U", "gates",
                 "data (5 points)", "fewest knots", "knots", "residual f(x) - y"):  # fmt: skip
        assert part in shown
    assert picture_of_solution(FOUND) == picture_of_tolerance_solution(FOUND)
    assert picture_of_solution(FOUND) != picture_of_solution(solve(DATA, tolerance="0.2", fit="any"))


def test_picture__gates_function_and_residuals_are_where_they_should_be(panels):
    above, below = picture_of_tolerance_solution(FOUND)
    assert bars(above) == [
        pytest.approx((float(x), float(y) - 0.3, float(y) + 0.3)) for x, y in zip(DATA.x, DATA.y, strict=True)
    ]
    assert bars(below) == [pytest.approx((float(x), -0.3, 0.3)) for x in DATA.x]
    dots = next(line for line in below.lines if line.get_marker() == "o")
    assert list(dots.get_ydata()) == pytest.approx([float(r) for r in FOUND.residuals])
    (knots,) = [line for line in above.lines if line.get_label() == "knots"]
    assert list(knots.get_xdata()) == [float(t) for t in FOUND.spline.knots]


def test_picture__open_gates_reach_to_the_rim_or_are_not_drawn(panels):
    found = solve(DATA, lower=[-1, None, None, 3, 0], upper=[1, 2, None, None, 2], fit="any")
    above, below = picture_of_tolerance_solution(found)
    (low, high), drawn = above.get_ylim(), bars(above)
    assert [x for x, _, _ in drawn] == [0, 1, 3, 5]
    assert drawn[1] == pytest.approx((1, low, 2))
    assert drawn[2] == pytest.approx((3, 3, high))
    assert len(bars(below)) == 4
    assert "bounds: " in above.get_title(loc="left")
    above, _ = picture_of_tolerance_solution(solve(DATA, tolerance="inf"))
    assert bars(above) == []
    assert "tolerance infinite" in above.get_title(loc="left")


def test_picture__every_label_of_an_input_is_drawn(panels):
    data = Dataset([0, 0, 1, 2], [0, 1, 3, 0], ties="gates")
    above, _ = picture_of_tolerance_solution(solve(data, tolerance=1))
    assert [x for x, _, _ in bars(above)] == [0, 0, 1, 2]


def test_picture__of_many_points_has_a_band(panels):
    data = Dataset(range(600), [k % 7 for k in range(600)])
    above, _ = picture_of_tolerance_solution(solve(data, tolerance=1, fit="any"))
    assert bars(above) == []
    assert any(c.get_label() == "gates" for c in above.collections)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["walk", "noise"])
def test_picture__of_10000_points_stays_small(kind):
    steps = np.random.default_rng(3).integers(-1000, 1001, 10**4)
    data = Dataset(range(10**4), np.cumsum(steps) if kind == "walk" else steps)
    for tolerance in (300, 950):
        picture = picture_of_solution(solve(data, tolerance=tolerance, fit="any"))
        assert 20_000 < len(picture) < 300_000
        assert b"<image" in picture


@pytest.mark.slow
@pytest.mark.parametrize(
    ("x", "y", "tolerance"),
    [
        ([0, 1, 2, 3], [0, "1e400", 0, "3e399"], "1e399"),
        ([0, "1e-400", "3e-400"], [0, 1, 0], "1/4"),
        ([10**400, 10**400 + 1, 10**400 + 3], [0, 1, 0], "1e-400"),
        ([0], [0], 0),
        ([0, 1], [2, 2], "1e400"),
    ],
)
def test_pictures__of_numbers_beyond_floats(x, y, tolerance):
    data = Dataset(x, y)
    assert picture_of_solution(solve(data, tolerance=tolerance)).startswith(b"<?xml")
    assert picture_of_staircase(staircase(data)).startswith(b"<?xml")


def test_dates__name_the_ticks_of_the_inputs():
    rows = "when,level\n2024-01-01,1\n2024-01-20,3\n2024-02-10,2\n2024-04-15,0\n"
    dated = Dataset.from_csv(io.StringIO(rows), dates=True)
    assert "2024-01-01" in texts(picture_of_solution(solve(dated, tolerance="1/2"), axes=dated.names))


def test_staircase__every_step_is_a_level_from_its_tolerance_on(panels):
    found = staircase(DATA)
    (panel,) = picture_of_staircase(found)
    levels, dots = panel.lines[:2]
    at = [float(tolerance) for tolerance, _ in found.steps]
    assert list(dots.get_xdata()) == at
    assert list(dots.get_ydata()) == [knots for _, knots in found.steps]
    assert list(levels.get_xdata())[:-1] == at
    assert levels.get_drawstyle() == "steps-post"
    assert levels.get_xdata()[-1] > at[-1]


def test_staircase__of_wide_tolerances_has_a_logarithmic_axis_with_zero_at_its_rim(panels):
    found = staircase(Dataset.from_gaps([1, 0, 1000, 0, "1/100", 0, "1e-9"]))
    (panel,) = picture_of_staircase(found)
    assert "logarithmic" in panel.get_xlabel()
    names = {text.get_text(): at for at, text in zip(panel.get_xticks(), panel.get_xticklabels(), strict=True)}
    assert names["0"] == panel.get_xlim()[0] < min(at for name, at in names.items() if name != "0")
    assert all(10.0**at == pytest.approx(float(name)) for name, at in names.items() if name != "0")
    dots = panel.lines[1].get_xdata()
    assert list(10.0 ** np.array(dots[1:])) == pytest.approx([float(at) for at, _ in found.steps[1:]])
    (panel,) = picture_of_staircase(staircase(DATA))
    assert "logarithmic" not in panel.get_xlabel()


def test_staircase__of_many_knots_has_a_logarithmic_axis_of_them(panels):
    many = [Step(Fraction(k), 300 - k) for k in range(301)]
    (panel,) = picture_of_staircase(Staircase(DATA, tuple(many)))
    assert panel.get_yscale() == "symlog"
    (panel,) = picture_of_staircase(staircase(DATA))
    assert panel.get_yscale() == "linear"


def test_staircase__without_steps_or_with_one():
    twice = Dataset([0, 0], [1, 4], ties="gates")
    assert "no step" in "".join(texts(picture_of_staircase(staircase(twice, highest=1))))
    assert "1 steps" in "".join(texts(picture_of_staircase(staircase(Dataset([0, 1], [0, 1])))))


def test_plot_staircase__writes_where_it_is_told(tmp_path):
    found = staircase(DATA)
    plot_staircase(found, tmp_path / "a.svg")
    into = io.BytesIO()
    plot_staircase(found, into)
    assert into.getvalue() == (tmp_path / "a.svg").read_bytes() == picture_of_staircase(found)
    with pytest.raises(UsageError, match="gif"):
        plot_staircase(found, tmp_path / "a.gif")


def test_picture__that_of_the_readme_is_the_same_as_ever():
    root = Path(__file__).parents[1]
    table = Dataset.from_csv(root / "reference/sparsest/datasets/pt100.csv")
    made = picture_of_solution(solve(table, tolerance="0.1"), axes=(table.names[0], table.names[1]))
    assert texts(made) == texts((root / "docs/pt100.svg").read_bytes())
