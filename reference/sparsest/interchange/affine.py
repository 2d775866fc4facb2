"""Values of a network on their way: affine forms in the inputs and the hidden ReLU units, composed exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from flint import fmpq

from sparsest.interchange.layers import Layers

__all__ = ["Composition", "Constant", "DeclinedError", "Form"]

_ZERO, _ONE = fmpq(0), fmpq(1)
# Products that are formed in one network: a second or two.
_MOST_PRODUCTS = 1_000_000


class DeclinedError(Exception):
    """Why a network is not of one hidden layer and one output."""


class Constant(NamedTuple):
    """An exact constant: rows, and the shape it was given with.

    Parameters
    ----------
    rows : tuple of tuple of fmpq
        A number or a vector is one row.
    shape : tuple of int
        At most two axes.
    """

    rows: tuple[tuple[fmpq, ...], ...]
    shape: tuple[int, ...]

    @property
    def transposed(self) -> Constant:
        """The matrix with its axes exchanged.

        Examples
        --------
        >>> Constant(((_ONE, _ZERO),), (1, 2)).transposed.rows
        ((1,), (0,))
        """
        return Constant(tuple(zip(*self.rows, strict=True)), self.shape[::-1])


class Form(NamedTuple):
    """A value for each example: entry i is the sum of row i's coefficients times what they belong to.

    Parameters
    ----------
    rows : tuple of dict
        Nonzero coefficients by index: of input 0, ..., d-1, of the constant 1 at d, of hidden unit k at d + 1 + k.
    shape : tuple of int
        Its axes after that of the examples.
    """

    rows: tuple[dict[int, fmpq], ...]
    shape: tuple[int, ...]


class Composition:
    """The inputs and hidden units of one network, and the forms made of them.

    Parameters
    ----------
    inputs : int
        d.

    Examples
    --------
    >>> units = Composition(1)
    >>> x = units.input((1,))
    >>> h = units.relu(units.times(x, Constant(((fmpq(2), fmpq(-1)),), (1, 2))))
    >>> units.layers(units.times(h, Constant(((_ONE,), (_ONE,)), (2, 1)))).to_network()(3)
    Fraction(6, 1)
    """

    def __init__(self, inputs: int) -> None:
        self.inputs = inputs
        self.hidden: list[dict[int, fmpq]] = []
        self.products = 0

    def input(self, shape: tuple[int, ...]) -> Form:
        """Return the inputs themselves.

        Examples
        --------
        >>> Composition(2).input((2,)).rows
        ({0: 1}, {1: 1})
        """
        return Form(tuple({i: _ONE} for i in range(self.inputs)), shape)

    def constant(self, values: Iterable[fmpq]) -> Form:
        """Return a value that is the same for all examples.

        Examples
        --------
        >>> Composition(2).constant([fmpq(3), fmpq(0)]).rows
        ({2: 3}, {})
        """
        rows = tuple({self.inputs: c} if c != 0 else {} for c in values)
        return Form(rows, (len(rows),))

    def times(self, form: Form, matrix: Constant) -> Form:
        """Return form @ matrix; `DeclinedError` if the shapes do not fit, or it is too much.

        Examples
        --------
        >>> Composition(1).times(Composition(1).input((1,)), Constant(((fmpq(2), _ZERO),), (1, 2))).rows
        ({0: 2}, {})
        """
        if len(form.shape) != 1 or len(matrix.shape) != 2 or form.shape[0] != matrix.shape[0]:
            raise DeclinedError(f"multiplies values of shape {('N', *form.shape)} with weights of shape {matrix.shape}")
        self._charge(sum(map(len, form.rows)) * matrix.shape[1])
        return Form(tuple(_combined(column, form.rows) for column in matrix.transposed.rows), (matrix.shape[1],))

    def scaled(self, form: Form, by: fmpq) -> Form:
        """Return by * form.

        Examples
        --------
        >>> Composition(1).scaled(Composition(1).input((1,)), fmpq(1, 2)).rows
        ({0: 1/2},)
        """
        self._charge(sum(map(len, form.rows)))
        return Form(tuple(_combined((by,), (row,)) for row in form.rows), form.shape)

    def plus(self, a: Form, b: Form) -> Form:
        """Return a + b; one entry is added to each of several.

        Examples
        --------
        >>> units = Composition(1)
        >>> units.plus(units.input((1,)), units.constant([fmpq(3), fmpq(4)])).rows
        ({0: 1, 1: 3}, {0: 1, 1: 4})
        """
        if len(a.shape) != 1 or len(b.shape) != 1 or len({a.shape[0], b.shape[0]} - {1}) > 1:
            raise DeclinedError(f"adds values of shapes {('N', *a.shape)} and {('N', *b.shape)}")
        size = a.shape[0] if b.shape[0] == 1 else b.shape[0]
        left, right = (tuple(f.rows * size if f.shape[0] == 1 else f.rows) for f in (a, b))
        self._charge(sum(map(len, (*left, *right))))
        return Form(tuple(map(_added, left, right)), (size,))

    def relu(self, form: Form) -> Form:
        """Return the hidden units of these activations; `DeclinedError` if they depend on hidden units themselves.

        Examples
        --------
        >>> units = Composition(1)
        >>> units.relu(units.relu(units.input((1,))))
        Traceback (most recent call last):
        ...
        sparsest.interchange.affine.DeclinedError: is a second hidden layer
        """
        if any(max(row, default=0) > self.inputs for row in form.rows):
            raise DeclinedError("is a second hidden layer")
        first = self.inputs + 1 + len(self.hidden)
        self._charge(len(form.rows))
        self.hidden += form.rows
        return Form(tuple({first + k: _ONE} for k in range(len(form.rows))), form.shape)

    def layers(self, form: Form) -> Layers:
        """Return the network whose one output is this form.

        Examples
        --------
        >>> Composition(1).layers(Composition(1).input((1,))).skip
        (1,)
        """
        if len(form.rows) != 1:
            raise DeclinedError(f"has {len(form.rows)} outputs; networks of one are read")
        [out], d = form.rows, self.inputs
        return Layers(
            tuple(_dense(row, range(d)) for row in self.hidden),
            tuple(row.get(d, _ZERO) for row in self.hidden),
            _dense(out, range(d + 1, d + 1 + len(self.hidden))),
            _dense(out, range(d)),
            out.get(d, _ZERO),
        )

    def _charge(self, products: int) -> None:
        self.products += products
        if self.products > _MOST_PRODUCTS:
            raise DeclinedError(f"takes more than {_MOST_PRODUCTS} products; networks that large are not read")


def _combined(weights: Sequence[fmpq], rows: Sequence[dict[int, fmpq]]) -> dict[int, fmpq]:
    """Return the sum of weights times rows, without zeros."""
    total: dict[int, fmpq] = {}
    for weight, row in zip(weights, rows, strict=True):
        if weight != 0:
            for key, value in row.items():
                term = weight * value
                total[key] = total[key] + term if key in total else term
    return {key: value for key, value in total.items() if value != 0}


def _added(a: dict[int, fmpq], b: dict[int, fmpq]) -> dict[int, fmpq]:
    """Return the sum of two rows, without zeros."""
    total = a | {key: a[key] + value if key in a else value for key, value in b.items()}
    return {key: value for key, value in total.items() if value != 0}


def _dense(row: dict[int, fmpq], keys: Iterable[int]) -> tuple[fmpq, ...]:
    return tuple(row.get(key, _ZERO) for key in keys)
