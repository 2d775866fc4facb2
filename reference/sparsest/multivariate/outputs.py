"""Values of a network of several inputs at many points, exact: products of float matrices that are exact too.

f(x) = sum of v_k (w_k . xbar) over the neurons k active at x, which is (sum of their vectors v_k w_k) . xbar. Hence
three steps, for blocks of points:

1. *Which neurons are active.* Each w is scaled by a power of two so that its entries are at most 1, the largest at
   least 1/2, and rounded: W. Each xbar is rounded and then scaled alike: X. With n = d+1 entries, u = 2^-53 and
   t = 2^-500: |W - w| <= u|W| + t and |X - x| <= u|X| + t, entry by entry. (t is far more than what gets lost in
   subnormal numbers, even where they are flushed to 0: a point whose largest entry is below 2^-500, or beyond floats,
   is left to step 3.) Summing n products in any order, fused or not, errs by g sum|W||X| + nt at most, where
   g = nu/(1 - nu). So

       |computed - w . x| <= (2u + u^2 + g) sum|W||X| + 5nt <= 2u (n+4) n,

   since |W|, |X| <= 1, and n < 2^40 makes g <= 1.001 nu. Nothing overflows. Where the computed activation exceeds the
   bound its sign is right; elsewhere it is asked exactly, of 64-bit integers where both rows are small over common
   denominators, else of rationals. (Where w . x = 0 no answer is wrong: the neuron adds 0.)
2. *The sum of their vectors.* Over a common denominator the v_k w_kj are integers, cut into limbs of so few bits that
   K limbs add up to less than 2^53. So do all partial sums: the product of the matrix of zeros and ones with that of
   the limbs is exact in floats, in any order.
3. *The rest*, in integers for each point: limbs put together, times xbar. Points that floats do not hold, and all
   points if the common denominator is too long, are evaluated plainly, by `MultivariateNetwork.value`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm
from typing import NamedTuple

import numpy as np
from flint import fmpq, fmpz

from sparsest.multivariate.network import MultivariateNetwork, MultivariateNeuron

__all__ = ["values_at_points"]

_ZERO = fmpq(0)
_UNIT = 2.0**-53
# Points whose largest entry is less than this are not rounded.
_SMALLEST = 2.0**-500
# Products of two doubles over their whole range have 2 * (1074 + 1024) bits; and as many again, for other rationals.
_LONGEST = 8_400
# Entries in a block of activations: they stay in a processor's cache.
_BLOCK = 1 << 17
# Bits of whole numbers that floats hold, and bytes of NumPy's integers.
_EXACT, _WORD = 53, 8


def values_at_points(network: MultivariateNetwork, lifted: Sequence[Sequence[fmpq]]) -> list[fmpq]:
    """Return the exact values at many inputs, as `MultivariateNetwork.value` does one by one.

    Parameters
    ----------
    network : MultivariateNetwork
        K neurons, d inputs.
    lifted : sequence of rows, shape (N, d+1)
        xbar_i = [x_i, 1], as in `Points.lifted`.

    Returns
    -------
    list of fmpq, shape (N,)
        f(x_1), ..., f(x_N).

    Examples
    --------
    >>> net = MultivariateNetwork([MultivariateNeuron.of(2, [1, "1/3"], -1)], 2)
    >>> values_at_points(net, [(fmpq(1), fmpq(1), fmpq(1)), (fmpq(0), fmpq(1), fmpq(1))])
    [2/3, 0]
    """
    neurons = [neuron for neuron in network.neurons if any(neuron.charged)]
    if not neurons:
        return [_ZERO] * len(lifted)
    charged = _Charged.of(neurons)
    if charged is None:
        return [network.value(xbar) for xbar in lifted]
    hidden = _Hidden.of(neurons)
    found, size = list[fmpq](), max(1, _BLOCK // len(neurons))
    for start in range(0, len(lifted), size):
        found += _values(network, hidden, charged, lifted[start : start + size])
    return found


class _Integers(NamedTuple):
    """Rows times their common denominators, shape (N, d+1), where all these are small; zeros for the others."""

    rows: np.ndarray
    small: np.ndarray

    @classmethod
    def of(cls, rows: Sequence[Sequence[fmpq]]) -> _Integers:
        most = _most(len(rows[0]))
        found, small = [], []
        for row in rows:
            common = lcm(*(int(entry.q) for entry in row))
            whole = [int(entry.p) * (common // int(entry.q)) for entry in row]
            small.append(max(map(abs, whole)) <= most)
            found.append(whole if small[-1] else [0] * len(row))
        return cls(np.array(found, dtype=np.int64), np.array(small))


def _most(n: int) -> int:
    """Return what entries may be at most, so that the products of two rows of n add up to less than 2^62."""
    return (1 << (62 - n.bit_length()) // 2) - 1


class _Hidden(NamedTuple):
    """The neurons that are not zero, their weights scaled and rounded, shape (d+1, K), and as integers."""

    neurons: Sequence[MultivariateNeuron]
    weights: np.ndarray
    integers: _Integers

    @classmethod
    def of(cls, neurons: Sequence[MultivariateNeuron]) -> _Hidden:
        rows = [neuron.weights for neuron in neurons]
        return cls(neurons, np.ascontiguousarray(np.array(list(map(_scaled, rows))).T), _Integers.of(rows))


class _Charged(NamedTuple):
    """The vectors v_k w_k over their common denominator, in limbs of so many bytes, shape (K, (d+1) * limbs)."""

    denominator: int
    size: int
    limbs: np.ndarray

    @classmethod
    def of(cls, neurons: Sequence[MultivariateNeuron]) -> _Charged | None:
        """Return them; None if they are too long."""
        rows, denominator = [neuron.charged for neuron in neurons], 1
        for entry in (entry for row in rows for entry in row):
            denominator = lcm(denominator, int(entry.q))
            if denominator.bit_length() > _LONGEST:
                return None
        integers = [int(entry.p) * (denominator // int(entry.q)) for row in rows for entry in row]
        longest = max(map(abs, integers)).bit_length()
        if longest > _LONGEST:
            return None
        size = _limb_bytes(len(neurons))
        limbs = [limb for m in integers for limb in _cut(m, 8 * size, longest)]
        return cls(denominator, size, np.array(limbs).reshape(len(neurons), -1))


def _limb_bytes(count: int) -> int:
    """Return the most bytes of a limb so that `count` of them add up to less than 2^53."""
    return (_EXACT - count.bit_length()) // 8


def _cut(m: int, bits: int, longest: int) -> list[float]:
    """Return m as limbs of so many bits, all of its sign, the lowest first."""
    sign, mask = (1 if m > 0 else -1), (1 << bits) - 1
    return [float(sign * (abs(m) >> shift & mask)) for shift in range(0, longest, bits)]


def _scaled(row: Sequence[fmpq]) -> list[float]:
    """Return a row that is not zero as floats, scaled by a power of two: the largest entry from 1/2 to 1."""
    largest = max(map(abs, row))
    # 2^(a-1) <= p < 2^a and 2^(b-1) <= q < 2^b: so p/q * 2^(b-a) is between 1/2 and 2.
    power = _power_of_two(int(largest.q).bit_length() - int(largest.p).bit_length())
    if largest * power > 1:
        power /= 2
    return [_rounded(int(entry.p), int(entry.q)) for entry in (entry * power for entry in row)]


def _power_of_two(exponent: int) -> fmpq:
    return fmpq(fmpz(1) << exponent) if exponent >= 0 else fmpq(1, fmpz(1) << -exponent)


def _rounded(p: int, q: int) -> float:
    """Return the float nearest to p/q, infinite beyond the range; Python rounds quotients of integers rightly."""
    try:
        return p / q
    except OverflowError:
        return np.inf


def _values(
    network: MultivariateNetwork, hidden: _Hidden, charged: _Charged, lifted: Sequence[Sequence[fmpq]]
) -> list[fmpq]:
    """Return the values at the points of a block."""
    tops = [[int(entry.p) for entry in xbar] for xbar in lifted]
    bottoms = [[int(entry.q) for entry in xbar] for xbar in lifted]
    x, held = _floats(tops, bottoms)
    rows, n = np.flatnonzero(held).tolist(), x.shape[1]
    sums = _summed(charged, _active(hidden, x[held], [lifted[i] for i in rows]), n)
    found = {i: _product(charged.denominator, sums[n * k : n * k + n], tops[i], bottoms[i]) for k, i in enumerate(rows)}
    return [found[i] if i in found else network.value(xbar) for i, xbar in enumerate(lifted)]


def _floats(tops: Sequence[Sequence[int]], bottoms: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the points rounded and scaled, shape (N, d+1), and which of them floats hold; zeros for the others."""
    x = np.array([list(map(_rounded, *row)) for row in zip(tops, bottoms, strict=True)])
    largest = np.abs(x).max(axis=1)
    held = (largest >= _SMALLEST) & (largest < np.inf)
    x[~held], largest[~held] = 0.0, 1.0
    _, exponents = np.frexp(largest)
    return np.ldexp(x, -exponents[:, None]), held


def _bound(n: int) -> float:
    """Return by how much the computed product of n entries may be wrong: see the module."""
    return 2 * _UNIT * (n + 4) * n


def _active(hidden: _Hidden, x: np.ndarray, lifted: Sequence[Sequence[fmpq]]) -> np.ndarray:
    """Return 1 where a neuron is active at a point, and 0 where not, shape (N, K)."""
    activations: np.ndarray = x @ hidden.weights
    active: np.ndarray = (activations > 0).astype(np.float64)
    i, k = _doubtful(np.abs(activations, out=activations), _bound(x.shape[1]))
    if i.size:
        active[i, k] = _asked(hidden, lifted, i, k)
    return active


def _doubtful(sizes: np.ndarray, bound: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the points and the neurons whose signs floats do not tell."""
    none = not sizes.size or sizes.min() > bound
    return np.divmod(np.flatnonzero(sizes <= bound) if not none else np.empty(0, dtype=np.int64), sizes.shape[1])


def _asked(hidden: _Hidden, lifted: Sequence[Sequence[fmpq]], i: np.ndarray, k: np.ndarray) -> np.ndarray:
    """Return whether each of these neurons is active at its point, exactly: in machine integers where they suffice."""
    points, weights = _Integers.of(lifted), hidden.integers
    found: np.ndarray = (points.rows[i] * weights.rows[k]).sum(axis=1) > 0
    for at in np.flatnonzero(~(points.small[i] & weights.small[k])):
        found[at] = hidden.neurons[k[at]].activation(lifted[i[at]]) > 0
    return found


def _summed(charged: _Charged, active: np.ndarray, n: int) -> list[int]:
    """Return for each point its n numerators of the sum of the vectors of active neurons."""
    sums = (active @ charged.limbs).astype(np.int64).reshape(len(active) * n, charged.limbs.shape[1] // n)
    return _joined(sums, charged.size)


def _joined(sums: np.ndarray, size: int) -> list[int]:
    """Return for each row of limbs of so many bytes the number that they are, the lowest first, of any sign."""
    rows, limbs = sums.shape
    digits = np.empty((rows, limbs * size + _WORD), dtype=np.uint8)
    carry = np.zeros(rows, dtype=np.int64)
    for at in range(limbs):
        total = sums[:, at] + carry
        carry = total >> 8 * size
        digits[:, at * size : (at + 1) * size] = _bytes(total)[:, :size]
    digits[:, limbs * size :] = _bytes(carry)
    text, width = digits.tobytes(), digits.shape[1]
    return [int.from_bytes(text[at : at + width], "little", signed=True) for at in range(0, len(text), width)]


def _bytes(words: np.ndarray) -> np.ndarray:
    return words.astype("<i8").view(np.uint8).reshape(len(words), _WORD)


def _product(denominator: int, vector: Sequence[int], tops: Sequence[int], bottoms: Sequence[int]) -> fmpq:
    """Return the vector over its denominator times the point whose entries are tops over bottoms."""
    common = lcm(*bottoms)
    terms = zip(vector, tops, bottoms, strict=True)
    return fmpq(sum(m * p * (common // q) for m, p, q in terms), denominator * common)
