"""Compares the state index with the tickets' rows, which are the truth, and repairs it while others write.

Why a repair is correct although tickets keep moving:

- The transaction of a ticket changes row, chunk and count together. So an error in the index stays exactly the same,
  whatever others write, until it is repaired. There is no hurry; the only need is not to mistake a change in progress
  for an error.
- A snapshot reads the index items of a quarter and then its rows, which takes more than an instant. When it shows an
  error, a second snapshot is taken, and the error is believed only if both are equal in all items and rows. The version
  of a row grows with each change and never returns. So equal rows did not change between the end of the first snapshot
  and the beginning of the second. The index items of the second snapshot were read in between: all of it describes the
  same instant.
- Between the two snapshots lies a whole pass over the rows, far longer than the items of one transaction take to become
  visible.
- The repair is one transaction for the quarter. It succeeds only if each attribute that it corrects still has the value
  that was read, and if no other repair of the quarter came in between: the directory item counts its repairs. If a
  ticket has moved meanwhile, it fails and begins anew. A value that has changed and changed back does no harm: only
  repairs change what is wrong, so the same is still wrong.
- A ticket that leaves for the ticket index does so in one transaction, too, and never returns. From then on it has
  no place here.
- A quarter that is written to all the time is reported and left for the next run. Nothing is written on a guess.

A snapshot reads all rows of the quarter, some 400 read units for 4 000 tickets. An intact quarter costs nothing else.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from polydesk.domain.errors import Crowded, WriteConflict
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.drift_report import quantity, report, total
from polydesk.storage.errors import Contention, VersionMismatch
from polydesk.storage.keys import Key
from polydesk.storage.placed_rows import placed_rows
from polydesk.storage.retry import Deadline, retry
from polydesk.storage.state_index import layout
from polydesk.storage.state_index.index import IndexSlot
from polydesk.storage.state_index.layout import QUARTER_SIZE, QUARTERS_PER_BUCKET, valid_chunk
from polydesk.storage.table import Table
from polydesk.storage.transaction import UpdateItem, same

REPAIRS = "r"
"""The attribute of a directory item that counts its repairs."""


@dataclass(frozen=True, slots=True)
class Drift:
    """The errors that were found and repaired in the index of a bucket, by state. It is false when there were none.

    The `unsettled` quarters were written to all the time, so they could be neither checked nor repaired.
    """

    bucket: int
    surplus: Counter[int] = field(default_factory=Counter)
    """Tickets that were listed under a state that they are not in."""
    missing: Counter[int] = field(default_factory=Counter)
    """Tickets that were not listed under their state."""
    damaged: int = 0
    """Chunks that were no valid bitmaps and showed no tickets."""
    visible: Counter[int] = field(default_factory=Counter)
    """How much too high the count of visible tickets was; negative when it was too low."""
    hidden: Counter[int] = field(default_factory=Counter)
    """How much too high the count of hidden tickets was; negative when it was too low."""
    unsettled: int = 0
    """Quarters that are left for the next run."""

    def __bool__(self) -> bool:
        """Return whether there is anything to report."""
        return self.was_wrong or self.unsettled > 0

    def __add__(self, other: "Drift") -> "Drift":
        """Return the errors of both, which are of the same bucket."""
        return Drift(
            self.bucket,
            total(self.surplus, other.surplus),
            total(self.missing, other.missing),
            self.damaged + other.damaged,
            total(self.visible, other.visible),
            total(self.hidden, other.hidden),
            self.unsettled + other.unsettled,
        )

    @property
    def was_wrong(self) -> bool:
        """Whether anything was repaired."""
        return bool(self.surplus or self.missing or self.damaged or self.visible or self.hidden)

    def __str__(self) -> str:
        """Describe the errors, for the log."""
        findings = [
            *(
                f"state {state_id} listed {quantity(n, 'ticket')} too many"
                for state_id, n in sorted(self.surplus.items())
            ),
            *(f"state {state_id} did not list {n} of its tickets" for state_id, n in sorted(self.missing.items())),
            *([f"{quantity(self.damaged, 'chunk')} damaged"] if self.damaged else []),
            *_miscounts("visible ticket", self.visible),
            *_miscounts("hidden ticket", self.hidden),
        ]
        return report(self.bucket, findings, self.unsettled)


def _miscounts(what: str, counts: Mapping[int, int]) -> Iterator[str]:
    for state_id, excess in sorted(counts.items()):
        yield f"state {state_id} counted {quantity(abs(excess), what)} too {'many' if excess > 0 else 'few'}"


@dataclass(frozen=True, slots=True)
class _Row:
    """The slot that a ticket's row requires, and the version that shows whether the row has changed."""

    slot: IndexSlot
    version: Any


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """The index items of a quarter, and its rows, which were read after them."""

    items: dict[Key, Item]
    rows: dict[int, _Row]


class Reconciler:
    """Checks and repairs the state index, bucket by bucket."""

    def __init__(self, table: Table, seconds: float = 20.0) -> None:
        """Repair the index in the table; try for at most so many seconds per quarter while others write to it."""
        self._table = table
        self._seconds = seconds

    def repair(self, bucket: int) -> Drift:
        """Compare one bucket with the rows of its tickets, repair what differs, and report it."""
        found = Drift(bucket)
        first = bucket * QUARTERS_PER_BUCKET
        for quarter in range(first, first + QUARTERS_PER_BUCKET):
            try:
                found += self._repair_quarter(quarter)
            except (WriteConflict, Crowded):
                found += Drift(bucket, unsettled=1)
        return found

    def _repair_quarter(self, quarter: int) -> Drift:
        """Repair a quarter. Raises WriteConflict or Crowded when it is written to in every attempt."""
        deadline = Deadline(self._seconds)
        return retry(lambda: self._try_to_repair(quarter, deadline), deadline)

    def _try_to_repair(self, quarter: int, deadline: Deadline) -> Drift:
        """Repair a quarter. Raises Contention when it is written to meanwhile."""
        snapshot = self._read(quarter)
        corrections = _corrections(snapshot, quarter)
        if not corrections:
            return Drift(quarter // QUARTERS_PER_BUCKET)
        if self._read(quarter) != snapshot:
            raise Contention(WriteConflict())
        try:
            self._table.commit(_updates(snapshot, quarter, corrections), deadline)
        except VersionMismatch:
            raise Contention(WriteConflict()) from None
        return _drift(snapshot, quarter, corrections)

    def _read(self, quarter: int) -> _Snapshot:
        lowest, highest = layout.segments_of(quarter)
        read_range = (keys.index_segment_sort(lowest), keys.index_segment_sort(highest))
        directory = keys.index_counts(quarter)
        items = {directory: self._table.get(directory) or {}}
        for item in self._table.query(keys.index_bucket(quarter // QUARTERS_PER_BUCKET), between=read_range):
            items[Key(item["pk"], item["sk"])] = item
        rows = placed_rows(self._table, quarter * QUARTER_SIZE, (quarter + 1) * QUARTER_SIZE - 1)
        return _Snapshot(
            items,
            {
                number: _Row(IndexSlot(row.slot.state_id, row.slot.spam), row.version)
                for number, row in rows
                if not row.in_sets
            },
        )


Corrections = dict[Key, dict[str, int]]
"""The wrong attributes of index items, with their correct values."""


def _corrections(snapshot: _Snapshot, quarter: int) -> Corrections:
    expected = _expected_items(snapshot.rows, quarter)
    corrections = {}
    for key in {**snapshot.items, **expected}:
        item = snapshot.items.get(key, {})
        right: Mapping[str, int] = expected.get(key, {})
        is_ours = layout.state_of_count if key.pk == keys.INDEX_DIRECTORY else layout.state_of_chunk
        names = {*right, *(name for name in item if is_ours(name) is not None)}
        wrong = {name: right.get(name, 0) for name in names if item.get(name, 0) != right.get(name, 0)}
        if wrong:
            corrections[key] = wrong
    return corrections


def _expected_items(rows: Mapping[int, _Row], quarter: int) -> dict[Key, Counter[str]]:
    """Compute the index items from the rows."""
    counts: Counter[str] = Counter()
    expected = {keys.index_counts(quarter): counts}
    for number, row in rows.items():
        state_id = row.slot.state_id
        if row.slot.hidden:
            counts[layout.hidden_name(state_id)] += 1
            continue
        counts[layout.visible_name(state_id)] += 1
        address = layout.address(number)
        chunks = expected.setdefault(keys.index_segment(address.bucket, address.segment), Counter())
        chunks[layout.chunk_name(state_id, address.letter)] += address.value
    return expected


def _updates(snapshot: _Snapshot, quarter: int, corrections: Corrections) -> list[UpdateItem]:
    """Return the updates that correct a quarter, provided that it is still as it was read."""
    directory = keys.index_counts(quarter)
    repairs = snapshot.items[directory].get(REPAIRS)
    changed: Corrections = {directory: {}, **corrections}
    updates = []
    for key, right in changed.items():
        read = {name: snapshot.items.get(key, {}).get(name) for name in right}
        assign: dict[str, int | None] = {name: value or None for name, value in right.items()}
        if key == directory:
            read[REPAIRS] = repairs
            assign[REPAIRS] = (repairs or 0) + 1
        updates.append(UpdateItem(key, assign, condition=same(**read), on_failure=VersionMismatch()))
    return updates


def _drift(snapshot: _Snapshot, quarter: int, corrections: Corrections) -> Drift:
    """Summarise the corrections by state."""
    surplus: Counter[int] = Counter()
    missing: Counter[int] = Counter()
    miscounts: dict[bool, Counter[int]] = {False: Counter(), True: Counter()}
    damaged = 0
    for key, right in corrections.items():
        for name, value in right.items():
            was = snapshot.items.get(key, {}).get(name, 0)
            if counted := layout.state_of_count(name):
                miscounts[counted[1]][counted[0]] += was - value
            elif state_id := layout.state_of_chunk(name):
                shown = valid_chunk(was)
                damaged += shown != was
                surplus[state_id] += (shown & ~value).bit_count()
                missing[state_id] += (value & ~shown).bit_count()
    bucket = quarter // QUARTERS_PER_BUCKET
    return Drift(bucket, total(surplus), total(missing), damaged, total(miscounts[False]), total(miscounts[True]))
