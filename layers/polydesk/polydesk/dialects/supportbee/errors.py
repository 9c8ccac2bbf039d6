"""What the SupportBee API answers when something is wrong: `{"error": "<one sentence>"}`."""

from polydesk.domain import errors
from polydesk.domain.errors import DeskError
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


def failed(error: DeskError, request: Request) -> Response:
    """The answer to a desk error."""
    status = next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)
    sentence, headers = str(error), {}
    match error:
        case errors.Invalid():
            sentence = f"Validation failed: {_fault(error)}."
        case errors.AuthenticationError():
            sentence = sentence or "A valid token is required."
        case errors.TooManyRequests() | errors.Unavailable():
            headers["Retry-After"] = str(error.retry_after)
    return Response(status, {"error": sentence}, headers=headers)


def crashed(error_id: str) -> Response:
    """The answer to a fault of ours."""
    return Response(500, {"error": f"Something went wrong on our side, id {error_id}."})


def _fault(error: errors.Invalid) -> str:
    """Which value is wrong and how, as the rest of a sentence."""
    name, problem = error.field or f"the {error.place}", error.problem.rstrip(".")
    if error.kind == "missing":
        return f"{name} is missing"
    if error.kind == "unknown":
        return f"{name} is not known here"
    if problem.startswith("Input "):
        return f"{name} {problem.removeprefix('Input ')}"
    problem = problem[:1].lower() + problem[1:]
    return f"{name}: {problem}" if error.field else problem
