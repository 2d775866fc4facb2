"""`sparsest explore`: the page is written, with the data in it, and bad data are refused."""

import json
import re

import pytest

from sparsest.explorer import explorer_page
from tests.sparsest_cli.terminal import NILE, sparsest


def given(page):
    return json.loads(re.search(r'<script type="application/json" id="given">(.*?)</script>', page)[1])["data"]


def test_explore__the_data_are_in_the_page(tmp_path):
    page = tmp_path / "page.html"
    assert sparsest("explore", "-", "--out", str(page), stdin="x,y\n1,1/3\n0,0.5\n") == (
        0,
        f"page written to {page}\n",
        "",
    )
    assert given(page.read_text()) == {"name": "standard input", "points": [["0", "1/2"], ["1", "1/3"]]}
    assert sparsest("explore", "--output", str(page))[0] == 0
    assert page.read_text() == explorer_page()


def test_explore__to_standard_output_alone():
    code, out, err = sparsest("explore", str(NILE), "--out", "-")
    assert (code, err) == (0, "")
    assert out.startswith("<!DOCTYPE html>")
    assert out.endswith("</html>\n")
    assert len(given(out)["points"]) == 100


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("x,y\n0,1\n0,2\n", "x = 0 has two labels"),
        ("x,y\n0,one\n", "one"),
        ("x,z,y\n0,1,2\n", "several inputs; the explorer has one"),
        ("x,y\n" + "".join(f"{i},{i}\n" for i in range(2001)), "2001 points, and the explorer shows at most 2000"),
        ("", "standard input"),
    ],
)
def test_explore__bad_data(tmp_path, table, said):
    page = tmp_path / "page.html"
    code, out, err = sparsest("explore", "-", "--out", str(page), stdin=table)
    assert (code, out) == (2, "")
    assert err.startswith("sparsest: error: ")
    assert err.count("\n") == 1
    assert said in err
    assert not page.exists()


def test_explore__never_over_the_data(tmp_path):
    data = tmp_path / "data.csv"
    data.write_text("x,y\n0,1\n")
    assert "destroy the data" in sparsest("explore", str(data), "--out", str(data))[2]
    assert data.read_text() == "x,y\n0,1\n"
    assert "Missing option" in sparsest("explore", str(data))[2]
