"""How kernels are written: the decorators, and memory as addresses. What Python calls is in `entry.py`.

Inside the kernels memory is an address, not an array: numba carries seven values about for each array, and most of the
time of a first call went into their code. An address has no length and no bounds; `pointer` takes it from an array,
which its owner must keep, and `at` moves it on. With numba switched off (NUMBA_DISABLE_JIT) all of this is plain Python
over arrays: the same answers, a hundred times slower.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils, config
from numba.extending import intrinsic

__all__ = [
    "DISABLED", "HOW", "ask", "at", "bits", "contracted", "double", "folded", "inlined", "kernel", "larger", "pointer",
    "prefetch", "primitive", "smaller",
]  # fmt: skip

#: Whether numba is switched off: NUMBA_DISABLE_JIT=1.
DISABLED = bool(config.DISABLE_JIT)  # type: ignore[attr-defined]
#: Nothing is raised at a division by zero, nothing reassociated; other threads may go on; no memory is taken.
HOW: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}
# Its types do not know of all options.
_njit: Any = njit
#: A kernel that kernels call; Python cannot;
kernel: Any = _njit(no_cpython_wrapper=True, **HOW)
#: ... whose source becomes part of its only caller's: it is not compiled by itself;
folded: Any = _njit(no_cpython_wrapper=True, inline="always", **HOW)
#: ... whose machine code becomes part of its callers',
inlined: Any = _njit(no_cpython_wrapper=True, forceinline=True, **HOW)
#: ... and where a product may be fused into a sum: only where a bound holds with and without it.
contracted: Any = _njit(no_cpython_wrapper=True, forceinline=True, fastmath={"contract"}, **HOW)


def primitive(plain: Callable[..., object]) -> Callable[[Any], Any]:
    """Make an intrinsic of a typing function, or take its twin in plain Python where numba is switched off."""
    return lambda typing: plain if DISABLED else intrinsic(typing)


@primitive(lambda value: struct.unpack("<q", struct.pack("<d", value))[0])
def bits(_context, _value):
    """Return the 64 bits of a double."""

    def codegen(_ctx, builder, _signature, args):
        return builder.bitcast(args[0], ir.IntType(64))

    return types.int64(types.float64), codegen


@primitive(lambda value: struct.unpack("<d", struct.pack("<Q", value & (2**64 - 1)))[0])
def double(_context, _value):
    """Return the double of 64 bits."""

    def codegen(_ctx, builder, _signature, args):
        return builder.bitcast(args[0], ir.DoubleType())

    return types.float64(types.int64), codegen


@primitive(lambda array: array)
def pointer(_context, array):
    """Return the address of an array's first entry."""

    def codegen(ctx, builder, _signature, args):
        return ctx.make_array(array)(ctx, builder, args[0]).data

    return types.CPointer(array.dtype)(array), codegen


@primitive(lambda memory, k: memory[k:])
def at(_context, memory, _k):
    """Return the address of entry k, counted from an address."""

    def codegen(_ctx, builder, _signature, args):
        return builder.gep(args[0], [args[1]])

    return memory(memory, types.intp), codegen


@primitive(lambda _memory, _k: None)
def prefetch(_context, memory, _k):
    """Ask for the cache line of entry k, which may lie outside: a hint without effect on any value."""

    def codegen(ctx, builder, _signature, args):
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        hint = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        address = builder.bitcast(builder.gep(args[0], [args[1]]), byte)
        builder.call(hint, [address, word(0), word(3), word(1)])
        return ctx.get_dummy_value()

    return types.void(memory, types.intp), codegen


@primitive(lambda function, *numbers: function(*numbers))
def ask(_context, _address, _a, _b, _c, _d):
    """Call the C function at an address with four integers; it may be Python's own, which then holds its lock."""
    word = ir.IntType(64)

    def codegen(_ctx, builder, _signature, args):
        kind = ir.PointerType(ir.FunctionType(word, [word] * 4))
        return builder.call(builder.inttoptr(args[0], kind), args[1:])

    return types.int64(*[types.int64] * 5), codegen


def _extreme(comparison: str) -> Callable[..., Any]:
    """Return the typing function of `larger` or `smaller`: numba compiles max and min anew for each pair of types."""

    def typing(_context, a, _b):
        kind = types.float64 if isinstance(a, types.Float) else types.int64

        def codegen(_ctx, builder, _signature, args):
            compare = builder.fcmp_ordered if kind is types.float64 else builder.icmp_signed
            return builder.select(compare(comparison, args[1], args[0]), args[1], args[0])

        return kind(kind, kind), codegen

    return typing


#: The larger of two doubles or integers, as Python's max; and the smaller.
larger = primitive(max)(_extreme(">="))
smaller = primitive(min)(_extreme("<="))
