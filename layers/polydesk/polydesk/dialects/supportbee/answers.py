"""Answers to writes, for a request that takes effect now and for a repetition of one that did."""

from polydesk.desk.desk import Desk
from polydesk.desk.ticket_writes import Outcome
from polydesk.dialects.supportbee import responses
from polydesk.http.request import Request
from polydesk.http.response import Response, created, no_content


def done(outcome: Outcome, request: Request, desk: Desk) -> Response:
    """Return 204."""
    return no_content(outcome.ticket.version)


def assigned_again(outcome: Outcome, request: Request, desk: Desk) -> Response:
    """Return 201 with the assignment of a repeated request."""
    return created(responses.assigned(outcome.written, desk.tickets.assignee(outcome)), outcome.ticket.version)
