"""How far a search has come, in words."""

from sparsest.multivariate.status import Status


def test_status__in_words():
    assert str(Status(3, None, 1200)) == "proved at least 3, found None; 1,200 nodes"
