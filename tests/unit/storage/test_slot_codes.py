"""Slots as the names of attributes."""

from itertools import product

import pytest

from polydesk.domain.slot import GONE_SLOT, Slot
from polydesk.storage.ticket_index.layout import code, slot_of_code


@pytest.mark.parametrize(
    ("slot", "name"),
    [
        (Slot(1), "1"),
        (Slot(12, archived=True), "12f"),
        (Slot(5, spam=True), "5g"),
        (Slot(5, trashed=True), "5i"),
        (Slot(5, staff_only=True), "5m"),
        (Slot(5, archived=True, spam=True, trashed=True, staff_only=True), "5t"),
        (GONE_SLOT, "0"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_code_is_the_state_and_a_letter_for_the_flags(slot: Slot, name: str) -> None:
    assert code(slot) == name


def test_codes_are_read_back_and_no_two_slots_share_one() -> None:
    slots = [Slot(state_id, *flags) for state_id in (0, 1, 10, 99) for flags in product((False, True), repeat=4)]

    assert [slot_of_code(code(slot)) for slot in slots] == slots
    assert len({code(slot) for slot in slots}) == len(slots)


@pytest.mark.parametrize("name", ["", "f", "1a", "1u", "1ff", "01", "-1", "1F", " 1", "1\n", "type", "٣"])
def test_any_other_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not the code of a slot"):
        slot_of_code(name)
