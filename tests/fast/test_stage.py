import os

import numpy as np
import pytest
from numba import float64, int64, njit, types
from numba.core.errors import NumbaError

from sparsest.fast import compiled, knots, slopes, stage, sweep, weights
from sparsest.fast.stage import Stage
from tests.fast.mutants import unchanged
from tests.fast.test_entry import run

STAGES = [value for module in (slopes, weights, knots) for value in vars(module).values() if isinstance(value, Stage)]
STAGES += [sweep.finish]
KINDS = weights.FEWEST, weights.ZERO, weights.ROOTS, weights.POWERS, weights.ONE


@stage.stage(types.UniTuple(float64, 2)(float64, types.CPointer(float64), int64))
def both(number, memory, k):
    return number + memory[k], number - memory[k]


both_at = both.call


@njit
def _both(address, number, values, k):
    return both_at(address, (number, compiled.pointer(values), k))


def test_stage__is_called_by_its_address():
    values = np.arange(4.0)
    for k in range(4):
        assert _both(both.locate(), 10.5, values, k) == both(10.5, values, k) == (10.5 + k, 10.5 - k)
    # Numbers of another type are cast, as in any call.
    assert _both(both.locate(), 10, values, np.int8(3)) == (13.0, 7.0)


def test_stage__other_types_are_refused():
    """An address says nothing of types; memory of another kind would be read as what it is not."""
    for wrong in (np.arange(4), np.arange(4, dtype=np.float32)):
        with pytest.raises((NumbaError, NotImplementedError)):
            _both(both.locate(), 10.5, wrong, 0)


def test_stages__are_all_there():
    assert len(STAGES) == len({one.__name__ for one in STAGES}) == 18
    assert {one for kind in KINDS for one in sweep.stages_of(kind)} == set(STAGES)


def test_stages__what_some_block_does_without_is_behind_what_all_need():
    """The sweep calls the frequent ones without asking whether they are compiled."""
    for kind in KINDS:
        found = sweep.stages_of(kind)
        assert (*found[2:4], found[8]) == kind
        assert found[sweep.FREQUENT - 1 : sweep.FREQUENT + 1] == (sweep.finish, slopes.check_slopes)


@pytest.mark.parametrize("one", STAGES, ids=lambda one: one.__name__)
def test_stage__compiles_once_for_its_types(one):
    address = one.locate()
    assert address == one.address == one.locate() != 0
    assert len(one.dispatcher.overloads) == 1


def test_stages__of_all_p_have_one_type():
    """The sweep calls each stage as if it were that of p = 1/2, whatever p is."""
    for kind in KINDS:
        for one, expected in zip(sweep.stages_of(kind), sweep.stages_of(weights.ROOTS), strict=True):
            assert one._signature is expected._signature


def test_stage__without_compilation_is_its_function():
    one = unchanged().knots.settle
    assert one.locate() is one.address is one._function
    assert unchanged().stage.stage(None)(max).call(max, (2, 5)) == 5


READY = """
from sparsest import fast
from sparsest.fast import sweep, weights
for x, y, p in {solves}:
    try: fast.solve(x, y, p)
    except ValueError: print("fault", end=" ")
    names = [one.__name__ for kind in (weights.ROOTS, weights.POWERS) for one in sweep.stages_of(kind) if one.address]
    print(*(name for name in dict.fromkeys(names) if name not in {always}))
"""


@pytest.mark.slow
def test_stages__are_compiled_when_first_needed():
    """Neither what decides for another p, nor what these data do not need, costs time at the first call.

    What is in the cache already is not read from it either before it is needed: it would have an address.
    """
    far = [1e9, 1e9 + 1, 1e9 + 2.5, 1e9 + 3]
    solves = [
        (far, [0, 1, 0, 2], "1/2"), (range(4), [0, 0, 1, 4], "1/2"), (range(5), [0, 0, 1, 4, 8], "1/2"),
        (range(5), [0, 1, 2, 3, 5], "1/3"), (range(3), [0, float("inf"), 1], "1/3"),
    ]  # fmt: skip
    always = ("fill_slopes", "fill_gaps", "recur", "place_knots", "finish")
    code = READY.format(solves=solves, always=always).replace("inf", "float('inf')")
    code, out, err = run(code, os.environ["NUMBA_CACHE_DIR"])
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "weigh_roots",
        "weigh_roots round_knots",
        "weigh_roots settle round_knots",
        "weigh_roots refine_gaps loosen settle round_knots weigh_powers",
        "fault weigh_roots check_slopes refine_gaps loosen settle round_knots weigh_powers",
    ]


@pytest.mark.slow
def test_compile_kernels__leaves_nothing_to_workers():
    """Later processes find everything in the cache: this one does not compile."""
    code = (
        "from sparsest.campaign.fast_path import compile_kernels\n"
        "from sparsest.fast import knots, objective, slopes, sweep, weights\n"
        "from sparsest.fast.stage import Stage\n"
        "compile_kernels()\n"
        "kernels = [k for m in (slopes, weights, knots) for k in vars(m).values() if isinstance(k, Stage)]\n"
        "kernels += [sweep.finish, sweep.sweep, objective._total]\n"
        "print(len(kernels), *(k.__name__ for k in kernels if k.dispatcher is None))"
    )
    assert run(code, os.environ["NUMBA_CACHE_DIR"]) == (0, "20\n", "")


SMALLEST = "from sparsest.fast import weights as w; print(w.weigh_nothing.locate() != 0, {counts})"
COUNTS = "*map(len, w.weigh_nothing.dispatcher.stats[1:])"


@pytest.mark.slow
def test_stage__comes_from_the_cache_and_a_damaged_one_is_made_anew(tmp_path):
    code = SMALLEST.format(counts=COUNTS)
    assert run(code, tmp_path) == (0, "True 0 1\n", "")
    assert run(code, tmp_path) == (0, "True 1 0\n", "")
    for path in tmp_path.rglob("*.nb[ic]"):
        path.write_bytes(path.read_bytes()[:50])
    assert run(code, tmp_path, "error") == (0, "True 0 1\n", "")
    assert run(code, tmp_path) == (0, "True 1 0\n", "")
