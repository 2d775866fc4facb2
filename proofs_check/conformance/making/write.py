"""The files of the suite as text: drafts get their truth, are confirmed in both ways, and get their ids."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from itertools import groupby
from typing import Any

from proofs_check.conformance.making.confirm import confirm
from proofs_check.conformance.making.ledger import IdLedger, fingerprint
from proofs_check.conformance.making.networks import best_networks, read_input_points
from proofs_check.conformance.making.notes import NOTES
from proofs_check.conformance.making.recount import recount
from proofs_check.conformance.making.small import small_ids
from proofs_check.conformance.making.solved import solver_truth
from proofs_check.conformance.making.table import Draft, Group, points_of_text
from proofs_check.conformance.making.tasks import GROUPS
from proofs_check.conformance.suite import SUITE_VERSION, TASKS, Task, Test, file_of

__all__ = ["SCHEMA", "established", "file_texts", "task_text"]

#: The name of the format.
SCHEMA = "sparsest/vectors/1"


def file_texts(ledger: IdLedger, executor: Executor) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file of vectors; ids come from the ledger, and new ones go there.

    Raises
    ------
    DisagreementError
        If the two methods do not agree about a test.
    """
    tests: list[Test] = []
    for task in TASKS:
        groups = list(_without_repeats(task, GROUPS[task]()))
        drafts = [_test_of(task, group, draft, ledger) for group in groups for draft in group.drafts]
        found = list(executor.map(established, drafts, chunksize=4))
        tests += found
        yield file_of(task).name, task_text(task, groups, found)
    yield "small.json", json.dumps({"schema": SCHEMA, "suite": SUITE_VERSION, "ids": small_ids(tests)}) + "\n"
    yield "ledger.json", ledger.text()


def _without_repeats(task: Task, groups: Sequence[Group]) -> Iterator[Group]:
    """Yield the groups, each case only where it comes first."""
    seen = set[str]()
    for group in groups:
        new = []
        for draft in group.drafts:
            key = fingerprint(task, draft.case)
            if key not in seen:
                seen.add(key)
                new.append(draft)
        if new:
            yield replace(group, drafts=tuple(new))


def _test_of(task: Task, group: Group, draft: Draft, ledger: IdLedger) -> Test:
    """Return the test of a draft; of its truth it has the reason only."""
    number = ledger.id_of(task, draft.case)
    truth = {"reason": draft.reason} if draft.reason else None
    return Test(number, task, group.name, draft.comment, draft.flags, draft.case, draft.result, truth)


def established(test: Test) -> Test:
    r"""Return a test with its truth, confirmed in both ways.

    Raises
    ------
    DisagreementError
        If they do not agree.

    Examples
    --------
    >>> case = {"csv": "x,y\n0,0\n1,1\n", "p": "1/2"}
    >>> established(Test(1, "solve:p", "", "", (), case, "accept", None)).truth["minimizers"]
    '1'
    """
    if test.result != "reject" and test.task != "judge":
        test = replace(test, truth=_truth(test))
    confirm(test)
    return test


def _truth(test: Test) -> dict[str, Any]:
    """Return what the solver says, with all counts that minimisers have."""
    truth, case = solver_truth(test.task, test.case), test.case
    if test.task in ("solve:p", "solve:p=0+", "solve:p=1-"):
        truth["knots"] = recount(points_of_text(case["csv"]), case["p"]).knots
    elif test.task == "network:p":
        truth["parameters"] = list(best_networks(read_input_points(case["csv"]), case["p"]).parameters)
    return truth


def task_text(task: Task, groups: Sequence[Group], tests: Sequence[Test]) -> str:
    """Return the text of a file, one test a line.

    Examples
    --------
    >>> group = Group("few", "why")
    >>> test = Test(1, "path", "few", "", ("Tie",), {"csv": ""}, "reject", None)
    >>> json.loads(task_text("path", [group], [test]))["groups"][0]["tests"][0]["id"]
    1
    """
    flags = sorted({flag for test in tests for flag in test.flags})
    notes = ",\n".join(f"  {_line(flag)}: {_line(_note(flag))}" for flag in flags)
    why = {group.name: group.why for group in groups}
    parts = []
    for name, some in groupby(tests, key=lambda test: test.group):
        rows = ",\n".join(f"   {_line(_test_object(test))}" for test in some)
        parts.append(f'  {{"name": {_line(name)}, "why": {_line(why[name])}, "tests": [\n{rows}\n  ]}}')
    head = f'"schema": "{SCHEMA}", "suite": "{SUITE_VERSION}", "task": "{task}", "count": {len(tests)}'
    return f'{{{head},\n "notes": {{\n{notes}\n }},\n "groups": [\n' + ",\n".join(parts) + "\n ]}\n"


def _note(flag: str) -> dict[str, str]:
    note = NOTES[flag]
    return {"kind": note.kind, "shows": note.shows, "effect": note.effect}


def _test_object(test: Test) -> dict[str, Any]:
    names = ("id", "comment", "flags", "case", "result", "truth")
    return {name: getattr(test, name) for name in names}


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
