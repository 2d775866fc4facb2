import pytest

from proofs_check.conformance.contestants.exact import answer
from proofs_check.conformance.impostors.register import ALL


@pytest.mark.parametrize(
    ("name", "given", "read"),
    [
        ("sorted labels", "0,1\n1,0\n2,3\n", "0,0\n1,1\n2,3\n"),
        ("rows as they stand", "1,1\n0,0\n2,3\n", "0,1\n1,0\n2,3\n"),
        ("zero below 1e-6", "0,0\n1,1e-7\n2,0\n3,5\n", "0,0\n2,0\n3,5\n"),
        ("isclose", "0,0\n1,1\n2,2.0000000001\n3,5\n", "0,0\n2,2.0000000001\n3,5\n"),
        ("bytes", "0,2\n1,1\n2,300\n", "0,2\n1,257\n2,300\n"),
        ("single precision", "0,0\n1,16777217\n2,5\n", "0,0\n1,16777216\n2,5\n"),
        ("doubles", "0,0\n1,9007199254740993\n2,5\n", "0,0\n1,9007199254740992\n2,5\n"),
        ("eight digits", "0,0\n1,12.3456789\n2,5\n", "0,0\n1,12.345678\n2,5\n"),
        ("whole fractions", "0,0\n1,7/2\n2,5\n", "0,0\n1,7\n2,5\n"),
        ("no signs", "0,0\n1,-7\n2,5\n", "0,0\n1,7\n2,5\n"),
        ("no exponents", "0,0\n1,7e2\n2,5\n", "0,0\n1,7\n2,5\n"),
        ("last label", "0,0\n1,7\n1,8\n2,5\n", "0,0\n1,8\n2,5\n"),
    ],
)
def test_misread(name, given, read):
    case, as_read = ({"csv": "x,y\n" + rows, "p": "1/2"} for rows in (given, read))
    assert ALL[name](case) == answer(as_read)
    assert ALL[name](as_read)["spline"] == answer(as_read)["spline"] or name in ("sorted labels", "bytes")
