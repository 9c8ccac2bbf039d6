"""Sets of ticket numbers, which a search computes before it reads any ticket. No AWS here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from polydesk.storage.state_index import layout
from polydesk.storage.state_index.layout import BUCKET_SIZE


@dataclass(frozen=True, slots=True)
class TicketSet:
    """A set of ticket numbers: a bitmap for each bucket that has any. Bit 0 is the bucket's lowest number."""

    bitmaps: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def from_offsets(cls, offsets_by_base: Iterable[tuple[int, Iterable[int]]]) -> "TicketSet":
        """Return the set of the numbers `base + offset`. No offset may lead into another bucket than its base."""
        found: dict[int, int] = defaultdict(int)
        for base, offsets in offsets_by_base:
            bitmap = 0
            for offset in offsets:
                bitmap |= 1 << offset
            bucket, shift = divmod(base, BUCKET_SIZE)
            found[bucket] |= bitmap << shift
        return cls(_without_empty(found))

    @classmethod
    def of(cls, number: int) -> "TicketSet":
        """Return the set of one number."""
        bucket, bit = divmod(number, BUCKET_SIZE)
        return cls({bucket: 1 << bit})

    def __or__(self, other: "TicketSet") -> "TicketSet":
        """Return the union of two sets."""
        either = self.bitmaps.keys() | other.bitmaps.keys()
        return TicketSet({bucket: self.bitmaps.get(bucket, 0) | other.bitmaps.get(bucket, 0) for bucket in either})

    def __and__(self, other: "TicketSet") -> "TicketSet":
        """Return the intersection of two sets."""
        both = self.bitmaps.keys() & other.bitmaps.keys()
        return TicketSet(_without_empty({bucket: self.bitmaps[bucket] & other.bitmaps[bucket] for bucket in both}))

    def __bool__(self) -> bool:
        """Return whether the set has any number."""
        return bool(self.bitmaps)

    def __len__(self) -> int:
        """Return how many numbers the set has."""
        return sum(bitmap.bit_count() for bitmap in self.bitmaps.values())

    def __contains__(self, number: int) -> bool:
        """Return whether the set has the number."""
        bucket, bit = divmod(number, BUCKET_SIZE)
        return bool(self.bitmaps.get(bucket, 0) >> bit & 1)

    def newest_first(self) -> Iterator[int]:
        """Yield all numbers."""
        for bucket in sorted(self.bitmaps, reverse=True):
            yield from layout.newest_first(self.bitmaps[bucket], bucket * BUCKET_SIZE)


def _without_empty(found: Mapping[int, int]) -> dict[int, int]:
    return {bucket: bitmap for bucket, bitmap in found.items() if bitmap}
