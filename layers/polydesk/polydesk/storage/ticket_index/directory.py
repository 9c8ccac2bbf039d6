"""How many tickets are in each slot, by quarter. No AWS here."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from polydesk.domain.slot import Slot
from polydesk.domain.ticket import Part
from polydesk.storage.ticket_index.layout import QUARTER_SIZE, QUARTERS_PER_BUCKET, Wanted, quarter_of
from polydesk.storage.ticket_sets import TicketSet


@dataclass(frozen=True, slots=True)
class Directory:
    """The numbers of tickets, at least 1, by slot and quarter."""

    counts: Mapping[Slot, Mapping[int, int]] = field(default_factory=dict)

    @property
    def totals(self) -> dict[Slot, int]:
        """The number of tickets in each slot."""
        return {slot: sum(counts.values()) for slot, counts in self.counts.items()}

    @property
    def span(self) -> tuple[int, int] | None:
        """The lowest and the highest number of the quarters that have tickets; None without any ticket."""
        used = {quarter for counts in self.counts.values() for quarter in counts}
        return (min(used) * QUARTER_SIZE, (max(used) + 1) * QUARTER_SIZE - 1) if used else None

    def count(self, wanted: Wanted) -> int:
        """Return the number of tickets in wanted slots."""
        return sum(sum(counts.values()) for slot, counts in self.counts.items() if wanted(slot))

    def quarters(self, wanted: Wanted) -> list[tuple[int, int]]:
        """Return the quarters with tickets in wanted slots, and how many, newest first."""
        found: Counter[int] = Counter()
        for slot, counts in self.counts.items():
            if wanted(slot):
                found.update(counts)
        return sorted(found.items(), reverse=True)

    def parts(self, wanted: Wanted) -> dict[Part, set[int]]:
        """Return the quarters with tickets in wanted slots, by the part under which these are filed."""
        found: dict[Part, set[int]] = {}
        for slot, counts in self.counts.items():
            if wanted(slot):
                found.setdefault(slot.part, set()).update(counts)
        return found

    def between(self, first: int, last: int) -> "Directory":
        """Return the directory of those quarters that have numbers from `first` to `last`."""
        lowest, highest = quarter_of(first), quarter_of(last)
        kept = {
            slot: {quarter: count for quarter, count in counts.items() if lowest <= quarter <= highest}
            for slot, counts in self.counts.items()
        }
        return Directory({slot: counts for slot, counts in kept.items() if counts})

    def cost(self, wanted: Wanted, within: TicketSet) -> int:
        """Return how many tickets the parts have that `select` reads for this, as a measure of its price."""
        near = quarters_of(within)
        read = {part: quarters & near for part, quarters in self.parts(wanted).items()}
        return sum(
            count
            for slot, counts in self.counts.items()
            for quarter, count in counts.items()
            if quarter in read.get(slot.part, ())
        )


def quarters_of(numbers: TicketSet) -> set[int]:
    """Return the quarters in which a set has numbers."""
    return set(sizes_by_quarter(numbers))


def sizes_by_quarter(numbers: TicketSet) -> dict[int, int]:
    """Return how many numbers a set has in each quarter, without those in which it has none."""
    mask = (1 << QUARTER_SIZE) - 1
    found = {}
    for bucket, bitmap in numbers.bitmaps.items():
        for quarter in range(QUARTERS_PER_BUCKET):
            if size := (bitmap >> quarter * QUARTER_SIZE & mask).bit_count():
                found[bucket * QUARTERS_PER_BUCKET + quarter] = size
    return found
