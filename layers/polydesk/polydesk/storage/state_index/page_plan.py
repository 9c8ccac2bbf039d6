"""Which parts of the state index a page has to read, told from the counts alone. No AWS here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from polydesk.storage.state_index.layout import QUARTERS_PER_BUCKET, SEGMENTS_PER_QUARTER, segments_of

FEWEST = 6
"""How many of a quarter's ten parts are read at least for a page inside it: still one read unit, most likely."""

FEWEST_OF_EACH = 3
"""How many parts are read at least of each quarter when the page lies across two of them."""


@dataclass(frozen=True, slots=True)
class PageSlice:
    """What a quarter gives to a page: of its `count` tickets, newest first, those from `start` up to `stop`."""

    quarter: int
    count: int
    start: int
    stop: int

    @property
    def bucket(self) -> int:
        """The bucket of the quarter."""
        return self.quarter // QUARTERS_PER_BUCKET

    @property
    def from_old_end(self) -> bool:
        """The old end of the quarter is nearer than the new one."""
        return self.count - self.start < self.stop

    @property
    def reach(self) -> int:
        """How many parts, from the nearer end on, most likely hold the share: one more than if spread evenly."""
        nearer = min(self.stop, self.count - self.start)
        return ceil(SEGMENTS_PER_QUARTER * nearer / self.count) + 1

    @property
    def segments(self) -> tuple[int, int]:
        """The lowest and the highest part of the quarter."""
        return segments_of(self.quarter)


@dataclass(frozen=True, slots=True)
class ReadRange:
    """A range of parts of one bucket to read in one go; with a `limit`, only so many of them, from one end."""

    lowest: int
    highest: int
    descending: bool = False
    limit: int | None = None


def page_slices(counts: Iterable[tuple[int, int]], offset: int, limit: int) -> Iterator[PageSlice]:
    """The shares of the page at `offset`, given each quarter's count, newest first."""
    end = offset + limit
    passed = 0
    for quarter, count in counts:
        start, stop = max(offset - passed, 0), min(end - passed, count)
        if start < stop:
            yield PageSlice(quarter, count, start, stop)
        passed += count
        if passed >= end:
            return


def read_range(together: Sequence[PageSlice]) -> ReadRange:
    """The parts to read for shares of one bucket, newest first.

    A page seldom needs whole quarters: its numbers can be counted off from either end, and as the tickets of a
    state are spread evenly, more or less, some parts from the nearer end will do. The newest quarter may have few
    parts yet, so that a single share takes as many as there are from its end, not those of a fixed place.
    """
    newest, oldest = together[0], together[-1]
    lowest, highest = oldest.segments[0], newest.segments[1]
    if newest is oldest:
        reach = max(newest.reach, FEWEST)
        limit = reach if reach < SEGMENTS_PER_QUARTER else None
        return ReadRange(lowest, highest, descending=not newest.from_old_end, limit=limit)
    if newest.from_old_end:
        highest = min(highest, newest.segments[0] + max(newest.reach, FEWEST_OF_EACH) - 1)
    lowest = max(lowest, oldest.segments[1] - max(oldest.reach, FEWEST_OF_EACH) + 1)
    return ReadRange(lowest, highest)
