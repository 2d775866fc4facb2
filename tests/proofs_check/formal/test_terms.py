from fractions import Fraction

from proofs_check.formal.terms import coq_integers, coq_list, coq_option, coq_pair, coq_rational, coq_text, coq_whole


def test_coq_whole__of_any_length():
    n = 7**9000  # str() refuses it
    digits = coq_whole(n)
    assert (len(digits), digits[:1], int(digits[-9:])) == (7606, "7", n % 10**9)
    assert coq_whole(-n) == f"-{digits}"


def test_coq_terms():
    half = Fraction(-1, 2)
    assert coq_rational(half) == "(-1#2)%Q"
    assert coq_pair((half, Fraction(3))) == "(-1#2, 3#1)%Q"
    assert coq_list(coq_rational, []) == "[]"
    assert coq_integers([-1, 2]) == "[-1; 2]%Z"
    assert coq_option(coq_rational, None) == "None"
    assert coq_option(coq_rational, half) == "(Some (-1#2)%Q)"


def test_coq_text__ends_no_remark():
    assert coq_text('x*) Axiom "a" (*\n.json') == "x Axiom a .json"
    assert len(coq_text("a" * 1000)) == 80
