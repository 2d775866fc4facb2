"""Arrays of NumPy: bit for bit, as NumPy itself reads them; headers that lie are refused."""

import io

import numpy as np
import pytest

from sparsest import DataError
from sparsest.interchange import npz
from tests.interchange import hostile, valid


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_round_trip__bit_for_bit(kind):
    arrays = valid.tensors(kind=kind)
    for content in (npz.write(arrays), valid.compressed_npz(arrays)):
        found = npz.read(content, "a")
        assert list(found) == list(arrays)
        assert all(found[name].dtype == kind and found[name].tobytes() == arrays[name].tobytes() for name in arrays)


def test_read__agrees_with_numpy_on_other_layouts():
    stream = io.BytesIO()
    kept = {"by columns": np.asfortranarray(np.arange(6.0).reshape(2, 3)), "big": np.arange(3, dtype=">f4"),
            "one": np.float64(3), "none": np.zeros((0, 2)), "whole": np.arange(3)}  # fmt: skip
    np.savez(stream, **kept)
    found = npz.read(stream.getvalue(), "a")
    for name, array in np.load(io.BytesIO(stream.getvalue())).items():
        assert (found[name] == array).all()
        assert found[name].shape == array.shape


def test_write__is_the_same_each_time_and_numpy_reads_it():
    arrays = valid.tensors()
    assert npz.write(arrays) == npz.write(arrays)
    assert all((array == arrays[name]).all() for name, array in np.load(io.BytesIO(npz.write(arrays))).items())


@pytest.mark.parametrize("way", hostile.headers())
def test_read__refuses_headers_that_lie(way):
    with pytest.raises(DataError, match=r"a[.]npz: tensor 'w' "):
        npz.read(hostile.archive(hostile.entry("w.npy", hostile.headers()[way])), "a.npz")


def test_read__objects_are_refused_for_what_they_are():
    with pytest.raises(DataError, match="has entries of type object"):
        npz.read(hostile.archive(hostile.entry("w.npy", hostile.headers()["objects"])), "a.npz")


def test_read__refuses_other_members_and_numbers_that_are_none():
    with pytest.raises(DataError, match=r"entry 'a[.]txt' is no array"):
        npz.read(hostile.archives()["no array.npz"], "a.npz")
    with pytest.raises(DataError, match="tensor 'w', entry 1 is nan"):
        npz.read(npz.write({"w": np.array([1, np.nan])}), "a.npz")
