"""Field types of the Tickets API's request bodies.

An optional field has an empty default and still refuses null: only the customer's alias is documented as nullable.
"""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic.types import StrictInt
from pydantic_core import PydanticCustomError

from polydesk.domain.file import MAX_CONTENT_TYPE_LENGTH, MAX_NAME_LENGTH
from polydesk.formats.email import Email
from polydesk.formats.line import OneLine, Visible
from polydesk.http.body import Body
from polydesk.http.schema import Schema

__all__ = [
    "MAX_REMARK_LENGTH",
    "Alias",
    "Body",
    "CommentText",
    "Emails",
    "FileName",
    "Files",
    "MediaType",
    "Remark",
    "Score",
    "Summary",
    "Thumb",
    "TopicKey",
    "WholeNumber",
    "remark",
]


def _without_fraction(value: object) -> object:
    """Return a JSON number such as 5.0, which equals an integer, as that integer; any other value as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _up_or_down(value: int) -> int:
    if value not in (1, -1):
        raise PydanticCustomError("literal_error", "Input should be 1 or -1")
    return value


MAX_REMARK_LENGTH = 1_000
"""Characters of a text in the ticket's own item, which every list reads: the customer's alias, a vote's comment."""


def remark(text: str) -> str:
    """Return the text if it is not too long for the ticket's own item. Raises PydanticCustomError."""
    if len(text) > MAX_REMARK_LENGTH:
        limit = {"limit": MAX_REMARK_LENGTH}
        raise PydanticCustomError("string_too_long", "String should have at most {limit} characters", limit)
    return text


TopicKey = Annotated[str, StringConstraints(min_length=1, max_length=MAX_REMARK_LENGTH)]
"""The key of a topic: only compared, never stored."""

Alias = Annotated[str, OneLine(MAX_REMARK_LENGTH)]
Remark = Annotated[str, StringConstraints(min_length=1, max_length=MAX_REMARK_LENGTH), Visible()]
CommentText = Annotated[str, StringConstraints(min_length=1, max_length=50_000), Visible()]
Summary = Annotated[str, OneLine(255)]
FileName = Annotated[str, OneLine(MAX_NAME_LENGTH)]
MediaType = Annotated[
    str,
    Schema(
        "The media type.",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*$",
        maxLength=MAX_CONTENT_TYPE_LENGTH,
        examples=["image/png"],
    ),
]
"""A media type; the domain checks it."""

Files = Annotated[
    list[UUID], Field(min_length=1, max_length=10, description="Ids of the caller's uploads that have arrived.")
]
Emails = Annotated[list[Email], Field(max_length=50)]
WholeNumber = Annotated[StrictInt, BeforeValidator(_without_fraction)]
"""An integer. JSON has one kind of number, so 5.0 is the integer 5; a fraction, a text or a boolean is refused."""

Score = Annotated[WholeNumber, Field(ge=1, le=10)]
Thumb = Annotated[WholeNumber, AfterValidator(_up_or_down), Schema(enum=[1, -1])]
