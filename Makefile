# The two commands of the README, and the parts they are made of.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: run test test-peers test-faults mutants fuzz setup check lock catalogue clean

run: setup
	@$(BIN)/python installer/run_demo_day.py

test: setup check
	@$(PYTHON) installer/set_up.py --tests
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist worksteal

# not part of `make test`: it breaks lines, servers and clocks for ten minutes and says what was lost
test-faults: setup
	$(BIN)/python -m tests.faults

# not part of `make test`: real order systems beside the console, installed with Node.js and pip into build/peers
test-peers: setup
	mkdir -p build/peers && cp -r tests/peers/vendure build/peers/
	cd build/peers/vendure && npm ci --no-audit --no-fund
	[ -x build/peers/tryton/venv/bin/python ] || $(PYTHON) -m venv build/peers/tryton/venv
	build/peers/tryton/venv/bin/pip install --quiet --require-hashes -r tests/peers/tryton/requirements.txt
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -p no:randomly tests/peers/check_vendure.py tests/peers/check_tryton.py

# not part of `make test`: it changes two hundred rules one by one and asks whether a test notices
mutants: setup
	@$(PYTHON) installer/set_up.py --mutants
	PYTHONPATH=$(VENV)/mutant-tools $(BIN)/python -m tests.mutants

# not part of `make test`, which reads five hundred of them: order files with mistakes, by the thousand
fuzz: setup
	$(BIN)/python -m tests.fuzz

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

setup:
	@$(PYTHON) installer/set_up.py

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --custom-compile-command "make lock" --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --custom-compile-command "make lock" -c requirements-dev.txt installer/mutant-tools.in -o requirements-mutants.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --custom-compile-command "make lock" tests/peers/tryton/requirements.in -o tests/peers/tryton/requirements.txt

# every sentence into resources/translations/console.pot, every translation brought up to date
catalogue: setup
	@$(BIN)/python installer/catalogue.py

clean:
	rm -rf build $(VENV)
