"""The commands that check: `sparsest verify` a certificate, `sparsest claims` the paper's statements and ours."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import click

from sparsest.errors import UsageError
from sparsest_cli.common import UNDECIDED, StrictCommand, display, file_name, progress_bar, status_line
from sparsest_cli.executors import takes_executor, workers_or_named
from sparsest_cli.reading import name_of, read_points, reads_table, standard_input

if TYPE_CHECKING:
    from proofs_check.checker import Verdict
    from proofs_check.claim import Claim
    from proofs_check.running.plan import Plan
    from proofs_check.running.record import Session
    from sparsest.data import Dataset
    from sparsest.points import Points

__all__ = ["claims", "verify"]

# A smaller file is checked in well under two seconds, and a status line would only flicker.
_LARGE_FILE = 200_000
# Less than this is done in about two seconds, without a bar: generated cases; points times checks of given data; data
# sets of a campaign.
_MANY_CASES, _MANY_CHECKS, _MANY_DATA_SETS = 150, 50_000, 2_000
# So many claims, on the data of the paper's table of contents.
_MANY_CLAIMS = 10
# So many columns take the table of the claims with everything in it.
_WIDE_ENOUGH = 140
# Options of `sparsest claims` that exclude each other, and those that need another.
_APART = {
    "--list": {"--data", "--derivations", "--examples", "--faults", "--json", "--paper", "--seed", "--state"},
    "--paper": {"--derivations", "--examples", "--faults", "--state"},
    "--data": {"--derivations", "--examples", "--faults", "--state"},
    "--state": {"--derivations", "--faults"},
}
_TOGETHER = {"--p": "--data", "--workers": "--state", "--executor": "--state"}


@click.command(cls=StrictCommand)
@click.argument("certificate", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
@click.option("--work", type=click.IntRange(1), metavar="N", help="Steps before it gives up; 250000000, a minute.")
@click.option("--coq", is_flag=True, help="Let Coq's kernel check a proof instead; Coq must be installed.")
def verify(certificate: str, as_json: bool, work: int | None, coq: bool) -> None:
    """Check a certificate with the independent checker: accept (exit 0), reject (1) or undecided (3).

    With --coq the check is made by the kernel of Coq, from a formal proof of the theory and the numbers of the file.
    """
    if coq and work:
        raise UsageError("--work is of the independent checker, and Coq takes as long as it takes: leave one out")
    verdict = _kernel_verdict(certificate) if coq else _checker_verdict(certificate, work)
    if as_json:
        click.echo(json.dumps({"schema": "sparsest/verdict/1", **asdict(verdict)}))
    else:
        what = f"{verdict.claims_checked} claims checked" if verdict.verdict == "accept" else verdict.reason
        click.echo(f"{verdict.verdict}: {what}" + ("" if verdict.verdict == "accept" else f" [{verdict.clause}]"))
    sys.exit({"accept": 0, "reject": 1}.get(verdict.verdict, UNDECIDED))


def _checker_verdict(certificate: str, work: int | None) -> Verdict:
    from proofs_check.verify import check_file, check_text
    from proofs_check.work import DEFAULT_WORK, MAX_BYTES

    large = certificate != "-" and Path(certificate).is_file() and Path(certificate).stat().st_size > _LARGE_FILE
    with status_line("checking", large):
        steps = work or DEFAULT_WORK
        if certificate == "-":
            return check_text(standard_input(MAX_BYTES + 1), work=steps)
        return check_file(certificate, work=steps)


def _kernel_verdict(certificate: str) -> Verdict:
    from proofs_check.formal.kernel import coq_verdict
    from proofs_check.work import MAX_BYTES

    if certificate == "-":
        content = standard_input(MAX_BYTES + 1)
    else:
        with Path(certificate).open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    with status_line("Coq is checking; the first time it compiles the development, a minute", wanted=True):
        return coq_verdict(content)


@click.command(cls=StrictCommand)
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--data", type=click.Path(allow_dash=True), help="Check on these data instead of generated ones.")
@click.option(
    "--p", "exponents", multiple=True, metavar="P", help="With --data: a rational in (0, 1); may be repeated."
)
@click.option("--examples", type=click.IntRange(1), help="Cases for each claim; data sets of a campaign.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0, 2**32 - 1), help="Of all that is drawn.")
@click.option("--faults", is_flag=True, help="Also run the false variants, which must be refuted.")
@click.option("--derivations", is_flag=True, help="Also carry out the derivations, for all parameters.")
@click.option("--list", "as_list", is_flag=True, help="Say what the claims are, and do nothing.")
@click.option("--paper", is_flag=True, help="Print every numbered item of the paper with its claims and verdicts.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcomes as JSON.")
@click.option(
    "--state",
    type=click.Path(),
    callback=file_name,
    metavar="FILE",
    help="Run a campaign that can be stopped and goes on.",
)
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 1024), help="Processes of a campaign.")
@takes_executor
@reads_table
def claims(
    ids: tuple[str, ...],
    data: str | None,
    exponents: tuple[str, ...],
    examples: int | None,
    seed: int,
    faults: bool,
    derivations: bool,
    as_list: bool,
    paper: bool,
    as_json: bool,
    state: str | None,
    workers: int,
    executor: str | None,
    reading: dict[str, Any],
) -> None:
    """Try to refute numbered claims of the paper, and ours: those of the given IDs, or all.

    An ID may be the beginning of several: theorem-3.1. On generated cases, random and adversarial; with --data on your
    data; with --state in a campaign of any length. Exit code 0 if none is refuted, 1 if one is or a check has an error,
    3 if one is undecided or nothing was checked.
    """
    _refuse_what_does_not_go_together()
    from proofs_check.report.listing import claims_list
    from proofs_check.report.schema import session_json
    from proofs_check.report.table import claims_table
    from proofs_check.running.choosing import chosen
    from proofs_check.running.plan import Plan

    some = chosen(ids)
    if as_list:
        display(claims_list(some, full=bool(ids)), paragraphs=True)
        return
    if data is not None:
        points = read_points(data, reading, multivariate=False)
        session = _on_data(some, named=bool(ids), points=points, name=name_of(data), exponents=exponents, seed=seed)
    elif paper:
        session = _on_evidence(some, seed)
    elif state is not None:
        session = _in_campaign(ids, state, examples, seed, workers, executor)
    else:
        session = _on_generated(some, Plan(examples=examples, seed=seed, faults=faults, derivations=derivations))
    if paper:
        _display_contents(session, some if ids else (), as_json=as_json)
    elif as_json:
        click.echo(json.dumps(session_json(session), indent=2, allow_nan=False))
    else:
        narrow = sys.stdout.isatty() and get_terminal_size().columns < _WIDE_ENOUGH
        display(claims_table(session, narrow=narrow))
    sys.exit(session.exit_code)


def _on_data(
    some: Sequence[Claim],
    *,
    named: bool,
    points: Dataset | Points,
    name: str,
    exponents: Sequence[str],
    seed: int,
) -> Session:
    """Check claims on the user's data; where the user named none, those that are for data of this kind and size."""
    from proofs_check.running.choosing import read_exponents, suitable
    from proofs_check.running.data_set import DataSet
    from proofs_check.running.plan import Plan
    from proofs_check.running.session import hold_session

    given = DataSet(name, "", points, read_exponents(exponents), ("one input", "several inputs"))
    claims = some if named else suitable(some, points)
    left_out = [one for one in some if one not in claims]
    size = len(points) * len(claims) * len(given.exponents) * given.inputs
    with progress_bar("checking", len(claims), many=0 if size >= _MANY_CHECKS else len(claims) + 1) as advance:
        plan = Plan(generated=False, seed=seed, data=(given,))
        return hold_session(claims, plan, left_out=left_out, progress=_by_steps(advance))


def _on_evidence(claims: Sequence[Claim], seed: int) -> Session:
    from proofs_check.report.contents import on_evidence

    with progress_bar("checking", len(claims), many=_MANY_CLAIMS) as advance:
        return on_evidence(claims, seed=seed, progress=_by_steps(advance))


def _display_contents(session: Session, named: Sequence[Claim], *, as_json: bool) -> None:
    """Print the paper's table of contents; where the user named claims, their rows."""
    from proofs_check.claims import CLAIMS
    from proofs_check.report.contents import contents, contents_json, contents_table

    rows = [one for one in contents(session, CLAIMS) if not named or set(one.claims) & set(named)]
    if as_json:
        click.echo(json.dumps(contents_json(rows), indent=2, allow_nan=False))
    else:
        display(contents_table(rows, narrow=sys.stdout.isatty() and get_terminal_size().columns < _WIDE_ENOUGH))


def _in_campaign(
    ids: Sequence[str], state: str, examples: int | None, seed: int, workers: int, executor: str | None
) -> Session:
    from proofs_check.running.session import CAMPAIGN_EXAMPLES, in_campaign
    from sparsest.campaign.fast_path import compile_kernels

    number = examples or CAMPAIGN_EXAMPLES
    with (
        progress_bar("checking", number, many=_MANY_DATA_SETS) as advance,
        workers_or_named(workers, executor, compile_kernels) as who,
    ):
        return in_campaign(ids, state=state, examples=number, seed=seed, executor=who, progress=advance)


def _on_generated(claims: Sequence[Claim], plan: Plan) -> Session:
    from proofs_check.running.session import hold_session

    with progress_bar("checking", plan.steps(claims), many=_MANY_CASES) as advance:
        return hold_session(claims, plan, progress=_by_steps(advance))


def _by_steps(advance: Callable[[int], object] | None) -> Callable[[str, int], object] | None:
    """Return what advances a bar, and leaves out what is being done."""
    return advance and (lambda _what, steps: advance(steps))


def _refuse_what_does_not_go_together() -> None:
    """Refuse options that would otherwise be ignored in silence."""
    from click.core import ParameterSource

    from sparsest.errors import UsageError

    context = click.get_current_context()
    given = {
        option.opts[0]
        for option in context.command.params
        if option.name and context.get_parameter_source(option.name) is ParameterSource.COMMANDLINE
    }
    for name, others in _APART.items():
        if name in given and given & others:
            raise UsageError(f"{name} does not go with {', '.join(sorted(given & others))}; leave one out")
    for name, needed in _TOGETHER.items():
        if name in given and needed not in given:
            raise UsageError(f"{name} goes with {needed} only; add that or leave {name} out")
