"""What the comparison of answers with a description finds, and what it lets pass."""

from collections.abc import Sequence
from typing import Any

import pytest

from tools.local_desk.wire import Headers, HttpResponse
from tools.openapi.checking import Description, Undescribed

JSON = ("Content-Type", "application/json")
THING = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "words"],
    "properties": {
        "id": {"type": "integer"},
        "words": {"type": "array", "items": {"type": "string", "xml": {"name": "resource"}}, "xml": {"wrapped": True}},
        "active": {"type": ["boolean", "null"]},
        "made_at": {"type": "string", "format": "date-time"},
    },
}
NUMBERS = {"type": "array", "items": {"$ref": "#/components/schemas/Thing", "xml": {"name": "resource"}}}
EITHER = {"anyOf": [{"$ref": "#/components/schemas/Thing"}, NUMBERS]}
DOCUMENT: dict[str, Any] = {
    "paths": {
        "/things/{id}/": {
            "get": {
                "operationId": "ShowThing",
                "responses": {
                    "200": {
                        "headers": {"ETag": {"required": True, "schema": {"type": "string", "pattern": '^"[0-9]+"$'}}},
                        "content": {
                            "application/json": {"schema": EITHER},
                            "application/xml": {"schema": {**EITHER, "xml": {"name": "response"}}},
                            "application/x-yaml": {"schema": EITHER},
                        },
                    },
                    "204": {"description": "Nothing."},
                    "429": {"$ref": "#/components/responses/Wait"},
                },
            }
        },
        "/things/best": {"get": {"operationId": "ShowBest", "responses": {}}},
    },
    "components": {
        "schemas": {"Thing": THING},
        "responses": {"Wait": {"headers": {"Retry-After": {"required": True, "schema": {"type": "integer"}}}}},
    },
}
DESCRIPTION = Description(DOCUMENT)


def check(status: int, body: str = "", *headers: tuple[str, str]) -> None:
    """Compare an answer with what is said of it."""
    operation = DESCRIPTION.operation("GET", "/things/5")
    assert operation is not None
    DESCRIPTION.check(operation, HttpResponse(status, Headers(headers), body.encode()))


def check_body(body: str, kind: str = "application/json") -> None:
    """Compare a body with what is said of it."""
    check(200, body, ("ETag", '"1"'), ("Content-Type", kind))


@pytest.mark.parametrize("path", ["/things/5", "/things/5/", "/things/a%20b"])
def test_an_operation_is_found_by_its_path_whatever_stands_for_the_variables(path: str) -> None:
    operation = DESCRIPTION.operation("GET", path)
    assert operation is not None
    assert operation.id == "ShowThing"


@pytest.mark.parametrize(("method", "path"), [("POST", "/things/5"), ("GET", "/things"), ("GET", "/things/5/a")])
def test_for_another_path_or_method_there_is_none(method: str, path: str) -> None:
    assert DESCRIPTION.operation(method, path) is None


def test_a_path_that_is_written_out_goes_before_a_variable() -> None:
    operation = DESCRIPTION.operation("GET", "/things/best")
    assert operation is not None
    assert operation.id == "ShowBest"


@pytest.mark.parametrize(
    "body",
    [
        '{"id":1,"words":[]}',
        '{"id":1,"words":["a"],"active":null,"made_at":"2026-01-05T09:30:00Z"}',
        '[{"id":1,"words":[]}]',
    ],
)
def test_what_is_as_described_passes(body: str) -> None:
    check_body(body)


@pytest.mark.parametrize(
    "body",
    [
        '{"id":1,"words":[],"more":1}',
        '{"id":1}',
        '{"id":"1","words":[]}',
        '{"id":1,"words":[1]}',
        '{"id":1,"words":null}',
        '{"id":1,"words":[],"made_at":"yesterday"}',
        '[{"id":1}]',
        "null",
    ],
)
def test_a_key_too_many_or_too_few_and_a_wrong_type_are_found(body: str) -> None:
    with pytest.raises(Undescribed, match="ShowThing, 200"):
        check_body(body)


def test_a_status_that_is_not_described_is_found() -> None:
    with pytest.raises(Undescribed, match="status 418"):
        check(418)


def test_a_type_that_is_not_described_is_found() -> None:
    with pytest.raises(Undescribed, match="text/html"):
        check_body("<p>", "text/html")


def test_a_body_where_none_is_described_is_found() -> None:
    check(204)
    with pytest.raises(Undescribed, match="a body is not described"):
        check(204, "{}", JSON)


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (200, [JSON]),
        (200, [JSON, ("ETag", "1")]),
        (204, [("ETag", '"1"')]),
        (204, [("Retry-After", "1")]),
        (429, []),
    ],
)
def test_a_header_too_many_or_too_few_and_a_wrong_one_are_found(
    status: int, headers: Sequence[tuple[str, str]]
) -> None:
    with pytest.raises(Undescribed, match="the header"):
        check(status, '{"id":1,"words":[]}' if status == 200 else "", *headers)


def test_a_header_may_be_a_number() -> None:
    check(429, "", ("Retry-After", "60"))


def test_yaml_is_read_as_what_it_stands_for() -> None:
    check_body("id: 1\nwords: [a]\nmade_at: '2026-01-05T09:30:00Z'\n", "application/x-yaml")
    with pytest.raises(Undescribed):
        check_body("id: one\nwords: [a]\n", "application/x-yaml")


@pytest.mark.parametrize(
    "content",
    [
        "<id>1</id><words></words>",
        '<id>1</id><words><resource>a</resource></words><active null="True"/>',
        "<id>1</id><words></words><active>True</active>",
        "<resource><id>1</id><words></words></resource><resource><id>2</id><words></words></resource>",
    ],
)
def test_xml_is_read_by_the_types_of_its_elements(content: str) -> None:
    check_body(f"<response>{content}</response>", "application/xml; charset=utf-8")


@pytest.mark.parametrize(
    "document",
    [
        "<answer><id>1</id><words></words></answer>",
        "<response><id>1</id></response>",
        "<response><id>1</id><words></words><more>1</more></response>",
        "<response><id>one</id><words></words></response>",
        '<response><id null="True"/><words></words></response>',
        "<response><id>1</id><words></words><active>true</active></response>",
        "<response><id>1</id><words><word>a</word></words></response>",
        "<response><id>1</id><words><resource><a/></resource></words></response>",
        "<response><id>1</id><words null='yes'/></response>",
    ],
)
def test_xml_that_is_not_as_described_is_found(document: str) -> None:
    with pytest.raises(AssertionError):
        check_body(document, "application/xml")
