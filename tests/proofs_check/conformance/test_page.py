import builtins

import pytest

from proofs_check.conformance.page import page
from proofs_check.conformance.session import run
from proofs_check.conformance.suite import load_suite
from sparsest.errors import MissingExtraError
from tests.proofs_check.conformance.given import BENDS_TEST, DOTS, TIE_TEST, solve_test, suite_of


def test_page__shows_failing_cases_and_needs_nothing_else():
    suite = load_suite(["solve:p"], only=[BENDS_TEST.id, TIE_TEST.id])
    made = run(lambda _: {"spline": DOTS}, suite=suite).html()
    assert f'{TIE_TEST.id}, solve:p, p = 1/2: <b class="bad">wrong</b>' in made
    assert TIE_TEST.case["csv"].strip() in made
    assert "&#34;slope_change&#34;: 1" in made
    assert suite.notes["Tie"].shows.split()[0] in made
    assert "http" not in made.replace("http-equiv", "")
    assert "src=" not in made


def test_page__of_nothing_that_fails_has_no_cases():
    report = run(lambda _: {"knots": 1}, suite=suite_of(solve_test()))
    assert "Failing cases" not in page(report)


def test_page__what_was_answered_is_text():
    report = run(lambda _: {"<script>": "</pre><b>"}, suite=suite_of(solve_test(csv="x,y\n0,0\n1,0\n2,1\n3,3\n")))
    assert "<script>" not in report.html()


def test_page__says_what_to_install(monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **options):
        if name == "jinja2":
            raise ModuleNotFoundError(name="jinja2")
        return real(name, *rest, **options)

    report = run(lambda _: {}, suite=suite_of())
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match="pages of the conformance suite need jinja2: pip install"):
        page(report)
