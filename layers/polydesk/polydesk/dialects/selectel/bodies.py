"""The kinds of fields that the Tickets API's request bodies are made of.

An optional field has an empty default and still refuses null: only the client's alias is documented as nullable.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field, StringConstraints
from pydantic.types import StrictInt

from polydesk.domain.file import LONGEST_NAME
from polydesk.http.body import Body

__all__ = ["Body", "CommentText", "Emails", "FileName", "Files", "NonEmpty", "Score", "Summary", "Thumb"]

NonEmpty = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
CommentText = Annotated[str, StringConstraints(min_length=1, max_length=50_000)]
Summary = Annotated[str, StringConstraints(min_length=1, max_length=255)]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
Files = Annotated[list[UUID], Field(min_length=1, max_length=10)]
Emails = Annotated[list[EmailStr], Field(max_length=50)]
Score = Annotated[StrictInt, Field(ge=1, le=10)]
Thumb = Literal[1, -1]
