"""The command that checks a certificate: `sparsest verify`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from sparsest.cli.common import UNDECIDED, status_line

__all__ = ["verify"]

# A smaller file is checked in well under two seconds, and a status line would only flicker.
_LARGE_FILE = 200_000


@click.command()
@click.argument("certificate", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
def verify(certificate: str, as_json: bool) -> None:
    """Check a certificate with the independent checker: accept (exit 0), reject (1) or undecided (3)."""
    from proofs_check.checker import MAX_BYTES
    from proofs_check.price_checker import check_file, check_text

    large = certificate != "-" and Path(certificate).is_file() and Path(certificate).stat().st_size > _LARGE_FILE
    with status_line("checking", large):
        verdict = check_text(sys.stdin.buffer.read(MAX_BYTES + 1)) if certificate == "-" else check_file(certificate)
    if as_json:
        click.echo(json.dumps({"schema": "sparsest/verdict/1", **asdict(verdict)}))
    else:
        what = f"{verdict.claims_checked} claims checked" if verdict.verdict == "accept" else verdict.reason
        click.echo(f"{verdict.verdict}: {what}" + ("" if verdict.verdict == "accept" else f" [{verdict.clause}]"))
    sys.exit({"accept": 0, "reject": 1}.get(verdict.verdict, UNDECIDED))
