# Pantau needs Python 3.11 or newer, make and a package index; `make demo` and `make test` set up the rest in .venv.
PYTHON ?= python3
WORKERS ?= auto
PY := .venv/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help install demo test lint gate floors bench bench-peers lock clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*  ## /\1|/p' Makefile | awk -F'|' '{printf "make %-13s%s\n", $$1, $$2}'

install: .venv/ready  ## set up .venv with the `pantau` command
	@echo "Ready: .venv/bin/pantau --help"

demo: .venv/ready  ## crawl the sample press and show what was found
	@.venv/bin/pantau demo

test: .venv/ready-dev  ## run the tests, by as many workers as there are cores; WORKERS=0 for none
	@$(PY) -m pytest --numprocesses $(WORKERS)

lint: .venv/ready-dev  ## check style and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

gate: .venv/ready-dev  ## fail if an extraction score is below its floor
	@$(PY) -m pytest tests/test_gold.py

floors: .venv/ready-dev  ## raise the floors to today's scores; never lowers one
	@$(PY) -m tests.gold.floors

bench: .venv/ready-dev  ## measure reading, extracting, crawling and the index as ratios; ARTICLES=100000 for a large index
	@$(PY) -m bench $(ARTICLES)

# The peers come with the client of today, which stops both, and once more with the one of their time.
bench-peers: .venv/ready-dev  ## measure beside the Elasticsearch pipelines of two peers, in environments of their own
	@for client in "elasticsearch" "elasticsearch<8"; do \
	  $(PYTHON) -m venv build/peers && \
	  build/peers/bin/python -m pip --quiet --disable-pip-version-check install --upgrade pip && \
	  build/peers/bin/python -m pip --quiet --disable-pip-version-check install news-please ScrapyElasticSearch "$$client" && \
	  echo "peers with $$client" && $(PY) -m bench.peers build/peers/bin/python; done

lock: .venv/ready-dev  ## pin requirements*.in with hashes (needs uv)
	@for name in requirements requirements-dev; do \
	  uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-find-links \
	    --python-version 3.11 $$name.in --output-file $$name.txt; done

clean:  ## remove .venv and the demo's index
	rm -rf .venv demo build *.egg-info

# pip is upgraded first: the one bundled with Python 3.11.7 crashes on these packages.
.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Pantau needs Python 3.11 or newer; set PYTHON=")'
	@echo "Setting up .venv (once, about a minute) ..."
	@$(PYTHON) -m venv .venv
	@$(PIP) install --upgrade pip
	@$(PIP) install --require-hashes --requirement requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch .venv/ready

.venv/ready-dev: .venv/ready requirements-dev.txt
	@echo "Adding the development tools ..."
	@$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch .venv/ready-dev
