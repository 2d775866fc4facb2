"""A function behind the protocol."""

import io
import json
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq

from proofs_check.conformance.serving import ALL_TASKS, Declined, imported, serve
from proofs_check.conformance.suite import TASKS


def answers(function, *messages):
    out = io.BytesIO()
    serve(function, io.BytesIO(b"".join(json.dumps(one).encode() + b"\n" for one in messages)), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def asked(case=None):
    return {"cmd": "solve", "seq": 5, "case": case or {}}


def test_all_tasks__are_those_of_the_suite():
    assert ALL_TASKS == TASKS


def test_introduction__is_what_the_function_says_of_itself():
    def solver(case): ...

    (said,) = answers(solver, {"cmd": "start", "version": 1})
    assert said["implementation"]["name"].endswith("solver")
    assert said["supports"] == list(TASKS)
    solver.name, solver.version, solver.supports = "mine", 3, ["path"]
    (said,) = answers(solver, {"cmd": "start", "version": 1})
    assert (said["implementation"]["name"], said["implementation"]["version"], said["supports"]) == (
        "mine",
        "3",
        ["path"],
    )


def test_results__numbers_of_all_kinds_are_written_exactly():
    result = {"a": Fraction(1, 3), "b": fmpq(2, 3), "c": np.float32(0.1), "d": np.arange(2), "e": np.int64(4), "f": 0.1}
    (said,) = answers(lambda _: result, asked())
    assert said["result"] == {"a": "1/3", "b": "2/3", "c": float(np.float32(0.1)), "d": [0, 1], "e": 4, "f": 0.1}


def test_declined_and_errors():
    def declines(case):
        raise Declined("too hard")

    def fails(case):
        return 1 / 0

    assert answers(declines, asked()) == [{"seq": 5, "declined": True, "reason": "too hard"}]
    assert answers(lambda _: {"declined": True, "reason": "no"}, asked()) == [
        {"seq": 5, "declined": True, "reason": "no"}
    ]
    (said,) = answers(fails, asked())
    assert said["context"].startswith("ZeroDivisionError: division by zero (test_serving.py:")


def test_stop__ends_it():
    assert answers(lambda _: {}, {"cmd": "stop"}, asked()) == []


@pytest.mark.parametrize(
    ("name", "error"), [("nothing_here:f", ImportError), ("math:nothing", AttributeError), ("math:pi", TypeError)]
)
def test_imported__says_what_is_not_there(name, error):
    with pytest.raises(error):
        imported(name)


def test_module__prints_go_elsewhere(tmp_path):
    (tmp_path / "talks.py").write_text("def f(case):\n    print('hello')\n    return {'knots': 1}\n")
    lines = json.dumps(asked()) + "\n"
    command = [sys.executable, "-m", "proofs_check.conformance.serving", "talks:f"]
    done = subprocess.run(command, input=lines, cwd=tmp_path, capture_output=True, text=True, check=True, env=_path())
    assert json.loads(done.stdout) == {"seq": 5, "result": {"knots": 1}}
    assert done.stderr == "hello\n"
    done = subprocess.run(
        [*command[:-1], "talks:g"], cwd=tmp_path, capture_output=True, text=True, check=False, env=_path()
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["talks:g: AttributeError: module 'talks' has no attribute 'g'"]


def _path():
    import os

    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
