"""A request, freed from API Gateway's event."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from polydesk.domain.errors import Invalid, NotFound
from polydesk.domain.person import Principal
from polydesk.http.query import Query, whole_number

if TYPE_CHECKING:
    from polydesk.http.body import Body

NOBODY = Principal("", frozenset(), None)
"""Who is calling before anyone has asked."""

LARGEST_IDENTIFIER = 10**15


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. Header names are in lower case; `raw` is the body as it came."""

    id: str
    method: str
    path: str
    path_parameters: Mapping[str, str]
    query: Query
    headers: Mapping[str, str]
    raw: bytes
    principal: Principal = NOBODY
    reader: Callable[["Request"], Any] = field(default=lambda request: request.raw)

    @property
    def media_type(self) -> str:
        """The body's media type without parameters, in lower case; empty when none is given."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def data(self) -> Any:
        """The body in plain values, read in one of the formats of the API. Raises what the reader raises."""
        return self.reader(self)

    def body[B: "Body"](self, model: type[B]) -> B:
        """The body as this model says it must be. Raises Invalid."""
        return model.read(self.data)

    def identifier(self, name: str, otherwise: type[NotFound]) -> int:
        """A positive number in the path; anything else is something that cannot be found."""
        text = self.path_parameters.get(name, "")
        number = whole_number(text)
        if number is None or not text.isdigit() or not 0 < number < LARGEST_IDENTIFIER:
            raise otherwise(text)
        return number


def from_event(event: Mapping[str, Any]) -> Request:
    """The request that an API Gateway proxy event (REST, payload 1.0) stands for."""
    return Request(
        id=(event.get("requestContext") or {}).get("requestId", ""),
        method=event.get("httpMethod") or "",
        path=event.get("path") or "",
        path_parameters=event.get("pathParameters") or {},
        query=Query(event.get("multiValueQueryStringParameters") or {}),
        headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
        raw=_raw_body(event),
    )


def _raw_body(event: Mapping[str, Any]) -> bytes:
    body = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return str(body).encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(body, validate=True)
    except ValueError:  # in base64, or already because it is not ASCII
        raise Invalid("body", "", "The body is not valid base64.", "malformed") from None
