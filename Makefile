# Lexome: two commands matter. `make demo` runs the main job, `make test` checks everything that needs no more
# than Python, pip and make. Everything lands in .venv; nothing else on the machine is touched.
PYTHON ?= python3.11
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: install demo test check bench lint clean

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Lexome into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --editable '.[dev]'
	@touch $@

demo: $(STAMP)
	@$(BIN)/lexome diagnose --note examples/note.txt --vcf examples/trio.vcf.gz --ped examples/trio.ped --out demo

test: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m pytest -n 2 -m "not check"

# Needs a Chromium, bcftools and npm on the machine; what is missing skips its tests and says so.
check: test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check phenopackets fhir.resources || true
	@command -v npm >/dev/null && test ! -d .venv/axe && mkdir -p .venv/axe && cd .venv/axe \
	  && npm pack --silent axe-core@4.10.3 >/dev/null && tar xzf axe-core-4.10.3.tgz || true
	@LEXOME_AXE=$(CURDIR)/.venv/axe/package/axe.min.js $(BIN)/python -m pytest -n 2 -m check -rs

bench: $(STAMP)
	@$(BIN)/python -m benchmarks

clean:
	rm -rf .venv build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
