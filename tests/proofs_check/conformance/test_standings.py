import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from proofs_check.conformance import standings
from proofs_check.conformance.controls import CONTROLS
from proofs_check.conformance.doors import Stdio
from proofs_check.conformance.impostors.register import ALL
from proofs_check.conformance.outcomes import EXACT
from proofs_check.conformance.session import run
from proofs_check.conformance.suite import load_suite, small_suite

PAGE = Path(__file__).parents[3] / "docs" / "conformance.md"
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed, which the page needs")


def few():
    return replace(small_suite(), tests=tuple(test for test in small_suite().tests if test.task == "solve:p=0")[:8])


def part(name):
    """Return what the page has between two comments."""
    return re.search(f"<!-- {name} -->\n(.*)\n<!-- /{name} -->", PAGE.read_text(), re.S).group(1)


# --- The page ------------------------------------------------------------------------------------------------------


def test_page__says_of_the_flags_what_the_suite_says():
    assert part("flags") == standings.flags_table(load_suite())


def test_page__lists_all_controls_and_impostors():
    for name, everybody in (("controls", CONTROLS), ("impostors", ALL)):
        assert [line.split(" | ")[0].removeprefix("| ") for line in part(name).splitlines()[2:]] == list(everybody)


def test_page__has_a_line_for_each_contestant():
    listed = part("contestants")
    assert all(
        name in listed
        for name in ("sparsest, exact path", "sparsest, fast path", "textbook", "splineops", "sparsest.mjs")
    )


@needs_node
def test_page__its_program_is_right_and_its_fault_is_named(tmp_path):
    suite = replace(small_suite(), tests=tuple(test for test in small_suite().tests if test.task == "solve:p=0"))
    right, broken = (run(command, suite=suite) for command in standings.worked_example(PAGE.read_text(), tmp_path))
    assert right.passed, right.sentence
    assert {result.outcome for result in right.results} == {EXACT}
    assert broken.failing_flags["Collinear"] == (asked := broken.score["by_flag"]["Collinear"]["asked"], asked)


# --- Its making ----------------------------------------------------------------------------------------------------


def test_contestants__are_asked_and_take_their_tasks():
    found = standings.contestants()
    report = run(found["sparsest, exact path"], suite=few())
    assert report.passed
    assert report.implementation.version
    assert isinstance(found.get("sparsest.mjs", Stdio("")), Stdio)


def test_round__counts_what_came_out_otherwise(monkeypatch):
    said = []
    everything = standings.Round(few(), said.append)
    monkeypatch.setattr(standings, "CONTROLS", {"always decline": CONTROLS["always decline"]})
    assert "always decline" in everything.controls()
    assert (said, everything.otherwise) == (["always decline: as stated"], 0)
    stated = replace(CONTROLS["always decline"], outcomes=lambda suite: [EXACT] * len(suite.tests))
    monkeypatch.setattr(standings, "CONTROLS", {"always decline": stated})
    everything.controls()
    assert everything.otherwise == 1
    honest = replace(ALL["joins the dots"], answer=standings.exact.answer)
    monkeypatch.setattr(standings, "ALL", {"joins the dots": honest})
    everything.impostors()
    assert everything.otherwise == 2
    assert "JoinDots" in said[-1]


def test_round__a_contestant_of_ours_that_fails(monkeypatch):
    named = standings.Named("sparsest, exact path", "0", lambda _: {"knots": 999}, ("solve:p=0",))
    monkeypatch.setattr(standings, "contestants", lambda: {named.name: named})
    everything = standings.Round(few(), lambda _: None)
    assert "sparsest, exact path 0" in everything.contestants()
    assert everything.otherwise == 1


def test_fill__names_the_part_that_is_missing():
    with pytest.raises(ValueError, match="'b'"):
        standings.fill("<!-- a -->\nold\n<!-- /a -->", "b", "new")


def test_main__writes_the_page(tmp_path, monkeypatch, capsys):
    page = tmp_path / "page.md"
    page.write_text(PAGE.read_text())
    monkeypatch.setattr(standings, "load_suite", few)
    monkeypatch.setattr(standings, "CONTROLS", {"always decline": CONTROLS["always decline"]})
    monkeypatch.setattr(standings, "ALL", {})
    monkeypatch.setattr(standings, "contestants", dict)
    assert standings.main([str(page)]) == 0
    assert "all as stated" in capsys.readouterr().out
    assert "| always decline |" in page.read_text()
    assert json.dumps(page.read_text()) != json.dumps(PAGE.read_text())
