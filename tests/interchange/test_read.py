"""Every format through one door, by its content; and scalers, exactly and by the formula that is named."""

import io
import json
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import sparsest
from sparsest import DataError, MultivariateNetwork, Network, UsageError
from sparsest.errors import spoken_to_the_command_line
from sparsest.interchange.read import read_layers, read_network
from tests.interchange import hostile, valid

FILES = valid.files()
SLOPE = {
    "fc1.weight": np.array([[1.0]]),
    "fc1.bias": np.array([100.0]),
    "fc2.weight": np.array([[1.0]]),
    "fc2.bias": np.array([-100.0]),
}
PLANE = {"fc1.weight": np.array([[1.0, 2.0]]), "fc2.weight": np.array([[1.0]])}


@pytest.mark.parametrize("name", FILES)
def test_files__by_path_and_as_streams(name, tmp_path):
    (tmp_path / name).write_bytes(FILES[name])
    found = read_layers(tmp_path / name)
    assert valid.same(read_layers(str(tmp_path / name)), found)
    assert valid.same(read_layers(io.BytesIO(FILES[name])), found)
    if name.startswith(("net.", "small")) and not name.endswith("json"):
        assert valid.same(found, valid.layers(valid.tensors()))


def test_read_network__of_one_input_and_of_several():
    one, several = valid.tensors(inputs=1), valid.tensors(inputs=2)
    assert read_network(io.BytesIO(valid.WRITERS[".npz"](one))) == valid.layers(one).to_network()
    assert isinstance(read_network(one), Network)
    assert isinstance(read_network(several), MultivariateNetwork)
    assert sparsest.read_network is read_network


@pytest.mark.parametrize("name", ["net.pt", "net.npz", "net.safetensors", "net.json", "net.onnx"])
def test_kind__by_content_whatever_the_suffix_says(name, tmp_path):
    for other in (".pt", ".npz", ".safetensors", ".onnx", ".json", ".txt", ""):
        path = tmp_path / f"net{other}"
        path.write_bytes(FILES[name])
        found = read_layers(path)
        assert valid.same(found, read_layers(io.BytesIO(FILES[name])))
        assert any("by its content" in note for note in found.notes) == (other not in (".txt", "", Path(name).suffix))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89HDF\r\n", "is an HDF5 file"), (b"\x93NUMPY", "is a single array"), (b"<!DOCTYPE html>", "is a web page"),
        (b"version https://git-lfs.github.com", "pointer of Git LFS"),
        (hostile.archives()["keras.keras"], "is a Keras model"),
        (b"hello world", "is in no format that is known; read are PyTorch"), (b"\x80\x02}.", "format from before 1.6"),
    ],
)  # fmt: skip
def test_kind__declined(content, said):
    with pytest.raises(DataError, match=f"a stream: .*{said}"):
        read_network(io.BytesIO(content))


@pytest.mark.parametrize("start", [b"[", b"{", b"PK", b"\x80", b"\x08"])
def test_kind__safetensors_whatever_its_header_is_long(start):
    """The length of the header is the first thing in the file: it may look like the beginning of another format."""
    plain, step = FILES["net.safetensors"], 256 ** len(start)
    length = int.from_bytes(plain[:8], "little")
    more = (int.from_bytes(start, "little") - length) % step
    padded = (length + more).to_bytes(8, "little") + plain[8 : 8 + length] + b" " * more + plain[8 + length :]
    assert padded.startswith(start)
    assert valid.same(read_layers(io.BytesIO(padded)), read_layers(io.BytesIO(plain)))


def test_weights__of_a_file_and_not_of_what_says_itself():
    arrays = {"p": np.array([[1.0, 2.0]]), "q": np.array([[3.0], [4.0]])}
    for write in (valid.WRITERS[".npz"], valid.WRITERS[".pt"], valid.WRITERS[".safetensors"]):
        assert read_layers(io.BytesIO(write(arrays)), weights="W1=p,W2=q").v == (3, 4)
    for name in ("net.onnx", "net.json"):
        with pytest.raises(UsageError, match="says itself which weights are which; leave it out"):
            read_network(io.BytesIO(FILES[name]), weights="W1=p,W2=q")


def test_scalers__are_exact():
    network = read_network(SLOPE, x_scaler=[("1/3", 0.1)], y_scaler=(10, "1/7"))
    x = Fraction(5, 11)
    assert network(x) == (x - Fraction(1, 3)) / Fraction(0.1) * Fraction(1, 7) + 10
    plane = read_network(PLANE, x_scaler=[(1, 2), (3, 4)])
    assert plane([Fraction(7), Fraction(5)]) == 4


def test_scalers__by_the_formula_that_is_named():
    """With 1/49 in float64, 49 times it is less than 1: the two differ, and each is what its library computes."""
    scale = np.float64(49)
    divided, multiplied = (read_layers(SLOPE, x_scaler=[(0, scale)], formula=name) for name in ("divide", "multiply"))
    assert divided.to_network()(49) == 1
    assert multiplied.to_network()(49) == 49 * Fraction(float(1 / scale)) < 1
    assert divided.notes[-1] == "scaled inputs are (x - mean) / scale, exactly"
    assert "the reciprocal in float64" in multiplied.notes[-1]
    assert read_layers(SLOPE, y_scaler=(0, 3)).notes[-1] == "the value is scale * f + mean, exactly"


def test_scalers__as_scikit_learn_has_them():
    fitted = SimpleNamespace(mean_=np.array([1.0, 3.0]), scale_=np.array([2.0, 4.0]))
    expected = read_network(PLANE, x_scaler=[(1, 2), (3, 4)], y_scaler=(5, 6))
    assert read_network(PLANE, x_scaler=fitted, y_scaler=SimpleNamespace(mean_=[5.0], scale_=[6.0])) == expected
    no_mean, no_scale = SimpleNamespace(mean_=None, scale_=[2.0]), SimpleNamespace(mean_=[1.0], scale_=None)
    assert read_network(SLOPE, x_scaler=no_mean) == read_network(SLOPE, x_scaler=[(0, 2)])
    assert read_network(SLOPE, x_scaler=no_scale, y_scaler=[(5, 6)]) == read_network(
        SLOPE, x_scaler=[(1, 1)], y_scaler=(5, 6)
    )
    neither = SimpleNamespace(mean_=None, scale_=None, n_features_in_=2)
    assert read_network(PLANE, x_scaler=neither) == read_network(PLANE, x_scaler=[(0, 1), (0, 1)])
    with pytest.raises(UsageError, match="2 pairs of mean and scale; the network has 1 input"):
        read_network(SLOPE, x_scaler=neither)


@pytest.mark.parametrize(
    ("how", "error", "said"),
    [
        ({"x_scaler": [(0, 1), (0, 1)]}, UsageError, "2 pairs of mean and scale; the network has 1 input: give each"),
        ({"x_scaler": 3}, UsageError, "is no list of pairs"),
        ({"x_scaler": [(0, 0)]}, DataError, "has scale 0"),
        ({"x_scaler": [(0, float("nan"))]}, DataError, "entry 0: nan is not"),
        ({"x_scaler": [3]}, UsageError, "entry 0 is 3; give .mean, scale."),
        ({"x_scaler": ["ab"]}, UsageError, "entry 0 is 'ab'"),
        ({"y_scaler": [(0, 1), (0, 1)]}, UsageError, r"y_scaler=\.\.\.: 2 pairs"),
        ({"y_scaler": (0, 0)}, DataError, "has scale 0"),
        ({"formula": "add"}, UsageError, "formula = 'add': give one of divide, multiply"),
        ({"formula": "multiply"}, UsageError, 'formula="multiply" says how inputs are scaled'),
        ({"formula": "multiply", "y_scaler": (1, 2)}, UsageError, "x_scaler="),
        ({"x_scaler": SimpleNamespace(mean_=None, scale_=None)}, UsageError, "0 pairs"),
    ],
)  # fmt: skip
def test_scalers__refused(how, error, said):
    with pytest.raises(error, match=said):
        read_network(SLOPE, **how)


def test_scalers__reciprocal_that_no_double_holds():
    with pytest.raises(DataError, match="reciprocal"):
        read_network(SLOPE, x_scaler=[(0, "1e-320")], formula="multiply")
    with pytest.raises(DataError, match=r'reciprocal.*give formula="divide"'):
        read_network(SLOPE, x_scaler=[(0, "1e400")], formula="multiply")
    with pytest.raises(DataError, match=r"reciprocal.*give --scaler-formula divide"), spoken_to_the_command_line():
        read_network(SLOPE, x_scaler=[(0, "1e400")], formula="multiply")


def test_read_network__imports_only_what_it_needs(tmp_path):
    """No library of a format is imported for another, and PyTorch and scikit-learn for none."""
    (tmp_path / "net.pt").write_bytes(FILES["net.pt"])
    code = f"import sys, sparsest; sparsest.read_network({str(tmp_path / 'net.pt')!r}); print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"onnx", "safetensors", "torch", "sklearn", "numba", "pickle5"} & set(said)


def test_read_network__of_what_solve_prints(tmp_path):
    solution = sparsest.solve(sparsest.Dataset([0, 1, 2, 3], [0, 0, 1, 0]), "1/2")
    (tmp_path / "answer.json").write_text(json.dumps(solution.to_json()))
    assert read_network(tmp_path / "answer.json").to_spline() == solution.spline
    shutil.copy(tmp_path / "answer.json", tmp_path / "answer")
    assert read_network(tmp_path / "answer").to_spline() == solution.spline
