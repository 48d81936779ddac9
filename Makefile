# make demo, make test: each does the set-up that it needs, once. PYTHON=python3.12 chooses another Python.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Some systems set an ASCII locale; what is printed here is Chinese.
export PYTHONUTF8 := 1

.PHONY: help demo test lint readme clean

help:
	@echo "make demo    read the sample page in data/ and answer questions about it"
	@echo "make test    style, types, import layers and tests"
	@echo "make readme  run the examples of the documents again and write their output into them"
	@echo "make clean   remove $(VENV) and everything made here"

$(VENV)/ready: pyproject.toml
	@echo "Setting up $(VENV) (once; it takes a minute or two) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "tracker needs Python 3.11 or newer: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/ready-to-test: $(VENV)/ready
	@echo "Installing what the tests need (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(VENV)/ready
	@mkdir -p out && rm -f out/activity.db
	@echo "1. What does the page say? data/page.txt is an invented page of a newspaper, as copied out of a PDF."
	@echo "   Its lines are cut in mid-word, its headlines stand apart; tracker finds the five reports in it."
	@echo
	@echo '$$ tracker extract data/page.txt --published 2021-03-15 --roster data/roster.csv --output out/page.jsonl'
	@$(BIN)/tracker extract data/page.txt --published 2021-03-15 --roster data/roster.csv --output out/page.jsonl
	@echo '$$ python data/show.py out/page.jsonl'
	@$(BIN)/python data/show.py out/page.jsonl
	@echo "2. Keep it in a database. The roster says who is who."
	@echo
	@echo '$$ tracker ingest data/page.txt --db out/activity.db --published 2021-03-15 --roster data/roster.csv'
	@$(BIN)/tracker ingest data/page.txt --db out/activity.db --published 2021-03-15 --roster data/roster.csv
	@echo
	@echo "3. What did 顾承岳 do, when, as what, with whom, and which words say so?"
	@echo
	@echo '$$ tracker timeline 顾承岳 --db out/activity.db'
	@$(BIN)/tracker timeline 顾承岳 --db out/activity.db
	@echo
	@echo "4. Who was in a room with whom? An edge needs a shared event: to be named in one article is not enough."
	@echo
	@echo '$$ tracker graph --db out/activity.db --kind co-appearance --output out/together.gexf'
	@$(BIN)/tracker graph --db out/activity.db --kind co-appearance --output out/together.gexf
	@echo '$$ tracker graph --db out/activity.db --kind met --output out/met.csv'
	@$(BIN)/tracker graph --db out/activity.db --kind met --output out/met.csv
	@echo '$$ cut -d, -f1,2 out/met.nodes.csv; cut -d, -f1-6 out/met.csv'
	@cut -d, -f1,2 out/met.nodes.csv; cut -d, -f1-6 out/met.csv
	@echo
	@echo "All of it is in out/: page.jsonl, activity.db (SQLite), together.gexf (for Gephi), met.csv, met.nodes.csv."

lint: $(VENV)/ready-to-test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal

readme: $(VENV)/ready-to-test
	$(BIN)/python tests/test_readme.py --write

clean:
	rm -rf $(VENV) out build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
