"""Identifiers use the field's terms: replaced words do not come back, and each part uses its own words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.template.sources import PRODUCT, ROOT, Source

REPLACED = {
    "Arrived", "Backing", "Conflicted", "Crowd", "Deed", "Discreet", "Due", "Handled", "Holder", "Hurry", "Kept",
    "LostRace", "Memory", "Numbers", "Objects", "Occasion", "Once", "Opening", "Patience", "Place", "Rejects",
    "Repeated", "Said", "Scene", "Share", "Shelf", "Span", "Spot", "Stale", "Stuck", "Terms", "Words",
    "backing", "bee", "crew", "deed", "deeds", "essence", "fox", "gathered", "hurry", "insist", "look_at",
    "narrowed", "occasion", "patience", "put_off", "refile", "set_aside", "thinner",
}  # fmt: skip
"""Names of classes, functions, variables and modules that have been replaced. They appear nowhere."""

CUSTOMER = re.compile(r"(?<![a-z])(client|contact|requester)(?![a-z])")
"""The APIs' words for a customer; the product's core uses only that one."""

PROTOCOL_TEXTS = {"body", "query", "path", "header", "application/json", "GET", "POST", "PUT", "PATCH", "DELETE"}
"""Texts that belong to a protocol."""

STATUS_CODES = range(400, 600)

WRITES = re.compile(r"Operation|Transaction|ConditionCheck|(Put|Update|Delete)Item")
"""Names of the parts of a transaction."""


def identifiers(tree: ast.Module) -> Iterator[str]:
    """Yield every name that a module defines or uses."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield name
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield name
            case ast.alias(name=name, asname=alias):
                yield from (alias or name).split(".")


def every_module() -> list[Path]:
    """Return all Python files of the product, the tools and the tests."""
    return [path for room in ("layers", "functions", "tools", "tests") for path in sorted((ROOT / room).rglob("*.py"))]


def part_of(*parts: str) -> list[Source]:
    """Return the product's modules of these parts."""
    return [source for source in PRODUCT if source.part in parts]


def of_the_edge() -> list[Source]:
    return part_of("functions", "dialects")


def test_replaced_names_do_not_come_back() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in every_module()
        for name in {path.stem, *identifiers(ast.parse(path.read_text(encoding="utf-8")))} & REPLACED
    }

    assert found == set()


@pytest.mark.parametrize("source", part_of("domain", "desk", "jobs"), ids=lambda source: source.name)
def test_the_core_calls_a_customer_a_customer(source: Source) -> None:
    assert {name for name in identifiers(source.tree) if CUSTOMER.search(name)} == set()


@pytest.mark.parametrize("source", part_of("domain"), ids=lambda source: source.name)
def test_the_domain_knows_no_protocol(source: Source) -> None:
    numbers = {node.value for node in ast.walk(source.tree) if isinstance(node, ast.Constant)}

    assert PROTOCOL_TEXTS & set(source.texts()) == set()
    assert {number for number in numbers if type(number) is int and number in STATUS_CODES} == set()


@pytest.mark.parametrize("source", of_the_edge(), ids=lambda source: source.name)
def test_the_edge_sees_no_transaction(source: Source) -> None:
    """Use cases own their transactions: a handler or a dialect neither builds a write nor passes a function on."""
    names = set(identifiers(source.tree))

    assert {name for name in names if WRITES.search(name)} == set()
    assert "also" not in names
    assert not [node for node in ast.walk(source.tree) if isinstance(node, ast.Lambda)]
