"""Bounds how long a counterexample is made smaller: by calls and not by time, so that it is reproducible."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from proofs_check.claim import Check, Finding, Verdict, examine

__all__ = ["limited"]


def limited(check: Check, calls: int) -> Callable[[Any], Finding]:
    """Return a check that says the same until, so many calls after its first refutation, it refutes nothing new.

    What it has refuted it refutes again, as Hypothesis asks when it ends.

    Examples
    --------
    >>> from proofs_check.cases import SplineCase
    >>> from proofs_check.claim import refute
    >>> from sparsest import Dataset
    >>> one, other = (SplineCase(Dataset([0, 1], [0, y])) for y in (1, 2))
    >>> check = limited(lambda case: refute("no"), 0)
    >>> [check(case).verdict.value for case in (one, other, one)]
    ['refuted', 'hypothesis not met', 'refuted']
    """
    known: dict[str, Finding] = {}
    left = calls

    def until(case: Any) -> Finding:
        nonlocal left
        if not known:
            finding = examine(check, case)
            if finding.verdict is Verdict.REFUTED:
                known[_key(case)] = finding
            return finding
        key = _key(case)
        if key in known:
            return known[key]
        if left <= 0:
            return Finding(Verdict.NOT_MET, "not looked at: the counterexample is small enough")
        left -= 1
        finding = examine(check, case)
        if finding.verdict is Verdict.REFUTED:
            known[key] = finding
        return finding

    return until


def _key(case: Any) -> str:
    return json.dumps(case.to_json(), sort_keys=True)
