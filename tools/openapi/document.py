"""The whole description, put together."""

import json
import tomllib
from pathlib import Path
from typing import Any

from tools.local_desk.model import Template
from tools.local_desk.template import read
from tools.openapi import failures
from tools.openapi.dialects import DIALECTS, Dialect
from tools.openapi.endpoints import Endpoint, endpoints
from tools.openapi.models import Components
from tools.openapi.parameters import HEADERS, parameters
from tools.openapi.requests import request_body
from tools.openapi.schemas.shape import Schema
from tools.openapi.xml_hints import marked, rooted

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "openapi.json"

_ABOUT = """One helpdesk that speaks four documented HTTP APIs. A ticket opened through one of them is the same ticket \
in the other three.

- **Once**: a POST with an `Idempotency-Key` takes effect once within 24 hours.
- **No lost updates**: answers that show one ticket or one state carry an `ETag`; a write with `If-Match` on another \
version is 412 and changes nothing.
- **Times** are UTC.

What no function answers, API Gateway does, as `{"error": …}`: 404 for a path that there is not, 413 for more than 10 \
MB, 429 when the account is throttled, 504 when a function takes too long."""

_ETAG: Schema = {
    "description": "The version that the answer shows, for If-Match.",
    "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
}

_VERSIONED = {
    "selectel": {"create_ticket", "find_ticket", "modify_ticket", "close_ticket", "reopen_ticket", "evaluate_ticket"},
    "supportbee": set(DIALECTS["supportbee"].shapes.ANSWERS),
    "happyfox": {"read_ticket", "add_staff_update", "add_staff_private_note", "add_user_reply"},
    "zammad": {"show_state", "create_state", "update_state"},
}
"""Whose successes carry an ETag."""

_VERSIONED_AT_TIMES = {"happyfox/create_ticket"}
"""Whose do when they show one ticket."""


def text() -> str:
    """The description as openapi.json has it."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


def document() -> Schema:
    """The description of all four APIs."""
    template = read()
    components = Components()
    paths: dict[str, Schema] = {}
    responses: dict[str, Schema] = {}
    for endpoint in endpoints(template):
        dialect = DIALECTS[endpoint.dialect]
        for status in failures.statuses(endpoint):
            responses.setdefault(f"{dialect.prefix}{status}", failures.component(dialect, status, components))
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, dialect, components)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Polydesk", "version": _version(), "description": _ABOUT},
        "servers": [_server(template)],
        "tags": [{"name": dialect.tag, "description": dialect.about} for dialect in DIALECTS.values()],
        "paths": paths,
        "components": {
            "securitySchemes": {name: one for dialect in DIALECTS.values() for name, one in dialect.schemes.items()},
            "parameters": HEADERS,
            "responses": responses,
            "schemas": {name: _with_xml(name, schema) for name, schema in sorted(components.schemas.items())},
        },
    }


def _version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    version: str = project["project"]["version"]
    return version


def _server(template: Template) -> Schema:
    assert template.api is not None
    return {
        "url": f"https://{{api}}.execute-api.{{region}}.amazonaws.com/{template.api.stage}",
        "description": "A stack of yours; the whole URL is its output BaseUrl.",
        "variables": {"api": {"default": "api-id"}, "region": {"default": "eu-central-1"}},
    }


def _operation(endpoint: Endpoint, dialect: Dialect, components: Components) -> Schema:
    operation: dict[str, Any] = {
        "operationId": endpoint.id,
        "tags": [dialect.tag],
        "summary": endpoint.title or _sentence(endpoint.what).rstrip("."),
        "description": _description(endpoint),
        "security": dialect.security,
    }
    if found := parameters(endpoint):
        operation["parameters"] = found
    if body := request_body(endpoint, dialect, components):
        operation["requestBody"] = body
    operation["responses"] = {
        str(endpoint.status): _success(endpoint, dialect, components),
        **{
            str(status): {"$ref": f"#/components/responses/{dialect.prefix}{status}"}
            for status in failures.statuses(endpoint)
        },
    }
    return operation


def _description(endpoint: Endpoint) -> str:
    return " ".join(words for words in (_sentence(endpoint.what), endpoint.note) if words)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def _success(endpoint: Endpoint, dialect: Dialect, components: Components) -> Schema:
    response: Schema = {"description": _sentence(endpoint.answer)}
    if endpoint.name in _VERSIONED[endpoint.dialect]:
        response["headers"] = {"ETag": {"required": True, **_ETAG}}
    elif endpoint.key in _VERSIONED_AT_TIMES:
        response["headers"] = {"ETag": {**_ETAG, "description": f"{_ETAG['description']} Of several tickets, none."}}
    if (shape := dialect.shapes.ANSWERS[endpoint.name]) is not None:
        schema = components.of(shape, dialect.prefix)
        response["content"] = {kind: {"schema": rooted(schema, kind)} for kind in dialect.writes}
    return response


def _with_xml(name: str, schema: Schema) -> Schema:
    """HappyFox answers in XML, too; nobody reads it."""
    return marked(schema) if name.startswith("Happyfox") and "Body" not in name else schema
