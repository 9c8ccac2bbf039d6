"""Request bodies: the models of the handlers in every format that their API reads, with an example of each."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from polydesk.dialects.happyfox import formats
from polydesk.dialects.happyfox.new_ticket import MOST_AT_ONCE
from polydesk.formats.multipart import FilePart
from polydesk.http.request import from_event
from tools.openapi import rules
from tools.openapi.dialects import FORM, JSON, MULTIPART, YAML, Dialect
from tools.openapi.endpoints import Endpoint
from tools.openapi.models import Components
from tools.openapi.schemas.shape import Schema

EVENTS = Path(__file__).parents[2] / "events"

_FILES = "attachments"
"""The field that only forms with files have."""

_BULK = {"happyfox/create_ticket"}
_TOKEN: Schema = {"type": "string", "description": "The token, where no header and no query has it."}
_TOKEN_BODY: Schema = {
    "type": "object",
    "description": "Where nothing has to be said, the token may be.",
    "properties": {"auth_token": _TOKEN},
}


def request_body(endpoint: Endpoint, dialect: Dialect, components: Components) -> Schema | None:
    """What the body of a request can be; None where it says nothing."""
    if endpoint.dialect == "supportbee" and endpoint.method == "POST" and endpoint.body is None:
        schema = components.add(f"{dialect.prefix}TokenBody", _TOKEN_BODY)
        return {"required": False, "content": {kind: {"schema": schema} for kind in dialect.reads}}
    if endpoint.body is None:
        return None
    schema = _schema(endpoint, dialect, components)
    content = {kind: _medium(kind, schema, endpoint, components) for kind in dialect.reads}
    # A body that needs nothing may as well not be there.
    return {"required": bool(schema.get("required")), "content": content}


def _schema(endpoint: Endpoint, dialect: Dialect, components: Components) -> Schema:
    assert endpoint.body is not None
    schema = rules.apply(components.inline(endpoint.body, dialect.prefix), endpoint)
    if endpoint.dialect == "supportbee":
        schema["properties"]["auth_token"] = _TOKEN
    return schema


def _medium(kind: str, schema: Schema, endpoint: Endpoint, components: Components) -> Schema:
    has_files = _FILES in schema["properties"]
    name = f"{endpoint.id.removesuffix('WithoutSuffix')}Body"
    if has_files and kind == MULTIPART:
        reference = components.add(f"{name}WithFiles", schema)
    else:
        reference = components.add(name, _without_files(schema))
    medium: Schema = {"schema": reference}
    if endpoint.key in _BULK and kind in (JSON, YAML):
        many = {"type": "array", "maxItems": MOST_AT_ONCE, "items": reference, "description": "Each for itself."}
        medium["schema"] = {"oneOf": [reference, many]}
    if example := _example(endpoint):
        medium["example"] = _without_nulls(example) if kind == FORM else example
    if kind == FORM and endpoint.dialect == "supportbee":
        medium["encoding"] = {"assignment": {"style": "deepObject", "explode": True}}
    return medium


def _without_files(schema: Schema) -> Schema:
    return {**schema, "properties": {name: one for name, one in schema["properties"].items() if name != _FILES}}


def _without_nulls(value: Any) -> Any:
    """A form has no way to say null."""
    if not isinstance(value, dict):
        return value
    return {name: _without_nulls(one) for name, one in value.items() if one is not None}


def _example(endpoint: Endpoint) -> Any:
    """The body of the endpoint's real event, without files."""
    event = json.loads((EVENTS / f"{endpoint.key}.json").read_text(encoding="utf-8"))
    if not event["body"]:
        return None
    if endpoint.dialect != "happyfox":
        return json.loads(event["body"])
    data = formats.read(from_event(event))
    return {name: _plain(value) for name, value in data.items() if not _is_file(value)}


def _is_file(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, FilePart) for one in value)


def _plain(value: Any) -> Any:
    """A value that a form or YAML could only write as text, as JSON writes it."""
    words: Mapping[Any, Any] = {"true": True, "false": False}
    if not isinstance(value, str):
        return value
    return int(value) if value.isdecimal() else words.get(value, value)
