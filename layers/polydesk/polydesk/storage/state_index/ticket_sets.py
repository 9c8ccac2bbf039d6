"""Sets of ticket numbers, as bitmaps: what a search adds up and cuts down before it reads any ticket. No AWS here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from polydesk.storage.state_index import layout
from polydesk.storage.state_index.layout import BUCKET_SIZE


@dataclass(frozen=True, slots=True)
class TicketSet:
    """A set of ticket numbers. `bitmaps` has a bitmap for each bucket that has some: bit 0 is its lowest number."""

    bitmaps: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def from_offsets(cls, slots: Iterable[tuple[int, Iterable[int]]]) -> "TicketSet":
        """The numbers `base + offset`, given each base with its offsets, none of which leads into another bucket."""
        found: dict[int, int] = defaultdict(int)
        for base, offsets in slots:
            bitmap = 0
            for offset in offsets:
                bitmap |= 1 << offset
            bucket, slot = divmod(base, BUCKET_SIZE)
            found[bucket] |= bitmap << slot
        return cls(_without_empty(found))

    def __and__(self, other: "TicketSet") -> "TicketSet":
        both = self.bitmaps.keys() & other.bitmaps.keys()
        return TicketSet(_without_empty({bucket: self.bitmaps[bucket] & other.bitmaps[bucket] for bucket in both}))

    def __bool__(self) -> bool:
        return bool(self.bitmaps)

    def __len__(self) -> int:
        return sum(bitmap.bit_count() for bitmap in self.bitmaps.values())

    def __contains__(self, number: int) -> bool:
        bucket, slot = divmod(number, BUCKET_SIZE)
        return bool(self.bitmaps.get(bucket, 0) >> slot & 1)

    def newest_first(self) -> Iterator[int]:
        """All of them."""
        for bucket in sorted(self.bitmaps, reverse=True):
            yield from layout.newest_first(self.bitmaps[bucket], bucket * BUCKET_SIZE)


def _without_empty(found: Mapping[int, int]) -> dict[int, int]:
    return {bucket: bitmap for bucket, bitmap in found.items() if bitmap}
