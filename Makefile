# Two targets do everything on a fresh machine: `make demo` and `make test`. Both set themselves up.
.DEFAULT_GOAL := help
.PHONY: help demo test test-slow validator lint types docs template pictures bench clean

# The first Python that runs and is new enough; `make PYTHON=...` chooses another.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
RUN := $(VENV)/bin
PIP := $(RUN)/python -m pip --quiet --disable-pip-version-check

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "xltags needs Python 3.11 or newer on the PATH (or: make PYTHON=/path/to/python)"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade 'pip>=25.1'

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(PIP) install --editable '.[fast]'
	@touch $@

$(VENV)/.developed: pyproject.toml $(VENV)/.installed
	$(PIP) install --group dev
	@touch $@

$(VENV)/.benched: pyproject.toml $(VENV)/.developed
	$(PIP) install --group bench
	@touch $@

demo: $(VENV)/.installed ## Set up, write a filled sample workbook, check, score and report it
	$(RUN)/xltags demo demo

test: $(VENV)/.developed ## Set up and run the tests
	$(RUN)/python -m pytest -n 2 --dist worksteal

test-slow: $(VENV)/.developed validator ## Run the slow tests too (LibreOffice, big and hostile workbooks)
	$(RUN)/python -m pytest -n 2 --dist worksteal --slow -m slow

validator: $(VENV)/.developed ## Fetch Microsoft's Open XML SDK validator for the slow tests, where npm can
	@$(RUN)/python -m tests.sdk_validator

lint: $(VENV)/.developed ## Check style and format
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .

types: $(VENV)/.developed ## Check types
	$(RUN)/mypy

docs: $(VENV)/.developed ## Renew the generated blocks of README.md and docs/
	$(RUN)/python -m xltags.cli.generated_docs

template: $(VENV)/.developed ## Renew workbook_template.xlsx from the code
	$(RUN)/python -m xltags.books.template

pictures: $(VENV)/.developed ## Renew the pictures of every sheet in docs/images (LibreOffice, poppler)
	$(RUN)/python -m tests.gallery

bench: $(VENV)/.benched ## Measure against other readers, writers and validators
	$(RUN)/python -m benchmarks.run --markdown benchmarks/RESULTS.md

clean: ## Remove what the other targets made
	rm -rf $(VENV) demo .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
