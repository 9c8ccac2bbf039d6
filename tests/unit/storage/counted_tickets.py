"""Moves of tickets that are counted in a table in memory, and what is read of them."""

from collections.abc import Mapping

from polydesk.domain.slot import GONE_SLOT, Slot
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.ticket_index import counts
from polydesk.storage.ticket_index.folding import Folded, fold
from polydesk.storage.ticket_index.layout import QUARTER_SIZE
from tests.fakes.table import FakeTable

OPEN, PENDING, CLOSED = Slot(1), Slot(2), Slot(5)
SPAM = Slot(1, spam=True)
SLOTS = [OPEN, PENDING, CLOSED, SPAM, GONE_SLOT]

Q = QUARTER_SIZE


def move(table: FakeTable, number: int, before: Slot | None, after: Slot | None, *, recent: bool = True) -> None:
    """Count a move of a ticket from one slot to another."""
    table.write(counts.change(number, before, after, recent=recent))


def add(table: FakeTable, slots: Mapping[int, Slot]) -> None:
    """Count new tickets, and one in the newest quarter."""
    for number, slot in {**slots, 20 * Q: OPEN}.items():
        move(table, number, None, slot)


def folded(table: FakeTable) -> Folded:
    """Fold the counts."""
    return fold(table, Deadline(30.0))


def counted(table: FakeTable) -> dict[Slot, dict[int, int]]:
    """Return the counts as they are read."""
    return {slot: dict(some) for slot, some in counts.read(table).counts.items()}


def items(table: FakeTable) -> dict[Key, Item]:
    """Return all blocks and deltas."""
    return {
        Key(item["pk"], item["sk"]): item for pk in (keys.SLOT_COUNTS, keys.SLOT_DELTAS) for item in table.query(pk)
    }
