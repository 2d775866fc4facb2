"""`sparsest conformance`: someone else's solver against the suite, judged exactly."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from sparsest.errors import UsageError, one_line
from sparsest_cli.common import NO, StrictCommand, display, progress_bar, say

if TYPE_CHECKING:
    from rich.console import RenderableType

    from proofs_check.conformance.doors import Implementation
    from proofs_check.conformance.report import Report
    from proofs_check.conformance.suite import Suite

__all__ = ["conformance"]

_MEBIBYTE = 2**20
# Fewer tests are done in about two seconds, without a bar.
_MANY_TESTS = 100
# Letters of a table that are shown.
_LONGEST = 400
_SHELL_SIGNAL = 128


@click.command(cls=StrictCommand)
@click.option("--command", metavar="CMD", help="A program for each case, with {csv}, {p}, {tolerance} as arguments.")
@click.option("--impl", metavar="MODULE:FUNCTION", help="A function of Python, of one case.")
@click.option("--stdio", metavar="CMD", help="A program that speaks the protocol on standard input and output.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--html", metavar="FILE", help="Write the report as one HTML page.")
@click.option("--badge", metavar="FILE", help="Write a small picture of the score, as SVG.")
@click.option("--tasks", metavar="TASK,...", help="Only these tasks: solve:p=0, solve:p, path, ...")
@click.option("--flags", metavar="FLAG,...", help="Only tests with one of these flags.")
@click.option("--ids", metavar="ID,...", help="Only these tests.")
@click.option("--small", is_flag=True, help="Some hundred tests instead of all.")
@click.option("--seconds", type=click.FloatRange(0, min_open=True), default=10.0, show_default=True, help="Of a case.")
@click.option("--memory", type=click.IntRange(1), default=2048, show_default=True, metavar="MB", help="Of a process.")
def conformance(
    command: str | None,
    impl: str | None,
    stdio: str | None,
    as_json: bool,
    html: str | None,
    badge: str | None,
    tasks: str | None,
    flags: str | None,
    ids: str | None,
    small: bool,
    seconds: float,
    memory: int,
) -> None:
    """Put a solver to the suite of cases with known answers; judge it exactly.

    Exit code 0 if every case that the solver supports comes out exact or optimal, or is declined; 1 otherwise; 2 if the
    solver cannot be started.
    """
    from proofs_check.conformance.limits import MEMORY_IS_LIMITED
    from proofs_check.conformance.page import require_jinja2
    from proofs_check.conformance.session import run
    from sparsest.files import refuse_clashes, write

    implementation = _implementation(command, impl, stdio)
    refuse_clashes(None, [("--json", "-" if as_json else None), ("--html", html), ("--badge", badge)])
    if html:
        require_jinja2()
    suite = _chosen(tasks, flags, ids, small)
    if not MEMORY_IS_LIMITED:
        say("note: this system cannot limit the memory of another process; --memory is not heeded")
    with _heeding_termination(), progress_bar("asking", len(suite.tests), many=_MANY_TESTS) as advance:
        report = run(implementation, suite=suite, seconds=seconds, memory=memory * _MEBIBYTE, progress=advance)
    if html:
        write(html, report.html())
    if badge:
        write(badge, report.badge())
    if as_json:
        click.echo(json.dumps(report.to_json(), indent=2, allow_nan=False))
    else:
        display(_table(report), page=html, badge=badge)
    sys.exit(0 if report.passed else NO)


def _implementation(command: str | None, impl: str | None, stdio: str | None) -> Implementation:
    from proofs_check.conformance.doors import OneShot, Stdio

    given = [
        name for name, value in (("--command", command), ("--impl", impl), ("--stdio", stdio)) if value is not None
    ]
    if len(given) != 1:
        raise UsageError(f"{' and '.join(given) or 'no solver'} given; give one of --command, --impl and --stdio")
    if command is not None:
        return OneShot(command)
    if stdio is not None:
        return Stdio(stdio)
    if impl is None or ":" not in impl:
        raise UsageError(f"--impl {impl}: give MODULE:FUNCTION, as in mysolver:solve")
    return impl


def _chosen(tasks: str | None, flags: str | None, ids: str | None, small: bool) -> Suite:
    """Return the tests that were asked for; `UsageError` where there are none."""
    from dataclasses import replace

    from proofs_check.conformance.suite import load_suite, small_suite

    some = set(_listed(tasks)) or None
    try:
        whole = load_suite(some)
        if ids:
            whole = load_suite(some, [int(one) if one.isdecimal() else _no_id(one) for one in _listed(ids)])
    except ValueError as error:
        raise UsageError(str(error)) from None
    wanted = set(_listed(flags))
    if unknown := sorted(wanted - set(whole.notes)):
        raise UsageError(f"no flag {unknown[0]!r}: there are {', '.join(sorted(whole.notes))}")
    kept = {test.id for test in small_suite().tests} if small else {test.id for test in whole.tests}
    tests = [test for test in whole.tests if test.id in kept and (not wanted or wanted & set(test.flags))]
    if not tests:
        raise UsageError("no test is left of those that were asked for; ask for more")
    return replace(whole, tests=tuple(tests))


def _listed(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _no_id(text: str) -> int:
    raise UsageError(f"--ids: {text!r} is no id; ids are whole numbers")


@contextmanager
def _heeding_termination() -> Iterator[None]:
    """End in an orderly way when told to: what was started must not outlive this command."""
    before = signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(_SHELL_SIGNAL + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _table(report: Report) -> RenderableType:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from proofs_check.conformance.outcomes import OUTCOMES

    score = Table(box=None, pad_edge=False)
    for name in ("task", "tests", *OUTCOMES):
        score.add_column(name, justify="left" if name == "task" else "right")
    for task, counts in report.score["by_task"].items():
        score.add_row(task, str(counts["tests"]), *(str(counts[outcome] or "") for outcome in OUTCOMES))
    failing: list[RenderableType] = []
    for flag, result in report.smallest_failures().items():
        failing += map(Text, _failure(report, flag, result))
    return Group(score, Text(), Text(report.sentence), *failing)


def _failure(report: Report, flag: str, result: Any) -> list[str]:
    """Return what a failing flag shows, and its smallest failing case."""
    bad, of = report.failing_flags[flag]
    note, test = report.suite.notes.get(flag), report.test_of(result)
    asked = ", ".join(f"{name} = {test.case[name]}" for name in ("p", "tolerance") if name in test.case)
    lines = test.case["csv"].strip().splitlines()
    table = " | ".join(lines[:12]) + (f" | ... ({len(lines)} lines)" if len(lines) > 12 else "")
    return [
        "",
        f"{flag}: {bad} of {of} fail." + (f" {note.kind}; shows: {note.shows}" if note else ""),
        f"  {result.task} {result.id} ({test.comment}){': ' + asked if asked else ''}",
        f"  {one_line(table, _LONGEST)}",
        f"  {result.outcome}: {result.detail}",
    ]
