# Two commands: `make run` and `make test`. They need Python 3.11 or newer and nothing else.

PYTHON ?= python3
python := .venv/bin/python
export LOCAL = 1

.PHONY: help run test admin check format bench messages migrations requirements packages test-packages

help:
	@echo "make run           the portal on http://127.0.0.1:8000 (PORT=8001 for another port)"
	@echo "make test          every check and test (args=\"tests/events -k calendar\" for some)"
	@echo "make admin         the first administrator"
	@echo "make check         style, templates, catalogues, migrations, imports"
	@echo "make format        put the code in the house's format"
	@echo "make messages      collect the words of the interface (rooms=\"events design\" for some)"
	@echo "make migrations    write the migrations that the models ask for"
	@echo "make requirements  lock the requirements of pyproject.toml anew"
	@echo "make bench         figures with 100,000 entries, 50,000 requests and 1,000,000 readings"

run: packages
	@exec $(python) -m portal.runtime

test: test-packages
	@exec $(python) -m pytest $(or $(args),-n 2 --dist loadgroup)

admin: packages
	@exec $(python) manage.py add_administrator

check: test-packages
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@exec $(python) -m pytest tests/house

format: test-packages
	@$(python) -m ruff check --fix .
	@$(python) -m ruff format .

bench: packages
	@$(python) -m benchmarks
	@$(python) -m benchmarks.requests
	@$(python) -m benchmarks.mail
	@exec $(python) -m benchmarks.observations

messages: packages
	@exec $(python) manage.py makemessages $(rooms)

migrations: packages
	@exec $(python) manage.py makemigrations

# Hashes for every platform, and no address of any index: pip asks the one that the machine is set up for.
lock := $(python) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	--custom-compile-command "make requirements"
requirements: test-packages
	@$(lock) $(args) --output-file requirements.txt
	@$(lock) $(args) --extra test --constraint requirements.txt --output-file requirements-test.txt

packages:
	@$(PYTHON) portal/runtime/install.py

test-packages:
	@$(PYTHON) portal/runtime/install.py test
