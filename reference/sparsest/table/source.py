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
# Which of four bytes in a row are zero, mostly, in text that has no mark.
_ZEROS: dict[tuple[bool, ...], str] = {
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
}
_SAMPLED = 65_536


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
    told = codecs.lookup(chosen).name
    if encoding is not None and marked == "utf-8-sig" and told == "utf-8":
        chosen = marked
    wide = None if marked else _by_zeros(content)
    if wide is not None and told == wide[:6]:
        # Which end comes first is then seen in the text; Python would take this machine's.
        chosen = wide
    elif wide is not None and told != wide:
        raise DataError(
            f"{name}: every other byte or more is NUL, as in {wide[:6].upper()} text without its mark; say "
            f"{option('encoding', wide)}, or re-encode it"
        )
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
        raise DataError(f"{name}, line {line}: a NUL byte; is this a text file? mend the line, or re-encode the file")
    said = marked is not None and marked != "utf-8-sig" and encoding is None
    text = text.removeprefix("\ufeff")
    return text, [f"encoding {chosen.upper()} by its mark"] if said else []


def _by_zeros(content: bytes) -> str | None:
    """Return the encoding of two or four bytes a letter that shows in where the zero bytes stand, if one does.

    Digits and delimiters have zeros in all bytes but one. So a table has them at most places of its letters.
    """
    sample = content[:_SAMPLED]
    parts = [sample[k::4] for k in range(4)]
    return _ZEROS.get(tuple(2 * part.count(0) > len(part) for part in parts))
