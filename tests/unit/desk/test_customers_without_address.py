"""A customer may have no e-mail address: each is a person of their own, whom only the id leads to."""

import pytest

from polydesk.desk.context import Deadline, RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewCustomer, NewMessage, TicketRequest
from polydesk.desk.resources import Resources
from polydesk.domain.catalog import GENERAL, PRIORITIES
from polydesk.domain.person import Person
from polydesk.domain.phones import Phone
from polydesk.storage.people import name_keys
from tests.fakes.desk import set_up_desk
from tests.fakes.table import FakeTable
from tests.unit.desk.callers import STAFF
from tests.unit.domain.samples import NOW

BO = NewCustomer("Bo", phones=("+49 30 1",))


@pytest.fixture
def resources() -> Resources:
    return set_up_desk(FakeTable(), NOW)


def opened_for(resources: Resources, customer: NewCustomer) -> Person:
    """Open a ticket for a new customer, and return the customer."""
    desk = Desk(resources, RequestContext(NOW, Deadline(5.0)))
    request = TicketRequest("It is broken", NewMessage("Help"), customer, GENERAL, PRIORITIES[1], as_customer=True)
    outcome, _ = desk.tickets.open(request, STAFF)
    return resources.people.get(outcome.ticket.customer_id)


def test_a_ticket_is_opened_for_a_customer_without_an_address(resources: Resources) -> None:
    bo = opened_for(resources, BO)

    assert (bo.name, bo.email, bo.login, list(bo.phones)) == ("Bo", "", "", [Phone(1, "+49 30 1")])


def test_two_of_them_are_two_people(resources: Resources) -> None:
    assert opened_for(resources, BO).id != opened_for(resources, BO).id


def test_no_name_leads_to_them(resources: Resources) -> None:
    bo = opened_for(resources, BO)

    assert name_keys(bo) == set()
    assert resources.people.find("") is None
    assert resources.people.find("Bo") is None
