"""A ticket is taken from the person who has it; a group keeps it."""

from polydesk.domain.handling import Handling, handle
from polydesk.domain.ticket import Assignee, Change
from tests.unit.domain.samples import AGENT, HOUR, NOW, context, customer_ticket

LATER = context(NOW + HOUR, AGENT)


def test_a_ticket_is_taken_from_a_person() -> None:
    step = handle(customer_ticket(assignee=Assignee("person", 3)), LATER, Handling(release=True))

    assert step is not None
    assert step.after.assignee is None
    assert step.entry.changes == (Change("assignee", {"kind": "person", "id": 3}, None),)


def test_a_group_keeps_it() -> None:
    assert handle(customer_ticket(assignee=Assignee("group", 1)), LATER, Handling(release=True)) is None


def test_a_ticket_of_nobody_stays_so() -> None:
    assert handle(customer_ticket(), LATER, Handling(release=True)) is None
