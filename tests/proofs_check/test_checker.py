"""The checker: honest certificates are accepted, forged and hostile ones never.

The certificates are made here by brute force over all matchings of each run, with mpmath at 200 digits as the judge of
signs; nothing of the solver is used, and nothing of the checker.
"""

import ast
import copy
import json
import random
import re
import subprocess
import sys
import time
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import groupby, pairwise, product
from math import inf, prod
from pathlib import Path

import pytest
from mpmath import mp, mpf, workdps

from proofs_check import checker, signs, work
from proofs_check.checker import check_certificate, check_file, check_text, main
from tests.proofs_check.editing import add, drop, edited, swap

CHECKER = Path(checker.__file__)
KINDS = [Fraction(0), Fraction(1, 2), Fraction(37, 100), Fraction(2, 3), Fraction(0.3), Fraction(0.7), "0+", "1-"]
DIGITS = 200


# --- the producer: slow, simple, independent ------------------------------------------------------------------------


def sgn(value):
    return (value > 0) - (value < 0)


def noise():
    """What a sum of numbers below 10^(dps/5) may be off."""
    return mpf(10) ** (-mp.dps * 3 // 4)


def real(a):
    return mpf(a.numerator) / a.denominator


def from_gaps(gaps, steps=None):
    """Points whose slope gaps are these; the first chord slope is 1/3."""
    x, y, slope = [Fraction(-2)], [Fraction(1)], Fraction(1, 3)
    for step, gap in zip(steps or [1] * (len(gaps) + 1), [0, *gaps], strict=True):
        slope += gap
        x.append(x[-1] + step)
        y.append(y[-1] + slope * step)
    return list(zip(x, y, strict=True))


def slopes_of(points):
    return [(v - y) / (u - x) for (x, y), (u, v) in pairwise(points)]


def gaps_of(points):
    return [b - a for a, b in pairwise(slopes_of(points))]


def runs_of(points):
    gaps = gaps_of(points)
    return [list(run) for s, run in groupby(range(len(gaps)), key=lambda i: sgn(gaps[i])) if s]


@cache
def power(a, p, _precision):
    return real(a) ** real(p)


@cache
def logarithm(a, _precision):
    return mp.log(real(a))


def sign_of(terms, p):
    """Sign of sum n a^p, at "0+" and "1-" close enough to 0 and 1."""
    total = Counter()
    for a, n in terms:
        total[a] += n
    terms = [(a, n) for a, n in total.items() if n]
    if p == 0:
        return sgn(sum(n for _, n in terms))
    for order in range(8):
        if p == "0+":
            value = sum(n * logarithm(a, mp.prec) ** order for a, n in terms)
        elif p == "1-":
            value = sum(n * real(a) * (-logarithm(a, mp.prec)) ** order for a, n in terms)
        else:
            value = sum(n * power(a, p, mp.prec) for a, n in terms)
        if abs(value) > noise():
            return int(mp.sign(value))
        if not terms or not isinstance(p, str):
            return 0
    raise ArithmeticError("all moments vanish")


def matchings(n):
    if n <= 1:
        yield ()
        return
    for rest in matchings(n - 1):
        yield tuple(k + 1 for k in rest)
    for rest in matchings(n - 2):
        yield (0, *(k + 2 for k in rest))


def changes(gaps, matching):
    """Slope changes of the knots of one run."""
    taken = {k + 1 for k in matching}
    return [gaps[k] + gaps[k + 1] if k in matching else gaps[k] for k in range(len(gaps)) if k not in taken]


def best_matchings(gaps, p):
    """All matchings of a run whose knots cost least."""
    best = []
    for matching in matchings(len(gaps)):
        cost = [(abs(c), 1) for c in changes(gaps, matching)]
        order = sign_of(cost + [(a, -n) for a, n in best[0][1]], p) if best else -1
        best = [(matching, cost)] if order < 0 else best + [(matching, cost)] * (order == 0)
    return [matching for matching, _ in best]


def dual_of(gaps, p):
    marks, terms = "", []
    for a, b in pairwise(map(abs, gaps)):
        terms = [(a, 1), (b, 1), (a + b, -1)] + [(c, -n) for c, n in terms]
        marks += "0+-"[sign_of(terms, p)]
        terms = terms if marks[-1] == "+" else []
    return marks


def knots_of(points, chosen):
    x, gaps, knots = [x for x, _ in points], gaps_of(points), []
    for run, matching in zip(runs_of(points), chosen, strict=True):
        taken = {k + 1 for k in matching}
        for k, i in enumerate(run):
            if k in matching:
                c = gaps[i] + gaps[i + 1]
                knots.append(((gaps[i] * x[i + 1] + gaps[i + 1] * x[i + 2]) / c, c))
            elif k not in taken:
                knots.append((x[i + 1], gaps[i]))
    return knots


def fewest_by_enumeration(points):
    """Fewest knots and the number of splines that have them, over all signs of what each interval pays."""
    if len(points) <= 2:
        return 0, inf if len(points) == 1 else 1
    return fewest_by_signs(tuple(map(sgn, gaps_of(points))))


@cache
def fewest_by_signs(gaps):
    options = []  # of a gap: (sign of what the interval before pays, of what the interval after pays, ways)
    for gap in gaps:
        both = [(gap, 0, 1), (gap, gap, inf)] if gap else []
        options.append([(0, gap, 1), (1, -1, inf), (-1, 1, inf), *both])
    cost = {(0, 0): 0, (1, 1): 1, (-1, -1): 1, (1, 0): 1, (-1, 0): 1}
    found = Counter()
    for choice in product(*options):
        knots = abs(choice[0][0]) + abs(choice[-1][1])
        knots += sum(cost.get((before[1], after[0]), 2) for before, after in pairwise(choice))
        free = choice[0][0] or choice[-1][1] or any(b[0] not in (0, a[1]) for a, b in pairwise(choice))
        found[knots] += inf if free else prod(ways for _, _, ways in choice)
    return min(found.items())


def objective_of(knots, p):
    """V_p between two decimals of 20 places; None at "0+" and "1-"."""
    if isinstance(p, str):
        return None
    if p == 0:
        return [str(len(knots))] * 2
    scaled = int(mp.floor(sum((real(abs(c)) ** real(p) for _, c in knots), mpf(0)) * 10**20))
    return [f"{v // 10**20}.{v % 10**20:020}" for v in (max(scaled - 1, 0), scaled + 2)]


def certificate(points, p, pick=0, digits=DIGITS):
    """An honest certificate; `pick` chooses among several minimisers."""
    with workdps(digits):
        gaps, runs = gaps_of(points), runs_of(points)
        best = [best_matchings([gaps[i] for i in run], p) for run in runs]
        chosen = []
        for some in best:  # so that pick = 0, 1, ... runs through all combinations
            pick, this = divmod(pick, len(some))
            chosen.append(some[this])
        knots = knots_of(points, chosen)
        fewest, ways = fewest_by_enumeration(points) if len(points) < 10 else (None, None)
        ways = ways if p == 0 or len(points) == 1 else prod(map(len, best))
        x, y = points[0]
        slope = (slopes_of(points) or [Fraction(0)])[0]
        return {
            "format": "sparsest/certificate/1",
            "problem": {"dimension": 1, "p": str(p), "points": [[str(x), str(y)] for x, y in points]},
            "claim": {
                "knots": len(knots),
                "fewest_knots": sum((len(run) + 1) // 2 for run in runs) if fewest is None else fewest,
                "minimizers": "infinite" if ways == inf else str(ways),
                "objective": objective_of(knots, p),
            },
            "minimizer": {
                "left": {"slope": str(slope), "intercept": str(y - slope * x)},
                "knots": [{"x": str(t), "slope_change": str(c)} for t, c in knots],
            },
            "dual": [dual_of([gaps[i] for i in run], p) for run in runs],
        }


def fractions(*texts):
    return [Fraction(text) for text in texts]


def random_points(rng, size):
    kind = rng.randrange(4)
    if kind == 0:  # ties and collinear points
        gaps = [Fraction(rng.choice([0, 1, 1, 1, 2, 2, 3, 4, -1, -2])) for _ in range(size)]
    elif kind == 1:  # one run of small integers
        gaps = [Fraction(rng.choice([1, 2, 3, 4, 8, 9, 15, 16])) for _ in range(size)]
    elif kind == 2:  # one run of powers
        gaps = [-(Fraction(2) ** rng.randint(-3, 4)) for _ in range(size)]
    else:
        gaps = [Fraction(rng.randint(-(10**9), 10**9), rng.randint(1, 10**6)) for _ in range(size)]
    steps = [Fraction(rng.randint(1, 9), rng.randint(1, 4)) for _ in range(size + 1)]
    return from_gaps(gaps, steps)[: rng.choice([1, 2, 99]) if size == 0 else 99]


EXAMPLE = certificate(
    [(Fraction(k), Fraction(v)) for k, v in zip(range(-2, 4), (0, 0, 1, 1, 0, 0), strict=True)], Fraction(1, 2)
)
LONG = certificate(from_gaps(fractions("1/2", "1", "3", "0", "-1", "-1", "5")), Fraction(37, 100))


# --- 1. honest certificates ------------------------------------------------------------------------------------------

HONEST = {
    "one point": [],
    "two points": [],
    "three points": ["5/7"],
    "collinear": ["0", "0", "0"],
    "collinear within": ["1", "0", "1", "1", "0", "0", "-2"],
    "peak": ["1", "-1", "-1", "1"],
    "tie at every p": ["1", "2", "1"],
    "ties": ["1", "1", "1", "1", "1", "1"],
    "tie at 1/2 only": ["1", "15", "21", "4"],
    "five knots or six": ["1/100", "1", "1", "1/100"],
    "rising": ["1", "10", "1000", "100000", "10000000"],
    "falling": ["1e3", "1", "1e-3", "1e-6"],
    "wide": ["1e-300", "1e300", "1e300", "1e-300", "1"],
    "fine": ["1", "1.0000000000000000000000000000000000000001", "1", "1.00000000000000000000000001"],
    "tenths": ["-1/10", "-7/30", "-22/7", "3/10", "9/11", "123456789/987654321"],
}


@pytest.mark.parametrize("p", KINDS, ids=str)
@pytest.mark.parametrize("name", HONEST)
def test_honest_certificates_are_accepted(name, p):
    points = from_gaps(fractions(*HONEST[name]))
    points = points[:1] if name == "one point" else points
    for pick in range(3):
        cert = certificate(points, p, pick, 1500 if name == "wide" else DIGITS)
        assert check_certificate(cert) == checker.Verdict("accept", 4, "C17", "all clauses hold")
        assert check_text(json.dumps(cert)).verdict == "accept"


@pytest.mark.slow
def test_random_honest_certificates_are_accepted():
    rng = random.Random(1)
    marks = Counter()
    for _ in range(250):
        cert = certificate(random_points(rng, rng.randint(0, 7)), rng.choice(KINDS), rng.randrange(9))
        verdict = check_certificate(cert)
        assert verdict.verdict == "accept", (cert, verdict)
        marks.update("".join(cert["dual"]))
    assert min(marks["+"], marks["-"], marks["0"]) > 20


def test_surd_ties_found_by_search():
    """Ties of square roots that are ties at no other p."""
    found = []
    for d in product(range(1, 26), repeat=4):
        total = d[0] ** 0.5 + d[3] ** 0.5 - (d[0] + d[1]) ** 0.5 + (d[1] + d[2]) ** 0.5 - (d[2] + d[3]) ** 0.5
        if abs(total) < 1e-12:
            found.append([Fraction(k) for k in d])
    assert len(found) > 5
    for gaps in found:
        at_half, at_third = (certificate(from_gaps(gaps), p) for p in (Fraction(1, 2), Fraction(1, 3)))
        assert at_half["dual"] == ["++0"]
        assert at_third["dual"] == ["+++"]
        assert check_certificate(at_half).verdict == check_certificate(at_third).verdict == "accept"
        for forged in (edited(at_half, "dual.0", "+++"), edited(at_third, "dual.0", "++0")):
            assert check_certificate(forged).clause == "C11"


@pytest.mark.parametrize(
    ("gaps", "ways"),
    [
        ("", "1"),
        ("1", "infinite"),
        ("0 1 0", "1"),
        ("0 1 -1 0", "infinite"),
        ("0 -1 0 1 0", "infinite"),
        ("0 -1 0 0 1 0", "1"),
        ("1 1", "1"),
        ("1 1 1", "infinite"),
        ("1 1 -1 -1", "1"),
        ("1 1 0 -1 -1 -1 -1", "1"),
    ],
)
def test_number_of_sparsest_splines(gaps, ways):
    cert = certificate(from_gaps(fractions(*gaps.split())), Fraction(0))
    assert cert["claim"]["minimizers"] == ways
    assert check_certificate(cert).verdict == "accept"
    other = edited(cert, "claim.minimizers", "2" if ways == "infinite" else "infinite")
    assert check_certificate(other).clause == "C16"


# --- 2. forged certificates ------------------------------------------------------------------------------------------

TIE = certificate(from_gaps(fractions("1", "2", "1")), "0+")
ZERO_P = certificate(from_gaps(fractions("0", "1", "0")), Fraction(0))
SINGLE = certificate(from_gaps([]), Fraction(1, 2))


FORGED = [
    ("C02", EXAMPLE, "format", "sparsest/certificate/2"),
    ("C02", EXAMPLE, "format", None),
    ("C03", EXAMPLE, "problem", add("note")),
    ("C03", EXAMPLE, "problem", drop("p")),
    ("C03", EXAMPLE, "problem", []),
    ("C03", EXAMPLE, "problem.dimension", True),
    ("C03", EXAMPLE, "problem.dimension", "1"),
    ("C03", EXAMPLE, "problem.dimension", 1.0),
    ("C03", EXAMPLE, "problem.dimension", 2),
    ("C03", EXAMPLE, "problem.p", "1"),
    ("C03", EXAMPLE, "problem.p", "-1/2"),
    ("C03", EXAMPLE, "problem.p", "2/4"),
    ("C03", EXAMPLE, "problem.p", "0.5"),
    ("C03", EXAMPLE, "problem.p", 0),
    ("C03", EXAMPLE, "problem.p", "1/" + "9" * 1001),
    ("C04", EXAMPLE, "problem.points", []),
    ("C04", EXAMPLE, "problem.points", {}),
    ("C04", EXAMPLE, "problem.points.1", ["-1"]),
    ("C04", EXAMPLE, "problem.points.1.0", -1),
    ("C04", EXAMPLE, "problem.points.1.0", 0.5),
    ("C04", EXAMPLE, "problem.points.1.1", "-0"),
    ("C04", EXAMPLE, "problem.points.1.1", "0/1"),
    ("C04", EXAMPLE, "problem.points.1.1", "2/6"),
    ("C04", EXAMPLE, "problem.points.1.1", "1/0"),
    ("C04", EXAMPLE, "problem.points.1.1", "+1"),
    ("C04", EXAMPLE, "problem.points.1.1", " 1"),
    ("C04", EXAMPLE, "problem.points.1.1", "1\n"),
    ("C04", EXAMPLE, "problem.points.1.1", "01"),
    ("C04", EXAMPLE, "problem.points.1.1", "\u0661"),
    ("C04", EXAMPLE, "problem.points.1.1", "nan"),
    ("C04", EXAMPLE, "problem.points.1.1", "1e3"),
    ("C04", EXAMPLE, "problem.points.1.1", "1" * 1001),
    ("C05", EXAMPLE, "problem.points", swap(2, 3)),
    ("C05", EXAMPLE, "problem.points.1.0", "0"),
    ("C06", EXAMPLE, "minimizer", drop("left")),
    ("C06", EXAMPLE, "minimizer.left", add("x")),
    ("C06", EXAMPLE, "minimizer.left.slope", 0),
    ("C06", EXAMPLE, "minimizer.knots", {}),
    ("C06", EXAMPLE, "minimizer.knots.0", drop("x")),
    ("C06", EXAMPLE, "minimizer.knots.0.x", "2/2"),
    ("C06", EXAMPLE, "minimizer.knots.0.x", "1" * 20001),
    ("C07", EXAMPLE, "minimizer.knots", swap(0, 1)),
    ("C07", EXAMPLE, "minimizer.knots", lambda knots: [knots[0], *knots]),
    ("C07", EXAMPLE, "minimizer.knots.1.slope_change", "0"),
    ("C08", EXAMPLE, "minimizer.knots", drop(1)),
    ("C08", EXAMPLE, "minimizer.knots", drop(2)),
    ("C08", EXAMPLE, "minimizer.knots", []),
    ("C08", EXAMPLE, "minimizer.knots.1.x", "3/2"),
    ("C08", EXAMPLE, "minimizer.knots.0.x", "-3/2"),
    ("C08", EXAMPLE, "minimizer.knots.0.x", "-2"),
    ("C08", EXAMPLE, "minimizer.knots.0.x", "-1/2"),
    ("C08", EXAMPLE, "minimizer.knots.2.x", "3"),
    ("C08", EXAMPLE, "minimizer.knots.2.x", "5/2"),
    ("C08", EXAMPLE, "minimizer.knots", lambda knots: [*knots, {"x": "9", "slope_change": "1"}]),
    ("C08", SINGLE, "minimizer.knots", [{"x": "-3/2", "slope_change": "1"}]),
    ("C09", EXAMPLE, "minimizer.left.slope", "1"),
    ("C09", EXAMPLE, "minimizer.left.intercept", "1"),
    ("C09", EXAMPLE, "minimizer.knots.1.x", "1/3"),
    ("C09", EXAMPLE, "minimizer.knots.1.slope_change", "-1"),
    ("C09", EXAMPLE, "minimizer.knots.2.slope_change", "2"),
    ("C09", EXAMPLE, "problem.points.5.1", "1/1000"),
    ("C10", EXAMPLE, "dual", ["", "+"]),
    ("C10", EXAMPLE, "dual", ["", "+", "", ""]),
    ("C10", EXAMPLE, "dual.1", "++"),
    ("C10", EXAMPLE, "dual.1", ""),
    ("C10", EXAMPLE, "dual.1", "*"),
    ("C10", EXAMPLE, "dual.1", ["+"]),
    ("C10", EXAMPLE, "dual", "+"),
    ("C11", EXAMPLE, "dual.1", "-"),
    ("C11", EXAMPLE, "dual.1", "0"),
    ("C11", TIE, "dual.0", "++"),
    ("C11", TIE, "dual.0", "+-"),
    ("C11", LONG, "dual.0", "+-"),
    ("C13", EXAMPLE, "claim", drop("objective")),
    ("C13", EXAMPLE, "claim.knots", "3"),
    ("C13", EXAMPLE, "claim.knots", True),
    ("C13", EXAMPLE, "claim.knots", -1),
    ("C13", EXAMPLE, "claim.fewest_knots", 3.0),
    ("C13", EXAMPLE, "claim.minimizers", 1),
    ("C13", EXAMPLE, "claim.minimizers", "01"),
    ("C13", EXAMPLE, "claim.minimizers", "inf"),
    ("C13", EXAMPLE, "claim.objective", ["3"]),
    ("C13", EXAMPLE, "claim.objective", {}),
    ("C13", EXAMPLE, "claim.objective.0", "3."),
    ("C13", EXAMPLE, "claim.objective.0", "-3"),
    ("C13", EXAMPLE, "claim.objective.0", 3),
    ("C13", EXAMPLE, "claim.objective.0", "0." + "1" * 20000),
    ("C14", EXAMPLE, "claim.knots", 4),
    ("C15", EXAMPLE, "claim.fewest_knots", 2),
    ("C16", EXAMPLE, "claim.minimizers", "2"),
    ("C16", EXAMPLE, "claim.minimizers", "infinite"),
    ("C16", EXAMPLE, "claim.minimizers", "0"),
    ("C16", TIE, "claim.minimizers", "1"),
    ("C16", ZERO_P, "claim.minimizers", "infinite"),
    ("C17", EXAMPLE, "claim.objective", None),
    ("C17", EXAMPLE, "claim.objective", swap(0, 1)),
    ("C17", EXAMPLE, "claim.objective.0", "3.41421356237309504881"),
    ("C17", EXAMPLE, "claim.objective.1", "3.41421356237309504880"),
    ("C17", TIE, "claim.objective", ["0", "9"]),
    ("C17", ZERO_P, "claim.objective", ["0", "1"]),
    ("C17", ZERO_P, "claim.objective", ["1", "2"]),
]


def unmatched(cert):
    """The example with a knot at both ends of its match: it interpolates, and costs more."""
    change = cert["minimizer"]["knots"][1]["slope_change"]
    halves = [{"x": x, "slope_change": str(Fraction(change) / 2)} for x in ("0", "1")]
    knots = cert["minimizer"]["knots"]
    return edited(cert, "minimizer.knots", [knots[0], *halves, knots[2]])


def matched_at_minus():
    """Gaps 1, 8, 8 without the best match: the last two are not matched, the first two are."""
    points = from_gaps(fractions("1/100", "1", "1", "1/100"))
    cert = certificate(points, Fraction(1, 2))
    knots = knots_of(points, [(0, 2)])
    cert["minimizer"]["knots"] = [{"x": str(t), "slope_change": str(c)} for t, c in knots]
    return cert


TEXTS = {
    "empty": "",
    "not JSON": "{'format': 1}",
    "two values": "{} {}",
    "a float": '{"format": 1.0}',
    "an exponent": '{"format": 1e3}',
    "NaN": '{"format": NaN}',
    "infinity": "-Infinity",
    "a key twice": '{"format": 1, "format": 1}',
    "a key twice, escaped": '{"p": 1, "\\u0070": 1}',
    "byte order mark": "\ufeff{}",
    "byte order mark in bytes": b"\xef\xbb\xbf{}",
    "not UTF-8": b'{"\xff": 1}',
    "UTF-16": "{}".encode("utf-16"),
    "a lone surrogate": '"\ud800"',
    "too long": " " * (64 * 2**20 + 1),
    "deep lists": "[" * 10**6,
    "deep objects": '{"a":' * 10**5 + "1" + "}" * 10**5,
    "unicode digits": '{"format": \u0661}',
    "a comment": "{} // really",
    "control character": '"\x01"',
    "not a text": 17,
}

TABLE = [
    *((f"C01-{name}", text) for name, text in TEXTS.items()),
    ("C02-list", "[]"),
    ("C02-scalar", "7"),
    ("C02-extra", json.dumps({**EXAMPLE, "note": 1})),
    *((f"{clause}-{path}-{k}", edited(cert, path, value)) for k, (clause, cert, path, value) in enumerate(FORGED)),
    ("C12-unmatched", unmatched(EXAMPLE)),
    ("C12-match at minus", matched_at_minus()),
    (
        "C12-tie, both single",
        edited(TIE, "minimizer.knots", [{"x": str(x), "slope_change": c} for x, c in ((-1, "1"), (0, "2"), (1, "1"))]),
    ),
]


@pytest.mark.parametrize(("name", "forged"), TABLE, ids=[name for name, _ in TABLE])
def test_forged_certificates_are_rejected_by_their_clause(name, forged):
    text = isinstance(forged, (str, bytes, int))
    verdict = check_text(forged) if text else check_certificate(forged)
    assert (verdict.verdict, verdict.clause) == ("reject", name[:3]), verdict
    proved = sum(name[:3] >= first for first in ("C10", "C16", "C17"))
    assert verdict.claims_checked == proved
    assert verdict.reason
    assert len(verdict.reason) < 500


def test_every_clause_has_a_forgery_and_is_cited():
    clauses = {f"C{number:02}" for number in range(1, 18)}
    assert {name[:3] for name, _ in TABLE} == clauses
    source = CHECKER.read_text() + Path(work.__file__).read_text()
    assert all(f'"{clause}"' in source for clause in clauses)


def test_reasons_show_the_value_and_the_place():
    assert "knot 2" in check_certificate(edited(EXAMPLE, "minimizer.knots.1.x", "1/3")).reason
    forged = edited(EXAMPLE, "minimizer.knots.1.x", "1/3")
    assert check_certificate(forged).reason == "x of knot 2: 1/3 should be 1/2"
    assert "point 2" in check_certificate(edited(EXAMPLE, "problem.points.1.1", "2/6")).reason
    assert "2/6" in check_certificate(edited(EXAMPLE, "problem.points.1.1", "2/6")).reason


# --- 3. hostile input ------------------------------------------------------------------------------------------------


def decided_quickly(source, seconds=20):
    start = time.process_time()
    verdict = check_certificate(source) if isinstance(source, dict) else check_text(source)
    assert time.process_time() - start < seconds
    assert verdict.verdict in ("reject", "undecided")
    return verdict


LONG_INTEGER = "7" * 10**6
HOSTILE = {
    "a million lists": "[" + "[]," * 10**6 + "[]]",
    "twenty million lists": "[" + "[]," * (2 * 10**7) + "[]]",
    "integer as format": '{"format": ' + LONG_INTEGER + "}",
    "integer as knots": json.dumps(EXAMPLE).replace('"knots": 3', f'"knots": {LONG_INTEGER}'),
    "integer as dimension": json.dumps(EXAMPLE).replace('"dimension": 1', f'"dimension": {LONG_INTEGER}'),
    "long coordinate": edited(EXAMPLE, "problem.points.1.0", LONG_INTEGER),
    "long denominator": edited(EXAMPLE, "minimizer.left.slope", "1/" + LONG_INTEGER),
    "long count": edited(EXAMPLE, "claim.minimizers", LONG_INTEGER),
    "long decimal": edited(EXAMPLE, "claim.objective.1", LONG_INTEGER),
    "20,000 digits off": edited(EXAMPLE, "minimizer.knots.1.x", "1" * 20000 + "/" + "3" * 19999 + "7"),
    "object as p": edited(EXAMPLE, "problem.p", {"0": "1"}),
    "points of points": edited(EXAMPLE, "problem.points.1", [["0", "0"], "1"]),
    "huge integer object": edited(EXAMPLE, "claim.knots", 10**10000),
    "lone surrogate": edited(EXAMPLE, "problem.p", "\ud800" * 99),
    "long key": {"x" * 10**7: 1},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_answered_quickly(name):
    verdict = decided_quickly(HOSTILE[name])
    verdict.reason.encode("utf-8")
    assert len(verdict.reason) < 500


def test_exponents_with_nine_hundred_digits():
    p = Fraction(10**899 + 1, 3 * 10**899 + 7)
    for gaps in (["1", "2", "1"], ["1", "8", "8", "1"], ["3", "1/7", "5", "5"]):
        cert = certificate(from_gaps(fractions(*gaps)), p)
        assert check_certificate(cert).verdict == "accept"
        assert decided_quickly(edited(cert, "dual.0", lambda marks: "-" + marks[1:])).clause == "C11"


@pytest.mark.slow
def test_long_data_and_wide_gaps():
    rng = random.Random(3)
    gaps = [Fraction(rng.getrandbits(1000) | 1, rng.getrandbits(400) | 1) for _ in range(5)]
    wide = [Fraction(10) ** rng.randint(-300, 300) for _ in range(6)]
    for p in (Fraction(1, 2), Fraction(37, 100), "0+", "1-"):
        for some in (gaps, wide):
            cert = certificate(from_gaps(some), p, digits=1500)
            assert check_certificate(cert).verdict == "accept"
            marks = cert["dual"][0]
            forged = edited(cert, "dual.0", marks[:-1] + "0+-"["+-0".index(marks[-1])])
            assert decided_quickly(forged).clause == "C11"


@pytest.mark.slow
def test_objective_of_twenty_thousand_digits():
    points = from_gaps(fractions("2", "-3"))
    cert = certificate(points, Fraction(1, 2))
    with workdps(20050):
        value = int(mp.floor((mp.sqrt(2) + mp.sqrt(3)) * mpf(10) ** 19990))
    low, high = (f"{v // 10**19990}" + "." + hex_free(v % 10**19990, 19990) for v in (value, value + 1))
    assert check_certificate(edited(cert, "claim.objective", [low, high])).verdict == "accept"
    assert check_certificate(edited(cert, "claim.objective", [high, high])).clause == "C17"
    assert check_certificate(edited(cert, "claim.objective", [low, low])).clause == "C17"
    odd = certificate(points, Fraction(37, 100))
    assert decided_quickly(edited(odd, "claim.objective.0", "4." + "0" * 15000)).clause == "C17"


def hex_free(value, width):
    """Decimal digits of a number too long for str()."""
    digits = []
    for _ in range(width // 1000 + 1):
        value, rest = divmod(value, 10**1000)
        digits.append(f"{rest:01000}")
    return "".join(reversed(digits))[-width:]


def test_rational_objectives_are_compared_exactly():
    cert = certificate(from_gaps(fractions("4", "-1/9", "16/25")), Fraction(1, 2))
    assert Fraction(cert["claim"]["objective"][0]) < Fraction(47, 15) < Fraction(cert["claim"]["objective"][1])
    cert = certificate(from_gaps(fractions("4", "-1/4", "1/16")), Fraction(1, 2))
    for pair, verdict in ((["2.75", "2.750"], "accept"), (["2.75", "9"], "accept"), (["0", "2.75"], "accept")):
        assert check_certificate(edited(cert, "claim.objective", pair)).verdict == verdict
    tiny = "0" * 200 + "1"
    for pair in (["2.75" + tiny, "9"], ["0", "2.74" + "9" * 200]):
        assert check_certificate(edited(cert, "claim.objective", pair)).clause == "C17"


@pytest.mark.slow
def test_near_ties_cost_linear_time():
    """A run of 3000 gaps 1, 1 + e, 1 + e, ...; all its signs are + although they nearly tie."""
    for digits in (30, 100):
        cert = certificate(from_gaps([Fraction(1), 1 + Fraction(1, 10**digits)]), Fraction(1, 2))
        small, large = (run_of_near_ties(cert, digits, n) for n in (300, 3000))
        times = []
        for cert in (small, large):
            start = time.process_time()
            assert check_certificate(cert).verdict == "accept"
            times.append(time.process_time() - start)
        assert times[1] < 40 * times[0] + 1


def run_of_near_ties(cert, digits, n):
    gaps = [Fraction(1), *[1 + Fraction(1, 10**digits)] * (n - 1)]
    points = from_gaps(gaps)
    knots = knots_of(points, [tuple(range(0, n, 2))])
    cert = edited(cert, "problem.points", [[str(x), str(y)] for x, y in points])
    cert["minimizer"]["knots"] = [{"x": str(t), "slope_change": str(c)} for t, c in knots]
    cert["claim"] = {"knots": n // 2, "fewest_knots": n // 2, "minimizers": "1", "objective": ["1", str(n)]}
    return edited(cert, "dual", ["+" * (n - 1)])


def test_the_work_limit_ends_in_undecided():
    cert = certificate(from_gaps(fractions("1", "2", "1", "7", "7/3")), Fraction(37, 100))
    clauses = set()
    for limit in (*range(0, 2000, 3), *range(2000, 9000, 100)):
        verdict = check_certificate(cert, work=limit)
        assert verdict.verdict in ("undecided", "accept")
        clauses.add(verdict.clause)
        assert (verdict.verdict == "accept") == (verdict.claims_checked == 4)
    assert {"C03", "C11", "C17"} <= clauses
    assert check_text(json.dumps(EXAMPLE), work=0).verdict == "undecided"


def test_faults_of_the_checker_never_accept(monkeypatch):
    class SurpriseError(Exception):
        pass

    def surprise(*_):
        raise SurpriseError

    parts = ["read_data", "_minimizer", "_service", "_dual", "_signs", "_claim", "count_matchings", "PowerSum.sign"]
    for name in parts:
        with monkeypatch.context() as patch:
            patch.setattr(f"proofs_check.checker.{name}", surprise)
            verdict = check_certificate(EXAMPLE)
        assert verdict.verdict == "undecided"
        assert "Surprise" in verdict.reason
    with monkeypatch.context() as patch:
        patch.setattr(checker, "_claim", lambda *_: None)  # clauses left out without any exception
        assert check_certificate(EXAMPLE).verdict == "undecided"
    for fault in (MemoryError, RecursionError):
        with monkeypatch.context() as patch:
            patch.setattr(signs, "enclose_term", lambda *_, fault=fault: (_ for _ in ()).throw(fault))
            assert check_certificate(EXAMPLE).verdict == "undecided"


# --- 4. mutations ----------------------------------------------------------------------------------------------------


def is_true(cert):
    """Whether the statement is well formed and true, by brute force over all minimisers."""
    try:
        return equals_an_honest_one(cert)
    except (ValueError, KeyError, TypeError, ZeroDivisionError, IndexError, AttributeError):
        return False


def equals_an_honest_one(cert):
    points = [tuple(map(Fraction, point)) for point in cert["problem"]["points"]]
    p = cert["problem"]["p"]
    p = p if p in ("0+", "1-") else Fraction(p)
    if not all(x < u for (x, _), (u, _) in pairwise(points)) or (not isinstance(p, str) and not 0 <= p < 1):
        return False
    gaps = gaps_of(points)
    with workdps(DIGITS):
        ways = prod(len(best_matchings([gaps[i] for i in run], p)) for run in runs_of(points))
    honest = [certificate(points, p, pick) for pick in range(ways)]
    if not isinstance(p, str):
        pair, knots = cert["claim"]["objective"], cert["minimizer"]["knots"]
        if len(pair) != 2 or not all(re.fullmatch(r"(0|[1-9][0-9]*)(\.[0-9]+)?", v) for v in pair):
            return False
        with workdps(DIGITS):
            value = sum((real(abs(Fraction(knot["slope_change"]))) ** real(p) for knot in knots), mpf(0))
            low, high = (real(Fraction(v)) for v in pair)
            if not low - noise() <= value <= high + noise() or (p == 0 and low != high):
                return False
        for one in honest:  # any true pair of decimals will do
            one["claim"]["objective"] = pair
    return cert in honest


def places(node, path=()):
    yield path
    for key, child in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from places(child, (*path, key))


def mutated_text(rng, text):
    k = rng.randrange(len(text) + 1)
    return rng.choice(
        [
            text[1:] if text.startswith("-") else "-" + text,
            text[:k] + rng.choice("0123456789+-/.") + text[k + 1 :],
            text[:k] + text[k + 1 :],
            text + text[-1:],
            rng.choice(["1/2", "37/100", "2/3", "0+", "1-", "0", "1", "infinite", ""]),
            text[::-1],
        ]
    )


def mutated_list(rng, items):
    if not items:
        return rng.choice([[""], ["0"], ["+"]])
    k, j = rng.randrange(len(items)), rng.randrange(len(items))
    return rng.choice(
        [
            items[:k] + items[k + 1 :],
            items[:k] + items[k : k + 1] + items[k:],
            swap(k, j)(items),
            items[k:] + items[:k],
            items[::-1],
        ]
    )


def mutant(rng, cert):
    cert = copy.deepcopy(cert)
    path = rng.choice([path for path in places(cert) if path])
    node = cert
    for key in path[:-1]:
        node = node[key]
    old = node[path[-1]]
    if isinstance(old, str):
        new = mutated_text(rng, old)
    elif isinstance(old, list):
        new = mutated_list(rng, old)
    elif isinstance(old, dict):
        new = drop(rng.choice(list(old)))(old) if rng.random() < 0.5 else add("x")(old)
    else:
        new = rng.choice([None, "0", 0, (old or 0) + 1, (old or 0) - 1])
    node[path[-1]] = new
    return cert


@pytest.mark.slow
def test_mutants_survive_only_if_they_are_true():
    rng = random.Random(7)
    verdicts = Counter()
    while verdicts.total() < 3000:
        points = random_points(rng, rng.randint(0, 5))
        cert = certificate(points, rng.choice(KINDS), rng.randrange(5))
        assert is_true(cert)
        for _ in range(12):
            forged = mutant(rng, cert)
            if forged == cert:
                continue
            verdict = check_certificate(forged)
            truth = is_true(forged)
            assert (verdict.verdict == "accept") == truth, (forged, verdict)
            verdicts[verdict.verdict, truth] += 1
    assert set(verdicts) == {("accept", True), ("reject", False)}
    assert verdicts["accept", True] > 20


def test_a_moved_point_breaks_the_certificate_unless_all_follow():
    cert = certificate(from_gaps(fractions("1", "3", "2")), Fraction(1, 2))
    moved = edited(cert, "problem.points", lambda points: [[x, str(Fraction(y) + 5)] for x, y in points])
    assert check_certificate(moved).clause == "C09"
    moved = edited(moved, "minimizer.left.intercept", lambda b: str(Fraction(b) + 5))
    assert check_certificate(moved).verdict == "accept"
    assert is_true(moved)


# --- 5. and 6. the program -------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path):
    texts = {
        "good": json.dumps(EXAMPLE),
        "forged": json.dumps(edited(EXAMPLE, "dual.1", "-")),
        "huge": "[" + "[]," * 10**7 + "[]]",
        "empty": "",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    return tmp_path


CODES = {"good": (0, "accept"), "forged": (1, "reject"), "huge": (3, "undecided"), "empty": (1, "reject")}


@pytest.mark.slow
@pytest.mark.parametrize("options", [[], ["-O"], ["-I", "-S"]], ids=str)
def test_the_program_runs_as_a_file(files, options):
    for name, (code, verdict) in CODES.items():
        command = [sys.executable, *options, str(CHECKER), "--json", str(files / name)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        report = json.loads(run.stdout)
        assert (run.returncode, report["verdict"], run.stderr) == (code, verdict, "")
        assert report["schema"] == "sparsest/verdict/1"
        assert set(report) == {"schema", "verdict", "claims_checked", "clause", "reason"}
        assert (report["claims_checked"] == 4) == (code == 0)


def test_the_program_runs_as_a_module(files):
    command = [sys.executable, "-O", "-m", "proofs_check.checker", str(files / "good")]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CHECKER.parents[1])
    assert (run.returncode, run.stdout) == (0, "accept: C17 all clauses hold (4 claims proved)\n")


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["/no/such/file"], ["."], ["--jason", "a"], ["\0"]], ids=str)
def test_usage_and_unreadable_files(arguments, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().out == ""


def has_one_sparsest(signs):
    """Theorem C in words: runs are even, or lone gaps between gaps 0; none of these with one 0 to the opposite one."""
    runs = [(sign, len(list(run))) for sign, run in groupby(signs)]
    for k, (sign, size) in enumerate(runs):
        if sign and size % 2:
            inner = 0 < k < len(runs) - 1
            if size > 1 or not inner or runs[k - 1][0] or runs[k + 1][0]:
                return False
            if k + 2 < len(runs) and runs[k + 1][1] == 1 and runs[k + 2] == (-sign, 1):
                return False
    return True


@pytest.mark.slow
def test_the_walk_at_0_agrees_with_the_criterion_on_all_signs():
    told = Counter()
    for size in range(9):
        for gaps in product((-1, 0, 1), repeat=size):
            one = has_one_sparsest(gaps)
            assert checker._ways_at_0([0, *gaps, 0]) == (1 if one else checker.INFINITE), gaps
            told[one] += 1
    assert told == {True: 793, False: 9048}


def test_main_in_process(files, capsys):
    for name, (code, verdict) in CODES.items():
        assert main([str(files / name)]) == code
        assert capsys.readouterr().out.startswith(verdict + ": C")
        assert check_file(files / name).verdict == verdict
    with pytest.raises(FileNotFoundError):
        check_file(files / "absent")


#: What the checker stands on.
BELOW = {"proofs_check.signs", "proofs_check.work"}


@pytest.mark.parametrize("module", [checker, signs, work])
def test_only_the_standard_library_no_assert_no_float(module):
    tree = ast.parse(Path(module.__file__).read_text())
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            modules.add(node.module if node.module in BELOW else node.module.split(".")[0])
        assert not isinstance(node, ast.Assert)
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, (float, complex)))
        assert not (isinstance(node, ast.Name) and node.id in ("float", "eval", "exec", "__debug__"))
        assert not (
            isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and isinstance(node.left, ast.Constant)
        )
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 40, node.name
    assert modules <= sys.stdlib_module_names | BELOW
    assert "fractions" in modules
    assert not modules & {"random", "time", "os", "pickle", "subprocess", "math.inf"}
