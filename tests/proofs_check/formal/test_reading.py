import json
from fractions import Fraction

import pytest

from proofs_check.checker import FORMAT, READERS, Verdict, check_text
from proofs_check.formal.reading import COQ_FORMATS, Given, read
from proofs_check.formal.tolerance import ToleranceGiven
from proofs_check.verify import ALL_AUDITS
from sparsest import Dataset, solve
from sparsest.errors import UsageError
from tests.bench.extracted import expected
from tests.proofs_check.formal.certificates import FORGED, HONEST

# What is about the form of a file, alone or (C03, C10, T04, T06, T07, T09, T12, T17) beside what it says.
_FORM = {"C01", "C02", "C03", "C04", "C06", "C10", "C13", *(f"T{n:02}" for n in (2, 3, 4, 6, 7, 9, 12, 17))}
_SENSE = {f"C{n:02}" for n in (5, *range(7, 13), *range(14, 18))} | {f"T{n:02}" for n in range(5, 18)}


def test_read__says_what_the_file_says():
    made = solve(Dataset([0, 1, 2, 3], [0, 0, "1/2", 0]), "1/2").certificate()
    given = read(json.dumps(made))
    assert isinstance(given, Given)
    assert given.p == Fraction(1, 2)
    assert given.points[2] == (2, Fraction(1, 2))
    assert given.knots == [(Fraction(k["x"]), Fraction(k["slope_change"])) for k in made["minimizer"]["knots"]]
    assert (given.dual, given.many) == (made["dual"], made["claim"]["knots"])
    low, high = given.objective
    assert low < high
    assert [str(given.minimizers), given.fewest] == [made["claim"]["minimizers"], made["claim"]["fewest_knots"]]
    assert read(json.dumps(HONEST["one point at 1/2"])).minimizers is None
    assert [read(json.dumps(HONEST[f"peak at {p}"])).p for p in ("0", "0+", "1-")] == [0, "0+", "1-"]


@pytest.mark.parametrize("name", HONEST)
def test_read__honest(name):
    kind = ToleranceGiven if name.startswith("within") else Given
    assert isinstance(read(json.dumps(HONEST[name])), kind)


@pytest.mark.slow
def test_read__refuses_what_is_of_another_form_by_the_checkers_clause():
    clauses = set()
    for text in FORGED:
        found, (verdict, clause) = read(text), expected(text)
        if isinstance(found, Verdict):
            assert (found.verdict, found.clause) == (verdict, clause), text
            clauses.add(clause)
        else:
            assert clause in _SENSE, text
    assert clauses == _FORM


def test_read__is_bounded():
    text = json.dumps(HONEST["peak at 1/2"])
    found = read(text, work=20)
    assert (found.verdict, found.clause) == ("undecided", "C01")
    assert isinstance(read(text, work=30_000), Given)


def test_read__other_formats_are_named():
    assert FORMAT in COQ_FORMATS
    for name in READERS.keys() - set(COQ_FORMATS):
        assert name in ALL_AUDITS
        with pytest.raises(UsageError, match=f"{name} have no check in Coq, only those of {COQ_FORMATS[0]} and "):
            read(json.dumps({"format": name}))
    unknown = '{"format": "sparsest/certificate/2"}'
    assert read(unknown).clause == check_text(unknown).clause == "C02"
