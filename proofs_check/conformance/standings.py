"""All contestants, controls and impostors on a suite, and the tables of `docs/conformance.md`.

`python -m proofs_check.conformance.standings docs/conformance.md` writes them there, and ends with 1 if anything came
out otherwise than stated.
"""

from __future__ import annotations

import re
import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from proofs_check.conformance.contestants import exact, fast, peer, textbook
from proofs_check.conformance.controls import CONTROLS, came_out_otherwise
from proofs_check.conformance.doors import Contestant, Implementation, Stdio
from proofs_check.conformance.impostors.parts import Case, Found, Impostor
from proofs_check.conformance.impostors.register import ALL
from proofs_check.conformance.judging import judge
from proofs_check.conformance.outcomes import OUTCOMES
from proofs_check.conformance.report import Report, Result
from proofs_check.conformance.session import run
from proofs_check.conformance.suite import TASKS, Suite, Test, load_suite
from sparsest.explorer import FOLDER

__all__ = [
    "JAVASCRIPT",
    "Named",
    "Round",
    "contestants",
    "fill",
    "flags_table",
    "impostor_fails",
    "main",
    "tried",
    "worked_example",
]

#: The folder of the implementation in JavaScript, which ships: the explorer's page computes with it.
JAVASCRIPT = FOLDER / "solver"

_SOLVE = tuple(task for task in TASKS if task.startswith("solve"))


@dataclass(frozen=True)
class Named:
    """A function of a case under a name, with its version and what it supports."""

    name: str
    version: str
    answer: Callable[[Case], Found]
    supports: tuple[str, ...] = TASKS

    def __call__(self, case: Case) -> Found:
        """Answer a case."""
        return self.answer(case)


def contestants() -> dict[str, Implementation]:
    """Return the contestants that can be had here: the peer where it is installed, the other language where Node is.

    Examples
    --------
    >>> list(contestants())[:3]
    ['sparsest, exact path', 'sparsest, fast path', "a textbook's program"]
    """
    ours = version("sparsest-relu")
    found: dict[str, Implementation] = {
        one.name: one
        for one in (
            Named("sparsest, exact path", ours, exact.answer),
            Named("sparsest, fast path", ours, fast.answer, (*_SOLVE, "tolerance")),
            Named("a textbook's program", "1.0", textbook.answer, _SOLVE),
        )
    }
    with suppress(PackageNotFoundError):
        found["splineops"] = Named("splineops", version("splineops"), peer.answer, ("solve:p=0",))
    if node := shutil.which("node"):
        found["sparsest.mjs"] = Stdio(shlex.join([node, str(JAVASCRIPT / "stdio.mjs")]))
    return found


def tried(impostor: Impostor, suite: Suite) -> Report:
    """Return what comes of an impostor, called in this process: it shares what is computed with the others.

    Examples
    --------
    >>> tried(ALL["joins the dots"], load_suite(only=[1])).results[0].outcome
    'exact'
    """
    results = [_tried(impostor, test) for test in suite.tests if test.task in impostor.supports]
    return Report(Contestant(impostor.name, "", "Python", impostor.supports), suite, tuple(results))


def _tried(impostor: Impostor, test: Test) -> Result:
    try:
        found = impostor(test.case)
    except Exception as error:
        found = {"errored": True, "context": str(error)}
    return Result(test.id, test.task, test.flags, *judge(test, found))


def impostor_fails(impostor: Impostor, report: Report) -> str:
    """Return the flag that names the fault of an impostor and under which it fails tests; "" if there is none.

    Examples
    --------
    >>> suite = load_suite(only=[1, 2])
    >>> impostor_fails(ALL["counts dots"], tried(ALL["counts dots"], suite))
    ''
    """
    failing = report.failing_flags
    return next((flag for flag in impostor.flags if flag in failing), "")


# --- Tables ----------------------------------------------------------------------------------------------------------


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def flags_table(suite: Suite) -> str:
    """Return what the flags say, as a table in Markdown.

    Examples
    --------
    >>> print(flags_table(load_suite()).splitlines()[0])
    | flag | tests | kind of case | shows | effect |
    """
    counts = {flag: sum(flag in test.flags for test in suite.tests) for flag in suite.notes}
    rows = [
        (f"`{flag}`", counts[flag], note.kind, note.shows, note.effect) for flag, note in sorted(suite.notes.items())
    ]
    return _table(["flag", "tests", "kind of case", "shows", "effect"], rows)


def _standing(report: Report) -> Sequence[object]:
    who, total = report.implementation, report.score["total"]
    worst = list(report.failing_flags.items())[:4]
    fails = ", ".join(f"`{flag}` {bad} of {among}" for flag, (bad, among) in worst) or "none"
    name = f"{who.name} {who.version} ({who.language})"
    unsupported = sum(not result.asked for result in report.results)
    counts = [total[outcome] - (unsupported if outcome == "declined" else 0) for outcome in OUTCOMES]
    return [name, total["asked"], *counts, fails]


class Round:
    """One run of everything; says as it goes what came out otherwise.

    Parameters
    ----------
    suite : Suite
        What is asked.
    say : callable
        Takes each line of news.
    """

    def __init__(self, suite: Suite, say: Callable[[str], None]) -> None:
        self.suite, self.say, self.otherwise = suite, say, 0

    def contestants(self) -> str:
        """Return the table of the contestants; those that are exact must not fail."""
        rows = []
        for name, implementation in contestants().items():
            start = time.perf_counter()
            report = run(implementation, suite=self.suite)
            self.say(f"{name}, {time.perf_counter() - start:.0f} s: {report.sentence}")
            if name in ("sparsest, exact path", "sparsest, fast path", "sparsest.mjs") and not report.passed:
                self.otherwise += 1
            rows.append(_standing(report))
        return _table(["contestant", "asked", *OUTCOMES, "fails most at"], rows)

    def controls(self) -> str:
        """Return the table of the controls; each test must come out as stated."""
        for control in CONTROLS.values():
            found = came_out_otherwise(control, self.suite)
            self._note(control.name, "" if not found else f"{len(found)} tests otherwise, the first: {found[0]}")
        rows = [(control.name, control.does, control.comes_out) for control in CONTROLS.values()]
        return _table(["control", "what it does", "what must come of it"], rows)

    def impostors(self) -> str:
        """Return the table of the impostors; each must fail under its flag."""
        rows = []
        for impostor in ALL.values():
            report = tried(impostor, self.suite)
            flag = impostor_fails(impostor, report)
            self._note(
                impostor.name, "" if flag else f"none of {', '.join(impostor.flags)} is among the tests it fails"
            )
            asked = sum(result.asked for result in report.results)
            bad, among = report.failing_flags.get(flag, (0, 0))
            failed = sum(result.fails for result in report.results)
            rows.append((impostor.name, impostor.wrong, f"{failed} of {asked}", f"`{flag}`: {bad} of {among}"))
        return _table(["impostor", "what is wrong with it", "fails", "its flag"], rows)

    def _note(self, name: str, otherwise: str) -> None:
        self.otherwise += bool(otherwise)
        self.say(f"{name}: {otherwise or 'as stated'}")


def worked_example(page: str, folder: Path) -> tuple[Stdio, Stdio]:
    """Write the program on the page, and the same with the change that the page proposes; return their commands.

    Parameters
    ----------
    page : str
        Text of `docs/conformance.md`.
    folder : Path
        Where to write them.
    """
    code = page.partition("```js\n")[2].partition("```")[0]
    old, new = re.findall(r"Replace `(.*?)`\s+by `(.*?)`", page)[0]
    if code.count(old) != 1:
        raise ValueError(f"the program on the page has {old!r} {code.count(old)} times; the change needs it once")
    return _program(folder / "p0.mjs", code), _program(folder / "broken.mjs", code.replace(old, new))


def _program(path: Path, code: str) -> Stdio:
    path.write_text(code, encoding="utf-8")
    return Stdio(shlex.join([shutil.which("node") or "node", str(path)]))


def _scores(everything: Round, page: str) -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        for name, command in zip(("worked", "broken"), worked_example(page, Path(folder)), strict=True):
            yield name, f"```\n{run(command, suite=everything.suite).sentence}\n```"


def _sections(everything: Round, page: str) -> Iterator[tuple[str, str]]:
    if shutil.which("node"):
        yield from _scores(everything, page)
    yield "flags", flags_table(everything.suite)
    yield "contestants", everything.contestants()
    yield "controls", everything.controls()
    yield "impostors", everything.impostors()


def fill(text: str, name: str, content: str) -> str:
    r"""Return a page with the part between two comments of this name replaced.

    Raises
    ------
    ValueError
        If the page has no such part.

    Examples
    --------
    >>> fill("<!-- a -->\nold\n<!-- /a -->", "a", "new")
    '<!-- a -->\nnew\n<!-- /a -->'
    """
    head, begin, rest = text.partition(f"<!-- {name} -->\n")
    _, end, tail = rest.partition(f"\n<!-- /{name} -->")
    if not (begin and end):
        raise ValueError(f"the page has no part {name!r}: no line <!-- {name} -->, or none <!-- /{name} --> below it")
    return f"{head}{begin}{content}{end}{tail}"


def main(arguments: Sequence[str]) -> int:
    """Run everything on the whole suite; write the tables into a page; return 1 if anything came out otherwise."""
    page = Path(arguments[0])
    text, everything = page.read_text(encoding="utf-8"), Round(load_suite(), click.echo)
    for name, content in _sections(everything, text):
        text = fill(text, name, content)
    page.write_text(text, encoding="utf-8")
    count = len(CONTROLS) + len(ALL)
    click.echo(
        f"{count} controls and impostors: {'all as stated' if not everything.otherwise else 'NOT all as stated'}"
    )
    return int(everything.otherwise > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
