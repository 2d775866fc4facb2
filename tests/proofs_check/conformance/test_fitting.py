"""What an answer is at the points, and what it is charged for."""

import io

import pytest
from flint import fmpq

from proofs_check.conformance.fitting import asked, fit_of, fit_of_truth
from proofs_check.conformance.reading import NoAnswerError, Reader
from proofs_check.conformance.suite import Test, small_suite
from sparsest.table import read_table
from tests.proofs_check.conformance.given import BEST, network_test, solve_test, tolerance_test


def net(*neurons, **beside):
    return {"neurons": [{"output_weight": v, "input_weights": w, "bias": b} for v, w, b in neurons], **beside}


def test_asked__is_what_the_case_says():
    given = asked(tolerance_test("1/20"))
    assert (given.tolerance, given.p.name, given.several) == (fmpq(1, 20), "0", False)
    assert asked(solve_test(csv="x,y\n3,1\n-1,-5\n")).x == ((-1,), (3,))
    assert asked(solve_test()).size == 3
    assert asked(network_test()).x[0] == (0, 1)


def test_a_network_of_one_input__is_the_function_that_it_is():
    given = asked(solve_test())
    fit = fit_of({"network": net(("2", ["-1"], "3/2"), (7, [0], 1), skip=["2"], offset="-10")}, given, Reader())
    assert fit.values == (0, 0, 1, 3)
    assert fit.sizes == (2,)
    assert fit_of_truth(solve_test(), given).values == (0, 0, 1, 3)


def test_networks_of_several_inputs__are_charged_for_biases_and_have_no_affine_part():
    given = asked(network_test())
    fit = fit_of({"network": net((2, ["1/2", 0], -3))}, given, Reader())
    assert fit.sizes == (1, 6)
    for beside in ({"skip": [1, 0]}, {"offset": 1}):
        with pytest.raises(NoAnswerError, match="no affine part"):
            fit_of({"network": net(**beside)}, given, Reader())
    with pytest.raises(NoAnswerError, match="a spline has one input"):
        fit_of({"spline": BEST}, given, Reader())


def test_numbers_only__are_no_function():
    assert fit_of({"knots": 3}, asked(solve_test()), Reader()) is None


def test_asked__tables_are_read_as_the_package_reads_them():
    """Two readers that share no code."""
    seen = 0
    for test in small_suite().tests:
        if test.task == "judge" or test.result != "accept":
            continue
        given, names = asked(test), test.case["csv"].splitlines()[0].split(",")
        table = read_table(io.StringIO(test.case["csv"]), "the case", x=names[:-1], y=names[-1])
        assert sorted(zip(given.x, given.y, strict=True)) == sorted(zip(map(tuple, table.x), table.y, strict=True))
        seen += 1
    assert seen > 10


def test_asked__several_labels_at_one_input_are_all_kept():
    case = {"csv": "x,y\n1,0\n0,0\n\n1,1/2\n", "p": "0", "tolerance": "1/4"}
    given = asked(Test(1, "tolerance", "g", "c", (), case, "accept", None))
    assert (given.x, given.y) == (((0,), (1,), (1,)), (0, 0, fmpq(1, 2)))
