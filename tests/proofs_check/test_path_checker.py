"""The checker on path certificates: honest ones accepted, a forged one rejected by each clause, mutants caught."""

import copy
import json
import random
import time
from fractions import Fraction

import pytest
from hypothesis import given, settings

from proofs_check.cases.strategies import data_sets_with_gaps, exact_ties, gap_sequences
from proofs_check.path_checker import CLAUSES
from proofs_check.verify import check_certificate, check_text
from sparsest import Dataset, UsageError, path
from tests.proofs_check.test_mutations import mutant

FOUR = path(Dataset.from_gaps([1, 100, 100, 1])).certificate()
BENT = path(Dataset.from_gaps([1, 7, 29, 30, 16, 1])).certificate()
TWIN = path(Dataset.from_gaps([1, 100, 100, 1, -3, -300, -300, -3])).certificate()
TWO = path(Dataset.from_gaps([1, 100, 100, 1, 1, 50, 60, 1])).certificate()
TIED = path(Dataset.from_gaps([1, 2, 1])).certificate()
LATER = path(Dataset.from_gaps([8, 4, 71, 19, 24])).certificate()


@settings(max_examples=120)
@given(data_sets_with_gaps(gap_sequences(0, 10)))
def test_honest__certificates_are_accepted(points):
    certificate = path(Dataset(*points)).certificate()
    verdict = check_certificate(certificate)
    assert (verdict.verdict, verdict.claims_checked) == ("accept", 5), verdict
    assert check_text(json.dumps(certificate)) == verdict


@given(exact_ties("1/2"))
def test_honest__ties_are_accepted(gaps):
    assert check_certificate(path(Dataset.from_gaps(gaps)).certificate()).verdict == "accept"


def edit(certificate, where, value):
    """A copy with one value replaced; a callable is applied to the old one."""
    forged = copy.deepcopy(certificate)
    holder = forged
    for key in where[:-1]:
        holder = holder[key]
    holder[where[-1]] = value(holder[where[-1]]) if callable(value) else value
    return forged


def without_zero(certificate):
    """Hide the change of minimiser: keep the first cell for all p."""
    forged = copy.deepcopy(certificate)
    forged["runs"][0] = {"zeros": [], "signs": forged["runs"][0]["signs"][:1]}
    forged["claim"]["breakpoints"], forged["claim"]["pieces"] = [], forged["claim"]["pieces"][:1]
    return forged


def split_zero(certificate):
    """Cut a cell where nothing turns."""
    forged = copy.deepcopy(certificate)
    run = forged["runs"][0]
    run["zeros"].append(["1/2", "1/2"])
    run["signs"].append(run["signs"][-1])
    return forged


def merged(certificate):
    """One bracket around two zeros at which different edges turn: the second does not stand still in it."""
    forged = copy.deepcopy(certificate)
    run = forged["runs"][0]
    run["zeros"][0:2] = [[run["zeros"][0][0], run["zeros"][1][1]]]
    del run["signs"][1]
    return forged


def apart(certificate):
    """Two runs that change together, told by different but overlapping brackets."""
    forged = copy.deepcopy(certificate)
    low, high = (Fraction(v) for v in forged["runs"][1]["zeros"][0])
    forged["runs"][1]["zeros"][0] = [str(low - (high - low)), str(high)]
    return forged


FORGED = [
    ("C01", '{"format": 1, "format": 2}'),
    ("P02", edit(FOUR, ("claim",), 0) | {"extra": 0}),
    ("P03", edit(FOUR, ("problem", "dimension"), True)),
    ("P03", edit(FOUR, ("problem", "points"), [])),
    ("P03", edit(FOUR, ("problem", "points", 0, 0), "0.5")),
    ("P04", edit(FOUR, ("problem", "points", 1, 0), "0")),
    ("P05", edit(FOUR, ("runs",), [])),
    ("P05", edit(FOUR, ("runs", 0, "signs"), ["+++"])),
    ("P05", edit(FOUR, ("runs", 0, "signs", 0), "++")),
    ("P05", edit(FOUR, ("runs", 0, "zeros", 0), lambda pair: pair[::-1])),
    ("P05", edit(FOUR, ("runs", 0, "zeros", 0, 1), "1")),
    ("P06", edit(FOUR, ("runs", 0, "signs", 0), "+-+")),
    ("P06", edit(FOUR, ("runs", 0, "signs", 1), "++0")),
    ("P06", edit(TIED, ("runs", 0, "signs", 0), "++")),
    ("P06", edit(TIED, ("runs", 0, "signs", 0), "+-")),
    ("P06", without_zero(FOUR)),
    ("P06", edit(FOUR, ("runs", 0, "zeros", 0), ["1/8", "1/7"])),
    ("P07", split_zero(FOUR)),
    ("P08", merged(TWO)),
    ("P09", apart(TWIN)),
    ("P10", edit(FOUR, ("claim", "breakpoints"), {})),
    ("P10", edit(FOUR, ("claim", "pieces", 0, "knots"), -1)),
    ("P10", edit(FOUR, ("claim", "pieces", 0, "minimizers"), 1)),
    ("P10", edit(FOUR, ("claim", "critical_exponent"), ["0.18"])),
    ("P10", edit(FOUR, ("claim", "critical_exponent", 0), "1/8")),
    ("P11", edit(FOUR, ("claim", "fewest_knots"), 3)),
    ("P11", edit(FOUR, ("claim", "fewest_knots"), 2.0)),
    ("P12", edit(FOUR, ("claim", "breakpoints"), [])),
    ("P12", edit(FOUR, ("claim", "breakpoints", 0, 0), "0.9")),
    ("P13", edit(FOUR, ("claim", "pieces"), lambda pieces: pieces[:1])),
    ("P13", edit(BENT, ("claim", "pieces", 1, "knots"), 3)),
    ("P14", edit(TIED, ("claim", "pieces", 0, "minimizers"), "1")),
    ("P15", edit(FOUR, ("claim", "critical_exponent"), ["1", "1"])),
    ("P15", edit(LATER, ("claim", "critical_exponent"), ["0.5", "1"])),
    ("P15", edit(LATER, ("claim", "critical_exponent"), LATER["claim"]["breakpoints"][0])),
]


@pytest.mark.parametrize(("clause", "forged"), FORGED, ids=[f"{k}-{clause}" for k, (clause, _) in enumerate(FORGED)])
def test_forged__is_rejected_by_its_clause(clause, forged):
    verdict = check_text(forged) if isinstance(forged, str) else check_certificate(forged)
    assert (verdict.verdict, verdict.clause) == ("reject", clause), verdict


def test_every_clause_has_its_forgery():
    covered = {clause for clause, _ in FORGED}
    assert covered == set(CLAUSES)


def is_true(certificate):
    """Whether a well-formed path certificate's claim holds, by following the edited data anew."""
    points, claim = certificate["problem"]["points"], certificate["claim"]
    found = path(Dataset([x for x, _ in points], [y for _, y in points]))
    true = found.certificate(40)["claim"]
    pairs = zip(
        [claim["critical_exponent"], *claim["breakpoints"]],
        [true["critical_exponent"], *true["breakpoints"]],
        strict=True,
    )
    return (
        claim["fewest_knots"] == true["fewest_knots"]
        and claim["pieces"] == true["pieces"]
        and all(Fraction(a) <= Fraction(d) and Fraction(c) <= Fraction(b) for (a, b), (c, d) in pairs)
    )


@pytest.mark.slow
def test_mutants__no_false_path_is_accepted():
    rng = random.Random(2505)
    seeds = [FOUR, BENT, TWIN, TIED, LATER]
    seeds += [
        path(Dataset.from_gaps([rng.randint(-1, 9) for _ in range(rng.randint(0, 6))])).certificate() for _ in range(20)
    ]
    survivors = 0
    for _ in range(1500):
        certificate = rng.choice(seeds)
        changed = mutant(rng, certificate)
        if changed != certificate and check_certificate(changed).verdict == "accept":
            survivors += 1
            assert is_true(changed), changed
    assert 0 < survivors < 300


def test_is_true__is_seen_to_fail():
    assert is_true(FOUR)
    for where, value in (
        (("claim", "fewest_knots"), 3),
        (("claim", "pieces", 0, "knots"), 3),
        (("claim", "critical_exponent"), ["1", "1"]),
    ):
        assert not is_true(edit(FOUR, where, value))


def test_work__is_bounded():
    assert check_certificate(BENT, work=1000).verdict == "undecided"


@pytest.mark.slow
def test_hostile__numbers_of_equal_hash_cost_no_more():
    """Fractions k/(2^61 - 1) all have one hash in Python; a set or dict of them would take quadratic time."""
    prime, n = 2**61 - 1, 20_000
    forged = {
        "format": "sparsest/path-certificate/1",
        "problem": {"dimension": 1, "points": [["0", "0"], ["1", "0"], ["2", "1"]]},
        "runs": [{"zeros": [[f"{k}/{prime}"] * 2 for k in range(1, n + 1)], "signs": [""] * (n + 1)}],
        "claim": {},
    }
    start = time.perf_counter()
    assert check_text(json.dumps(forged)).clause == "P07"
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("exponent", [10, 100, 200])
def test_honest__tiny_gaps_need_no_giant_precision(exponent):
    tiny = Fraction(1, 10**exponent)
    assert check_certificate(path(Dataset.from_gaps([tiny, 1, 1, tiny])).certificate()).verdict == "accept"


def test_honest__as_many_digits_as_a_certificate_takes():
    found = path(Dataset.from_gaps([1, 100, 100, 1]))
    assert check_certificate(found.certificate(60)).verdict == "accept"
    with pytest.raises(UsageError, match="61"):
        found.certificate(61)
