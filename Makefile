# Every command installs what it needs into this folder; nothing else on the machine is touched, but for the
# browser of `make test` and the servers of `make test-hosting`, which come from the system's packages where
# there are none.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
CONTENT ?= .
# The folder of a clinic under clinics/, for its copy of the site.
CLINIC ?=
# What turns Markdown into HTML: mkdocs, properdocs or zensical.
ENGINE ?= mkdocs
# COMPRESSED=yes adds a .gz beside each text of a site, for web servers.
PACKED = $(if $(filter yes,$(COMPRESSED)),--compressed)
OF = --content "$(CONTENT)" $(if $(CLINIC),--clinic "$(CLINIC)")
BY = --engine "$(ENGINE)"
READY = $(VENV)/installed $(if $(filter properdocs zensical,$(ENGINE)),$(VENV)/installed-engines)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: serve test test-hosting bench site sites check clinic adapt update new draft format reading figures schema lint release lock clean

serve: $(READY)
	$(RUN) -m macros serve $(OF) $(BY)

test: $(VENV)/installed-test $(VENV)/installed-engines tests/node_modules lint
	$(RUN) tests/find_chromium.py
	$(RUN) -m pytest

# Measures how long everything takes, beside other generators that build the same pages: about two hours in full.
# OPTIONS="--sizes 100 1000 --parts build" measures some of it; OPTIONS="--into docs/contributing/speed.md" keeps it.
bench: $(VENV)/installed-test bench/peers/eleventy/node_modules bench/peers/zensical/.venv/installed
	-$(RUN) find_programs.py hugo
	$(RUN) -m bench $(OPTIONS)

# The web servers of hosting/, as real ones; each is one on PATH, else the system's package.
test-hosting: $(VENV)/installed-test
	$(RUN) find_programs.py nginx caddy
	$(RUN) -m pytest hosting -n 0

site: $(READY)
	$(RUN) -m macros site $(OF) $(BY) $(PACKED)

check: $(VENV)/installed
	$(RUN) -m macros check $(OF)

# The copies of all clinics, each into sites/<name>/; one that is broken stops no other.
sites: $(READY)
	$(RUN) -m macros sites --content "$(CONTENT)" $(BY) $(PACKED)

# NAME="Northside Spine" writes clinics/northside-spine/, ready to build.
clinic: $(VENV)/installed
	$(RUN) -m macros clinic --content "$(CONTENT)" "$(NAME)"

# EXERCISE=bridge writes clinics/<name>/adapted/bridge.yml, in which the clinic changes that exercise.
adapt: $(VENV)/installed
	$(RUN) -m macros adapt $(OF) "$(EXERCISE)"

# What has changed in the library since the clinic last looked. SEEN=yes records that you have read it.
update: $(VENV)/installed
	$(RUN) -m macros update $(OF) $(if $(filter yes,$(SEEN)),--seen)

# NAME="Bird dog" writes exercises/bird-dog.yml. OPTIONS="--kind strength --reps 10" answers questions beforehand.
new: $(VENV)/installed
	$(RUN) -m macros new $(OF) $(OPTIONS) "$(NAME)"

# EVENT=file.json holds a filled-in form, as the host describes it.
draft: $(VENV)/installed
	$(RUN) -m macros draft --content "$(CONTENT)" "$(EVENT)"

format: $(VENV)/installed
	$(RUN) -m macros format $(OF)

reading: $(VENV)/installed
	$(RUN) -m macros reading --content "$(CONTENT)"

# build/figures.html shows every picture of every exercise, for looking through.
figures: $(VENV)/installed
	$(RUN) -m macros figures --content "$(CONTENT)"

# The schemas that editors read, and the form; a test says when they are out of date.
schema: $(VENV)/installed
	$(RUN) -m macros schema

lint: $(VENV)/installed-test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/zizmor --quiet --offline --persona=auditor .github hosting/github-pages.yml

# From npm: for the tests, the language server behind YAML in editors, and the judges of pages, axe and vnu; for the
# benchmark, Eleventy.
%/node_modules: %/package-lock.json $(VENV)/installed-test
	cd $* && npm_config_cache="$(CURDIR)/$(VENV)/npm" "$(CURDIR)/$(VENV)/bin/npm" ci --no-audit --no-fund --silent
	touch $@

# A peer has its own packages: what it asks for may not suit ours.
bench/peers/zensical/.venv/installed: bench/peers/zensical/requirements.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --require-hashes -r $<
	touch $@

# What is published of a version: the package, its locked dependencies, the list of its parts, and the sums of all.
release: $(VENV)/installed-test
	$(RUN) release.py dist

# Writes the exact versions of what the .in files ask for. Those that are there stay, unless they are ruled out
# or OPTIONS="--upgrade" asks for the newest.
COMPILE := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
lock: $(VENV)/installed-test
	$(COMPILE) $(OPTIONS) requirements.in -o requirements.txt
	$(COMPILE) --constraint requirements.txt requirements-test.in -o requirements-test.txt
	$(COMPILE) --constraint requirements-test.txt requirements-engines.in -o requirements-engines.txt
	$(COMPILE) $(OPTIONS) bench/peers/zensical/requirements.in -o bench/peers/zensical/requirements.txt

clean:
	rm -rf $(VENV) site sites build dist .cache .hypothesis tests/node_modules bench/peers/eleventy/node_modules bench/peers/zensical/.venv

$(VENV)/installed: requirements.txt pyproject.toml hatch_build.py
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --require-hashes -r requirements.txt
	$(RUN) -m pip install --quiet --no-deps --no-build-isolation --no-index --editable .
	touch $@

$(VENV)/installed-test: $(VENV)/installed requirements-test.txt
	$(RUN) -m pip install --quiet --require-hashes -r requirements-test.txt
	touch $@

$(VENV)/installed-engines: $(VENV)/installed requirements-engines.txt
	$(RUN) -m pip install --quiet --require-hashes -r requirements-engines.txt
	touch $@
