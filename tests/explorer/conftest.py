"""One browser for the tests of a worker, and pages in it."""

import time

import pytest

from sparsest.explorer import explorer_page
from tests.explorer.browser import Browser, missing


@pytest.fixture(scope="session")
def session(tmp_path_factory):
    if reason := missing():
        pytest.skip(reason)
    browser = Browser(tmp_path_factory.mktemp("browser"))
    yield browser
    browser.close()


@pytest.fixture
def shown(session, tmp_path):
    """Open a page with data, and return the browser; at the end the page must not have complained."""

    def open_page(data=None, fragment="", **named):
        file = tmp_path / "page.html"
        file.write_text(explorer_page(data, **named), encoding="utf-8")
        session.open("about:blank")
        session.open(file.as_uri() + fragment)
        rested(session)
        return session

    yield open_page
    assert session.complaints() == []


def rested(browser):
    """Wait until nothing is left to draw."""
    for _ in range(500):
        if browser.run("return sparsest.view.settled"):
            return
        time.sleep(0.02)
    raise RuntimeError("the page does not come to rest")
