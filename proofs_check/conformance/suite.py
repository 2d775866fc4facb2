"""The vectors: cases with what is true of them, read from the files beside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, get_args

__all__ = [
    "SUITE_VERSION",
    "TASKS",
    "VECTORS",
    "Expected",
    "Note",
    "Suite",
    "Task",
    "Test",
    "file_of",
    "load_suite",
    "small_suite",
]

#: The version of the suite that stands in every file.
SUITE_VERSION = "1.0"

#: What can be asked of an implementation, as it names it itself under `supports`.
Task: TypeAlias = Literal[
    "solve:p=0", "solve:p=0+", "solve:p", "solve:p=1-", "tolerance", "path", "network:p=0", "network:p", "judge"
]
TASKS: tuple[Task, ...] = get_args(Task)

#: What is right: an answer, none, or either.
Expected: TypeAlias = Literal["accept", "reject", "either"]

#: Where the files are.
VECTORS = Path(__file__).parent / "vectors"


@dataclass(frozen=True, slots=True)
class Note:
    """What a flag says of the tests that carry it.

    Parameters
    ----------
    kind : str
        The kind of case.
    shows : str
        Which fault of a solver it shows.
    effect : str
        What a user would see of that fault.
    """

    kind: str
    shows: str
    effect: str


@dataclass(frozen=True, slots=True)
class Test:
    """One case and what is true of it.

    Parameters
    ----------
    id : int
        Its number: unique in the suite, never given again.
    task : str
        One of `TASKS`.
    group : str
        The name of its group.
    comment : str
        What is special about it, in one line.
    flags : tuple of str
        Keys of `Suite.notes`.
    case : mapping
        What the implementation is given: `csv`, with `p`, `tolerance` or `claim`.
    result : str
        "accept": an answer has to be found, or the claim is true. "reject": there is none, or it is false. "either":
        both count.
    truth : mapping or None
        What is known of the answer, as exact text; None where there is none.
    """

    __test__ = False  # pytest looks at what is called Test

    id: int
    task: Task
    group: str
    comment: str
    flags: tuple[str, ...]
    case: Mapping[str, Any]
    result: Expected
    truth: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Suite:
    """Tests and the notes of their flags.

    Parameters
    ----------
    version : str
        The version of the suite.
    tests : tuple of Test
        In the order of the files.
    notes : mapping
        A `Note` for each flag.
    """

    version: str
    tests: tuple[Test, ...]
    notes: Mapping[str, Note]


def load_suite(tasks: Iterable[str] | None = None, only: Iterable[int] | None = None) -> Suite:
    r"""Return the suite, or its tests of some tasks or ids.

    Parameters
    ----------
    tasks : iterable of str, optional
        Some of `TASKS`.
    only : iterable of int, optional
        Ids of tests.

    Returns
    -------
    Suite
        Exact: the numbers are text, as in the files.

    Raises
    ------
    ValueError
        If there is no such task or id; the message names what there is.

    Examples
    --------
    >>> load_suite(["solve:p"]).tests[0].case
    {'csv': 'x,y\n0,1\n1,3\n', 'p': '1/2'}
    """
    wanted = TASKS if tasks is None else tuple(tasks)
    for task in wanted:
        if task not in TASKS:
            raise ValueError(f"no task {task!r}: there are {', '.join(TASKS)}")
    notes: dict[str, Note] = {}
    tests: list[Test] = []
    for name in filter(wanted.__contains__, TASKS):
        found, own = _read(file_of(name))
        notes |= own
        tests += found
    if only is not None:
        tests = _only(tests, only)
    return Suite(SUITE_VERSION, tuple(tests), MappingProxyType(notes))


def small_suite() -> Suite:
    """Return the fixed subset of some hundred tests, with every task and every flag.

    Examples
    --------
    >>> 0 < len(small_suite().tests) < 150
    True
    """
    return load_suite(only=json.loads((VECTORS / "small.json").read_text(encoding="utf-8"))["ids"])


def _only(tests: Iterable[Test], ids: Iterable[int]) -> list[Test]:
    by_id = {test.id: test for test in tests}
    left = list(dict.fromkeys(ids))
    for number in left:
        if number not in by_id:
            raise ValueError(
                f"no test {number!r} among these {len(by_id)}: ids are whole numbers, as in vectors/*.json"
            )
    return [by_id[number] for number in left]


def file_of(task: str) -> Path:
    """Return the file of a task: "solve:p=0+" is in solve_p_0+.json.

    Examples
    --------
    >>> file_of("solve:p=0+").name
    'solve_p_0+.json'
    """
    return VECTORS / f"{task.replace(':', '_').replace('=', '_')}.json"


@cache
def _read(path: Path) -> tuple[tuple[Test, ...], dict[str, Note]]:
    if not path.exists():
        return (), {}
    whole = json.loads(path.read_text(encoding="utf-8"))
    return tuple(_tests(whole)), {flag: Note(**note) for flag, note in whole["notes"].items()}


def _tests(whole: Mapping[str, Any]) -> Iterator[Test]:
    for group in whole["groups"]:
        for test in group["tests"]:
            yield Test(
                id=test["id"],
                task=whole["task"],
                group=group["name"],
                comment=test["comment"],
                flags=tuple(test["flags"]),
                case=test["case"],
                result=test["result"],
                truth=test["truth"],
            )
