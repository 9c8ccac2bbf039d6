"""Writes words of a ticket's subject as the ticket has them now.

A subject that was read may have changed before its words are written: a record of the stream may be late or invoked by
hand, and other jobs run at the same time. So the row is read after the writes, and they are repeated until its subject
is the one that was written.

A word that has left the subject may also be in a public message, whose postings subjects share. It is removed first,
then the messages are read, and it is added again if one has it. So a message that is written meanwhile does no harm:
either it is among those that are read, or its own record comes later and adds the word.
"""

from collections.abc import Collection, Set

from polydesk.desk.resources import Resources
from polydesk.jobs.text_terms import terms_in
from polydesk.storage.retry import Deadline

MESSAGES_SECONDS = 10.0
"""Time in which messages are searched for words that have left the subject. Words that are not found by then stay as if
a message had them."""


class SubjectIndexer:
    """Indexes words of subjects."""

    def __init__(self, resources: Resources) -> None:
        """Update the index of this desk."""
        self._search_index = resources.search_index
        self._tickets = resources.tickets

    def write(self, number: int, terms: Collection[str], subject: str) -> None:
        """Add those of the terms that the ticket's subject has, and remove the others from it.

        `subject` is the one that is known. Raises Unavailable when not all were written; then repeat it.
        """
        known: str | None = subject
        while True:
            self._write(number, set(terms), known)
            ticket = self._tickets.get(number)
            now = ticket.subject if ticket else None
            if now == known:
                return
            known = now

    def _write(self, number: int, terms: Set[str], subject: str | None) -> None:
        """Write the terms for this subject; None for a ticket that is purged."""
        present = terms & set(terms_in(subject or ""))
        self._search_index.add(number, present, public=True, in_subject=True)
        if gone := terms - present:
            self._search_index.remove(number, gone, public=True, in_subject=True)
            if subject is not None:
                self._search_index.add(number, self._in_messages(number, gone), public=True)

    def _in_messages(self, number: int, terms: Set[str]) -> Set[str]:
        """Return those of the terms that public messages of the ticket have."""
        found, deadline = set[str](), Deadline(MESSAGES_SECONDS)
        for entry, _ in self._tickets.newest_first(number):
            if found == terms:
                break
            if deadline.expired:
                return terms
            if entry.message and entry.message.public:
                found |= terms & set(terms_in(entry.message.text, entry.message.html))
        return found
