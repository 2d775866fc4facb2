from proofs_check.experiments.experiment import Section
from proofs_check.experiments.page import SECTIONS, experiments_page


def test_page__has_every_section_in_order():
    sections = [Section(name, name.upper(), "text\n", {}) for name in SECTIONS]
    page = experiments_page(sections)
    assert [line for line in page.splitlines() if line.startswith("## ")] == [f"## {name.upper()}" for name in SECTIONS]
    assert page.endswith("text\n")
    assert not page.endswith("\n\n")
