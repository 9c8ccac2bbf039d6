"""`tickets_count` and `pending_tickets_count`: the tickets of the contact that staff's lists show, exactly."""

import pytest

from polydesk import clock
from polydesk.desk.context import Deadline, RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.resources import shared_resources
from polydesk.domain.person import Principal
from tests.functional.callers import Tokens
from tests.functional.happyfox.contact_calls import contact_of, found, saved
from tests.functional.happyfox.happyfox_calls import (
    CLOSED,
    CUSTOMER,
    PENDING_CLOSE,
    REMINDER,
    created,
    noted,
    page,
    read_alone,
    replied,
    updated,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World

COUNTS = {"tickets_count", "pending_tickets_count"}


def counts(api: Client) -> tuple[int, int]:
    """Both counts of the sample desk's customer, which are the same wherever they are shown."""
    contact = contact_of(api, CUSTOMER)
    assert contact == contact_of(api, "client@example.com")
    if (tickets := page(api)["data"]) and tickets[-1]["user"]["id"] == CUSTOMER:
        assert read_alone(api, tickets[-1]["id"])["user"] == contact
    return contact["tickets_count"], contact["pending_tickets_count"]


def test_a_contact_without_tickets_has_none(api: Client) -> None:
    assert counts(api) == (0, 0)


def test_closed_tickets_count_but_are_not_pending(api: Client) -> None:
    for _ in range(3):
        created(api)
    updated(api, 2, status=CLOSED)
    updated(api, 3, status=REMINDER)

    assert counts(api) == (3, 2)


def test_a_ticket_that_changes_its_status_is_counted_anew_at_once(api: Client) -> None:
    created(api)

    updated(api, 1, status=PENDING_CLOSE)
    assert counts(api) == (1, 1)
    updated(api, 1, status=CLOSED)
    assert counts(api) == (1, 0)
    replied(api, 1)
    assert counts(api) == (1, 1)


def test_private_tickets_count(api: Client) -> None:
    created(api, visible_only_staff=True)

    assert counts(api) == (1, 1)


@pytest.fixture
def supportbee(world: World, tokens: Tokens) -> Client:
    """An agent who calls SupportBee's API."""
    return world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})


def test_spam_does_not_count(api: Client, supportbee: Client) -> None:
    for _ in range(3):
        created(api)

    assert supportbee.post("/tickets/2/spam").status < 300
    assert counts(api) == (2, 2)


def test_trash_does_not_count(api: Client, tokens: Tokens) -> None:
    created(api)
    desk = Desk(shared_resources(), RequestContext(clock.now(), Deadline(5.0)))

    desk.tickets.trash(1, Principal("x", frozenset({"ticket.agent"}), None), trashed=True)

    assert contact_of(api, CUSTOMER)["tickets_count"] == 0


def test_archived_tickets_count(api: Client, supportbee: Client) -> None:
    created(api)

    assert supportbee.post("/tickets/1/archive").status < 300
    assert counts(api) == (1, 1)


def test_tickets_of_others_do_not_count(api: Client) -> None:
    created(api)
    ticket = created(api, user=None, name="Bo", email="bo@x.example")

    assert counts(api) == (1, 1)
    assert read_alone(api, ticket["id"])["user"]["tickets_count"] == 1


def test_lists_and_answers_of_writes_have_no_counts(api: Client, world: World) -> None:
    tickets = [created(api), updated(api, 1, priority=3), noted(api, 1), replied(api, 1)]
    tickets += page(api)["data"] + page(api, include_updates=1)["data"]
    contacts = [ticket["user"] for ticket in tickets] + [saved(api, email="client@example.com", name="Carl")]

    assert all(not COUNTS & contact.keys() for contact in contacts)
    assert found(api, world) == [CUSTOMER]
