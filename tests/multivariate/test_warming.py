"""Each kernel that a search may need is compiled by its name."""

from sparsest.multivariate import beam_kernel, packing_kernel, pricing_kernel
from sparsest.multivariate.warming import warm


def test_warm__calls_the_kernels():
    for name in ("beam", "packing", "pricing"):
        warm(name)
    for kernel in (beam_kernel.expand, packing_kernel.pack, packing_kernel.known, pricing_kernel.price):
        assert kernel.is_kept()
