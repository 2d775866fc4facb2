"""NumPy's .npz files, without pickles: what a header says is held against the bytes there are before it is believed."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

import numpy as np
from numpy.lib import format as npy

from sparsest.errors import DataError, one_line
from sparsest.interchange.archive import entries
from sparsest.interchange.tensors import Tensors, numbers_of, refuse_many, refuse_shape, shown_name, volume

__all__ = ["read", "write"]

_SUFFIX = ".npy"
_HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}


def read(content: bytes, name: str) -> Tensors:
    """Return the arrays of an .npz file by their names.

    Parameters
    ----------
    content : bytes
        The file, of `numpy.savez` or `numpy.savez_compressed`.
    name : str
        Its name, for messages.

    Raises
    ------
    DataError
        If the archive is broken, a member is no array of numbers, its shape is not that of its bytes, or an entry is
        not finite: save float32 or float64 arrays with `numpy.savez`.

    Examples
    --------
    >>> read(write({"w": np.array([[1.0, 2.0]])}), "net.npz")
    {'w': array([[1., 2.]])}
    """
    members = entries(content, name, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    refuse_many(name, len(members), map(len, members.values()))
    return {member.removesuffix(_SUFFIX): _array(part, name, member) for member, part in members.items()}


def write(tensors: Mapping[str, np.ndarray]) -> bytes:
    """Return an .npz file of these arrays, the same bytes each time.

    Examples
    --------
    >>> write({"w": np.ones(2)}) == write({"w": np.ones(2)})
    True
    """
    stream = BytesIO()
    np.savez(stream, allow_pickle=False, **tensors)
    return stream.getvalue()


def _array(part: bytes, name: str, member: str) -> np.ndarray:
    if not member.endswith(_SUFFIX):
        raise DataError(f"{name}: entry {shown_name(member)} is no array; save the arrays alone with numpy.savez")
    tensor, stream = member.removesuffix(_SUFFIX), BytesIO(part)
    try:
        version = npy.read_magic(stream)
        header = _HEADERS.get(version)
        shape, by_columns, kind = header(stream) if header else ((), False, None)
    except Exception as error:  # NumPy says ValueError, but the parser of headers has errors of its own
        raise DataError(
            f"{name}: tensor {shown_name(tensor)} has no header of NumPy ({one_line(str(error), 80)}); save it anew"
        ) from None
    if kind is None:
        raise DataError(
            f"{name}: tensor {shown_name(tensor)} is of version {version} of .npy, which has no numbers alone"
        )
    numbers_of(name, tensor, np.empty(0, kind))  # objects above all
    refuse_shape(name, tensor, shape)
    there, wanted = len(part) - stream.tell(), volume(shape) * kind.itemsize
    if wanted != there:
        raise DataError(
            f"{name}: tensor {shown_name(tensor)} of shape {one_line(str(shape), 60)} needs {wanted} bytes and has "
            f"{there}; save it anew"
        )
    flat = np.frombuffer(part, kind, offset=stream.tell())
    return numbers_of(name, tensor, flat.reshape(shape, order="F" if by_columns else "C"))
