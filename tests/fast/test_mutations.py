"""Planted faults in the fast path, one at a time, each of which some check must see."""

from functools import cache

import numpy as np
import pytest

from sparsest.errors import DataError
from tests.fast import checks
from tests.fast.mutants import failure, failure_alone, plain, quiet, substitution, unchanged


def alone(*families, ps=("1/2",), examples=600):
    return lambda modules: failure_alone(modules, families, examples, ps)


def weights(mode, p=0.0):
    return lambda modules: checks.weights_outside(modules.weights, mode, p)


def recurrence(modules):
    return checks.recurrences_outside(modules.weights)


def unsure_vertices(modules):
    """Return how often `crossing` gives up where the sum for the place cancels, beyond one in 50."""
    wrong, sure = checks.wrong_crossings(modules.arithmetic, checks.vertex_samples(200))
    return len(wrong) + max(0, 196 - sure)


def underflow(modules):
    samples = list(checks.underflow_samples(100))
    gaps = checks.wrong_gaps(modules.arithmetic, samples)[0]
    return gaps or checks.wrong_crossings(modules.arithmetic, [s for s in samples if len(s[0]) == 4])[0]


def needless_questions(modules):
    """Return how many questions collinear data asks: none is needed."""
    x = [0.1, 0.3, 0.4, 0.7, 1.1, 1.5, 2.0]
    with quiet():
        decisions = modules.solve.solve(x, x, "1/2").decisions
    return decisions.exact_gaps + decisions.exact_knots + decisions.unsure_runs


def threads(modules):
    modules.driver._SMALLEST_SHARE = 400
    return checks.thread_differences(modules)


def counted_wrong(modules):
    x, y = [0, 1, 2, 3, 4, 5], [0, 1, 0, 2, 5, 9]
    with quiet():
        decisions = modules.solve.solve(x, y, "1/2").decisions
    return (decisions.runs, decisions.edges) != checks.brute_runs(x, y)


def found_wrong(modules):
    points = np.array([2, 5])
    return [modules.block.find(points, k) for k in range(7)] != [-1, -1, 0, -1, -1, 1, -1]


def overflowing_step(modules):
    """The first step is beyond all doubles; taken for infinite, it makes another pair share a knot."""
    x = np.array([-1.7e308, 1.7e308, 1.72e308, 1.74e308, 1.76e308])
    y = np.array([0.0, 1e308, 1.02e308, 1.06e308, 1.118e308])
    with quiet():
        return modules.fast_path.disagreement(modules.solve.solve(x, y, "1/2"))


def beside_the_middle(modules):
    """The place is 2 + 2^-52 (1 + 2^-121): just above the middle of two doubles."""
    sample = np.array([1.0, 2, 3, 4]), np.array([2.0**53 + 2, 2, 0, 2.0**-120]), 1
    return checks.wrong_crossings(modules.arithmetic, [sample])[0]


@cache
def campaign(*families, ps=None, examples=900):
    """Return a check: the differential campaign on some families and exponents."""

    def check(modules):
        modules.families.EXPONENTS = ps or ("1/2", "37/100", "float", "0", "0+", "1-", "1/3")
        return failure(modules, families or tuple(modules.families.FAMILIES), examples)

    return check


cancelled = campaign("cancelled ties", ps=("37/100", "1/2"))
tied = alone("ties", "near ties", "decimals", "integers", ps=("1/2", "1/3"))
extreme = campaign("valley", "subnormals", examples=400)
blocks = checks.block_failure
faults = checks.unnoticed_faults

MUTANTS = {
    "same sign: -, 0": ("block", "((a < 0.0) & (b < 0.0))", "((a < 0.0) & (b <= 0.0))", campaign()),
    "same sign: only +": ("block", " | ((a < 0.0) & (b < 0.0))", "", campaign()),
    "find: any point": ("block", " and points[k] == point else -1", " else -1", found_wrong),
    "block cut in a run": (
        "block", "while count > 0 and same_sign(gaps[count - 1], gaps[count])", "while False", blocks
    ),
    "root: joint power added": (
        "weights", "weight = both - np.sqrt(", "weight = both + np.sqrt(", weights("roots", 0.5)
    ),
    "power: joint power added": ("weights", "weight = both - joint[j]", "weight = both + joint[j]", campaign()),
    "0+: joint log added": ("weights", "powers[j + 1] - joint[j]", "powers[j + 1] + joint[j]", weights("zero")),
    "1-: wrong sign": ("weights", "- a * powers[j] - b", "- a * powers[j] + b", campaign()),
    "1-: wrong factor": (
        "weights", "(a + b) * joint[j] - a * powers[j]", "(a + b) * joint[j] - b * powers[j]", campaign()
    ),
    "power: no width": ("weights", "_POWER_WIDTH = 6.0e-9", "_POWER_WIDTH = 0.0", campaign()),
    "0+: no width": ("weights", "_LOG_WIDTH = 1.3e-8", "_LOG_WIDTH = 0.0", campaign("cancelled ties", ps=("0+",))),
    "1-: no width": ("weights", "_ENTROPY_WIDTH = 3.0e-9", "_ENTROPY_WIDTH = 0.0", campaign(ps=("1-",))),
    "power: gaps exact": ("weights", "_POWER_WIDTH = 6.0e-9", "_POWER_WIDTH = 2e-12", cancelled),
    "power: gaps nearly exact": ("weights", "_POWER_WIDTH = 6.0e-9", "_POWER_WIDTH = 3e-10", weights("powers", 0.37)),
    "root: gaps nearly exact": ("weights", "_POWER_WIDTH = 6.0e-9", "_POWER_WIDTH = 3e-10", weights("roots", 0.5)),
    "0+: gaps exact": ("weights", "_LOG_WIDTH = 1.3e-8", "_LOG_WIDTH = 2e-12", campaign("cancelled ties", ps=("0+",))),
    "0+: gaps nearly exact": ("weights", "_LOG_WIDTH = 1.3e-8", "_LOG_WIDTH = 3e-9", weights("zero")),
    "1-: gaps nearly exact": ("weights", "_ENTROPY_WIDTH = 3.0e-9", "_ENTROPY_WIDTH = 1e-10", weights("one")),
    "recurrence: low, 1st chain": (
        "weights", "larger(lower[j] - high, 0.0)", "larger(lower[j] - low, 0.0)", recurrence
    ),
    "recurrence: high, 1st chain": (
        "weights", "high = larger(upper[j] - low,", "high = larger(lower[j] - low,", recurrence
    ),
    "recurrence: low, 2nd chain": (
        "weights", "larger(lower[middle + j] - high2, 0.0)", "larger(lower[middle + j] - low2, 0.0)", recurrence
    ),
    "recurrence: high, 2nd chain": (
        "weights", "high2 = larger(upper[middle + j] - low2", "high2 = larger(lower[middle + j] - low2", recurrence
    ),
    "recurrence: low, rest": ("weights", "larger(lower[j] - high2, 0.0)", "larger(lower[j] - low2, 0.0)", recurrence),
    "recurrence: high, rest": ("weights", "high2 = larger(upper[j] - low2", "high2 = larger(lower[j] - low2", tied),
    "recurrence: doubt dropped": ("weights", "doubt = (lower[j] > 0.0) != (upper[j] > 0.0)", "doubt = False", tied),
    "recurrence: middle in a run": (
        "sweep", "last_run_end(block.gaps, (count + 1) // 2)", "(count - 1) // 2", campaign()
    ),
    "0+: whole part stays 1": ("weights", "        whole = 1 - whole", "        whole = 1", campaign(ps=("0+",))),
    "0+: low is not widened": (
        "weights", "least = lower[j] - high\n", "least = lower[j] - low\n", campaign(ps=("0+",))
    ),
    "0+: high is not widened": ("weights", "most = upper[j] - low\n", "most = upper[j] - high\n", campaign(ps=("0+",))),
    "0+: doubt dropped": ("weights", "doubt = (low > 0.0) != (high > 0.0)", "doubt = False", campaign(ps=("0+",))),
    "0+: run's end ignored": (
        "weights", "            low = high = 0.0\n        elif", "        elif", campaign(ps=("0+",))
    ),
    "0: every edge": ("weights", " & (not before)", "", campaign(ps=("0",))),
    "extreme gaps trusted": (
        "weights", "if block.suspect[j] and a != 0.0", "if False and a != 0.0", extreme
    ),
    "extreme gaps: stage left out": ("sweep", "_loosen(stages[_LOOSEN], (p, count, block))", "pass", extreme),
    "0+: weights not negative": (
        "weights", "-1e300", "0.0", campaign("valley", ps=("0+",), examples=400)
    ),
    "filter: never suspect": ("slopes", "_SHARE = 2.0**-23", "_SHARE = 0.0", cancelled),
    "filter: too weak": ("slopes", "_SHARE = 2.0**-23", "_SHARE = 2.0**-40", cancelled),
    "data sets joined": ("slopes", "            block.gaps[j] = 0.0\n", "            pass\n", campaign()),
    "faults: never looked for": ("slopes", "return irregular, lonely", "return False, False", faults),
    "faults: of single points only": (
        "slopes", "if not lonely and not _irregular(block.steps, block.slopes, count + 1)", "if not lonely", faults
    ),
    "faults: of others only": ("slopes", "if not lonely and not _irregular(", "if lonely or not _irregular(", faults),
    "faults: single points": ("slopes", "lonely |= ", "lonely &= ", faults),
    "faults: y": ("slopes", "(np.isfinite(x[i]) & np.isfinite(y[i]))", "np.isfinite(x[i])", faults),
    "faults: equal points": ("slopes", "not x[i - 1] < x[i]", "not x[i - 1] <= x[i]", faults),
    "overflow: slopes trusted": ("slopes", "slopes[j] = np.nan", "pass", overflowing_step),
    "gap: not exact": (
        "arithmetic", "        high = _exact_determinant(", "        _exact_determinant(", campaign("collinear pairs")
    ),
    "gap: zero not seen": ("arithmetic", "    if high == 0.0:", "    if False:", needless_questions),
    "gap: underflow": ("arithmetic", "(abs(rise) >= RANGE_LOW) & ", "", underflow),
    "gap: tameness": ("arithmetic", "2.0**-480, 2.0**480", "0.0, 2.0**1023", underflow),
    "crossing: low part lost": (
        "arithmetic", "place, rest = quick_sum(place, rest + vl)", "rest = rest + vl", unsure_vertices
    ),
    "crossing: never unsure": (
        "arithmetic", "(place + (rest + error) == place) & (place + (rest - error) == place)", "True",
        beside_the_middle,
    ),
    "knots: no error": ("knots", "(48.0 * U)", "(0.0 * U)", campaign()),
    "knots: small error": ("knots", "(48.0 * U)", "(0.25 * U)", campaign("far")),
    "knots: never in doubt": ("knots", "block.doubt[j] = pair & (", "block.doubt[j] = False & (", campaign()),
    "knots: at the next point": (
        "knots", "places[j] = place if pair else x", "places[j] = place if pair else x + 1", campaign()
    ),
    "knots: known place ignored": ("knots", "places[j] = known.knot_places[k]", "pass", extreme),
    "slope change of one gap": ("knots", "changes[j] = change if pair", "changes[j] = gaps[j] if pair", campaign()),
    "match: neighbours too": ("knots", "taken2 = positive[j] & ~taken2\n", "taken2 = positive[j]\n", campaign()),
    "match: off by one": ("knots", "        match[j + 1] = taken\n", "        match[j] = taken\n", campaign()),
    "match: answers ignored": ("knots", "marks[low + k] == SHARED", "block.match[k + 1]", campaign()),
    "match: a run's first part": (
        "knots", "while start > 0 and same_sign(block.gaps[start - 1], block.gaps[start])", "while False", tied
    ),
    "known gap ignored": ("slopes", "block.gaps[j] = known.gap_values[k]", "pass", extreme),
    "next data set forgotten": ("sweep", "        if end < count:", "        if end <= count:", blocks),
    "knots of the next data set": ("sweep", "            start = end\n", "            pass\n", campaign()),
    "a run too few": ("sweep", "return nonzero - edges, edges", "return nonzero, edges", counted_wrong),
    "ends of later threads": ("driver", "outputs.ends[ended] += total", "pass", threads),
    "later threads' knots": ("driver", "kernel.move(values, one.start, total, one.knots)", "pass", threads),
    "threads cut in a run": ("driver", "return near + int(turns[0]) + 1", "return near + int(turns[0])", threads),
    "gap rounded to 0": ("referee", "rounded or (_SMALLEST if gap > 0 else -_SMALLEST)", "rounded", extreme),
    "ties not counted": ("referee", "self.counts[start] = ways", "pass", campaign()),
    "errors: rounding below": ("objective", " + _SMALLEST", "", campaign("subnormals", examples=400)),
    "errors: too small": ("objective", "(18 * _U)", "(0.25 * _U)", campaign("near collinear", "decimals")),
    "objective: no bound": (
        "objective",
        "bound = 1.001 * bound + (2.0**-50 + 2.0 * (changes.size * _U) ** 2) * total",
        "bound = -1e-9",
        campaign("integers"),
    ),
    "objective: wrong power": ("objective", "term = power(a, p)", "term = power(a, 0.99 * p)", campaign("integers")),
    "no fault is passed on": ("slopes", "    return fault\n", "    return -1\n", faults),
    "ties of the wrong data set": ("solve", 'np.searchsorted(starts, start, side="right")) - 1', "0)", campaign()),
}  # fmt: skip


def caught(modules, check):
    try:
        return check(modules)
    except (DataError, ZeroDivisionError, IndexError) as error:
        return error


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_mutant__is_caught(name):
    module, old, new, check = MUTANTS[name]
    assert caught(plain(module, old, new), check)


CHECKS = list(dict.fromkeys(check for _, _, _, check in MUTANTS.values()))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(CHECKS)))
def test_check__finds_nothing_in_the_sources_as_they_are(number):
    assert not CHECKS[number](plain())


def test_substitution__must_apply_exactly_once():
    for text in ("", "aa"):
        with pytest.raises(AssertionError, match="times: a"):
            substitution("a", "b")(text)
    assert unchanged() is unchanged()
