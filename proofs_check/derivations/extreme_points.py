"""Section A.1.4: rank of the difference matrix, extreme points of the box, and their number, for all n."""

from __future__ import annotations

from itertools import pairwise, product

import sympy as sp

from proofs_check.claim import Derivation, Finding, holds, refute
from proofs_check.derivations.symbolic import (
    UP_TO_ONE,
    all_of,
    below_one,
    positive_symbols,
    show_positive,
    show_zero,
)

__all__ = ["CUBE", "EXTREME_POINTS", "FIBONACCI", "RANK", "difference_matrix"]

_MOST = 9  # sizes at which a recursion is compared with what it stands for


def difference_matrix(n: int, *, circular: bool = False) -> sp.Matrix:
    """Return the (n+1) x n matrix that takes the slopes u to the slope changes; n x n if they close a circle.

    Examples
    --------
    >>> difference_matrix(2)
    Matrix([
    [ 1,  0],
    [-1,  1],
    [ 0, -1]])
    """
    rows = n if circular else n + 1
    matrix = sp.zeros(rows, n)
    for k in range(n):
        matrix[k, k] += 1
        matrix[(k + 1) % rows, k] -= 1
    return matrix


def _see_printed_matrix(n: int) -> Finding:
    """Show that the slope changes depend on alpha by D with column j scaled by the gap s_{j+1} - s_j: the printed A."""
    alpha, s = sp.symbols(f"alpha1:{n + 1}"), sp.symbols(f"s0:{n + 3}")
    slopes = [s[0], *((1 - a) * s[j] + a * s[j + 1] for j, a in enumerate(alpha, start=1)), s[-1]]
    changes = sp.Matrix([b - a for a, b in pairwise(slopes)])
    gaps = sp.diag(*(s[j + 1] - s[j] for j in range(1, n + 1)))
    left = (changes.jacobian(alpha) - difference_matrix(n) * gaps).expand()
    return all_of(show_zero(entry, f"A = D times gaps, n = {n}") for entry in left)


def _rank(*, circular: bool) -> Finding:
    """Show det(D^T D) = n + 1: the Gram matrix has 2 on and -1 beside the diagonal, so G_n = 2 G_{n-1} - G_{n-2}.

    Then G_n = n + 1 by induction, for G_0 = 1, G_1 = 2; in particular G_n is not 0, and D has full column rank.
    """
    for n in range(2 if circular else 1, _MOST):
        matrix = difference_matrix(n, circular=circular)
        gram = matrix.T * matrix
        expected = sp.Matrix(n, n, lambda i, j: 2 if i == j else -1 if abs(i - j) == 1 else 0)
        if gram.det() == 0:
            kernel = [str(value) for value in matrix.nullspace()[0]]
            refute("the slopes are not determined by the slope changes", n=n, kernel=kernel)
        if gram != expected:
            refute("the Gram matrix is not tridiagonal (-1, 2, -1)", n=n)
    n = sp.Symbol("n", integer=True, positive=True)
    # Entry (i, j) of D^T D is the product of columns e_i - e_{i+1} and e_j - e_{j+1}: 2, -1 or 0, whatever n is.
    g = sp.Lambda(n, n + 1)
    return all_of(
        (
            show_zero(g(0) - 1, "G_0 = 1, the empty determinant"),
            show_zero(g(1) - 2, "G_1 = 2"),
            show_zero(2 * g(n + 1) - g(n) - g(n + 2), "G_n = n + 1 satisfies the recursion of the determinant"),
            show_positive(g(n), "G_n > 0"),
            *map(_see_printed_matrix, range(1, 5)),
        )
    )


def _extreme_points(p: sp.Expr) -> Finding:
    """Show strict concavity along every line v != 0 in the box.

    D v != 0 by the rank, so some slope change z_k moves: in it the cost z_k^p has a negative second derivative along
    the line, w^2 p (p - 1) z^(p-2) with w = (D v)_k != 0; in the others it is <= 0. So no point with a line around it
    inside the box is a minimiser, and a point without one is an extreme point: each u_j at an end.
    """
    z, size = positive_symbols("z w")
    t = sp.Symbol("t", real=True)
    found = []
    for sign in (1, -1):
        second = sp.diff((sp.Symbol("z0", real=True) + sign * size * t) ** p, t, 2)
        inside = second.subs(sp.Symbol("z0", real=True), z - sign * size * t)
        found.append(show_positive(sp.factor(-sp.simplify(inside)), f"second derivative < 0, direction {sign}"))
    a, b, share = positive_symbols("a b s")
    inner = a + b / (1 + share)  # any u_j in (a, a + b)
    found += [
        show_positive(sp.factor(inner - a), "u_j inside can move down"),
        show_positive(sp.factor(a + b - inner), "u_j inside can move up"),
    ]
    return all_of(found)


def _turns(word: tuple[int, ...]) -> frozenset[int]:
    """Return the k whose gaps k, k+1 share a knot: gap k goes whole to the right (0) and gap k+1 to the left (1)."""
    return frozenset(k for k in range(len(word) - 1) if word[k : k + 2] == (0, 1))


def _fibonacci(shift: int) -> Finding:
    """Show that the 2^n words give Fibonacci(n + shift) sets of shared knots; true for shift = 1.

    Every such set comes from exactly one sequence of the tiles "1" (a gap alone) and "01" (a pair), because in a
    sequence of these tiles "01" stands only where a pair tile does. The generating function of sequences of tiles of
    lengths 1 and 2 is 1/(1 - z - z^2), and that of the Fibonacci numbers is z/(1 - z - z^2): the same, shifted by one.
    """
    for n in range(1, _MOST):
        words = {_turns(word) for word in product((0, 1), repeat=n)}
        tiled = [_turns(word) for word in _tilings(n)]
        if len(set(tiled)) != len(tiled) or set(tiled) != words:
            refute("sequences of tiles and sets of shared knots do not correspond", n=n)
        if len(words) != sp.fibonacci(n + shift):
            expected = int(sp.fibonacci(n + shift))
            refute(f"{len(words)} different functions, not {expected}", n=n, sets=[sorted(w) for w in words])
    z = sp.Symbol("z", positive=True)
    tiles = 1 / (1 - (z + z**2))  # sequences of tiles: the geometric series in the lengths of a tile
    fibonacci = z / (1 - z - z**2)
    return all_of(
        (
            show_zero(tiles - fibonacci / z**shift, "generating functions, shifted"),
            show_zero(fibonacci - z * fibonacci - z**2 * fibonacci - z, "F_n = F_{n-1} + F_{n-2}, F_1 = 1"),
            holds(compared=f"with all 2^n words for n < {_MOST}"),
        )
    )


def _tilings(n: int) -> list[tuple[int, ...]]:
    if n < 0:
        return []
    if n == 0:
        return [()]
    return [(*w, 1) for w in _tilings(n - 1)] + [(*w, 0, 1) for w in _tilings(n - 2)]


def _cube(*, ends: bool) -> Finding:
    """Show that the words 0 alpha 1 give all nonempty sets of shared knots; a false variant has a free last letter.

    Such a word has a step from 0 to 1, so some knot is shared. And any nonempty set of pairs is that of a word: 0
    before the first pair, 01 in each pair, 1 after it up to the next pair or the end.
    """
    for m in range(2, _MOST - 1):
        last = ((1,),) if ends else ((0,), (1,))
        words = [(0, *alpha, *end) for alpha in product((0, 1), repeat=m - 1) for end in last]
        found = {_turns(word) for word in words}
        if found != {_turns(word) for word in product((0, 1), repeat=m + 1)} - {frozenset()}:
            refute("not all candidates but the connected dots", m=m, sets=sorted(map(sorted, found)))
        for pairs in found:
            first = min(pairs)
            word = [0] * first + [1] * (m + 1 - first)
            for k in pairs:
                word[k] = 0
            if tuple(word) not in words or _turns(tuple(word)) != pairs:
                refute("the word built for a set of pairs is another", m=m, pairs=sorted(pairs))
    return holds(compared=f"with all words for m < {_MOST - 1}")


RANK = Derivation(
    "rank of the difference matrix",
    "For all n >= 1 the (n+1) x n matrix D that takes slopes to slope changes has det(D^T D) = n + 1, so full column "
    "rank; as has, with n = m - 1, the printed m x (m-1) matrix, which is D with columns scaled by nonzero gaps.",
    "symbolic (sympy), induction",
    lambda: _rank(circular=False),
    lambda: _rank(circular=True),
)
EXTREME_POINTS = Derivation(
    "minimisers are extreme points",
    "For all p in (0, 1) and n: along every line in the box of slopes the cost is strictly concave, so a minimiser has "
    "every u_j at an end of [s_{j-1}, s_j].",
    "symbolic (sympy)",
    lambda: _extreme_points(below_one("q")),
    lambda: _extreme_points(UP_TO_ONE),
)
FIBONACCI = Derivation(
    "number of candidates",
    "For all n >= 1 the 2^n extreme points of a run of n gaps are Fibonacci(n+1) different functions (F_1 = F_2 = 1).",
    "symbolic (sympy), case exhaustion",
    lambda: _fibonacci(1),
    lambda: _fibonacci(2),
)
CUBE = Derivation(
    "corners of the paper's cube",
    "For all m >= 2 the 2^(m-1) corners of the cube of alpha are all candidates of the run of m + 1 gaps but the "
    "connected dots: Fibonacci(m+2) - 1 functions, so fewer than corners from m = 4 on. (With a free last slope the "
    "dots are among them.)",
    "case exhaustion",
    lambda: _cube(ends=True),
    lambda: _cube(ends=False),
)
