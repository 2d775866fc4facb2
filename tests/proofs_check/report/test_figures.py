import xml.etree.ElementTree as ET

import pytest

from proofs_check.report.figures import figures


@pytest.mark.slow
def test_figures_are_well_formed_and_the_same_each_time(drawn, report):
    again = figures(report["claims"])
    assert [figure.svg for figure in drawn] == [figure.svg for figure in again]
    for figure in drawn:
        assert ET.fromstring(figure.svg).tag.endswith("svg")  # noqa: S314 - our own text
        assert "<dc:date>" not in figure.svg


@pytest.mark.slow
def test_captions_have_the_known_numbers_and_name_claims(drawn):
    named = {figure.name: figure for figure in drawn}
    assert "0.18071736370581730" in named["cost_curves"].caption
    assert "2 knots for p < p* and 3 beyond" in named["cost_curves"].caption
    assert "3, then 4, then 3 knots" in named["knots_over_p"].caption
    assert "-1 (1), 1/2 (-2), 2 (1)" in named["minimiser"].caption
    assert named["minimiser"].claims == ("theorem-3.1-1",)
    assert named["shares"].claims == ("theorem-3.1-1", "wrong", "empty", "weak")


def test_nothing_of_matplotlib_is_left_changed(drawn):
    import matplotlib as mpl

    assert mpl.rcParams["svg.hashsalt"] is None
