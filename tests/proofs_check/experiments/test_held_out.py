from proofs_check.experiments.experiment import Effort, trained_ends
from proofs_check.experiments.held_out import CHOSEN_ON, HELD_OUT, drawn_sets, held_out
from sparsest.training import RECIPES


def test_sets__are_not_those_chosen_on():
    ours = drawn_sets(HELD_OUT, 20)
    assert HELD_OUT not in CHOSEN_ON
    assert all(data not in ours for draw in CHOSEN_ON for data in drawn_sets(draw, 20))
    assert {len(data) for data in ours} <= set(range(6, 13))


def test_rows__count_the_runs():
    section = held_out(Effort(seeds=8, epochs=300, data_sets=2))
    rows = {line.split("|")[1].strip(): line.split("|")[2:-1] for line in section.text.splitlines() if line[:1] == "|"}
    assert rows["ours"][0].strip() == "4"
    sets = drawn_sets(HELD_OUT, 2)
    ends = [
        trained_ends(data, "0.4", RECIPES["kinks"], range(1000 * k, 1000 * k + 2), 300) for k, data in enumerate(sets)
    ]
    optimal = sum(bool(end.optimal) for own in ends for end in own.ends) / 4
    best = sum(any(end.optimal for end in own.ends) for own in ends) / 2
    assert [rows["ours"][k].strip() for k in (6, 7)] == [f"{100 * optimal:.3g}%", f"{100 * best:.3g}%"]
    assert "greedy" in section.text
