"""The compiled part of packing cuts: the simplex method on a small table of floats, and known packings tried again.

A *packing* gives cuts shares z >= 0 so that no kind has more in the cuts that leave it unblocked than it costs; the sum
of the shares is then a bound of what a network costs. The table has a row for each kind and a column for each cut; it
begins with no shares, which is a vertex, and each step enters the cut that gains most.

Nothing here is trusted: `packing.py` rounds the shares and adds them up in integers. `known` does so itself.
"""

from __future__ import annotations

from sparsest.fast.compiled import kernel
from sparsest.fast.entry import entry

__all__ = ["known", "pack"]

# A gain, and an entry to divide by, below this are 0.
_NOTHING = 1e-9


@kernel
def _fill(masks, cuts, kinds, costs, table, names):
    """Write the table: rows for kinds, then one of the gains, the right sides last; rows begin as slacks."""
    rows, columns = kinds.size, cuts.size
    for i in range(rows):
        for j in range(columns):
            table[i, j] = masks[cuts[j], kinds[i]]
        table[i, columns] = costs[kinds[i]]
        names[i] = columns + i
    for j in range(columns):
        table[rows, j] = -1.0
        names[rows + j] = j
    table[rows, columns] = 0.0


@kernel
def _entering(table, rows, columns):
    """Return the column that gains most; -1 if none does."""
    best = -1
    gain = -_NOTHING
    for j in range(columns):
        if table[rows, j] < gain:
            best = j
            gain = table[rows, j]
    return best


@kernel
def _leaving(table, rows, columns, enters):
    """Return the row that is met first; -1 if there is none."""
    best = -1
    least = 0.0
    for i in range(rows):
        if table[i, enters] > _NOTHING:
            ratio = table[i, columns] / table[i, enters]
            if best < 0 or ratio < least:
                best = i
                least = ratio
    return best


@kernel
def _pivot(table, rows, columns, leaves, enters):
    """Let two variables change places."""
    inverse = 1.0 / table[leaves, enters]
    for j in range(columns + 1):
        table[leaves, j] *= inverse
    table[leaves, enters] = inverse
    for i in range(rows + 1):
        factor = table[i, enters]
        if i != leaves and factor != 0.0:
            table[i, enters] = 0.0
            for j in range(columns + 1):
                table[i, j] -= factor * table[leaves, j]


@entry
def pack(masks, cuts, kinds, costs, goal, steps, table, names, shares, prices):
    """Store shares of these cuts and, if they add up to no more than the goal, prices of the kinds; return the sum.

    It ends when the goal is exceeded, when no step gains, or after so many steps: the shares are a packing at any time.
    """
    rows, columns = kinds.size, cuts.size
    _fill(masks, cuts, kinds, costs, table, names)
    while steps > 0 and table[rows, columns] <= goal:
        steps -= 1
        enters = _entering(table, rows, columns)
        leaves = -1 if enters < 0 else _leaving(table, rows, columns, enters)
        if leaves < 0:
            break
        _pivot(table, rows, columns, leaves, enters)
        name = names[leaves]
        names[leaves] = names[rows + enters]
        names[rows + enters] = name
    for j in range(columns):
        shares[j] = 0.0
    for i in range(rows):
        prices[i] = 0.0
    for i in range(rows):
        if names[i] < columns:
            shares[names[i]] = table[i, columns]
    for j in range(columns):
        if names[rows + j] >= columns:
            prices[names[rows + j] - columns] = table[rows, j]
    return table[rows, columns]


@kernel
def _holds(masks, cuts, shares, start, end, chosen, kinds, costs, goal, whole, loads):
    """Return whether one packing, without the cuts that leave a chosen kind unblocked, closes a node."""
    total = 0
    for i in range(kinds.size):
        loads[i] = 0
    for t in range(start, end):
        cut, share = cuts[t], shares[t]
        blocks = True
        for k in chosen:
            if masks[cut, k]:
                blocks = False
        if blocks:
            total += share
            for i in range(kinds.size):
                loads[i] += share * masks[cut, kinds[i]]
    excess = 0
    for i in range(kinds.size):
        excess += loads[i] > costs[kinds[i]] * whole
    return excess == 0 and total > goal * whole


@entry
def known(masks, order, starts, wholes, cuts, shares, chosen, kinds, costs, goal, loads):
    """Return the place in `order` of the first packing that closes a node, in integers; -1 if none does."""
    for place in range(order.size):
        k = order[place]
        if _holds(masks, cuts, shares, starts[k], starts[k + 1], chosen, kinds, costs, goal, wholes[k], loads):
            return place
    return -1
