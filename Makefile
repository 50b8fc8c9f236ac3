.PHONY: demo test check lint format readme bench sync
SHELL := /bin/sh
UV = UV_PYTHON_DOWNLOADS=never $$(tools/bootstrap)
OUT ?= build/demo

demo: sync  ## write the 2017 records, score them, compare with the published figures
	@$(UV) run --no-sync ipscore demo --out $(OUT) --force

test: sync  ## run the tests
	@$(UV) run --no-sync pytest

check: lint test  ## everything: format, lint, types, import layering, README examples, tests

lint: sync
	@$(UV) run --no-sync ruff format --check .
	@$(UV) run --no-sync ruff check .
	@$(UV) run --no-sync mypy
	@$(UV) run --no-sync lint-imports
	@$(UV) run --no-sync cog --check -P -I docs README.md README.zh-CN.md

format: sync  ## format the code and sort the imports
	@$(UV) run --no-sync ruff check --fix .
	@$(UV) run --no-sync ruff format .

readme: sync  ## print the README's examples anew
	@$(UV) run --no-sync cog -r -P -I docs README.md README.zh-CN.md

bench: sync  ## measure start-up, scoring, and millions of responses, as ratios
	@$(UV) run --no-sync python -m benchmarks
	@$(UV) run --no-sync python -m benchmarks.survey

sync:
	@$(UV) sync --locked --quiet
