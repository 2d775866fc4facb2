"""`make proofs`: build the development, let coqchk check it, hold what it assumes to the list, make the checker."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import click

from proofs_check.formal import assumptions, development, extraction, rounding
from proofs_check.formal.development import CoqError
from sparsest.errors import UsageError, one_line

__all__ = ["main"]


def _assumptions(folder: Path) -> str:
    found = assumptions.of_statements(folder)
    assumptions.refuse_others(found, assumptions.allowed())
    return f"the theorems of Statements.v rest on {len(found)} axioms, those of the standard library's reals"


def _steps(folder: Path) -> dict[str, Callable[[], str]]:
    return {
        "build": lambda: development.build(folder),
        "coqchk": lambda: development.recheck(folder),
        "assumptions": lambda: _assumptions(folder),
        "extracted checker": lambda: extraction.extract(folder),
        "rounding bounds": rounding.check,
    }


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def main(folder: Path) -> None:
    """Check everything in FOLDER, which is made; what was compiled there before from the same sources is kept."""
    try:
        for name, step in _steps(folder).items():
            start = time.monotonic()
            said = step()
            click.echo(f"{name}: {said} ({time.monotonic() - start:.1f} s)")
    except (CoqError, UsageError) as fault:
        click.echo(f"make proofs: {one_line(str(fault)) if isinstance(fault, UsageError) else fault}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
