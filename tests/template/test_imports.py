"""The modules that importing a handler loads, which determine the cold start."""

import ast
import json
import subprocess
import sys
from collections.abc import Collection, Iterator

from tests.template.sources import FALLBACKS, FUNCTIONS, HANDLERS, LAYER, PRODUCT, RESOURCES, Source

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

def in_a_child(names, then):
    if os.fork():
        os.wait()
        return
    for name in names:
        importlib.import_module(name)
    then()
    sys.stdout.flush()
    os._exit(0)

def tell(name):
    print(json.dumps([name, sorted(set(sys.modules) - before)]))

def import_each(handlers):
    for name in handlers:
        in_a_child([name], lambda: tell(name))

for shared, handlers in json.load(sys.stdin):
    in_a_child(shared, lambda: import_each(handlers))
"""
"""Imports each handler in a process of its own, forked from one with the imports that all of its group share."""

MAX_MODULES = {
    "with a body": 217,
    "with bodies and lists": 234,
    "with bodies, lists and assets": 253,
    "without a body": 138,
    "of all APIs": 140,
    "with a batch": 170,
    "of the daily check": 150,
}
"""Modules that importing a handler may load besides those of boto3. Pydantic, for bodies, has 60; a dozen are the sets
of tickets and the index that they replace, both of which writes need until every ticket has been moved. HappyFox's list
has the language of `q` besides, and one ticket counts those of its customer. Some resources have lists with filters, or
the users, roles and groups of `assets`, as well as bodies; Zammad's tickets have both. `most` adds a module for each
endpoint of a resource."""

UNWANTED = ("aws_xray_sdk", "boto3.dynamodb.table", "boto3.dynamodb.transform", "boto3.s3", "email_validator")
"""Tracing, boto3's resources, and a validator that only requests with an e-mail address need."""

MODELS = (
    "polydesk.http.body",
    "polydesk.jobs.set_up_document",
    "polydesk.dialects.happyfox.contact_bodies",
    "polydesk.dialects.happyfox.contact_query",
    "polydesk.dialects.happyfox.list_page",
    "polydesk.dialects.happyfox.list_query",
    "polydesk.dialects.supportbee.list_query",
    "polydesk.dialects.supportbee.teams",
    "polydesk.dialects.supportbee.user_query",
    "polydesk.dialects.zammad.bodies",
    "polydesk.dialects.zammad.groups",
    "polydesk.dialects.zammad.organizations",
    "polydesk.dialects.zammad.priority_rows",
    "polydesk.dialects.zammad.queries",
    "polydesk.dialects.zammad.role_rows",
    "polydesk.dialects.zammad.tags",
)
"""Modules that read what a caller sends with pydantic."""

SERVED = {name for resource in RESOURCES for name in resource.imports()}
"""The handlers that run in the function of a resource, which imports all of them."""

LOADED = [*(source for source in HANDLERS if source.name not in SERVED), *RESOURCES, *FALLBACKS]
"""Every module that Lambda imports for a function."""

BY_NAME = {source.name: source for source in PRODUCT}


def loaded(sources: Collection[Source], prefixes: tuple[str, ...]) -> set[str]:
    """Return the modules with one of these prefixes that are loaded after importing the sources."""
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
    """Return whether it reads bodies: through a model, directly, or through a module of its dialect or its job."""
    read = {"request.body", "request.data"} & {ast.unparse(node) for node in ast.walk(source.tree)}
    imported = [*source.imports()]
    return (
        bool(read)
        or any(".requests." in name or name.startswith(MODELS) for name in imported)
        or any(
            name in BY_NAME and BY_NAME[name].part == "functions" and takes_a_body(BY_NAME[name]) for name in imported
        )
    )


def always_imported(source: Source) -> set[str]:
    """Return the product's modules that are always imported with this one, directly or indirectly, including itself."""
    found: set[str] = set()
    left = [source]
    while left:
        if (one := left.pop()).name not in found:
            found.add(one.name)
            left += [BY_NAME[name] for name in map(module_of, top_level_imports(one)) if name in BY_NAME]
    return found


def top_level_imports(source: Source) -> Iterator[str]:
    """Yield a module's imports outside functions and conditions."""
    for node in source.tree.body:
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_of(imported: str) -> str:
    """Return the product's module of an import, which names the module or something in it."""
    return imported if imported in BY_NAME else imported.rpartition(".")[0]


def groups() -> Iterator[tuple[list[str], list[str]]]:
    """Yield groups of similar handlers, each after the modules that all of the group import."""
    alike: dict[tuple[str, bool], list[Source]] = {}
    for source in LOADED:
        alike.setdefault((source.path.parent.name, takes_a_body(source)), []).append(source)
    for sources in alike.values():
        shared = set.intersection(*map(always_imported, sources))
        yield sorted(shared), [source.name for source in sources]


def loaded_by_each() -> dict[str, list[str]]:
    """Return the modules that importing each handler loads besides boto3's."""
    done = subprocess.run(
        [sys.executable, "-c", EACH],
        env={"PYTHONPATH": f"{LAYER}:{FUNCTIONS}", "AWS_DEFAULT_REGION": "eu-central-1"},
        input=json.dumps(list(groups())),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(line) for line in done.stdout.splitlines())


def kind_of(source: Source) -> str:
    """Return the kind of the handler, a key of MAX_MODULES."""
    if any(".utilities.batch" in name for name in source.imports()):
        return "with a batch"
    if source.name == "gateway.answer_other_methods":
        return "of all APIs"
    if source.name in ("happyfox.contacts", "supportbee.tickets", "zammad.articles"):
        return "with bodies and lists"
    if source.name == "zammad.tickets":
        return "with bodies, lists and assets"
    if source.name == "schedules.reconcile_index":
        return "of the daily check"
    return "with a body" if takes_a_body(source) else "without a body"


def most(source: Source) -> int:
    """Return how many modules it may load: those of its kind; a resource also the router and each of its endpoints."""
    endpoints = {name for name in map(module_of, source.imports()) if name in BY_NAME and BY_NAME[name] in HANDLERS}
    return MAX_MODULES[kind_of(source)] + (1 + len(endpoints) if source in RESOURCES else 0)


def test_no_handler_loads_more_modules_than_its_kind_may() -> None:
    loaded = loaded_by_each()
    too_many = {
        f"{source.name}, {kind_of(source)}": modules
        for source in LOADED
        if len(modules := loaded[source.name]) > most(source)
    }

    assert too_many == {}


def test_no_handler_loads_tracing_resources_or_the_validator_of_addresses() -> None:
    assert loaded(LOADED, UNWANTED) == set()


def test_handlers_without_a_body_do_not_load_pydantic() -> None:
    bodiless = [source for source in LOADED if not takes_a_body(source)]

    assert len(bodiless) > 15
    assert loaded(bodiless, ("pydantic",)) == set()
