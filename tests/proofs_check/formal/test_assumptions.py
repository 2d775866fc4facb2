import pytest

from proofs_check.formal import assumptions
from proofs_check.formal.assumptions import allowed, axioms_in, of_statements, refuse_others
from proofs_check.formal.development import CoqError
from tests.proofs_check.formal.certificates import THEORIES, needs_coq


def test_refuse_others__an_axiom_that_is_not_allowed():
    with pytest.raises(CoqError, match=r"theorem_B rests on choice, planted, which assumptions[.]txt does not name"):
        refuse_others({"theorem_A": {"classic"}, "theorem_B": {"classic", "planted", "choice"}}, {"classic"})


def test_refuse_others__an_idle_one():
    with pytest.raises(CoqError, match=r"assumptions[.]txt names choice, on which no theorem rests"):
        refuse_others({"theorem_A": {"classic"}, "theorem_B": set()}, {"classic", "choice"})


def test_axioms_in():
    text = "Closed under the global context\nAxioms:\nReals.x : R\nlong_name\n  : forall n,\n    n = n\n"
    assert axioms_in(text) == [set(), {"Reals.x", "long_name"}]
    assert axioms_in("") == []


def test_of_statements__each_is_asked_about(tmp_path, monkeypatch):
    (tmp_path / "Statements.v").write_text("Theorem a : True.\nPrint Assumptions a.\nTheorem b : True.\n")
    with pytest.raises(CoqError, match=r"states \['a', 'b'\] and asks for the assumptions of \['a'\]"):
        of_statements(tmp_path)
    (tmp_path / "Statements.v").write_text("Theorem a : True.\nPrint Assumptions a.\n")
    monkeypatch.setattr(assumptions, "run_coqc", lambda *_: "Axioms:\nplanted : False\n")
    assert of_statements(tmp_path) == {"a": {"planted"}}


@needs_coq
@pytest.mark.slow
def test_of_statements__of_the_development():
    found = of_statements(THEORIES)
    refuse_others(found, allowed())
    with pytest.raises(CoqError, match=r"which assumptions[.]txt does not name"):
        refuse_others(found, allowed() - {"Classical_Prop.classic"})
