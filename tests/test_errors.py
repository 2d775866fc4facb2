import io
import re

import pytest

from sparsest import DataError, Dataset, Points, SparsestError, UndecidedError, UsageError
from sparsest.errors import one_line, option, options, short, spoken_to_the_command_line
from sparsest.table import TableOptions
from tests.sparsest_cli.terminal import sparsest
from tests.table.test_cases import REFUSED


def test_errors__one_base_class_and_the_builtin_that_fits():
    for error, builtin in ((DataError, ValueError), (UsageError, ValueError), (UndecidedError, ArithmeticError)):
        assert issubclass(error, SparsestError)
        assert issubclass(error, builtin)
    assert not issubclass(DataError, UsageError)


def test_one_line__no_text_of_others_breaks_a_message():
    assert one_line("two\nlines\r\n\x1b[31m red\u2028\x00 \u202e end\n") == "two lines [31m red end"
    assert one_line("an ordinary message: x = 1/2") == "an ordinary message: x = 1/2"
    assert one_line("a" * 300) == "a" * 300
    assert one_line("a" * 301) == "a" * 300 + "..."


def test_short__whatever_the_value():
    class Broken:
        def __repr__(self):
            raise RuntimeError

    assert short("a" * 100) == "'" + "a" * 39
    assert short(Broken()) == "a value of type Broken"


# Of an option: two hyphens and a name; of a keyword: a name and its value.
ON_COMMAND_LINE = re.compile(r"--[a-z]")
KEYWORDS = "|".join([*TableOptions.__annotations__, "ties", "decimals"])
IN_PYTHON = re.compile(rf"\b(?:{KEYWORDS})=(?:True|False|\.\.\.|\[?\"[^\"]*\")")


def message(call):
    with pytest.raises(DataError) as caught:
        call()
    return str(caught.value)


@pytest.mark.parametrize("case", REFUSED)
def test_messages__of_tables_name_keywords_in_python_and_options_on_the_command_line(case):
    text, _ = REFUSED[case]
    for kind in (Dataset, Points):
        said = message(lambda kind=kind: kind.from_csv(io.BytesIO(text), "a file"))
        assert not ON_COMMAND_LINE.search(said)
        with spoken_to_the_command_line():
            told = message(lambda kind=kind: kind.from_csv(io.BytesIO(text), "a file"))
        assert not IN_PYTHON.search(told.replace("x=1", ""))
        assert bool(IN_PYTHON.search(said)) == bool(ON_COMMAND_LINE.search(told)), (said, told)
        for keyword in IN_PYTHON.findall(said):
            name = keyword.partition("=")[0]
            assert f"--{name}" in told or f"--no-{name}" in told


@pytest.mark.parametrize(
    "entry", ["1,5", "1,000", "NA", "", "2024-01-31", "5%", "$5", "(5)", "<2", "inf", "5 mA", "O.5", "1d5", "\u00bd"]
)
def test_messages__of_lists_name_nothing_that_only_tables_have(entry):
    for call in (
        lambda: Dataset([0, entry], [0, 1]),
        lambda: Dataset([0, 1], [entry, 1]),
        lambda: Points([[entry]], [0]),
    ):
        said = message(call)
        assert not ON_COMMAND_LINE.search(said)
        assert not IN_PYTHON.search(said)


def test_messages__of_ties():
    for call in (lambda: Dataset([0, 0], [1, 2]), lambda: Points([[0], [0]], [1, 2])):
        assert 'merge them with ties="mean"' in message(call)
        with spoken_to_the_command_line():
            assert "merge them with --ties mean" in message(call)
    assert option("ties") == "ties=..."


@pytest.mark.slow
def test_messages__the_command_line_names_its_own(tmp_path):
    file = tmp_path / "a.csv"
    for text, part in (("0,1\n0,2\n", "--ties mean"), ("0,NA\n", "--missing drop"), ("0,1\n2,x\n2,3\n", "--skip 2")):
        file.write_text(text)
        code, _, err = sparsest("solve", file)
        assert (code, part in err) == (2, True)
        assert not IN_PYTHON.search(err)


def test_options__of_many_columns():
    assert options(["2"], "3", ("skip", "1")) == 'skip="1", x="2", y="3"'
    with spoken_to_the_command_line():
        assert options(["a", "...", "b"], "c") == "--x a ... --x b --y c"
    assert options(["a", "...", "b"], "c") == 'x=["a", ..., "b"], y="c"'
