"""From an exact network to the files of other tools: one table of targets, and what each did to the function."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple

from sparsest.answer_table import answer_table
from sparsest.errors import NoFunctionError, UsageError
from sparsest.exact.decimals import format_decimal, format_short
from sparsest.exact.rationals import format_rational, to_rational
from sparsest.interchange.account import Account
from sparsest.interchange.c import rounded_up
from sparsest.interchange.choosing import Measured, best_rounding, measure_rounding
from sparsest.interchange.export_c import c_target
from sparsest.interchange.floats import FLOATS
from sparsest.interchange.layers import Layers
from sparsest.interchange.measures import network_residual, spline_of
from sparsest.interchange.ppoly import ppoly_file
from sparsest.interchange.rounding import arrays_of, changed_weights, nearest_layers
from sparsest.interchange.segments import segments_of
from sparsest.interchange.vnnlib import difference_query
from sparsest.interchange.wishes import NO_CERTIFICATE, ExportJob, Made, Wishes

__all__ = ["PROOF", "TARGETS", "export", "target_of"]

#: The suffix of a file for Coq, which is made from a certificate and not from a network.
PROOF = ".v"


def target_of(name: str) -> str:
    """Return the suffix of a file's name that says what is in it; `UsageError` lists those that are known.

    Examples
    --------
    >>> target_of("net.pt"), target_of("a/f.ppoly.NPZ"), target_of("proof.v")
    ('.pt', '.ppoly.npz', '.v')
    """
    known = [*TARGETS, PROOF]
    # The longest first: .ppoly.npz is an .npz too.
    for suffix in sorted(known, key=len, reverse=True):
        if name.lower().endswith(suffix):
            return suffix
    raise UsageError(f"{name}: its suffix says no format; give a name that ends in one of {', '.join(known)}")


def export(layers: Layers, suffix: str, wishes: Wishes | None = None) -> Made:
    """Return the content of a file, and what it took.

    Parameters
    ----------
    layers : Layers
        The exact network.
    suffix : str
        One of `TARGETS`.
    wishes : Wishes, optional
        How: floats of how many bits, on which interval, within which tolerance of which data, ...

    Raises
    ------
    UsageError
        If something is wished for that the target does not know, or is missing; the message says which. If the suffix
        is `PROOF`: a network has no proof, its certificate has.
    DataError
        If a number is beyond those of the target, or the network has several inputs and the target has one.
    NoFunctionError
        If there is a tolerance and no rounding that was tried is within it; the message says what the best reached.

    Examples
    --------
    >>> from flint import fmpq
    >>> made = export(Layers(((fmpq(1),),), (fmpq(-1, 2),), (fmpq(3),), (fmpq(0),), fmpq(0)), ".csv")
    >>> made.content.decode().splitlines()[1]
    '1/2,0,3,0,0.5,0,3,0'
    """
    if suffix == PROOF:
        raise UsageError(
            f"{PROOF} is for a certificate, not for a network: sparsest export CERTIFICATE --to FILE{PROOF}"
        )
    target = TARGETS[suffix]
    job = ExportJob.of(layers, wishes or Wishes())
    job.refuse_what_is_of_no_use(suffix, target.takes)
    if target.one_input and layers.dimension != 1:
        raise UsageError(f"{suffix} is for functions of one input, and this one has {layers.dimension}")
    made = target.make(job)
    return _within(made, job)


def _within(made: Made, job: ExportJob) -> Made:
    """Return what was made, if it is within the tolerance of the labels, or there is none."""
    tolerance, residual = job.wishes.tolerance, made.account.residual
    if tolerance is None:
        return made
    if residual is None:  # never "within" where nothing was held against it
        raise UsageError("a tolerance is about labels, and no data point is where the file has a value; give others")
    if residual.size > tolerance:
        where = ", ".join(format_short(x) for x in residual.where)
        raise NoFunctionError(
            f"not within {format_short(tolerance)} of every label: the largest residual is "
            f"{format_decimal(residual.size, 6)}, at x = {where} ({made.account.way}); nothing was written"
        )
    return made._replace(account=made.account._replace(tolerance=tolerance))


def _tensors(module: str) -> Callable[[ExportJob], Made]:
    def make(job: ExportJob) -> Made:
        found, tried = _rounded(job)
        content = _written(module, found)
        return Made(content, _account(job, f"{module}, {found.rounded.kind.name}", found, tried))

    return make


def _rounded(job: ExportJob) -> tuple[Measured, int]:
    """Return the network in floats: the nearest ones, or with a tolerance the best that is found."""
    bits = job.wishes.bits or 64
    if job.wishes.tolerance is not None and job.data:
        return best_rounding(job.layers, bits, job.data, job.box)
    return measure_rounding(nearest_layers(job.layers, bits), job.layers, job.data, job.box), 1


def _written(module: str, found: Measured) -> bytes:
    content: bytes = import_module(f"sparsest.interchange.{module}").write(arrays_of(found.rounded))
    return content


def _account(job: ExportJob, what: str, found: Measured, tried: int) -> Account:
    layers = found.rounded.layers
    way = found.rounded.way + (f"; the best of {tried} roundings" if tried > 1 else "")
    same = len(layers.v) == len(job.layers.v)
    changed = changed_weights(job.layers, layers) if same else None
    notes = [] if changed == 0 else [_what_it_means(job, layers)]
    if not layers.v:
        notes.append("the network has no neurons: one of zeros is written")
    return job.account(what, way, found.residual, found.difference)._replace(
        changed=changed, notes=(*job.layers.notes, *notes)
    )


def _what_it_means(job: ExportJob, rounded: Layers) -> str:
    """Return what to say of certificates where weights changed."""
    if job.layers.dimension == 1 and spline_of(rounded) == spline_of(job.layers):
        return "the weights are others, the function is the same"
    return NO_CERTIFICATE


def _json(job: ExportJob) -> Made:
    layers = job.layers
    document: Mapping[str, object] = {
        "neurons": [
            {
                "output_weight": format_rational(v),
                "input_weights": [format_rational(a) for a in w],
                "bias": format_rational(b),
            }
            for v, w, b in zip(layers.v, layers.w, layers.b, strict=True)
        ],
        "skip": [format_rational(a) for a in layers.skip],
        "offset": format_rational(layers.offset),
    }
    content = json.dumps(document, indent=2) + "\n"
    return Made(content.encode(), _exact_account(job, "our JSON"))


def _csv(job: ExportJob) -> Made:
    layers = job.layers
    notes: tuple[str, ...] = layers.notes
    if layers.dimension == 1:
        text = answer_table(spline_of(layers))
    else:
        text, notes = answer_table(layers.to_multivariate()), (*notes, *layers.added)
    return Made((text + "\n").encode(), _exact_account(job, "table")._replace(notes=notes))


def _exact_account(job: ExportJob, what: str) -> Account:
    """Return the account of a file that holds the exact numbers; its residual is that of the network itself."""
    residual = network_residual(job.layers, job.data) if job.data else None
    return job.account(what, "none: the numbers are exact", residual, None)


def _ppoly(job: ExportJob) -> Made:
    spline, (low, high) = spline_of(job.layers), job.needed_box()
    segments = segments_of(spline, FLOATS[64], low, high)
    content = ppoly_file(segments, high)
    way = "slopes and values at knots are float64, each row made good by the next"
    return Made(content, job.segments_account("c and x of SciPy's PPoly", way, segments))


def _vnnlib(job: ExportJob) -> Made:
    """Return the query, and beside it the network in ONNX that it is about."""
    spline, (low, high) = spline_of(job.layers), job.needed_box()
    found, tried = _rounded(job)
    onnx = _written("onnx", found)
    worst = found.difference
    if worst is None:  # there is a box, and one input
        raise UsageError("a query needs a function of one input and a box")
    most = to_rational(rounded_up(worst.size)) if job.wishes.difference is None else job.wishes.difference
    answer = "unsat" if worst.size <= most else "sat"
    remarks = [
        f"Is there an input in [{format_short(low)}, {format_short(high)}] at which the network and a piecewise-linear",
        f"function differ by more than {format_short(most)}? The network is the ONNX file beside this one.",
        f"As exact arithmetic has it: {answer}; the largest difference is {format_short(worst.size)},",
        f"at {format_short(worst.where[0])}.",
    ]
    text = difference_query(spline, low, high, most, remarks)
    account = _account(job, f"VNN-LIB 2.0 and ONNX, {found.rounded.kind.name}", found, tried)
    notes = (*account.notes, f"the query, for a difference of more than {format_short(most)}, is {answer}")
    return Made(text.encode(), account._replace(notes=notes), {".onnx": onnx})


class Target(NamedTuple):
    """What a suffix stands for.

    Parameters
    ----------
    make : callable
        From the job to the file.
    takes : frozenset of str
        The wishes that it knows, besides data and tolerance.
    one_input : bool
        Whether it is for functions of one input only.
    """

    make: Callable[[ExportJob], Made]
    takes: frozenset[str] = frozenset()
    one_input: bool = False


_FLOATS = frozenset({"bits", "box"})

#: What is written, by the suffix of the file.
TARGETS: dict[str, Target] = {
    ".pt": Target(_tensors("pt"), _FLOATS),
    ".safetensors": Target(_tensors("safetensors"), _FLOATS),
    ".npz": Target(_tensors("npz"), _FLOATS),
    ".onnx": Target(_tensors("onnx"), _FLOATS),
    ".json": Target(_json),
    ".csv": Target(_csv),
    ".ppoly.npz": Target(_ppoly, frozenset({"box"}), one_input=True),
    ".c": Target(c_target, frozenset({"box", "c_type", "x_unit", "y_unit"}), one_input=True),
    ".vnnlib": Target(_vnnlib, frozenset({"bits", "box", "difference"}), one_input=True),
}
