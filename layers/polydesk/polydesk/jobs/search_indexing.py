"""Keeps the search index and the index of facts up to date from the table's stream."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from polydesk.desk.resources import Resources
from polydesk.jobs.fact_indexing import FactIndexer
from polydesk.jobs.index_budget import IndexBudget, cost
from polydesk.jobs.subject_indexing import SubjectIndexer
from polydesk.jobs.text_terms import terms_in
from polydesk.storage.aws import stream_records
from polydesk.storage.aws.stream_records import TicketText
from polydesk.storage.search_index.deferred import DeferredTexts


class SearchIndexer:
    """Indexes the words and the facts of tickets. Records may arrive late and more than once.

    Each author has a budget of terms. A text beyond it is deferred, so that it delays no other record.
    """

    def __init__(self, resources: Resources, now: datetime) -> None:
        """Update the indexes of this desk; budgets are those of the time `now`."""
        self._search_index = resources.search_index
        self._subjects = SubjectIndexer(resources)
        self._facts = FactIndexer(resources)
        self._deferred = DeferredTexts(resources.table)
        self._budget = IndexBudget(resources.table, now)
        self._now = now

    def index_record(self, record: Mapping[str, Any]) -> None:
        """Index what the record says of a row, a star or a history entry: its facts first, then its words.

        Raises Unavailable, and KeyError, ValueError or TypeError for a record that cannot be read.
        """
        match stream_records.item_type(record):
            case "ticket":
                self._facts.index_row(record)
                if record["eventName"] == "MODIFY":
                    self._index_new_subject(record)
                else:
                    self._index_text(record)
            case "star":
                self._facts.index_star(record)
            case _:
                self._index_text(record)

    def _index_new_subject(self, record: Mapping[str, Any]) -> None:
        """Add the terms that a change has brought into a subject, and remove those that have left it."""
        change = stream_records.row_change(record)
        if change.before and change.after and change.before.subject != change.after.subject:
            changed = set(terms_in(change.before.subject)) ^ set(terms_in(change.after.subject))
            self._subjects.write(change.number, changed, change.after.subject)

    def _index_text(self, record: Mapping[str, Any]) -> None:
        """Add the terms of a text that was written or defer it, or remove those of a text that was purged."""
        written = stream_records.ticket_text(record)
        if written.removed:
            terms = terms_in(written.text, written.html)
            self._search_index.remove(written.number, terms, public=written.public, in_subject=written.is_subject)
        elif not self._add(written):
            self._deferred.defer(written.number, written.version, written.author, self._now)

    def _add(self, written: TicketText) -> bool:
        """Add the terms of a text; return False when they are beyond its author's budget."""
        text, html, author = written.text, written.html, written.author
        if not self._budget.allows(author, cost(text, html)):
            return False
        terms = terms_in(text, html)
        if not self._budget.spend(author, cost(text, html, terms)):
            return False
        if written.is_subject:
            self._subjects.write(written.number, terms, text)
        else:
            self._search_index.add(written.number, terms, public=written.public)
        return True
