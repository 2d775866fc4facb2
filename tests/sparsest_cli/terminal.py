"""The command as a user runs it."""

import locale
import multiprocessing
import os
import signal
import sys
import tempfile
import time
import warnings
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

NILE = Path(__file__).parents[2] / "reference/sparsest/datasets/nile.csv"
PEAK = "x,y\n-2,0\n-1,0\n0,1\n1,1\n2,0\n3,0\n"

#: A process that has imported what commands import, and forks itself for each of them: it starts in 0.03 s, not in 0.5.
_PREPARED = multiprocessing.get_context("forkserver")
_PREPARED.set_forkserver_preload(["tests.sparsest_cli.prepared"])


def heeds_ctrl_c():
    """In a new process: heed Ctrl-C, which a shell's background jobs and their children ignore."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(arguments, streams, environment):
    """Start the command, as a user does in a process of its own, with three descriptors for its streams."""
    return _started(_command, list(map(str, arguments)), streams, environment)


def start_code(code, streams, environment, action="default"):
    """Start Python code as in a process of its own, in which numba is imported; say what becomes of warnings."""
    return _started(_code, (code, action), streams, environment)


def _started(target, told, streams, environment):
    connections = [Connection(os.dup(stream)) for stream in streams]
    process = _PREPARED.Process(target=target, args=(told, Path.cwd(), environment, connections))
    process.start()
    for connection in connections:
        connection.close()
    return process


def sparsest(*arguments, stdin="", environment=None, merged=False):
    """Run the command; return how it ended, and what it said on standard output and standard error, or on the first."""
    receiver, sender = os.pipe()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        streams = receiver, out.fileno(), (out if merged else err).fileno()
        process = start(arguments, streams, dict(os.environ) if environment is None else environment)
        os.close(receiver)
        Thread(target=_feed, args=(sender, stdin if isinstance(stdin, bytes) else stdin.encode())).start()
        process.join(60)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"sparsest {arguments} took more than a minute")
        return process.exitcode, _read(out), _read(err)


def interrupted(*arguments, after):
    """Run the command and press Ctrl-C after so many seconds of its processor time; return how it ended, what it said.

    A machine with other work gets it no less far than one without.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, Path(os.devnull).open() as nothing:
        process = start(arguments, [file.fileno() for file in (nothing, out, err)], dict(os.environ))
        deadline = time.monotonic() + 60
        while (taken := _processor_time(process.pid)) < after and process.exitcode is None:
            assert time.monotonic() < deadline, f"sparsest {arguments} worked for {taken} s in a minute"
            time.sleep(0.02)
        assert process.exitcode is None, f"sparsest {arguments} ended by itself"
        os.kill(process.pid, signal.SIGINT)
        process.join(20)
        if process.exitcode is None:
            process.kill()
        return process.exitcode, _read(out), _read(err)


def _processor_time(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _code(told, folder, environment, streams):
    """In the new process: be `python -W warnings -c code`. Numba reads again what the environment says."""
    _enter(folder, environment, streams)
    code, action = told
    from numba.core import config

    config.reload_config()
    warnings.simplefilter(action)
    exec(code, {"__name__": "__main__"})  # noqa: S102 - that of a test


def _command(arguments, folder, environment, streams):
    """In the new process: be the command."""
    _enter(folder, environment, streams)
    sys.argv = ["sparsest", *arguments]
    from sparsest_cli import main

    main()


def _enter(folder, environment, streams):
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
        stream.close()
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode, encoding=locale.getpreferredencoding(False), errors=errors)
        for number, mode, errors in ((0, "r", "strict"), (1, "w", "strict"), (2, "w", "backslashreplace"))
    )


def _feed(sender, content):
    with suppress(BrokenPipeError), os.fdopen(sender, "wb") as pipe:
        pipe.write(content)


def _read(stream):
    stream.seek(0)
    return stream.read().decode()
