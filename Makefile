# `make run` and `make test` do everything from nothing. `make help` explains the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help setup run test check format lint types migrations words check-look bench pictures model clean

help: ## say what each command does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.run ## make .venv with what the program needs

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Snowdrop needs Python 3.11 or newer. Yours: $$($(PYTHON) --version)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "Python's venv is missing. On Debian or Ubuntu type:  sudo apt-get install python3-venv"; exit 1; }
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock | $(VENV)/bin/python
	@echo "Installing the pinned requirements …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	@touch $@

$(VENV)/.test: requirements/test.lock $(VENV)/.run
	@echo "Installing the test requirements …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.lock
	@touch $@

run: $(VENV)/.run ## set up, migrate, load content, serve web and worker on PORT (8000)
	@PORT=$(PORT) exec $(BIN)/flask run-all

test: $(VENV)/.test ## set up and run every test, with one summary
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --durations 10 $(ARGS)

check: format lint types migrations ## what CI checks before the tests

format: $(VENV)/.test ## is the code formatted?
	@$(BIN)/ruff format --check .

lint: $(VENV)/.test ## does the linter agree?
	@$(BIN)/ruff check .

types: $(VENV)/.test ## do the types hold?
	@$(BIN)/mypy

migrations: $(VENV)/.test ## up and down on filled tables, and equal to the models
	@$(BIN)/python -m pytest -q tests/migrations $(ARGS)

check-look: $(VENV)/.test ## look at every page in every colour, day and width (about a quarter of an hour)
	@LOOK=full $(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal tests/browser/test_every_page.py $(ARGS)

bench: $(VENV)/.test ## measure the main pages, also on a slow phone, and the claims engine
	@$(BIN)/python -m bench

pictures: $(VENV)/.test ## take the pictures of README and docs from a fresh demo
	@$(BIN)/python -m scripts.pictures

$(VENV)/.train: requirements/train.lock $(VENV)/.test
	@echo "Installing what training needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/train.lock
	@touch $@

model: $(VENV)/.train ## train the score of the claims engine anew from the labelled posts
	@$(BIN)/python -m training

words: $(VENV)/.run ## bring forum/translations in step with the code; list what is not translated
	@$(BIN)/python -m words

clean: ## remove .venv and caches; instance/ with its data stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis
