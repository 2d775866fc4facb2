from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from proofs_check.claim import Sample
from proofs_check.claims import CLAIMS
from proofs_check.report.statements import anchor, as_shown, main, statements_page

PAGE = Path(__file__).parents[3] / "docs" / "statements.md"


def test_page__is_that_of_the_registry():
    assert PAGE.read_text() == statements_page(CLAIMS), "run: make statements"


def test_page__has_an_anchor_for_every_claim():
    text = PAGE.read_text()
    for one in CLAIMS:
        assert f'<a id="{anchor(one.id)}"></a>' in text
        assert f"](#{anchor(one.id)})" in text


def test_markdown__shows_formulas_as_they_are():
    text = statements_page([replace(CLAIMS[0], statement="a_1 < |b| * c")])
    assert r"a\_1 \< \|b\| \* c" in text


def test_markdown__says_what_only_some_cases_get():
    text = statements_page([replace(CLAIMS[0], samples=(Sample("the checker is asked for the certificate", 16),))])
    assert "\n- One drawn case in 16: the checker is asked for the certificate; given data: always.\n" in text


def test_main__writes_the_page(tmp_path):
    file = tmp_path / "statements.md"
    assert CliRunner().invoke(main, [str(file)]).exit_code == 0
    assert file.read_text() == statements_page(CLAIMS)


def test_text__formulas_are_escaped_and_code_is_not():
    assert as_shown("V_p of `to_spline` < x*") == r"V\_p of `to_spline` \< x\*"
