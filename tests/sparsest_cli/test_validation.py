"""Somebody's network held against the optimum, as a user asks for it."""

import io
import json
import re
from fractions import Fraction

import numpy as np
import pytest
from click.testing import CliRunner

from proofs_check import work
from sparsest import (
    Dataset,
    MultivariateNetwork,
    MultivariateNeuron,
    Network,
    Neuron,
    Points,
    Spline,
    local_minimizers,
    read_network,
    solve,
    validate,
)
from sparsest.validation.extent import range_json, range_over
from sparsest_cli import main
from sparsest_cli.commands import cli
from tests.sparsest_cli.terminal import PEAK, sparsest
from tests.test_documents import schema

DATA = Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0])
# Joins the dots; the optimum has three kinks.
BENT = Network([Neuron.of(*n) for n in ((1, 1, 1), (-1, 1, 0), (-1, 1, -1), (1, 1, -2))])
# Its first neuron written as two.
SPLIT = Network([Neuron.of("1/2", 1, 1)] * 2 + [Neuron.of(-2, 1, "-1/2"), Neuron.of(1, 1, -2)])
NEAR = Network(list(BENT.neurons), 0, "1/8")
XOR = "x1,x2,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n"
CORNERS = Points([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
TEXTBOOK = MultivariateNetwork([MultivariateNeuron.of(1, [1, 1], 0), MultivariateNeuron.of(-2, [1, 1], -1)], 2)
# So many points that a proof takes minutes.
HARD = XOR + "0.2,0.3,0.5\n0.7,0.1,0.8\n0.9,0.4,0.7\n0.6,0.9,0.5\n"
EVERY = schema("validation-1.json")


@pytest.fixture
def files(tmp_path):
    """Return a function that writes networks and tables into a folder, and returns where they are."""

    def written(network, table=PEAK):
        file, data = tmp_path / "net.json", tmp_path / "data.csv"
        file.write_text(json.dumps(network.to_json()))
        data.write_text(table)
        return file, data

    return written


@pytest.fixture
def nothing_computed(monkeypatch):
    """Any computation is an error."""

    def never(*_args, **_options):
        raise AssertionError("something was computed")

    monkeypatch.setattr("sparsest.validation.validate.validate", never)


@pytest.fixture
def refused(monkeypatch, capfd):
    """Return a function that runs a command in this process, which must end with exit code 2, and returns its line."""

    def line(*arguments, stdin=""):
        monkeypatch.setattr("sys.argv", ["sparsest", *map(str, arguments)])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        assert (ended.value.code, out) == (2, "")
        lines = [line for line in err.splitlines() if "ReLU is assumed" not in line]
        assert len(lines) == 1 or lines[0].startswith("Usage:")
        assert "Traceback" not in err
        return err

    return line


CASES = {
    "minimal": (solve(DATA, "1/2").network, [], {}, "proved minimal", 0),
    "minimal once merged": (SPLIT, ["--p", "1/3"], {"p": "1/3"}, "proved minimal", 0),
    "not minimal": (BENT, [], {}, "not minimal", 1),
    "not minimal at a limit": (BENT, ["--p", "0+"], {"p": "0+"}, "not minimal", 1),
    "minimal at 0": (SPLIT, ["--p", "0"], {"p": "0"}, "proved minimal", 0),
    "minimal at 1-": (BENT, ["--p", "1-"], {"p": "1-"}, "not minimal", 1),
    "elsewhere": (NEAR, [], {}, "does not interpolate", 1),
    "within": (NEAR, ["--tolerance", "1/8"], {"tolerance": "1/8"}, "within tolerance", 0),
    "beyond": (NEAR, ["--tolerance", "0.1249"], {"tolerance": "0.1249"}, "does not interpolate", 1),
    "not minimal, but within": (BENT, ["--tolerance", "0"], {"tolerance": 0}, "within tolerance", 0),
}


@pytest.mark.parametrize(("network", "told", "asked", "verdict", "code"), CASES.values(), ids=CASES)
def test_validate__each_verdict_with_its_exit_code_and_the_json_of_the_library(
    files, network, told, asked, verdict, code
):
    file, data = files(network)
    ended, out, err = sparsest("validate", file, data, *told, "--json")
    made = json.loads(out)
    assert (ended, err, made["verdict"]) == (code, "", verdict)
    expected = validate(network, DATA, **asked).to_json()
    # The library counts entries, the command lines.
    assert made["residuals"].pop("at").startswith("line ")
    expected["residuals"].pop("at")
    assert made == expected
    EVERY.validate(json.loads(out))
    assert not EVERY.is_valid({**json.loads(out), "verdict": "minimal"})
    ended, out, _ = sparsest("validate", file, data, *told)
    assert ended == code
    assert re.match(rf"verdict +{verdict}(, once|$)", out.splitlines()[1])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("told", "seconds", "verdict", "code"),
    [(["--p", "0"], 60, "not minimal", 1), (["--p", "1/2", "--seconds", "0.3"], 0.3, "undecided", 3)],
)
def test_validate__of_several_inputs(files, told, seconds, verdict, code):
    file, data = files(TEXTBOOK, XOR if seconds == 60 else HARD)
    ended, out, err = sparsest("validate", file, data, *told, "--json")
    made = json.loads(out)
    assert (ended, err, made["verdict"], made["problem"]["dimension"]) == (code, "", verdict, 2)
    EVERY.validate(made)
    if code == 3:
        assert Fraction(made["optimum"]["lower"]) > 0
        out = sparsest("validate", file, data, *told)[1]
        assert "proved: at least " in out
        assert "nothing is decided: give it more time" in out
    else:
        assert made == validate(TEXTBOOK, CORNERS, "0").to_json() | {"residuals": made["residuals"]}


def test_validate__one_input_as_a_multivariate_problem(files):
    file, data = files(Network([Neuron.of(1, 1, 0)], 0, 1), "x,y\n0,1\n1,2\n")
    code, out, err = sparsest("validate", file, data, "--model", "multivariate", "--p", "0", "--json")
    made = json.loads(out)
    assert (code, made["problem"]["model"], made["network"]["neurons"]) == (0, "multivariate", 2)
    assert "the output bias 1 is written as a neuron without inputs" in err
    assert made["optimum"]["parameters"] == 2
    # Where biases are free a line does, without a kink.
    code, out, err = sparsest("validate", file, data, "--p", "0", "--json")
    assert (code, json.loads(out)["problem"]["model"], err) == (1, "univariate", "")


def test_validate__the_report_has_a_title_and_says_what_was_written(files, tmp_path):
    file, data = files(BENT)
    code, out, err = sparsest("validate", file, data, "--certificate", tmp_path / "proof.json")
    assert (code, err) == (1, "")
    assert out.startswith(f"{file} on {data}: 6 points, 1 input, p = 1/2\n")
    assert out.endswith(f"certificate written to {tmp_path / 'proof.json'}\n")
    for part in ("none: every label is met, exactly", "dearer by 2 - 2^(1/2)", "4, active 4"):
        assert part in out


def test_validate__a_tolerance_for_each_point_from_a_column(files):
    table = "x,y,e\n-2,0,0.125\n-1,0,1\n0,1,inf\n1,1,0.2\n2,0,1\n3,0,0.125\n"
    file, data = files(NEAR, table)
    allowed = ["0.125", 1, "inf", "0.2", 1, "0.125"]
    code, out, _ = sparsest("validate", file, data, "--tolerance-column", "e", "--json")
    assert (code, json.loads(out)["verdict"]) == (0, "within tolerance")
    assert json.loads(out)["within_tolerance"] == validate(NEAR, DATA, tolerance=allowed).to_json()["within_tolerance"]
    data.write_text(table.replace("3,0,0.125", "3,0,0.1249"))
    code, out, _ = sparsest("validate", file, data, "--tolerance-column", "e", "--json")
    assert (code, json.loads(out)["residuals"]["beyond_tolerance"]) == (1, 1)


def test_validate__several_labels_at_one_input_need_a_tolerance(files, tmp_path):
    file, data = files(Network([], 0, "1/2"), "x,y\n0,0\n0,1\n1,1\n")
    code, out, err = sparsest("validate", file, data)
    assert (code, out, "two labels" in err) == (2, "", True)
    proof = tmp_path / "proof.json"
    code, out, _ = sparsest("validate", file, data, "--tolerance", "1/2", "--certificate", proof)
    assert code == 0
    assert sparsest("verify", proof)[0] == 0
    proof.unlink()
    code, out, err = sparsest("validate", file, data, "--tolerance", "1/3", "--certificate", proof)
    assert (code, "does not interpolate" in out, proof.exists()) == (1, True, False)
    assert "was not written: nothing is proved; no function is within the tolerance" in err
    code, out, _ = sparsest("validate", file, data, "--ties", "mean", "--json")
    assert (code, json.loads(out)["problem"]["points"]) == (1, 2)


@pytest.mark.parametrize("which", [0, 1])
def test_validate__the_certificate_is_of_the_function_that_was_validated(files, tmp_path, which):
    """Data with two minimisers: the file has the one that was asked about, not the one that the solver lists first."""
    data = Dataset([0, 1, 2, 3, 4], [0, 0, 1, 4, 8])
    spline = list(solve(data, "1/2").splines())[which]
    assert local_minimizers(data).count > 1
    file, table = files(Network.from_spline(spline), "x,y\n0,0\n1,0\n2,1\n3,4\n4,8\n")
    proof = tmp_path / "proof.json"
    code, _, err = sparsest("validate", file, table, "--certificate", proof)
    assert (code, err) == (0, "")
    made = json.loads(proof.read_text())
    assert made["minimizer"] == spline.to_json()
    assert sparsest("verify", proof)[0] == 0
    made["minimizer"] = Spline(0, 0, [1, 2, 3], [1, 2, 1]).to_json()
    proof.write_text(json.dumps(made))
    assert sparsest("verify", proof)[0] == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("network", "table", "told"),
    [
        (BENT, PEAK, []),
        (NEAR, PEAK, ["--p", "1/3"]),
        (NEAR, PEAK, ["--tolerance", "1/8"]),
        (SPLIT, PEAK, ["--p", "0"]),
        (TEXTBOOK, XOR, ["--p", "0"]),
        (TEXTBOOK, XOR, []),
    ],
)
def test_validate__certificates_of_every_kind_are_accepted(files, tmp_path, network, table, told):
    file, data = files(network, table)
    proof = tmp_path / "proof.json"
    assert sparsest("validate", file, data, *told, "--certificate", proof)[0] in (0, 1)
    code, out, _ = sparsest("verify", proof)
    assert (code, out.split()[0]) == (0, "accept:")


def test_validate__without_a_proof_there_is_no_certificate(files, tmp_path):
    file, data = files(TEXTBOOK, HARD)
    proof = tmp_path / "proof.json"
    code, out, err = sparsest("validate", file, data, "--seconds", "0.3", "--certificate", proof)
    assert (code, proof.exists(), "certificate written" in out) == (3, False, False)
    assert f"{proof} was not written: nothing is proved; give the search more --seconds" in err


def test_validate__a_certificate_that_nobody_reads_is_refused_and_the_answer_shown(files, tmp_path, monkeypatch):
    monkeypatch.setattr(work, "MAX_BYTES", 100)
    file, data = files(BENT)
    proof = tmp_path / "proof.json"
    done = CliRunner().invoke(cli, ["validate", str(file), str(data), "--certificate", str(proof)])
    assert (done.exit_code, proof.exists()) == (2, False)
    assert "no certificate was written" in done.stderr
    assert "not minimal" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "start"), [(".svg", b"<?xml"), (".png", b"\x89PNG"), (".pdf", b"%PDF")], ids=lambda s: str(s)[:5]
)
def test_validate__a_picture(files, tmp_path, suffix, start):
    file, data = files(NEAR)
    picture = tmp_path / f"picture{suffix}"
    code, out, _ = sparsest("validate", file, data, "--plot", picture)
    assert (code, f"plot written to {picture}" in out) == (1, True)
    assert picture.read_bytes().startswith(start)


@pytest.mark.parametrize("suffix", [".json", ".pt", ".npz", ".safetensors", ".onnx"])
def test_validate__the_better_network_is_written_and_is_minimal(files, tmp_path, suffix):
    """The optimum here has dyadic weights, so that it is the same in every format."""
    file, data = files(BENT)
    better = tmp_path / f"better{suffix}"
    code, _, err = sparsest("validate", file, data, "--better", better)
    assert code == 1
    assert err == "" or "a certificate speaks of the exact function" in err
    code, out, _ = sparsest("validate", better, data, "--json")
    assert (code, json.loads(out)["verdict"], json.loads(out)["network"]["neurons"]) == (0, "proved minimal", 3)
    assert read_network(better).to_spline() == solve(DATA, "1/2").spline


@pytest.mark.slow
def test_validate__the_better_one_for_its_own_outputs_is_minimal_there(files, tmp_path):
    wavy = Network([*BENT.neurons, Neuron.of("1/3", 1, "-1/5"), Neuron.of("-1/7", 1, "-4/5")], "1/9")
    file, data = files(wavy)
    own, better, outputs = tmp_path / "own.json", tmp_path / "better.json", tmp_path / "outputs.csv"
    assert sparsest("validate", file, data, "--better", better, "--better-own", own)[0] == 1
    assert json.loads(better.read_text()) != json.loads(own.read_text())
    outputs.write_text("x,y\n" + "".join(f"{x},{wavy(x)}\n" for x in range(-2, 4)))
    code, out, _ = sparsest("validate", file, outputs, "--json")
    assert (code, json.loads(out)["verdict"]) == (1, "not minimal")
    for one, table in ((own, outputs), (better, data)):
        code, out, _ = sparsest("validate", one, table, "--json")
        assert (code, json.loads(out)["verdict"]) == (0, "proved minimal")


@pytest.mark.slow
def test_validate__the_better_one_of_several_inputs(files, tmp_path):
    file, data = files(TEXTBOOK, XOR)
    better = tmp_path / "better.json"
    assert sparsest("validate", file, data, "--p", "0", "--better", better)[0] == 1
    code, out, _ = sparsest("validate", better, data, "--p", "0", "--json")
    assert (code, json.loads(out)["verdict"], json.loads(out)["network"]["parameters"]) == (0, "proved minimal", 4)


def test_validate__where_there_is_no_better_one_no_file_is_written(files, tmp_path):
    file, data = files(solve(DATA, "1/2").network)
    told = [("--better", tmp_path / "a.json"), ("--better-own", tmp_path / "b.pt")]
    code, _, err = sparsest("validate", file, data, *told[0], *told[1])
    assert (code, err.count("\n")) == (0, 2)
    for option, path in told:
        assert f"{path} was not written: {option}: no better network is known" in err
        assert not path.exists()


@pytest.mark.slow
def test_validate__either_file_from_standard_input(files):
    file, data = files(BENT)
    expected = sparsest("validate", file, data, "--json")
    assert sparsest("validate", "-", data, "--json", stdin=file.read_bytes()) == expected
    assert sparsest("validate", file, "-", "--json", stdin=PEAK) == expected
    code, out, _ = sparsest("validate", file, "-", stdin=PEAK)
    assert (code, out.startswith(f"{file} on standard input: 6 points")) == (1, True)
    stream = io.BytesIO()
    np.savez(stream, **{"0.weight": np.ones((1, 1)), "2.weight": np.ones((1, 1))})
    code, out, err = sparsest("validate", "-", data, stdin=stream.getvalue())
    assert (code, out.startswith(f"standard input on {data}"), "standard input: a file" in err) == (1, True, True)


@pytest.mark.parametrize("box", [["-2,3"], ["-1,1/3"], ["1/2,0.5"]])
def test_validate__the_range_of_one_input(files, box):
    file, data = files(BENT)
    code, out, _ = sparsest("validate", file, data, "--range", *box, "--json")
    made = json.loads(out)
    assert code == 1
    assert made["range"] == range_json(range_over(BENT, [tuple(box[0].split(","))]))
    EVERY.validate(made)
    assert "range there" in sparsest("validate", file, data, "--range", *box)[1]
    assert "range" not in json.loads(sparsest("validate", file, data, "--json")[1])


@pytest.mark.slow
def test_validate__the_range_over_a_box(files):
    file, data = files(TEXTBOOK, XOR)
    told = ["validate", file, data, "--p", "0", "--json", "--range"]
    one = json.loads(sparsest(*told, "0,1")[1])["range"]
    assert one == json.loads(sparsest(*told, "0,1", "--range", "0,1")[1])["range"]
    assert (one["exact"], one["least"]["value"], one["greatest"]["value"]) == (True, "0", "1")
    other = json.loads(sparsest(*told, "0,1", "--range", "0,1/3")[1])["range"]
    assert (other["least"], other["greatest"]["value"]) == ({"value": "0", "x": ["0", "0"]}, "1")


def test_validate__seconds_are_handed_over(files, monkeypatch):
    from sparsest.validation import validate as module

    file, data = files(TEXTBOOK, XOR)
    given, real = [], module.validate
    monkeypatch.setattr(module, "validate", lambda *a, seconds, **o: given.append(seconds) or real(*a, **o))
    for told in ([], ["--seconds", "7.5"]):
        CliRunner().invoke(cli, ["validate", str(file), str(data), "--p", "0", *told], catch_exceptions=False)
    assert given == [60.0, 7.5]


def test_validate__columns_are_chosen(files):
    file, data = files(BENT, "time;note;flow\n-2;5;0\n-1;5;0\n0;5;1\n1;5;1\n2;5;0\n3;5;0\n")
    code, out, err = sparsest("validate", file, data, "--x", "time", "--y", "flow", "--json")
    assert (code, json.loads(out)["verdict"], "semicolon" in err) == (1, "not minimal", True)


@pytest.mark.parametrize(
    ("told", "parts"),
    [
        (["--better", "{net}"], ["--better", "destroy"]),
        (["--better", "{data}"], ["--better", "destroy"]),
        (["--better-own", "{net}"], ["--better-own", "destroy"]),
        (["--certificate", "{net}"], ["--certificate", "destroy"]),
        (["--certificate", "{data}"], ["--certificate", "destroy"]),
        (["--plot", "{data}"], ["--plot"]),
        (["--better", "a.json", "--better-own", "a.json"], ["--better writes there too"]),
        (["--certificate", "a.json", "--better", "a.json"], ["--certificate writes there too"]),
        (["--json", "--certificate", "-"], ["--json writes to standard output too"]),
        (["--better", "absent/a.json"], ["absent"]),
        (["--better", "a.gif"], ["--better a.gif", ".pt", "sparsest export"]),
        (["--better", "-"], ["--better -"]),
        (["--better", "a.c"], ["--better a.c", "sparsest export"]),
        (["--better-own", "a.vnnlib"], ["--better-own a.vnnlib", "sparsest export"]),
        (["--better", "a.ppoly.npz"], ["--better a.ppoly.npz"]),
        (["--plot", "a.gif"], ["--plot a.gif"]),
        (["--range", "1"], ["--range 1", "two numbers"]),
        (["--range", "1,2,3"], ["--range 1,2,3", "two numbers"]),
        (["--range", ",2"], ["--range ,2", "two numbers"]),
        (["--range", "1,five"], ["--range 1,five", "'five'"]),
        (["--range", "nan,1"], ["--range nan,1", "nan"]),
        (["--range", "0,inf"], ["--range 0,inf", "inf"]),
        (["--range", "2,1"], ["--range 2,1", "swap"]),
        (["--range", "0,1", "--range", "0,1"], ["--range is given 2 times"]),
        (["--tolerance", "1", "--tolerance-column", "y"], ["--tolerance and --tolerance-column"]),
        (["--tolerance", ""], ["--tolerance"]),
        (["--x-scaler", "1"], ["--x-scaler 1", "two numbers"]),
        (["--x-scaler", "1,0"], ["--x-scaler", "scale 0"]),
        (["--x-scaler", "a,1"], ["--x-scaler", "'a'"]),
        (["--x-scaler", "1,2", "--x-scaler", "1,2"], ["--x-scaler", "2 pairs"]),
        (["--y-scaler", "1,0"], ["--y-scaler", "scale 0"]),
        (["--y-scaler", "1,2,3"], ["--y-scaler 1,2,3", "two numbers"]),
        (["--y-scaler", "1,2", "--y-scaler", "1,2"], ["--y-scaler is given 2 times"]),
        (["--scaler-formula", "round"], ["--scaler-formula", "round"]),
        (["--weights", "W1=a,W2=b"], ["--weights", "leave it out"]),
        (["--seconds", "5"], ["--seconds", "leave it out"]),
        (["--seconds", "0"], ["--seconds"]),
        (["--model", "multivariate", "--plot", "a.svg"], ["--plot a.svg", "leave it out"]),
        (["--model", "univariate"], ["--model"]),
        (["--y", "absent"], ["absent"]),
    ],
)
@pytest.mark.usefixtures("nothing_computed")
def test_validate__bad_calls_are_refused_before_anything_is_computed(
    refused, files, tmp_path, monkeypatch, told, parts
):
    monkeypatch.chdir(tmp_path)
    net, data = files(BENT)
    before = sorted(tmp_path.iterdir())
    err = refused("validate", net, data, *(word.format(net=net, data=data) for word in told))
    for part in parts:
        assert part in err
    assert sorted(tmp_path.iterdir()) == before
    assert net.read_text() == json.dumps(BENT.to_json())


@pytest.mark.usefixtures("nothing_computed")
def test_validate__nothing_computed_would_be_seen(refused, files):
    with pytest.raises(AssertionError, match="something was computed"):
        refused("validate", *files(BENT))


@pytest.mark.parametrize(
    ("told", "part"),
    [
        (["--p", "2"], "p = 2"),
        (["--p", "x"], "x"),
        (["--tolerance", "-1"], "negative"),
        (["--tolerance", "wide"], "wide"),
        (["--model", "multivariate", "--p", "1-"], "1-"),
        (["--model", "multivariate", "--tolerance-column", "y"], "y"),
    ],
)
def test_validate__bad_values_are_one_clear_line(refused, files, told, part):
    assert part in refused("validate", *files(BENT), *told)


def test_validate__both_from_standard_input(refused):
    assert "cannot both come from standard input" in refused("validate", "-", "-", stdin=PEAK)
    assert "Traceback" not in sparsest("validate", "-", "-", stdin=PEAK)[2]


@pytest.mark.parametrize(("network", "table"), [(TEXTBOOK, PEAK), (BENT, XOR)])
def test_validate__another_number_of_inputs(refused, files, network, table):
    err = refused("validate", *files(network, table))
    for part in ("the network has", "the data", "columns"):
        assert part in err


FILES = {
    "nothing": (b"", "empty"),
    "text": (b"hello", "is no JSON"),
    "a table": (PEAK.encode(), "is no JSON"),
    "half a zip": (b"PK\x03\x04abc", "net.json"),
    "a pickle": (b"\x80\x02cos\nsystem\n(S'touch ran'\ntR.", "net.json"),
    "deep": (b"[" * 10**6, "net.json"),
    "not a number": (b'{"neurons": [], "skip": [NaN], "offset": "0"}', "net.json"),
    "hdf5": (b"\x89HDF\r\n", "numpy.savez"),
}


@pytest.mark.parametrize(("content", "part"), FILES.values(), ids=FILES)
@pytest.mark.usefixtures("nothing_computed")
def test_validate__a_file_that_is_no_network(refused, files, tmp_path, monkeypatch, content, part):
    monkeypatch.chdir(tmp_path)
    net, data = files(BENT)
    net.write_bytes(content)
    err = refused("validate", net, data)
    assert part in err
    assert not (tmp_path / "ran").exists()
    assert "absent" in refused("validate", "absent.pt", data)
    assert "absent" in refused("validate", net, "absent.csv")


def test_validate__a_better_network_that_no_float_holds_does_not_lose_the_answer(files, tmp_path):
    network, data = files(Network([]), "x,y\n0,0\n1,1e400\n2,0\n")
    code, out, err = sparsest("validate", network, data, "--better", tmp_path / "best.pt")
    assert (code, err.count("\n")) == (2, 1)
    assert "does not interpolate" in out
    assert re.search(r"error: --better .*best.pt: .*a .json holds every number", err)
    assert not (tmp_path / "best.pt").exists()
    assert sparsest("validate", network, data, "--better", tmp_path / "best.json")[0] == 1
