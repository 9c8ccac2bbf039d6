"""Slots as the names of attributes."""

from itertools import product

import pytest

from polydesk.domain.slot import GONE_SLOT, Part, Slot
from polydesk.storage.slot_codes import code, slot_of_code

PARTS: tuple[Part, ...] = ("open", "closed", "hidden")


@pytest.mark.parametrize(
    ("slot", "name"),
    [
        (Slot(1, "open"), "1"),
        (Slot(12, "closed", archived=True), "12f"),
        (Slot(5, "hidden", spam=True), "5g"),
        (Slot(5, "hidden", trashed=True), "5i"),
        (Slot(5, "open", staff_only=True), "5m"),
        (Slot(5, "hidden", archived=True, spam=True, trashed=True, staff_only=True), "5t"),
        (GONE_SLOT, "0"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_code_is_the_state_and_a_letter_for_the_flags(slot: Slot, name: str) -> None:
    assert code(slot) == name


@pytest.mark.parametrize("part", PARTS)
def test_codes_are_read_back_and_no_two_slots_of_a_part_share_one(part: Part) -> None:
    slots = [Slot(state_id, part, *flags) for state_id in (0, 1, 10, 99) for flags in product((False, True), repeat=4)]

    assert [slot_of_code(code(slot), part) for slot in slots] == slots
    assert len({code(slot) for slot in slots}) == len(slots)


@pytest.mark.parametrize("name", ["", "f", "1a", "1u", "1ff", "01", "-1", "1F", " 1", "1\n", "type", "٣"])
def test_any_other_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not the code of a slot"):
        slot_of_code(name, "open")
