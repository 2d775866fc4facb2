"""Files of safetensors: bit for bit, as the library's own NumPy reader has them."""

import numpy as np
import pytest
from safetensors import numpy as theirs

from sparsest import DataError
from sparsest.interchange import safetensors
from tests.interchange import hostile, valid


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, np.int64])
def test_round_trip__bit_for_bit(kind):
    arrays = valid.tensors(kind=kind)
    found = safetensors.read(safetensors.write(arrays), "a")
    again = theirs.load(safetensors.write(arrays))
    assert set(found) == set(arrays) == set(again)
    assert all(found[name].dtype == kind and found[name].tobytes() == arrays[name].tobytes() for name in arrays)
    assert all((found[name] == again[name]).all() for name in arrays)


def test_write__is_the_same_each_time():
    arrays = valid.tensors()
    assert safetensors.write(arrays) == safetensors.write(dict(reversed(arrays.items())))
    turned = {"w": np.asfortranarray(np.arange(6.0).reshape(2, 3))}
    assert (safetensors.read(safetensors.write(turned), "a")["w"] == turned["w"]).all()


def test_read__bfloat16():
    bits = np.array([0x3F80, 0xC049], "<u2")
    made = hostile.safetensor('{"w":{"dtype":"BF16","shape":[2,1],"data_offsets":[0,4]}}', bits.tobytes())
    assert safetensors.read(made, "a")["w"].tolist() == [[1.0], [-3.140625]]


@pytest.mark.parametrize("way", sorted(set(hostile.safetensor_headers()) - {"nothing"}))
def test_read__refuses(way):
    with pytest.raises(DataError, match=r"^a[.]safetensors: "):
        safetensors.read(hostile.safetensor_headers()[way], "a.safetensors")


def test_read__headers_are_bounded():
    with pytest.raises(DataError, match="its header has 16777207 bytes; at most 1048576 are read"):
        safetensors.read(hostile.safetensor_headers()["long"], "a")


def test_read__refuses_numbers_that_are_none():
    with pytest.raises(DataError, match="tensor 'w', entry 0 is inf"):
        safetensors.read(safetensors.write({"w": np.array([np.inf])}), "a")
