"""Files that mean harm, made in memory: code, bombs, lies about sizes, depth, and numbers that are none."""

import struct
import zlib
from functools import cache
from io import BytesIO

import numpy as np
from onnx import TensorProto, helper

from tests.interchange import valid

BIG = 2**40


def entry(name, content, **forged):
    """Return the local part and the directory's part of a zip entry, with whatever is forged in it."""
    size, method = forged.get("size", len(content)), forged.get("method", 0)
    packed = forged.get("packed", content)
    fields = (forged.get("flags", 0), method, 0, 33, forged.get("crc", zlib.crc32(content)), len(packed), size)
    path = name.encode()
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, *fields, len(path), 0) + path + packed

    def central(at):
        at = forged.get("at", at)
        return struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, *fields, len(path), 0, 0, 0, 0, 0, at) + path

    return local, central


def archive(*parts):
    body, directory = b"", b""
    for local, central in parts:
        directory += central(len(body))
        body += local
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(parts), len(parts), len(directory), len(body), 0)
    return body + directory + end


def torch_file(pickle, storages=None):
    storages = {"0": np.ones(6, "<f4").tobytes()} if storages is None else storages
    kept = [entry(f"net/data/{key}", content) for key, content in storages.items()]
    return archive(entry("net/data.pkl", pickle), entry("net/byteorder", b"little"), *kept)


def text(value):
    return b"X" + struct.pack("<I", len(value)) + value.encode()


def number(value):
    size = value.bit_length() // 8 + 1
    return b"\x8a" + bytes([size]) + value.to_bytes(size, "little", signed=True)


def numbers(values):
    return b"(" + b"".join(map(number, values)) + b"t"


def tensor(shape, strides, offset=0, size=6, kind="FloatStorage", key="0"):
    storage = b"(" + text("storage") + f"ctorch\n{kind}\n".encode() + text(key) + text("cpu") + number(size) + b"tQ"
    view = storage + number(offset) + numbers(shape) + numbers(strides) + b"\x89ccollections\nOrderedDict\n)R"
    return b"ctorch._utils\n_rebuild_tensor_v2\n(" + view + b"tR"


def table(**tensors):
    """Return a torch file whose tensors are given by their operations."""
    return torch_file(b"\x80\x02}(" + b"".join(text(name) + made for name, made in tensors.items()) + b"u.")


def codes(command):
    """Return pickles that run a command, by the way in which they do; `pickle.loads` would."""
    given = text(command)
    return {
        "REDUCE": b"cos\nsystem\n(" + given + b"tR.",
        "INST": b"(" + given + b"ios\nsystem\n.",
        "OBJ": b"(cos\nsystem\n" + given + b"o.",
        "STACK_GLOBAL": b"\x80\x04\x8c\x02os\x8c\x06system\x93" + given + b"\x85R.",
        "eval": b"cbuiltins\neval\n(" + text(f"__import__('os').system({command!r})") + b"tR.",
        "getattr": b"cbuiltins\ngetattr\n(cos\nsystem\nX\x08\0\0\0__call__tR(" + given + b"tR.",
        "in a dict": b"\x80\x02}(" + text("fc1.weight") + b"cos\nsystem\n(" + given + b"tRu.",
        "as a state": b"ccollections\nOrderedDict\n)R(" + given + b"ios\nsystem\nb.",
    }


def _doubled(times, ending):
    """Return operations that make a tuple of itself twice, so many times: 2^times entries, if they were looked at."""
    return b"\x80\x02}K\x01\x85" + b"q\x00h\x00\x86" * times + ending


@cache
def pickles():
    return {
        "NEWOBJ": b"\x80\x02csubprocess\nPopen\n(X\x04\0\0\0truet\x81.",
        "NEWOBJ_EX": b"\x80\x04\x8c\x0asubprocess\x8c\x05Popen\x93)}\x92.",
        "EXT1": b"\x80\x02\x82\x01.",
        "EXT4": b"\x80\x02\x84\x01\0\0\0.",
        "BUILD on a global": b"ccollections\nOrderedDict\n}" + text("a") + b"K\x01sb.",
        "BUILD on a tensor": b"\x80\x02" + tensor((1,), (1,)) + b"}b.",
        "call of a storage": b"ctorch\nFloatStorage\n)R.",
        "storage in a module": b"ctorch.jit\nFloatStorage\n.",
        "torch.load": b"ctorch\nload\n(" + text("net.pt") + b"tR.",
        "PERSID": b"Pnet\n.",
        "BINPERSID of text": b"\x80\x02" + text("storage") + b"Q.",
        "memo": b"\x80\x02}r\xff\xff\xff\x7f.",
        "memo of no value": b"\x80\x02q\x00.",
        "memo that is not there": b"h\x05.",
        "BYTEARRAY8": b"\x80\x05\x96" + struct.pack("<Q", BIG) + b".",
        "BINBYTES8": b"\x80\x04\x8e" + struct.pack("<Q", BIG) + b".",
        "BINUNICODE8": b"\x80\x04\x8d" + struct.pack("<Q", BIG) + b".",
        "LONG4": b"\x80\x02\x8b" + struct.pack("<I", 900_000) + b"\xff" * 900_000 + b".",
        "exponential key": _doubled(60, b"K\x01s."),
        "exponential value": b"\x80\x02}" + text("a") + _doubled(60, b"s")[3:] + b".",
        "list in itself": b"\x80\x02}" + text("a") + b"]q\x00h\x00as.",
        "lists of lists": b"\x80\x02}"
        + text("a")
        + b"]q\x00"
        + (b"](" + b"h\x00" * 50_000 + b"e\x86q\x00") * 3
        + b"s.",
        "deep": b")" + b"\x85" * 190_000 + b".",
        "long": b"K\x01" * 500_000 + b".",
        "marks": b"(" * 100_000 + b"t" * 90_000,
        "colliding keys": b"\x80\x02}(" + b"".join(number(k * (2**61 - 1)) + b"N" for k in range(1, 50_000)) + b"u.",
        "long names": b"\x80\x02}" + text("a" * 500_000) + b"](" + b"K\x01" * 90_000 + b"es.",
        "no end": b"\x80\x02}",
        "two values": b"}}.",
        "more after the end": b"}.}",
        "nothing": b"",
        "key twice": b"\x80\x02}(" + text("a") + b"N" + text("a") + b"Nu.",
        "pops a mark": b"(\x85.",
        "tuple of nothing": b"\x85.",
        "dict of an odd number": b"}(K\x01u.",
        "protocol 9": b"\x80\x09\x99.",
    }


@cache
def views():
    """Return tensors that lie about their memory."""
    return {
        "overlapping": tensor((2, 2), (1, 1)),
        "expanded": tensor((3, 1), (0, 1)),
        "huge": tensor((BIG,), (0,)),
        "huge product": tensor((2**62, 2**62), (1, 1)),
        "negative stride": tensor((2,), (-1,), offset=5),
        "negative offset": tensor((2,), (1,), offset=-4),
        "negative shape": tensor((-1, -2), (1, 1)),
        "beyond": tensor((6,), (1,), offset=1),
        "beyond by strides": tensor((2, 2), (4, 2)),
        "storage too large": tensor((1,), (1,), size=2**61),
        "storage of other size": tensor((1,), (1,), size=5),
        "no storage": tensor((1,), (1,), key="7"),
        "path": tensor((1,), (1,), key="../../etc/passwd"),
        "complex": tensor((1,), (1,), kind="ComplexFloatStorage"),
        "no kind": tensor((1,), (1,), kind="NoStorage"),
        "rank 0": tensor((), ()),
        "rank 3": tensor((1, 1, 1), (1, 1, 1)),
        "rank 60": tensor((1,) * 60, (1,) * 60),
        "strides of other length": tensor((1, 1), (1,)),
        "million entries": tensor((0, 2**60), (1, 1)),
    }


@cache
def bomb(megabytes):
    """Return raw deflated zeros: a block that stands for itself, over and over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b"\0" * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * megabytes + b"\3\0"


@cache
def archives():
    arrays = valid.tensors()
    stored = entry("a.npy", b"12")
    return {
        "bomb.npz": archive(entry("a.npy", b"", packed=bomb(4000), method=8, size=4000 * 2**20 % 2**32)),
        "lying bomb.npz": archive(entry("a.npy", b"", packed=bomb(4000), method=8, size=100)),
        "bomb.pt": archive(entry("net/data.pkl", b"", packed=bomb(4000), method=8, size=100)),
        "twice.npz": archive(stored, stored),
        "encrypted.npz": archive(entry("a.npy", b"12", flags=1)),
        "bzip2.npz": archive(entry("a.npy", b"12", method=12)),
        "lzma.npz": archive(entry("a.npy", b"12", method=14)),
        "checksum.npz": archive(entry("a.npy", b"12", crc=1)),
        "beyond.npz": archive(entry("a.npy", b"12", at=2**31)),
        "long entry.npz": archive(entry("a.npy", b"12", size=2**31)),
        "many.npz": archive(*[stored] * 5000),
        "very many.npz": b"PK\3\4" + b"PK\1\2" * 2**21,
        "no array.npz": archive(entry("a.txt", b"12")),
        "keras.keras": archive(entry("model.weights.h5", b"12")),
        "two pickles.pt": archive(entry("a/data.pkl", b""), entry("b/data.pkl", b"")),
        "program.pt": archive(entry("a/data.pkl", b"}."), entry("a/code/net.py", b"")),
        "byte order.pt": archive(entry("a/data.pkl", b"}."), entry("a/byteorder", b"middle")),
        "empty.npz": archive(),
        "cut.npz": valid.WRITERS[".npz"](arrays)[:300],
        "cut.pt": valid.WRITERS[".pt"](arrays)[:300],
    }


def npy(header, content=b"", version=1):
    padded = header.encode() + b"\n"
    return (
        b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(padded)) + padded + content
    )


@cache
def headers():
    """Return members of an .npz that say what is not so."""

    def said(kind, shape, columns="False"):
        return f"{{'descr': {kind}, 'fortran_order': {columns}, 'shape': {shape}}}"

    stream = BytesIO()
    np.save(stream, np.array([print, {}], dtype=object), allow_pickle=True)
    return {
        "objects": stream.getvalue(),
        "huge": npy(said("'<f8'", "(1099511627776,)"), b"12345678"),
        "huge product": npy(said("'<f8'", "(4611686018427387904, 4)")),
        "negative": npy(said("'<f8'", "(-1, -1)"), b"12345678"),
        "code": npy("__import__('os').system('true')"),
        "deep": npy("(" * 9000),
        "record": npy(said("[('a', '<f8')]", "(1,)"), b"12345678"),
        "text": npy(said("'<U2'", "(1,)"), b"12345678"),
        "complex": npy(said("'<c16'", "(1,)"), b"0" * 16),
        "long double": npy(said("'<f16'", "(1,)"), b"0" * 16),
        "version 9": npy(said("'<f8'", "(1,)"), b"12345678", version=9),
        "truth": npy(said("'|b1'", "(1,)"), b"1"),
        "time": npy(said("'<M8[s]'", "(1,)"), b"12345678"),
        "too short": npy(said("'<f8'", "(2,)"), b"12345678"),
        "too long": npy(said("'<f8'", "(1,)"), b"1" * 16),
        "no header": b"\x93NUM",
        "million axes": npy(said("'<f8'", f"({'1,' * 3000})"), b"12345678"),
        "true shape": npy(said("'<f8'", "(True,)"), b"12345678"),
    }


def safetensor(header, content=b""):
    body = header if isinstance(header, bytes) else header.encode()
    return struct.pack("<Q", len(body)) + body + content


@cache
def safetensor_headers():
    one = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}'
    return {
        "length": struct.pack("<Q", BIG) + b"{}",
        "long": struct.pack("<Q", 2**24 - 9) + b"{" + b" " * (2**24 - 9),
        "deep": safetensor('{"a":' * 100_000),
        "twice": safetensor(f'{{"a":{one},"a":{one}}}', b"\0" * 4),
        "overlap": safetensor(f'{{"a":{one},"b":{one}}}', b"\0" * 4),
        "no end": safetensor('{"a":'),
        "list": safetensor("[]"),
        "huge": safetensor('{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}', b"\0" * 4),
        "negative": safetensor('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', b"\0" * 4),
        "float8": safetensor('{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}', b"\0"),
        "truth": safetensor('{"a":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}', b"\0"),
        "many": safetensor(
            "{" + ",".join(f'"{k}":{{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}' for k in range(15_000)) + "}"
        ),
        "short": b"\x02\0\0",
        "nothing": safetensor("{}"),
    }


def graph(*nodes, **more):
    """Return an ONNX file of these nodes, with weights W (2, 1) and b (1,)."""
    ones = [
        helper.make_tensor("W", TensorProto.FLOAT, [2, 1], [1, 2]),
        helper.make_tensor("b", TensorProto.FLOAT, [1], [1]),
    ]
    given = more.get("inputs", [helper.make_tensor_value_info("x", TensorProto.FLOAT, more.get("shape", ["N", 2]))])
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in more.get("outputs", ["y"])]
    made = helper.make_graph(list(nodes), "g", given, outputs, [*ones, *more.get("tensors", [])])
    opsets = [helper.make_opsetid("", more.get("opset", 17)), helper.make_opsetid("other", 1)]
    return helper.make_model(made, opset_imports=opsets, functions=more.get("functions", []))


def node(kind, *inputs, output="y", **attributes):
    return helper.make_node(kind, inputs, [output], **attributes)


def outside(where, **more):
    """Return a tensor that is kept in another file."""
    found = TensorProto(name="V", data_type=TensorProto.FLOAT, dims=[2, 1], data_location=TensorProto.EXTERNAL, **more)
    found.external_data.add(key="location", value=where)
    return found


def _nested(levels):
    """Return protocol buffers in each other: a graph in an attribute in a node in a graph ..., from the inside out."""
    parts, length = [], 0
    for k in range(levels):
        field = (b"\x32", b"\x2a", b"\x0a")[k % 3]
        head = field + _varint(length)
        parts.append(head)
        length += len(head)
    body = b"".join(reversed(parts))
    return b"\x08\x08\x3a" + _varint(len(body)) + body


def _varint(value):
    found = b""
    while value > 127:
        found += bytes([value & 127 | 128])
        value >>= 7
    return found + bytes([value])


@cache
def models():
    use = node("MatMul", "x", "V")
    inner = helper.make_graph([node("Identity", "x")], "inner", [], [helper.make_tensor_value_info("y", 1, None)])
    flag = helper.make_tensor("c", TensorProto.FLOAT, [], [1])
    many = b"\x0a\0" * 2**20
    huge = TensorProto(name="V", data_type=TensorProto.FLOAT, dims=[BIG, 1])
    first = node("MatMul", "x", "W", output="z")
    function = helper.make_function("other", "f", ["x"], ["y"], [node("Relu", "x")], [helper.make_opsetid("", 17)])
    nan = helper.make_tensor("V", TensorProto.FLOAT, [2, 1], [1, float("nan")])
    square = helper.make_tensor("S", TensorProto.FLOAT, [300, 300], [1.0] * 90_000)
    wide = [node("MatMul", "x" if k == 0 else f"z{k}", "S", output=f"z{k + 1}") for k in range(20)]
    found = {
        "external": graph(use, tensors=[outside("../../../etc/passwd")]),
        "absolute": graph(use, tensors=[outside("/etc/passwd")]),
        "external without word": graph(use, tensors=[outside("w", raw_data=b"\0" * 8)]),
        "huge": graph(use, tensors=[huge]),
        "negative": graph(use, tensors=[TensorProto(name="V", data_type=1, dims=[-1, -2])]),
        "nan": graph(use, tensors=[nan]),
        "no data": graph(use, tensors=[TensorProto(name="V", data_type=1, dims=[2, 1])]),
        "other data": graph(use, tensors=[TensorProto(name="V", data_type=1, dims=[2, 1], raw_data=b"123")]),
        "strings": graph(use, tensors=[TensorProto(name="V", data_type=8, dims=[2, 1], string_data=[b"a", b"b"])]),
        "If": graph(node("If", "c", then_branch=inner, else_branch=inner), tensors=[flag]),
        "Loop": graph(node("Loop", "x", body=inner)),
        "Sigmoid": graph(node("Sigmoid", "x")),
        "function": graph(node("f", "x", domain="other"), functions=[function]),
        "domain": graph(node("Relu", "x", domain="other")),
        "cycle": graph(node("Relu", "y")),
        "twice": graph(first, first),
        "not defined": graph(node("Relu", "q")),
        "no output": graph(first),
        "two outputs": graph(first, outputs=["z", "z"]),
        "two inputs": graph(first, inputs=[helper.make_tensor_value_info(n, 1, ["N", 1]) for n in "xy"]),
        "second layer": graph(first, node("Relu", "z", output="h"), node("Relu", "h")),
        "no batch": graph(first, shape=[2]),
        "no size": graph(first, shape=["N", "d"]),
        "huge input": graph(first, shape=["N", BIG]),
        "opset 6": graph(first, opset=6),
        "shapes": graph(node("MatMul", "x", "b")),
        "transA": graph(node("Gemm", "x", "W", transA=1)),
        "transX": graph(node("Gemm", "x", "W", transX=1)),
        "alpha": graph(node("Gemm", "x", "W", alpha=float("inf"))),
        "kind of alpha": graph(node("Gemm", "x", "W", alpha="a")),
        "constants": graph(node("Add", "b", "b")),
        "by examples": graph(node("Add", "x", "W")),
        "x times x": graph(node("MatMul", "x", "x")),
        "no input": graph(node("Add", "x", "")),
        "Flatten": graph(node("Flatten", "x", axis=0)),
        "work": graph(*wide, shape=["N", 300], tensors=[square]),
        "string constant": graph(node("Constant", value_string="a")),
        "Relu of b": graph(node("Relu", "b")),
    }
    return {name: model.SerializeToString() for name, model in found.items()} | {
        "nested": _nested(30_000),
        "deep and short": _nested(150),
        "million nodes": b"\x08\x08\x3a" + _varint(len(many)) + many,
        "large": b"\x08\x08" * 2**21,
        "no nodes": b"\x08\x08",
        "no protobuf": b"\x08\xff\xff\xff",
    }


def _late(knots):
    """Return a spline with as many knots as are read, each a long number, of which the last is none."""
    made = b",".join(b'{"x": %d, "slope_change": "1e-999"}' % k for k in range(knots))
    return b'{"left": {"slope": 0, "intercept": 0}, "knots": [' + made + b',{"x": 0, "slope_change": 0}]}'


@cache
def texts():
    """Return JSON that is none, or none of ours."""
    neuron = '{"output_weight": "1", "input_weights": ["1"], "bias": %s}'
    return {
        "levels": b"[" * 10**6,
        "objects": b'{"network":' * 10**6,
        "holders": b'{"network":' * 900 + b"{}" + b"}" * 900,
        "empty objects": b"[" + b"{}," * (5 * 10**6) + b"{}]",
        "numbers": b"[" + b"1," * (8 * 10**6) + b"1]",
        "twice": b'{"neurons": [], "neurons": []}',
        "NaN": b'{"neurons": [], "skip": [NaN]}',
        "infinite": b'{"neurons": [], "skip": [1e999]}',
        "vanishing": b'{"neurons": [], "skip": [1e-999]}',
        "million digits": b'{"neurons": [], "skip": [' + b"1" * 10**6 + b"]}",
        "million digits of text": b'{"neurons": [], "skip": ["' + b"1" * 10**6 + b'"]}',
        "exponent": b'{"neurons": [], "skip": ["1e999999999"]}',
        "division": b'{"neurons": [], "skip": ["1/0"]}',
        "truth": b'{"neurons": [], "skip": [true]}',
        "no list": b'{"neurons": [], "skip": "1"}',
        "nothing": b"{}",
        "list": b"[1]",
        "bytes": b'{"a": "\xff"}',
        "cut": b'{"neurons": [',
        "no number": ('{"neurons": [%s]}' % (neuron % "{}")).encode(),
        "no neuron": b'{"neurons": [1]}',
        "inputs": ('{"neurons": [%s], "skip": ["1", "1"]}' % (neuron % '"0"')).encode(),
        "no inputs": b'{"neurons": [], "skip": []}',
        "knots": b'{"left": {"slope": "0", "intercept": "0"}, "knots": [{"x": "1", "slope_change": "0"}]}',
        "knot": b'{"left": {"slope": "0", "intercept": "0"}, "knots": ["1"]}',
        "left": b'{"left": "0", "knots": []}',
        "path": b'{"pieces": [{"spline": {}}, {"spline": {}}]}',
        "affine": b'{"neurons": [], "affine": ["1"]}',
        "late knot": _late(65_000),
        "zero byte": b"{\0}",
        "lone surrogate": b'{"neurons": [], "skip": ["\\ud800"]}',
        "surrogate key": b'{"\\ud800": 1, "\\ud800": 2}',
    }


def files(command="true"):
    """Return everything above as files by their names."""
    named = {f"code by {way}.pt": torch_file(made) for way, made in codes(command).items()}
    named |= {f"{way}.pt": torch_file(made) for way, made in pickles().items()}
    named |= {f"bare {way}.pt": made for way, made in codes(command).items()}
    named |= {
        f"view {way}.pt": table(**{"fc1.weight": made, "fc2.weight": tensor((1, 6), (6, 1))})
        for way, made in views().items()
    }
    named |= archives()
    named |= {f"{way}.npz": archive(entry("w.npy", made)) for way, made in headers().items()}
    named |= {f"{way}.safetensors": made for way, made in safetensor_headers().items()}
    named |= {f"{way}.onnx": made for way, made in models().items()}
    named |= {f"{way}.json": made for way, made in texts().items()}
    nothing = {
        "empty.pt": b"",
        "noise.bin": bytes(range(1, 200)),
        "web.pt": b"<!DOCTYPE html>",
        "large.pt": b"\0" * (2**24 + 1),
        "keras.h5": b"\x89HDF\r\n",
        "array.npy": b"\x93NUMPY\1\0",
        "pointer.pt": b"version https://git-lfs.github.com/spec/v1",
    }
    return named | nothing
