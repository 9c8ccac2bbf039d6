"""A request, independent of API Gateway's event."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from polydesk.domain.errors import InvalidValue, NotFound, TooLarge
from polydesk.domain.person import Principal
from polydesk.formats.errors import MalformedInput
from polydesk.http.content import body_of, require_readable
from polydesk.http.errors import InvalidRequest, RequestPart, RequestTooLarge
from polydesk.http.identifiers import MAX_IDENTIFIER, identifier

if TYPE_CHECKING:
    from polydesk.http.body import Body

NOBODY = Principal("", frozenset(), None)
"""The principal of a request that has not been authenticated yet."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. Header names are in lower case; `raw` is the body without a byte order mark at its start.

    `route` is the path as the template has it, such as `/tickets/{id}`, and `parsed_query` the query as the endpoint's
    model, if it has one. `base_url` is what comes before the path, without a slash at its end: scheme, host, stage.
    `source` is the caller's IP address.
    `suffix` is what the API allows behind an identifier at the end of the path, such as `.json`.
    """

    id: str
    method: str
    path: str
    path_parameters: Mapping[str, str]
    query_parameters: Mapping[str, Sequence[str]]
    headers: Mapping[str, str]
    raw: bytes
    route: str = ""
    base_url: str = ""
    source: str = ""
    suffix: str = ""
    principal: Principal = NOBODY
    parsed_query: Any = None
    reader: Callable[["Request"], Any] = field(default=lambda request: request.raw)
    _read: list[Any] = field(default_factory=list)
    """The body in plain values, once it has been read."""

    @property
    def media_type(self) -> str:
        """The body's media type without parameters, in lower case; empty when none is given."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def data(self) -> Any:
        """The body in plain values, read once in one of the API's formats.

        Raises InvalidRequest, RequestTooLarge, UnsupportedMediaType and whatever else the API's reader raises.
        """
        if not self._read:
            require_readable(self.raw, self.headers)
            try:
                self._read.append(self.reader(self))
            except MalformedInput as error:
                raise InvalidRequest("body", error.field, error.problem, "malformed") from None
            except TooLarge as error:
                raise RequestTooLarge(error.limit) from None
        return self._read[0]

    def body[B: "Body"](self, model: type[B]) -> B:
        """Return the body as this model. Raises InvalidRequest."""
        return model.read(self.data)

    def require_readable_body(self) -> None:
        """Read a body whose content has no effect. Raises what `data` raises."""
        _ = self.data

    def query[Q](self, model: type[Q]) -> Q:
        """Return the query parameters as this model. Raises TypeError when the endpoint does not declare it."""
        if not isinstance(self.parsed_query, model):
            raise TypeError(f"the endpoint does not declare query={model.__name__}")
        return self.parsed_query

    def query_text(self, name: str) -> str | None:
        """Return a query parameter as it came. Raises InvalidRequest for several different values."""
        values = set(self.query_parameters.get(name, ()))
        if len(values) > 1:
            raise InvalidRequest("query", name, "Send this parameter once.")
        return values.pop() if values else None

    def identifier(self, name: str, not_found: type[NotFound]) -> int:
        """Return a positive number of the path. Raises `not_found` for anything else."""
        text = self.path_parameters.get(name, "")
        if self.route.endswith(f"{{{name}}}"):
            text = text.removesuffix(self.suffix)
        number = identifier(text)
        if number is None or number > MAX_IDENTIFIER:
            raise not_found(text)
        return number

    def path_text(self, name: str) -> str:
        """Return a text that is the last part of the path, decoded once.

        A REST API of API Gateway hands the path on as it came, percent-encoded. Its variables are so, too, but other
        senders of its events decode them, which the path shows. A variable that is no part of the path is decoded
        already.
        """
        variable = self.path_parameters.get(name, "")
        sent = self.path.rstrip("/").rpartition("/")[2]
        text = unquote(sent)
        return text if variable in (sent, text) else variable

    def part_of(self, field: str) -> RequestPart:
        """Return where in the request a field stands: in the path, in the query of a GET, else in the body."""
        if field in self.path_parameters:
            return "path"
        return "query" if self.method == "GET" else "body"

    def locate(self, error: InvalidValue, field: str) -> InvalidRequest:
        """Return an error of the desk as an error of this request, at the API's field."""
        return InvalidRequest(self.part_of(field), field, error.problem)


def from_event(event: Mapping[str, Any]) -> Request:
    """Return the request of an API Gateway proxy event (REST, payload 1.0). Raises InvalidRequest."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    return Request(
        id=(event.get("requestContext") or {}).get("requestId", ""),
        method=event.get("httpMethod") or "",
        path=event.get("path") or "",
        path_parameters=event.get("pathParameters") or {},
        query_parameters=event.get("multiValueQueryStringParameters") or {},
        headers=headers,
        raw=body_of(event),
        route=event.get("resource") or "",
        base_url=_base_url(event, headers),
        source=_source(event),
    )


def _base_url(event: Mapping[str, Any], headers: Mapping[str, str]) -> str:
    """Return scheme, host and stage of the request, or the base path that a domain of its own has instead.

    The scheme is always https on AWS, where the gateway itself writes X-Forwarded-Proto.
    """
    scheme = "http" if headers.get("x-forwarded-proto") == "http" else "https"
    context = event.get("requestContext") or {}
    parts = len((event.get("resource") or "").strip("/").split("/"))
    stage = (context.get("path") or "").strip("/").split("/")[:-parts]
    return "/".join([f"{scheme}://{context.get('domainName') or ''}", *stage])


def _source(event: Mapping[str, Any]) -> str:
    """Return the IP address that the gateway has seen; empty in events that do not tell."""
    identity = (event.get("requestContext") or {}).get("identity") or {}
    return identity.get("sourceIp") or ""
