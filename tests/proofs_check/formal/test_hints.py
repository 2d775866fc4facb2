import json
from fractions import Fraction
from itertools import pairwise

import pytest

from proofs_check.formal.hints import Hints, hints_for
from proofs_check.formal.reading import Given, read
from tests.proofs_check.formal.certificates import HONEST

EXACT = [name for name in HONEST if not name.startswith("within")]


def brackets(precision, lows, numbers, p):
    """Yield whether lo <= a^(u/v) 2^scale <= lo + width, in integers."""
    u, v = p.as_integer_ratio()
    for low, a in zip(lows, numbers, strict=True):
        power = abs(a) ** u * Fraction(2) ** (precision.scale * v)
        yield low**v <= power <= (low + precision.width) ** v


# Of a float the powers are too long to be written out.
@pytest.mark.parametrize("name", [name for name in EXACT if " 0" not in name and "-" not in name])
def test_hints_for__brackets_enclose(name):
    given = read(json.dumps(HONEST[name]))
    hints = hints_for(given)
    slopes = [(b - y) / (a - x) for (x, y), (a, b) in pairwise(given.points)]
    gaps = [after - slope for slope, after in pairwise(slopes)]
    assert all(brackets(hints.signs, hints.gaps, gaps, given.p))
    assert all(brackets(hints.objective, hints.knots, [c for _, c in given.knots], given.p))
    wrong = [low + 2 * hints.objective.width for low in hints.knots]
    assert not any(brackets(hints.objective, wrong, [c for _, c in given.knots], given.p))


@pytest.mark.parametrize("p", ["0", "0+", "1-"])
def test_hints_for__none_are_needed_without_powers(p):
    assert hints_for(read(json.dumps(HONEST[f"peak at {p}"]))) == Hints()


def test_hints_for__roots_of_ties():
    hints = hints_for(read(json.dumps(HONEST["ties at 1/2 only"])))
    assert len(hints.ties) == "".join(HONEST["ties at 1/2 only"]["dual"]).count("0") > 0
    assert any(root != 1 for roots in hints.ties for root in roots)


def test_hints_for__what_is_false_is_refined_no_further_than_it_takes():
    given = read(json.dumps(HONEST["peak at 1/2"]))
    assert hints_for(given._replace(dual=["", "-", ""])).signs.scale < 100
    assert hints_for(given._replace(objective=(Fraction(9), Fraction(9)))).objective.scale < 100
    tied = read(json.dumps(HONEST["ties at 1/2 only"]))
    for mark in "+-":
        forged = tied._replace(dual=[run.replace("0", mark) for run in tied.dual])
        assert 100 < hints_for(forged).signs.scale < 300


def test_hints_for__points_in_disorder():
    point = (Fraction(0), Fraction(0))
    given = Given(Fraction(1, 2), [point, point], point, [], [], 0, 0, 1, (Fraction(0), Fraction(0)))
    assert list(hints_for(given).gaps) == []
