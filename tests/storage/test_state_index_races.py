"""Eight writers at once, on the engine that isolates transactions: whatever they do, the index agrees with the rows."""

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
PLACES = [IndexSlot(1), IndexSlot(2), IndexSlot(5), IndexSlot(2, hidden=True)]


def shelf_of_open_tickets(table: Table) -> IndexedTickets:
    shelf = IndexedTickets(table)
    for number in NUMBERS:
        shelf.move(number, None, IndexSlot(1))
    return shelf


def move_at_random(shelf: IndexedTickets, seed: int, moves: int) -> int:
    """Move tickets from where they may be to somewhere else; how many times it was so."""
    chance = random.Random(seed)
    moved = 0
    for _ in range(moves):
        before, after = chance.sample(PLACES, 2)
        try:
            shelf.move(chance.choice(NUMBERS), before, after)
            moved += 1
        except VersionMismatch:
            pass
    return moved


@contextmanager
def writers(shelf: IndexedTickets, pause: float) -> Iterator[None]:
    """Inside, some writers move tickets without end, each with a pause after each move."""
    done = threading.Event()

    def write(seed: int) -> None:
        moves = 0
        while not done.wait(pause):
            moves += 1
            move_at_random(shelf, seed * 1_000_000 + moves, 1)

    with ThreadPoolExecutor(WRITERS) as pool:
        running = [pool.submit(write, seed) for seed in range(WRITERS)]
        try:
            yield
        finally:
            done.set()
    for one in running:
        one.result()


def slots(shelf: IndexedTickets) -> dict[int, IndexSlot]:
    return shelf.slots(0) | shelf.slots(1)


def test_moves_of_eight_writers_leave_the_index_as_the_rows_are(table: Table) -> None:
    shelf = shelf_of_open_tickets(table)

    with ThreadPoolExecutor(WRITERS) as pool:
        moved = list(pool.map(lambda seed: move_at_random(shelf, seed, 40), range(WRITERS)))

    assert sum(moved) > 40
    assert_index_shows(shelf.index, slots(shelf))


def test_of_eight_writers_that_move_one_ticket_one_succeeds(table: Table) -> None:
    shelf = shelf_of_open_tickets(table)
    together = threading.Barrier(WRITERS)

    def close(_: int) -> bool:
        together.wait()
        try:
            shelf.move(1, IndexSlot(1), IndexSlot(5))
        except VersionMismatch:
            return False
        return True

    with ThreadPoolExecutor(WRITERS) as pool:
        closed = list(pool.map(close, range(WRITERS)))

    assert closed.count(True) == 1
    assert_index_shows(shelf.index, {**dict.fromkeys(NUMBERS, IndexSlot(1)), 1: IndexSlot(5)})


def test_repairs_amid_a_storm_of_writes_spoil_nothing(table: Table) -> None:
    shelf = shelf_of_open_tickets(table)

    with writers(shelf, pause=0.02):
        for _ in range(2):
            Reconciler(table, seconds=0.5).repair(0)

    assert_index_shows(shelf.index, slots(shelf))


def test_a_damage_is_repaired_while_others_write_now_and_then(table: Table) -> None:
    shelf = shelf_of_open_tickets(table)
    table.write(UpdateItem(index_segment(0, 0), add={"2c": 2**11, "5a": 2**70, "7a": -1}))
    table.write(UpdateItem(index_counts(0), add={"2": 5, "h1": 3}))
    repairs = 0

    with writers(shelf, pause=3.0):
        while Reconciler(table).repair(0).unsettled:
            repairs += 1
            assert repairs < 100

    assert_index_shows(shelf.index, slots(shelf))
