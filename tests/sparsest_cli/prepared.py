"""What is ready in the process that commands are forked from: imports, and what numba reads before a kernel."""

import gc
import importlib
from pathlib import Path

from hypothesis.configuration import set_hypothesis_home_dir
from numba.core.registry import cpu_target

from proofs_check.claims import claim
from proofs_check.running.runs import check_property

_COMMANDS = ["sparsest_cli.commands", "sparsest.report", "sparsest.plot", "proofs_check.running.session"]
_COMMANDS += ["sparsest.validation_report", "sparsest.interchange.read", "sparsest.answer_table", "sparsest.training"]
_COMMANDS += ["sparsest.multivariate.solve", "proofs_check.report", "proofs_check.formal"]
_LIBRARIES = ["matplotlib.figure", "matplotlib.backends.backend_svg", "highspy", "hypothesis", "rich._emoji_codes"]
_LIBRARIES += ["email.feedparser", "statistics", "encodings.utf_8_sig", "encodings.cp437"]

for _name in _COMMANDS + _LIBRARIES:
    importlib.import_module(_name)

# As numba does when it compiles a kernel or reads one from its cache: 0.4 s, for which every command would wait.
cpu_target.typing_context.refresh()
cpu_target.target_context.refresh()

# What Hypothesis draws from is read in the sources of all modules, a second for each command that draws; it is kept in
# the folder of the tests, for the next worker and the next run, wherever the first test that needs a command may be.
set_hypothesis_home_dir(Path(__file__).parents[2] / ".hypothesis")
check_property(claim("theorem-3.1-1"), examples=5)
set_hypothesis_home_dir(None)

# A look for garbage would write to the memory of all of it, which each command shares as long as nobody does.
gc.freeze()
