import pytest

from proofs_check.experiments.experiment import Effort
from proofs_check.experiments.peak_plateau import PEAK_PLATEAU, peak_plateau
from sparsest import Dataset
from sparsest.training import RECIPES, train
from sparsest.univariate.local import local_minimizers


def test_data__are_those_of_print_and_have_one_local_minimum():
    assert Dataset(range(-2, 4), [0, 0, 1, 1, 0, 0]) == PEAK_PLATEAU
    assert local_minimizers(PEAK_PLATEAU).count == 1


@pytest.mark.slow
def test_rows__are_what_training_gives():
    section = peak_plateau(Effort(seeds=3, epochs=400, exponents=("0.4",)))
    rows = [line.split("|") for line in section.text.splitlines() if line.startswith("| kinks kept | 0.4 ")]
    assert len(rows) == 1
    runs = train(
        list(range(-2, 4)), [0, 0, 1, 1, 0, 0], "0.4", seeds=range(3), epochs=400, recipe=RECIPES["repaired"]
    ).runs
    worst = [
        max(abs(run.network([[x]])[0] - y) for x, y in zip(range(-2, 4), [0, 0, 1, 1, 0, 0], strict=True))
        for run in runs
    ]
    assert rows[0][9].strip() == f"{sorted(worst)[1]:.2g}"
    assert "--seeds 3 --epochs 400" in section.text
    assert section.pictures["peak-plateau.svg"].startswith(b"<?xml")
