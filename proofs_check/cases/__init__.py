"""Cases, what a check takes: `case` says what they are, `drawn` draws them; `strategies` draws data for any test.

Import cases from here, strategies and `exponents` from their modules; they may import `sparsest` and `claim` only.
"""

from proofs_check.cases.case import MOST_MINIMIZERS, NetworkCase, SplineCase
from proofs_check.cases.drawn import (
    LOTS,
    equal_sizes,
    four_gaps,
    line_cases,
    lots,
    network_cases,
    seeds,
    spline_cases,
    threshold_cases,
    two_runs,
)

__all__ = [
    "LOTS", "MOST_MINIMIZERS", "NetworkCase", "SplineCase", "equal_sizes", "four_gaps", "line_cases", "lots",
    "network_cases", "seeds", "spline_cases", "threshold_cases", "two_runs",
]  # fmt: skip
