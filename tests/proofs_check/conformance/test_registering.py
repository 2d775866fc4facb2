"""Types are drawn by strangers, and an import of Hypothesis stays as fast as it was."""

import os
import subprocess
import sys

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import sparsest
from proofs_check.conformance.registering import drawn_type, register

register()


@settings(max_examples=20)
@given(st.from_type(sparsest.Dataset), st.from_type(sparsest.Points), st.from_type(sparsest.Spline))
def test_types__are_drawn(data, points, spline):
    assert isinstance(data, sparsest.Dataset)
    assert isinstance(points, sparsest.Points)
    assert isinstance(spline, sparsest.Spline)


def test_types__are_various():
    first = settings(phases=[Phase.generate], database=None)
    assert find(drawn_type("Points"), lambda points: points.dimension == 3, settings=first).dimension == 3
    assert len(find(drawn_type("Spline"), lambda spline: len(spline.knots) > 1, settings=first).knots) > 1
    assert len(find(drawn_type("Dataset"), lambda data: len(data) > 3, settings=first)) > 3


def told(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_entry_point__nothing_is_imported_before_a_type_is_asked_for():
    assert told("import hypothesis, sys; print(*sorted({'numpy', 'flint', 'sparsest.data'} & set(sys.modules)))") == ""
    assert told("import hypothesis, sys; print('sparsest' in sys.modules)") == "True"  # it is heard of


@pytest.mark.slow
@pytest.mark.parametrize("turn", [1, -1])
def test_entry_point__whichever_comes_first(turn):
    first, second = ["from hypothesis import strategies as st", "from sparsest import Dataset"][::turn]
    assert told(f"{first}\n{second}\nprint('Dataset(*xy)' in repr(st.from_type(Dataset)))") == "True"


def test_entry_point__without_it_a_type_is_drawn_by_its_signature():
    code = "from hypothesis import strategies as st\nfrom sparsest import Dataset\n"
    code += "print('Dataset(*xy)' in repr(st.from_type(Dataset)))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HYPOTHESIS_NO_PLUGINS": "1"},
    )
    assert done.stdout.strip() != "True"
