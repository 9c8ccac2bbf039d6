"""Eight writers in parallel, on the engine that isolates transactions: the index always agrees with the rows."""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from polydesk.storage.errors import VersionMismatch
from polydesk.storage.keys import index_counts, index_segment
from polydesk.storage.state_index.index import IndexSlot
from polydesk.storage.state_index.layout import CHUNK_SIZE, SEGMENT_SIZE
from polydesk.storage.state_index.reconciler import Reconciler
from polydesk.storage.table import Table
from polydesk.storage.transaction import UpdateItem
from tests.storage.tables import ENGINE_ONLY
from tools.bench.indexed_tickets import IndexedTickets, assert_index_shows

pytestmark = ENGINE_ONLY

WRITERS = 8
NUMBERS = [
    1,
    2,
    3,
    CHUNK_SIZE,
    CHUNK_SIZE + 1,
    SEGMENT_SIZE,
    SEGMENT_SIZE + 1,
    10 * SEGMENT_SIZE,
    10 * SEGMENT_SIZE + 1,
    40 * SEGMENT_SIZE,
]
SLOTS = [IndexSlot(1), IndexSlot(2), IndexSlot(5), IndexSlot(2, hidden=True)]


def open_tickets(table: Table) -> IndexedTickets:
    indexed = IndexedTickets(table)
    for number in NUMBERS:
        indexed.move(number, None, IndexSlot(1))
    return indexed


def move_at_random(indexed: IndexedTickets, seed: int, moves: int) -> int:
    """Try to move tickets from one slot to another, and return how many times it succeeded."""
    chance = random.Random(seed)
    moved = 0
    for _ in range(moves):
        before, after = chance.sample(SLOTS, 2)
        try:
            indexed.move(chance.choice(NUMBERS), before, after)
            moved += 1
        except VersionMismatch:
            pass
    return moved


@contextmanager
def writers(indexed: IndexedTickets, pause: float) -> Iterator[None]:
    """Inside, several writers keep moving tickets, with a pause after each move."""
    done = threading.Event()

    def write(seed: int) -> None:
        moves = 0
        while not done.wait(pause):
            moves += 1
            move_at_random(indexed, seed * 1_000_000 + moves, 1)

    with ThreadPoolExecutor(WRITERS) as pool:
        running = [pool.submit(write, seed) for seed in range(WRITERS)]
        try:
            yield
        finally:
            done.set()
    for one in running:
        one.result()


def slots(indexed: IndexedTickets) -> dict[int, IndexSlot]:
    return indexed.slots(0) | indexed.slots(1)


def test_moves_of_eight_writers_leave_the_index_as_the_rows_are(table: Table) -> None:
    indexed = open_tickets(table)

    with ThreadPoolExecutor(WRITERS) as pool:
        moved = list(pool.map(lambda seed: move_at_random(indexed, seed, 40), range(WRITERS)))

    assert sum(moved) > 40
    assert_index_shows(indexed.index, slots(indexed))


def test_of_eight_writers_that_move_one_ticket_one_succeeds(table: Table) -> None:
    indexed = open_tickets(table)
    together = threading.Barrier(WRITERS)

    def close(_: int) -> bool:
        together.wait()
        try:
            indexed.move(1, IndexSlot(1), IndexSlot(5))
        except VersionMismatch:
            return False
        return True

    with ThreadPoolExecutor(WRITERS) as pool:
        closed = list(pool.map(close, range(WRITERS)))

    assert closed.count(True) == 1
    assert_index_shows(indexed.index, {**dict.fromkeys(NUMBERS, IndexSlot(1)), 1: IndexSlot(5)})


def test_repairs_during_many_writes_damage_nothing(table: Table) -> None:
    indexed = open_tickets(table)

    with writers(indexed, pause=0.02):
        for _ in range(2):
            Reconciler(table, seconds=0.5).repair(0)

    assert_index_shows(indexed.index, slots(indexed))


def test_damage_is_repaired_while_others_write_occasionally(table: Table) -> None:
    indexed = open_tickets(table)
    table.write(UpdateItem(index_segment(0, 0), add={"2c": 2**11, "5a": 2**70, "7a": -1}))
    table.write(UpdateItem(index_counts(0), add={"2": 5, "h1": 3}))
    repairs = 0

    with writers(indexed, pause=3.0):
        while Reconciler(table).repair(0).unsettled:
            repairs += 1
            assert repairs < 100

    assert_index_shows(indexed.index, slots(indexed))
