# Everything is run from here; the targets fetch what they need. `make help` lists them.

UV_VERSION := 0.13.9
# A shim that stands in the PATH for a Python without uv does not count.
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo .tools/uv/bin/uv)
BIN := .venv/bin
SYNCED := .venv/.synced

ENGINE ?= moto
PORT ?= 8000
LAYER_ARCH ?= arm64
LAYER_BUDGET := 15000000
BUILT := .aws-sam/build

# An AWS in one process, for `make deploy-local`: functions run in its Python, beside the boto3 that Lambda would bring.
MINISTACK := ministack==1.5.33
LOCAL_AWS_PORT ?= 4566
LOCAL_AWS := AWS_ENDPOINT_URL=http://127.0.0.1:$(LOCAL_AWS_PORT) AWS_DEFAULT_REGION=eu-central-1 \
	AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local

# SAM wants `python3.13` itself on the PATH (a version manager's shim is not enough), and a region even to validate.
SAM = PATH="$$(dirname "$$($(BIN)/python -c 'import sys; print(sys._base_executable)')"):$$PATH" \
	AWS_DEFAULT_REGION="$${AWS_DEFAULT_REGION:-eu-central-1}" SAM_CLI_TELEMETRY=0 LAYER_ARCH=$(LAYER_ARCH) \
	$(CURDIR)/$(BIN)/sam
WITH_SOURCES := PYTHONPATH=layers/polydesk:functions:. ENGINE=$(ENGINE)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help serve test check format lint types validate build bench deploy-local fmt lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(SYNCED) ## Run a desk on this machine (PORT=8000, ENGINE=moto or dynamodb-local)
	$(WITH_SOURCES) PORT=$(PORT) $(BIN)/python -m tests.harness.server

TESTS := $(wildcard tests/unit tests/functional tests/storage tests/template)
TESTS_OF_THE_ENGINE := $(wildcard tests/storage tests/functional)

test: $(SYNCED) ## Run the tests (ENGINE=dynamodb-local: storage and functional ones, on AWS's own engine)
ifeq ($(ENGINE),moto)
	ENGINE=$(ENGINE) $(BIN)/pytest -n 2 --dist worksteal --cov $(TESTS)
else
	ENGINE=$(ENGINE) $(BIN)/pytest -n 2 --dist worksteal $(TESTS_OF_THE_ENGINE)
endif

check: test format lint types validate build ## Run the whole gate

format: $(SYNCED)
	$(BIN)/ruff format --check

lint: $(SYNCED)
	$(UV) lock --check --quiet
	$(BIN)/ruff check

types: $(SYNCED)
	$(BIN)/mypy

validate: $(SYNCED)
	$(SAM) validate --lint

build: $(SYNCED) ## Build what is deployed, into .aws-sam (LAYER_ARCH=arm64, or x86_64 if the template says so)
	$(SAM) build --build-dir $(BUILT)
	@bytes=$$(find $(BUILT)/PolydeskLayer -type f -exec cat {} + | wc -c); \
		echo "The layer has $$bytes bytes; $(LAYER_BUDGET) are allowed."; test "$$bytes" -le $(LAYER_BUDGET)

bench: $(SYNCED) ## Measure requests and capacity units against the budgets
	$(WITH_SOURCES) $(BIN)/python -m tests.bench

# Its build is this machine's, and stays apart from the one that goes to AWS.
deploy-local: BUILT := .aws-sam/local
deploy-local: LAYER_ARCH := $(if $(filter arm64 aarch64,$(shell uname -m)),arm64,x86_64)
deploy-local: build ## Deploy to an AWS on this machine (LOCAL_AWS_PORT=4566), until Ctrl-C
	@BIND_HOST=127.0.0.1 GATEWAY_PORT=$(LOCAL_AWS_PORT) MINISTACK_REGION=eu-central-1 LOG_LEVEL=WARNING \
		$(UV) tool run --quiet --python $(BIN)/python --with boto3 --with aws-sam-translator --from $(MINISTACK) ministack & \
	trap "kill $$!" EXIT; trap 'exit 0' INT TERM; \
	until curl --silent --fail --output /dev/null http://127.0.0.1:$(LOCAL_AWS_PORT)/_ministack/ready; do \
		kill -0 $$! || exit 1; sleep 1; \
	done; \
	$(LOCAL_AWS) $(SAM) deploy --config-file $(CURDIR)/samconfig.toml --config-env local --template-file $(BUILT)/template.yaml && \
	$(LOCAL_AWS) $(BIN)/python -c "$$SHOW_LOCAL_API" && wait

define SHOW_LOCAL_API
import boto3
for api in boto3.client("apigateway").get_rest_apis()["items"]:
    print(f"{api['name']}: http://127.0.0.1:$(LOCAL_AWS_PORT)/restapis/{api['id']}/v1/_user_request_/")
endef
export SHOW_LOCAL_API

fmt: $(SYNCED) ## Format the code and mend what the linter can
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lock: $(UV) ## Bring uv.lock and the layer's requirements up to pyproject.toml (UPGRADE=--upgrade: and to what is newest)
	$(UV) lock $(UPGRADE)
	$(UV) export --quiet --frozen --no-dev --no-hashes --no-emit-project --output-file layers/polydesk/requirements.txt

clean: ## Remove builds, caches and reports; environments and the local desk's data stay
	rm -rf .aws-sam .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache htmlcov
	find functions layers tests -type d -name __pycache__ -prune -exec rm -rf {} +

$(SYNCED): uv.lock pyproject.toml .python-version | $(UV)
	$(UV) sync --frozen --quiet
	@touch $@

.tools/uv/bin/uv:
	@for python in python3 /usr/bin/python3 python; do \
		if $$python -c 'import ensurepip, venv' 2>/dev/null; then exec $$python -m venv .tools/uv; fi; \
	done; echo "Neither uv nor a Python 3 with venv is on the PATH; install one of them." >&2; exit 1
	.tools/uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
