"""Proofs that an expression is positive, or identically 0, for all values of its positive symbols.

A small set of sound rules over sympy's assumptions; no sampling stands behind a HOLDS. Parameters in (0, 1) enter as
1/(1 + q) or t/(1 + t) with positive q, t, so that every symbol is simply positive. Where the rules do not reach, an
exact grid is searched for a counterexample (REFUTED, decided by algebra or by ball arithmetic), and else the finding is
UNDECIDED.

=========  ====================================================================================================
rule       premise of "e > 0"
=========  ====================================================================================================
signs      sympy decides from the signs of the parts, or every term of a sum is positive
product    every factor of a factorisation has a proved sign, and an even number of them are negative
two terms  e = u - v with u, v > 0, and ln u - ln v > 0
logarithm  e = c (ln x - ln y) or c ln x with c > 0, and x - y > 0 or x - 1 > 0 (for c < 0 the reverse)
growth     e is continuous at s = 0 and >= 0 there, and de/ds > 0 for all s > 0
=========  ====================================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice, product

import sympy as sp
from flint import arb, ctx, fmpq

from proofs_check.claim import Finding, Verdict, refute, undecided

__all__ = [
    "UP_TO_ONE", "all_of", "below_one", "counterexample", "enclose", "positive", "positive_symbols", "show_positive",
    "show_zero",
]  # fmt: skip

#: An exponent that may also be 1, for false statements; its grid is 1.
UP_TO_ONE = sp.Symbol("p", positive=True)

_DEPTH = 4  # of nested rules
_GRID = tuple(sp.Rational(*pair) for pair in ((1, 1), (1, 3), (2, 1), (1, 2), (5, 1), (1, 10)))
_FIRST_POINTS, _MOST_POINTS = 200, 4_000
_BITS = (128, 512, 2048)


def positive_symbols(names: str) -> tuple[sp.Symbol, ...]:
    """Return positive symbols of these names.

    Examples
    --------
    >>> positive_symbols("A B")
    (A, B)
    """
    return tuple(sp.Symbol(name, positive=True) for name in names.split())


def below_one(name: str) -> sp.Expr:
    """Return 1/(1 + name), which stands for any number in (0, 1) as the symbol runs over all positive numbers.

    Examples
    --------
    >>> below_one("q")
    1/(q + 1)
    """
    return 1 / (1 + sp.Symbol(name, positive=True))


def positive(expression: sp.Expr, depth: int = _DEPTH) -> tuple[str, ...] | None:
    """Return the steps of a proof that the expression is positive for all positive symbols, or None.

    Parameters
    ----------
    expression : sympy expression
        Of positive symbols.
    depth : int
        How many rules may be nested.

    Returns
    -------
    tuple of str or None
        One line for each rule used; None says nothing about the expression.

    Examples
    --------
    >>> A, B = positive_symbols("A B")
    >>> p = below_one("q")
    >>> for step in positive(A**p + B**p - (A + B) ** p):
    ...     print(step.split(":")[0])
    growth in A
    two terms
    logarithm
    signs
    >>> positive(A - B) is None
    True
    """
    expression = sp.sympify(expression)
    if expression.is_positive or all(sp.factor(term).is_positive for term in sp.Add.make_args(expression)):
        return (f"signs: {expression} > 0",)
    if depth == 0 or expression.is_nonpositive:
        return None
    for rule in (_by_two_terms, _by_logarithm, _by_product, _by_growth):
        steps = rule(expression, depth - 1)
        if steps is not None:
            return steps
    return None


def _by_product(expression: sp.Expr, depth: int) -> tuple[str, ...] | None:
    for factored in (sp.factor_terms(expression), sp.factor(expression)):
        factors = sp.Mul.make_args(factored)
        if len(factors) < 2:
            continue
        negative, steps = 0, [f"product: {expression} = {factored}"]
        for factor in factors:
            if factor.is_positive:
                continue
            found = (("signs",), -1) if factor.is_negative else _sign(factor, depth)
            if found is None:
                break
            negative += found[1] < 0
            steps += found[0] if not factor.is_negative else ()
        else:
            if negative % 2 == 0:
                return tuple(steps)
    return None


def _sign(factor: sp.Expr, depth: int) -> tuple[tuple[str, ...], int] | None:
    """Return a proof of the sign of an expression that sympy does not know, with that sign."""
    for sign in (1, -1):
        steps = positive(sign * factor, depth)
        if steps is not None:
            return steps, sign
    return None


def _by_two_terms(expression: sp.Expr, depth: int) -> tuple[str, ...] | None:
    terms = sp.Add.make_args(expression)
    if len(terms) != 2:
        return None
    up, down = sorted(terms, key=lambda term: not term.is_positive)
    if not (up.is_positive and down.is_negative) or expression.has(sp.log):
        return None
    difference = sp.expand(sp.expand_log(sp.log(up)) - sp.expand_log(sp.log(-down)))
    steps = positive(difference, depth)
    return None if steps is None else (f"two terms: {up} > {-down}", *steps)


def _by_logarithm(expression: sp.Expr, depth: int) -> tuple[str, ...] | None:
    expanded = sp.expand(expression)
    logs = sorted(expanded.atoms(sp.log), key=sp.default_sort_key)
    if not 1 <= len(logs) <= 2:
        return None
    coefficients = [sp.factor(expanded.coeff(one)) for one in logs]
    rest = sp.simplify(expanded - sum(c * one for c, one in zip(coefficients, logs, strict=True)))
    if rest != 0 or any(c.has(sp.log) for c in coefficients) or not all(one.args[0].is_positive for one in logs):
        return None
    if len(logs) == 2 and sp.simplify(sum(coefficients)) != 0:
        return None
    x, y = logs[0].args[0], (logs[1].args[0] if len(logs) == 2 else sp.Integer(1))
    for sign, difference in ((1, x - y), (-1, y - x)):
        if (sign * coefficients[0]).is_positive:
            steps = positive(sp.expand(difference), depth)
            return None if steps is None else (f"logarithm: {expression} > 0", *steps)
    return None


def _by_growth(expression: sp.Expr, depth: int) -> tuple[str, ...] | None:
    for symbol in sorted(expression.free_symbols, key=str):
        if not _continuous_at_0(expression, symbol):
            continue
        start = sp.powsimp(expression.subs(symbol, 0))
        if start.is_nonnegative or sp.simplify(start) == 0:
            first: tuple[str, ...] | None = ()
        else:
            first = positive(start, depth)
        if first is None:
            continue
        rest = positive(sp.diff(expression, symbol), depth)
        if rest is not None:
            return (f"growth in {symbol}: {expression} is {start} >= 0 at 0", *first, *rest)
    return None


def _continuous_at_0(expression: sp.Expr, symbol: sp.Symbol) -> bool:
    """Return whether the expression is put together from functions that are continuous where `symbol` is 0."""
    for part in sp.preorder_traversal(expression):
        if part.is_Atom or not part.has(symbol):
            continue
        if isinstance(part, sp.Pow):
            base, exponent = part.as_base_exp()
            at_0 = base.subs(symbol, 0)
            if exponent.has(symbol) and not at_0.is_positive:
                return False
            if not (at_0.is_positive or (sp.simplify(at_0) == 0 and exponent.is_positive)):
                return False
        elif isinstance(part, sp.log):
            if not part.args[0].subs(symbol, 0).is_positive:
                return False
        elif not isinstance(part, (sp.Add, sp.Mul, sp.exp)):
            return False
    return True


def enclose(expression: sp.Expr, at: Mapping[sp.Symbol, sp.Expr]) -> arb:
    """Return a ball around the value of an expression at rational values of its symbols.

    Examples
    --------
    >>> A, B = positive_symbols("A B")
    >>> bool(enclose(sp.Abs(A - B) ** sp.Rational(1, 2), {A: sp.Integer(1), B: sp.Integer(5)}) == 2)
    True
    """
    if expression.is_Symbol:
        return enclose(at[expression], at)
    if expression.is_Rational:
        return arb(fmpq(int(expression.p), int(expression.q)))
    parts = [enclose(part, at) for part in expression.args]
    if isinstance(expression, sp.Add):
        return sum(parts[1:], parts[0])
    if isinstance(expression, sp.Mul):
        value = parts[0]
        for part in parts[1:]:
            value *= part
        return value
    if isinstance(expression, sp.Pow):
        return _power(*parts)
    functions: dict[type, Callable[[arb], arb]] = {sp.Abs: abs, sp.log: arb.log, sp.exp: arb.exp}
    return functions[type(expression)](*parts)


def _power(base: arb, exponent: arb) -> arb:
    if base.is_zero() and exponent > 0:
        return arb(0)
    whole = exponent.unique_fmpz() if exponent.is_integer() else None
    if whole is not None:
        return base**whole
    return base.sqrt() if exponent == arb(fmpq(1, 2)) else base**exponent


def counterexample(
    expression: sp.Expr,
    values: Mapping[sp.Symbol, Sequence[sp.Expr]] | None = None,
    *,
    zero_counts: bool = True,
    most: int = _MOST_POINTS,
) -> dict[str, str] | None:
    """Return a grid point at which the expression is proved not to be positive, or None.

    Parameters
    ----------
    expression : sympy expression
        Of symbols with rational values.
    values : mapping, optional
        The values of each symbol; six rationals from 1/10 to 5 for those left out.
    zero_counts : bool
        Whether 0 refutes; else only a negative value does.
    most : int
        How many points to try.

    Examples
    --------
    >>> A, B = positive_symbols("A B")
    >>> counterexample(A - B)
    {'A': '1', 'B': '1', 'value': '0'}
    >>> counterexample(A + B) is None
    True
    """
    symbols = sorted(expression.free_symbols, key=str)
    given = {UP_TO_ONE: (sp.Integer(1),), **(values or {})}
    grids = [given.get(symbol, _GRID) for symbol in symbols]
    for point in islice(product(*grids), most):
        at = dict(zip(symbols, map(sp.sympify, point), strict=True))
        found = _value_unless_positive(expression, at)
        if found is not None and (zero_counts or found != "0"):
            return {str(symbol): str(value) for symbol, value in at.items()} | {"value": found}
    return None


def _value_unless_positive(expression: sp.Expr, at: Mapping[sp.Symbol, sp.Expr]) -> str | None:
    for bits in _BITS:
        with ctx.workprec(bits):
            ball = enclose(expression, at)
            if ball > 0:
                return None
            if ball < 0:
                return str(ball.str(8, radius=False))
            if ball.is_zero():
                return "0"
        if sp.simplify(expression.subs(at)) == 0:
            return "0"
    return None


def show_positive(
    expression: sp.Expr, what: str, values: Mapping[sp.Symbol, Sequence[sp.Expr]] | None = None
) -> Finding:
    """Return the steps of a proof that the expression is positive.

    Raises
    ------
    FindingError
        With a counterexample: refuted.
    UndecidedError
        If there is neither a proof by the rules nor a counterexample on the grid.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> A, B = positive_symbols("A B")
    >>> show_positive(A + B, "A + B > 0").witness
    {'A + B > 0': ['signs: A + B > 0']}
    >>> examine(lambda _: show_positive(A - B, "A > B"), None).witness["value"]
    '0'
    """
    # A proof that does not exist is searched for long: a few points first.
    found = counterexample(expression, values, most=_FIRST_POINTS)
    if found is None:
        steps = positive(expression)
        if steps is not None:
            return Finding(Verdict.HOLDS, witness={what: list(steps)})
        found = counterexample(expression, values)
    if found is not None:
        refute(f"{what} fails: {expression} is not positive", **found)
    undecided(f"no proof and no counterexample of {what}")


def show_zero(expression: sp.Expr, what: str) -> Finding:
    """Return that the expression vanishes identically.

    Raises
    ------
    FindingError
        With a point where it does not: refuted.
    UndecidedError
        If it does not simplify to 0, and vanishes on the grid.

    Examples
    --------
    >>> from proofs_check.claim import examine
    >>> A, B = positive_symbols("A B")
    >>> show_zero((A + B) ** 2 - A**2 - 2 * A * B - B**2, "binomial").verdict.value
    'holds'
    >>> examine(lambda _: show_zero((A + B) ** 2 - A**2 - B**2, "binomial without its middle"), None).witness
    {'A': '1', 'B': '1', 'value': '2.0000000'}
    """
    if sp.simplify(expression) == 0:
        return Finding(Verdict.HOLDS, witness={what: ["identity: both sides are equal after simplification"]})
    for sign in (1, -1):
        found = counterexample(-sign * expression, zero_counts=False)
        if found is not None:
            found["value"] = found["value"].removeprefix("-") if sign > 0 else found["value"]
            refute(f"{what} fails: the difference of its sides is {expression}", **found)
    undecided(f"no proof and no counterexample of {what}")


def all_of(findings: Iterable[Finding]) -> Finding:
    """Return that all of these hold, with what each of them shows; what does not hold is raised where it is shown.

    Examples
    --------
    >>> from proofs_check.claim import holds
    >>> all_of([holds(a=1), holds(b=2)]).witness
    {'a': 1, 'b': 2}
    """
    witness = {what: shown for finding in findings for what, shown in finding.witness.items()}
    return Finding(Verdict.HOLDS, witness=witness)
