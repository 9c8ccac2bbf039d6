"""What a warm function asks of DynamoDB to write and to show messages."""

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.supportbee.messages import comment, reply
from tests.functional.supportbee.supportbee_calls import hired
from tools.bench.rounds import RequestRounds
from tools.local_desk.client import Client
from tools.local_desk.world import World
from tools.meter import Meter


@pytest.fixture(autouse=True)
def warm(api: Client, ticket: int) -> None:
    """Let the process know the token, the states, the catalog and the labels."""
    assert api.get(f"/tickets/{ticket}/replies").status == 200
    shared_resources().states()
    shared_resources().catalog()
    shared_resources().labels()


@pytest.mark.parametrize("write", [reply, comment], ids=["reply", "comment"])
def test_a_message_is_one_read_and_one_transaction(api: Client, write: object) -> None:
    with Meter(shared_resources().table) as meter:
        reply(api) if write is reply else comment(api)
    assert meter.requests == {"GetItem": 1, "TransactWriteItems": 1}


def opened(api: Client, email: str) -> None:
    """Open a ticket for this requester."""
    ticket = {"subject": "It is broken", "requester_email": email, "content": {"text": "It smokes"}}
    assert api.post("/tickets", json={"ticket": ticket}).status == 201


@pytest.mark.parametrize("email", ["client@example.com", "ivy@example.com"])
def test_a_ticket_waits_for_three_requests(api: Client, email: str) -> None:
    with RequestRounds(shared_resources().table) as rounds:
        opened(api, email)
    assert rounds.in_a_row == 3  # the address, beside the number; the person, or a new one's id; the transaction


def test_one_reply_is_two_reads(api: Client, client: Client) -> None:
    client.post("/support/tickets/1/comments", json={"body": "Hi"})
    with Meter(shared_resources().table) as meter:
        assert api.get("/tickets/1/replies/100002").status == 200
    assert meter.requests == {"BatchGetItem": 2}


def test_a_list_is_three_reads(world: World, api: Client, client: Client) -> None:
    hired(world, "other@example.com")
    for _ in range(3):
        client.post("/support/tickets/1/comments", json={"body": "Hi"})
        reply(api)
    api.get("/tickets/1/replies")
    with Meter(shared_resources().table) as meter:
        assert len(api.get("/tickets/1/replies").json()["replies"]) == 6
    assert meter.requests == {"GetItem": 1, "Query": 1, "BatchGetItem": 1}
