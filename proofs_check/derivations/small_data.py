"""Theorem A for all data at exponents where |t|^p is algebraic, by z3's decision procedure for real polynomials.

At p = 1/k a slope change m >= 0 enters through c = m^(1/k), so everything is polynomial. N = 4 (two gaps) is decided
as it stands. z3 does not decide N = 5 as it stands (unknown after 25 s); there, and for every larger N, an exchange at
a gap between two others splits the data in two, and exhaustion shows that nothing is lost. Signs: data and their mirror
images and negatives are the same problem, and a gap of 0 belongs to both signs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

from proofs_check.claim import Derivation, Finding, holds, refute, undecided

__all__ = ["EXCHANGE_Z3", "FOUR_POINTS", "MORE_POINTS", "OPPOSITE_Z3", "SUBADDITIVE_Z3", "show_impossible"]

_MILLISECONDS = 60_000  # each query takes 0.01 to 2 s of processor time
_METHOD = "SMT (z3)"


def show_impossible(constraints: Sequence[Any], what: str) -> None:
    """Show that no real numbers meet all constraints.

    Parameters
    ----------
    constraints : sequence of z3 formulas
        The negation of the statement.
    what : str
        The statement.

    Raises
    ------
    FindingError
        With such numbers: refuted.
    UndecidedError
        If z3 does not decide it in its time.

    Examples
    --------
    >>> import z3
    >>> from proofs_check.claim import examine
    >>> x = z3.Real("x")
    >>> show_impossible([x * x < 0], "x^2 >= 0")
    >>> examine(lambda _: show_impossible([x * x == 0], "x^2 > 0"), None).witness
    {'x': '0'}
    """
    import z3

    solver = z3.SolverFor("QF_NRA")
    solver.set("timeout", _MILLISECONDS)
    solver.add(*constraints)
    answer = solver.check()
    if answer == z3.unsat:
        return
    if answer == z3.unknown:
        undecided(f"z3 does not decide {what}: {solver.reason_unknown()}")
    model = solver.model()
    refute(f"{what} fails", **{str(name): _text(model[name]) for name in sorted(model.decls(), key=str)})


def _text(value: Any) -> str:
    """Return a rational as it is, and an algebraic number as a root of a polynomial with an approximation."""
    import z3

    if z3.is_algebraic_value(value):
        return f"{value.sexpr()} = {value.as_decimal(12)}"
    return str(value)


def _subadditive(exponents: Sequence[tuple[int, int]]) -> Finding:
    """Show (a + b)^(j/k) < a^(j/k) + b^(j/k) with u = a^(1/k), v = b^(1/k), w = (a + b)^(1/k)."""
    import z3

    u, v, w = z3.Reals("u v w")
    for j, k in exponents:
        sizes = [u > 0, v > 0, w > 0, w**k == u**k + v**k]
        show_impossible([*sizes, u**j + v**j <= w**j], f"(a + b)^p < a^p + b^p at p = {j}/{k}")
    return holds(exponents=[f"{j}/{k}" for j, k in exponents])


def _exchange(k: int, *, both: bool) -> None:
    """Move a payment a + b > 0 between two knots that pay alpha, beta elsewhere: one way or the other it gets cheaper.

    P, Q, U, V, u, v are the k-th roots of alpha + a, beta + b, alpha + a + b, beta + a + b, alpha, beta. The false
    variant claims it for one way alone.
    """
    import z3

    P, Q, U, V, u, v = z3.Reals("P Q U V u v")
    roots = [u >= 0, v >= 0, u < P, v < Q, U > 0, V > 0]
    sums = [U**k == P**k + Q**k - v**k, V**k == P**k + Q**k - u**k]
    no_better = [U + v >= P + Q, V + u >= P + Q] if both else [U + v >= P + Q]
    show_impossible([*roots, *sums, *no_better], f"an exchange makes it cheaper at p = 1/{k}")


def _opposite(k: int, sign: int) -> None:
    """Lower payments l, m of opposite sign (sign = -1) to one gap by e: the gap is paid as before, cheaper."""
    import z3

    alpha, beta, pay, more, P, Q, u, v, e = z3.Reals("alpha beta l m P Q u v e")
    sizes = [alpha >= 0, beta >= 0, pay > 0, more > 0, P >= 0, Q >= 0, u >= 0, v >= 0, e > 0, e <= pay, e <= more]
    before = [P**k == alpha + pay, Q**k == beta + more]
    after = [u**k == alpha + pay - e, v**k == beta + more - e]
    changed = (pay - e) + sign * (more - e) != pay + sign * more
    show_impossible([*sizes, *before, *after, z3.Or(u + v >= P + Q, changed)], f"cheaper at p = 1/{k}")


def _four_points(signs: tuple[int, int]) -> tuple[list[Any], list[Any], list[Any]]:
    """Return (constraints, no dearer than any matching, payments to the first gap) for all interpolants of four points.

    Interval j = 0, 1, 2 has a knot of each sign, of slope change +-c^2; the end intervals pay c^2 to their only gap (a
    knot inside them is dearer than one at the data point that pays the same), interval 1 pays l and c^2 - l.
    """
    import z3

    constraints: list[Any] = []
    costs: list[Any] = []
    paid: list[list[tuple[int, Any]]] = [[], []]
    for j in range(3):
        for sign, letter in ((1, "p"), (-1, "m")):
            c = z3.Real(f"c{j}{letter}")
            costs.append(c)
            constraints.append(c >= 0)
            if j != 1:
                paid[j // 2].append((sign, c**2))
                continue
            left = z3.Real(f"l{j}{letter}")
            constraints += [left >= 0, left <= c**2]
            paid[0].append((sign, left))
            paid[1].append((sign, c**2 - left))
    gaps = [sign * z3.Sum([s * amount for s, amount in some]) for sign, some in zip(signs, paid, strict=True)]
    roots = [z3.Real("D0"), z3.Real("D1")]
    for root, gap in zip(roots, gaps, strict=True):
        constraints += [root >= 0, root**2 == gap]
    cost = z3.Sum(costs)
    no_dearer = [z3.Sum(roots) >= cost]
    if signs[0] * signs[1] > 0:
        no_dearer.append(z3.Sum(gaps) >= cost**2)
    return constraints, no_dearer, [amount for _, amount in paid[0]]


def _two_payers_are_dearer() -> Finding:
    """Show for four points that two payers of the first gap cost more than the cheapest matching.

    Two payers of the second gap are the mirror image, negated where the signs differ.
    """
    queries = 0
    for signs in ((1, 1), (1, -1)):
        constraints, no_dearer, payers = _four_points(signs)
        for one, two in combinations(payers, 2):
            what = f"{one} and {two} paying one gap are dearer than a matching, signs {signs}"
            show_impossible([*constraints, *no_dearer, one > 0, two > 0], what)
            queries += 1
    _see_matchings_of_one_payer_each(2)
    return holds(queries=queries)


def _dots_are_best() -> None:
    """Ask for a knot that pays both gaps whole and is no dearer than connecting the dots: the false variant."""
    import z3

    constraints, no_dearer, payers = _four_points((1, 1))
    merged = [payers[0] == 0, payers[2] > 0, z3.Real("c2p") == 0, z3.Real("D1") > 0]
    show_impossible([*constraints, no_dearer[0], *merged], "connecting the dots is the only cheapest")


def _matchings(signs: Sequence[int], start: int = 0) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Yield the partitions of the nonzero gaps into single gaps and pairs of neighbours of equal sign."""
    if start >= len(signs):
        yield ()
        return
    alone = ((start,),) if signs[start] else ()
    for rest in _matchings(signs, start + 1):
        yield (*alone, *rest)
    if start + 1 < len(signs) and signs[start] * signs[start + 1] > 0:
        for rest in _matchings(signs, start + 2):
            yield ((start, start + 1), *rest)


def _see_matchings_of_one_payer_each(gaps: int) -> None:
    """Show by exhaustion that one payer for each nonzero gap leaves the knots of a matching, and each occurs."""
    for signs in product((1, 0, -1), repeat=gaps):
        seen = set()
        for sides in product((0, 1), repeat=gaps):  # who pays gap i: interval i or interval i + 1
            knots: dict[tuple[int, int], list[int]] = {}
            for i, side in enumerate(sides):
                if signs[i]:
                    knots.setdefault((i + side, signs[i]), []).append(i)
            seen.add(tuple(sorted(map(tuple, knots.values()))))
        if seen != {tuple(sorted(m)) for m in _matchings(signs)}:
            refute("one payer each is not a matching", signs=signs)


def _splits(gaps: int, *, ends: bool) -> None:
    """Show by exhaustion that matchings of all gaps are those of two shorter stretches put together, in two ways.

    Gap k between two others is paid whole by the interval before it (stretches ..k and k+1..) or by the one after it
    (..k-1 and k..). The false variant asks for the first way alone.
    """
    for signs in product((1, 0, -1), repeat=gaps):
        for k in range(1, gaps - 1):
            both: set[tuple[tuple[int, ...], ...]] = set()
            for cut in (k + 1,) if ends else (k, k + 1):
                for left, right in product(_matchings(signs[:cut]), _matchings(signs[cut:])):
                    both.add((*left, *(tuple(i + cut for i in part) for part in right)))
            if both != set(_matchings(signs)):
                missing = sorted(set(_matchings(signs)) - both)
                refute("a matching is lost when the data are split", signs=signs, gap=k, missing=missing)


def _all_splits(*, ends: bool) -> None:
    for gaps in (3, 4, 5, 6):
        _splits(gaps, ends=ends)


def _more_points() -> Finding:
    _all_splits(ends=False)
    _exchange(2, both=True)
    _opposite(2, -1)
    return _subadditive([(1, 2)])


SUBADDITIVE_Z3 = Derivation(
    "subadditivity at p = 1/2, 1/3, 2/3, 1/4",
    "For all a, b > 0 and p = 1/2, 1/3, 2/3, 1/4: (a + b)^p < a^p + b^p. (At p = 1 there is equality.)",
    _METHOD,
    lambda: _subadditive([(1, 2), (1, 3), (2, 3), (1, 4)]),
    lambda: _subadditive([(1, 1)]),
)
EXCHANGE_Z3 = Derivation(
    "exchange at p = 1/2",
    "At p = 1/2, for all a, b > 0 and alpha, beta >= 0: one of (alpha + a + b)^(1/2) + beta^(1/2), alpha^(1/2) + (beta "
    "+ a + b)^(1/2) is less than (alpha + a)^(1/2) + (beta + b)^(1/2).",
    _METHOD,
    lambda: _exchange(2, both=True),
    lambda: _exchange(2, both=False),
)
OPPOSITE_Z3 = Derivation(
    "payments of opposite sign at p = 1/2",
    "At p = 1/2, for all payments of opposite sign to one gap: lowering both by the same amount keeps what the gap is "
    "paid and is strictly cheaper.",
    _METHOD,
    lambda: _opposite(2, -1),
    lambda: _opposite(2, 1),
)
FOUR_POINTS = Derivation(
    "Theorem A for N = 4 at p = 1/2",
    "At p = 1/2, for all data of four points, every sign pattern and zero gaps included, and all interpolants with at "
    "most one knot of each sign in each interval (others are dearer: merging) and none inside the end intervals "
    "(dearer as well): if two knots pay the same gap, the cost exceeds that of the cheapest matching; with one payer "
    "for each gap it is a matching. So the minimisers are the cheapest matchings (Theorem 3.1).",
    _METHOD + ", case exhaustion",
    _two_payers_are_dearer,
    _dots_are_best,
)
MORE_POINTS = Derivation(
    "Theorem A for N = 5 to 8 at p = 1/2",
    "At p = 1/2, for all data of 5 to 8 points: at a gap between two others, two payers are never cheapest (exchange, "
    "opposite signs), and with one payer the data split in two shorter stretches whose matchings put together are all "
    "matchings.",
    _METHOD + ", case exhaustion",
    _more_points,
    lambda: _all_splits(ends=True),
)
