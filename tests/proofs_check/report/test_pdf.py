import json
import re
import zlib

import pytest

from proofs_check.report.pdf import render
from proofs_check.report.write import render as write_report


@pytest.fixture(scope="module")
def folder(report, tmp_path_factory):
    folder = tmp_path_factory.mktemp("paper")
    write_report(dict(report), folder)
    return folder


def pages(pdf):
    """Count the page objects, which stand in compressed streams."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, flags=re.DOTALL)
    texts = [zlib.decompressobj().decompress(s) for s in streams if s[:1] == b"x"]
    return sum(len(re.findall(rb"/Type */Page\b", text)) for text in [pdf, *texts])


def test_all_files_are_written(folder):
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert names[-3:] == ["report.html", "report.json", "report.pdf"]
    assert len(names) == 9
    report = json.loads((folder / "report.json").read_text())
    assert [figure["file"] for figure in report["figures"]] == [f"figures/{f['name']}.svg" for f in report["figures"]]


def test_the_pdf_has_pages_and_comes_out_the_same(folder):
    pdf = render(folder)
    assert pdf.startswith(b"%PDF")
    assert pages(pdf) > 2
    assert pdf == (folder / "report.pdf").read_bytes()
    assert b"/CreationDate" not in pdf


def test_a_change_of_the_report_changes_the_pdf(folder):
    path = folder / "report.json"
    text = path.read_text()
    path.write_text(text.replace("Wrong 1", "Wrong 2"))
    changed = render(folder)
    path.write_text(text)
    assert changed != render(folder)
