import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from proofs_check.guarantees import GUARANTEES
from proofs_check.report.assurance import by_function, main, with_table
from sparsest.errors import DataError

PAGE = Path(__file__).parents[3] / "docs" / "guarantees.md"


def test_page__has_the_table_of_the_registry():
    assert with_table(PAGE.read_text()) == PAGE.read_text(), "run: make guarantees"


def test_table__has_every_name_once():
    names = re.findall(r"`([\w.]+)`(?=,| \| (?:proved|exact|bounded|heuristic))", by_function())
    assert len(names) == len(set(names)) == sum(len(one.names) for one in GUARANTEES)
    assert {"solve", "fast.solve", "verify.check_file"} <= set(names)


def test_with_table__changes_nothing_else_and_wants_one_place():
    stale = PAGE.read_text().replace("| proved | no function", "| heuristic | no function")
    assert stale != PAGE.read_text()
    assert with_table(stale) == PAGE.read_text()
    with pytest.raises(DataError, match="0 places"):
        with_table("# A page without remarks\n")


def test_main__writes_the_page(tmp_path):
    file = tmp_path / "guarantees.md"
    file.write_text(PAGE.read_text().replace("bounded float", "proved"))
    assert CliRunner().invoke(main, [str(file)]).exit_code == 0
    assert file.read_text() == PAGE.read_text()
