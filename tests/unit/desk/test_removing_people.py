"""Removing a person while a ticket is opened for them: the later one fails, and no ticket is without its customer."""

import pytest

from polydesk.desk.context import Deadline, RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewCustomer, NewMessage, TicketRequest
from polydesk.desk.resources import Resources
from polydesk.domain.catalog import GENERAL, PRIORITIES
from polydesk.domain.errors import InvalidValue, PersonInUse, PersonNotFound, RemovalBeingPrepared, UnknownToken
from polydesk.domain.person import Person
from polydesk.storage import keys
from polydesk.storage.own_set_closing import ITEMS_AT_ONCE, NUMBERS_AFTER, NUMBERS_BEFORE, OwnSetClosing
from polydesk.storage.own_sets import CLOSED
from polydesk.storage.ticket_places import SETS_STEP
from polydesk.storage.transaction import DeleteItem, PutItem
from tests.fakes.desk import resources_on
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


@pytest.mark.parametrize("writes", range(3), ids=["nothing", "half of the sets", "all sets"])
def test_who_has_a_ticket_by_then_is_not_removed(resources: Resources, table: InterruptedTable, writes: int) -> None:
    table.interruptions = [*[lambda: None] * writes, lambda: at(resources).tickets.open(request(), CLIENT)]

    with pytest.raises(PersonInUse):
        at(resources).users.remove(CUSTOMER_ID, ADMINISTRATOR)
    assert table.interruptions == []
    assert at(resources).people.one(CUSTOMER_ID).email == "5@example.com"
    at(resources).tickets.open(request(), CLIENT)
    assert resources.own_sets.counts(CUSTOMER_ID).total() == 2


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


def interrupted_removal(resources: Resources) -> Person:
    """Begin a removal, as one that ends after its first step; return the person as it leaves it."""
    person, last = resources.people.get(CUSTOMER_ID), resources.tickets.last_number()
    return OwnSetClosing(resources.table, Deadline(5.0)).close(person, last)


def closed_items(resources: Resources) -> int:
    """How many items of the customer take no new ticket."""
    return sum(CLOSED in item for item in resources.table.query(keys.own_sets(CUSTOMER_ID)))


def set_counter(resources: Resources, number: int) -> None:
    """Let the next ticket have the number after this one."""
    resources.table.write(PutItem(keys.counter("ticket"), {"n": number}))


def test_a_ticket_frees_a_person_from_a_removal_that_was_interrupted(resources: Resources) -> None:
    interrupted_removal(resources)

    at(resources).tickets.open(request(), CLIENT)
    assert resources.own_sets.counts(CUSTOMER_ID).total() == 1
    assert closed_items(resources) == 0


def test_a_removal_that_was_interrupted_is_repeated(resources: Resources) -> None:
    interrupted_removal(resources)
    at(resources).users.remove(CUSTOMER_ID, ADMINISTRATOR)

    assert resources.people.find("5@example.com") is None
    assert resources.table.get(keys.login("5@example.com")) is None


def test_a_person_who_changes_stays(resources: Resources) -> None:
    leaving = interrupted_removal(resources)
    resources.people.save(leaving, leaving.renamed("Cleo"), Deadline(5.0))

    at(resources).tickets.open(request(), CLIENT)
    with pytest.raises(PersonInUse):
        at(resources).users.remove(CUSTOMER_ID, ADMINISTRATOR)


def test_who_stays_after_a_removal_that_began_takes_tickets_at_once(
    resources: Resources, table: InterruptedTable
) -> None:
    table.interruptions = [lambda: at(resources).tickets.open(request(), CLIENT)]
    with pytest.raises(PersonInUse):
        at(resources).users.remove(CUSTOMER_ID, ADMINISTRATOR)

    assert closed_items(resources) == 0


@pytest.mark.parametrize("distance", [1 - NUMBERS_BEFORE, 0, 1, NUMBERS_AFTER])
def test_a_number_that_was_drawn_earlier_or_is_drawn_much_later_is_refused(resources: Resources, distance: int) -> None:
    set_counter(resources, 2_000_500)
    at(resources).users.remove(CUSTOMER_ID, ADMINISTRATOR)

    with pytest.raises(UnknownToken):
        at(resources).tickets.open(request(), CLIENT, 2_000_500 + distance)


def test_removals_that_were_interrupted_far_apart_are_undone_by_one_ticket(resources: Resources) -> None:
    interrupted_removal(resources)
    set_counter(resources, 1_000_000)
    interrupted_removal(resources)
    assert closed_items(resources) > 2 * ITEMS_AT_ONCE

    at(resources).tickets.open(request(), CLIENT)
    assert closed_items(resources) == 0
    assert resources.own_sets.counts(CUSTOMER_ID).total() == 1


def test_closed_sets_have_no_tickets(resources: Resources) -> None:
    interrupted_removal(resources)

    assert resources.own_sets.counts(CUSTOMER_ID).total() == 0
    assert not resources.own_sets.of([CUSTOMER_ID], lambda _: True)


def test_a_customers_other_tickets_are_changed_while_sets_are_closed(resources: Resources) -> None:
    at(resources).tickets.open(request(), CLIENT)
    interrupted_removal(resources)

    at(resources).tickets.close(1, CLIENT, "Done", None)
    assert list(resources.own_sets.of([CUSTOMER_ID], lambda slot: slot.state_id != 1).newest_first()) == [1]


def test_nobody_is_removed_before_all_tickets_are_in_own_sets(table: InterruptedTable, resources: Resources) -> None:
    table.write(DeleteItem(keys.migration(SETS_STEP)))

    with pytest.raises(RemovalBeingPrepared) as refused:
        at(resources_on(table)).users.remove(CUSTOMER_ID, ADMINISTRATOR)
    assert str(refused.value) == "Removing people is being prepared after an upgrade of the desk. Try again later."
    assert resources.people.get(CUSTOMER_ID).version == 1
