"""What an erratum is: what is printed, what fails, what repair holds; and the search for the smallest example."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

__all__ = ["Erratum", "ErratumResult", "ErratumSearch", "Standing"]


class Standing(Enum):
    """What the search says of an erratum."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    RECORDED = "recorded"
    NOT_EXAMINED = "not examined"


@dataclass(frozen=True)
class ErratumSearch:
    """Looks for the smallest case in which a statement fails, and checks its repair in all of them.

    Parameters
    ----------
    space : str
        What the candidates are and in which order.
    candidates : callable
        Returns them, finitely many, smallest first.
    printed : callable
        Whether the statement, read as printed, holds of a candidate; exact.
    repaired : callable
        Whether the repaired statement does.
    show : callable
        The candidate as text: what a reader can check by hand.
    size : callable
        The candidate's size, in which the candidates never fall: so no smaller one fails than the first that does.
    """

    space: str
    candidates: Callable[[], Iterable[Any]]
    printed: Callable[[Any], bool]
    repaired: Callable[[Any], bool]
    show: Callable[[Any], str]
    size: Callable[[Any], Any]


@dataclass(frozen=True)
class ErratumResult:
    """What a search found.

    Parameters
    ----------
    standing : Standing
        CONFIRMED: the printed statement fails somewhere and the repaired one nowhere. REFUTED: the printed one fails
        nowhere, or the repair fails too. RECORDED: a published file says so, and there is nothing to search for.
        NOT_EXAMINED: what the search needs is not installed.
    example : str
        The smallest failure of the printed statement; empty if none.
    looked_at : int
        How many candidates there were.
    """

    standing: Standing
    example: str = ""
    looked_at: int = 0


@dataclass(frozen=True, kw_only=True)
class Erratum:
    """A slip or loose end of the paper, or of code that is published with it or that it builds on.

    Parameters
    ----------
    id : str
        "E1", "E2", ...
    where : str
        The place in the paper.
    printed : str
        What is printed in version 2, in short and in our words; of a display that could not be read, what the text
        around it says.
    fails : str
        What is wrong with it.
    repair : str
        What holds instead.
    theorem : str
        Whether the theorem survives.
    claims : tuple of str
        Ids of the claims that check the repaired statement.
    record : str
        Which published files were read, where the statement is about such files.
    withdrawn : str
        What an earlier form of the entry said that does not hold.
    search : ErratumSearch or None
        What finds the example; None where the record is all there is.
    needs : str
        A package that the search needs and that may be missing.
    """

    id: str
    where: str
    printed: str
    fails: str
    repair: str
    theorem: str
    claims: tuple[str, ...] = ()
    record: str = ""
    withdrawn: str = ""
    search: ErratumSearch | None = None
    needs: str = ""

    def examine(self) -> ErratumResult:
        """Run the search.

        Examples
        --------
        >>> numbers = lambda: range(10)
        >>> squares = ErratumSearch("n = 0..9", numbers, lambda n: n * n == n, lambda n: n * n >= n, str, abs)
        >>> slip = Erratum(id="E0", where="", printed="", fails="", repair="", theorem="", search=squares)
        >>> slip.examine()
        ErratumResult(standing=<Standing.CONFIRMED: 'confirmed'>, example='2', looked_at=10)
        """
        if self.search is None:
            return ErratumResult(Standing.RECORDED if self.record else Standing.NOT_EXAMINED)
        example, looked_at, repair_holds = "", 0, True
        try:
            for candidate in self.search.candidates():
                looked_at += 1
                if not example and not self.search.printed(candidate):
                    example = self.search.show(candidate)
                repair_holds = repair_holds and self.search.repaired(candidate)
        except ModuleNotFoundError as error:
            if self.needs and error.name is not None and error.name.split(".")[0] == self.needs:
                return ErratumResult(Standing.NOT_EXAMINED)
            raise
        return ErratumResult(Standing.CONFIRMED if example and repair_holds else Standing.REFUTED, example, looked_at)
