"""Files in the format of the library safetensors, by that library; what it lets pass is checked before and after."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

import numpy as np

from sparsest.errors import DataError, one_line
from sparsest.interchange.strict_json import parse
from sparsest.interchange.tensors import Tensors, numbers_of, of_bfloat16, refuse_many, refuse_shape, shown_name

__all__ = ["read", "write"]

# The file begins with the length of its header, 8 bytes.
_LENGTH = 8
_LONGEST_HEADER = 2**20
_BFLOAT = "BF16"
_KINDS = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", _BFLOAT: "<u2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1",
    "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1",
}  # fmt: skip


def read(content: bytes, name: str) -> Tensors:
    """Return the arrays of a safetensors file by their names; bfloat16 as float32, which holds all of its numbers.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        Its name, for messages.

    Raises
    ------
    DataError
        If the file is broken, has other numbers than floats and integers, or an entry is not finite.

    Examples
    --------
    >>> read(write({"w": np.array([[1.0, 2.0]])}), "net.safetensors")
    {'w': array([[1., 2.]])}
    """
    from safetensors import deserialize

    _refuse_headers(content, name)
    try:
        found = deserialize(content)  # type: ignore[no-untyped-call]
    except Exception as error:  # the library's own error is no subclass of any other
        raise DataError(f"{name}: is no whole safetensors file ({one_line(str(error), 80)}); save it anew") from None
    refuse_many(name, len(found))
    return {tensor: _array(name, tensor, part) for tensor, part in sorted(found, key=itemgetter(0))}


def write(tensors: Mapping[str, np.ndarray]) -> bytes:
    r"""Return a safetensors file of these arrays, the same bytes each time.

    Examples
    --------
    >>> write({"w": np.ones(2)})[:8]
    b'8\x00\x00\x00\x00\x00\x00\x00'
    """
    from safetensors.numpy import save

    return save({name: np.ascontiguousarray(array) for name, array in tensors.items()})


def _refuse_headers(content: bytes, name: str) -> None:
    """Refuse headers that are long, or that name a tensor twice, of which the library would drop one."""
    length = int.from_bytes(content[:_LENGTH], "little")
    if length > min(_LONGEST_HEADER, len(content) - _LENGTH):
        raise DataError(
            f"{name}: says that its header has {length} bytes; at most {_LONGEST_HEADER} are read, and "
            f"{max(len(content) - _LENGTH, 0)} are there: save it anew"
        )
    parse(content[_LENGTH : _LENGTH + length], name)


def _array(name: str, tensor: str, part: Mapping[str, object]) -> np.ndarray:
    code, data, shape = str(part["dtype"]), part["data"], part["shape"]
    kind = _KINDS.get(code)
    if kind is None or not isinstance(data, bytes | bytearray) or not isinstance(shape, list):
        raise DataError(
            f"{name}: tensor {shown_name(tensor)} has entries of type {one_line(code, 20)}; "
            "save it as float32 or float64"
        )
    refuse_shape(name, tensor, shape)
    array = np.frombuffer(bytes(data), kind).reshape(shape)
    return numbers_of(name, tensor, of_bfloat16(array) if code == _BFLOAT else array)
