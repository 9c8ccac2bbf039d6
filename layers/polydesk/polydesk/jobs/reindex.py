"""Rebuilds the search index from the tickets themselves, for when the stream could not update it."""

from dataclasses import dataclass, field

from polydesk import clock
from polydesk.desk.resources import Resources
from polydesk.domain.ticket import Ticket
from polydesk.jobs.subject_indexing import SubjectIndexer
from polydesk.jobs.text_terms import terms_in
from polydesk.storage.errors import is_outage
from polydesk.storage.retry import Deadline
from polydesk.storage.search_index.deferred import DeferredTexts
from polydesk.telemetry import logger

RUN_SECONDS = 45.0
"""Time in which a run starts on another ticket: the AWS CLI waits a minute for an answer."""

TICKET_SECONDS = 300.0
"""Time in which messages of one ticket are indexed. The sweep indexes the others: otherwise one ticket could take the
time of each run, and the tickets behind it would never be indexed."""


@dataclass(slots=True)
class ReindexResult:
    """The result of one run: how many tickets were indexed, which cannot be read, and the number to continue from.

    `next` is None when no ticket is left.
    """

    indexed: int = 0
    unreadable: list[int] = field(default_factory=list)
    next: int | None = None


class Reindexer:
    """Adds the terms of tickets to the search index; adding a term twice changes nothing.

    It removes nothing: messages never change, terms that have left a subject are removed by the stream, and purged
    tickets are never shown.
    """

    def __init__(self, resources: Resources) -> None:
        """Index the tickets of this desk."""
        self._tickets = resources.tickets
        self._search_index = resources.search_index
        self._subjects = SubjectIndexer(resources)
        self._deferred = DeferredTexts(resources.table)

    def run(self, first: int, last: int | None) -> ReindexResult:
        """Index the tickets with these numbers until time is up, but at least the first number.

        Without `last` it goes up to the newest ticket. Raises Unavailable, and AWS's errors as they are; the run can
        then be repeated.
        """
        deadline = Deadline(RUN_SECONDS)
        result = ReindexResult()
        newest = self._tickets.last_number()
        for number in range(first, newest + 1 if last is None else min(last, newest) + 1):
            if deadline.expired and number > first:
                result.next = number
                break
            try:
                result.indexed += self._index(number)
            except Exception as error:
                if is_outage(error):
                    raise
                logger.exception("ticket cannot be read", extra={"ticket": number})
                result.unreadable.append(number)
        return result

    def _index(self, number: int) -> bool:
        """Index a ticket; return False when there is none with this number."""
        ticket = self._tickets.get(number)
        if ticket is None:
            return False
        self._index_history(ticket)
        return True

    def _index_history(self, ticket: Ticket) -> None:
        """Index the subject and each message, writing each term of the ticket once, those of its subject twice.

        Messages beyond TICKET_SECONDS, which are the oldest, are deferred.
        """
        deadline = Deadline(TICKET_SECONDS)
        public, private = set(terms_in(ticket.subject)), set[str]()
        self._subjects.write(ticket.number, public, ticket.subject)
        for entry, _ in self._tickets.newest_first(ticket.number):
            message = entry.message
            if message and deadline.expired:
                self._deferred.defer(ticket.number, entry.version, entry.by, clock.now())
            elif message:
                known = public if message.public else private
                new = set(terms_in(message.text, message.html)) - known
                self._search_index.add(ticket.number, new, public=message.public)
                known |= new
