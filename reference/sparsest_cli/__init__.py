"""The command line, above `sparsest` and `proofs_check`: it may import from both, and nothing imports from it."""

from __future__ import annotations

import contextlib
import os
import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line. Ctrl-C ends it with one line too while the commands are still being imported.

    Examples
    --------
    >>> import sys
    >>> sys.argv = ["sparsest", "--version"]
    >>> main()
    Traceback (most recent call last):
    SystemExit: 0
    """
    try:
        from sparsest_cli.commands import command_line

        command_line()
    except KeyboardInterrupt:
        with contextlib.suppress(OSError):
            os.write(2, b"sparsest: interrupted\n")
        sys.exit(130)
