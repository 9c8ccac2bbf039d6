"""Keeps the index of people up to date from the table's stream."""

from collections.abc import Mapping
from typing import Any

from polydesk.desk.resources import Resources
from polydesk.storage.aws import stream_records
from polydesk.storage.retry import Deadline

SETTLE_SECONDS = 10.0
"""How long one person is tried again while others change the same items."""


class PeopleIndexer:
    """Indexes people. Records may arrive late, in any order and more than once."""

    def __init__(self, resources: Resources) -> None:
        """Update the index of this desk."""
        self._index = resources.people_index

    def takes(self, record: Mapping[str, Any]) -> bool:
        """Return whether the record is of a person. Raises KeyError or TypeError when it has no key."""
        return stream_records.is_of_person(record)

    def index_record(self, record: Mapping[str, Any]) -> None:
        """Index the change of a person.

        Raises Unavailable and WriteConflict, and KeyError, ValueError or TypeError for a record that cannot be read.
        """
        before, after = stream_records.person_before_and_after(record)
        self._index.follow(before, after, Deadline(SETTLE_SECONDS))
