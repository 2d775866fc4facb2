"""The checker of all networks of least price: honest certificates are accepted, and forged or hostile ones never.

What is true is told by `tests/multivariate/price_oracle.py`, which shares no code with checker or solver.
"""

import copy
import json
import random
import subprocess
import sys
import time
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings

from proofs_check import network_path_checker as checker
from proofs_check.checker import Verdict
from proofs_check.curve import Curve
from proofs_check.verify import check_certificate, check_file, check_text
from proofs_check.work import DEFAULT_WORK, StopError, Work
from sparsest import Points, UndecidedError, thresholds
from tests.multivariate.price_oracle import least_networks
from tests.multivariate.strategies import labelled
from tests.proofs_check.editing import add, drop, edited, swap

CHECKER = Path(checker.__file__)
BENT = thresholds(Points([[-3], [4], [5]], [2, -2, 3])).certificate()
# Its halves change alike: three networks tie where (1/2)^p + (1/3)^p = 1.
TIED = thresholds(Points([[3, -2], [3, 2]], [2, -2])).certificate()
SINGLE = thresholds(Points([[0], [1], [2]], [0, 1, 0])).certificate()
DATA = {
    "bent": ([[-3], [4], [5]], [2, -2, 3]),
    "tied": ([[3, -2], [3, 2]], [2, -2]),
    "one piece": ([[0], [1], [2]], [0, 1, 0]),
    "flat": ([[0], [1]], [1, 1]),
    "the plane": ([[0, 0], [0, 1], [1, 0]], [1, 2, 0]),
    "many pieces": ([[-4], [-1], [3]], [1, 3, -2]),
    "four points": ([[-2], [-1], [1], [2]], [-1, 1, -1, 1]),
    "one point": ([[3]], [2]),
}


# --- 1. honest certificates ------------------------------------------------------------------------------------------


def weights_of(network):
    neurons = [
        [Fraction(n["output_weight"]) * Fraction(a) for a in (*n["input_weights"], n["bias"])]
        for n in network["neurons"]
    ]
    return sorted(abs(a) for w in neurons for a in w if a)


def is_true(cert):
    """Judge pieces, critical exponent and fewest parameters by brute force at points inside each piece."""
    points = cert["problem"]["points"]
    x, y = [[Fraction(a) for a in row] for row, _ in points], [Fraction(label) for _, label in points]
    brackets = [tuple(map(Fraction, zero["bracket"])) for zero in cert["zeros"]]
    ends = [Fraction(0), *(end for pair in brackets for end in pair), Fraction(1)]
    few = cert["claim"]["fewest_parameters"]
    for low, high, network, piece in zip(ends[::2], ends[1::2], cert["networks"], cert["claim"]["pieces"], strict=True):
        for part in (Fraction(1, 50), Fraction(1, 2), Fraction(49, 50)):
            least = [
                sorted(abs(a) for _, w in net for a in w if a)
                for net in least_networks(x, y, low + (high - low) * part)
            ]
            if least != [weights_of(network)] * int(piece["minimizers"]) or len(least[0]) != piece["parameters"]:
                return False
    more = [
        pair for pair, piece in zip(brackets, cert["claim"]["pieces"][1:], strict=True) if piece["parameters"] > few
    ]
    critical = tuple(map(Fraction, cert["claim"]["critical_exponent"]))
    first = min(more, default=(Fraction(1), Fraction(1)))
    return few == cert["claim"]["pieces"][0]["parameters"] and critical[0] <= first[0] and first[1] <= critical[1]


@pytest.mark.parametrize("name", DATA)
def test_check_certificate__honest_ones_are_accepted_and_true(name):
    made = thresholds(Points(*DATA[name])).certificate()
    assert check_certificate(made) == Verdict("accept", 6, "M17", "all clauses hold")
    assert check_text(json.dumps(made)).verdict == "accept"
    if name != "tied":  # where more than two tie, the critical exponent is not told by the pieces alone
        assert is_true(made)


@settings(max_examples=25, deadline=None)
@given(labelled(max_points=3, max_dimension=2))
def test_check_certificate__random_honest_ones_are_accepted(points):
    assume(any(points.flint.y))
    made = thresholds(points).certificate()
    assert check_certificate(made).verdict == "accept"
    for k, piece in enumerate(made["claim"]["pieces"]):
        forged = edited(made, f"claim.pieces.{k}.minimizers", str(int(piece["minimizers"]) + 1))
        assert check_certificate(forged).clause == "M15"


@pytest.mark.slow
@pytest.mark.parametrize(("many", "d", "seconds"), [(6, 1, 10), (3, 2, 10)])
def test_check_certificate__random_data_within_the_default_limit(many, d, seconds):
    rng = random.Random(many)
    x = [[Fraction(rng.randint(-100, 100), 100) for _ in range(d)] for _ in range(many)]
    made = thresholds(Points(x, [Fraction(rng.randint(-100, 100), 100) for _ in range(many)])).certificate()
    start = time.process_time()
    assert check_certificate(made).verdict == "accept"
    assert time.process_time() - start < seconds


def test_check_text__too_little_work_and_the_program(tmp_path):
    assert check_certificate(BENT, work=3000).verdict == "undecided"
    file = tmp_path / "certificate.json"
    for cert, code, words in ((BENT, 0, "accept: M17"), (edited(BENT, "claim.vertices", "27"), 1, "reject: M17")):
        file.write_text(json.dumps(cert))
        assert check_file(file).clause == "M17"
        command = [sys.executable, "-m", "proofs_check.network_path_checker", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CHECKER.parents[1])
        assert (done.returncode, done.stdout[: len(words)]) == (code, words)


# --- 2. forged certificates ------------------------------------------------------------------------------------------


def pieces_left(cert, left):
    """Only these pieces, with the brackets as wide as they have to be."""
    cert = copy.deepcopy(cert)
    zeros = cert["zeros"]
    cert["networks"] = [cert["networks"][k] for k in left]
    cert["claim"]["pieces"] = [cert["claim"]["pieces"][k] for k in left]
    cert["zeros"] = [
        {"bracket": [zeros[a]["bracket"][0], zeros[b - 1]["bracket"][1]], "factor": None} for a, b in pairwise(left)
    ]
    return cert


LOW, HIGH = BENT["zeros"][0]["bracket"]
# An interpolant that is never best: the first network with a pair of neurons that cancel.
CANCELS = [{"output_weight": v, "input_weights": ["0"], "bias": "1"} for v in ("1", "-1")]
FACTOR = TIED["zeros"][0]["factor"]

FORGED = [
    ("M03", BENT, "problem", add("note")),
    ("M03", BENT, "problem", []),
    ("M03", BENT, "problem.dimension", True),
    ("M03", BENT, "problem.dimension", 0),
    ("M04", BENT, "problem.points", []),
    ("M04", BENT, "problem.dimension", 2),
    ("M04", BENT, "problem.points.1.0.0", 1),
    ("M04", BENT, "problem.points.1.1", "2/4"),
    ("M04", BENT, "problem.points.1.1", "1" * 1001),
    ("M05", BENT, "problem.points", swap(0, 1)),
    ("M06", BENT, "networks", []),
    ("M06", BENT, "networks", {}),
    ("M06", BENT, "networks.0", add("affine")),
    ("M06", BENT, "networks.0.neurons.0", drop("bias")),
    ("M06", BENT, "networks.2.neurons.0.input_weights", ["1", "0"]),
    ("M07", BENT, "networks.2.neurons", drop(0)),
    ("M07", BENT, "networks.0.neurons.0.output_weight", "2"),
    ("M07", BENT, "problem.points.2.1", "7/2"),
    ("M08", BENT, "zeros", drop(0)),
    ("M08", BENT, "zeros", {}),
    ("M08", BENT, "networks", lambda nets: [*nets, nets[0]]),
    ("M08", BENT, "zeros", swap(0, 1)),
    ("M08", BENT, "zeros.0", drop("factor")),
    ("M08", BENT, "zeros.0.bracket", [LOW]),
    ("M08", BENT, "zeros.0.bracket", [HIGH, LOW]),
    ("M08", BENT, "zeros.0.bracket.0", "0"),
    ("M08", BENT, "zeros.1.bracket.1", "1"),
    ("M08", BENT, "zeros.0.bracket.0", 0.25),
    ("M08", TIED, "zeros.0.factor", "1"),
    ("M08", TIED, "zeros.0.factor", [["1", "2"]]),
    ("M08", TIED, "zeros.0.factor", swap(0, 1)),
    ("M08", TIED, "zeros.0.factor.0", ["0", "1"]),
    ("M08", TIED, "zeros.0.factor.0", ["1/2", "1"]),
    ("M08", TIED, "zeros.0.factor.0", ["1", "-1"]),
    ("M08", TIED, "zeros.0.factor.0", ["1"]),
    ("M09", BENT, "networks", swap(0, 1)),
    ("M09", BENT, "networks.1", BENT["networks"][0]),
    ("M09", BENT, "zeros.0.bracket", ["1/10", "1/5"]),
    ("M09", BENT, "zeros.0.bracket", ["3/10", "2/5"]),
    ("M09", BENT, "zeros.0.bracket", [LOW, LOW]),
    ("M09", TIED, "zeros.0.factor", [["-1", "2"], ["-1", "3"], ["1", "7"]]),
    ("M09", TIED, "zeros.0.factor", [["1", "1"], ["1", "2"]]),
    # It changes its sign in the bracket, 10^-25 beside the zero.
    ("M09", TIED, "zeros.0.factor.2.1", f"{6 * 10**25 + 1}/{10**25}"),
    ("M09", BENT, "zeros.0.factor", FACTOR),
    ("M10", SINGLE, "networks.0.neurons", lambda neurons: [*neurons, *CANCELS]),
    ("M11", TIED, "zeros.0.factor", None),
    ("M12", BENT, "claim", drop("vertices")),
    ("M12", BENT, "claim", []),
    ("M12", BENT, "claim.breakpoints", {}),
    ("M12", BENT, "claim.breakpoints.0", ["0.2"]),
    ("M12", BENT, "claim.breakpoints.1.1", "1.01"),
    ("M12", BENT, "claim.critical_exponent", None),
    ("M12", BENT, "claim.critical_exponent.1", "2"),
    ("M12", BENT, "claim.proof_threshold.0", 0),
    ("M12", BENT, "claim.pieces.0", add("knots")),
    ("M12", BENT, "claim.pieces.0.minimizers", "0"),
    ("M12", BENT, "claim.pieces.0.minimizers", 1),
    ("M12", BENT, "claim.pieces.0.parameters", "3"),
    ("M12", BENT, "claim.fewest_parameters", -1),
    ("M12", BENT, "claim.vertices", 28),
    ("M13", BENT, "claim.fewest_parameters", 2),
    ("M13", BENT, "claim.fewest_parameters", 4),
    ("M14", BENT, "claim.breakpoints", drop(0)),
    ("M14", BENT, "claim.breakpoints.0.0", "0.27289382035371652"),
    ("M14", BENT, "claim.breakpoints.0.1", "0.27289382035371651"),
    ("M14", BENT, "claim.breakpoints.0.1", "0.9"),
    ("M15", BENT, "claim.pieces", drop(2)),
    ("M15", BENT, "claim.pieces.1.parameters", 3),
    ("M15", BENT, "claim.pieces.1.minimizers", "2"),
    ("M16", BENT, "claim.critical_exponent", ["1", "1"]),
    ("M16", BENT, "claim.critical_exponent.0", "0.27289382035371652"),
    ("M16", BENT, "claim.critical_exponent.1", "0.27289382035371651"),
    ("M16", BENT, "claim.critical_exponent", BENT["claim"]["breakpoints"][1]),
    ("M17", BENT, "claim.vertices", "29"),
    ("M17", BENT, "claim.proof_threshold", ["1", "1"]),
    ("M17", BENT, "claim.proof_threshold.0", "0.064252944188052491"),
    ("M17", BENT, "claim.proof_threshold.1", "0.064252944188052490"),
]
TABLE = [
    ("M02-list", []),
    ("M02-extra", {**BENT, "note": 1}),
    ("M02-no claim", {k: v for k, v in BENT.items() if k != "claim"}),
    *((f"{clause}-{path}-{k}", edited(cert, path, value)) for k, (clause, cert, path, value) in enumerate(FORGED)),
    ("M10-the last piece is missing", pieces_left(BENT, [0, 1])),
    ("M10-the first piece is missing", pieces_left(BENT, [1, 2])),
    ("M11-the piece between is hidden in a bracket", pieces_left(BENT, [0, 2])),
]
ALL = [*TABLE, ("C01-not JSON", "{'format': 1}"), ("C01-a float", json.dumps(edited(BENT, "problem.dimension", 1.0)))]


@pytest.mark.parametrize(("name", "forged"), ALL, ids=[name for name, _ in ALL])
def test_check_certificate__forged_ones_are_rejected_by_their_clause(name, forged):
    verdict = check_text(forged) if isinstance(forged, str) else check_certificate(forged)
    clause = "C02" if isinstance(forged, list) else name[:3]
    assert (verdict.verdict, verdict.clause) == ("reject", clause), verdict
    assert 0 < len(verdict.reason) < 500


def test_check_certificate__every_clause_has_a_forgery():
    assert {name[:3] for name, _ in ALL} == {*checker.CLAUSES}
    page = (CHECKER.parents[1] / "docs/network_path_certificate_v1.md").read_text()
    assert all(f"**[{clause}]**" in page for clause in checker.CLAUSES[1:])


def test_check_certificate__messages():
    assert check_certificate(dict(TABLE)["M11-the piece between is hidden in a bracket"]).reason.endswith(
        "are weights that may cost less there"
    )
    assert "is not cheaper than one of weights" in check_certificate(pieces_left(BENT, [0, 1])).reason


@pytest.mark.slow
def test_check_certificate__edits_are_accepted_only_if_they_are_true():
    rng, seen = random.Random(7), set()
    for _ in range(150):
        x = [[a] for a in sorted(rng.sample(range(-4, 5), 3))]
        y = [rng.randint(-3, 3) for _ in x]
        if not any(y):
            continue
        try:
            made = thresholds(Points(x, y)).certificate()
        except UndecidedError:
            continue
        kind, many = rng.randrange(3), len(made["networks"])
        if kind == 0 and many > 1:
            made = pieces_left(made, sorted(rng.sample(range(many), rng.randint(1, many - 1))))
        elif kind == 1:
            made = edited(made, "claim.pieces.0.minimizers", str(rng.randint(1, 2)))
        elif kind == 2:
            made = edited(made, "claim.fewest_parameters", rng.randint(1, 4))
        verdict = check_certificate(made)
        if verdict.verdict == "accept":
            assert is_true(made)
        seen.add(verdict.clause if verdict.verdict == "reject" else verdict.verdict)
    assert {"accept", "M10", "M11", "M15"} <= seen


# --- 3. at a zero -----------------------------------------------------------------------------------------------------

HALF = checker._Zero(Fraction(1, 2), Fraction(1, 2), [])
NEAR = checker._Zero(Fraction(2, 5), Fraction(3, 5), [])


def at_zero(zero, before, after, *others):
    """The most parameters at a zero with these prices, where the others are all that may be cheaper."""
    found = object.__new__(checker._Found)
    found.work = Work(DEFAULT_WORK)
    found.pieces = checker._pieces([tuple(map(Fraction, weights)) for weights in (before, after)], [zero])
    found.near = [[tuple(map(Fraction, weights)) for weights in others]] * 2
    return found.check_bracket(0, zero)


def test_check_bracket__a_price_that_ties_at_a_rational_zero():
    """64^p and 4 4^p meet at p = 1/2, and so does 9^p + 25^p, from above on both sides."""
    assert at_zero(HALF, [64], [4] * 4) == 4
    assert at_zero(HALF, [64], [4] * 4, [9, 25]) == 4
    assert at_zero(HALF, [64], [1] * 3 + [25], [9, 25]) == 4
    assert at_zero(HALF, [64], [4, 4, 16], [1, 49]) == 3
    # Below both right of it: the next network is another one.
    with pytest.raises(StopError, match="may cost less"):
        at_zero(HALF, [64], [9, 25], [4] * 4)
    # Below both at the zero itself.
    with pytest.raises(StopError, match="may cost less"):
        at_zero(HALF, [64], [4] * 4, [9, 24])


def test_check_bracket__more_parameters_are_counted_where_they_tie():
    """100^p, 2 25^p and 64^p + 2 meet at p = 1/2, where the last has more weights than the networks on both sides."""
    assert at_zero(HALF, [100], [25, 25]) == 2
    assert at_zero(HALF, [100], [25, 25], [1, 1, 64]) == 3


def test_check_bracket__a_bracket_that_holds_another_zero():
    # 1 + 4^p + ... passes both within [2/5, 3/5].
    with pytest.raises(StopError, match="may cost less"):
        at_zero(NEAR, [64], [4] * 4, [9, 24])
    assert at_zero(NEAR, [64], [4] * 4, [100, 1]) == 4


# --- 4. hostile input ------------------------------------------------------------------------------------------------


def flat(x, zeros=(), networks=1):
    """Points with equal labels, and the constant as every network."""
    net = {"neurons": [{"output_weight": "1", "input_weights": ["0"] * len(x[0]), "bias": "1"}]}
    claim = {
        "fewest_parameters": 1,
        "breakpoints": [],
        "pieces": [{"parameters": 1, "minimizers": "1"}],
        "critical_exponent": ["1", "1"],
        "vertices": "1",
        "proof_threshold": ["0", "1"],
    }
    return {
        "format": "sparsest/network-path-certificate/1",
        "problem": {"dimension": len(x[0]), "points": [[row, "1"] for row in x]},
        "networks": [net] * networks,
        "zeros": list(zeros),
        "claim": claim,
    }


def with_factor(terms):
    return edited(TIED, "zeros.0.factor", terms)


HOSTILE = {
    "a million inputs": lambda: flat([["0"] * 10**6]),
    "20 inputs": lambda: flat([["0"] * 20]),
    "2000 points": lambda: flat([[str(k)] for k in range(2000)]),
    "40 points": lambda: flat([[str(k)] for k in range(40)]),
    "8 points in the plane": lambda: flat([[str(k), str(k * k % 7)] for k in range(8)]),
    "many networks": lambda: flat([["0"]], networks=10**5),
    "brackets of a thousand digits": lambda: edited(
        BENT, "zeros.0.bracket", [f"{10**990 - 1}/{4 * 10**990}", f"{10**990 + 1}/{4 * 10**990}"]
    ),
    "a long factor": lambda: with_factor([["1", str(k)] for k in range(1, 20_000)]),
    "factors whose bases never meet": lambda: with_factor(
        [["-1", "2"], ["-1", "3"], ["1", f"{6 * 10**300 + 1}/{10**300}"]]
    ),
    "digits of weights": lambda: edited(BENT, "networks.0.neurons.0.bias", "7" * 20_000),
    "deep": lambda: "[" * 10**6,
    "long vertices": lambda: edited(BENT, "claim.vertices", "7" * 10**6),
    "lone surrogate": lambda: edited(BENT, "claim.vertices", "\ud800" * 99),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_check_certificate__hostile_input_is_answered_quickly(name):
    source = HOSTILE[name]()
    start = time.process_time()
    verdict = check_text(source if isinstance(source, str) else json.dumps(source), work=25_000_000)
    assert time.process_time() - start < 15
    assert verdict.verdict in ("reject", "undecided"), verdict
    assert "in the checker" not in verdict.reason
    assert len(verdict.reason) < 700
    verdict.reason.encode("utf-8")


# --- 5. planted faults: each is seen by the cases above ---------------------------------------------------------------


@cache
def cases():
    return [
        *((made, ("accept", "M17")) for made in (BENT, TIED, SINGLE)),
        *((forged, ("reject", name[:3])) for name, forged in TABLE if name > "M09"),
    ]


def is_right():
    verdicts = [(check_certificate(cert), expected) for cert, expected in cases()]
    return all((verdict.verdict, verdict.clause) == expected for verdict, expected in verdicts)


bound, sign_on = Curve.bound, Curve.sign_on
PLANTED = {
    "all is dominated": (checker, "_dominates", lambda *_: True),
    "no candidates": (checker, "candidates", lambda *_: iter(())),
    "every sign is positive": (Curve, "sign_on", lambda *_: 1),
    "no sign is positive": (Curve, "sign_on", lambda *_: 0),
    "cells are not looked at": (checker._Found, "check_cells", lambda *_: None),
    "brackets are not looked at": (checker._Found, "check_bracket", lambda *_: 9),
    "nothing is tied": (checker._Found, "is_tied", lambda *_: False),
    "turns are not looked at": (checker, "_check_turns", lambda *_: None),
    "everything turns": (Curve, "turns", lambda *_: True),
    "every factor divides": (checker, "is_multiple", lambda *_: True),
    "no factor divides": (checker, "is_multiple", lambda *_: False),
    "slopes are the other way": (Curve, "bound", lambda self, u, v, n: bound(self, u, v, n) * (-1) ** n),
    "thresholds are not looked at": (checker, "_side", lambda *_: 0),
    "breakpoints are not looked at": (checker, "_check_breakpoints", lambda *_: None),
}


def test_planted__nothing():
    assert is_right()


@pytest.mark.parametrize("name", PLANTED)
def test_planted__faults_are_seen(name, monkeypatch):
    cases()
    monkeypatch.setattr(*PLANTED[name])
    assert not is_right()
