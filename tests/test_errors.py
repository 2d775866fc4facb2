from sparsest import DataError, SparsestError, UndecidedError, UsageError
from sparsest.errors import one_line, short


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
