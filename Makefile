# `make run` and `make test` are all the set-up there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TESTS ?= tests

.PHONY: help run install test check format bench guard-report privacy-report train clean

help:
	@echo "make run      set up, load sample accounts, start the service, print the links"
	@echo "make test     set up and run every test (browser and PostgreSQL included)"
	@echo "make install  the set-up alone: leaves $(BIN)/forbear"
	@echo "make check    ruff, mypy, import linter"
	@echo "make bench    figures: start, memory, time of a turn stage by stage, 1,000 conversations"
	@echo "make guard-report  measure the guard on the test split and write docs/guard.md"
	@echo "make privacy-report  measure redaction on its test split, write docs/privacy.md, raise the floors"
	@echo "make train    train the classifiers and embed the documents again, after changing either"

run: install
	$(BIN)/forbear serve --demo

install: $(VENV)/.installed

test: $(VENV)/.installed-dev
	@$(BIN)/python scripts/find_browser.py
	$(BIN)/pytest -n 2 --dist loadscope --no-loadscope-reorder $(TESTS)

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed-dev
	$(BIN)/python scripts/bench.py
	$(BIN)/python scripts/guard_report.py --times
	$(BIN)/python scripts/privacy_speed.py

guard-report: $(VENV)/.installed-dev
	$(BIN)/python scripts/guard_report.py

privacy-report: $(VENV)/.installed-dev
	$(BIN)/python scripts/privacy_report.py

train: $(VENV)/.installed-dev
	$(BIN)/python -m service.understanding.train
	$(BIN)/python -m service.guard.rapport_training
	$(BIN)/python -m service.guard.reader_training
	$(BIN)/python -m service.knowledge.vectorising

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/uv: requirements-installer.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Forbear needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Set PYTHON=python3.12, say.")'
	@$(PYTHON) -m venv $(VENV) || (echo "Python cannot make a virtual environment here. On Debian and Ubuntu: apt install python3-venv"; exit 1)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-installer.lock
	@touch $@

$(VENV)/.installed: requirements.lock pyproject.toml $(BIN)/uv
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@
