"""Slots as the names of attributes: the id of the state, then a letter for the flags, `5` or `5f`.

    flags     archived 1, spam 2, trashed 4, staff only 8; their sum is 0 to 15
    letter    none for 0, then f for 1 to t for 15

The part of a slot is not in its code. Letters before f are left to whatever an index appends to a code.
"""

import re

from polydesk.domain.slot import Part, Slot

FLAG_LETTERS = "fghijklmnopqrst"

_CODE = re.compile(rf"(0|[1-9][0-9]*)([{FLAG_LETTERS[0]}-{FLAG_LETTERS[-1]}]?)")


def code(slot: Slot) -> str:
    """Return the code of a slot."""
    flags = slot.archived + 2 * slot.spam + 4 * slot.trashed + 8 * slot.staff_only
    return f"{slot.state_id}{FLAG_LETTERS[flags - 1] if flags else ''}"


def slot_of_code(name: str, part: Part) -> Slot:
    """Return the slot with this code that is filed under the part. Raises ValueError for any other text."""
    found = _CODE.fullmatch(name)
    if found is None:
        raise ValueError(f"{name!r} is not the code of a slot")
    state_id, letter = found.groups()
    flags = FLAG_LETTERS.index(letter) + 1 if letter else 0
    archived, spam, trashed, staff_only = (bool(flags & bit) for bit in (1, 2, 4, 8))
    return Slot(int(state_id), part, archived, spam, trashed, staff_only)
