"""Tickets in the ticket index and in their customers' own sets, and what both show."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from operator import eq

from polydesk.domain.slot import GONE_SLOT, Slot, is_hidden
from polydesk.storage.hidden_sets import HiddenSets
from polydesk.storage.own_sets import OwnSets
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.ticket_index.folding import fold
from polydesk.storage.ticket_index.index import TicketIndex
from polydesk.storage.ticket_index.layout import QUARTER_SIZE
from polydesk.storage.ticket_sets import BUCKET_SIZE
from tools.bench.slotted_tickets import CUSTOMERS, PlacedTickets, customer_of

OPEN, CLOSED, SPAM, ARCHIVED = Slot(2), Slot(5), Slot(2, spam=True), Slot(5, archived=True)

TICKETS = {
    1: OPEN,
    2: CLOSED,
    3: CLOSED,
    27: ARCHIVED,
    79: SPAM,
    QUARTER_SIZE - 1: OPEN,
    QUARTER_SIZE: CLOSED,
    QUARTER_SIZE + 1: Slot(2, staff_only=True),
    BUCKET_SIZE - 1: SPAM,
}
"""Tickets in three quarters of the first bucket. Ticket 52 is purged. 2, 27 and 52 are neighbours in segment 2."""


def place_tickets(table: Table) -> PlacedTickets:
    """Put the tickets above into a table, and fold the counts of older quarters."""
    placed = PlacedTickets(table)
    for number, slot in {**TICKETS, 52: OPEN}.items():
        placed.move(number, None, slot)
    placed.move(52, OPEN, GONE_SLOT)
    fold(table, Deadline(5.0))
    return placed


def assert_shows(table: Table, slots: Mapping[int, Slot], gone: Iterable[int] = ()) -> None:
    """Assert that index and own sets have each ticket in its place, count each once, and have nothing else."""
    index, own = TicketIndex(table), OwnSets(table)
    everything = {**slots, **dict.fromkeys(gone, GONE_SLOT)}
    directory = index.directory()
    assert directory.totals == Counter(everything.values())
    for slot in {*everything.values(), OPEN, CLOSED, SPAM, ARCHIVED}:
        expected = [number for number in sorted(everything) if everything[number] == slot]
        assert list(index.select(directory, partial(eq, slot)).ascending()) == expected
    assert set(HiddenSets(table).read().ascending()) == {one for one, slot in everything.items() if is_hidden(slot)}
    for customer_id in range(1, CUSTOMERS + 1):
        theirs = {number: slot for number, slot in slots.items() if customer_of(number) == customer_id}
        for plain in {replace(slot, archived=False) for slot in [*slots.values(), OPEN, CLOSED, SPAM]}:
            expected = [number for number, slot in sorted(theirs.items()) if replace(slot, archived=False) == plain]
            assert list(own.of([customer_id], partial(eq, plain)).ascending()) == expected
