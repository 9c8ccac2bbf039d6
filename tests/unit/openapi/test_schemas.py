"""Schemas of answers and of request models."""

from typing import Annotated, Any, NotRequired, TypedDict

import pytest
from pydantic import BeforeValidator, Field, PlainValidator

from polydesk.http.body import Body, Integer
from polydesk.http.schema import Id, Schema
from tools.openapi.schemas import Components, UntypedField


class Name(TypedDict):
    """A name."""

    text: str


class Thing(TypedDict):
    """A thing."""

    id: Id
    name: Name | None
    note: NotRequired[Annotated[str | None, Schema("A note.", maxLength=5)]]


def test_an_answer_has_exactly_its_keys() -> None:
    components = Components()

    assert components.answer(Thing, "My") == {"$ref": "#/components/schemas/MyThing"}
    assert components.schemas["MyThing"] == {
        "description": "A thing.",
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "name"],
        "properties": {
            "id": {"type": "integer", "minimum": 1},
            "name": {"anyOf": [{"$ref": "#/components/schemas/MyName"}, {"type": "null"}]},
            "note": {"type": ["string", "null"], "description": "A note.", "maxLength": 5},
        },
    }


def test_a_list_of_answers_refers_to_them() -> None:
    components = Components()

    assert components.answer(list[Name], "My") == {"type": "array", "items": {"$ref": "#/components/schemas/MyName"}}


def test_two_answers_of_one_name_are_an_error() -> None:
    components = Components()
    components.add("MyName", {"type": "string"})

    with pytest.raises(ValueError, match="MyName"):
        components.answer(Name, "My")


class Wish(Body):
    """A wish."""

    number: Annotated[Integer, Field(ge=1, le=9)] = 1
    text: str = ""
    words: Annotated[str, PlainValidator(str), Schema(type=["string", "array"])] = ""
    anything: Annotated[Any, Field(description="Ignored.")] = None


def test_fields_have_their_bounds_and_no_defaults() -> None:
    assert Components().fields(Wish, "My")["properties"] == {
        "number": {"type": "integer", "minimum": 1, "maximum": 9},
        "text": {"type": "string"},
        "words": {"type": ["string", "array"]},
        "anything": {"description": "Ignored."},
    }


def test_a_field_that_a_function_reads_has_to_state_its_type() -> None:
    class Vague(Body):
        words: Annotated[str, PlainValidator(str)]
        number: Annotated[int, BeforeValidator(int)]

    with pytest.raises(UntypedField, match=r"Vague\.words"):
        Components().fields(Vague, "My")
