"""Families of data for the fast path: each serves its purpose."""

import numpy as np
import pytest

from sparsest.campaign.block import Block
from sparsest.campaign.families import FAMILIES, draw_groups
from sparsest.fast import solve_batch

# Which of the reasons to ask each family is there for; "tied" are data sets with several minimisers.
PURPOSE = {
    "walk": "edges", "integers": "tied", "ties": "tied", "decimals": "unsure_runs", "near ties": "unsure_runs",
    "cancelled ties": "refined_gaps", "far": "refined_knots", "near collinear": "refined_gaps",
    "collinear pairs": "refined_gaps", "valley": "exact_gaps", "wide": "exact_gaps", "wide steps": "exact_knots",
    "subnormals": "exact_gaps", "smooth": "refined_gaps", "constant": "refined_gaps",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_family__draws_data_sets_and_serves_its_purpose(family):
    rng = np.random.default_rng(1)
    served, distinct = 0, set()
    for n in [3, 4, 5, *range(6, 60, 3)] * 3:
        x, y = FAMILIES[family](rng, n)
        assert x.dtype == y.dtype == np.float64
        assert x.shape == y.shape
        assert 1 <= x.size <= n
        assert np.isfinite(x).all()
        assert np.isfinite(y).all()
        assert (np.diff(x) > 0).all()
        distinct.add((x.tobytes(), y.tobytes()))
        for p in ("1/2", "1/3", "0+", "1-"):
            found = solve_batch(x, y, p, offsets=[0])
            served += len(found.tied) if PURPOSE[family] == "tied" else getattr(found.decisions, PURPOSE[family])
    assert served >= 5
    assert len(distinct) >= 60


def test_draw__depends_on_the_block_only_and_has_its_size():
    def drawn(*block):
        groups = [
            (p, family, [(x.tobytes(), y.tobytes()) for x, y in examples])
            for p, family, examples in draw_groups(Block(*block), ("walk", "valley"))
        ]
        assert sum(len(examples) for _, _, examples in groups) == block[2]
        assert all(len(examples) <= (2 if family == "valley" else 39) for _, family, examples in groups)
        return groups

    assert drawn(1, 2, 300) == drawn(1, 2, 300)
    assert drawn(1, 2, 300)[:2] != drawn(1, 3, 300)[:2]
    assert drawn(1, 2, 300)[:2] != drawn(2, 2, 300)[:2]
