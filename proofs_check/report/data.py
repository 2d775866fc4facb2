"""All that the report says, as one JSON-ready dict: schema "sparsest/report/2".

It is a session of claims (`sparsest/claims/2`) with a summary, and with exact values as text beside them. With one seed
two runs give the same dict, except under the key "seconds", which holds all that depends on the clock.
"""

from __future__ import annotations

import importlib
import pkgutil
import platform
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from proofs_check.claim import Claim, Scope, Verdict
from proofs_check.claims import CLAIMS
from proofs_check.report.given import DATA_SETS
from proofs_check.report.schema import session_json
from proofs_check.report.text import exact_text
from proofs_check.running.counts import FAST_PATH, further
from proofs_check.running.data_set import DataSet
from proofs_check.running.plan import Plan
from proofs_check.running.record import Session
from proofs_check.running.session import hold_session, with_campaign
from sparsest.campaign import read

__all__ = ["MOST_FAILURES", "REPORT_SCHEMA", "collect", "plan_of", "reported"]

REPORT_SCHEMA = "sparsest/report/2"

#: After so many further calls of a check a counterexample is made no smaller: by calls, so that it is reproducible.
SHRINKING_CALLS: dict[Scope, int] = {"one input": 1_000, "several inputs": 60}
#: So many failures of a campaign are reported; all of them are in its state file.
MOST_FAILURES = 20

_PACKAGES = ("sparsest-relu", "hypothesis", "python-flint", "sympy", "z3-solver")


def plan_of(
    examples: int | None = None,
    seed: int = 0,
    data_sets: Sequence[DataSet] = DATA_SETS,
    shrinking: Mapping[Scope, int] = SHRINKING_CALLS,
) -> Plan:
    """Return the plan of the report's session: everything.

    Examples
    --------
    >>> plan = plan_of(5)
    >>> plan.generated, plan.faults, plan.derivations, plan.examples
    (True, True, True, 5)
    """
    return Plan(examples=examples, seed=seed, data=data_sets, faults=True, derivations=True, shrinking=shrinking)


def collect(
    claims: Sequence[Claim] = CLAIMS,
    *,
    plan: Plan | None = None,
    campaign: Path | None = None,
    progress: Callable[[str, int], object] | None = None,
) -> dict[str, Any]:
    """Run all checks of the claims and return what they found.

    Parameters
    ----------
    claims : sequence of Claim
        All of them unless given.
    plan : Plan, optional
        That of `plan_of` unless given.
    campaign : path, optional
        The state file of a campaign (`sparsest.campaign`), to be reported too.
    progress : callable, optional
        As `hold_session` takes it.

    Raises
    ------
    UsageError
        If the campaign's file is not the state of a campaign, or in use: give another one, or wait.

    Examples
    --------
    >>> from proofs_check.claims import claim
    >>> plan = plan_of(3, data_sets=DATA_SETS[:1], shrinking={"one input": 0})
    >>> found = collect([claim("theorem-3.1-1")], plan=plan)
    >>> [(row["id"], row["verdict"], row["property"]["examples"]) for row in found["claims"]]
    [('theorem-3.1-1', 'holds', 3)]
    """
    ran = None if campaign is None else read(campaign, MOST_FAILURES)
    _load_all()
    start = time.perf_counter()
    session = hold_session(claims, plan or plan_of(), progress=progress)
    seconds = time.perf_counter() - start
    return reported(with_campaign(session, ran) if ran else session, seconds)


def reported(session: Session, seconds: float) -> dict[str, Any]:
    """Return what the report says of a session that took so long.

    Examples
    --------
    >>> found = reported(Session((), Plan()), 0.25)
    >>> found["schema"], found["seconds"]
    ('sparsest/report/2', {'total': 0.25, 'claims': {}})
    """
    made = session_json(session)
    clock: dict[str, Any] = {"total": round(seconds, 3), "claims": _seconds(made["claims"])}
    if session.campaign:
        report = made["campaign"]["report"]
        clock["campaign"] = round(report.pop("seconds"), 1)
        report["counts"] = further(session.campaign, [FAST_PATH, *(row["id"] for row in made["claims"])])
    _without_clock(made)
    rows = [_row(row) for row in made["claims"]]
    return {
        **made,
        "schema": REPORT_SCHEMA,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}},
        "summary": _summary(rows),
        "claims": rows,
        "seconds": clock,
    }


_NOT_LOADED = ("__main__", "sparsest.torch", "sparsest.sklearn")


def _load_all() -> None:
    """Import every module of both packages but the adapters, whose libraries may be missing.

    Hypothesis draws some numbers from the constants of the local modules that are loaded: so let them all be, whatever
    was imported before.
    """
    for name in ("sparsest", "proofs_check"):
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not module.name.endswith(_NOT_LOADED):
                importlib.import_module(module.name)


def _seconds(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the time of each claim; that of a derivation is on the account of the first that rests on it."""
    seen: set[str] = set()
    return {row["id"]: {part: sum(_times(row[part], seen)) for part in _PARTS} for row in rows}


_PARTS = ("property", "data", "derivations", "faults", "campaign")


def _times(part: Any, seen: set[str]) -> Iterator[float]:
    for outcome in part if isinstance(part, list) else [part] if part else []:
        if outcome["kind"] == "derivation":
            if outcome["name"] in seen:
                continue
            seen.add(outcome["name"])
            yield from _times(outcome["fault"], seen)
        yield outcome["seconds"]


def _without_clock(part: Any) -> None:
    """Take the time out of every outcome, wherever it stands, and set exact values as text beside the values."""
    if isinstance(part, dict):
        if {"seconds", "witness", "case"} <= part.keys():
            del part["seconds"]
            part["case_text"], part["witness_text"] = exact_text(part["case"]), exact_text(part["witness"])
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            _without_clock(inner)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a claim with what is to be read at a glance."""
    found = row["property"]
    if found:
        found["vacuous_share"] = round(found["vacuous"] / found["examples"], 4) if found["examples"] else 0.0
    kinds = {"on data": row["data"], "property": found, "campaign": row["campaign"], "derivation": row["derivations"]}
    return {**row, "evidence": [kind for kind, there in kinds.items() if there], "data_groups": _groups(row["data"])}


def _groups(data: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the given data sets by what was found on them and why, to be read at a glance."""
    groups: dict[tuple[str, str], list[str]] = {}
    for part in data:
        reason = "" if part["verdict"] == Verdict.HOLDS.value else part["reason"]
        groups.setdefault((part["verdict"], reason), []).append(part["data_set"])
    return [{"verdict": verdict, "reason": reason, "data_sets": names} for (verdict, reason), names in groups.items()]


def _summary(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    drawn = [row["property"] for row in rows if row["property"]]
    faults = [(row["id"], fault) for row in rows for fault in row["faults"]]
    # A derivation may serve several claims.
    derivations = list({s["name"]: (row["id"], s) for row in reversed(rows) for s in row["derivations"]}.values())[::-1]
    return {
        "claims": len(rows),
        "verdicts": {v.value: sum(row["verdict"] == v.value for row in rows) for v in Verdict},
        "examples": sum(found["examples"] for found in drawn),
        "accepted": sum(found["accepted"] for found in drawn),
        "faults": len(faults),
        "faults_refuted": sum(fault["refuted"] for _, fault in faults),
        "derivations": len(derivations),
        "derivations_hold": sum(step["verdict"] == Verdict.HOLDS.value for _, step in derivations),
        "undecided_on_data": [
            f"{row['id']} on {part['data_set']}"
            for row in rows
            for part in row["data"]
            if part["verdict"] == Verdict.UNDECIDED.value
        ],
        "not_as_it_should_be": [
            *(f"{row['id']}: {row['verdict']}" for row in rows if row["verdict"] != Verdict.HOLDS.value),
            *(f"{name}: the fault '{fault['name']}' is not refuted" for name, fault in faults if not fault["refuted"]),
            *(f"{name}: {s['name']}: {s['verdict']}" for name, s in derivations if s["verdict"] != Verdict.HOLDS.value),
            *(
                f"{name}: the false variant of '{step['name']}' is not refuted"
                for name, step in derivations
                if not step["fault"]["refuted"]
            ),
        ],
    }
