"""The compiled part of pricing: the simplex method on a small dense table of floats, from the last basis on.

The program is min prices . mu, columns mu = labels, mu >= 0. Its last columns, as many as rows, are unit vectors with
the signs of the labels and a prohibitive price: the basis to begin with. Prices change from call to call and the rest
does not, so that the last basis remains feasible.

Nothing here is trusted: `pricing.py` makes the multipliers of the basis, exactly, and `cuts.py` looks at what they do.
"""

from __future__ import annotations

from sparsest.fast.compiled import kernel
from sparsest.fast.entry import entry

__all__ = ["price"]

# A gain, a pivot and an infeasibility below these are 0.
_NOTHING, _PIVOT, _MISS = 1e-9, 1e-8, 1e-7


@kernel
def _fill(columns, labels, prices, table):
    rows, width = columns.shape
    for i in range(rows):
        for j in range(width):
            table[i, j] = columns[i, j]
        table[i, width] = labels[i]
    for j in range(width):
        table[rows, j] = prices[j]
    table[rows, width] = 0.0


@kernel
def _pivot(table, rows, width, leaves, enters):
    """Make the entering column a unit vector."""
    inverse = 1.0 / table[leaves, enters]
    for j in range(width + 1):
        table[leaves, j] *= inverse
    for i in range(rows + 1):
        factor = table[i, enters]
        if i != leaves and factor != 0.0:
            for j in range(width + 1):
                table[i, j] -= factor * table[leaves, j]
            table[i, enters] = 0.0


@kernel
def _restore(table, rows, width, basis):
    """Bring the table to the basis, with the largest pivots; return whether that is a feasible one."""
    for place in range(rows):
        best = place
        enters = basis[place]
        for k in range(place, rows):  # basis[:place] belong to rows[:place] already
            if abs(table[k, enters]) > abs(table[best, enters]):
                best = k
        if abs(table[best, enters]) < _PIVOT:
            return False
        if best != place:
            for j in range(width + 1):
                kept = table[place, j]
                table[place, j] = table[best, j]
                table[best, j] = kept
        _pivot(table, rows, width, place, enters)
    lowest = 0.0
    for i in range(rows):
        lowest = min(lowest, table[i, width])
        table[i, width] = max(table[i, width], 0.0)
    return lowest > -_MISS


@kernel
def _entering(table, rows, width):
    """Return the column that gains most; -1 if none does."""
    best = -1
    gain = -_NOTHING
    for j in range(width):
        if table[rows, j] < gain:
            best = j
            gain = table[rows, j]
    return best


@kernel
def _leaving(table, rows, width, enters):
    """Return the row that is met first, of several that with the largest pivot; -1 if there is none."""
    best = -1
    least = 0.0
    for i in range(rows):
        if table[i, enters] > _PIVOT:
            ratio = table[i, width] / table[i, enters]
            if best < 0 or ratio < least or (ratio == least and table[i, enters] > table[best, enters]):
                best = i
                least = ratio
    return best


@entry
def price(columns, labels, prices, basis, steps, table):
    """Bring the basis to the best one at these prices; return whether it is that, as far as floats can tell."""
    rows, width = columns.shape
    _fill(columns, labels, prices, table)
    if not _restore(table, rows, width, basis):
        return False
    for _ in range(steps):
        enters = _entering(table, rows, width)
        if enters < 0:
            return True
        leaves = _leaving(table, rows, width, enters)
        if leaves < 0:
            return False
        _pivot(table, rows, width, leaves, enters)
        basis[leaves] = enters
    return False
