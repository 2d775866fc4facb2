"""What was recorded from PyTorch (`record_states.py`), as the twin and the kernels take it."""

import json
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np

from sparsest.training.recipe import Recipe
from tests.training.twin import Problem, State, with_ones

FOLDER = Path(__file__).with_name("recorded")


@dataclass(frozen=True)
class Step:
    """One epoch: the state before it, and the parameters after it. Where biases are charged they stand in w."""

    name: str
    problem: Problem
    before: State
    after: dict


@dataclass(frozen=True)
class Run:
    """A free run: every 50th state's parameters, the first of them the start, and Adam's moments at the end."""

    name: str
    problem: Problem
    states: list
    m: dict
    q: dict

    @property
    def start(self):
        return State.starting(**self.states[0])


@cache
def steps():
    """Return all single steps."""
    found = []
    for name, parts in _settings("steps.npz"):
        problem = _problem(parts, epochs=10**6)
        for before, after, epoch in zip(parts["before"], parts["after"], parts["epoch"].tolist(), strict=True):
            parameters, m, q = (_named(row, problem) for row in before.astype(np.float64))
            found.append(Step(name, problem, State(parameters, m, q, epoch), _named(after, problem)))
    return found


@cache
def runs():
    """Return all free runs."""
    found = []
    for name, parts in _settings("runs.npz"):
        problem = _problem(parts, epochs=300)
        m, q = (_named(row, problem) for row in parts["moments"])
        found.append(Run(name, problem, [_named(row, problem) for row in parts["states"]], m, q))
    return found


def _settings(file):
    with np.load(FOLDER / file) as arrays:
        names = sorted({key.rpartition("/")[0] for key in arrays.files})
        for name in names:
            yield name, {key.rpartition("/")[2]: arrays[key] for key in arrays.files if key.rpartition("/")[0] == name}


def _problem(parts, epochs):
    meta = json.loads(str(parts["meta"]))
    x, y = np.array(meta["x"]), np.array(meta["y"])
    meta["last_smoothing"] = meta["last_smoothing"] or meta["smoothing"]
    options = {field.name for field in fields(Recipe)} & meta.keys()
    recipe = Recipe(**{name: meta[name] for name in options}, precision="float64")
    inputs = with_ones(x) if recipe.charge_bias else x
    return Problem(inputs, y, meta["p"], recipe, epochs, parts.get("noise", 0.0))


def _named(row, problem):
    """Return the parameters, or a moment of each, that stand in a row of numbers: v, w, b, and a, c if there are."""
    recipe = problem.recipe
    inputs = problem.x.shape[1] - recipe.charge_bias
    v, w, b, rest = np.split(row, np.cumsum([1, inputs, 1]) * recipe.width)
    w = w.reshape(recipe.width, inputs)
    if recipe.charge_bias:
        w, b = np.column_stack([w, b]), np.zeros_like(b)
    a, c = (rest[:-1], rest[-1]) if recipe.skip else (np.zeros(w.shape[1]), 0.0)
    return {name: np.array(value) for name, value in zip("vwbac", (v, w, b, a, c), strict=True)}
