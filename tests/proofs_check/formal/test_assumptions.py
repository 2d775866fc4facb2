import pytest

from proofs_check.formal import assumptions
from proofs_check.formal.assumptions import allowed, axioms_in, of_statements, refuse_others
from proofs_check.formal.development import CoqError
from tests.proofs_check.formal.certificates import THEORIES, needs_coq

STATED = (
    "Theorem a : True.\nTheorem b : True.\nDefinition every_theorem :=\n  ({}).\nPrint Assumptions every_theorem.\n"
)


def test_refuse_others__an_axiom_that_is_not_allowed():
    with pytest.raises(CoqError, match=r"rest on choice, planted, which assumptions[.]txt does not name"):
        refuse_others({"classic", "planted", "choice"}, {"classic"})


def test_refuse_others__an_idle_one():
    with pytest.raises(CoqError, match=r"assumptions[.]txt names choice, on which no theorem rests"):
        refuse_others({"classic"}, {"classic", "choice"})


def test_axioms_in():
    text = "Warning: a : b\nAxioms:\nReals.x : R\nlong_name\n  : forall n,\n    n = n\n"
    assert axioms_in(text) == {"Reals.x", "long_name"}
    assert axioms_in("Closed under the global context\n") == set()


def test_of_statements__each_is_asked_about(tmp_path, monkeypatch):
    monkeypatch.setattr(assumptions, "run_coqc", lambda *_: "Axioms:\nplanted : False\n")
    (tmp_path / "Statements.v").write_text(STATED.format("a,\n b"))
    assert of_statements(tmp_path) == {"planted"}
    for asked in ("a", "b, a", "a, b, c"):
        (tmp_path / "Statements.v").write_text(STATED.format(asked))
        with pytest.raises(CoqError, match=r"states \['a', 'b'\] and asks for the assumptions of"):
            of_statements(tmp_path)
    (tmp_path / "Statements.v").write_text(STATED.format("a, b").replace("Print", "(* Print"))
    with pytest.raises(CoqError, match=r"the assumptions of \[\]"):
        of_statements(tmp_path)


@needs_coq
@pytest.mark.slow
def test_of_statements__of_the_development():
    found = of_statements(THEORIES)
    refuse_others(found, allowed())
    with pytest.raises(CoqError, match=r"which assumptions[.]txt does not name"):
        refuse_others(found, allowed() - {"Classical_Prop.classic"})
