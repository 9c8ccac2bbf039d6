"""Errors of the HappyFox API.

`{"error": "<one sentence>"}`, or for an invalid request `{"error": [{"field", "errors"}]}`; the field `__all__` is the
request as a whole.
"""

from typing import Annotated, TypedDict

from polydesk.domain import errors
from polydesk.domain.errors import DeskError, InvalidValue
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
    fields={"state": "status", "seen_upto": "last_staff_message", "tags": "add"},
)

WHOLE = "__all__"

MAX_FAULTS = 100
"""Faults that an answer lists."""

CHALLENGE = {"WWW-Authenticate": 'Basic realm="API"'}
"""API Gateway renames this header to `x-amzn-Remapped-WWW-Authenticate`."""


class FieldErrors(TypedDict):
    """The errors of one field; the field `__all__` is the request as a whole."""

    field: str
    errors: Annotated[list[str], Schema(minItems=1)]


class Invalid(TypedDict):
    """An invalid request: the errors of each field at fault."""

    error: Annotated[list[FieldErrors], Schema(minItems=1)]


class Error(TypedDict):
    """An error, in one sentence."""

    error: str


def render_error(error: DeskError, request: Request) -> Response:
    """Return the answer to an error of the desk."""
    headers = CHALLENGE if isinstance(error, errors.AuthenticationError) else {}
    data = Invalid(error=faults(error)) if isinstance(error, InvalidValue) else Error(error=sentence(error))
    return Response(TABLE.answer(error).status, data, headers=headers)


def render_unexpected(error_id: str) -> Response:
    """Return the answer to an unexpected error, with its id in the log."""
    return Response(500, Error(error=f"Something went wrong on our side. Quote the id {error_id} when you report it."))


def sentence(error: DeskError) -> str:
    """Return what is wrong, in the vendor's words where they are known."""
    match error:
        case errors.AuthenticationError():
            return "Invalid or missing API key and auth code."
        case errors.NotFound():
            return "Cannot find the requested object"
        case errors.NewerStaffMessage():
            return "Staff have answered since. Read the ticket again and send the update_id of their newest message."
        case errors.PersonLacksPermission():
            return f"The staff member in staff_id does not have the permission {error.permission}. Name one who has it."
        case errors.QuotaExceeded():
            return f"Throttled, wait {error.retry_after} seconds."
        case _:
            return str(error)


def faults(error: DeskError, limit: int = MAX_FAULTS) -> list[FieldErrors]:
    """Return what is wrong with which field, up to a limit; an error that is not about a field is about the whole."""
    if not isinstance(error, InvalidValue):
        return [FieldErrors(field=WHOLE, errors=[sentence(error)])]
    others = error.others if isinstance(error, InvalidRequest) else ()
    problems: dict[str, list[str]] = {}
    for one in (error, *others)[:limit]:
        field = one.field if isinstance(one, InvalidRequest) else TABLE.field_name(one)
        problems.setdefault(field or WHOLE, []).append(one.problem)
    return [FieldErrors(field=field, errors=found) for field, found in problems.items()]
