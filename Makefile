# `make` lists what there is. Everything works from a fresh clone with Python 3.11+ and nothing else.
SHELL := /bin/bash
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
UV_VERSION := 0.13.9
export UV_SYSTEM_CERTS := 1
export UV_NATIVE_TLS := 1
export PYTHONUNBUFFERED := 1

.PHONY: help install run test test-fast test-served test-postgresql test-browser check fmt bench screenshots
.DEFAULT_GOAL := help

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.venv/.installed: uv.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Alongside needs Python 3.11 or newer (python3). Install it, then try again."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Install Python's venv (Debian: apt install python3-venv), then try again."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) 2> >(grep -v '^WARNING: Location' >&2)
	@$(BIN)/uv sync --frozen --quiet --compile-bytecode
	@touch $@

install: .venv/.installed  ## the virtual environment, from the lock

run: install  ## prepare what is missing and serve the site at http://127.0.0.1:8000 (PORT, ALONGSIDE_VAR)
	@exec $(BIN)/alongside run

test: test-fast test-served test-postgresql test-browser  ## everything that must pass

test-fast: install  ## the fast tests, on SQLite
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m "not served" tests

test-served: install  ## the real server and worker: started, killed, stopped, without their database
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m served tests

WRITING := $(addprefix tests/,enquiries experiences inbox keys mail moderation newsletter operating retention) \
	$(addprefix tests/orders/test_,books_balance.py last_copies.py two_dispatchers.py post_parcels.py stock.py free_copy.py \
	stripe_tells_us.py pay_by_card.py money_back_by_card.py bank_statement.py end_of_an_order.py till.py bulk.py)
test-postgresql: install  ## the rooms that write, on PostgreSQL, and kills
	@$(BIN)/python -m tests.postgresql sh -c \
	'$(BIN)/python -m pytest -n 2 --dist loadfile -m "not served" $(WRITING) && ALONGSIDE_KILLS=8 $(BIN)/python -m pytest -m kills tests/promises'

test-browser: install  ## journeys in Chromium, with and without JavaScript, and axe
	@$(BIN)/python -m e2e.browser $(BIN)/python -m pytest -n 3 --dist loadfile e2e

check: install  ## style, types, walls between rooms, migrations, content, settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@var=$$(mktemp -d) && trap 'rm -rf $$var' EXIT && export ALONGSIDE_VAR=$$var && set -ex && \
	$(BIN)/alongside makemigrations --check --dry-run && \
	$(BIN)/alongside content check && \
	DJANGO_SETTINGS_MODULE=alongside.settings.production ALONGSIDE_HOSTS=www.example.org \
	ALONGSIDE_URL=https://www.example.org ALONGSIDE_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
	$(BIN)/alongside check --deploy --fail-level WARNING

fmt: install  ## put the code in shape
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: install  ## measure the budgets of the design; writes docs/benchmarks.md
	@$(BIN)/python -m benchmarks

screenshots: install  ## the pictures of the README
	@$(BIN)/python -m e2e.make_screenshots
