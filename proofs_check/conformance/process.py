"""A child process that is asked line by line, within limits; it and all that it starts are killed at the end.

Neither a child that says nothing, nor one that does not listen, nor one that never ends a line holds up who asks.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NoReturn, Protocol

from proofs_check.conformance.limits import LONGEST_LINE, limit_memory
from sparsest.errors import one_line

__all__ = ["Child", "ForkedProcess", "LostError", "started"]

_CHUNK = 2**16
_KEPT_OF_STDERR = 4_000
# How long a process that was told to stop, or has closed its output, is waited for.
_GRACE = 1.0


class LostError(Exception):
    """No answer came: the child died, was silent, or sent what is none. The message says what was seen."""


class _Process(Protocol):
    """What `subprocess.Popen` and `ForkedProcess` have in common."""

    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...


class Child:
    """A process in a session of its own, spoken to over its standard streams.

    Parameters
    ----------
    process : process
        Just started, the leader of its process group.
    stdin, stdout, stderr : binary streams
        Our ends of its streams.
    """

    def __init__(self, process: _Process, stdin: BinaryIO, stdout: BinaryIO, stderr: BinaryIO) -> None:
        self._process, self._streams = process, (stdin, stdout, stderr)
        self._said, self._grumbled = bytearray(), bytearray()
        self._selector = selectors.DefaultSelector()
        for stream in self._streams:
            os.set_blocking(stream.fileno(), False)
        self._selector.register(stdout, selectors.EVENT_READ)
        self._selector.register(stderr, selectors.EVENT_READ)

    def ask(self, line: bytes, seconds: float) -> bytes:
        """Send a line; return the next line that comes.

        Raises
        ------
        LostError
            If none comes in time, the child dies, or the line is too long.
        """
        deadline, unsent = time.monotonic() + seconds, memoryview(line + b"\n")
        while b"\n" not in self._said:
            unsent, ended = self._step(unsent, deadline, f"no answer within {seconds:g} s")
            if ended:
                raise LostError(self._how_it_ended())
        found, _, rest = bytes(self._said).partition(b"\n")
        self._said[:] = rest
        return found

    def to_the_end(self, seconds: float) -> tuple[bytes, int]:
        """Close its input; return all that it says, and its exit code (negative: the signal that killed it)."""
        deadline = time.monotonic() + seconds
        self._streams[0].close()
        while not self._step(memoryview(b""), deadline, f"not done within {seconds:g} s")[1]:
            pass
        try:
            code = self._process.wait(max(deadline - time.monotonic(), 0.01))
        except subprocess.TimeoutExpired:
            raise LostError(f"not done within {seconds:g} s") from None
        return bytes(self._said), code

    @property
    def grumbling(self) -> str:
        """The last line that it wrote to standard error."""
        lines = self._grumbled.decode(errors="replace").strip().splitlines()
        return one_line(lines[-1]) if lines else ""

    def stop(self, line: bytes) -> None:
        """Tell it to stop, wait a moment, and kill what is left."""
        with suppress(OSError, ValueError):
            self._streams[0].write(line + b"\n")
            self._streams[0].close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE)
        self.kill()

    def kill(self) -> None:
        """Kill it and what it has started. Until it is waited for, its number belongs to nobody else."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._selector.close()
        for stream in self._streams:
            with suppress(OSError):
                stream.close()

    def _step(self, unsent: memoryview, deadline: float, late: str) -> tuple[memoryview, bool]:
        """Send and receive what is possible now; return what is left to send, and whether its output has ended."""
        if (left := deadline - time.monotonic()) <= 0:
            raise LostError(late)
        stdin, stdout, stderr = self._streams
        if unsent and not stdin.closed:
            self._selector.register(stdin, selectors.EVENT_WRITE)
        ready = {key.fileobj for key, _ in self._selector.select(left)}
        if unsent and not stdin.closed:
            self._selector.unregister(stdin)
        if stdin in ready:
            unsent = self._send(unsent)
        if stderr in ready and self._receive(stderr, self._grumbled) is None:
            self._selector.unregister(stderr)
        del self._grumbled[:-_KEPT_OF_STDERR]
        ended = stdout in ready and self._receive(stdout, self._said) is None
        if len(self._said) > LONGEST_LINE:
            raise LostError(f"an answer of more than {LONGEST_LINE} bytes")
        return unsent, ended

    def _send(self, unsent: memoryview) -> memoryview:
        try:
            return unsent[os.write(self._streams[0].fileno(), unsent[:_CHUNK]) :]
        except BlockingIOError:
            return unsent
        except OSError:  # it does not listen any more: what it still says, or its end, comes by its output
            return memoryview(b"")

    @staticmethod
    def _receive(stream: BinaryIO, into: bytearray) -> int | None:
        """Append what is there; None at the end."""
        try:
            found = os.read(stream.fileno(), _CHUNK)
        except BlockingIOError:
            return 0
        into += found
        return len(found) or None

    def _how_it_ended(self) -> str:
        try:
            code = self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            return "it closed its output"
        self._receive_rest()
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        return f"it {how}" + (f": {self.grumbling}" if self.grumbling else "")

    def _receive_rest(self) -> None:
        with suppress(OSError):
            while self._receive(self._streams[2], self._grumbled):
                del self._grumbled[:-_KEPT_OF_STDERR]


def started(
    command: Sequence[str], memory: int, environment: dict[str, str] | None = None, folder: Path | None = None
) -> Child:
    """Start a command, without a shell, as the leader of a new session.

    Raises
    ------
    OSError
        If it cannot be started.

    Examples
    --------
    >>> child = started(["cat"], 2**30)
    >>> child.ask(b"hello", 5)
    b'hello'
    >>> child.kill()
    """
    pipe = subprocess.PIPE
    process = subprocess.Popen(  # noqa: S603 - it is what the user asked for
        list(command), stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0, start_new_session=True, env=environment,
        cwd=folder,
    )  # fmt: skip
    limit_memory(process.pid, memory)
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise OSError("the process has no standard streams")
    return Child(process, process.stdin, process.stdout, process.stderr)  # type: ignore[arg-type]  # raw streams


class ForkedProcess:
    """A fork of this process that serves, and nothing else.

    Parameters
    ----------
    serve : callable
        Called in the child with the streams that it is asked by and answers by.
    memory : int
        Bytes of address space that the child may have beyond what this process has now.
    """

    def __init__(self, serve: Callable[[BinaryIO, BinaryIO], object], memory: int) -> None:
        pairs = [os.pipe() for _ in range(3)]
        with warnings.catch_warnings():
            # Python warns of forks beside threads. The child waits for none, and ends without clearing up.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        (asked_in, asks), (answers, answer_out), (grumbles, grumble_out) = pairs
        if self.pid == 0:
            limit_memory(os.getpid(), memory + _own_size())
            _be_the_child(serve, (asks, answers, grumbles), asked_in, answer_out, grumble_out)
        for end in (asked_in, answer_out, grumble_out):
            os.close(end)
        self._code: int | None = None
        self.child = Child(
            self, os.fdopen(asks, "wb", buffering=0), os.fdopen(answers, "rb", buffering=0),
            os.fdopen(grumbles, "rb", buffering=0),
        )  # fmt: skip

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if pid else None
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code when it has ended; as `subprocess.Popen.wait`."""
        if timeout is None and self._code is None:
            self._code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        deadline = time.monotonic() + (timeout or 0)
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("a fork", timeout or 0)
            time.sleep(0.005)
        return code


def _own_size() -> int:
    """Return this process's address space: a fork begins with it, and the limit is for what the case takes."""
    with suppress(OSError, ValueError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _be_the_child(
    serve: Callable[[BinaryIO, BinaryIO], object], others: Sequence[int], asked: int, answer: int, grumble: int
) -> NoReturn:
    """Never return: what the parent has to clear up is not the child's."""
    code = 1
    try:
        os.setsid()
        for end in others:
            os.close(end)
        # What the function prints must not be taken for answers.
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (grumble, 1), (grumble, 2)):
            os.dup2(source, target)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - open until the end
        sys.stdout = sys.stderr = open(2, "w", 1, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with os.fdopen(asked, "rb") as source_stream, os.fdopen(answer, "wb") as sink:
            serve(source_stream, sink)
        code = 0
    except BaseException as error:
        with suppress(BaseException):
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            sys.stderr.flush()
    finally:
        os._exit(code)
