"""The target .c: what its comment states is so, and what does not fit is refused."""

import re
from fractions import Fraction

import pytest
from flint import fmpq

from sparsest import Dataset, Network, solve
from sparsest.errors import DataError, UsageError
from sparsest.exact.rationals import to_rational
from sparsest.interchange.export_c import C_TYPES, c_target
from sparsest.interchange.layers import Layers
from sparsest.interchange.measures import labelled
from sparsest.interchange.wishes import ExportJob, Wishes
from tests.interchange.functions import at, compiled, exact

_DATA = Dataset(["-3", "-1/3", "1/7", 2, 5], [0, "10/3", "-22/7", 4, 4])
_SPLINE = solve(_DATA).spline
_NET = Layers.of_network(Network.from_spline(_SPLINE))


def made(c_type, **wishes):
    return c_target(ExportJob.of(_NET, Wishes(data=labelled(_DATA), c_type=c_type, stem="five points", **wishes)))


def stated(text, before):
    return Fraction(re.search(rf"{before} ([0-9.e-]+[0-9])", text)[1])


@pytest.mark.parametrize("c_type", ["double", "float"])
def test_c_target__floats(tmp_path, c_type):
    text, account = made(c_type).content.decode(), made(c_type).account
    function = compiled(text, tmp_path, "sparsest_five_points", c_type)
    inputs = [Fraction(k, 64) for k in range(-3 * 64, 5 * 64 + 1)]
    errors = [abs(Fraction(function(float(x))) - at(_SPLINE, x)) for x in inputs]
    assert max(errors) <= stated(text, "off by at most")
    assert stated(text, "exact function: at most") >= exact(account.difference.size) > 0
    assert stated(text, "by the table: at most") >= exact(account.residual.size)
    assert "Range: -3 to 5." in text
    assert (account.points, account.box) == (5, (-3, 5))


@pytest.mark.parametrize(("c_type", "unit"), [("int16", Fraction(1, 1000)), ("int32", Fraction(1, 10**7))])
def test_c_target__integers(tmp_path, c_type, unit):
    found = made(c_type, x_unit=to_rational(unit), y_unit=to_rational(unit))
    text, account = found.content.decode(), found.account
    function = compiled(text, tmp_path, "sparsest_five_points", c_type)
    steps = int(8 / unit)
    inputs = [-3 * int(1 / unit) + steps * k // 1000 for k in range(1001)]
    errors = [abs(function(n) * unit - at(_SPLINE, n * unit)) for n in inputs]
    assert max(errors) <= exact(account.difference.size) <= stated(text, "inputs: at most") <= unit * Fraction(5, 8)
    at_data = [abs(function(round(x / unit)) * unit - y) for x, y in zip(_DATA.x, _DATA.y, strict=True)]
    assert max(at_data) == exact(account.residual.size)


def test_c_target__the_default_is_double():
    assert b"double sparsest_five_points(double x)" in made(None).content


def test_c_target__without_data():
    job = ExportJob.of(_NET, Wishes(box=(fmpq(0), fmpq(1))))
    assert c_target(job).account.residual is None
    assert b"Distance from the labels" not in c_target(job).content
    with pytest.raises(UsageError, match="on which interval"):
        c_target(ExportJob.of(_NET, Wishes()))


@pytest.mark.parametrize(
    ("wishes", "error", "part"),
    [
        ({"c_type": "int"}, UsageError, "no type for C"),
        ({"c_type": "float", "x_unit": fmpq(1)}, UsageError, "units go with integers"),
        ({"c_type": "int16", "x_unit": fmpq(0)}, UsageError, "give a positive number"),
        ({"c_type": "int16", "y_unit": fmpq(-1)}, UsageError, "the y unit is -1"),
        ({"c_type": "int16", "x_unit": fmpq(1, 10**6)}, DataError, "larger x unit"),
        ({"c_type": "int16", "y_unit": fmpq(1, 10**6)}, DataError, "larger y unit"),
    ],
)
def test_c_target__refusals(wishes, error, part):
    with pytest.raises(error, match=part):
        made(**wishes)


def test_c_types__of_these_bits():
    assert C_TYPES == {"double": 64, "float": 32, "int32": 32, "int16": 16}
