# Dateline: `make demo` shows it, `make test` checks everything. Needs Python 3.11 or newer, git and make.

PYTHON ?= python3
WORKERS ?= 2
BIN := .venv/bin
DEMO := .demo
LOCK := uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command "make lock" --no-emit-index-url

show = echo; printf '%s\n' '$$ dateline $(subst ','\'',$(1))'; $(BIN)/dateline $(1)

.DEFAULT_GOAL := help
.PHONY: help venv demo test lint types docs recordings screenshots site lock format bench clean

help:  ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 13

venv: .venv/done  ## Make a virtual environment with pinned versions

.venv/done: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: export DATELINE_ARCHIVE := $(DEMO)/archive
demo: .venv/done  ## Ingest the sample articles and search them
	@rm -rf $(DEMO)
	@$(call show,ingest data/articles)
	@$(call show,sources)
	@$(call show,search harbour --limit 3)
	@$(call show,search 'title:bridge OR "sea eagles"' --limit 3)
	@$(call show,search 'source:"valley wire" date:2019' --sort newest --limit 3)
	@$(call show,search date:unknown --limit 3)
	@echo; echo "The archive stays in $(DEMO). To search it again: DATELINE_ARCHIVE=$(DATELINE_ARCHIVE) $(BIN)/dateline search ..."

test: lint types .venv/done  ## Run all checks: style, types, generated docs, tests, doctests
	$(BIN)/python -m pytest -n $(WORKERS) -q

lint: .venv/done  ## Check the style
	$(BIN)/ruff check . || { echo "correct it with: make format"; exit 1; }
	$(BIN)/ruff format --check . || { echo "correct it with: make format"; exit 1; }

types: .venv/done  ## Check the types
	$(BIN)/mypy

format: .venv/done  ## Correct the style
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

docs: .venv/done  ## Write the generated pages: commands, query language, man pages
	$(BIN)/python docs/generate.py

recordings: .venv/done  ## Record the terminal output for the documentation
	$(BIN)/python docs/recordings.py

site: docs  ## Build the documentation as an offline site in site/, and check its links
	$(BIN)/python docs/build_site.py

screenshots: .venv/done  ## Take pictures of every web page (needs Chromium)
	$(BIN)/python docs/screenshots.py

bench: .venv/done  ## Measure the speed of ingest and search, next to SQLite FTS5
	$(BIN)/python benchmarks/speed.py

lock:  ## Pin the newest versions of all libraries (needs uv)
	cd $(CURDIR) && $(LOCK) --extra test pyproject.toml --output-file requirements.lock
	cd $(CURDIR) && echo pyspark | $(LOCK) - --output-file .ci/spark.lock
	cd $(CURDIR) && echo setuptools | $(LOCK) - --output-file .ci/spark-build.lock

clean:  ## Delete everything that can be made again
	rm -rf .venv $(DEMO) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist site
