"""The ways to an implementation: a process that speaks the protocol, a command for each case, a function of Python.

Whatever it does, a case ends: with a message that it sent, or with `LostError`, which says what was seen.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from proofs_check.conformance.limits import CaseLimits
from proofs_check.conformance.process import Child, ForkedProcess, LostError, started
from proofs_check.conformance.serving import serve
from proofs_check.conformance.suite import Test
from sparsest.errors import UsageError, one_line

__all__ = ["Contestant", "Door", "Implementation", "OneShot", "StartError", "Stdio", "door_of"]

_STOP = json.dumps({"cmd": "stop"}).encode()
_START = json.dumps({"cmd": "start", "version": 1}).encode()
# Exit code of a one-shot command for "declined".
_DECLINES = 3
_NAME = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*")


class StartError(UsageError):
    """The implementation cannot be started, or does not say who it is as the protocol asks. Mend its command."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who answers: what it calls itself, and the tasks that it supports."""

    name: str
    version: str
    language: str
    supports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stdio:
    """A command that speaks the protocol on its standard input and output."""

    command: str


@dataclass(frozen=True, slots=True)
class OneShot:
    """A command for each case, with {csv} and, if it takes them, {p} and {tolerance}; it prints one result."""

    command: str


#: What can be judged: a function of a case, "module:function", a command with {csv}, or one that speaks the protocol.
Implementation: TypeAlias = "Callable[[dict[str, Any]], Any] | str | Stdio | OneShot"


class Door(Protocol):
    """A way to an implementation."""

    def start(self) -> Contestant:
        """Return who it is; `StartError` if it cannot be started."""

    def ask(self, test: Test) -> Mapping[str, Any]:
        """Return its result, or that it declined or errored; `LostError` if no answer came."""

    def close(self) -> None:
        """Kill it and all that it has started."""

    def stop(self) -> None:
        """End it as the protocol has it, and then as `close`."""


def door_of(implementation: Implementation, limits: CaseLimits) -> Door:
    """Return the way to an implementation; a text is taken for what it looks like.

    Raises
    ------
    StartError
        If it is none of these.

    Examples
    --------
    >>> type(door_of("solver {csv} --p {p}", CaseLimits(1, 2**30))).__name__
    '_OneShotDoor'
    """
    if isinstance(implementation, str):
        if _NAME.fullmatch(name := implementation):
            return _SpokenDoor(lambda: _served(name, limits), limits)
        implementation = OneShot(implementation) if "{csv}" in implementation else Stdio(implementation)
    if isinstance(implementation, OneShot):
        return _OneShotDoor(_split(implementation.command), limits)
    if isinstance(implementation, Stdio):
        command = _split(implementation.command)
        return _SpokenDoor(lambda: started(command, limits.memory), limits)
    if callable(implementation):
        function = implementation
        return _SpokenDoor(
            lambda: ForkedProcess(lambda *streams: serve(function, *streams), limits.memory).child, limits
        )
    raise StartError(
        f"{one_line(repr(implementation), 40)} is no implementation: give a function, or a command as text"
    )


def _split(command: str) -> list[str]:
    try:
        parts = shlex.split(command)
    except ValueError as error:
        raise StartError(f"the command {one_line(command, 80)!r} cannot be split: {error}") from None
    if not parts:
        raise StartError("the command is empty; give a program with its arguments")
    return parts


def _served(name: str, limits: CaseLimits) -> Child:
    """Start a Python of its own for a function: it looks for modules where this one does."""
    path = os.pathsep.join([str(Path.cwd()), *filter(None, sys.path)])
    command = [sys.executable, "-m", "proofs_check.conformance.serving", name]
    return started(command, limits.memory, {**os.environ, "PYTHONPATH": path})


class _SpokenDoor:
    """A process that is asked line by line; after its death, or anything that is no answer, a new one is started."""

    def __init__(self, start: Callable[[], Child], limits: CaseLimits) -> None:
        self._start, self._limits = start, limits
        self._child: Child | None = None
        self._seq = 0
        self._hopeless = ""

    def start(self) -> Contestant:
        try:
            self._child = self._start()
            line = self._child.ask(_START, self._limits.start_seconds)
            return _introduced(_parsed_message(line))
        except OSError as error:
            self.close()
            raise StartError(f"it cannot be started: {error.strerror or error}: {error.filename}") from None
        except LostError as error:
            said = self._child.grumbling if self._child else ""
            self.close()
            more = f" ({said})" if said and said not in str(error) else ""
            raise StartError(f"it did not start: {error}{more}") from None
        except BaseException:
            self.close()
            raise

    def ask(self, test: Test) -> Mapping[str, Any]:
        if self._child is None:
            self._start_again()
        self._seq += 1
        command = test.task if test.task in ("path", "judge") else "solve"
        line = json.dumps({"cmd": command, "seq": self._seq, "case": dict(test.case)}).encode()
        if self._child is None:
            raise LostError(self._hopeless)
        try:
            return _answered(_parsed_message(self._child.ask(line, self._limits.seconds)), self._seq)
        except BaseException:
            self.close()  # what comes next from it would be out of step
            raise

    def close(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    def stop(self) -> None:
        """End it as the protocol has it."""
        child, self._child = self._child, None
        if child is not None:
            child.stop(_STOP)

    def _start_again(self) -> None:
        if self._hopeless:
            raise LostError(self._hopeless)
        try:
            self.start()
        except StartError as error:
            self._hopeless = f"not started again: {error}"
            raise LostError(self._hopeless) from None


class _OneShotDoor:
    """A command for each case."""

    def __init__(self, command: list[str], limits: CaseLimits) -> None:
        self._command, self._limits = command, limits

    def start(self) -> Contestant:
        program = self._command[0]
        if shutil.which(program) is None:
            raise StartError(f"it cannot be started: there is no program {one_line(program, 80)}")
        whole = " ".join(self._command)
        if "{csv}" not in whole:
            raise StartError("the command has no {csv}: that is where the file of the case goes")
        exponents = ("solve:p=0", "solve:p=0+", "solve:p", "solve:p=1-", "network:p=0", "network:p")
        supports = (*(exponents if "{p}" in whole else ("solve:p=0",)), *(["tolerance"] * ("{tolerance}" in whole)))
        return Contestant(Path(program).name, "", "a command", supports)

    def ask(self, test: Test) -> Mapping[str, Any]:
        with tempfile.TemporaryDirectory(prefix="sparsest-") as folder:
            file = Path(folder) / "case.csv"
            file.write_text(test.case["csv"], encoding="utf-8", newline="")
            given = {
                "{csv}": str(file),
                "{p}": str(test.case.get("p", "0")),
                "{tolerance}": str(test.case.get("tolerance", "0")),
            }
            try:
                child = started([_filled(part, given) for part in self._command], self._limits.memory)
            except OSError as error:
                raise LostError(f"it cannot be started: {error.strerror}") from None
            try:
                said, code = child.to_the_end(self._limits.seconds)
                return _result_of(said, code, child.grumbling)
            finally:
                child.kill()

    def close(self) -> None:
        """Do nothing: each process has ended with its case."""

    stop = close


def _filled(part: str, given: Mapping[str, str]) -> str:
    return re.sub(r"\{(csv|p|tolerance)\}", lambda match: given[match.group()], part)


def _result_of(said: bytes, code: int, grumbling: str) -> Mapping[str, Any]:
    if code < 0:
        raise LostError(f"it was killed by signal {-code}" + (f": {grumbling}" if grumbling else ""))
    if code == _DECLINES:
        return {"declined": True, "reason": grumbling or "exit code 3"}
    if code:
        return {"errored": True, "context": f"exit code {code}" + (f": {grumbling}" if grumbling else "")}
    return _parsed_message(said)


def _introduced(message: Mapping[str, Any]) -> Contestant:
    who, supports = message.get("implementation"), message.get("supports")
    if message.get("version") != 1:
        raise StartError("it does not say that it speaks version 1 of the protocol")
    if not isinstance(who, Mapping) or not isinstance(supports, list):
        raise StartError("its first answer has no implementation, or no list of what it supports")
    name, version, language = (one_line(str(who.get(key, "")), 80) for key in ("name", "version", "language"))
    return Contestant(name or "without a name", version, language, tuple(map(str, supports)))


def _answered(message: Mapping[str, Any], seq: int) -> Mapping[str, Any]:
    if message.get("seq") != seq or isinstance(message.get("seq"), bool):
        raise LostError(f"its answer has seq {one_line(str(message.get('seq')), 40)}, not {seq}")
    if message.get("declined") is True or message.get("errored") is True:
        return message
    if "result" not in message:
        raise LostError("its answer has no result")
    if not isinstance(message["result"], Mapping):
        raise LostError("its result is no object")
    result: Mapping[str, Any] = message["result"]
    return result


def _parsed_message(line: bytes) -> Mapping[str, Any]:
    try:
        message = json.loads(line, object_pairs_hook=_once, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        raise LostError(f"its answer is no JSON ({one_line(str(error), 60)}): {_beginning(line)}") from None
    if not isinstance(message, dict):
        raise LostError(f"its answer is no JSON object: {_beginning(line)}")
    return message


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _integer(text: str) -> int | str:
    # Python refuses to read longer ones; as text they are read exactly, or found too long.
    return int(text) if len(text) <= 4_000 else text


def _beginning(line: bytes) -> str:
    return repr(one_line(line[:200].decode(errors="replace"), 80))
