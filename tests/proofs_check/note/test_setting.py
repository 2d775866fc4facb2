import re
import zlib

import pytest

from proofs_check.note.setting import compiled, styled
from sparsest import UsageError

from .conftest import ROOT


def pages(pdf):
    """Count the page objects, which stand in compressed streams."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, flags=re.DOTALL)
    texts = [zlib.decompressobj().decompress(s) for s in streams if s[:1] == b"x"]
    return sum(len(re.findall(rb"/Type */Page\b", text)) for text in [pdf, *texts])


def test_the_pdf__is_a_paper_of_twelve_to_sixteen_pages_and_comes_out_the_same(made):
    pdf = compiled(made, "pdf")
    assert 12 <= pages(pdf) <= 16
    assert pdf == compiled(made, "pdf")
    assert b"/CreationDate" not in pdf


def test_the_page__holds_everything(made):
    page = compiled(made, "html").decode()
    assert page.count("<img ") == 4
    assert page.count('<img src="data:image/svg+xml;base64,') == 4
    assert re.findall(r'(?:src|href)="(?!#|data:|https://arxiv\.org/abs/)[^"]*"', page) == []
    for name in "ABCDEF":
        assert f'id="theorem-{name}"' in page
    assert "<h1>Sparsest ReLU interpolants in exact arithmetic</h1>" in page
    assert page.count('<div class="equation"') == page.count("<span>(") > 10


@pytest.mark.parametrize(
    ("file", "there", "planted", "message"),
    [
        ("note.typ", '#num("claims")', '#num("clams")', "clams"),
        ("note.typ", "@tab-fast", "@tab-slow", "tab-slow"),
        ("note.typ", '#thm("D")', '#thm("Z")', "theorem-Z"),
        ("note.typ", "@savarese2019", "@nobody2019", "nobody2019"),
        ("numbers.json", '"claims-false"', '"claims-wrong"', "claims-false"),
    ],
)
def test_what_does_not_resolve_is_refused(made, file, there, planted, message):
    text = (made / file).read_text()
    assert there in text
    (made / file).write_text(text.replace(there, planted, 1))
    try:
        with pytest.raises(UsageError, match=message):
            compiled(made, "pdf")
    finally:
        (made / file).write_text(text)


def test_references__all_are_cited_and_all_that_is_cited_is_there(note):
    there = re.findall(r"^@\w+\{(\w+),", (ROOT / "paper/references.bib").read_text(), flags=re.MULTILINE)
    assert len(there) == len(set(there)) > 25
    assert set(there) == set(re.findall(r"@([a-z]+\d{4})\b", note))


def test_styled__brackets_are_not_stretched():
    assert '<mo stretchy="false">(</mo><mi>x</mi>' in styled("<head></head><math><mo>(</mo><mi>x</mi></math>")


def test_styled__numbers_equations_in_order():
    page = styled('<head></head><math display="block">a</math><math>b</math><math id="c" display="block">d</math>')
    assert re.findall(r"<span>\((\d)\)</span>", page) == ["1", "2"]
    assert '<div class="equation" id="c">' in page
    assert "<style>" in page
