"""The positions of bits in the ticket index, the names of its attributes and the sizes of its items."""

import random
from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.slot import GONE_SLOT, Slot
from polydesk.storage.codec import Item, encode
from polydesk.storage.keys import Key
from polydesk.storage.ticket_index import layout
from polydesk.storage.ticket_index.layout import QUARTER_SIZE, SEGMENT_SIZE, SEGMENTS_PER_QUARTER, code
from polydesk.storage.ticket_sets import BUCKET_SIZE, TicketSet
from tools.meter import item_size

numbers = st.integers(1, 5 * BUCKET_SIZE)
slots = st.builds(Slot, st.integers(0, 40), st.booleans(), st.booleans(), st.booleans(), st.booleans())


def items_of(tickets: dict[int, Slot]) -> dict[Key, Item]:
    """Return the segments' items with the bits of these tickets."""
    items: dict[Key, Item] = {}
    for number, slot in tickets.items():
        address = layout.address(number)
        item = items.setdefault(address.key(layout.part_of(slot)), dict(address.key(layout.part_of(slot))._asdict()))
        item[address.name(slot)] = item.get(address.name(slot), 0) + address.value
    return items


@given(st.dictionaries(numbers, slots, max_size=50), st.sets(slots, max_size=3))
def test_the_bits_of_a_bucket_s_tickets_read_back_as_their_numbers(tickets: dict[int, Slot], some: set[Slot]) -> None:
    wanted = {*some, *[slot for slot in tickets.values() if slot.state_id % 2]}
    by_bucket = defaultdict(list)
    for key, item in items_of(tickets).items():
        by_bucket[key.pk].append(item)

    found: dict[int, int] = {
        int(pk.removeprefix("SX#")): layout.bitmap_of_bucket(items, wanted.__contains__)
        for pk, items in by_bucket.items()
    }

    assert TicketSet.from_bitmaps(found) == TicketSet.from_numbers(n for n, slot in tickets.items() if slot in wanted)


@given(numbers, numbers, slots, slots)
def test_two_tickets_never_share_a_bit(one: int, other: int, slot: Slot, another: Slot) -> None:
    def place(number: int, slot: Slot) -> tuple[Key, str, int]:
        address = layout.address(number)
        return address.key(layout.part_of(slot)), address.name(slot), address.value

    assert (place(one, slot) == place(other, another)) == ((one, slot) == (other, another))


@given(numbers)
def test_25_tickets_in_a_row_are_written_to_25_items(number: int) -> None:
    assert len({layout.address(number + more).key("kept") for more in range(25)}) == 25


def test_the_sizes_are_multiples_of_each_other() -> None:
    assert layout.CHUNK_SIZE * len(layout.CHUNK_LETTERS) == SEGMENT_SIZE
    assert QUARTER_SIZE == SEGMENT_SIZE * layout.SEGMENTS_PER_QUARTER
    assert BUCKET_SIZE == QUARTER_SIZE * layout.QUARTERS_PER_BUCKET


@given(slots, st.sampled_from(layout.CHUNK_LETTERS))
def test_names_tell_the_slot_that_they_are_of(slot: Slot, letter: str) -> None:
    name = code(slot) + letter

    assert layout.slot_of_chunk(name) == (slot, layout.CHUNK_LETTERS.index(letter))
    assert layout.slot_of_count(code(slot)) == slot
    assert layout.slot_of_count(name) is None
    assert layout.slot_of_chunk(code(slot)) is None


def test_names_are_stored_and_stay_as_they_are() -> None:
    assert code(Slot(5)) == "5"
    assert code(Slot(5, archived=True)) == "5f"
    assert code(Slot(5, spam=True)) == "5g"
    assert code(Slot(5, trashed=True)) == "5i"
    assert code(Slot(5, staff_only=True)) == "5m"
    assert code(Slot(12, True, True, True, True)) == "12t"
    assert code(GONE_SLOT) == "0"
    assert layout.address(4_000 + 2_003).key("kept") == Key("SX#0", "x103")
    assert layout.address(4_000 + 2_003).key("gone") == Key("SX#0", "z103")
    assert layout.address(4_000 + 2_003) == layout.BitAddress(1, 3, "b", 1)
    assert layout.address(2_024) == layout.BitAddress(0, 24, "b", 1)


@pytest.mark.parametrize("name", ["pk", "sk", "v", "f3", "a", "4", "4x", "4fa b", "-4a", "4ua", "4fga", "４a", ""])
def test_no_other_attribute_is_taken_for_a_chunk(name: str) -> None:
    assert layout.slot_of_chunk(name) is None


@pytest.mark.parametrize("name", ["pk", "sk", "v", "f3", "x", "4a", "12_4", "-4", "4u", "4fg", "４", ""])
def test_no_other_attribute_is_taken_for_a_count(name: str) -> None:
    assert layout.slot_of_count(name) is None


@pytest.mark.parametrize("damaged", [-1, -(2**79), 2**80, 10**37, "text", b"bytes", None])
def test_a_damaged_chunk_shows_nothing_and_does_not_affect_others(damaged: object) -> None:
    item = {"pk": "SX#0", "sk": "x000", "1a": damaged, "1b": 1, "2a": 2}

    assert layout.bitmap_of_segment(item, lambda slot: slot.state_id == 1) == 1 << 80
    assert layout.bitmap_of_segment(item, lambda _: True) == 1 << 80 | 2


def test_bits_of_one_ticket_in_two_items_are_one_bit() -> None:
    """The items of a move may be read one before and one after it."""
    items = [*items_of({12: Slot(1)}).values(), *items_of({12: GONE_SLOT}).values()]

    assert layout.bitmap_of_bucket(items, lambda _: True) == 1 << 12


FLAGLESS = [Slot(state_id) for state_id in range(1, 13)]
SUPPORT = [*FLAGLESS[:5], FLAGLESS[-1], Slot(1, spam=True)]
FLAGGED = [
    Slot(slot.state_id, archived, False, False, staff)
    for slot, (archived, staff) in product(FLAGLESS, [(False, False), (True, False), (False, True)])
]
OWN_CHUNK = [Slot(state, *flags) for state in range(1, 13) for flags in product([False, True], repeat=4)]


def place_of(number: int) -> int:
    """Return the place of a ticket in its segment."""
    return number % QUARTER_SIZE // SEGMENTS_PER_QUARTER


@pytest.mark.parametrize(
    ("mix", "size", "quarter", "bucket"),
    [
        ([Slot(5)], 45, 1, 2),
        (SUPPORT, 225, 2, 6),
        (FLAGLESS, 370, 3, 9),
        (FLAGGED, 870, 5, 20),
        (None, 1_700, 11, 42),
    ],
    ids=["one state", "support", "even", "flags", "a chunk for each ticket"],
)
def test_full_segments_have_this_size_and_are_read_for_this_many_units(
    mix: Sequence[Slot] | None, size: int, quarter: int, bucket: int
) -> None:
    """A segment at most, in bytes, and all segments of a quarter or a bucket together, in units of 4 KB."""
    drawn = random.Random(1)
    numbers = range(5 * BUCKET_SIZE, 6 * BUCKET_SIZE)
    items = items_of({n: drawn.choice(mix) if mix else OWN_CHUNK[place_of(n)] for n in numbers})
    sizes = {key: item_size(encode(item)) for key, item in items.items()}
    of_quarter = [sizes[key] for key in sizes if key.sk.startswith("x0")]

    assert size * 0.95 <= max(sizes.values()) <= size
    assert (len(of_quarter), len(sizes)) == (25, 100)
    assert (ceil(sum(of_quarter) / 4_096), ceil(sum(sizes.values()) / 4_096)) == (quarter, bucket)


def test_a_segment_of_forty_slots_is_written_for_one_unit_even_after_its_tickets_have_moved() -> None:
    drawn = random.Random(1)
    in_use = OWN_CHUNK[:40]
    emptied = {code(slot) + letter: 0 for slot in in_use for letter in layout.CHUNK_LETTERS}
    [item] = items_of({n: drawn.choice(in_use) for n in range(80_003, 84_000, SEGMENTS_PER_QUARTER)}).values()

    assert item_size(encode({**emptied, **item})) <= 1_024
