"""A repetition whose record expires just after it has met it is a new request, and is answered as one."""

from collections.abc import Sequence
from typing import override

import pytest

from polydesk.desk.context import Deadline, RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage, TicketRequest
from polydesk.domain.catalog import GENERAL, PRIORITIES
from polydesk.domain.contact import ContactChanges, PhoneChange
from polydesk.domain.errors import TicketNotFound
from polydesk.storage import keys
from polydesk.storage.idempotency import AlreadyProcessed, IdempotencyKey
from polydesk.storage.transaction import DeleteItem, TransactionItem
from tests.fakes.table import FakeTable
from tests.unit.desk.callers import ADMINISTRATOR, CLIENT, STAFF, set_up_with_callers
from tests.unit.domain.samples import NOW

KEY = IdempotencyKey("digest", "content")
REQUEST = TicketRequest("It is broken", NewMessage("Please help"), 5, GENERAL, PRIORITIES[1])


class ForgettingTable(FakeTable):
    """A table that deletes the record of a request as soon as a repetition has met it."""

    @override
    def commit(self, operations: Sequence[TransactionItem], deadline: Deadline) -> None:
        try:
            super().commit(operations, deadline)
        except AlreadyProcessed:
            self.write(DeleteItem(keys.idempotency(KEY.digests[0])))
            raise


@pytest.fixture
def desk() -> Desk:
    """The desk for requests with one key."""
    return Desk(set_up_with_callers(ForgettingTable(), NOW), RequestContext(NOW, Deadline(5.0), KEY))


def test_a_contact_is_saved_again(desk: Desk) -> None:
    changes = ContactChanges("Bo", phones=(PhoneChange("1"),))
    first = desk.contacts.save(changes, None, STAFF)

    assert desk.contacts.save(changes, None, STAFF).id > first.id


def test_a_ticket_is_opened_again(desk: Desk) -> None:
    first, _ = desk.tickets.open(REQUEST, CLIENT)

    assert desk.tickets.open(REQUEST, CLIENT)[0].ticket.number > first.ticket.number


def test_what_changes_nothing_is_answered(desk: Desk) -> None:
    desk.tickets.open(REQUEST, CLIENT)

    assert desk.tickets.change_tags(1, STAFF, remove=["vip"]).ticket.version == 1


def test_a_ticket_is_deleted(desk: Desk) -> None:
    desk.tickets.open(REQUEST, CLIENT)

    assert desk.tickets.delete(1, ADMINISTRATOR).number == 1
    with pytest.raises(TicketNotFound):
        desk.tickets.get(1, ADMINISTRATOR)
