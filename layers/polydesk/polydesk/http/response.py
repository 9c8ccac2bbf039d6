"""What a handler answers, and the answer of a function behind API Gateway."""

from base64 import b64encode
from collections.abc import Callable, Mapping
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


@dataclass(frozen=True, slots=True)
class Rendered:
    """A body and its media type. It is sent as UTF-8, and its Content-Type says so."""

    media_type: str
    text: str


def proxy_answer(response: Response, render: Callable[[Any], Rendered], usual: Mapping[str, str]) -> dict[str, Any]:
    """Return the proxy's answer: data is rendered, and `usual` headers are added unless the response has them."""
    headers, text, is_file = {**usual, **response.headers}, "", isinstance(response.data, FileBytes)
    if response.version is not None:
        headers["ETag"] = f'"{response.version}"'
    if isinstance(response.data, FileBytes):
        headers["Content-Type"] = response.data.media_type
        text = b64encode(response.data.content).decode()
    elif response.data is not None:
        body = render(response.data)
        text, headers["Content-Type"] = body.text, f"{body.media_type}; charset=utf-8"
    return {"statusCode": response.status, "headers": headers, "body": text, "isBase64Encoded": is_file}


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
