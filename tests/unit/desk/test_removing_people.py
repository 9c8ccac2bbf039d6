"""Removing a person while a ticket is opened for them: the later one fails, and no ticket is without its customer."""

import pytest

from polydesk.desk.context import Deadline, RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewCustomer, NewMessage, TicketRequest
from polydesk.desk.resources import Resources
from polydesk.domain.catalog import GENERAL, PRIORITIES
from polydesk.domain.errors import InvalidValue, PersonInUse, PersonNotFound, UnknownToken
from polydesk.storage import keys
from tests.unit.desk.callers import ADMINISTRATOR, CLIENT, STAFF, set_up_with_callers
from tests.unit.desk.interrupted_table import InterruptedTable
from tests.unit.domain.samples import NOW

CUSTOMER_ID = 5


@pytest.fixture
def table() -> InterruptedTable:
    return InterruptedTable()


@pytest.fixture
def resources(table: InterruptedTable) -> Resources:
    return set_up_with_callers(table, NOW)


def at(resources: Resources) -> Desk:
    """The desk for one more request."""
    return Desk(resources, RequestContext(NOW, Deadline(5.0)))


def request(customer: int | NewCustomer = CUSTOMER_ID) -> TicketRequest:
    """A ticket of the customer."""
    return TicketRequest("It is broken", NewMessage("Help"), customer, GENERAL, PRIORITIES[1], as_customer=True)


def test_who_has_a_ticket_by_then_is_not_removed(resources: Resources, table: InterruptedTable) -> None:
    table.interruptions = [lambda: at(resources).tickets.open(request(), CLIENT)]

    with pytest.raises(PersonInUse):
        at(resources).users.remove(CUSTOMER_ID, ADMINISTRATOR)
    assert at(resources).people.one(CUSTOMER_ID).email == "5@example.com"
    at(resources).tickets.open(request(), CLIENT)


@pytest.mark.parametrize(("by", "error"), [(CLIENT, UnknownToken), (STAFF, InvalidValue)])
def test_no_ticket_is_opened_for_who_is_removed_by_then(
    resources: Resources, table: InterruptedTable, by: object, error: type[Exception]
) -> None:
    table.interruptions = [lambda: at(resources).users.remove(CUSTOMER_ID, ADMINISTRATOR)]

    with pytest.raises(error):
        at(resources).tickets.open(request(), CLIENT if by is CLIENT else STAFF)
    assert resources.own_sets.counts(CUSTOMER_ID).total() == 0
    with pytest.raises(PersonNotFound):
        at(resources).people.one(CUSTOMER_ID)


def test_who_is_met_by_address_and_removed_by_then_is_created_again(
    resources: Resources, table: InterruptedTable
) -> None:
    new = NewCustomer("Carl", "5@example.com")  # the first transaction finds the address taken
    table.interruptions = [lambda: None, lambda: at(resources).users.remove(CUSTOMER_ID, ADMINISTRATOR)]

    customer_id = at(resources).tickets.open(request(new), STAFF)[0].ticket.customer_id
    assert customer_id > CUSTOMER_ID
    assert at(resources).people.one(customer_id).email == "5@example.com"


def test_a_ticket_frees_a_person_from_a_removal_that_was_interrupted(resources: Resources) -> None:
    resources.people.mark_leaving(resources.people.get(CUSTOMER_ID))

    at(resources).tickets.open(request(), CLIENT)
    assert resources.own_sets.counts(CUSTOMER_ID).total() == 1


def test_a_removal_that_was_interrupted_is_repeated(resources: Resources) -> None:
    resources.people.mark_leaving(resources.people.get(CUSTOMER_ID))
    at(resources).users.remove(CUSTOMER_ID, ADMINISTRATOR)

    assert resources.people.find("5@example.com") is None
    assert resources.table.get(keys.login("5@example.com")) is None


def test_a_person_who_changes_stays(resources: Resources) -> None:
    marked = resources.people.mark_leaving(resources.people.get(CUSTOMER_ID))
    resources.people.save(marked, marked.renamed("Cleo"), Deadline(5.0))

    at(resources).tickets.open(request(), CLIENT)
