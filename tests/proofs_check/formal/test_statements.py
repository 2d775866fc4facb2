import re

import pytest

from proofs_check import checker, path_checker, tolerance_checker
from proofs_check.claims import CLAIMS
from proofs_check.formal.development import THEORIES
from proofs_check.formal.statements import STATEMENTS, of_claim, of_clause, of_item
from proofs_check.printed import PRINTED

TEXT = (THEORIES / "Statements.v").read_text()
_STATED = r"^(?:Theorem|Corollary|Lemma|Example) ([\w']+)"


def stated(text):
    """Return the names of the theorems of a file."""
    return re.findall(_STATED, text, re.MULTILINE)


def test_statements__are_those_of_the_file():
    assert sorted(one.name for one in STATEMENTS) == sorted(stated(TEXT))
    assert sorted(stated(TEXT + "\nTheorem more : True.")) != sorted(stated(TEXT))


@pytest.mark.parametrize("one", STATEMENTS, ids=lambda one: one.name)
def test_statements__are_proved_where_they_say(one):
    assert one.name in stated((THEORIES / f"{one.file}.v").read_text())


def test_statements__items_claims_and_clauses_exist():
    items = {row.number for rows in PRINTED.values() for row in rows}
    assert {item for one in STATEMENTS for item in one.items} <= items
    assert {name for one in STATEMENTS for name in one.claims} <= {claim.id for claim in CLAIMS}
    clauses = {*checker.CLAUSES, *path_checker.CLAUSES, *tolerance_checker.CLAUSES}
    assert {clause for one in STATEMENTS for clause in one.clauses} <= clauses


def test_of():
    for one in STATEMENTS:
        assert all(one in of_claim(name) for name in one.claims)
        assert all(one in of_item(number) for number in one.items)
        assert all(one in of_clause(clause) for clause in one.clauses)
    assert of_claim("none") == of_item("none") == of_clause("none") == []
