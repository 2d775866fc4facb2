import numpy as np
import pytest

from proofs_check.experiments.experiment import Effort, counted, markdown, trained_ends
from sparsest import Dataset
from sparsest.training import Recipe
from tests.training.test_ends import FIRST, LAST, NEAR, NOTHING, of_networks


def test_counted__is_what_was_made_so():
    count = counted([of_networks(FIRST, LAST), of_networks(NEAR, NOTHING, None)])
    assert count.runs == 5
    assert (count.collapsed, count.fits, count.polished) == (1 / 5, 2 / 5, 3 / 5)
    assert (count.fewest, count.local, count.optimal) == (3 / 5, 2 / 5, 2 / 5)
    assert count.neurons == 2


def test_trained_ends__at_p_1_are_held_against_the_limit():
    data = Dataset([0, 1, 2], [0, 0, 1])
    assert trained_ends(data, "1", Recipe(width=8), range(1), 5).optimum.p.name == "1-"


def test_markdown__shows_shares():
    assert markdown(["a", "b"], [["x", 0.125], [1, "2"]]).splitlines() == [
        "| a | b |", "|---|---|", "| x | 12.5% |", "| 1 | 2 |",
    ]  # fmt: skip


@pytest.mark.slow
def test_progress__is_said():
    from proofs_check.experiments.peak_plateau import peak_plateau

    said = []
    peak_plateau(Effort(seeds=1, epochs=2, exponents=("0.2", "1"), progress=said.append))
    assert len(said) == 8
    assert said[0] == "peak-plateau: published, p = 0.2"


@pytest.mark.parametrize("seed", range(3))
def test_medians__are_of_the_ends_that_there_are(seed):
    sizes = np.random.default_rng(seed).integers(0, 3, 5)
    networks = [(NOTHING, None, FIRST)[size] for size in sizes]
    there = [0 if network is NOTHING else 2 for network in networks if network is not None]
    if there:
        assert counted([of_networks(*networks)]).neurons == np.median(there)
