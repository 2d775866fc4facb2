from itertools import product

import mpmath

from proofs_check.checker import check_text
from proofs_check.note.examples import FEWEST_WITH_CHANGE, changing_runs, own
from tests.oracles import objective


def test_numbers__are_those_of_the_examples(book):
    text = {key: one.text for key, one in book.numbers.items()}
    assert (text["up-gaps"], text["up-knots"]) == ("1, 7, 29, 30, 16, 1", "3, 4, 3")
    assert (text["nile-knots"], text["nile-at-10"], text["nile-at-50"]) == ("76", "74", "56")
    assert (text["pt-knots"], text["pt-residual"], text["pt-exact"]) == ("16", "97/1050", "522")
    assert (text["threshold-true"], text["threshold-printed"]) == ("0.2728", "0.041")
    assert text["tiny-gaps"] == "1, 10^31, 10^31, 1"


def test_the_certificate_that_is_shown__is_accepted(book):
    text = book.numbers["peak-certificate"].text
    assert check_text(text.encode()).verdict == "accept"
    assert check_text(text.replace('"1/2", "slope', '"1/3", "slope').encode()).verdict == "reject"
    assert max(map(len, text.splitlines())) <= 100


def test_changing_runs__by_the_costs_of_the_two_maximal_matchings():
    """Without the path: outer pairs or the inner one, whichever costs less just below p = 1."""
    with mpmath.workdps(30):
        for total in range(4, FEWEST_WITH_CHANGE + 2):
            every = (gaps for gaps in product(range(1, total), repeat=4) if sum(gaps) == total)
            changing = [gaps for gaps in every if outer_less_inner(gaps, "0.99999999") > 0]
            assert changing == [gaps for gaps, _ in changing_runs(total)]
            assert (changing != []) == (total >= FEWEST_WITH_CHANGE)


def outer_less_inner(gaps, p):
    a, b, c, d = gaps
    return objective((a + b, c + d), p, 30) - objective((a, b + c, d), p, 30)


def test_changing_runs__where_the_number_of_knots_changes():
    (gaps, at), _ = changing_runs(FEWEST_WITH_CHANGE)
    low, high = at.enclosure()
    assert gaps == (1, 3, 4, 1)
    assert outer_less_inner(gaps, low) < 0 < outer_less_inner(gaps, high + (1 - high) / 100)


def test_own__is_a_source(book):
    for source in book.sources.values():
        if source.command == own(source.name):
            assert source.document == ""
    assert own("ties") in {source.command for source in book.sources.values()}
