"""Tables as text and as points, read without the package's reader."""

import io
from fractions import Fraction

import pytest

import sparsest
from proofs_check.conformance.making.families import FAMILIES
from proofs_check.conformance.making.table import numeral, points_of_text


def test_both_readers_read_the_same():
    for tables in (tables for name, _, tables in FAMILIES if name != "traps"):  # these take seconds to draw
        for table in tables()[::12]:
            data = sparsest.Dataset.from_csv(io.StringIO(table.csv))
            assert (data.x, data.y) == table.points


def test_what_is_no_table_is_refused():
    for text in ("x,y\n", "x,y\n0,0\n0,1\n", "x,y\n0,a\n", "x,y\n0\n", "x,y\n0,1/0\n"):
        with pytest.raises((ValueError, ZeroDivisionError)):
            points_of_text(text)


def test_a_numeral_is_the_number():
    for value in (Fraction(1, 3), Fraction(-1, 8), Fraction(10**30 + 1, 10**25), Fraction(0), Fraction(-7)):
        assert Fraction(numeral(value)) == value
