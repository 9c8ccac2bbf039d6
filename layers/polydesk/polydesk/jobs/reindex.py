"""Making words findable from what is written on the tickets, for when the stream could not tell of it."""

from dataclasses import dataclass, field

from polydesk.desk.resources import Resources
from polydesk.domain.ticket import Ticket
from polydesk.jobs.search_indexing import terms_written
from polydesk.storage.errors import is_outage
from polydesk.storage.retry import Deadline
from polydesk.telemetry import logger

STEP_SECONDS = 45.0
"""How long a step goes on to another ticket: the AWS CLI waits a minute for an answer."""


@dataclass(slots=True)
class Indexed:
    """What one step did: how many tickets, which could not be read, and the number to go on from, if any is left."""

    indexed: int = 0
    unreadable: list[int] = field(default_factory=list)
    next: int | None = None


class Reindexer:
    """Adds the words of tickets to the postings; adding what is there changes nothing.

    Nothing is taken away: what was written on a ticket stays, and what is purged is never shown.
    """

    def __init__(self, resources: Resources) -> None:
        """Index the tickets of this desk."""
        self._tickets = resources.tickets
        self._words = resources.search_index

    def index(self, first: int, last: int | None) -> Indexed:
        """Index the tickets with these numbers until time is up; the first number in any case.

        Raises Unavailable, and AWS's errors as they are; then the step can be done again.
        """
        deadline = Deadline(STEP_SECONDS)
        done = Indexed()
        newest = self._tickets.last_number()
        for number in range(first, newest + 1 if last is None else min(last, newest) + 1):
            if deadline.expired and number > first:
                done.next = number
                break
            try:
                done.indexed += self._index(number)
            except Exception as error:
                if is_outage(error):
                    raise
                logger.exception("a ticket could not be read", extra={"ticket": number})
                done.unreadable.append(number)
        return done

    def _index(self, number: int) -> bool:
        ticket = self._tickets.get(number)
        if ticket is None:
            return False
        self._index_history(ticket)
        return True

    def _index_history(self, ticket: Ticket) -> None:
        """The subject and each message, without adding a word of the ticket twice."""
        public, private = set(terms_written(ticket.subject)), set[str]()
        self._words.add(ticket.number, public, public=True)
        for update, _ in self._tickets.newest_first(ticket.number):
            if message := update.message:
                known = public if message.public else private
                new = set(terms_written(message.text, message.html)) - known
                self._words.add(ticket.number, new, public=message.public)
                known |= new
