from proofs_check.experiments.experiment import Effort
from proofs_check.experiments.high_dimensional import high_dimensional


def test_every_step_and_p_has_a_row():
    section = high_dimensional(Effort(seeds=1, epochs=20, exponents=("0.2", "1")))
    rows = [
        line for line in section.text.splitlines() if line.startswith(("| published ", "| old products ", "| ours "))
    ]
    assert len(rows) == 6
    assert "adamw" in section.text
    assert section.pictures["high-dimensional.svg"].startswith(b"<?xml")
    # The two steps differ, but not at p = 1, where nothing weighs the threshold.
    cells = {tuple(row.split("|")[1:3]): row.split("|")[3:] for row in rows}
    assert cells[" published ", " 1 "] == cells[" old products ", " 1 "]
    assert cells[" published ", " 0.2 "] != cells[" old products ", " 0.2 "]
