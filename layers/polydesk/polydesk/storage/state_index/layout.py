"""The arithmetic of the state index: where a ticket's bit stands, and which numbers a bitmap holds. No AWS here.

    word      80 numbers: one Number attribute, an exact sum of powers of two
    part     400 numbers: five words of each state, one item
    quarter 4 000 numbers: ten parts that are counted together, one item of the directory
    bucket 16 000 numbers: forty parts in one partition

Eighty bits, because Numbers are exact to 38 digits (126 bits) but some engines keep only 93 bits when they add. Four
hundred numbers, because a part then stays under one kilobyte, the unit of writing, even if a dozen states are evenly
mixed in it; reading costs by the sum, so that many small items cost no more than a few big ones.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import Any

CHUNK_SIZE = 80
SEGMENT_SIZE = 400
QUARTER_SIZE = 4_000
BUCKET_SIZE = 16_000
SEGMENTS_PER_BUCKET = BUCKET_SIZE // SEGMENT_SIZE
SEGMENTS_PER_QUARTER = QUARTER_SIZE // SEGMENT_SIZE
QUARTERS_PER_BUCKET = BUCKET_SIZE // QUARTER_SIZE

LETTERS = "abcde"
"""The words of a part, lowest numbers first. With the state before it the letter names an attribute: `4c`."""

CHUNK_MASK = (1 << CHUNK_SIZE) - 1
SEGMENT_MASK = (1 << SEGMENT_SIZE) - 1


@dataclass(frozen=True, slots=True)
class BitAddress:
    """Where a ticket's bit stands: the part of the bucket, the word's letter and the bit's value, 2^k."""

    bucket: int
    segment: int
    letter: str
    value: int


def address(number: int) -> BitAddress:
    """The spot of a ticket."""
    bucket, slot = divmod(number, BUCKET_SIZE)
    segment, slot = divmod(slot, SEGMENT_SIZE)
    chunk, bit = divmod(slot, CHUNK_SIZE)
    return BitAddress(bucket, segment, LETTERS[chunk], 1 << bit)


def quarter_of(number: int) -> int:
    """The quarter, counted through all buckets, that counts a ticket."""
    return number // QUARTER_SIZE


def segments_of(quarter: int) -> tuple[int, int]:
    """The lowest and the highest part of a quarter, as numbered in its bucket."""
    lowest = quarter % QUARTERS_PER_BUCKET * SEGMENTS_PER_QUARTER
    return lowest, lowest + SEGMENTS_PER_QUARTER - 1


def chunk_name(state_id: int, letter: str) -> str:
    """The attribute of a state's word."""
    return f"{state_id}{letter}"


def state_of_chunk(name: str) -> int | None:
    """The state whose word an attribute is; None for any other attribute."""
    state = name[:-1]
    return int(state) if name[-1:] in LETTERS and state.isdecimal() else None


def visible_name(state_id: int) -> str:
    """The attribute that counts the visible tickets of a state."""
    return str(state_id)


def hidden_name(state_id: int) -> str:
    """The attribute that counts the hidden tickets of a state."""
    return f"h{state_id}"


def state_of_count(name: str) -> tuple[int, bool] | None:
    """The state that an attribute counts, and whether it counts the hidden ones; None for any other attribute."""
    state = name.removeprefix("h")
    return (int(state), state != name) if state.isdecimal() else None


def legible(chunk: int) -> int:
    """A word as a bitmap.

    No correct sequence of writes leaves a word that is negative or longer than a word. Such a damaged one shows
    nothing until it is repaired: its low bits would put up to eighty tickets into a wrong list.
    """
    return chunk if 0 <= chunk <= CHUNK_MASK else 0


def bitmap_of_segment(item: Mapping[str, Any], states: Collection[int]) -> int:
    """The numbers of a part that are in one of the states; bit 0 is the part's lowest number."""
    bitmap = 0
    for shift, letter in zip(range(0, SEGMENT_SIZE, CHUNK_SIZE), LETTERS, strict=True):
        for state_id in states:
            bitmap |= legible(item.get(chunk_name(state_id, letter), 0)) << shift
    return bitmap


def bitmap_of_bucket(items: Iterable[Mapping[str, Any]], states: Collection[int]) -> int:
    """The numbers of a bucket's parts (as far as given) that are in one of the states; bit 0 is the lowest number."""
    bitmap = 0
    for item in items:
        bitmap |= bitmap_of_segment(item, states) << (int(item["sk"]) * SEGMENT_SIZE)
    return bitmap


def segments_in(bitmap: int) -> list[int]:
    """The parts of a bucket that a bitmap of it has numbers in."""
    return [segment for segment in range(SEGMENTS_PER_BUCKET) if bitmap >> (segment * SEGMENT_SIZE) & SEGMENT_MASK]


def newest_first(bitmap: int, base: int) -> Iterator[int]:
    """The numbers of a bitmap whose bit 0 is the number `base`."""
    digits = f"{bitmap:b}"
    return compress(range(base + len(digits) - 1, base - 1, -1), map("1".__eq__, digits))
