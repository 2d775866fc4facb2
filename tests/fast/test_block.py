import numpy as np
import pytest

from sparsest.fast.block import U
from tests.fast.mutants import unchanged

block = unchanged().block


def test_lay_out__a_block_and_its_neighbours_find_room_side_by_side():
    memory = block.Scratch(7)
    laid = block.lay_out(memory.doubles, memory.flags, 7)
    for kind, values in (("float64", memory.doubles), ("uint8", memory.flags)):
        starts = [part.ctypes.data for part in laid if part.dtype == kind]
        room = (7 + block.MARGIN) * values.itemsize
        assert sorted(starts) == list(range(values.ctypes.data, values.ctypes.data + values.nbytes, room))
    assert memory.requests.size == 2 * (7 + block.MARGIN)


@pytest.mark.parametrize("a", [-1.0, -5e-324, -0.0, 0.0, 5e-324, 2.0, np.inf, np.nan])
@pytest.mark.parametrize("b", [-1.0, 0.0, 3.0, -np.inf, np.nan])
def test_same_sign__is_what_it_says(a, b):
    assert block.same_sign(a, b) == (np.sign(a) * np.sign(b) == 1)
    assert block.same_sign(np.float64(b), np.float64(a)) == block.same_sign(a, b)


def test_any_set__looks_at_the_first_flags_only():
    flags = np.array([0, 0, 1, 0, 2], np.uint8)
    assert [block.any_set(flags, k) for k in range(6)] == [False, False, False, True, True, True]
    assert block.any_set(flags[3:], 2)


def test_find__only_what_is_there():
    points = np.array([2, 5, 9])
    assert [block.find(points, k) for k in range(11)] == [-1, -1, 0, -1, -1, 1, -1, -1, -1, 2, -1]
    assert block.find(points[:0], 0) == -1


def test_last_run_end__brute_force():
    rng = np.random.default_rng(0)
    for _ in range(300):
        gaps = rng.choice([-1.0, 0.0, 1.0, 1.0], int(rng.integers(1, 8)))
        ends = [k for k in range(1, gaps.size) if gaps[k - 1] * gaps[k] <= 0]
        assert block.last_run_end(gaps, gaps.size) == (ends[-1] if ends else 0)


def test_constants__are_those_of_double_precision():
    assert 1.0 + U == 1.0 < 1.0 + 2 * U
    assert (block.NONE, block.OWN, block.SHARED) == (0, 1, 2)
