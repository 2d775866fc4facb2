import pytest

from proofs_check.note.drawing import FIGURES, RECORDED, drawn_figures

from .conftest import ROOT


@pytest.mark.slow
def test_figures__come_out_the_same_each_time(drawn):
    assert set(drawn) == set(FIGURES)
    assert drawn_figures() == drawn


def test_figures__are_in_the_folder(made):
    for name in (*FIGURES, *RECORDED):
        assert (made / f"{name}.svg").read_text().startswith("<?xml")


def test_recorded_figures__are_kept_in_the_repository():
    for _, document in RECORDED.values():
        assert (ROOT / document).is_file()
