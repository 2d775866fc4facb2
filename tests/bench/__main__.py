"""Run the benchmarks named on the command line, or all."""

import sys

import click

from sparsest.errors import UsageError
from sparsest.extras import needs
from tests.bench import (
    beam,
    campaign,
    coq,
    explorer,
    fast,
    faults,
    front,
    gates,
    generic,
    kernels,
    linear,
    networks,
    paths,
    planted,
    training,
    univariate,
    validation,
    within,
)

ALL = {
    **univariate.BENCHMARKS,
    **gates.BENCHMARKS,
    **paths.BENCHMARKS,
    **fast.BENCHMARKS,
    **within.BENCHMARKS,
    **front.BENCHMARKS,
    **linear.BENCHMARKS,
    **networks.BENCHMARKS,
    **generic.BENCHMARKS,
    **planted.BENCHMARKS,
    **beam.BENCHMARKS,
    **training.BENCHMARKS,
    **validation.BENCHMARKS,
    **faults.BENCHMARKS,
    **kernels.BENCHMARKS,
    **coq.BENCHMARKS,
    **campaign.BENCHMARKS,
    **explorer.BENCHMARKS,
}


@click.command(epilog=f"Benchmarks: {', '.join(ALL)}.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
def main(names):
    """Run the benchmarks of these names, or all, and print each beside its baseline. This takes minutes."""
    unknown = [name for name in names if name not in ALL]
    if unknown:
        raise click.UsageError(f"no benchmark named {', '.join(unknown)}; there are {', '.join(ALL)}")
    try:
        with needs("bench", "benchmarks"):
            if not names or "fast-peer" in names:
                import splineops  # noqa: F401 - found out now, and not after all the others
            for name in names or ALL:
                ALL[name]()
    except UsageError as error:
        click.echo(f"bench: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
