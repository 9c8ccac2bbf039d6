"""Answers to writes of tickets; a repetition under an Idempotency-Key is answered as the first request."""

from typing import TYPE_CHECKING

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import ticket_answers
from polydesk.dialects.zammad.queries import view
from polydesk.http.request import Request
from polydesk.http.response import Response, created, ok

if TYPE_CHECKING:
    from polydesk.desk.ticket_writes import Outcome


def created_ticket(outcome: "Outcome", request: Request, desk: Desk) -> Response:
    """Return 201 with a ticket that was opened."""
    return created(_shown(outcome, request, desk), outcome.ticket.version)


def changed_ticket(outcome: "Outcome", request: Request, desk: Desk) -> Response:
    """Return 200 with a ticket as a request left it."""
    return ok(_shown(outcome, request, desk), outcome.ticket.version)


def _shown(outcome: "Outcome", request: Request, desk: Desk) -> ticket_answers.Shown:
    return ticket_answers.written(desk, outcome.ticket, view(request), request.principal)
