"""The checker of least prices: honest certificates are accepted, and forged, edited or hostile ones never.

What is true of small data is told by `tests/multivariate/price_oracle.py`, which shares no code with checker or solver.
"""

import json
import os
import random
import resource
import subprocess
import sys
import time
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf, workdps

from proofs_check import checker, fan, loads, parts, price_checker, shares, windows
from proofs_check.checker import Verdict
from proofs_check.network_checker import NETWORK_AUDITS
from proofs_check.verify import check_certificate, check_file, check_text
from sparsest.multivariate.solve import solve_network
from sparsest.points import Points
from tests.multivariate.price_oracle import candidates, compare, least_networks
from tests.multivariate.strategies import labelled
from tests.proofs_check.editing import add, drop, edited, swap

CHECKER = Path(price_checker.__file__)
KNOWN = {}  # minimisers of problems that were solved before
EXPONENTS = ["1/2", "1/3", "9/10", "1/10", "0+"]


# --- the producer: brute force ----------------------------------------------------------------------------------------


def number(p):
    return p if p == "0+" else Fraction(p)


def enclosed(weights, p, digits=20):
    """Two decimals with the price between them; None at "0+"."""
    if p == "0+":
        return None
    with workdps(digits + 40):
        exponent = mpf(Fraction(p).numerator) / Fraction(p).denominator
        total = sum(((mpf(a.numerator) / a.denominator) ** exponent for a in weights), mpf(0))
        scaled = int(mp.floor(total * 10**digits))
    return [f"{v // 10**digits}.{v % 10**digits:0{digits}}" for v in (max(scaled - 1, 0), scaled + 2)]


def certificate(x, y, p, pick=0, network=None):
    """An honest certificate; or one that claims this network to be the only one of least price."""
    key = f"{x} {y} {p}"
    if network is None and key not in KNOWN:
        KNOWN[key] = sorted(least_networks(x, y, number(p)), key=str)
    networks = KNOWN[key] if network is None else [network]
    chosen = networks[pick % len(networks)]
    weights = [abs(a) for _, vector in chosen for a in vector if a]
    neurons = [
        {"output_weight": str(s), "input_weights": [str(s * a) for a in vector[:-1]], "bias": str(s * vector[-1])}
        for s, vector in sorted(chosen)
    ]
    return {
        "format": "sparsest/price-certificate/1",
        "problem": {
            "dimension": len(x[0]),
            "p": p,
            "points": [
                [[str(Fraction(a)) for a in row], str(Fraction(v))] for row, v in sorted(zip(x, y, strict=True))
            ],
        },
        "network": {"neurons": neurons},
        "claim": {"minimizers": str(len(networks)), "parameters": len(weights), "objective": enclosed(weights, p)},
    }


DATA = {
    "triangle": ([[0], [1], [2]], [0, 1, 0]),
    "four minimisers": ([[0, 0], [0, 1], [1, 0]], [1, 2, 0]),
    "collinear": ([[0, 0], [1, 1], [2, 2]], [1, -1, 1]),
    "ties": ([[0], [1], [2], [4]], [1, -1, 2, 1]),
    "fractions": ([[Fraction(1, 3)], [1], [Fraction(5, 2)]], [2, Fraction(-1, 5), 3]),
    "one point": ([[3]], [2]),
    "one point at 0": ([[0, 0]], [-2]),
    "zero labels": ([[0], [1]], [0, 0]),
    "some zero labels": ([[0, 1], [1, 1], [2, 0]], [0, 5, 0]),
    "few points in space": ([[0, 0, 1], [1, 0, 0]], [1, 2]),
    "repeated coordinates": ([[0, 0], [0, 1], [0, 2]], [1, 0, 2]),
}
TRIANGLE = certificate(*DATA["triangle"], "1/2")
NEAR_0 = certificate(*DATA["ties"], "0+")
FOUR = certificate(*DATA["four minimisers"], "1/2")
EMPTY = certificate(*DATA["zero labels"], "1/3")
OTHERS_X, OTHERS_Y = [[-3], [-2], [3]], [3, -4, 2]  # other minimisers at 1/10 than at 9/10


# --- 1. honest certificates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("p", EXPONENTS)
@pytest.mark.parametrize("name", DATA)
def test_check_certificate__honest_ones_are_accepted(name, p):
    for pick in range(3):
        cert = certificate(*DATA[name], p, pick)
        assert check_certificate(cert) == Verdict("accept", 4, "Q12", "all clauses hold")
    assert check_text(json.dumps(cert)).verdict == "accept"


@settings(max_examples=25)
@given(labelled(max_points=3, max_dimension=2), st.sampled_from(EXPONENTS))
def test_check_certificate__random_honest_ones_are_accepted(points, p):
    cert = certificate(points.x, points.y, p)
    assert check_certificate(cert).verdict == "accept"
    for minimizers in (int(cert["claim"]["minimizers"]) + 1, int(cert["claim"]["minimizers"]) - 1):
        forged = check_certificate(edited(cert, "claim.minimizers", str(minimizers)))
        assert (forged.verdict, forged.clause) == ("reject", "Q12" if minimizers else "Q08")


@pytest.mark.slow
@pytest.mark.parametrize("p", ["1/1000", "999/1000", f"1/{10**12}", f"1/{10**900}", f"{10**900 - 1}/{10**900}"])
def test_check_certificate__extreme_exponents(p):
    near = "0+" if Fraction(p) < Fraction(1, 2) else "999/1000"
    for name in ("triangle", "collinear"):
        claim = certificate(*DATA[name], near)
        price = claim["claim"]["parameters"] if near == "0+" else 0
        honest = edited(edited(claim, "problem.p", p), "claim.objective", [str(max(price - 1, 0)), "99"])
        assert check_certificate(honest).verdict == "accept"
        assert check_certificate(edited(honest, "claim.minimizers", "7")).clause == "Q12"


@pytest.mark.slow
@pytest.mark.parametrize(("many", "d", "p"), [(6, 1, "1/2"), (6, 1, "0+"), (4, 2, "9/10"), (4, 2, "0+")])
def test_check_certificate__random_data_within_the_default_limit(many, d, p):
    rng = random.Random(many)
    x = [[Fraction(rng.randint(-100, 100), 100) for _ in range(d)] for _ in range(many)]
    solution = solve_network(Points(x, [Fraction(rng.randint(-100, 100), 100) for _ in range(many)]), p)
    start = time.process_time()
    assert check_certificate(solution.certificate()).verdict == "accept"
    assert time.process_time() - start < 20


@pytest.mark.slow
def test_check_certificate__floats_as_data():
    """Denominators of 2^53 cost more, but not the whole limit."""
    rng = random.Random(1)
    points = Points([[rng.random(), rng.random()] for _ in range(3)], [rng.random() for _ in range(3)])
    assert check_certificate(solve_network(points, 0.3).certificate(), work=25_000_000).verdict == "accept"


@pytest.mark.slow
@pytest.mark.parametrize("p", ["1/2", "0+"])
def test_check_certificate__same_vectors_with_other_signs_are_another_network(p):
    square = Points([[-1, -1], [-1, 1], [1, -1], [1, 1]], [-1, 0, 0, 1])
    cert = solve_network(square, p).certificate()
    assert cert["claim"]["minimizers"] == "2"
    assert check_certificate(cert).verdict == "accept"


def test_check_text__other_formats_and_too_little_work():
    assert check_text('{"format": "sparsest/network-certificate/1"}').clause == "N02"
    assert check_text('{"format": "sparsest/certificate/1"}').clause == "C02"
    assert checker.check_certificate(TRIANGLE, audits=NETWORK_AUDITS).clause == "C02"
    assert check_certificate(TRIANGLE, work=3000) == Verdict(
        "undecided", 2, "Q11", "the work limit was met: 3000 steps; --work N allows more"
    )


def test_main__verdicts_and_exit_codes(tmp_path):
    file = tmp_path / "certificate.json"
    for cert, code, words in (
        (TRIANGLE, 0, "accept: Q12"),
        (edited(TRIANGLE, "claim.minimizers", "2"), 1, "reject: Q12"),
    ):
        file.write_text(json.dumps(cert))
        assert check_file(file).clause == "Q12"
        command = [sys.executable, "-m", "proofs_check.price_checker", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CHECKER.parents[1])
        assert (done.returncode, done.stdout[: len(words)]) == (code, words)


# --- 2. forged certificates ------------------------------------------------------------------------------------------


FORGED = [
    ("Q03", TRIANGLE, "problem", add("note")),
    ("Q03", TRIANGLE, "problem", drop("p")),
    ("Q03", TRIANGLE, "problem", []),
    ("Q03", TRIANGLE, "problem.dimension", True),
    ("Q03", TRIANGLE, "problem.dimension", 0),
    ("Q03", TRIANGLE, "problem.dimension", "1"),
    ("Q03", TRIANGLE, "problem.p", "0"),
    ("Q03", TRIANGLE, "problem.p", "1"),
    ("Q03", TRIANGLE, "problem.p", "1-"),
    ("Q03", TRIANGLE, "problem.p", "-1/2"),
    ("Q03", TRIANGLE, "problem.p", "2/4"),
    ("Q03", TRIANGLE, "problem.p", "0.5"),
    ("Q03", TRIANGLE, "problem.p", None),
    ("Q03", TRIANGLE, "problem.p", "1/" + "9" * 1001),
    ("Q04", TRIANGLE, "problem.points", []),
    ("Q04", TRIANGLE, "problem.points", {}),
    ("Q04", TRIANGLE, "problem.dimension", 2),
    ("Q04", TRIANGLE, "problem.points.1", [["1"]]),
    ("Q04", TRIANGLE, "problem.points.1.0", "1"),
    ("Q04", TRIANGLE, "problem.points.1.0.0", 1),
    ("Q04", TRIANGLE, "problem.points.1.1", "-0"),
    ("Q04", TRIANGLE, "problem.points.1.1", "1" * 1001),
    ("Q05", TRIANGLE, "problem.points", swap(0, 1)),
    ("Q05", TRIANGLE, "problem.points.1.0.0", "0"),
    ("Q05", FOUR, "problem.points", swap(0, 1)),
    ("Q06", TRIANGLE, "network", add("affine")),
    ("Q06", TRIANGLE, "network.neurons", {}),
    ("Q06", TRIANGLE, "network.neurons.0", drop("bias")),
    ("Q06", TRIANGLE, "network.neurons.0.input_weights", ["1", "0"]),
    ("Q06", TRIANGLE, "network.neurons.0.input_weights.0", "1" * 20001),
    ("Q06", TRIANGLE, "network.neurons.0.output_weight", 1),
    ("Q07", TRIANGLE, "network.neurons", drop(0)),
    ("Q07", TRIANGLE, "network.neurons.0.output_weight", "2"),
    ("Q07", TRIANGLE, "network.neurons.0.bias", "-1999/1000"),
    ("Q07", TRIANGLE, "problem.points.2.1", "1/1000"),
    ("Q07", EMPTY, "problem.points.1.1", "1"),
    ("Q08", TRIANGLE, "claim", drop("objective")),
    ("Q08", TRIANGLE, "claim.minimizers", 1),
    ("Q08", TRIANGLE, "claim.minimizers", "0"),
    ("Q08", TRIANGLE, "claim.minimizers", "infinite"),
    ("Q08", TRIANGLE, "claim.parameters", True),
    ("Q08", TRIANGLE, "claim.parameters", -1),
    ("Q08", TRIANGLE, "claim.parameters", "3"),
    ("Q08", TRIANGLE, "claim.objective", None),
    ("Q08", TRIANGLE, "claim.objective", ["3"]),
    ("Q08", TRIANGLE, "claim.objective.0", 3),
    ("Q08", TRIANGLE, "claim.objective.0", "-3"),
    ("Q08", TRIANGLE, "claim.objective.0", "3."),
    ("Q08", TRIANGLE, "claim.objective.0", "0." + "1" * 20000),
    ("Q08", NEAR_0, "claim.objective", ["0", "9"]),
    ("Q09", TRIANGLE, "claim.parameters", 2),
    ("Q09", TRIANGLE, "claim.parameters", 4),
    ("Q09", EMPTY, "claim.parameters", 1),
    ("Q10", TRIANGLE, "claim.objective.0", "3.82842712474619009761"),
    ("Q10", TRIANGLE, "claim.objective.1", "3.82842712474619009760"),
    ("Q10", TRIANGLE, "claim.objective", swap(0, 1)),
    ("Q10", EMPTY, "claim.objective.0", "0.00000000000000000001"),
    ("Q12", TRIANGLE, "claim.minimizers", "2"),
    ("Q12", FOUR, "claim.minimizers", "3"),
    ("Q12", FOUR, "claim.minimizers", "5"),
    ("Q12", NEAR_0, "claim.minimizers", "1"),
    ("Q12", EMPTY, "claim.minimizers", "2"),
]


def network(*neurons):
    """Neurons as (sign of v, vector v w)."""
    return frozenset((s, tuple(map(Fraction, vector))) for s, *vector in neurons)


# Interpolating networks that cost more than others, all other claims being true.
DEARER = {
    "a neuron that does nothing": ([[0], [1]], [0, 0], "1/3", network((1, 1, -2))),
    "three neurons for two": ([[0], [1], [2]], [0, 1, 0], "1/2", network((1, 1, 0), (-1, -2, 2), (1, 1, -2))),
    "cancelling neurons": ([[0], [1]], [0, 0], "0+", network((1, 0, 1), (-1, 0, -1))),
    "a parameter too many": ([[1]], [2], "1/2", network((1, 1, 1))),
    "a parameter too many, near 0": ([[1]], [2], "0+", network((1, 1, 1))),
    "the larger product, near 0": ([[3]], [2], "0+", network((1, 0, 2))),
    "split in two": ([[0], [1], [2]], [0, 1, 0], "1/2", network((1, "1/3", 0), (1, "2/3", 0), (-1, -2, 2))),
    "the best at 9/10": (OTHERS_X, OTHERS_Y, "1/10", min(least_networks(OTHERS_X, OTHERS_Y, Fraction(9, 10)), key=str)),
    "the best at 1/10": (OTHERS_X, OTHERS_Y, "9/10", min(least_networks(OTHERS_X, OTHERS_Y, Fraction(1, 10)), key=str)),
}


TABLE = [
    ("Q02-list", []),
    ("Q02-extra", {**TRIANGLE, "note": 1}),
    ("Q02-no claim", {k: v for k, v in TRIANGLE.items() if k != "claim"}),
    *((f"{clause}-{path}-{k}", edited(cert, path, value)) for k, (clause, cert, path, value) in enumerate(FORGED)),
    *((f"Q11-{name}", certificate(x, y, p, network=net)) for name, (x, y, p, net) in DEARER.items()),
]
TEXTS = {"C01-not JSON": "{'format': 1}", "C01-a float": json.dumps(edited(TRIANGLE, "problem.dimension", 1.0))}


ALL = [*TABLE, *TEXTS.items()]


@pytest.mark.parametrize(("name", "forged"), ALL, ids=[name for name, _ in ALL])
def test_check_certificate__forged_ones_are_rejected_by_their_clause(name, forged):
    verdict = check_text(forged) if isinstance(forged, str) else check_certificate(forged)
    clause = name[:3] if isinstance(forged, (dict, str)) else "C02"
    assert (verdict.verdict, verdict.clause) == ("reject", clause), verdict
    assert verdict.claims_checked == sum(clause >= first for first in ("Q08", "Q11", "Q12"))
    assert 0 < len(verdict.reason) < 500


def test_check_certificate__every_clause_has_a_forgery_and_is_cited():
    clauses = {"C01"} | {f"Q{k:02}" for k in range(2, 13)}
    assert {name[:3] for name, _ in ALL} == clauses == set(price_checker.CLAUSES)
    source, page = CHECKER.read_text(), (CHECKER.parents[1] / "docs/price_certificate_v1.md").read_text()
    assert all(f'"{clause}"' in source and f"[{clause}]" in page for clause in clauses)


def test_check_certificate__reasons_show_the_value_and_the_place():
    assert "value at point 2" in check_certificate(edited(TRIANGLE, "network.neurons.1.output_weight", "3")).reason
    assert "should be 4" in check_certificate(edited(FOUR, "claim.minimizers", "3")).reason
    assert (
        check_certificate(dict(TABLE)["Q11-the larger product, near 0"]).reason
        == "network: [2] is dearer than one with the weights [2/3]"
    )


@pytest.mark.slow
def test_check_certificate__edits_are_accepted_only_if_they_are_true():
    """Any interpolating vertex as the network, any number of minimisers; edited data; judged by brute force."""
    rng, seen = random.Random(4), []
    for _ in range(50):
        x = [[a] for a in sorted(rng.sample(range(-3, 4), 3))]
        y = [rng.randint(-2, 2) for _ in x]
        p = rng.choice(EXPONENTS)
        least = least_networks(x, y, number(p))
        net = rng.choice([*least, rng.choice(list(candidates(x, y)))])
        cert = edited(certificate(x, y, p, network=net), "claim.minimizers", str(len(least) + rng.choice([0, 0, 1])))
        kind = rng.randrange(4)
        if kind == 0:
            cert = edited(cert, f"problem.points.{rng.randrange(3)}.1", str(rng.randint(-2, 2)))
        if kind == 1:
            q = rng.choice(EXPONENTS)
            weights = [abs(a) for _, vector in net for a in vector if a]
            cert = edited(edited(cert, "problem.p", q), "claim.objective", enclosed(weights, q))
        if kind == 2:
            cert = edited(cert, "claim.parameters", rng.randint(0, 5))
        verdict = check_certificate(cert)
        assert verdict.verdict == ("accept" if is_true(cert) else "reject"), (cert, verdict)
        seen.append(verdict.clause if verdict.verdict == "reject" else "accept")
    assert {"accept", "Q07", "Q09", "Q11", "Q12"} <= set(seen)


def is_true(cert):
    points, p = cert["problem"]["points"], number(cert["problem"]["p"])
    x, y = [[Fraction(a) for a in row] for row, _ in points], [Fraction(label) for _, label in points]
    neurons = [
        (Fraction(n["output_weight"]), [*map(Fraction, n["input_weights"]), Fraction(n["bias"])])
        for n in cert["network"]["neurons"]
    ]
    values = [sum(v * max(0, sum(a * b for a, b in zip(w, [*row, 1], strict=True))) for v, w in neurons) for row in x]
    weights = [abs(v * a) for v, w in neurons for a in w if v and a]
    least = least_networks(x, y, p)
    best = [abs(a) for _, vector in next(iter(least)) for a in vector if a]
    claim = cert["claim"]
    return (
        values == y
        and compare(weights, best, p) == 0
        and (claim["minimizers"], claim["parameters"]) == (str(len(least)), len(weights))
    )


# --- 3. hostile input ------------------------------------------------------------------------------------------------


def flat_network(x, p="1/2", y="1"):
    """Points with equal labels; the network is the constant, the claim that it is the only one."""
    neurons = [{"output_weight": y, "input_weights": ["0"] * len(x[0]), "bias": "1"}] if y != "0" else []
    return {
        "format": "sparsest/price-certificate/1",
        "problem": {"dimension": len(x[0]), "p": p, "points": [[row, y] for row in x]},
        "network": {"neurons": neurons},
        "claim": {"minimizers": "1", "parameters": len(neurons), "objective": None if p == "0+" else ["0", "1"]},
    }


def cancelling(weight, times, p):
    """Neurons that cancel, in pairs."""
    cert = flat_network([[str(k)] for k in range(5)], p, "0")
    pair = [{"output_weight": v, "input_weights": ["0"], "bias": weight} for v in ("1", "-1")]
    claim = {"minimizers": "1", "parameters": 2 * times, "objective": None if p == "0+" else ["0", "9" * 30]}
    return {**cert, "network": {"neurons": pair * times}, "claim": claim}


def sum_network(x, p):
    """Points, the sum of all coordinates and 1 as labels; the network is that sum and claims to be one of seven."""
    d = len(x[0])
    neurons = [
        {"output_weight": "1", "input_weights": [str(int(i == k)) for i in range(d)], "bias": str(int(k == d))}
        for k in range(d + 1)
    ]
    cert = flat_network(x, p)
    points = [[row, str(sum(map(int, row)) + 1)] for row in x]
    objective = None if p == "0+" else [str(d), str(d + 1)]
    claim = {"minimizers": "7", "parameters": d + 1, "objective": objective}
    return {**cert, "problem": {**cert["problem"], "points": points}, "network": {"neurons": neurons}, "claim": claim}


FEW = [[str(k)] for k in range(5)]
HOSTILE = {
    "a million inputs": lambda: flat_network([["0"] * 10**6]),
    "fifty thousand inputs": lambda: flat_network([["0"] * 50_000]),
    "a million inputs, labels 0": lambda: flat_network([["0"] * 10**6], y="0"),
    "3000 inputs": lambda: flat_network([["0"] * 3000]),
    "20 inputs": lambda: flat_network([["0"] * 20], y="0"),
    "thirty thousand points": lambda: flat_network([[str(k)] for k in range(30_000)], y="0"),
    "points of equal hash": lambda: flat_network([[str(k * (2**61 - 1))] for k in range(20_000)], y="0"),
    "2000 points": lambda: flat_network([[str(k)] for k in range(2000)]),
    "40 points": lambda: sum_network([[str(k)] for k in range(40)], "1/3"),
    "12 points in the plane": lambda: sum_network([[str(k), str(k * k % 7)] for k in range(12)], "1/10"),
    "12 points in the plane, near 0": lambda: sum_network([[str(k), str(k * k % 7)] for k in range(12)], "0+"),
    "12 points in the plane, near 1": lambda: sum_network([[str(k), str(k * k % 7)] for k in range(12)], "9/10"),
    "digits of coordinates": lambda: flat_network([[str(k * 10**990 + 7**k)] for k in range(7)], "1/3"),
    "denominators": lambda: flat_network([[f"1/{10**999 + 2 * k + 1}" for k in range(2000)]], y="0"),
    "digits of weights": lambda: cancelling("7" * 20_000, 50, "1/3"),
    "tiny weights": lambda: cancelling("1/1" + "0" * 19_990, 1, "1/3"),
    "many weights": lambda: cancelling("1", 5000, "1/3"),
    "many weights near 0": lambda: cancelling("1", 5000, "0+"),
    "deep": lambda: "[" * 10**6,
    "long minimizers": lambda: edited(TRIANGLE, "claim.minimizers", "7" * 10**6),
    "long parameters": lambda: json.dumps(TRIANGLE).replace('"parameters": 3', '"parameters": ' + "7" * 10**6),
    "long dimension": lambda: json.dumps(TRIANGLE).replace('"dimension": 1', '"dimension": ' + "7" * 10**6),
    "lone surrogate": lambda: edited(TRIANGLE, "problem.p", "\ud800" * 99),
    "lists as p": lambda: edited(TRIANGLE, "problem.p", [["0+"]]),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_check_certificate__hostile_input_is_answered_quickly(name):
    """In time that goes with the work that is granted: here a tenth of the default."""
    source = HOSTILE[name]()
    start = time.process_time()
    verdict = check_text(source if isinstance(source, str) else json.dumps(source), work=25_000_000)
    assert time.process_time() - start < 15
    assert verdict.verdict in ("reject", "undecided"), verdict
    assert "in the checker" not in verdict.reason
    assert len(verdict.reason) < 700  # a dimension is cut at 600 digits
    verdict.reason.encode("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("p", ["1/3", "0+"])
def test_check_certificate__a_constant_is_proved_least_at_once(p):
    """Where one parameter will do, bounds leave nothing else to try."""
    assert check_certificate(flat_network([[str(k), str(k * k % 7)] for k in range(12)], p)).verdict == "accept"


@pytest.mark.slow
def test_check_text__memory_is_bounded(tmp_path):
    """Files that would want gigabytes end within one."""

    def limited():
        resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))

    for name in ("fifty thousand inputs", "points of equal hash", "2000 points", "12 points in the plane"):
        file = tmp_path / "hostile.json"
        file.write_text(json.dumps(HOSTILE[name]()))
        code = f"import proofs_check.verify as c; print(c.check_text(open({file.name!r}).read(), work=3 * 10**7))"
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(CHECKER.parents[1])},
            preexec_fn=limited,
        )
        assert "the work limit was met" in done.stdout, name


@pytest.mark.slow
@pytest.mark.parametrize("p", ["7" * 900 + "/" + "8" * 899 + "9", f"1/{10**999}", f"{10**999 - 1}/{10**999}"])
def test_check_certificate__exponents_of_a_thousand_digits(p):
    q = Fraction(p) if Fraction(p) < 1 else 1 / Fraction(p)
    cert = flat_network(FEW, str(q))
    cert["claim"]["objective"] = ["1", "1"]
    start = time.process_time()
    assert check_certificate(cert).verdict == "accept"
    assert check_certificate(edited(cert, "claim.minimizers", "2")).clause == "Q12"
    assert time.process_time() - start < 15


# --- 4. planted faults: each is seen by the cases above ---------------------------------------------------------------


# Data whose networks of least price have three neurons or more, so that bounds have something to say.
BOUNDED = [
    ([[-3], [-2], [0], [1], [3]], [2, -1, 3, -2, 2], "1/2"),
    ([[-1, -1], [-1, 1], [1, -1], [1, 1]], [-1, 0, 0, 1], "1/2"),
    ([[0, 0], [1, 2], [2, -1], [-2, 1]], [2, -1, 1, -2], "1/2"),
    ([[-4, -1], [-3, 2], [-3, 3], [-2, 3]], [0, 4, 3, 2], "1/2"),
    ([[-4], [-2], [-1], [0], [2]], [2, 0, -2, -3, -4], "3/4"),  # one order is ruled out, another is a minimiser
]


@cache
def cases():
    """Return certificates, each with its verdict."""
    return [
        *((certificate(*DATA[name], p), "accept") for name in DATA for p in ("1/2", "0+")),
        *((forged, "reject") for name, forged in TABLE if name.startswith(("Q11", "Q12"))),
        *((solve_network(Points(x, y), p).certificate(), "accept") for x, y, p in BOUNDED),
    ]


def is_right():
    return all(check_certificate(cert).verdict == verdict for cert, verdict in cases())


def small_thresholds(self, ray):
    return [a * 3 // 4 for a in original_thresholds(self, ray)]


def without_planes(self):
    return (face for face in original_faces(self) if len(face[1]) != 2)


def with_all_inside(self, *given):
    original_fan(self, *given)
    self.inside = [[] for _ in self.inside]


def only_last(self, last, *given):
    return original_finish(self, last, *given) if last else None


def without_the_last(self, *given):
    return (end for end in original_pairs(self, *given) if len(self.faces) - 1 not in end[0])


def without_planes_last(self, node):
    return (end for end in original_last(self, node) if all(len(self.faces[j][1]) == 1 for j in end[0][-1:]))


def small_powers(self, share):
    return original_power(self, share) * 2 // 3


def high_windows(self, n):
    return (window for window in original_windows(self, n) if 2 * window.low >= 1)


def low_windows(self, n):
    return (window for window in original_windows(self, n) if 2 * window.high <= 1)


def few_corners(*given):
    return (corner for corner in original_corners(*given) if corner.first == corner.last)


def small_caps(self, *given):
    original_shares(self, *given)
    self.caps = [[cap // 4 for cap in caps] for caps in self.caps]


def small_loads(self, sizes, *given):
    worst, rays = original_worst(self, sizes, *given)
    return worst // 8, rays


def forgetful(self, before, *given):
    return original_following(self, [0] * len(before), *given)


def whatever_order(self, chosen, m):
    known = self.__dict__.setdefault("known", {})
    key = tuple(sorted(chosen))
    known[key] = known.get(key) or original_ruled_out(self, chosen, m)
    return known[key]


def nothing(self, *given):
    return ()


original_thresholds, original_fan = parts.PriceParts.thresholds, fan.Fan.__init__
original_faces, original_pairs = fan.Fan.make_faces, price_checker._Walk.pairs
original_last, original_finish = price_checker._Walk.last, price_checker._End.finish
original_following, original_shares = loads.Loads.following, shares.Shares.__init__
original_ruled_out = shares.Shares.ruled_out
original_worst, original_power = shares.Shares._worst, windows.Powers.of
original_windows, original_corners = windows.Powers.windows, windows.Window._made

PLANTED = {
    "thresholds too small": (parts.PriceParts, "thresholds", small_thresholds),
    "no faces of dimension 2": (fan.Fan, "make_faces", without_planes),
    "no faces of dimension 2 at last": (price_checker._Walk, "last", without_planes_last),
    "the outside counted as inside": (fan.Fan, "__init__", with_all_inside),
    "labels reached early forgotten": (price_checker._End, "finish", only_last),
    "no pairs": (price_checker._Walk, "pairs", nothing),
    "no single rays": (price_checker._Walk, "singles", nothing),
    "the last ray left out of pairs": (price_checker._Walk, "pairs", without_the_last),
    "nothing is cheaper": (price_checker, "_dearer", lambda *_: 1),
    "everything is as dear": (price_checker, "_dearer", lambda *_: 0),
    "no children": (price_checker._Walk, "child", lambda *_: None),
    "powers that are too small": (windows.Powers, "of", small_powers),
    "only windows of a dear neuron": (windows.Powers, "windows", high_windows),
    "no windows of a dear neuron": (windows.Powers, "windows", low_windows),
    "only corners of equal shares": (windows.Window, "_made", few_corners),
    "multiples by rank that are too small": (shares.Shares, "__init__", small_caps),
    "all faces are ruled out": (shares.Shares, "following", lambda *given: [0] * given[-1]),
    "those before are forgotten": (loads.Loads, "following", forgetful),
    "an order that is ruled out counts for all": (shares.Shares, "ruled_out", whatever_order),
    "loads that are too small": (shares.Shares, "_worst", small_loads),
}


@pytest.mark.slow
def test_planted__nothing():
    assert is_right()


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTED)
def test_planted__faults_are_seen(name, monkeypatch):
    monkeypatch.setattr(*PLANTED[name])
    assert not is_right()
