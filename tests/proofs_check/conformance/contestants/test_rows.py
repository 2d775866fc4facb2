import pytest

from proofs_check.conformance.contestants.rows import read_rows


def test_read_rows():
    assert read_rows("a,b\n2,1e1\n1, -1/4\n2,10\n\n") == [(1.0, -0.25), (2.0, 10.0)]


@pytest.mark.parametrize(
    "text", ["x,y\n", "x,y\n1,a\n", "x,y\n1,2,3\n", "x,y\n1,2\n1,3\n", "x,y\n1,1e999\n", "x,y\n1,nan\n"]
)
def test_read_rows__refuses(text):
    with pytest.raises(ValueError):  # noqa: PT011 - what it says is its own matter
        read_rows(text)
