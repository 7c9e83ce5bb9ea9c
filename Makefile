# Vigie: `make` alone prints this help.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
export PYTHONPATH := src:.
.DEFAULT_GOAL := help
.PHONY: help setup run vigie test check lint types format worlds campaign bench docs lock clean

help:  ## print this help
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.stamp  ## make .venv with everything, from the locked and hashed lists

$(VENV)/.stamp: requirements/dev.txt
	@test ! -L $(VENV) || { echo "$(VENV) is a link to somebody else's: install requirements/dev.txt there by hand"; exit 1; }
	@echo "Setting up (once): $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Vigie needs Python 3.11 or newer; try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

.venv-ministack/.stamp: requirements/ministack.txt
	@echo "Setting up (once): the second DynamoDB engine"
	@$(PYTHON) -m venv --clear .venv-ministack
	@.venv-ministack/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/ministack.txt
	@touch $@

run: setup  ## play three days of a small shop; DEMO=mail: fed by mails alone, DEMO=shopify: on Shopify; SHOP=path.json: look once at a real one
	@$(PY) -m sandbox.play $(if $(SHOP),--shop "$(SHOP)") $(if $(DEMO),--demo "$(DEMO)")

vigie: setup  ## a command by hand: make vigie ASK="inbox check list.xlsx --shop shop.json"
	@$(PY) -m cli $(ASK)

test: setup .venv-ministack/.stamp  ## everything CI checks: lint, types, all tests
	@$(MAKE) --no-print-directory lint types
	@$(PY) -m pytest -n 2

check: test  ## the same as test

lint: setup  ## style and format
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .

types: setup  ## strict types
	@$(VENV)/bin/mypy

format: setup  ## put the code in shape
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

worlds: setup  ## many more seeded worlds than CI plays: VIGIE_WORLDS=200 make worlds
	@VIGIE_WORLDS=$${VIGIE_WORLDS:-200} $(PY) -m pytest -n 2 tests/integration/test_worlds.py

campaign: setup  ## many more seeded reads of failing shops: VIGIE_CAMPAIGN=5000 make campaign
	@VIGIE_CAMPAIGN=$${VIGIE_CAMPAIGN:-5000} $(PY) -m pytest -n 2 tests/integration/test_woocommerce_campaign.py tests/integration/test_shopify_campaign.py

bench: setup  ## measure: bytes to findings against a plain JSON parse, and memory; OF=wall, OF=shopify: reading a shop
	@$(PY) -m tests.bench$(if $(OF),.$(OF))

docs: setup  ## make the pictures and pages that come from the code
	@$(PY) -m tools.docs

lock: setup  ## renew the locked lists (needs uv at hand)
	@$(PY) -m tools.lock

clean:  ## remove what the other commands made
	@rm -rf .venv .venv-ministack .local .mypy_cache .ruff_cache .hypothesis
