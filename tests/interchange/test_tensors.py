"""What readers of tensors share: bounds on what is read, and numbers that are finite."""

import io
import os

import numpy as np
import pytest

from sparsest import DataError
from sparsest.interchange import tensors
from sparsest.interchange.tensors import (
    content_of,
    finite,
    listed,
    named_once,
    numbers_of,
    of_bfloat16,
    refuse_many,
    refuse_shape,
)


def test_content_of__a_path_and_a_stream_from_where_it_stands(tmp_path):
    (tmp_path / "net.pt").write_bytes(b"abc")
    assert content_of(tmp_path / "net.pt") == (str(tmp_path / "net.pt"), b"abc")
    with (tmp_path / "net.pt").open("rb") as stream:
        stream.read(1)
        assert content_of(stream)[1] == b"bc"


def test_content_of__puts_parts_of_a_pipe_together():
    reading, writing = os.pipe()
    os.write(writing, b"ab")
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as stream:
        assert content_of(stream)[1] == b"ab"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("no/such/file.pt", "no/such/file.pt: cannot be read .No such file"),
        (".", "cannot be read .Is a directory"),
        ("a\0b", "cannot be read"),
        ("/dev/zero", "is larger than 16777216 bytes"),
        ("/dev/null", "is empty"),
        (io.StringIO("abc"), 'is open as text; open it with "rb"'),
    ],
)
def test_content_of__refuses(source, said):
    with pytest.raises(DataError, match=said):
        content_of(source)


def test_content_of__the_largest_that_is_read(monkeypatch):
    monkeypatch.setattr(tensors, "MAX_BYTES", 3)
    assert content_of(io.BytesIO(b"abc"))[1] == b"abc"
    with pytest.raises(DataError, match="is larger than 3 bytes"):
        content_of(io.BytesIO(b"abcd"))


def test_of_bfloat16__is_exact_for_all_bfloat16_numbers():
    bits = np.arange(2**16, dtype=np.uint16)
    wide = of_bfloat16(bits)
    sign, exponent, mantissa = bits >> 15, (bits >> 7) & 255, bits & 127
    scale = np.where(exponent == 0, 2.0**-133, np.ldexp(1.0, np.maximum(exponent.astype(int), 1) - 134))
    plain = np.where(sign == 1, -1.0, 1.0) * np.where(exponent == 0, mantissa, mantissa + 128.0) * scale
    numbers = exponent < 255
    assert (wide[numbers] == plain[numbers]).all()
    assert not np.isfinite(wide[~numbers]).any()


@pytest.mark.parametrize("kind", ["f2", ">f4", "<f8", "i1", ">i8", "u8"])
def test_numbers_of__keeps_every_bit(kind):
    array = np.array([[0, 1], [2, 100]], kind)
    found = numbers_of("a", "w", array)
    assert found.dtype.isnative
    assert (found == array).all()


@pytest.mark.parametrize("kind", ["c8", "?", "O", "U2", "f16", "M8[s]"])
def test_numbers_of__refuses_other_kinds(kind):
    with pytest.raises(DataError, match="tensor 'w' has entries of type"):
        numbers_of("a", "w", np.empty(1, kind))


@pytest.mark.parametrize(
    ("array", "said"),
    [
        ([1, np.inf], "entry 1 is inf"), ([[1], [-np.inf]], r"entry \(1, 0\) is -inf"), (np.nan, "its value is nan"),
    ],
)  # fmt: skip
def test_finite__names_the_first_entry(array, said):
    with pytest.raises(DataError, match=f"net: tensor 'w', {said}"):
        finite("net", "w", np.array(array))


def test_refuse_many():
    refuse_many("a", tensors.MAX_TENSORS, [tensors.MAX_BYTES])
    with pytest.raises(DataError, match="has 1001 tensors"):
        refuse_many("a", tensors.MAX_TENSORS + 1)
    with pytest.raises(DataError, match="have 16777217 bytes"):
        refuse_many("a", 2, [tensors.MAX_BYTES, 1])


def test_named_once():
    assert named_once("net", [("a", 1), ("b", 1)]) == {"a": 1, "b": 1}
    with pytest.raises(DataError, match="two tensors of the name 'a'"):
        named_once("net", [("a", 1), ("b", 1), ("a", 1)])


@pytest.mark.parametrize("shape", [(1,) * 9, (-1,), (True,), (1.0,), ("1",)])
def test_refuse_shape(shape):
    refuse_shape("a", "w", (1,) * 8)
    with pytest.raises(DataError, match="has the shape"):
        refuse_shape("a", "w", shape)


def test_listed__is_short():
    many = {str(k): np.zeros(k) for k in range(20)}
    assert listed(many).endswith("and 12 more")
    assert listed({}) == "none"
