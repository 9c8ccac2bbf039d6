"""Groups are the desk's categories, in the 18 keys of the vendor."""

from typing import Any

import pytest

from tests.functional.callers import Tokens
from tests.functional.zammad.states import answered, refusal, zammad_caller
from tools.local_desk.client import Client
from tools.local_desk.world import World

GROUPS = "/api/v1/groups"
BEGIN = "2026-01-05T09:00:00.000Z"

USERS: dict[str, Any] = {
    "id": 1,
    "signature_id": None,
    "email_address_id": None,
    "name": "Users",
    "assignment_timeout": None,
    "follow_up_possible": "yes",
    "reopen_time_in_days": None,
    "follow_up_assignment": True,
    "active": True,
    "shared_drafts": False,
    "note": None,
    "updated_by_id": 1,
    "created_by_id": 1,
    "created_at": BEGIN,
    "updated_at": BEGIN,
    "name_last": "Users",
    "parent_id": None,
    "user_ids": [2, 3],
}


@pytest.fixture
def agent(world: World, tokens: Tokens) -> Client:
    """An agent."""
    return zammad_caller(world, tokens["agent"]["token"])


def group(answer: Any) -> dict[str, Any]:
    """Return a group in an answer, with the time of the desk's beginning replaced."""
    assert answer["created_at"] == answer["updated_at"]
    return {**answer, "created_at": BEGIN, "updated_at": BEGIN}


def test_the_list_has_all_categories_by_id(agent: Client) -> None:
    users, billing = answered(agent.get(GROUPS))

    assert group(users) == USERS
    assert list(users) == list(USERS)
    assert group(billing) == {**USERS, "id": 2, "name": "Billing", "name_last": "Billing"}


def test_one_group_is_shown_with_its_version(agent: Client) -> None:
    answer = agent.get(f"{GROUPS}/1")

    assert (group(answered(answer)), answer.headers["ETag"]) == (USERS, '"1"')


def test_expand_adds_logins(agent: Client) -> None:
    names = {"users": ["admin@example.com", "agent@example.com"], "created_by": "-", "updated_by": "-"}

    assert group(answered(agent.get(f"{GROUPS}/1?expand=true"))) == {**USERS, **names}
    assert [one["users"] for one in answered(agent.get(f"{GROUPS}?expand=1&full=1"))] == [names["users"]] * 2
    assert "users" not in answered(agent.get(f"{GROUPS}/1?expand=false"))


def test_full_answers_with_assets(agent: Client) -> None:
    listed = answered(agent.get(f"{GROUPS}?full=true&per_page=1&page=2"))

    assert (listed["record_ids"], listed["total_count"]) == ([2], 2)
    assert listed["assets"]["Group"]["2"]["name"] == "Billing"
    assert answered(agent.get(f"{GROUPS}/1?full=true"))["assets"]["Group"].keys() == {"1"}
    assert answered(agent.get(f"{GROUPS}?full=true&page=9")) == {"record_ids": [], "assets": {}, "total_count": 2}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", [1, 2]),
        ("?per_page=1", [1]),
        ("?limit=1&page=2", [2]),
        ("?page=3&per_page=1", []),
        ("?page=x&per_page=0", [1, 2]),
        ("?sort_by=name", [2, 1]),
        ("?sort_by=id&order_by=desc", [2, 1]),
    ],
)
def test_the_list_is_paged_and_sorted(agent: Client, query: str, ids: list[int]) -> None:
    assert [one["id"] for one in answered(agent.get(GROUPS + query))] == ids


def test_a_column_that_there_is_not_is_refused(agent: Client) -> None:
    for column in ("colour", "user_ids"):
        sentence = f"Found invalid column '{column}' for sorting."
        assert refusal(agent.get(f"{GROUPS}?sort_by={column}")) == (422, sentence)


def test_filters_of_the_list_are_refused_and_those_of_one_group_select_nothing(agent: Client) -> None:
    assert refusal(agent.get(f"{GROUPS}?active=true")) == (422, "Unknown parameter 'active'")
    assert refusal(agent.get(f"{GROUPS}/1?all=true")) == (422, "Unknown parameter 'all'")
    assert answered(agent.get(f"{GROUPS}/1?number=4"))["id"] == 1


@pytest.mark.parametrize("sent", ["99", "0", "x", "007"])
def test_an_unknown_group_is_not_found(zammad: Client, sent: str) -> None:
    sentence = f"Couldn't find Group with 'id'={sent}"

    assert refusal(zammad.get(f"{GROUPS}/{sent}")) == (404, sentence)
    assert refusal(zammad.put(f"{GROUPS}/{sent}", json={"note": "x"})) == (404, sentence)
    assert refusal(zammad.delete(f"{GROUPS}/{sent}")) == (422, sentence)


def test_customers_see_no_groups_and_agents_write_none(world: World, agent: Client, tokens: Tokens) -> None:
    client = zammad_caller(world, tokens["client"]["token"])
    refused = (403, "Not authorized (user)!")

    assert refusal(client.get(GROUPS)) == refused
    assert refusal(client.get(f"{GROUPS}/1")) == refused
    assert refusal(agent.post(GROUPS, json={"name": "x"})) == refused
    assert refusal(agent.put(f"{GROUPS}/1", json={"name": "x"})) == refused
    assert refusal(agent.delete(f"{GROUPS}/2")) == refused
    assert [one["name"] for one in answered(agent.get(GROUPS))] == ["Users", "Billing"]
