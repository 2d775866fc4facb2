"""One network in a file of each format that is read, and what it is, for the tests."""

import base64
import io
import json
import zlib
from functools import cache
from pathlib import Path

import numpy as np

from sparsest.interchange import npz, onnx, pt, safetensors
from sparsest.interchange.layers import Layers
from sparsest.interchange.shapes import Parts, layers_of_parts

RECORDED = Path(__file__).with_name("recorded") / "pytorch.json"
WRITERS = {".pt": pt.write, ".npz": npz.write, ".safetensors": safetensors.write, ".onnx": onnx.write}
READERS = {".pt": pt.read, ".npz": npz.read, ".safetensors": safetensors.read}


def tensors(seed=0, kind=np.float32, inputs=2, units=3, *, skip=True):
    """Return the arrays of a network with random weights of all sizes."""
    drawn = np.random.default_rng(seed)

    def array(*shape):
        return np.ldexp(drawn.normal(size=shape), drawn.integers(-6, 6, size=shape)).astype(kind)

    found = {"hidden.weight": array(units, inputs), "hidden.bias": array(units), "output.weight": array(1, units)}
    return found | {"output.bias": array(1)} | ({"skip.weight": array(1, inputs)} if skip else {})


def layers(arrays):
    """Return the layers of arrays by their names, without notes."""
    names = {
        "W1": "hidden.weight",
        "b1": "hidden.bias",
        "W2": "output.weight",
        "b2": "output.bias",
        "skip": "skip.weight",
    }
    parts = {part: arrays[name] for part, name in names.items() if name in arrays}
    return layers_of_parts(Parts.of(parts), "", {}, exactly=True)


def numpy_value(arrays, x):
    """Return f at the rows of x by NumPy in float64."""
    wide = {name: array.astype(np.float64) for name, array in arrays.items()}
    hidden = np.maximum(x @ wide["hidden.weight"].T + wide["hidden.bias"], 0)
    value = hidden @ wide["output.weight"].T + wide.get("output.bias", 0)
    return (value + (x @ wide["skip.weight"].T if "skip.weight" in wide else 0))[:, 0]


@cache
def recorded():
    """Return what PyTorch saved, by name: the file, and its tensors or how the refusal begins."""
    held = json.loads(RECORDED.read_text())["files"]
    return {name: entry | {"file": zlib.decompress(base64.b64decode(entry["file"]))} for name, entry in held.items()}


def compressed_npz(arrays):
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def files():
    """Return a valid file of each kind by its name."""
    arrays = tensors()
    made = {f"net{suffix}": write(arrays) for suffix, write in WRITERS.items()}
    of_json = json.dumps(layers(tensors(inputs=1)).to_network().to_json()).encode()
    spline = json.dumps(layers(tensors(inputs=1)).to_network().to_spline().to_json()).encode()
    return made | {
        "torch.pt": recorded()["float32"]["file"], "protocol4.pt": recorded()["protocol 4"]["file"],
        "small.npz": compressed_npz(arrays), "net.json": of_json, "spline.json": spline,
    }  # fmt: skip


def same(a, b):
    """Return whether two layers are one network, whatever was noted."""
    return Layers(*a[:5]) == Layers(*b[:5])
