"""The command as a user runs it."""

import signal
import subprocess
import sys
from pathlib import Path

NILE = Path(__file__).parents[2] / "reference/sparsest/datasets/nile.csv"
PEAK = "x,y\n-2,0\n-1,0\n0,1\n1,1\n2,0\n3,0\n"


def heeds_ctrl_c():
    """In a new process: heed Ctrl-C, which a shell's background jobs and their children ignore."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def sparsest(*arguments, stdin=""):
    """Run the command as a user does, in another process."""
    script = Path(sys.executable).with_name("sparsest")
    feed = stdin if isinstance(stdin, bytes) else stdin.encode()
    done = subprocess.run([script, *map(str, arguments)], input=feed, capture_output=True, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()
