"""What can go wrong, by endpoint and status, and what is answered then."""

from collections.abc import Iterator
from typing import Any

from tools.openapi.dialects import JSON, Dialect
from tools.openapi.endpoints import Endpoint
from tools.openapi.models import Components
from tools.openapi.schemas.shape import Schema, TooLarge
from tools.openapi.xml_hints import rooted

_WORDS = {
    400: "Something that the request says cannot be.",
    401: "Nobody known is calling.",
    403: "The caller may not do this.",
    404: "There is no such thing for this caller.",
    409: "The wish contradicts how things stand, or the Idempotency-Key came before with another request, or others "
    "kept changing the same thing.",
    412: "If-Match names another version; nothing was changed.",
    413: "The request, or what would be answered, is too large.",
    415: "The body's Content-Type is not read here.",
    422: "What the request says cannot be, or contradicts how things stand.",
    429: "Over the limit of the token.",
    500: "A failure of the desk's, which its log has under the same id.",
    503: "The desk is overloaded; nothing is half done.",
}

_LIMITED = {
    "selectel/create_ticket",
    "selectel/reopen_ticket",
    "selectel/create_comment",
    "selectel/create_file",
    "happyfox/create_ticket",
    "happyfox/add_staff_update",
    "happyfox/add_staff_private_note",
    "happyfox/add_user_reply",
}
"""What the stack's parameters can limit per token and minute."""

_QUERIES_THAT_CAN_BE_WRONG = {"selectel/list_tickets", "happyfox/read_all_tickets"}
_CAN_BE_TOO_LONG = {"selectel/list_tickets"}
_NAMES_IN_THE_BODY = {"selectel/create_ticket"}
"""Where something besides the path may name what is not there."""

_RETRY = {"Retry-After": {"required": True, "schema": {"type": "integer", "minimum": 1}, "description": "Seconds."}}
_CHALLENGE = {
    "x-amzn-Remapped-WWW-Authenticate": {
        "required": True,
        "schema": {"type": "string"},
        "description": "What the API's WWW-Authenticate becomes on its way through API Gateway.",
    }
}


def statuses(endpoint: Endpoint) -> list[int]:
    """How a request of this endpoint can fail."""
    return sorted(_statuses(endpoint))


def _statuses(endpoint: Endpoint) -> Iterator[int]:
    yield from (401, 500, 503)
    if endpoint.dialect != "happyfox":  # a key of the whole desk may do what the API can
        yield 403
    has_body = endpoint.method in {"POST", "PATCH", "PUT"}
    if has_body or endpoint.key in _QUERIES_THAT_CAN_BE_WRONG:
        yield 400
    if has_body or endpoint.key in _CAN_BE_TOO_LONG:
        yield 413
    if has_body and endpoint.dialect != "zammad":  # which reads every body as JSON
        yield 415
    if endpoint.writes:
        yield 409
        if endpoint.names_something:
            yield 412
    if _can_miss(endpoint):
        yield 404
    if endpoint.dialect == "zammad" and (endpoint.writes or endpoint.name == "list_states"):
        yield 422
    if endpoint.key in _LIMITED:
        yield 429


def _can_miss(endpoint: Endpoint) -> bool:
    if endpoint.key == "zammad/delete_state":  # 422, as the vendor has it
        return False
    return endpoint.names_something or endpoint.dialect == "happyfox" or endpoint.key in _NAMES_IN_THE_BODY


def component(dialect: Dialect, status: int, components: Components) -> Schema:
    """The response of an API to a status, as a component."""
    schema = _schema(dialect, status, components)
    kinds = (JSON,) if status == 413 and dialect.prefix != "Happyfox" else dialect.writes
    response: Schema = {
        "description": _WORDS[status],
        "content": {kind: {"schema": rooted(schema, kind)} for kind in kinds},
    }
    if status in (429, 503):
        response["headers"] = _RETRY
    if status == 401 and dialect.prefix == "Happyfox":
        response["headers"] = _CHALLENGE
    return response


def _schema(dialect: Dialect, status: int, components: Components) -> Schema:
    if status == 413:
        return components.of(TooLarge, "")
    match dialect.prefix:
        case "Selectel":
            return _named(dialect, status, components)
        case "Happyfox" if status == 400:
            return components.of(dialect.shapes.Invalid, dialect.prefix)
        case "Zammad" if status >= 500:
            return components.of(dialect.shapes.Failure, dialect.prefix)
    return components.of(dialect.shapes.Error, dialect.prefix)


def _named(dialect: Dialect, status: int, components: Components) -> Schema:
    """The Tickets API's errors have names, which its table tells."""
    shape = dialect.shapes.Fault if status == 400 else dialect.shapes.Error
    table: dict[Any, tuple[int, str]] = dialect.errors.TABLE
    names = [name for code, name in table.values() if code == status]
    base = components.inline(shape)
    own = {**base, "properties": {**base["properties"], "error": {"type": "string", "enum": names}}}
    return components.add(f"{dialect.prefix}Error{status}", own)
