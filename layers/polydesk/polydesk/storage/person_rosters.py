"""Rosters: which ids are of people of which kind. A page of people, and how many there are, come from one query.

The roster is cut into blocks of 2,000 ids, each one item of one partition. For each kind of which the block has people
the item has a bitmap, as base64: bit 0 is the block's lowest id. A block of one kind has about 400 bytes, so that

| People | Blocks | Read units, eventually consistent |
|---|---|---|
| 10,000 | 5 | 0.5 |
| 100,000 | 50 | 3 to 6, by how evenly kinds are mixed |
| 1,000,000 | 500 | 25 to 60 |

is the price of everything that a list needs besides the people themselves, of which each costs half a unit. Counts are
those of the bits. A directory of counts would save little of it, and could disagree with them.

A block is read, changed in memory, and written on condition of its version. So every change is exact, and one that is
made already writes nothing.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from polydesk.domain.errors import WriteConflict
from polydesk.domain.person_kind import PersonKind
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.errors import Contention, VersionMismatch
from polydesk.storage.retry import Deadline, retry
from polydesk.storage.table import Table
from polydesk.storage.transaction import ABSENT, PutItem, same

BLOCK = 2_000
"""Ids of one item. Its size bounds what a change costs: one write unit for up to two kinds, evenly mixed."""

Wanted = Callable[[PersonKind], bool]
"""Selects kinds."""

_FLAGS = ("agent", "active", "admin", "customer")
_KINDS = {
    letter: PersonKind(*(bool(number >> bit & 1) for bit in range(len(_FLAGS))))
    for number, letter in enumerate("abcdefghijklmnop")
}
"""The kinds by the names of their attributes, which are stored."""

_LETTERS = {kind: letter for letter, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of a desk by kind: for each block that has any, the bitmaps of its kinds."""

    blocks: Mapping[int, Mapping[PersonKind, int]]

    def count(self, wanted: Wanted) -> int:
        """Return how many people of these kinds there are."""
        return sum(bits.bit_count() for _, bits in self._selected(wanted))

    def page(self, wanted: Wanted, offset: int, limit: int, *, ascending: bool = True) -> list[int]:
        """Return ids of people of these kinds in the order of ids, `limit` at most, without the first `offset`."""
        found: list[int] = []
        for block, bits in sorted(self._selected(wanted), reverse=not ascending):
            if offset >= (size := bits.bit_count()):
                offset -= size
                continue
            found += islice(_ids(block, bits, ascending=ascending), offset, offset + limit - len(found))
            offset = 0
            if len(found) >= limit:
                break
        return found

    def among(self, ids: Iterable[int], wanted: Wanted) -> list[int]:
        """Return those of the ids that are of people of these kinds, lowest first."""
        selected = dict(self._selected(wanted))
        return sorted(one for one in ids if selected.get(one // BLOCK, 0) >> one % BLOCK & 1)

    def ids(self, wanted: Wanted) -> Iterator[int]:
        """Yield the ids of all people of these kinds."""
        for block, bits in self._selected(wanted):
            yield from _ids(block, bits, ascending=True)

    def _selected(self, wanted: Wanted) -> Iterator[tuple[int, int]]:
        """Yield each block with the people of these kinds in it."""
        for block, kinds in self.blocks.items():
            bits = 0
            for kind, bitmap in kinds.items():
                bits |= bitmap if wanted(kind) else 0
            yield block, bits


class Rosters:
    """The roster of one desk in its table."""

    def __init__(self, table: Table) -> None:
        """Store it in the table."""
        self._table = table

    def load(self) -> Roster:
        """Return the roster. The read is eventually consistent: people are filed moments after they are written."""
        items = self._table.query(keys.ROSTER, consistent=False)
        return Roster({keys.roster_number(item["sk"]): _bitmaps(item) for item in items})

    def file(self, person_id: int, kind: PersonKind | None, deadline: Deadline) -> bool:
        """Let the person be of this kind, or in no list; return whether that changes anything.

        Raises WriteConflict when others keep changing the block until the deadline.
        """
        return retry(lambda: self._try_to_file(person_id, kind), deadline)

    def _try_to_file(self, person_id: int, kind: PersonKind | None) -> bool:
        block, offset = divmod(person_id, BLOCK)
        key = keys.roster_block(block)
        item = self._table.get(key)
        before = _bitmaps(item or {})
        bit = 1 << offset
        after = {one: bits & ~bit for one, bits in before.items()}
        if kind is not None:
            after[kind] = after.get(kind, 0) | bit
        if {one: bits for one, bits in after.items() if bits} == before:
            return False
        version = item["version"] if item else 0
        condition = same(version=version) if item else ABSENT
        try:
            self._table.write(PutItem(key, block_item(version + 1, after), condition, VersionMismatch()))
        except VersionMismatch:
            raise Contention(WriteConflict()) from None
        return True


def _ids(block: int, bits: int, *, ascending: bool) -> Iterator[int]:
    while bits:
        bit = (bits & -bits if ascending else bits).bit_length() - 1
        bits ^= 1 << bit
        yield block * BLOCK + bit


def block_item(version: int, bitmaps: Mapping[PersonKind, int]) -> Item:
    """Return the item of a block with these bitmaps."""
    texts = {_LETTERS[kind]: _text(bits) for kind, bits in bitmaps.items() if bits}
    return {"type": "roster", "version": version, **texts}


def _bitmaps(item: Item) -> dict[PersonKind, int]:
    return {_KINDS[name]: _bits(text) for name, text in item.items() if name in _KINDS}


def _text(bits: int) -> str:
    return b64encode(bits.to_bytes((bits.bit_length() + 7) // 8, "little")).decode()


def _bits(text: str) -> int:
    return int.from_bytes(b64decode(text), "little")
