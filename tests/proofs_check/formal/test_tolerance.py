import json
from fractions import Fraction

import pytest

from proofs_check.formal.reading import read
from proofs_check.formal.tolerance import read_tolerance, tolerance_file
from proofs_check.work import DEFAULT_WORK, StopError, Work
from tests.proofs_check.formal.certificates import HONEST
from tests.proofs_check.test_path_checker import edit


def given(certificate):
    return read_tolerance(Work(DEFAULT_WORK), certificate)


def test_read_tolerance():
    found = given(HONEST["within"])
    assert (found.tolerance, found.many, found.fewest, found.residual) == (Fraction(9, 4), 1, 1, 2)
    assert found.bends == [tuple(one) for one in HONEST["within"]["bends"]]
    assert found.tighter == [tuple(one) for one in HONEST["within"]["tighter"]]
    assert given(HONEST["within infinity"]).tolerance is None
    assert given(HONEST["within bounds"]).tolerance[2] == (None, 1)
    assert given(HONEST["within, twice one x"]).tighter == (1, 2)
    assert read(json.dumps(HONEST["within"])) == found


@pytest.mark.parametrize(
    ("where", "value", "clause"),
    [
        (("problem", "points", 0, 0), "2/4", "T04"),
        (("problem", "tolerance"), ["0"], "T06"),
        (("spline", "left"), {}, "T07"),
        (("bends", 0, 3), True, "T09"),
        (("bends", 0, 0), "=", "T09"),
        (("claim", "critical"), 2, "T12"),
        (("tighter",), [["=", 1, 7]], "T17"),
    ],
)
def test_read_tolerance__refuses(where, value, clause):
    work = Work(DEFAULT_WORK)
    with pytest.raises(StopError):
        read_tolerance(work, edit(HONEST["within"], where, value))
    assert work.entered[-1] == clause


def test_read_tolerance__what_goes_with_no_critical_scale_is_not_read():
    for tighter in (7, [], [["=", 1, 99]]):
        assert given(edit(edit(HONEST["within"], ("claim", "critical"), None), ("tighter",), tighter)).tighter == []
    assert given(edit(HONEST["within"], ("tighter",), None)).tighter is None


def test_tolerance_file():
    text = tolerance_file(given(HONEST["within"]), title="a*)b")
    assert text.startswith("(* ab: checked by Coq's kernel.")
    assert "t_tolerance := Uniform (Some (9#4)%Q);" in text
    assert "t_bends := [(false, (3, 4, 5)%Z)];" in text
    assert "Theorem certified : tolerance_proved c." in text
    assert "Uniform None" in tolerance_file(given(HONEST["within infinity"]))
    assert "Bounds [((Some (-1#1)%Q), (Some (1#1)%Q)); " in tolerance_file(given(HONEST["within bounds"]))
    assert "Some (Disjoint 1%Z 2%Z)" in tolerance_file(given(HONEST["within, twice one x"]))
