"""Answers in JSON, XML and YAML as plain values that compare alike."""

from typing import Any
from xml.etree import ElementTree

from tests.functional.happyfox.happyfox_calls import from_yaml
from tools.local_desk.client import Response

FORMATS = ["json", "xml", "yaml"]


def base(form: str) -> str:
    """The beginning of all paths."""
    return f"/api/1.1/{form}"


def plain(element: ElementTree.Element) -> Any:
    """An XML element as plain values, all of them texts, as a client without a schema reads it."""
    if element.attrib.get("null") == "True":
        return None
    children = list(element)
    if children and all(child.tag == "resource" for child in children):
        return [plain(child) for child in children]
    return {child.tag: plain(child) for child in children} if children else element.text or ""


def as_text(value: Any) -> Any:
    """Plain values as XML tells them: it knows no types, and an empty list is an empty text."""
    match value:
        case dict():
            return {name: as_text(one) for name, one in value.items()}
        case []:
            return ""
        case list():
            return [as_text(one) for one in value]
        case None:
            return None
    return str(value)


def told(response: Response, form: str, status: int = 200) -> Any:
    """The body of an answer in a format, with texts for all values, so that the formats compare alike."""
    assert response.status == status, response.text
    if form == "xml":
        return plain(ElementTree.fromstring(response.content))  # noqa: S314 - our own answer
    return as_text(response.json() if form == "json" else from_yaml(response.content))


def faults(response: Response, form: str) -> dict[str, list[str]]:
    """What is wrong with which field."""
    return {one["field"]: one["errors"] for one in told(response, form, 400)["error"]}
