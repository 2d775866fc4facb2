"""Tests and answers for the tests of the judge, and little solvers that behave as they are told."""

import textwrap

from proofs_check.conformance.suite import Suite, Test, load_suite, small_suite

BENDS = "x,y\n0,0\n1,0\n2,1\n3,3\n"


def spline(*knots, slope=0, intercept=0):
    """Return a spline of an answer from (x, slope change)."""
    return {
        "left": {"slope": slope, "intercept": intercept},
        "knots": [{"x": x, "slope_change": change} for x, change in knots],
    }


#: The minimiser of BENDS, and what goes through the points at a higher price.
BEST, DOTS = spline(("3/2", "2")), spline((1, 1), (2, 1))


#: Two tests of the suite: BENDS at p = 1/2, and a tie of the small suite.
SOLVED = {test.case["csv"]: test for test in load_suite(["solve:p"]).tests if test.case["p"] == "1/2"}
BENDS_TEST = SOLVED[BENDS]
TIE_TEST = next(test for test in small_suite().tests if test.task == "solve:p" and "Tie" in test.flags)


def solve_test(p="1/2", csv=BENDS, best=BEST, knots=(1,), task=None, result="accept", **truth):
    """Return a test; one knot is the minimiser of BENDS at every p."""
    names = {"0": "solve:p=0", "0+": "solve:p=0+", "1-": "solve:p=1-"}
    truth = {"spline": best, "knots": list(knots), "fewest_knots": min(knots), "minimizers": "1", **truth}
    case = {"csv": csv, "p": p}
    return Test(1, task or names.get(p, "solve:p"), "g", "c", ("Flag",), case, result, truth)


def tolerance_test(tolerance="1/4", knots=1, best=BEST):
    case = {"csv": BENDS, "p": "0", "tolerance": tolerance}
    return Test(2, "tolerance", "g", "c", ("Flag",), case, "accept", {"spline": best, "knots": [knots]})


def network_test(p="0"):
    """Labels that one neuron (x1 - x2)_+ has."""
    csv = "x1,x2,y\n1,0,1\n0,1,0\n3,1,2\n"
    network = {"neurons": [{"output_weight": "1", "input_weights": ["1", "-1"], "bias": "0"}]}
    truth = {"network": network, "parameters": [2], "objective": ["2", "2"], "minimizers": None}
    task = "network:p=0" if p == "0" else "network:p"
    return Test(3, task, "g", "c", ("Flag",), {"csv": csv, "p": p}, "accept", truth)


def claim_test(result):
    case = {"csv": BENDS, "p": "1/2", "claim": {"spline": BEST}}
    return Test(4, "judge", "g", "c", ("Flag",), case, result, {"reason": "one knot less"})


def suite_of(*tests):
    return Suite("1.0", tests, {})


def program(folder, body, name="solver.py"):
    """Write a program; return the command that runs it. `say` writes an object, `told` reads one."""
    head = """
        import json, os, sys, time
        def say(**message): print(json.dumps(message), flush=True)
        def told(): return json.loads(sys.stdin.readline())
        def start():
            told()
            say(version=1, implementation={"name": "n", "version": "2", "language": "L"}, supports=["solve:p"])
    """
    file = folder / name
    file.write_text(textwrap.dedent(head) + textwrap.dedent(body))
    import sys

    return f"{sys.executable} -S -E {file}"
