# Two commands matter: `make run` to use HopeCare, `make test` before a change is handed in.
# Both set up what they need from the hashed locks; only Python 3.11+ and make must be there.

PYTHON ?= python3
# One more than two cores: some tests wait, for a browser, a provider or a clock.
WORKERS ?= 3
BIN := .venv/bin
SHELL := /bin/bash
# Each file of ours is compiled once, for every worker and every program that a test starts, also
# where the environment forbids writing beside the sources.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/bytecode
export PYTHONDONTWRITEBYTECODE :=
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
LOCK := uv pip compile pyproject.toml --no-config --quiet --universal --python-version 3.11 \
	--generate-hashes --no-strip-extras --no-emit-index-url --no-header

# The gates try these, whole; `make test` has done so when its own run begins.
GATED := tests/architecture/test_locks.py tests/test_migrations.py
OPENFISCA := tests/benchmarks/openfisca
OPTIMUM := tests/benchmarks/optimum

.DEFAULT_GOAL := run
.PHONY: run test whole check gates types shape optimize api-check bench bench-openfisca bench-optimum hsds faults soak audit lock revision words pictures demo

run: .venv/users ## start HopeCare: web and worker in one process
	@$(BIN)/python -m hopecare

optimize: .venv/users ## add OR-tools, for exact answers of `flask matching solve`
	@$(PIP) -r deploy/optimize/requirements.txt

test: .venv/developers gates ## every gate, then every test at its everyday size
	@$(BIN)/python -W "ignore:Unable to activate pytest" -m slipcover --json --out .venv/covered.json -m pytest -n $(WORKERS) --dist worksteal --everyday \
		$(addprefix --ignore=,$(GATED)) $(PYTEST)
	@$(BIN)/python -m slipcover --merge .venv/covered.json --out .venv/covered.json --fail-under 94

whole: .venv/developers ## every test on both databases, with every case of its sweeps (decision 44)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST)

check: .venv/developers gates ## the gates alone

# Two at a time: a core would stand idle while the types are checked.
gates:
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target types shape

types:
	$(BIN)/mypy

shape:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -p no:randomly $(GATED)

api-check: .venv/developers ## schemathesis asks the API with many examples: make api-check TRIES=200
	API_EXAMPLES=$(or $(TRIES),100) API_REQUESTS=1000000 $(BIN)/python -m pytest tests/blueprints/test_api_conforms.py --timeout=0

bench: .venv/developers ## everything in tests/benchmarks, measured
	$(BIN)/python -m pytest tests/benchmarks --benchmark-enable --benchmark-only -p no:randomly

bench-openfisca: .venv/developers .venv-openfisca/ready ## our engine beside OpenFisca-Core, in an environment of its own
	$(BIN)/python -m tests.benchmarks.openfisca.compare

bench-optimum: .venv-optimum/ready ## batches beside the best there is, in an environment of its own
	.venv-optimum/bin/python -m pytest tests/benchmarks/test_matching_quality.py tests/benchmarks/test_matching_cities.py --benchmark-enable --benchmark-only -p no:randomly

hsds: .venv/developers ## read public examples of HSDS 3.0 and write them again, held to the schemas: make hsds EXAMPLES=DIR
	$(BIN)/python -m tests.hsds $(EXAMPLES)

faults: .venv/developers ## every fault at full size
	$(BIN)/python -m pytest tests/faults --full --timeout=0

soak: .venv/developers ## the long runs at full size
	$(BIN)/python -m pytest tests/soak --full --timeout=0

audit: .venv/developers ## known weaknesses in the locked packages (asks the internet)
	$(BIN)/python -m pip_audit --require-hashes --disable-pip -r requirements.txt

lock: ## compile the locks again after a change of pyproject.toml (needs uv)
	$(LOCK) --output-file requirements.txt
	$(LOCK) --group dev --constraint requirements.txt --output-file tests/requirements.txt
	$(LOCK) --extra optimize --constraint requirements.txt --output-file deploy/optimize/requirements.txt
	$(subst pyproject.toml,$(OPENFISCA)/requirements.in,$(LOCK)) --output-file $(OPENFISCA)/requirements.txt
	$(subst pyproject.toml,$(OPTIMUM)/requirements.in,$(LOCK)) --constraint deploy/optimize/requirements.txt \
		--output-file $(OPTIMUM)/requirements.txt

revision: .venv/developers ## write a migration from what the models changed: make revision NUMBER=0002 NAME=add_x
	@$(BIN)/python -c "from hopecare.database import Database; from hopecare.migrations import migrate, write_revision; \
	from models import Base; d = Database('sqlite:///.venv/revision.db'); migrate(d); \
	write_revision(d, Base.metadata, number='$(NUMBER)', name='$(NAME)')"; rm -f .venv/revision.db*

words: .venv/developers ## gather the words of pages and texts, and say which lack a translation
	$(BIN)/python -m flask --app wsgi words

pictures: .venv/developers ## take the README's pictures from the real pages
	$(BIN)/python -m tests.browser.pictures

demo: .venv/users ## load the demonstration town into the database
	$(BIN)/python -m flask --app wsgi demo load

# The environment is made once and filled again only when a lock has changed.

.venv/users: requirements.txt | .venv/bin/python
	@echo "Installing the locked packages (a minute, once)..."
	@$(PIP) -r requirements.txt
	@touch $@

.venv/developers: requirements.txt tests/requirements.txt | .venv/bin/python
	@echo "Installing the locked packages for development (a few minutes, once)..."
	@$(PIP) -r requirements.txt -r tests/requirements.txt
	@touch .venv/users $@

.venv-openfisca/ready: $(OPENFISCA)/requirements.txt | .venv/bin/python
	@$(BIN)/python -m venv .venv-openfisca
	@$(subst .venv,.venv-openfisca,$(PIP)) -r $<
	@touch $@

.venv-optimum/ready: requirements.txt tests/requirements.txt deploy/optimize/requirements.txt $(OPTIMUM)/requirements.txt | .venv/bin/python
	@$(BIN)/python -m venv .venv-optimum
	@$(subst .venv,.venv-optimum,$(PIP)) -r tests/requirements.txt -r deploy/optimize/requirements.txt -r $(OPTIMUM)/requirements.txt
	@touch $@

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "HopeCare needs Python 3.11 or newer, and found no $(PYTHON)." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "HopeCare needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt install $$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
