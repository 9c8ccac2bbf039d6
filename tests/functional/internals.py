"""Behind the API: the desk itself, for what no public endpoint does."""

from polydesk import clock
from polydesk.desk.access import Access
from polydesk.desk.context import RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.resources import shared_resources
from polydesk.desk.tickets import Action, Outcome
from polydesk.domain.actions import Handling, handle
from polydesk.domain.person import Principal
from polydesk.domain.ticket import Message
from polydesk.storage.retry import Deadline


def behind() -> Desk:
    """The desk, at this moment."""
    return Desk(shared_resources(), RequestContext(clock.to_the_millisecond(), Deadline(5.0)))


def principal(token: str) -> Principal:
    """Who calls with this token."""
    return Access(shared_resources(), clock.to_the_millisecond()).by_token(token)


def act(token: str, number: int, action: Action) -> Outcome:
    """Do something with a ticket that the API at hand has no endpoint for."""
    return behind().tickets.change(number, principal(token), action)


def note(token: str, number: int, text: str = "He calls every day") -> int:
    """A private note of staff; its id."""
    message = Message(text, public=False)
    return act(token, number, lambda ticket, context: handle(ticket, context, Handling(message=message))).written.id
