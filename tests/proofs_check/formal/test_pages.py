"""What the documents say of the development: which theorems back which clause."""

import re

import pytest

from proofs_check.formal.statements import STATEMENTS, of_clause
from proofs_check.verify import ALL_AUDITS
from tests.proofs_check.test_all_formats import FORMATS, PAGES

# The items of a page: a clause, up to the next one or an empty line.
_CLAUSE = re.compile(r"\*\*\[([CPNQT]\d\d)\]\*\*(.*?)(?=\*\*\[[CPNQT]\d\d\]\*\*|\n\n|\Z)", re.S)
_CITED = re.compile(r"\(Coq: ([^()]*)\)")


def miscited(page, clauses):
    """Yield what is wrong with the citations of a page: at each clause those of the registry, in its order."""
    found = {clause: _CITED.findall(text) for clause, text in _CLAUSE.findall(page)}
    for clause in clauses:
        wanted = [", ".join(f"[`{one.name}`]" for one in of_clause(clause))]
        if found.get(clause, []) != [text for text in wanted if text]:
            yield f"{clause}: cited is {found.get(clause)}, the registry has {wanted}"
    if stray := len(_CITED.findall(page)) - sum(map(len, found.values())):
        yield f"{stray} citations at no clause"


@pytest.mark.parametrize("name", FORMATS)
def test_pages__each_clause_names_its_theorems(name):
    clauses = ALL_AUDITS[FORMATS[name]["format"]][1]
    assert list(miscited(PAGES[name].read_text(), clauses)) == []


def test_pages__every_clause_that_a_theorem_backs_is_on_one():
    every = {clause for _, clauses, _ in ALL_AUDITS.values() for clause in clauses}
    assert {clause for one in STATEMENTS for clause in one.clauses} <= every


@pytest.mark.parametrize(
    ("was", "now", "seen"),
    [
        ("strictly increasing. (Coq: [`check_sound`])", "strictly increasing.", "C05: cited is []"),
        ("`y_i`, exactly. (Coq: [`check_sound`])", "`y_i`, exactly. (Coq: [`theorem_A`])", "C09: cited is"),
        ("pair of rationals within the limits.", "pair of rationals. (Coq: [`check_sound`])", "C04: cited is"),
        ("(Coq: [`theorem_A`], [`lower_bound`], ", "(Coq: [`theorem_A`], ", "C11: cited is"),
        ("## 4. Counting the minimisers", "(Coq: [`check_sound`])", "1 citations at no clause"),
    ],
)
def test_miscited__sees_one_removed_and_one_wrong(was, now, seen):
    page, clauses = PAGES["certificate"].read_text(), ALL_AUDITS[FORMATS["certificate"]["format"]][1]
    assert was in page
    found = list(miscited(page.replace(was, now, 1), clauses))
    assert [line.startswith(seen) for line in found] == [True]
