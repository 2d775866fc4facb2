"""Bounds how long a counterexample is made smaller: by calls and not by time, so that it is reproducible."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from proofs_check.claim import Finding, Verdict, not_met

__all__ = ["limited"]


def limited(check: Callable[[Any], Finding], calls: int) -> Callable[[Any], Finding]:
    """Return a check that says the same until, so many calls after its first refutation, it refutes nothing new.

    What it has refuted it refutes again, as Hypothesis asks when it ends.

    Examples
    --------
    >>> from proofs_check.cases import SplineCase
    >>> from proofs_check.claim import refuted
    >>> from sparsest import Dataset
    >>> one, other = (SplineCase(Dataset([0, 1], [0, y])) for y in (1, 2))
    >>> check = limited(lambda case: refuted("no"), 0)
    >>> [check(case).verdict.value for case in (one, other, one)]
    ['refuted', 'hypothesis not met', 'refuted']
    """
    known: dict[str, Finding] = {}
    left = calls

    def until(case: Any) -> Finding:
        nonlocal left
        if not known:
            finding = check(case)
            if finding.verdict is Verdict.REFUTED:
                known[_key(case)] = finding
            return finding
        key = _key(case)
        if key in known:
            return known[key]
        if left <= 0:
            return not_met("not looked at: the counterexample is small enough")
        left -= 1
        finding = check(case)
        if finding.verdict is Verdict.REFUTED:
            known[key] = finding
        return finding

    return until


def _key(case: Any) -> str:
    return json.dumps(case.to_json(), sort_keys=True)
