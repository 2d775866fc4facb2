"""Which claims are meant, and at which exponents."""

import re

import pytest

from proofs_check.claims import CLAIMS
from proofs_check.running.choosing import chosen, read_exponents, suitable
from sparsest import Dataset, Points, UsageError

PLANE = Points([[0, 0], [0, 1], [1, 0]], [1, 2, 0])


def test_chosen_and_exponents():
    assert chosen([]) == CLAIMS
    with pytest.raises(UsageError, match=r"'theorem-9'; there are .*theorem-3\.1-1"):
        chosen(["theorem-9"])
    for wrong in ("0", "0+", "1-", "1", "3/2", "half"):
        with pytest.raises(UsageError, match=r"rationals in \(0, 1\)"):
            read_exponents([wrong])


def test_suitable__claims_about_several_inputs_are_for_small_data():
    small, large = Dataset([0, 1, 2], [0, 1, 0]), Dataset(range(7), [0, 1, 0, 1, 0, 1, 0])
    assert suitable(CLAIMS, small) == suitable(CLAIMS, PLANE) == CLAIMS
    assert {one.scope for one in suitable(CLAIMS, large)} == {"one input"}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (["theorem-3.1"], ["theorem-3.1-1", "theorem-3.1-2a", "theorem-3.1-2b", "theorem-3.1-p0"]),
        (["theorem-3.1-2"], ["theorem-3.1-2a", "theorem-3.1-2b"]),
        (["theorem-3.1-1"], ["theorem-3.1-1"]),
        (["inequality"], ["inequality-76", "inequality-78"]),
        (["lemma-a", "lemma-a.1", "lemma"], ["lemma-a.1", "lemma-a.2", "lemma-4.1", "lemma-4.1-values"]),
        (["theorem-c", "theorem-3.1-1"], ["theorem-c", "theorem-3.1-1"]),
    ],
)
def test_chosen__an_id_or_the_beginning_of_several(given, found):
    assert [one.id for one in chosen(given)] == found


@pytest.mark.parametrize(
    "name", ["", "theorem-", "theorem-3.", "theo", "theorem-3.1-p", "lemma-a.1-", "Theorem-3.1", "-", "."]
)
def test_chosen__a_beginning_that_ends_within_a_word_is_none(name):
    with pytest.raises(UsageError, match=f"no claim named '{re.escape(name)}'; there are proposition-3.1, "):
        chosen([name])


def test_chosen__a_full_id_stands_for_itself_alone():
    assert [one.id for one in chosen(["theorem-4.1"])] == ["theorem-4.1"]
    assert [one.id for one in chosen(["theorem-4"])] == ["theorem-4.1", "theorem-4.1-vertices"]
