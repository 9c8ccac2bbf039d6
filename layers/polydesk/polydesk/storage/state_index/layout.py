"""The layout of the state index: which bit belongs to a ticket, and which bits an item has. No AWS here.

    chunk         80 numbers   one Number attribute: an exact sum of powers of two
    segment      400 numbers   one item, with five chunks of each state
    quarter    4 000 numbers   ten segments that are counted together, in one item of the directory
    bucket    16 000 numbers   forty segments in one partition

- A chunk has 80 bits because Numbers are exact to 38 digits (126 bits), but some engines add only 93 bits exactly.
- A segment has 400 numbers because it then stays below 1 KB, the unit of writing, even when its tickets are spread
  evenly over a dozen states. Reads are charged by their total size, so many small items cost no more than a few
  large ones.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

CHUNK_SIZE = 80
SEGMENT_SIZE = 400
QUARTER_SIZE = 4_000
BUCKET_SIZE = 16_000
SEGMENTS_PER_BUCKET = BUCKET_SIZE // SEGMENT_SIZE
SEGMENTS_PER_QUARTER = QUARTER_SIZE // SEGMENT_SIZE
QUARTERS_PER_BUCKET = BUCKET_SIZE // QUARTER_SIZE

CHUNK_LETTERS = "abcde"
"""The chunks of a segment, lowest numbers first. State and letter name an attribute: `4c`."""

CHUNK_MASK = (1 << CHUNK_SIZE) - 1
SEGMENT_MASK = (1 << SEGMENT_SIZE) - 1


@dataclass(frozen=True, slots=True)
class BitAddress:
    """The position of a ticket's bit: its segment in the bucket, the letter of its chunk and its value, 2^k."""

    bucket: int
    segment: int
    letter: str
    value: int


def address(number: int) -> BitAddress:
    """Return the position of a ticket's bit."""
    bucket, offset = divmod(number, BUCKET_SIZE)
    segment, offset = divmod(offset, SEGMENT_SIZE)
    chunk, bit = divmod(offset, CHUNK_SIZE)
    return BitAddress(bucket, segment, CHUNK_LETTERS[chunk], 1 << bit)


def quarter_of(number: int) -> int:
    """Return the quarter of a ticket. Quarters are numbered across all buckets."""
    return number // QUARTER_SIZE


def segments_of(quarter: int) -> tuple[int, int]:
    """Return the lowest and the highest segment of a quarter, as numbered in its bucket."""
    lowest = quarter % QUARTERS_PER_BUCKET * SEGMENTS_PER_QUARTER
    return lowest, lowest + SEGMENTS_PER_QUARTER - 1


def chunk_name(state_id: int, letter: str) -> str:
    """Return the attribute of a state's chunk."""
    return f"{state_id}{letter}"


def state_of_chunk(name: str) -> int | None:
    """Return the state whose chunk the attribute is, or None."""
    state = name[:-1]
    return int(state) if name[-1:] in CHUNK_LETTERS and state.isdecimal() else None


def visible_name(state_id: int) -> str:
    """Return the attribute that counts a state's visible tickets."""
    return str(state_id)


def hidden_name(state_id: int) -> str:
    """Return the attribute that counts a state's hidden tickets."""
    return f"h{state_id}"


def state_of_count(name: str) -> tuple[int, bool] | None:
    """Return the state that the attribute counts, and whether it counts hidden tickets, or None."""
    state = name.removeprefix("h")
    return (int(state), state != name) if state.isdecimal() else None


def valid_chunk(chunk: int) -> int:
    """Return the bitmap of a chunk, or 0 for a damaged one.

    No correct sequence of writes makes a chunk negative or longer than 80 bits. A damaged one shows no tickets until it
    is repaired, as its bits might list up to 80 tickets under a wrong state.
    """
    return chunk if 0 <= chunk <= CHUNK_MASK else 0


def bitmap_of_segment(item: Mapping[str, Any], states: Collection[int]) -> int:
    """Return the bitmap of a segment's tickets in any of the states. Bit 0 is its lowest number."""
    bitmap = 0
    for shift, letter in zip(range(0, SEGMENT_SIZE, CHUNK_SIZE), CHUNK_LETTERS, strict=True):
        for state_id in states:
            bitmap |= valid_chunk(item.get(chunk_name(state_id, letter), 0)) << shift
    return bitmap


def bitmap_of_bucket(items: Iterable[Mapping[str, Any]], states: Collection[int]) -> int:
    """Return the bitmap of the given segments' tickets in any of the states. Bit 0 is the bucket's lowest number."""
    bitmap = 0
    for item in items:
        bitmap |= bitmap_of_segment(item, states) << (int(item["sk"]) * SEGMENT_SIZE)
    return bitmap


def segments_in(bitmap: int) -> list[int]:
    """Return the segments in which a bitmap of a bucket has numbers."""
    return [segment for segment in range(SEGMENTS_PER_BUCKET) if bitmap >> (segment * SEGMENT_SIZE) & SEGMENT_MASK]
