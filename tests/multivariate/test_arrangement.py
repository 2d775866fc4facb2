from itertools import combinations

from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from sparsest.multivariate.arrangement import count_cells, is_uniform, open_cells, rank, signs_at


@st.composite
def arrangements(draw):
    """Draw nonzero normals, parallel and repeated ones among them."""
    dimension = draw(st.integers(1, 4))
    vector = st.tuples(*[st.integers(-2, 2).map(fmpq)] * dimension).filter(any)
    return draw(st.lists(vector, max_size=6)), dimension


def whitney(normals):
    """Return the number of cells by Whitney's theorem: ranks of all subsets, no recursion."""
    subsets = (s for size in range(len(normals) + 1) for s in combinations(normals, size))
    return sum((-1) ** (len(s) - rank(s)) for s in subsets)


@given(arrangements())
def test_cells__are_all_and_each_is_shown(pair):
    normals, dimension = pair
    found = open_cells(normals, dimension)
    assert all(signs_at(normals, u) == signs for signs, u in found.items())
    assert all(0 not in signs for signs in found)
    assert len(found) == count_cells(normals) == whitney(normals)


@given(arrangements(), st.randoms(use_true_random=False))
def test_cells__order_and_scale_do_not_matter(pair, random):
    normals, dimension = pair
    order = random.sample(range(len(normals)), len(normals))
    scale = [random.choice([-3, -1, 2]) for _ in normals]
    moved = open_cells([tuple(scale[i] * a for a in normals[i]) for i in order], dimension)
    turned = {tuple((1 if scale[i] > 0 else -1) * signs[i] for i in order) for signs in open_cells(normals, dimension)}
    assert set(moved) == turned


def test_is_uniform__any_dependent_subset_shows():
    vectors = [(fmpq(a), fmpq(a * a), fmpq(1)) for a in range(6)]
    assert is_uniform(vectors, 3)
    assert not is_uniform([*vectors, (fmpq(1), fmpq(1), fmpq(2))], 3)
    assert is_uniform(vectors[:2], 3)
    assert not is_uniform([vectors[0], vectors[0]], 3)
