from proofs_check.errata import ERRATA
from proofs_check.errata.erratum import ErratumResult, Standing
from proofs_check.errata.render import errata_page, erratum_section


def test_entry__says_refuted_where_the_search_says_so():
    text = erratum_section(ERRATA[0], ErratumResult(Standing.REFUTED, "", 7))
    assert "**Refuted.**" in text
    assert "*Smallest example:* none." in text
    assert "(7 cases)" in text


def test_markdown__lists_every_erratum_in_its_table():
    recorded = [one for one in ERRATA if one.search is None]
    text = errata_page(recorded)
    assert text.count("| recorded |") == len(recorded) > 0
    assert text.count("- *Read:* github.com/") == len(recorded)


def test_entry__says_what_was_withdrawn():
    withdrawn = [one for one in ERRATA if one.withdrawn]
    assert [one.id for one in withdrawn] == ["E3"]
    assert f"- *Withdrawn:* {withdrawn[0].withdrawn}\n" in erratum_section(
        withdrawn[0], ErratumResult(Standing.CONFIRMED)
    )
    assert "*Withdrawn:*" not in erratum_section(ERRATA[0], ErratumResult(Standing.CONFIRMED))
