import pytest

from proofs_check.report.figures import figures
from tests.proofs_check.report.planted import tiny


@pytest.fixture(scope="session")
def report():
    return tiny()


@pytest.fixture(scope="session")
def drawn(report):
    return figures(report["claims"])
