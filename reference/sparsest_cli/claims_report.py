"""What `sparsest claims` shows: a table for people, JSON for programs, and the list of the claims."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from proofs_check.claim import Claim, Verdict
from proofs_check.running.runs import Outcome
from sparsest.exact.decimals import format_decimal
from sparsest.layout import Records
from sparsest_cli.claims_run import Checked, ClaimsRun

__all__ = ["claims_json", "claims_list", "claims_table"]

_STYLES = {Verdict.HOLDS: "green", Verdict.REFUTED: "bold red", Verdict.UNDECIDED: "yellow", Verdict.VACUOUS: "yellow"}
_MOST_TEXT = 2000


def claims_table(run: ClaimsRun, *, narrow: bool = False) -> RenderableType:
    """Return the outcomes for a `rich` console, and below them why what does not hold does not.

    Parameters
    ----------
    run : ClaimsRun
        What was found.
    narrow : bool
        Whether to leave columns out, so that it fits into 80.

    Examples
    --------
    >>> from rich.console import Console
    >>> from sparsest_cli.claims_run import chosen, on_generated
    >>> run = on_generated(chosen(["theorem-3.1-1"]), 20, 0, derivations=False, faults=False)
    >>> Console(width=120).print(claims_table(run))  # doctest: +ELLIPSIS
    sparsest ...: 20 generated cases for each claim, seed 0
     claim ...
    1 holds
    """
    own = _own_table(run, narrow)
    parts: list[RenderableType] = [Text(_headline(run)), own]
    proofs = {outcome.name: outcome for one in run.checked for outcome in one.derivations}
    if proofs:
        methods = {step.name: step.method for one in run.checked for step in one.claim.derivations}
        steps = [(name, methods[name], _verdict(one.verdict), _time(one)) for name, one in proofs.items()]
        parts += [Text(), _table(("derivation", "method", "verdict", "time"), steps)]
    if any(one.faults for one in run.checked):
        rows = [
            (one.claim.id, fault.name, _refuted(fault.verdict), str(fault.examples), _time(fault))
            for one in run.checked
            for fault in one.faults
        ]
        parts += [Text(), _table(("claim", "false variant (must be refuted)", "verdict", "cases", "time"), rows)]
    return Group(*parts, *_notes(run), *_left_out(run), Text(_summary(run)))


def _own_table(run: ClaimsRun, narrow: bool) -> Records:
    counts = ("accepted", "rejected", "vacuous", "undecided")
    headings: tuple[str, ...] = ("claim", "number", "verdict", *counts, "time", "least slack")
    if narrow:
        headings = ("claim", "verdict", "ac-\ncepted", "re-\njected", "vacu-\nous", "unde-\ncided", "time")
    shown: list[tuple[str | Text, ...]] = []
    rows = [(one.outcome, one.claim.number) for one in run.checked]
    for outcome, number in rows + ([(run.fast_path, "kernels = exact path")] if run.fast_path else []):
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


def _headline(run: ClaimsRun) -> str:
    if run.data:
        exponents = ", ".join(map(str, run.data["exponents"]))  # type: ignore[call-overload]
        points, inputs = (_number(run.data[key], key[:-1]) for key in ("points", "inputs"))
        what = f"{run.data['name']}, {points}, {inputs}, p = {exponents}"
    elif run.campaign:
        what = f"campaign of {run.campaign.examples:,} data sets in {run.campaign.seconds:.0f} s"
    else:
        what = f"{run.examples} generated cases for each claim" if run.examples else "generated cases"
    return f"sparsest {run.version}: {what}, seed {run.seed}"


def _left_out(run: ClaimsRun) -> Iterator[RenderableType]:
    left_out = run.data and run.data["left_out"]
    if left_out:
        yield Text(
            f"Not checked: {len(left_out)} claims about several inputs, which are for small data. "  # type: ignore[arg-type]
            f"Name them to check them anyway: {', '.join(left_out)}"  # type: ignore[arg-type]
        )


def _number(count: object, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _notes(run: ClaimsRun) -> Iterator[RenderableType]:
    alike: dict[tuple[Verdict, str], list[str]] = {}
    for outcome in run.outcomes:
        reason = outcome.reason or f"{outcome.undecided or outcome.vacuous:,} of {outcome.examples:,} cases"
        if outcome.witness or outcome.case:
            yield Text.assemble(f"{outcome.name}: ", _verdict(outcome.verdict), f": {_cut(reason)}")
            yield from (Text(f"  {what} {_cut(json.dumps(v))}") for what, v in _evidence(outcome))
        elif outcome.verdict is not Verdict.HOLDS:
            alike.setdefault((outcome.verdict, reason), []).append(outcome.name)
    for (verdict, reason), names in alike.items():
        yield Text.assemble(f"{', '.join(names)}: ", _verdict(verdict), f": {_cut(reason)}")
    for claim, fault in run.unrefuted:
        yield Text(f"{claim.id}: the check has an error, for it does not refute {fault.name!r}", style="bold red")
    if run.campaign:
        for failure in run.campaign.failures:
            if failure.get("kind") == "error":
                yield Text(f"a check raised in {failure['block']}:\n{failure['traceback']}", style="bold red")


def _evidence(outcome: Outcome) -> Iterator[tuple[str, Mapping[str, object]]]:
    yield from ((what, v) for what, v in (("witness", outcome.witness), ("case   ", outcome.case)) if v)


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]}... (all of it: --json)"


def _summary(run: ClaimsRun) -> str:
    counted = Counter(one.outcome.verdict for one in run.checked)
    return ", ".join(f"{counted[verdict]} {verdict.value}" for verdict in Verdict if counted[verdict])


def claims_json(run: ClaimsRun) -> dict[str, object]:
    """Return the outcomes in the schema "sparsest/claims/1" (`docs/schemas/claims-1.json`), JSON-ready.

    Examples
    --------
    >>> from sparsest_cli.claims_run import chosen, on_generated
    >>> made = claims_json(on_generated(chosen(["theorem-3.1-1"]), 20, 7, derivations=False, faults=False))
    >>> made["seed"], made["claims"][0]["outcome"]["verdict"]
    (7, 'holds')
    """
    campaign = None
    if run.campaign and run.fast_path:
        campaign = {"report": run.campaign.to_json(), "fast_path": _outcome_json(run.fast_path)}
    return {
        "schema": "sparsest/claims/1",
        "version": run.version,
        "seed": run.seed,
        "examples": run.examples,
        "data": run.data,
        "campaign": campaign,
        "claims": [_checked_json(one) for one in run.checked],
    }


def _checked_json(one: Checked) -> dict[str, object]:
    claim = one.claim
    return {
        "id": claim.id,
        "number": claim.number,
        "title": claim.title,
        "scope": claim.scope,
        "ours": claim.is_ours,
        "outcome": _outcome_json(one.outcome),
        "derivations": [_outcome_json(outcome) for outcome in one.derivations],
        "faults": [_outcome_json(outcome) for outcome in one.faults],
    }


def _outcome_json(outcome: Outcome) -> dict[str, object]:
    # JSON has no infinity.
    made = outcome.to_json()
    slack = made["slack"]
    return {**made, "slack": None if isinstance(slack, float) and not math.isfinite(slack) else slack}


def claims_list(claims: Sequence[Claim], *, full: bool) -> RenderableType:
    """Return what the claims say; in full, also under which hypotheses and what a check of them is worth.

    Examples
    --------
    >>> from rich.console import Console
    >>> from sparsest_cli.claims_run import chosen
    >>> Console(width=80).print(claims_list(chosen(["theorem-3.1-1"]), full=False))  # doctest: +ELLIPSIS
    theorem-3.1-1  Theorem 3.1, item 1: where a minimiser is linear
    ...
    """
    return Group(*(part for claim in claims for part in _entry(claim, full=full)))


def _entry(claim: Claim, *, full: bool) -> Iterator[RenderableType]:
    yield Text.assemble((claim.id, "bold"), f"  {claim.number}: {claim.title}")
    lines = [claim.statement]
    if full:
        lines = [
            f"Statement: {claim.statement}",
            f"Hypotheses: {claim.hypotheses}",
            f"A check establishes: {claim.establishes}",
            f"It leaves open: {claim.leaves_open}",
            f"Cases: {claim.scope}, {claim.examples} unless told",
            *(f"False variant {fault.name!r}: {fault.statement}" for fault in claim.faults),
            *(f"Derivation {step.name!r} by {step.method}: {step.statement}" for step in claim.derivations),
        ]
    for line in lines:
        yield Padding(Text(line), (0, 0, 0, 4), expand=False)
