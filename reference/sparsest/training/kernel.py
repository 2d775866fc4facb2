"""The training loop: one network, some epochs. docs/training.md, section "One step", says what is done, in this order.

`state` has a row each for the parameters, Adam's two moments, the gradient and the parameters before the step. A row
holds w (input by input), b, v, and last a group for the skip connection and its constant. Neurons are columns, in whole
groups of eight; those that fill up the last group are zero and stay so.
"""

from __future__ import annotations

from sparsest.fast.compiled import at, inlined, pointer
from sparsest.fast.entry import entry
from sparsest.training.lanes import LANES, fused, lane_sum, load, raised, root, store, where

__all__ = [
    "ADAPTIVE", "FLAGS", "FREEZES_INPUT", "FREEZES_OUTPUT", "FREE_BIAS", "MIXED", "PRECONDITIONED", "RATES",
    "SCALES_BIAS", "SKIP", "THRESHOLD", "advance",
]  # fmt: skip

#: Which entry of `flags` says what.
(ADAPTIVE, THRESHOLD, PRECONDITIONED, MIXED, SCALES_BIAS, FREE_BIAS, FREEZES_INPUT, FREEZES_OUTPUT, SKIP) = range(9)
FLAGS = 9
#: Columns of `rates`, one row an epoch: the step over 1 - 0.9^t, 1 / sqrt(1 - 0.999^t), 1 - step * decay,
#: lambda gamma p, the smoothing, the noise, whether zero absorbs; 0 in the fourth for no threshold.
RATES = 7
_STEP, _ROOT, _DECAY, _THRESHOLD, _SMOOTHING, _NOISE, _ABSORBS = range(RATES)
_FORGET, _FORGET_SQUARES, _EPSILON = 1.0 - 0.9, 1.0 - 0.999, 1e-8
# Moments below this are nothing: the move is then below 1e-22, and subnormal numbers are slow.
_NOTHING = 1e-30


@inlined
def _forward_group(row, width, inputs, k, x, hidden, n, sums, out):
    """Return the sums of four points with the group's outputs added; the activations are stored."""
    z0 = load(row, inputs * width + k)
    z1, z2, z3 = z0, z0, z0
    x0, x1, x2, x3 = at(x, n * inputs), at(x, (n + 1) * inputs), at(x, (n + 2) * inputs), at(x, (n + 3) * inputs)
    for i in range(inputs):
        w = load(row, i * width + k)
        z0 = fused(w, x0[i], z0)
        z1 = fused(w, x1[i], z1)
        z2 = fused(w, x2[i], z2)
        z3 = fused(w, x3[i], z3)
    h0 = where(z0 > 0.0, z0, 0.0)
    h1 = where(z1 > 0.0, z1, 0.0)
    h2 = where(z2 > 0.0, z2, 0.0)
    h3 = where(z3 > 0.0, z3, 0.0)
    store(hidden, n * width + k, h0)
    store(hidden, (n + 1) * width + k, h1)
    store(hidden, (n + 2) * width + k, h2)
    store(hidden, (n + 3) * width + k, h3)
    return fused(h0, out, sums[0]), fused(h1, out, sums[1]), fused(h2, out, sums[2]), fused(h3, out, sums[3])


@inlined
def _forward(row, width, inputs, points, x, y, hidden, residual):
    """Store the activations (0 where a neuron is not active) and the residuals f(x_n) - y_n. Points come in fours."""
    rest = at(row, (inputs + 2) * width)
    zero = load(rest, 0) * 0.0
    for n in range(0, points, 4):
        sums = (zero, zero, zero, zero)
        for k in range(0, width, LANES):
            out = load(row, (inputs + 1) * width + k)
            sums = _forward_group(row, width, inputs, k, x, hidden, n, sums, out)
        residual[n] = lane_sum(sums[0])
        residual[n + 1] = lane_sum(sums[1])
        residual[n + 2] = lane_sum(sums[2])
        residual[n + 3] = lane_sum(sums[3])
    for n in range(points):
        f = residual[n] + rest[inputs]
        for i in range(inputs):
            f += rest[i] * x[n * inputs + i]
        residual[n] = f - y[n]


@inlined
def _input_slopes(slope, width, inputs, points, k, x, active, v):
    """Store the gradient of w for one group of neurons, four inputs at a time (there are that many, or zeros)."""
    for i in range(0, inputs - 3, 4):
        g0 = v * 0.0
        g1, g2, g3 = g0, g0, g0
        for n in range(points):
            a = load(active, n * width + k)
            row = at(x, n * inputs + i)
            g0 = fused(a, row[0], g0)
            g1 = fused(a, row[1], g1)
            g2 = fused(a, row[2], g2)
            g3 = fused(a, row[3], g3)
        store(slope, i * width + k, g0 * v)
        store(slope, (i + 1) * width + k, g1 * v)
        store(slope, (i + 2) * width + k, g2 * v)
        store(slope, (i + 3) * width + k, g3 * v)
    for i in range(inputs - inputs % 4, inputs):
        g = v * 0.0
        for n in range(points):
            g = fused(load(active, n * width + k), x[n * inputs + i], g)
        store(slope, i * width + k, g * v)


@inlined
def _backward(row, slope, width, inputs, points, x, hidden, residual, flags):
    """Store the gradient; `residual` holds the loss's derivatives by f(x_n); `hidden` is used up."""
    for k in range(0, width, LANES):
        v = load(row, (inputs + 1) * width + k)
        by_bias = v * 0.0
        by_output = v * 0.0
        for n in range(points):
            h = load(hidden, n * width + k)
            active = where(h > 0.0, residual[n], h)
            by_output = fused(h, residual[n], by_output)
            by_bias = by_bias + active
            store(hidden, n * width + k, active)
        store(slope, inputs * width + k, by_bias * v * flags[FREE_BIAS])
        store(slope, (inputs + 1) * width + k, by_output * (1 - flags[FREEZES_OUTPUT]))
        if flags[FREEZES_INPUT]:
            store(slope, k, v * 0.0)  # it is of one input, and holds the last step's products
        else:
            _input_slopes(slope, width, inputs, points, k, x, hidden, v)
    rest = at(slope, (inputs + 2) * width)
    if flags[SKIP]:
        for i in range(inputs + 1):
            rest[i] = 0.0
        for n in range(points):
            rest[inputs] += residual[n]
            for i in range(inputs):
                rest[i] += residual[n] * x[n * inputs + i]


@inlined
def _size(a):
    return where(a < 0.0, a * -1.0, a)


@inlined
def _adapt(state, size, rates):
    """Do Adam's step on all parameters."""
    first, second, slope = at(state, size), at(state, 2 * size), at(state, 3 * size)
    for j in range(0, size, LANES):
        g = load(slope, j)
        m = load(first, j)
        q = load(second, j)
        m = m + (g - m) * _FORGET
        q = q + (g * g - q) * _FORGET_SQUARES
        m = where(_size(m) > _NOTHING, m, 0.0)
        q = where(q > _NOTHING, q, 0.0)
        store(first, j, m)
        store(second, j, q)
        move = m * rates[_STEP] / (root(q) * rates[_ROOT] + _EPSILON)
        store(state, j, load(state, j) * rates[_DECAY] - move)


@inlined
def _climb_down(state, size, rates):
    """Do a plain gradient step on all parameters."""
    slope = at(state, 3 * size)
    for j in range(0, size, LANES):
        store(state, j, load(state, j) - load(slope, j) * rates[_STEP])


@inlined
def _denominators(second, j, rates, adaptive):
    q = load(second, j)
    return root(q) * rates[_ROOT] + _EPSILON if adaptive else q * 0.0 + 1.0


@inlined
def _shrink(state, size, width, inputs, k, rates, flags, exponent, spread):
    """Store the thresholded products of one group in the gradient's row; return their norms and those of w."""
    second, shrunk, before = at(state, 2 * size), at(state, 3 * size), at(state, 4 * size)
    output = (inputs + 1) * width + k
    v = load(state, output)
    v_before = v if flags[MIXED] else load(before, output)
    rate = v * 0.0 + rates[_THRESHOLD]
    if rates[_NOISE] != 0.0:
        rate = rate * raised(load(spread, k), rates[_NOISE])
    over_output = v * 0.0 + 1.0
    if flags[PRECONDITIONED] and flags[FREEZES_OUTPUT] == 0:
        over_output = over_output / _denominators(second, output, rates, flags[ADAPTIVE])
    else:
        over_output = over_output * 0.0
    norm = v * 0.0
    size_before = v * 0.0
    for i in range(inputs):
        w = load(state, i * width + k)
        z = v * w
        old = _size(v_before * load(before, i * width + k))
        if rates[_ABSORBS] != 0.0 and lane_sum(old) == 0.0:
            u = old * 0.0  # most are zero soon, and powers cost more than all the rest
        else:
            threshold = rate
            if exponent != 0.0:
                threshold = threshold * raised(old + rates[_SMOOTHING], exponent)
            if flags[PRECONDITIONED]:
                scale = w * w * over_output
                if flags[FREEZES_INPUT] == 0:
                    scale = scale + v * v / _denominators(second, i * width + k, rates, flags[ADAPTIVE])
                threshold = threshold * scale
            left = _size(z) - threshold
            if rates[_ABSORBS] != 0.0:
                left = where(old > 0.0, left, 0.0)
            u = where(left > 0.0, left, 0.0)
            u = where(z < 0.0, u * -1.0, u)
        store(shrunk, i * width + k, u)
        norm = norm + u * u
        size_before = size_before + w * w
    return root(norm), root(size_before)


@inlined
def _split(state, size, width, inputs, k, norm, size_before, flags, dead_below):
    """Store factors of the thresholded products."""
    shrunk = at(state, 3 * size)
    output = (inputs + 1) * width + k
    v = load(state, output)
    lives = where(norm >= dead_below, norm, 0.0) > 0.0
    half = root(norm)
    after = half
    if flags[FREEZES_INPUT]:
        w = load(state, k)
        store(state, output, where(lives, load(shrunk, k) * w, 0.0))
        after = size_before
    elif flags[FREEZES_OUTPUT]:
        after = norm
        for i in range(inputs):
            store(state, i * width + k, where(lives, load(shrunk, i * width + k) * v, 0.0))
    else:
        v = where(v < 0.0, half * -1.0, half)
        store(state, output, where(lives, v, 0.0))
        for i in range(inputs):
            store(state, i * width + k, where(lives, load(shrunk, i * width + k) / v, 0.0))
    if flags[SCALES_BIAS]:
        b = load(state, inputs * width + k)
        store(state, inputs * width + k, where(lives, b * after / size_before, b))


@inlined
def _remember(state, size, width, inputs):
    """Keep w and v as they are before the step."""
    before = at(state, 4 * size)
    for j in range(0, (inputs + 2) * width, LANES):
        store(before, j, load(state, j))


@entry
def advance(state, x, y, hidden, residual, rates, flags, exponent, dead_below, spread, width, points):
    """Go on for as many epochs as `rates` has rows; return 0, or nan if a residual was no finite number.

    A threshold makes a zero of what is no number, so that the end alone would not tell.

    Arrays are of one precision, `flags` of int64. Shapes: state (5, (D + 2) width + whole groups for D + 1 numbers),
    x (M, D), y and residual (M,), hidden (M, width), spread (width,); M is the number of points rounded up to fours.
    """
    size, inputs, padded = state.shape[1], x.shape[1], y.size
    state, x, y, hidden, residual = pointer(state), pointer(x), pointer(y), pointer(hidden), pointer(residual)
    flags, spread, epochs = pointer(flags), pointer(spread), rates.shape[0]
    now, wrong = pointer(rates), 0.0
    for t in range(epochs):
        rate = at(now, RATES * t)
        thresholds = flags[THRESHOLD] and rate[_THRESHOLD] > 0.0
        if thresholds:
            _remember(state, size, width, inputs)
        _forward(state, width, inputs, padded, x, y, hidden, residual)
        for n in range(points):
            residual[n] *= 2.0 / points
            wrong += residual[n] * 0.0
        _backward(state, at(state, 3 * size), width, inputs, points, x, hidden, residual, flags)
        if flags[ADAPTIVE]:
            _adapt(state, size, rate)
        else:
            _climb_down(state, size, rate)
        if thresholds:
            for k in range(0, width, LANES):
                norm, before = _shrink(state, size, width, inputs, k, rate, flags, exponent, spread)
                _split(state, size, width, inputs, k, norm, before, flags, dead_below)
    return wrong
