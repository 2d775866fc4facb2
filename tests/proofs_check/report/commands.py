"""`sparsest claims` on a planted claim, in this process."""

from click.testing import CliRunner

from sparsest_cli.commands import cli
from tests.proofs_check.planted import NAME


def run_claims(*arguments, stdin=""):
    """Run the command; return its exit code and output."""
    result = CliRunner().invoke(cli, ["claims", NAME, *map(str, arguments)], input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output
