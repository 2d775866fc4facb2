import json
from fractions import Fraction

import pytest

from proofs_check.formal.hints import hints_for
from proofs_check.formal.reading import Given, read
from proofs_check.formal.writing import proof_file
from tests.proofs_check.formal.certificates import HONEST

LINE = Given(Fraction(0), [(Fraction(0), Fraction(5))], (Fraction(0), Fraction(5)), [], [], 0, 0, None, None)


@pytest.mark.parametrize(
    ("p", "term"),
    [(Fraction(0), "Zero"), (Fraction(37, 100), "Between 37 100"), ("0+", "ZeroPlus"), ("1-", "OneMinus")],
)
def test_proof_file__exponents(p, term):
    given = LINE._replace(p=p)
    assert f"c_exponent := {term};" in proof_file(given)


def test_proof_file__numbers():
    given = LINE._replace(minimizers=3, objective=(Fraction(1, 2), Fraction(1)), dual=["+0-", ""], many=2)
    text = proof_file(given, title="(*'*) title")
    assert text.startswith("(*  title: checked by Coq's kernel.")
    assert text.isascii()
    for line in (
        "c_minimizers := Some 3%N;",
        "c_objective := Some (1#2, 1#1)%Q |}.",
        "c_dual := [[Plus; Tie; Minus]; []];",
        "c_many := 2%N;",
        "c_minimizers := None;",
    ):
        assert (line in text) == (line != "c_minimizers := None;")
    assert "c_minimizers := None;" in proof_file(LINE)


@pytest.mark.parametrize("name", HONEST)
def test_proof_file__ends_with_a_theorem_about_the_certificate(name):
    text = proof_file(read(json.dumps(HONEST[name])))
    proved = "tolerance_proved" if name.startswith("within") else "proved"
    assert f"Theorem certified : {proved} c.\nProof. apply" in text
    assert "Admitted" not in text
    assert "Axiom" not in text


def test_proof_file__hints_are_those_told():
    given = read(json.dumps(HONEST["peak at 1/2"]))
    hints = hints_for(given)
    assert proof_file(given, hints) == proof_file(given)
    assert "h_gaps := [7]%Z;" in proof_file(given, hints._replace(gaps=[7]))
