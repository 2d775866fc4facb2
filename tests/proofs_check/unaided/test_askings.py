"""What is asked: gates of every kind, said twice and alike; given data are asked more."""

from flint import fmpq
from hypothesis import given

from proofs_check.cases import SplineCase, spline_cases
from proofs_check.unaided.askings import askings, telling_tolerances
from proofs_check.unaided.gates import chebyshev_error, limits
from sparsest import Dataset
from sparsest.univariate.gates import Gates

Y = [0, 3, 1, 4, 1, 5, 9, 2]


def ends(case, options):
    asked = dict(options)
    gates = Gates.within(case.data, asked["tolerance"]) if "tolerance" in asked else Gates.between(case.data, **asked)
    return list(map(gates.bounds, range(case.size)))


@given(spline_cases())
def test_askings__the_solver_is_asked_for_these_gates(case):
    for asked in askings(case):
        assert list(zip(asked.gates.low, asked.gates.high, strict=True)) == ends(case, asked.options)
        assert all(a is None or b is None or a <= b for a, b in zip(*asked.gates[1:], strict=True))


def test_askings__given_data_get_more():
    given_data, drawn = (list(askings(SplineCase(Dataset(range(8), Y), lot=lot))) for lot in (0, 1))
    assert len(given_data) >= 28 > 7 >= len(drawn)
    kinds = {asked.what.split()[0] for asked in drawn}
    assert kinds == {"tolerance", "tolerances", "bounds"}
    bounds = [asked.gates for asked in given_data if asked.what == "bounds"]
    assert any(None in gates.low for gates in bounds)
    labels = list(map(fmpq, Y))
    assert any(low is not None and low > y for gates in bounds for low, y in zip(gates.low, labels, strict=True))


def test_telling_tolerances__are_limits_and_some_between():
    case = SplineCase(Dataset(range(4), Y[:4]))
    found = telling_tolerances(case)
    assert {(v.p, v.q) for v in limits(case)} <= {(v.p, v.q) for v in found}
    assert found[0] == 0
    assert found[-1] > chebyshev_error(case)


def test_telling_tolerances__of_many_points_are_few():
    case = SplineCase(Dataset(range(400), [k * k % 11 for k in range(400)]))
    assert len(telling_tolerances(case)) == 4
