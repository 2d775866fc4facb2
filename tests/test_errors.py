from sparsest import DataError, SparsestError, UndecidedError, UsageError


def test_errors__one_base_class_and_the_builtin_that_fits():
    for error, builtin in ((DataError, ValueError), (UsageError, ValueError), (UndecidedError, ArithmeticError)):
        assert issubclass(error, SparsestError)
        assert issubclass(error, builtin)
    assert not issubclass(DataError, UsageError)
