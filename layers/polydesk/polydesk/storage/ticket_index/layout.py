"""The layout of the ticket index: which bit belongs to a ticket, and what attributes are called. No AWS here.

    chunk         80 numbers   one Number attribute: an exact sum of powers of two
    segment      400 numbers   every tenth number of a quarter; up to three items, one for each part, of five chunks
                               for each slot
    quarter    4 000 numbers   ten segments, whose tickets are counted together
    bucket    16 000 numbers   four quarters, whose segments share a partition
    block    256 000 numbers   64 quarters, whose counts share an item

- Neighbouring tickets are in different segments, so that ten tickets in a row are written at the same moment without
  waiting for each other.
- A chunk has 80 bits because Numbers are exact to 38 digits (126 bits), but some engines add only 93 bits exactly.
- A segment is stored by part, so that a list of open tickets reads nothing about closed ones. Sort keys begin with the
  part: one query reads a part of a quarter (10 items), or of adjacent quarters of a bucket (up to 40 items).
- A slot is abbreviated to a *code*: the state id, and one letter from f to t if any flag is set. The name of a chunk is
  the code and one letter from a to e; the name of a count is the code and the letter of the part. No two can be
  confused, and a name says which slot it means without any list of states.

Sizes: a chunk takes at most 17 bytes, 18 when its slot has flags: 14 for 25 digits, the rest for the name. A chunk that
has become empty keeps 4 bytes. The keys take 12 bytes.

| tickets of a segment, full                             | bytes of its items together | bytes of the largest item |
|--------------------------------------------------------|-----------------------------|---------------------------|
| all in one state                                       | 100                         | 100                       |
| in five open states, one closed state, and spam        | 550                         | 380                       |
| evenly in 12 states, three of them closed              | 850                         | 620                       |
| evenly in these, each plain, archived and staff only   | 2,000                       | 1,450                     |
| each in a chunk of its own, 12 states with all flags   | 4,200                       | 4,200                     |

So a write of a segment is charged as one unit (1 KB) unless many flags are in use, and a part of a quarter, ten items,
is read for one or two units (4 KB each).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from polydesk.domain.slot import Slot
from polydesk.domain.ticket import Part
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from polydesk.storage.ticket_sets import BUCKET_SIZE

CHUNK_SIZE = 80
SEGMENT_SIZE = 400
QUARTER_SIZE = 4_000
QUARTERS_PER_BUCKET = BUCKET_SIZE // QUARTER_SIZE
QUARTERS_PER_BLOCK = 64
SEGMENTS_PER_QUARTER = QUARTER_SIZE // SEGMENT_SIZE

CHUNK_LETTERS = "abcde"
"""The chunks of a segment, lowest numbers first."""

PART_LETTERS: dict[Part, str] = {"open": "x", "closed": "y", "hidden": "z"}
_PARTS: dict[str, Part] = {letter: part for part, letter in PART_LETTERS.items()}

_FLAG_LETTERS = ["", *"fghijklmnopqrst"]
"""The combinations of flags: archived counts 1, spam 2, trashed 4, staff only 8."""

_CHUNK_NAME = re.compile(r"([0-9]+)([f-t]?)([a-e])")
_COUNT_NAME = re.compile(r"([0-9]+)([f-t]?)([xyz])")

_CHUNK_MASK = (1 << CHUNK_SIZE) - 1

Wanted = Callable[[Slot], bool]
"""Tells whether a list wants the tickets of a slot."""


@dataclass(frozen=True, slots=True)
class BitAddress:
    """The position of a ticket's bit: its segment in the quarter, the letter of its chunk, and its value, 2^k."""

    quarter: int
    segment: int
    letter: str
    value: int

    def key(self, part: Part) -> Key:
        """Return the key of the item that has the bit while the ticket is filed under this part."""
        bucket, quarter = divmod(self.quarter, QUARTERS_PER_BUCKET)
        return keys.slot_segment(bucket, PART_LETTERS[part], quarter, self.segment)

    def name(self, slot: Slot) -> str:
        """Return the attribute that has the bit while the ticket is in this slot."""
        return code_of(slot) + self.letter


def address(number: int) -> BitAddress:
    """Return the position of a ticket's bit."""
    quarter, offset = divmod(number, QUARTER_SIZE)
    place, segment = divmod(offset, SEGMENTS_PER_QUARTER)
    chunk, bit = divmod(place, CHUNK_SIZE)
    return BitAddress(quarter, segment, CHUNK_LETTERS[chunk], 1 << bit)


def quarter_of(number: int) -> int:
    """Return the quarter of a ticket. Quarters are numbered across all buckets."""
    return number // QUARTER_SIZE


def code_of(slot: Slot) -> str:
    """Return the abbreviation of a slot, without its part."""
    flags = slot.archived + 2 * slot.spam + 4 * slot.trashed + 8 * slot.staff_only
    return f"{slot.state_id}{_FLAG_LETTERS[flags]}"


def count_name(slot: Slot) -> str:
    """Return the attribute that counts the tickets of a slot."""
    return code_of(slot) + PART_LETTERS[slot.part]


@lru_cache(4096)
def slot_of_count(name: str) -> Slot | None:
    """Return the slot that the attribute counts, or None."""
    found = _COUNT_NAME.fullmatch(name)
    return _slot(found[1], found[2], _PARTS[found[3]]) if found else None


@lru_cache(4096)
def slot_of_chunk(name: str, part: Part) -> tuple[Slot, int] | None:
    """Return the slot whose chunk the attribute is in an item of this part, and the chunk's place, from 0; or None."""
    found = _CHUNK_NAME.fullmatch(name)
    return (_slot(found[1], found[2], part), CHUNK_LETTERS.index(found[3])) if found else None


def _slot(state_id: str, letter: str, part: Part) -> Slot:
    flags = _FLAG_LETTERS.index(letter)
    return Slot(int(state_id), part, bool(flags & 1), bool(flags & 2), bool(flags & 4), bool(flags & 8))


def valid_chunk(chunk: object) -> int:
    """Return the bitmap of a chunk, or 0 for a damaged one.

    No correct sequence of writes makes a chunk negative or longer than 80 bits. A damaged one shows no tickets until it
    is repaired, as its bits might list up to 80 tickets under a wrong state.
    """
    return chunk if isinstance(chunk, int) and 0 <= chunk <= _CHUNK_MASK else 0


def part_of(item: Item) -> Part:
    """Return the part of a segment's item."""
    return _PARTS[item["sk"][0]]


def bitmap_of_segment(item: Item, wanted: Wanted) -> int:
    """Return the bitmap of an item's tickets in wanted slots. Bit k is the k-th number of the segment."""
    part = part_of(item)
    bitmap = 0
    for name, chunk in item.items():
        found = slot_of_chunk(name, part)
        if found and wanted(found[0]):
            bitmap |= valid_chunk(chunk) << found[1] * CHUNK_SIZE
    return bitmap


def bitmap_of_bucket(items: Iterable[Item], wanted: Wanted) -> int:
    """Return the bitmap of the tickets in wanted slots, in items of one bucket. Bit 0 is the bucket's lowest number."""
    quarters: dict[int, bytearray] = {}
    for item in items:
        bitmap = bitmap_of_segment(item, wanted)
        if bitmap:
            quarter, segment = int(item["sk"][1]), int(item["sk"][2])
            digits = quarters.setdefault(quarter, bytearray(b"0" * QUARTER_SIZE))
            _set_digits(digits, bitmap, segment)
    return sum(int(digits[::-1], 2) << quarter * QUARTER_SIZE for quarter, digits in quarters.items())


def _set_digits(digits: bytearray, bitmap: int, segment: int) -> None:
    """Set the digits of a segment's tickets among those of its quarter, the lowest number first."""
    own = digits[segment::SEGMENTS_PER_QUARTER]
    both = bitmap | int(own[::-1], 2)
    digits[segment::SEGMENTS_PER_QUARTER] = f"{both:0{SEGMENT_SIZE}b}"[::-1].encode()
