# Two commands matter: `make start` and `make test`. They bring what they need.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:
.DELETE_ON_ERROR:

UV := $(or $(shell uv --version > /dev/null 2>&1 && command -v uv),.uv/bin/uv)
FITS := import sys; sys.exit(not (3, 12) <= sys.version_info < (3, 14))
FITTING = $(foreach name,python3.13 python3.12 python3,$(shell $(name) -c '$(FITS)' 2> /dev/null && echo $(name)))
PYTHON = $(or $(firstword $(FITTING)),$(error Kontaktpunkt needs Python 3.12 or 3.13: install one and try again))
MANAGE := .venv/bin/python manage.py
PYTEST := .venv/bin/pytest
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
LIBRARIES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core fonts-noto-color-emoji
TEST_TOOLS := chromium-headless-shell poppler-utils gettext

.PHONY: help start test lint test-unit test-browser test-services format messages screenshot bench libraries tools

help: ## Say what can be typed here
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

start: libraries .venv/run $(CATALOGUES) ## Start everything on this machine, with a demo team
	@KONTAKTPUNKT_EMBEDDED=1 exec $(MANAGE) serve

test: lint test-unit test-browser test-services ## Check everything, on SQLite and on PostgreSQL with Redis

lint: tools $(CATALOGUES) ## Style, types, floors, migrations, translations
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy .
	find templates -name '*.html' | xargs .venv/bin/djade --target-version 6.1 --check
	.venv/bin/lint-imports
	DJANGO_SETTINGS_MODULE=tests.settings $(MANAGE) makemigrations --check --dry-run
	$(PYTEST) tests/test_architecture.py tests/test_translations.py

test-unit: tools $(CATALOGUES) ## Everything but the browser, on SQLite
	$(PYTEST) -n 2 -m 'not browser and not services'

test-browser: tools $(CATALOGUES) ## Whole rounds in a real browser, on SQLite
	$(PYTEST) -m 'browser and not services'

test-services: tools $(CATALOGUES) ## All tests again, on PostgreSQL and Redis
	.ci/services $(PYTEST) -n 2 -m 'not browser and not embedded'
	.ci/services $(PYTEST) -m 'browser and not embedded'

format: .venv/dev ## Put code and templates into their form
	.venv/bin/ruff check --fix
	.venv/bin/ruff format
	find templates -name '*.html' | xargs .venv/bin/djade --target-version 6.1

messages: tools ## Collect what people read for locale/en
	$(MANAGE) makemessages --locale en --no-location --no-obsolete --ignore tests --ignore var

screenshot: tools $(CATALOGUES) ## Make the README's picture
	.venv/bin/python -m bench.screenshot

bench: tools $(CATALOGUES) ## Measure what the speed bars name
	.venv/bin/python -m bench

libraries:
	@.ci/packages $(LIBRARIES)

tools: libraries .venv/dev
	@.ci/packages $(TEST_TOOLS)

.venv/run: pyproject.toml .python-version | $(UV)
	@$(UV) sync --quiet --inexact --no-dev --python $(PYTHON)
	@touch $@

.venv/dev: pyproject.toml .python-version | $(UV)
	@$(UV) sync --quiet --python $(PYTHON)
	@touch $@ .venv/run

.uv/bin/uv:
	@$(PYTHON) -c 'import ensurepip' 2> /dev/null || .ci/packages python3-venv
	$(PYTHON) -m venv .uv
	.uv/bin/pip install --quiet uv==0.13.9

%.mo: %.po | .venv/run
	@.venv/bin/pybabel --quiet compile --input-file $< --output-file $@
