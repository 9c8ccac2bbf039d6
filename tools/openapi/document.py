"""The whole description, put together."""

import json
import tomllib
from http import HTTPStatus
from typing import Any

from polydesk.http.response import FileBytes
from tools.local_desk.model import Template
from tools.local_desk.template import read
from tools.openapi import failures
from tools.openapi.apis import APIS, Schema
from tools.openapi.endpoints import Endpoint, endpoints
from tools.openapi.media import ANY_TYPE, ROOT
from tools.openapi.parameters import HEADERS, parameters
from tools.openapi.requests import request_body
from tools.openapi.schemas import Components
from tools.openapi.xml_hints import marked, rooted

_ABOUT = """One helpdesk that speaks four documented HTTP APIs. A ticket opened through one of them is the same ticket \
in the other three.

- **Idempotency**: a POST with an `Idempotency-Key` takes effect once within 24 hours.
- **No lost updates**: answers that show one ticket or one state carry an `ETag`; a write with `If-Match` on another \
version is 412 and changes nothing.
- **Times** are UTC.

API Gateway answers by itself, as `{"error": …}`: 404 for an unknown path, 413 for more than 10 MB, 429 when the stack \
is throttled, 504 when a function takes too long."""

_LOCATION: Schema = {
    "required": True,
    "description": "The link.",
    "schema": {"type": "string", "format": "uri"},
}
_ETAG: Schema = {
    "description": "The version that the answer shows, for If-Match.",
    "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
}


_TOO_LARGE: Schema = {
    "description": "The file is too large for an answer: a link that saves it, valid for five minutes.",
    "headers": {"Location": _LOCATION},
}


def text() -> str:
    """Return the description as openapi.json has it."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


def document() -> Schema:
    """Return the description of all four APIs."""
    template = read()
    components = Components()
    paths: dict[str, Schema] = {}
    responses: dict[str, Schema] = {}
    for endpoint in endpoints(template):
        api = endpoint.api
        for status in failures.statuses(endpoint):
            name = f"{api.prefix}{status}"
            responses[name] = responses.get(name) or failures.response(api, endpoint.dialect, status, components)
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, components)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Polydesk", "version": _version(), "description": _ABOUT},
        "servers": [_server(template)],
        "tags": [{"name": api.tag, "description": api.about} for api in APIS.values()],
        "paths": paths,
        "components": {
            "securitySchemes": {name: one for api in APIS.values() for name, one in api.schemes.items()},
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
        "description": "Your stack; its output BaseUrl has the whole URL.",
        "variables": {"api": {"default": "api-id"}, "region": {"default": "eu-central-1"}},
    }


def _operation(endpoint: Endpoint, components: Components) -> Schema:
    operation: dict[str, Any] = {
        "operationId": endpoint.id,
        "tags": [endpoint.api.tag],
        "summary": endpoint.title or _sentence(endpoint.what).rstrip("."),
        "description": " ".join(words for words in (_sentence(endpoint.what), endpoint.note) if words),
        "security": endpoint.api.security,
    }
    if found := parameters(endpoint, components):
        operation["parameters"] = found
    if body := request_body(endpoint, components):
        operation["requestBody"] = body
    operation["responses"] = {
        str(endpoint.status): _success(endpoint, components),
        **({"302": _TOO_LARGE} if endpoint.facts.answers is FileBytes else {}),
        **{
            str(status): {"$ref": f"#/components/responses/{endpoint.api.prefix}{status}"}
            for status in failures.statuses(endpoint)
        },
    }
    return operation


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def _success(endpoint: Endpoint, components: Components) -> Schema:
    response: Schema = {"description": _sentence(endpoint.answer)}
    if endpoint.facts.versioned == "single":
        response["headers"] = {"ETag": {**_ETAG, "description": f"{_ETAG['description']} Only when it shows one."}}
    elif endpoint.facts.versioned:
        response["headers"] = {"ETag": {"required": True, **_ETAG}}
    if endpoint.status == HTTPStatus.FOUND:
        response["headers"] = {**response.get("headers", {}), "Location": _LOCATION}
    if endpoint.facts.answers is FileBytes:
        response["content"] = {ANY_TYPE: {"schema": {}}}
    elif endpoint.facts.answers is not None:
        schema = components.answer(endpoint.facts.answers, endpoint.api.prefix)
        kinds = [endpoint.facts.media_type] if endpoint.facts.media_type else endpoint.api.writes
        response["content"] = {kind: {"schema": rooted(schema, kind)} for kind in kinds}
    return response


def _with_xml(name: str, schema: Schema) -> Schema:
    """Return the schema, with hints for XML if it is an answer of HappyFox's API, the only one that writes XML."""
    return marked(schema) if name.startswith("Happyfox") and "Body" not in name else schema
