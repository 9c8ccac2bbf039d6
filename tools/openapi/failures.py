"""How requests can fail: the statuses of each endpoint, and the answers that go with them."""

import inspect
from collections.abc import Iterator
from typing import Any, NotRequired, TypedDict, get_args

from polydesk.domain.errors import (
    DeskError,
    ExpiredToken,
    Forbidden,
    KeyReused,
    MissingCredentials,
    NotFound,
    QuotaExceeded,
    Unavailable,
    UnknownToken,
    WriteConflict,
)
from polydesk.http.endpoint import Dialect
from polydesk.http.errors import (
    InvalidRequest,
    PreconditionFailed,
    RequestTooLarge,
    UnsupportedMediaType,
)
from polydesk.http.request import Request
from tools.openapi.apis import Api, Schema
from tools.openapi.endpoints import Endpoint
from tools.openapi.schemas import Components
from tools.openapi.xml_hints import rooted

_WORDS = {
    400: "The request is invalid.",
    401: "The token is missing, unknown, expired or revoked.",
    403: "The person or the token lacks the permission.",
    404: "It does not exist, or the caller may not see it.",
    409: "The request conflicts with the present state, the Idempotency-Key was used for a different request, or there "
    "were repeated write conflicts.",
    412: "If-Match does not name the current version; nothing was changed.",
    413: "The request or its answer is too large.",
    415: "The body's Content-Type, its charset or a Content-Encoding is not supported.",
    429: "The token has used up its limit for this minute; see Retry-After.",
    500: "A failure of the desk, logged under the id in the answer.",
    503: "The desk is overloaded; see Retry-After. A write can have taken effect: repeat it with its Idempotency-Key "
    "or If-Match.",
}

_RETRY = {"Retry-After": {"required": True, "schema": {"type": "integer", "minimum": 1}, "description": "Seconds."}}
_CHALLENGE = {
    "x-amzn-Remapped-WWW-Authenticate": {
        "required": True,
        "schema": {"type": "string"},
        "description": "The API's WWW-Authenticate, as API Gateway renames it.",
    }
}


class TooLarge(TypedDict):
    """The error for a request that is too large, from the API or from the gateway in front of it."""

    error: str
    description: NotRequired[str]
    error_human: NotRequired[str]


def statuses(endpoint: Endpoint) -> list[int]:
    """Return the statuses with which a request of this endpoint can fail."""
    return sorted({500, *(status_of(endpoint, error) for error in _errors(endpoint))})


def status_of(endpoint: Endpoint, error: DeskError) -> int:
    """Return the status with which an endpoint answers an error."""
    request = Request("", endpoint.method, endpoint.path, {}, {}, {}, b"")
    return endpoint.dialect.render_error(error, request).status


def _errors(endpoint: Endpoint) -> Iterator[DeskError]:
    """Yield an example of each error that an endpoint answers."""
    yield from (MissingCredentials(), UnknownToken(), ExpiredToken(), Unavailable())
    if not endpoint.api.calls_as_desk:
        yield Forbidden("")
    if endpoint.takes_a_body:
        yield from _errors_of_a_body(endpoint)
    if endpoint.query or not endpoint.dialect.parameters.ignores_unknown or _has_token_in_query(endpoint.api):
        yield InvalidRequest("query", "", "")
    if endpoint.variables:
        yield from (_example(kind) for kind in endpoint.identifiers.values() or [NotFound])
    if endpoint.writes:
        yield WriteConflict()
    if endpoint.writes and endpoint.identifiers:
        yield from (PreconditionFailed(), InvalidRequest("header", "", ""))
    if endpoint.method == "POST" and endpoint.writes:
        yield from (KeyReused(), InvalidRequest("header", "", ""))
    if endpoint.facts.quota:
        yield QuotaExceeded(1)
    yield from (_example(kind) for kind in endpoint.facts.raises)


def _errors_of_a_body(endpoint: Endpoint) -> Iterator[DeskError]:
    yield from (InvalidRequest("body", "", "", "malformed"), RequestTooLarge(0))
    yield UnsupportedMediaType("", ())
    if endpoint.body:
        yield InvalidRequest("body", "", "")


def _has_token_in_query(api: Api) -> bool:
    """Return whether a query may name the token, and so two of them."""
    return any(scheme.get("in") == "query" for scheme in api.schemes.values())


def _example(kind: type[DeskError]) -> DeskError:
    """Return an error of this type, with arguments that say nothing."""
    required = [one for one in inspect.signature(kind).parameters.values() if one.default is one.empty]
    return kind(*(_argument(one.annotation) for one in required if one.kind is one.POSITIONAL_OR_KEYWORD))


def _argument(annotation: Any) -> Any:
    return 1 if annotation is int else next(iter(get_args(annotation)), "")


def response(api: Api, dialect: Dialect, status: int, components: Components) -> Schema:
    """Return the response of an API with this status, as a component."""
    schema = _schema(api, dialect, status, components)
    found: Schema = {
        "description": words(api, status),
        "content": {kind: {"schema": rooted(schema, kind)} for kind in api.writes},
    }
    if status in (429, 503):
        found["headers"] = _RETRY
    if status == 401 and "WWW-Authenticate" in dialect.render_error(UnknownToken(), _ANY_REQUEST).headers:
        found["headers"] = _CHALLENGE
    return found


_ANY_REQUEST = Request("", "GET", "/", {}, {}, {}, b"")


def words(api: Api, status: int) -> str:
    """Return the description of a status."""
    return api.words.get(status) or _WORDS[status]


def codes(dialect: Dialect, status: int) -> list[str]:
    """Return the texts that the error table of an API has for a status."""
    answers = dialect.errors.answers.values()
    return [answer.text for answer in answers if answer.status == status and answer.text]


def _schema(api: Api, dialect: Dialect, status: int, components: Components) -> Schema:
    if status == 413:
        return components.answer(TooLarge, "")
    shape = api.errors.get(status, api.error)
    if not api.has_codes:
        return components.answer(shape, api.prefix)
    base = components.inline(shape)
    code = {"type": "string", "enum": codes(dialect, status)}
    return components.add(f"{api.prefix}Error{status}", {**base, "properties": {**base["properties"], "error": code}})
