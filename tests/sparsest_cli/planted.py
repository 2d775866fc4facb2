"""Claims with other checks, in the place of a real one."""

from dataclasses import replace

from click.testing import CliRunner

from proofs_check import claims
from proofs_check.claims import CLAIMS, claim
from sparsest_cli.commands import cli

NAME = "theorem-3.1-1"
THEOREM = claim(NAME)
WRONG = THEOREM.faults[1].check


def plant(monkeypatch, **changes):
    """Put a changed claim into the registry."""
    planted = replace(THEOREM, **changes)
    monkeypatch.setattr(claims, "CLAIMS", tuple(planted if one.id == NAME else one for one in CLAIMS))
    return planted


def run_claims(*arguments, stdin=""):
    """Run `sparsest claims` on the planted claim, in this process; return its exit code and output."""
    result = CliRunner().invoke(cli, ["claims", NAME, *map(str, arguments)], input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output
