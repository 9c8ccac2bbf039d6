"""Compares the ticket index with the tickets' rows, which are the truth, and repairs it while others write.

Only rows with `sets` belong to the ticket index. A bit of any other ticket is an error here.

Why a repair is correct although tickets keep moving:

- The transaction of a ticket changes row, bit and count together, and a folding changes no sum. So an error in the
  index stays exactly the same, whatever others write, until it is repaired. There is no hurry; the only need is not
  to mistake a change in progress for an error.
- A snapshot reads the index items of a quarter and then its rows, which takes more than an instant. When it shows an
  error, a second snapshot is taken, and the error is believed only if both are equal. The version of a row grows with
  each change and never returns, and a purged number is never used again. So equal rows did not change between the end
  of the first snapshot and the beginning of the second. The index items of the second snapshot were read in between:
  all of it describes the same instant.
- Between the two snapshots lies a whole pass over the rows, far longer than the items of one transaction take to
  become visible.
- The repair is one transaction for the quarter. It succeeds only if each chunk that it corrects still has the value
  that was read, and if no other repair of the quarter came in between: a delta item counts them. If a ticket has
  moved in such a chunk meanwhile, it fails and begins anew. A value that has changed and changed back does no harm:
  only repairs change what is wrong, so the same is still wrong.
- A count is corrected by an addition to a delta item, as a ticket's transaction would make it. So readers see the
  count before it or after it, a folding moves the correction once like any other change, and no stamp has to change.
  The addition needs no condition on the count: what is wrong stays wrong by the same number however it is divided
  between the block and the delta items, and whatever tickets add.
- Readers count a damaged attribute as nothing. So to take it out changes no sum. In a block this is a new version, as
  a folding that has read the block would write the attribute again. No stamp changes, for no change has moved.
- A number without a row was never used, or was purged; the index alone tells which. So bits of purged numbers stay
  where no row contradicts them, and none is added.
- A quarter that is written to all the time is reported and left for the next run. Nothing is written on a guess.

A snapshot reads all rows of the quarter, some 400 read units for 4 000 tickets, and the counts of all quarters, for
some units. An intact quarter costs nothing else in the index; `own_set_check` says what it costs in customers' own
sets.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from polydesk.domain.errors import Crowded, WriteConflict
from polydesk.domain.slot import Slot
from polydesk.storage import keys
from polydesk.storage.drift_report import total
from polydesk.storage.errors import Contention, VersionMismatch
from polydesk.storage.keys import Key
from polydesk.storage.own_set_check import check_hidden_sets, check_own_sets
from polydesk.storage.placed_rows import PlacedRow
from polydesk.storage.retry import Deadline, retry
from polydesk.storage.table import Table
from polydesk.storage.ticket_index import counts, layout
from polydesk.storage.ticket_index.drift import Drift
from polydesk.storage.ticket_index.layout import QUARTERS_PER_BLOCK, QUARTERS_PER_BUCKET
from polydesk.storage.ticket_index.snapshot import (
    REPAIRS,
    Snapshot,
    correcting_delta,
    count_bits,
    expected_segments,
    read_snapshot,
)
from polydesk.storage.ticket_sets import BUCKET_SIZE
from polydesk.storage.transaction import UpdateItem, same

MAX_CORRECTIONS = 50
"""How many attributes of one item a transaction corrects. An expression of DynamoDB has at most 4 KB."""


@dataclass(frozen=True, slots=True)
class _Corrections:
    """What is wrong in a quarter: chunks with their correct values, and what has to be added to counts."""

    chunks: Mapping[Key, Mapping[str, int]]
    counts: Mapping[Slot, int]

    def first(self) -> "_Corrections":
        """Return as many of them as one transaction can make."""
        chunks = {key: dict(islice(right.items(), MAX_CORRECTIONS)) for key, right in self.chunks.items()}
        return _Corrections(chunks, dict(islice(self.counts.items(), MAX_CORRECTIONS)))


class Reconciler:
    """Checks and repairs the ticket index and customers' own sets, bucket by bucket."""

    def __init__(self, table: Table, seconds: float = 20.0) -> None:
        """Repair what is in the table; try for at most so many seconds per quarter while others write to it."""
        self._table = table
        self._seconds = seconds

    def buckets(self) -> list[int]:
        """Return the buckets that can have tickets, oldest first."""
        counter = self._table.get(keys.counter("ticket"))
        return list(range(counter["n"] // BUCKET_SIZE + 1)) if counter else []

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
        found = Drift(quarter // QUARTERS_PER_BUCKET)
        complete = False
        while not complete:
            drift, complete, rows = retry(lambda: self._try_to_repair(quarter, deadline), deadline)
            found += drift
        own = check_own_sets(self._table, rows, deadline)
        hidden = check_hidden_sets(self._table, rows, deadline)
        return found + Drift(
            found.bucket,
            own_surplus=own.surplus,
            own_missing=own.missing,
            hidden_surplus=hidden.surplus,
            hidden_missing=hidden.missing,
            unsettled=int(own.unsettled or hidden.unsettled),
        )

    def _try_to_repair(self, quarter: int, deadline: Deadline) -> tuple[Drift, bool, Mapping[int, PlacedRow]]:
        """Repair a quarter; return also whether this was all, and its rows. Raises Contention when it is written to."""
        first = read_snapshot(self._table, quarter)
        if not _is_wrong(first):
            return Drift(quarter // QUARTERS_PER_BUCKET), True, first.rows
        snapshot = read_snapshot(self._table, quarter)
        if snapshot != first:
            raise Contention(WriteConflict())
        wrong = _corrections(snapshot)
        corrections = wrong.first()
        try:
            self._table.commit(_updates(snapshot, quarter, corrections), deadline)
        except VersionMismatch:
            raise Contention(WriteConflict()) from None
        return _drift(snapshot, quarter, corrections), corrections == wrong, snapshot.rows


def _is_wrong(snapshot: Snapshot) -> bool:
    corrections = _corrections(snapshot)
    return bool(corrections.chunks or corrections.counts or snapshot.damaged)


def _corrections(snapshot: Snapshot) -> _Corrections:
    expected = expected_segments(snapshot)
    chunks = {}
    for key, right in expected.items():
        item = snapshot.segments.get(key, {})
        names = {*right, *(name for name in item if layout.slot_of_chunk(name) is not None)}
        wrong = {name: right[name] for name in sorted(names) if item.get(name, 0) != right[name]}
        if wrong:
            chunks[key] = wrong
    right_counts = count_bits(expected)
    differences = {
        slot: right_counts[slot] - snapshot.counted.get(slot, 0) for slot in {**right_counts, **snapshot.counted}
    }
    return _Corrections(chunks, {slot: difference for slot, difference in differences.items() if difference})


def _updates(snapshot: Snapshot, quarter: int, corrections: _Corrections) -> list[UpdateItem]:
    """Return the updates that correct a quarter, provided that it is still as it was read."""
    return [
        *(
            UpdateItem(
                key,
                {name: value or None for name, value in right.items()},
                condition=same(**{name: snapshot.segments.get(key, {}).get(name) for name in right}),
                on_failure=VersionMismatch(),
            )
            for key, right in corrections.chunks.items()
        ),
        *_updates_of_counts(snapshot, quarter, corrections.counts),
    ]


def _updates_of_counts(snapshot: Snapshot, quarter: int, added: Mapping[Slot, int]) -> list[UpdateItem]:
    """Return the updates that take out damaged attributes, count the repair, and add to the counts."""
    delta, block = correcting_delta(quarter), keys.slot_counts(quarter // QUARTERS_PER_BLOCK)
    read: dict[Key, dict[str, object]] = defaultdict(dict, {key: dict(some) for key, some in snapshot.damaged.items()})
    assigned: dict[Key, dict[str, int | None]] = {key: dict.fromkeys(some) for key, some in read.items()}
    if block in assigned:
        read[block]["v"] = snapshot.block_version
        assigned[block]["v"] = (snapshot.block_version or 0) + 1
    read[delta][REPAIRS] = snapshot.repairs
    assigned.setdefault(delta, {})[REPAIRS] = (snapshot.repairs or 0) + 1
    sums: dict[str, int] = {}
    for slot, number in added.items():
        name = counts.change_name(quarter, slot)
        (assigned[delta] if name in assigned[delta] else sums)[name] = number
    return [
        UpdateItem(
            key,
            values,
            sums if key == delta else {},
            condition=same(**read[key]),
            on_failure=VersionMismatch(),
        )
        for key, values in assigned.items()
    ]


def _drift(snapshot: Snapshot, quarter: int, corrections: _Corrections) -> Drift:
    """Summarise the corrections by slot."""
    surplus: Counter[Slot] = Counter()
    missing: Counter[Slot] = Counter()
    damaged = sum(map(len, snapshot.damaged.values()))
    for key, right in corrections.chunks.items():
        for name, value in right.items():
            was = snapshot.segments.get(key, {}).get(name, 0)
            shown = layout.valid_chunk(was)
            damaged += shown != was
            if place := layout.slot_of_chunk(name):
                surplus[place[0]] += (shown & ~value).bit_count()
                missing[place[0]] += (value & ~shown).bit_count()
    counted = Counter({slot: -number for slot, number in corrections.counts.items()})
    bucket = quarter // QUARTERS_PER_BUCKET
    return Drift(bucket, total(surplus), total(missing), damaged, counted)
