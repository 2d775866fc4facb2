import re
from html.parser import HTMLParser

import pytest

from proofs_check.report.html import inlined_svg, render


@pytest.fixture(scope="module")
def page(report, drawn):
    return render({**report, "figures": [f.to_json() for f in drawn]}, {f.name: f.svg for f in drawn})


EMPTY = {"meta", "br"}


class Reader(HTMLParser):
    """Checks that elements nest, and collects ids and links."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links = [], [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [v[1:] for k, v in attrs if k in ("href", "xlink:href") and v.startswith("#")]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_elements_nest_ids_are_unique_and_links_lead_somewhere(page):
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    assert len(set(reader.ids)) == len(reader.ids)
    assert set(reader.links) <= set(reader.ids)
    assert {"theorem-3.1-1", "wrong", "empty", "weak"} <= set(reader.ids)


def test_nothing_is_loaded_from_elsewhere(page):
    assert not re.search(r"(src=|<link|<script|@import|url\((?!#))", page)


def test_statements_are_escaped_and_set(page):
    assert "x<sub>N-1</sub> &lt; 1 &amp; &lt;b&gt;y&lt;/b&gt;" in page
    assert "<b>" not in page
    assert "step &lt;1&gt;" in page


def test_verdicts_are_said_in_words(page):
    section = {
        name: page.split(f'<section class="claim" id="{name}"')[1].split("</section>")[0]
        for name in ("wrong", "empty", "weak")
    }
    assert '<span class="verdict refuted">refuted</span>' in section["wrong"]
    assert "k = 1/3" in section["wrong"]
    assert '<span class="verdict vacuous">vacuous</span>' in section["empty"]
    assert "NOT REFUTED: holds" in section["weak"]
    assert "Not as it should be" in page


def test_the_same_report_gives_the_same_page(page, report, drawn):
    figures = [f.to_json() for f in drawn]
    assert page == render({**report, "figures": figures}, {f.name: f.svg for f in drawn})


def test_figures_have_names_and_tables_have_headers(page):
    assert page.count('role="img" aria-labelledby=') == 6
    assert page.count("<table>") == page.count("<thead>")
    assert '<th scope="row">' in page


def test_long_texts_are_cut_and_say_so(report):
    rows = [{**row, "property": {**row["property"], "case_text": "9" * 5000}} for row in report["claims"]]
    page = render({**report, "claims": rows}, {})
    assert "... (5000 characters; whole in report.json)" in page
    assert "9" * 1300 not in page


def test_inlined__prefixes_references():
    assert "url(#f-a)" in inlined_svg('<svg><path clip-path="url(#a)"/></svg>', "f")
