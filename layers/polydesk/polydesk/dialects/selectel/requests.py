"""The kinds of fields that the Tickets API's request bodies are made of.

An optional field has an empty default and still refuses null: only the client's alias is documented as nullable.
"""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from pydantic.types import StrictInt
from pydantic_core import PydanticCustomError

from polydesk.domain.file import MAX_NAME_LENGTH
from polydesk.formats.email import Email
from polydesk.http.body import Body

__all__ = ["Body", "CommentText", "Emails", "FileName", "Files", "NonEmpty", "Score", "Summary", "Thumb", "remark"]


def _up_or_down(value: int) -> int:
    if value not in (1, -1):
        raise PydanticCustomError("literal_error", "Input should be 1 or -1")
    return value


LONGEST_REMARK = 1_000
"""Characters of what stands in a ticket's row, and so is read with every list: the client's alias, a vote's comment."""


def remark(text: str) -> str:
    """The text, when a ticket's row has room for it."""
    if len(text) > LONGEST_REMARK:
        limit = {"limit": LONGEST_REMARK}
        raise PydanticCustomError("string_too_long", "String should have at most {limit} characters", limit)
    return text


NonEmpty = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_REMARK)]
CommentText = Annotated[str, StringConstraints(min_length=1, max_length=50_000)]
Summary = Annotated[str, StringConstraints(min_length=1, max_length=255)]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=MAX_NAME_LENGTH)]
Files = Annotated[list[UUID], Field(min_length=1, max_length=10)]
Emails = Annotated[list[Email], Field(max_length=50)]
Score = Annotated[StrictInt, Field(ge=1, le=10)]
Thumb = Annotated[StrictInt, AfterValidator(_up_or_down)]
