"""From a file or a stream to text: bytes are decoded here, and nowhere else."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import BinaryIO, TextIO

from sparsest.errors import DataError, UsageError, short
from sparsest.table.options import option

__all__ = ["MAX_BYTES", "Source", "read_text"]

#: A larger table is refused: its exact points would not fit into the memory of most machines.
MAX_BYTES = 2**28

Source = str | Path | TextIO | BinaryIO

# In this order: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(source: Source, name: str | None, encoding: str | None) -> tuple[str, str, list[str]]:
    """Return the text of a source, what to call it, and what was assumed of it.

    Raises
    ------
    DataError
        If it is no text in this encoding, or larger than `MAX_BYTES`.
    UsageError
        If the source is neither the path of a file nor a stream.
    OSError
        If the file cannot be read.

    Examples
    --------
    >>> import io
    >>> read_text(io.BytesIO(codecs.BOM_UTF16_LE + "1;2".encode("utf-16-le")), "a file", None)
    ('1;2', 'a file', ['encoding UTF-16 by its mark'])
    """
    if isinstance(source, str | Path):
        try:
            stream = Path(source).open("rb")  # noqa: SIM115  # closed below
        except ValueError as error:  # a NUL, or half of a surrogate pair
            raise UsageError(f"{short(source)} is the name of no file ({error}); give the path of one") from None
        with stream:
            return read_text(stream, name or str(source), encoding)
    if not hasattr(source, "read"):
        raise UsageError(f"{short(source)} is no file; give its path as text, or a stream such as io.StringIO(text)")
    name = name or str(getattr(source, "name", None) or "the text")
    content: object = source.read(MAX_BYTES + 1)
    if not isinstance(content, str | bytes):
        raise UsageError(f"{name}: its read() returns {short(content)}, neither text nor bytes; give another stream")
    if len(content) > MAX_BYTES:
        raise DataError(
            f"{name}: larger than {MAX_BYTES >> 20} MB; split it, or read it with NumPy for sparsest.fast.solve"
        )
    if isinstance(content, str):
        return content.removeprefix("\ufeff"), name, []
    text, notes = _decode(content, name, encoding)
    return text, name, notes


def _decode(content: bytes, name: str, encoding: str | None) -> tuple[str, list[str]]:
    marked = next((found for mark, found in _MARKS if content.startswith(mark)), None)
    chosen = encoding or marked or "utf-8"
    if encoding is not None and marked == "utf-8-sig" and codecs.lookup(encoding).name == "utf-8":
        chosen = marked
    try:
        text = content.decode(chosen)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"{name}, line {line}: not {chosen.upper().removesuffix('-SIG')} text (byte 0x{content[error.start]:02x}); "
            f"say how it is encoded with {option('encoding', 'latin-1')} (or cp1252, utf-16, ...), or re-encode it"
        ) from None
    except (LookupError, UnicodeError, ValueError) as error:
        raise DataError(
            f"{name}: cannot be read as {chosen} text ({error}); choose another {option('encoding')}"
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError(
            f"{name}, line {line}: a NUL byte; is this a text file? UTF-16 text without its mark needs "
            f"{option('encoding', 'utf-16-le')}"
        )
    said = marked is not None and marked != "utf-8-sig" and encoding is None
    text = text.removeprefix("\ufeff")
    return text, [f"encoding {chosen.upper()} by its mark"] if said else []
