"""What the proofs use of t -> t^p, 0 < p < 1: growth, strict concavity, subadditivity, merging, exchange, limits."""

from __future__ import annotations

from itertools import product

import sympy as sp

from proofs_check.claim import Derivation, Finding
from proofs_check.derivations.symbolic import UP_TO_ONE, all_of, below_one, positive_symbols, show_positive, show_zero

__all__ = [
    "CONCAVE", "EXCHANGE", "INCREASING", "LIMITS", "MERGING", "OPPOSITE", "SUBADDITIVE", "SUBADDITIVE_SIGNED",
    "TANGENT",
]  # fmt: skip

_METHOD = "symbolic (sympy)"
_P = below_one("q")
_A, _B, _E = positive_symbols("A B e")


def _increasing(p: sp.Expr) -> Finding:
    t = _A
    return all_of(
        (
            show_positive(sp.diff(t**p, t), "d/dt t^p > 0"),
            show_positive((t + _B) ** p - t**p, "(t + b)^p > t^p"),
        )
    )


def _concave(p: sp.Expr) -> Finding:
    return show_positive(-sp.diff(_A**p, _A, 2), "-d^2/dt^2 t^p > 0")


def _subadditive(p: sp.Expr) -> Finding:
    return show_positive(_A**p + _B**p - (_A + _B) ** p, "A^p + B^p > (A + B)^p")


def subadditive_signed(p: sp.Expr, numbers: int) -> Finding:
    """Prove that |z_1 + ... + z_n|^p < |z_1|^p + ... + |z_n|^p unless at most one z_k is nonzero, for a nonzero sum.

    All sign patterns are gone through, up to negation of all: P, M >= 0 are the sums of the sizes of the positive and
    of the negative numbers, S = P - M > 0. The difference of the sides is the sum of
    [sum of the positive ones' powers - P^p] + [(S + M)^p - S^p] + [sum of the negative ones' powers].

    Parameters
    ----------
    p : sympy expression
        The exponent.
    numbers : int
        n.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> [examine(lambda _: subadditive_signed(p, 2), None).verdict.value for p in (below_one("q"), UP_TO_ONE)]
    ['holds', 'refuted']
    """
    s, m = positive_symbols("S M")
    found: dict[tuple[int, int], Finding] = {}
    for signs in product((1, 0, -1), repeat=numbers):
        ups, downs = signs.count(1), signs.count(-1)
        if ups == 0 or ups + downs < 2 or (ups, downs) in found:
            continue  # the sum is not positive; or one number alone; or the same up to the order
        parts = [_merged(p, ups)] if ups > 1 else []
        if downs:
            parts.append(show_positive((s + m) ** p - s**p + m**p, f"S^p < P^p + M^p, {ups} up, {downs} down"))
        parts += [_merged(p, downs)] if downs > 1 else []
        found[ups, downs] = all_of(parts)
    return all_of(found.values())


def _merged(p: sp.Expr, count: int) -> Finding:
    """Return (a_1 + ... + a_n)^p < a_1^p + ... + a_n^p, n >= 2, adding one number after the other."""
    parts = positive_symbols(" ".join(f"a_{k}" for k in range(1, count + 1)))
    steps = []
    for k in range(2, count + 1):
        before = sp.Symbol(f"b_{k}", positive=True)  # stands for a_1 + ... + a_{k-1}
        what = f"(b + a_{k})^p < b^p + a_{k}^p"
        steps.append(show_positive(before**p + parts[k - 1] ** p - (before + parts[k - 1]) ** p, what))
    return all_of(steps)


def _merging(p: sp.Expr, weight: sp.Expr) -> Finding:
    """Merge (c, tau) and (d, sigma), c, d > 0, at the position weight tau + (1 - weight) sigma."""
    c, d, t, s = positive_symbols("c d t s")
    tau, sigma = t / (1 + t), s / (1 + s)
    at = weight * tau + (1 - weight) * sigma
    return all_of(
        (
            show_zero((c + d) * at - c * tau - d * sigma, "the same payment to the right"),
            show_zero((c + d) * (1 - at) - c * (1 - tau) - d * (1 - sigma), "the same payment to the left"),
            show_positive(at, "the position is > 0"),
            show_positive(sp.factor(1 - at), "the position is < 1"),
            show_positive(c**p + d**p - (c + d) ** p, "one knot is cheaper than two"),
        )
    )


def _weighted_mean(p: sp.Expr) -> Finding:
    c, d = positive_symbols("c d")
    return _merging(p, c / (c + d))


def _exchange(p: sp.Expr) -> Finding:
    e = sp.Symbol("e", real=True)
    x, y = sp.Symbol("x", real=True), sp.Symbol("y", real=True)
    second = sp.diff((x + e) ** p + (y - e) ** p, e, 2)
    inside = second.subs({x: _A - e, y: _B + e}, simultaneous=True)  # A = x + e and B = y - e are positive
    return show_positive(-inside, "-d^2/de^2 [(x + e)^p + (y - e)^p] > 0 where x + e, y - e > 0")


def _opposite(p: sp.Expr, sign: int) -> Finding:
    """Lower two payments l, m of opposite sign (sign = -1) to one gap by e: l + sign m stays, the cost falls."""
    payment, other = positive_symbols("l m")
    return all_of(
        (
            show_zero((payment - _E) + sign * (other - _E) - payment - sign * other, "the gap is paid as before"),
            show_positive((_A + _E) ** p - _A**p, "a knot gets cheaper"),
        )
    )


def _limits(sign: int) -> Finding:
    """Check the Taylor coefficients of c^p = exp(p L), L = ln c, at p = 0, and of c^(1-h) at h = 0 with (sign L)^n."""
    log, p, h = sp.Symbol("L", real=True), sp.Symbol("p", positive=True), sp.Symbol("h", positive=True)
    n = sp.Symbol("n", integer=True, nonnegative=True)  # the step from 0 to 1 too
    at_0, at_1 = sp.exp(p * log) * log**n, sp.exp((1 - h) * log) * sign**n * log**n
    next_0, next_1 = sp.exp(p * log) * log ** (n + 1), sp.exp((1 - h) * log) * sign ** (n + 1) * log ** (n + 1)
    found = [
        show_zero(at_0.subs(n, 0) - sp.exp(p * log), "n = 0 is c^p"),
        show_zero(at_1.subs(n, 0) - sp.exp((1 - h) * log), "n = 0 is c^(1-h)"),
        show_zero(sp.diff(at_0, p) - next_0, "d/dp: the n-th derivative c^p L^n gives the (n+1)-th"),
        show_zero(at_0.subs(p, 0) - log**n, "at p = 0 it is L^n"),
    ]
    # A power of -1 with a symbolic exponent: even n = 2m and odd n = 2m + 1, m >= 0, are looked at apart.
    for parity in (0, 1):
        k = 2 * n + parity
        step = (sp.diff(at_1, h) - next_1).subs(n, k).doit()
        found.append(show_zero(sp.powsimp(step), f"d/dh: the n-th derivative c^(1-h) (-L)^n, n of parity {parity}"))
        there = at_1.subs(n, k).subs(h, 0) - sp.exp(log) * (-log) ** k
        found.append(show_zero(sp.powsimp(sp.simplify(there)), f"at h = 0 it is c (-L)^n, n of parity {parity}"))
    return all_of(found)


def _tangent(p: sp.Expr) -> Finding:
    """Show y^p (1 - p + p t - t^p) > 0 for t = x/y above 1, below 1 and 0; the tangent of t^p at t = 1 is above it."""
    t, y = _A, _B

    def over(t: sp.Expr) -> sp.Expr:
        return 1 - p + p * t - t**p

    sides = p * y ** (p - 1) * (t * y) + (1 - p) * y**p - (t * y) ** p
    return all_of(
        (
            show_zero(sp.expand_power_base(sp.expand(sides - y**p * over(t))), "right side less left side, x = t y"),
            show_zero(over(sp.Integer(1)), "t = 1: equality"),
            show_positive(over(1 + _E), "t = 1 + e"),
            show_positive(over(1 / (1 + _E)), "t = 1/(1 + e)"),
            show_positive(1 - p, "t = 0"),
        )
    )


INCREASING = Derivation(
    "t^p increases",
    "For all p in (0, 1) and t, b > 0: d/dt t^p > 0 and (t + b)^p > t^p.",
    _METHOD,
    lambda: _increasing(_P),
    lambda: _increasing(_P - 1),
)
CONCAVE = Derivation(
    "t^p is strictly concave",
    "For all p in (0, 1) and t > 0: d^2/dt^2 t^p < 0. (At p = 1 it is 0.)",
    _METHOD,
    lambda: _concave(_P),
    lambda: _concave(UP_TO_ONE),
)
SUBADDITIVE = Derivation(
    "g > 0",
    "For all p in (0, 1) and A, B > 0: g = A^p + B^p - (A + B)^p > 0. (At p = 1 it is 0.)",
    _METHOD,
    lambda: _subadditive(_P),
    lambda: _subadditive(UP_TO_ONE),
)
SUBADDITIVE_SIGNED = Derivation(
    "subadditivity with signs",
    "For all p in (0, 1) and reals z_1, z_2, z_3 with nonzero sum: |z_1 + z_2 + z_3|^p <= |z_1|^p + |z_2|^p + |z_3|^p, "
    "with equality only where at most one is nonzero.",
    _METHOD + ", case exhaustion",
    lambda: subadditive_signed(_P, 3),
    lambda: subadditive_signed(UP_TO_ONE, 3),
)
MERGING = Derivation(
    "merging",
    "For all p in (0, 1), c, d > 0 and relative positions tau, sigma in (0, 1): one knot of slope change c + d at the "
    "weighted mean pays to both gaps what the two paid, lies inside, and is strictly cheaper.",
    _METHOD,
    lambda: _weighted_mean(_P),
    lambda: _merging(_P, sp.Rational(1, 2)),
)
EXCHANGE = Derivation(
    "exchange",
    "For all p in (0, 1), shifting e of a payment from one knot to another of equal sign changes the cost by "
    "(x + e)^p + (y - e)^p, strictly concave in e where both are positive: least at an end only.",
    _METHOD,
    lambda: _exchange(_P),
    lambda: _exchange(UP_TO_ONE),
)
OPPOSITE = Derivation(
    "payments of opposite sign",
    "For all p in (0, 1): two payments of opposite sign to one gap can be lowered by the same e > 0; the gap is paid "
    "as before and both knots get strictly cheaper.",
    _METHOD,
    lambda: _opposite(_P, -1),
    lambda: _opposite(_P, 1),
)
LIMITS = Derivation(
    "expansions at p = 0 and p = 1",
    "For all c > 0 and n = 0, 1, 2, ...: the n-th derivative of c^p at p = 0 is (ln c)^n, that of c^(1-h) at h = 0 is "
    "c (-ln c)^n. So V_p = K + p sum ln|c| + ... at p = 0+ and V_p = V_1 - (1-p) sum |c| ln|c| + ... at p = 1-.",
    _METHOD,
    lambda: _limits(-1),
    lambda: _limits(1),
)
TANGENT = Derivation(
    "inequality (78) for all parameters",
    "For all p in (0, 1), x >= 0 and y > 0: x^p <= p y^(p-1) x + (1-p) y^p, with equality only at x = y. (At p = 1 "
    "both sides are x.)",
    _METHOD,
    lambda: _tangent(_P),
    lambda: _tangent(UP_TO_ONE),
)
