"""What the ticket index says about a quarter, and what the rows say: one reading of each, for a comparison."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from polydesk.domain.errors import WriteConflict
from polydesk.domain.slot import GONE, Slot
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.errors import Contention
from polydesk.storage.keys import Key
from polydesk.storage.placed_rows import PlacedRow, placed_rows
from polydesk.storage.table import Table
from polydesk.storage.ticket_index import counts, layout
from polydesk.storage.ticket_index.layout import (
    CHUNK_SIZE,
    PART_LETTERS,
    QUARTER_SIZE,
    QUARTERS_PER_BLOCK,
    QUARTERS_PER_BUCKET,
    SEGMENTS_PER_QUARTER,
)

REPAIRS = "r"
"""The attribute of a delta item that counts the repairs of the quarters that it belongs to."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The index items of a quarter, and its rows, which were read after them.

    Two are equal when nothing has changed but how the counts are divided between the block and the delta items.
    """

    segments: Mapping[Key, Item]
    counted: Mapping[Slot, int]
    """The sums of block and delta items, without zeros. They may be impossible ones."""
    damaged: Mapping[Key, Mapping[str, Any]]
    """Attributes of the block and the delta items that should be counts of this quarter and are not."""
    repairs: Any
    rows: Mapping[int, PlacedRow]
    block_version: Any = field(compare=False)


def correcting_delta(quarter: int) -> Key:
    """Return the key of the delta item that takes the corrections of a quarter."""
    return keys.slot_delta(str(quarter % QUARTERS_PER_BLOCK))


def read_snapshot(table: Table, quarter: int) -> Snapshot:
    """Read a quarter. Raises Contention when foldings come between the reads all the time."""
    segments = {Key(item["pk"], item["sk"]): item for item in _segments(table, quarter)}
    blocks, deltas = counts.read_agreeing(table)
    if not counts.stamps_agree(blocks, deltas):
        raise Contention(WriteConflict())
    own_block = keys.slot_counts(quarter // QUARTERS_PER_BLOCK)
    block = next((item for item in blocks if item["sk"] == own_block.sk), {})
    by_key = {Key(delta["pk"], delta["sk"]): delta for delta in deltas}
    damaged = {own_block: _damaged_in_block(block)}
    damaged |= {key: _damaged_in_delta(delta, quarter) for key, delta in by_key.items()}
    return Snapshot(
        segments,
        _counted(block, deltas, quarter),
        {key: found for key, found in damaged.items() if found},
        by_key.get(correcting_delta(quarter), {}).get(REPAIRS),
        dict(placed_rows(table, quarter * QUARTER_SIZE, (quarter + 1) * QUARTER_SIZE - 1)),
        block.get("v"),
    )


def _segments(table: Table, quarter: int) -> Iterator[Item]:
    bucket, place = divmod(quarter, QUARTERS_PER_BUCKET)
    for letter in PART_LETTERS.values():
        yield from table.query(keys.slot_bucket(bucket), between=keys.slot_quarters(letter, place, place))


def _counted(block: Item, deltas: Iterable[Item], quarter: int) -> dict[Slot, int]:
    sums: Counter[Slot] = Counter()
    for slot, by_quarter in counts.counts_of(block).items():
        sums[slot] += by_quarter[quarter % QUARTERS_PER_BLOCK]
    for delta in deltas:
        for _, of, slot, value in counts.changes_of(delta):
            if of == quarter:
                sums[slot] += value
    return {slot: count for slot, count in sums.items() if count}


def _damaged_in_block(block: Item) -> dict[str, Any]:
    return {
        name: value
        for name, value in block.items()
        if layout.slot_of_count(name) is not None and counts.unpacked(value) is None
    }


def _damaged_in_delta(delta: Item, quarter: int) -> dict[str, Any]:
    return {
        name: value
        for name, value in delta.items()
        if (found := counts.change_of(name)) and found[0] == quarter and not isinstance(value, int)
    }


def expected_segments(snapshot: Snapshot) -> dict[Key, Counter[str]]:
    """Return the chunks that rows in sets require, and those of purged numbers as they are, but without rows.

    A number without a row was never used, or it was purged. Only its bit tells which, so that bit is believed.
    """
    expected: dict[Key, Counter[str]] = {}
    for key, item in snapshot.segments.items():
        gone = {
            name: layout.valid_chunk(chunk) & ~_used(snapshot.rows, key, name)
            for name, chunk in item.items()
            if key.sk.startswith(PART_LETTERS["gone"]) and _is_gone(name)
        }
        expected[key] = Counter(gone)
    for number, row in snapshot.rows.items():
        if row.in_sets:
            address = layout.address(number)
            chunks = expected.setdefault(address.key(layout.part_of(row.slot)), Counter())
            chunks[address.name(row.slot)] += address.value
    return expected


def _is_gone(name: str) -> bool:
    found = layout.slot_of_chunk(name)
    return found is not None and found[0] == Slot(GONE)


def _used(rows: Mapping[int, PlacedRow], key: Key, name: str) -> int:
    """Return the bitmap of those numbers of a chunk that have rows, wherever the tickets are."""
    quarter, segment = int(key.sk[1]), int(key.sk[2:])
    first = (keys.bucket_of_slots(key.pk) * QUARTERS_PER_BUCKET + quarter) * QUARTER_SIZE + segment
    chunk = layout.CHUNK_LETTERS.index(name[-1])
    numbers = (first + (chunk * CHUNK_SIZE + bit) * SEGMENTS_PER_QUARTER for bit in range(CHUNK_SIZE))
    return sum(1 << bit for bit, number in enumerate(numbers) if number in rows)


def count_bits(segments: Mapping[Key, Mapping[str, int]]) -> Counter[Slot]:
    """Return how many tickets segments list, by slot."""
    found: Counter[Slot] = Counter()
    for chunks in segments.values():
        for name, chunk in chunks.items():
            if place := layout.slot_of_chunk(name):
                found[place[0]] += chunk.bit_count()
    return found
