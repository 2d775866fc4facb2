import pytest

from sparsest import Dataset, UsageError, path, solve
from sparsest.plot import FORMATS, plot_path, plot_solution

PEAK = solve(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]), "1/2")


@pytest.mark.parametrize("suffix", FORMATS)
def test_plot_solution__writes_every_format(tmp_path, suffix):
    path = tmp_path / f"peak{suffix}"
    plot_solution(PEAK, path)
    start = {".svg": b"<?xml", ".png": b"\x89PNG", ".pdf": b"%PDF"}[suffix]
    assert path.read_bytes().startswith(start)


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
    with pytest.raises(UsageError, match="1e308"):
        plot_solution(solve(Dataset([0, 1, 2], [0, "1e400", 0])), tmp_path / "p.png")


@pytest.mark.parametrize("gaps", [[], [1], [1, 7, 29, 30, 16, 1]], ids=["affine", "one piece", "three pieces"])
def test_plot_path__draws_any_number_of_pieces(tmp_path, gaps):
    plot_path(path(Dataset.from_gaps(gaps)), tmp_path / "p.png")
    assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(UsageError, match="suffix"):
        plot_path(path(Dataset.from_gaps(gaps)), tmp_path / "p")
