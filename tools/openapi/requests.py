"""Request bodies: the models of the handlers in every format that their API reads, with an example of each."""

from typing import Any

from polydesk.formats.multipart import FilePart
from polydesk.http.request import from_event
from tools.openapi.apis import Schema
from tools.openapi.endpoints import Endpoint
from tools.openapi.media import FORM, JSON, MULTIPART, YAML
from tools.openapi.schemas import Components, is_files
from tools.sample_events import event


def request_body(endpoint: Endpoint, components: Components) -> Schema | None:
    """Return the body of a request; None for a request that has none, or whose body is not looked at."""
    api = endpoint.api
    if endpoint.body is None:
        if endpoint.method != "POST" or not api.token_fields:
            return None
        token: Schema = {"type": "object", "description": "The token; other fields are ignored."}
        schema = components.add(f"{api.prefix}TokenBody", {**token, "properties": dict(api.token_fields)})
        return {"required": False, "content": {kind: {"schema": schema} for kind in api.reads}}
    fields = components.fields(endpoint.body, api.prefix)
    if endpoint.method == "POST":
        fields["properties"] |= api.token_fields
    content = {kind: _medium(kind, fields, endpoint, components) for kind in endpoint.reads}
    # A body without required fields may be left out.
    return {"required": bool(fields.get("required")), "content": content}


def _medium(kind: str, fields: Schema, endpoint: Endpoint, components: Components) -> Schema:
    files = {name for name, one in fields["properties"].items() if is_files(one)}
    name = f"{endpoint.id.removesuffix('WithoutSuffix')}Body"
    if files and kind == MULTIPART:
        reference = components.add(f"{name}WithFiles", fields)
    else:
        reference = components.add(name, _without(files, fields))
    medium: Schema = {"schema": reference}
    if endpoint.facts.bulk and kind in (JSON, YAML):
        medium["schema"] = {"oneOf": [reference, _several(endpoint.facts.bulk, reference)]}
    if sample := example(endpoint):
        medium["example"] = _without_nulls(sample) if kind == FORM else sample
    nested = [name for name, one in fields["properties"].items() if "$ref" in one]
    if nested and kind == FORM:
        medium["encoding"] = {name: {"style": "deepObject", "explode": True} for name in nested}
    return medium


def _several(most: int, reference: Schema) -> Schema:
    return {"type": "array", "maxItems": most, "items": reference, "description": "Each one succeeds or fails alone."}


def _without(names: set[str], schema: Schema) -> Schema:
    return {**schema, "properties": {name: one for name, one in schema["properties"].items() if name not in names}}


def _without_nulls(value: Any) -> Any:
    """Return a value without its nulls, which a form cannot express."""
    if not isinstance(value, dict):
        return value
    return {name: _without_nulls(one) for name, one in value.items() if one is not None}


def example(endpoint: Endpoint) -> Any:
    """Return the body of the endpoint's event, without files."""
    request = from_event(event(endpoint.key))
    data = endpoint.dialect.read(request) if request.raw else None
    if not isinstance(data, dict):
        return data
    return {name: _plain(value, request.media_type) for name, value in data.items() if not _is_file(value)}


def _is_file(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, FilePart) for one in value)


def _plain(value: Any, media_type: str) -> Any:
    """Return a value that a form or YAML writes as text the way JSON writes it."""
    if not isinstance(value, str) or media_type in {"", JSON}:
        return value
    words: dict[str, Any] = {"true": True, "false": False}
    return int(value) if value.isdecimal() else words.get(value, value)
