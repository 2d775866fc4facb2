import pytest

from proofs_check.report.figures import figures
from proofs_check.report.write import render as write_report
from tests.proofs_check.report.planted import tiny


@pytest.fixture(scope="session")
def report():
    return tiny()


@pytest.fixture(scope="session")
def drawn(report):
    return figures(report["claims"])


@pytest.fixture(scope="session")
def folder(report, tmp_path_factory):
    folder = tmp_path_factory.mktemp("paper")
    write_report(dict(report), folder)
    return folder
