"""Bounds how long a fault's counterexample is made smaller: by calls and not by time, so that it is reproducible."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from proofs_check.registry import Fault, Finding, Verdict, not_met

__all__ = ["limited"]


def limited(fault: Fault, calls: int) -> Fault:
    """Return the fault with a check that, so many calls after its first refutation, refutes nothing new.

    What it has refuted it refutes again, as Hypothesis asks when it ends.

    Examples
    --------
    >>> from proofs_check.cases import SplineCase
    >>> from proofs_check.registry import refuted
    >>> from sparsest import Dataset
    >>> one, other = (SplineCase(Dataset([0, 1], [0, y])) for y in (1, 2))
    >>> check = limited(Fault("f", "false", lambda case: refuted("no")), 0).check
    >>> [check(case).verdict.value for case in (one, other, one)]
    ['refuted', 'hypothesis not met', 'refuted']
    """
    known: dict[str, Finding] = {}
    left = calls

    def check(case: Any) -> Finding:
        nonlocal left
        if not known:
            finding = fault.check(case)
            if finding.verdict is Verdict.REFUTED:
                known[_key(case)] = finding
            return finding
        key = _key(case)
        if key in known:
            return known[key]
        if left <= 0:
            return not_met("not looked at: the counterexample is small enough")
        left -= 1
        finding = fault.check(case)
        if finding.verdict is Verdict.REFUTED:
            known[key] = finding
        return finding

    return dataclasses.replace(fault, check=check)


def _key(case: Any) -> str:
    return json.dumps(case.to_json(), sort_keys=True)
