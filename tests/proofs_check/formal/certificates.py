"""Certificates for the tests of this room: honest ones, and one for each way to be wrong.

What needs Coq is run where the environment variable SPARSEST_COQ names the folder of the compiled development, as
`make proofs` has it.
"""

import json
import os
from pathlib import Path

import pytest

from sparsest import Dataset, solve
from tests.proofs_check import test_checker, test_tolerance_checker

THEORIES = Path(os.environ.get("SPARSEST_COQ", "")).resolve()
needs_coq = pytest.mark.skipif("SPARSEST_COQ" not in os.environ, reason="SPARSEST_COQ names no compiled development")

_PEAK = Dataset(range(-2, 4), [0, 0, 1, 1, 0, 0])
_ROOTS = Dataset(range(6), [0, 0, 1, 6, 27, 64])  # second differences 1, 4, 16, 16: sums of roots cancel at p = 1/2
_LEVEL = Dataset(range(7), [k * k for k in range(7)])  # all slope changes equal: ties at every p

#: Honest certificates by what they are about.
HONEST = {
    **{f"peak at {p}": solve(_PEAK, p).certificate() for p in ("0", "1/2", "37/100", "0+", "1-", 0.4)},
    **{f"ties at {p}": solve(_LEVEL, p).certificate() for p in ("1/2", "37/100", "0+", "1-")},
    "roots": solve(_ROOTS, "1/2").certificate(),
    "ties at 1/2 only": test_checker.certificate(
        test_checker.from_gaps(test_checker.fractions("1", "15", "21", "4")), test_checker.KINDS[1]
    ),
    **{f"one point at {p}": solve(Dataset([3], [5]), p).certificate() for p in ("0", "1/2", "0+")},
    "two points": solve(Dataset([3, 4], [5, "1/3"]), "37/100").certificate(),
    "within": test_tolerance_checker.ZIGZAG,
    "within any": test_tolerance_checker.THREE,
    "within 0": test_tolerance_checker.EXACT,
    "within bounds": test_tolerance_checker.BOUNDS,
    "within, twice one x": test_tolerance_checker.TIED,
    "within infinity": test_tolerance_checker.OPEN,
}

_TEXTS = [forged for _, forged in test_checker.TABLE if isinstance(forged, str | bytes)]
_OBJECTS = [forged for _, forged in test_checker.TABLE if isinstance(forged, dict)]
_WITHIN = [forged for _, forged in test_tolerance_checker.FORGED]

#: Texts of forged certificates, of both formats and for every clause.
FORGED = [
    one.encode("utf-8", "surrogatepass") if isinstance(one, str) else one
    for one in (*_TEXTS, *(one if isinstance(one, str) else json.dumps(one) for one in (*_OBJECTS, *_WITHIN)))
]
