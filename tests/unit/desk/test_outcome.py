"""What came of an action on a ticket."""

import pytest

from polydesk.desk.ticket_writes import Outcome
from polydesk.domain.ticket import HistoryEntry
from tests.unit.domain.samples import CUSTOMER, NOW, customer_ticket


def test_asking_for_an_entry_that_was_not_written_names_the_ticket() -> None:
    ticket = customer_ticket()
    update = HistoryEntry(1, 1, "opened", NOW, CUSTOMER)

    assert Outcome(ticket, update).written == update
    with pytest.raises(LookupError, match="ticket 1 "):
        _ = Outcome(ticket, None).written
