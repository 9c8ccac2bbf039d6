"""Folding: moves the changes of counts from the delta items into the blocks, so that the directory stays small.

One folding is a transaction on one block and some delta items; `counts` says why it is exact. It can be stopped at any
time and repeated at any time, also by two processes at once.

- Changes of the newest quarter stay where they are. Its tickets are written all the time, so a folding and the writers
  would only be in each other's way. They follow when the next quarter has begun.
- The stripes are folded one at a time, as writers use them for the newest quarter; all other delta items together. So a
  transaction has at most 65 items, of the 100 that DynamoDB allows.
- A writer that meets a folding tries again, as it does for any other writer. A folding that finds a change no longer as
  it was read begins anew.
- The stripes come first. A ticket is counted in a stripe when it is new, and leaves its slot in another item when it is
  older, so that in this order no count in a block becomes negative. What would become negative, or larger than a
  quarter, stays in the delta item. If it is damage, the sum is as wrong as before; if it is not, the next folding has
  the rest.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from polydesk.domain.errors import Crowded, WriteConflict
from polydesk.domain.slot import Slot
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.ticket_index.counts import changes_of, is_stripe, packed, read_items, unpacked
from polydesk.storage.ticket_index.layout import QUARTER_SIZE, QUARTERS_PER_BLOCK, code
from polydesk.storage.transaction import PutItem, TransactionItem, UpdateItem, same

MAX_CHANGES = 50
"""How many changes of one delta item a transaction moves. An expression of DynamoDB has at most 4 KB."""

MAX_ROUNDS = 20
"""How often all items are read at most. The first round moves almost everything."""

TRANSACTION_SECONDS = 2.0
"""How long one transaction is tried again while others write the same items."""


@dataclass(frozen=True, slots=True)
class Folded:
    """The number of changes that were moved, and of those of older quarters that are left for the next time."""

    moved: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of a block's count, in an attribute of a delta item."""

    delta: str
    name: str
    quarter: int
    slot: Slot
    value: int


def fold(table: Table, deadline: Deadline) -> Folded:
    """Move changes into the blocks until none is left that can be moved, or the time is up."""
    moved = left = 0
    for _ in range(MAX_ROUNDS):
        if deadline.expired:
            break
        now, left = _fold_once(table, deadline)
        moved += now
        if not now or not left:
            break
    return Folded(moved, left)


def _fold_once(table: Table, deadline: Deadline) -> tuple[int, int]:
    """Read all items and fold them; return how many changes were moved and how many are left."""
    blocks, deltas = read_items(table)
    by_block = {int(block["sk"]): block for block in blocks}
    by_name = {delta["sk"]: delta for delta in deltas}
    moved = ready = 0
    for number, changes in _older_changes(deltas).items():
        ready += len(changes)
        block = by_block.get(number, dict(keys.slot_counts(number)._asdict()))
        for some in _groups(changes):
            following, chosen = _added(block, some)
            if not chosen or deadline.expired:
                continue
            operations = _transaction(block, following, chosen, by_name)
            try:
                table.commit(operations, Deadline(min(TRANSACTION_SECONDS, deadline.seconds_left)))
            except (VersionMismatch, WriteConflict, Crowded):
                break
            block = following
            moved += len(chosen)
    return moved, ready - moved


def _older_changes(deltas: Iterable[Item]) -> dict[int, list[_Change]]:
    """Return the changes of all quarters but the newest one, by block, those of stripes first."""
    ordered = sorted(deltas, key=is_stripe, reverse=True)
    changes = [_Change(delta["sk"], *change) for delta in ordered for change in changes_of(delta)]
    newest = max((change.quarter for change in changes), default=0)
    found = defaultdict(list)
    for change in changes:
        if change.quarter < newest:
            found[change.quarter // QUARTERS_PER_BLOCK].append(change)
    return found


def _groups(changes: Iterable[_Change]) -> Iterator[list[_Change]]:
    """Yield the changes that can be moved together: those of each stripe, then those of all other delta items."""
    by_delta: dict[str, list[_Change]] = defaultdict(list)
    for change in changes:
        by_delta[change.delta].append(change)
    together = []
    for name, some in by_delta.items():
        if name.startswith("n"):
            yield some
        else:
            together += some
    yield together


def _added(block: Item, changes: Iterable[_Change]) -> tuple[Item, list[_Change]]:
    """Return the block with the changes added, and those that were added. Each is of another quarter or slot."""
    chosen = []
    of_delta: Counter[str] = Counter()
    counts: dict[str, list[int]] = {}
    for change in changes:
        name = code(change.slot)
        if name not in counts:
            stored = unpacked(block.get(name, b""))
            if stored is None:
                continue
            counts[name] = stored
        place = change.quarter % QUARTERS_PER_BLOCK
        if 0 <= counts[name][place] + change.value <= QUARTER_SIZE and of_delta[change.delta] < MAX_CHANGES:
            of_delta[change.delta] += 1
            counts[name][place] += change.value
            chosen.append(change)
    version = _number(block.get("v")) + 1
    stamps = {f"f{change.delta}": version for change in chosen}
    return {**block, **{name: packed(some) for name, some in counts.items()}, **stamps, "v": version}, chosen


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _transaction(
    block: Item, following: Item, changes: Sequence[_Change], deltas: Mapping[str, Item]
) -> list[TransactionItem]:
    """Return the operations that replace a block by the following one and take the changes out of the delta items."""
    key = keys.Key(block["pk"], block["sk"])
    names: dict[str, list[str]] = defaultdict(list)
    for change in changes:
        names[change.delta].append(change.name)
    stamp = f"f{key.sk}"
    return [
        PutItem(key, following, same(v=block.get("v")), VersionMismatch()),
        *(
            UpdateItem(
                keys.slot_delta(delta),
                {**dict.fromkeys(some), stamp: following["v"]},
                condition=same(**{name: deltas[delta].get(name) for name in [*some, stamp]}),
                on_failure=VersionMismatch(),
            )
            for delta, some in names.items()
        ),
    ]
