"""`sparsest train` as a user calls it."""

import json

import pytest

from sparsest import Dataset, solve
from sparsest.training import RECIPES, train
from sparsest.training.ends import judged
from tests.sparsest_cli.terminal import sparsest

PEAK = "x,y\n-2,0\n-1,0\n0,1\n1,1\n2,0\n3,0\n"
PLANE = "a,b,y\n0,1,1\n1,0,1/2\n1,1,-1\n"
FEW = ["--seeds", "3", "--epochs", "300", "--threads", "1"]


def test_json_is_that_of_the_library():
    code, out, err = sparsest("train", "-", "--p", "0.4", *FEW, "--first-seed", "5", "--json", stdin=PEAK)
    assert (code, err) == (0, "")
    data = Dataset(range(-2, 4), [0, 0, 1, 1, 0, 0])
    training = train(list(range(-2, 4)), [0, 0, 1, 1, 0, 0], "2/5", seeds=range(5, 8), epochs=300)
    assert json.loads(out) == json.loads(json.dumps(judged(training, data, "2/5", solve(data, "2/5")).to_json()))


def test_report_and_picture(tmp_path):
    code, out, err = sparsest("train", "-", *FEW, "--plot", str(tmp_path / "a.svg"), stdin=PEAK)
    assert (code, err) == (0, "")
    assert out.startswith("standard input: 6 points, 1 input, p = 0.5; 3 runs of 300 epochs\n")
    assert "without training" in out
    assert (tmp_path / "a.svg").read_bytes().startswith(b"<?xml")


@pytest.mark.slow
def test_recipes_and_their_options():
    told = ["--recipe", "published", "--set", "bias=scaled", "--set", "width=8", "--set", "step=0.02", "--json"]
    made = json.loads(sparsest("train", "-", *FEW, *told, stdin=PEAK)[1])
    assert made["settings"]["recipe"] == RECIPES["published"].but(bias="scaled", width=8, step=0.02).to_json()
    told = ["--set", "skip=false", "--set", "normalize=false", "--json"]
    assert json.loads(sparsest("train", "-", *FEW, *told, stdin=PEAK)[1])["settings"]["recipe"]["skip"] is False


def test_p_1():
    made = json.loads(sparsest("train", "-", *FEW, "--p", "1", "--recipe", "repaired", "--json", stdin=PEAK)[1])
    assert made["settings"]["p"] == 1
    assert made["optimum"]["p"] == "1-"


def test_several_inputs():
    code, out, err = sparsest("train", "-", *FEW, "--seconds", "5", stdin=PLANE)
    assert (code, err) == (0, "")
    assert out.startswith("standard input: 3 points, 2 inputs")
    assert "median parameters" in out


@pytest.mark.slow
def test_state(tmp_path):
    state = str(tmp_path / "a.training")
    first = sparsest("train", "-", *FEW, "--state", state, "--json", stdin=PEAK)
    again = sparsest("train", "-", *FEW, "--state", state, "--json", stdin=PEAK)
    assert first == again
    more = sparsest("train", "-", *FEW[2:], "--seeds", "4", "--state", state, "--json", stdin=PEAK)
    assert json.loads(more[1])["runs"][:3] == json.loads(first[1])["runs"]
    code, _, err = sparsest("train", "-", *FEW, "--p", "0.3", "--state", state, stdin=PEAK)
    assert code == 2
    assert "the state of another campaign: parameters" in err


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (["--p", "2"], "p = 2: training needs 0 < p <= 1"),
        (["--p", "x"], "'x'"),
        (["--recipe", "best"], "recipe = 'best': give one of published"),
        (["--set", "bias"], "--set bias: give NAME=VALUE"),
        (["--set", "=3"], "--set =3: give NAME=VALUE"),
        (["--set", "step=1_0"], "step = '1_0': give a number"),
        (
            ["--set", "charge_bias=true", "--set", "coordinates=weights", "--set", "skip=false", "--set", "merge=1"],
            "is another problem, (8)",
        ),
        (["--set", "bias=never"], "bias = 'never': give one of fixed, scaled"),
        (["--set", "colour=1"], "no option colour of a recipe"),
        (["--seconds", "3"], "--seconds goes with several inputs"),
        (["--plot", "a.gif"], "cannot write .gif"),
        (["--state", "-"], "--state -: this is no stream"),
    ],
)
def test_refuses(told, message):
    code, out, err = sparsest("train", "-", *FEW, *told, stdin=PEAK)
    assert (code, out) == (2, "")
    assert message in err.splitlines()[-1]


def test_refuses__what_goes_with_one_input():
    code, _, err = sparsest("train", "-", *FEW, "--descend", stdin=PLANE)
    assert (code, err) == (2, "sparsest: error: --descend goes with one input\n")
    code, _, err = sparsest("train", "-", *FEW, "--recipe", "kinks", stdin=PLANE)
    assert code == 2
    assert err.startswith("sparsest: error: kinks are numbers with one input only")


def test_options_that_belong_together():
    told = ["--recipe", "published", "--set", "smoothing=1", "--set", "last_smoothing=0.1", "--set", "skip=True"]
    made = json.loads(sparsest("train", "-", *FEW, *told, "--json", stdin=PEAK)[1])["settings"]["recipe"]
    assert (made["smoothing"], made["last_smoothing"], made["skip"]) == (1, 0.1, True)


def test_p_1__of_several_inputs_is_held_against_nothing():
    code, out, err = sparsest("train", "-", *FEW, "--p", "1", "--json", stdin=PLANE)
    assert (code, err) == (0, "")
    assert json.loads(out)["optimum"] is None


def test_p_1__names_the_limit():
    out = sparsest("train", "-", *FEW, "--p", "1", "--recipe", "repaired", stdin=PEAK)[1]
    assert "the certified minimum in the limit p -> 1" in out


def test_picture_over_the_state_is_refused(tmp_path):
    file = str(tmp_path / "a.svg")
    code, _, err = sparsest("train", "-", *FEW, "--state", file, "--plot", file, stdin=PEAK)
    assert code == 2
    assert "--state" in err
    assert "--plot" in err


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("x,y\n0,0\n1,1e400\n", "training needs numbers that doubles hold; rescale the data"),
        ("x,y\n0,0\n1,1e200\n2,0\n", "the data are too large"),
        ("x,y\n1700000000,0\n1700000001,1\n1700000002,0\n", "different inputs are one number in float32"),
    ],
)
def test_data_that_training_would_not_see(table, message):
    code, out, err = sparsest("train", "-", *FEW, "--recipe", "published", stdin=table)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_lines_do_not_collapse():
    out = sparsest("train", "-", *FEW, stdin="x,y\n0,0\n1,1\n2,2\n")[1]
    assert "collapsed" not in out
    assert "100% attain the certified minimum" in out
