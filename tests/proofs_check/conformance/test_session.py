"""A run from end to end, with what happens to each case."""

import json
import os
import time

import pytest

from proofs_check.conformance import session
from proofs_check.conformance.doors import StartError, Stdio
from proofs_check.conformance.serving import Declined
from proofs_check.conformance.session import run
from tests.proofs_check.conformance.given import BEST, DOTS, claim_test, program, solve_test, suite_of, tolerance_test

SUITE = suite_of(solve_test(), tolerance_test())


def outcomes(implementation, suite=SUITE, **limits):
    return [one.outcome for one in run(implementation, suite=suite, **limits).results]


def right(case):
    return {"spline": BEST}


def test_outcomes__each_is_reached():
    def declines(case):
        raise Declined("no")

    assert outcomes(right) == ["exact", "exact"]
    assert outcomes(lambda _: {"spline": DOTS}) == ["not optimal", "not optimal"]
    assert outcomes(lambda _: {}) == ["wrong", "wrong"]
    assert outcomes(declines) == ["declined", "declined"]
    assert outcomes(lambda _: 1 / 0) == ["errored", "errored"]
    assert outcomes(lambda _: os._exit(1)) == ["errored", "errored"]
    assert outcomes(
        lambda _: {"objective": 2**0.5},
        suite_of(solve_test(objective=["1.414213562373095048", "1.414213562373095049"])),
    ) == ["optimal"]
    assert outcomes(lambda _: time.sleep(9), suite_of(solve_test()), seconds=0.2) == ["errored"]
    assert outcomes(lambda _: {"accept": True}, suite_of(claim_test("accept"), claim_test("reject"))) == [
        "exact",
        "wrong",
    ]


def test_tasks_that_are_not_supported__are_not_asked():
    def solver(case):
        return {"spline": BEST}

    solver.supports = ["tolerance"]
    report = run(solver, suite=SUITE)
    assert [(one.outcome, one.detail) for one in report.results] == [("declined", "not supported"), ("exact", "")]


def test_death__is_charged_to_its_case_only(tmp_path):
    body = """
        start()
        for line in sys.stdin:
            asked = json.loads(line)
            if asked["cmd"] == "stop": break
            if asked["seq"] == 2: sys.exit(1)
            say(seq=asked["seq"], result={"knots": 1})
    """
    suite = suite_of(*[solve_test()] * 4)
    assert outcomes(Stdio(program(tmp_path, body)), suite) == ["exact", "errored", "exact", "exact"]


def test_answers__are_kept_and_cut():
    report = run(lambda _: {"spline": BEST, "note": "x" * 9000}, suite=SUITE)
    assert json.dumps(BEST)[:40] in report.results[0].answer
    assert len(report.results[0].answer) < 2200


def test_progress__is_told_of_each_test():
    steps = []
    run(right, suite=SUITE, progress=steps.append)
    assert steps == [1, 1]


def test_all_vectors__are_the_suite_unless_told():
    from proofs_check.conformance.suite import load_suite

    def nothing(case): ...

    nothing.supports = []
    assert len(run(nothing).results) == len(load_suite().tests)


def test_what_cannot_be_started__is_said_before_anything_is_asked():
    with pytest.raises(StartError, match="cannot be started"):
        run("no_such_program --stdio", suite=SUITE)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, RuntimeError])
def test_an_interrupt__leaves_nothing_behind(tmp_path, monkeypatch, stop):
    pids = tmp_path / "pids"
    body = f"""
        open({str(pids)!r}, "w").write(str(os.getpid()))
        start(); told(); say(seq=1, result={{}}); time.sleep(60)
    """

    def interrupted(*given):
        raise stop

    monkeypatch.setattr(session, "judge", interrupted)
    with pytest.raises(stop):
        run(Stdio(program(tmp_path, body)), suite=SUITE)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pids.read_text()), 0)
