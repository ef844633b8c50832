# The commands of this book. README says the same without make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
MORE := $(VENV)/.more
# The set of packages; requirements-oldest.txt is the oldest that the book supports.
LOCK ?= requirements.txt

.PHONY: book pdf test suite prove data edition changes publish release links newest lab bench mutants browser lock clean

book: $(READY) ## check the data, run the chapters, build the site into _build/html
	@$(BIN)/jupyter-book build -qq .

pdf: $(READY) ## the same, with the whole book as one PDF among the downloads; needs Chromium
	@BOOK_PAPER=yes $(BIN)/jupyter-book build -qq .

test: $(READY) ## style, types, data, helpers, chapters, built pages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(MAKE) --no-print-directory suite

suite: $(READY) ## the tests without style and types
	$(BIN)/python -m pytest -n 2 --dist loadfile

prove: $(READY) ## what takes long: every build as if from nothing, the same bytes twice, every corruption, every notebook
	$(BIN)/python -m pytest -m prove -n 2 --dist loadfile

data: $(READY) ## check the tables alone
	@$(BIN)/python -m helpers.check

edition: $(READY) ## write version and date of data/datapackage.json wherever they stand; enter the ids of all rows
	@$(BIN)/python tools/edition.py

TO ?= HEAD
changes: $(READY) ## facts added, changed, retired: make changes FROM=v2026.1 TO=HEAD
	@$(BIN)/python tools/changes.py $(FROM) $(TO)

publish: $(READY) ## build, and push the site to the branch gh-pages of origin
	@sh tools/publish.sh

release: pdf ## what a release holds, into dist: make release TAG=v2026.1
	@$(BIN)/python tools/release.py $(TAG)

links: $(READY) ## ask the address of every source whether it still answers; needs the network
	@$(BIN)/python tools/links.py

newest: ## build and test with the newest packages that fit, in an environment of their own; needs the network
	$(PYTHON) -m venv --clear $(VENV)-newest
	$(VENV)-newest/bin/python -m pip install --quiet --upgrade pip
	$(VENV)-newest/bin/python -m pip install --quiet --editable . --group site --group test
	$(VENV)-newest/bin/jupyter-book build -qq --path-output _build/newest .
	$(VENV)-newest/bin/python -m pytest tests/data tests/helpers tests/chapters

bench: $(READY) ## how long builds take beside a stock Jupyter Book, how the graph helpers grow; prints, asserts nothing
	@$(BIN)/python tools/bench_build.py
	@$(BIN)/python tools/bench_graphs.py

lab: $(MORE) ## open the chapters as notebooks in JupyterLab
	@sh tools/lab.sh $(BIN)
	@$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/chapters # from the top, where jupytext.toml lies

SEED ?= 0
mutants: $(MORE) ## change the helpers line by line and count what the tests notice; MODULE=spells: one; SAMPLE=40: some of each
	@$(BIN)/python tools/mutants.py $(MODULE) $(if $(SAMPLE),--sample $(SAMPLE) --seed $(SEED))

browser: ## install Chromium and the Nu checker of HTML where there are none, for the tests of the pages
	@sh tools/browser.sh

LOCKED = uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	  --python-version 3.11
lock: $(READY) ## write the locks anew from pyproject.toml; needs uv
	$(LOCKED) --group site --group test pyproject.toml -o requirements.txt
	$(LOCKED) --group more --constraint requirements.txt pyproject.toml -o requirements-more.txt
	$(LOCKED) --resolution lowest-direct --group site --group test pyproject.toml -o requirements-oldest.txt

clean: ## remove all that was built
	rm -rf _build mutants $(VENV)

$(READY): $(LOCK) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Python 3.11 or newer is needed; install it, or name it: make PYTHON=python3.12 book"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "Python's venv module is missing; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(MORE): $(READY) requirements-more.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-more.txt
	@touch $@
