"""Answers that show tickets: loads what they refer to, in as few reads as possible, and presents them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox import responses
from polydesk.dialects.happyfox.related import load_related
from polydesk.domain.person import Person
from polydesk.domain.ticket import Ticket
from polydesk.http.request import Request
from polydesk.http.response import Response, ok

if TYPE_CHECKING:
    from polydesk.desk.ticket_lists import Page
    from polydesk.desk.ticket_writes import Outcome

ROOM = 400_000
"""Characters of one history that are read for an answer, as text and HTML each. Lambda returns six million bytes, a
character takes up to a dozen, and YAML is written at less than a million characters in a second."""

PAGE_ROOM = 2 * ROOM
"""The same for all histories of a page together."""


def ticket(desk: Desk, shown: Ticket, known: Mapping[int, Person] | None = None) -> Response:
    """Return 200 with the ticket and its history; the `known` people are not read again."""
    entries = desk.history.of(shown, ROOM)
    related = load_related(desk, [shown], entries, known)
    return ok(responses.ticket_with_history(shown, entries, related), shown.version)


def opened(desk: Desk, outcome: "Outcome", known: Mapping[int, Person]) -> Response:
    """Return 200 with a ticket that has just been opened: its history is its first entry."""
    related = load_related(desk, [outcome.ticket], [outcome.written], known)
    shown = responses.ticket_with_history(outcome.ticket, [outcome.written], related)
    return ok(shown, outcome.ticket.version)


def ticket_again(outcome: "Outcome", request: Request, desk: Desk) -> Response:
    """Return 200 with the ticket of a repeated request, as the request left it."""
    return ticket(desk, outcome.ticket)


def opened_again(outcome: "Outcome", request: Request, desk: Desk) -> Response:
    """Return 200 with the ticket that a repeated request has opened."""
    return opened(desk, outcome, {})


def page(desk: Desk, found: "Page", number: int, size: int, *, with_updates: bool) -> Response:
    """Return 200 with one page of a list."""
    load = _with_history if with_updates else _without_history
    return ok(responses.page(found.total, load(desk, found.tickets), number, size))


def _without_history(desk: Desk, tickets: list[Ticket]) -> list[responses.ListedTicket]:
    first = desk.history.first_entries(tickets)
    related = load_related(desk, tickets)
    return [responses.listed_ticket(one, responses.first_text(first.get(one.number)), related) for one in tickets]


def _with_history(desk: Desk, tickets: list[Ticket]) -> list[responses.Ticket]:
    histories = {one.number: desk.history.of(one, PAGE_ROOM // len(tickets)) for one in tickets}
    related = load_related(desk, tickets, [entry for entries in histories.values() for entry in entries])
    return [responses.ticket_with_history(one, histories[one.number], related) for one in tickets]
