"""How commands read NETWORK: its options, and exact layers from it, with what was assumed said on stderr."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from sparsest.errors import UsageError
from sparsest_cli.common import say
from sparsest_cli.reading import name_of, standard_input

if TYPE_CHECKING:
    from flint import fmpq

    from sparsest.interchange.layers import Layers

__all__ = ["interval_of", "pair_of", "read_layers_of", "reads_network"]

_OPTIONS = (
    click.option(
        "--weights",
        metavar="W1=NAME,...",
        help="Which arrays of the file are what: W1, b1, W2, b2, skip; NAME.T for a transposed one.",
    ),
    click.option(
        "--x-scaler",
        multiple=True,
        metavar="MEAN,SCALE",
        help="The network was trained on (x - MEAN) / SCALE; repeat for each input.",
    ),
    click.option("--y-scaler", metavar="MEAN,SCALE", help="Its value f stands for the label MEAN + SCALE f."),
    click.option(
        "--scaler-formula",
        type=click.Choice(["divide", "multiply"]),
        default="divide",
        show_default=True,
        help="(x - MEAN) / SCALE, exactly; or times the double nearest to 1 / SCALE, as some converters write it.",
    ),
)
_NAMES = ("weights", "x_scaler", "y_scaler", "scaler_formula")


class _Named(io.BytesIO):
    """What was read, with its name for messages."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content)
        self.name = name


def reads_network(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a network; it gets them as one keyword, `how`, for `read_layers_of`."""

    @functools.wraps(command)
    def wrapped(**options: Any) -> None:
        how = {name: options.pop(name) for name in _NAMES}
        command(**options, how=how)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def read_layers_of(network: str, how: dict[str, Any], content: bytes | None = None) -> Layers:
    """Read a network exactly, from its file or from what was read of it; say what was assumed."""
    from sparsest.interchange.read import read_layers
    from sparsest.interchange.tensors import MAX_BYTES

    if content is None and network == "-":
        content = standard_input(MAX_BYTES + 1)
    source = network if content is None else _Named(content, name_of(network))
    layers = read_layers(
        source,
        weights=how["weights"],
        x_scaler=[pair_of(text, "--x-scaler") for text in how["x_scaler"]] or None,
        y_scaler=None if how["y_scaler"] is None else pair_of(how["y_scaler"], "--y-scaler"),
        formula=how["scaler_formula"],
    )
    if layers.notes:
        say(f"sparsest: {name_of(network)}: {'; '.join(layers.notes)}")
    return layers


def pair_of(text: str, option: str) -> tuple[str, str]:
    """Return the two numbers of "A,B", as text.

    Examples
    --------
    >>> pair_of("0.5,2", "--x-scaler")
    ('0.5', '2')
    """
    parts: Sequence[str] = text.split(",")
    if len(parts) != 2 or not all(part.strip() for part in parts):
        raise UsageError(f"{option} {text}: give two numbers with a comma between, as in {option} 0.5,2")
    return parts[0].strip(), parts[1].strip()


def interval_of(text: str, option: str) -> tuple[fmpq, fmpq]:
    """Return the two ends of "LOW,HIGH", exactly.

    Examples
    --------
    >>> interval_of("-0.5,1/3", "--range")
    (-1/2, 1/3)
    """
    from sparsest.errors import DataError
    from sparsest.exact.rationals import to_rational

    try:
        low, high = map(to_rational, pair_of(text, option))
    except DataError as error:
        raise UsageError(f"{option} {text}: {error}") from None
    if low > high:
        raise UsageError(f"{option} {text}: the interval is empty; swap its ends")
    return low, high
