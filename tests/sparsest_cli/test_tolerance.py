"""Functions within a tolerance, and the staircase, as a user asks for them."""

import csv
import io
import json
from contextlib import nullcontext
from fractions import Fraction

import pytest
from click.testing import CliRunner

from sparsest import Dataset, UsageError, solve, staircase
from sparsest.answer_table import answer_table
from sparsest_cli import common, tolerance
from sparsest_cli.commands import cli
from sparsest_cli.tolerance import Within
from tests.sparsest_cli.terminal import NILE, sparsest

NOISY = "x,y,e\n0,0,0.1\n1,1.1,inf\n2,1.9,0\n3,3.05,1\n5,1,1\n"
DATA = Dataset([0, 1, 2, 3, 5], [0, "1.1", "1.9", "3.05", 1])
TWICE = "x,y\n0,0\n1,3\n2,0\n1,1\n"
TWO = ["--x", "x", "--y", "y"]
PT100 = NILE.with_name("pt100.csv")


@pytest.mark.parametrize("fit", ["least", "any", None])
@pytest.mark.parametrize("given", ["0", "0.3", "1/20", "inf"])
def test_solve__json_is_that_of_the_library(given, fit):
    told = [] if fit is None else ["--fit", fit]
    code, out, err = sparsest("solve", "-", *TWO, "--tolerance", given, *told, "--json", stdin=NOISY)
    assert (code, err) == (0, "")
    made = solve(DATA, tolerance=given, fit=fit or "least").to_json()
    assert json.loads(out) == made
    assert made["problem"]["p"] == "0"
    # p = "0" says the same, and another tolerance something else.
    assert sparsest("solve", "-", *TWO, "--p", "0", "--tolerance", given, *told, "--json", stdin=NOISY)[1] == out
    assert sparsest("solve", "-", *TWO, "--tolerance", "0.29", *told, "--json", stdin=NOISY)[1] != out


@pytest.mark.parametrize("column", ["e", "3"])
def test_solve__a_tolerance_for_each_point_from_a_column(column):
    made = solve(DATA, tolerance=["0.1", "inf", 0, 1, 1]).to_json()
    code, out, err = sparsest("solve", "-", "--tolerance-column", column, "--json", stdin=NOISY)
    assert (code, err, json.loads(out)) == (0, "", made)
    assert made["problem"]["tolerances"] == ["1/10", "infinite", "0", "1", "1"]
    # Wherever it stands, and whatever the order of the points.
    other = "e;y;x\n1;1;5\n0,1;0;0\ninf;1,1;1\n0;1,9;2\n1;3,05;3\n"
    code, out, err = sparsest("solve", "-", "--tolerance-column", "e", *TWO, "--json", stdin=other)
    assert (code, err) == (0, "sparsest: standard input: delimiter semicolon, decimal comma\n")
    assert json.loads(out)["spline"] == made["spline"]


def test_solve__the_report_says_what_is_within_the_tolerance():
    code, out, err = sparsest("solve", "-", *TWO, "--tolerance", "0.3", stdin=NOISY)
    assert (code, err) == (0, "")
    assert out.startswith("standard input: 5 points, 1 input, tolerance 3/10\n")
    for part in ("1 (the fewest possible within the tolerance)", "7/80, about 0.0875, the least with so few knots"):
        assert part in out
    out = sparsest("solve", "-", "--tolerance-column", "e", stdin=NOISY)[1]
    for part in ("a tolerance for each point", "least factor", "1 open on both sides, 1 of one value"):
        assert part in out


def test_solve__the_certificate_is_accepted_and_a_forged_one_is_not(tmp_path):
    file = tmp_path / "proof.json"
    for told in (["--tolerance", "0.05"], ["--tolerance-column", "e"], ["--tolerance", "1", "--fit", "any"]):
        code, out, err = sparsest("solve", "-", *TWO, *told, "--certificate", file, stdin=NOISY)
        assert (code, err) == (0, "")
        assert f"certificate written to {file}" in out
        made = json.loads(file.read_text())
        assert made["format"] == "sparsest/tolerance-certificate/1"
        code, out, _ = sparsest("verify", file)
        assert (code, out.split()[0]) == (0, "accept:")
        made["claim"]["largest_residual"] = "7"
        file.write_text(json.dumps(made))
        assert sparsest("verify", file)[0] == 1


def test_solve__table_and_picture(tmp_path):
    picture = tmp_path / "picture.svg"
    code, out, err = sparsest(
        "solve", "-", *TWO, "--tolerance", "0.3", "--plot", picture, "--table", "-", "--table-digits", "3", stdin=NOISY
    )
    assert (code, err) == (0, "")
    assert out == answer_table(solve(DATA, tolerance="0.3"), 3) + "\n"
    assert b"fewest knots" in picture.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["--tolerance", "-1/2"], ["tolerance", "-1/2", "negative"]),
        (["--tolerance", "nan"], ["tolerance", "nan"]),
        (["--tolerance", "five"], ["tolerance", "five"]),
        (["--tolerance", ""], ["--tolerance is empty"]),
        (["--tolerance", "-inf"], ["-inf", "negative"]),
        (["--tolerance", "1/0"], ["tolerance", "1/0"]),
        (["--tolerance", "1", "--tolerance", "2"], ["--tolerance is given 2 times"]),
        (["--tolerance", "1", "--tolerance-column", "e"], ["--tolerance and --tolerance-column", "one of them"]),
        (["--tolerance-column", "absent"], ["'absent'", "no such column", "'e'"]),
        (["--tolerance-column", "4"], ["'4'", "no such column"]),
        (["--tolerance-column", "y", *TWO], ["'y'", "chosen twice", "--tolerance-column"]),
        (["--tolerance", "1", "--y", "y"], ["2 inputs", "--x"]),
        (["--tolerance", "1", "--p", "1/2", *TWO], ["--p 1/2", "leave --p out"]),
        (["--tolerance", "1", "--p", "0+", *TWO], ["--p 0+", "leave --p out"]),
        (["--tolerance", "1", "--p", "2", *TWO], ["p = 2"]),
        (["--fit", "any", *TWO], ["--fit", "--tolerance"]),
        (["--tolerance", "1", "--fit", "most", *TWO], ["--fit", "most"]),
        (["--tolerance", "1", "--model", "multivariate", *TWO], ["--model"]),
        (["--tolerance", "1", "--count", "neurons", *TWO], ["--count"]),
        (["--tolerance", "1", "--seconds", "3", *TWO], ["--seconds"]),
        (["--tolerance", "1", "--train", "3", *TWO], ["--train"]),
        (["--tolerance", "1", "--ties", "mode", *TWO], ["--ties"]),
    ],
)
def test_solve__bad_calls_are_one_clear_line(arguments, parts):
    two = TWO if arguments[0] == "--tolerance" and len(arguments) == 2 else []
    code, out, err = sparsest("solve", "-", *arguments, *two, stdin=NOISY.replace("inf", "2"))
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    for part in parts:
        assert part in err
    assert err.count("\n") == 1 or err.startswith("Usage:")


@pytest.mark.parametrize(
    ("entry", "part"), [("-1", "negative"), ("NA", "missing"), ("nan", "missing"), ("wide", "wide"), ("-inf", "-inf")]
)
def test_solve__a_column_with_an_entry_that_is_no_tolerance(entry, part):
    code, out, err = sparsest("solve", "-", "--tolerance-column", "e", stdin=NOISY.replace("inf", entry))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "line 3" in err
    assert part in err


def test_solve__a_point_without_tolerance_can_be_left_out():
    told = ["--tolerance-column", "e", "--missing", "drop", "--json"]
    code, out, err = sparsest("solve", "-", *told, stdin=NOISY.replace("inf", "NA"))
    assert (code, "1 point with a missing number left out" in err) == (0, True)
    assert json.loads(out)["problem"]["tolerances"] == ["1/10", "0", "1", "1"]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["--tolerance", "0.5"], TWICE),
        (["--tolerance-column", "3"], "0,0,1\n1,3,0.5\n2,0,1\n1,1,1\n"),
    ],
)
def test_solve__where_two_gates_at_one_input_do_not_meet_the_answer_is_no(arguments, text):
    code, out, err = sparsest("solve", "-", *arguments, "--json", stdin=text)
    assert (code, out) == (1, "")
    first, second = (3, 5) if text == TWICE else (2, 4)
    assert err.splitlines()[-1].startswith("sparsest: no: ")
    for part in (f"line {first} (5/2 to 7/2)", f"line {second} (", "x = 1", "do not meet"):
        assert part in err


def test_solve__several_labels_at_one_input_have_gates_of_their_own_unless_told():
    code, out, err = sparsest("solve", "-", "--tolerance", "1", "--json", stdin=TWICE)
    assert (code, "each with a gate of its own" in err) == (0, True)
    assert json.loads(out)["largest_residual"] == "1"
    code, out, err = sparsest("solve", "-", "--tolerance", "1", "--ties", "gates", "--json", stdin=TWICE)
    assert (code, json.loads(out)["largest_residual"]) == (0, "1")
    code, out, _ = sparsest("solve", "-", "--tolerance", "0", "--ties", "mean", "--json", stdin=TWICE)
    assert (code, json.loads(out)["largest_residual"]) == (0, "0")
    code, out, err = sparsest("solve", "-", "--tolerance", "1", "--ties", "error", stdin=TWICE)
    assert (code, out, "two labels" in err) == (2, "", True)
    # Without a tolerance there is no such thing as a gate.
    code, out, err = sparsest("solve", "-", "--ties", "gates", stdin=TWICE)
    assert (code, out, "two labels" in err) == (2, "", True)
    code, out, err = sparsest("solve", "-", "--ties", "gates", "--model", "multivariate", stdin=TWICE)
    assert (code, out, "ties = 'gates'" in err) == (2, "", True)


def test_solve__a_certificate_that_nobody_reads_is_refused(tmp_path, monkeypatch):
    from proofs_check import work

    monkeypatch.setattr(work, "MAX_BYTES", 100)
    file = tmp_path / "proof.json"
    done = CliRunner().invoke(cli, ["solve", "-", "--tolerance", "1", "--certificate", str(file)], input="0,0\n1,1\n")
    assert (done.exit_code, file.exists()) == (2, False)
    assert "no certificate was written" in done.stderr
    assert "the fewest possible within the tolerance" in done.stdout


def test_within__is_asked_for_or_not():
    assert Within(None, "e", "any").asked
    assert not Within(None, None, None).asked
    for wrong in (Within("1", "e", None), Within(None, None, "any")):
        with pytest.raises(UsageError):
            _ = wrong.asked


def test_tolerance__json_is_that_of_the_library():
    code, out, err = sparsest("tolerance", "-", *TWO, "--json", stdin=NOISY)
    assert (code, err) == (0, "")
    found = staircase(DATA)
    assert json.loads(out) == found.to_json()
    assert json.loads(out)["steps"][0] == {"tolerance": "0", "knots": 3}
    # From each step on so many knots do, and not before.
    for at, knots in found.steps:
        assert solve(DATA, tolerance=at).knots == knots
        assert at == 0 or solve(DATA, tolerance=at * Fraction(999, 1000)).knots > knots


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        (["--most", "1"], {"most": 1}),
        (["--from", "0.05"], {"lowest": "0.05"}),
        (["--to", "1/10"], {"highest": "1/10"}),
        (["--from", "0.05", "--to", "1", "--most", "2"], {"lowest": "0.05", "highest": 1, "most": 2}),
    ],
)
def test_tolerance__a_part_of_the_steps(told, asked):
    code, out, err = sparsest("tolerance", "-", *TWO, *told, "--json", stdin=NOISY)
    assert (code, err) == (0, "")
    assert json.loads(out) == staircase(DATA, **asked).to_json() != staircase(DATA).to_json()


def test_tolerance__report_table_and_picture(tmp_path):
    picture, table = tmp_path / "steps.svg", tmp_path / "steps.csv"
    code, out, err = sparsest("tolerance", "-", *TWO, "--plot", picture, "--table", table, stdin=NOISY)
    assert (code, err) == (0, "")
    assert out.startswith("standard input: 5 points, 1 input, fewest knots within each tolerance\n")
    assert out.endswith(f"plot written to {picture}\ntable written to {table}\n")
    steps = staircase(DATA).steps
    shown = [line.split()[:2] for line in out.splitlines()[2 : 2 + len(steps)]]
    assert shown == [[str(knots), str(at)] for at, knots in reversed(steps)]
    rows = list(csv.DictReader(io.StringIO(table.read_text())))
    assert [(Fraction(row["tolerance"]), int(row["knots"])) for row in rows] == list(steps)
    assert b"fewest knots within each tolerance" in picture.read_bytes()


def test_tolerance__begins_where_the_gates_at_one_input_meet():
    code, out, err = sparsest("tolerance", "-", "--json", stdin=TWICE)
    assert (code, "a gate of its own" in err) == (0, True)
    assert json.loads(out)["steps"][0]["tolerance"] == "1"
    code, out, _ = sparsest("tolerance", "-", "--to", "1/2", stdin=TWICE)
    assert (code, "no step in this range" in out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--most", "0"], "--most"),
        (["--from", "-1"], "negative"),
        (["--from", "x"], "x"),
        (["--from", "2", "--to", "1"], "swap"),
        (["--to", "nan"], "nan"),
        (["--plot", "steps.gif"], "steps.gif"),
        (["--table", "steps.xlsx"], "steps.xlsx"),
        (["--x", "x", "--x", "e", "--y", "y"], "2 inputs"),
        (["--ties", "error"], "two labels"),
    ],
)
def test_tolerance__bad_calls(arguments, part):
    two = [] if "--x" in arguments else TWO
    code, out, err = sparsest(
        "tolerance", "-", *arguments, *two, stdin=NOISY.replace("inf", "2") + "5,2,1\n" * ("error" in arguments)
    )
    assert (code, out) == (2, "")
    assert part in err
    assert "Traceback" not in err


def test_commands__count_passes_at_a_terminal(monkeypatch):
    shown = []

    class Line:
        def __init__(self, what):
            shown.append(what)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def update(self, text):
            shown.append(text)

    monkeypatch.setattr("rich.console.Console.status", lambda _self, what: Line(what))
    monkeypatch.setattr(common.sys.stderr, "isatty", lambda: True)
    with common.passes_line("solving") as advance:
        solve(DATA, tolerance="0.3", progress=advance)
    assert shown[:2] == ["solving", "solving: pass 1"]
    monkeypatch.setattr(common.sys.stderr, "isatty", lambda: False)
    with common.passes_line("solving") as advance:
        assert advance is None


def test_commands__hand_their_passes_over(monkeypatch):
    """Each gives the solver what counts its passes."""
    passes = []
    line = nullcontext(passes.append)
    monkeypatch.setattr(tolerance, "passes_line", lambda _what: line)
    for command in (["solve", "-", "--tolerance", "1"], ["tolerance", "-"]):
        done = CliRunner().invoke(cli, command, input="0,0\n1,3\n2,0\n")
        assert done.exit_code == 0
        assert passes
        passes.clear()


@pytest.mark.slow
def test_commands__a_real_table(tmp_path):
    file = tmp_path / "pt100.json"
    code, out, err = sparsest("solve", PT100, "--tolerance", "0.1", "--certificate", file)
    assert (code, err) == (0, "")
    assert "16 (the fewest possible within the tolerance)" in out
    assert sparsest("verify", file)[0] == 0
    steps = json.loads(sparsest("tolerance", PT100, "--most", "2", "--json")[1])["steps"]
    assert [step["knots"] for step in steps] == [1, 0]
