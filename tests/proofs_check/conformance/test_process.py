"""Whatever a child does, who asks it goes on, and nothing is left of it."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from proofs_check.conformance import process
from proofs_check.conformance.process import ForkedProcess, LostError, started

ROOMY = 2**31


def python(code, memory=ROOMY):
    return started([sys.executable, "-S", "-E", "-c", code], memory)


def lost(code, line=b"hello", seconds=5.0):
    child = python(code)
    try:
        with pytest.raises(LostError) as error:
            child.ask(line, seconds)
        return str(error.value)
    finally:
        child.kill()


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def test_ask__lines_longer_than_a_pipe_go_both_ways():
    child = started(["cat"], ROOMY)
    long = b"x" * 3_000_000
    assert child.ask(long, 10) == long
    assert child.ask(b"short", 10) == b"short"
    child.stop(b"bye")


def test_ask__a_death_is_said_with_what_was_last_grumbled():
    assert (
        lost("import sys; sys.stderr.write('first\\nno luck\\n'); sys.exit(7)") == "it ended with exit code 7: no luck"
    )
    assert lost("import os; os.kill(os.getpid(), 9)") == "it was killed by signal 9"
    assert lost("import os, time; os.close(1); time.sleep(9)") == "it closed its output"


def test_ask__silence_ends_even_where_nobody_listens_or_a_line_has_no_end():
    assert lost("import time; time.sleep(60)", seconds=0.2) == "no answer within 0.2 s"
    assert lost("import time; time.sleep(60)", b"x" * 1_000_000, 0.2) == "no answer within 0.2 s"
    drip = "import time\nwhile True: print('x', end='', flush=True); time.sleep(0.01)"
    assert lost(drip, seconds=0.2) == "no answer within 0.2 s"
    chatter = "import sys\nwhile True: sys.stderr.write('noise\\n' * 1000)"
    assert lost(chatter, seconds=0.2) == "no answer within 0.2 s"


def test_ask__a_line_is_not_longer_than_the_limit(monkeypatch):
    monkeypatch.setattr(process, "LONGEST_LINE", 200_000)
    assert lost("print('x' * 300_000)") == "an answer of more than 200000 bytes"


def test_ask__a_child_that_does_not_listen_but_answers():
    child = python("import os, time; os.close(0); print('unasked', flush=True); time.sleep(5)")
    time.sleep(0.1)
    assert child.ask(b"x" * 1_000_000, 5) == b"unasked"
    child.kill()


def test_to_the_end():
    child = python("import sys; print(sys.stdin.read(), 1); sys.exit(4)")
    assert child.to_the_end(5) == (b" 1\n", 4)
    child.kill()
    for code in ("import time; time.sleep(60)", "import os, time; os.close(1); time.sleep(60)"):
        child = python(code)
        with pytest.raises(LostError, match=r"not done within 0\.2 s"):
            child.to_the_end(0.2)
        child.kill()


def test_kill__ends_what_the_child_has_started():
    child = python("import subprocess; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); p.wait()")
    grandchild = int(child.ask(b"", 5))
    assert alive(grandchild)
    child.kill()
    deadline = time.monotonic() + 5
    while alive(grandchild) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not alive(grandchild)


def test_kill__also_when_the_child_itself_has_ended():
    child = python("import subprocess; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True)")
    grandchild = int(child.ask(b"", 5))
    child.stop(b"")
    time.sleep(0.1)
    assert not alive(grandchild)


def test_stop__is_heard_and_a_deaf_child_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "_GRACE", 0.3)
    child = python(f"import sys; open({str(tmp_path / 'heard')!r}, 'w').write(sys.stdin.readline())")
    child.stop(b"bye")
    assert (tmp_path / "heard").read_text() == "bye\n"
    python("import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)").stop(b"bye")


def test_memory__a_hog_dies_alone():
    # It waits to be asked: the limit is set from outside, a moment after it began.
    child = python("input(); x = bytearray(2**30)", memory=2**28)
    with pytest.raises(LostError, match="exit code 1: MemoryError"):
        child.ask(b"", 10)
    child.kill()


def test_fork__answers_and_what_it_prints_is_no_answer():
    def serve(source, sink):
        print("not for you")
        sink.write(source.readline().upper())

    child = ForkedProcess(serve, ROOMY).child
    assert child.ask(b"hello", 5) == b"HELLO"
    with pytest.raises(LostError, match="exit code 0: not for you"):
        child.ask(b"more", 5)
    child.kill()


def test_fork__its_errors_are_its_own():
    def fails(source, sink):
        raise RuntimeError("broken")

    child = ForkedProcess(fails, ROOMY).child
    with pytest.raises(LostError, match="exit code 1: RuntimeError: broken"):
        child.ask(b"", 5)
    child.kill()

    def leaves(source, sink):
        os.kill(os.getpid(), signal.SIGKILL)

    child = ForkedProcess(leaves, ROOMY).child
    with pytest.raises(LostError, match="killed by signal 9"):
        child.ask(b"", 5)
    child.kill()


def test_fork__has_its_own_limit_beside_what_is_there_already():
    def hog(source, sink):
        bytearray(2**29)

    child = ForkedProcess(hog, 2**28).child
    with pytest.raises(LostError, match="MemoryError"):
        child.ask(b"", 5)
    child.kill()
