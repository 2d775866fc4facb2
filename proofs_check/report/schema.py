"""A session of claims, JSON-ready: the schema "sparsest/claims/2" (`docs/schemas/claims-2.json`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from proofs_check.claim import Fault, Verdict
from proofs_check.running.record import Checked, Derived, Session
from proofs_check.running.runs import Outcome

__all__ = ["CLAIMS_SCHEMA", "session_json"]

CLAIMS_SCHEMA = "sparsest/claims/2"


def session_json(session: Session) -> dict[str, Any]:
    """Return what a session has found, JSON-ready: every number of cases, every reason, every witness.

    Examples
    --------
    >>> from proofs_check.running.choosing import chosen
    >>> from proofs_check.running.plan import Plan
    >>> from proofs_check.running.session import hold_session
    >>> made = session_json(hold_session(chosen(["theorem-3.1-1"]), Plan(examples=20, seed=7)))
    >>> made["seed"], made["claims"][0]["verdict"], made["claims"][0]["property"]["accepted"]
    (7, 'holds', 20)
    """
    campaign = None
    if session.campaign:
        campaign = {"report": session.campaign.to_json(), "fast_path": _outcome(session.fast_path)}
    return {
        "schema": CLAIMS_SCHEMA,
        "version": session.version,
        "seed": session.plan.seed,
        "examples": session.plan.examples,
        "data_sets": [one.to_json() for one in session.plan.data],
        "left_out": [one.id for one in session.left_out],
        "campaign": campaign,
        "claims": [_checked(one) for one in session.checked],
    }


def _checked(one: Checked) -> dict[str, Any]:
    claim = one.claim
    return {
        "id": claim.id,
        "number": claim.number,
        "title": claim.title,
        "statement": claim.statement,
        "hypotheses": claim.hypotheses,
        "establishes": claim.establishes,
        "leaves_open": claim.leaves_open,
        "scope": claim.scope,
        "ours": claim.is_ours,
        "samples": [asdict(sample) for sample in claim.samples],
        "verdict": one.verdict.value,
        "property": _outcome(one.generated),
        "campaign": _outcome(one.campaign),
        "data": [{"data_set": name, **outcome.to_json()} for name, outcome in one.data.items()],
        "derivations": [_derived(step) for step in one.derivations],
        "faults": [_fault(*pair) for pair in zip(claim.faults, one.faults, strict=False)],
    }


def _derived(one: Derived) -> dict[str, Any]:
    fault = one.fault and {"refuted": _refuted(one.fault), **one.fault.to_json()}
    return {"statement": one.step.statement, "method": one.step.method, **one.proof.to_json(), "fault": fault}


def _fault(fault: Fault, outcome: Outcome) -> dict[str, Any]:
    return {"statement": fault.statement, "refuted": _refuted(outcome), **outcome.to_json()}


def _refuted(outcome: Outcome) -> bool:
    return outcome.verdict is Verdict.REFUTED


def _outcome(outcome: Outcome | None) -> Mapping[str, Any] | None:
    return None if outcome is None else outcome.to_json()
