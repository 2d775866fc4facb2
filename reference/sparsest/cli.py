"""The command line: `sparsest solve`, `sparsest verify`.

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
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sparsest.data import Dataset

__all__ = ["cli", "main"]

_UNDECIDED = 3
_P_HELP = 'Rational in (0, 1) like 1/2 or 0.4; "0": fewest knots; "0+", "1-": the limits p -> 0, p -> 1.'
# Below these sizes a command is done in well under two seconds, and a progress bar would only flicker.
_MANY_POINTS = 20_000
_LARGE_FILE = 200_000


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="sparsest-relu", prog_name="sparsest")
def cli() -> None:
    """Sparsest ReLU interpolants in exact arithmetic, with proof.

    DATA is a CSV file or "-": an input column and a label column, with or without a header. Numbers are read exactly:
    integers, decimals, scientific notation, fractions ("1/3").
    """


@cli.command()
@click.argument("data", type=click.Path(allow_dash=True))
@click.option("--p", "p", default="0+", show_default=True, metavar="P", help=_P_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print the solution as JSON, exact numbers as text.")
@click.option("--certificate", type=click.Path(), metavar="FILE", help="Write the proof, for `sparsest verify`.")
@click.option("--plot", type=click.Path(), metavar="FILE", help="Write a picture: .svg, .png or .pdf.")
def solve(data: str, p: str, as_json: bool, certificate: str | None, plot: str | None) -> None:
    """Compute the global minimiser of sum |slope change|^p over all interpolants, exactly."""
    from sparsest.univariate.solve import solve as solve_univariate

    points = _read(data)
    with _progress("solving", len(points) - 2) as advance:
        solution = solve_univariate(points, p, progress=advance)
    if certificate:
        _write(certificate, json.dumps(solution.certificate(), indent=1))
    if plot:
        from sparsest.plot import plot_solution

        plot_solution(solution, plot)
    if as_json:
        click.echo(json.dumps(solution.to_json(), indent=2))
    else:
        from rich.console import Console

        from sparsest.report import report

        Console(highlight=False, soft_wrap=True).print(report(solution, _name(data)))
        for label, path in (("certificate", certificate), ("plot", plot)):
            if path:
                click.echo(f"{label} written to {path}")


@cli.command()
@click.argument("certificate", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
def verify(certificate: str, as_json: bool) -> None:
    """Check a certificate with the independent checker: accept (exit 0), reject (1) or undecided (3)."""
    from proofs_check.checker import check_file, check_text

    large = certificate != "-" and Path(certificate).is_file() and Path(certificate).stat().st_size > _LARGE_FILE
    with _status("checking", large):
        verdict = check_text(sys.stdin.buffer.read()) if certificate == "-" else check_file(certificate)
    if as_json:
        click.echo(json.dumps(verdict.to_json()))
    else:
        click.echo(str(verdict))
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


def _read(data: str) -> Dataset:
    from sparsest.data import Dataset

    if data == "-":
        stream = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
        return Dataset.from_csv(stream, "standard input")
    return Dataset.from_csv(data)


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
def _progress(what: str, total: int) -> Iterator[Callable[[int], object] | None]:
    if total < _MANY_POINTS or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield partial(bar.advance, task)


@contextmanager
def _status(what: str, wanted: bool) -> Iterator[None]:
    if not (wanted and sys.stderr.isatty()):
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield
