"""Schemas in the words of the documentation."""

from typing import Any

import pytest

from tools.openapi.doc_fields import body_rows, bounds, kind, query_rows


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string"}, "string"),
        ({"type": "string", "format": "uuid"}, "UUID"),
        ({"type": ["integer", "string", "null"]}, "integer or string or null"),
        ({"type": "array", "items": {"type": "string", "format": "email"}}, "list of e-mail addresses"),
        ({"type": ["string", "array"], "items": {"type": "string"}}, "string or list of strings"),
        ({"type": "array", "items": {"type": ["integer", "string"]}}, "list of integers or strings"),
        ({}, "anything"),
    ],
)
def test_types(schema: dict[str, Any], words: str) -> None:
    assert kind(schema) == words


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"minLength": 1, "maxLength": 50_000}, "1 to 50,000 characters"),
        ({"maxItems": 10}, "at most 10 items"),
        ({"minimum": 0}, "at least 0"),
        ({"minItems": 2, "maxItems": 2}, "exactly 2 items"),
        ({"minItems": 1, "maxItems": 1}, "exactly 1 item"),
        ({"enum": [1, -1]}, "`1`, `-1`"),
        ({"enum": ["", "me"]}, "empty, `me`"),
        ({"pattern": "^x$"}, "–"),
    ],
)
def test_bounds(schema: dict[str, Any], words: str) -> None:
    assert bounds(schema) == words


def operation(schema: dict[str, Any], *parameters: dict[str, Any]) -> dict[str, Any]:
    """An operation with this body and these parameters."""
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}, "parameters": parameters}


def test_fields_are_required_unless_others_are_given() -> None:
    schema = {
        "required": ["subject"],
        "properties": {name: {"type": "string"} for name in ("subject", "text", "html", "name")},
        "allOf": [
            {"if": {"not": {"required": ["text"]}}, "then": {"required": ["html"]}},
            {
                "if": {"not": {"anyOf": [{"required": ["user"]}, {"required": ["client"]}]}},
                "then": {"required": ["name"]},
            },
        ],
    }

    assert [required for *_, required, _ in body_rows({}, operation(schema), ())] == [
        "yes",
        "no",
        "unless `text`",
        "unless `user` or `client`",
    ]


def test_fields_of_objects_follow_the_object() -> None:
    inner = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer", "description": "An id."}}}
    document = {"components": {"schemas": {"Inner": inner}}}
    schema = {"properties": {"inner": {"$ref": "#/components/schemas/Inner"}}}

    assert body_rows(document, operation(schema), ()) == [
        ("`inner`", "object", "–", "no", "–"),
        ("`inner.id`", "integer", "–", "yes", "An id."),
    ]


def test_a_body_with_room_for_the_token_alone_has_no_rows() -> None:
    schema = {"properties": {"token": {"type": "string"}}}

    assert body_rows({}, operation(schema), ["token"]) == []


def test_query_parameters_have_defaults() -> None:
    page = {
        "name": "page",
        "in": "query",
        "description": "The page.",
        "schema": {"type": "integer", "minimum": 1, "default": 1},
    }
    header = {"$ref": "#/components/parameters/IfMatch"}

    assert query_rows(operation({}, page, header)) == [("`page`", "integer", "at least 1", "`1`", "The page.")]


def test_the_fields_of_an_object_that_may_be_null_are_listed() -> None:
    content = {"type": "object", "description": "Of all.", "properties": {"text": {"type": "string"}}}
    own = {"anyOf": [{"$ref": "#/components/schemas/Content"}, {"type": "null"}], "description": "The message."}
    document = {"components": {"schemas": {"Content": content}}}

    assert body_rows(document, operation({"properties": {"content": own}}), ()) == [
        ("`content`", "object or null", "–", "no", "The message."),
        ("`content.text`", "string", "–", "no", "–"),
    ]
