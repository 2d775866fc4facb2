"""What the documents say of the development: which theorems back which clause, and where a named lemma stands."""

import re
from pathlib import Path

import pytest

from proofs_check.formal.development import sources
from proofs_check.formal.statements import STATEMENTS, of_clause
from proofs_check.verify import ALL_AUDITS
from tests.proofs_check.test_all_formats import FORMATS, PAGES

DOCS = Path(__file__).parents[3] / "docs"
THEORY = (DOCS / "theory.md").read_text()
#: The names of what each file of the development proves; and of what it defines, which is named less often.
_PROVED = r"^(?:Theorem|Lemma|Corollary|Proposition|Fact|Remark|Example) ([\w']+)"
_DEFINED = r"^(?:Definition|Fixpoint|Inductive|Record) ([\w']+)"
PROVED = {one.name: set(re.findall(_PROVED, one.read_text(), re.M)) for one in sources()}
LEMMAS = set().union(*PROVED.values())
DEFINED = {one.name: set(re.findall(_DEFINED, one.read_text(), re.M)) for one in sources()}

# The items of a page: a clause, up to the next one or an empty line.
_CLAUSE = re.compile(r"\*\*\[([CPNQMT]\d\d)\]\*\*(.*?)(?=\*\*\[[CPNQMT]\d\d\]\*\*|\n\n|\Z)", re.S)
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


def links(page):
    """Return the table at the end of a page: the file that each name leads to."""
    return dict(re.findall(r"^\[`([^`]+)`\]: \.\./proofs_check/formal/theories/(\S+)$", page, re.M))


def mislinked(page, named):
    """Yield what is wrong with the links of a page: to a file without the name, idle, missing, or to nowhere."""
    table, text = links(page), re.sub(r"^\[`[^`]+`\]: .*$", "", page, flags=re.M)
    for name, file in table.items():
        if name not in PROVED.get(file, set()) | DEFINED.get(file, set()):
            yield f"{name} does not stand in {file}"
        if f"[`{name}`]" not in text:
            yield f"no text names {name}"
    for name in dict.fromkeys(re.findall(r"(?<!\[)`([\w']+)`", text)):
        if name in named:
            yield f"{name} is no link"
    for name in dict.fromkeys(re.findall(r"\[`([\w']+)`\](?![(:])", text)):
        if name not in table:
            yield f"{name} has no target"


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


@pytest.mark.parametrize("page", [*PAGES.values(), DOCS / "formal.md"], ids=lambda page: page.stem)
def test_pages__named_theorems_are_links_to_where_they_stand(page):
    """Of other lemmas some have the names of what a file of JSON holds."""
    assert list(mislinked(page.read_text(), {one.name for one in STATEMENTS})) == []


def test_theory__named_lemmas_are_links_to_where_they_stand():
    assert list(mislinked(THEORY, LEMMAS)) == []


def test_theory__names_the_lemmas_of_its_proofs():
    assert len(links(THEORY)) > 20
    for one in ("charge_knot", "theorem_A", "theorem_B", "theorem_C", "theorem_D"):
        assert one in links(THEORY)


@pytest.mark.parametrize(
    ("was", "now", "seen"),
    [
        ("[`charge_knot`]: ../proofs_check/formal/theories/Charging.v\n", "", "charge_knot has no target"),
        ("theories/Charging.v\n", "theories/Charges.v\n", "does not stand in Charges.v"),
        ("[`charge_knot`]: ", "[`charge_knots`]: ", "charge_knots does not stand in Charging.v"),
        ("([`charge_knot`], ", "(", "no text names charge_knot"),
        ("([`charge_knot`], ", "(`charge_knot`, [`charge_knot`], ", "charge_knot is no link"),
    ],
)
def test_mislinked__sees_each_fault(was, now, seen):
    assert was in THEORY
    found = list(mislinked(THEORY.replace(was, now, 1), LEMMAS))
    assert any(line.endswith(seen) for line in found)
