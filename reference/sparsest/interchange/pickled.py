"""The pickle inside a PyTorch file, carried out by a machine that can build tables of tensors and nothing else.

The standard library's unpickler is not used at all: `pickletools.genops` only tells the operations apart. The machine
knows those that PyTorch writes for a state dict; every other, and every global but six kinds, is refused by its name.
Nothing is called, no attribute is set, and nothing is hashed but text and small whole numbers.
"""

from __future__ import annotations

import pickletools
from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

from sparsest.errors import DataError, one_line

__all__ = ["Storage", "Tensor", "unpickled"]

_MOST_BYTES, _MOST_OPERATIONS = 2**20, 200_000
_LARGEST_KEY = 2**31
_TENSOR = "torch._utils._rebuild_tensor_v2"
# Its arguments: storage, offset, shape, strides, whether a gradient is wanted, hooks; then there may be marks.
_PLAIN = 6
_ALONE = "save the weights alone, with torch.save(model.state_dict(), file)"


class Storage(NamedTuple):
    """A piece of memory that tensors are views of.

    Parameters
    ----------
    kind : str
        PyTorch's name of it: "FloatStorage".
    key : str
        The entry of the archive that holds it.
    size : int
        Its number of entries, as the pickle says.
    """

    kind: str
    key: str
    size: int


class Tensor(NamedTuple):
    """A view of a storage: entry i, j, ... is at offset + i strides[0] + j strides[1] + ...; nothing is checked yet.

    Parameters
    ----------
    storage : Storage
        What it is a view of.
    offset : int
        Where it begins.
    shape, strides : tuple of int
        Of one length.
    """

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


class _Global(NamedTuple):
    name: str


class _Mark:
    pass


def unpickled(content: bytes, name: str) -> Any:
    r"""Return what a pickle of tensors holds: numbers, text, None, tuples, lists, dicts, and `Tensor`.

    Parameters
    ----------
    content : bytes
        The pickle.
    name : str
        The file, for messages.

    Raises
    ------
    DataError
        If it is broken, or does anything but building these: the message names the operation or the global. Save the
        weights alone, with `torch.save(model.state_dict(), file)`.

    Examples
    --------
    >>> unpickled(b"\x80\x02}X\x01\x00\x00\x00aK\x03s.", "net.pt")
    {'a': 3}
    >>> unpickled(b"cos\nsystem\n.", "net.pt")
    Traceback (most recent call last):
    ...
    sparsest.errors.DataError: net.pt: its pickle asks for os.system, which is no part of a table of weights; nothing...
    """
    if len(content) > _MOST_BYTES:
        raise DataError(f"{name}: its pickle has {len(content)} bytes; at most {_MOST_BYTES} are read: {_ALONE}")
    machine = _Machine(name)
    try:
        return machine.run(content)
    except (IndexError, KeyError, TypeError, ValueError, OverflowError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{name}: its pickle is broken ({one_line(str(error), 80)}); save it anew") from None


def _constant(value: Any) -> Callable[[_Machine, Any], None]:
    return lambda machine, _: machine.push(value)


def _tuple_of(count: int) -> Callable[[_Machine, Any], None]:
    return lambda machine, _: machine.push(tuple(machine.pop() for _ in range(count))[::-1])


class _Machine:
    """A stack, a memo, and one method for each group of operations."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}

    def run(self, content: bytes) -> Any:
        for count, (operation, argument, at) in enumerate(pickletools.genops(content)):
            if count > _MOST_OPERATIONS:
                raise self.refused(f"has more than {_MOST_OPERATIONS} operations")
            if operation.name == "STOP":
                if len(self.stack) != 1 or at != len(content) - 1:
                    raise self.refused("goes on after its end")
                return self.stack[0]
            step = self.steps.get(operation.name)
            if step is None:
                raise self.refused(f"has the operation {operation.name} at byte {at}, which no table of weights needs")
            step(self, argument)
        raise self.refused("has no end")

    def refused(self, what: str) -> DataError:
        return DataError(f"{self.name}: its pickle {what}; nothing of it was run: {_ALONE}")

    def push(self, value: Any) -> None:
        self.stack.append(value)

    def nothing(self, _: Any) -> None:
        pass

    def empty_dict(self, _: Any) -> None:
        self.stack.append({})

    def empty_list(self, _: Any) -> None:
        self.stack.append([])

    def mark(self, _: Any) -> None:
        self.stack.append(_Mark)

    def marked(self) -> list[Any]:
        """Take what stands above the last mark, and the mark."""
        at = next((k for k in range(len(self.stack) - 1, -1, -1) if self.stack[k] is _Mark), None)
        if at is None:
            raise self.refused("takes values from a mark that is not there")
        found = self.stack[at + 1 :]
        del self.stack[at:]
        return found

    def pop(self) -> Any:
        value = self.stack.pop()
        if value is _Mark:
            raise self.refused("takes a mark for a value")
        return value

    def marked_tuple(self, _: Any) -> None:
        self.stack.append(tuple(self.marked()))

    def put(self, index: Any) -> None:
        index = len(self.memo) if index is None else index
        if index > _MOST_OPERATIONS:
            raise self.refused(f"remembers a value as number {index}, more than there can be")
        self.memo[index] = self.stack[-1]

    def get(self, index: Any) -> None:
        if index not in self.memo:
            raise self.refused(f"recalls value number {index}, which it does not remember")
        self.stack.append(self.memo[index])

    def top(self, kind: type) -> Any:
        if not self.stack or type(self.stack[-1]) is not kind:
            raise self.refused(f"fills what is no {kind.__name__}")
        return self.stack[-1]

    def append(self, _: Any) -> None:
        value = self.pop()
        self.top(list).append(value)

    def appends(self, _: Any) -> None:
        values = self.marked()
        self.top(list).extend(values)

    def set_item(self, _: Any) -> None:
        value, key = self.pop(), self.pop()
        self.fill([key, value])

    def set_items(self, _: Any) -> None:
        self.fill(self.marked())

    def fill(self, flat: list[Any]) -> None:
        target = self.top(dict)
        for key, value in zip(flat[::2], flat[1::2], strict=True):
            if type(key) is not str and not (type(key) is int and 0 <= key < _LARGEST_KEY):
                raise self.refused(f"has a key of type {type(key).__name__}; names are text")
            if key in target:
                raise self.refused("has a key twice in one table")
            target[key] = value

    def find(self, argument: Any) -> None:
        self.push_global(argument.replace(" ", ".", 1))

    def stack_global(self, _: Any) -> None:
        attribute, module = self.pop(), self.pop()
        if type(attribute) is not str or type(module) is not str:
            raise self.refused("asks for a global that has no name")
        self.push_global(f"{module}.{attribute}")

    def push_global(self, name: str) -> None:
        kind = name.removeprefix("torch.")
        if name not in _CALLED and not (name.startswith("torch.") and kind.endswith("Storage") and "." not in kind):
            raise self.refused(f"asks for {one_line(name, 80)}, which is no part of a table of weights")
        self.stack.append(_Global(name))

    def reduce(self, _: Any) -> None:
        arguments, called = self.pop(), self.pop()
        make = _CALLED.get(called.name) if type(called) is _Global else None
        if make is None or type(arguments) is not tuple:
            raise self.refused("calls what is no maker of tensors")
        if called.name == _TENSOR and len(arguments) > _PLAIN and arguments[_PLAIN] not in (None, {}):
            raise DataError(f"{self.name}: a tensor in it {_marks(arguments[_PLAIN])}")
        made = make(arguments)
        if made is None:
            raise self.refused(f"calls {called.name} as no table of weights does")
        self.stack.append(made)

    def build(self, _: Any) -> None:
        self.pop()  # what PyTorch notes of its modules' versions; nothing is set
        self.top(dict)

    def persistent(self, _: Any) -> None:
        found = self.pop()
        if type(found) is not tuple or [type(part) for part in found] != [str, _Global, str, str, int]:
            raise self.refused("speaks of memory in a way that PyTorch does not")
        word, kind, key, _device, size = found
        if word != "storage" or kind.name in _CALLED or not 0 <= size < 2**62:
            raise self.refused("speaks of memory in a way that PyTorch does not")
        self.stack.append(Storage(kind.name.removeprefix("torch."), key, size))

    steps: ClassVar[dict[str, Callable[[_Machine, Any], None]]] = {
        **dict.fromkeys(("PROTO", "FRAME"), nothing),
        **dict.fromkeys(("BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT"), push),
        **dict.fromkeys(("BINUNICODE", "SHORT_BINUNICODE"), push),
        "NONE": _constant(None), "NEWTRUE": _constant(True), "NEWFALSE": _constant(False),
        "EMPTY_TUPLE": _constant(()), "EMPTY_LIST": empty_list, "EMPTY_DICT": empty_dict,
        "MARK": mark, "TUPLE": marked_tuple, "TUPLE1": _tuple_of(1), "TUPLE2": _tuple_of(2), "TUPLE3": _tuple_of(3),
        "APPEND": append, "APPENDS": appends, "SETITEM": set_item, "SETITEMS": set_items,
        **dict.fromkeys(("BINPUT", "LONG_BINPUT", "MEMOIZE"), put), **dict.fromkeys(("BINGET", "LONG_BINGET"), get),
        "GLOBAL": find, "STACK_GLOBAL": stack_global, "REDUCE": reduce, "BUILD": build, "BINPERSID": persistent,
    }  # fmt: skip


def _ordered_dict(arguments: tuple[Any, ...]) -> dict[str, Any] | None:
    return None if arguments else {}


def _tensor(arguments: tuple[Any, ...]) -> Tensor | None:
    if not _PLAIN <= len(arguments) <= _PLAIN + 1:
        return None
    storage, offset, shape, strides = arguments[:4]
    whole = type(shape) is tuple and type(strides) is tuple and len(shape) == len(strides)
    if type(storage) is not Storage or not whole or not all(type(n) is int for n in (offset, *shape, *strides)):
        return None
    return Tensor(storage, offset, shape, strides)


def _marks(metadata: Any) -> str:
    """Return why a tensor with marks is not read: under PyTorch's negative bit it is -1 times what is stored."""
    marks = ", ".join(one_line(str(key), 20) for key in metadata) if type(metadata) is dict else "what is no table"
    return (
        f"has PyTorch's marks ({one_line(marks, 60)}), which change what its numbers mean; save plain tensors: "
        "t.resolve_conj().resolve_neg().contiguous().clone()"
    )


def _parameter(arguments: tuple[Any, ...]) -> Tensor | None:
    return arguments[0] if arguments and type(arguments[0]) is Tensor else None


# Everything that may be called. (Storages, the other globals, are only spoken of.)
_CALLED: dict[str, Callable[[tuple[Any, ...]], Any]] = {
    "collections.OrderedDict": _ordered_dict,
    _TENSOR: _tensor,
    "torch._utils._rebuild_parameter": _parameter,
}
