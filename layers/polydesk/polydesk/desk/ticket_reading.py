"""Use cases that read one ticket, and the decision who may see it."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from polydesk.desk.resources import Resources
from polydesk.domain import actions
from polydesk.domain.errors import AttachmentNotFound, CommentNotFound, ReplyNotFound, TicketNotFound
from polydesk.domain.person import Person, Principal
from polydesk.domain.ticket import Attachment, HistoryEntry, Ticket, Vote, split_entry_id
from polydesk.storage.errors import VersionMismatch, is_outage
from polydesk.telemetry import logger

SPARE_ENTRIES = 5
"""Entries without a message, and votes, for which the first read of a message by its place has room."""


MESSAGES_AT_FIRST = 100
"""Messages that the first read of many has room for."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A public message, the vote on it and its ticket."""

    ticket: Ticket
    entry: HistoryEntry
    vote: Vote | None = None


@dataclass(frozen=True, slots=True)
class PlacedMessage:
    """A history entry with a message, and which message of its ticket that is, from 1."""

    place: int
    entry: HistoryEntry


@dataclass(frozen=True, slots=True)
class Messages:
    """Messages of a ticket, oldest first, and how many older ones there was no room for."""

    found: Sequence[PlacedMessage]
    left_out: int = 0


class TicketReading:
    """Reads tickets. A ticket is given by its number, or by itself when it has just been read."""

    def __init__(self, resources: Resources) -> None:
        """Read from these resources."""
        self._resources = resources

    def get(self, number: int, by: Principal) -> Ticket:
        """Return the ticket. Raises TicketNotFound, also when the caller may not see it."""
        return self._visible(number, self._resources.tickets.get(number), by)

    def existing(self, number: int) -> Ticket:
        """Return the ticket, whoever may see it. Raises TicketNotFound."""
        ticket = self._resources.tickets.get(number)
        if ticket is None:
            raise TicketNotFound(number)
        return ticket

    def with_people(self, number: int, person_ids: Iterable[int], by: Principal) -> tuple[Ticket, dict[int, Person]]:
        """Return the ticket and those of the people that exist, by id, in one read. Raises TicketNotFound."""
        ticket, people = self._resources.tickets.with_people(number, person_ids)
        return self._visible(number, ticket, by), people

    def _visible(self, number: int, ticket: Ticket | None, by: Principal) -> Ticket:
        """Return the ticket if the caller may see it. No other code decides this."""
        logger.append_keys(ticket=number)
        if ticket is None or not (by.is_staff or ticket.is_visible_to(by.person_id)):
            raise TicketNotFound(number)
        return ticket

    def comments(self, ticket: Ticket) -> Iterator[Comment]:
        """Yield the public messages of a ticket that the caller has read, newest first, reading them as needed."""
        for entry, vote in self._resources.tickets.newest_first(ticket.number):
            if entry.message and entry.message.public:
                yield Comment(ticket, entry, vote)

    def comment_by_id(self, comment_id: int, by: Principal) -> Comment:
        """Return a public message. Raises CommentNotFound, also when the caller may not see it."""
        number, version = split_entry_id(comment_id)
        ticket, entry, vote = self._resources.tickets.with_entry(number, version)
        try:
            ticket = self._visible(number, ticket, by)
        except TicketNotFound:
            raise CommentNotFound(comment_id) from None
        if entry is None or entry.message is None or not entry.message.public:
            raise CommentNotFound(comment_id)
        return Comment(ticket, entry, vote)

    def messages(self, ticket: Ticket, *, public: bool) -> Iterator[HistoryEntry]:
        """Yield the public or the private messages after the first one, newest first, reading them as needed."""
        for entry, _ in self._resources.tickets.newest_first(ticket.number, ticket.version):
            if entry.message and entry.message.public == public and entry.version > 1:
                yield entry

    def nth_message(self, ticket: Ticket, n: int) -> HistoryEntry | None:
        """Return the n-th message of a ticket that the caller has read, public or private; None when it has fewer.

        Messages count from 1; the first one is that of the opening, if it has one. One query goes through the history
        from the nearer end.
        """
        if not 1 <= n <= ticket.messages:
            return None
        from_end = ticket.messages - n + 1
        messages = self._newest_messages(ticket, from_end) if from_end < n else self._oldest_messages(ticket, n)
        return next(islice(messages, min(n, from_end) - 1, None), None)

    def newest_messages(self, ticket: Ticket, room: int, *, private: bool) -> Messages:
        """Return the messages of a ticket that the caller has read: all, or the newest ones if there are too many.

        `room` is the number of characters that there is room for. Reading ends with the message that exceeds it.
        Without `private` private messages are left out.
        """
        found: list[PlacedMessage] = []
        place = ticket.messages
        for entry in self._newest_messages(ticket, min(place, MESSAGES_AT_FIRST)):
            if private or _is_public(entry):
                found.append(PlacedMessage(place, entry))
                room -= _size(entry)
            place -= 1
            if room < 0:
                return Messages(found[::-1], self._visible_upto(ticket, place, private=private))
        return Messages(found[::-1])

    def some_messages(self, ticket: Ticket, first: int, count: int, room: int, *, private: bool) -> Messages:
        """Return so many messages of a ticket after the `first`, as `newest_messages` returns all."""
        if first >= ticket.messages:
            return Messages(())
        messages = enumerate(self._oldest_messages(ticket, min(first + count, MESSAGES_AT_FIRST)), start=1)
        visible = (PlacedMessage(*one) for one in messages if private or _is_public(one[1]))
        found, left_out = deque[PlacedMessage](), 0
        for one in islice(visible, first, first + count):
            found.append(one)
            room -= _size(one.entry)
            while room < 0 and len(found) > 1:
                room += _size(found.popleft().entry)
                left_out += 1
        return Messages(list(found), left_out)

    def _visible_upto(self, ticket: Ticket, place: int, *, private: bool) -> int:
        """Return how many of the messages up to a place are not left out."""
        if private:
            return place
        messages = self._oldest_messages(ticket, min(place, MESSAGES_AT_FIRST))
        return sum(map(_is_public, islice(messages, place)))

    def _newest_messages(self, ticket: Ticket, count: int) -> Iterator[HistoryEntry]:
        entries = self._resources.tickets.newest_first(ticket.number, ticket.version, count + SPARE_ENTRIES)
        return (entry for entry, _ in entries if entry.message)

    def _oldest_messages(self, ticket: Ticket, count: int) -> Iterator[HistoryEntry]:
        tickets = self._resources.tickets
        entries = tickets.entries_between(ticket.number, 1, ticket.version, count + SPARE_ENTRIES)
        return (entry for entry in entries if entry.message)

    def reply_by_id(self, number: int, reply_id: int, by: Principal) -> Comment:
        """Return a public message after the first one of a ticket. Raises TicketNotFound and ReplyNotFound."""
        of, version = split_entry_id(reply_id)
        ticket, entry, _ = self._resources.tickets.with_entry(number, version)
        ticket = self._visible(number, ticket, by)
        is_reply = entry is not None and entry.message is not None and entry.message.public and entry.version > 1
        if entry is None or not is_reply or of != number:
            raise ReplyNotFound(reply_id)
        return Comment(ticket, entry)

    def attachment(self, number: int, by: Principal) -> Attachment:
        """Return the attachment with this number. Raises AttachmentNotFound, also when the caller may not see it."""
        place = self._resources.files.place_of(number)
        if place is None:
            raise AttachmentNotFound(number)
        ticket, entry, _ = self._resources.tickets.with_entry(*place)
        try:
            self._visible(place[0], ticket, by)
        except TicketNotFound:
            raise AttachmentNotFound(number) from None
        message = entry.message if entry else None
        for one in message.files if message and (message.public or by.is_staff) else ():
            if one.number == number:
                return one
        raise AttachmentNotFound(number)

    def mark_read(self, ticket: Ticket, by: Principal) -> None:
        """Record that the customer has fetched the comments.

        Best effort: reading never waits or fails because of this. The next fetch records it again.
        """
        if by.is_staff or ticket.is_customer_read:
            return
        try:
            self._resources.tickets.mark_read(ticket, actions.mark_read_by_customer(ticket).customer_read_upto)
        except VersionMismatch:
            return  # another fetch of the same customer has recorded it
        except Exception as error:
            if not is_outage(error):
                raise
            logger.warning("comments could not be marked as read", exc_info=error)


def _is_public(entry: HistoryEntry) -> bool:
    return entry.message is not None and entry.message.public


def _size(entry: HistoryEntry) -> int:
    """Return the characters of the message of an entry."""
    return len(entry.message.text) + len(entry.message.html or "") if entry.message else 0
