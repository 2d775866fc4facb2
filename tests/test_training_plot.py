import io
import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from sparsest import Points, UsageError, solve_network
from sparsest import training_plot as module
from sparsest.training import train
from sparsest.training.ends import judged
from sparsest.training_plot import picture_of_training, plot_training
from tests.training.test_ends import FIRST, LAST, NEAR, NOTHING, of_networks

FOUND = of_networks(FIRST, LAST, NEAR, NOTHING)


@pytest.fixture
def panels(monkeypatch):
    """What is drawn, in place of the file."""

    def keep(draw, _suffix, _height):
        figure = Figure()
        draw(figure)
        return figure.axes

    monkeypatch.setattr(module, "picture", keep)


def test_sparsity__has_the_certified_minimum_as_a_line(panels):
    panel = picture_of_training(FOUND)[0]
    (line,) = [line for line in panel.lines if "certified" in str(line.get_label())]
    assert list(line.get_ydata()) == [2, 2]
    assert {text.get_text() for text in panel.get_legend().get_texts()} >= {"median", "certified minimiser: 2"}


def test_sparsity__is_that_of_the_runs(panels):
    training = train([0, 1, 2], [0, 0, 1], "1/2", seeds=range(3), epochs=200)
    from sparsest import Dataset, solve

    data = Dataset([0, 1, 2], [0, 0, 1])
    panel = picture_of_training(judged(training, data, "1/2", solve(data, "1/2")))[0]
    (middle,) = [line for line in panel.lines if line.get_label() == "median"]
    expected = np.median([run.history.neurons for run in training.runs], axis=0)
    assert middle.get_ydata() == pytest.approx(expected)


def test_atlas__has_a_bar_for_each_end(panels):
    panel = picture_of_training(FOUND)[1]
    assert [bar.get_width() for bar in panel.patches] == [50, 25, 25]
    assert [text.get_text() for text in panel.get_yticklabels()] == ["2 knots", "2 knots", "no exact interpolant"]
    assert len({bar.get_facecolor() for bar in panel.patches}) == 3


def test_functions__are_those_of_the_ends(panels):
    panel = picture_of_training(FOUND)[2]
    labels = [line.get_label() for line in panel.lines]
    assert {"50%", "25%", "certified minimiser"} <= set(labels)


def test_several_inputs__have_no_functions(panels):
    x, y = np.array([[0, 1], [1, 0]]), [1, 0]
    points = Points(x.tolist(), y)
    found = judged(train(x, y, "1/2", epochs=20), points, "1/2", solve_network(points, "1/2"))
    assert len(picture_of_training(found)) == 2


def test_files(tmp_path):
    into = io.BytesIO()
    plot_training(FOUND, into)
    assert into.getvalue() == picture_of_training(FOUND)
    assert "certified minimiser: 2" in re.findall("<!-- (.*?) -->", into.getvalue().decode())
    plot_training(FOUND, tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes()[1:4] == b"PNG"
    with pytest.raises(UsageError, match="cannot write"):
        plot_training(FOUND, tmp_path / "a.gif")
