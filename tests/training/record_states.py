"""Records what PyTorch does, for tests that run without it: by hand, `python -m tests.training.record_states`.

The loop of Algorithm 1 is written out here as it was published, with PyTorch's own gradients and optimisers, and shares
no code with the package or with `twin.py`; the settings whose `loop` is "prox" were made by
`sparsest.torch.PathNormProx` instead, and "shaped" are those with options that were never published. Two files go to
`tests/training/recorded/`, which `states.py` reads:

steps.npz     single epochs. The states before them were met in trainings and rounded to 9 binary digits, so that they
              take little room; what came of them is in full float64.
runs.npz      300 epochs on end in float64: every 50th state, and Adam's moments at the end. (These alone: with "runs".)
"""

import json
import math
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch

from sparsest.torch import PathNormProx

FOLDER = Path(__file__).with_name("recorded")
PEAK = [[-2.0], [-1.0], [0.0], [1.0], [2.0], [3.0]], [0.0, 0.0, 1.0, 1.0, 0.0, 0.0]
EPOCHS = [3, 8, 20, 50, 100, 200, 400, 800]
SEEDS, LENGTH, EVERY = 4, 300, 50


@dataclass(frozen=True)
class Setting:
    """One way to train; the names are those of a recipe where it has them."""

    p: float = 0.4
    inputs: int = 1
    width: int = 5
    loop: str = "published"
    optimizer: str = "adam"
    threshold: str = "published"
    weight: float = 0.003
    step: float = 0.01
    weight_decay: float = 0.0
    bias: str = "fixed"
    charge_bias: bool = False
    smoothing: float = 0.0
    dead_below: float = 1e-8
    previous: str = "before"
    skip: bool = False
    coordinates: str = "weights"
    schedule: str = "constant"
    hold_step: float = 0.6
    last_step: float = 1e-6
    hold_weight: float = 1.0
    last_weight: float = 1e-7
    last_smoothing: float = 0.0
    noise: float = 0.0
    melt: float = 0.5
    first_threshold: int = 6

    @property
    def data(self):
        if self.inputs == 1:
            return torch.tensor(PEAK[0]), torch.tensor(PEAK[1])
        drawn = torch.Generator().manual_seed(20)
        x, y = (2 * torch.rand(shape, generator=drawn) - 1 for shape in ((6, self.inputs), (6,)))
        return torch.tensor(rounded(x)), torch.tensor(rounded(y))


class Net(torch.nn.Module):
    """The published network, and the paper's skip connection where it is asked for."""

    def __init__(self, setting):
        super().__init__()
        self.hidden = torch.nn.Linear(setting.inputs, setting.width)
        self.output = torch.nn.Linear(setting.width, 1, bias=False)
        self.skip = torch.nn.Linear(setting.inputs, 1) if setting.skip else None
        if self.skip:
            torch.nn.init.zeros_(self.skip.weight)
            torch.nn.init.zeros_(self.skip.bias)

    def forward(self, x):
        value = self.output(torch.relu(self.hidden(x)))
        return (value + self.skip(x) if self.skip else value)[:, 0]

    def named(self):
        """Return the parameters by the names of the page: v, w, b, a, c."""
        found = {"v": self.output.weight, "w": self.hidden.weight, "b": self.hidden.bias}
        return found | ({"a": self.skip.weight, "c": self.skip.bias} if self.skip else {})


class Training:
    """A network on its way."""

    def __init__(self, setting, seed):
        torch.manual_seed(seed)
        self.setting, self.epoch, self.net = setting, 0, Net(setting)
        self.x, self.y = setting.data
        kinds = {
            "adam": lambda given: torch.optim.Adam(given, lr=setting.step),
            "adamw": lambda given: torch.optim.AdamW(given, lr=setting.step, weight_decay=setting.weight_decay),
            "gradient": lambda given: torch.optim.SGD(given, lr=setting.step),
        }
        self.optimizer = kinds[setting.optimizer](self.net.parameters())
        self.prox = None
        if setting.loop == "prox":
            kept = {name: getattr(setting, name) for name in ("bias", "charge_bias", "smoothing", "dead_below")}
            pairs = [(self.net.hidden, self.net.output)]
            self.prox = PathNormProx(self.optimizer, pairs, setting.p, setting.weight, **kept)

    def advance(self):
        """Carry out one epoch."""
        self.epoch += 1
        old_v, old_w = self.net.output.weight.detach().clone()[0], self.entries().clone()
        self.optimizer.zero_grad()
        torch.nn.functional.mse_loss(self.net(self.x), self.y).backward()
        self.optimizer.step()
        if self.setting.threshold == "none" or self.epoch < 6:
            return
        if self.prox:
            self.prox.step()
        else:
            with torch.no_grad():
                self.threshold(old_v, old_w)

    def entries(self):
        """Return w with the biases where they are charged."""
        w, b = self.net.hidden.weight.detach(), self.net.hidden.bias.detach()
        return torch.cat((w, b[:, None]), dim=1) if self.setting.charge_bias else w

    def threshold(self, old_v, old_w):
        """Carry out (ii) and (iii) as published; but a neuron set to zero loses v at once, not an epoch later."""
        setting, v, w = self.setting, self.net.output.weight[0].clone(), self.entries().clone()
        before = (v if setting.previous == "mixed" else old_v)[:, None] * old_w
        limit = setting.weight * setting.step * setting.p * before.abs().pow(setting.p - 1)
        z = v[:, None] * w
        u = torch.where(z.abs() <= limit, torch.zeros_like(z), z - limit * z.sign())
        norms = torch.linalg.vector_norm(u, dim=1)
        live = (norms >= setting.dead_below) & (norms > 0)
        root = torch.where(live, norms.sqrt(), 0.0)
        w_after = torch.where(live[:, None], u.abs() / root[:, None], 0.0) * w.sign()
        self.net.output.weight.copy_((root * v.sign())[None, :])
        self.net.hidden.weight.copy_(w_after[:, : setting.inputs])
        if setting.charge_bias:
            self.net.hidden.bias.copy_(w_after[:, -1])
        elif setting.bias == "scaled":
            ratio = torch.linalg.vector_norm(w_after, dim=1) / torch.linalg.vector_norm(w, dim=1)
            self.net.hidden.bias.copy_(torch.where(live, self.net.hidden.bias * ratio, self.net.hidden.bias))

    def parameters(self):
        return np.concatenate([one.detach().numpy().ravel() for one in self.net.named().values()])

    def moments(self):
        """Return Adam's m and q of all parameters; zeros of an optimiser that has none."""
        found = [self.optimizer.state.get(one, {}) for one in self.net.named().values()]
        zeros = [torch.zeros_like(one) for one in self.net.named().values()]
        return [
            np.concatenate(
                [one.get(kind, zero).detach().numpy().ravel() for one, zero in zip(found, zeros, strict=True)]
            )
            for kind in ("exp_avg", "exp_avg_sq")
        ]

    def put(self, epoch, parameters, m, q):
        """Take over a state."""
        self.epoch, at = epoch, 0
        for one in self.net.named().values():
            here = slice(at, at + one.numel())
            at = here.stop
            values, first, second = (torch.tensor(part[here]).reshape(one.shape) for part in (parameters, m, q))
            with torch.no_grad():
                one.copy_(values)
            if self.setting.optimizer != "gradient":
                step = torch.tensor(float(epoch))
                self.optimizer.state[one] = {"step": step, "exp_avg": first, "exp_avg_sq": second}


class Shaped(Training):
    """The options that print does not have: schedules, other coordinates, Adam's own denominators in the threshold."""

    def __init__(self, setting, seed):
        super().__init__(setting, seed)
        self.xi = torch.randn(setting.width)
        layers = {"kinks": self.net.hidden, "products": self.net.output}
        if setting.coordinates != "weights":
            fixed = layers[setting.coordinates].weight
            fixed.requires_grad_(requires_grad=False).copy_(fixed.sign())

    def share(self, hold):
        """Return how much of what comes after `hold` is over, from 0 to 1."""
        return max(0.0, (self.epoch / LENGTH - hold) / (1 - hold)) if hold < 1 else 0.0

    def advance(self):
        self.epoch += 1
        setting = self.setting
        wave = (1 + math.cos(math.pi * self.share(setting.hold_step))) / 2 if setting.schedule == "cosine" else 1.0
        gamma = setting.last_step + (setting.step - setting.last_step) * wave
        self.optimizer.param_groups[0]["lr"] = gamma
        old = (self.net.output.weight[0][:, None] * self.entries()).detach().clone()
        self.optimizer.zero_grad()
        torch.nn.functional.mse_loss(self.net(self.x), self.y).backward()
        self.optimizer.step()
        if self.epoch >= setting.first_threshold:
            with torch.no_grad():
                self.shape(old, gamma)

    def divisor(self, parameter):
        """Return Adam's denominator of a parameter, infinite if it is not trained."""
        if not parameter.requires_grad:
            return torch.full_like(parameter, torch.inf)
        second = self.optimizer.state[parameter]["exp_avg_sq"]
        return (second / (1 - 0.999**self.epoch)).sqrt() + 1e-8

    def limits(self, old, gamma, v, w):
        setting = self.setting
        melted = min(self.epoch / LENGTH / setting.melt, 1.0)
        lam = setting.weight * (setting.last_weight / setting.weight) ** self.share(setting.hold_weight)
        eps = setting.smoothing ** (1 - melted) * setting.last_smoothing**melted if setting.smoothing else 0.0
        louder = torch.exp(setting.noise * (1 - melted) * self.xi)[:, None]
        limit = lam * gamma * setting.p * (old.abs() + eps).pow(setting.p - 1) * louder
        if setting.threshold == "preconditioned":
            by_w = self.divisor(self.net.hidden.weight)
            if setting.charge_bias:
                by_w = torch.cat((by_w, self.divisor(self.net.hidden.bias)[:, None]), dim=1)
            limit = limit * (v**2 / by_w + w**2 / self.divisor(self.net.output.weight)[0][:, None])
        return limit

    def shape(self, old, gamma):
        """Carry out the threshold, and split."""
        setting, v, w = self.setting, self.net.output.weight[0].clone()[:, None], self.entries().clone()
        z = v * w
        u = z.sign() * torch.clamp(z.abs() - self.limits(old, gamma, v, w), min=0.0)
        norms = u.pow(2).sum(1, keepdim=True).sqrt()
        u[(norms < setting.dead_below)[:, 0]] = 0.0
        live = u.abs().sum(1, keepdim=True) > 0
        if setting.coordinates == "kinks":
            v = u / w
        elif setting.coordinates == "products":
            w_before, w = w, u / v
        else:
            v, w_before = v.sign() * norms.sqrt(), w
            w = torch.where(live, u / v, 0.0)
            v = torch.where(live, v, 0.0)
        self.net.output.weight.copy_(v.T)
        self.net.hidden.weight.copy_(w[:, : setting.inputs])
        if setting.charge_bias:
            self.net.hidden.bias.copy_(w[:, -1])
        elif setting.bias == "scaled" and setting.coordinates != "kinks":
            ratio = (w.pow(2).sum(1) / w_before.pow(2).sum(1)).sqrt()
            self.net.hidden.bias.copy_(torch.where(live[:, 0], self.net.hidden.bias * ratio, self.net.hidden.bias))


def rounded(array):
    """Return float64 numbers rounded to 9 binary digits; those that float32 has not become zero."""
    mantissa, exponent = np.frexp(np.asarray(array))
    return np.ldexp(np.round(mantissa * 2**9) / 2**9, exponent).astype(np.float32).astype(np.float64)


def settings() -> Iterator[tuple[str, Setting]]:
    """Yield the settings of single steps."""
    one, three = Setting(), Setting(inputs=3, width=3, charge_bias=True, weight=0.005, dead_below=1e-6)
    for p in (0.2, 0.4, 0.5, 0.7, 0.9, 1.0):
        yield f"fixed {p}", replace(one, p=p)
        yield f"scaled {p}", replace(one, p=p, bias="scaled")
        yield f"charged {p}", replace(three, p=p)
    yield "mixed", replace(three, previous="mixed")
    for name, base in (("one", one), ("three", three)):
        yield f"adam {name}", replace(base, threshold="none")
        yield f"adamw {name}", replace(base, threshold="none", optimizer="adamw", weight_decay=0.003)
    for p in (0.7, 1.0):
        yield f"dead early {p}", replace(one, p=p, dead_below=0.2)
    prox = replace(one, loop="prox", smoothing=0.01)
    yield "prox", replace(prox, smoothing=0.0)
    yield "prox charged", replace(three, loop="prox", smoothing=1e-3)
    for p in (0.4, 1.0):
        yield f"prox smooth {p}", replace(prox, p=p, bias="scaled")
    yield "prox adamw", replace(prox, optimizer="adamw", weight_decay=0.1)
    yield "prox gradient", replace(prox, optimizer="gradient", step=0.05)
    yield "prox skip", replace(prox, skip=True)


def runs() -> Iterator[tuple[str, Setting]]:
    """Yield the settings of free runs."""
    one, three = Setting(width=16), Setting(inputs=3, width=16, charge_bias=True, weight=0.005, dead_below=1e-6)
    for p in (0.4, 0.7, 1.0):
        yield f"fixed {p}", replace(one, p=p)
    yield "scaled", replace(one, bias="scaled")
    yield "charged", three
    yield "adam", replace(one, threshold="none")
    yield "adamw", replace(three, threshold="none", optimizer="adamw", weight_decay=0.005)
    yield "prox", replace(one, loop="prox", smoothing=0.01, skip=True)
    yield "prox charged", replace(three, loop="prox", p=1.0)

    shaped = replace(
        one,
        width=8,
        loop="shaped",
        threshold="preconditioned",
        smoothing=1.0,
        last_smoothing=1e-3,
        noise=1.0,
        schedule="cosine",
        hold_weight=0.8,
        first_threshold=1,
        skip=True,
        bias="scaled",
    )
    for coordinates in ("weights", "kinks", "products"):
        yield f"shaped {coordinates}", replace(shaped, coordinates=coordinates)
    charged = replace(shaped, inputs=3, charge_bias=True, weight=0.005, skip=False)
    yield "shaped charged", charged
    yield "shaped charged products", replace(charged, coordinates="products", threshold="published", last_step=1e-3)


def meta(setting):
    """Return what a setting is, and its data, as text."""
    x, y = setting.data
    return np.array(json.dumps({**asdict(setting), "x": x.tolist(), "y": y.tolist()}))


def single_steps(setting):
    """Return states met in trainings, rounded, and what one epoch makes of each.

    The trainings hardly set small neurons to zero, so that the epoch on the side has some to set to zero.
    """
    before, after, epochs = [], [], []
    for seed in range(SEEDS):
        training = Training(replace(setting, dead_below=1e-8), seed)
        for epoch in EPOCHS:
            while training.epoch < epoch:
                training.advance()
            state = [rounded(part) for part in (training.parameters(), *training.moments())]
            aside = Training(setting, seed)
            aside.put(epoch, *state)
            aside.advance()
            before.append(np.stack(state).astype(np.float32))
            after.append(aside.parameters())
            epochs.append(epoch)
    return {"meta": meta(setting), "before": np.stack(before), "after": np.stack(after), "epoch": np.array(epochs)}


def free_run(setting):
    """Return every 50th state of a run, and the moments at its end."""
    training = (Shaped if setting.loop == "shaped" else Training)(setting, 20)
    shown = [training.parameters()]
    for epoch in range(1, LENGTH + 1):
        training.advance()
        if epoch % EVERY == 0:
            shown.append(training.parameters())
    kept = {"meta": meta(setting), "states": np.stack(shown), "moments": np.stack(training.moments())}
    return kept | ({"noise": training.xi.numpy()} if setting.noise else {})


def save(name, recorded):
    flat = {f"{setting}/{part}": array for setting, parts in recorded.items() for part, array in parts.items()}
    np.savez_compressed(FOLDER / name, **flat)


if __name__ == "__main__":
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    FOLDER.mkdir(exist_ok=True)
    if "runs" not in sys.argv:  # alone, they take seconds
        save("steps.npz", {name: single_steps(setting) for name, setting in settings()})
    save("runs.npz", {name: free_run(setting) for name, setting in runs()})
