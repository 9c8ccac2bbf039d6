"""The counts of tickets by slot and quarter, in two kinds of items that a reader adds up.

    block   SXB / <block>   the counts of 64 quarters: for each slot a Binary of 2 bytes per quarter, without the zeros
                            at its end; its version `v`; for each delta item the stamp `f<name of the delta item>`
    delta   SXD / <name>    changes that are not in the blocks yet: `<quarter>_<count>` is a Number; for each block
                            the stamp `f<block>`

Each transaction that moves a ticket adds to one delta item, without a condition. There are 89 of them, which are never
deleted: a recent ticket uses one of the 25 stripes `n0` to `n24`, by its number, so that tickets that are created in a
row do not meet; an older one uses the item of its quarter modulo 64. *Folding* moves the changes into
the blocks, see `folding`.

Why the sum is exact:

- A ticket's transaction requires that its row is in the slot that it leaves. So it leaves each slot once, and what is
  added to the delta items in total is the number of tickets in each slot.
- A folding is one transaction. It adds changes from delta items to one block, takes them out of the delta items, and
  writes the block's new version as the stamp of the pair, on both sides. It requires that the block has the version
  that was read, and that the changes and stamps in the delta items are as they were read. So all foldings of a pair
  follow each other, each change is moved once, and the same stamp on both sides means that the block has exactly those
  changes of this delta item that the item itself has no longer.
- A reader queries blocks and delta items side by side, which is not one instant, and even the items of one transaction
  may become visible one after the other. But each item is read at one instant, so it has its stamps and its numbers
  together. If the stamps of all pairs are the same on both sides, the sum is, for each delta item, all that had been
  added to it when it was read, whatever was folded before, meanwhile or after. If any differ, a folding came between
  the reads, and both are read again. A stamp is a version, which never returns, and as no delta item is deleted, an
  old one cannot be taken for a new one.
- A ticket moves by one addition to one item, so a reader sees it before the move or after it, never in both slots.

If stamps differ in all READS attempts, which only damage can cause, the last items read are used. Counts that are no
numbers from 1 to 4,000 in the sum are damaged, and left out.

Sizes: a block with 12 slots in use has at most 2,050 bytes, one with 60 slots at most 8,300; 12 states with all flags
would need 25,500. Stamps take 5 bytes per pair. A delta item gains 5 to 9 bytes for each quarter and slot that has
changed since its last folding; what has been folded leaves no attribute. So the directory is read for one unit
of blocks and one of deltas for 256,000 tickets, and for about 2 and 2 for a million. A change of a count is charged as
one unit, until a delta item has changes of a hundred pairs of quarter and slot.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from struct import pack, unpack

from polydesk.domain.slot import Slot
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.side_by_side import side_by_side
from polydesk.storage.table import Table
from polydesk.storage.ticket_index.directory import Directory
from polydesk.storage.ticket_index.layout import (
    QUARTER_SIZE,
    QUARTERS_PER_BLOCK,
    SEGMENTS_PER_QUARTER,
    code,
    quarter_of,
    slot_of_count,
)
from polydesk.storage.transaction import UpdateItem

STRIPES = SEGMENTS_PER_QUARTER
"""How many delta items recent tickets are spread over, see `layout`."""

READS = 5
"""How often blocks and deltas are read at most until their stamps agree. One folding costs one more read."""

COUNT_BYTES = 2

_STAMP = re.compile(r"f(n?[0-9]+)")


def change(number: int, before: Slot | None, after: Slot | None, *, recent: bool) -> UpdateItem:
    """Return the update of a delta item when a ticket moves from one slot to another one."""
    quarter = quarter_of(number)
    added: Counter[str] = Counter()
    for slot, sign in ((before, -1), (after, 1)):
        if slot is not None:
            added[change_name(quarter, slot)] += sign
    name = f"n{number % STRIPES}" if recent else str(quarter % QUARTERS_PER_BLOCK)
    return UpdateItem(keys.slot_delta(name), add=dict(added))


def is_stripe(delta: Item) -> bool:
    """Return whether a delta item is one of the stripes of recent tickets."""
    return str(delta["sk"]).startswith("n")


def read(table: Table) -> Directory:
    """Read the counts, consistently."""
    return directory_of(*read_agreeing(table))


def read_agreeing(table: Table) -> tuple[list[Item], list[Item]]:
    """Read all blocks and delta items, again until their stamps agree, READS times at most."""
    blocks, deltas = read_items(table)
    for _ in range(READS - 1):
        if stamps_agree(blocks, deltas):
            break
        blocks, deltas = read_items(table)
    return blocks, deltas


def read_items(table: Table) -> tuple[list[Item], list[Item]]:
    """Read all blocks and, at the same time, all delta items."""
    blocks, deltas = side_by_side(
        [lambda: list(table.query(keys.SLOT_COUNTS)), lambda: list(table.query(keys.SLOT_DELTAS))]
    )
    return blocks, deltas


def stamps_agree(blocks: Iterable[Item], deltas: Iterable[Item]) -> bool:
    """Return whether the blocks have exactly those foldings of each delta item that the item itself shows."""
    of_blocks = {(block["sk"], name): stamp for block in blocks for name, stamp in _stamps(block)}
    of_deltas = {(name, delta["sk"]): stamp for delta in deltas for name, stamp in _stamps(delta)}
    return of_blocks == of_deltas


def _stamps(item: Item) -> Iterator[tuple[str, object]]:
    for name, value in item.items():
        if found := _STAMP.fullmatch(name):
            yield found[1], value


def directory_of(blocks: Iterable[Item], deltas: Iterable[Item]) -> Directory:
    """Add up blocks and delta items."""
    sums: dict[Slot, Counter[int]] = defaultdict(Counter)
    for block in blocks:
        first = int(block["sk"]) * QUARTERS_PER_BLOCK
        for slot, counts in counts_of(block).items():
            for quarter, count in enumerate(counts, first):
                sums[slot][quarter] += count
    for delta in deltas:
        for _, quarter, slot, value in changes_of(delta):
            sums[slot][quarter] += value
    valid = {
        slot: {quarter: count for quarter, count in counts.items() if 0 < count <= QUARTER_SIZE}
        for slot, counts in sums.items()
    }
    return Directory({slot: counts for slot, counts in valid.items() if counts})


def counts_of(block: Item) -> dict[Slot, list[int]]:
    """Return the counts of a block's quarters by slot. Damaged ones are left out."""
    found = {}
    for name, value in block.items():
        slot = slot_of_count(name)
        if slot and (counts := unpacked(value)) is not None:
            found[slot] = counts
    return found


def unpacked(value: object) -> list[int] | None:
    """Return the counts of the quarters of a block as stored for one slot; None when they are damaged."""
    if not isinstance(value, bytes) or len(value) % COUNT_BYTES or len(value) > COUNT_BYTES * QUARTERS_PER_BLOCK:
        return None
    counts = list(unpack(f">{len(value) // COUNT_BYTES}H", value))
    return counts + [0] * (QUARTERS_PER_BLOCK - len(counts))


def packed(counts: Sequence[int]) -> bytes | None:
    """Return counts as stored; None when all of them are 0, for which nothing is stored."""
    used = max((place for place, count in enumerate(counts, 1) if count), default=0)
    return pack(f">{used}H", *counts[:used]) if used else None


def change_name(quarter: int, slot: Slot) -> str:
    """Return the attribute of a delta item for changes of the tickets of a slot in a quarter."""
    return f"{quarter}_{code(slot)}"


def changes_of(delta: Item) -> Iterator[tuple[str, int, Slot, int]]:
    """Yield the changes in a delta item: attribute, quarter, slot and number. Damaged ones are left out."""
    for name, value in delta.items():
        found = change_of(name)
        if found and isinstance(value, int):
            yield name, *found, value


@lru_cache(4096)
def change_of(name: str) -> tuple[int, Slot] | None:
    """Return quarter and slot of the attribute of a delta item; None when it is no change."""
    quarter, _, count = name.partition("_")
    slot = slot_of_count(count)
    return (int(quarter), slot) if slot and quarter.isascii() and quarter.isdecimal() else None
