"""The one way in which files are written: wholly or not at all, and never over what is being read."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sparsest.errors import UsageError, short

__all__ = ["STANDARD_OUTPUT", "is_standard_output", "refuse_clashes", "suffix_of", "write"]

#: The name that stands for standard output.
STANDARD_OUTPUT = "-"
# As many as systems follow.
_MOST_LINKS = 40


def write(path: str | Path, content: str | bytes) -> None:
    r"""Write a file whole, or leave what was there: a full disk or a kill must not destroy an older file.

    Links are followed; what is no plain file (a pipe, a device), or open already and called by its descriptor
    (/dev/fd/3), is written straight through; mode and owner of an older file are kept; and the new one is on the disk
    before it takes the old one's place.

    Parameters
    ----------
    path : path
        Where to; "-" and "/dev/stdout" are standard output.
    content : str or bytes
        Text is written as UTF-8.

    Raises
    ------
    UsageError
        If it cannot be written; the message says which file and why.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(Path(folder, "answer.txt"), "42\n")
    ...     Path(folder, "answer.txt").read_text()
    '42\n'
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    if is_standard_output(str(path)):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    open_already = _descriptor(str(path))
    try:
        if open_already is not None:
            _write_all(open_already, data)
            return
        old = Path(path).stat() if Path(path).exists() else None
        if old is None or stat.S_ISREG(old.st_mode):
            _replace(Path(os.path.realpath(path)), data, old)
        else:
            # Not by its real path: that of an open pipe is no file.
            with Path(path).open("wb", buffering=0) as stream:
                _write_all(stream.fileno(), data)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error}); choose another file") from None


def is_standard_output(path: str) -> bool:
    """Return whether a name stands for standard output: "-", or what systems call it.

    A file that standard output was redirected to must not be replaced behind the back of what is still printed.

    Examples
    --------
    >>> [is_standard_output(path) for path in ("-", "/dev/stdout", "answer.txt")]
    [True, True, False]
    """
    return path == STANDARD_OUTPUT or _descriptor(path) == 1


def suffix_of(path: str, default: str) -> str:
    """Return the suffix of a name in lower case: `default` for a stream that has none.

    Standard output, what is open already (as the shell's `>(...)` is), pipes and devices say nothing about a format.

    Examples
    --------
    >>> suffix_of("-", ".csv"), suffix_of("/dev/null", ".csv"), suffix_of("a.SVG", ".csv"), suffix_of("a", ".csv")
    ('.csv', '.csv', '.svg', '')
    """
    suffix = Path(path).suffix.lower()
    return default if not suffix and _is_stream(path) else suffix


def _is_stream(path: str) -> bool:
    if path == STANDARD_OUTPUT or _descriptor(path) is not None:
        return True
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _descriptor(path: str) -> int | None:
    """Return the open descriptor that a name, or a link to it, stands for: 2 for "/dev/stderr" or "/dev/fd/2"."""
    descriptors = os.path.realpath("/dev/fd")
    for _ in range(_MOST_LINKS):
        folder, name = os.path.split(path)
        folder = os.path.realpath(folder)
        if folder == descriptors and re.fullmatch("[0-9]{1,9}", name):
            return int(name)
        here = Path(folder, name)
        if not here.is_symlink():
            break
        path = str(here.parent / here.readlink())
    return None


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _replace(target: Path, data: bytes, old: os.stat_result | None) -> None:
    """Put a new file, written and flushed under a name of its own, in the place of the old one."""
    if target.is_symlink():  # it was resolved
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if old is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "it is write-protected")
    try:
        descriptor, fresh = tempfile.mkstemp(prefix=".sparsest.", suffix=".part", dir=target.parent)
    except PermissionError:
        raise PermissionError(13, f"its folder, {short(target.parent.name)}, is write-protected") from None
    try:
        try:
            _take_over(descriptor, old)
            _write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        Path(fresh).replace(target)
    except BaseException:
        Path(fresh).unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)


def _take_over(descriptor: int, old: os.stat_result | None) -> None:
    """Give a fresh file the owner and the mode of the old one, or the mode that any new file has."""
    if old is None:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(descriptor, 0o666 & ~mask)
        return
    # Only root may give files away; others own what they replace, and keep its group if it is one of theirs.
    for owner in (old.st_uid, -1):
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, owner, old.st_gid)
            break
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _flush_folder(folder: Path) -> None:
    """Have the new name on the disk too, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def refuse_clashes(data: str | None, outputs: Iterable[tuple[str, str | None]]) -> None:
    """Raise `UsageError` if an output would destroy the data that are read, or another output, or has no folder.

    To be called before the work is done. Files are compared by what they are, not by what they are called.

    Parameters
    ----------
    data : str or None
        The file that is read; "-" is standard input.
    outputs : iterable of (option, file or None)
        What is to be written; several may not go to standard output either.

    Examples
    --------
    >>> refuse_clashes("points.csv", [("--certificate", "proof.json"), ("--plot", None)])
    """
    taken: list[tuple[str, str]] = []
    for option, given in outputs:
        if given is None:
            continue
        if not given:
            raise UsageError(f'{option} "": give the name of a file')
        file = STANDARD_OUTPUT if is_standard_output(given) else given
        if data is not None and _same(file, data, reading=True):
            raise UsageError(f"{option} {file}: this would destroy the data that are read; choose another file")
        other = next((name for name, written in taken if _same(file, written, reading=False)), None)
        if other is not None:
            where = "to standard output" if file == STANDARD_OUTPUT else "there"
            raise UsageError(f"{option} {file}: {other} writes {where} too; choose another file")
        if file != STANDARD_OUTPUT and _descriptor(file) is None:
            _refuse_streams(option, file)
            _refuse_places(option, file)
        taken.append((option, file))


def _same(file: str, other: str, *, reading: bool) -> bool:
    """Return whether two names stand for the same file; a plain file on standard input is one too."""
    if file == STANDARD_OUTPUT:
        return not reading and other == STANDARD_OUTPUT
    if os.path.realpath(file) == os.path.realpath(other) and other != STANDARD_OUTPUT:
        return _is_plain(file)
    try:
        one = Path(file).stat()
        two = os.fstat(0) if reading and other == "-" else os.fstat(1) if other == "-" else Path(other).stat()
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(one.st_mode) and (one.st_dev, one.st_ino) == (two.st_dev, two.st_ino)


def _refuse_streams(option: str, file: str) -> None:
    """Refuse the plain file that a stream was redirected to: it would be replaced, and what is printed lost."""
    for descriptor, name in ((1, "standard output"), (2, "standard error")):
        with contextlib.suppress(OSError):
            if os.path.samestat(Path(file).stat(), os.fstat(descriptor)) and Path(file).is_file():
                raise UsageError(f"{option} {file}: {name} goes there too; choose another file")


def _is_plain(file: str) -> bool:
    path = Path(file)
    return not path.exists() or path.is_file()


def _refuse_places(option: str, file: str) -> None:
    target = Path(os.path.realpath(file))
    if target.is_dir() or os.path.split(file)[1] in ("", os.curdir, os.pardir):
        raise UsageError(f"{option} {file}: is a folder; give the name of a file")
    if target.is_symlink():
        raise UsageError(f"{option} {file}: is a link that leads back to itself; choose another file")
    if not target.parent.is_dir():
        raise UsageError(
            f"{option} {file}: there is no folder {target.parent.name!r:.60}; make it, or choose another file"
        )
