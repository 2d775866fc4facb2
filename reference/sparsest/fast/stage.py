"""Stages of a sweep that are compiled by themselves, when they are first needed, and called by their addresses.

Data need one kind of weights, and most need no rare stage at all; and what is called by its address is compiled once,
not again as a part of its caller. `decide` in `driver.py` hands the addresses to the sweep, which asks for one that is
missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import boolean, float64, int64, types, uint8
from numba.extending import intrinsic

from sparsest.fast.block import BlockArrays, Known, SweepResult
from sparsest.fast.compiled import DISABLED
from sparsest.fast.entry import Prepared

__all__ = [
    "CHECK", "FINISH", "GAPS", "PLACE", "RECUR", "REFINE", "ROUND", "SETTLE", "SLOPES", "WEIGH", "Stage", "stage",
]  # fmt: skip

_DOUBLES, _NUMBERS, _FLAGS = types.CPointer(float64), types.CPointer(int64), types.CPointer(uint8)
_INTEGERS, _OFFSETS = int64[::1], types.Array(int64, 1, "C", readonly=True)
_BLOCK = types.NamedTuple([_DOUBLES] * 3 + [_FLAGS] + [_DOUBLES] * 4 + [_FLAGS] * 4, BlockArrays)
_KNOWN = types.NamedTuple([_INTEGERS, float64[::1], _INTEGERS, _INTEGERS, float64[::1]], Known)
_RESULT = types.NamedTuple([_FLAGS, _DOUBLES, _DOUBLES, _NUMBERS], SweepResult)
_PAIR = types.UniTuple(int64, 2)
#: The types of each kind of stage: x, y, offsets, dataset, low, count, block;
SLOPES = types.UniTuple(boolean, 2)(_DOUBLES, _DOUBLES, _OFFSETS, int64, int64, int64, _BLOCK)
#: ... offsets, dataset, low, count, block;
GAPS = boolean(_OFFSETS, int64, int64, int64, _BLOCK)
#: ... xs, block, suspicious, places, changes, count;
PLACE = boolean(_DOUBLES, _BLOCK, boolean, _DOUBLES, _DOUBLES, int64)
#: ... low, count, block, places, changes, offsets, counts, state, result;
FINISH = types.void(int64, int64, _BLOCK, _DOUBLES, _DOUBLES, _OFFSETS, types.UniTuple(int64, 3), _NUMBERS, _RESULT)
#: ... x, y, offsets, dataset, low, count, block, lonely;
CHECK = int64(_DOUBLES, _DOUBLES, _OFFSETS, int64, int64, int64, _BLOCK, boolean)
#: ... x, y, low, count, block, known, requests;
REFINE = _PAIR(_DOUBLES, _DOUBLES, int64, int64, _BLOCK, _KNOWN, _INTEGERS)
#: ... p, count, block;
WEIGH = types.void(float64, int64, _BLOCK)
#: ... count, block, middle, next_x, next_y;
RECUR = boolean(int64, _BLOCK, int64, _DOUBLES, _DOUBLES)
#: ... low, count, block, known, marks, requests;
SETTLE = _PAIR(int64, int64, _BLOCK, _KNOWN, _FLAGS, _INTEGERS)
#: ... x, y, low, count, block, known, places, requests.
ROUND = _PAIR(_DOUBLES, _DOUBLES, int64, int64, _BLOCK, _KNOWN, _DOUBLES, _INTEGERS)


class Stage(Prepared):
    """A kernel that kernels call by its address. Made by `stage`.

    Parameters
    ----------
    function : callable
        Its source.
    signature : numba.core.typing.Signature
        Its types.
    """

    def __init__(self, function: Callable[..., Any], signature: Any) -> None:
        super().__init__(function, no_cpython_wrapper=True)
        self._signature = signature
        #: Where its machine code is, 0 before it is prepared; without compilation the function itself.
        self.address: Any = function if DISABLED else 0
        #: What kernels call: `call(address, arguments)`, with a tuple of arguments of these types.
        self.call: Any = _caller(signature)

    def __call__(self, *arguments: Any) -> Any:
        """Call the source, in plain Python."""
        return self._function(*arguments)

    def locate(self) -> Any:
        """Return the address, and compile the stage if it has none."""
        if not self.address:
            kernel = self.prepare(self._signature).overloads[self._signature.args]
            self.address = kernel.library.get_pointer_to_function(kernel.fndesc.llvm_func_name)
        return self.address


def _caller(signature: Any) -> Any:
    """Return what calls a kernel of these types by its address; numba casts the arguments to them, or refuses."""
    if DISABLED:
        return lambda function, arguments: function(*arguments)

    @intrinsic
    def call(_typing: Any, _address: Any, _arguments: Any) -> Any:
        """Call the kernel at an address."""

        def codegen(ctx: Any, builder: Any, _signature: Any, args: Any) -> Any:
            convention = ctx.call_conv
            kind = convention.get_function_type(signature.return_type, signature.args)
            function = builder.inttoptr(args[0], ir.PointerType(kind))
            values = [builder.extract_value(args[1], k) for k in range(len(signature.args))]
            _, result = convention.call_function(builder, function, signature.return_type, signature.args, values)
            return result

        return signature.return_type(types.int64, types.Tuple(signature.args)), codegen

    return call


def stage(signature: Any) -> Callable[[Callable[..., Any]], Stage]:
    """Make a stage of these types.

    Examples
    --------
    >>> from sparsest.fast.weights import weigh_nothing  # a stage
    >>> weigh_nothing.locate() == weigh_nothing.address != 0
    True
    """
    return lambda function: Stage(function, signature)
