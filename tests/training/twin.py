"""Training as docs/training.md tells it, in plain NumPy and float64: slow, and no neuron is ever dropped.

The kernels are held to this file, and this file to states recorded from PyTorch. Each function is one sentence of that
page, and takes no more than it needs; a test that plants a fault replaces one of them.

Parameters are a dictionary of arrays: v (K,), w (K, d), b (K,), a (d,), c (). Where biases are charged, x has a column
of ones and w one for them, and b is zero and not trained.
"""

from dataclasses import dataclass, replace
from itertools import pairwise, product

import numpy as np

BETA, BETA_SQUARE, TINY, VANISHING = 0.9, 0.999, 1e-8, 1e-30


@dataclass(frozen=True)
class State:
    """Parameters after `epoch` epochs, with Adam's first and second moments m and q."""

    parameters: dict
    m: dict
    q: dict
    epoch: int = 0

    @classmethod
    def starting(cls, v, w, b, a=None, c=0.0):
        parameters = {"v": v, "w": w, "b": b, "a": np.zeros(np.shape(w)[1]) if a is None else a, "c": c}
        parameters = {name: np.array(value, np.float64) for name, value in parameters.items()}
        zeros = {name: np.zeros_like(value) for name, value in parameters.items()}
        return cls(parameters, zeros, dict(zeros))


@dataclass(frozen=True)
class Problem:
    """What stays the same during a run; `noise` is xi, one normal number for each neuron."""

    x: np.ndarray
    y: np.ndarray
    p: float
    recipe: object
    epochs: int
    noise: np.ndarray | float = 0.0


# The loss


def value(parameters, x):
    hidden = np.maximum(x @ parameters["w"].T + parameters["b"], 0.0)
    return hidden @ parameters["v"] + x @ parameters["a"] + parameters["c"]


def gradient(parameters, x, y):
    """Return the derivative of the mean squared error by each parameter."""
    inner = x @ parameters["w"].T + parameters["b"]
    by_value = 2.0 * (value(parameters, x) - y) / len(y)
    by_inner = by_value[:, None] * parameters["v"] * (inner > 0)
    return {
        "v": by_value @ np.maximum(inner, 0.0),
        "w": by_inner.T @ x,
        "b": by_inner.sum(0),
        "a": by_value @ x,
        "c": by_value.sum(),
    }


def trained(recipe):
    fixed = {"weights": set(), "kinks": {"w"}, "products": {"v"}}[recipe.coordinates]
    return (
        {"v", "w", "b", "a", "c"}
        - fixed
        - ({"b"} if recipe.charge_bias else set())
        - (set() if recipe.skip else {"a", "c"})
    )


# The schedules, at the share s of the run


def step_size(recipe, s):
    if recipe.schedule == "constant" or s <= recipe.hold_step:
        return recipe.step
    r = (s - recipe.hold_step) / (1 - recipe.hold_step)
    return recipe.last_step + (recipe.step - recipe.last_step) * (1 + np.cos(np.pi * r)) / 2


def weight(recipe, s):
    if s <= recipe.hold_weight or recipe.weight == 0:
        return recipe.weight
    r = (s - recipe.hold_weight) / (1 - recipe.hold_weight)
    return recipe.weight * (recipe.last_weight / recipe.weight) ** r


def smoothing(recipe, s):
    if recipe.smoothing == 0:
        return 0.0
    return recipe.smoothing * (recipe.last_smoothing / recipe.smoothing) ** min(s / recipe.melt, 1.0)


def noisiness(recipe, s):
    return recipe.noise * max(1 - s / recipe.melt, 0.0)


# One epoch


def epoch(state, problem):
    """Return the state after one epoch more."""
    recipe, t = problem.recipe, state.epoch + 1
    stepped, divisors = optimized(
        state, gradient(state.parameters, problem.x, problem.y), recipe, step_size(recipe, t / problem.epochs)
    )
    if recipe.threshold == "none" or t < recipe.first_threshold:
        return stepped
    limit = thresholds(state.parameters, stepped.parameters, divisors, problem, t)
    return replace(stepped, parameters=split(stepped.parameters, shrunk(products(stepped.parameters), limit), recipe))


def optimized(state, gradients, recipe, gamma):
    """Return the state after the optimizer's step, and the divisor D of each parameter."""
    t = state.epoch + 1
    after, m, q, divisors = {}, {}, {}, {}
    for name, old in state.parameters.items():
        g = gradients[name] if name in trained(recipe) else np.zeros_like(old)
        m[name] = vanishing(state.m[name] + (1 - BETA) * (g - state.m[name]))
        q[name] = vanishing(state.q[name] + (1 - BETA_SQUARE) * (g**2 - state.q[name]))
        divisors[name] = np.sqrt(q[name]) / np.sqrt(1 - BETA_SQUARE**t) + TINY
        move = m[name] / (1 - BETA**t) / divisors[name]
        if recipe.optimizer == "gradient":
            move, divisors[name] = g, np.ones_like(old)
        decay = gamma * recipe.weight_decay if recipe.optimizer == "adamw" else 0.0
        after[name] = old * (1 - decay) - gamma * move if name in trained(recipe) else old
    return State(after, m, q, t), divisors


def vanishing(moment):
    return np.where(np.abs(moment) < VANISHING, 0.0, moment)


def products(parameters):
    return parameters["v"][:, None] * parameters["w"]


def weighing(old, new, previous):
    """Return the products that weigh the threshold."""
    return (new if previous == "mixed" else old)["v"][:, None] * old["w"]


def thresholds(old, new, divisors, problem, t):
    recipe, p, s = problem.recipe, problem.p, t / problem.epochs
    size = np.abs(weighing(old, new, recipe.previous))
    absorbed = (size == 0) & ((p < 1 and recipe.smoothing == 0) or s > recipe.settle)
    size = size + smoothing(recipe, s)
    with np.errstate(divide="ignore"):
        power = np.where(absorbed, 1.0, size) ** (p - 1) if p < 1 else np.ones_like(size)
    louder = np.exp(noisiness(recipe, s) * np.broadcast_to(problem.noise, len(size)))[:, None]
    limit = weight(recipe, s) * step_size(recipe, s) * slope(p) * power * louder
    if recipe.threshold == "preconditioned":
        limit = limit * preconditioner(new, divisors, trained(recipe))
    return np.where(absorbed, np.inf, limit)


def slope(p):
    """Return the factor that the derivative of z^p brings."""
    return p


def preconditioner(new, divisors, moved):
    by_w = new["v"][:, None] ** 2 / divisors["w"] if "w" in moved else 0.0
    by_v = new["w"] ** 2 / divisors["v"][:, None] if "v" in moved else 0.0
    return by_w + by_v


def shrunk(z, limit):
    return np.sign(z) * np.maximum(np.abs(z) - limit, 0.0)


def split(new, u, recipe):
    """Return the parameters with v_k w_k = u_k."""
    v, w, b = new["v"], new["w"], new["b"]
    live = alive(u, recipe.dead_below)
    with np.errstate(invalid="ignore", divide="ignore"):
        if recipe.coordinates == "kinks":
            v = np.where(live, (u * w).sum(1), 0.0)
        elif recipe.coordinates == "products":
            w = np.where(live[:, None], v[:, None] * u, 0.0)
        else:
            v = np.where(live, np.sqrt(norm(u)) * sign_of_output(v), 0.0)
            w = np.where(live[:, None], u / v[:, None], 0.0)
        if recipe.bias == "scaled":
            b = np.where(live, b * (norm(w) / norm(new["w"])), b)
    return {**new, "v": v, "w": w, "b": b}


def alive(u, dead_below):
    return (norm(u) >= dead_below) & np.any(u != 0, axis=1)


def sign_of_output(v):
    return np.sign(v)


def norm(rows):
    return np.sqrt(np.sum(rows**2, axis=1))


def run(state, problem, epochs=None):
    """Yield the state after each epoch; every 500 epochs, from `merge` of the run on, with neurons merged."""
    recipe = problem.recipe
    for _ in range(problem.epochs - state.epoch if epochs is None else epochs):
        state = epoch(state, problem)
        if recipe.merge < 1 and state.epoch % 500 == 0 and state.epoch > recipe.merge * problem.epochs:
            state, kept = merged(state, np.unique(problem.x), recipe.skip)
            problem = replace(problem, noise=np.broadcast_to(problem.noise, len(kept))[kept])
        yield state


def merged(state, data, skip):
    """Return the state with neurons of one sign and kinks between the same two data made one, and which are left."""
    new = {name: array.copy() for name, array in state.parameters.items()}
    v, w, b = new["v"], new["w"][:, 0], new["b"]
    kinks, kept = -b * w, np.ones(len(v), bool)
    for left, right in pairwise(data):
        for sign, side in product((1, -1), (None,) if skip else (1, -1)):
            alike = (left < kinks) & (kinks < right) & (np.sign(v) == sign) & ((w == side) | (side is None))
            own = np.flatnonzero(alike)
            if len(own) > 1:
                largest = own[np.argmax(np.abs(v[own]))]
                others = own[w[own] != w[largest]]
                new["a"] += np.sum(v[others] * w[others])
                new["c"] += np.sum(v[others] * b[others])
                b[largest] = -w[largest] * (v[own] @ kinks[own] / v[own].sum())
                v[largest] = v[own].sum()
                kept[own[own != largest]] = False

    def of_those(arrays):
        return {name: array[kept] if name in "vwb" else array for name, array in arrays.items()}

    return replace(state, parameters=of_those(new), m=of_those(state.m), q=of_those(state.q)), kept


# Starts


def start(recipe, x, seed):
    """Return the starting state of a seed and its xi; x as it is trained on, without a column of ones."""
    rng = np.random.Generator(np.random.PCG64(seed))
    width, inputs = recipe.width, x.shape[1] + recipe.charge_bias
    if recipe.start == "spread":
        kinks = rng.uniform(x.min(), x.max(), width)
        w = np.where(rng.integers(0, 2, width) == 1, 1.0, -1.0)[:, None]
        v, b = rng.uniform(-1 / width, 1 / width, width), -w[:, 0] * kinks
    else:
        bound = 1 / np.sqrt(inputs)
        w = rng.uniform(-bound, bound, (width, inputs))
        b = np.zeros(width) if recipe.charge_bias else rng.uniform(-bound, bound, width)
        v = rng.uniform(-1 / np.sqrt(width), 1 / np.sqrt(width), width)
        v, w, b = anew(v, w, b, recipe.coordinates)
    noise = rng.standard_normal(width) if recipe.noise else 0.0
    return State.starting(v, w, b), noise


def anew(v, w, b, coordinates):
    """Return a linear start with the factor that is not trained replaced by its sign."""
    if coordinates == "kinks":
        size = np.abs(w[:, 0])
        return v * size, np.where(w >= 0, 1.0, -1.0), b / size
    if coordinates == "products":
        size = np.abs(v)
        return np.where(v >= 0, 1.0, -1.0), w * size[:, None], b * size
    return v, w, b


# Data


def with_ones(x):
    return np.column_stack([x, np.ones(len(x))])


def normalized(x, y, recipe):
    """Return x and y as they are trained on, and the function that takes values there back to values of the data."""
    if not recipe.normalize:
        return x, y, lambda given, trained_value: trained_value(given)
    middle, half, line = np.zeros(x.shape[1]), 1.0, np.zeros(x.shape[1] + 1)
    if x.shape[1] == 1:
        middle, half = (x.max() + x.min()) / 2, (x.max() - x.min()) / 2
        if recipe.skip:
            line = np.linalg.lstsq(with_ones(x), y, rcond=None)[0]
    left = y - with_ones(x) @ line
    size = np.max(np.abs(left))

    def back(given, trained_value):
        return size * trained_value((given - middle) / half) + with_ones(given) @ line

    return (x - middle) / half, left / size, back
