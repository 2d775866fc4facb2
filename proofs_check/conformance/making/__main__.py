"""Write the vectors, or compare them with what is there: ``python -m proofs_check.conformance.making [--check]``.

With ``--mutants N`` the suite tests itself: so many changed tests have to be refuted.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import click

from proofs_check.conformance.making.ledger import IdLedger
from proofs_check.conformance.making.mutations import is_noticed, some_mutants
from proofs_check.conformance.making.write import file_texts
from proofs_check.conformance.suite import VECTORS, load_suite
from sparsest import files


@click.command()
@click.option("--check", is_flag=True, help="Write nothing: exit code 1 and a line for each file that would change.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes.")
@click.option("--mutants", type=click.IntRange(1), metavar="N", help="Change N tests: how many changes are noticed?")
def main(check: bool, workers: int, mutants: int | None) -> None:
    """Establish the truth of all tests in two ways, and write the vectors, or compare them with the files."""
    if mutants is not None:
        sys.exit(_test_itself(mutants))
    started, changed = time.monotonic(), 0
    with ProcessPoolExecutor(workers) as executor:
        for name, text in file_texts(IdLedger.read(VECTORS / "ledger.json"), executor):
            path = VECTORS / name
            same = path.exists() and path.read_text(encoding="utf-8") == text
            changed += not same
            _settle(path, text, same=same, check=check)
    click.echo(f"{time.monotonic() - started:.0f} s", err=True)
    if check and changed:
        sys.exit(1)


def _test_itself(count: int) -> int:
    """Say of how many changed tests the change is noticed, and which are not; return the exit code."""
    found = some_mutants(load_suite().tests, count)
    missed = [(what, mutant) for what, mutant in found if not is_noticed(mutant)]
    for what, mutant in missed:
        click.echo(f"test {mutant.id}, {what} changed: not noticed")
    click.echo(f"{len(found) - len(missed)} of {len(found)} changes are noticed")
    return 1 if missed else 0


def _settle(path: Path, text: str, *, same: bool, check: bool) -> None:
    if same:
        click.echo(f"{path.name}: as it is there")
    elif check:
        click.echo(f"{path.name}: would change")
    else:
        files.write(path, text)
        click.echo(f"{path.name}: written, {len(text.encode()) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
