"""The layout of the ticket index: which bit belongs to a ticket, and what attributes are called. No AWS here.

    chunk         80 numbers   one Number attribute: an exact sum of powers of two
    segment      160 numbers   every 25th number of a quarter, in one item with two chunks for each slot
    quarter    4 000 numbers   25 segments, whose tickets are counted together
    bucket    16 000 numbers   four quarters, whose segments share a partition
    block    256 000 numbers   64 quarters, whose counts share an item

- Neighbouring tickets are in different segments, so that 25 tickets in a row are written at the same moment without
  waiting for each other. `make contention` shows how many writers that carries.
- A chunk has 80 bits because Numbers are exact to 38 digits (126 bits), but some engines add only 93 bits exactly.
- Purged numbers have items of their own, the part *gone* of a segment: they stay for ever, and lists leave them out
  without reading anything else. All others are in the part *kept*, so that a change of a ticket writes one
  segment.
- A slot is abbreviated to a *code*: the state id, and one letter from f to t if any flag is set, for the sum of the
  flags: archived 1, spam 2, trashed 4, staff only 8. The name of a chunk is the code and a letter a or b; the name of a
  count is the code. No two can be confused, and a name says which slot it means without any list of states.

Open and closed tickets share an item. In items of their own, lists of open tickets would read about half as much, but
closing a ticket would write two units more.

Sizes: a chunk takes at most 17 bytes, 18 when its slot has flags: 14 for 25 digits, the rest for the name. A chunk that
has become empty keeps 4 to 6 bytes. The keys take 12 bytes. A query of a full quarter returns 25 items, one of a bucket
100; they are charged together, one read unit for each 4 KB.

| tickets, of full segments                            | bytes of a segment | units of a quarter | of a bucket |
|------------------------------------------------------|--------------------|--------------------|-------------|
| all in one state                                     | 45                 | 1                  | 2           |
| evenly in five open states, one closed one, and spam | 225                | 2                  | 6           |
| evenly in 12 states                                  | 370                | 3                  | 9           |
| evenly in these, each plain, archived and staff only | 870                | 5                  | 20          |
| each in a chunk of its own, 12 states with all flags | 1,700              | 11                 | 42          |

So a write of a segment is charged as one unit (1 KB), unless more than 40 slots are in use.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from polydesk.domain.slot import GONE, Slot
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from polydesk.storage.ticket_sets import BUCKET_SIZE

CHUNK_SIZE = 80
SEGMENT_SIZE = 160
QUARTER_SIZE = 4_000
QUARTERS_PER_BUCKET = BUCKET_SIZE // QUARTER_SIZE
QUARTERS_PER_BLOCK = 64
SEGMENTS_PER_QUARTER = QUARTER_SIZE // SEGMENT_SIZE

CHUNK_LETTERS = "ab"
"""The chunks of a segment, lowest numbers first."""

FLAG_LETTERS = "fghijklmnopqrst"
"""The flags of a slot in its code: f for 1 to t for 15."""

_CODE = re.compile(rf"(0|[1-9][0-9]*)([{FLAG_LETTERS[0]}-{FLAG_LETTERS[-1]}]?)")

Part = Literal["kept", "gone"]
"""The item of a segment in which a ticket is."""

PART_LETTERS: dict[Part, str] = {"kept": "x", "gone": "z"}

_CHUNK_MASK = (1 << CHUNK_SIZE) - 1

Wanted = Callable[[Slot], bool]
"""Tells whether a list wants the tickets of a slot."""


def code(slot: Slot) -> str:
    """Return the code of a slot."""
    flags = slot.archived + 2 * slot.spam + 4 * slot.trashed + 8 * slot.staff_only
    return f"{slot.state_id}{FLAG_LETTERS[flags - 1] if flags else ''}"


def slot_of_code(name: str) -> Slot:
    """Return the slot with this code. Raises ValueError for any other text."""
    found = _CODE.fullmatch(name)
    if found is None:
        raise ValueError(f"{name!r} is not the code of a slot")
    state_id, letter = found.groups()
    flags = FLAG_LETTERS.index(letter) + 1 if letter else 0
    archived, spam, trashed, staff_only = (bool(flags & bit) for bit in (1, 2, 4, 8))
    return Slot(int(state_id), archived, spam, trashed, staff_only)


@dataclass(frozen=True, slots=True)
class BitAddress:
    """The position of a ticket's bit: its segment in the quarter, the letter of its chunk, and its value, 2^k."""

    quarter: int
    segment: int
    letter: str
    value: int

    def key(self, part: Part) -> Key:
        """Return the key of the item that has the bit while the ticket is in this part."""
        bucket, quarter = divmod(self.quarter, QUARTERS_PER_BUCKET)
        return keys.slot_segment(bucket, PART_LETTERS[part], quarter, self.segment)

    def name(self, slot: Slot) -> str:
        """Return the attribute that has the bit while the ticket is in this slot."""
        return code(slot) + self.letter


def address(number: int) -> BitAddress:
    """Return the position of a ticket's bit."""
    quarter, offset = divmod(number, QUARTER_SIZE)
    place, segment = divmod(offset, SEGMENTS_PER_QUARTER)
    chunk, bit = divmod(place, CHUNK_SIZE)
    return BitAddress(quarter, segment, CHUNK_LETTERS[chunk], 1 << bit)


def quarter_of(number: int) -> int:
    """Return the quarter of a ticket. Quarters are numbered across all buckets."""
    return number // QUARTER_SIZE


def part_of(slot: Slot) -> Part:
    """Return the part in which the tickets of a slot are."""
    return "gone" if slot.state_id == GONE else "kept"


@lru_cache(4096)
def slot_of_count(name: str) -> Slot | None:
    """Return the slot that the attribute counts, or None."""
    try:
        return slot_of_code(name)
    except ValueError:
        return None


@lru_cache(4096)
def slot_of_chunk(name: str) -> tuple[Slot, int] | None:
    """Return the slot whose chunk the attribute is, and the chunk's place, from 0; or None."""
    slot, letter = slot_of_count(name[:-1]), name[-1:]
    return (slot, CHUNK_LETTERS.index(letter)) if slot and letter and letter in CHUNK_LETTERS else None


def valid_chunk(chunk: object) -> int:
    """Return the bitmap of a chunk, or 0 for a damaged one.

    No correct sequence of writes makes a chunk negative or longer than 80 bits. A damaged one shows no tickets until it
    is repaired, as its bits might list up to 80 tickets under a wrong state.
    """
    return chunk if isinstance(chunk, int) and 0 <= chunk <= _CHUNK_MASK else 0


def bitmap_of_segment(item: Item, wanted: Wanted) -> int:
    """Return the bitmap of an item's tickets in wanted slots. Bit k is the k-th number of the segment."""
    bitmap = 0
    for name, chunk in item.items():
        found = slot_of_chunk(name)
        if found and wanted(found[0]):
            bitmap |= valid_chunk(chunk) << found[1] * CHUNK_SIZE
    return bitmap


def bitmap_of_bucket(items: Iterable[Item], wanted: Wanted) -> int:
    """Return the bitmap of the tickets in wanted slots, in items of one bucket. Bit 0 is the bucket's lowest number."""
    quarters: dict[int, bytearray] = {}
    for item in items:
        bitmap = bitmap_of_segment(item, wanted)
        if bitmap:
            quarter, segment = int(item["sk"][1]), int(item["sk"][2:])
            digits = quarters.setdefault(quarter, bytearray(b"0" * QUARTER_SIZE))
            _set_digits(digits, bitmap, segment)
    return sum(int(digits[::-1], 2) << quarter * QUARTER_SIZE for quarter, digits in quarters.items())


def _set_digits(digits: bytearray, bitmap: int, segment: int) -> None:
    """Set the digits of a segment's tickets among those of its quarter, the lowest number first."""
    own = digits[segment::SEGMENTS_PER_QUARTER]
    both = bitmap | int(own[::-1], 2)
    digits[segment::SEGMENTS_PER_QUARTER] = f"{both:0{SEGMENT_SIZE}b}"[::-1].encode()
