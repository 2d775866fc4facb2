import json
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict

import pytest

from sparsest import UsageError
from sparsest.campaign.seal import NO_FAILURES, checksum, link
from sparsest.campaign.state import Done, Ledger, opened

IDENTITY = {"job": "a job", "seed": 1}


def outcome(index):
    return Done({"examples": 10, "odd": index % 2}, [f"[{index}]"] if index % 3 == 0 else [], error=index % 6 == 0)


def saved(path, blocks=10):
    with opened(path, IDENTITY) as state:
        return state.save({k: outcome(k) for k in range(blocks)})


# The ledger


@pytest.mark.slow
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
            state.save({k: Done({}, [f"[{k}, 0]", f"[{k}, 1]"])})
        assert state.failures(4) == [[0, 0], [0, 1], [3, 0], [3, 1]]


def test_state__all_of_a_save_or_nothing(tmp_path):
    saved(tmp_path / "a")
    with opened(tmp_path / "a", IDENTITY) as state:
        before = state.ledger()
        with pytest.raises(UsageError):
            state.save({30: outcome(30), 31: Done({}, [object()])})
        assert (state.ledger(), len(state.failures(99))) == (before, 4)


@pytest.mark.slow
def test_state__the_file_does_not_grow_with_the_blocks(tmp_path):
    sizes = []
    with opened(tmp_path / "a", IDENTITY) as state:
        for start in range(0, 200_000, 10_000):
            state.save({k: Done({"examples": 10}, []) for k in range(start, start + 10_000)})
            sizes.append((tmp_path / "a").stat().st_size)
    assert max(sizes) == sizes[0] < 20_000


def test_state__sums_without_limit(tmp_path):
    with opened(tmp_path / "a", IDENTITY) as state:
        assert state.save({0: Done({"n": 10**30}, []), 1: Done({"n": 1}, [])}).counts == {"n": 10**30 + 1}


@pytest.mark.slow
def test_opened__locks_out_others(tmp_path):
    code = """if True:
        import sys, pathlib
        from sparsest.campaign.state import opened
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


def empty_database(path):
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("VACUUM")


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


def changed(*statements):
    """Change a state as a killed process would leave it: without a seal, so that what is in it must tell."""

    def spoil(path):
        saved(path)
        with closing(sqlite3.connect(path)) as db, db:
            for statement in ("PRAGMA user_version = 0", *statements):
                db.execute(statement)

    return spoil


def forged(ledger=None, identity=None):
    """Change what is in it and renew the checksum: then it must be read with care."""

    def spoil(path):
        saved(path)
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("PRAGMA user_version = 0")
            ((old_identity, old_ledger, chain),) = db.execute("SELECT identity, ledger, failures FROM campaign")
            new = (identity or old_identity, ledger or old_ledger)
            values = (*new, checksum(*new, chain))
            db.execute("UPDATE campaign SET identity = ?, ledger = ?, checksum = ?", values)

    return spoil


def without_checksums(path):
    """Write a state as versions before the checksums did."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"PRAGMA application_id = {int.from_bytes(b'spar', 'big')}")
        db.execute("PRAGMA user_version = 1")
        db.execute("CREATE TABLE campaign (identity TEXT NOT NULL, ledger TEXT NOT NULL)")
        db.execute("CREATE TABLE failure (block INTEGER NOT NULL, json TEXT NOT NULL)")
        db.execute("INSERT INTO campaign VALUES (?, ?)", (json.dumps(IDENTITY), json.dumps(asdict(Ledger()))))


NOT_A_STATE = {
    "short text": (short_text, "not the state of a campaign, or damaged"),
    "long text": (long_text, "not the state of a campaign, or damaged"),
    "other database": (other_database, "an SQLite file of something else"),
    "empty database": (empty_database, "an SQLite file of something else"),
    "emptied database": (emptied_database_of_another, "an SQLite file of something else"),
    "earlier version": (without_checksums, "an earlier version of sparsest, without checksums: .* damaged"),
    "torn": (torn, "damaged"),
    "overwritten": (overwritten(1), "damaged"),
    "overwritten among the failures": (overwritten(4), "damaged"),
    "other layout": (changed("PRAGMA user_version = 2"), "bytes were changed"),
    "other counts": (
        changed("UPDATE campaign SET ledger = replace(ledger, '\"odd\": 5', '\"odd\": 6')"),
        "counts do not",
    ),
    "other identity": (changed("UPDATE campaign SET identity = replace(identity, '1', '2')"), "counts do not"),
    "other failure": (changed("UPDATE failure SET json = '[4]' WHERE block = 3"), "failures do not"),
    "failure of another block": (changed("UPDATE failure SET block = 4 WHERE block = 3"), "failures do not"),
    "failure more": (changed("INSERT INTO failure VALUES (3, '[3]')"), "failures do not"),
    "last failure gone": (changed("DELETE FROM failure WHERE block = 9"), "failures do not"),
    "failures in another order": (
        changed("UPDATE failure SET rowid = 99 WHERE block = 0", "UPDATE failure SET rowid = 1 WHERE block = 3"),
        "failures do not",
    ),
    "failure that is no text": (changed("UPDATE failure SET json = x'5b335d' WHERE block = 3"), "failures do not"),
    "no JSON": (changed("UPDATE campaign SET ledger = 'x'"), "damaged"),
    "no text": (changed("UPDATE campaign SET ledger = x'ff'"), "damaged"),
    "no JSON, identity": (forged(identity="x"), "damaged"),
    "no object, identity": (forged(identity="[]"), "damaged"),
    "deep, identity": (forged(identity="[" * 10**5), "damaged"),
    "no JSON, forged": (forged(ledger="x"), "damaged"),
    "no ledger": (forged(ledger="[]"), "damaged"),
    "counts that are no numbers": (forged(ledger=json.dumps({**asdict(Ledger()), "counts": {"n": "1"}})), "damaged"),
    "workers that are none": (forged(ledger=json.dumps({**asdict(Ledger()), "workers": [1]})), "damaged"),
    "versions that are no texts": (forged(ledger=json.dumps({**asdict(Ledger()), "workers": {"a": 1}})), "damaged"),
    "no list of blocks": (forged(ledger=json.dumps({**asdict(Ledger()), "unfinished": 5})), "damaged"),
    "other ledger": (forged(ledger='{"blocks": 1}'), "damaged"),
    "no row": (changed("DELETE FROM campaign"), "0 campaigns"),
    "two rows": (changed("INSERT INTO campaign SELECT * FROM campaign"), "2 campaigns"),
    "no table": (changed("DROP TABLE campaign"), "its tables"),
    "another table": (changed("CREATE TABLE mine (x)"), "its tables"),
    "endless view": (
        changed(
            "DROP TABLE failure",
            "CREATE VIEW failure AS WITH RECURSIVE n(block) AS (SELECT 1 UNION ALL SELECT block + 1 FROM n) "
            "SELECT block, '[]' AS json FROM n",
        ),
        "its tables",
    ),
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


def test_opened__goes_on_with_the_state_of_before_workers_told_their_versions(tmp_path):
    path = tmp_path / "a"
    ledger = {name: value for name, value in asdict(saved(path)).items() if name != "workers"}
    path.unlink()
    forged(ledger=json.dumps(ledger))(path)
    with opened(path, IDENTITY) as state:
        assert (state.ledger().blocks, state.ledger().workers) == (10, {})
        state.save({10: Done({}, [], worker={"numpy": "2.0"})})
        assert state.ledger().workers == {"numpy": "2.0"}


def test_opened__nowhere(tmp_path):
    for path in (tmp_path, tmp_path / "no" / "folder"):
        with pytest.raises(UsageError, match=r"cannot be read or written \(unable to open"), opened(path, IDENTITY):
            pass


def test_state__leaves_one_file_that_others_can_read(tmp_path):
    saved(tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    with sqlite3.connect(tmp_path / "a") as db:
        ((identity, ledger, failures, there),) = db.execute("SELECT * FROM campaign")
        chain = NO_FAILURES
        for row in db.execute("SELECT block, json FROM failure ORDER BY rowid"):
            chain = link(chain, *row)
    db.close()
    assert (failures, there) == (chain, checksum(identity, ledger, chain))
    assert json.loads(identity) == IDENTITY
    assert json.loads(ledger)["counts"] == {"examples": 100, "odd": 5}


# Single corruptions: each is named as damage, in one line


def refused(path):
    """Return what is said of a state that is refused and left alone, in one line; None if it is read."""
    before = path.read_bytes()
    try:
        with opened(path, IDENTITY) as state:
            return state.failures(99), asdict(state.ledger())
    except UsageError as error:
        message = str(error)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
    assert message.isprintable()
    assert str(path) in message
    assert "damaged" in message
    assert "give another file" in message
    return None


def flipped(text, places, mask):
    for place in places:
        yield text[:place] + bytes([text[place] ^ mask(place)]) + text[place + 1 :]


@pytest.mark.slow
def test_opened__any_bit_and_any_byte_of_a_closed_state(tmp_path):
    """Every byte of the header, and one in 17 of the rest; `test_seal.py` has every bit."""
    path = tmp_path / "a"
    saved(path, 200)
    text = path.read_bytes()
    places = [*range(100), *range(100, len(text), 17)]
    wrong = [*flipped(text, places, lambda place: 1 << place % 8), *flipped(text, range(100), lambda _: 255)]
    assert len(wrong) > 900
    accepted = []
    for number, spoiled in enumerate(wrong):
        path.write_bytes(spoiled)
        if refused(path) is not None:
            accepted.append(number)
    assert accepted == []


@pytest.mark.slow
def test_opened__any_byte_of_the_state_of_a_killed_process(tmp_path):
    """It has no seal; so a byte that holds nothing may change, but never what is read."""
    with opened(tmp_path / "a", IDENTITY) as state:
        state.save({k: outcome(k) for k in range(200)})
        text = (tmp_path / "a").read_bytes()
        right = state.failures(99), asdict(state.ledger())
    path = tmp_path / "copy" / "a"
    path.parent.mkdir()
    path.write_bytes(text)
    assert refused(path) == right
    found = []
    for spoiled in flipped(text, [*range(100), *range(100, len(text), 61)], lambda place: 1 << place % 8):
        path.write_bytes(spoiled)
        found.append(refused(path))
    assert all(one is None or one == right for one in found)
    assert found.count(None) > 50


@pytest.mark.parametrize("length", [1, 99, 100, 4095, 4096, 8192, 8193, -4096, -1])
def test_opened__truncated(tmp_path, length):
    path = tmp_path / "a"
    saved(path, 3000)
    path.write_bytes(path.read_bytes()[:length])
    assert refused(path) is None


def test_opened__pages_lost_swapped_repeated_or_from_another_state(tmp_path):
    saved(tmp_path / "b", 3001)
    foreign = (tmp_path / "b").read_bytes()
    (tmp_path / "b").unlink()
    path = tmp_path / "a"
    saved(path, 3000)
    text = path.read_bytes()
    pages = [text[k : k + 4096] for k in range(0, len(text), 4096)]
    others = [foreign[k : k + 4096] for k in range(0, len(foreign), 4096)]
    assert len(pages) == len(others) > 4
    wrong = [pages[:k] + pages[k + 1 :] for k in range(len(pages))]
    wrong += [[*pages[:k], pages[k + 1], pages[k], *pages[k + 2 :]] for k in range(len(pages) - 1)]
    wrong += [pages + pages[-1:]]
    wrong += [[*pages[:k], others[k], *pages[k + 1 :]] for k in range(len(pages)) if others[k] != pages[k]]
    for spoiled in wrong:
        path.write_bytes(b"".join(spoiled))
        assert refused(path) is None


def test_opened__what_sqlite_says_is_printed_in_one_line(tmp_path):
    """It names a broken cell in two lines. The file has no seal, so SQLite is the one that notices."""
    changed()(tmp_path / "a")
    text = bytearray((tmp_path / "a").read_bytes())
    text[8192 + 8] = 0xFF  # where the first failure stands in its page
    (tmp_path / "a").write_bytes(text)
    with pytest.raises(UsageError, match=r"damaged \(\*\*\* in database main \*\*\* \S.*\)") as caught:
        saved(tmp_path / "a")
    assert "\n" not in str(caught.value)


def test_opened__a_state_is_sealed_again_after_a_kill(tmp_path):
    changed()(tmp_path / "a")
    for _ in range(2):
        with opened(tmp_path / "a", IDENTITY) as state:
            assert state.ledger().blocks == 10
    with closing(sqlite3.connect(tmp_path / "a")) as db:
        assert db.execute("PRAGMA user_version").fetchone() != (0,)
    text = (tmp_path / "a").read_bytes()
    with opened(tmp_path / "a", IDENTITY):
        pass
    assert (tmp_path / "a").read_bytes() == text  # looking changes nothing


def test_opened__killed_in_the_second_session(tmp_path):
    """The seal of the first session is gone with the first change, or a kill would pass for damage."""
    saved(tmp_path / "a")
    with opened(tmp_path / "a", IDENTITY) as state:
        ledger = state.save({20: outcome(20)})
        left_by_a_kill = (tmp_path / "a").read_bytes()
    (tmp_path / "b").write_bytes(left_by_a_kill)
    with opened(tmp_path / "b", IDENTITY) as state:
        assert state.ledger() == ledger
