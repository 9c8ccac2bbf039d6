"""Keeps the search index up to date from the table's stream."""

from collections.abc import Iterable, Mapping
from typing import Any

from polydesk.domain.search_terms import distinct_terms
from polydesk.formats.html import to_text
from polydesk.jobs.quarantine import Quarantine
from polydesk.storage.aws import stream_records
from polydesk.storage.retry import Deadline
from polydesk.storage.search_index.index import SearchIndex

RECORD_SECONDS = 30.0
"""Time reserved for one record: about twice what the largest message takes, with 2,000 writes."""


class SearchIndexer:
    """Indexes what is written on tickets. Records may arrive late, in any order and more than once."""

    def __init__(self, search_index: SearchIndex, quarantine: Quarantine) -> None:
        """Update this index and park records that cannot be read."""
        self._search_index = search_index
        self._quarantine = quarantine

    def index(self, records: Iterable[Mapping[str, Any]], deadline: Deadline) -> str | None:
        """Process the records in order, and start none that may take longer than is left.

        Returns the sequence number of the first record that has to be delivered again, with all behind it, or None
        when all are done.
        """
        for record in records:
            if deadline.seconds_left < RECORD_SECONDS:
                return stream_records.sequence_number(record)
            try:
                self.index_record(record)
            except Exception as error:  # noqa: BLE001 - the record is either parked or delivered again
                if not self._quarantine.park(record, error):
                    return stream_records.sequence_number(record)
        return None

    def index_record(self, record: Mapping[str, Any]) -> None:
        """Add the terms of a text that was written on a ticket, or remove those of a text that was purged.

        Raises Unavailable, and KeyError, ValueError or TypeError for a record that cannot be read.
        """
        written = stream_records.ticket_text(record)
        write = self._search_index.remove if written.removed else self._search_index.add
        write(written.number, terms_in(written.text, written.html), public=written.public)


def terms_in(text: str, html: str | None = None) -> list[str]:
    """Return the distinct terms of a text and of its HTML form."""
    if html is None:
        return distinct_terms(text)
    return distinct_terms(text, to_text(html))
