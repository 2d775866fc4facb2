"""Collects everything that the report says, once, into one JSON-ready dict: schema "sparsest/report/1".

With one seed two runs give the same dict, except under the key "seconds", which holds all that depends on the clock.
"""

from __future__ import annotations

import importlib
import pkgutil
import platform
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from proofs_check.claim import Claim, Derivation, Fault, Verdict
from proofs_check.claims import CLAIMS
from proofs_check.report.campaign import read_campaign
from proofs_check.report.given import DATA_SETS, DataSet, cases_of
from proofs_check.report.shrinking import limited
from proofs_check.report.text import exact_text
from proofs_check.running.runs import Outcome, check_derivation, check_fault, check_given, check_property

__all__ = ["SCHEMA", "collect", "steps"]

SCHEMA = "sparsest/report/1"

#: After so many further calls of a check a counterexample is made no smaller: by calls, so that it is reproducible.
SHRINKING_CALLS = {"one input": 1_000, "several inputs": 60}

_PACKAGES = ("sparsest-relu", "hypothesis", "python-flint", "sympy", "z3-solver")


def collect(
    claims: Sequence[Claim] = CLAIMS,
    *,
    examples: int | None = None,
    seed: int = 0,
    campaign: Path | None = None,
    data_sets: Sequence[DataSet] = DATA_SETS,
    shrinking: Mapping[str, int] = SHRINKING_CALLS,
    progress: Callable[[str], object] | None = None,
) -> dict[str, Any]:
    """Run all checks of the claims and return what they found.

    Parameters
    ----------
    claims : sequence of Claim
        All of them unless given.
    examples : int, optional
        How many cases each property draws; each claim's default unless given. Faults always get the claim's default,
        within which they must be refuted.
    seed : int
        The same seed draws the same cases.
    campaign : path, optional
        The state file of a campaign (`sparsest.campaign`), to be reported too.
    data_sets : sequence of DataSet
        Given data to check the claims on.
    shrinking : mapping
        For each scope after how many further calls a counterexample is made no smaller; 0 for not at all.
    progress : callable, optional
        Called after each of the `steps` with what was done.

    Raises
    ------
    UsageError
        If the campaign's file is not the state of a campaign, or in use.

    Examples
    --------
    >>> from proofs_check.claims import claim
    >>> found = collect([claim("theorem-3.1-1")], examples=3, data_sets=DATA_SETS[:1], shrinking={"one input": 0})
    >>> [(row["id"], row["verdict"], row["property"]["examples"]) for row in found["claims"]]
    [('theorem-3.1-1', 'holds', 3)]
    """
    read = None if campaign is None else read_campaign(campaign, [one.id for one in claims])
    _load_all()
    start = time.perf_counter()
    clock: dict[str, Any] = {"claims": {}}
    run = _Run(examples, seed, shrinking, progress or (lambda _: None))
    rows = []
    for one in claims:
        row, clock["claims"][one.id] = run.claim(one, data_sets)
        rows.append(row)
    if read is not None:
        clock["campaign"] = read.pop("seconds")
    clock["total"] = _rounded(time.perf_counter() - start)
    return {
        "schema": SCHEMA,
        "seed": seed,
        "examples": examples,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}},
        "summary": _summary(rows),
        "data_sets": [one.to_json() for one in data_sets],
        "claims": rows,
        "campaign": read,
        "seconds": clock,
    }


def steps(claims: Sequence[Claim] = CLAIMS) -> int:
    """Return how often `collect` calls `progress`: for each claim its property, its data, its faults and derivations.

    Examples
    --------
    >>> from proofs_check.claims import claim
    >>> steps([claim("theorem-b")])
    4
    """
    return sum(2 + len(one.faults) + len(one.derivations) for one in claims)


def _load_all() -> None:
    """Import every module of both packages.

    Hypothesis draws some numbers from the constants of the local modules that are loaded: so let them all be, whatever
    was imported before.
    """
    for name in ("sparsest", "proofs_check"):
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


class _Run:
    """The settings of a run, and what is done with one claim."""

    def __init__(
        self, examples: int | None, seed: int, shrinking: Mapping[str, int], progress: Callable[[str], object]
    ) -> None:
        self.examples, self.seed, self.shrinking, self.progress = examples, seed, shrinking, progress
        self._derived: dict[str, dict[str, Any]] = {}

    def claim(self, one: Claim, data_sets: Iterable[DataSet]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the row of a claim, and its seconds."""
        seconds: dict[str, Any] = {"derivations": {}, "faults": {}}
        calls = self.shrinking[one.scope]
        bounded = replace(one, check=limited(one.check, calls))
        found = check_property(bounded, examples=self.examples, seed=self.seed, shrink=bool(calls))
        self.progress(f"{one.id}: property")
        seconds["property"] = _rounded(found.seconds)
        start = time.perf_counter()
        data = [self._given(one, data_set) for data_set in data_sets if data_set.scope == one.scope]
        seconds["data"] = _rounded(time.perf_counter() - start)
        self.progress(f"{one.id}: given data")
        derivations = [self._derivation(one, step, seconds) for step in one.derivations]
        faults = [self._fault(one, fault, seconds) for fault in one.faults]
        row = {
            "id": one.id,
            "number": one.number,
            "title": one.title,
            "statement": one.statement,
            "hypotheses": one.hypotheses,
            "establishes": one.establishes,
            "leaves_open": one.leaves_open,
            "scope": one.scope,
            "ours": one.is_ours,
            "evidence": ["on data"] * bool(data) + ["property"] + ["derivation"] * bool(derivations),
            "property": {**_facts(found), "vacuous_share": _share(found)},
            "data": data,
            "data_groups": _groups(data),
            "derivations": derivations,
            "faults": faults,
        }
        return {**row, "verdict": _verdict(row)}, seconds

    def _given(self, one: Claim, data_set: DataSet) -> dict[str, Any]:
        cases = cases_of(data_set, self.seed, per_exponent=one.per_exponent)
        return {"data_set": data_set.name, "cases": len(cases), **_facts(check_given(one, cases))}

    def _derivation(self, one: Claim, step: Derivation, seconds: dict[str, Any]) -> dict[str, Any]:
        """Carry out a derivation; one that several claims rest on is carried out for the first of them."""
        start = time.perf_counter()
        if step.name not in self._derived:
            self._derived[step.name] = _derived(step)
        seconds["derivations"][step.name] = _rounded(time.perf_counter() - start)
        self.progress(f"{one.id}: derivation, {step.name}")
        return self._derived[step.name]

    def _fault(self, one: Claim, fault: Fault, seconds: dict[str, Any]) -> dict[str, Any]:
        calls = self.shrinking[one.scope]
        found = check_fault(one, replace(fault, check=limited(fault.check, calls)), seed=self.seed, shrink=bool(calls))
        seconds["faults"][fault.name] = _rounded(found.seconds)
        self.progress(f"{one.id}: fault, {fault.name}")
        facts = _facts(found)
        return {
            "name": fault.name,
            "statement": fault.statement,
            "refuted": found.verdict is Verdict.REFUTED,
            "shrunk": bool(calls),
            **facts,
        }


def _derived(step: Derivation) -> dict[str, Any]:
    proved, fault = check_derivation(step), check_derivation(step, fault=True)
    return {
        "name": step.name,
        "statement": step.statement,
        "method": step.method,
        "verdict": proved.verdict.value,
        "reason": proved.reason,
        "witness": exact_text(proved.witness),
        "fault": {
            "refuted": fault.verdict is Verdict.REFUTED,
            "verdict": fault.verdict.value,
            "reason": fault.reason,
            "witness": exact_text(fault.witness),
        },
    }


def _facts(found: Outcome) -> dict[str, Any]:
    """Return what an outcome says, without its time; exact values as text beside the values themselves."""
    facts = found.to_json()
    for name in ("name", "kind", "seconds"):
        del facts[name]
    facts["examples"] = found.examples
    facts["case_text"], facts["witness_text"] = exact_text(found.case), exact_text(found.witness)
    return facts


def _groups(data: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the given data sets by what was found on them and why, to be read at a glance."""
    groups: dict[tuple[str, str], list[str]] = {}
    for part in data:
        reason = "" if part["verdict"] == Verdict.HOLDS.value else part["reason"]
        groups.setdefault((part["verdict"], reason), []).append(part["data_set"])
    return [{"verdict": verdict, "reason": reason, "data_sets": names} for (verdict, reason), names in groups.items()]


def _share(found: Outcome) -> float:
    return round(found.vacuous / found.examples, 4) if found.examples else 0.0


def _verdict(row: Mapping[str, Any]) -> str:
    """One word for a claim: what its property says, unless anything at all refutes it."""
    every = [row["property"], *row["data"], *row["derivations"]]
    if any(part["verdict"] == Verdict.REFUTED.value for part in every):
        return Verdict.REFUTED.value
    return str(row["property"]["verdict"])


def _summary(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    faults = [(row["id"], fault) for row in rows for fault in row["faults"]]
    # A derivation may serve several claims.
    derivations = list({s["name"]: (row["id"], s) for row in reversed(rows) for s in row["derivations"]}.values())[::-1]
    return {
        "claims": len(rows),
        "verdicts": {v.value: sum(row["verdict"] == v.value for row in rows) for v in Verdict},
        "examples": sum(row["property"]["examples"] for row in rows),
        "accepted": sum(row["property"]["accepted"] for row in rows),
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


def _rounded(seconds: float) -> float:
    return round(seconds, 3)
