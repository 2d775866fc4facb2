"""PyTorch's files of weights (.pt, .pth), read and written without PyTorch; nothing in a file is ever run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from sparsest.errors import DataError
from sparsest.interchange.archive import entries, names, packed
from sparsest.interchange.pickled import Storage, Tensor, unpickled
from sparsest.interchange.tensors import (
    Tensors,
    named_once,
    numbers_of,
    of_bfloat16,
    refuse_many,
    refuse_shape,
    shown_name,
    volume,
)

__all__ = ["read", "write"]

_PICKLE = "data.pkl"
_ZIP = b"PK\x03\x04"
_BFLOAT = "BFloat16Storage"
#: What NumPy calls the entries of a storage.
_KINDS = {
    "FloatStorage": "f4", "DoubleStorage": "f8", "HalfStorage": "f2", _BFLOAT: "u2", "LongStorage": "i8",
    "IntStorage": "i4", "ShortStorage": "i2", "CharStorage": "i1", "ByteStorage": "u1",
}  # fmt: skip
_WRITTEN = {np.dtype(kind): name for name, kind in _KINDS.items() if kind.startswith("f")}
_ORDERS = {b"little": "<", b"big": ">"}
_DEEPEST, _MOST_VALUES, _LONGEST_NAME = 16, 100_000, 300
_AGAIN = "save the weights anew, with torch.save(model.state_dict(), file)"


def read(content: bytes, name: str) -> Tensors:
    """Return the tensors of a file that `torch.save` wrote, by their names; those in nested dicts by dotted names.

    Parameters
    ----------
    content : bytes
        The file, in the zip format of PyTorch 1.6 and later.
    name : str
        Its name, for messages.

    Returns
    -------
    dict of str to array
        Exact: bfloat16 as float32, which holds all of its numbers. What is no tensor (an epoch, say) is left out.

    Raises
    ------
    DataError
        If the file is in an older format, holds a whole module or anything else that is no table of tensors, is broken
        or contradicts itself, or a number is not finite: save with `torch.save(model.state_dict(), file)`.

    Examples
    --------
    >>> read(write({"0.weight": np.array([[1.0], [-1.0]])}), "net.pt")
    {'0.weight': array([[ 1.],
           [-1.]])}
    """
    if not content.startswith(_ZIP):
        raise DataError(
            f"{name}: is in PyTorch's format from before 1.6, which is not read, or no file of PyTorch's; load it "
            f"with PyTorch, and {_AGAIN}"
        )
    if any("/code/" in entry for entry in names(content, name)):
        raise DataError(f"{name}: holds a program (TorchScript), which is not read; {_AGAIN}")
    parts = entries(content, name)
    folder = _folder(parts, name)
    held = unpickled(parts[folder + _PICKLE], name)
    if type(held) is not dict:
        raise DataError(f"{name}: holds a {type(held).__name__} and no table of weights by their names; {_AGAIN}")
    found = named_once(name, _flattened(held, name))
    refuse_many(name, len(found), (_bytes_of(tensor, name, key) for key, tensor in found.items()))
    order = _byte_order(parts, folder, name)
    storages = _Storages(parts, folder, order, name)
    return {key: storages.array(key, tensor) for key, tensor in found.items()}


def _folder(parts: Mapping[str, bytes], name: str) -> str:
    pickles = [entry for entry in parts if entry == _PICKLE or entry.endswith(f"/{_PICKLE}")]
    if len(pickles) != 1:
        raise DataError(
            f"{name}: is an archive with {len(pickles)} entries {_PICKLE}, and PyTorch's have one; {_AGAIN}"
        )
    return pickles[0].removesuffix(_PICKLE)


def _byte_order(parts: Mapping[str, bytes], folder: str, name: str) -> str:
    word = parts.get(f"{folder}byteorder", b"little")
    if word not in _ORDERS:
        raise DataError(f"{name}: its byte order is neither little nor big; {_AGAIN}")
    return _ORDERS[word]


def _flattened(held: dict[Any, Any], name: str) -> Iterator[tuple[str, Tensor]]:
    """Yield the tensors with dotted names; a pickle can hold a list in itself, or a million times."""
    left: list[tuple[str, Any, int]] = [("", held, 0)]
    visits = 0
    while left:
        path, value, depth = left.pop()
        if visits > _MOST_VALUES or depth > _DEEPEST or len(path) > _LONGEST_NAME:
            raise DataError(f"{name}: its tables are nested too deeply, or too long, or have names too long; {_AGAIN}")
        if type(value) is Tensor:
            yield path, value
        elif type(value) in (dict, list, tuple) and not isinstance(value, Storage):
            pairs = value.items() if type(value) is dict else enumerate(value)
            before = f"{path}." if path else ""
            inner = [(f"{before}{key}", part, depth + 1) for key, part in pairs]
            visits += len(inner)
            left.extend(reversed(inner))


def _bytes_of(tensor: Tensor, name: str, key: str) -> int:
    """Return how many bytes a tensor takes, once its shape and strides are those of a view of its storage."""
    kind = _KINDS.get(tensor.storage.kind)
    said = f"{name}: tensor {shown_name(key)}"
    if kind is None:
        raise DataError(f"{said} has entries of kind {tensor.storage.kind}; save it as float32 or float64")
    refuse_shape(name, key, tensor.shape)
    if min((tensor.offset, *tensor.strides)) < 0:
        raise DataError(f"{said} has a negative offset or stride; {_AGAIN}")
    if 0 not in tensor.shape:
        _refuse_views(tensor, said)
    return volume(tensor.shape) * np.dtype(kind).itemsize


def _refuse_views(tensor: Tensor, said: str) -> None:
    """Refuse a tensor that leaves its storage, or whose entries share memory."""
    reach = 0
    for stride, size in sorted(zip(tensor.strides, tensor.shape, strict=True)):
        if size > 1:
            if stride <= reach:
                raise DataError(f"{said} has entries that share memory (expand?); save it after .contiguous()")
            reach += stride * (size - 1)
    if tensor.offset + reach >= tensor.storage.size:
        raise DataError(
            f"{said} reaches to entry {tensor.offset + reach} of a storage of {tensor.storage.size}; {_AGAIN}"
        )


class _Storages:
    """The memory that tensors are views of."""

    def __init__(self, parts: Mapping[str, bytes], folder: str, order: str, name: str) -> None:
        self.parts, self.folder, self.order, self.name = parts, folder, order, name

    def array(self, key: str, tensor: Tensor) -> np.ndarray:
        storage = tensor.storage
        kind = np.dtype(f"{self.order}{_KINDS[storage.kind]}")
        part = self.parts.get(f"{self.folder}data/{storage.key}")
        if part is None or len(part) != storage.size * kind.itemsize:
            there = "is missing" if part is None else f"has {len(part)} bytes"
            raise DataError(
                f"{self.name}: tensor {shown_name(key)}: its storage of {storage.size} entries of {kind.itemsize} "
                f"bytes {there}; {_AGAIN}"
            )
        if 0 in tensor.shape:
            array = np.zeros(tensor.shape, kind)
        else:
            strides = [stride * kind.itemsize for stride in tensor.strides]
            array = np.ndarray(tensor.shape, kind, part, tensor.offset * kind.itemsize, strides)
        array = np.ascontiguousarray(array).reshape(tensor.shape)
        return numbers_of(self.name, key, of_bfloat16(array) if storage.kind == _BFLOAT else array)


def write(tensors: Mapping[str, np.ndarray]) -> bytes:
    """Return a file that `torch.load` reads, with `weights_only=True` too; the same bytes each time.

    Parameters
    ----------
    tensors : mapping of str to array
        float16, float32 or float64.

    Examples
    --------
    >>> file = write({"fc1.bias": np.array([0.5], np.float32)})
    >>> file == write({"fc1.bias": np.array([0.5], np.float32)}), read(file, "net.pt")
    (True, {'fc1.bias': array([0.5], dtype=float32)})
    """
    arrays = {name: np.ascontiguousarray(array).reshape(array.shape) for name, array in tensors.items()}
    items = b"".join(_text(name) + _tensor(str(k), arrays[name]) for k, name in enumerate(arrays))
    # An OrderedDict, filled with the items between mark and SETITEMS.
    pickle = b"\x80\x02" + _ORDERED_DICT + b"(" + items + b"u."
    storages = {
        f"archive/data/{k}": array.astype(array.dtype.newbyteorder("<")).tobytes()
        for k, array in enumerate(arrays.values())
    }
    return packed({
        f"archive/{_PICKLE}": pickle, "archive/byteorder": b"little", **storages, "archive/version": b"3\n",
    })  # fmt: skip


_ORDERED_DICT = b"ccollections\nOrderedDict\n)R"


def _text(text: str) -> bytes:
    content = text.encode()
    return b"X" + len(content).to_bytes(4, "little") + content


def _numbers(*values: int) -> bytes:
    return b"(" + b"".join(b"J" + value.to_bytes(4, "little") for value in values) + b"t"


def _tensor(key: str, array: np.ndarray) -> bytes:
    """Return the operations that build a tensor: _rebuild_tensor_v2(storage, 0, shape, strides, False, {})."""
    kind = _WRITTEN[array.dtype]
    storage = b"(" + _text("storage") + f"ctorch\n{kind}\n".encode() + _text(key) + _text("cpu")
    storage += b"J" + array.size.to_bytes(4, "little") + b"tQ"
    strides = [math.prod(array.shape[axis + 1 :]) for axis in range(array.ndim)]
    arguments = storage + b"K\x00" + _numbers(*array.shape) + _numbers(*strides) + b"\x89" + _ORDERED_DICT
    return b"ctorch._utils\n_rebuild_tensor_v2\n(" + arguments + b"tR"
