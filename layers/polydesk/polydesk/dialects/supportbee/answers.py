"""Answers to writes, for a request that takes effect now and for a repetition of one that did."""

from polydesk.desk.desk import Desk
from polydesk.desk.ticket_writes import Outcome
from polydesk.dialects.supportbee import responses
from polydesk.domain import tags
from polydesk.domain.errors import KeyReused
from polydesk.http.request import Request
from polydesk.http.response import Response, created, no_content


def done(outcome: Outcome, request: Request, desk: Desk) -> Response:
    """Return 204."""
    return no_content(outcome.ticket.version)


def assigned_again(outcome: Outcome, request: Request, desk: Desk) -> Response:
    """Return 201 with the assignment of a repeated request."""
    return created(responses.assigned(outcome.written, desk.tickets.assignee(outcome)), outcome.ticket.version)


def held_again(outcome: Outcome, request: Request, desk: Desk) -> Response:
    """Return 201 with the assignment to a user or a team of a repeated request."""
    from polydesk.dialects.supportbee import assignments

    return created(assignments.assigned(outcome.written, desk.tickets.assignee(outcome)), outcome.ticket.version)


def labelled_again(outcome: Outcome, request: Request, desk: Desk) -> Response:
    """Return 201 with the label of a repeated request. Raises KeyReused when that was about another label.

    The path that belongs to the key is without the suffix, which may be a part of the name.
    """
    from polydesk.dialects.supportbee import labels

    label = desk.label(*labels.names_in(request))
    if tags.find(outcome.ticket.tags, label.name) is None:
        raise KeyReused
    return created(labels.labelled(label, outcome.ticket.number), outcome.ticket.version)
