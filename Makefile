# `make` or `make help` says what there is to make.

PYTHON := .venv/bin/python
STAY ?= 1
# Tests of one file run one after the other, three files beside each other: two keep two cores busy only
# while neither waits. The long ones come first.
SIDE_BY_SIDE ?= -n 3 --dist loadfile --no-loadscope-reorder
stay = $(if $(filter 0 no false,$(STAY)),--no-stay,--stay)

.DEFAULT_GOAL := help
.PHONY: help setup browser demo run stop test lint check load chaos clean

help: ## List what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Set up whatever is missing: packages, .venv, translations
	@bash infra/local/setup.sh

browser: ## Set up, and Chromium for the browser tests as well
	@bash infra/local/setup.sh --browser

demo: setup ## Play a contest from start to reveal, then stay open (STAY=0: then end)
	@$(PYTHON) -m infra.demo $(stay)

run: setup ## Start an empty system and print the first organiser's link
	@$(PYTHON) -m infra.local up

stop: ## Stop the system that runs from this checkout
	@$(PYTHON) -m infra.local down

test: browser ## Run all tests (ARGS='-k scoring' narrows them)
	@$(PYTHON) -m pytest $(SIDE_BY_SIDE) $(ARGS)

lint: setup ## Check style, types and who imports whom
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports

check: lint test ## Lint, then test

load: setup ## Play a results night's load
	@$(PYTHON) -m loadtests $(ARGS)

chaos: setup ## Break parts while a contest runs
	@$(PYTHON) -m pytest tests/chaos $(ARGS)

clean: ## Remove what was made here, except .venv: the run folder and caches
	@if [ -x $(PYTHON) ]; then $(PYTHON) -m infra.local down; fi
	@rm -rf .run .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
