# Every word an office or a developer needs; `make help` lists them.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help
help: ## list these words
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

.venv/run.stamp: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "vanthu needs Python 3.11 or newer: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv
	echo "Installing into .venv (once, about a minute) …"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/deployed.stamp: .venv/run.stamp requirements-deployed.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-deployed.txt
	touch $@

.venv/dev.stamp: .venv/deployed.stamp requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

.PHONY: run
run: .venv/run.stamp ## make the demo office once, walk one dispatch from door to shelf, open the desks
	@VANTHU_DEMO=1 $(BIN)/vanthu demo --serve

.PHONY: walk
walk: .venv/run.stamp ## the same set-up and walk, then stop; exit 0 when every step held
	@VANTHU_DEMO=1 $(BIN)/vanthu demo

.PHONY: test
test: .venv/dev.stamp check servers ## everything: checks, unit, contract, end to end, browser and fault tests
	@# Side by side: contract and fault tests mostly wait for servers they have killed. Each tells all when it is done.
	$(MAKE) --no-print-directory -j 3 --output-sync=target test-unit test-contract test-fault
	$(MAKE) --no-print-directory test-browser

.PHONY: test-unit test-contract test-fault test-browser
test-unit: .venv/dev.stamp ## rules, use cases, pages, interfaces, stories
	@$(BIN)/pytest -n 2 --dist loadfile tests/architecture tests/unit tests/api tests/e2e

test-contract: .venv/dev.stamp ## one suite a port over both adapters, what deploy/ holds, and the judges of PDF
	@$(BIN)/pytest --durations=12 tests/contract tests/deploy tests/oracle

test-fault: .venv/dev.stamp ## killed, cut off, out of time: nothing is lost
	@$(BIN)/pytest --durations=12 tests/fault

test-browser: .venv/dev.stamp ## the desks in a browser, as people use them
	@$(BIN)/pytest --durations=12 tests/browser # by itself: the driver keeps an event loop that the signing library cannot share

.PHONY: test-both
test-both: .venv/dev.stamp servers ## every browser test in both hosts, and the interface's tests on PostgreSQL
	VANTHU_TEST_HOSTS=both $(BIN)/pytest tests/browser
	VANTHU_TEST_DATABASE=postgresql $(BIN)/pytest tests/api

.PHONY: servers
servers: .venv/dev.stamp ## fetch and start the servers of the tests: PostgreSQL, RabbitMQ, MinIO, versitygw, Elasticsearch; the judges of PDF
	@$(BIN)/python -m tests.servers start
	$(BIN)/python -m tests.oracle

.PHONY: servers-stop
servers-stop: ## end them
	@[ ! -x $(BIN)/python ] || $(BIN)/python -m tests.servers stop

.PHONY: verdicts
verdicts: .venv/dev.stamp ## judge every file made to deceive us and write docs/verdicts.md
	VANTHU_WRITE_VERDICTS=1 $(BIN)/pytest tests/oracle/test_verdicts.py

.PHONY: check
check: .venv/dev.stamp ## format, lint, types, import contracts, sizes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/sizes.py

DOCUMENTS ?= 10000
SEED ?= 3
.PHONY: chaos
chaos: .venv/dev.stamp servers ## the deployed set killed and cut off for hours: DOCUMENTS=10000 SEED=3
	VANTHU_CHAOS_DOCUMENTS=$(DOCUMENTS) VANTHU_FAULT_SEED=$(SEED) $(BIN)/pytest -s tests/fault/deployed

.PHONY: bench
bench: .venv/dev.stamp ## measure speed and memory; ratios against limits of the same run
	$(BIN)/python -m tests.bench

.PHONY: bench-deployed
bench-deployed: .venv/dev.stamp servers ## the same of the deployed set, on real servers
	$(BIN)/python -m tests.bench deployed

.PHONY: lock
lock: .venv/dev.stamp ## pin the newest allowed versions with their hashes
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header pyproject.toml --group build -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -c requirements.txt pyproject.toml --extra deployed -o requirements-deployed.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -c requirements-deployed.txt --group dev -o requirements-dev.txt
