"""What a cold start pays for: the modules that importing a handler loads."""

import ast
import json
import subprocess
import sys
from collections.abc import Collection
from functools import cache

import pytest

from tests.template.sources import FUNCTIONS, HANDLERS, LAYER, Source

SCRIPT = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*sys.modules, sep="\\n")
"""

EACH = """
import importlib, json, os, sys
import boto3.dynamodb.types
before = set(sys.modules)
for name in sys.argv[1:]:
    if os.fork():
        os.wait()
    else:
        importlib.import_module(name)
        print(json.dumps([name, sorted(set(sys.modules) - before)]), flush=True)
        os._exit(0)
"""

MOST = {"with a body": 195, "without a body": 120, "with a batch": 170}
"""Modules that importing a handler may load, beside those of boto3. Bodies need Pydantic, which is 60 of them."""

TOO_MUCH = ("aws_xray_sdk", "boto3.dynamodb.table", "boto3.dynamodb.transform", "boto3.s3", "email_validator")
"""Tracing, the resources of boto3, and a validator that only requests with an address need."""


def loaded(sources: Collection[Source], prefixes: tuple[str, ...]) -> set[str]:
    """The modules with one of these prefixes that a process has loaded when it has imported the sources."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *(source.name for source in sources)],
        env={"PYTHONPATH": f"{LAYER}:{FUNCTIONS}", "AWS_DEFAULT_REGION": "eu-central-1"},
        capture_output=True,
        text=True,
        check=True,
    )
    modules = set(done.stdout.splitlines())
    assert "polydesk" in modules
    return {name for name in modules if name.startswith(prefixes)}


def takes_a_body(source: Source) -> bool:
    """Whether it looks into bodies: by a model, by itself, or by way of a module of its dialect."""
    read = {"request.body", "request.data"} & {ast.unparse(node) for node in ast.walk(source.tree)}
    return bool(read) or any(".requests." in name or name.startswith("polydesk.http.body") for name in source.imports())


@cache
def loaded_by_each() -> dict[str, list[str]]:
    """What importing each handler loads beside boto3, as if each were a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", EACH, *(source.name for source in HANDLERS)],
        env={"PYTHONPATH": f"{LAYER}:{FUNCTIONS}", "AWS_DEFAULT_REGION": "eu-central-1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(line) for line in done.stdout.splitlines())


@pytest.mark.parametrize("source", HANDLERS, ids=[source.name for source in HANDLERS])
def test_a_handler_loads_no_more_modules_than_its_kind_may(source: Source) -> None:
    modules = loaded_by_each()[source.name]
    takes_batches = any(".utilities.batch" in name for name in source.imports())
    kind = "with a batch" if takes_batches else "with a body" if takes_a_body(source) else "without a body"

    assert len(modules) <= MOST[kind], f"{len(modules)} modules, of {MOST[kind]} {kind}: {' '.join(modules)}"


def test_no_handler_loads_tracing_resources_or_the_validator_of_addresses() -> None:
    assert loaded(HANDLERS, TOO_MUCH) == set()


def test_handlers_without_a_body_do_not_load_pydantic() -> None:
    bodiless = [source for source in HANDLERS if not takes_a_body(source)]

    assert len(bodiless) > 15
    assert loaded(bodiless, ("pydantic",)) == set()
