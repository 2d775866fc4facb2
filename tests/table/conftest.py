"""Messages of tables are looked at as the command line has them; as Python has them in tests/test_errors.py."""

import pytest

from sparsest.errors import spoken_to_the_command_line


@pytest.fixture(autouse=True)
def command_line():
    with spoken_to_the_command_line():
        yield
