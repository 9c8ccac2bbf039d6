"""Answers that show tickets."""

from collections.abc import Mapping
from typing import Any

from polydesk.desk.desk import Desk
from polydesk.desk.tickets import Outcome, Page
from polydesk.dialects.happyfox import responses
from polydesk.dialects.happyfox.related import gather
from polydesk.domain.person import Person
from polydesk.domain.ticket import Ticket
from polydesk.http.response import Response, ok

ROOM = 400_000
"""Characters of one history that are read for an answer, as text and HTML each. Lambda returns six million bytes, a
character takes up to a dozen, and YAML is written at less than a million characters in a second."""

PAGE_ROOM = 2 * ROOM
"""The same for all histories of a page together."""


def ticket(desk: Desk, shown: Ticket, known: Mapping[int, Person] | None = None) -> Response:
    """200 with the ticket and its history; people who are `known` already are not read again."""
    updates = desk.histories.of(shown, ROOM)
    scene = gather(desk, [shown], updates, known)
    return ok(responses.ticket_with_updates(shown, updates, scene), shown.version)


def opened(desk: Desk, outcome: Outcome, known: Mapping[int, Person]) -> Response:
    """200 with a ticket that has just been opened: its history is what opened it."""
    scene = gather(desk, [outcome.ticket], [outcome.written], known)
    return ok(responses.ticket_with_updates(outcome.ticket, [outcome.written], scene), outcome.ticket.version)


def page(desk: Desk, found: Page, number: int, size: int, *, with_updates: bool) -> Response:
    """200 with one page of a list."""
    tickets = _with_updates(desk, found.tickets) if with_updates else _without_updates(desk, found.tickets)
    return ok(responses.page(found.total, tickets, number, size))


def _without_updates(desk: Desk, tickets: list[Ticket]) -> list[dict[str, Any]]:
    openings = desk.histories.openings(tickets)
    scene = gather(desk, tickets)
    return [responses.ticket(one, responses.first_words(openings.get(one.number)), scene) for one in tickets]


def _with_updates(desk: Desk, tickets: list[Ticket]) -> list[dict[str, Any]]:
    histories = {one.number: desk.histories.of(one, PAGE_ROOM // len(tickets)) for one in tickets}
    scene = gather(desk, tickets, [update for updates in histories.values() for update in updates])
    return [responses.ticket_with_updates(one, histories[one.number], scene) for one in tickets]
