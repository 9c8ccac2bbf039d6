"""The sentences that this API says when something is wrong."""

from typing import Any

import pytest

from polydesk.dialects.supportbee.errors import render_error
from polydesk.domain import errors
from polydesk.domain.errors import DeskError
from polydesk.http.errors import InvalidRequest, PreconditionFailed
from polydesk.http.request import from_event

REQUEST = from_event({"httpMethod": "POST", "path": "/tickets/1/star.json"})


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (errors.MissingCredentials(), 401, "A valid token is required."),
        (errors.UnknownToken("The token is unknown."), 401, "The token is unknown."),
        (errors.PersonLacksPermission("ticket.agent"), 403, "The permission ticket.agent is missing."),
        (errors.TicketNotFound(1), 404, "Ticket not found."),
        (errors.PersonNotFound(1), 404, "User not found."),
        (errors.GroupNotFound(1), 404, "Group not found."),
        (errors.AlreadyAssigned(), 409, "The ticket is already assigned to this agent or group."),
        (errors.WriteConflict(), 409, "Other requests are changing the same thing. Try again."),
        (errors.KeyReused(), 409, "This Idempotency-Key was used for a different request."),
        (PreconditionFailed(), 412, "If-Match does not name the current version. Read it again and send its ETag."),
        (errors.Unavailable(), 503, "The desk is overloaded. Try again."),
    ],
)
def test_an_error_is_one_sentence(error: DeskError, status: int, sentence: str) -> None:
    response = render_error(error, REQUEST)
    assert (response.status, response.data) == (status, {"error": sentence})


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (("body", "", "The body is not valid JSON.", "malformed"), "the body is not valid JSON"),
        (("body", "", "Input should be an object", "malformed"), "the body should be an object"),
        (("body", "assignment", "Field required", "missing"), "assignment is missing"),
        (("body", "note", "Extra inputs are not permitted", "unknown"), "note is not a known field"),
        (("query", "nonsense", "There is none.", "unknown"), "nonsense is not known here"),
        (("body", "a.b", "Input should be a positive integer", "value"), "a.b should be a positive integer"),
        (("header", "Idempotency-Key", "The key is too long", "value"), "Idempotency-Key: the key is too long"),
    ],
)
def test_a_fault_of_the_request_names_its_place(fault: tuple[Any, str, str, Any], sentence: str) -> None:
    response = render_error(InvalidRequest(*fault), REQUEST)
    assert (response.status, response.data) == (400, {"error": f"Validation failed: {sentence}."})
