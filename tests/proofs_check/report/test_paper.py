from pathlib import Path

import pytest
from click.testing import CliRunner

from proofs_check.claims import CLAIMS
from proofs_check.errata import ERRATA
from proofs_check.printed import PRINTED
from proofs_check.report.contents import contents, formal_of, on_evidence
from proofs_check.report.paper import main, paper_page
from proofs_check.report.statements import as_shown

PAGE = Path(__file__).parents[3] / "docs" / "paper.md"


@pytest.mark.slow
def test_page__is_that_of_the_registry(tmp_path):
    """Made anew, with the claims examined anew."""
    file = tmp_path / "paper.md"
    assert CliRunner().invoke(main, [str(file)]).exit_code == 0
    assert PAGE.read_text() == file.read_text(), "run: make contents"


def test_page__has_every_item_every_claim_and_every_erratum():
    text = PAGE.read_text()
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    for items in PRINTED.values():
        for item in items:
            assert sum(line.startswith(f"| {as_shown(item.number)} | ") for line in rows) == 1
    for one in CLAIMS:
        assert f"[`{one.id}`](statements.md#" in text
    for erratum in ERRATA:
        assert any(erratum.id in line.split(" | ")[-1] for line in rows)


def test_page__its_rows_have_all_columns():
    for line in paper_page(contents(on_evidence([]), CLAIMS)).splitlines():
        if line.startswith("| "):
            assert line.replace(r"\|", "").count("|") == 9


def test_page__names_the_formal_theorems_of_items_and_of_ours():
    entries = contents(on_evidence([]), CLAIMS)
    page = paper_page(entries)
    assert "| [`lemma_A_1`](../proofs_check/formal/theories/Statements.v) |" in page
    assert "| [`theorem_B`](../proofs_check/formal/theories/Statements.v) |" in page
    count = sum(bool(formal_of(one)) for one in entries)
    assert count > 40
    assert f" {count} are formal theorems" in PAGE.read_text()


def test_page__counts_its_items():
    entries = contents(on_evidence([]), CLAIMS)
    assert f"\n{len(entries)} items, {sum(bool(one.claims) for one in entries)} of them checked;" in PAGE.read_text()
    assert "| not checked |" in paper_page(entries)
    assert "| not checked |" not in PAGE.read_text()
