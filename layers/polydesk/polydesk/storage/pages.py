"""Which parts of the state index a page has to read, told from the counts alone. No AWS here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from polydesk.storage.bitmaps import QUARTERS_PER_BUCKET, parts_of

NEAR = 6
"""How many of a quarter's ten parts are read when the page lies in one half of it: the half and one to spare."""


@dataclass(frozen=True, slots=True)
class Share:
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
    def in_newer_half(self) -> bool:
        """The parts of the newer half are enough, most likely."""
        return self.stop * 2 <= self.count

    @property
    def in_older_half(self) -> bool:
        """The parts of the older half are enough, most likely."""
        return self.start * 2 >= self.count

    @property
    def parts(self) -> tuple[int, int]:
        """The lowest and the highest part of the quarter."""
        return parts_of(self.quarter)


@dataclass(frozen=True, slots=True)
class Span:
    """A range of parts of one bucket to read in one go; with a `limit`, only so many of them, from one end."""

    lowest: int
    highest: int
    descending: bool = False
    limit: int | None = None


def shares(counts: Iterable[tuple[int, int]], offset: int, limit: int) -> Iterator[Share]:
    """The shares of the page at `offset`, given each quarter's count, newest first."""
    end = offset + limit
    passed = 0
    for quarter, count in counts:
        start, stop = max(offset - passed, 0), min(end - passed, count)
        if start < stop:
            yield Share(quarter, count, start, stop)
        passed += count
        if passed >= end:
            return


def span(together: Sequence[Share]) -> Span:
    """The parts to read for shares of one bucket, newest first.

    A page seldom needs whole quarters: its numbers can be counted off from either end, and as the tickets of a
    state are spread evenly, more or less, half a quarter from the nearer end will do. The newest quarter may have
    few parts yet, so that a single share takes as many as there are from its end, not those of a fixed place.
    """
    newest, oldest = together[0], together[-1]
    lowest, highest = oldest.parts[0], newest.parts[1]
    if newest is oldest:
        if newest.in_newer_half:
            return Span(lowest, highest, descending=True, limit=NEAR)
        return Span(lowest, highest, limit=NEAR if newest.in_older_half else None)
    if newest.in_older_half:
        highest = newest.parts[0] + NEAR - 1
    if oldest.in_newer_half:
        lowest = oldest.parts[1] - NEAR + 1
    return Span(lowest, highest)
