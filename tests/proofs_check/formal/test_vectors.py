"""The conformance suite through the checker that is extracted from the Coq development.

Every vector of one input at one p, or within a tolerance, is solved; the certificate must claim what the vector records
as true, and both checkers must accept it. With one number of its claim damaged, both must refuse it by the clause of
that number. The functions that the suite gives for judging, right and wrong ones, take the minimiser's place.

Not here, since the extracted checker reads certificates of neither: vectors of paths, and those of networks of several
inputs. Vectors that ask nothing, or of no function, have no certificate: the solver refuses them.
"""

import io
import json
from collections import Counter
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from proofs_check.conformance.suite import load_suite
from sparsest import Dataset, solve
from sparsest.errors import SparsestError
from sparsest.table import read_table
from tests.bench.extracted import asked, expected
from tests.proofs_check.editing import edited
from tests.proofs_check.formal.certificates import THEORIES, needs_coq

PROGRAM = THEORIES / "extracted" / "checker"
TASKS = ["solve:p=0", "solve:p=0+", "solve:p", "solve:p=1-", "tolerance"]
VECTORS = load_suite(TASKS).tests
JUDGED = [test for test in load_suite(["judge"]).tests if "spline" in test.case["claim"]]
DOCUMENT = Path(__file__).parents[3] / "docs" / "formal.md"
# By so much rationals are moved, which need not be written with any number of digits.
LEAST = Fraction(1, 10**12)


def certified(test):
    """Return the certificate of the solver's answer to a vector; None if it refuses."""
    return _certified(test.case["csv"], test.case["p"], test.case.get("tolerance"))


@cache
def _certified(csv, p, tolerance):
    try:
        table = read_table(io.StringIO(csv), "the case")
        if tolerance is None:
            return solve(Dataset.from_table(table), p).certificate()
        return solve(Dataset.from_table(table, ties="gates"), p, tolerance=tolerance).certificate()
    except SparsestError:
        return None


def contradictions(certificate, truth):
    """Return the names of what a certificate says otherwise than the vector."""
    said = {**certificate["claim"], "spline": certificate.get("minimizer") or certificate["spline"]}
    # Minimisers may differ in their knots: the vector lists all numbers that occur.
    return [name for name, value in truth.items() if said[name] not in (value if name == "knots" else [value])]


def shifted(decimal, units):
    """Return a decimal moved by so many units of its last digit, exactly."""
    with localcontext(prec=20_000):
        number = Decimal(decimal)
        return format(number + units * Decimal((0, (1,), number.as_tuple().exponent)), "f")


def damaged(certificate):
    """Yield the clause that must refuse it with each copy that has one number of its claim moved, a little."""
    claim, within = certificate["claim"], "tolerance" in certificate["problem"]
    yield "T13" if within else "C14", edited(certificate, "claim.knots", lambda many: many + 1)
    yield "T14" if within else "C15", edited(certificate, "claim.fewest_knots", lambda many: many + 1)
    if within:
        yield from damaged_scales(certificate)
        return
    more = "1" if claim["minimizers"] == "infinite" else str(int(claim["minimizers"]) + 1)
    yield "C16", edited(certificate, "claim.minimizers", more)
    if claim["objective"] is None:
        yield "C17", edited(certificate, "claim.objective", ["0", "1000"])
        return
    low, high = claim["objective"]
    yield "C17", edited(certificate, "claim.objective", [shifted(high, 1), shifted(high, 2)])
    if Fraction(low) > 0:
        yield "C17", edited(certificate, "claim.objective", ["0", shifted(low, -1)])


def damaged_scales(certificate):
    """Yield the same of the numbers that only a tolerance certificate has."""
    yield "T15", edited(certificate, "claim.largest_residual", lambda size: str(Fraction(size) + LEAST))
    scale = Fraction(certificate["claim"]["critical"])
    beyond = scale + LEAST > Fraction(certificate["problem"]["tolerance"])
    yield "T16" if beyond else "T17", edited(certificate, "claim.critical", str(scale + LEAST))
    if scale >= LEAST:
        yield "T16", edited(certificate, "claim.critical", str(scale - LEAST))


def judged(test):
    """Return the certificate of the data with the function to be judged in its minimiser's place, as text."""
    function = test.case["claim"]["spline"]
    placed = edited(certified(test), "minimizer", function)
    return json.dumps(edited(placed, "claim.knots", len(function["knots"])))


def disagreements(program, cases):
    """Return the cases, texts with the clause that must refuse them ("" for none), of which a checker says else."""
    wanted = [("reject" if clause else "accept", clause) for _, clause in cases]
    theirs = asked(program, [text for text, _ in cases])
    ours = [expected(text) for text, _ in cases]
    said = zip(wanted, ours, theirs, strict=True)
    return [(text[:300], *three) for (text, _), three in zip(cases, said, strict=True) if len(set(three)) > 1]


def honest():
    """Return the certificates of all vectors that have an answer."""
    return [certificate for test in VECTORS if (certificate := certified(test)) is not None]


def forged():
    """Return the damaged certificates of all vectors, each with its clause."""
    return [(json.dumps(copy), clause) for one in honest() for clause, copy in damaged(one)]


@pytest.mark.slow
def test_certificates__claim_what_the_vectors_record():
    assert f"for each of its {len(honest()):,} vectors of one input" in DOCUMENT.read_text()
    for test in VECTORS:
        certificate = certified(test)
        if test.result == "reject":
            assert certificate is None
        else:
            assert contradictions(certificate, test.truth) == []


@pytest.mark.slow
def test_contradictions__sees_each_number_that_is_wrong():
    """Each vector beside the certificate of the next one that has other truth: something is seen, and each name is."""
    seen = Counter()
    answered = [test for test in VECTORS if test.truth.keys() > {"spline"}]
    for test, other in pairwise(answered):
        if test.truth.keys() == other.truth.keys() and test.truth != other.truth:
            found = contradictions(certified(test), other.truth)
            assert found
            seen.update(found)
    assert set(seen) == {"spline", "knots", "fewest_knots", "minimizers", "objective", "largest_residual"}


@pytest.mark.slow
def test_damaged__every_number_of_every_claim():
    """And each copy is of the form that the page demands: it is its number that is refused."""
    seen = Counter(clause for _, clause in forged())
    assert set(seen) == {"C14", "C15", "C16", "C17", "T13", "T14", "T15", "T16", "T17"}
    within = sum("tolerance" in test.case for test in VECTORS if certified(test))
    assert seen["C14"] == seen["C15"] == seen["C16"] == len(honest()) - within <= seen["C17"]
    assert seen["T13"] == seen["T14"] == seen["T15"] == within <= seen["T16"] + seen["T17"]


@needs_coq
@pytest.mark.slow
def test_vectors__certificates_are_accepted_by_both_checkers():
    assert disagreements(PROGRAM, [(json.dumps(one), "") for one in honest()]) == []


@needs_coq
@pytest.mark.slow
def test_vectors__damaged_ones_are_refused_by_both_checkers():
    assert disagreements(PROGRAM, forged()) == []


@needs_coq
@pytest.mark.slow
def test_vectors__functions_to_be_judged():
    """Right ones are accepted in the minimiser's place, wrong ones refused, at every p."""
    tests = [test for test in JUDGED if certified(test) is not None]
    texts = [judged(test) for test in tests]
    found = asked(PROGRAM, texts)
    assert found == [expected(text) for text in texts]
    assert [verdict for verdict, _ in found] == [test.result for test in tests]
    assert {clause for _, clause in found} == {"", "C08", "C09", "C12"}


@pytest.mark.parametrize(("says", "wanted"), [("accept", "C14"), ("reject C15", "C14"), ("reject C14", "")])
def test_disagreements__a_checker_that_always_says_one_thing(tmp_path, says, wanted):
    """Each is asked of what the independent checker judges rightly, so what differs is the other one's fault."""
    program = tmp_path / "checker"
    program.write_text(f'#!/bin/sh\nwhile read name || test "$name"; do echo {says}; done\n')
    program.chmod(0o700)
    one = certified(VECTORS[0])
    texts = {clause: json.dumps(copy) for clause, copy in [("", one), *damaged(one)]}
    assert [expected(texts[""]), expected(texts["C14"])] == [("accept", ""), ("reject", "C14")]
    assert len(disagreements(program, [(texts[wanted], wanted)])) == 1
    right = says.removeprefix("reject ").removeprefix("accept")
    assert disagreements(program, [(texts[right], right)]) == []
