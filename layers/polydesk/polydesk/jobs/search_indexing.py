"""Keeps the search index up to date with what the table's stream reports."""

from collections.abc import Iterable, Mapping
from typing import Any

from polydesk.domain.search_terms import distinct_terms
from polydesk.formats.html import to_text
from polydesk.jobs.quarantine import Quarantine
from polydesk.storage.aws import stream_records
from polydesk.storage.retry import Deadline
from polydesk.storage.search_index.index import SearchIndex


class SearchIndexer:
    """Keeps the postings up with what is written. A record may come twice, and late."""

    def __init__(self, words: SearchIndex, rejects: Quarantine) -> None:
        """Keep these postings, and set aside what cannot be read."""
        self._words = words
        self._rejects = rejects

    def keep(self, records: Iterable[Mapping[str, Any]], deadline: Deadline) -> str | None:
        """Take all records; answer the place of the first that has to come again, and all behind it with it."""
        for record in records:
            if deadline.expired:
                return stream_records.sequence_number(record)
            try:
                self.take(record)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with it, it is either set aside or comes again
                if not self._rejects.park(record, error):
                    return stream_records.sequence_number(record)
        return None

    def take(self, record: Mapping[str, Any]) -> None:
        """Note the words of what was written on a ticket, or forget those of what was purged.

        Raises Unavailable, and KeyError, ValueError or TypeError for a record that cannot be read.
        """
        written = stream_records.ticket_text(record)
        note = self._words.remove if written.removed else self._words.add
        note(written.number, terms_written(written.text, written.html), public=written.public)


def terms_written(text: str, html: str | None = None) -> list[str]:
    """The different words of what was written, in either form."""
    if html is None:
        return distinct_terms(text)
    return distinct_terms(text, to_text(html))
