"""openapi.json and the generated parts of the docs are up to date, valid, and have every route of the template."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tools.handlers import handlers, logical_id
from tools.local_desk.model import Route
from tools.local_desk.template import read
from tools.openapi import methods
from tools.openapi.apis import APIS
from tools.openapi.checking import Description
from tools.openapi.docs import pages
from tools.openapi.document import document, text
from tools.openapi.endpoints import endpoints
from tools.openapi.media import COMMITTED

DOCUMENT: dict[str, Any] = json.loads(COMMITTED.read_text(encoding="utf-8"))
DESCRIPTION = Description(DOCUMENT)
ENDPOINTS = endpoints(read())


def every(value: Any, key: str) -> Iterator[Any]:
    """Yield every value of a key at any depth."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name == key:
                yield one
            yield from every(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from every(one, key)


def test_it_is_up_to_date() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == text(), "run `make openapi`"


def test_the_generated_parts_of_the_docs_are_up_to_date() -> None:
    for page, expected in pages(document()).items():
        assert page.read_text(encoding="utf-8") == expected, f"{page.name}: run `make openapi`"


def test_the_methods_of_each_path_are_up_to_date() -> None:
    assert methods.COMMITTED.read_text(encoding="utf-8") == methods.text(read()), "run `make openapi`"


def test_it_is_openapi_3_1() -> None:
    assert re.fullmatch(r"3\.1\.\d+", DOCUMENT["openapi"])
    assert [error.message for error in OpenAPIV31SpecValidator(DOCUMENT).iter_errors()] == []


def test_it_has_every_route_of_the_template_and_no_other() -> None:
    routes = {
        (route.method, route.path.rstrip("/"))
        for function in read().functions.values()
        for route in function.of_type(Route)
    }

    described = [(operation.method, operation.path.rstrip("/")) for operation in DESCRIPTION.operations]
    assert sorted(described) == sorted(routes)


def test_every_operation_has_a_name_of_its_own_a_title_and_somebody_who_may_call_it() -> None:
    ids = [operation.id for operation in DESCRIPTION.operations]

    assert len(set(ids)) == len(ids)
    assert {name for name in ids if not name.endswith("WithoutSuffix")} <= {*map(logical_id, handlers(read()))}
    for operation in DESCRIPTION.operations:
        assert operation.declared["summary"]
        assert operation.declared["security"]


def test_nothing_is_described_that_nobody_refers_to() -> None:
    used = set(every(DOCUMENT, "$ref"))
    kept = {
        f"#/components/{kind}/{name}"
        for kind, components in DOCUMENT["components"].items()
        if kind != "securitySchemes"
        for name in components
    }

    assert kept == used


def test_every_body_that_a_handler_reads_is_described() -> None:
    described = {operation.id for operation in DESCRIPTION.operations if "requestBody" in operation.declared}

    assert {endpoint.id for endpoint in ENDPOINTS if endpoint.body} <= described


@pytest.mark.parametrize("operation", DESCRIPTION.operations, ids=lambda operation: operation.id)
def test_examples_are_what_their_schemas_say(operation: Any) -> None:
    for medium in operation.declared.get("requestBody", {}).get("content", {}).values():
        if "example" in medium:
            assert list(DESCRIPTION.faults(medium["example"], medium["schema"])) == []


def test_every_status_of_the_error_tables_is_described_somewhere() -> None:
    for name, api in APIS.items():
        dialect = next(endpoint.dialect for endpoint in ENDPOINTS if endpoint.api is api)
        described = {
            int(status)
            for operation in DESCRIPTION.operations
            if api.tag in operation.declared["tags"]
            for status in operation.declared["responses"]
        }
        assert {answer.status for answer in dialect.errors.answers.values()} - described <= NEVER[name], name


NEVER: dict[str, set[int]] = {
    "selectel": {405},
    "supportbee": {405, 429},  # its actions have no limit
    "happyfox": {403, 405},  # a key of the whole desk has every permission
    "zammad": {405, 415, 429},  # a body is JSON whatever its Content-Type says; states have no limit
}
"""Statuses in the error tables that no endpoint answers. 405 is for methods without one."""
