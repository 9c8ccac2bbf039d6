"""GET /attachments/{attachment_id}: leads to the file of a message, whichever API it came from."""

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.storage import keys
from polydesk.storage.transaction import UpdateItem
from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import JSON, answered, key_holder, new
from tests.functional.selectel.tickets import commented
from tests.functional.supportbee.supportbee_calls import refusal
from tests.functional.supportbee.uploads import attached, posted
from tests.functional.uploads import uploaded
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World
from tools.meter import Meter


@pytest.fixture
def number(api: Client, ticket: int, tokens: Tokens) -> int:
    """The number of a file that a message has."""
    found: int = posted(api)["id"]
    attached(tokens["agent"]["token"], [found], ticket)
    return found


def content(world: World, response: Response) -> bytes:
    """The bytes that an answer leads to."""
    assert (response.status, response.content) == (302, b""), response
    return world.download(response.headers["Location"]).content


def test_an_answer_leads_to_the_bytes(world: World, api: Client, number: int) -> None:
    assert content(world, api.get(f"/attachments/{number}")) == b"hello"


@pytest.mark.parametrize("query", ["?version=thumb", "?version=large", "?page=2&nonsense=1"])
def test_a_query_leads_to_the_same_file(world: World, api: Client, number: int, query: str) -> None:
    assert content(world, api.get(f"/attachments/{number}{query}")) == b"hello"


@pytest.mark.parametrize("spelling", ["{}.json", "0{}"])
def test_an_id_may_have_the_suffix(world: World, api: Client, number: int, spelling: str) -> None:
    assert content(world, api.get(f"/attachments/{spelling.format(number)}")) == b"hello"


def test_the_token_may_follow_the_address_of_an_answer(world: World, tokens: Tokens, number: int) -> None:
    assert world.client().get(f"/attachments/{number}").status == 401

    answer = world.client().get(f"/attachments/{number}?auth_token={tokens['agent']['token']}")

    assert content(world, answer) == b"hello"


def test_every_agent_may_have_it_and_no_customer(world: World, other_api: Client, tokens: Tokens, number: int) -> None:
    assert content(world, other_api.get(f"/attachments/{number}")) == b"hello"

    customer = world.client({"Authorization": f"Bearer {tokens['client']['token']}"})
    assert refusal(customer.get(f"/attachments/{number}"))[0] == 403


def test_files_of_the_tickets_api_are_found(world: World, api: Client, client: Client, ticket: int) -> None:
    commented(client, ticket, files=[uploaded(world, client, b"one"), uploaded(world, client, b"two")])

    assert [content(world, api.get(f"/attachments/{number}")) for number in (1, 2)] == [b"one", b"two"]


def test_files_of_happyfox_are_found(world: World, api: Client, tokens: Tokens) -> None:
    happyfox = key_holder(world, tokens["happyfox"])
    made = answered(happyfox.post(f"{JSON}/tickets/", data=new(), files={"attachments": ("a.txt", b"alpha")}))
    [file] = made["updates"][0]["message"]["attachments"]

    assert content(world, api.get(f"/attachments/{file['id']}")) == b"alpha"


def test_files_from_before_the_counter_are_found_by_their_place(
    world: World, api: Client, client: Client, ticket: int
) -> None:
    commented(client, ticket, files=[uploaded(world, client, b"one"), uploaded(world, client, b"two")])
    table = shared_resources().table
    table.write(UpdateItem(keys.history_entry(ticket, 2), {"file_numbers": None}))

    assert [content(world, api.get(f"/attachments/{place}")) for place in (10000201, 10000202)] == [b"one", b"two"]
    for missing in (10000200, 10000203, 10000301, 1):
        assert refusal(api.get(f"/attachments/{missing}"))[0] == 404


def test_a_file_with_a_number_is_not_found_by_its_place(api: Client, number: int) -> None:
    assert refusal(api.get("/attachments/10000201"))[0] == 404
    assert api.get(f"/attachments/{number}").status == 302


@pytest.mark.parametrize("identifier", ["99", "0", "-1", "a", "1.5", "1.xml", ".json", "9" * 30])
def test_what_is_not_there_is_not_found(api: Client, number: int, identifier: str) -> None:
    status, error = refusal(api.get(f"/attachments/{identifier}"))

    assert status == 404
    assert error.endswith("not found.")


def test_an_upload_without_a_message_is_not_found(api: Client) -> None:
    number = posted(api)["id"]

    assert refusal(api.get(f"/attachments/{number}")) == (404, f"Attachment {number} not found.")


def test_the_file_of_a_purged_ticket_is_not_found(world: World, api: Client, ticket: int, number: int) -> None:
    assert api.post(f"/tickets/{ticket}/spam").status == 204
    assert api.get(f"/attachments/{number}").status == 302
    world.clock.advance(days=31)

    world.fire("SchedulesPurgeSpam")

    assert refusal(api.get(f"/attachments/{number}"))[0] == 404


def test_no_cache_keeps_the_link(api: Client, number: int) -> None:
    assert api.get(f"/attachments/{number}").headers["Cache-Control"] == "no-store"


def test_a_link_is_two_reads(api: Client, number: int) -> None:
    api.get("/attachments/99")
    with Meter(shared_resources().table) as meter:
        assert api.get(f"/attachments/{number}").status == 302

    assert meter.requests == {"GetItem": 1, "BatchGetItem": 1}
    assert meter.read_units <= 4
