from proofs_check.errata import ERRATA
from proofs_check.errata.erratum import ErratumResult, Standing
from proofs_check.errata.render import errata_page, erratum_section


def test_entry__says_refuted_where_the_search_says_so():
    text = erratum_section(ERRATA[0], ErratumResult(Standing.REFUTED, "", 7))
    assert "**Refuted.**" in text
    assert "*Smallest example:* none." in text
    assert "(7 cases)" in text


def test_markdown__lists_every_erratum_in_its_table():
    unexamined = [one for one in ERRATA if one.search is None]
    text = errata_page(unexamined)
    assert text.count("| not examined |") == len(unexamined) > 0
