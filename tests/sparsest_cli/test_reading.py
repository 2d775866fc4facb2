"""The options of a table as a user gives them; what was assumed is said on stderr, in the report and in JSON."""

import json

import pytest

from tests.sparsest_cli.terminal import sparsest

COUNTED = "rownames,t,v\n1,0,5\n2,1,6\n3,2,8\n"
SEMICOLONS = "t;u;v\n0,0;9;1,5\n1,5;8;2,5\n2,0;7;2,0\n"


@pytest.mark.slow
def test_notes__on_stderr_in_the_report_and_in_json():
    note = "column 1, which is called 'rownames' and counts the rows, left out"
    code, out, err = sparsest("solve", "-", stdin=COUNTED)
    assert (code, err) == (0, f"sparsest: standard input: {note}\n")
    assert out.startswith("standard input: 3 points, 1 input, p = 0+\n")
    assert note in out
    code, out, _ = sparsest("solve", "-", "--json", stdin=COUNTED)
    assert json.loads(out)["problem"]["notes"] == [note]
    assert sparsest("solve", "-", stdin="t,v\n5,1\n")[2] == ""


@pytest.mark.slow
@pytest.mark.parametrize("command", ["solve", "path"])
def test_columns__chosen_by_name_or_number(command):
    for x, y in (("t", "v"), ("1", "3")):
        code, out, err = sparsest(command, "-", "--x", x, "--y", y, stdin=SEMICOLONS)
        assert (code, err) == (0, "sparsest: standard input: delimiter semicolon, decimal comma\n")
        assert "3 points, 1 input" in out
    code, out, _ = sparsest("solve", "-", "--x", "t", "--x", "u", "--json", stdin=SEMICOLONS)
    assert json.loads(out)["problem"]["dimension"] == 2
    assert json.loads(out)["problem"]["notes"] == ["delimiter semicolon, decimal comma"]


def test_options__each_reaches_the_reader():
    table = "% May\na|b\nmm|V\n0|1\n1|NA\n1|2\n1|4\n3|3.14159\n".encode("utf-16")
    told = ["--comment", "%", "--delimiter", "pipe", "--header", "--skip", "3", "--missing", "drop", "--ties", "max"]
    code, out, err = sparsest("solve", "-", *told, "--decimals", "2", "--json", stdin=table)
    assert code == 0
    assert "UTF-16" in err
    shown = json.loads(out)
    assert shown["problem"]["points"] == 3
    assert shown["problem"]["notes"][1:] == [
        "1 point with a missing number left out",
        "1 point with the same input as another merged to the largest label",
    ]
    assert shown["spline"]["left"] == {"slope": "3", "intercept": "1"}
    assert shown["spline"]["knots"] == [{"x": "1", "slope_change": "-343/100"}]
    dated = "2024-01-01,0\n2024-01-03,4\n2024-01-04,4\n"
    code, out, err = sparsest("solve", "-", "--dates", "--json", stdin=dated)
    assert (code, err) == (0, "sparsest: standard input: x is in days since 2024-01-01\n")
    assert json.loads(out)["spline"]["left"]["slope"] == "2"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--p", "1/2", "--p", "1/3"], "--p is given 2 times"),
        (["--p", ""], "--p is empty"),
        (["--y", ""], "--y is empty"),
        (["--x", ""], "--x is empty"),
        (["--certificate", ""], "--certificate is empty"),
        (["--ties", "mode"], "--ties"),
        (["--decimals", "-1"], "--decimals"),
        (["--encoding", "martian"], "martian"),
        (["--delimiter", "ab"], "ab"),
        (["--skip", "x"], "skip 'x'"),
        (["--x", "3"], "no such column"),
    ],
)
def test_options__bad_values(arguments, part):
    code, out, err = sparsest("solve", "-", *arguments, stdin="0,0\n1,1\n")
    assert (code, out) == (2, "")
    assert part in err
    assert "Traceback" not in err


@pytest.mark.slow
def test_claims__read_data_in_the_same_way():
    code, out, err = sparsest("claims", "theorem-b", "--data", "-", "--y", "v", "--x", "t", stdin=SEMICOLONS)
    assert (code, err) == (0, "sparsest: standard input: delimiter semicolon, decimal comma\n")
    assert "3 points" in out


@pytest.mark.slow
def test_outputs__are_refused_before_anything_is_computed(tmp_path):
    data = tmp_path / "data.csv"
    data.write_text("0,0\n1,1\n2,0\n")
    (tmp_path / "alias.csv").symlink_to(data)
    for option, file in (("--certificate", data), ("--table", tmp_path / "alias.csv")):
        code, out, err = sparsest("solve", data, option, file)
        assert (code, out) == (2, "")
        assert "would destroy the data" in err
    code, out, err = sparsest("solve", data, "--certificate", tmp_path / "a.csv", "--table", tmp_path / "a.csv")
    assert (code, out) == (2, "")
    assert data.read_text() == "0,0\n1,1\n2,0\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["alias.csv", "data.csv"]


@pytest.mark.slow
def test_outputs__on_standard_output(tmp_path):
    code, out, err = sparsest("solve", "-", "--certificate", "-", stdin="0,0\n1,1\n2,0\n")
    assert (code, err) == (0, "")
    assert json.loads(out)["format"] == "sparsest/certificate/1"
    assert sparsest("verify", "-", stdin=out)[0] == 0
    code, out, err = sparsest("solve", "-", "--plot", "-", stdin="0,0\n1,1\n2,0\n")
    assert (code, err) == (0, "")
    assert out.startswith("<?xml")
    code, out, err = sparsest("solve", "-", "--certificate", "-", "--json", stdin="0,0\n1,1\n2,0\n")
    assert (code, out) == (2, "")
    assert "--json writes to standard output too" in err


@pytest.mark.slow
def test_names_and_signs__cannot_command_the_terminal(tmp_path):
    file = tmp_path / "two\nlines\x1b[31m.csv"
    file.write_text("0;1\n1;2\n2;0\n")
    proof = tmp_path / "pro\x1bof\n.json"
    code, out, err = sparsest("solve", file, "--certificate", proof)
    assert code == 0
    assert "two lines [31m.csv: 3 points" in out.split("\n")[0]
    assert "two lines [31m.csv: delimiter semicolon" in err
    assert (out + err).replace("\n", "").isprintable()
    assert proof.is_file()
    code, out, err = sparsest("solve", "-", stdin="sep=\x1b\n1\x1b2\n")
    assert (code, out) == (2, "")
    assert err.removesuffix("\n").isprintable()


def test_flags__that_contradict_each_other():
    for given in (["--header", "--no-header"], ["--no-header", "--header"]):
        code, out, err = sparsest("solve", "-", *given, stdin="0,0\n1,1\n")
        assert (code, out) == (2, "")
        assert "--header/--no-header is given 2 times; give it once" in err
    assert sparsest("solve", "-", "--json", "--json", stdin="0,0\n1,1\n")[0] == 0
