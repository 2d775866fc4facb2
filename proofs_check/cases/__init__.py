"""Cases, what a check takes: `case` says what they are, `drawn` draws them; `strategies` draws data for any test."""

from proofs_check.cases.case import MOST_MINIMIZERS, NetworkCase, SplineCase
from proofs_check.cases.drawn import LOTS, line_cases, lots, network_cases, seeds, spline_cases, threshold_cases

__all__ = [
    "LOTS", "MOST_MINIMIZERS", "NetworkCase", "SplineCase", "line_cases", "lots", "network_cases", "seeds",
    "spline_cases", "threshold_cases",
]  # fmt: skip
