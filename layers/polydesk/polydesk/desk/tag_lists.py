"""The tags that tickets have or have had, and how many tickets have each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from polydesk.desk.resources import Resources
from polydesk.domain.errors import BeingPrepared
from polydesk.domain.facts import Fact, FactKind
from polydesk.domain.tags import KnownTag, tag_key
from polydesk.storage.fact_index import FACTS_STEP
from polydesk.storage.side_by_side import side_by_side


@dataclass(frozen=True, slots=True)
class CountedTag:
    """A tag, and the number of tickets that have it, hidden ones included."""

    tag: KnownTag
    tickets: int


class TagLists:
    """Lists of tags, by name. They follow tickets within seconds."""

    def __init__(self, resources: Resources) -> None:
        """Read from these resources."""
        self._resources = resources

    def counted(self, offset: int, limit: int) -> Sequence[CountedTag]:
        """Return a page of all tags with their counts, by a query for each tag. Raises BeingPrepared."""
        tags = self.beginning_with("", offset, limit)
        counts = side_by_side([partial(self._count, tag.name) for tag in tags])
        return [CountedTag(tag, count) for tag, count in zip(tags, counts, strict=True)]

    def beginning_with(self, text: str, offset: int, limit: int) -> Sequence[KnownTag]:
        """Return a page of the tags that begin with the text in any case.

        Raises BeingPrepared until all tickets are in the index of facts, and so all of their tags are known.
        """
        if not self._resources.is_migrated(FACTS_STEP):
            raise BeingPrepared
        return self._resources.known_tags.page(offset, limit, text)

    def _count(self, tag: str) -> int:
        return len(self._resources.fact_index.tickets_with(Fact(FactKind.FOLDED_TAG, tag_key(tag))))
