"""`sparsest export`: sources, files, what is printed, exit codes."""

import json

import jsonschema
import numpy as np
import pytest

from sparsest import Dataset, Points, Spline, solve, solve_network
from tests.interchange.functions import net_at
from tests.interchange.test_account import schema
from tests.sparsest_cli.terminal import sparsest

_TABLE = "x,y\n-3,0\n-1/3,10/3\n1/7,-22/7\n2,4\n5,4\n5.1,9\n"
_DATA = Dataset(["-3", "-1/3", "1/7", 2, 5, "5.1"], [0, "10/3", "-22/7", 4, 4, 9])


@pytest.fixture
def proof(tmp_path):
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(solve(_DATA).certificate()))
    return file


def worst(file):
    """Return the largest residual of the arrays in a file, by the formula."""
    with np.load(file, allow_pickle=False) as arrays:
        held = dict(arrays)
    return max(abs(net_at(held, [x]) - y) for x, y in zip(_DATA.x, _DATA.y, strict=True))


@pytest.mark.slow
def test_export__of_a_certificate(tmp_path, proof):
    out = tmp_path / "net.npz"
    code, said, err = sparsest("export", proof, "--to", out, "--bits", "16", "--json")
    assert (code, err) == (0, "")
    account = json.loads(said)
    schema().validate(account)
    assert account["largest_residual"]["exact"] == str(worst(out))
    assert (account["points"], account["box"], account["files"]) == (6, ["-3", "51/10"], [str(out)])
    code, said, err = sparsest("export", proof, "--to", out, "--bits", "16")
    assert (code, err) == (0, "")
    assert "each weight is the nearest float16" in said
    assert "none is carried over to rounded numbers" in said
    assert said.endswith(f"written to {out}\n")


def test_export__of_a_solution_with_data(tmp_path):
    solution, table, out = tmp_path / "s.json", tmp_path / "t.csv", tmp_path / "net.npz"
    solution.write_text(json.dumps(solve(_DATA).to_json()))
    table.write_text(_TABLE)
    code, said, _ = sparsest("export", solution, "--to", out)
    assert (code, "largest residual" in said) == (0, False)
    code, said, _ = sparsest("export", solution, "--to", out, "--data", table, "--json")
    assert (code, json.loads(said)["points"]) == (0, 6)
    code, said, _ = sparsest("export", "-", "--to", out, "--data", table, "--json", stdin=solution.read_text())
    assert (code, json.loads(said)["points"]) == (0, 6)


def test_export__a_certificate_is_known_by_its_content(tmp_path, proof):
    source = tmp_path / "proof"
    source.write_text("\ufeff " + proof.read_text())
    code, said, _ = sparsest("export", source, "--to", tmp_path / "net.npz", "--json")
    assert (code, json.loads(said)["points"]) == (0, 6)
    source.write_text(proof.read_text().replace('"5"', '"five"', 1))
    code, said, err = sparsest("export", source, "--to", tmp_path / "net.npz")
    assert (code, said, err.count("\n")) == (2, "", 1)
    assert "point" in err


def test_export__tolerance(tmp_path, proof):
    out = tmp_path / "net.npz"
    code, said, _ = sparsest("export", proof, "--to", out, "--bits", "16", "--json")
    plain = worst(out)
    code, said, err = sparsest("export", proof, "--to", out, "--bits", "16", "--tolerance", str(plain / 4))
    assert (code, err) == (0, "")
    assert worst(out) <= plain / 4
    assert "within the tolerance" in said
    assert "the best of" in said
    before = out.read_bytes()
    code, said, err = sparsest("export", proof, "--to", out, "--bits", "16", "--tolerance", "1e-12")
    assert (code, said) == (1, "")
    assert err.startswith("sparsest: no: not within ")
    assert err.count("\n") == 1
    assert out.read_bytes() == before


def test_export__a_tolerance_is_not_met_outside_of_the_box(tmp_path):
    kink, table, out = tmp_path / "kink.json", tmp_path / "t4.csv", tmp_path / "o.c"
    kink.write_text(json.dumps(Spline(0, 0, [1], [1]).to_json()))
    table.write_text("x,y\n0,0\n1,0\n2,100\n3,100\n")
    for box, said in (("0,1", "2 of 4 data points are outside of [0, 1]"), ("5,6", "4 of 4")):
        asked = ("export", kink, "--to", out, "--data", table, "--box", box)
        code, _, err = sparsest(*asked, "--tolerance", "1/100")
        assert (code, said in err, out.exists()) == (2, True, False)
    assert sparsest(*asked)[0] == 0


def test_export__a_query_and_its_network(tmp_path, proof):
    out = tmp_path / "net.vnnlib"
    code, said, err = sparsest("export", proof, "--to", out, "--bits", "32")
    assert (code, err) == (0, "")
    assert said.endswith(f"written to {out}\nwritten to {out.with_suffix('.onnx')}\n")
    assert out.with_suffix(".onnx").exists()
    # The network beside it must not be what is read.
    code, said, err = sparsest("export", out.with_suffix(".onnx"), "--to", out, "--box=0,1")
    assert (code, said) == (2, "")
    assert "destroy" in err


def test_export__several_inputs(tmp_path):
    proof, out = tmp_path / "p.json", tmp_path / "net.safetensors"
    points = Points([[0, 1], ["1/2", 0], [1, 1]], [1, "-1/3", 2])
    proof.write_text(json.dumps(solve_network(points).certificate()))
    code, said, err = sparsest("export", proof, "--to", out, "--json")
    assert (code, err) == (0, "")
    assert (json.loads(said)["inputs"], json.loads(said)["points"]) == (2, 3)
    assert json.loads(said)["largest_difference"] is None


def test_export__of_what_validate_printed(tmp_path):
    net, table, out = tmp_path / "net.json", tmp_path / "t.csv", tmp_path / "out.json"
    net.write_text(json.dumps(Spline(0, 0, [0, 1], [1, 1]).to_json()))
    table.write_text("x,y\n-2,0\n-1,0\n0,0\n2,0\n")
    code, said, _ = sparsest("validate", net, table, "--json")
    assert code == 1
    code, _, err = sparsest("export", "-", "--to", out, stdin=said)
    assert (code, err) == (0, "sparsest: standard input: of what validate printed, the better network is taken\n")
    better = json.loads(said)["better"]["network"]
    assert [json.loads(out.read_text())[part] for part in ("neurons", "offset")] == [
        better["neurons"],
        better["offset"],
    ]
    code, said, err = sparsest("export", "-", "--to", out, stdin="")
    assert (code, said) == (2, "")
    assert err == "sparsest: error: standard input: is empty; give a file with a network\n"


def test_export__names_of_arrays(tmp_path):
    net, out = tmp_path / "net.npz", tmp_path / "net.json"
    np.savez(net, a=np.array([[2.0]]), b=np.array([[0.5]]))
    assert sparsest("export", net, "--to", out)[0] == 2
    code, said, err = sparsest("export", net, "--to", out, "--weights", "W1=a,W2=b")
    assert (code, "note" in said) == (0, False)
    assert err.startswith(f"sparsest: {net}: ")
    assert "ReLU is assumed" in err
    assert json.loads(out.read_text())["neurons"] == [{"output_weight": "1/2", "input_weights": ["2"], "bias": "0"}]


def test_export__a_scaler_becomes_part_of_the_network(tmp_path):
    net, out = tmp_path / "net.json", tmp_path / "out.json"
    net.write_text('{"neurons": [{"output_weight": "1", "input_weights": ["3"], "bias": "0"}]}')
    code, _, err = sparsest("export", "-", "--to", out, "--x-scaler=1/2,4", "--y-scaler=7,2", stdin=net.read_text())
    assert (code, "scaled inputs" in err) == (0, True)
    # 7 + 2 (3 (x - 1/2) / 4)_+
    found = json.loads(out.read_text())
    assert found["neurons"] == [{"output_weight": "2", "input_weights": ["3/4"], "bias": "-3/8"}]
    assert found["offset"] == "7"


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["--to", "a-b.v"], ["--to a-b.v", "letters, digits and _"]),
        (["--to", "a.v", "--bits", "16", "--ties", "mean"], ["--bits, --ties says nothing"]),
        (["--to", "a.v", "--weights", "W1=a"], ["--weights says nothing"]),
        (["--to", "a.txt"], ["says no format", ".vnnlib"]),
        (["--to", "-"], ["--to -", "the name of a file"]),
        (["--to", "none/a.npz"], ["--to none/a.npz"]),
        (["--to", "a.csv", "--bits", "16"], ["--bits"]),
        (["--to", "a.npz", "--box", "0"], ["--box 0", "two numbers"]),
        (["--to", "a.npz", "--box", "1,0"], ["--box 1,0", "swap its ends"]),
        (["--to", "a.npz", "--box", "0,one"], ["--box", "'one'"]),
        (["--to", "a.npz", "--bits", "8"], ["--bits"]),
        (["--to", "a.npz", "--tolerance", "wide"], ["--tolerance", "wide"]),
        (["--to", "a.npz", "--tolerance=-1"], ["tolerance", "0 or more"]),
        (["--to", "a.c", "--c-type", "int16", "--x-unit", "0"], ["x unit", "positive"]),
        (["--to", "a.c", "--x-unit", "2"], ["units go with integers"]),
        (["--to", "a.npz", "--c-type", "float"], ["--c-type"]),
        (["--to", "a.npz", "--data", "-"], ["standard input"]),
        ([], ["--to"]),
    ],
)
def test_export__bad_calls(tmp_path, monkeypatch, proof, arguments, parts):
    monkeypatch.chdir(tmp_path)
    code, said, err = sparsest("export", proof, *arguments)
    assert (code, said) == (2, "")
    assert "Traceback" not in err
    for part in parts:
        assert part in err
    assert sorted(file.name for file in tmp_path.iterdir()) == ["proof.json"]


def test_export__a_proof(tmp_path, proof):
    out = tmp_path / "proof.v"
    within = json.dumps(solve(_DATA, tolerance=1).certificate())
    for source, text, theorem in (
        (proof, proof.read_text(), "proved"),
        ("-", proof.read_text(), "proved"),
        ("-", within, "tolerance_proved"),
    ):
        code, said, err = sparsest("export", source, "--to", out, stdin=text)
        assert (code, err) == (0, "")
        assert "coqc -Q FOLDER Sparsest proof.v compiles it" in said
        assert said.endswith(f"written to {out}\n")
        assert f"Theorem certified : {theorem} c." in out.read_text()
    code, said, err = sparsest("export", proof, "--to", out, "--json")
    account = json.loads(said)
    schema().validate(account)
    assert (code, err, account["files"], account["format"]) == (0, "", [str(out)], "Coq, a theorem")
    assert "--coq" in account["notes"][0]


def test_export__a_proof_needs_a_certificate(tmp_path, proof):
    out, points = tmp_path / "a.v", Points([[0, 1], ["1/2", 0], [1, 1]], [1, "-1/3", 2])
    for text, parts in (
        (json.dumps(solve(_DATA).to_json()), ["no certificate that Coq can read", "[C02]", "--certificate FILE"]),
        (json.dumps(solve_network(points).certificate()), ["have no check in Coq", "sparsest/tolerance-certificate/1"]),
        (proof.read_text().replace('"0"', '"zero"', 1), ["no certificate that Coq can read", "zero"]),
        ("x,y\n0,1\n", ["not JSON", "[C01]"]),
    ):
        code, said, err = sparsest("export", "-", "--to", out, stdin=text)
        assert (code, said, err.count("\n")) == (2, "", 1)
        for part in parts:
            assert part in err
        assert not out.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"neurons": 3}', "\x00", '{"a":' * 100_000])
def test_export__bad_sources(tmp_path, content):
    source = tmp_path / "net.json"
    source.write_text(content)
    code, said, err = sparsest("export", source, "--to", tmp_path / "a.npz")
    assert (code, said, err.count("\n")) == (2, "", 1)
    assert "net.json" in err
    assert not (tmp_path / "a.npz").exists()


def test_schema__is_one():
    jsonschema.Draft202012Validator.check_schema(schema().schema)
