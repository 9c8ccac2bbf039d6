"""Sets of ticket numbers, which a list computes before it reads any ticket. No AWS here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import compress

BUCKET_SIZE = 16_000
"""How many numbers one bitmap of a set covers; a multiple of every unit in which the indexes store numbers."""


@dataclass(frozen=True, slots=True)
class TicketSet:
    """A set of ticket numbers: a bitmap for each bucket that has any. Bit 0 is the bucket's lowest number."""

    bitmaps: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def from_bitmaps(cls, bitmaps: Mapping[int, int]) -> "TicketSet":
        """Return the set with these bitmaps by bucket, some of which may be empty."""
        return cls({bucket: bitmap for bucket, bitmap in bitmaps.items() if bitmap})

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
        return cls.from_bitmaps(found)

    @classmethod
    def from_numbers(cls, numbers: Iterable[int]) -> "TicketSet":
        """Return the set of these numbers."""
        found: dict[int, bytearray] = defaultdict(lambda: bytearray(BUCKET_SIZE // 8))
        for number in numbers:
            bucket, bit = divmod(number, BUCKET_SIZE)
            found[bucket][bit >> 3] |= 1 << (bit & 7)
        return cls({bucket: int.from_bytes(bits, "little") for bucket, bits in found.items()})

    @classmethod
    def of(cls, number: int) -> "TicketSet":
        """Return the set of one number."""
        bucket, bit = divmod(number, BUCKET_SIZE)
        return cls({bucket: 1 << bit})

    @classmethod
    def between(cls, first: int, last: int) -> "TicketSet":
        """Return the set of all numbers from `first` to `last`, both included; it is empty when `last` is smaller."""
        found = {}
        for bucket in range(first // BUCKET_SIZE, last // BUCKET_SIZE + 1):
            lowest = max(first - bucket * BUCKET_SIZE, 0)
            highest = min(last - bucket * BUCKET_SIZE, BUCKET_SIZE - 1)
            found[bucket] = (1 << max(highest + 1 - lowest, 0)) - 1 << lowest
        return cls.from_bitmaps(found)

    def __or__(self, other: "TicketSet") -> "TicketSet":
        """Return the union of two sets."""
        either = self.bitmaps.keys() | other.bitmaps.keys()
        return TicketSet({bucket: self.bitmaps.get(bucket, 0) | other.bitmaps.get(bucket, 0) for bucket in either})

    def __and__(self, other: "TicketSet") -> "TicketSet":
        """Return the intersection of two sets."""
        both = self.bitmaps.keys() & other.bitmaps.keys()
        return TicketSet.from_bitmaps({bucket: self.bitmaps[bucket] & other.bitmaps[bucket] for bucket in both})

    def __sub__(self, other: "TicketSet") -> "TicketSet":
        """Return the numbers of this set that are not in the other one."""
        return TicketSet.from_bitmaps(
            {bucket: bitmap & ~other.bitmaps.get(bucket, 0) for bucket, bitmap in self.bitmaps.items()}
        )

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
        """Yield all numbers, the highest first."""
        for bucket in sorted(self.bitmaps, reverse=True):
            yield from newest_first(self.bitmaps[bucket], bucket * BUCKET_SIZE)

    def ascending(self) -> Iterator[int]:
        """Yield all numbers, the lowest first."""
        for bucket in sorted(self.bitmaps):
            yield from ascending_numbers(self.bitmaps[bucket], bucket * BUCKET_SIZE)


def newest_first(bitmap: int, base: int) -> Iterator[int]:
    """Yield the numbers of a bitmap whose bit 0 is the number `base`, the highest first."""
    digits = f"{bitmap:b}"
    return compress(range(base + len(digits) - 1, base - 1, -1), map("1".__eq__, digits))


def ascending_numbers(bitmap: int, base: int) -> Iterator[int]:
    """Yield the numbers of a bitmap whose bit 0 is the number `base`, the lowest first."""
    digits = f"{bitmap:b}"[::-1]
    return compress(range(base, base + len(digits)), map("1".__eq__, digits))
