"""The list of what is printed: complete, in print's order, and every id in it exists."""

import re
from collections import Counter
from pathlib import Path

import pytest

from proofs_check.claims import CLAIMS
from proofs_check.errata import ERRATA
from proofs_check.printed import NOTEBOOKS, PRINTED, Printed

ROOT = Path(__file__).parents[2]
ITEMS = [item for items in PRINTED.values() for item in items]
IDS = {one.id for one in CLAIMS}
#: What print numbers or names, besides displays, footnotes and figures.
NAMED = [
    "Contribution 1", "Contribution 2", "Contribution 3", "Proposition 3.1", "Remark 1", "Theorem 3.1, item 1",
    "Theorem 3.1, item 2a", "Theorem 3.1, item 2b", "Theorem 3.1, p = 0", "Corollary 3.1.1", "Corollary 3.1.2",
    "Theorem 3.2, uniqueness", "Theorem 3.2, threshold", "Theorem 3.2, easy condition", "Proposition 4.1, existence",
    "Proposition 4.1, neurons", "Proposition 4.1, bound", "The number J of patterns", "Lemma 4.1", "Theorem 4.1",
    "Section 5", "Section 6", "Lemma A.1", "Lemma A.2", "Algorithm 1", "Checklist",
]  # fmt: skip
DISPLAYS, FOOTNOTES, FIGURES = 82, 8, 20


def spans(text, pattern):
    """Return the numbers that a heading names, "(2), (3)" and "~(13) to ~(17)"."""
    found = [int(n) for n in re.findall(pattern, text)]
    return list(range(found[0], found[-1] + 1)) if " to " in text and found else found


def displays(items):
    return [n for item in items for n in spans(item.number, r"\((\d+)\)")]


def numbered(items, word):
    numbers = (re.search(rf"{word}s? ([\d to]+)", item.number) for item in items)
    return [n for match in numbers if match for n in spans(match.group(0), r"(\d+)")]


def test_printed__has_every_display_once_and_in_order():
    assert displays(ITEMS) == list(range(1, DISPLAYS + 1))


def test_printed__has_every_footnote_and_figure():
    assert sorted(numbered(ITEMS, "Footnote")) == list(range(1, FOOTNOTES + 1))
    assert sorted(numbered(ITEMS, "Figure")) == list(range(1, FIGURES + 1))


def test_printed__has_all_that_print_names():
    numbers = [item.number for item in ITEMS]
    assert [name for name in NAMED if name not in numbers] == []
    assert [number for number, times in Counter(numbers).items() if times > 1] == []


def test_printed__sees_what_is_left_out():
    assert displays([Printed("(1)", ""), Printed("~(3) to (5)", "")]) == [1, 3, 4, 5]
    assert numbered([Printed("Figures 4 to 6", ""), Printed("Footnote 2", "")], "Figure") == [4, 5, 6]
    assert numbered([Printed("Runs for d = 50, Figure 20", "")], "Figure") == [20]


def test_printed__every_id_exists():
    assert [name for item in ITEMS for name in item.claims if name not in IDS] == []
    errata = {one.id for one in ERRATA}
    assert [name for item in ITEMS for name in item.errata if name not in errata] == []
    assert [name for names in NOTEBOOKS.values() for name in names if name not in IDS] == []


def test_printed__every_claim_of_print_and_every_erratum_stands_at_an_item():
    used = {name for item in ITEMS for name in item.claims}
    assert [one.id for one in CLAIMS if one.id not in used and not one.is_ours] == []
    assert [one.id for one in ERRATA if not any(one.id in item.errata for item in ITEMS)] == []


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.number)
def test_items__are_checked_or_say_why_not(item):
    assert bool(item.claims) != bool(item.nothing)
    assert not (item.nothing and item.unchecked)
    assert item.says.endswith(".")
    assert "\n" not in item.says


def test_notebooks__name_just_these_claims():
    files = sorted((ROOT / "notebooks").glob("[0-9]*.py"))
    assert [path.stem for path in files] == list(NOTEBOOKS)
    for path in files:
        named = set(re.findall(r'"([-\w.]+)"', path.read_text())) & IDS
        assert named == set(NOTEBOOKS[path.stem]), path.name
