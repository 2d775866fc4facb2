"""Tables of floats: what they say is held against the exact function at many inputs."""

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from sparsest import Spline
from sparsest.errors import DataError, UsageError
from sparsest.exact.rationals import to_rational
from sparsest.interchange.floats import FLOATS, nearest_in
from sparsest.interchange.segments import Segments, check_box, segments_of
from tests.interchange.functions import at, boxes, exact, splines, unless_infinite


def row_at(table, x):
    """Return the value of the last row that begins at or left of x, or of the first, in Fractions."""
    rows = list(zip(*(map(exact, column) for column in table[:3]), strict=True))
    start, value, slope = next((row for row in reversed(rows) if row[0] <= x), rows[0])
    return value + slope * (x - start)


@pytest.mark.parametrize("bits", [64, 32, 16])
@settings(max_examples=30)
@given(f=splines(), box=boxes(), parts=st.lists(st.fractions(0, 1), max_size=20))
def test_worst_error__is_nowhere_exceeded_and_approached(bits, f, box, parts):
    low, high = box
    table = unless_infinite(segments_of, f, FLOATS[bits], *map(to_rational, box))
    if table is None:
        return
    worst = table.worst_error(f, *map(to_rational, box))
    near = exact(worst.where[0])
    tiny = (high - low) / 2**200
    ends = [x for t in (*map(exact, table.start), *f.knots) for x in (t - tiny, t, t + tiny) if low <= x <= high]
    errors = [abs(row_at(table, x) - at(f, x)) for x in (low, high, *ends, *(low + a * (high - low) for a in parts))]
    assert max(errors) <= exact(worst.size)
    around = [x for x in (near - tiny, near, near + tiny) if low <= x <= high]
    assert max(abs(row_at(table, x) - at(f, x)) for x in around) >= exact(worst.size) - tiny * 10**20
    for x in (low, high, *ends):
        assert exact(table.at(to_rational(x))) == row_at(table, x)


@given(f=splines(), box=boxes())
def test_segments_of__are_floats_in_order(f, box):
    table = segments_of(f, FLOATS[32], *map(to_rational, box))
    for column in table[:3]:
        assert [nearest_in(FLOATS[32], a) for a in column] == list(column)
    assert sorted(set(table.start)) == list(table.start)
    assert len(table.start) <= len(f.knots) + 1


def test_segments_of__a_row_too_narrow_to_make_its_value_good():
    """1/3 is rounded by 10^-9; to lead from there to 1/3 within 10^-100 no float is steep enough."""
    narrow = segments_of(Spline(2, "1/3"), FLOATS[32], fmpq(0), fmpq(1, 10**100))
    assert narrow.slope == (2,)
    with pytest.raises(DataError, match="slope right of 0"):
        segments_of(Spline(10**40, 0), FLOATS[32], fmpq(0), fmpq(1, 10**39))


def test_segments_of__a_number_in_the_format_is_kept():
    f = Spline("1/2", 3, [-1, "1/4", 8], [1, -2, 3])
    table = segments_of(f, FLOATS[16], fmpq(-4), fmpq(9))
    assert table.worst_error(f, fmpq(-4), fmpq(9)).size == 0
    # A table with one value off by a unit in the last place is not exact.
    off = table._replace(value=(table.value[0] + fmpq(1, 1024), *table.value[1:]))
    assert off.worst_error(f, fmpq(-4), fmpq(9)).size == fmpq(1, 1024)


def test_segments_of__knots_that_become_one_number_are_one_row():
    f = Spline(0, 0, [1, "10000001/10000000", 2], [5, -5, 1])
    assert segments_of(f, FLOATS[16], fmpq(0), fmpq(3)).start == (0, 1, 2)
    assert segments_of(f, FLOATS[16], fmpq(1), fmpq(1)).start == (1,)
    assert segments_of(f, FLOATS[16], fmpq(5, 2), fmpq(3)).start == (fmpq(5, 2),)


@pytest.mark.parametrize(
    ("f", "what"),
    [
        (Spline(0, 10**6), "the value at 0"),
        (Spline(0, 0, [70000], [1]), "a knot"),
        (Spline(10**5, 0), "slope right of 0"),
    ],
)
def test_segments_of__beyond_the_largest(f, what):
    with pytest.raises(DataError, match=what):
        segments_of(f, FLOATS[16], fmpq(0), fmpq(80000))


def test_spans__where_a_row_holds_nowhere():
    table = Segments((fmpq(0), fmpq(5)), (fmpq(0),) * 2, (fmpq(1),) * 2, FLOATS[64])
    assert table.spans(fmpq(1), fmpq(3)) == [(1, 3), (5, 3)]


def test_check_box__wrong_way_round():
    with pytest.raises(UsageError, match="smaller number first"):
        check_box(fmpq(2), fmpq(1))
