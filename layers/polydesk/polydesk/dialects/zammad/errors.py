"""Errors of the Zammad API: `{"error", "error_human"}`, the same sentence twice. A 5xx has no `error_human`."""

import re
from collections.abc import Mapping
from typing import TypedDict

from polydesk.dialects.zammad.complaints import invalid_value
from polydesk.domain import errors, state_changes
from polydesk.domain.errors import DeskError
from polydesk.http.errors import (
    ErrorAnswer,
    ErrorTable,
    InvalidRequest,
    MethodNotAllowed,
    NoSuchEndpoint,
    UnsupportedMediaType,
)
from polydesk.http.identifiers import identifier
from polydesk.http.request import Request
from polydesk.http.response import Response


class TimeAccountingNotFound(errors.NotFound):
    """The ticket has no working time with this id."""

    thing = "Time accounting"


class RoleNotFound(errors.NotFound):
    """There is no role with this id."""

    thing = "Role"


class ForeignArticle(errors.Forbidden):
    """The ticket has no article with this id, or the caller may not see it."""

    def __init__(self) -> None:
        DeskError.__init__(self, "The article does not belong to the specified ticket.")


class ForeignFile(errors.Forbidden):
    """The article has no attachment with this id."""

    def __init__(self) -> None:
        DeskError.__init__(self, "The file does not belong to the specified article.")


class Failure(TypedDict):
    """A failure of the desk."""

    error: str


class Error(Failure):
    """An error: the same sentence twice."""

    error_human: str


MODELS: Mapping[type[errors.NotFound], str] = {
    errors.TicketNotFound: "Ticket",
    errors.CommentNotFound: "Ticket::Article",
    errors.StateNotFound: "Ticket::State",
    errors.PriorityNotFound: "Ticket::Priority",
    errors.PersonNotFound: "User",
    errors.CategoryNotFound: "Group",
    RoleNotFound: "Role",
    TimeAccountingNotFound: "Ticket::TimeAccounting",
}
"""The vendor's names of what is not found. A type that is not listed is named as its nearest ancestor."""

ORGANIZATIONS = "/api/v1/organizations"

_ORGANIZATION = re.compile(rf"{ORGANIZATIONS}/(?P<id>[^/]+)/?")
_WRITES = {"POST", "PUT", "DELETE"}

TABLE = ErrorTable(
    {
        errors.InvalidValue: ErrorAnswer(422),
        errors.NothingToTellApart: ErrorAnswer(
            422, "At least one identifier (firstname, lastname, phone or email) for user is required."
        ),
        state_changes.StateNameMissing: ErrorAnswer(422, "Name can't be blank"),
        state_changes.StateTypeMissing: ErrorAnswer(422, "Attribute 'state_type_id' required!"),
        errors.AuthenticationError: ErrorAnswer(401, "Authentication required"),
        errors.MissingCredentials: ErrorAnswer(403, "Authentication required"),
        errors.UnknownToken: ErrorAnswer(401, "Can't find User for Token"),
        errors.ExpiredToken: ErrorAnswer(401, "Not authorized (token expired)!"),
        errors.WrongCredentials: ErrorAnswer(401, "Invalid BasicAuth credentials"),
        errors.Forbidden: ErrorAnswer(403, "Not authorized"),
        errors.PersonLacksPermission: ErrorAnswer(403, "Not authorized (user)!"),
        errors.TokenLacksPermission: ErrorAnswer(403, "Not authorized (token)!"),
        errors.ActingRefused: ErrorAnswer(403, "Current user has no permission to use 'From'/'X-On-Behalf-Of'!"),
        errors.ActingPersonUnknown: ErrorAnswer(403),
        ForeignArticle: ErrorAnswer(403),
        ForeignFile: ErrorAnswer(403),
        errors.NotFound: ErrorAnswer(404),
        errors.Conflict: ErrorAnswer(422),
        errors.NameTaken: ErrorAnswer(422, "Object already exists!"),
        errors.InUse: ErrorAnswer(422, "Can't delete, object has references."),
        MethodNotAllowed: ErrorAnswer(405),
        errors.WriteConflict: ErrorAnswer(409),
        errors.OutdatedVersion: ErrorAnswer(412),
        errors.TooLarge: ErrorAnswer(413),
        UnsupportedMediaType: ErrorAnswer(415),
        errors.QuotaExceeded: ErrorAnswer(429),
        errors.Unavailable: ErrorAnswer(503),
        errors.DeskError: ErrorAnswer(500),
    }
)


def render_error(error: DeskError, request: Request) -> Response:
    """Return the answer to an error of the desk."""
    answer = TABLE.answer(error)
    status = _status(error, request, answer.status)
    text = _sentence(error, request) or answer.text or str(error)
    return Response(status, Failure(error=text) if status >= 500 else Error(error=text, error_human=text))


def _status(error: DeskError, request: Request, usual: int) -> int:
    """Return the status of an error: the usual one unless the vendor has another one in this case."""
    match error:
        case InvalidRequest(kind="malformed") | InvalidRequest(part="header"):
            return 400
        case errors.StateNotFound() | errors.CategoryNotFound() if request.method == "DELETE":
            return 422
        case MethodNotAllowed() if request.method in _WRITES and request.path == ORGANIZATIONS:
            return 404  # organizations can be listed, but nothing ever writes one
    return usual


def _sentence(error: DeskError, request: Request) -> str:
    """Return the sentence about an error that the table does not have, or an empty text."""
    match error:
        case InvalidRequest(kind="malformed", field=str(field)) if field:
            return invalid_value(field, error.problem)
        case errors.AddressTaken():
            return f"Email address '{error.address.lower()}' is already used for other user."
        case errors.ActingPersonUnknown():
            return f"No such user '{error.identifier}'"
        case NoSuchEndpoint() if request.method == "GET" and (organization := _ORGANIZATION.fullmatch(request.path)):
            return f"Couldn't find Organization with 'id'={organization['id']}"
        case NoSuchEndpoint() | MethodNotAllowed():
            return f"No route matches [{request.method}] {request.path}"
        case state_changes.NextStateNotFound():
            return invalid_value("next_state_id", str(error.identifier))
        case errors.NotFound():
            return _not_found(error, request)
    return ""


def _not_found(error: errors.NotFound, request: Request) -> str:
    """Return the sentence about a thing that does not exist, with its id as the request has it."""
    model = next((MODELS[kind] for kind in type(error).__mro__ if kind in MODELS), "")
    if not model:
        return str(error)
    sent = error.identifier
    for text in request.path_parameters.values():
        if identifier(text.removeprefix("#")) == sent:
            sent = text
    return f"Couldn't find {model} with 'id'={sent}"


def render_unexpected(error_id: str) -> Response:
    """Return the answer to an unexpected error, with its id in the log."""
    return Response(500, Failure(error=f"Error ID {error_id}: Please contact your administrator."))
