"""The order of two exact values: which of two networks is cheaper. Decided or refused, never guessed."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING

from flint import ctx, fmpq

from sparsest.errors import UndecidedError
from sparsest.exact.exponent import Exponent
from sparsest.exact.sign import ball_sign, sign

if TYPE_CHECKING:
    from sparsest.exact.powersum import PowerSum, PowerValue

__all__ = ["compare_values", "floor_of"]

# Values at different p are brought to one p only if their bases get no longer than this.
_MOST_BITS = 1 << 20
_PRECISIONS = (128, 512, 2048)
# Hashes go by the floor of the value times 2 to this power.
_HASH_BITS = 32


def compare_values(first: PowerValue, second: PowerValue) -> int:
    """Return the sign of first - second, proved.

    Parameters
    ----------
    first, second : PowerValue
        At the same p or not; a value at p = 0 is a whole number.

    Raises
    ------
    UndecidedError
        If the sign is not settled within the precision cap of `sign`, or the values are at different p of so many
        digits that they cannot be written as sums at one p.

    Examples
    --------
    >>> from sparsest.exact.powersum import PowerSum
    >>> root = PowerSum.of([(1, 2)])
    >>> compare_values(root.at("1/2"), root.at("1/3")), compare_values(root.at("1/2"), PowerSum.of([(1, 4)]).at("1/4"))
    (1, 0)
    """
    if first.p == second.p:
        return sign(first.power_sum - second.power_sum, first.p)
    for precision in _PRECISIONS:
        with ctx.workprec(precision):
            if (found := ball_sign(first.ball() - second.ball())) is not None:
                return found
    one, other, p = _at_one_p(first, second)
    return sign(one - other, p)


def floor_of(value: PowerValue) -> int:
    """Return the floor of value * 2^32, exactly: equal for equal values, whatever their form and p.

    Examples
    --------
    >>> from sparsest.exact.powersum import PowerSum
    >>> floor_of(PowerSum.of([(1, 9)]).at("1/2")) == 3 * 2**32 == floor_of(PowerSum.of([(3, 5)]).at("0"))
    True
    """
    with ctx.workprec(max(value.magnitude, 0) + 4 * _HASH_BITS):
        scaled = value.ball() * 2**_HASH_BITS
        low, high = scaled.lower().floor().unique_fmpz(), scaled.upper().floor().unique_fmpz()
    if low is None or high is None:
        raise UndecidedError(f"no whole part of {value!r} within the precision; please report this")
    if low == high:
        return int(low)
    # A whole number lies in the ball: the floor is that number, or one less.
    terms = value.power_sum
    scaled_sum = terms.whole(terms.count << _HASH_BITS) if value.p.value is None else terms.raised(1, 1 << _HASH_BITS)
    return int(high) if sign(scaled_sum - terms.whole(int(high)), value.p) >= 0 else int(high) - 1


def _at_one_p(first: PowerValue, second: PowerValue) -> tuple[PowerSum, PowerSum, Exponent]:
    """Return the values as power sums at one p: a^(u/v) = (a^(u w/v))^(1/w)."""
    shared = lcm(*(int(v.p.value.q) for v in (first, second) if v.p.value is not None))
    sums = []
    for value in (first, second):
        if value.p.value is None:
            sums.append(value.power_sum.whole(value.power_sum.count))
            continue
        power = int(value.p.value.p) * (shared // int(value.p.value.q))
        longest = max((int(max(a.p.bit_length(), a.q.bit_length())) for _, a in value.power_sum.terms), default=0)
        if power * longest > _MOST_BITS:
            raise UndecidedError(
                f"{first!r} and {second!r} agree to {_PRECISIONS[-1]} bits; compare values at the same p"
            )
        sums.append(value.power_sum.raised(power))
    return sums[0], sums[1], Exponent.read(fmpq(1, shared))
