import pytest

from proofs_check.conformance.contestants.exact import answer
from proofs_check.conformance.impostors.parts import Impostor, gaps_of, pairing, rewriting, with_function
from sparsest.errors import DataError

CASE = {"csv": "x,y\n0,0\n1,0\n2,1\n3,3\n4,6\n", "p": "1/2"}


def test_parts__are_right_as_long_as_nothing_is_wrong():
    data_as_given = rewriting(lambda x, y: zip(x, y, strict=True))
    assert data_as_given(CASE) == answer(CASE)
    best = pairing(lambda sizes, p: [0] if len(sizes) == 3 and p == "1/2" else [])
    assert best(CASE)["knots"] == answer(CASE)["knots"]


def test_gaps_of__refuses_what_is_no_table():
    with pytest.raises(DataError):
        gaps_of({"csv": "x,y\n0,0\n0,1\n"})


def test_with_function__has_the_knots_of_the_pairs():
    assert [with_function(gaps_of(CASE), pairs)["knots"] for pairs in ([], [0], [1])] == [3, 2, 2]
    assert with_function(gaps_of(CASE), [1])["spline"] == gaps_of(CASE).spline([1]).to_json()


def test_impostor__is_called():
    one = Impostor("", "", (), lambda case: {"knots": len(case)})
    assert one({"csv": "", "p": ""}) == {"knots": 2}
    assert "solve:p" in one.supports
