import json
import re
import time

import pytest
from click.testing import CliRunner

from sparsest import Dataset, Points, solve, solve_network, thresholds
from sparsest.answer_table import answer_table
from sparsest.plot import picture_of_path, picture_of_solution
from sparsest_cli import solving
from sparsest_cli.commands import cli
from tests.sparsest_cli.terminal import NILE, PEAK, interrupted, sparsest


def test_solve__json_is_that_of_the_library():
    code, out, err = sparsest("solve", "-", "--p", "1/2", "--json", stdin=PEAK)
    assert (code, err) == (0, "")
    assert json.loads(out) == solve(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]), "1/2").to_json()


@pytest.mark.slow
def test_solve__table_plot_certificate_and_verify(tmp_path):
    proof, picture = tmp_path / "nile.json", tmp_path / "nile.svg"
    code, out, err = sparsest("solve", NILE, "--certificate", proof, "--plot", picture)
    assert (code, err) == (0, "")
    assert "76 (the fewest possible)" in out
    assert picture.read_bytes().startswith(b"<?xml")
    code, out, err = sparsest("verify", proof)
    assert (code, err) == (0, "")
    assert "accept" in out
    code, out, _ = sparsest("verify", proof, "--json")
    verdict = json.loads(out)
    assert (verdict["schema"], verdict["verdict"], verdict["claims_checked"]) == ("sparsest/verdict/1", "accept", 4)


FOUR = "0,0\n1,0\n2,0.01\n3,1.02\n4,3.03\n5,5.05\n"


@pytest.mark.slow
def test_path__table_json_plot_certificate_and_verify(tmp_path):
    proof, picture = tmp_path / "path.json", tmp_path / "path.svg"
    code, out, err = sparsest("path", "-", "--certificate", proof, "--plot", picture, stdin=FOUR)
    assert (code, err) == (0, "")
    assert "0.18071736370581730" in out
    assert picture.read_bytes().startswith(b"<?xml")
    code, out, _ = sparsest("verify", proof, "--json")
    assert (code, json.loads(out)["verdict"], json.loads(out)["claims_checked"]) == (0, "accept", 5)
    code, out, _ = sparsest("path", "-", "--json", stdin=FOUR)
    shown = json.loads(out)
    assert (shown["schema"], shown["critical_exponent"]) == (
        "sparsest/path/1",
        ["0.18071736370581730", "0.18071736370581731"],
    )
    assert [piece["knots"] for piece in shown["pieces"]] == [2, 3]


PLANE = "x1,x2,y\n0,0,1\n0,1,2\n1,0,0\n0.5,0.25,-1/3\n0.7,-0.3,0.4\n"
HIGH = NILE.with_name("paper_high_dimensional.csv")


@pytest.mark.slow
@pytest.mark.parametrize("count", ["parameters", "neurons"])
def test_solve__several_inputs(tmp_path, count):
    proof = tmp_path / "plane.json"
    code, out, err = sparsest("solve", "-", "--count", count, "--json", "--certificate", proof, stdin=PLANE)
    assert (code, err) == (0, "")
    rows = [line.split(",") for line in PLANE.split()[1:]]
    made = solve_network(Points([row[:2] for row in rows], [row[2] for row in rows]), count=count)
    assert json.loads(out) == made.to_json()
    code, out, _ = sparsest("verify", proof, "--json")
    assert (code, json.loads(out)["claims_checked"]) == (0, 3)
    proof.write_text(proof.read_text().replace('"lower":', '"lower":1'))
    assert sparsest("verify", proof)[0] == 1


@pytest.mark.slow
def test_solve__one_input_can_be_read_as_the_multivariate_problem():
    code, out, err = sparsest("solve", "-", "--model", "multivariate", stdin=PEAK)
    assert (code, err) == (0, "")
    assert "1 input, p = 0" in out
    assert "(the fewest possible)" in out


@pytest.mark.slow
def test_solve__says_what_is_known_when_the_time_is_up(tmp_path):
    proof = tmp_path / "high.json"
    code, out, err = sparsest("solve", HIGH, "--seconds", "1", "--certificate", proof, "--json")
    found = json.loads(out)
    assert (code, err) == (3, "")
    assert (found["parameters"], found["optimal"], int(found["bound"]["lower"]) >= 2) == (10, False, True)
    assert sparsest("verify", proof)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "text", "parts"),
    [
        (["--p", "1-"], PLANE, ["p = 1-"]),
        (["--p", "1/2", "--count", "neurons"], PLANE, ["neurons", "1/2"]),
        (["--plot", "a.svg"], "a,b,c,y\n0,1,2,3\n3,2,1,0.5\n", ["--plot a.svg", "maps of two inputs, and there are 3"]),
        (["--plot", "a.svg", "--model", "multivariate"], PEAK, ["--plot a.svg", "there are 1"]),
        (["--count", "neurons"], PEAK, ["--model multivariate"]),
        (["--seconds", "0"], PLANE, ["--seconds"]),
        (["--train", "0"], PLANE, ["--train"]),
        (["--train", "60"], PEAK, ["--train goes with several inputs"]),
        (["--train", "60", "--p", "1-"], PLANE, ["p = 1-"]),
        (["--train", "60"], "0,1e999,1\n1,2,0\n", ["x[0, 1]", "doubles"]),
        (["--count", "knots"], PLANE, ["--count"]),
        ([], PLANE + "0,0,7\n", ["two labels", "line 7"]),
        ([], PLANE + "0,0\n", ["line 7", "2 columns"]),
        ([], PLANE + "0,zero,1\n", ["line 7", "x2", "zero"]),
    ],
)
def test_solve__several_inputs__bad_calls(arguments, text, parts):
    code, out, err = sparsest("solve", "-", *arguments, stdin=text)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    for part in parts:
        assert part in err


@pytest.mark.slow
@pytest.mark.parametrize("p", ["1/2", "0+"])
def test_solve__several_inputs_at_positive_p(tmp_path, p):
    proof = tmp_path / "plane.json"
    text = "0,0,1\n0,1,2\n1,0,0\n"
    code, out, err = sparsest("solve", "-", "--p", p, "--json", "--certificate", proof, stdin=text)
    assert (code, err) == (0, "")
    made = solve_network(Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0]), p)
    assert json.loads(out) == made.to_json()
    assert json.loads(out)["minimizers"] == str(len(made.networks))
    code, out, _ = sparsest("verify", proof, "--json")
    assert (code, json.loads(out)["claims_checked"]) == (0, 4)
    proof.write_text(proof.read_text().replace('"minimizers":"', '"minimizers":"1'))
    assert sparsest("verify", proof)[0] == 1


def test_solve__no_certificate_without_a_proof(tmp_path):
    proof = tmp_path / "plane.json"
    code, out, err = sparsest("solve", "-", "--p", "1/2", "--seconds", "0.01", "--certificate", proof, stdin=PLANE)
    assert code == 3
    assert "proved: at least" in out
    assert "plane.json was not written" in err
    assert not proof.exists()


@pytest.mark.slow
def test_path__several_inputs():
    code, out, err = sparsest("path", "-", "--model", "multivariate", "--json", stdin="-3,2\n4,-2\n5,3\n")
    assert (code, err) == (0, "")
    assert json.loads(out) == thresholds(Points([[-3], [4], [5]], [2, -2, 3])).to_json()
    code, out, err = sparsest("path", "-", stdin="0,0,1\n0,1,2\n1,0,0\n")
    assert (code, err) == (0, "")
    assert "fewest parameters      3" in out


@pytest.mark.slow
def test_path__certificate_of_several_inputs(tmp_path):
    file, rows = tmp_path / "a.json", "-3,2\n4,-2\n5,3\n"
    code, out, err = sparsest("path", "-", "--model", "multivariate", "--certificate", file, stdin=rows)
    assert (code, err) == (0, "")
    assert f"certificate written to {file}" in out
    made = thresholds(Points([[-3], [4], [5]], [2, -2, 3])).certificate()
    assert json.loads(file.read_text()) == made
    assert sparsest("verify", file)[1] == "accept: 6 claims checked\n"
    made["claim"]["vertices"] = "27"
    file.write_text(json.dumps(made))
    code, out, _ = sparsest("verify", file)
    assert (code, out[:16]) == (1, "reject: vertices")
    file.unlink()
    code, out, err = sparsest("path", "-", "--seconds", "1e-9", "--certificate", file, stdin="0,0,1\n0,1,2\n1,0,0\n")
    assert code == 3
    assert "a.json was not written: not all candidates are known yet" in err
    assert "certificate written" not in out
    assert not file.exists()


@pytest.mark.slow
def test_pictures__of_two_inputs(tmp_path):
    triangle = "0,0,1\n0,1,2\n1,0,0\n"
    points = Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0])
    for command, make in (
        (["solve", "--p", "1/2"], lambda: picture_of_solution(solve_network(points, "1/2"))),
        (["path"], lambda: picture_of_path(thresholds(points))),
    ):
        file = tmp_path / "a.svg"
        code, out, err = sparsest(*command, "-", "--plot", file, stdin=triangle)
        assert (code, err) == (0, "")
        assert f"plot written to {file}" in out
        assert file.read_bytes() == make()


def test_pictures__of_a_path_that_is_not_finished(tmp_path):
    file, line = tmp_path / "a.svg", "-3,2\n4,-2\n5,3\n"
    code, out, err = sparsest("path", "-", "--seconds", "1e-9", "--plot", file, stdin="0,0,1\n0,1,2\n1,0,0\n")
    assert (code, err) == (3, "")
    assert file.exists()
    file.unlink()
    code, out, err = sparsest("path", "-", "--model", "multivariate", "--seconds", "1e-9", "--plot", file, stdin=line)
    assert code == 3
    assert "a.svg was not written" in err
    assert "plot written" not in out
    assert not file.exists()


@pytest.mark.slow
def test_solve__table(tmp_path):
    file = tmp_path / "plane.csv"
    code, out, err = sparsest("solve", "-", "--p", "1/2", "--table", file, stdin=PEAK)
    assert (code, err) == (0, "")
    assert f"table written to {file}" in out
    made = answer_table(solve(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]), "1/2"))
    assert file.read_text() == made + "\n"
    assert sparsest("solve", "-", "--p", "1/2", "--table", "-", stdin=PEAK) == (0, made + "\n", "")
    code, out, err = sparsest("solve", "-", "--table", "-", "--table-digits", "3", stdin=PLANE)
    assert (code, err) == (0, "")
    assert "-19/6" in out
    assert "-3.17" in out
    assert "-3.1666" not in out
    assert out.startswith("output_weight,weight_1,weight_2,bias,")


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["--table", "a.xlsx"], ["a.xlsx", ".csv"]),
        (["--table-digits", "3"], ["--table FILE"]),
        (["--table", "-", "--json"], ["--json", "standard output"]),
        (["--table", "a.csv", "--table-digits", "0"], ["--table-digits"]),
        (["--table", "absent/a.csv"], ["absent/a.csv"]),
    ],
)
def test_solve__table__bad_calls(arguments, parts):
    code, out, err = sparsest("solve", "-", *arguments, stdin=PEAK)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    for part in parts:
        assert part in err


@pytest.mark.slow
def test_path__several_inputs_within_seconds():
    rows = "".join(f"{k + 2},{k * k % 7},{k * k * k % 5}\n" for k in range(12))
    code, out, err = sparsest("path", "-", "--seconds", "0.5", stdin=rows)
    assert (code, err) == (3, "")
    assert "proved: at least" in out
    low, high = re.search(r"critical exponent p\*  in \[(\S+), (\S+)\]", out).groups()
    assert (0 < float(low) < 0.1, high) == (True, "1")
    code, out, err = sparsest("path", "-", "--seconds", "0.5", "--json", stdin=rows)
    shown = json.loads(out)
    assert (code, err, shown["complete"]) == (3, "", False)
    assert 0 < shown["bound"]["lower"] <= shown["bound"]["upper"]
    code, out, err = sparsest("path", "-", "--seconds", "1", stdin=PEAK)
    assert (code, out) == (2, "")
    assert "--model multivariate" in err
    assert "[default: 60]" in sparsest("path", "--help")[1]


@pytest.mark.parametrize("command", ["solve", "path"])
def test_searches__have_a_budget_that_is_said_when_it_is_used_up(command, monkeypatch, tmp_path):
    monkeypatch.setattr(solving, "_SECONDS", 0.25)
    data = tmp_path / "data.csv"
    data.write_text("".join(f"{k + 2},{k * k % 7},{k * k * k % 5}\n" for k in range(9)))
    done = CliRunner().invoke(cli, [command, str(data)])
    assert done.exit_code == 3
    assert "sparsest: the default of 0.25 s is used up; --seconds N gives the search N" in done.stderr
    done = CliRunner().invoke(cli, [command, str(data), "--seconds", "0.2"])
    assert (done.exit_code, done.stderr) == (3, "")


@pytest.mark.slow
def test_searches__ctrl_c_ends_them_at_once(tmp_path):
    data = tmp_path / "data.csv"
    data.write_text("a,b,c,y\n" + "".join(f"{k + 2},{k * k % 7},{k * k * k % 5},{k % 3}\n" for k in range(30)))
    code, out, err = interrupted("solve", data, after=1.5)
    assert (code, out) == (130, "")
    assert "Traceback" not in err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("told", "seconds"), [(["--p", "2/5"], "1"), (["--p", "0", "--count", "neurons"], "12"), (["--p", "0+"], "1")]
)
def test_solve__starts_from_training(told, seconds):
    begin = time.monotonic()
    code, out, err = sparsest("solve", HIGH, *told, "--train", "1", "--seconds", seconds, "--json")
    assert time.monotonic() - begin < 8 + float(seconds)
    trained = json.loads(out)
    known = json.loads(sparsest("solve", HIGH, *told, "--seconds", seconds, "--json")[1])
    assert set(trained) == set(known)
    # Two neurons are proved to be the fewest in a second or two; the others are out of reach.
    assert trained["optimal"] is ("neurons" in told)
    assert (code, err) == (0 if trained["optimal"] else 3, "")
    if told == ["--p", "2/5"]:
        assert float(trained["objective"]["enclosure"][1]) < float(known["objective"]["enclosure"][0])
    if "neurons" in told:
        assert trained["neurons"] <= known["neurons"]


@pytest.mark.slow
def test_solve__says_when_nothing_could_be_polished():
    rows = "a,b,c,y\n" + "".join(f"{k + 2},{k * k % 7},{k * k * k % 5},{k % 3}\n" for k in range(60))
    code, _, err = sparsest("solve", "-", "--train", "0.2", "--seconds", "0.2", stdin=rows)
    assert code == 3
    assert "sparsest: no network was trained and polished in 0.2 s; the search starts without one\n" in err


@pytest.mark.slow
def test_solve__ctrl_c_ends_training_at_once():
    code, out, err = interrupted("solve", HIGH, "--train", "100", after=1.5)
    assert (code, out, err.splitlines()[-1]) == (130, "", "sparsest: interrupted")
    assert "Traceback" not in err


STEPS = "x,y\n0,0\n1,0\n2,2\n3,6\n4,13\n5,20\n"  # gaps 2, 2, 3, 0


def test_solve__local_minimisers_in_text():
    code, out, err = sparsest("solve", "-", "--p", "1/2", "--local", stdin=STEPS)
    assert (code, err) == (0, "")
    assert out.splitlines()[-4:] == [
        "local minimisers: 2, the same for every p in (0, 1)",
        " rank  knots       about V_p  pairs with one knot",
        "    1      2  3.650281539872  3+4",
        "    2      2  3.732050807568  2+3",
    ]


@pytest.mark.parametrize("p", ["1/2", "0+", "1-"])
def test_solve__local_minimisers_in_json(p):
    code, out, err = sparsest("solve", "-", "--p", p, "--local", "1", "--json", stdin=STEPS)
    assert (code, err) == (0, "")
    data = Dataset([0, 1, 2, 3, 4, 5], [0, 0, 2, 6, 13, 20])
    shown = json.loads(out)
    local = shown.pop("local_minimizers")
    assert shown == solve(data, p).to_json()
    assert (local["count"], len(local["listed"])) == ("2", 1)
    (listed,) = local["listed"]
    assert listed == {"knots": 2, "objective": shown["objective"], "spline": shown["spline"], "rank": 1}


def test_solve__without_local_nothing_is_said_of_it():
    code, out, _ = sparsest("solve", "-", "--json", stdin=STEPS)
    assert code == 0
    assert "local_minimizers" not in json.loads(out)


@pytest.mark.parametrize(
    ("arguments", "text", "parts"),
    [
        (["--local", "--p", "0"], PEAK, ["p = 0", "every spline through the points is a local minimiser"]),
        (["--local", "--tolerance", "1"], PEAK, ["--local", "through all points"]),
        (["--local"], PLANE, ["--local", "one input"]),
        (["--local", "--model", "multivariate"], PEAK, ["--local", "one input"]),
        (["--local", "ten"], PEAK, ["--local ten", "whole number"]),
        (["--local", "-1"], PEAK, ["-1"]),
        (["--local=1.5"], PEAK, ["--local 1.5", "whole number"]),
        (["--local", "9" * 5000], PEAK, ["whole number of at most 9 digits"]),
        (["--local", "3", "--local", "4"], PEAK, ["--local is given 2 times"]),
    ],
)
def test_solve__local__bad_calls(arguments, text, parts, tmp_path):
    proof = tmp_path / "proof.json"
    code, out, err = sparsest("solve", "-", *arguments, "--certificate", proof, stdin=text)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert not proof.exists()
    for part in parts:
        assert part in err


def test_solve__local_before_the_data_says_so():
    code, _, err = sparsest("solve", "--local", "data.csv")
    assert code == 2
    assert "--local data.csv: give a whole number" in err
    assert "DATA goes before" in err
