"""What the documents show is what the programs do."""

import base64
import contextlib
import doctest
import io
import json
import re
import resource
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import numpy as np
import pytest
import referencing
from hypothesis import given, settings

from proofs_check.cases.strategies import data_sets, exponents
from proofs_check.verify import check_certificate
from sparsest import (
    Dataset,
    Points,
    local_minimizers,
    path,
    read_network,
    solve,
    solve_network,
    staircase,
    thresholds,
    validate,
)
from sparsest.multivariate.fewest import Search
from tests.sparsest_cli.terminal import sparsest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def schema(name):
    load = {file.name: json.loads(file.read_text()) for file in (ROOT / "docs/schemas").glob("*.json")}
    resources = [(key, referencing.Resource.from_contents(value)) for key, value in load.items()]
    return jsonschema.Draft202012Validator(load[name], registry=referencing.Registry().with_resources(resources))


@settings(max_examples=60)
@given(data_sets(1, 8), exponents())
def test_schemas__hold_for_what_is_written(points, p):
    solution = solve(Dataset(*points), p)
    schema("solution-1.json").validate(solution.to_json())
    schema("certificate-1.json").validate(solution.certificate())
    schema("path-1.json").validate(path(Dataset(*points)).to_json())


@pytest.mark.parametrize(("gaps", "p"), [([2, 2, 3], "1/2"), ([2, 2, 3], "0+"), ([1] * 31, "1/3"), ([], "1-")])
def test_schemas__of_local_minimisers(gaps, p):
    data = Dataset.from_gaps(gaps)
    made = {**solve(data, p).to_json(), "local_minimizers": local_minimizers(data).to_json(p, 3)}
    schema("solution-1.json").validate(made)
    made["local_minimizers"]["listed"][0]["rank"] = 0
    assert not schema("solution-1.json").is_valid(made)


@pytest.mark.parametrize(
    "gates",
    [
        {"tolerance": "1/2"},
        {"tolerance": 0, "fit": "any"},
        {"tolerance": "inf"},
        {"tolerance": ["inf", 1, 0, 2]},
        {"lower": [0, None, 1, 0], "upper": [9, 9, None, 9], "fit": "any"},
    ],
)
def test_schemas__within_a_tolerance(gates):
    data = Dataset([0, 1, 2, 3], [0, 3, "1/3", 5])
    solution = solve(data, **gates)
    schema("solution-1.json").validate(solution.to_json())
    schema("tolerance-certificate-1.json").validate(solution.certificate())
    schema("tolerance-1.json").validate(staircase(data).to_json())
    assert not schema("solution-1.json").is_valid({**solution.to_json(), "largest_residual": 1})
    assert not schema("tolerance-certificate-1.json").is_valid({**solution.certificate(), "bends": [["=", 1, 2]]})
    assert not schema("tolerance-1.json").is_valid({"schema": "sparsest/tolerance/1"})


def test_schemas__of_two_gates_that_meet_at_the_critical_tolerance():
    made = solve(Dataset([0, 0], [1, 4], ties="gates"), tolerance=2).certificate()
    assert made["tighter"] == [["=", 1, 2]]
    schema("tolerance-certificate-1.json").validate(made)
    assert not schema("tolerance-certificate-1.json").is_valid({**made, "tighter": [["=", 1, 2], ["=", 1, 2]]})


def test_schemas__refuse_a_wrong_file():
    made = solve(Dataset([0, 1, 2], [0, 0, 1]), "1/2").to_json()
    for key, value in (("knots", "1"), ("minimizers", 1), ("extra", 0)):
        assert not schema("solution-1.json").is_valid({**made, key: value})
    assert not schema("certificate-1.json").is_valid(made)


@pytest.mark.parametrize(
    ("p", "count"), [("0", "parameters"), ("0", "neurons"), ("1/3", "parameters"), ("0+", "parameters")]
)
def test_schemas__of_networks(p, count):
    solution = solve_network(Points([[0, 1], ["1/2", 0], [1, 1]], [1, "-1/3", 2]), p, count=count)
    form = "network-certificate-1.json" if p == "0" else "price-certificate-1.json"
    schema("network-solution-1.json").validate(solution.to_json())
    schema(form).validate(solution.certificate())
    assert not schema(form).is_valid({**solution.certificate(), "format": "sparsest/certificate/1"})
    assert not schema("network-solution-1.json").is_valid({**solution.to_json(), "optimal": 1})


@pytest.mark.parametrize("labels", [[2, -2, 3], [1, 1, 1]])
def test_schemas__of_network_paths(labels):
    made = thresholds(Points([[-3], [4], [5]], labels)).to_json()
    schema("network-path-1.json").validate(made)
    assert not schema("network-path-1.json").is_valid({**made, "pieces": []})


def test_readme__is_read_in_five_minutes():
    assert len((ROOT / "README.md").read_text().splitlines()) < 150


@pytest.mark.parametrize(("document", "least"), [("README.md", 7), ("docs/tour.md", 20)])
def test_readme_and_tour__python_sessions(document, least):
    result = doctest.testfile(str(ROOT / document), module_relative=False)
    assert result.attempted > least
    assert result.failed == 0


def run(command, folder):
    """Run one line of a document, whose file names are given from the root of the repository."""
    script, *words = [str(ROOT / word) if word.startswith("reference/") else word for word in command.split()]
    assert script == ".venv/bin/sparsest"
    with contextlib.chdir(folder):
        code, out, _ = sparsest(*words)
    assert code == 0, command
    return [line.rstrip() for line in out.replace(f"{ROOT}/", "").splitlines()]


def timeless(lines):
    """Take out what depends on the machine: times, and the blanks beside them."""
    return [re.sub(r" +[0-9]+\.[0-9]{2} s\b| +(?=time\b)", " T ", line).rstrip() for line in lines]


@pytest.mark.slow
@pytest.mark.parametrize(("document", "count"), [("README.md", 2), ("docs/tour.md", 14)])
def test_readme_and_tour__shell_sessions(document, count, tmp_path):
    blocks = re.findall(r"```\n(\$ .*?)```", (ROOT / document).read_text(), re.S)
    steps = [step for block in blocks for step in re.findall(r"\$ (.+)\n((?:(?!\$ ).*\n)*)", block)]
    assert len(steps) == count
    for command, shown in steps:
        if command.startswith("cat "):
            (tmp_path / command.split()[1]).write_text(shown)
        else:
            assert timeless(run(command, tmp_path)) == timeless(shown.splitlines())


@pytest.mark.slow
def test_export_document__shell_sessions_and_python(tmp_path):
    document = ROOT / "docs/export.md"
    blocks = re.findall(r"```\n(\$ .*?)```", document.read_text(), re.S)
    steps = [step for block in blocks for step in re.findall(r"\$ (.+)\n((?:(?!\$ ).*\n)*)", block)]
    assert len(steps) == 7
    shipped = ROOT / "reference/sparsest/datasets"
    for name, how in (("nile", {}), ("pt100", {"tolerance": "0.1"})):
        proof = solve(Dataset.from_csv(shipped / f"{name}.csv"), **how).certificate()
        (tmp_path / f"{name}.json").write_text(json.dumps(proof))
    for command, shown in steps:
        assert run(command, tmp_path) == shown.splitlines(), command
    result = doctest.testfile(str(document), module_relative=False)
    assert (result.attempted, result.failed) == (6, 0)


def walk(text, folder, names):
    """Yield of each step that a document shows what it shows and what comes out: commands, and lines of Python."""
    for block, python in re.findall(r"^```(?:\n(\$ .*?)|python\n(>>> .*?))^```", text, re.S | re.M):
        for command, shown in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", block, re.M):
            yield shown, told(command, shown, folder)
        for example in doctest.DocTestParser().get_examples(python):
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(example.source, "document", "single"), names)  # noqa: S102 - what the document says
            yield example.want, out.getvalue()


# What needs no shell: the command alone, or asked how it ended. It starts in a tenth of the time.
SIMPLE = re.compile(r"\.venv/bin/sparsest (?P<words>[\w ./,:=+-]+)(?P<asked>; echo \"exit code \$\?\")?")


def told(command, shown, folder):
    """Return what a shell prints, on both streams; what a document shows of a file is that file."""
    if command.startswith("cat "):
        (folder / command.split()[1]).write_text(shown)
        return shown
    if simple := SIMPLE.fullmatch(command):
        with contextlib.chdir(folder):
            code, out, _ = sparsest(*simple["words"].split(), merged=True)
        assert code == 0 or simple["asked"], command
        return re.sub(r" +$", "", out + (f"exit code {code}\n" if simple["asked"] else ""), flags=re.M)
    command = command.replace(".venv/bin/sparsest", str(Path(sys.executable).with_name("sparsest")))
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True
    )
    return re.sub(r" +$", "", done.stdout, flags=re.M)


RECORDED = ROOT / "tests/interchange/recorded"


def regressors():
    """Return what scikit-learn trained, as objects with its attributes."""
    recorded = json.loads((RECORDED / "regressor.json").read_text())
    made = {}
    for name in ("model", "scaled"):
        parts = {part: [np.array(array) for array in arrays] for part, arrays in recorded[name].items()}
        made[name] = SimpleNamespace(
            activation="relu", out_activation_="identity", hidden_layer_sizes=[8], fit=None, **parts
        )
    scalers = {name: SimpleNamespace(**recorded[name]) for name in ("x_scaler", "y_scaler")}
    return {"model": made["model"], "scaled_model": made["scaled"], **scalers}, recorded


@pytest.mark.slow
def test_networks_document__every_step_gives_what_is_shown(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    trained = json.loads((RECORDED / "training.json").read_text())
    (tmp_path / "net.pt").write_bytes(base64.b64decode(trained["net.pt"]))
    steps = list(walk((ROOT / "docs/networks.md").read_text(), tmp_path, regressors()[0]))
    assert len(steps) == 38
    assert [made for _, made in steps] == [shown for shown, _ in steps]


def test_networks_document__what_was_recorded_is_what_the_real_objects_gave():
    """Beside the recorded arrays stands what was found of scikit-learn's own objects, and what these predict."""
    objects, recorded = regressors()
    data = Dataset(range(-2, 4), [0, 0, 1, 1, 0, 0])
    scaled = read_network(objects["scaled_model"], x_scaler=objects["x_scaler"], y_scaler=objects["y_scaler"])
    for name, network in (("model", objects["model"]), ("scaled", scaled)):
        found = validate(network, data)
        assert found.residuals.to_json() == recorded["validated"][name]
        errors = [
            float(r) - (p - y)
            for r, p, y in zip(found.residuals.values, recorded["predicted"][name], [0, 0, 1, 1, 0, 0], strict=True)
        ]
        assert 0 < max(map(abs, errors)) < 1e-14
    objects["scaled_model"].coefs_[0][0, 0] += 1e-9
    assert validate(objects["scaled_model"], data).residuals.to_json() != recorded["validated"]["scaled"]


def test_walk__sees_what_is_wrong(tmp_path):
    text = "```\n$ cat a\n1\n$ head a a -q\n1\n```\n\n```python\n>>> 1 + 1\n3\n>>> a = 2\n\n```\n"
    shown = list(walk(text, tmp_path, {}))
    assert shown == [("1\n", "1\n"), ("1\n", "1\n1\n"), ("3\n", "2\n"), ("", "")]


def test_path_certificate_document__shows_the_real_certificate():
    made = path(Dataset.from_gaps(["1/100", 1, 1, "1/100"])).certificate()
    blocks = re.findall(r"```json\n(\".*?)```", (ROOT / "docs/path_certificate_v1.md").read_text(), re.S)
    assert json.loads("{" + ",".join(blocks) + "}") == {key: made[key] for key in ("problem", "runs", "claim")}


def test_certificate_document__shows_the_real_certificate():
    made = solve(Dataset([-2, -1, 0, 1, 2, 3], [0, 0, 1, 1, 0, 0]), "1/2").certificate()
    blocks = re.findall(r"```json\n(\".*?)```", (ROOT / "docs/certificate_v1.md").read_text(), re.S)
    shown = json.loads("{" + ",".join(blocks) + "}")
    assert shown == {key: made[key] for key in ("problem", "minimizer", "dual", "claim")}


def test_network_certificate_document__shows_a_real_certificate():
    blocks = re.findall(r"```json\n(\".*?)```", (ROOT / "docs/network_certificate_v1.md").read_text(), re.S)
    shown = json.loads("{" + ",".join(blocks) + "}") | {"format": "sparsest/network-certificate/1"}
    search = Search(Points([[0], [1], [2]], [0, 1, 0]), "knots")
    search.run()
    made = search.certificate()
    assert {**made, "network": shown["network"]} == shown
    assert check_certificate(shown).verdict == check_certificate(made).verdict == "accept"


def test_price_certificate_document__shows_the_real_certificate():
    blocks = re.findall(r"```json\n(\".*?)```", (ROOT / "docs/price_certificate_v1.md").read_text(), re.S)
    shown = json.loads("{" + ",".join(blocks) + "}") | {"format": "sparsest/price-certificate/1"}
    assert shown == solve_network(Points([[0], [1], [2]], [0, 1, 0]), "1/2").certificate()


def test_network_path_certificate_document__shows_the_real_certificate():
    blocks = re.findall(r"```json\n(\".*?)```", (ROOT / "docs/network_path_certificate_v1.md").read_text(), re.S)
    shown = json.loads("{" + ",".join(blocks) + "}") | {"format": "sparsest/network-path-certificate/1"}
    assert shown == thresholds(Points([[-3], [4], [5]], [2, -2, 3])).certificate()


def test_tolerance_certificate_document__shows_the_real_certificate():
    blocks = re.findall(r"```json\n(\".*?)```", (ROOT / "docs/tolerance_certificate_v1.md").read_text(), re.S)
    shown = json.loads("{" + ",".join(blocks) + "}") | {"format": "sparsest/tolerance-certificate/1"}
    assert shown == solve(Dataset([0, 1, 2], [0, 3, 0]), tolerance=1).certificate()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.name)
def test_links_and_file_names_exist(document):
    text = document.read_text()
    every = [inline or named for inline, named in re.findall(r"\]\(([^)#]+)\)|^\[[^\]]+\]: (\S+)$", text, re.M)]
    targets = [t for t in every if not t.startswith("http")]
    missing = [t for t in targets if not (document.parent / t).exists()]
    named = set(re.findall(r"`((?:docs|tests|proofs_check|reference)/[\w/.]+\.\w+)", text)) - {"tests/a/test_b.py"}
    assert missing + [n for n in named if not (ROOT / n).exists()] == []


# Searches: `command` (seconds): `what it prints`.
SEARCHES = [*DOCUMENTS, ROOT / "reference/sparsest/datasets/README.md"]
CITED = re.compile(r"`sparsest (search [^`]*)` \(([0-9.]+) s\): `([^`]*)`")


def cited():
    return [match.groups() for file in SEARCHES for match in CITED.finditer(file.read_text())]


def test_searches__each_stands_with_its_time_and_its_find():
    assert len(cited()) == sum(file.read_text().count("`sparsest search ") for file in SEARCHES)
    assert len({command for command, _, _ in cited()}) == 5


@pytest.mark.slow
@pytest.mark.parametrize(("command", "seconds", "find"), cited())
def test_searches__find_what_the_documents_say_in_about_the_time(command, seconds, find):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    script = Path(sys.executable).with_name("sparsest")
    done = subprocess.run([script, *command.split()], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (find + "\n", "")
    assert done.returncode == (1 if find.startswith("nothing") else 0)
    # Processor time, which other programs lengthen less; a slower machine may take three times as long.
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 3 * float(seconds) + 2
