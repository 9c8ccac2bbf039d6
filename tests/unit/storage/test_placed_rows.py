"""The checks of the indexes read of a row where its ticket has to be, as the ticket itself says."""

from itertools import product

import pytest

from polydesk.domain.slot import slot_of
from polydesk.storage.codec import decode, encode
from polydesk.storage.placed_rows import placed_row
from polydesk.storage.ticket_items import ticket_item
from tests.unit.domain.samples import customer_ticket


@pytest.mark.parametrize(("archived", "spam", "trashed", "staff_only"), list(product([False, True], repeat=4)))
def test_a_row_is_placed_by_its_state_and_every_flag(
    archived: bool, spam: bool, trashed: bool, staff_only: bool
) -> None:
    ticket = customer_ticket(archived=archived, spam=spam, trashed=trashed, visible_only_staff=staff_only)

    assert placed_row(decode(encode(ticket_item(ticket)))).slot == slot_of(ticket)
