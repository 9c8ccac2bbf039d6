"""Rows of the docs' tables of fields: type, bounds and meaning in words, from the description."""

from collections.abc import Collection, Iterator
from itertools import chain

from tools.openapi.apis import Schema
from tools.openapi.media import JSON, MULTIPART

NONE = "–"

_FORMATS = {"uuid": "UUID", "email": "e-mail address", "date-time": "time", "binary": "file"}

Row = tuple[str, str, str, str, str]


def query_rows(operation: Schema) -> list[Row]:
    """Return name, type, bounds, default and meaning of each query parameter."""
    return [
        (
            f"`{one['name']}`",
            kind(one["schema"]),
            bounds(one["schema"]),
            "required" if one.get("required") else _default(one["schema"]),
            one["description"] or NONE,
        )
        for one in operation.get("parameters", ())
        if one.get("in") == "query"
    ]


def body_rows(document: Schema, operation: Schema, token_fields: Collection[str]) -> list[Row]:
    """Return name, type, bounds, whether it is required, and meaning of each field of the body.

    A body that has room for the token and for nothing else has no rows.
    """
    content = operation.get("requestBody", {}).get("content", {})
    if not content:
        return []
    schema = content[MULTIPART if MULTIPART in content else JSON]["schema"]
    if not _resolved(document, schema)["properties"].keys() - set(token_fields):
        return []
    return list(_rows(document, schema, ""))


def _rows(document: Schema, schema: Schema, outer: str) -> Iterator[Row]:
    schema = _resolved(document, schema)
    for name, own in schema["properties"].items():
        about = _resolved(document, own)
        full = f"{outer}{name}"
        yield f"`{full}`", kind(about), bounds(about), _required(name, schema, outer), about.get("description", NONE)
        if "properties" in about:
            yield from _rows(document, about, f"{full}.")


def _resolved(document: Schema, schema: Schema) -> Schema:
    """Return a schema that may be a reference, or a reference or null."""
    match schema.get("anyOf"):
        case [{"$ref": _} as reference, {"type": "null"}]:
            return {**_resolved(document, reference), "type": ["object", "null"], **schema}
    if "$ref" not in schema:
        return schema
    found: Schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _required(name: str, schema: Schema, outer: str) -> str:
    if name in schema.get("required", ()):
        return "yes"
    for rule in [schema, *schema.get("allOf", ())]:
        if name in rule.get("then", {}).get("required", ()):
            return "unless " + " or ".join(f"`{outer}{other}`" for other in _alternatives(rule["if"]["not"]))
    return "no"


def _alternatives(condition: Schema) -> list[str]:
    """Return the fields of which a condition asks for one."""
    conditions = condition.get("anyOf", [condition])
    return list(chain.from_iterable(one["required"] for one in conditions))


def kind(schema: Schema) -> str:
    """Return the type of a value in words."""
    return " or ".join(_kinds(schema))


def _kinds(schema: Schema) -> list[str]:
    types = schema.get("type", "anything")
    return [_kind(one, schema) for one in (types if isinstance(types, list) else [types])]


def _kind(name: str, schema: Schema) -> str:
    if name == "array":
        return f"list of {' or '.join(map(_plural, _kinds(schema['items'])))}" if "items" in schema else "list"
    return _FORMATS.get(schema.get("format", ""), name) if name == "string" else name


def _plural(word: str) -> str:
    return f"{word}es" if word.endswith("s") else f"{word}s"


def bounds(schema: Schema) -> str:
    """Return the bounds of a value in words."""
    if "enum" in schema:
        return ", ".join(f"`{one}`" if one != "" else "empty" for one in schema["enum"])
    found = [
        _range(schema.get("minLength"), schema.get("maxLength"), " characters"),
        _range(schema.get("minItems"), schema.get("maxItems"), " items"),
        _range(schema.get("minimum"), schema.get("maximum"), ""),
    ]
    return "; ".join(one for one in found if one) or NONE


def _range(least: int | None, most: int | None, unit: str) -> str:
    match least, most:
        case None, None:
            return ""
        case None, _:
            return f"at most {most:,}{unit}"
        case _, None:
            return f"at least {least:,}{unit}"
    if least == most:
        return f"exactly {least:,}{unit.removesuffix('s') if least == 1 else unit}"
    return f"{least:,} to {most:,}{unit}"


def _default(schema: Schema) -> str:
    if "default" not in schema:
        return NONE
    value = schema["default"]
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
