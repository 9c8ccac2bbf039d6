"""What a handler answers, before it is written in a format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FileBytes:
    """The bytes of a file and its media type: data that no dialect renders."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """Status and data. Without data (None) the answer has no body. `version` becomes the ETag."""

    status: int
    data: Any = None
    version: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def ok(data: Any, version: int | None = None, headers: Mapping[str, str] | None = None) -> Response:
    """Return 200 with data."""
    return Response(200, data, version, headers or {})


def created(data: Any, version: int | None = None) -> Response:
    """Return 201 with data."""
    return Response(201, data, version)


def found(location: str) -> Response:
    """Return 302 without a body, to this address."""
    return Response(302, None, headers={"Location": location})


def no_content(version: int | None = None) -> Response:
    """Return 204 without a body."""
    return Response(204, None, version)
