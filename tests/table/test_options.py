import math

import pytest

from sparsest import UsageError
from sparsest.table.options import DELIMITERS, check_options, delimiter_of, skipped


def test_delimiter_of__names_and_signs():
    assert {delimiter_of(name) for name in DELIMITERS.values()} == set(DELIMITERS)
    assert [delimiter_of(text) for text in ("\\t", "pipe", "space", ":", "/")] == ["\t", "|", " ", ":", "/"]


@pytest.mark.parametrize(
    "text", ["", "x", "5", "ab", "\n", '"', ".", "-", "+", "\0", "\x1b", "\x1f", "\u2028", "\u202e"]
)
def test_delimiter_of__refuses_what_cannot_separate_numbers(text):
    with pytest.raises(UsageError, match="delimiter"):
        delimiter_of(text)


def test_skipped__ranges():
    assert skipped(None) == []
    assert skipped(["1", 4, "7-9"]) == [(1, 1), (4, 4), (7, 9)]
    assert skipped(" 2 , 5 - ") == [(2, 2), (5, math.inf)]


@pytest.mark.parametrize("text", ["0", "a", "3-2", "-3", "1.5", "", "99999999999"])
def test_skipped__refuses_what_is_no_line_number(text):
    with pytest.raises(UsageError, match="skip"):
        skipped(text)


@pytest.mark.parametrize(
    ("options", "part"),
    [
        ({"delimeter": ";"}, "delimeter"),
        ({"decimal": ";"}, "decimal"),
        ({"missing": "ignore"}, "missing"),
        ({"header": "yes"}, "header"),
        ({"encoding": "martian"}, "martian"),
        ({"encoding": 8}, "encoding"),
        ({"comment": "# #"}, "comment"),
        ({"delimiter": "\x1b"}, "delimiter"),
    ],
)
def test_check_options__names_the_option_and_its_value(options, part):
    with pytest.raises(UsageError, match=part):
        check_options(options)
