"""How the ticket index counts: where a change is written, how counts are stored, and how large their items are."""

from itertools import product
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.slot import Slot
from polydesk.storage import keys
from polydesk.storage.codec import Item, encode
from polydesk.storage.ticket_index import counts
from polydesk.storage.ticket_index.counts import STRIPES, packed, unpacked
from polydesk.storage.ticket_index.layout import code
from polydesk.storage.transaction import PutItem, UpdateItem
from tests.fakes.table import FakeTable
from tests.unit.storage.counted_tickets import CLOSED, OPEN, SPAM, Q
from tools.meter import item_size


def test_the_change_of_a_recent_ticket_is_in_a_stripe_by_its_number() -> None:
    assert counts.change(8_024, OPEN, CLOSED, recent=True) == UpdateItem(
        keys.slot_delta("n24"), add={"2_1": -1, "2_5": 1}
    )


def test_the_change_of_an_older_ticket_is_in_the_item_of_its_quarter() -> None:
    assert counts.change(66 * Q, None, SPAM, recent=False) == UpdateItem(keys.slot_delta("2"), add={"66_1g": 1})


def test_25_recent_tickets_in_a_row_use_25_items() -> None:
    assert len({counts.change(number, None, OPEN, recent=True).key for number in range(55, 80)}) == STRIPES == 25


@given(st.lists(st.integers(0, 4_000), min_size=64, max_size=64))
def test_counts_are_read_as_they_were_stored(some: list[int]) -> None:
    stored = packed(some)

    assert (unpacked(stored) if stored else [0] * 64) == some
    assert len(stored or b"") <= 128


@pytest.mark.parametrize("damaged", [b"1", b"12" * 65, 12, "text", {1}])
def test_damaged_counts_of_a_block_count_nothing(damaged: object) -> None:
    assert unpacked(damaged) is None


STATES = [Slot(state_id) for state_id in range(1, 13)]
ALL_FLAGS = [Slot(state_id, *flags) for state_id in range(1, 13) for flags in product([False, True], repeat=4)]
NAMES = [*map(str, range(64)), *(f"n{stripe}" for stripe in range(STRIPES))]


@pytest.mark.parametrize(
    ("slots", "size"), [(STATES, 2_050), (ALL_FLAGS[:60], 8_300), (ALL_FLAGS, 25_500)], ids=["12", "60", "192"]
)
def test_a_full_block_has_this_size(slots: list[Slot], size: int) -> None:
    table = FakeTable()
    full: dict[str, Any] = {name: packed([4_000] * 64) for name in map(code, slots)}
    stamps = {f"f{name}": 10_000 for name in NAMES}
    table.write(PutItem(keys.slot_counts(3), {**full, **stamps, "v": 10_000}))

    [block] = table.query(keys.SLOT_COUNTS)

    assert size * 0.98 <= item_size(encode(block)) <= size


def test_a_change_takes_five_to_nine_bytes() -> None:
    smallest = counts.change(1, None, OPEN, recent=True)
    largest = counts.change(250 * Q, None, Slot(12, archived=True), recent=False)

    assert [item_size(encode(dict(change.add))) for change in (smallest, largest)] == [5, 9]


@pytest.mark.parametrize(("blocks", "units"), [(1, 1), (4, 2)], ids=["256,000 tickets", "a million"])
def test_blocks_and_deltas_are_each_read_for_this_many_units(blocks: int, units: int) -> None:
    """In 12 states, when all older quarters are folded and the newest one is full."""
    newest = 64 * blocks - 1
    full: dict[str, Any] = {name: packed([4_000] * 64) for name in map(code, STATES)}
    versions = {f"f{name}": 10_000 for name in NAMES}
    stamps = {f"f{block}": 10_000 for block in range(blocks)}
    changes = {counts.change_name(newest, slot): 13 for slot in STATES}
    of_blocks = [{**keys.slot_counts(block)._asdict(), **full, **versions, "v": 10_000} for block in range(blocks)]
    of_deltas: list[Item] = [
        {**keys.slot_delta(name)._asdict(), **stamps, **(changes if name.startswith("n") else {})} for name in NAMES
    ]

    for some in (of_blocks, of_deltas):
        assert ceil(sum(item_size(encode(item)) for item in some) / 4_096) == units
