"""The commands that check: `sparsest verify` a certificate, `sparsest claims` the paper's statements and ours."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from shutil import get_terminal_size
from typing import Any

import click

from sparsest_cli.common import UNDECIDED, StrictCommand, file_name, show, status_line
from sparsest_cli.reading import name_of, read_points, reads_table, standard_input

__all__ = ["claims", "verify"]

# A smaller file is checked in well under two seconds, and a status line would only flicker.
_LARGE_FILE = 200_000
# So many columns take the table of the claims with everything in it.
_WIDE_ENOUGH = 140
# Options of `sparsest claims` that exclude each other, and those that need another.
_APART = {
    "--list": {"--data", "--derivations", "--examples", "--faults", "--json", "--seed", "--state"},
    "--data": {"--derivations", "--examples", "--faults", "--state"},
    "--state": {"--derivations", "--faults"},
}
_TOGETHER = {"--p": "--data", "--workers": "--state"}


@click.command(cls=StrictCommand)
@click.argument("certificate", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
@click.option("--work", type=click.IntRange(1), metavar="N", help="Steps before it gives up; 250000000, a minute.")
def verify(certificate: str, as_json: bool, work: int | None) -> None:
    """Check a certificate with the independent checker: accept (exit 0), reject (1) or undecided (3)."""
    from proofs_check.checker import DEFAULT_WORK, MAX_BYTES
    from proofs_check.verify import check_file, check_text

    large = certificate != "-" and Path(certificate).is_file() and Path(certificate).stat().st_size > _LARGE_FILE
    with status_line("checking", large):
        steps = work or DEFAULT_WORK
        if certificate == "-":
            verdict = check_text(standard_input(MAX_BYTES + 1), work=steps)
        else:
            verdict = check_file(certificate, work=steps)
    if as_json:
        click.echo(json.dumps({"schema": "sparsest/verdict/1", **asdict(verdict)}))
    else:
        what = f"{verdict.claims_checked} claims checked" if verdict.verdict == "accept" else verdict.reason
        click.echo(f"{verdict.verdict}: {what}" + ("" if verdict.verdict == "accept" else f" [{verdict.clause}]"))
    sys.exit({"accept": 0, "reject": 1}.get(verdict.verdict, UNDECIDED))


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
@click.option("--json", "as_json", is_flag=True, help="Print the outcomes as JSON.")
@click.option(
    "--state",
    type=click.Path(),
    callback=file_name,
    metavar="FILE",
    help="Run a campaign that can be stopped and goes on.",
)
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 1024), help="Processes of a campaign.")
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
    as_json: bool,
    state: str | None,
    workers: int,
    reading: dict[str, Any],
) -> None:
    """Try to refute numbered claims of the paper, and ours: those of the given IDs, or all.

    An ID may be the beginning of several: theorem-3.1. On generated cases, random and adversarial; with --data on your
    data; with --state in a campaign of any length. Exit code 0 if none is refuted, 1 if one is or a check has an error,
    3 if one is undecided or nothing was checked.
    """
    _refuse_what_does_not_go_together()
    from sparsest_cli import claims_run as run_claims
    from sparsest_cli.claims_report import claims_json, claims_list, claims_table

    chosen = run_claims.chosen(ids)
    if as_list:
        show(claims_list(chosen, full=bool(ids)), paragraphs=True)
        return
    if data is not None:
        points = read_points(data, reading, multivariate=False)
        at = run_claims.read_exponents(exponents or run_claims.EXPONENTS)
        some = chosen if ids else run_claims.suitable(chosen, points)
        left_out = [one for one in chosen if one not in some]
        run = run_claims.on_data(some, points, name_of(data), at, seed, left_out=left_out)
    elif state is not None:
        run = run_claims.in_campaign(ids, examples, seed, state, workers)
    else:
        run = run_claims.on_generated(chosen, examples, seed, derivations=derivations, faults=faults)
    if as_json:
        click.echo(json.dumps(claims_json(run), indent=2, allow_nan=False))
    else:
        narrow = sys.stdout.isatty() and get_terminal_size().columns < _WIDE_ENOUGH
        show(claims_table(run, narrow=narrow))
    sys.exit(run.exit_code)


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
