import re
import zlib

import pytest

from proofs_check.report.pdf import render


def pages(pdf):
    """Count the page objects, which stand in compressed streams."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, flags=re.DOTALL)
    texts = [zlib.decompressobj().decompress(s) for s in streams if s[:1] == b"x"]
    return sum(len(re.findall(rb"/Type */Page\b", text)) for text in [pdf, *texts])


@pytest.mark.slow
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
