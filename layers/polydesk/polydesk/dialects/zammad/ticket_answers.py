"""Answers that show tickets: plain, with names (`expand`), or as ids with assets (`full`)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import assets, tickets
from polydesk.dialects.zammad.queries import View
from polydesk.dialects.zammad.related import load_related
from polydesk.domain.person import Principal
from polydesk.domain.ticket import Ticket
from polydesk.http.schema import Count, Id

if TYPE_CHECKING:
    from polydesk.desk.ticket_lists import Page


class TicketWithAssets(TypedDict):
    """The id of a ticket, and what it refers to."""

    id: Id
    assets: assets.Assets


class TicketsWithAssets(TypedDict):
    """The ids of the tickets of a page, what they refer to, and how many tickets there are in all."""

    record_ids: list[Id]
    assets: assets.Assets
    total_count: Count


Shown = tickets.Ticket | TicketWithAssets
Listed = list[tickets.Ticket] | TicketsWithAssets


def shown(desk: Desk, ticket: Ticket, view: View, by: Principal) -> Shown:
    """Return one ticket that was read."""
    return tickets.ticket(ticket) if view is View.PLAIN else written(desk, ticket, view, by)


def written(desk: Desk, ticket: Ticket, view: View, by: Principal) -> Shown:
    """Return one ticket that was written: plain ones have the ids of their parts, too."""
    if view is View.PLAIN:
        return tickets.with_ids(ticket, desk.related.to((), time_of=ticket).time_versions)
    related = load_related(desk, [ticket], by, time_of=ticket, assets=view is View.FULL)
    if view is View.EXPANDED:
        return tickets.expanded(ticket, related)
    return TicketWithAssets(id=ticket.number, assets=assets.of_tickets([ticket], related))


def listed(desk: Desk, page: "Page", view: View, by: Principal) -> Listed:
    """Return a page of a list."""
    if view is View.PLAIN:
        return [tickets.ticket(one) for one in page.tickets]
    return found(desk, page, view, by)


def found(desk: Desk, page: "Page", view: View, by: Principal) -> Listed:
    """Return a page of what a search has found: plain tickets have the ids of their parts, too."""
    if view is View.FULL:
        return with_assets(desk, page, by)
    return records(desk, page.tickets, view, by)


def records(desk: Desk, shown: Sequence[Ticket], view: View, by: Principal) -> list[tickets.Ticket]:
    """Return tickets with the ids of their parts, and with names if the view asks for them."""
    if view is View.PLAIN:
        return [tickets.with_ids(one) for one in shown]
    related = load_related(desk, shown, by)
    return [tickets.expanded(one, related) for one in shown]


def with_assets(desk: Desk, page: "Page", by: Principal) -> TicketsWithAssets:
    """Return the ids of a page, with what they refer to."""
    related = load_related(desk, page.tickets, by, assets=True)
    return TicketsWithAssets(
        record_ids=[one.number for one in page.tickets],
        assets=assets.of_tickets(page.tickets, related),
        total_count=page.total,
    )
