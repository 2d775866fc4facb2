# make demo   solve a real data set, print the report, write plot and certificate, verify the certificate
# make test   everything that must hold: lint, strict types, the test suite, and the suite again under python -O
# make check  the same without the set-up
# make quick  for the hand while working, in a minute or so: lint, types, and of every test file what is not slow
# make report every claim of the registry with its evidence, as HTML and PDF in paper/; EXAMPLES, SEED, CAMPAIGN
# make bench  the benchmarks (tests/bench), each printed beside its baseline
# make notebooks  execute the notebooks (notebooks/*.py) into build/notebooks/*.ipynb
# make conformance  all contestants, controls and impostors on the conformance suite; the tables of docs/conformance.md
# make errata write paper/errata.md: each slip with the smallest example that a search finds
# make statements  write docs/statements.md: every claim in full
# make experiments  write paper/experiments.md and its figures: both experiments of the paper, and beyond
# make contents  write docs/paper.md: every item of print with its claims, verdicts and errata
# make paper  the technical note as PDF and HTML in paper/: its numbers computed, or read where they are recorded; in seconds
# make guarantees  write the table by function in docs/guarantees.md
# make docs   the site, build/site/index.html: documents, executed notebooks, API; every link of it is checked, and how many clicks answers take
# make links  the same, and its links to other sites, which needs a network
# make proofs  the Coq development: build, coqchk, assumptions, the extracted checker, rounding bounds (needs Coq; docs/formal.md)
# make adapters  the tests of sparsest.torch, sparsest.sklearn and read_network against the real PyTorch and scikit-learn, in .venv-adapters
# make lock   resolve the pinned requirements anew

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
OUT    := build/demo
# Pinned nowhere else: a plain torch resolves to a build of several GB on many machines. TORCH=torch==2.9.0 for another.
TORCH  ?= torch==2.13.0
REAL   := .venv-adapters
LOCK_GROUP := uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header
LOCK   := $(LOCK_GROUP) --extra plot --extra claims

EXECUTED := $(patsubst notebooks/%.py,build/notebooks/%.ipynb,$(wildcard notebooks/[0-9]*.py))
LIBRARY  := $(shell find reference/sparsest proofs_check -name '*.py')

# Whoever starts Python without bytecode would wait for the compilation of every module, and pytest for its rewriting of
# every test, in each of the hundreds of processes that the tests start: a quarter of what a small process takes.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test check quick quickly lint unit optimised report notebooks bench conformance errata statements contents paper guarantees docs links experiments proofs adapters lock clean

demo: $(VENV)/.run
	@mkdir -p $(OUT)
	$(BIN)/sparsest solve reference/sparsest/datasets/nile.csv --p 0+ --plot $(OUT)/nile.svg --certificate $(OUT)/nile.json
	$(BIN)/sparsest verify $(OUT)/nile.json

test: $(VENV)/.test check

# Lint beside the tests, some of which wait for a browser or a process.
check:
	$(MAKE) --no-print-directory -j 2 lint unit
	$(MAKE) --no-print-directory optimised

quick:
	$(MAKE) --no-print-directory -j 2 lint quickly

quickly:
	$(BIN)/python -m pytest --quick -n 2 --dist worksteal

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

unit:
	$(BIN)/python -m pytest -n 2 --dist worksteal

# The checker must hold where assertions vanish. Pytest's own asserts vanish there too, so this is a script that exits non-zero.
optimised:
	$(BIN)/python -O -m tests.optimised

report: $(VENV)/.test
	$(BIN)/python -m proofs_check.report --out paper $(if $(EXAMPLES),--examples $(EXAMPLES)) $(if $(SEED),--seed $(SEED)) $(if $(CAMPAIGN),--campaign $(CAMPAIGN))

bench: $(VENV)/.bench
	$(BIN)/python -m tests.bench

conformance: $(VENV)/.bench
	$(BIN)/python -m proofs_check.conformance.standings docs/conformance.md

notebooks: $(VENV)/.test
	$(BIN)/python notebooks/run.py

errata: $(VENV)/.bench
	$(BIN)/python -m proofs_check.errata paper/errata.md

statements: $(VENV)/.test
	$(BIN)/python -m proofs_check.report.statements docs/statements.md

contents: $(VENV)/.test
	$(BIN)/python -m proofs_check.report.paper docs/paper.md

paper: $(VENV)/.test
	$(BIN)/python -m proofs_check.note --out paper

guarantees: $(VENV)/.test
	$(BIN)/python -m proofs_check.report.assurance docs/guarantees.md

docs: $(VENV)/.docs
	$(MAKE) --no-print-directory -j 2 $(EXECUTED)
	$(BIN)/python docs/site/stage.py
	$(BIN)/python -m sphinx -b html -q -n -W --keep-going -j 2 -c docs/site -d build/site-doctrees build/site-source build/site
	$(BIN)/python docs/site/check.py build/site

links: docs
	$(BIN)/python docs/site/check.py build/site --others

# A notebook is executed anew when its text changes, or what it shows.
build/notebooks/%.ipynb: notebooks/%.py notebooks/style.py notebooks/run.py $(LIBRARY) | $(VENV)/.test
	$(BIN)/python notebooks/run.py $<

proofs: $(VENV)/.test
	$(BIN)/python -m proofs_check.formal build/formal
	SPARSEST_COQ=$(CURDIR)/build/formal $(BIN)/python -m pytest tests/proofs_check/formal

adapters: $(REAL)/.made
	SCIPY_ARRAY_API=1 $(REAL)/bin/python -m pytest tests/test_torch.py tests/test_sklearn.py tests/training/test_twin.py tests/interchange/test_real.py reference/sparsest/torch.py reference/sparsest/sklearn.py

experiments: $(VENV)/.test
	$(BIN)/python -m proofs_check.experiments paper/experiments.md $(if $(SEEDS),--seeds $(SEEDS))

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "sparsest needs Python >= 3.11; $(PYTHON) is $$($(PYTHON) --version). Say which one to use: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python requirements/run.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/.bench: $(VENV)/.test requirements/bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

$(VENV)/.docs: $(VENV)/.test requirements/docs.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/docs.txt
	@touch $@

$(REAL)/.made: $(VENV)/.python requirements/test.txt
	$(PYTHON) -m venv $(REAL)
	$(REAL)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	$(REAL)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(REAL)/bin/python -m pip install --quiet --disable-pip-version-check pandas scikit-learn $(TORCH)
	@touch $@

# The largest first: it constrains the others, so that each package has one version in all of them.
lock:
	$(LOCK) --extra report --group dev --group bench pyproject.toml -o requirements/bench.txt
	$(LOCK_GROUP) --group docs --constraint requirements/bench.txt -o requirements/docs.txt
	$(LOCK) --extra report --group dev --constraint requirements/bench.txt pyproject.toml -o requirements/test.txt
	$(LOCK) --group build --constraint requirements/bench.txt pyproject.toml -o requirements/run.txt

clean:
	rm -rf build dist $(VENV) $(REAL) .pytest_cache .mypy_cache .ruff_cache .hypothesis
