"""`pytest --sparsest-impl`, in a pytest of its own; and nothing of it in a run without the option."""

import os
import subprocess
import sys

import pytest

from tests.proofs_check.conformance.given import TIE_TEST

SOLVER = """
from fractions import Fraction as F


def dots(case):
    rows = [line.split(",") for line in case["csv"].split()[1:]]
    points = [(F(x), F(y)) for x, y in rows]
    slopes = [(b - d) / (a - c) for (c, d), (a, b) in zip(points, points[1:])]
    knots = [{"x": x, "slope_change": t - s} for (x, _), s, t in zip(points[1:], slopes, slopes[1:]) if s != t]
    left = {"slope": slopes[0], "intercept": points[0][1] - slopes[0] * points[0][0]}
    return {"spline": {"left": left, "knots": knots}}


dots.supports = ["solve:p"]


def declines(case):
    return {"declined": True, "reason": "never"}


def exact(case):
    import io

    import sparsest

    if "p" not in case or "tolerance" in case:
        return {"declined": True, "reason": "not now"}
    return sparsest.solve(sparsest.Dataset.from_csv(io.StringIO(case["csv"])), case["p"]).to_json()


exact.supports = ["solve:p"]
"""


@pytest.fixture
def pytest_of(tmp_path):
    """Return what runs pytest in a folder with solvers in it, and no configuration."""
    (tmp_path / "solvers.py").write_text(SOLVER)
    (tmp_path / "test_own.py").write_text("def test_own(): pass\n")

    def run(*arguments):
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", "-rA", *arguments]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment)
        return done.returncode, done.stdout + done.stderr

    return run


def test_without_the_option__nothing_changes(pytest_of):
    code, said = pytest_of()
    assert code == 0
    assert "1 passed" in said


def test_without_the_option__nothing_is_imported():
    heavy = {"numpy", "flint", "hypothesis", "sparsest"}
    code = f"import sys, proofs_check.conformance.plugin; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.slow
def test_a_wrong_solver__fails_with_the_case_and_what_is_right(pytest_of):
    code, said = pytest_of("--sparsest-impl", "solvers:dots", "--sparsest-small", "-k", "Tie or (solve:p and drawn)")
    assert code == 1
    assert f"sparsest::solve:p[{TIE_TEST.id}]" in said
    assert "not optimal: it costs more than a minimiser" in said
    assert f"  {TIE_TEST.case['csv'].splitlines()[-1]}\n" in said
    assert "right is: {'left'" in said
    assert "  p = 1/2\n  x,y\n  0,0\n  1,0\n  2,1\n  3,3\n" in said  # drawn, and shrunk
    assert "Traceback" not in said
    assert "test_own" not in said


@pytest.mark.slow
def test_a_right_solver__passes_beside_other_tests(pytest_of):
    code, said = pytest_of(
        "--sparsest-impl", "solvers:exact", "--sparsest-small", "-k", "own or Tie or (solve:p and drawn)"
    )
    assert code == 0, said
    assert "test_own" in said


@pytest.mark.slow
def test_declined__is_skipped_and_a_function_that_is_not_there_ends_it(pytest_of):
    code, said = pytest_of("--sparsest-impl", "solvers:declines", "--sparsest-small", "-k", "Tie")
    assert code == 0
    assert "declined: never" in said
    code, said = pytest_of("--sparsest-impl", "solvers:nothing", "--sparsest-small", "-k", "Tie")
    assert code == 4
    assert "has no attribute 'nothing'" in said
