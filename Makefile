# Every target sets up what it needs: `make demo` and `make test` work on a fresh clone.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
.PHONY: demo test check assignments bench lectures

demo: .venv/ready; $(BIN)/convcourse demo
test: check; $(BIN)/python -m pytest
check: .venv/ready; $(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
assignments: .venv/ready; $(BIN)/python -m autograde.release
lectures: .venv/ready; $(BIN)/python -m autograde.lectures

.venv/ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) -r requirements.txt
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@
