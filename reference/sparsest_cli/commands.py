"""The command line: `sparsest solve`, `path`, `tolerance`, `train`, `validate`, `export`, `verify`, `claims`, ...

Exit codes: 0 yes or done; 1 the answer is no; 2 bad usage or bad input, or output that cannot be written; 3 undecided;
130 interrupted. Heavy imports happen inside the commands, so that `sparsest --help` answers at once.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Any, NoReturn

import click

from sparsest.errors import spoken_to_the_command_line
from sparsest_cli.campaigns import campaign, search
from sparsest_cli.checking import claims, verify
from sparsest_cli.common import INTERRUPTED, NO, UNDECIDED, fail, mute, say
from sparsest_cli.conformance import conformance
from sparsest_cli.exploring import explore
from sparsest_cli.exporting import export
from sparsest_cli.solving import path, solve
from sparsest_cli.tolerance import tolerance
from sparsest_cli.training import train
from sparsest_cli.validation import validate

__all__ = ["cli", "command_line"]


class _ClosedPipeError(Exception):
    """Standard output was closed; under another name, as Click ends at a broken pipe with 1, "the answer is no"."""


class _Commands(click.Group):
    """The commands, whose closed pipes are told apart from an answer."""

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        """Read the arguments."""
        try:
            return super().make_context(*arguments, **options)
        except BrokenPipeError as error:
            raise _ClosedPipeError(error.strerror) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Carry out the command; messages name its options."""
        try:
            with spoken_to_the_command_line():
                return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _ClosedPipeError(error.strerror) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="sparsest-relu", prog_name="sparsest")
def cli() -> None:
    """Sparsest ReLU interpolants in exact arithmetic, with proof.

    DATA is a table in a text file, or "-": columns of inputs and one of labels, with or without a header. Numbers are
    read exactly: integers, decimals, scientific notation, fractions ("1/3"). FILE "-" is standard output.
    """


for _command in (
    solve,
    path,
    tolerance,
    train,
    validate,
    export,
    explore,
    search,
    campaign,
    claims,
    verify,
    conformance,
):
    cli.add_command(_command)


def command_line() -> None:
    """Run the command line; every foreseeable failure is one line on stderr and an exit code.

    Examples
    --------
    >>> from click.testing import CliRunner
    >>> "verify" in CliRunner().invoke(cli, ["--help"]).output
    True
    """
    from sparsest.errors import NoFunctionError, SparsestError, UndecidedError

    if sys.stderr is None:
        mute()
    if sys.stdout is None:
        fail("error: standard output is closed; the answer would be lost", 2)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What a terminal's encoding has no letters for is escaped, as on stderr, and does not end the command.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = _invoked()
        # What is still buffered may meet a full disk or a closed pipe: found out here, not in the shutdown.
        sys.stdout.flush()
        sys.exit(code)
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        say(*shown.getvalue().splitlines())
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        fail("interrupted", INTERRUPTED)
    except MemoryError:
        fail("undecided: out of memory", UNDECIDED)
    except UndecidedError as error:
        fail(f"undecided: {error}", UNDECIDED)
    except NoFunctionError as error:
        fail(f"no: {error}", NO)
    except SparsestError as error:
        fail(f"error: {error}", 2)
    except _ClosedPipeError as error:
        _fail_to_print(str(error))
    except OSError as error:
        if error.filename is None:
            _fail_to_print(str(error.strerror or error))
        fail(f"error: {error.filename}: {error.strerror or error}", 2)


def _fail_to_print(reason: str) -> NoReturn:
    """End with exit code 2; what could not be written is still in the buffer, and would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    fail(f"error: standard output: {reason}", 2)


def _invoked() -> int:
    """Run the command; return its exit code, so that output is flushed before the process ends with it."""
    try:
        code = cli.main(standalone_mode=False)
    except SystemExit as stop:
        code = stop.code
    return code if isinstance(code, int) else 0
