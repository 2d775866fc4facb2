"""The notebooks run, on small sizes, and fail where a cell fails."""

import importlib.util
import re
import runpy
import sys
from pathlib import Path

import matplotlib as mpl
import pytest
from nbclient.exceptions import CellExecutionError

from proofs_check.cases import SplineCase
from proofs_check.claims import CLAIMS
from sparsest import Dataset

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("[0-9]*.py"))


@pytest.fixture
def notebooks(monkeypatch):
    """What a notebook finds: the small size, its helpers, no screen; figures are closed afterwards."""
    monkeypatch.setenv("SPARSEST_SMALL", "1")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.syspath_prepend(str(FOLDER))
    monkeypatch.delitem(sys.modules, "style", raising=False)
    import matplotlib.pyplot as plt

    plt.switch_backend("Agg")
    before = dict(mpl.rcParams)
    yield
    plt.close("all")
    mpl.rcParams.update(before)
    sys.modules.pop("style", None)


def runner():
    spec = importlib.util.spec_from_file_location("run_notebooks", FOLDER / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text_of(path):
    """Return a notebook's text, its paragraphs unwrapped."""
    return path.read_text().replace("\n# ", " ")


def outputs(notebook):
    return [(cell.id, cell.get("outputs")) for cell in notebook.cells]


def test_there_are_ten():
    assert [path.stem[:2] for path in NOTEBOOKS] == [f"{k:02d}" for k in range(1, 11)]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:More than 20 figures")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_as_a_script(path, notebooks, capsys):
    runpy.run_path(str(path), run_name="__main__")
    assert "checked on the data shown" in capsys.readouterr().out


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_its_parts(path):
    text = path.read_text()
    cells = [cell.split("# %%")[0] for cell in text.split("# %% [markdown]\n")[1:]]
    assert "](../docs/statements.md#" in cells[0]
    assert re.search(r"`sparsest\s(# )?claims\s(# )?\S+\s(# )?--list`", cells[0])
    assert any(cell.startswith("# ## Now with your data") for cell in cells[-2:])
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", text)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_names_claims_that_exist(path):
    text = text_of(path)
    known = {one.id for one in CLAIMS}
    anchors = {name.replace(".", "-") for name in known}
    assert set(re.findall(r"docs/statements\.md#([\w.-]+)", text)) <= anchors
    assert set(re.findall(r"`sparsest claims (\S+) --list`", text)) <= known
    assert set(re.findall(r'(?:checked|false_variants)\(\s*"([^"]+)"', text)) <= known


@pytest.mark.slow
def test_execute__the_same_twice_and_as_a_notebook(notebooks):
    execute = runner().execute
    first, second = (execute(NOTEBOOKS[0]) for _ in range(2))
    assert outputs(first) == outputs(second)
    kinds = {kind for _, some in outputs(first) for output in some or () for kind in output.get("data", {})}
    assert "image/png" in kinds


@pytest.mark.slow
def test_execute__fails_where_a_cell_fails(notebooks, tmp_path):
    source = tmp_path / "planted.py"
    claimed = 'style.require(1 + 1 == 3, "1 + 1 = 3")'
    source.write_text(f"# %%\nimport style\n\n# %%\n{claimed}\n\n# %%\nprint('not reached')\n")
    with pytest.raises(CellExecutionError, match="this fails: 1 \\+ 1 = 3"):
        runner().execute(source)


def test_checked__fails_where_the_claim_does_not_hold(notebooks, monkeypatch):
    import style

    four = SplineCase(Dataset.from_gaps([1, 100, 100, 1]))
    style.checked("theorem-a", four)
    with pytest.raises(style.NotShownError, match="hypothesis not met"):
        style.checked("theorem-b", four)
    style.checked("theorem-b", four, yours=True)
    false = next(one for one in style.claim("theorem-b").faults)
    monkeypatch.setattr(style, "check_given", lambda claim, cases: real(claim, cases, false))
    real = __import__("proofs_check.running.runs", fromlist=["check_given"]).check_given
    with pytest.raises(style.NotShownError, match="refuted"):
        style.checked("theorem-b", four, yours=True)
