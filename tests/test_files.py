"""Files are written whole or not at all, through links, with mode and owner, and never over what is read."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sparsest import UsageError, files
from sparsest.files import refuse_clashes, suffix_of, write


def left_over(folder):
    return sorted(path.name for path in folder.iterdir())


def test_write__new_and_over_an_older_one(tmp_path):
    target = tmp_path / "answer.txt"
    mask = os.umask(0o027)
    try:
        write(target, "first\n")
    finally:
        os.umask(mask)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    target.chmod(0o604)
    write(target, b"second")
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (b"second", 0o604)
    assert left_over(tmp_path) == ["answer.txt"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_write__keeps_the_owner(tmp_path):
    target = tmp_path / "answer.txt"
    target.write_text("old")
    os.chown(target, 1234, 4321)
    write(target, "new")
    assert (target.stat().st_uid, target.stat().st_gid, target.read_text()) == (1234, 4321, "new")


def test_write__follows_links(tmp_path):
    (tmp_path / "deep").mkdir()
    target, link = tmp_path / "deep" / "answer.txt", tmp_path / "link.txt"
    target.write_text("old")
    link.symlink_to(Path("deep", "answer.txt"))
    write(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    fresh = tmp_path / "fresh.txt"
    fresh.symlink_to(Path("deep", "not_yet.txt"))
    write(fresh, "made")
    assert (tmp_path / "deep" / "not_yet.txt").read_text() == "made"


def test_write__a_pipe_is_written_through(tmp_path):
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write(pipe, "x" * 200_000)
    reader.join(timeout=20)
    assert got == [b"x" * 200_000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("moment", ["_write_all", "_take_over"])
@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_write__what_fails_leaves_the_older_file_and_nothing_else(tmp_path, monkeypatch, moment, failure):
    target = tmp_path / "answer.txt"
    target.write_text("precious")

    def fail(*arguments):
        raise failure

    monkeypatch.setattr(files, moment, fail)
    with pytest.raises((UsageError, KeyboardInterrupt)) as caught:
        write(target, "new")
    if isinstance(failure, OSError):
        assert str(caught.value) == f"{target}: cannot be written (No space left on device); choose another file"
    assert target.read_text() == "precious"
    assert left_over(tmp_path) == ["answer.txt"]


def test_write__is_on_the_disk_before_it_takes_the_old_ones_place(tmp_path, monkeypatch):
    order = []
    sync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda descriptor: order.append("sync") or sync(descriptor))
    monkeypatch.setattr(Path, "replace", lambda path, target: order.append("replace") or replace(path, target))
    write(tmp_path / "answer.txt", "new")
    assert order == ["sync", "replace", "sync"]


def test_write__where_it_cannot(tmp_path):
    for path in (tmp_path, tmp_path / "absent" / "x.txt"):
        with pytest.raises(UsageError, match="cannot be written"):
            write(path, "new")


def test_write__two_at_once_do_not_meet(tmp_path):
    """Each has a temporary name of its own: no `.part` that another process writes to."""
    target = tmp_path / "answer.txt"
    texts = [str(k) * 100_000 for k in range(8)]
    writers = [threading.Thread(target=write, args=(target, text)) for text in texts]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert target.read_text() in texts
    assert left_over(tmp_path) == ["answer.txt"]


@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1"])
@pytest.mark.parametrize("redirected", [False, True])
def test_write__standard_output_gets_all_that_is_printed(tmp_path, name, redirected):
    """A file that it is redirected to is not replaced: what is printed before and after would be lost."""
    probe = (
        f"from sparsest.files import suffix_of, write; print('before'); write({name!r}, 'answer\\n'); print('after')"
    )
    file = tmp_path / "out.txt"
    with file.open("wb") as stream:
        target = stream if redirected else subprocess.PIPE
        done = subprocess.run([sys.executable, "-c", probe], stdout=target, timeout=60, check=True)
    assert (file.read_bytes() if redirected else done.stdout) == b"before\nanswer\nafter\n"


def test_refuse_clashes__an_output_over_the_data(tmp_path):
    data = tmp_path / "data.csv"
    data.write_text("0,0\n")
    (tmp_path / "soft").symlink_to(data)
    os.link(data, tmp_path / "hard")
    for name in (data, tmp_path / "soft", tmp_path / "hard", f"{tmp_path}/./data.csv", f"{tmp_path}/x/../data.csv"):
        with pytest.raises(UsageError, match=r"--plot .*: this would destroy the data that are read"):
            refuse_clashes(str(data), [("--plot", str(name))])
    refuse_clashes(str(data), [("--plot", str(tmp_path / "other.svg")), ("--table", None)])


def test_refuse_clashes__one_output_over_another(tmp_path):
    one = str(tmp_path / "one")
    for other in (one, f"{tmp_path}/./one"):
        with pytest.raises(UsageError, match=r"--table .*one: --plot writes there too"):
            refuse_clashes("-", [("--plot", one), ("--table", other)])
    with pytest.raises(UsageError, match="--table -: --json writes to standard output too"):
        refuse_clashes("-", [("--json", "-"), ("--table", "-")])
    with pytest.raises(UsageError, match="give the name of a file"):
        refuse_clashes("-", [("--plot", "")])
    with pytest.raises(UsageError, match="is a folder"):
        refuse_clashes("-", [("--plot", str(tmp_path))])
    with pytest.raises(UsageError, match="there is no folder 'absent'"):
        refuse_clashes("-", [("--plot", str(tmp_path / "absent" / "x"))])


@pytest.mark.parametrize("redirected", [False, True])
def test_write__standard_output_under_other_names(tmp_path, redirected):
    link = tmp_path / "link"
    link.symlink_to("/dev/stdout")
    for name in (str(link), "/dev/../dev/stdout", "/dev/fd/../fd/1"):
        test_write__standard_output_gets_all_that_is_printed(tmp_path, name, redirected)


@pytest.mark.parametrize("name", ["/dev/stderr", "/dev/fd/2", "/dev/fd/{}"])
def test_write__an_open_descriptor_is_written_through(tmp_path, name):
    """A plain file behind it was replaced: what its owner writes later went into a file without a name."""
    file = tmp_path / "log.txt"
    with file.open("wb") as stream:
        number = stream.fileno() if "{}" in name else 2
        probe = _writing_through(number, name.format(number))
        how = {"stderr": stream} if number == 2 else {"pass_fds": [number]}
        subprocess.run([sys.executable, "-c", probe], timeout=60, check=True, **how)
    assert file.read_text() == "before answer after"


def _writing_through(number, name):
    lines = "import os; from sparsest.files import suffix_of, refuse_clashes, write; "
    lines += f"refuse_clashes(None, [('--plot', {name!r})]); os.write({number}, b'before '); "
    return lines + f"write({name!r}, 'answer '); os.write({number}, b'after')"


def test_write__a_descriptor_that_is_not_open():
    with pytest.raises(UsageError, match=r"/dev/fd/987: cannot be written \(Bad file descriptor\)"):
        write("/dev/fd/987", "lost")


@pytest.mark.parametrize(("stream", "name"), [("stdout", "standard output"), ("stderr", "standard error")])
def test_refuse_clashes__the_file_that_a_stream_goes_to(tmp_path, stream, name):
    file = tmp_path / "out.txt"
    probe = "from sparsest.files import suffix_of, refuse_clashes; from sparsest import UsageError\n"
    probe += f"try: refuse_clashes(None, [('--plot', {str(file)!r})])\n"
    probe += f"except UsageError as error: raise SystemExit(5 if '{name} goes there too' in str(error) else 6)"
    with file.open("wb") as target:
        done = subprocess.run([sys.executable, "-c", probe], timeout=60, check=False, **{stream: target})
    assert done.returncode == 5


def test_write__a_name_as_long_as_systems_allow(tmp_path):
    target = tmp_path / ("\u6f22" * 83)
    write(target, "new")
    assert target.read_text() == "new"


def test_write__a_link_that_leads_back_to_itself_stays(tmp_path):
    link = tmp_path / "link"
    link.symlink_to(link)
    with pytest.raises(UsageError, match="Too many levels of symbolic links"):
        write(link, "new")
    assert link.is_symlink()
    with pytest.raises(UsageError, match="leads back to itself"):
        refuse_clashes(None, [("--plot", str(link))])


@pytest.mark.parametrize("name", ["new/", "new/.", "new/.."])
def test_refuse_clashes__a_folder_that_is_not_there(tmp_path, name):
    with pytest.raises(UsageError, match="is a folder"):
        refuse_clashes(None, [("--plot", f"{tmp_path}/{name}")])


def test_write__names_a_folder_that_is_write_protected(tmp_path, monkeypatch):
    def refuse(**how):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.tempfile, "mkstemp", refuse)
    target = tmp_path / "deep" / "answer.txt"
    target.parent.mkdir()
    target.write_text("old")
    with pytest.raises(UsageError, match="its folder, 'deep', is write-protected"):
        write(target, "new")


def test_write__keeps_the_group_where_it_cannot_keep_the_owner(tmp_path, monkeypatch):
    target, asked = tmp_path / "answer.txt", []

    def only_root(descriptor, owner, group):
        asked.append((owner, group))
        if owner != -1:
            raise PermissionError(1, "Operation not permitted")

    target.write_text("old")
    old = target.stat()
    monkeypatch.setattr(os, "fchown", only_root)
    write(target, "new")
    assert asked == [(old.st_uid, old.st_gid), (-1, old.st_gid)]


def test_suffix_of__a_stream_without_one_has_the_default(tmp_path):
    pipe, folder, file = tmp_path / "pipe", tmp_path / "folder", tmp_path / "file"
    os.mkfifo(pipe)
    folder.mkdir()
    file.touch()
    streams = ["-", "/dev/stdout", "/dev/stderr", "/dev/fd/63", "/dev/null", str(pipe)]
    assert {suffix_of(stream, ".csv") for stream in streams} == {".csv"}
    assert {suffix_of(str(name), ".csv") for name in (folder, file, tmp_path / "new", "nul\0", "")} == {""}
    (tmp_path / "pipe.SVG").symlink_to(pipe)
    assert suffix_of(str(tmp_path / "pipe.SVG"), ".csv") == ".svg"
