"""Ten thousand edited certificates: the checker accepts none whose statement is not true after all.

The certificates come from the solver. Whether a surviving statement is true is decided by solving the edited problem
anew; solver and checker share no code.
"""

import copy
import json
import random
from fractions import Fraction

import pytest

from proofs_check.checker import check_certificate, check_text
from sparsest import Dataset, Spline, solve
from sparsest.certificate import format_count
from tests.bench.measure import mixed_runs

EXPONENTS = ["1/2", "37/100", "2/3", "0", "0+", "1-", str(Fraction(0.4))]
CERTIFICATES = 10_000


def honest(rng):
    """A certificate of small data of one of several kinds."""
    points, p = rng.randint(1, 9), rng.choice(EXPONENTS)
    kind = rng.randrange(3)
    if kind == 0:  # integers: collinear points and ties
        x, y = range(points), [rng.randint(-2, 2) for _ in range(points)]
    elif kind == 1:
        x, y = mixed_runs(points, rng.random())
    else:  # one run
        x, y = range(points), [k * k + Fraction(rng.randint(0, 9), 10) for k in range(points)]
    return solve(Dataset(list(x), list(y)), p).certificate()


def places(node, path=()):
    """Yield the path of every value inside a JSON value."""
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield (*path, key)
        yield from places(child, (*path, key))


def edited(rng, value):
    """Another value in the place of `value`."""
    if isinstance(value, list):
        return edited_list(rng, value)
    if isinstance(value, bool) or value is None:
        return rng.choice([0, "0", ["0", "0"]])
    if isinstance(value, int):
        return value + rng.choice([-1, 1])
    if isinstance(value, str):
        return edited_text(rng, value)
    return rng.choice([None, [], {}])


def edited_list(rng, items):
    items = list(items)
    if not items:
        return rng.choice([[""], ["0"], [["0", "0"]]])
    k = rng.randrange(len(items))
    match rng.randrange(4):
        case 0:
            del items[k]
        case 1:
            items.insert(k, copy.deepcopy(items[k]))
        case 2:
            items[k], items[k - 1] = items[k - 1], items[k]
        case 3:
            items = items[k:] + items[:k]
    return items


def edited_text(rng, text):
    if text in EXPONENTS and rng.random() < 0.3:
        return rng.choice(EXPONENTS)
    if set(text) <= set("+0-") and text != "0":
        k = rng.randrange(len(text) + 1)
        return text[:k] + rng.choice("+0-") + text[k + rng.randrange(2) :]
    match rng.randrange(4):
        case 0:
            return text.removeprefix("-") if text.startswith("-") else "-" + text
        case 1:
            k = rng.randrange(len(text) + 1)
            return text[:k] + rng.choice("0123456789") + text[k + 1 :]
        case 2:
            return text + rng.choice(["0", "/2", ".0", " "])
        case _:
            return str(Fraction(text) + rng.choice([1, -1])) if text.lstrip("-").isdigit() else text[::-1]


def mutant(rng, certificate):
    """The certificate with one value edited."""
    changed = copy.deepcopy(certificate)
    path = rng.choice(list(places(changed)))
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    if isinstance(holder, dict) and rng.random() < 0.05:
        del holder[path[-1]]
    else:
        holder[path[-1]] = edited(rng, holder[path[-1]])
    return changed


def is_minimizer(spline, solution):
    """Whether a spline is among the minimisers; through a single point these are all lines."""
    if len(solution.data) == 1:
        return spline.knots == () and spline(solution.data.x[0]) == solution.data.y[0]
    return spline in set(solution.splines())


def is_true(certificate):
    """Whether the statement of a well-formed certificate holds, by solving its problem anew."""
    points, claim, shown = certificate["problem"]["points"], certificate["claim"], certificate["minimizer"]
    solution = solve(Dataset([x for x, _ in points], [y for _, y in points]), certificate["problem"]["p"])
    left, knots = shown["left"], shown["knots"]
    spline = Spline(left["slope"], left["intercept"], [k["x"] for k in knots], [k["slope_change"] for k in knots])
    signs = ["".join("-0+"[s + 1] for s in run) for run in solution.signs]
    if solution.objective is None:
        objective = claim["objective"] is None
    else:
        low, high = solution.objective.enclosure(40)
        objective = Fraction(claim["objective"][0]) <= high and low <= Fraction(claim["objective"][1])
    return (
        is_minimizer(spline, solution)
        and signs == certificate["dual"]
        and claim["knots"] == len(knots)
        and claim["fewest_knots"] == solution.fewest_knots
        and claim["minimizers"] == format_count(solution.minimizers)
        and objective
    )


@pytest.mark.slow
def test_mutants__no_false_statement_is_accepted():
    rng = random.Random(2505)
    survivors = unchanged = 0
    for _ in range(CERTIFICATES):
        certificate = honest(rng)
        changed = mutant(rng, certificate)
        verdict = check_certificate(changed)
        if changed == certificate:
            unchanged += 1
        elif verdict.verdict == "accept":
            survivors += 1
            assert is_true(changed), changed
    # Honest ones pass, most edits are caught, and the few true survivors show that acceptance was possible at all.
    assert unchanged < 0.1 * CERTIFICATES
    assert 0 < survivors < 0.1 * CERTIFICATES


def test_is_true__is_seen_to_fail():
    """The judge itself rejects wrong statements, one for each part that it looks at."""
    good = solve(Dataset([0, 1, 2, 3, 4], [0, 0, 1, 4, 8]), "1/2").certificate()
    assert is_true(good)
    for path, value in (
        (("claim", "knots"), 3),
        (("claim", "fewest_knots"), 1),
        (("claim", "minimizers"), "1"),
        (("claim", "objective"), ["2", "2.1"]),
        (("dual",), ["+-"]),
        (("minimizer", "left", "slope"), "1"),
        (("problem", "p"), "0"),
    ):
        bad = copy.deepcopy(good)
        holder = bad
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = value
        assert not is_true(bad), path


@pytest.mark.slow
def test_honest__certificates_are_accepted():
    rng = random.Random(21791)
    for _ in range(1000):
        certificate = honest(rng)
        assert check_certificate(certificate).verdict == "accept", certificate


@pytest.mark.slow
def test_texts__edited_bytes_are_answered_and_never_pass_for_another_statement():
    """Fuzz the reader: bytes cut, doubled, replaced anywhere in the text of a certificate."""
    rng = random.Random(81)
    verdicts = set()
    for _ in range(3000):
        certificate = honest(rng)
        text = bytearray(json.dumps(certificate).encode())
        for _ in range(rng.randint(1, 3)):
            k = rng.randrange(len(text))
            stop = k + rng.choice([0, 1, 1, 1, 30])
            text[k:stop] = rng.choice(
                [b"", bytes([rng.randrange(256)]), text[k:stop] * 2, b"[" * 99, b'"', b"1e9", b"NaN"]
            )
        verdict = check_text(bytes(text)).verdict
        verdicts.add(verdict)
        if verdict == "accept":
            read = json.loads(text)
            assert read == certificate or is_true(read), text
    assert verdicts == {"accept", "reject"}
