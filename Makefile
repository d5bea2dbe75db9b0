# Two commands: `make audit` and `make test`. Both make the environment they need; called again they need no network.
PYTHON ?= python3
VENV ?= .venv
RUN := $(VENV)/bin/python
VERDICTS := runs/verdicts.json
EXTRAS ?= dev
BROWSER ?= $(shell command -v chromium || command -v google-chrome)
PYTEST ?=
STORE := runs/quick.sqlite

.PHONY: audit test lint readme accessibility

audit: $(VENV)/.base
	@mkdir -p runs
	$(RUN) -m pytest checks/ --verdicts $(VERDICTS)
	$(RUN) -m checks.verify $(VERDICTS)
	$(RUN) -m simulate.sweep --quick --out $(STORE) --resume
	$(RUN) -m reports.build --verdicts $(VERDICTS) --run $(STORE)

test: $(VENV)/.dev
	$(RUN) -m pytest tests/ checks/ $(PYTEST)

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

readme: $(VENV)/.base
	$(RUN) -m reports.readme

# axe-core on the pages as built: needs npm, a browser, and the network once
accessibility:
	cd tests/accessibility && npm install --silent --no-package-lock --no-audit
	node tests/accessibility/axe.mjs $(BROWSER) reports/site

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than Python 3.11: make PYTHON=... names another"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: pyproject.toml | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS)]'
	@touch $@ $(VENV)/.base
