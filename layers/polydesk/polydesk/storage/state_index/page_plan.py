"""Decides from the counts alone which segments of the state index a page reads. No AWS here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from polydesk.storage.state_index.layout import QUARTERS_PER_BUCKET, SEGMENTS_PER_QUARTER, segments_of

MIN_SEGMENTS = 6
"""How many of a quarter's ten segments are read at least for a page inside it: most likely still one read unit."""

MIN_SEGMENTS_OF_EACH = 3
"""How many segments of each quarter are read at least for a page that extends over two quarters."""


@dataclass(frozen=True, slots=True)
class PageSlice:
    """A quarter's contribution to a page: of its `count` tickets, newest first, those from `start` up to `stop`."""

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
        """Whether the slice is nearer to the old end of the quarter than to the new end."""
        return self.count - self.start < self.stop

    @property
    def reach(self) -> int:
        """How many segments from the nearer end are likely to contain the slice: one more than if evenly spread."""
        nearer = min(self.stop, self.count - self.start)
        return ceil(SEGMENTS_PER_QUARTER * nearer / self.count) + 1

    @property
    def segments(self) -> tuple[int, int]:
        """The lowest and the highest segment of the quarter."""
        return segments_of(self.quarter)


@dataclass(frozen=True, slots=True)
class ReadRange:
    """A range of segments in one bucket, read by one query; `limit` restricts it to so many from one end."""

    lowest: int
    highest: int
    descending: bool = False
    limit: int | None = None


def page_slices(counts: Iterable[tuple[int, int]], offset: int, limit: int) -> Iterator[PageSlice]:
    """Yield the slices of the page at `offset`, given quarters with their counts, newest first."""
    end = offset + limit
    passed = 0
    for quarter, count in counts:
        start, stop = max(offset - passed, 0), min(end - passed, count)
        if start < stop:
            yield PageSlice(quarter, count, start, stop)
        passed += count
        if passed >= end:
            return


def read_range(slices: Sequence[PageSlice]) -> ReadRange:
    """Return the segments to read for slices of one bucket, newest first.

    A page seldom needs whole quarters. Its tickets can be counted from either end, and as the tickets of a state are
    spread more or less evenly, a few segments from the nearer end are enough. The newest quarter may not have all of
    its segments yet, so for a single slice the range limits their number, not their position.
    """
    newest, oldest = slices[0], slices[-1]
    lowest, highest = oldest.segments[0], newest.segments[1]
    if newest is oldest:
        reach = max(newest.reach, MIN_SEGMENTS)
        limit = reach if reach < SEGMENTS_PER_QUARTER else None
        return ReadRange(lowest, highest, descending=not newest.from_old_end, limit=limit)
    if newest.from_old_end:
        highest = min(highest, newest.segments[0] + max(newest.reach, MIN_SEGMENTS_OF_EACH) - 1)
    lowest = max(lowest, oldest.segments[1] - max(oldest.reach, MIN_SEGMENTS_OF_EACH) + 1)
    return ReadRange(lowest, highest)
