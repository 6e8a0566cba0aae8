# Digital Prison Services. `make` lists what there is.
PYTHON ?= python3
ifdef PORT
export PORT
endif

.DEFAULT_GOAL := help
.PHONY: needs-python help run test check bench reset setup format

help: ## List these
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/' | expand -t 12

needs-python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12 …")'

run: needs-python ## Set everything up and run it: http://localhost:8000 (another port: make run PORT=8080)
	@exec $(PYTHON) -m launch.run

test: needs-python ## Every test, in a real browser too
	@exec $(PYTHON) -m launch.test $(ARGS)

check: ## Format, lint, types, architecture, templates, migrations
	@exec $(PYTHON) -m launch.check

bench: ## Measure at three sizes, up to the whole country (long; make bench ARGS="--sizes small")
	@exec $(PYTHON) -m launch.bench $(ARGS)

setup: ## Only install what is needed
	@exec $(PYTHON) -c "from launch.install import install; install()"

format: ## Put the code in order
	@.venv/bin/ruff format --quiet . && .venv/bin/ruff check --fix --quiet .

reset: ## Stop and forget all data in var/
	@exec $(PYTHON) -m launch.reset
