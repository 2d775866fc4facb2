import json
import subprocess
import sys
from pathlib import Path

import pytest

from sparsest import Dataset, Points, solve, solve_network, thresholds

NILE = Path(__file__).parents[1] / "reference/sparsest/datasets/nile.csv"
PEAK = "x,y\n-2,0\n-1,0\n0,1\n1,1\n2,0\n3,0\n"


def sparsest(*arguments, stdin=""):
    """Run the command as a user does, in another process."""
    script = Path(sys.executable).with_name("sparsest")
    feed = stdin if isinstance(stdin, bytes) else stdin.encode()
    done = subprocess.run([script, *map(str, arguments)], input=feed, capture_output=True, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_solve__json_is_that_of_the_library():
    code, out, err = sparsest("solve", "-", "--p", "1/2", "--json", stdin=PEAK)
    assert (code, err) == (0, "")
    assert json.loads(out) == solve(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]), "1/2").to_json()


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


def test_verify__rejects_a_wrong_claim_and_takes_standard_input(tmp_path):
    made = solve(Dataset.from_csv(NILE)).certificate()
    made["claim"]["fewest_knots"] -= 1
    code, out, _ = sparsest("verify", "-", "--json", stdin=json.dumps(made))
    assert code == 1
    assert json.loads(out)["verdict"] == "reject"
    assert "C15" in out
    code, out, err = sparsest("verify", "-", stdin=b"\xff not a certificate")
    assert (code, err) == (1, "")
    assert "reject" in out


def test_verify__reads_no_more_of_standard_input_than_it_may():
    code, out, err = sparsest("verify", "-", stdin=b" " * (64 * 2**20 + 10_000_000))
    assert (code, err) == (1, "")
    assert "67108865" in out  # one byte more than the limit was read


FOUR = "0,0\n1,0\n2,0.01\n3,1.02\n4,3.03\n5,5.05\n"


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


def test_search__finds_or_says_no():
    code, out, _ = sparsest("search", "small-exponent", "--gaps", "4", "--tries", "300", "--json")
    assert (code, json.loads(out)["knots"]) == (0, [2, 3])
    code, out, _ = sparsest("search", "pieces", "--gaps", "3", "--tries", "50")
    assert (code, out) == (1, "nothing found in 50 runs of 3 gaps\n")


@pytest.mark.parametrize(
    ("arguments", "stdin", "parts"),
    [
        (["solve", "-"], "1,2\n3\n", ["standard input", "line 2", "'3'"]),
        (["solve", "-"], "1,1e999999999\n", ["line 1", "1e999999999"]),
        (["solve", "-"], "", ["no points"]),
        (["solve", "-"], b"\xff\xfe1,2\n", ["UTF-8"]),
        (["solve", "-", "--p", "2"], "1,2\n", ["p = 2"]),
        (["solve", "-", "--plot", "x.gif"], "1,2\n", ["x.gif"]),
        (["solve", "-", "--certificate", "absent/x.json"], "1,2\n", ["absent/x.json"]),
        (["solve", "absent.csv"], "", ["absent.csv"]),
        (["verify", "absent.json"], "", ["absent.json"]),
        (["verify", "."], "", ["."]),
        (["path", "-", "--digits", "0"], "1,2\n", ["digits"]),
        (["search", "what"], "", ["no phenomenon 'what'"]),
        (["frobnicate"], "", ["frobnicate"]),
        (["solve"], "", ["DATA"]),
    ],
)
def test_bad_input__one_clear_line_and_exit_code_2(arguments, stdin, parts):
    code, out, err = sparsest(*arguments, stdin=stdin)
    assert (code, out) == (2, "")
    assert all(part in err for part in parts), err
    assert "Traceback" not in err
    assert err.startswith(("sparsest: error: ", "Usage: "))


def test_certificate__an_older_file_survives_a_failed_write(tmp_path):
    kept = tmp_path / "kept.json"
    kept.write_text("precious")
    assert sparsest("solve", "-", "--certificate", kept, stdin="1,2\n1,3\n")[0] == 2
    assert kept.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [kept]


def test_help__names_the_commands_and_imports_no_kernels():
    code, out, _ = sparsest("--help")
    assert code == 0
    assert "solve" in out
    assert "verify" in out
    probe = (
        "import sys, sparsest.cli; sys.exit(any(m in sys.modules for m in ('numba', 'matplotlib', 'sympy', 'rich')))"
    )
    assert subprocess.run([sys.executable, "-c", probe], timeout=60).returncode == 0
    assert sparsest("--version")[1].startswith("sparsest, version")


def test_campaign__goes_on_where_it_was_and_keeps_to_its_seed(tmp_path):
    state = tmp_path / "differential.campaign"
    code, out, err = sparsest("campaign", "--state", state, "--examples", 1000, "--family", "integers")
    assert (code, err) == (0, "")
    assert out.startswith("1,000 examples")
    assert "0 differences" in out
    code, out, _ = sparsest("campaign", "--state", state, "--examples", 2000, "--family", "integers", "--json")
    assert (code, json.loads(out)["counts"]["examples"]) == (0, 2000)
    code, out, err = sparsest("campaign", "--state", state, "--examples", 1000, "--seed", 1, "--family", "integers")
    assert (code, out) == (2, "")
    assert "seed" in err
    code, _, err = sparsest("campaign", "--state", state, "--family", "nothing")
    assert code == 2
    assert "there are walk" in err


PLANE = "x1,x2,y\n0,0,1\n0,1,2\n1,0,0\n0.5,0.25,-1/3\n0.7,-0.3,0.4\n"
HIGH = NILE.with_name("paper_high_dimensional.csv")


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
    proof.write_text(proof.read_text().replace('"lower": ', '"lower": 1'))
    assert sparsest("verify", proof)[0] == 1


def test_solve__one_input_can_be_read_as_the_multivariate_problem():
    code, out, err = sparsest("solve", "-", "--model", "multivariate", stdin=PEAK)
    assert (code, err) == (0, "")
    assert "1 inputs, p = 0" in out
    assert "(the fewest possible)" in out


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
        (["--plot", "a.svg"], PLANE, ["--plot a.svg", "one input"]),
        (["--count", "neurons"], PEAK, ["--model multivariate"]),
        (["--seconds", "0"], PLANE, ["--seconds"]),
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
    proof.write_text(proof.read_text().replace('"minimizers": "', '"minimizers": "1'))
    assert sparsest("verify", proof)[0] == 1


def test_solve__no_certificate_without_a_proof(tmp_path):
    proof = tmp_path / "plane.json"
    code, out, err = sparsest("solve", "-", "--p", "1/2", "--seconds", "0.01", "--certificate", proof, stdin=PLANE)
    assert code == 3
    assert "proved: at least" in out
    assert "plane.json was not written" in err
    assert not proof.exists()


def test_path__several_inputs():
    code, out, err = sparsest("path", "-", "--model", "multivariate", "--json", stdin="-3,2\n4,-2\n5,3\n")
    assert (code, err) == (0, "")
    assert json.loads(out) == thresholds(Points([[-3], [4], [5]], [2, -2, 3])).to_json()
    code, out, err = sparsest("path", "-", stdin="0,0,1\n0,1,2\n1,0,0\n")
    assert (code, err) == (0, "")
    assert "fewest parameters      3" in out
    code, out, err = sparsest("path", "-", "--plot", "a.svg", stdin=PLANE)
    assert (code, out) == (2, "")
    assert "--plot" in err
