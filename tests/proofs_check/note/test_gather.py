import re

import pytest

from proofs_check.experiments.page import SECTIONS
from proofs_check.note.drawing import FIGURES, RECORDED
from proofs_check.note.gather import gather
from sparsest import UsageError

from .conftest import ROOT


def test_gather__every_source_has_a_command_and_numbers_or_a_table(book):
    shown = {one.source for one in (*book.numbers.values(), *book.tables.values())}
    assert shown == set(book.sources)
    assert all(source.command for source in book.sources.values())


def test_gather__away_from_a_checkout(tmp_path):
    with pytest.raises(UsageError, match=r"docs/benchmarks.md: .*; the note is made in a checkout"):
        gather(tmp_path)


def unknown(command):
    """Return what of a command there is not: a benchmark, an experiment, a target, a file, a source."""
    first, *rest = command.split()
    if first == "make":
        known = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
        return [name for name in rest if name not in known]
    if rest[:2] == ["-m", "tests.bench"]:
        text = "".join(file.read_text() for file in (ROOT / "tests" / "bench").glob("*.py"))
        return [name for name in rest[2:] if f'"{name}": bench_' not in text]
    if rest[:2] == ["-m", "proofs_check.experiments"]:
        return [name for name in rest[3:4] if name not in SECTIONS]
    return [name for name in rest if "/" in name and name != "1/2" and not (ROOT / name).is_file()]


def test_commands__name_what_there_is(book):
    commands = [
        *(one.command for one in book.sources.values()),
        *FIGURES.values(),
        *(one for one, _ in RECORDED.values()),
    ]
    assert {command: unknown(command) for command in commands if unknown(command)} == {}


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("make tea", "tea"),
        ("python -m tests.bench slow-large", "slow-large"),
        ("python -m proofs_check.experiments --only peaks --seeds 3", "peaks"),
        ("sparsest solve data/none.csv --p 1/2", "data/none.csv"),
    ],
)
def test_commands__what_there_is_not_is_seen(command, name):
    assert unknown(command) == [name]
