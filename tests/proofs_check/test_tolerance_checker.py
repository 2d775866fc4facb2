"""The checker within a tolerance: honest ones accepted, a forged one rejected by each clause, mutants caught."""

import json
import random
import time
import types
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

from proofs_check import checker, tolerance_checker
from proofs_check.cases.strategies import data_sets, rationals
from proofs_check.tolerance_checker import CLAUSES
from proofs_check.verify import check_certificate, check_text
from sparsest import Dataset, solve
from tests.proofs_check.test_mutations import mutant
from tests.proofs_check.test_path_checker import edit
from tests.univariate.gate_oracle import drawn, fewest_by_blocks

DATA = Dataset([0, 1, 2, 3, 4, 5], [0, 3, 0, 5, 0, 1])
ZIGZAG = solve(DATA, tolerance="9/4").certificate()  # one knot; at 2 as well, and below two are needed
THREE = solve(DATA, tolerance="3/2", fit="any").certificate()
EXACT = solve(DATA, tolerance=0).certificate()
BOUNDS = solve(DATA, lower=[-1, 2, None, 4, -1, 0], upper=[1, None, 1, 6, 1, 2]).certificate()
TIED = solve(Dataset([0, 0, 1], [1, 4, 2], ties="gates"), tolerance=2).certificate()
OPEN = solve(DATA, tolerance="inf").certificate()


@settings(max_examples=150)
@given(data_sets(1, 9), rationals(max_exponent=2))
def test_honest__certificates_are_accepted(points, tolerance):
    for fit in ("least", "any"):
        certificate = solve(Dataset(*points), tolerance=abs(tolerance), fit=fit).certificate()
        verdict = check_certificate(certificate)
        assert (verdict.verdict, verdict.claims_checked) == ("accept", 4), verdict
        assert check_text(json.dumps(certificate)) == verdict


def flat(certificate):
    """One knot fewer, and the bend that says so left out: the last piece goes on for ever."""
    forged = edit(certificate, ("spline", "knots"), lambda knots: knots[:-1])
    forged = edit(forged, ("bends",), lambda bends: bends[:-1])
    many = len(forged["bends"])
    return edit(edit(forged, ("claim", "knots"), many), ("claim", "fewest_knots"), many)


def one_more(certificate):
    """A knot more than needed, with a bend that overlaps: the function bends a little, far from all points."""
    forged = edit(certificate, ("spline", "knots"), lambda knots: [*knots, {"x": "99", "slope_change": "1"}])
    forged = edit(forged, ("bends",), lambda bends: [*bends, bends[-1]])
    many = len(forged["bends"])
    return edit(edit(forged, ("claim", "knots"), many), ("claim", "fewest_knots"), many)


def with_scale(certificate, scale, tighter):
    return edit(edit(certificate, ("claim", "critical"), scale), ("tighter",), tighter)


UP, DOWN = ["+", 2, 3, 4], ["-", 3, 4, 5]
FORGED = [
    ("C01", '{"format": 1, "format": 2}'),
    ("T02", {**ZIGZAG, "extra": 0}),
    ("T02", {key: value for key, value in ZIGZAG.items() if key != "tighter"}),
    ("T03", edit(ZIGZAG, ("problem", "dimension"), True)),
    ("T03", edit(ZIGZAG, ("problem", "p"), "1/2")),
    ("T03", edit(ZIGZAG, ("problem", "p"), 0)),
    ("T03", edit(ZIGZAG, ("problem",), lambda problem: {**problem, "ties": "gates"})),
    ("T04", edit(ZIGZAG, ("problem", "points"), [])),
    ("T04", edit(ZIGZAG, ("problem", "points", 0, 0), "0.5")),
    ("T04", edit(ZIGZAG, ("problem", "points", 0, 0), "-1\n0")),
    ("T04", edit(ZIGZAG, ("problem", "points", 0, 0), "0\n")),
    ("T04", edit(ZIGZAG, ("problem", "points", 0, 0), "-0")),
    ("T04", edit(ZIGZAG, ("problem", "points", 0), ["0", "0", "0"])),
    ("T04", edit(ZIGZAG, ("problem", "points", 0, 0), "2/4")),
    ("T04", edit(ZIGZAG, ("problem", "points", 0, 0), "1/1")),
    ("T04", edit(ZIGZAG, ("problem", "points", 0, 1), "1" + "0" * 1000)),
    ("T05", edit(ZIGZAG, ("problem", "points", 1, 0), "5/2")),
    ("T06", edit(ZIGZAG, ("problem", "tolerance"), "-1")),
    ("T06", edit(ZIGZAG, ("problem", "tolerance"), None)),
    ("T06", edit(ZIGZAG, ("problem", "tolerance"), "inf")),
    ("T06", edit(BOUNDS, ("problem", "tolerance"), lambda pairs: pairs[:-1])),
    ("T06", edit(BOUNDS, ("problem", "tolerance", 0), ["1", "-1"])),
    ("T06", edit(BOUNDS, ("problem", "tolerance", 0), ["1"])),
    ("T06", edit(BOUNDS, ("problem", "tolerance", 0, 0), "infinite")),
    ("T07", edit(ZIGZAG, ("spline", "left", "slope"), 1)),
    ("T07", edit(ZIGZAG, ("spline", "knots", 0, "slope_change"), "0")),
    ("T07", edit(THREE, ("spline", "knots"), lambda knots: knots[::-1])),
    ("T07", edit(THREE, ("spline", "knots"), lambda knots: [*knots, knots[-1]])),
    ("T08", edit(ZIGZAG, ("problem", "tolerance"), "3/2")),
    ("T08", edit(ZIGZAG, ("spline", "left", "intercept"), "9")),
    ("T08", edit(EXACT, ("problem", "points", 5, 1), "2")),
    ("T08", flat(ZIGZAG)),
    ("T08", edit(BOUNDS, ("problem", "tolerance", 5), [None, "-1"])),
    ("T08", edit(BOUNDS, ("problem", "tolerance", 0), ["99", None])),
    ("T09", edit(ZIGZAG, ("bends",), {})),
    ("T09", edit(ZIGZAG, ("bends", 0, 0), "=")),
    ("T09", edit(ZIGZAG, ("bends", 0), lambda bend: bend[:-1])),
    ("T09", edit(ZIGZAG, ("bends", 0, 1), 0)),
    ("T09", edit(ZIGZAG, ("bends", 0, 3), 7)),
    ("T09", edit(ZIGZAG, ("bends", 0, 3), True)),
    ("T09", edit(ZIGZAG, ("bends", 0), lambda bend: [bend[0], *bend[:0:-1]])),
    ("T09", edit(TIED, ("bends",), [["-", 1, 2, 3]])),
    ("T09", edit(BOUNDS, ("bends", 0), ["-", 1, 3, 5])),
    ("T09", edit(BOUNDS, ("bends", 0), ["-", 2, 4, 5])),
    ("T10", edit(ZIGZAG, ("bends", 0, 0), lambda sign: "+-"[sign == "+"])),
    ("T10", edit(ZIGZAG, ("problem", "tolerance"), "5/2")),
    ("T10", edit(OPEN, ("bends",), [DOWN])),
    ("T11", one_more(ZIGZAG)),
    ("T11", edit(EXACT, ("bends",), lambda bends: bends[::-1])),
    ("T12", edit(ZIGZAG, ("claim",), lambda claim: {**claim, "minimizers": "1"})),
    ("T12", edit(ZIGZAG, ("claim", "knots"), "1")),
    ("T12", edit(ZIGZAG, ("claim", "largest_residual"), 2)),
    ("T12", edit(ZIGZAG, ("claim", "critical"), "-2")),
    ("T13", edit(ZIGZAG, ("claim", "knots"), 2)),
    ("T14", edit(ZIGZAG, ("claim", "fewest_knots"), 2)),
    ("T14", edit(ZIGZAG, ("claim", "fewest_knots"), 0)),
    ("T14", edit(THREE, ("bends",), lambda bends: bends[:-1])),
    ("T15", edit(ZIGZAG, ("claim", "largest_residual"), "9/4")),
    ("T15", edit(ZIGZAG, ("claim", "largest_residual"), "0")),
    ("T16", edit(ZIGZAG, ("tighter",), None)),
    ("T16", edit(ZIGZAG, ("claim", "critical"), None)),
    ("T16", edit(ZIGZAG, ("claim", "critical"), "5/2")),
    ("T16", edit(ZIGZAG, ("claim", "critical"), "1")),
    ("T16", with_scale(solve(DATA, lower=[1] * 6, fit="any").certificate(), "1", [])),
    ("T17", with_scale(ZIGZAG, "9/4", ZIGZAG["tighter"])),
    ("T17", edit(ZIGZAG, ("tighter",), [])),
    ("T17", edit(ZIGZAG, ("tighter",), {})),
    ("T17", edit(ZIGZAG, ("tighter",), lambda bends: bends[:1])),
    ("T17", edit(ZIGZAG, ("tighter",), lambda bends: [bends[0], bends[0]])),
    ("T17", edit(ZIGZAG, ("tighter", 0), ["-", 1, 2, 6])),
    ("T17", edit(EXACT, ("tighter",), [["=", 1, 1]])),
    ("T17", edit(TIED, ("tighter",), [])),
    ("T17", edit(TIED, ("tighter",), [["=", 2, 1]])),
    ("T17", edit(TIED, ("tighter",), [["=", 1, 3]])),
    ("T17", edit(TIED, ("tighter",), [["=", 1]])),
    ("T17", edit(TIED, ("tighter",), [["=", 1, True]])),
    ("T17", with_scale(TIED, "2", [["=", 1, 2]])),
    ("T17", edit(ZIGZAG, ("tighter",), [["=", 1, 4]])),
    (
        "T10",
        edit(edit(edit(ZIGZAG, ("problem", "tolerance"), "2"), ("bends",), ZIGZAG["tighter"][:1]), ("tighter",), []),
    ),
    ("T17", edit(solve(Dataset([0, 1, 2], [0, 0, 0]), tolerance=0).certificate(), ("tighter",), [["-", 1, 2, 3]])),
    ("T17", edit(edit(TIED, ("problem", "points", 1, 1), "1"), ("tighter",), [["=", 1, 2]])),
]


@pytest.mark.parametrize(("clause", "forged"), FORGED, ids=[f"{k}-{clause}" for k, (clause, _) in enumerate(FORGED)])
def test_forged__is_rejected_by_its_clause(clause, forged):
    verdict = check_text(forged) if isinstance(forged, str) else check_certificate(forged)
    assert (verdict.verdict, verdict.clause) == ("reject", clause), verdict


def test_every_clause_has_its_forgery():
    assert {clause for clause, _ in FORGED} == set(CLAUSES)


FAULTS = {
    "x may decrease": ("not wrong,", "True,"),
    "bounds in any order": ("ends[0] is None or ends[1] is None or not _less(ends[1], ends[0])", "True"),
    "knots in any order": ("if c == 0 or (knots and not _less(knots[-1], (t, d))):", "if c == 0:"),
    "no tolerance held to": ("good = not more or scale is None", "good = True or scale is None"),
    "no floors held to": ("good = (low is None or", "good = (True or low is None or"),
    "no ceilings held to": ("and (high is None or not _less(high, (v, w)))", ""),
    "bends go anywhere": (
        "good = _less(rows.x[bend.a], rows.x[bend.b]) and _less(rows.x[bend.b], rows.x[bend.c])",
        "good = True",
    ),
    "ends may be missing": ("good = None not in (outer", "good = True or None not in (outer"),
    "touching ends force": ("bend.turn(rows, rows.scale) > 0", "bend.turn(rows, rows.scale) >= 0"),
    "bends may overlap": ("good = bend.sign not in last or", "good = True or"),
    "bends are not counted": ("fewest == bends == knots", "fewest == knots"),
    "any residual": ("good = shown[0] * largest[1] == largest[0] * shown[1]", "good = True"),
    "the function at another scale": ('function.largest_residual(work, "T16", rows, critical)', "pass"),
    "labels outside": ("outside is None,", "True,"),
    "as many bends as knots": ("len(bends) == knots + 1", "len(bends) >= knots"),
    "bends at 0 only": ("and bend.turn(rows, critical) >= 0", ""),
    "bends at the critical scale only": ("bend.turn(rows, (0, 1)) > 0 and ", ""),
    "a pair of two inputs": ('work.need("T17", same,', 'work.need("T17", True,'),
    "a pair that meets": (
        "good = ceiling is not None and floor is not None and not _less(floor, ceiling)",
        "good = True",
    ),
    "a pair the wrong way round": ("good and _less(rows.y[low], rows.y[high])", "good"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_planted__a_clause_less_is_noticed(fault):
    """With a check taken out of the checker, some forgery is not rejected by its clause any more."""
    text, (old, new) = Path(tolerance_checker.__file__).read_text(), FAULTS[fault]
    assert text.count(old) == 1
    module = types.ModuleType("planted")
    module.__package__ = "proofs_check"
    exec(compile(text.replace(old, new), fault, "exec"), module.__dict__)  # noqa: S102 - our own text
    forged = [(clause, made) for clause, made in FORGED if not isinstance(made, str)]
    verdicts = [checker.check_certificate(made, audits=module.TOLERANCE_AUDITS) for _, made in forged]
    missed = [v for v, (clause, _) in zip(verdicts, forged, strict=True) if (v.verdict, v.clause) != ("reject", clause)]
    assert missed != []


def test_bends__collinear_ends_force_nothing():
    """Strict where the knots are counted, weak below the critical scale, and strict again at the scale 0."""
    line = solve(Dataset([0, 1, 2], [0, 2, 0]), tolerance=1).certificate()
    assert (line["claim"]["knots"], line["claim"]["critical"], line["tighter"]) == (0, "1", [["-", 1, 2, 3]])
    knot = edit(
        line, ("spline",), {"left": {"slope": "1", "intercept": "0"}, "knots": [{"x": "1", "slope_change": "-1"}]}
    )
    knot = edit(edit(knot, ("claim", "knots"), 1), ("claim", "fewest_knots"), 1)
    assert check_certificate(edit(knot, ("bends",), [["-", 1, 2, 3]])).clause == "T10"
    flat_labels = edit(solve(Dataset([0, 1, 2], [0, 0, 0]), tolerance=0).certificate(), ("tighter",), [["-", 1, 2, 3]])
    assert check_certificate(edit(flat_labels, ("claim", "critical"), "0")).clause == "T17"


def test_tighter__widths_of_0_have_no_limit():
    """With tolerance 0 for all, a bend that is forced at every scale proves more than the critical scale asks."""
    data = Dataset([0, 1, 2, 3], [0, 3, 0, 0])
    made = solve(data, tolerance=[0, 0, 0, 0]).certificate()
    assert (made["claim"]["critical"], made["tighter"]) == ("0", [])
    assert check_certificate(made).verdict == "accept"


def is_true(certificate):
    """Whether the statement of a well-formed certificate holds, by the definition and by brute force over blocks."""
    problem, claim = certificate["problem"], certificate["claim"]
    x, y = ([Fraction(pair[k]) for pair in problem["points"]] for k in (0, 1))
    given = problem["tolerance"]
    if isinstance(given, list):
        low, high = ([None if pair[k] is None else Fraction(pair[k]) for pair in given] for k in (0, 1))
        scale = Fraction(1)
    else:
        scale = None if given == "infinite" else Fraction(given)
        low, high = ([None if scale is None else v + side * scale for v in y] for side in (-1, 1))
    values = [value(certificate["spline"], t) for t in x]
    knots = len(certificate["spline"]["knots"])
    true = passed(values, low, high) and claim["knots"] == claim["fewest_knots"] == knots == fewest(x, low, high)
    true = true and Fraction(claim["largest_residual"]) == max(abs(v - w) for v, w in zip(values, y, strict=True))
    if claim["critical"] is None or not true:
        return true
    critical = Fraction(claim["critical"])
    if isinstance(given, list):
        below, above = (
            [None if v is None else abs(v - w) for v, w in zip(some, y, strict=True)] for some in (low, high)
        )
    else:
        below = above = [Fraction(1)] * len(x)

    def at(scale):
        pairs = ((below, -1), (above, 1))
        return [[None if w is None else v + s * scale * w for v, w in zip(y, ws, strict=True)] for ws, s in pairs]

    if not passed(values, *at(critical)) or (scale is not None and critical > scale):
        return False
    less = critical * (1 - Fraction(1, 10**30))
    return critical == 0 or fewest(x, *at(less)) > knots


def value(spline, at):
    slope, intercept = (Fraction(spline["left"][key]) for key in ("slope", "intercept"))
    knots = [(Fraction(knot["x"]), Fraction(knot["slope_change"])) for knot in spline["knots"]]
    return slope * at + intercept + sum(c * (at - t) for t, c in knots if t < at)


def passed(values, low, high):
    ends = zip(values, low, high, strict=True)
    return all((a is None or a <= v) and (b is None or v <= b) for v, a, b in ends)


def fewest(x, low, high):
    """By brute force, gates at one x intersected; infinite if they do not meet."""
    inputs, floors, ceilings = [], [], []
    for t, a, b in zip(x, low, high, strict=True):
        if inputs and inputs[-1] == t:
            floors[-1] = max((v for v in (floors[-1], a) if v is not None), default=None)
            ceilings[-1] = min((v for v in (ceilings[-1], b) if v is not None), default=None)
        else:
            inputs, floors, ceilings = [*inputs, t], [*floors, a], [*ceilings, b]
    if any(a is not None and b is not None and a > b for a, b in zip(floors, ceilings, strict=True)):
        return float("inf")
    return fewest_by_blocks(inputs, floors, ceilings)


def honest(rng):
    """A certificate of small gates of one of several kinds."""
    x, low, high = drawn(rng, 7)
    middle = [a if a is not None else b if b is not None else 0 for a, b in zip(low, high, strict=True)]
    fit, kind = rng.choice(["least", "any"]), rng.randrange(4)
    if kind == 0:
        return solve(Dataset(x, middle), lower=low, upper=high, fit=fit).certificate()
    if kind == 1:
        data = Dataset([t // 2 for t in x], middle, ties="gates")
        spread = max(data.rows.labels) - min(data.rows.labels)
        return solve(data, tolerance=spread / rng.choice([1, 2]), fit=fit).certificate()
    return solve(Dataset(x, middle), tolerance=rng.choice([0, 1, "5/4", 2, "inf"]), fit=fit).certificate()


@pytest.mark.slow
def test_mutants__no_false_statement_is_accepted():
    rng = random.Random(1986)
    survivors = 0
    for _ in range(6000):
        certificate = honest(rng)
        changed = mutant(rng, certificate)
        if changed == certificate:
            assert check_certificate(changed).verdict == "accept"
        elif check_certificate(changed).verdict == "accept":
            survivors += 1
            assert is_true(changed), changed
    assert 0 < survivors < 1500


@pytest.mark.slow
def test_texts__edited_bytes_never_pass_for_another_statement():
    rng, verdicts = random.Random(87), set()
    for _ in range(1500):
        certificate = honest(rng)
        text = bytearray(json.dumps(certificate).encode())
        for _ in range(rng.randint(1, 3)):
            k = rng.randrange(len(text))
            stop = k + rng.choice([0, 1, 1, 1, 30])
            text[k:stop] = rng.choice([b"", bytes([rng.randrange(256)]), text[k:stop] * 2, b"[" * 99, b'"', b"1e9"])
        verdict = check_text(bytes(text)).verdict
        verdicts.add(verdict)
        if verdict == "accept":
            read = json.loads(text)
            assert read == certificate or is_true(read), text
    assert verdicts == {"accept", "reject"}


def test_is_true__is_seen_to_fail():
    assert all(map(is_true, (ZIGZAG, THREE, EXACT, BOUNDS, TIED, OPEN)))
    for where, wrong in (
        (("claim", "knots"), 2),
        (("claim", "fewest_knots"), 0),
        (("claim", "largest_residual"), "1"),
        (("claim", "critical"), "9/4"),
        (("claim", "critical"), "1"),
        (("problem", "tolerance"), "3/2"),
        (("problem", "tolerance"), "5/2"),
        (("spline", "left", "slope"), "0"),
    ):
        assert not is_true(edit(ZIGZAG, where, wrong)), where
    assert not is_true(edit(TIED, ("claim", "critical"), "1"))


def test_work__is_bounded():
    assert check_certificate(ZIGZAG, work=1000).verdict == "undecided"


def long_knots(many, digits):
    """Knots whose slopes add up to longer and longer numbers, each with a denominator of its own."""
    return [{"x": f"{k}", "slope_change": f"1/{'1'.ljust(digits, '0')}{10_001 + 2 * k}"} for k in range(many)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "forged",
    [
        edit(ZIGZAG, ("spline", "knots"), long_knots(3000, 900)),
        edit(ZIGZAG, ("spline", "knots"), long_knots(60, 19_900)),
        edit(ZIGZAG, ("spline", "left", "slope"), "7" * 19_999),
        edit(ZIGZAG, ("problem", "points"), [[f"{k}", "7" * 999] for k in range(20_000)]),
        edit(ZIGZAG, ("problem", "points"), [[f"1/{10**998 - k}", "7" * 999] for k in range(2_000)]),
        edit(ZIGZAG, ("bends",), [["-", 1, 2, 3]] * 100_000),
        edit(ZIGZAG, ("bends",), [["-", 1, 2]] * 100_000),
        edit(ZIGZAG, ("problem", "tolerance"), [[None, None]] * 6),
    ],
    ids=range(8),
)
def test_hostile__is_answered_soon(forged):
    text = json.dumps(forged)
    start = time.process_time()
    assert check_text(text).verdict != "accept"
    assert time.process_time() - start < 60


@pytest.mark.slow
def test_linear__the_work_grows_with_the_points():
    """Twice the points, at most a little more than twice the steps: nothing is searched."""
    rng, spent = random.Random(6), []
    for n in (2000, 4000):
        y = [0]
        for _ in range(n - 1):
            y.append(y[-1] + rng.randint(-9, 9))
        text = json.dumps(solve(Dataset(range(n), y), tolerance=20, fit="any").certificate())
        steps = next(work for work in range(0, 10**8, 20_000) if check_text(text, work=work).verdict == "accept")
        spent.append(steps)
    assert spent[1] < 2.5 * spent[0]
