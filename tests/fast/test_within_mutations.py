"""Planted faults in the fast path within a tolerance, one at a time, each of which some check must see."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sparsest import fast
from sparsest.errors import DataError
from tests.fast.ends import triples, wrong_last_lines, wrong_meetings, wrong_stands, wrong_turns
from tests.fast.mutants import failure, plain, quiet


@cache
def campaign(*families, examples=600):
    """Return a check, one for equal arguments: the differential campaign on some families, all kinds of gates."""
    return lambda modules: failure(modules, families or tuple(modules.families.FAMILIES), examples, within=True)


def threads(modules):
    """Return whether two threads find something else than one."""
    rng = np.random.default_rng(0)
    x, y = np.arange(8.0), rng.standard_normal((9, 8))
    with quiet():
        one, two = (modules.solve.solve_batch(x, y, tolerance=0.5, threads=k) for k in (1, 2))
        names = ("knot_offsets", "bends", "lasts", "knots", "slope_changes")
        return not all(np.array_equal(getattr(one, name), getattr(two, name)) for name in names)


def needless_questions(modules):
    """Return how much is asked about labels on a grid and flat stretches: nothing need be."""
    x, y = np.arange(40.0), np.random.default_rng(0).integers(-2, 3, 40) * 1.0
    with quiet():
        one = modules.solve.solve(x, y, tolerance=0.5).decisions.exact_turns
        return one + modules.solve.solve(0.3 + 0.1 * x, np.zeros(40), tolerance=0.1).decisions.exact_turns


def turned(modules):
    return wrong_turns(modules, triples(0, 400))


near, extreme = campaign("near collinear", "near ties", "decimals", "far"), campaign("wide", "wide steps", "valley")
MUTANTS = {
    "filter: no bound": ("turns", "_FILTER = 6.0 * 2.0**-53\n_S", "_FILTER = 0.0\n_S", near),
    "filter: small bound": ("turns", "_FILTER = 6.0 * 2.0**-53\n_S", "_FILTER = 0.05 * 2.0**-53\n_S", near),
    "filter: no bound of slopes": ("turns", "_SLOPE_FILTER = 10.0 * 2.0**-53", "_SLOPE_FILTER = 0.0", near),
    "filter: no bound of heights": ("hulls", "_ERROR = 4.0 * 2.0**-53", "_ERROR = 0.0", wrong_stands),
    "pairs: no bound": ("turns", "_PAIR_FILTER = 2.0**-98", "_PAIR_FILTER = 0.0", campaign(examples=3000)),
    "pairs: of any size": (
        "turns",
        "if tame(run[0]) & tame(next_run[0]) & tame(up[0]) & tame(next_up[0])",
        "if True",
        turned,
    ),
    "pairs: zero not seen": (
        "turns",
        "if exact & next_exact & (up[0] == 0.0)",
        "if False & (up[0] == 0.0)",
        needless_questions,
    ),
    "doubles: zero not seen": ("turns", "            if sure:\n", "            if False:\n", needless_questions),
    "umpire: another end": ("turns", "4 * (s > 0.0)", "4 * (s < 0.0)", extreme),
    "umpire: upside down": ("umpire", "return (value > 0) - (value < 0)", "return (value < 0) - (value > 0)", extreme),
    "strict instead of weak": (
        "hulls",
        "-side, k, side) > 0.0:\n        return BEYOND",
        "-side, k, side) >= 0.0:\n        return BEYOND",
        campaign(),
    ),
    "inner end: strict": (
        "hulls",
        "if side * turn(gates, a, side, b, -side, k, -side) > 0.0",
        "if side * turn(gates, a, side, b, -side, k, -side) >= 0.0",
        campaign(),
    ),
    "leftmost touch": ("hulls", "k, -side) > 0.0:\n        first", "k, -side) >= 0.0:\n        first", campaign()),
    "hull turned inside out": (
        "hulls",
        "k, side) < 0.0:\n                size",
        "k, side) > 0.0:\n                size",
        campaign(),
    ),
    "hull: a gate too late": ("hulls", "range(state[NEXT], stop)", "range(state[NEXT], stop - 1)", campaign()),
    "hull: no gate passed": (
        "hulls",
        "        if gates.widths[k * gates.step] < np.inf:\n            while",
        "        if True:\n            while",
        campaign(),
    ),
    "ends imposed where unused": ("greedy", "begin(extreme, k)", "begin(extreme, bend[2])", campaign()),
    "ends not imposed in the window": ("greedy", "begin(other, bend[2])", "begin(other, k)", campaign()),
    "window: off by one gate": ("greedy", "begin(other, bend[2])", "begin(other, bend[2] + 1)", campaign()),
    "no gate is one": (
        "greedy",
        "        if gates.widths[k * gates.step] < np.inf:\n            low",
        "        if True:\n            low",
        campaign(),
    ),
    "sign of the bend": ("greedy", "bend[0] = -1 if", "bend[0] = 1 if", campaign()),
    "last ends forgotten": ("greedy", "    take_in(gates, lowest, stop)\n", "", campaign()),
    "bends of the first data set": (
        "greedy",
        "highest, at(pointer(bends), 4 * total))",
        "highest, at(pointer(bends), 0))",
        campaign(),
    ),
    "last lines asked of the first": (
        "greedy",
        "ask(last_umpire, d - first, 0, 0, 0)",
        "ask(last_umpire, 0, 0, 0, 0)",
        campaign(),
    ),
    "knots: never in doubt": (
        "lines",
        "return (high + (low + error) == high) & (high + (low - error) == high)",
        "return True",
        campaign(),
    ),
    "knots: rough slopes exact": ("lines", "error = 1.01 * ((top_error", "error = 0.0 * ((top_error", wrong_meetings),
    "knots: requests forgotten": (
        "lines",
        "                    requests[asked] = k\n                    asked += 1\n",
        "                    pass\n",
        extreme,
    ),
    "knots: last request forgotten": (
        "lines",
        "        if not sure:\n            requests[asked] = k\n            asked += 1\n    return",
        "    return",
        extreme,
    ),
    "last slope: the sum": ("lines", "(0.5 * high, 0.5 * low)", "(high, low)", campaign()),
    "last slope: away from 0": ("lines", "if greatest_sign > 0:", "if greatest_sign < 0:", campaign()),
    "last line: another gate": ("lines", "if side * difference > 0.0:", "if side * difference < 0.0:", campaign()),
    "last line: doubt dropped": (
        "lines",
        "return hull[k], _is_middle(gates, last, hull[k], hull[k + 1])",
        "return hull[k], True",
        near,
    ),
    "last line: any edge is the middle": ("lines", "return own & (", "return (", near),
    "last line: unsure sign": ("lines", "        sure = least_sign + greatest_sign != 0\n", "", wrong_last_lines),
    "umpire: another gate": ("umpire", "slope * run) > 0:", "slope * run) < 0:", campaign()),
    "answers ignored": ("fitting", "        knots[k], changes[k] = umpire.knot", "        umpire.knot", extreme),
    "threads: joined wrong": ("fitting", "part.ends[1:] + start", "part.ends[1:]", threads),
    "points counted from the first data set": (
        "within",
        "- np.array([0, start, start, start])",
        "- np.array([0, 0, 0, 0])",
        campaign(),
    ),
    "errors: too small": ("within", "_ERROR = 10.0 * 2.0**-53", "_ERROR = 0.05 * 2.0**-53", campaign()),
}


def caught(modules, check):
    try:
        return check(modules)
    except (DataError, ZeroDivisionError, IndexError, ValueError, OverflowError) as error:
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


def test_mutants__each_changes_one_place():
    sources = Path(fast.__file__).parent
    for name, (module, old, new, _) in MUTANTS.items():
        assert (sources / f"{module}.py").read_text().count(old) == 1, name
        assert old != new, name
