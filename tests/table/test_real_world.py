"""Each of some thousand tables is read right, or refused with an error that names a remedy which then works."""

import io
import re
from collections import Counter

import pytest

from sparsest import DataError, Dataset
from sparsest.table import read_table
from tests.table.real_world import COLUMNS, HEADERS, MISSING, TIES, tables

# Of some six thousand every fourth: no kind has four variants or a multiple of them, so all of them are seen.
TABLES = tables()[::4]


def outcome(table, text=None):
    """Read a table; follow the remedies that errors name until it is read; return how often it was refused."""
    # Nobody can know that the label comes first: there the user says so from the beginning.
    options = {name: table.told[name] for name in ("x", "y") if "label first" in table.name}
    for refused in range(8):
        try:
            data = Dataset.from_csv(io.StringIO(table.text if text is None else text), **options)
        except DataError as error:
            named = {
                name: value for name, value in remedies(str(error), table.told).items() if options.get(name) != value
            }
            if not named:
                raise AssertionError(f"{table.name}: no remedy, or one that does not work: {error}") from None
            if "skip" in named:
                named["skip"] = [*options.get("skip", []), *named["skip"]]
            options |= named
        else:
            return refused, dict(zip(data.x, data.y, strict=True))
    raise AssertionError(f"{table.name}: refused again and again")


def remedies(message, told):
    """Return the options that a message names: a line to skip as it says, other values as they are true."""
    found = {}
    for name, value in re.findall(r"--([a-z-]+)(?: (\S+))?", message):
        key = name.replace("no-", "")
        if key == "skip":
            found.setdefault("skip", []).append(value.rstrip(";,."))
        elif key in told:
            found[key] = told[key]
    return found


def test_there_are_thousands_of_each_kind():
    assert len(TABLES) > 1400
    for kinds in (HEADERS, COLUMNS, map(repr, MISSING), TIES):
        assert min(sum(kind in table.name.split(", ") for table in TABLES) for kind in kinds) > 100
    assert len({table.text for table in TABLES}) > 0.9 * len(TABLES)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_every_table_is_read_right_or_refused_with_a_remedy_that_works(part):
    refusals = Counter()
    for table in TABLES[part::4]:
        refused, points = outcome(table)
        assert points == table.points, table.name
        refusals[refused] += 1
    assert refusals[0] > 20
    assert refusals[1] > 20


def test_what_is_assumed_is_said():
    for table in TABLES[::7]:
        try:
            notes = "; ".join(read_table(io.StringIO(table.text), missing="drop").notes)
        except DataError:
            continue
        assert ("delimiter" in notes) == (table.told["delimiter"] != ","), table.name
        assert ("decimal comma" in notes) == (table.told["decimal"] == ","), table.name
        assert ("comment" in notes) == table.text.startswith("#"), table.name


def test_the_judge_sees_a_wrong_reading():
    table = TABLES[0]
    assert outcome(table, table.text.replace("12.5", "12.25"))[1] != table.points
    with pytest.raises(AssertionError, match="no remedy"):
        outcome(table, "x,y\n0,1+2j\n")
    # A line that is left out as the error says is seen in the points.
    assert outcome(table, "x,y\n0,abc\n1,2\n3,4\n") == (1, {1: 2, 3: 4})
