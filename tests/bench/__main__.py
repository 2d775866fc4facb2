"""Run the benchmarks named on the command line, or all."""

import sys

from tests.bench import fast, linear, networks, paths, univariate

ALL = {**univariate.BENCHMARKS, **paths.BENCHMARKS, **fast.BENCHMARKS, **linear.BENCHMARKS, **networks.BENCHMARKS}

if __name__ == "__main__":
    names = sys.argv[1:] or list(ALL)
    unknown = [name for name in names if name not in ALL]
    if unknown:
        sys.exit(f"no benchmark named {', '.join(unknown)}; there are {', '.join(ALL)}")
    for name in names:
        ALL[name]()
