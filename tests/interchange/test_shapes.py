"""Shapes held against each other, in each orientation, and entries that stay what they are."""

from fractions import Fraction

import numpy as np
import pytest

from sparsest import DataError
from sparsest.interchange import shapes
from sparsest.interchange.shapes import Parts, exact_rows, fitted, layers_of_parts

W1, B1, W2 = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([7.0, 8.0, 9.0]), np.array([[1.0, -1.0, 2.0]])


def read(exactly=False, **parts):
    return layers_of_parts(Parts.of({"W1": W1, "W2": W2} | parts), "net", {"W1": "first"}, exactly=exactly)


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_exact_rows__every_bit(kind):
    drawn = np.random.default_rng(3).integers(0, 256, size=4000, dtype=np.uint8).tobytes()
    numbers = np.frombuffer(drawn, kind)
    numbers = numbers[np.isfinite(numbers)]
    [found] = exact_rows(numbers.reshape(1, -1))
    assert [Fraction(int(a.p), int(a.q)) for a in found] == [Fraction(*x.as_integer_ratio()) for x in numbers]
    assert exact_rows(np.array([[2**63, 2**64 - 1]], np.uint64)) == ((2**63, 2**64 - 1),)


def test_layers_of_parts__all_orientations_are_one_network():
    expected = read(b1=B1, b2=np.array([3.0]), skip=np.array([[1.0, 2.0]]))
    assert expected.w[2] == (5, 6)
    assert expected.offset == 3
    for w1 in (W1, W1.T):
        for w2 in (W2, W2.T, W2[0]):
            for skip in (np.array([[1.0, 2.0]]), np.array([[1.0], [2.0]]), np.array([1.0, 2.0])):
                assert read(W1=w1, W2=w2, skip=skip, b1=B1, b2=np.array(3.0))[:5] == expected[:5]


def test_layers_of_parts__missing_biases_are_zero_and_two_are_added():
    assert read()[1] == (0, 0, 0)
    assert read(b2=np.array([3.0]), skip_bias=np.array([0.5])).offset * 2 == 7


def test_layers_of_parts__square():
    square = np.array([[1.0, 2.0], [3.0, 4.0]])
    as_torch = read(W1=square, W2=np.ones((1, 2)))
    as_flax = read(W1=square, W2=np.ones((2, 1)))
    assert as_torch.w == ((1, 2), (3, 4))
    assert as_flax.w == ((1, 3), (2, 4))
    assert "(K, d)" in as_torch.notes[0]
    assert "(d, K), as W2" in as_flax.notes[0]
    assert read(True, W1=square, W2=np.ones((1, 2))).notes == ()
    assert read(W1=np.ones((1, 1)), W2=np.ones((1, 1))).notes == ()


def test_layers_of_parts__of_one_input():
    assert read(W1=np.array([1.0, 2.0, 3.0])).w == ((1,), (2,), (3,))
    assert read(W1=np.array([[1.0, 2.0, 3.0]])).w == ((1,), (2,), (3,))


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"W2": np.ones((2, 3))}, r"W2 of shape \(2, 3\) has 2 outputs"),
        ({"W2": np.ones((1, 1, 3))}, "W2 .* has 3 axes"),
        ({"W1": np.ones((3, 2, 1))}, r"W1 \('first'\) of shape \(3, 2, 1\) has 3 axes"),
        ({"W1": np.ones((4, 2))}, "W1 .* does not fit W2, which has 3 neurons"),
        ({"W1": np.ones((4, 4))}, "W1 .* does not fit W2"),
        ({"W1": np.ones(2)}, "W1 .* has 1 axes"),
        ({"W1": np.ones((3, 0))}, ".* 3 neurons and 0 inputs"),
        ({"W1": np.ones((0, 2)), "W2": np.ones((1, 0))}, ".* 0 neurons and 2 inputs"),
        ({"b1": np.ones(2)}, r"b1 of shape \(2,\) does not fit; give \(3,\)"),
        ({"b1": np.ones((3, 1))}, "b1 .* does not fit"),
        ({"b2": np.ones(2)}, "b2 .* is no bias of one output"),
        ({"skip": np.ones((1, 3))}, r"skip .* does not fit; give \(1, 2\)"),
        ({"skip": np.ones(3)}, "skip .* does not fit"),
    ],
)
def test_fitted__refuses(parts, said):
    with pytest.raises(DataError, match=rf"^net: {said}"):
        read(**parts)


@pytest.mark.parametrize("parts", [{"W2": W2.T}, {"W2": W2[0]}, {"W1": W1.T}, {"skip": np.ones(2)}])
def test_fitted__exactly_takes_one_orientation(parts):
    with pytest.raises(DataError, match=r"^net: "):
        read(True, **parts)


def test_fitted__size_before_anything_is_made(monkeypatch):
    monkeypatch.setattr(shapes, "MOST_NUMBERS", 12)
    read()
    monkeypatch.setattr(shapes, "MOST_NUMBERS", 11)
    monkeypatch.setattr(shapes, "exact_rows", None)
    with pytest.raises(DataError, match="more than 11 weights"):
        read()
    assert len(fitted(Parts.of({"W1": W1[:, :1], "W2": W2}), "net", {})[0].w1) == 3
