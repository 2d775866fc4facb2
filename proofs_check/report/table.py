"""A session of claims as a table for terminals, and below it why what does not hold does not."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from rich.console import Group, RenderableType
from rich.text import Text

from proofs_check.claim import Verdict
from proofs_check.running.data_set import DataSet
from proofs_check.running.record import Session
from proofs_check.running.runs import Outcome
from sparsest.exact.decimals import format_decimal
from sparsest.layout import Records

__all__ = ["claims_table"]

_STYLES = {Verdict.HOLDS: "green", Verdict.REFUTED: "bold red", Verdict.UNDECIDED: "yellow", Verdict.VACUOUS: "yellow"}
_MOST_TEXT = 2000


def claims_table(session: Session, *, narrow: bool = False) -> RenderableType:
    """Return the outcomes for a `rich` console, and below them why what does not hold does not.

    Parameters
    ----------
    session : Session
        What was found.
    narrow : bool
        Whether to leave columns out, so that it fits into 80.

    Examples
    --------
    >>> from rich.console import Console
    >>> from proofs_check.running.choosing import chosen
    >>> from proofs_check.running.plan import Plan
    >>> from proofs_check.running.session import hold_session
    >>> session = hold_session(chosen(["theorem-3.1-1"]), Plan(examples=20))
    >>> Console(width=120).print(claims_table(session))  # doctest: +ELLIPSIS
    sparsest ...: 20 generated cases for each claim, seed 0
     claim ...
    1 holds
    """
    own = _own_table(session, narrow)
    parts: list[RenderableType] = [Text(_headline(session)), own]
    if session.derivations:
        steps = [
            (one.step.name, one.step.method, _verdict(one.proof.verdict), _time(one.proof))
            for one in session.derivations
        ]
        parts += [Text(), _table(("derivation", "method", "verdict", "time"), steps)]
    if any(one.variants for one in session.checked):
        rows = [
            (one.claim.id, fault.name, _refuted(fault.verdict), str(fault.examples), _time(fault))
            for one in session.checked
            for fault in one.variants
        ]
        parts += [Text(), _table(("claim", "false variant (must be refuted)", "verdict", "cases", "time"), rows)]
    return Group(*parts, *_notes(session), *_left_out(session), Text(_summary(session)))


def _own_table(session: Session, narrow: bool) -> Records:
    counts = ("accepted", "rejected", "vacuous", "undecided")
    headings: tuple[str, ...] = ("claim", "number", "verdict", *counts, "time", "least slack")
    if narrow:
        headings = ("claim", "verdict", "ac-\ncepted", "re-\njected", "vacu-\nous", "unde-\ncided", "time")
    shown: list[tuple[str | Text, ...]] = []
    rows = [(outcome, one.claim.number) for one in session.checked for outcome in one.outcomes]
    for outcome, number in rows + ([(session.fast_path, "kernels = exact path")] if session.fast_path else []):
        cells = _cells(outcome)
        shown.append((outcome.name, *cells) if narrow else (outcome.name, number, *cells, _slack(outcome)))
    return _table(headings, shown)


_LEFT = ("claim", "number", "verdict", "derivation", "method", "false variant (must be refuted)")


def _table(headings: Sequence[str], rows: Sequence[Sequence[str | Text]]) -> Records:
    return Records(headings, rows, left=_LEFT)


def _cells(outcome: Outcome) -> tuple[str | Text, ...]:
    counts = (outcome.accepted, outcome.rejected, outcome.vacuous, outcome.undecided)
    return (_verdict(outcome.verdict), *(f"{n:,}" for n in counts), _time(outcome))


def _verdict(verdict: Verdict) -> Text:
    return Text(verdict.value, style=_STYLES.get(verdict, ""))


def _refuted(verdict: Verdict) -> Text:
    return Text(verdict.value, style="green" if verdict is Verdict.REFUTED else "bold red")


def _time(outcome: Outcome) -> str:
    return f"{outcome.seconds:.2f} s"


def _slack(outcome: Outcome) -> str:
    slack = outcome.slack
    if slack is None or (isinstance(slack, float) and not math.isfinite(slack)):
        return "" if slack is None else str(slack)
    return format_decimal(Fraction(slack), 3)


def _headline(session: Session) -> str:
    plan = session.plan
    if plan.generated:
        what = f"{plan.examples} generated cases for each claim" if plan.examples else "generated cases"
    elif session.campaign:
        what = f"campaign of {session.campaign.examples:,} data sets in {session.campaign.seconds:.0f} s"
    else:
        what = "; ".join(map(_described, plan.data)) or "nothing"
    return f"sparsest {session.version}: {what}, seed {plan.seed}"


def _described(data_set: DataSet) -> str:
    exponents = ", ".join(p.name for p in data_set.exponents)
    points, inputs = _number(len(data_set.points), "point"), _number(data_set.inputs, "input")
    return f"{data_set.name}, {points}, {inputs}, p = {exponents}"


def _left_out(session: Session) -> Iterator[RenderableType]:
    if session.left_out:
        yield Text(
            f"Not checked: {len(session.left_out)} claims about several inputs, which are for small data. "
            f"Name them to check them anyway: {', '.join(one.id for one in session.left_out)}"
        )


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _notes(session: Session) -> Iterator[RenderableType]:
    alike: dict[tuple[Verdict, str], list[str]] = {}
    for outcome in session.outcomes:
        reason = outcome.reason or f"{outcome.undecided or outcome.vacuous:,} of {outcome.examples:,} cases"
        if outcome.witness or outcome.case:
            yield Text.assemble(f"{outcome.name}: ", _verdict(outcome.verdict), f": {_cut(reason)}")
            yield from (Text(f"  {what} {_cut(json.dumps(v))}") for what, v in _evidence(outcome))
        elif outcome.verdict is not Verdict.HOLDS:
            alike.setdefault((outcome.verdict, reason), []).append(outcome.name)
    for (verdict, reason), names in alike.items():
        yield Text.assemble(f"{', '.join(names)}: ", _verdict(verdict), f": {_cut(reason)}")
    for claim, fault in session.unrefuted:
        yield Text(f"{claim.id}: the check has an error, for it does not refute {fault.name!r}", style="bold red")
    if session.campaign:
        for failure in session.campaign.failures:
            if failure.get("kind") == "error":
                yield Text(f"a check raised in {failure['block']}:\n{failure['traceback']}", style="bold red")


def _evidence(outcome: Outcome) -> Iterator[tuple[str, Mapping[str, object]]]:
    yield from ((what, v) for what, v in (("witness", outcome.witness), ("case   ", outcome.case)) if v)


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]}... (all of it: --json)"


def _summary(session: Session) -> str:
    counted = Counter(one.verdict for one in session.checked)
    return ", ".join(f"{counted[verdict]} {verdict.value}" for verdict in Verdict if counted[verdict])
