"""Answers in XML: hints in their schemas, and reading them back into plain values.

A list is an element with a `<resource>` for each item; null is the attribute `null="True"`.
"""

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from tools.openapi.media import XML

Schema = dict[str, Any]
"""A JSON Schema."""

_ITEM = "resource"


def rooted(schema: Schema, kind: str) -> Schema:
    """Return the schema of an answer of this media type; XML has one root element."""
    return {**marked(schema), "xml": {"name": "response"}} if kind == XML else schema


def marked(schema: Schema) -> Schema:
    """Return the schema with OpenAPI's XML objects at its lists."""
    found = {key: _marked(value) for key, value in schema.items()}
    if found.get("type") == "array":
        found["items"] = {**found["items"], "xml": {"name": _ITEM}}
        found["xml"] = {"wrapped": True}
    return found


def _marked(value: Any) -> Any:
    if isinstance(value, dict):
        return marked(value)
    return [_marked(one) for one in value] if isinstance(value, list) else value


def value_of(element: Element, schema: Schema, resolve: Callable[[Schema], Schema]) -> Any:
    """Return the value of an element, of the type that the schema has.

    A value of another type stays text, so that the schema refuses it. Raises AssertionError for unexpected XML.
    """
    if element.attrib == {"null": "True"}:
        return None
    assert not element.attrib, f"<{element.tag}> has attributes"
    schema = _chosen(element, resolve(schema), resolve)
    types = schema.get("type", "string")
    kinds = types if isinstance(types, list) else [types]
    if "object" in kinds:
        fields = schema.get("properties", {})
        return {child.tag: value_of(child, fields.get(child.tag, {}), resolve) for child in element}
    if "array" in kinds:
        return [value_of(child, schema["items"], resolve) for child in element if _is_item(child)]
    return _scalar(element, kinds)


def _is_item(child: Element) -> bool:
    assert child.tag == _ITEM, f"<{child.tag}> in a list"
    return True


def _scalar(element: Element, kinds: list[str]) -> Any:
    text = element.text or ""
    assert len(element) == 0, f"<{element.tag}> has elements in it"
    if "boolean" in kinds:
        return {"True": True, "False": False}.get(text, text)
    return int(text) if "integer" in kinds and text.removeprefix("-").isdecimal() else text


def _chosen(element: Element, schema: Schema, resolve: Callable[[Schema], Schema]) -> Schema:
    """Return the alternative that shares most fields with an element; a list shares its items."""
    alternatives: list[Schema] = schema.get("anyOf") or schema.get("oneOf") or []
    choices = [resolve(one) for one in alternatives]
    if not choices:
        return schema
    tags = {child.tag for child in element}
    return _chosen(element, max(choices, key=lambda choice: _fit(choice, tags)), resolve)


def _fit(choice: Schema, tags: set[str]) -> int:
    if choice.get("type") == "array":
        return len(tags & {_ITEM})
    return len(tags & set(choice.get("properties", ())))
