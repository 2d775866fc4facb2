"""Records files that PyTorch saves, for tests that run without it: by hand, `python -m tests.interchange.record`.

They go to `tests/interchange/recorded/pytorch.json`, as text: the file, deflated, in base64, and what PyTorch says its
numbers are (`float.hex`, so nothing is rounded on the way), or the beginning of the refusal that is expected.
"""

import base64
import io
import json
import zlib
from collections import OrderedDict
from pathlib import Path

import torch

FILE = Path(__file__).with_name("recorded") / "pytorch.json"


class Net(torch.nn.Module):
    """What is saved whole by some, and must be refused."""

    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = torch.nn.Linear(1, 2), torch.nn.Linear(2, 1)


def sequential(inputs, width, dtype):
    torch.manual_seed(1)
    return torch.nn.Sequential(torch.nn.Linear(inputs, width), torch.nn.ReLU(), torch.nn.Linear(width, 1)).to(dtype)


def transposed():
    """A state whose first weight is a view with strides (1, 3), the second one into the middle of a storage."""
    drawn = torch.Generator().manual_seed(2)
    base = torch.rand((2, 3), generator=drawn)
    long = torch.rand(10, generator=drawn)
    return OrderedDict(
        {
            "fc1.weight": base.t(),
            "fc1.bias": long[1:4],
            "fc2.weight": long[4:10:2].reshape(1, 3),
            "fc2.bias": long[:1],
        }
    )


def checkpoint():
    """A model in training with its optimiser's state, as checkpoints are saved."""
    net = Net()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    net.fc2(net.fc1(torch.ones(1, 1)).relu()).sum().backward()
    optimizer.step()
    return {
        "epoch": 3,
        "model_state_dict": net.state_dict(),
        "optimizer_state_dict": optimizer.state_dict(),
        "loss": 0.25,
        "best": None,
        "done": True,
    }


def saved(held, **how):
    stream = io.BytesIO()
    torch.save(held, stream, **how)
    return stream.getvalue()


def flat(held, path=""):
    if isinstance(held, torch.Tensor):
        yield path, held
    elif isinstance(held, dict | list | tuple):
        for key, value in held.items() if isinstance(held, dict) else enumerate(held):
            yield from flat(value, f"{path}.{key}".lstrip("."))


def record(held, refused=None, **how):
    content = saved(held, **how)
    entry = {"file": base64.b64encode(zlib.compress(content, 9)).decode()}
    if refused:
        return entry | {"refused": refused}
    loaded = torch.load(io.BytesIO(content), weights_only=not how)  # it knows protocol 2 only
    return entry | {
        "tensors": {
            name: {
                "dtype": str(tensor.dtype),
                "shape": list(tensor.shape),
                "values": [float(value).hex() for value in tensor.detach().reshape(-1)],
            }
            for name, tensor in flat(loaded)
        }
    }


def recorded():
    torch.manual_seed(0)
    whole = Net()
    buffers = torch.nn.Sequential(torch.nn.Linear(1, 2), torch.nn.BatchNorm1d(2))
    return {
        "float32": record(sequential(1, 3, torch.float32).state_dict()),
        "float64": record(sequential(2, 2, torch.float64).state_dict()),
        "float16": record(sequential(1, 2, torch.float16).state_dict()),
        "bfloat16": record(sequential(1, 2, torch.bfloat16).state_dict()),
        "transposed": record(transposed()),
        "protocol 4": record(sequential(1, 2, torch.float32).state_dict(), pickle_protocol=4),
        "parameters": record(dict(whole.named_parameters())),
        "checkpoint": record(checkpoint()),
        "batch norm": record(buffers.state_dict()),
        "expanded": record({"fc1.weight": torch.ones(1, 1).expand(3, 1)}, "tensor 'fc1.weight' has entries that share"),
        "whole module": record(whole, "its pickle asks for __main__.Net"),
        "legacy": record(
            whole.state_dict(), "is in PyTorch's format from before 1.6", _use_new_zipfile_serialization=False
        ),
    }


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps({"torch": torch.__version__, "files": recorded()}, indent=1) + "\n")
