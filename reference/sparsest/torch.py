"""The paper's Algorithm 1 for those who train in PyTorch: its threshold, after any optimiser's step.

This module names PyTorch only where it is used, and nothing else of the package does. The step is that of
`docs/training.md`, section "One step", with the options of the same names there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sparsest.errors import UsageError, short
from sparsest.exact.rationals import RationalLike, to_rational
from sparsest.extras import needs
from sparsest.training.network import FloatNetwork

if TYPE_CHECKING:
    import torch

__all__ = ["PathNormProx", "float_network"]

_SETTINGS = ("p", "lam", "bias", "charge_bias", "smoothing", "dead_below")


class PathNormProx:
    """The proximal step of the l^p path norm (Algorithm 1): call `step` right after each step of the optimiser.

    For each neuron k of a pair and each input i, the product z = v_k w_ki is moved towards zero by
    lam * gamma * p * (|z'| + smoothing)^(p - 1), where z' is the product before the optimiser's step and gamma the
    learning rate of that step, and becomes zero if it would cross it. Then v_k and w_k are split anew:
    |v_k| = ||w_k||, with the signs they had. The optimiser's own state is left alone. The products z' and gamma are
    taken down by a hook on the optimiser, just before each of its steps: weights may be loaded or changed in between.

    Parameters
    ----------
    optimizer : torch.optim.Optimizer
        It holds the weights of all pairs. Of one pair, both layers have the same learning rate.
    pairs : sequence of (hidden, output)
        Each two `torch.nn.Linear`, (d -> K) and (K -> 1), with a ReLU between. Output biases and whatever else the
        model has are left alone. The paper has one output; so must each pair.
    p : float, Fraction or str
        0 < p <= 1.
    lam : float
        lambda, what sum |v_k w_ki|^p weighs beside the loss. It may be changed between steps, as `prox.lam`.
    bias : "fixed" or "scaled"
        Whether hidden biases are left alone (as published; the kink -b/w moves) or scaled along with w (kinks stay).
    charge_bias : bool
        Whether a hidden bias is an entry of w like any other, the problem (8).
    smoothing : float
        0, as printed: for p < 1 a product that is zero stays zero. A positive number lets it come back.
    dead_below : float
        A neuron whose products have a smaller Euclidean norm is set to zero, v and w.

    Attributes
    ----------
    due : bool
        Whether the optimiser made a step since the last one here. A gradient scaler leaves out steps now and then:
        `if prox.due: prox.step()`.

    Raises
    ------
    UsageError
        If an option has no such value, or a pair does not fit together or is not in the optimiser; the message says
        which.

    Examples
    --------
    >>> import torch
    >>> hidden, output = torch.nn.Linear(1, 8), torch.nn.Linear(8, 1, bias=False)
    >>> optimizer = torch.optim.Adam([*hidden.parameters(), *output.parameters()], lr=0.01)
    >>> prox = PathNormProx(optimizer, [(hidden, output)], p=0.5, lam=1e9)
    >>> output(hidden(torch.ones(1, 1)).relu()).square().mean().backward()
    >>> _ = optimizer.step()
    >>> prox.step()
    >>> prox.neurons(), prox.penalty()
    (0, 0.0)
    """

    def __init__(
        self,
        optimizer: torch.optim.Optimizer,
        pairs: Sequence[tuple[torch.nn.Linear, torch.nn.Linear]],
        p: RationalLike = 0.5,
        lam: float = 1e-3,
        *,
        bias: str = "fixed",
        charge_bias: bool = False,
        smoothing: float = 0.0,
        dead_below: float = 1e-8,
    ) -> None:
        self.p, self.lam, self.bias, self.charge_bias = float(to_rational(p)), lam, bias, charge_bias
        self.smoothing, self.dead_below = smoothing, dead_below
        self._check_settings()
        self._pairs = [_Pair.of(pair, number, charge_bias) for number, pair in enumerate(pairs)]
        for pair in self._pairs:
            pair.learning_rate(optimizer)
        self._before: list[_Before] | None = None
        if not hasattr(optimizer, "register_step_pre_hook"):
            raise UsageError(f"optimizer is a {type(optimizer).__name__}; give a torch.optim.Optimizer (torch >= 2.0)")
        self._hook = optimizer.register_step_pre_hook(self._remember)

    @property
    def due(self) -> bool:
        """Whether the optimiser made a step since the last one here."""
        return self._before is not None

    def step(self) -> None:
        """Threshold and split the products of all pairs.

        Raises
        ------
        UsageError
            If the optimiser made no step since the last one here: call it right after each `optimizer.step()`.
        """
        if self._before is None:
            raise UsageError(
                "prox.step() without an optimizer.step() before it: call it right after each of those, once"
            )
        before, self._before = self._before, None
        with needs("torch", "proximal steps"):
            import torch
        with torch.no_grad():
            for pair, old in zip(self._pairs, before, strict=True):
                self._shrink(pair, old)

    def penalty(self) -> float:
        """Return lam * sum |v_k w_ki|^p over all pairs, as it stands: what the loss is to be added to."""
        return self.lam * sum(float((z.abs()[z != 0] ** self.p).sum()) for z in self._products())

    def neurons(self) -> int:
        """Return the number of neurons with a product that is not zero, over all pairs."""
        return sum(int((z != 0).any(1).sum()) for z in self._products())

    def detach(self) -> None:
        """Leave the optimiser alone from now on."""
        self._hook.remove()

    def state_dict(self) -> dict[str, Any]:
        """Return the settings, and what was taken down for a step that is due; as torch has it."""
        due = None if self._before is None else [{"products": one.products, "lr": one.lr} for one in self._before]
        return {**{name: getattr(self, name) for name in _SETTINGS}, "due": due}

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Take over what `state_dict` returned.

        Raises
        ------
        UsageError
            If it is the state of other pairs, or of something else.
        """
        missing = [name for name in (*_SETTINGS, "due") if name not in state]
        if missing:
            raise UsageError(f"no state of a PathNormProx: {missing[0]} is missing")
        due = None if state["due"] is None else [_Before(one["products"], one["lr"]) for one in state["due"]]
        kept = {name: getattr(self, name) for name in _SETTINGS}
        self._set({name: state[name] for name in _SETTINGS})
        shapes = [tuple(z.shape) for z in self._products()]
        if due is not None and [tuple(one.products.shape) for one in due] != shapes:
            self._set(kept)
            raise UsageError(f"the state is of other pairs; these have products of shape {shapes}")
        self._before = due

    def _set(self, settings: Mapping[str, Any]) -> None:
        for name, value in settings.items():
            setattr(self, name, value)
        self._check_settings()

    def _check_settings(self) -> None:
        if not 0 < self.p <= 1:
            raise UsageError(f"p = {self.p} is outside (0, 1]")
        if self.bias not in ("fixed", "scaled"):
            raise UsageError(f'bias = {short(self.bias)} is unknown; give "fixed" or "scaled"')
        for name in ("lam", "smoothing", "dead_below"):
            value = getattr(self, name)
            if not isinstance(value, int | float) or not 0 <= value < math.inf:
                raise UsageError(f"{name} = {short(value)}: give a number >= 0")

    def _products(self) -> list[torch.Tensor]:
        return [pair.products(self.charge_bias).detach() for pair in self._pairs]

    def _remember(self, optimizer: torch.optim.Optimizer, *_: object) -> None:
        self._before = [
            _Before(z, pair.learning_rate(optimizer)) for z, pair in zip(self._products(), self._pairs, strict=True)
        ]

    def _shrink(self, pair: _Pair, old: _Before) -> None:
        v, w = pair.output.weight[0], pair.entries(self.charge_bias)
        z, norm_of_w = v[:, None] * w, _norm(w)
        weights = (old.products.abs() + self.smoothing) ** (self.p - 1)  # infinite where zero absorbs
        threshold = self.lam * old.lr * self.p * weights
        # Where the threshold is infinite, or no number (0 * infinity), the comparison is false: zero.
        u = (z - threshold * z.sign()).where(z.abs() > threshold, 0.0)
        norm = _norm(u)
        live = (norm >= self.dead_below) & (norm > 0)
        size = norm.sqrt().where(live, 0.0)
        new_v = v.sign() * size
        new_w = (u / new_v[:, None]).where(live[:, None], 0.0)
        pair.output.weight.copy_(new_v[None, :])
        inputs = pair.hidden.weight.shape[1]
        pair.hidden.weight.copy_(new_w[:, :inputs])
        if pair.hidden.bias is not None:
            if self.charge_bias:
                pair.hidden.bias.copy_(new_w[:, inputs])
            elif self.bias == "scaled":
                pair.hidden.bias.copy_((pair.hidden.bias * size / norm_of_w).where(live, pair.hidden.bias))


@dataclass(frozen=True)
class _Before:
    """What a pair was before a step of the optimiser: its products, and the learning rate of the step."""

    products: torch.Tensor
    lr: Any


@dataclass(frozen=True)
class _Pair:
    """A hidden layer and the output layer on it."""

    hidden: Any
    output: Any
    number: int

    @classmethod
    def of(cls, pair: Any, number: int, charge_bias: bool) -> _Pair:
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise UsageError(
                f"pair {number} is a {type(pair).__name__}; give pairs=[(hidden, output)], or more of them"
            )
        hidden, output = pair
        shapes = [tuple(getattr(getattr(layer, "weight", None), "shape", ())) for layer in (hidden, output)]
        if [len(shape) for shape in shapes] != [2, 2]:
            kinds = f"{type(hidden).__name__}, {type(output).__name__}"
            raise UsageError(f"pair {number} is ({kinds}); give two torch.nn.Linear, hidden and output")
        if shapes[1][0] != 1:
            raise UsageError(
                f"pair {number}: the output layer has {shapes[1][0]} outputs; the path norm is that of one output, so "
                "give layers with one"
            )
        if shapes[1][1] != shapes[0][0]:
            raise UsageError(
                f"pair {number}: the hidden layer has {shapes[0][0]} neurons, the output layer reads {shapes[1][1]}: "
                "they do not follow one another"
            )
        if charge_bias and hidden.bias is None:
            raise UsageError(f"pair {number}: the hidden layer has no bias to charge; leave charge_bias out")
        return cls(hidden, output, number)

    def entries(self, charge_bias: bool) -> Any:
        """Return w, (K, d), with the biases as one more column where they are charged."""
        if not charge_bias:
            return self.hidden.weight
        with needs("torch", "proximal steps"):
            import torch
        return torch.cat((self.hidden.weight, self.hidden.bias[:, None]), 1)

    def products(self, charge_bias: bool) -> Any:
        return self.output.weight[0][:, None] * self.entries(charge_bias)

    def learning_rate(self, optimizer: Any) -> Any:
        """Return that of the optimiser's groups that hold this pair's weights."""
        rates = []
        for name, layer in (("hidden", self.hidden), ("output", self.output)):
            own = [group for group in optimizer.param_groups if any(one is layer.weight for one in group["params"])]
            if not own:
                raise UsageError(
                    f"pair {self.number}: {name}.weight is in none of the optimizer's groups; give the optimizer that "
                    "trains it"
                )
            rates.append(own[0]["lr"])
        if rates[0] != rates[1]:
            raise UsageError(
                f"pair {self.number}: learning rates {rates[0]} (hidden) and {rates[1]} (output); give both layers the "
                "same, the threshold needs one"
            )
        return rates[0]


def _norm(rows: Any) -> Any:
    """Return the Euclidean norm of each row, scaled so that no square overflows or vanishes."""
    largest = rows.abs().amax(1)
    scale = largest.where(largest > 0, 1.0)
    return scale * ((rows / scale[:, None]) ** 2).sum(1).sqrt()


def float_network(
    hidden: torch.nn.Linear, output: torch.nn.Linear, skip: torch.nn.Linear | None = None
) -> FloatNetwork:
    """Return a trained pair, with the layer beside it if there is one, as a network that `sparsest.training` knows.

    Parameters
    ----------
    hidden, output : torch.nn.Linear
        (d -> K) and (K -> 1); the output bias becomes the network's constant.
    skip : torch.nn.Linear, optional
        (d -> 1), added to the output.

    Raises
    ------
    UsageError
        If the layers do not fit together.

    Examples
    --------
    >>> import torch
    >>> float_network(torch.nn.Linear(3, 5), torch.nn.Linear(5, 1)).w.shape
    (5, 3)
    """
    pair = _Pair.of((hidden, output), 0, charge_bias=False)
    w = _array(pair.hidden.weight)
    b = np.zeros(len(w)) if pair.hidden.bias is None else _array(pair.hidden.bias)
    line = np.zeros(w.shape[1]) if skip is None else _array(skip.weight).reshape(-1)
    constants = [layer.bias for layer in (output, skip) if layer is not None and layer.bias is not None]
    offset = sum(float(_array(constant)[0]) for constant in constants)
    return FloatNetwork(_array(pair.output.weight)[0], w, b, line, offset)


def _array(parameter: Any) -> np.ndarray:
    return np.array(parameter.detach().cpu().tolist(), np.float64)
