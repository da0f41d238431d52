# Every target sets up what it needs: `make demo` and `make test` work on a fresh clone.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
.PHONY: demo test nightly check assignments bench lectures site system

demo: .venv/ready; $(BIN)/convcourse demo
test: check; $(BIN)/python -m pytest
nightly: check; $(BIN)/python -m pytest -m nightly
check: .venv/ready; $(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
system: ; apt-get update -qq && apt-get install -y -qq chromium postgresql
bench: .venv/ready; for one in grading cost isolation conv2d people; do $(BIN)/python benchmarks/$$one.py || exit; done
site: .venv/ready; rm -rf build/site && $(BIN)/python -m sphinx -W --keep-going -q -c docs . build/site
assignments: .venv/ready; $(BIN)/python -m autograde.release
lectures: .venv/ready; $(BIN)/python -m autograde.lectures

.venv/ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) -r requirements.txt
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@
