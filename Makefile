# `make run` shows a centre at work, `make test` proves it, `make bench` measures it. All do their own set-up.
#
#   make run                 the service, an emulated PBX, callers and agents; needs no root
#   make run PBX=asterisk    the same on a real Asterisk with SIPp phones; needs root and apt
#   DURATION=60 make run     ends by itself after 60 seconds
#   make test                every check and every test; needs root for those on a real Asterisk
#   make bench               this service and Queue() on one real Asterisk; needs root and apt
#   BENCH="--quick --json" make bench

PBX ?= emulated
DURATION ?=
BENCH ?=
PYTHON ?= python3
VENV := .venv
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet

.PHONY: run test bench setup setup-dev lock format clean

run: setup
	@$(VENV)/bin/python -m simulator.demo --pbx $(PBX) $(if $(DURATION),--duration $(DURATION))

test: setup-dev
	@$(VENV)/bin/python -m tests.run_everything

bench: setup-dev
	@$(VENV)/bin/python -m benchmarks asterisk $(BENCH)

setup: $(VENV)/ready
	@$(VENV)/bin/python -m acd.compiled || true
	@$(VENV)/bin/python -m api.pages.build || true

setup-dev: $(VENV)/ready-dev
	@$(VENV)/bin/python -m acd.compiled || true
	@$(VENV)/bin/python -m api.pages.build || true

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "Python 3.11 or later is needed, this is " + sys.version.split()[0]'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "A virtual environment could not be made: apt install python3-venv"; exit 1; }

$(VENV)/ready: $(VENV)/bin/python requirements/run.lock pyproject.toml
	@echo "Setting up (once, about a minute) ..."
	@$(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements/dev.lock
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

# New versions of the dependencies: hashes, and no addresses of registries.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links pyproject.toml

lock: setup-dev
	@$(PIP) install uv
	@$(VENV)/bin/$(LOCK) --group dev --output-file requirements/dev.lock --upgrade
	@$(VENV)/bin/$(LOCK) --group setup --constraints requirements/dev.lock --output-file requirements/run.lock --upgrade

format: setup-dev
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .

clean:
	@rm -rf $(VENV) var
