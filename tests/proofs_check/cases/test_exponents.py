"""The exponents that nobody asked for."""

import pytest

from proofs_check.cases.exponents import CAMPAIGN_EXPONENTS, GIVEN_EXPONENTS
from sparsest.exact.exponent import Exponent


@pytest.mark.parametrize("names", [GIVEN_EXPONENTS, CAMPAIGN_EXPONENTS], ids=["given", "campaign"])
def test_exponents__are_rationals_between_0_and_1_each_once(names):
    read = [Exponent.read(name) for name in names if name != "float"]
    assert [p.name for p in read] == [name for name in names if name != "float"]
    assert all(p.is_rational and 0 < p.value < 1 for p in read)
    assert len(set(names)) == len(names)


def test_exponents__a_limit_would_be_seen():
    assert not Exponent.read("1-").is_rational
