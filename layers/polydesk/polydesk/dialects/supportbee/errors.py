"""Errors of the SupportBee API: `{"error": "<one sentence>"}`."""

from typing import TypedDict

from polydesk.domain import errors
from polydesk.domain.errors import DeskError
from polydesk.http.errors import (
    ErrorAnswer,
    ErrorTable,
    InvalidRequest,
    MethodNotAllowed,
    UnsupportedMediaType,
)
from polydesk.http.request import Request
from polydesk.http.response import Response


class Error(TypedDict):
    """An error, in one sentence."""

    error: str


TABLE = ErrorTable(
    {
        errors.InvalidValue: ErrorAnswer(400),
        errors.AuthenticationError: ErrorAnswer(401),
        errors.Forbidden: ErrorAnswer(403),
        errors.NotFound: ErrorAnswer(404),
        MethodNotAllowed: ErrorAnswer(405),
        errors.Conflict: ErrorAnswer(409),
        errors.OutdatedVersion: ErrorAnswer(412),
        errors.TooLarge: ErrorAnswer(413),
        UnsupportedMediaType: ErrorAnswer(415),
        errors.QuotaExceeded: ErrorAnswer(429),
        errors.Unavailable: ErrorAnswer(503),
        errors.DeskError: ErrorAnswer(500),
    },
    fields={"assignee": "assignment.user_id", "q": "since"},
)


def render_error(error: DeskError, request: Request) -> Response:
    """Return the answer to an error of the desk."""
    sentence = str(error)
    match error:
        case InvalidRequest():
            sentence = f"Validation failed: {_fault(error)}."
        case errors.AuthenticationError():
            sentence = sentence or "A valid token is required."
    return Response(TABLE.answer(error).status, Error(error=sentence))


def render_unexpected(error_id: str) -> Response:
    """Return the answer to an unexpected error, with its id in the log."""
    return Response(500, Error(error=f"Something went wrong on our side. Quote the id {error_id} when you report it."))


def _fault(error: InvalidRequest) -> str:
    """Return which value is wrong and how, as the rest of a sentence."""
    name, problem = error.field or f"the {error.part}", error.problem.rstrip(".")
    if error.kind == "missing":
        return f"{name} is missing"
    if error.kind == "unknown":
        return f"{name} is not known here" if error.part == "query" else f"{name} is not a known field"
    if problem.startswith("Input "):
        return f"{name} {problem.removeprefix('Input ')}"
    problem = problem[:1].lower() + problem[1:]
    return f"{name}: {problem}" if error.field else problem
