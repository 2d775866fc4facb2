"""Reads the files of a folder, each in a child process of its own: `python -m tests.interchange.measured FOLDER`.

One line of JSON for each file: its name, the kind of error and its message, seconds of processor time (whoever waits is
found out by the time that all files have together), and the megabytes that the child had at its most.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

import onnx  # noqa: F401  (so that its import is not charged to a file)

from sparsest import read_network

#: No child may take more address space than this, whatever is asserted later: the machine must survive a failure.
MOST = 4 * 2**30


def outcome(path):
    """Return what reading a file comes to, in words."""
    start = time.process_time()
    try:
        read_network(path)
    except BaseException as error:
        found = type(error).__name__, str(error)
    else:
        found = "read", ""
    return {"file": path.name, "error": found[0], "message": found[1], "seconds": time.process_time() - start}


def measure(path):
    """Read the file in a child; its peak is that of the child alone, which begins with what this process has."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_AS, (MOST, MOST))
        os.write(writing, json.dumps(outcome(path)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read()
    _, status, usage = os.wait4(child, 0)
    found = json.loads(said) if said else {"file": path.name, "error": f"status {status}", "message": "", "seconds": 0}
    return found | {"megabytes": usage.ru_maxrss / 1024}


if __name__ == "__main__":
    for path in sorted(Path(sys.argv[1]).iterdir()):
        print(json.dumps(measure(path)), flush=True)
