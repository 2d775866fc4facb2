"""What all pictures have in common; `test_plot.py` looks at whole pictures."""

import base64
import io
import re

import numpy as np
import pytest
from flint import fmpq
from matplotlib.figure import Figure

from sparsest import Dataset, Spline, UsageError
from sparsest.axes import Scale
from sparsest.frame import FORMATS, MANY, Frame, legend, log_costs, name_axis, picture, refuse_suffix, write_picture

LINE = Spline(1, 2)


def test_frame__has_room_for_what_is_to_be_seen():
    data = Dataset([0, 1, 2], [0, 3, 0])
    assert Frame(data, [], ("x", "y")).y.high == 3
    assert Frame(data, [LINE], ("x", "y")).y.high > 4
    assert Frame(data, [], ("x", "y"), [fmpq(-7), fmpq(9)]).y[:2] == (-7, 9)


def test_frame__of_many_points_looks_at_these_only():
    steep = Spline(10**6, 0)
    few, many = (Frame(Dataset(range(n), [0] * n), [steep], ("x", "y")) for n in (MANY, MANY + 1))
    assert few.y.high > 10**6
    assert many.y.high == 0


def test_frame__takes_several_labels_at_one_input():
    assert Frame(Dataset([0, 0, 1], [1, 3, 2], ties="gates"), [], ("x", "y")).x.high == 1


@pytest.mark.parametrize("suffix", FORMATS)
def test_write_picture__the_format_is_that_of_the_name_or_told(tmp_path, suffix):
    write_picture(tmp_path / f"a{suffix}", None, str.encode)
    assert (tmp_path / f"a{suffix}").read_text() == suffix
    into = io.BytesIO()
    write_picture(into, suffix[1:], str.encode)
    assert into.getvalue().decode() == suffix
    with pytest.raises(UsageError, match="cannot write"):
        write_picture(tmp_path / "a.gif", None, str.encode)


def test_refuse_suffix():
    for suffix in ("", ".gif"):
        with pytest.raises(UsageError, match="use one of"):
            refuse_suffix(suffix)


@pytest.mark.slow
def test_picture__pixels_in_more_panels_are_fewer():
    def draw(figure):
        for panel in figure.subplots(2, 1):
            panel.plot([(k * k) % 97 for k in range(3000)], "o", ms=1, rasterized=True)

    def pixels(panels):
        images = re.findall(r'base64,\s*([^"]+)"', picture(draw, ".svg", 5, panels=panels).decode())
        # Of a PNG bytes 16 to 23 say how wide and high it is.
        heads = [base64.b64decode(image)[16:24] for image in images]
        return sum(int.from_bytes(head[:4]) * int.from_bytes(head[4:]) for head in heads)

    assert pixels(2) == pytest.approx(pixels(1) / 2, rel=0.1)


def test_name_axis__cuts_names_and_knows_dates():
    panel = Figure().add_subplot()
    name_axis(panel.xaxis, Scale.of([fmpq(0), fmpq(1)]), "n" * 200)
    assert panel.get_xlabel() == "n" * 60 + "..."


def test_legend__of_another_panel():
    above, below = Figure().subplots(2)
    above.plot([0, 1], label="above")
    below.plot([0, 1], label="below")
    legend(below, above)
    assert [text.get_text() for text in below.get_legend().get_texts()] == ["above"]
    legend(below)
    assert [text.get_text() for text in below.get_legend().get_texts()] == ["below"]


def test_log_costs__are_the_logarithms_of_the_costs():
    p, terms = np.linspace(0, 1, 11), [(2, fmpq(3)), (1, fmpq(1, 7))]
    assert np.allclose(log_costs(terms, p), np.log(2 * 3.0**p + (1 / 7) ** p), rtol=1e-13)
    assert np.allclose(log_costs([(3, fmpq(10) ** 400)], p), np.log(3) + 400 * np.log(10) * p, rtol=1e-13)
    assert not log_costs([], p).any()
    assert not np.allclose(log_costs([(1, a) for _, a in terms], p), log_costs(terms, p))
