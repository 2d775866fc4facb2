"""The errata: each search confirms, and would not if the statement were right or the repair wrong."""

from dataclasses import replace
from pathlib import Path

import pytest

from proofs_check.claims import claim
from proofs_check.errata import ERRATA
from proofs_check.errata.erratum import Erratum, ErratumResult, ErratumSearch, Standing
from proofs_check.errata.render import erratum_section
from sparsest.multivariate.threshold import thresholds
from sparsest.points import Points

SEARCHED = [one for one in ERRATA if one.search is not None]
DOCUMENT = Path(__file__).parents[3] / "paper" / "errata.md"
#: Searches that take about a second.
LONG = {"E6", "E7", "E12", "E16", "E17"}


def ids(one):
    return one.id


@pytest.mark.parametrize(
    "one",
    [pytest.param(one, id=one.id, marks=[pytest.mark.slow] * (one.id in LONG)) for one in SEARCHED],
)
def test_errata__a_true_statement_or_a_false_repair_is_not_confirmed(one):
    if one.needs:
        pytest.importorskip(one.needs)
    for changed in (
        replace(one.search, printed=one.search.repaired),
        replace(one.search, repaired=one.search.printed),
    ):
        assert replace(one, search=changed).examine().standing is Standing.REFUTED


@pytest.mark.slow
@pytest.mark.parametrize("one", ERRATA, ids=ids)
def test_errata__are_confirmed_by_their_search_and_the_document_says_so(one):
    """`make errata` writes it; an erratum that needs a package that is not here cannot be looked up anew."""
    result = one.examine()
    if one.needs and result.standing is Standing.NOT_EXAMINED:
        assert f"## {one.id}. {one.where}" in DOCUMENT.read_text()
        return
    assert erratum_section(one, result) in DOCUMENT.read_text()
    if one.search is not None:
        assert result.standing is Standing.CONFIRMED
        assert result.example


def test_document__has_no_erratum_that_was_not_examined():
    text = DOCUMENT.read_text().lower()
    assert text.count("| confirmed |") + text.count("| recorded |") == len(ERRATA)
    assert not any(mark in text for mark in ("| not examined |", "**not examined"))


@pytest.mark.parametrize("one", ERRATA, ids=ids)
def test_errata__name_claims_that_exist(one):
    for name in one.claims:
        assert claim(name).statement


@pytest.mark.parametrize("one", SEARCHED, ids=ids)
def test_searches__look_at_small_candidates_first(one):
    """So what is found first is a smallest failure: no smaller candidate fails."""
    sizes = [one.search.size(candidate) for candidate in one.search.candidates()]
    assert sizes == sorted(sizes)
    assert len(sizes) > 1


def test_errata__are_numbered_without_holes():
    assert [one.id for one in ERRATA] == [f"E{k}" for k in range(1, len(ERRATA) + 1)]


def test_e7__the_critical_exponents_it_states():
    """(8) has 0.2728...; in (2) three points have one gap, and no choice."""
    assert thresholds(Points([[-3], [4], [5]], [2, -2, 3])).to_json(5)["critical_exponent"] == ["0.27289", "0.27290"]


def erratum(search, needs=""):
    return Erratum(id="E0", where="", printed="", fails="", repair="", theorem="", search=search, needs=needs)


def test_examine__without_a_search_nothing_is_said():
    assert erratum(None).examine() == ErratumResult(Standing.NOT_EXAMINED)


def test_examine__a_missing_package_is_not_a_confirmation_and_another_error_is_not_hidden():
    def needs_a_package(_):
        raise ModuleNotFoundError("no", name="splineops.part")

    search = ErratumSearch("", lambda: [1], needs_a_package, lambda _: True, str, abs)
    assert erratum(search, "splineops").examine().standing is Standing.NOT_EXAMINED
    with pytest.raises(ModuleNotFoundError):
        erratum(search, "numpy").examine()


def test_examine__nothing_to_look_at_confirms_nothing():
    assert (
        erratum(ErratumSearch("", list, lambda _: False, lambda _: True, str, abs)).examine().standing
        is Standing.REFUTED
    )
