"""Every way to an implementation, and everything that can go wrong on it."""

import sys
import tempfile
import time
from pathlib import Path

import pytest

from proofs_check.conformance import doors
from proofs_check.conformance.doors import OneShot, StartError, Stdio, door_of
from proofs_check.conformance.limits import CaseLimits
from proofs_check.conformance.process import LostError
from tests.proofs_check.conformance.given import BENDS, BEST, program, solve_test, tolerance_test

LIMITS = CaseLimits(5, 2**31, 5)


@pytest.fixture
def opened():
    """Return what opens a door, which is closed in the end."""
    found = []

    def open_door(implementation, limits=LIMITS):
        found.append(door_of(implementation, limits))
        return found[-1]

    yield open_door
    for door in found:
        door.close()


def stdio(folder, body):
    return Stdio(program(folder, body))


def lost(door, test=None):
    with pytest.raises(LostError) as error:
        door.ask(test or solve_test())
    return str(error.value)


GOOD = """
    start()
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["cmd"] == "stop": break
        say(seq=asked["seq"], result={"cmd": asked["cmd"], "case": asked["case"]})
"""


def test_stdio__is_introduced_and_asked_in_order(tmp_path, opened):
    door = opened(stdio(tmp_path, GOOD))
    who = door.start()
    assert (who.name, who.version, who.language, who.supports) == ("n", "2", "L", ("solve:p",))
    for _ in range(2):
        assert door.ask(solve_test()) == {"cmd": "solve", "case": {"csv": BENDS, "p": "1/2"}}
    door.stop()


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ("print('hello', flush=True)", "no JSON"),
        ("print('[1]', flush=True)", "no JSON object"),
        ("print(flush=True)", "no JSON"),
        ("say(seq=asked['seq'] + 1, result={})", "seq 2, not 1"),
        ("say(result={})", "seq None, not 1"),
        ("say(seq='1', result={})", "seq 1, not 1"),
        ("say(seq=True, result={})", "seq True"),
        ("say(seq=1)", "no result"),
        ("say(seq=1, result=[])", "its result is no object"),
        ('print(\'{"seq": 1, "seq": 1}\', flush=True)', "a key stands twice"),
        ("print('[' * 100000, flush=True)", "no JSON"),
        ("sys.exit(3)", "ended with exit code 3"),
        ("os.kill(os.getpid(), 9)", "killed by signal 9"),
        ("time.sleep(60)", "no answer within"),
        ("x = bytearray(2**31)", "MemoryError"),
        ("sys.stdout.buffer.write(bytes([255, 10])); sys.stdout.flush()", "no JSON"),
    ],
)
def test_stdio__what_is_no_answer_is_said_and_the_next_case_is_asked_of_a_new_process(tmp_path, opened, answer, word):
    first = tmp_path / "first"
    body = f"""
        start()
        for line in sys.stdin:
            asked = json.loads(line)
            if not os.path.exists({str(first)!r}):
                open({str(first)!r}, "w").close()
                {answer}
            else:
                say(seq=asked["seq"], result={{"knots": 1}})
    """
    limits = CaseLimits(0.3 if "sleep" in answer else 5, 2**30, 5)
    door = opened(stdio(tmp_path, body), limits)
    door.start()
    assert word in lost(door)
    assert door.ask(solve_test()) == {"knots": 1}


def test_stdio__a_late_answer_is_not_taken_for_the_next_one(tmp_path, opened):
    body = """
        start()
        for line in sys.stdin:
            seq = json.loads(line)["seq"]
            say(seq=seq, result={"n": seq}); say(seq=seq, result={"n": "again"})
    """
    door = opened(stdio(tmp_path, body))
    door.start()
    assert door.ask(solve_test()) == {"n": 1}
    assert "seq 1, not 2" in lost(door)


def test_stdio__what_does_not_start_again_is_not_waited_for_again(tmp_path, opened):
    first = tmp_path / "first"
    body = f"""
        if os.path.exists({str(first)!r}): time.sleep(60)
        open({str(first)!r}, "w").close()
        start(); told(); sys.exit(1)
    """
    door = opened(stdio(tmp_path, body), CaseLimits(5, 2**31, 0.3))
    door.start()
    assert "exit code 1" in lost(door)
    assert "not started again: it did not start: no answer within 0.3 s" in lost(door)
    before = time.monotonic()
    assert "not started again" in lost(door)
    assert time.monotonic() - before < 0.2


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("sys.exit('no licence')", "exit code 1: no licence"),
        ("print('hello')", "no JSON"),
        ("say(version=2)", "version 1"),
        ("say(version=1, implementation={})", "no list of what it supports"),
        ("say(version=1, supports=[])", "no implementation"),
        ("time.sleep(60)", "no answer within 0.3 s"),
    ],
)
def test_stdio__what_does_not_start(tmp_path, opened, body, word):
    with pytest.raises(StartError, match=word):
        opened(stdio(tmp_path, body), CaseLimits(5, 2**31, 0.3 if "sleep" in body else 5)).start()


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (Stdio("/no/such/program"), "No such file"),
        (Stdio("a 'b"), "cannot be split"),
        ("", "is empty"),
        (OneShot("no_such_program {csv}"), "there is no program"),
        (OneShot(f"{sys.executable} x"), "has no {csv}"),
        ("nothing_here:f", "No module named"),
        (7, "is no implementation"),
    ],
)
def test_what_is_none(opened, wrong, word):
    with pytest.raises(StartError, match=word):
        opened(wrong).start()


def one_shot(folder, body, arguments="{csv} {p}"):
    return OneShot(f"{program(folder, body)} {arguments}")


def test_one_shot__is_given_a_file_and_numbers_and_no_shell(tmp_path, opened):
    body = "say(table=open(sys.argv[1]).read(), rest=sys.argv[2:], folder=sys.argv[1])"
    door = opened(one_shot(tmp_path, body, "{csv} --p={p} '{tolerance} $HOME;x' {csvs}"))
    assert "tolerance" in door.start().supports
    said = door.ask(tolerance_test("1/20"))
    assert said["table"] == tolerance_test().case["csv"]
    assert said["rest"] == ["--p=0", "1/20 $HOME;x", "{csvs}"]
    assert not Path(said["folder"]).exists()
    assert not list(Path(tempfile.gettempdir()).glob(f"{Path(said['folder']).parent.name}*"))


def test_one_shot__supports_what_it_takes(tmp_path, opened):
    assert opened(one_shot(tmp_path, "", "{csv}")).start().supports == ("solve:p=0",)
    assert "tolerance" not in opened(one_shot(tmp_path, "")).start().supports


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ("sys.stderr.write('too hard\\n'); sys.exit(3)", {"declined": True, "reason": "too hard"}),
        ("sys.exit(3)", {"declined": True, "reason": "exit code 3"}),
        ("sys.exit('boom')", {"errored": True, "context": "exit code 1: boom"}),
        ("print('{', '}')", {}),
        ("sys.exit(2)", {"errored": True, "context": "exit code 2"}),
    ],
)
def test_one_shot__exit_codes(tmp_path, opened, body, answer):
    assert opened(one_shot(tmp_path, body)).ask(solve_test()) == answer


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("print('x')", "no JSON"),
        ("pass", "no JSON"),
        ("os.kill(os.getpid(), 9)", "killed by signal 9"),
        ("time.sleep(60)", "not done within 0.5 s"),
        ("say(a=1); say(b=2)", "no JSON"),
    ],
)
def test_one_shot__no_answer(tmp_path, opened, body, word):
    assert word in lost(opened(one_shot(tmp_path, body), CaseLimits(0.5 if "sleep" in body else 5, 2**31)))


def test_functions__and_their_names(tmp_path, opened, monkeypatch):
    (tmp_path / "named.py").write_text("def f(case):\n    return {'knots': 3}\nf.supports = ['path']\n")
    monkeypatch.syspath_prepend(tmp_path)
    door = opened("named:f")
    assert door.start().supports == ("path",)
    assert door.ask(solve_test()) == {"knots": 3}
    here = []
    door = opened(lambda case: here.append(case) or {"spline": BEST})
    door.start()
    assert door.ask(solve_test()) == {"spline": BEST}
    assert here == []  # it ran elsewhere


def test_functions__that_crash_hang_or_take_memory(opened):
    import os

    for behave, word in (
        (lambda _: os._exit(5), "exit code 5"),
        (lambda _: time.sleep(60), "no answer within 0.3 s"),
    ):
        door = opened(behave, CaseLimits(0.3, 2**31))
        door.start()
        assert word in lost(door)
    door = opened(lambda _: {"size": len(bytearray(2**30))}, CaseLimits(5, 2**28))
    door.start()
    assert "MemoryError" in door.ask(solve_test())["context"]


def test_messages__long_numbers_come_through(monkeypatch):
    assert doors._parsed_message(b'{"a": 1%s}' % (b"0" * 5000))["a"] == "1" + "0" * 5000
