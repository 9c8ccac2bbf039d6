"""GET /tickets: all tickets that the caller may see, by id, page by page."""

from typing import Any

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import JSON, answered, key_holder
from tests.functional.zammad.states import REMOVED
from tests.functional.zammad.ticket_calls import (
    NAMES,
    PARTS,
    TICKETS,
    ids,
    listed,
    opened,
    person_of,
    shown,
    text,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture
def five(world: World, tokens: Tokens) -> None:
    opened(world, tokens, *({"subject": subject} for subject in "cbade"))


@pytest.mark.usefixtures("five")
def test_tickets_are_in_the_order_of_their_ids(zammad_agent: Client) -> None:
    assert ids(zammad_agent) == [1, 2, 3, 4, 5]


@pytest.mark.usefixtures("five")
def test_a_listed_ticket_is_the_one_that_is_shown(zammad_agent: Client) -> None:
    plain = listed(zammad_agent)
    assert plain == [shown(zammad_agent, number) for number in range(1, 6)]
    assert not plain[0].keys() & (NAMES | PARTS | {"organization"})


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("expand", ["true", "1"])
def test_expand_adds_names_beside_the_ids(zammad_agent: Client, expand: str) -> None:
    [plain, *_], [expanded, *_] = listed(zammad_agent), listed(zammad_agent, expand=expand)

    assert expanded.keys() == plain.keys() | NAMES | PARTS
    assert {name: expanded[name] for name in plain} == plain
    assert {name: expanded[name] for name in NAMES | PARTS} == {
        "group": "Users",
        "state": "new",
        "priority": "2 normal",
        "owner": "-",
        "customer": "client@example.com",
        "created_by": "client@example.com",
        "updated_by": "client@example.com",
        "create_article_type": "web",
        "create_article_sender": "Customer",
        "article_ids": [1001],
        "ticket_time_accounting_ids": [],
        "ticket_time_accounting": [],
    }


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("expand", ["false", "0", "True", "yes", ""])
def test_other_values_of_expand_add_nothing(zammad_agent: Client, expand: str) -> None:
    assert not listed(zammad_agent, expand=expand)[0].keys() & NAMES


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    ("query", "page"),
    [
        ({"per_page": 2}, [1, 2]),
        ({"per_page": 2, "page": 2}, [3, 4]),
        ({"per_page": 2, "page": 3}, [5]),
        ({"per_page": 2, "page": 4}, []),
        ({"limit": 2}, [1, 2]),
        ({"limit": 2, "per_page": 3}, [1, 2, 3]),
        ({"limit": 0}, [1, 2, 3, 4, 5]),
        ({"page": "x", "per_page": "-1"}, [1, 2, 3, 4, 5]),
        ({"page": 0}, [1, 2, 3, 4, 5]),
        ({"per_page": 5000}, [1, 2, 3, 4, 5]),
        ({"page": 1000}, []),
        ({"page": 10**17, "per_page": 1000}, []),
        ({"page": 10**30}, []),
        ({"page": "+2", "per_page": "+2"}, [3, 4]),
        ({"page": 10**17, "per_page": 1000, "sort_by": "title"}, []),
        ({"page": 10**17, "per_page": 1000, "sort_by": "updated_at"}, []),
    ],
    ids=str,
)
def test_pages(zammad_agent: Client, query: dict[str, Any], page: list[int]) -> None:
    assert ids(zammad_agent, **query) == page


def test_a_page_has_a_hundred_tickets(world: World, tokens: Tokens, zammad_agent: Client) -> None:
    for _ in range(2):
        opened(world, tokens, *[{}] * 60)

    assert len(ids(zammad_agent)) == 100
    assert ids(zammad_agent, page=2) == list(range(101, 121))
    assert len(ids(zammad_agent, per_page=1000)) == 120


@pytest.mark.usefixtures("five")
def test_tickets_that_are_gone_for_lists_do_not_make_a_page_short(
    world: World, tokens: Tokens, zammad_agent: Client
) -> None:
    agent = world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})
    assert agent.post("/tickets/1/spam.json").status == 204
    assert agent.post("/tickets/2/trash.json").status == 204
    assert agent.post("/tickets/3/archive.json").status == 204

    assert ids(zammad_agent, per_page=2) == [3, 4]
    assert ids(zammad_agent) == [3, 4, 5]


@pytest.mark.usefixtures("five")
def test_removed_tickets_are_left_out(world: World, tokens: Tokens, zammad: Client, zammad_agent: Client) -> None:
    assert zammad.put(f"/api/v1/ticket_states/{REMOVED}", json={"active": True}).status == 200
    key = key_holder(world, tokens["happyfox"])
    answered(key.post(f"{JSON}/ticket/2/staff_update/", json={"staff": 3, "status": REMOVED}))

    assert ids(zammad_agent) == [1, 3, 4, 5]
    assert shown(zammad_agent, 2)["state_id"] == REMOVED


@pytest.mark.usefixtures("five")
def test_full_has_ids_and_what_they_refer_to(zammad_agent: Client) -> None:
    response = zammad_agent.get(TICKETS, params={"full": "true", "per_page": 2})
    body = response.json()

    assert body.keys() == {"record_ids", "assets", "total_count"}
    assert (body["record_ids"], body["total_count"]) == ([1, 2], 5)
    assert [*body["assets"]["Ticket"]] == ["1", "2"]


@pytest.mark.usefixtures("five")
def test_expand_takes_precedence_over_full(zammad_agent: Client) -> None:
    assert listed(zammad_agent, full="true", expand="true") == listed(zammad_agent, expand="true")


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    "name", ["state", "filter[owner_id]", "group_id", "query", "number", "customer_id", "state_id[]", "condition"]
)
def test_a_filter_is_refused(zammad_agent: Client, name: str) -> None:
    assert text(zammad_agent.get(TICKETS, params={name: "1"})) == (422, f"Unknown parameter '{name}'")


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("name", ["sort_dir", "assets", "_", "timestamp", "include_metadata"])
def test_what_clients_send_everywhere_is_harmless(zammad_agent: Client, name: str) -> None:
    assert ids(zammad_agent, **{name: "1"}) == [1, 2, 3, 4, 5]


@pytest.mark.usefixtures("five")
def test_customers_see_their_own_that_are_not_hidden(world: World, tokens: Tokens, zammad_client: Client) -> None:
    other = person_of(world, "other@example.com", ["ticket.customer"])
    opened(world, tokens, {"visible_only_staff": True})
    agent = world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})
    assert agent.post("/tickets/2/spam.json").status == 204

    assert ids(zammad_client) == [1, 3, 4, 5]
    assert ids(other) == []
    response = other.get(TICKETS, params={"full": "true"})
    assert (response.json()["record_ids"], response.json()["total_count"]) == ([], 0)


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("permissions", [["admin"], ["admin.object"]])
def test_an_administrator_who_is_no_agent_sees_none(world: World, permissions: list[str]) -> None:
    administrator = person_of(world, "boss@example.com", permissions)
    assert ids(administrator) == []
    assert ids(administrator, sort_by="title") == []


def test_a_customer_sees_a_dash_for_the_staff_of_a_ticket(
    world: World, tokens: Tokens, zammad_agent: Client, zammad_client: Client
) -> None:
    opened(world, tokens, {"assignee": 3})
    key = key_holder(world, tokens["happyfox"])
    answered(key.post(f"{JSON}/ticket/1/staff_update/", json={"staff": 3, "text": "Soon"}))

    [seen], [hidden] = listed(zammad_agent, expand="true"), listed(zammad_client, expand="true")
    logins = ("owner", "updated_by", "customer", "created_by")
    client = "client@example.com"
    assert [seen[name] for name in logins] == ["agent@example.com", "agent@example.com", client, client]
    assert [hidden[name] for name in logins] == ["-", "-", client, client]
    assert (hidden["owner_id"], hidden["updated_by_id"]) == (3, 3)
    assert hidden["article_ids"] == [1001, 1002]
