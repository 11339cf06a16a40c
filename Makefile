# What a person and CI both call. `make help` lists it.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=
UV ?= uv

BIN := .venv/bin
TEMPLATES := $(shell find templates -name '*.html' -o -name '*.mjml')
# Production is what one gets unless one asks for development.
MANAGE := DJANGO_SETTINGS_MODULE=config.settings.dev $(BIN)/python manage.py
export PYTHONPATH := $(CURDIR):$(CURDIR)/site
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test prove lint format types check messages compilemessages privacy bench lock clean tools

help: ## This list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 24

run: ## Install what is needed, start everything, and say where it is; Ctrl-C stops it
	@$(PYTHON) -m scripts.run

# What narrows the run (-k signup, a path, -n0) leaves coverage out: the floor holds for the whole suite.
COVERAGE := $(if $(filter-out --%,$(ARGS)),,--cov --cov-report=)

# Half as many again as there are cores: many tests wait for a worker, a mail server or a browser.
PROCESSES := $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) * 3 // 2)")

test: tools ## The whole test suite, on all cores; ARGS='-k signup' narrows it, ARGS='-n0 ...' takes one core
	$(BIN)/python -m pytest -n $(PROCESSES) --dist worksteal $(COVERAGE) $(ARGS)

prove: tools ## The long proofs, whole: races in fifty rounds, thousands of deliveries under kills
	PROVE=1 $(BIN)/python -m pytest -m prove -n0 $(ARGS)

lint: tools ## Style and likely mistakes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/deptry --config .deptry.toml .
	$(BIN)/djhtml --check --tabwidth 2 $(TEMPLATES)

format: tools ## Put the code and the templates in the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djhtml --tabwidth 2 $(TEMPLATES)

types: tools ## Static types
	$(BIN)/mypy .

check: tools ## Production settings hold together, and no migration is missing
	$(BIN)/python -m scripts.check

messages: tools ## Collect the texts to translate into locale/ (needs gettext)
	$(MANAGE) makemessages $$($(BIN)/python -m config.languages) --no-wrap --add-location file --extension html,txt,mjml,py \
		--ignore '.venv' --ignore 'node_modules' --ignore 'var' --ignore 'tests' --ignore 'scripts' --ignore 'benchmarks'

compilemessages: tools ## Check and compile every translation, with gettext
	$(MANAGE) compilemessages --ignore '.venv' --ignore 'node_modules' --verbosity 1

privacy: tools ## Write docs/privacy/: the record of processing, the impact assessment, the annex, every field
	$(MANAGE) privacy_docs

bench: tools ## Measure: ARGS takes pages, mail, booklets, signups, figures, nights; "pages 10000 1000000" names sizes
	$(BIN)/python -m benchmarks $(ARGS)

# Extras stay in the lock: for an extra that is pinned without it, pip looks at the newest release and refuses it.
lock: ## Renew the locks, with hashes (needs uv and npm); ARGS=--upgrade takes newer versions
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: pip install uv"; exit 1; }
	for name in base dev test; do \
		$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url \
			--no-emit-find-links --no-header requirements/$$name.in --output-file requirements/$$name.txt $(ARGS) || exit 1; \
	done
	npm install --package-lock-only --ignore-scripts

clean: ## Remove what can be made again; var/ with its data stays
	rm -rf .venv node_modules static/vendor typefaces .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

tools:
	@$(PYTHON) -m scripts.bootstrap test
