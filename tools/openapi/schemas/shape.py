"""What all descriptions of answers have in common."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """An object with exactly these keys; one that may be missing says so by a default."""

    model_config = ConfigDict(extra="forbid")


Schema = dict[str, Any]
"""A JSON Schema."""

Id = Annotated[int, Field(ge=1)]
Count = Annotated[int, Field(ge=0)]
Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Second = Annotated[
    str,
    Field(
        pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$",
        json_schema_extra={"format": "date-time"},
        examples=["2026-01-05T09:30:00Z"],
    ),
]
"""RFC 3339, UTC, whole seconds."""


class TooLarge(Shape):
    """A request that is too large, in the words of the API or of the gateway in front of it."""

    error: str
    description: str = ""
