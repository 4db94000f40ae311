# Everything a user or developer runs. Nothing has to be installed by hand before `make demo` or
# `make test` on Debian or Ubuntu with Python 3.11 or newer.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
DEMO   ?= demo
EXAMPLE = manifests/score-record/deployment-score-record.yaml\#/spec/replicas

.PHONY: demo app test test-fast lint bench fuzz accept lock schema clean help

help:
	@echo "make demo    run the main job on the sample estate, in $(DEMO)/"
	@echo "make app     open the app on that estate"
	@echo "make test    install what tests need, bring up the testbed, run everything, stop it"
	@echo "make lint    ruff, mypy --strict, import contracts"
	@echo "make bench   measure speed beside the alternatives"
	@echo "make fuzz    read 20,000 mutated inputs; CASES=n SEED=n ask for others"
	@echo "make accept  rewrite samples/*/expected from what the toolkit says now; review the diff"
	@echo "make lock    pin the dependencies anew"

demo: $(VENV)/.runtime
	@rm -rf $(DEMO)
	@$(BIN)/migrate init $(DEMO) --sample score-record
	@$(BIN)/migrate run $(DEMO)
	@echo
	@echo 'Why is a value what it is? For example:'
	@echo '  $(BIN)/migrate explain $(DEMO) $(EXAMPLE)'
	@$(BIN)/migrate explain $(DEMO) '$(EXAMPLE)'
	@echo 'The same in a browser: make app'

app: $(VENV)/.runtime
	@test -f $(DEMO)/migration.yaml || $(MAKE) --no-print-directory demo
	@$(BIN)/migrate app $(DEMO)

test: $(VENV)/.test lint
	@tests/testbed/run.sh $(BIN)/python -m pytest $(PYTEST)

test-fast: $(VENV)/.test
	@$(BIN)/python -m pytest -m "not engine and not cluster and not browser" $(PYTEST)

lint: $(VENV)/.test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: $(VENV)/.test
	@for script in bench/*.py; do $(BIN)/python -m bench.$$(basename $$script .py); done

fuzz: $(VENV)/.test
	@$(BIN)/python -m tests.read.fuzz $(or $(CASES),20000) $(SEED)

accept: $(VENV)/.test
	@$(BIN)/python -m tests.accept

lock: $(VENV)/.test
	@PYTHON=$(BIN)/python scripts/lock.sh

schema: $(VENV)/.test
	@$(BIN)/python scripts/schema.py

$(VENV)/.runtime: requirements.lock pyproject.toml scripts/venv.sh
	@PYTHON=$(PYTHON) scripts/venv.sh $(VENV) requirements.lock
	@touch $@

$(VENV)/.test: requirements-test.lock pyproject.toml scripts/venv.sh
	@PYTHON=$(PYTHON) scripts/venv.sh $(VENV) requirements-test.lock
	@touch $@ $(VENV)/.runtime

clean:
	rm -rf $(VENV) $(DEMO) build dist .mypy_cache .ruff_cache .pytest_cache
