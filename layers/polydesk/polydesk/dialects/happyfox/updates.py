"""What the endpoints that add to a ticket have in common."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from polydesk.desk.desk import Desk
from polydesk.desk.files import Attached
from polydesk.dialects.happyfox import showing
from polydesk.dialects.happyfox.references import References, people_in
from polydesk.dialects.happyfox.requests import Handled, Said
from polydesk.domain.actions import handle
from polydesk.domain.draft import ActionContext
from polydesk.domain.errors import TicketNotFound
from polydesk.domain.person import Author, Person, Principal
from polydesk.domain.ticket import Step, Ticket
from polydesk.formats import multipart as multipart_format
from polydesk.formats.multipart import FilePart
from polydesk.http.request import Request
from polydesk.http.response import Response


@dataclass(frozen=True, slots=True)
class Wanted[B: Said]:
    """A body that has been checked, the ticket it is about as it was read, and the people whom it names."""

    body: B
    ticket: Ticket
    people: Mapping[int, Person]
    by: Principal
    desk: Desk


def checked[B: Said](model: type[B], request: Request, desk: Desk) -> Wanted[B]:
    """What a request wants of the ticket in its path; ticket and people come in one read.

    Raises TicketNotFound and what reading the body raises.
    """
    number = request.identifier("id", TicketNotFound)
    data = request.data
    desk = once_by_content(request, data, desk)
    ticket, people = desk.tickets.with_people(number, people_in(data), request.principal)
    return Wanted(model.check(data, References(desk, people)), ticket, people, request.principal, desk)


def once_by_content(request: Request, data: Any, desk: Desk) -> Desk:
    """The desk for a request that may come again with the same Idempotency-Key.

    A form with files is compared by what is in it: its bytes differ each time, since the boundary is drawn by lot.
    """
    if request.media_type != multipart_format.CONTENT_TYPE:
        return desk
    return desk.under(desk.context.part("form", json.dumps(data, sort_keys=True, default=_mark)))


def _mark(part: FilePart) -> list[str]:
    return [part.name, part.content_type, hashlib.sha256(part.content).hexdigest()]


def handled[B: Handled](wanted: Wanted[B], about: Mapping[str, Any]) -> Response:
    """Do what staff want, and answer 200 with the ticket; `about` is what a message has besides words and files."""
    return said(
        wanted,
        Author("staff", wanted.body.staff.id),
        about,
        lambda ticket, context, message: handle(ticket, context, wanted.body.handling(message)),
    )


def said[B: Said](
    wanted: Wanted[B],
    author: Author,
    about: Mapping[str, Any],
    action: Callable[[Ticket, ActionContext, Any], Step | None],
) -> Response:
    """Add a message to the ticket by an action that takes it, and answer 200 with the ticket."""
    desk = wanted.desk
    attached = stored(desk, wanted.body.attachments, wanted.by)
    message = wanted.body.message(attached.files, **about) if wanted.body.says_something else None
    outcome = desk.tickets.change(
        wanted.ticket.number,
        wanted.by,
        lambda ticket, context: action(ticket, context, message),
        author=author,
        also=attached.operations,
        is_message=message is not None,
        seen=wanted.ticket,
    )
    return showing.ticket(desk, outcome.ticket, wanted.people)


def stored(desk: Desk, parts: tuple[FilePart, ...], by: Principal) -> Attached:
    """Files of a body, stored. What makes them a message's own goes into the message's transaction."""
    attached = Attached()
    for part in parts:
        attached += desk.files.store(part.name, part.content_type, part.content, by)
    return attached
