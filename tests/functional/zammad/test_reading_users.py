"""Who sees which users, page by page, with names and with assets."""

import pytest

from tests.functional.callers import Tokens, set_up
from tests.functional.zammad.states import made, refusal, zammad_caller
from tests.functional.zammad.user_calls import NOT_AUTHORIZED, USERS, create, listed, read
from tools.local_desk.client import Client
from tools.local_desk.world import World

NOBODY, ADMIN, AGENT, CLIENT = range(1, 5)
"""The users of the sample desk."""


@pytest.fixture
def agent(world: World, tokens: Tokens) -> Client:
    """An agent who is no administrator."""
    world.pump()
    return zammad_caller(world, tokens["agent"]["token"])


@pytest.fixture
def client(world: World, tokens: Tokens) -> Client:
    """A customer."""
    world.pump()
    return zammad_caller(world, tokens["client"]["token"])


def ids(caller: Client, query: str = "") -> list[int]:
    """The ids of a page."""
    return [one["id"] for one in listed(caller, query)]


def test_user_1_comes_first_and_the_others_by_id(agent: Client) -> None:
    assert ids(agent) == [NOBODY, ADMIN, AGENT, CLIENT]
    assert listed(agent)[0]["login"] == "-"


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_follow_each_other_until_an_empty_one(agent: Client, size: int) -> None:
    pages = [ids(agent, f"?page={number}&per_page={size}") for number in range(1, 6)]

    assert [one for page in pages for one in page] == [NOBODY, ADMIN, AGENT, CLIENT]
    assert not pages[-1]
    assert all(len(page) == size for page in pages[: 4 // size])


@pytest.mark.parametrize("query", ["?page=5&per_page=1", "?page=2&per_page=3", ""])
def test_a_page_is_filled_up_when_somebody_has_just_been_deleted(world: World, zammad: Client, query: str) -> None:
    gone = create(zammad, firstname="Gone").json()["id"]
    last = create(zammad, firstname="Last").json()["id"]
    world.pump()
    made(zammad.delete(f"{USERS}/{gone}"), 200)  # the stream has not told the index yet

    assert ids(zammad, query)[-1] == last


def test_the_order_is_that_of_ids_or_of_creation(agent: Client) -> None:
    assert ids(agent, "?sort_by=created_at&order_by=desc") == [CLIENT, AGENT, ADMIN, NOBODY]
    assert ids(agent, "?sort_by=id&order_by=DESC&per_page=2&page=2") == [ADMIN, NOBODY]
    refused = agent.get(f"{USERS}?sort_by=login")
    assert refusal(refused) == (422, "Found invalid column 'login' for sorting.")


@pytest.mark.parametrize("name", ["role", "email", "query", "active"])
def test_filters_are_refused(agent: Client, name: str) -> None:
    assert refusal(agent.get(f"{USERS}?{name}=x")) == (422, f"Unknown parameter '{name}'")


def test_full_answers_ids_and_assets(agent: Client) -> None:
    page = made(agent.get(f"{USERS}?full=true&per_page=2&page=2"), 200)

    assert (page["record_ids"], page["total_count"]) == ([AGENT, CLIENT], 4)
    assert page["assets"]["User"].keys() == {"1", "3", "4"}
    assert [role["name"] for role in page["assets"]["Role"].values()] == ["Agent", "Customer"]
    assert page["assets"]["User"]["3"] == {**read(agent, AGENT), "accounts": {}}
    assert made(agent.get(f"{USERS}?full=true&page=9"), 200)["record_ids"] == []


def test_one_user_with_full_comes_with_user_1(agent: Client) -> None:
    shown = read(agent, CLIENT, "?full=1")

    assert (shown["id"], shown["assets"]["User"].keys()) == (CLIENT, {"1", "4"})


def test_expand_adds_names_and_comes_before_full(agent: Client) -> None:
    shown = read(agent, AGENT, "?expand=true&full=true")

    assert (shown["roles"], shown["created_by"], shown["organizations"]) == (["Agent"], "-", [])
    assert [*shown["groups"].values()] == [*shown["group_ids"].values()]
    assert listed(agent, "?expand=1")[0]["roles"] == []
    assert "roles" not in read(agent, AGENT, "?expand=false")


def test_a_user_has_an_etag_and_403_or_404_is_told(agent: Client) -> None:
    assert agent.get(f"{USERS}/{CLIENT}").headers["ETag"] == '"1"'
    assert refusal(agent.get(f"{USERS}/99")) == (404, "Couldn't find User with 'id'=99")
    assert refusal(agent.get(f"{USERS}/x")) == (404, "Couldn't find User with 'id'=x")
    assert refusal(agent.get(f"{USERS}/{CLIENT}?all=true")) == (422, "Unknown parameter 'all'")


def test_a_customer_sees_no_other_users(client: Client) -> None:
    assert ids(client) == [CLIENT]
    assert ids(client, "?page=2") == []
    assert made(client.get(f"{USERS}?full=true"), 200)["total_count"] == 1
    assert read(client, CLIENT)["login"] == "client@example.com"
    for other in (NOBODY, AGENT, 99):
        assert refusal(client.get(f"{USERS}/{other}")) == NOT_AUTHORIZED


@pytest.mark.parametrize("permission", ["admin.object", "ticket.customer", "ticket.agent", "admin.user"])
def test_everybody_sees_themselves(world: World, tokens: Tokens, permission: str) -> None:
    document = {
        "people": [{"email": "eve@example.com", "name": "Eve", "permissions": [permission]}],
        "tokens": [{"name": "eve", "person": "eve@example.com", "permissions": [permission]}],
    }
    eve = zammad_caller(world, set_up(world, document)["eve"]["token"])

    assert made(eve.get(f"{USERS}/me"), 200)["login"] == "eve@example.com"


def test_somebody_without_any_permission_does_not(world: World, tokens: Tokens) -> None:
    document = {
        "people": [{"email": "eve@example.com", "name": "Eve", "permissions": []}],
        "tokens": [{"name": "eve", "person": "eve@example.com"}],
    }
    eve = zammad_caller(world, set_up(world, document)["eve"]["token"])

    assert refusal(eve.get(f"{USERS}/me")) == (403, "Not authorized (user)!")


def test_an_administrator_who_is_no_agent_sees_all(world: World, tokens: Tokens) -> None:
    document = {
        "people": [{"email": "eve@example.com", "name": "Eve", "permissions": ["admin"]}],
        "tokens": [{"name": "eve", "person": "eve@example.com"}],
    }
    eve = zammad_caller(world, set_up(world, document)["eve"]["token"])
    world.pump()

    assert ids(eve)[:4] == [NOBODY, ADMIN, AGENT, CLIENT]
