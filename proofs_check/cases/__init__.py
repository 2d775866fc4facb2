"""Cases, what a check takes: `case` says what they are, `drawn` draws them; `strategies` draws data for any test."""

from proofs_check.cases.case import MOST_MINIMIZERS, NetworkCase, SplineCase
from proofs_check.cases.drawn import line_cases, network_cases, spline_cases

__all__ = ["MOST_MINIMIZERS", "NetworkCase", "SplineCase", "line_cases", "network_cases", "spline_cases"]
