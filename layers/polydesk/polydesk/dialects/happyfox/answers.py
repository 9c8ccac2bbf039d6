"""Answers that show tickets: loads what they refer to, in as few reads as possible, and presents them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
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


@dataclass(frozen=True, slots=True)
class Shown:
    """What a list shows of its tickets: all fields, or those with `keys`; with or without histories."""

    histories: bool = False
    keys: tuple[str, ...] | None = None


ONLY_IDS = Shown(keys=("id",))


def ticket(desk: Desk, shown: Ticket, known: Mapping[int, Person] | None = None) -> Response:
    """Return 200 with the ticket and its history; the `known` people are not read again."""
    entries, people = desk.related.beside([shown], partial(desk.history.of, shown, ROOM), known)
    related = load_related(desk, [shown], entries, people)
    return ok(responses.ticket_with_history(shown, entries, related), shown.version)


def counted_ticket(desk: Desk, shown: Ticket) -> Response:
    """Return 200 with the ticket, its history, and the numbers of its customer's tickets."""
    history = partial(desk.history.of, shown, ROOM)
    counts, read = desk.ticket_counting.beside(shown.customer_id, partial(desk.related.beside, [shown], history))
    entries, people = read
    related = replace(load_related(desk, [shown], entries, people), counts=counts)
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


def page(desk: Desk, found: "Page", number: int, size: int, shown: Shown) -> Response:
    """Return 200 with one page of a list."""
    return ok(responses.page(found.total, _listed(desk, found.tickets, shown), number, size))


def _listed(
    desk: Desk, tickets: list[Ticket], shown: Shown
) -> Sequence[responses.ListedTicket | responses.Ticket | responses.SelectedTicket]:
    if shown == ONLY_IDS:
        return [{"id": one.number} for one in tickets]
    if shown.histories:
        whole: Sequence[responses.ListedTicket | responses.Ticket] = _with_history(desk, tickets)
    else:
        whole = _without_history(desk, tickets, openings=shown.keys is None or "first_message" in shown.keys)
    return whole if shown.keys is None else [responses.selected_ticket(one, shown.keys) for one in whole]


def _without_history(desk: Desk, tickets: list[Ticket], *, openings: bool) -> list[responses.ListedTicket]:
    related = load_related(desk, tickets, openings=openings)
    first = related.openings
    return [responses.listed_ticket(one, responses.first_text(first.get(one.number)), related) for one in tickets]


def _with_history(desk: Desk, tickets: list[Ticket]) -> list[responses.Ticket]:
    read = partial(desk.history.of_each, tickets, PAGE_ROOM // max(1, len(tickets)))
    histories, people = desk.related.beside(tickets, read)
    related = load_related(desk, tickets, [entry for entries in histories.values() for entry in entries], people)
    return [responses.ticket_with_history(one, histories[one.number], related) for one in tickets]
