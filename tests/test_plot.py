import html
import io
from pathlib import Path as FilePath

import numpy as np
import pytest

from sparsest import Dataset, UsageError, path, solve
from sparsest.frame import FORMATS
from sparsest.plot import picture_of_path, picture_of_solution, plot_path, plot_solution
from tests.svg import texts

PEAK = solve(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]), "1/2")


@pytest.mark.parametrize("suffix", FORMATS)
def test_plot_solution__writes_every_format(tmp_path, suffix):
    path = tmp_path / f"peak{suffix}"
    plot_solution(PEAK, path)
    start = {".svg": b"<?xml", ".png": b"\x89PNG", ".pdf": b"%PDF"}[suffix]
    assert path.read_bytes().startswith(start)


@pytest.mark.slow
def test_plot_solution__the_same_solution_gives_the_same_picture(tmp_path):
    for name in ("a.svg", "b.svg"):
        plot_solution(PEAK, tmp_path / name)
    first, second = (tmp_path / name for name in ("a.svg", "b.svg"))
    assert first.read_bytes() == second.read_bytes()
    plot_solution(solve(PEAK.data, "0+"), second)
    assert first.read_bytes() != second.read_bytes()


@pytest.mark.parametrize(
    "data",
    [Dataset([1], [2]), Dataset([0, 1], [0, 5]), Dataset(range(600), [k % 7 for k in range(600)])],
    ids=["one point", "two points", "many points"],
)
def test_plot_solution__sizes(tmp_path, data):
    plot_solution(solve(data), tmp_path / "p.png")
    assert (tmp_path / "p.png").stat().st_size > 5000


def test_plot_solution__refuses(tmp_path):
    with pytest.raises(UsageError, match=r"\.gif"):
        plot_solution(PEAK, tmp_path / "p.gif")
    with pytest.raises(UsageError, match="gif"):
        picture_of_solution(PEAK, ".gif")
    with pytest.raises(UsageError, match="gif"):
        plot_solution(PEAK, io.BytesIO(), format="gif")


@pytest.mark.slow
@pytest.mark.parametrize("gaps", [[], [1], [1, 7, 29, 30, 16, 1]], ids=["affine", "one piece", "three pieces"])
def test_plot_path__draws_any_number_of_pieces(tmp_path, gaps):
    plot_path(path(Dataset.from_gaps(gaps)), tmp_path / "p.png")
    assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(UsageError, match="suffix"):
        plot_path(path(Dataset.from_gaps(gaps)), tmp_path / "p")


@pytest.mark.slow
def test_picture__is_what_the_file_holds(tmp_path):
    plot_solution(PEAK, tmp_path / "a.svg", axes=("t [s]", "U"))
    into = io.BytesIO()
    plot_solution(PEAK, into, axes=("t [s]", "U"), format="svg")
    assert (
        into.getvalue() == (tmp_path / "a.svg").read_bytes() == picture_of_solution(PEAK, ".svg", axes=("t [s]", "U"))
    )
    plot_solution(PEAK, tmp_path / "odd.name", format="pdf")
    assert (tmp_path / "odd.name").read_bytes().startswith(b"%PDF")
    found, path_into = path(PEAK.data), io.BytesIO()
    plot_path(found, path_into)
    assert path_into.getvalue() == picture_of_path(found, ".svg")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["U [V]", "a$b$c", "$\\frac{", "\u529b", "<&>", "n" * 500])
def test_picture__axes_are_named_as_the_columns(name):
    """Also where a name is no TeX, has letters that no font has, or is far too long."""
    for picture in (picture_of_solution(PEAK, axes=(name, "y")), picture_of_path(path(PEAK.data), axes=(name, "y"))):
        shown = list(map(html.unescape, texts(picture)))
        assert any(text.startswith(name[:40]) for text in shown), shown
        assert max(map(len, shown)) < 100


@pytest.mark.slow
@pytest.mark.parametrize(
    ("x", "y", "ticks"),
    [
        ([0, "4.1e-320", "4.4e-314", 1], ["0.42", "0.42", "0.44", "0.44"], ["0.0", "1.0"]),
        (["1e-320", "2e-320", "4e-320"], [0, 1, 0], ["1e-320", "2e-320", "4e-320"]),
        ([0, "1e-400", "3e-400"], [0, 1, 0], ["1e-400", "3e-400"]),
        ([0, 1, 2], [0, "1e400", 0], ["0", "1e400"]),
        ([0, 1, 2], ["1e-400"] * 3, ["about 1e-400"]),
        ([0, 1, 2], ["1e400"] * 3, ["about 1e400"]),
        ([10**400, 10**400 + 1, 10**400 + 3], [0, 1, 0], ["+0", "+1", "+3", "x, from about 1e400 on"]),
        ([10**20, 10**20 + 1, 10**20 + 3], [0, 1, 0], ["+0", "+3"]),
    ],
)
def test_picture__of_numbers_beyond_floats_has_true_ticks(x, y, ticks):
    data = Dataset(x, y)
    shown = texts(picture_of_solution(solve(data)))
    for tick in ticks:
        assert tick in shown, shown
    assert picture_of_path(path(data)).startswith(b"<?xml")


@pytest.mark.slow
def test_picture__knots_are_marked_however_many_points_there_are():
    zigzag = solve(Dataset(range(1000), [abs(k % 100 - 50) for k in range(1000)]))
    assert zigzag.knots == 19
    blue = picture_of_solution(zigzag).decode().count("stroke: #0b6bcb; stroke-linejoin: miter")
    assert blue >= 19
    noisy = solve(Dataset(range(1000), [(k * k) % 7 for k in range(1000)]))
    assert noisy.knots > 400
    assert picture_of_solution(noisy).decode().count("stroke: #0b6bcb; stroke-linejoin: miter") < 19


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["walk", "noise"])
def test_picture__of_10000_points_stays_small(kind):
    steps = np.random.default_rng(3).integers(-1000, 1001, 10**4)
    data = Dataset(range(10**4), np.cumsum(steps) if kind == "walk" else steps)
    picture = picture_of_solution(solve(data))
    assert 20_000 < len(picture) < 300_000
    assert b"<image" in picture
    assert b"<image" not in picture_of_solution(PEAK)


@pytest.mark.slow
def test_picture__of_a_path_shows_its_pieces_side_by_side():
    found = path(Dataset.from_gaps([1, 7, 29, 30, 16, 1]))
    assert found.pieces[0].spline == found.pieces[2].spline
    shown = texts(picture_of_path(found))
    titles = [text for text in shown if "knots" in text and "p &lt;" in text.replace("<", "&lt;")]
    assert len(titles) == 3
    many = path(Dataset.from_gaps([g for m in (4, 6, 10, 20, 40, 70, 100, 200, 400) for g in (1, m, m, 1, -1)]))
    assert len(many.pieces) > 8
    assert any("the first 8 of" in text for text in texts(picture_of_path(many)))


def test_picture__that_of_the_readme_is_the_same_as_ever():
    root = FilePath(__file__).parents[1]
    nile = solve(Dataset.from_csv(root / "reference/sparsest/datasets/nile.csv"))
    shown = texts(picture_of_solution(nile))
    assert shown == texts((root / "docs/nile.svg").read_bytes())


@pytest.mark.slow
def test_dates__name_the_ticks_of_the_inputs():
    rows = "when,level\n2024-01-01,1\n2024-01-20,3\n2024-02-10,2\n2024-04-15,0\n"
    dated = Dataset.from_csv(io.StringIO(rows), dates=True)
    for picture in (
        picture_of_solution(solve(dated), axes=dated.names),
        picture_of_path(path(dated), axes=dated.names),
    ):
        shown = texts(picture)
        assert "2024-01-01" in shown
        assert "when" in shown
    assert "2024-01-01" not in texts(picture_of_solution(solve(Dataset(dated.x, dated.y))))
    timed = Dataset.from_csv(io.StringIO("2024-01-01T12:00,1\n2024-01-01T12:05,3\n"), dates=True)
    assert "12:00:00" in "".join(texts(picture_of_solution(solve(timed))))
