"""Behind the API: the desk itself, for what no public endpoint does."""

from functools import partial

from polydesk import clock
from polydesk.desk.access import Access
from polydesk.desk.context import Deadline, RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.resources import shared_resources
from polydesk.desk.ticket_writes import Action, Outcome, TicketWriter
from polydesk.domain.handling import Handling, handle
from polydesk.domain.person import Principal
from polydesk.domain.ticket import Message


def current_context() -> RequestContext:
    """Return the context of one more request."""
    return RequestContext(clock.to_the_millisecond(), Deadline(5.0))


def current_desk() -> Desk:
    """Return the desk, at this moment."""
    return Desk(shared_resources(), current_context())


def principal(token: str) -> Principal:
    """Return the caller with this token."""
    return Access(shared_resources(), clock.to_the_millisecond()).by_token(token)


def act(token: str, number: int, action: Action) -> Outcome:
    """Do something with a ticket that the API at hand has no endpoint for."""
    by = principal(token)
    writer = TicketWriter(shared_resources(), current_context())
    return writer.change(partial(current_desk().tickets.get, number, by), action, by, by.author)


def note(token: str, number: int, text: str = "He calls every day") -> int:
    """Write a private note of staff; return its id."""
    message = Message(text, public=False)
    return act(token, number, lambda ticket, context: handle(ticket, context, Handling(), message)).written.id
