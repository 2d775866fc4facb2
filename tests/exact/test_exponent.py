from decimal import Decimal
from fractions import Fraction

import pytest

from sparsest import UsageError
from sparsest.exact.exponent import Exponent


@pytest.mark.parametrize(
    ("p", "name"),
    [("1/2", "1/2"), ("0.4", "2/5"), (0.5, "1/2"), (Fraction(37, 100), "37/100"), (Decimal("0.1"), "1/10"), (0,
     "0"), ("0", "0"),
     ("0+", "0+"), (" 1- ", "1-"), ("0.0", "0"), (0.4, f"{0.4.as_integer_ratio()[0]}/{0.4.as_integer_ratio()[1]}"),
     (Exponent.read("1/3"), "1/3")],
)  # fmt: skip
def test_read__every_kind(p, name):
    assert Exponent.read(p).name == name


@pytest.mark.parametrize("p", ["1", 1, 1.5, -1, "-1/2", "x", "", float("nan"), None, True, "1e-9999", "0-", "1+"])
def test_read__refuses_what_is_no_exponent(p):
    with pytest.raises(UsageError, match="p"):
        Exponent.read(p)


def test_fraction__only_of_a_number():
    assert Exponent.read("0.5").fraction == Fraction(1, 2)
    with pytest.raises(UsageError, match="limit"):
        _ = Exponent.read("0+").fraction
