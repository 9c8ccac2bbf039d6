"""Indexes the texts whose authors had used up their budget, at a bounded rate."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import chain, zip_longest

from polydesk.desk.resources import Resources
from polydesk.domain.errors import Unavailable, WriteConflict
from polydesk.domain.ticket import Message
from polydesk.jobs.index_budget import cost
from polydesk.jobs.stream_batch import RECORD_SECONDS
from polydesk.jobs.subject_indexing import SubjectIndexer
from polydesk.jobs.text_terms import terms_in
from polydesk.storage.errors import VersionMismatch, is_outage
from polydesk.storage.retry import Deadline
from polydesk.storage.search_index.deferred import DeferredText, DeferredTexts
from polydesk.telemetry import logger

TERMS_PER_RUN = 4_000
"""Terms after which a run begins no further text: what a function writes in about 20 seconds."""

TEXTS_PER_SHARD = 50
"""Texts that one run takes from each partition; a deferred text has more than twenty terms."""

SNOOZE = timedelta(hours=1)
"""Time for which a text that cannot be indexed is left alone."""


class LateIndexing:
    """One run over the deferred texts."""

    def __init__(self, resources: Resources, now: datetime, deadline: Deadline) -> None:
        """Index texts that were deferred by `now`, as long as there is time before the deadline for one more."""
        self._tickets = resources.tickets
        self._search_index = resources.search_index
        self._subjects = SubjectIndexer(resources)
        self._deferred = DeferredTexts(resources.table)
        self._now = now
        self._deadline = deadline

    def run(self) -> int:
        """Index the oldest texts; return how many. The next run continues.

        Best effort: errors are logged. After an outage the run ends; any other error concerns one text.
        """
        indexed = spent = 0
        try:
            for text in self._waiting():
                if spent >= TERMS_PER_RUN or self._deadline.seconds_left < RECORD_SECONDS:
                    break
                if (cost_of_text := self._try(text)) is not None:
                    spent += cost_of_text
                    indexed += 1
        except Exception as error:
            if not is_outage(error):
                raise
            logger.error("deferred texts wait for the next run", exc_info=error)
        return indexed

    def _waiting(self) -> Iterator[DeferredText]:
        """Yield the oldest text of each partition, then the second of each, and so on."""
        rounds = zip_longest(*self._deferred.waiting(self._now, TEXTS_PER_SHARD))
        return (text for text in chain.from_iterable(rounds) if text is not None)

    def _try(self, text: DeferredText) -> int | None:
        """Index a text; return as how many terms it counts, or None when it failed and was snoozed.

        Raises errors of an outage.
        """
        try:
            return self._index(text)
        except Exception as error:
            if is_outage(error):
                raise
            logger.exception("deferred text cannot be indexed", extra={"ticket": text.number, "version": text.version})
            with suppress(VersionMismatch, Unavailable, WriteConflict):
                self._deferred.snooze(text, self._now + SNOOZE)
            return None

    def _index(self, text: DeferredText) -> int:
        """Index a text that still exists; return as how many terms it counts."""
        message, spent = self._message(text), 0
        if message:
            terms = terms_in(message.text, message.html)
            spent = cost(message.text, message.html, terms)
            if text.is_subject:
                self._subjects.write(text.number, terms, message.text)
            else:
                self._add(text, terms, public=message.public)
        self._deferred.remove(text)
        return spent

    def _add(self, text: DeferredText, terms: Collection[str], *, public: bool) -> None:
        """Add the terms of a message.

        A purge may remove it meanwhile. Its terms may then have been removed before they were added here, so they are
        removed again.
        """
        self._search_index.add(text.number, terms, public=public)
        if self._message(text) is None:
            self._search_index.remove(text.number, terms, public=public)

    def _message(self, text: DeferredText) -> Message | None:
        """Return the text as a message, a subject as a public one; None when it is gone."""
        number, version = text.number, text.version
        if text.is_subject:
            ticket = self._tickets.get(number)
            return Message(ticket.subject) if ticket else None
        _, entry, _ = self._tickets.with_entry(number, version)  # consistent: a purge may just have removed it
        return entry.message if entry else None
