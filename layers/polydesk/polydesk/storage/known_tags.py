"""The tags that tickets have or have had: one item each, all in one partition, in the order of their names.

The index of facts has a partition for each tag, and no list of them. The stream adds a tag here when a ticket gets it,
and so does each repair of the index of facts. An item is written once. It stays when no ticket has the tag any more.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import islice

from polydesk.domain.tags import KnownTag, tag_key
from polydesk.storage import keys
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.table import Table
from polydesk.storage.transaction import ABSENT, PutItem

MAX_REMEMBERED = 10_000
"""Tags that a process remembers as recorded. When there are more, it begins anew."""


class KnownTags:
    """The known tags of one desk."""

    def __init__(self, table: Table) -> None:
        """Store them in the table."""
        self._table = table
        self._recorded: set[str] = set()

    def record(self, tags: Iterable[str]) -> None:
        """Record tags that a ticket has got. One that the process has recorded before costs no request."""
        for tag in tags:
            key = tag_key(tag)
            if key not in self._recorded:
                self._record(key, tag)
                self._remember(key)

    def page(self, offset: int, limit: int, beginning: str = "") -> Sequence[KnownTag]:
        """Return a page of the tags by name, or of those whose names begin so in any case."""
        found = self._table.query(keys.TAGS, prefix=tag_key(beginning), limit=offset + limit, consistent=False)
        return [KnownTag(item["id"], item["name"]) for item in islice(found, offset, offset + limit)]

    def _record(self, key: str, tag: str) -> None:
        """Write a tag with the next id, unless it is there. Ids may have gaps."""
        place = keys.known_tag(key)
        if self._table.get(place, consistent=False):
            return
        item = {"type": "tag", "version": 1, "id": self._table.count_up(keys.counter("tag")), "name": tag}
        with suppress(VersionMismatch):
            self._table.write(PutItem(place, item, ABSENT, VersionMismatch()))

    def _remember(self, key: str) -> None:
        if len(self._recorded) >= MAX_REMEMBERED:
            self._recorded.clear()
        self._recorded.add(key)
