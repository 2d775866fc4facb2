"""The solver in JavaScript against the exact one, and its parts that no data set reaches."""

import io
import json
import random
import shutil
import subprocess
from fractions import Fraction

import pytest

from proofs_check.conformance.standings import JAVASCRIPT
from sparsest.data import Dataset
from sparsest.univariate.solve import solve
from sparsest.univariate.tolerance import solve_within
from tests.proofs_check.conformance.contestants.drawn import case

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="Node is not installed: the solver in JavaScript is not tried")


def asked(*messages):
    """Return what one process says to these messages."""
    lines = "".join(json.dumps(message) + "\n" for message in (*messages, {"cmd": "stop"}))
    done = subprocess.run([NODE, JAVASCRIPT / "stdio.mjs"], input=lines, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def solved(cases, cmd="solve"):
    said = asked(*({"cmd": cmd, "seq": k, "case": one} for k, one in enumerate(cases)))
    assert [one["seq"] for one in said] == list(range(len(cases)))
    return said


def evaluated(javascript):
    """Return what an expression of the module `sparsest.mjs` is, as JSON."""
    module = json.dumps((JAVASCRIPT / "sparsest.mjs").as_uri())
    code = f"import * as s from {module}; console.log(JSON.stringify({javascript}))"
    command = [NODE, "--input-type=module", "--eval", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return json.loads(done.stdout)


def of(found):
    return [(knot["x"], knot["slope_change"]) for knot in found["spline"]["knots"]]


def value(spline, x):
    bends = ((Fraction(knot["x"]), Fraction(knot["slope_change"])) for knot in spline["knots"])
    line = Fraction(spline["left"]["slope"]) * x + Fraction(spline["left"]["intercept"])
    return line + sum(change * max(x - t, 0) for t, change in bends)


def difference(one, said):
    """Return what the two disagree on, None if nothing."""
    theirs = said.get("result")
    if theirs is None:
        return f"no result: {said}"
    data = Dataset.from_csv(io.StringIO(one["csv"]))
    off = max(abs(value(theirs["spline"], x) - y) for x, y in zip(data.x, data.y, strict=True))
    if off > Fraction(one.get("tolerance", 0)) or theirs["knots"] != len(theirs["spline"]["knots"]):
        return f"no answer: {said}"
    if "tolerance" in one:
        fewest = solve_within(data, tolerance=one["tolerance"], fit="any").knots
        return None if theirs["knots"] == fewest else f"more knots: {said}"
    ours = solve(data, one["p"])
    if one["p"] == "0" or len(data) == 1:
        return None if theirs["knots"] == ours.fewest_knots else f"more knots: {said}"
    functions = ours.splines() if ours.minimizers > 1 else [ours.spline]
    ties = [list(zip(map(str, f.knots), map(str, f.slope_changes), strict=True)) for f in functions]
    if of(theirs) not in ties or theirs["minimizers"] != str(ours.minimizers):
        return f"another function: {said}"
    if ours.objective is not None and not close(theirs["objective"], ours.objective.enclosure(20)):
        return f"another price: {said}"
    return None


def close(theirs, ours):
    """Whether two enclosures meet, and theirs is as narrow as it should be."""
    low, high = map(Fraction, theirs)
    return low <= ours[1] and ours[0] <= high and high - low <= Fraction(2, 10**20)


@pytest.mark.slow
def test_random_data_sets__agree_with_the_exact_path():
    cases = [case(random.Random(seed)) for seed in range(250)]
    assert [found for one, said in zip(cases, solved(cases), strict=True) if (found := difference(one, said))] == []
    assert len({one["p"] for one in cases}) == 9


def test_difference__sees_each_kind():
    one = {"csv": "x,y\n0,0\n1,0\n2,1\n3,4\n4,8\n", "p": "1/2"}
    (said,) = solved([one])
    assert difference(one, said) is None
    right = said["result"]
    dots = {"left": right["spline"]["left"], "knots": [{"x": x, "slope_change": c} for x, c in ("11", "22", "31")]}
    for wrong, kind in (
        ({"spline": dots, "knots": 3}, "another function"),
        ({"minimizers": "1"}, "another function"),
        ({"objective": ["2", "3"]}, "another price"),
        ({"knots": 3}, "no answer"),
        ({"spline": {**right["spline"], "knots": []}, "knots": 0}, "no answer"),
    ):
        assert difference(one, {"result": {**right, **wrong}}).startswith(kind)
    assert difference(one, {"declined": True}).startswith("no result")


def test_ties__in_runs_of_any_numbers():
    def table(gaps):
        data = Dataset.from_gaps(gaps)
        return "x,y\n" + "".join(f"{x},{y}\n" for x, y in zip(data.x, data.y, strict=True))

    cases = [
        {"csv": table(gaps), "p": p}
        for p in ("0+", "1-", "1/2", "3/7", "0.0001", "4503599627370497/9007199254740992")
        for gaps in ([1, 2, 1], [1, 1, 1, 1], [4, 4, 12, 4], [1, 3, 5, 3, 1], [2, 6, 2, 6, 2, 6], ["1/3", "5/3", "1/3"])
    ]
    assert [found for one, said in zip(cases, solved(cases), strict=True) if (found := difference(one, said))] == []


SIGNS = [
    ({8: 1, 2: -2}, "1/2", 0),
    ({54: 1, 2: -3}, "1/3", 0),
    ({54: 1, 2: -3}, "1/2", 1),
    ({2: 470832, 1: -665857}, "1/2", -1),  # off by 7.5e-7
    ({2: 1, 3: 1, 5: -1}, "0", 1),
    ({6: 1, 1: 1, 2: -1, 3: -1}, "0+", 1),  # ln 6 = ln 2 + ln 3: the squares decide
    # exponents 0, 3, 5, 6 against 1, 2, 4, 7: sums, and sums of squares, are equal; the cubes decide
    ({2**e: 1 if e in (0, 3, 5, 6) else -1 for e in range(8)}, "0+", -1),
    ({4: 1, 2: -2}, "1-", -1),  # equal at p = 1; just below 4^p = 2^p 2^p is the smaller one
    ({3: 1, 2: -1}, "1-", 1),
]


def test_signs_of_sums_of_powers():
    calls = []
    for terms, p, _ in SIGNS:
        entries = ",".join(f'["{a}", {{a: s.ratio({a}n), n: {n}n}}]' for a, n in terms.items())
        calls.append(f's.signAt(new Map([{entries}]), s.exponent("{p}"))')
    assert evaluated(f"[{','.join(calls)}]") == [sign for _, _, sign in SIGNS]


def test_numbers_are_read_exactly():
    exact = {
        "0.1": "1/10", "-1.50e+1": "-15", "1/3": "1/3", "-4/6": "-2/3", " 7 ": "7", ".5": "1/2", "5.": "5",
        "\u22122": "-2", "1e-3": "1/1000", "+1": "1", "-0": "0",
    }  # fmt: skip
    assert evaluated(f"{json.dumps(list(exact))}.map((word) => s.text(s.number(word)))") == list(exact.values())


def test_what_is_no_number_is_refused():
    words = ["", "a", "1,5", "1/0", "--1", "1e", "0x10", "1_000", "NaN", "Infinity", "1/2/3", "0.5/2", "e5", "."]
    assert evaluated(f"{json.dumps(words)}.map((word) => s.number(word))") == [None] * len(words)


def test_doubles_are_the_dyadic_rationals_that_they_are():
    found = evaluated("[0.1, -3, 5e-324, 2 ** 60].map((value) => s.text(s.given(value)))")
    assert list(map(Fraction, found)) == [Fraction(0.1), -3, Fraction(5e-324), 2**60]


NO_ANSWER = [
    ({"csv": "x,y\n0,0\n0,1\n", "p": "1/2"}, "two labels at x = 0"),
    ({"csv": "x,y\n", "p": "1/2"}, "there are no points"),
    ({"csv": "", "p": "1/2"}, "there are no points"),
    ({"csv": "x,y\n0,a\n", "p": "1/2"}, '"a" is no number'),
    ({"csv": "x,y\n0,1,2\n", "p": "1/2"}, "3 entries in a line"),
    ({"csv": "x,y\n0,1e99999999\n", "p": "1/2"}, "more than 1000 digits"),
    ({"csv": "x,y\n0,1\n", "p": "1"}, "p = 1 is not in [0, 1)"),
    ({"csv": "x,y\n0,1\n", "p": "-1/2"}, "not in [0, 1)"),
    ({"csv": "x,y\n0,1\n", "p": "0", "tolerance": "-1"}, "a tolerance below 0"),
    ({"csv": "x,y\n0,1\n0,5\n", "p": "0", "tolerance": "1"}, "too far apart"),
]


def test_input_without_an_answer():
    for (_, context), said in zip(NO_ANSWER, solved([given for given, _ in NO_ANSWER]), strict=True):
        assert said["errored"] is True
        assert context in said["context"]


def test_claims():
    csv = "x,y\n0,0\n1,0\n2,1\n3,4\n4,8\n"
    left = {"slope": 0, "intercept": 0.0}
    first = [{"x": "5/3", "slope_change": 3}, {"x": 3, "slope_change": "1"}]
    other = [{"x": 1, "slope_change": 1}, {"x": "7/3", "slope_change": 3}]
    dots = [{"x": 1, "slope_change": 1}, {"x": 2, "slope_change": 2}, {"x": 3, "slope_change": 1}]
    missed = [{"x": 1.6666666666666667, "slope_change": 3}, {"x": 3, "slope_change": "1"}]
    cases = [
        {"csv": csv, "p": p, "claim": {"spline": {"left": left, "knots": knots}}}
        for knots in (first, other, dots, missed)
        for p in ("0", "0+", "1/2", "1-")
    ]
    cases += [{**one, "tolerance": "1/100"} for one in cases if one["p"] == "0"]
    said = [one["result"]["accept"] for one in solved(cases, "judge")]
    assert said == [True] * 8 + [False] * 8 + [True, True, False, True]


def test_protocol():
    start, path, network = asked(
        {"cmd": "start", "version": 1},
        {"cmd": "path", "seq": 1, "case": {"csv": "0,0\n"}},
        {"cmd": "judge", "seq": 2, "case": {"csv": "0,0\n", "claim": {"network": {"neurons": []}}}},
    )
    assert start["version"] == 1
    assert start["implementation"]["name"] == "sparsest.mjs"
    assert path["declined"] is network["declined"] is True
