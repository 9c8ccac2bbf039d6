"""Answers to actions that show no ticket: moving one, and deleting one."""

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox.responses import display_id
from polydesk.domain.ticket import Ticket
from polydesk.http.request import Request
from polydesk.http.response import Response, ok
from polydesk.http.schema import Schema

if TYPE_CHECKING:
    from polydesk.desk.ticket_writes import Outcome


class Moved(TypedDict):
    """A ticket was moved, or was in this category already."""

    status_code: Literal[200]
    message: Annotated[str, Schema(examples=["moved ticket to Billing"])]


class Deleted(TypedDict):
    """A ticket was deleted."""

    deleted_ticket: Annotated[str, Schema(pattern=r"^#HFS\d{8,}$", examples=["#HFS00000005"])]


def moved(desk: Desk, ticket: Ticket) -> Response:
    """Return 200 with the name of the category that the ticket is in."""
    name = desk.category(ticket.category_id).name_en
    return ok(Moved(status_code=200, message=f"moved ticket to {name}"), ticket.version)


def moved_again(outcome: "Outcome", request: Request, desk: Desk) -> Response:
    """Return 200 with the category of a repeated request."""
    return moved(desk, outcome.ticket)


def deleted(ticket: Ticket) -> Response:
    """Return 200 with the number of the ticket that was deleted."""
    return ok(Deleted(deleted_ticket=display_id(ticket.number)))


def deleted_again(ticket: Ticket, request: Request, desk: Desk) -> Response:
    """Return 200 with the number of the ticket that a repeated request has deleted."""
    return deleted(ticket)
