.PHONY: demo test engines check lint portable format constraints wheel readme plan pictures bench mutants damage kills fuzz sync
SHELL := /bin/sh
UV = UV_PYTHON_DOWNLOADS=never $$(tools/bootstrap)
EXPORT = $(UV) export --quiet --frozen --no-dev --no-emit-workspace --no-hashes --no-annotate --no-header --extra demo --extra duckdb
OUT ?= build/demo
SEED ?= 2018
PLANS = docs/architecture.md $(wildcard docs/rooms/*.md)
READMES = README.md README.zh-CN.md $(wildcard docs/guides/*.md) docs/published_2017.md $(wildcard docs/examples/*/README.md) $(PLANS)

demo: sync  ## write the 2017 records, score them, compare with the published figures, write the reports
	@$(UV) run --no-sync ipscore demo --out $(OUT) --force

test: sync  ## run the tests
	@$(UV) run --no-sync pytest

engines: ## run the tests of engines with Spark too, in an environment of its own (needs Java 17)
	@UV_PROJECT_ENVIRONMENT=build/engines-env tools/sync --extra spark
	@UV_PROJECT_ENVIRONMENT=build/engines-env $(UV) run --no-sync pytest -n 0 tests/ipscore/engines

check: lint test  ## everything: format, lint, types, import layering, executed pages, tests

lint: sync
	@$(UV) run --no-sync ruff format --check .
	@$(UV) run --no-sync ruff check .
	@$(UV) run --no-sync mypy
	@$(MAKE) --no-print-directory portable
	@$(UV) run --no-sync lint-imports
	@$(UV) run --no-sync jscpd . >build/clones.log 2>&1 || { cat build/clones.log; exit 1; }
	@$(UV) run --no-sync cog --check -P -I docs $(READMES)

portable: sync  ## what can be known of Windows here: no call that it lacks, and a wheel for every locked package
	@$(UV) run --no-sync mypy --platform win32 --cache-dir .mypy_cache/windows
	@mkdir -p build && $(EXPORT) --output-file build/constraints.txt >build/export.log && cmp -s ipscore/constraints.txt build/constraints.txt \
		|| { echo "the lock has changed: make constraints" >&2; exit 1; }
	@for version in 3.11 3.14; do $(UV) pip compile ipscore/constraints.txt --quiet --output-file build/windows.txt \
		--python-platform windows --python-version $$version --only-binary :all: || exit 1; done

constraints: sync  ## write anew the versions that users install by, from the lock
	@$(EXPORT) --output-file ipscore/constraints.txt >/dev/null

wheel: sync  ## build the wheels into dist/, with the constraints beside them
	@$(UV) build --quiet --wheel --all-packages --out-dir dist && cp ipscore/constraints.txt dist/

format: sync  ## format the code and sort the imports
	@$(UV) run --no-sync ruff check --fix .
	@$(UV) run --no-sync ruff format .

readme: sync  ## run what READMEs and guides show, and print it anew; draw the rooms
	@$(UV) run --no-sync cog -r -P -I docs $(READMES)

plan: sync  ## draw the rooms and list their modules anew
	@$(UV) run --no-sync cog -r -P -I docs $(PLANS)

pictures: demo  ## draw the pictures of the guide on reports anew (needs chromium and poppler-utils)
	@$(UV) run --no-sync python docs/pictures.py $(OUT)

bench: sync  ## measure start-up, scoring, responses, breakdowns of all firms, accounts, what monitoring finds, and draws
	@$(UV) run --no-sync python -m benchmarks
	@$(UV) run --no-sync python -m benchmarks.survey
	@$(UV) run --no-sync python -m benchmarks.reports
	@$(UV) run --no-sync python -m benchmarks.accounts
	@$(UV) run --no-sync python -m benchmarks.operations
	@$(UV) run --no-sync python -m benchmarks.scale --scale $(SCALE) --runs 1 --growth complaints --profile --batch
	@$(UV) run --no-sync python -m benchmarks.robustness
	@$(UV) run --no-sync python -m benchmarks.large_study

mutants: sync  ## draw mutants of the engine from a seed and try them on the tests (docs/quality.md); goes on where it was stopped
	@ls build/mutants/coverage.* >/dev/null 2>&1 || $(UV) run --no-sync python -m benchmarks.mutants cover
	@$(UV) run --no-sync python -m benchmarks.mutants try --seed $(SEED) --number 800

damage: sync  ## read 2,000 damaged folders and count what became of them (docs/quality.md)
	@$(UV) run --no-sync python -m benchmarks.damage --seed $(SEED) --folders 2000

kills: sync  ## kill commands at 1,000 random moments and look at what they leave (docs/quality.md; needs Linux); goes on where it was stopped
	@$(UV) run --no-sync python -m benchmarks.kills --seed $(SEED) --kills 1000

fuzz: sync  ## fuzz the readers of cells, run commands in any order, and read damaged folders (docs/quality.md; needs Linux)
	@$(UV) run --no-sync --with atheris==3.0.0 python -m benchmarks.fuzz --seed $(SEED)
	@$(UV) run --no-sync python -m benchmarks.fuzz.commands --seed $(SEED)
	@$(UV) run --no-sync python -m benchmarks.damage --seed $(SEED) --folders 500

sync:
	@tools/sync
