"""The command line: `sparsest solve`, `path`, `verify`, `search`, `campaign`.

Exit codes: 0 yes or done; 1 the answer is no; 2 bad usage or bad input; 3 undecided. Heavy imports happen inside the
commands, so that `sparsest --help` answers at once.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sparsest.data import Dataset
    from sparsest.multivariate.fewest import Status
    from sparsest.multivariate.minimize import Progress
    from sparsest.points import Points
    from sparsest.table import Line

__all__ = ["cli", "main"]

_UNDECIDED = 3
_P_HELP = 'Rational in (0, 1) like 1/2 or 0.4; "0": fewest knots; "0+", "1-": the limits p -> 0, p -> 1.'
# Below these sizes a command is done in well under two seconds, and a progress bar would only flicker.
_MANY_POINTS = 20_000
_LARGE_FILE = 200_000


_MODEL = click.option(
    "--model",
    type=click.Choice(["auto", "multivariate"]),
    default="auto",
    show_default=True,
    help="With one input column, auto is the univariate problem (2)/(3).",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="sparsest-relu", prog_name="sparsest")
def cli() -> None:
    """Sparsest ReLU interpolants in exact arithmetic, with proof.

    DATA is a CSV file or "-": input columns and then a label column, with or without a header. Numbers are read
    exactly: integers, decimals, scientific notation, fractions ("1/3").
    """


@cli.command()
@click.argument("data", type=click.Path(allow_dash=True))
@click.option("--p", "p", metavar="P", help=_P_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print the solution as JSON, exact numbers as text.")
@click.option("--certificate", type=click.Path(), metavar="FILE", help="Write the proof, for `sparsest verify`.")
@click.option("--plot", type=click.Path(), metavar="FILE", help="Write a picture: .svg, .png or .pdf.")
@_MODEL
@click.option("--count", type=click.Choice(["parameters", "neurons"]), help="Multivariate: what to have fewest of.")
@click.option("--seconds", type=click.FloatRange(0, min_open=True), help="Multivariate: stop after about this time.")
def solve(
    data: str,
    p: str | None,
    as_json: bool,
    certificate: str | None,
    plot: str | None,
    model: str,
    count: str | None,
    seconds: float | None,
) -> None:
    """Compute a global minimiser, exactly.

    One input column: sum |slope change|^p over all interpolants, P = 0+ unless told. More columns: networks without
    skip connection, biases charged; P = 0 (unless told) for the fewest nonzero parameters, else the least sum of their
    p-th powers. Exit code 3 if the time did not suffice for the proof: then what is known is printed.
    """
    from sparsest.errors import UsageError
    from sparsest.points import Points

    points = _read(data, multivariate=model == "multivariate")
    if isinstance(points, Points):
        if plot:
            raise UsageError(f"--plot {plot}: there are pictures for one input only; leave --plot out")
        _solve_network(points, _name(data), p or "0", as_json, certificate, count or "parameters", seconds)
    elif count or seconds:
        raise UsageError(
            "--count and --seconds belong to the multivariate problem; leave them out, or add --model multivariate"
        )
    else:
        _solve_univariate(points, _name(data), p or "0+", as_json, certificate, plot)


def _solve_univariate(
    points: Dataset, name: str, p: str, as_json: bool, certificate: str | None, plot: str | None
) -> None:
    from sparsest.univariate.solve import solve as solve_univariate

    with _progress("solving", len(points) - 2) as advance:
        solution = solve_univariate(points, p, progress=advance)
    if certificate:
        _write(certificate, json.dumps(solution.certificate(), indent=1))
    if plot:
        from sparsest.plot import plot_solution

        plot_solution(solution, plot)
    if as_json:
        click.echo(json.dumps(solution.to_json(), indent=2))
        return
    from sparsest.report import report

    _show(report(solution, name), certificate=certificate, plot=plot)


def _solve_network(
    points: Points, name: str, p: str, as_json: bool, certificate: str | None, count: str, seconds: float | None
) -> None:
    from sparsest.multivariate.solve import solve_network

    with _bounds() as progress:
        solution = solve_network(points, p, count=count, seconds=seconds, progress=progress)  # type: ignore[arg-type]
    proved = solution.optimal or p == "0"
    if certificate and proved:
        _write(certificate, json.dumps(solution.certificate()))
    if as_json:
        click.echo(json.dumps(solution.to_json(), indent=2))
    else:
        from sparsest.report import network_report

        _show(network_report(solution, name), certificate=certificate if proved else None)
    if certificate and not proved:
        click.echo(f"sparsest: {certificate} was not written: there is no proof yet; give it more --seconds", err=True)
    sys.exit(0 if solution.optimal else _UNDECIDED)


@cli.command()
@click.argument("data", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the path as JSON, numbers as text.")
@click.option("--digits", default=17, show_default=True, type=click.IntRange(1, 10_000), help="Of the breakpoints.")
@click.option("--certificate", type=click.Path(), metavar="FILE", help="Write the proof, for `sparsest verify`.")
@click.option("--plot", type=click.Path(), metavar="FILE", help="Write a picture: .svg, .png or .pdf.")
@_MODEL
def path(data: str, as_json: bool, digits: int, certificate: str | None, plot: str | None, model: str) -> None:
    """Compute all minimisers over 0 < p < 1: pieces, breakpoints, critical exponent.

    Several input columns (small data only): the networks of least sum of p-th powers, and the threshold of the proof of
    the paper's Theorem 4.1 beside the critical exponent.
    """
    from sparsest.errors import UsageError
    from sparsest.points import Points
    from sparsest.univariate.path import MOST_CERTIFIED_DIGITS
    from sparsest.univariate.path import path as path_of

    points = _read(data, multivariate=model == "multivariate")
    if isinstance(points, Points):
        if certificate or plot:
            raise UsageError("--certificate and --plot go with one input column; leave them out")
        _network_path(points, _name(data), as_json, digits)
        return
    with _progress("following the minimisers", len(points) - 2) as advance:
        found = path_of(points, progress=advance)
    if certificate:
        _write(certificate, json.dumps(found.certificate(min(digits, MOST_CERTIFIED_DIGITS)), indent=1))
    if plot:
        from sparsest.plot import plot_path

        plot_path(found, plot)
    if as_json:
        click.echo(json.dumps(found.to_json(digits), indent=2))
        return
    from sparsest.report import path_report

    _show(path_report(found, _name(data), digits), certificate=certificate, plot=plot)


@cli.command()
@click.argument("phenomenon")
@click.option("--gaps", default=6, show_default=True, type=click.IntRange(2, 200), help="Length of the run.")
@click.option("--tries", default=20_000, show_default=True, type=click.IntRange(1), help="Runs to look at.")
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same find.")
@click.option("--largest", default=1000, show_default=True, type=click.IntRange(1), help="Largest gap to start with.")
@click.option("--json", "as_json", is_flag=True, help="Print the find as JSON.")
def search(phenomenon: str, gaps: int, tries: int, seed: int, largest: int, as_json: bool) -> None:
    """Search for a run of gaps that shows PHENOMENON, and shrink it: non-monotone, pieces or small-exponent.

    Exit code 1 if none was found, which proves nothing.
    """
    from sparsest.phenomena import search as search_for

    with _progress("searching", tries, many=2000) as advance:
        find = search_for(phenomenon, gaps, tries, seed=seed, largest=largest, progress=advance)
    if as_json:
        click.echo(json.dumps(find and {"gaps": find.gaps, "knots": find.knots, "score": str(find.score)}))
    elif find is None:
        click.echo(f"nothing found in {tries} runs of {gaps} gaps")
    else:
        click.echo(f"gaps {' '.join(map(str, find.gaps))}: knots {' -> '.join(map(str, find.knots))} as p grows")
    sys.exit(0 if find else 1)


@cli.command()
@click.option(
    "--state", required=True, type=click.Path(), metavar="FILE", help="Keeps what is done; made if not there."
)
@click.option(
    "--examples", default=100_000, show_default=True, type=click.IntRange(1), help="In all, over all sessions."
)
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="The same seed gives the same data.")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 1024), help="Processes that share the work."
)
@click.option(
    "--family", "families", multiple=True, metavar="NAME", help="Draw from this family only; may be repeated."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def campaign(state: str, examples: int, seed: int, workers: int, families: tuple[str, ...], as_json: bool) -> None:
    """Hold the fast path to the exact one: random and adversarial data through both, compared bit by bit.

    Stop it when you like (even kill it) and start it again: it goes on where it was. Exit code 1 if they ever differ;
    the differences are in the report, shrunk.
    """
    from concurrent.futures import ProcessPoolExecutor
    from contextlib import nullcontext
    from multiprocessing import get_context

    from sparsest.campaign import run
    from sparsest.fast.differential import Differential

    job = Differential(families) if families else Differential()
    # Forking a process that has threads is unsafe; a fresh interpreter is not.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn")) if workers > 1 else nullcontext()
    with _progress("comparing", examples, many=2000) as advance, pool as executor:
        report = run(
            job, examples=examples, block_size=1000, seed=seed, state=state, executor=executor, progress=advance
        )
    if as_json:
        click.echo(json.dumps(report.to_json(), indent=2))
    else:
        ordered = sorted(report.counts.items(), key=lambda item: (item[0] != "examples", item[0]))
        counts = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in ordered)
        click.echo(f"{counts} in {report.seconds:.0f} s: {report.failed} differences")
        for failure in report.failures[:10]:
            click.echo(json.dumps(failure))
    sys.exit(1 if report.failed else 0)


@cli.command()
@click.argument("certificate", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
def verify(certificate: str, as_json: bool) -> None:
    """Check a certificate with the independent checker: accept (exit 0), reject (1) or undecided (3)."""
    from proofs_check.checker import MAX_BYTES
    from proofs_check.price_checker import check_file, check_text

    large = certificate != "-" and Path(certificate).is_file() and Path(certificate).stat().st_size > _LARGE_FILE
    with _status("checking", large):
        verdict = check_text(sys.stdin.buffer.read(MAX_BYTES + 1)) if certificate == "-" else check_file(certificate)
    if as_json:
        click.echo(json.dumps({"schema": "sparsest/verdict/1", **asdict(verdict)}))
    else:
        what = f"{verdict.claims_checked} claims checked" if verdict.verdict == "accept" else verdict.reason
        click.echo(f"{verdict.verdict}: {what}" + ("" if verdict.verdict == "accept" else f" [{verdict.clause}]"))
    sys.exit({"accept": 0, "reject": 1}.get(verdict.verdict, _UNDECIDED))


def main() -> None:
    """Run the command line; every foreseeable failure is one line on stderr and an exit code.

    Examples
    --------
    >>> from click.testing import CliRunner
    >>> "verify" in CliRunner().invoke(cli, ["--help"]).output
    True
    """
    from sparsest.errors import SparsestError, UndecidedError

    try:
        code = cli.main(standalone_mode=False)
        # Output still buffered may meet a closed pipe; find out here, not in the interpreter's shutdown.
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except MemoryError:
        _fail("undecided: out of memory", _UNDECIDED)
    except UndecidedError as error:
        _fail(f"undecided: {error}", _UNDECIDED)
    except SparsestError as error:
        _fail(f"error: {error}", 2)
    except OSError as error:
        _fail(f"error: {error.filename}: {error.strerror}", 2)


def _fail(message: str, code: int) -> None:
    click.echo(f"sparsest: {message}", err=True)
    sys.exit(code)


def _name(data: str) -> str:
    return "standard input" if data == "-" else data


def _show(shown: RenderableType, **written: str | None) -> None:
    from rich.console import Console

    Console(highlight=False, soft_wrap=True).print(shown)
    for label, file in written.items():
        if file:
            click.echo(f"{label} written to {file}")


def _network_path(points: Points, name: str, as_json: bool, digits: int) -> None:
    from sparsest.multivariate.threshold import thresholds

    with _bounds() as progress:
        found = thresholds(points, progress=progress)
    if as_json:
        click.echo(json.dumps(found.to_json(digits), indent=2))
        return
    from sparsest.report import network_path_report

    _show(network_path_report(found, name, digits))


def _read(data: str, *, multivariate: bool) -> Dataset | Points:
    from sparsest.data import Dataset
    from sparsest.points import Points

    lines, name = _lines(data)
    several = multivariate or any(len(line.entries) > 2 for line in lines[:1])
    return Points.from_lines(lines, name) if several else Dataset.from_lines(lines, name)


def _lines(data: str) -> tuple[list[Line], str]:
    from sparsest.table import read_table

    if data == "-":
        return read_table(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline=""), "standard input")
    return read_table(data)


def _write(path: str, text: str) -> None:
    """Write the whole file or leave what was there: a full disk or a kill must not destroy an older file."""
    from sparsest.errors import UsageError

    part = Path(f"{path}.part")
    try:
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from None


@contextmanager
def _progress(what: str, total: int, many: int = _MANY_POINTS) -> Iterator[Callable[[int], object] | None]:
    if total < many or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield partial(bar.advance, task)


@contextmanager
def _bounds() -> Iterator[Callable[[Status | Progress], object] | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status("searching") as line:
        yield lambda now: line.update(str(now))


@contextmanager
def _status(what: str, wanted: bool) -> Iterator[None]:
    if not (wanted and sys.stderr.isatty()):
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield
