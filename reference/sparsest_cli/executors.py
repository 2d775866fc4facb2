"""`--executor MODULE:FACTORY`: whoever is to do the work of a campaign, named on the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from sparsest.errors import UsageError, one_line

__all__ = ["executor_named", "takes_executor", "workers_or_named"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


def takes_executor(command: _Command) -> _Command:
    """Give a command the option; its value is for `executor_named`."""
    return click.option(
        "--executor",
        metavar="MODULE:FACTORY",
        help="Who does the work: FACTORY() of MODULE, maybe a file here, returns a concurrent.futures.Executor.",
    )(command)


def workers_or_named(
    workers: int, name: str | None, prepare: Callable[[], object]
) -> AbstractContextManager[Executor | None]:
    """Return the executor of that name, or so many processes here, for which something is prepared first.

    Raises
    ------
    UsageError
        If both are asked for, or as `executor_named`.

    Examples
    --------
    >>> with workers_or_named(1, None, lambda: None) as executor:
    ...     print(executor)
    None
    """
    from sparsest.campaign import worker_pool

    if name is not None:
        if workers > 1:
            raise UsageError(f"--executor {name} has workers of its own, --workers {workers} are others; leave one out")
        return executor_named(name)
    if workers > 1:
        prepare()
    return worker_pool(workers)


@contextmanager
def executor_named(name: str) -> Iterator[Executor]:
    """Yield the executor that a factory returns, and shut it down at the end; one that breaks is made again.

    Raises
    ------
    UsageError
        If there is no such module or factory, it fails, or what it returns takes no work. The message says which.

    Examples
    --------
    >>> with executor_named("concurrent.futures:ThreadPoolExecutor") as executor:
    ...     executor.submit(int, "7").result()
    7
    """
    from sparsest.campaign import RenewedExecutor

    factory = _factory(name)
    executor = RenewedExecutor(lambda: _made(name, factory))
    executor.num_workers  # noqa: B018 - made here and now, so that what fails is said before anything is done
    with executor:
        yield executor


def _factory(name: str) -> Callable[[], object]:
    module, colon, attribute = name.partition(":")
    if not module or not colon or not attribute:
        raise UsageError(f"--executor {name}: give MODULE:FACTORY, as in cluster:executor for executor() in cluster.py")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        found = import_module(module)
    except ModuleNotFoundError as error:
        missing = f"no module named {error.name}"
        cure = (
            "start in the folder of its file, or install it"
            if error.name == module
            else f"{module} needs it: install it"
        )
        raise UsageError(f"--executor {name}: {missing}; {cure}") from None
    except (Exception, SystemExit) as error:
        raise UsageError(f"--executor {name}: the import of {module} fails ({_told(error)}); mend it") from error
    for part in attribute.split("."):
        if not hasattr(found, part):
            raise UsageError(
                f"--executor {name}: {module} has no {attribute}; name a function of it that returns an executor"
            )
        found = getattr(found, part)
    if not callable(found):
        raise UsageError(
            f"--executor {name}: {attribute} is {type(found).__name__}, and cannot be called; name a function"
        )
    return cast("Callable[[], object]", found)


def _made(name: str, factory: Callable[[], object]) -> Executor:
    try:
        executor = factory()
    except Exception as error:
        raise UsageError(
            f"--executor {name}: the factory fails ({_told(error)}); it is called without arguments: mend it, or see "
            "whether its cluster is up"
        ) from error
    if not callable(getattr(executor, "submit", None)) or not callable(getattr(executor, "shutdown", None)):
        raise UsageError(
            f"--executor {name}: the factory returns {type(executor).__name__}, which has no submit and shutdown; "
            "return a concurrent.futures.Executor"
        )
    return cast("Executor", executor)


def _told(error: BaseException) -> str:
    return one_line(f"{type(error).__name__}: {error}")
