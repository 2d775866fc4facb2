"""Signs of power sums: the enclosures enclose, sums that vanish are seen to, and the zero test owes nothing to them."""

import random
from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq
from mpmath import workdps

from proofs_check import signs
from proofs_check.work import Work
from tests.proofs_check.test_checker import DIGITS, sign_of


def random_rational(rng):
    bits = rng.choice([2, 4, 20, 70, 300, 1500])
    return Fraction(rng.getrandbits(bits) + 1, rng.getrandbits(rng.choice([1, bits])) + 1)


def random_exponent(rng):
    return rng.choice(
        [
            Fraction(1, 2),
            Fraction(37, 100),
            Fraction(rng.random()) or Fraction(1, 3),
            Fraction(10**900 // 3, 10**900 + 1),
        ]
    )


def ball(a):
    return arb(fmpq(*a.as_integer_ratio()))


def enclose_ln(rng, w):
    a = random_rational(rng)
    return signs.enclose_ln(a, w), ball(a).log(), 8 * w * (2 + max(a.as_integer_ratio()).bit_length())


def enclose_exp(rng, w):
    x = rng.randint(-(40 << w), 40 << w) >> rng.randrange(w)
    value = ball(Fraction(x, 1 << w)).exp()
    return signs.enclose_exp(x, w), value, 2**12 * (1 + value) * (1 + abs(x) // 2**w)


def enclose_power(rng, w):
    a, p = random_rational(rng), random_exponent(rng)
    value = ball(a) ** ball(p)
    return signs.enclose_term(a, p, 0, w), value, 2**14 * (1 + value) * max(a.as_integer_ratio()).bit_length()


def enclose_moment(rng, w):
    a, p, order = random_rational(rng), rng.choice(["0+", "1-"]), rng.randrange(1, 5)
    value = ball(a).log() ** order if p == "0+" else ball(a) * (-ball(a).log()) ** order
    width = 2**14 * order * (1 + abs(ball(a).log())) ** order * (1 if p == "0+" else 1 + ball(a))
    return signs.enclose_term(a, p, order, w), value, width


ENCLOSURES = {"ln": enclose_ln, "exp": enclose_exp, "power": enclose_power, "moment": enclose_moment}


def outside(function, samples, narrow=lambda low, high: (low, high)):
    """How many of the enclosures miss their value, judged by balls that are far narrower; none may be absurdly wide."""
    rng, missed = random.Random(4), 0
    for k in range(samples):
        w = [128, 256, 130, 1024][k % 4]
        with ctx.workprec(w + 4000):
            (low, high), value, width = function(rng, w)
            low, high = narrow(low, high)
            missed += not (isinstance(low, int) and isinstance(high, int) and low <= value * 2**w <= high)
            assert high - low <= width + 2
    return missed


@pytest.mark.slow
@pytest.mark.parametrize("name", ENCLOSURES)
def test_enclosures_enclose(name):
    assert outside(ENCLOSURES[name], 2000) == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", ENCLOSURES)
def test_narrowed_and_shifted_enclosures_would_be_noticed(name):
    assert outside(ENCLOSURES[name], 200, lambda low, high: (low, (low + high) // 2 - 1)) > 0
    assert outside(ENCLOSURES[name], 200, lambda low, high: (high, 2 * high - low)) > 100
    assert outside(ENCLOSURES[name], 200, lambda low, high: (low - 2 * (high - low) - 1, low - 1)) > 150


VANISHING = [
    ("1/2", {"2": 1, "8": 1, "18": -1}),
    ("1/2", {"4/9": 3, "1": -2}),
    ("1/3", {"2": 1, "16": 1, "54": -1}),
    ("2/3", {"2": 4, "16": -1}),
    ("37/100", {str(2**100 * 3): 1, "3": -(2**37)}),
    ("1/2", {"2": 1, "8": 1, "18": -1, "3": 1, "12": 1, "27": -1}),
    ("3/4", {"16": 1, "1": -8}),
]


@pytest.mark.parametrize(("p", "terms"), VANISHING)
def test_power_sums_that_vanish_are_seen_to(p, terms):
    p, terms = Fraction(p), [(Fraction(a), n) for a, n in terms.items()]
    work = Work(10**8)
    assert signs.PowerSum(p, terms).sign(work) == 0
    assert signs.PowerSum(p + Fraction(1, 1000), terms).sign(work) != 0
    for a, n in (("1", Fraction(1, 10**100)), ("1", -Fraction(1, 10**100)), ("7", Fraction(-1, 10**300))):
        assert signs.PowerSum(p, [*terms, (Fraction(a), n)]).sign(work) == (1 if n > 0 else -1)


def test_roots_are_those_of_integers():
    rng = random.Random(6)
    for _ in range(500):
        m, v = rng.getrandbits(rng.choice([1, 3, 10, 60, 400])) + 1, rng.choice([1, 2, 3, 5, 37, 100, 1000, 10**999])
        root = signs._root(m, v)
        assert root >= 1
        assert root == 1 or root**v <= m
        assert v > m.bit_length() or (root + 1) ** v > m
        power, v = rng.getrandbits(60) + 2, min(v, 100)
        if v > 1:
            assert [signs._root(power**v + k, v) for k in (-1, 0, 1)] == [power - 1, power, power]


# Values that no enclosure has; the second and third hide every sign, so that the zero test has to decide.
BROKEN = {
    "error": lambda *_: 1 // 0,
    "around 0": lambda *_: (-(1 << 300), 1 << 300),
    "two integers": lambda *_: (-3, 5),
}


@pytest.mark.parametrize("name", ["enclose_term", "enclose_ln", "enclose_exp"])
@pytest.mark.parametrize("fault", BROKEN)
def test_the_zero_test_owes_nothing_to_the_enclosures(monkeypatch, name, fault):
    monkeypatch.setattr(signs, name, BROKEN[fault])
    work = Work(10**9)
    for p, terms in VANISHING:
        terms = [(Fraction(a), n) for a, n in terms.items()]
        assert signs._is_0(terms, Fraction(p), 0, work)
        assert not signs._is_0(terms, Fraction(p) + Fraction(1, 1000), 0, work)
        assert not signs._is_0([*terms, (Fraction(7), Fraction(1, 10**300))], Fraction(p), 0, work)
        if name == "enclose_term" and fault != "error":
            assert signs.PowerSum(Fraction(p), terms).sign(work) == 0


@pytest.mark.parametrize(
    ("p", "terms", "sign"),
    [
        ("0+", {"2": 1, "3": -1}, -1),
        ("0+", {"2": 1, "3": 1, "6": -1}, 1),
        ("0+", {"2": 1, "3": 1, "6": -1, "1": -1}, -1),  # order 2 decides: -2 ln 2 ln 3
        ("0+", {"4": 1, "2": -2, "1": 1}, 1),
        ("0+", {"1": 1, "16": 1, "32": 1, "2": -1, "4": -1, "64": -1}, -1),  # orders 0, 1, 2 vanish identically
        ("0+", {str(10**60): 1, str(10**60 + 1): -1}, -1),
        ("1-", {"4": 1, "2": -4, "1": 4}, 1),  # (2^p - 2)^2
        ("1-", {"8": 1, "4": -6, "2": 12, "1": -8}, -1),  # (2^p - 2)^3
        ("1-", {"2": 1, "1": -2}, -1),
        ("1-", {"1/9": 9, "1/3": -6, "1": 1}, 1),  # (1 - 3 * 3^-p)^2
    ],
)
def test_signs_next_to_0_and_1(p, terms, sign):
    terms = [(Fraction(a), n) for a, n in terms.items()]
    assert signs.PowerSum(p, terms).sign(Work(10**8)) == sign
    with workdps(DIGITS):
        assert sign_of(terms, p) == sign
    assert signs.PowerSum(p, [(a, -n) for a, n in terms]).sign(Work(10**8)) == -sign
    assert signs.PowerSum(p, terms + [(a, -n) for a, n in terms]).sign(Work(10**8)) == 0
