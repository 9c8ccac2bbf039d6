"""Compares the state index with the tickets' rows, which are the truth, and repairs it while others write.

How a repair can be right although tickets keep moving:

- A ticket's transaction changes row, word and count together. So what is wrong with the index stays exactly as wrong
  whoever writes, until somebody repairs it; there is no hurry, only the need not to see a fault that is none.
- A look reads a quarter's index items and then its rows; that is not one instant. When it finds a fault it looks
  again, and believes it only if both looks are alike in all items and rows. A row's version grows with each change
  and never returns, so rows alike were untouched from the first look's end to the second's beginning, and the second
  look's index items were read after them and before them: they all describe one instant.
- The two looks also lie a whole pass over the rows apart, which is far longer than a transaction takes to show in all
  its items.
- The write is one transaction for the quarter. It goes through only if each attribute that it corrects still has the
  value that was read (a ticket that moved meanwhile makes it fail, and it is looked at anew), and if no other
  repair of the quarter came between: the directory item counts its repairs. A value that changed and came back does
  no harm: as only repairs change what is wrong, what was missing then is still missing.
- A quarter without a quiet moment is left for the next run and reported. Nothing is ever written on a guess.

A look reads all rows of the quarter: some 400 read units for 4 000 tickets, and nothing else when all is well.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from polydesk.domain.errors import WriteConflict
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.errors import Contention, VersionMismatch
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline, retry
from polydesk.storage.state_index import layout
from polydesk.storage.state_index.index import IndexSlot
from polydesk.storage.state_index.layout import BUCKET_SIZE, QUARTER_SIZE, QUARTERS_PER_BUCKET, legible
from polydesk.storage.table import Table
from polydesk.storage.transaction import UpdateItem, same

REPAIRS = "r"
"""The attribute of a directory item that counts its repairs."""


@dataclass(frozen=True, slots=True)
class Drift:
    """What was wrong with the index of a bucket, by state; false when nothing was.

    All of it is repaired, but for the quarters that are `unsettled`: those were written to without a pause, so that
    it could not be told whether anything is wrong.
    """

    bucket: int
    surplus: Counter[int] = field(default_factory=Counter)
    """Bits too many: tickets listed under a state that they are not in."""
    missing: Counter[int] = field(default_factory=Counter)
    """Bits too few: tickets not listed under their state."""
    damaged: int = 0
    """Words that were no bitmaps at all; they showed no tickets."""
    visible: Counter[int] = field(default_factory=Counter)
    """By how much the count of visible tickets was too high, or too low when negative."""
    hidden: Counter[int] = field(default_factory=Counter)
    """By how much the count of hidden tickets was too high, or too low when negative."""
    unsettled: int = 0
    """Quarters left for the next run."""

    def __bool__(self) -> bool:
        return self.was_wrong or self.unsettled > 0

    @property
    def was_wrong(self) -> bool:
        """Whether anything had to be repaired. Quarters without a quiet moment say nothing of themselves."""
        return bool(self.surplus or self.missing or self.damaged or self.visible or self.hidden)

    def __str__(self) -> str:
        findings = [
            *(f"state {state_id} listed {_some(n, 'ticket')} too many" for state_id, n in sorted(self.surplus.items())),
            *(f"state {state_id} did not list {n} of its tickets" for state_id, n in sorted(self.missing.items())),
            *([f"{_some(self.damaged, 'word')} damaged"] if self.damaged else []),
            *_miscounts("visible ticket", self.visible),
            *_miscounts("hidden ticket", self.hidden),
        ]
        text = f"Bucket {self.bucket}: " + (f"repaired; {', '.join(findings)}." if findings else "nothing to repair.")
        if self.unsettled:
            text += f" Left for the next run: {_some(self.unsettled, 'quarter')} without a quiet moment."
        return text


def _miscounts(what: str, counts: Mapping[int, int]) -> Iterator[str]:
    for state_id, excess in sorted(counts.items()):
        yield f"state {state_id} counted {_some(abs(excess), what)} too {'many' if excess > 0 else 'few'}"


def _some(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class _Row:
    """What a ticket's row says to the index, and the version that tells whether it has been touched."""

    slot: IndexSlot
    version: Any


@dataclass(frozen=True, slots=True)
class _Look:
    """The index items of a quarter as they were read, the directory's first, and then the rows."""

    items: dict[Key, Item]
    rows: dict[int, _Row]


class Reconciler:
    """Checks and repairs the state index, bucket by bucket."""

    def __init__(self, table: Table, seconds: float = 20.0) -> None:
        """Repair the index in the table; wait at most so many seconds for a quiet moment in a quarter."""
        self._table = table
        self._seconds = seconds

    def buckets(self) -> list[int]:
        """The buckets to walk: all that can hold a ticket, oldest first."""
        counter = self._table.get(keys.counter("ticket"))
        return list(range(counter["n"] // BUCKET_SIZE + 1)) if counter else []

    def repair(self, bucket: int) -> Drift:
        """Compare one bucket with the rows of its tickets, repair what differs, and tell what it was."""
        found = Drift(bucket)
        first = bucket * QUARTERS_PER_BUCKET
        for quarter in range(first, first + QUARTERS_PER_BUCKET):
            try:
                drift = self._repair_quarter(quarter)
            except WriteConflict:
                drift = Drift(bucket, unsettled=1)
            found = Drift(
                bucket,
                _sum(found.surplus, drift.surplus),
                _sum(found.missing, drift.missing),
                found.damaged + drift.damaged,
                _sum(found.visible, drift.visible),
                _sum(found.hidden, drift.hidden),
                found.unsettled + drift.unsettled,
            )
        return found

    def _repair_quarter(self, quarter: int) -> Drift:
        """Repair a quarter. Raises WriteConflict when it is written to in every attempt."""
        deadline = Deadline(self._seconds)
        return retry(lambda: self._try_to_repair(quarter, deadline), deadline)

    def _try_to_repair(self, quarter: int, deadline: Deadline) -> Drift:
        """Repair a quarter. Raises Contention when it is written to meanwhile."""
        look = self._look(quarter)
        corrections = _corrections(look, quarter)
        if not corrections:
            return Drift(quarter // QUARTERS_PER_BUCKET)
        if self._look(quarter) != look:
            raise Contention(WriteConflict())
        try:
            self._table.commit(_updates(look, quarter, corrections), deadline)
        except VersionMismatch:
            raise Contention(WriteConflict()) from None
        return _drift(look, quarter, corrections)

    def _look(self, quarter: int) -> _Look:
        lowest, highest = layout.segments_of(quarter)
        read_range = (keys.index_segment_sort(lowest), keys.index_segment_sort(highest))
        directory = keys.index_counts(quarter)
        items = {directory: self._table.get(directory) or {}}
        for item in self._table.query(keys.index_bucket(quarter // QUARTERS_PER_BUCKET), between=read_range):
            items[Key(item["pk"], item["sk"])] = item
        return _Look(items, dict(self._rows(quarter * QUARTER_SIZE, (quarter + 1) * QUARTER_SIZE - 1)))

    def _rows(self, lowest: int, highest: int) -> Iterator[tuple[int, _Row]]:
        read_range = (keys.ticket_sort(lowest), keys.ticket_sort(highest))
        last = highest >> keys.ROWS_PER_COLLECTION_BITS
        for collection in range(lowest >> keys.ROWS_PER_COLLECTION_BITS, last + 1):
            pk = keys.ticket_collection(collection << keys.ROWS_PER_COLLECTION_BITS)
            for item in self._table.query(pk, between=read_range):
                slot = IndexSlot(item["state"], item.get("spam", False))
                yield item["number"], _Row(slot, item.get("version"))


Corrections = dict[Key, dict[str, int]]
"""The attributes of index items that are wrong, with the values they should have."""


def _corrections(look: _Look, quarter: int) -> Corrections:
    wanted = _wanted(look.rows, quarter)
    corrections = {}
    for key in {**look.items, **wanted}:
        item = look.items.get(key, {})
        right: Mapping[str, int] = wanted.get(key, {})
        is_ours = layout.state_of_count if key.pk == keys.INDEX_DIRECTORY else layout.state_of_chunk
        names = {*right, *(name for name in item if is_ours(name) is not None)}
        wrong = {name: right.get(name, 0) for name in names if item.get(name, 0) != right.get(name, 0)}
        if wrong:
            corrections[key] = wrong
    return corrections


def _wanted(rows: Mapping[int, _Row], quarter: int) -> dict[Key, Counter[str]]:
    """The index items as the rows would have them."""
    counts: Counter[str] = Counter()
    wanted = {keys.index_counts(quarter): counts}
    for number, row in rows.items():
        state_id = row.slot.state_id
        if row.slot.hidden:
            counts[layout.hidden_name(state_id)] += 1
            continue
        counts[layout.visible_name(state_id)] += 1
        address = layout.address(number)
        chunks = wanted.setdefault(keys.index_segment(address.bucket, address.segment), Counter())
        chunks[layout.chunk_name(state_id, address.letter)] += address.value
    return wanted


def _updates(look: _Look, quarter: int, corrections: Corrections) -> list[UpdateItem]:
    """The transaction that corrects a quarter, if it is still as it was read."""
    directory = keys.index_counts(quarter)
    repairs = look.items[directory].get(REPAIRS)
    changed: Corrections = {directory: {}, **corrections}
    updates = []
    for key, right in changed.items():
        read = {name: look.items.get(key, {}).get(name) for name in right}
        assign: dict[str, int | None] = {name: value or None for name, value in right.items()}
        if key == directory:
            read[REPAIRS] = repairs
            assign[REPAIRS] = (repairs or 0) + 1
        updates.append(UpdateItem(key, assign, condition=same(**read), on_failure=VersionMismatch()))
    return updates


def _drift(look: _Look, quarter: int, corrections: Corrections) -> Drift:
    """The corrections, told by state."""
    surplus: Counter[int] = Counter()
    missing: Counter[int] = Counter()
    miscounts: dict[bool, Counter[int]] = {False: Counter(), True: Counter()}
    damaged = 0
    for key, right in corrections.items():
        for name, value in right.items():
            was = look.items.get(key, {}).get(name, 0)
            if counted := layout.state_of_count(name):
                miscounts[counted[1]][counted[0]] += was - value
            elif state_id := layout.state_of_chunk(name):
                shown = legible(was)
                damaged += shown != was
                surplus[state_id] += (shown & ~value).bit_count()
                missing[state_id] += (value & ~shown).bit_count()
    bucket = quarter // QUARTERS_PER_BUCKET
    return Drift(bucket, _sum(surplus), _sum(missing), damaged, _sum(miscounts[False]), _sum(miscounts[True]))


def _sum(*segments: Counter[int]) -> Counter[int]:
    """The sum of counters that may go below zero, without the zeros."""
    total: Counter[int] = Counter()
    for segment in segments:
        total.update(segment)
    return Counter({key: count for key, count in total.items() if count})
