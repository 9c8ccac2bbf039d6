"""What the HappyFox API answers when something is wrong.

`{"error": "<one sentence>"}`, or for what a request says `{"error": [{"field", "errors"}]}`, with the field `__all__`
for the request as a whole.
"""

from typing import Any

from polydesk.domain import errors
from polydesk.domain.errors import DeskError, Invalid
from polydesk.http.request import Request
from polydesk.http.response import Response

TABLE: dict[type[DeskError], int] = {
    errors.Invalid: 400,
    errors.AuthenticationError: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.PreconditionFailed: 412,
    errors.PayloadTooLarge: 413,
    errors.UnsupportedMediaType: 415,
    errors.TooManyRequests: 429,
    errors.Unavailable: 503,
    errors.DeskError: 500,
}
"""Status by type; a type that is not here is answered as its nearest ancestor."""

WHOLE = "__all__"

MOST_FAULTS = 100
"""Whoever sends more of them does not read them."""

CHALLENGE = {"WWW-Authenticate": 'Basic realm="API"'}
"""API Gateway hands this header of a function's answer on as `x-amzn-Remapped-WWW-Authenticate`."""


def failed(error: DeskError, request: Request) -> Response:
    """The answer to a desk error."""
    status = next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)
    headers = {}
    match error:
        case errors.AuthenticationError():
            headers = CHALLENGE
        case errors.TooManyRequests() | errors.Unavailable():
            headers = {"Retry-After": str(error.retry_after)}
    data = faults(error) if isinstance(error, Invalid) else sentence(error)
    return Response(status, {"error": data}, headers=headers)


def crashed(error_id: str) -> Response:
    """The answer to a fault of ours."""
    return Response(500, {"error": f"Something went wrong on our side, id {error_id}."})


def sentence(error: DeskError) -> str:
    """What is wrong, in the vendor's words where they are known."""
    match error:
        case errors.AuthenticationError():
            return "Invalid or missing API key and auth code."
        case errors.NotFound():
            return "Cannot find the requested object"
        case errors.TooManyRequests():
            return f"Throttled, wait {error.retry_after} seconds."
        case _:
            return str(error)


def faults(error: DeskError) -> list[dict[str, Any]]:
    """What is wrong with which field; an error that is not about fields is about the whole."""
    if not isinstance(error, Invalid):
        return [{"field": WHOLE, "errors": [sentence(error)]}]
    problems: dict[str, list[str]] = {}
    for one in (error, *error.others)[:MOST_FAULTS]:
        problems.setdefault(one.field or WHOLE, []).append(one.problem)
    return [{"field": field, "errors": found} for field, found in problems.items()]
