"""What the SupportBee API's only request body is made of."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from polydesk.http.body import Body
from polydesk.http.request import LARGEST_IDENTIFIER

LONGEST_NUMBER = 100
"""Digits of a number that are worth reading."""


def _identifier(value: Any) -> int | None:
    """A positive number; forms write it in digits. One above all ids is brought down to what no id reaches."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER:
        value = int(value)
    if type(value) is not int or value < 1:
        raise PydanticCustomError("identifier", "Input should be a positive integer")
    return min(value, LARGEST_IDENTIFIER)


def _object(value: Any) -> Any:
    if not isinstance(value, dict):
        raise PydanticCustomError("object", "Input should be an object")
    return value


Identifier = Annotated[int | None, BeforeValidator(_identifier)]


class Holder(Body):
    """Who is to have the ticket: a user or a group; the other one is null, empty or absent."""

    user_id: Identifier = None
    group_id: Identifier = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.user_id is None) == (self.group_id is None):
            raise PydanticCustomError("holder", "Input should have either a user_id or a group_id")
        return self


class NewAssignment(Body):
    """The assignment that is asked for."""

    assignment: Annotated[Holder, BeforeValidator(_object)]
