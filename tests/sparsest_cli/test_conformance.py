"""`sparsest conformance`, as a user runs it."""

import json
import os
import signal
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from proofs_check.conformance import limits
from sparsest.errors import MissingExtraError
from sparsest_cli.commands import cli
from tests.proofs_check.conformance.given import BENDS_TEST, SOLVED, TIE_TEST, program
from tests.sparsest_cli.terminal import sparsest, start

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "conformance-1.json"
BENDS, TIE = BENDS_TEST.id, TIE_TEST.id
OTHER = next(one.id for one in SOLVED.values() if one.id not in {BENDS, TIE} and one.result == "accept")
# The right answers of two tests; anything else is declined.
SOLVER = """
    start()
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["cmd"] == "stop": break
        right = json.loads(RIGHT).get(asked["case"]["csv"])
        if right is None: say(seq=asked["seq"], declined=True, reason="not learned")
        elif BROKEN: say(seq=asked["seq"], result={"knots": 9})
        else: say(seq=asked["seq"], result={"spline": right})
"""
RIGHT = json.dumps({test.case["csv"]: test.truth["spline"] for test in (BENDS_TEST, TIE_TEST)})


@pytest.fixture
def solver(tmp_path):
    def written(broken=False):
        return program(
            tmp_path, SOLVER.replace("BROKEN", str(broken)).replace("RIGHT", repr(RIGHT)), f"solver{broken:d}.py"
        )

    return written


def test_a_right_solver__exit_code_0(solver):
    code, out, err = sparsest("conformance", "--stdio", solver(), "--ids", f"{BENDS},{TIE},{OTHER}")
    assert (code, err) == (0, "")
    assert "n: 2 of 3 cases right; 1 declined; none failed." in out


def test_a_wrong_solver__says_which_flags_fail_and_shows_the_smallest_case(solver, tmp_path):
    page, picture = tmp_path / "a.html", tmp_path / "a.svg"
    code, out, _ = sparsest(
        "conformance", "--stdio", solver(True), "--ids", f"{BENDS},{TIE}", "--html", page, "--badge", picture
    )
    assert code == 1
    assert "It fails at" in out
    assert "Tie: 1 of 1 fail." in out
    assert " | ".join(TIE_TEST.case["csv"].splitlines()[:12]) in out
    assert "wrong: knots: 9 are stated" in out
    assert page.read_text().startswith("<!DOCTYPE html>")
    assert "0/2 right" in picture.read_text()


def test_json__is_as_the_schema_says_and_only_what_was_asked_is_in_it(solver):
    code, out, _ = sparsest(
        "conformance", "--stdio", solver(), "--json", "--flags", "Tie", "--tasks", "solve:p", "--ids", f"{BENDS},{TIE}"
    )
    made = json.loads(out)
    jsonschema.validate(made, json.loads(SCHEMA.read_text()))
    assert code == 0
    assert [one["id"] for one in made["results"]] == [str(TIE)]


def test_command__for_each_case(tmp_path):
    command = program(tmp_path, "say(knots=1, largest=sys.argv[2])") + " {csv} {p}"
    code, out, _ = sparsest("conformance", "--command", command, "--ids", str(BENDS))
    assert (code, "1 of 1 cases right" in out) == (0, True)


def test_impl__a_function_in_the_folder(tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text("def solve(case):\n    print('talk')\n    return {'knots': 1}\n")
    monkeypatch.chdir(tmp_path)
    code, out, err = sparsest("conformance", "--impl", "mine:solve", "--ids", str(BENDS))
    assert (code, err) == (0, "")
    assert "talk" not in out


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ([], "no solver given; give one of"),
        (["--impl", "a:b", "--stdio", "c"], "--impl and --stdio given; give one"),
        (["--impl", "a"], "give MODULE:FUNCTION"),
        (["--stdio", "no_such_program"], "it cannot be started: No such file"),
        (["--impl", "no_such_module:f"], "No module named 'no_such_module'"),
        (["--command", "no_such_program {csv}"], "there is no program"),
        (["--command", f"{sys.executable} x"], "has no {csv}"),
        (["--stdio", "x", "--tasks", "solve"], "no task 'solve': there are solve:p=0"),
        (["--stdio", "x", "--flags", "Nothing"], "no flag 'Nothing': there are"),
        (["--stdio", "x", "--ids", "one"], "'one' is no id"),
        (["--stdio", "x", "--ids", "0"], "no test 0"),
        (["--stdio", "x", "--seconds", "0"], "Invalid value for '--seconds'"),
        (["--stdio", "x", "--tasks", "solve:p", "--ids", str(BENDS), "--flags", "Tie"], "no test is left"),
        (["--stdio", "x", "--html", "/no/where.html"], "/no"),
        (["--stdio", "x", "--json", "--html", "-"], "--html"),
        (["--stdio", "'"], "cannot be split"),
    ],
)
def test_bad_usage__exit_code_2_and_one_line(arguments, word):
    code, out, err = sparsest("conformance", *arguments)
    assert (code, out) == (2, "")
    assert word in err
    assert "Traceback" not in err
    if "Usage" not in err:
        assert err.count("\n") == 1


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_end__from_outside_leaves_nothing_behind(tmp_path, number, code):
    pids = tmp_path / "pids"
    body = f"""
        start(); told()
        open({str(pids)!r}, "w").write(str(os.getpid()))
        time.sleep(60)
    """
    with Path(os.devnull).open("r+") as nothing:
        process = start(
            ["conformance", "--stdio", program(tmp_path, body), "--ids", str(BENDS)],
            [nothing.fileno()] * 3,
            dict(os.environ),
        )
        deadline = time.monotonic() + 30
        while not (pids.exists() and pids.read_text()) and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(process.pid, number)
        process.join(20)
    assert process.exitcode == code
    with pytest.raises(ProcessLookupError):
        os.kill(int(pids.read_text()), 0)


def test_the_handler_of_termination__is_put_back(solver):
    before = signal.getsignal(signal.SIGTERM)
    CliRunner().invoke(cli, ["conformance", "--stdio", solver(), "--ids", str(BENDS)])
    assert signal.getsignal(signal.SIGTERM) is before


def test_memory_that_cannot_be_limited__is_said(solver, monkeypatch):
    monkeypatch.setattr(limits, "MEMORY_IS_LIMITED", False)
    done = CliRunner().invoke(cli, ["conformance", "--stdio", solver(), "--ids", str(BENDS)])
    assert done.exit_code == 0
    assert "cannot limit the memory" in done.stderr


def test_a_page_that_cannot_be_made__is_said_before_anything_is_asked(solver, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    page = tmp_path / "a.html"
    done = CliRunner().invoke(cli, ["conformance", "--stdio", solver(), "--ids", str(BENDS), "--html", str(page)])
    assert isinstance(done.exception, MissingExtraError)
    assert not page.exists()
