import json
import random
import sqlite3
import subprocess
import sys
from dataclasses import asdict

import pytest

from sparsest import UsageError
from sparsest.campaign_state import Ledger, Outcome, opened

IDENTITY = {"job": "a job", "seed": 1}


def outcome(index):
    return Outcome({"examples": 10, "odd": index % 2}, [f"[{index}]"] if index % 3 == 0 else [], error=index % 6 == 0)


def saved(path, blocks=10):
    with opened(path, IDENTITY) as state:
        return state.save({k: outcome(k) for k in range(blocks)})


# The ledger


def test_ledger__any_order_gives_the_same_and_it_stays_small():
    """A hundred thousand blocks, each overtaken by at most 49: nothing but the sums and 49 numbers is kept."""
    order = sorted(range(100_000), key=lambda k: k + random.uniform(0, 49))
    ledger = Ledger()
    most = 0
    for k in order:
        assert ledger.add(k, outcome(k))
        most = max(most, len(ledger.unfinished))
    assert ledger == Ledger(100_000, [], {"examples": 1_000_000, "odd": 50_000}, 16_667, 33_334)
    assert 10 < most <= 49


def test_ledger__a_straggler_costs_one_number():
    ledger = Ledger()
    assert all(ledger.add(k, outcome(k)) for k in range(1, 10_000))
    assert (ledger.unfinished, ledger.blocks) == ([0], 9999)


def test_ledger__adds_no_block_twice():
    ledger = Ledger()
    for k in (0, 3, 1):
        assert ledger.add(k, outcome(k))
    before = asdict(ledger)
    assert not any(ledger.add(k, outcome(k)) for k in (0, 1, 3))
    assert asdict(ledger) == before
    assert ledger.unfinished == [2]


# The file


def test_state__keeps_what_was_saved(tmp_path):
    ledger = saved(tmp_path / "a")
    with opened(tmp_path / "a", IDENTITY) as state:
        assert state.ledger() == ledger
        assert state.failures(3) == [[0], [3], [6]]
        assert state.save({9: outcome(9), 12: outcome(12)}).blocks == 11
        assert state.failures(99) == [[0], [3], [6], [9], [12]]
        assert state.ledger().unfinished == [10, 11]


def test_state__failures_in_the_order_of_the_blocks(tmp_path):
    with opened(tmp_path / "a", IDENTITY) as state:
        for k in (5, 0, 3):
            state.save({k: Outcome({}, [f"[{k}, 0]", f"[{k}, 1]"])})
        assert state.failures(4) == [[0, 0], [0, 1], [3, 0], [3, 1]]


def test_state__all_of_a_save_or_nothing(tmp_path):
    saved(tmp_path / "a")
    with opened(tmp_path / "a", IDENTITY) as state:
        before = state.ledger()
        with pytest.raises(UsageError):
            state.save({30: outcome(30), 31: Outcome({}, [object()])})
        assert (state.ledger(), len(state.failures(99))) == (before, 4)


def test_state__the_file_does_not_grow_with_the_blocks(tmp_path):
    sizes = []
    with opened(tmp_path / "a", IDENTITY) as state:
        for start in range(0, 200_000, 10_000):
            state.save({k: Outcome({"examples": 10}, []) for k in range(start, start + 10_000)})
            sizes.append((tmp_path / "a").stat().st_size)
    assert max(sizes) == sizes[0] < 20_000


def test_state__sums_without_limit(tmp_path):
    with opened(tmp_path / "a", IDENTITY) as state:
        assert state.save({0: Outcome({"n": 10**30}, []), 1: Outcome({"n": 1}, [])}).counts == {"n": 10**30 + 1}


def test_opened__locks_out_others(tmp_path):
    code = """if True:
        import sys, pathlib
        from sparsest.campaign_state import opened
        with opened(pathlib.Path(sys.argv[1]), {"job": "a job", "seed": 1}): pass
    """
    other = [sys.executable, "-c", code, tmp_path / "a"]
    with opened(tmp_path / "a", IDENTITY) as state:
        with pytest.raises(UsageError, match=r"a: in use by another process\. Wait"), opened(tmp_path / "a", IDENTITY):
            pass
        result = subprocess.run(other, capture_output=True, text=True, check=False)
        assert "UsageError" in result.stderr
        assert "in use" in result.stderr
        assert state.save({0: outcome(0)}).blocks == 1
    assert subprocess.run(other, check=False).returncode == 0


def test_opened__names_what_differs(tmp_path):
    saved(tmp_path / "a")
    with (
        pytest.raises(UsageError, match="another campaign: p: None there, 2 here; seed: 1 there, 3 here"),
        opened(tmp_path / "a", {"job": "a job", "seed": 3, "p": 2}),
    ):
        pass


def test_opened__an_empty_file_is_a_beginning(tmp_path):
    """This is what a kill leaves that comes just before the first transaction."""
    (tmp_path / "a").touch()
    assert saved(tmp_path / "a").blocks == 10


def short_text(path):
    path.write_text("x,y\n0,1\n")


def long_text(path):
    path.write_text("x,y\n" + "0,1\n" * 5000)


def other_database(path):
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE mine (x)")
    db.close()


def emptied_database_of_another(path):
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA application_id = 77")
        db.execute("CREATE TABLE mine (x)")
        db.execute("DROP TABLE mine")
    db.close()


def torn(path):
    saved(path, 3000)
    text = path.read_bytes()
    path.write_bytes(text[: len(text) // 2])


def overwritten(page):
    def spoil(path):
        saved(path, 3000)
        text = bytearray(path.read_bytes())
        text[4096 * page : 4096 * page + 500] = bytes(range(250)) * 2
        path.write_bytes(text)

    return spoil


def changed(statement):
    def spoil(path):
        saved(path)
        with sqlite3.connect(path) as db:
            db.execute(statement)
        db.close()

    return spoil


NOT_A_STATE = {
    "short text": (short_text, "not the state of a campaign, or damaged"),
    "long text": (long_text, "not the state of a campaign, or damaged"),
    "other database": (other_database, "an SQLite file, but not the state"),
    "emptied database": (emptied_database_of_another, "an SQLite file, but not the state"),
    "torn": (torn, "damaged"),
    "overwritten": (overwritten(1), "damaged"),
    "overwritten among the failures": (overwritten(4), "damaged"),
    "other layout": (changed("PRAGMA user_version = 2"), "an SQLite file, but not the state"),
    "no JSON": (changed("UPDATE campaign SET ledger = 'x'"), "damaged"),
    "no JSON, identity": (changed("UPDATE campaign SET identity = 'x'"), "damaged"),
    "no ledger": (changed("UPDATE campaign SET ledger = '[]'"), "damaged"),
    "other ledger": (changed("""UPDATE campaign SET ledger = '{"blocks": 1}'"""), "damaged"),
    "no row": (changed("DELETE FROM campaign"), "damaged"),
    "no table": (changed("DROP TABLE campaign"), "no such table"),
}


@pytest.mark.parametrize(("spoil", "message"), NOT_A_STATE.values(), ids=NOT_A_STATE.keys())
def test_opened__refuses_what_is_no_state_and_leaves_it_alone(tmp_path, spoil, message):
    path = tmp_path / "a"
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(UsageError, match=f"a: .*{message}"), opened(path, IDENTITY) as state:
        state.save({20: outcome(20)})
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_opened__nowhere(tmp_path):
    for path in (tmp_path, tmp_path / "no" / "folder"):
        with pytest.raises(UsageError, match=r"cannot be read or written \(unable to open"), opened(path, IDENTITY):
            pass


def test_state__leaves_one_file_that_others_can_read(tmp_path):
    saved(tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    with sqlite3.connect(tmp_path / "a") as db:
        ((identity, ledger),) = db.execute("SELECT * FROM campaign")
    db.close()
    assert json.loads(identity) == IDENTITY
    assert json.loads(ledger)["counts"] == {"examples": 100, "odd": 5}
