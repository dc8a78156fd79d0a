# Everything here sets itself up: Python 3.11+ and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAGE ?= dev
ONCE ?= 0
BUCKET ?=
SECONDS ?= 60
DO ?= balance
export PYTHONPATH := .

.PHONY: run preview check train test exhaustive lint format fuzz bench package deploy ledger import correct examples clean

$(VENV)/ready: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Loket needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || { echo "Making the environment in $(VENV) (once, about a minute)"; $(PYTHON) -m venv $(VENV); }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/ready
	@$(BIN)/python -m infra.local --once=$(ONCE)

test: $(VENV)/ready
	@$(BIN)/python -m pytest -n auto --dist=worksteal -m "not slow"

# What is exhaustive takes longer: every sample at every crash point, the real package, long properties.
exhaustive: $(VENV)/ready
	@$(BIN)/python -m pytest -n auto --dist=worksteal -m slow

check: $(VENV)/ready
	@$(BIN)/python -m infra.check

train: $(VENV)/ready
	@$(BIN)/python -m training

preview: $(VENV)/ready
	@$(BIN)/python -m infra.preview

fuzz: $(VENV)/ready
	@$(BIN)/python -m tests.mail.fuzzing --seconds $(SECONDS)

lint: $(VENV)/ready
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: $(VENV)/ready
	@$(BIN)/python -m infra.bench

package: $(VENV)/ready
	@$(BIN)/python -m infra.package --stage $(STAGE)

deploy: $(VENV)/ready
	@$(BIN)/python -m infra.deploy --stage $(STAGE) --bucket "$(BUCKET)"

# make ledger DO="show whatsapp:wamid.X"   (balance, show, due, clock, quarantine, replay, attachment, pair, lift, claim-answer, preferences)
ledger: $(VENV)/ready
	@$(BIN)/python -m infra.ledger $(DO)

# make import FILE=customers.csv [SHOP=tuinhuis]   accounts, preferences and orders; docs/import.md has the format
import: $(VENV)/ready
	@$(BIN)/python -m infra.importing "$(FILE)" $(if $(SHOP),--shop "$(SHOP)")

# make examples [FILE=training/corpus/corrected.txt]   agents' corrections, for make train to take in
examples: $(VENV)/ready
	@$(BIN)/python -m infra.examples $(if $(FILE),-o "$(FILE)")

# make correct DO="undo org:K1 case-…"   (merge, split, undo, agree, leave, link, unlink); docs/grouping.md explains
correct: $(VENV)/ready
	@$(BIN)/python -m infra.correct $(DO)

format: $(VENV)/ready
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean:
	@rm -rf $(VENV) out .chalice/deployments .mypy_cache .ruff_cache .pytest_cache .hypothesis
