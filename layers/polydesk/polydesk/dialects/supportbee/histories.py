"""Answers that show messages of a ticket: one that was written or read, or all that an answer has room for."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from polydesk.desk.desk import Desk
from polydesk.dialects.supportbee import replies
from polydesk.domain.person import Person
from polydesk.domain.speaker import possible_speakers
from polydesk.domain.ticket import HistoryEntry, Ticket
from polydesk.http.payload import MAX_RESPONSE_BYTES, fitting
from polydesk.http.request import Request
from polydesk.http.response import Response, created, ok

if TYPE_CHECKING:
    from polydesk.desk.ticket_reading import Comment as Found
    from polydesk.desk.ticket_writes import Outcome


def replied(outcome: "Outcome", request: Request, desk: Desk) -> Response:
    """Return 201 with the reply that was written."""
    entry, ticket, people = _written(outcome, request, desk)
    shown = replies.ShownReply(reply=replies.reply(entry, ticket, people, request.base_url))
    return created(shown, outcome.ticket.version)


def commented(outcome: "Outcome", request: Request, desk: Desk) -> Response:
    """Return 201 with the comment that was written."""
    entry, ticket, people = _written(outcome, request, desk)
    shown = replies.ShownComment(comment=replies.comment(entry, ticket, people, request.base_url))
    return created(shown, outcome.ticket.version)


def shown_reply(found: "Found", request: Request, desk: Desk) -> Response:
    """Return 200 with a reply."""
    people = _people([found.entry], found.ticket, request, desk)
    (ticket,) = desk.related.counted([found.ticket])
    reply = replies.reply(found.entry, ticket, people, request.base_url)
    return ok(replies.ShownReply(reply=reply), ticket.version)


def all_replies(ticket: Ticket, request: Request, desk: Desk) -> Response:
    """Return 200 with the replies, oldest first: all of them, or the newest that one answer has room for."""
    found = _fitting(replies.reply, ticket, request, desk, public=True)
    return ok(replies.Replies(replies=found), ticket.version)


def all_comments(ticket: Ticket, request: Request, desk: Desk) -> Response:
    """Return 200 with the comments, oldest first: all of them, or the newest that one answer has room for."""
    found = _fitting(replies.comment, ticket, request, desk, public=False)
    return ok(replies.Comments(comments=found), ticket.version)


def _written(outcome: "Outcome", request: Request, desk: Desk) -> tuple[HistoryEntry, Ticket, Mapping[int, Person]]:
    """Return the entry that was written, the ticket with its counts, and the author."""
    (ticket,) = desk.related.counted([outcome.ticket])
    return outcome.written, ticket, _people([outcome.written], ticket, request, desk)


def _people(entries: list[HistoryEntry], ticket: Ticket, request: Request, desk: Desk) -> Mapping[int, Person]:
    """Return the authors and speakers of the entries; the caller is not read again."""
    person, others = request.principal.person, possible_speakers(entries, ticket)
    return desk.related.to((), entries, known={person.id: person} if person else None, others=others).people


def _fitting[T](
    present: Callable[[HistoryEntry, Ticket, Mapping[int, Person], str], T],
    ticket: Ticket,
    request: Request,
    desk: Desk,
    *,
    public: bool,
) -> list[T]:
    """Return the public or the private messages after the first one, oldest first: the newest that fit."""
    entries = _with_room(desk.tickets.messages(ticket, public=public))
    people = _people(entries, ticket, request, desk)
    (counted,) = desk.related.counted([ticket])
    return fitting(present(one, counted, people, request.base_url) for one in entries)[::-1]


def _with_room(newest_first: Iterable[HistoryEntry]) -> list[HistoryEntry]:
    """Return the first entries: at least as many as one answer has room for, so that no more are read."""
    found: list[HistoryEntry] = []
    room = MAX_RESPONSE_BYTES
    for entry in newest_first:
        found.append(entry)
        message = entry.message
        room -= len(message.text) + len(message.html or "") if message else 0
        if room < 0:
            break
    return found
