"""What a cold start pays for: the modules that importing a handler loads."""

import ast
import subprocess
import sys
from collections.abc import Collection

from tests.template.sources import FUNCTIONS, HANDLERS, LAYER, Source

SCRIPT = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*sys.modules, sep="\\n")
"""

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
    return bool(read) or any("bodies" in name or name.startswith("polydesk.http.body") for name in source.imports())


def test_no_handler_loads_tracing_resources_or_the_validator_of_addresses() -> None:
    assert loaded(HANDLERS, TOO_MUCH) == set()


def test_handlers_without_a_body_do_not_load_pydantic() -> None:
    bodiless = [source for source in HANDLERS if not takes_a_body(source)]

    assert len(bodiless) > 15
    assert loaded(bodiless, ("pydantic",)) == set()
