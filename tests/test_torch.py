"""The threshold, over a stand-in for PyTorch, or over PyTorch itself where it is installed (`make adapters`)."""

import importlib
import importlib.util
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from sparsest import UsageError
from sparsest.torch import PathNormProx, float_network
from tests.stand_ins import pytorch
from tests.training import states, twin
from tests.training.test_twin import NEAR, apart

ROOT = Path(__file__).parents[1]
THERE = importlib.util.find_spec("torch") is not None
real = pytest.mark.skipif(not THERE, reason="PyTorch is not installed: `make adapters` runs this")


@pytest.fixture(autouse=True)
def quiet():
    """PyTorch divides by zero without a word; so may the stand-in."""
    with np.errstate(divide="ignore", invalid="ignore"):
        yield


@pytest.fixture
def torch(monkeypatch):
    if THERE:
        return importlib.import_module("torch")
    pytorch.install(monkeypatch)
    return sys.modules["torch"]


class Optimizer:
    """Changes weights as it is told to, and calls the hook before, as PyTorch's do."""

    def __init__(self, *layers, lr=0.01):
        self.param_groups = [{"params": [layer.weight for layer in layers], "lr": lr}]
        self.hooks, self.move = [], lambda: None

    def register_step_pre_hook(self, hook):
        self.hooks.append(hook)
        return SimpleNamespace(remove=lambda: self.hooks.remove(hook))

    def step(self):
        for hook in self.hooks:
            hook(self, (), {})
        self.move()


def of_doubles(torch, values):
    return torch.tensor(np.asarray(values).tolist(), dtype=torch.float64)


def put(torch, layer, weight, bias=None):
    """Give a layer these numbers, whatever its kind."""
    for parameter, values in ((layer.weight, weight), (layer.bias, bias)):
        if values is not None:
            (parameter.data if THERE else parameter).copy_(of_doubles(torch, values))


def a_pair(torch, v, w, b=None):
    """Return a hidden and an output layer of doubles with these numbers."""
    w = np.asarray(w, np.float64)
    layers = torch.nn.Linear(w.shape[1], len(w), bias=b is not None), torch.nn.Linear(len(w), 1, bias=False)
    if THERE:
        layers = tuple(layer.double() for layer in layers)
    put_pair(torch, layers, v, w, b)
    return layers


def put_pair(torch, pair, v, w, b):
    put(torch, pair[0], w, b)
    put(torch, pair[1], [v])


def numbers(pair):
    """Return v, w and b of a pair as arrays."""
    hidden, output = pair
    found = (output.weight[0], hidden.weight, hidden.bias)
    return [None if one is None else np.array(one.detach().tolist()) for one in found]


def layers_of(parameters, charged):
    """Return v, w, b as layers have them."""
    v, w, b = parameters["v"], parameters["w"], parameters["b"]
    return (v, w[:, :-1], w[:, -1]) if charged else (v, w, b)


def after_a_step(torch, step, **changes):
    """Return what the threshold makes of a recorded state; the optimiser's part is the twin's."""
    recipe, charged = step.problem.recipe, step.problem.recipe.charge_bias
    pair = a_pair(torch, *layers_of(step.before.parameters, charged))
    slopes = twin.gradient(step.before.parameters, step.problem.x, step.problem.y)
    moved, _ = twin.optimized(step.before, slopes, recipe, recipe.step)
    optimizer = Optimizer(*pair, lr=recipe.step)
    options = {name: getattr(recipe, name) for name in ("bias", "charge_bias", "smoothing", "dead_below")}
    options |= {"p": step.problem.p, "lam": recipe.weight} | changes
    prox = PathNormProx(optimizer, [pair], **options)
    optimizer.move = lambda: put_pair(torch, pair, *layers_of(moved.parameters, charged))
    optimizer.step()
    prox.step()
    v, w, b = numbers(pair)
    return {"v": v, "w": np.column_stack([w, b]), "b": np.zeros_like(b)} if charged else {"v": v, "w": w, "b": b}


def with_a_threshold():
    """Return the recorded steps with a threshold as `PathNormProx` has it."""
    found = [step for step in states.steps() if step.before.epoch >= 5]
    return [step for step in found if step.problem.recipe.threshold != "none" and "mixed" not in step.name]


def differs(torch, step, **changes):
    kept = {name: step.after[name] for name in "vwb"}
    return apart(after_a_step(torch, step, **changes), kept)


def test_step__from_recorded_states(torch):
    steps = with_a_threshold()
    assert len(steps) > 700
    assert max(differs(torch, step) for step in steps) < NEAR


@pytest.mark.parametrize(
    ("settings", "changes"),
    [
        ("fixed", {"bias": "scaled"}),
        ("scaled", {"bias": "fixed"}),
        ("prox smooth", {"smoothing": 0.0}),
        ("dead early", {"dead_below": 0.0}),
        ("fixed 0.4", {"p": 0.41}),
        ("charged 0.7", {"lam": 0.006}),
    ],
    ids=str,
)
def test_step__another_option_is_seen(torch, settings, changes):
    steps = [step for step in with_a_threshold() if settings in step.name]
    assert sum(differs(torch, step, **changes) > 1e6 * NEAR for step in steps) >= 5


def simple(torch, lr=0.5, **options):
    """Return a pair of one input and two neurons, its optimiser and a threshold of 0.1 at p = 1."""
    pair = a_pair(torch, [1.0, -1.0], [[1.0], [1.0]], [3.0, 5.0])
    optimizer = Optimizer(*pair, lr=lr)
    return pair, optimizer, PathNormProx(optimizer, [pair], **{"p": 1, "lam": 0.2, **options})


def test_step__by_hand(torch):
    pair, optimizer, prox = simple(torch)
    optimizer.step()
    prox.step()
    v, w, b = numbers(pair)
    assert v == pytest.approx([0.9**0.5, -(0.9**0.5)])
    assert w[:, 0] == pytest.approx([0.9**0.5, 0.9**0.5])
    assert b.tolist() == [3, 5]
    assert prox.penalty() == pytest.approx(0.2 * 1.8)
    pair, optimizer, prox = simple(torch, bias="scaled")
    optimizer.step()
    prox.step()
    assert numbers(pair)[2] == pytest.approx([3 * 0.9**0.5, 5 * 0.9**0.5])


def test_step__zero_stays_zero_unless_smoothed(torch):
    for smoothing, neurons in ((0.0, 1), (0.01, 2)):
        pair, optimizer, prox = simple(torch, p="1/2", lam=1e-3, smoothing=smoothing)
        put_pair(torch, pair, [1.0, 0.0], [[1.0], [0.0]], [3.0, 5.0])
        optimizer.move = lambda pair=pair: put_pair(torch, pair, [1.0, 0.5], [[1.0], [0.5]], [3.0, 5.0])
        optimizer.step()
        prox.step()
        assert prox.neurons() == neurons
        assert np.isfinite(np.concatenate([part.ravel() for part in numbers(pair)])).all()


def test_step__a_weight_of_zero_moves_only_what_is_split(torch):
    pair, optimizer, prox = simple(torch, lam=0.0, p=0.5)
    put_pair(torch, pair, [4.0, 0.0], [[1.0], [0.0]], [3.0, 5.0])
    optimizer.step()
    prox.step()
    v, w, _ = numbers(pair)
    assert v.tolist() == [2, 0]
    assert w.tolist() == [[2], [0]]


def test_step__learning_rate_and_weights_are_those_of_the_optimizers_step(torch):
    pair, optimizer, prox = simple(torch)
    put_pair(torch, pair, [2.0, -1.0], [[2.0], [1.0]], [0.0, 0.0])  # as a checkpoint would
    optimizer.step()
    optimizer.param_groups[0]["lr"] = 99.0  # as a scheduler would
    prox.step()
    assert numbers(pair)[0] == pytest.approx([3.9**0.5, -(0.9**0.5)])
    prox.lam = 0.0
    optimizer.step()
    prox.step()
    assert numbers(pair)[0] == pytest.approx([3.9**0.5, -(0.9**0.5)])


def test_step__numbers_whose_squares_are_no_floats(torch):
    pair, optimizer, prox = simple(torch, dead_below=0.0, lam=0.0)
    put_pair(torch, pair, [1e-100, 1e100], [[1e-100], [1e100]], [0.0, 0.0])
    optimizer.step()
    prox.step()
    assert numbers(pair)[0] == pytest.approx([1e-100, 1e100])


def test_step__is_for_once_after_each_of_the_optimizers(torch):
    _, optimizer, prox = simple(torch)
    for _ in range(2):
        assert not prox.due
        with pytest.raises(UsageError, match=r"without an optimizer\.step\(\) before it: call it right after"):
            prox.step()
        optimizer.step()
        assert prox.due
        prox.step()
    prox.detach()
    optimizer.step()
    assert not prox.due


def test_state__in_the_middle_of_a_step(torch):
    pair, optimizer, prox = simple(torch, lam=0.2)
    optimizer.step()
    kept = prox.state_dict()
    prox.step()
    expected = numbers(pair)
    other_pair, _, other = simple(torch, lam=0.7, p=0.3)
    other.load_state_dict(kept)
    other.step()
    assert [part.tolist() for part in numbers(other_pair)] == [part.tolist() for part in expected]
    assert other.state_dict() == prox.state_dict()


def test_state__of_something_else(torch):
    _, _, prox = simple(torch)
    with pytest.raises(UsageError, match="no state of a PathNormProx: p is missing"):
        prox.load_state_dict({"lam": 1})
    wide = a_pair(torch, np.ones(3), np.ones((3, 1)))
    wider_optimizer = Optimizer(*wide)
    wider = PathNormProx(wider_optimizer, [wide], p=0.3)
    wider_optimizer.step()
    with pytest.raises(
        UsageError, match=re.escape("the state is of other pairs; these have products of shape [(2, 1)]")
    ):
        prox.load_state_dict(wider.state_dict())
    assert prox.p == 1
    with pytest.raises(UsageError, match=r"p = 2 is outside \(0, 1\]"):
        prox.load_state_dict({**prox.state_dict(), "p": 2})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"p": 0}, "p = 0.0 is outside"),
        ({"p": 1.5}, "p = 1.5 is outside"),
        ({"p": "half"}, "half"),
        ({"lam": -1}, "lam = -1: give a number >= 0"),
        ({"smoothing": float("nan")}, "smoothing = nan: give a number >= 0"),
        ({"dead_below": "no"}, "dead_below = 'no': give a number >= 0"),
        ({"bias": "free"}, "bias = 'free' is unknown"),
    ],
    ids=str,
)
def test_options__that_mean_nothing(torch, options, message):
    with pytest.raises(ValueError, match=message):
        simple(torch, **options)


def test_pairs__that_do_not_fit(torch):
    pair = a_pair(torch, np.ones(2), np.ones((2, 3)))
    two_outputs = (pair[0], torch.nn.Linear(2, 2))
    other = (pair[0], a_pair(torch, np.ones(5), np.ones((5, 2)))[1])
    for pairs, message in (
        (pair, "pair 0 is a Linear; give pairs="),
        ([(pair[0], 7)], r"pair 0 is \(Linear, int\); give two torch.nn.Linear"),
        ([pair, two_outputs], "pair 1: the output layer has 2 outputs; the path norm is that of one"),
        ([other], "pair 0: the hidden layer has 2 neurons, the output layer reads 5"),
    ):
        with pytest.raises(UsageError, match=message):
            PathNormProx(Optimizer(*pair), pairs)
    with pytest.raises(UsageError, match="no bias to charge"):
        PathNormProx(Optimizer(*pair), [pair], charge_bias=True)


def test_optimizers__that_do_not_train_the_pair(torch):
    pair = a_pair(torch, np.ones(2), np.ones((2, 3)))
    with pytest.raises(UsageError, match=r"pair 0: output\.weight is in none of the optimizer's groups"):
        PathNormProx(Optimizer(pair[0]), [pair])
    optimizer = Optimizer(pair[0])
    optimizer.param_groups.append({"params": [pair[1].weight], "lr": 0.02})
    with pytest.raises(UsageError, match=r"learning rates 0\.01 \(hidden\) and 0\.02 \(output\); give both"):
        PathNormProx(optimizer, [pair])
    with pytest.raises(UsageError, match=r"is a SimpleNamespace; give a torch\.optim\.Optimizer"):
        PathNormProx(SimpleNamespace(param_groups=Optimizer(*pair).param_groups), [pair])


def test_float_network__is_the_trained_function(torch):
    hidden, output = a_pair(torch, [2.0, -1.0], [[1.0, 0.0], [1.0, 1.0]], [0.5, -0.5])
    network = float_network(hidden, output)
    assert network([[1.0, 1.0]]).tolist() == [2 * 1.5 - 1.5]
    skip = torch.nn.Linear(2, 1)
    put(torch, skip, [[3.0, 4.0]], [0.25])
    assert float_network(hidden, output, skip)([[1.0, 1.0]]).tolist() == [1.5 + 7.25]
    plain = a_pair(torch, [1.0], [[2.0, 1.0]])
    assert float_network(*plain)([[1.0, 1.0]]).tolist() == [3]


@pytest.mark.parametrize("document", ["docs/tour.md", "docs/adapters.md"])
def test_documents__the_loop_that_they_show(torch, document):
    (shown,) = re.findall(r"```python\n([^`]*sparsest\.torch[^`]*)```", (ROOT / document).read_text())
    pair, optimizer, _ = simple(torch)
    calls = []
    given = {
        "model": SimpleNamespace(hidden=pair[0], output=pair[1]),
        "optimizer": optimizer,
        "batches": [(1, 2), (3, 4)],
        "train_step": lambda _model, optimizer, x, y: (calls.append((x, y)), optimizer.step()),
    }
    exec(shown, given)  # noqa: S102 (our own page)
    assert calls == [(1, 2), (3, 4)]
    assert 0 < given["prox"].penalty() < 2e-3
    assert numbers(pair)[0] != pytest.approx([1, -1], abs=1e-6)


def test_without_torch__one_line_says_what_to_install(torch, monkeypatch):
    _, optimizer, prox = simple(torch)
    optimizer.step()
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ImportError, match=r"proximal steps need torch: pip install 'sparsest-relu\[torch\]'"):
        prox.step()


@real
def test_training__is_the_published_loop(torch):
    """The recorded free runs, by the optimizer and the step that users have."""
    from tests.training.record_states import Setting, Training

    torch.set_default_dtype(torch.float64)
    try:
        for kept in ({"p": 0.4}, {"p": 1.0, "bias": "scaled"}, {"inputs": 3, "charge_bias": True}):
            one, other = (Training(Setting(width=16, loop=loop, **kept), 20) for loop in ("published", "prox"))
            for _ in range(300):
                one.advance()
                other.advance()
            assert other.parameters() == pytest.approx(one.parameters(), rel=1e-11, abs=1e-13)
    finally:
        torch.set_default_dtype(torch.float32)


@real
def test_training__in_single_precision_with_a_scheduler(torch):
    torch.manual_seed(0)
    hidden, output = torch.nn.Linear(1, 80), torch.nn.Linear(80, 1)
    optimizer = torch.optim.AdamW([*hidden.parameters(), *output.parameters()], lr=0.01)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 1500)
    prox = PathNormProx(optimizer, [(hidden, output)], p="0.4", lam=0.003, bias="scaled")
    x, y = torch.linspace(-1, 1, 6)[:, None], torch.tensor([[0.0], [0], [1], [1], [0], [0]])
    for _ in range(1500):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(output(hidden(x).relu()), y)
        loss.backward()
        optimizer.step()
        prox.step()
        scheduler.step()
    assert loss.item() < 0.1  # of 1/3 for the zero function
    assert 0 < prox.neurons() < 60
    assert hidden.weight.dtype == torch.float32
    network = float_network(hidden, output)
    assert network(x.numpy()) == pytest.approx(output(hidden(x).relu()).detach().numpy()[:, 0], abs=1e-5)
    assert len(network.live().v) == prox.neurons()
