"""Eight numbers side by side: a type for kernels whose loops are vectors by construction, not by a compiler's mercy.

numba vectorises a loop only where it can show that no store meets a later load, which it often cannot. Here a kernel
says itself what goes side by side. Only `fused` is fused, `lane_sum` adds in a fixed order, nothing is reassociated:
the same bits on every machine, whatever its registers. With numba switched off eight numbers are a NumPy array, and
nothing is fused: slow, and other last digits.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import lower_builtin, models, register_model

from sparsest.fast.compiled import inlined, primitive

__all__ = [
    "LANES",
    "Lanes",
    "exponent_of_two",
    "fused",
    "lane_sum",
    "load",
    "nearest",
    "raised",
    "root",
    "scaled",
    "store",
    "where",
]

#: How many go side by side.
LANES = 8


class Lanes(types.Type):
    """Eight numbers of one type, or eight answers of a comparison.

    Parameters
    ----------
    dtype : numba type
        float32, float64 or boolean.
    """

    def __init__(self, dtype: Any) -> None:
        self.dtype = dtype
        super().__init__(name=f"Lanes({dtype})")


_ELEMENTS = {types.float32: ir.FloatType(), types.float64: ir.DoubleType(), types.boolean: ir.IntType(1)}
# Of the mantissa, and the bits of sqrt(1/2) and of the exponent's bias.
_LAYOUT = {
    types.float32: (ir.IntType(32), 23, 0x3F3504F3, 127),
    types.float64: (ir.IntType(64), 52, 0x3FE6A09E667F3BCD, 1023),
}


@register_model(Lanes)
class _Model(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Lanes) -> None:
        super().__init__(manager, kind, ir.VectorType(_ELEMENTS[kind.dtype], LANES))


def _spread(context: Any, builder: Any, value: Any, kind: Any, dtype: Any) -> Any:
    """Return lanes: those given, or a number, in the lanes' own precision, eight times."""
    if isinstance(kind, Lanes):
        return value
    one = context.cast(builder, value, kind, dtype)
    vector = ir.VectorType(_ELEMENTS[dtype], LANES)
    first = builder.insert_element(ir.Constant(vector, ir.Undefined), one, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(first, ir.Constant(vector, ir.Undefined), zeros)


def _dtype(a: Any, b: Any) -> Any:
    """Return the type of the lanes among two operands; a number beside them takes their precision."""
    if isinstance(a, Lanes):
        return a.dtype if not isinstance(b, Lanes) or a.dtype == b.dtype else None
    return b.dtype if isinstance(b, Lanes) else None


def _operator(symbol: Any, emit: Any, *, compares: bool = False) -> None:
    """Let lanes be operands of a binary operator, with lanes or with a number on the other side."""

    class _Template(AbstractTemplate):
        def generic(self, args: Any, kws: Any) -> Any:
            if kws or len(args) != 2:
                return None
            a, b = args
            dtype = _dtype(a, b)
            if dtype is None or not all(isinstance(k, Lanes | types.Number) for k in args):
                return None
            return signature(Lanes(types.boolean if compares else dtype), a, b)

    infer_global(symbol)(_Template)

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        dtype = _dtype(*sig.args)
        a, b = (_spread(context, builder, v, k, dtype) for v, k in zip(args, sig.args, strict=True))
        return emit(builder, a, b)

    for left, right in ((Lanes, Lanes), (Lanes, types.Number), (types.Number, Lanes)):
        lower_builtin(symbol, left, right)(lower)


_operator(operator.add, lambda builder, a, b: builder.fadd(a, b))
_operator(operator.sub, lambda builder, a, b: builder.fsub(a, b))
_operator(operator.mul, lambda builder, a, b: builder.fmul(a, b))
_operator(operator.truediv, lambda builder, a, b: builder.fdiv(a, b))
_operator(operator.gt, lambda builder, a, b: builder.fcmp_ordered(">", a, b), compares=True)
_operator(operator.ge, lambda builder, a, b: builder.fcmp_ordered(">=", a, b), compares=True)
_operator(operator.lt, lambda builder, a, b: builder.fcmp_ordered("<", a, b), compares=True)
_operator(operator.eq, lambda builder, a, b: builder.fcmp_ordered("==", a, b), compares=True)


@primitive(lambda memory, k: memory[k : k + LANES].copy())
def load(_context, memory, _k):
    """Return eight entries from entry k on."""

    def codegen(_ctx, builder, sig, args):
        start = builder.gep(args[0], [args[1]])
        vector = ir.VectorType(_ELEMENTS[sig.return_type.dtype], LANES)
        found = builder.load(builder.bitcast(start, vector.as_pointer()))
        found.align = sig.return_type.dtype.bitwidth // 8
        return found

    return Lanes(memory.dtype)(memory, types.intp), codegen


def _set(memory, k, values):
    memory[k : k + LANES] = values


@primitive(_set)
def store(_context, memory, _k, values):
    """Write eight entries from entry k on."""

    def codegen(ctx, builder, sig, args):
        start = builder.gep(args[0], [args[1]])
        written = builder.store(args[2], builder.bitcast(start, args[2].type.as_pointer()))
        written.align = sig.args[2].dtype.bitwidth // 8
        return ctx.get_dummy_value()

    return types.void(memory, types.intp, values), codegen


@primitive(np.where)
def where(_context, mask, a, b):
    """Return a's entries where the mask says so, else b's; one of them may be a number."""
    dtype = _dtype(a, b)

    def codegen(ctx, builder, sig, args):
        yes, no = (_spread(ctx, builder, v, k, dtype) for v, k in zip(args[1:], sig.args[1:], strict=True))
        return builder.select(args[0], yes, no)

    return Lanes(dtype)(mask, a, b), codegen


def _intrinsic(name: str, kind: Any) -> Any:
    """Return what calls LLVM's own function of lanes."""

    def codegen(_ctx: Any, builder: Any, _sig: Any, args: Any) -> Any:
        called = ir.FunctionType(args[0].type, [args[0].type])
        whole = f"llvm.{name}.v{LANES}f{kind.dtype.bitwidth}"
        return builder.call(cgutils.get_or_insert_function(builder.module, called, whole), args)

    return codegen


@primitive(np.sqrt)
def root(_context, a):
    """Return the square roots, correctly rounded."""
    return a(a), _intrinsic("sqrt", a)


def _constant(kind: Any, value: int) -> Any:
    return ir.Constant(ir.VectorType(kind, LANES), [value] * LANES)


@primitive(lambda a: (np.frexp(a / np.sqrt(a.dtype.type(0.5)))[1] - 1).astype(a.dtype))
def exponent_of_two(_context, a):
    """Return k with a / 2^k in [sqrt(1/2), sqrt(2)) for normal positive numbers, as numbers."""
    word, mantissa, half, bias = _LAYOUT[a.dtype]

    def codegen(_ctx, builder, _sig, args):
        whole = builder.bitcast(args[0], ir.VectorType(word, LANES))
        # As much above the bits of sqrt(1/2), whose exponent is bias - 1.
        above = builder.sub(whole, _constant(word, half - ((bias - 1) << mantissa)))
        above = builder.ashr(above, _constant(word, mantissa))
        return builder.sitofp(builder.sub(above, _constant(word, bias - 1)), args[0].type)

    return a(a), codegen


@primitive(lambda a, k: np.ldexp(a, k.astype(int)))
def scaled(_context, a, k):
    """Return a * 2^k for whole k; 2^k must be a normal number."""
    word, mantissa, _half, bias = _LAYOUT[a.dtype]

    def codegen(_ctx, builder, _sig, args):
        exponents = builder.fptosi(args[1], ir.VectorType(word, LANES))
        factors = builder.shl(builder.add(exponents, _constant(word, bias)), _constant(word, mantissa))
        return builder.fmul(args[0], builder.bitcast(factors, args[0].type))

    return a(a, k), codegen


@primitive(lambda a, b, c: a * b + c)
def fused(_context, a, b, c):
    """Return a * b + c, rounded once (twice with numba switched off); b may be a number."""

    def codegen(ctx, builder, sig, args):
        vectors = [_spread(ctx, builder, v, k, a.dtype) for v, k in zip(args, sig.args, strict=True)]
        called = ir.FunctionType(args[0].type, [args[0].type] * 3)
        name = f"llvm.fma.v{LANES}f{a.dtype.bitwidth}"
        return builder.call(cgutils.get_or_insert_function(builder.module, called, name), vectors)

    return a(a, b, c), codegen


@primitive(np.rint)
def nearest(_context, a):
    """Return the nearest whole numbers."""
    return a(a), _intrinsic("rint", a)


# log2((1+s)/(1-s)) = s sum_k L_k s^(2k), |s| <= 0.172; and the Taylor coefficients of 2^f, |f| <= 1/2.
_LOGARITHM = tuple(2.0 / (2 * k + 1) / 0.6931471805599453 for k in range(12))
_EXPONENTIAL = (
    1.0, 0.6931471805599453, 0.24022650695910072, 0.05550410866482158, 0.009618129107628477, 0.0013333558146428443,
    0.0001540353039338161, 1.5252733804059841e-05, 1.3215486790144310e-06, 1.0178086009239699e-07,
    7.0549116208011233e-09, 4.4455382718708115e-10, 2.5678435993488206e-11, 1.3691488853904129e-12,
)  # fmt: skip
# How many terms of both suffice in float32; in float64 all are used.
_SHORT = (5, 8)


def _series(coefficients: tuple[float, ...], short: int) -> Any:
    """Return the primitive of a polynomial, by Horner's rule."""

    def plain(x: Any) -> Any:
        *rest, found = coefficients[: short if x.dtype == np.float32 else None]
        for c in reversed(rest):
            found = found * x + x.dtype.type(c)
        return found

    def typing(_context: Any, x: Any) -> Any:
        def codegen(_ctx: Any, builder: Any, _sig: Any, args: Any) -> Any:
            used = coefficients[: short if x.dtype == types.float32 else None]
            *rest, found = (ir.Constant(args[0].type, [c] * LANES) for c in used)
            called = ir.FunctionType(args[0].type, [args[0].type] * 3)
            name = f"llvm.fma.v{LANES}f{x.dtype.bitwidth}"
            for c in reversed(rest):
                found = builder.call(cgutils.get_or_insert_function(builder.module, called, name), [found, args[0], c])
            return found

        return x(x), codegen

    return primitive(plain)(typing)


_log_series = _series(_LOGARITHM, _SHORT[0])
_exp_series = _series(_EXPONENTIAL, _SHORT[1])
_LEAST = 2.0**-126


@inlined
def raised(a, e):
    """Return a^e, -1 <= e <= 1, a < 2^126; a below 2^-126 counts as that. Relative error below 2^-44 in float64."""
    a = where(a > _LEAST, a, _LEAST)
    k = exponent_of_two(a)
    m = scaled(a, 0.0 - k)
    s = (m - 1.0) / (m + 1.0)
    log = s * _log_series(s * s)
    n = nearest(k * e + log * e)
    return scaled(_exp_series((k * e - n) + log * e), n)


def _pairwise(values):
    four = values[:4] + values[4:]
    two = four[:2] + four[2:]
    return two[0] + two[1]


@primitive(_pairwise)
def lane_sum(_context, a):
    """Return the sum: ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7))."""

    def codegen(_ctx, builder, _sig, args):
        index = ir.IntType(32)
        found = args[0]
        for size in (4, 2, 1):
            nothing = ir.Constant(found.type, ir.Undefined)
            low, high = (
                builder.shuffle_vector(found, nothing, ir.Constant(ir.VectorType(index, size), list(part)))
                for part in (range(size), range(size, 2 * size))
            )
            found = builder.fadd(low, high)
        return builder.extract_element(found, ir.Constant(index, 0))

    return a.dtype(a), codegen
