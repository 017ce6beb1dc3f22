# What a newcomer needs is in the first two targets; `make help` explains all of them.

# Nothing of the caller's own Python may reach the project's environment.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME
export PYTHONDONTWRITEBYTECODE :=
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PYTHON ?= $(shell for name in python3.14 python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
SECONDS ?= 120
SEED ?= 1
PAYLOADS ?= 10000
ROUNDS ?= 1
ENV := .venv/bin
LOCK := $(ENV)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-emit-index-url --no-emit-find-links --quiet pyproject.toml

.PHONY: help run test lint audit bench year drill leaks fuzz docs screenshot lock clean

help: ## explain all targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## (.*)/make \1|\2/' | \
		awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

run: .venv/ready ## start the bot, or without Slack settings the practice workspace
	@exec $(ENV)/python -m bot run

test: .venv/ready-to-test ## run the whole suite, on SQLite and PostgreSQL, in a real browser
	@$(ENV)/python tests/chromium.py
	$(ENV)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(PYTEST)

lint: .venv/ready-to-test ## check style, types, formatting and what the project depends on
	$(ENV)/ruff check .
	$(ENV)/ruff format --check .
	$(ENV)/mypy
	@$(ENV)/python -m tests.dependencies

audit: .venv/ready-to-test ## look up what is known against the locked packages; needs a network
	@test -x build/audit/bin/pip-audit || { $(ENV)/python -m venv build/audit && \
		build/audit/bin/python -m pip install --quiet pip-audit; } || \
		{ rm -rf build/audit; echo "pip-audit cannot be installed from here; nothing was looked up."; exit 1; }
	@$(ENV)/python -m tests.dependencies audit build/audit/bin/pip-audit

bench: .venv/ready-to-test ## measure the budgets, each beside its floor in the same run
	@$(ENV)/python -m tests.bench

year: .venv/ready-to-test ## live through a whole MAPPA year and compare it with the books
	@$(ENV)/python -m tests.journeys.test_a_year $(SEED)

drill: .venv/ready-to-test ## kill the bot at any moment for SECONDS=120 on each database, and count
	@$(ENV)/python -m tests.journeys.drill --seconds $(SECONDS) --seed $(SEED)
	@$(ENV)/python -m tests.journeys.drill --seconds $(SECONDS) --seed $(SEED) --bots 3 --postgres

leaks: .venv/ready-to-test ## do everything as everybody over thousands of cases, ROUNDS=1 from SEED=1, and search what leaves
	@$(ENV)/python -m tests.leaks --seed $(SEED) --rounds $(ROUNDS)

fuzz: .venv/ready-to-test ## hurl PAYLOADS=10000 mutated payloads of Slack's at the bot on each database
	@$(ENV)/python -m tests.fuzz --payloads $(PAYLOADS) --seed $(SEED)

docs: .venv/ready-to-test ## write the pages of docs/ that come from the code
	$(ENV)/python -m tests.pages

screenshot: .venv/ready-to-test ## renew the picture in the README
	@$(ENV)/python tests/chromium.py
	@$(ENV)/python -m tests.screenshot docs/practice-workspace.png

lock: .venv/ready-to-test ## renew the locked requirements from pyproject.toml
	$(ENV)/python -m pip install --quiet uv
	$(LOCK) --group build -o requirements.txt
	$(LOCK) --group build --group dev -o requirements-dev.txt

clean: ## remove the environment and every cache; var/ and .env stay
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or name it with make PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python's venv is missing: install it (on Debian: apt-get install python3-venv)."; exit 1; }

.venv/ready: .venv/bin/python requirements.txt pyproject.toml
	$(ENV)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(ENV)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-to-test: .venv/ready requirements-dev.txt
	$(ENV)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@
