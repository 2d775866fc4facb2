"""What makes the site, without Sphinx: the mirror of the documents, and the checks of what was built."""

import doctest
import importlib
import re
import sys
from pathlib import Path

import pytest

from tests.svg import texts

ROOT = Path(__file__).parents[1]
SITE = ROOT / "docs" / "site"


@pytest.fixture
def tool(monkeypatch):
    """Import a part of docs/site, whose scripts are no package."""
    monkeypatch.syspath_prepend(str(SITE))
    names = ("api", "check", "docstrings", "picture", "stage")
    yield importlib.import_module
    for name in names:
        sys.modules.pop(name, None)


@pytest.mark.parametrize("name", ["check", "docstrings", "picture", "stage"])
def test_examples(tool, name):
    result = doctest.testmod(tool(name))
    assert result.attempted > 0
    assert result.failed == 0


def test_picture__is_that_of_the_readme(tool):
    made, shown = tool("picture").front(), (ROOT / "docs/noise.svg").read_bytes()
    assert texts(made) == texts(shown)
    assert [text.split(",")[0] for text in texts(made) if "knots" in text] == [
        "every digit met: 46 knots",
        "within 2.5 degrees: 3 knots",
    ]
    alternative = "![Sixty noisy readings: 46 knots to meet every digit, 3 to stay within 2.5 degrees]"
    assert alternative in (ROOT / "README.md").read_text()


# The mirror


def test_stage__every_link_of_every_document_has_its_place(tool):
    stage = tool("stage").Stage()
    texts = {path: stage.page(path) for path in stage.pages}
    assert len(texts) > 30
    assert {path.name for path in stage.shown} >= {"checker.py", "Statements.v"}
    assert "nile.svg" in {path.name for path in stage.copied}
    assert "(../notebooks/05_not_monotone.ipynb)" in texts[ROOT / "docs/paper.md"]
    assert "](#statements-lemma-a-2)" in texts[ROOT / "docs/paper.md"]
    assert "(statements-lemma-a-2)=\n## Lemma A.2" in texts[ROOT / "docs/statements.md"]
    assert "](../files/proofs_check/formal/theories/Statements.v.md)" in texts[ROOT / "docs/statements.md"]
    named = "\n[`check_sound`]: ../files/proofs_check/formal/theories/Statements.v.md\n"
    assert named in texts[ROOT / "docs/certificate_v1.md"]


def test_stage__a_link_to_nothing_is_refused(tool, tmp_path):
    made = tool("stage")
    (tmp_path / "README.md").write_text("[gone](docs/gone.md)\n")
    with pytest.raises(made.StageError, match=r"README\.md links docs/gone\.md"):
        made.Stage(tmp_path).page(tmp_path / "README.md")
    (tmp_path / "README.md").write_text("[out](../secret)\n")
    (tmp_path.parent / "secret").touch()
    with pytest.raises(made.StageError, match="no file of the repository"):
        made.Stage(tmp_path).page(tmp_path / "README.md")
    (tmp_path / "README.md").write_text("[`out`] is below.\n\n[`out`]: lost.v\n")
    with pytest.raises(made.StageError, match=r"README\.md links lost\.v"):
        made.Stage(tmp_path).page(tmp_path / "README.md")


def test_stage__code_stays_and_shell_is_coloured(tool, tmp_path):
    (tmp_path / "README.md").write_text("```\n$ echo [a](b)\n```\n\n    [c](d)\n\n[e](https://e.example) [f](#f)\n")
    text = tool("stage").Stage(tmp_path).page(tmp_path / "README.md")
    assert text == "```console\n$ echo [a](b)\n```\n\n    [c](d)\n\n[e](https://e.example) [f](#f)\n"


def test_stage__a_notebook_must_have_been_executed(tool, tmp_path):
    made = tool("stage")
    with pytest.raises(made.StageError, match="make docs"):
        made.Stage().notebook(ROOT / "notebooks/01_function_view.py", tmp_path / "01.ipynb")


def test_front__no_page_is_lost(tool):
    stage = tool("stage")
    front = (SITE / "index.md").read_text()
    names = stage.Stage().docnames()
    assert ":caption: More" not in stage.front(front, [name for name in names if name in front], explorer=False)
    assert stage.front(front, [*names, "docs/new"], explorer=False).endswith("docs/new\n```\n")
    tried = stage.front(front, names, explorer=True)
    assert "docs/quickstart\nexplorer\n" in tried
    assert "[Try it](explorer.md)" in tried


# The pages of the API


def test_api__a_page_for_each_public_name(tool):
    pages = dict(tool("api").pages())
    assert "autoclass:: sparsest.Solution" in pages["sparsest.Solution.rst"]
    solve = pages["sparsest.fast.solve.rst"]
    assert "autofunction:: sparsest.fast.solve" in solve
    assert "Guarantee: :doc:`bounded float </docs/guarantees>`" in solve
    assert all(f"   {name.removesuffix('.rst')}\n" in pages["index.rst"] for name in pages if name != "index.rst")


# What was built


PAGE = '<html><body><a href="{side}">s</a><article><p>{text}<br><a href="{link}">x</a></p></article></body></html>'


@pytest.fixture
def built(tmp_path):
    def build(**pages):
        for name, (text, link) in pages.items():
            (tmp_path / f"{name}.html").write_text(PAGE.format(text=text, link=link, side="c.html"))
        return tmp_path

    return build


def test_check__links(tool, built):
    check = tool("check")
    folder = built(index=("front", "b.html#there"), b=('<h1 id="there">B</h1>', "index.html"), c=("c", "#"))
    assert list(check.dead_links(folder, check.read_site(folder))) == []
    folder = built(index=("front", "b.html#gone"), c=("c", "no.html"))
    found = list(check.dead_links(folder, check.read_site(folder)))
    assert found == ["c.html: no.html leads to no file", "index.html: b.html#gone leads to no place of b.html"]


def test_check__nothing_is_loaded_from_elsewhere(tool, built):
    check = tool("check")
    folder = built(index=('<img src="data:x"><script src="https://cdn.example/m.js"></script>', "#"))
    (folder / "a.css").write_text("@import 'https://e.example/f.css'; b { background: url(data:x) }")
    found = list(check.loaded_from_elsewhere(folder, check.read_site(folder)))
    assert found == ["index.html loads https://cdn.example/m.js", "a.css loads https://e.example/f.css"]


def test_check__clicks_are_those_of_the_text(tool, built):
    """The sidebar of the front page leads to c at once; its text does so with three clicks."""
    check = tool("check")
    folder = built(index=("front", "a.html"), a=("a", "b.html"), b=("b", "c.html#end"), c=('<i id="end">c</i>', "#"))
    site = check.read_site(folder)
    assert check.clicks(site)["c.html#end"] == ["a.html", "b.html", "c.html#end"]
    wanted = {
        "near": ("b.html", "b"),
        "far": ("c.html#end", "c"),
        "silent": ("a.html", "word"),
        "lost": ("d.html", "d"),
    }
    assert [line.partition(":")[0] for line in check.too_far(site, wanted)] == ["far", "silent", "lost"]


def test_check__says_what_is_wrong_and_lists_other_sites(tool, built, capsys, monkeypatch):
    check = tool("check")
    monkeypatch.setattr(check, "WANTED", {"it": ("b.html", "B")})
    folder = built(index=("front", "b.html"), b=("B", "https://other.example/#x"), c=("c", "#"))
    assert check.main([str(folder)]) == 0
    assert "index.html > b.html" in capsys.readouterr().out
    assert (folder.parent / "site-links.txt").read_text() == "https://other.example/\n"
    (folder / "b.html").unlink()
    assert check.main([str(folder)]) == 1
    assert "index.html: b.html leads to no file" in capsys.readouterr().out


def test_check__what_a_newcomer_wants_is_what_was_promised(tool):
    wanted = tool("check").WANTED
    assert len(wanted) == 6
    pages = [re.sub(r"\.html.*", ".md", end) for end, _ in wanted.values() if end.startswith("docs/")]
    assert all((ROOT / page).is_file() for page in pages)


def test_make_test_needs_no_sphinx():
    for name in ("api", "check", "docstrings", "stage"):
        assert "sphinx" not in re.findall(r"^(?:from|import) (\w+)", (SITE / f"{name}.py").read_text(), re.M)
    assert not re.search(r"^sphinx==", (ROOT / "requirements/test.txt").read_text(), re.M)
