"""How commands read NETWORK: which array is which, scalers, and what was assumed."""

import io
import json
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq

from sparsest import DataError, Dataset, UsageError, read_network, validate
from sparsest_cli.networks import interval_of, pair_of, read_layers_of
from tests.sparsest_cli.terminal import PEAK, sparsest

DATA = Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0])
ARRAYS = {
    "kernel": np.array([[1.0, 1.0, 3.0]]),
    "shift": np.array([1.0, -0.5, 0.1]),
    "out": np.array([[1.0], [-2.0], [0.3]]),
    "last": np.array([0.25]),
}
NAMES = "W1=kernel,b1=shift,W2=out,b2=last"
PLAIN = {"weights": None, "x_scaler": (), "y_scaler": None, "scaler_formula": "divide"}


@pytest.fixture
def net(tmp_path):
    np.savez(tmp_path / "net.npz", **ARRAYS)
    (tmp_path / "data.csv").write_text(PEAK)
    return tmp_path / "net.npz"


def residuals(net, *told):
    code, out, err = sparsest("validate", net, net.with_name("data.csv"), *told, "--json")
    found = json.loads(out)
    assert code == 1
    return found["residuals"]["largest"], found["path_norm"]["written"]["enclosure"], err


def expected(network):
    found = validate(network, DATA).to_json()
    return found["residuals"]["largest"], found["path_norm"]["written"]["enclosure"]


SCALED = {
    "names": ([], {}),
    "x": (["--x-scaler", "0.1,1/3"], {"x_scaler": [("0.1", "1/3")]}),
    "y": (["--y-scaler", "0.5,-2"], {"y_scaler": ("0.5", -2)}),
    "both, by the reciprocal": (
        ["--x-scaler", "0.1,0.3", "--y-scaler", "1,3", "--scaler-formula", "multiply"],
        {"x_scaler": [("0.1", "0.3")], "y_scaler": (1, 3), "formula": "multiply"},
    ),
}


@pytest.mark.parametrize(("told", "asked"), SCALED.values(), ids=SCALED)
def test_options__are_those_of_the_library(net, told, asked):
    made = residuals(net, "--weights", NAMES, *told)
    assert made[:2] == expected(read_network(ARRAYS, weights=NAMES, **asked))
    assert ("exactly" in made[2]) == bool(told)
    for others in [asked for other, asked in SCALED.values() if other != told]:
        assert made[:2] != expected(read_network(ARRAYS, weights=NAMES, **others))


def test_scalers__a_formula_without_one_is_refused(net):
    for command in (["validate", net, net.with_name("data.csv")], ["export", net, "--to", net.with_name("o.csv")]):
        code, out, err = sparsest(*command, "--weights", NAMES, "--scaler-formula", "multiply")
        assert (code, out) == (2, "")
        assert "--scaler-formula multiply says how inputs are scaled" in err
    assert not net.with_name("o.csv").exists()


def test_scalers__are_composed_as_the_page_says(net):
    told = {**PLAIN, "weights": NAMES, "x_scaler": ("0.1,0.3",), "y_scaler": "1,3"}
    raw, x = read_network(ARRAYS, weights=NAMES), Fraction(7, 5)
    mean, scale = Fraction("0.1"), Fraction("0.3")
    assert read_layers_of(str(net), told).to_network()(x) == 1 + 3 * raw((x - mean) / scale)
    by = read_layers_of(str(net), {**told, "scaler_formula": "multiply"}).to_network()(x)
    assert by == 1 + 3 * raw((x - mean) * Fraction(1.0 / 0.3))
    assert by != 1 + 3 * raw((x - mean) / scale)


def test_weights__which_array_is_which(net):
    less = residuals(net, "--weights", "W1=kernel,b1=shift,W2=out")
    assert less[:2] == expected(read_network({**ARRAYS, "last": np.zeros(1)}, weights=NAMES))
    assert "left out, for they are not mentioned: 'last' (1,)" in less[2]
    turned = residuals(net, "--weights", "W1=kernel.T,b1=shift,W2=out.T,b2=last")
    assert turned[:2] == expected(read_network(ARRAYS, weights=NAMES))
    swapped = residuals(net, "--weights", "W1=out,b1=shift,W2=kernel,b2=last")
    assert swapped[:2] == expected(read_network(ARRAYS, weights="W1=out,b1=shift,W2=kernel,b2=last")) != turned[:2]


@pytest.mark.parametrize(
    ("weights", "part"),
    [
        ("W1", "W1"),
        ("W1=kernel", "W1 and W2"),
        ("W1=kernel,W2=absent", "'absent'"),
        ("W1=kernel,W2=out,W3=last", "'W3'"),
        ("W1=kernel,W1=kernel,W2=out", "twice"),
        ("W1=kernel,W2=kernel", "two parts"),
        ("W1=kernel,b1=last,W2=out", "(1,)"),
        ("=", "--weights"),
    ],
)
def test_weights__that_fit_nothing(net, weights, part):
    code, out, err = sparsest("validate", net, net.with_name("data.csv"), "--weights", weights)
    assert (code, out, err.count("\n"), part in err) == (2, "", 1, True)


def test_weights__what_to_give_is_said_and_does(net):
    code, out, err = sparsest("validate", net, net.with_name("data.csv"))
    assert (code, out) == (2, "")
    assert f"--weights {NAMES}" in err


def test_read_layers_of__says_what_was_assumed_and_reads_standard_input(net, monkeypatch, capsys):
    told = {**PLAIN, "weights": NAMES}
    layers = read_layers_of(str(net), told)
    assert capsys.readouterr().err.startswith(f"sparsest: {net}: a file of tensors does not name its activation")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(net.read_bytes())))
    assert read_layers_of("-", told)._replace(notes=layers.notes) == layers
    assert capsys.readouterr().err.startswith("sparsest: standard input: a file of tensors")
    exact = net.with_name("net.json")
    exact.write_text(json.dumps(layers.to_network().to_json()))
    assert read_layers_of(str(exact), PLAIN).to_network() == layers.to_network()
    assert capsys.readouterr().err == ""


def test_read_layers_of__no_more_than_is_read_of_standard_input(monkeypatch):
    from sparsest.interchange.tensors import MAX_BYTES

    stream = io.BytesIO(b"PK\x03\x04" + bytes(MAX_BYTES + 2**20))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(stream))
    with pytest.raises(DataError):
        read_layers_of("-", PLAIN)
    assert stream.tell() <= MAX_BYTES + 1


@pytest.mark.parametrize("text", ["", "1", "1,", ",1", "1,2,3", "1;2", " , "])
def test_pair_of__what_is_no_pair(text):
    with pytest.raises(UsageError, match=r"--x-scaler.*two numbers"):
        pair_of(text, "--x-scaler")
    with pytest.raises(UsageError, match=r"--range.*two numbers"):
        interval_of(text, "--range")


def test_interval_of__both_ends_exactly():
    assert interval_of(" 0.1 ,1/3", "--range") == (fmpq(1, 10), fmpq(1, 3))
    assert interval_of("1e-3,0.001", "--range")[0] == fmpq(1, 1000)
    for wrong, part in (("1,0", "swap"), ("1,x", "'x'"), ("inf,1", "'inf'"), ("1,1/0", "1/0")):
        with pytest.raises(UsageError, match=f"--range {wrong}.*{part}"):
            interval_of(wrong, "--range")
