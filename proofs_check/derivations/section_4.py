"""Steps of the proofs about several inputs (paper, section 4), for all parameters: by algebra or by z3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import sympy as sp

from proofs_check.claim import Derivation, Finding, FindingError, holds, refute, undecided
from proofs_check.derivations.symbolic import all_of, below_one, positive_symbols, show_positive

__all__ = [
    "BLOCK_PAIR", "CONCAVITY", "CONES", "INFINITE_WEIGHT", "MAJORISATION", "MERGING_NEURONS", "STRIP", "STRIP_COUNT",
    "THRESHOLD",
]  # fmt: skip


def _by_z3(claim: Callable[[Any], tuple[Any, dict[str, Any]]]) -> None:
    """Show that z3 finds no values for which the claim fails; refute it with the values if it finds some."""
    import z3

    formula, names = claim(z3)
    solver = z3.Solver()
    solver.set("timeout", 20_000)
    solver.add(z3.Not(formula))
    answer = solver.check()
    if answer == z3.unsat:
        return
    if answer != z3.sat:
        undecided(f"z3: {solver.reason_unknown()}")
    model = solver.model()
    found = {name: str(model.eval(term, model_completion=True)) for name, term in names.items()}
    refute(f"fails at {', '.join(f'{name} = {text}' for name, text in found.items())}", **found)


@contextmanager
def _said_of_the_statement(reason: str, **witness: str) -> Iterator[None]:
    """Refute with numbers that the statement speaks of where the steps within are refuted with others."""
    try:
        yield
    except FindingError as ended:
        refute(reason, **{**ended.finding.witness, **witness})


def _log_of_power(u: Any, p: Any) -> Any:
    """Return ln (e^u)^p, which is p u."""
    return sp.expand(sp.expand_log(sp.log(sp.exp(u) ** p), force=True))


def _strip(factor: int) -> None:
    """Look at the four neurons of a strip, with r = s q(x), at most `factor` t in size."""

    def claim(z3: Any) -> tuple[Any, dict[str, Any]]:
        h, t, r = z3.Reals("h t r")

        def relu(z: Any) -> Any:
            return z3.If(z > 0, z, 0)

        out = relu(h + t + r) - relu(h + t) - relu(h - t + r) + relu(h - t)
        inside = z3.Implies(h == 0, out == r)
        outside = z3.Implies(z3.Or(h >= 2 * t, h <= -2 * t), out == 0)
        given = z3.And(t > 0, r <= factor * t, r >= -factor * t)
        return z3.Implies(given, z3.And(inside, outside)), {"h": h, "t": t, "r": r}

    _by_z3(claim)


STRIP = Derivation(
    name="strip",
    statement="For all reals h, t > 0 and |r| <= t: (h+t+r)_+ - (h+t)_+ - (h-t+r)_+ + (h-t)_+ is r where h = 0 and 0 "
    "where |h| >= 2t. So four neurons meet the labels of d points and do nothing at the others.",
    method="SMT (z3)",
    prove=lambda: _strip(1),
    fault=lambda: _strip(2),
)


def _block_pair(*, needs_sign: bool) -> None:
    """Look at the two neurons of a block, a = C g, where g > 0 and where g < 0; that C >= 0 may be left out."""

    def claim(z3: Any) -> tuple[Any, dict[str, Any]]:
        a, line = z3.Reals("a l")

        def relu(z: Any) -> Any:
            return z3.If(z > 0, z, 0)

        out = relu(a) - relu(a - line)
        on_block = z3.And(a >= line, a >= 0) if needs_sign else a >= line
        before = z3.And(a <= line, a <= 0) if needs_sign else a <= line
        return z3.And(z3.Implies(on_block, out == line), z3.Implies(before, out == 0)), {"a": a, "l": line}

    _by_z3(claim)


BLOCK_PAIR = Derivation(
    name="block-pair",
    statement="For all reals a, l: a_+ - (a - l)_+ is l where a >= 0 and a >= l, and 0 where a <= 0 and a <= l. So, "
    "with a = C g, C >= 0 and C >= l/g, two neurons meet the labels of a block, where g > 0, and do nothing at the "
    "points before it, where g < 0. (Without C >= 0 that fails.)",
    method="SMT (z3)",
    prove=lambda: _block_pair(needs_sign=True),
    fault=lambda: _block_pair(needs_sign=False),
)


def _strip_count(end: Callable[[Any, Any], Any]) -> Finding:
    """Compare (d+1) ceil(N/d) with end(N, d) for all N >= d+1: c = ceil(N/d), N = d (c-1) + 1 + rest."""
    d, c, rest, e, f = sp.symbols("d c rest e f")
    n = d * (c - 1) + 1 + rest
    margin = sp.expand(d * (end(n, d) - (d + 1) * c))
    # N >= d+1 makes c >= 2, so c = 2 + e and d = 1 + f with e, f >= 0, and rest runs from 0 to d-1.
    moved = sp.Poly(sp.expand(margin.subs({c: 2 + e, d: 1 + f})), e, f, rest)
    if all(a >= 0 for a in moved.coeffs()):
        return holds(margin=str(sp.factor(end(n, d) - (d + 1) * c)))
    # Of all N up to 60 the first that fails, if one does.
    for points, inputs in ((i, j) for i in range(2, 61) for j in range(1, i)):
        left, right = (inputs + 1) * -(-points // inputs), Fraction(str(end(sp.Integer(points), sp.Integer(inputs))))
        if left > right:
            reason = f"N = {points}, d = {inputs}: {4 * left} > {4 * right}"
            refute(reason, N=points, d=inputs, left=str(4 * left), right=str(4 * right))
    undecided("some coefficient is negative, and no N up to 60 fails")


STRIP_COUNT = Derivation(
    name="strip-count",
    statement="(d+1) ceil(N/d) <= 2 N for all integers d >= 1, N >= d+1: with c = ceil(N/d) and "
    "N = d (c-1) + 1 + rest, 2 N - (d+1) c = (d-1)(c-2) + 2 rest. So 4 (d+1) ceil(N/d) <= 8 N < 8 (N+1). "
    "(The link 4 (N+1) + 4 (N+1)/d of the printed chain, the fault, fails first at N = 4, d = 3.)",
    method="symbolic (sympy)",
    prove=lambda: _strip_count(lambda n, _: 2 * n),
    fault=lambda: _strip_count(lambda n, d: (n + 1) + (n + 1) / d),
)


def _merging(p: Any) -> Finding:
    """Show s^p > s for 0 < s < 1: for a/(a+b) and b/(a+b) this sums to a^p + b^p > (a+b)^p."""
    (u,) = positive_symbols("u")
    with _said_of_the_statement("a = b = 1, p = 2: 1 + 1 is not above 2^2", a="1", b="1", p="2"):
        return show_positive(_log_of_power(u=-u, p=p) + u, "ln s^p > ln s at s = exp(-u)")


MERGING_NEURONS = Derivation(
    name="merging-neurons",
    statement="a^p + b^p > (a + b)^p for all a, b > 0 and 0 < p < 1, so |a + b|^p <= |a|^p + |b|^p for all a, b: "
    "merging the neurons of one pattern and sign never costs more. (For p > 1 that fails.)",
    method="symbolic (sympy)",
    prove=lambda: _merging(below_one("q")),
    fault=lambda: _merging(1 + sp.Symbol("q", positive=True)),
)


def _cones(one_cone: bool) -> None:
    """Compare the outputs of two neurons with that of their sum at a point; a, b are their products with xbar."""

    def claim(z3: Any) -> tuple[Any, dict[str, Any]]:
        a, b = z3.Reals("a b")

        def relu(z: Any) -> Any:
            return z3.If(z > 0, z, 0)

        same = z3.Or(z3.And(a >= 0, b >= 0), z3.And(a <= 0, b <= 0)) if one_cone else z3.BoolVal(True)
        return z3.Implies(same, relu(a) + relu(b) == relu(a + b)), {"a": a, "b": b}

    _by_z3(claim)


CONES = Derivation(
    name="cones",
    statement="For all reals a, b of which both are >= 0 or both <= 0, a_+ + b_+ = (a+b)_+: two neurons in the closed "
    "cone of one pattern put out together what their sum does. (Without the cone constraints that fails.)",
    method="SMT (z3)",
    prove=lambda: _cones(True),
    fault=lambda: _cones(False),
)


def _concavity(p: Any) -> Finding:
    (t,) = positive_symbols("t")
    return show_positive(-sp.simplify(sp.diff(t**p, t, 2)), "-(t^p)'' > 0")


CONCAVITY = Derivation(
    name="concavity-of-prices",
    statement="t^p is strictly concave on t > 0 for all 0 < p < 1: so a price falls on one side of every line along "
    "which no entry changes its sign, and a minimiser has no such line in the feasible set. (For p >= 1 that fails.)",
    method="symbolic (sympy)",
    prove=lambda: _concavity(below_one("q")),
    fault=lambda: _concavity(1 + sp.Symbol("q", positive=True)),
)


def _threshold(share: Any) -> Finding:
    """Take the logarithm of (K0 + 1) r^p over K0 R^p, R = r exp(u), at p = share ln(1 + 1/K0) / u."""
    k0, r, u = positive_symbols("K0 r u")
    gain = sp.log(k0 + 1) - sp.log(k0)  # positive, since K0 + 1 > K0
    p = share * gain / u
    margin = sp.log(k0 + 1) + p * sp.log(r) - sp.log(k0) - p * (sp.log(r) + u)
    # Twice the threshold of K0 = 1, r = 1, R = 16, which is 1/4.
    false = "K0 = 1, r = 1, R = 16, p = 1/2: 16^(1/2) = 4 is not below 2"
    with _said_of_the_statement(false, K0="1", r="1", R="16", p="1/2"):
        return show_positive(sp.simplify(sp.expand(margin) / gain), "ln((K0 + 1) r^p / (K0 R^p)) / ln(1 + 1/K0) > 0")


THRESHOLD = Derivation(
    name="proof-threshold",
    statement="K0 R^p < (K0 + 1) r^p for all K0 > 0, 0 < r < R and 0 < p < ln(1 + 1/K0) / ln(R/r); for R = r it is "
    "K0 < K0 + 1, for all p. (Above that it fails.)",
    method="symbolic (sympy)",
    prove=lambda: _threshold(below_one("q")),
    fault=lambda: _threshold(1 + sp.Symbol("q", positive=True)),
)


def _majorisation(p: Any) -> Finding:
    """Show f(t) = 1 + p (t-1) - t^p > 0, t not 1: f(1) = 0, and f' = p (1 - t^(p-1)) has the sign of t - 1."""
    t, u = positive_symbols("t u")
    f = 1 + p * (t - 1) - t**p
    if f.subs(t, 1) != 0 or sp.simplify(sp.diff(f, t) - p * (1 - t ** (p - 1))) != 0:
        undecided("the derivative is not what it should be")
    with _said_of_the_statement("p = 2, t = 2: 2^2 is not below 1 + 2 (2 - 1)", p="2", t="2"):
        return all_of(
            show_positive(side * _log_of_power(u=-side * u, p=p - 1), f"the sign of f' at t = exp({-side} u)")
            for side in (1, -1)
        )


MAJORISATION = Derivation(
    name="majorisation",
    statement="t^p < 1 + p (t - 1) for all t > 0 other than 1 and 0 < p < 1; with t = (|z'| + eps)/(|z| + eps), "
    "(|z'| + eps)^p <= (|z| + eps)^p + p (|z| + eps)^(p-1) (|z'| - |z|): a step that lowers the reweighted l1 norm "
    "lowers the smoothed price. (For p > 1 that fails.)",
    method="symbolic (sympy)",
    prove=lambda: _majorisation(below_one("q")),
    fault=lambda: _majorisation(1 + sp.Symbol("q", positive=True)),
)


def _infinite_weight(p: Any) -> Finding:
    """Take ln (c y^(p-1)) - ln x at y = (c/x)^(1/(1-p)) exp(-u), for ln y times 1 - p: it is (1 - p) u."""
    c, x, u = positive_symbols("c x u")
    scaled = sp.log(c) - sp.log(x) - (1 - p) * u  # (1 - p) ln y
    with _said_of_the_statement("p = 1, c = 1, x = 2: the weight 1 is below 2 for every y", p="1", c="1", x="2"):
        return show_positive(sp.simplify(sp.log(c) - scaled - sp.log(x)), "ln (c y^(p-1) / x) > 0")


INFINITE_WEIGHT = Derivation(
    name="infinite-weight",
    statement="For all c, x > 0 and 0 < p < 1, c y^(p-1) > x for every 0 < y < (c/x)^(1/(1-p)): the threshold of a "
    "product that tends to 0 is above any number in the end. (At p = 1 it is c for every y.)",
    method="symbolic (sympy)",
    prove=lambda: _infinite_weight(below_one("q")),
    fault=lambda: _infinite_weight(sp.Integer(1)),
)
