"""What the readers of tensor files share: how much is read, which numbers are, and that all of them are finite."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from os import PathLike, fspath
from pathlib import Path
from typing import IO, Any, TypeAlias, TypeVar

import numpy as np

from sparsest.errors import DataError, one_line, short

__all__ = [
    "MAX_AXES", "MAX_BYTES", "MAX_TENSORS", "Tensors", "bounded", "content_of", "finite", "listed", "named_once",
    "numbers_of", "of_bfloat16", "refuse_many", "refuse_shape", "shown_name", "volume",
]  # fmt: skip
#: The arrays of a file by their names.
Tensors: TypeAlias = dict[str, np.ndarray]
_Value = TypeVar("_Value")

#: Most bytes that are read of a file, and most bytes that its tensors may have together: 2 million doubles.
MAX_BYTES = 16 * 2**20
#: Most tensors in a file: a network of one hidden layer has five, a checkpoint with an optimiser's state some twenty.
MAX_TENSORS = 1000
#: Most axes of a tensor; a network has two.
MAX_AXES = 8
# As systems have it; its end says the format.
_LONGEST_PATH = 4096
# In a message; what is not listed is counted.
_LISTED = 8


def content_of(source: str | PathLike[str] | IO[bytes]) -> tuple[str, bytes]:
    """Return the name and the content of a file, of which no more is read than may be.

    Parameters
    ----------
    source : path or binary file
        A stream is read from where it stands; its name is its attribute `name`, if that is text.

    Raises
    ------
    DataError
        If the file cannot be read, is no file of bytes, is empty, or is larger than `MAX_BYTES`: give a file with the
        network alone.

    Examples
    --------
    >>> from io import BytesIO
    >>> content_of(BytesIO(b"abc"))
    ('a stream', b'abc')
    """
    if not isinstance(source, str | PathLike):
        name = getattr(source, "name", None)
        return bounded(source, one_line(name, _LONGEST_PATH) if isinstance(name, str) else "a stream")
    name = one_line(fspath(source), _LONGEST_PATH)
    try:
        with Path(source).open("rb") as stream:
            return bounded(stream, name)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        if isinstance(error, DataError):
            raise
        raise DataError(f"{name}: cannot be read ({_reason(error)}); check the name") from None


def bounded(stream: IO[bytes], name: str) -> tuple[str, bytes]:
    """Return name and content of an open file; `DataError` if there is nothing, or more than `MAX_BYTES`.

    Examples
    --------
    >>> from io import BytesIO
    >>> bounded(BytesIO(b""), "net.pt")
    Traceback (most recent call last):
    ...
    sparsest.errors.DataError: net.pt: is empty; give a file with a network
    """
    parts: list[bytes] = []
    left = MAX_BYTES + 1
    while left > 0 and (part := stream.read(left)):
        if not isinstance(part, bytes | bytearray):
            raise DataError(f'{name}: is open as text; open it with "rb"')
        parts.append(bytes(part))
        left -= len(part)
    content = b"".join(parts)
    if not content:
        raise DataError(f"{name}: is empty; give a file with a network")
    if len(content) > MAX_BYTES:
        raise DataError(
            f"{name}: is larger than {MAX_BYTES} bytes; networks that large are not read: give a file with one network "
            "of one hidden layer alone"
        )
    return name, content


def named_once(name: str, pairs: Iterable[tuple[str, _Value]]) -> dict[str, _Value]:
    """Return the values by their names; `DataError` if two have one name, as nested tables can with dotted names.

    Examples
    --------
    >>> named_once("net.pt", [("a.b", 1), ("a.b", 2)])
    Traceback (most recent call last):
    ...
    sparsest.errors.DataError: net.pt: has two tensors of the name 'a.b'; rename one
    """
    found: dict[str, _Value] = {}
    for key, value in pairs:
        if key in found:
            raise DataError(f"{name}: has two tensors of the name {shown_name(key)}; rename one")
        found[key] = value
    return found


def refuse_many(name: str, tensors: int, sizes: Iterable[int] = ()) -> None:
    """Raise `DataError` if there are too many tensors, or they have too many bytes together; before any is made.

    Examples
    --------
    >>> refuse_many("net.npz", 2, [2**40, 8])
    Traceback (most recent call last):
    ...
    sparsest.errors.DataError: net.npz: its tensors have 1099511627784 bytes together; at most 16777216 are read
    """
    if tensors > MAX_TENSORS:
        raise DataError(f"{name}: has {tensors} tensors; at most {MAX_TENSORS} are read: save one network alone")
    total = sum(sizes)
    if total > MAX_BYTES:
        raise DataError(f"{name}: its tensors have {total} bytes together; at most {MAX_BYTES} are read")


def refuse_shape(name: str, tensor: str, shape: Iterable[object]) -> None:
    """Raise `DataError` if a shape has too many axes, or one that is no number of entries.

    Examples
    --------
    >>> refuse_shape("net.npz", "w", (2, -1))
    Traceback (most recent call last):
    ...
    sparsest.errors.DataError: net.npz: tensor 'w' has the shape (2, -1); give at most 8 axes, none negative
    """
    axes = tuple(shape)
    if len(axes) > MAX_AXES or not all(type(axis) is int and axis >= 0 for axis in axes):
        raise DataError(
            f"{name}: tensor {shown_name(tensor)} has the shape {one_line(short(axes[:MAX_AXES]), 60)}; give at most "
            f"{MAX_AXES} axes, none negative"
        )


def numbers_of(name: str, tensor: str, array: np.ndarray[Any, Any]) -> np.ndarray:
    """Return an array of finite numbers in the machine's byte order; others are refused by their kind.

    Parameters
    ----------
    name, tensor : str
        File and tensor, for messages.
    array : array
        float16, float32 or float64, or integers of at most 64 bits.

    Raises
    ------
    DataError
        If the entries are of another kind, or one is NaN or infinite: save float32 or float64 weights that are finite.

    Examples
    --------
    >>> numbers_of("net.npz", "w", np.array([1, 2], ">i4"))
    array([1, 2], dtype=int32)
    """
    kind = array.dtype
    if kind.kind not in "fiu" or kind.itemsize > 8:
        raise DataError(
            f"{name}: tensor {shown_name(tensor)} has entries of type {one_line(str(kind), 40)}; "
            "save it as float32 or float64"
        )
    return finite(name, tensor, array.astype(kind.newbyteorder("="), copy=False))


def finite(name: str, tensor: str, array: np.ndarray) -> np.ndarray:
    """Return the array if all entries are finite; `DataError` names the first that is not.

    Examples
    --------
    >>> finite("net.pt", "fc1.bias", np.array([[0.0, np.nan]]))
    Traceback (most recent call last):
    ...
    sparsest.errors.DataError: net.pt: tensor 'fc1.bias', entry (0, 1) is nan; such a network has no function, train...
    """
    bad = np.argwhere(~np.isfinite(array))
    if len(bad):  # of one number without axes too, whose index is empty
        index = tuple(bad[0].tolist())
        entry = f"entry {index if len(index) != 1 else index[0]}" if index else "its value"
        raise DataError(
            f"{name}: tensor {shown_name(tensor)}, {entry} is {array[index]}; such a network has no function, "
            "train it anew or mend the weight"
        )
    return array


def of_bfloat16(bits: np.ndarray) -> np.ndarray:
    """Return bfloat16 numbers, given as their 16 bits, as the float32 that they are: exact, by appending zeros.

    Examples
    --------
    >>> of_bfloat16(np.array([0x3F80, 0xC049], np.uint16)).tolist()
    [1.0, -3.140625]
    """
    return (bits.astype(np.uint32) << 16).view(np.float32)


def listed(tensors: Mapping[str, np.ndarray]) -> str:
    """Return names and shapes, for messages: not too many of them.

    Examples
    --------
    >>> listed({"w": np.zeros((2, 1)), "b": np.zeros(2)})
    "'w' (2, 1), 'b' (2,)"
    """
    first = [f"{shown_name(tensor)} {array.shape}" for tensor, array in list(tensors.items())[:_LISTED]]
    more = len(tensors) - len(first)
    return ", ".join([*first, f"and {more} more"] if more else first) or "none"


def shown_name(tensor: str) -> str:
    r"""Return a tensor's name as messages show it, whatever stands in it.

    Examples
    --------
    >>> shown_name("fc1.weight"), shown_name("a\n" + "b" * 100)[-10:]
    ("'fc1.weight'", "bbbbbb...'")
    """
    return f"'{one_line(tensor, 60)}'"


def volume(shape: Iterable[int]) -> int:
    """Return the number of entries of a shape, however large.

    Examples
    --------
    >>> volume((2, 3)), volume(())
    (6, 1)
    """
    return math.prod(shape)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or one_line(str(error))
