"""Errors of the Tickets API: `{"error", "description"}`, with `location` for a field."""

from typing import Annotated, TypedDict

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
from polydesk.http.schema import Schema


class Error(TypedDict):
    """An error: a code and a sentence."""

    error: str
    description: str


class FieldError(Error):
    """An invalid value, and its place in the request."""

    location: Annotated[
        str,
        Schema("`body.<field>`, `query.<name>` or `header.<name>`; `body` for the whole.", examples=["body.summary"]),
    ]


TABLE = ErrorTable(
    {
        errors.InvalidValue: ErrorAnswer(400, "bad_request"),
        errors.AuthenticationError: ErrorAnswer(401, "unauthorized"),
        errors.Forbidden: ErrorAnswer(403, "forbidden"),
        errors.NotFound: ErrorAnswer(404, "not_found"),
        errors.TicketNotFound: ErrorAnswer(404, "ticket_not_found"),
        errors.CommentNotFound: ErrorAnswer(404, "comment_not_found"),
        errors.TopicNotFound: ErrorAnswer(404, "topic_not_found"),
        errors.FileNotFound: ErrorAnswer(404, "file_not_found"),
        MethodNotAllowed: ErrorAnswer(405, "method_not_allowed"),
        errors.Conflict: ErrorAnswer(409, "conflict"),
        errors.OutdatedVersion: ErrorAnswer(412, "precondition_failed"),
        errors.TooLarge: ErrorAnswer(413, "payload_too_large"),
        UnsupportedMediaType: ErrorAnswer(415, "unsupported_media_type"),
        errors.QuotaExceeded: ErrorAnswer(429, "too_many_requests"),
        errors.Unavailable: ErrorAnswer(503, "service_unavailable"),
        errors.DeskError: ErrorAnswer(500, "internal_error"),
    }
)


def render_error(error: DeskError, request: Request) -> Response:
    """Return the answer to an error of the desk."""
    answer = TABLE.answer(error)
    data = Error(error=answer.text or "", description=str(error))
    match error:
        case InvalidRequest():
            data = FieldError(**data, location=error.location)
        case errors.AuthenticationError():
            data["description"] = "authorization required, check token"
    return Response(answer.status, data)


def render_unexpected(error_id: str) -> Response:
    """Return the answer to an unexpected error, with its id in the log."""
    description = f"Something went wrong on our side. Quote the id {error_id} when you report it."
    return Response(500, Error(error="internal_error", description=description))
