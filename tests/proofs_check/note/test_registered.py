from proofs_check.claims import CLAIMS
from proofs_check.errata import ERRATA
from proofs_check.formal.statements import STATEMENTS


def test_numbers__count_what_is_registered(book):
    assert book.numbers["claims"].text == str(len(CLAIMS))
    assert book.numbers["errata"].text == str(len(ERRATA))
    parts = int(book.numbers["errata-confirmed"].text) + int(book.numbers["errata-recorded"].text)
    assert parts == len(ERRATA)
    assert set(book.theorems) == {one.name for one in STATEMENTS}


def test_items__are_known_by_their_parts(book):
    assert {"Theorem 3.1", "(8)", "(9)", "Lemma A.1", "Theorem 4.1"} <= set(book.items)
    assert "Theorem 5.1" not in book.items


def test_evidence__says_which_statements_are_not_formal(book):
    rows = {row[0]: row[1] for row in book.tables["evidence"].rows}
    assert rows["Theorem D"].startswith("theorem_D")
    assert rows["Theorem F"] == rows["Theorem E"] == "none"
