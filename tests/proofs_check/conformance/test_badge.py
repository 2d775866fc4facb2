from xml.etree import ElementTree

import pytest

from proofs_check.conformance.badge import badge
from tests.proofs_check.conformance.test_report import report_of


@pytest.mark.parametrize(
    ("outcomes", "said", "colour"),
    [
        (["exact", "optimal"], "2/2 right", "#2c7a3f"),
        (["exact", "wrong"], "1/2 right", "#a4372e"),
        (["wrong"], "0/1 right", "#777"),
        ([], "0/0 right", "#777"),
    ],
)
def test_badge__is_a_picture_that_says_the_score(outcomes, said, colour):
    picture = badge(report_of(*outcomes))
    root = ElementTree.fromstring(picture)  # noqa: S314 - it is ours
    assert said in "".join(root.itertext())
    assert colour in picture


def test_badge__names_are_text():
    report = report_of("exact")
    object.__setattr__(report.implementation, "name", "<&>")
    ElementTree.fromstring(badge(report))  # noqa: S314 - it is ours
