"""Searching for tickets: the answers, the parameters in query and body, and who finds what."""

from typing import Any

import pytest

from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import key_holder
from tests.functional.zammad.ticket_calls import AGENT, CUSTOMER, NAMES, PARTS, TICKETS, opened, person_of, text
from tools.local_desk.client import Client
from tools.local_desk.world import World

SEARCH = f"{TICKETS}/search"


@pytest.fixture(autouse=True)
def three(world: World, tokens: Tokens) -> None:
    """Open three tickets: the second one has an agent and a tag."""
    opened(world, tokens, {"subject": "Printer"}, {"subject": "Ink", "assignee": AGENT, "tags": "vip"}, {})


def searched(caller: Client, query: str | None = None, **parameters: Any) -> Any:
    """The answer to a search."""
    parameters |= {} if query is None else {"query": query}
    response = caller.get(SEARCH, params=parameters)
    assert response.status == 200, response.content
    return response.json()


def found(caller: Client, query: str | None = None, **parameters: Any) -> list[int]:
    """The ids of the tickets that a search finds."""
    return [one["id"] for one in searched(caller, query, **parameters)]


def test_it_answers_tickets_with_the_ids_of_their_parts_newest_first(zammad_agent: Client) -> None:
    tickets = searched(zammad_agent)

    assert [one["id"] for one in tickets] == [3, 2, 1]
    for one in tickets:
        assert one.keys() >= PARTS
        assert not NAMES & one.keys()
        assert one["article_ids"] == [one["id"] * 1000 + 1]


@pytest.mark.parametrize("everything", ["", "*", "id:*", " "])
def test_a_query_for_everything_finds_all(zammad_agent: Client, everything: str) -> None:
    assert found(zammad_agent, everything) == found(zammad_agent, term=everything) == [3, 2, 1]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("number:1", [1]),
        ("title:ink AND tags:VIP", [2]),
        ("owner.login:agent@example.com", [2]),
        ("owner_id:1", [3, 1]),
        (f"customer_id:{CUSTOMER} -owner_id:{AGENT}", [3, 1]),
        ("customer.email:CLIENT@example.com", [3, 2, 1]),
        ("state.name:new OR state.name:open", [3, 2, 1]),
        ("printe", [1]),
        ("2", [2]),
        ("0002", [2]),
        ("#0002", [2]),
        ("article_count:1 time_unit:0", []),
        ("article_count:>0 NOT _exists_:tags", [3, 1]),
        ("created_at:<=now group.name:Users priority.name:2 normal", [3, 2, 1]),
    ],
)
def test_it_finds_what_the_query_asks_for(zammad_agent: Client, query: str, numbers: list[int]) -> None:
    assert found(zammad_agent, query) == numbers


def test_expand_adds_names(zammad_agent: Client) -> None:
    [ink] = searched(zammad_agent, "tags:vip", expand="true")

    assert ink.keys() >= NAMES | PARTS
    assert (ink["owner"], ink["customer"]) == ("agent@example.com", "client@example.com")


def test_full_takes_precedence_and_counts_all_pages(zammad_agent: Client) -> None:
    answer = searched(zammad_agent, full="true", expand="true", with_total_count="true", limit=2)

    assert (answer["record_ids"], answer["total_count"]) == ([3, 2], 3)
    assert answer["assets"]["Ticket"].keys() == {"3", "2"}
    assert {"1", str(AGENT), str(CUSTOMER)} <= answer["assets"]["User"].keys()


def test_counts(zammad_agent: Client) -> None:
    assert searched(zammad_agent, "owner_id:1", only_total_count="true", full="true") == {"total_count": 2}
    answer = searched(zammad_agent, "owner_id:1", with_total_count="1", expand="true", per_page=1)
    assert (answer.keys(), answer["total_count"]) == ({"records", "total_count"}, 2)
    assert [(one["id"], one["owner"]) for one in answer["records"]] == [(3, "-")]
    assert searched(zammad_agent, "tags:none", with_total_count="true") == {"records": [], "total_count": 0}


def test_pages(zammad_agent: Client) -> None:
    assert [found(zammad_agent, page=page, per_page=2) for page in (1, 2, 3)] == [[3, 2], [1], []]
    assert found(zammad_agent, limit=1, per_page="2", page="x") == [3, 2]


def test_orders(zammad_agent: Client) -> None:
    assert found(zammad_agent, sort_by="id") == found(zammad_agent, order_by="desc") == [3, 2, 1]
    assert found(zammad_agent, order_by="asc") == found(zammad_agent, sort_by="created_at", order_by="asc") == [1, 2, 3]
    assert found(zammad_agent, sort_by="owner_id,id", order_by="desc,asc") == [2, 1, 3]
    lists = {"sort_by[]": ["owner_id", "id"], "order_by[]": ["desc", "asc"]}
    assert [one["id"] for one in zammad_agent.get(SEARCH, params=lists).json()] == [2, 1, 3]
    body = {"sort_by": ["owner_id", "id"], "order_by": ["desc", "asc"]}
    assert [one["id"] for one in zammad_agent.post(SEARCH, json=body).json()] == [2, 1, 3]


@pytest.mark.parametrize("column", ["updated_at", "escalation_at", "title", "time_unit"])
def test_any_column_sorts_a_short_list(zammad_agent: Client, column: str) -> None:
    assert sorted(found(zammad_agent, sort_by=column)) == [1, 2, 3]


def test_parameters_can_be_in_the_body_the_query_or_both(zammad_agent: Client) -> None:
    bodies: list[dict[str, Any]] = [
        {"json": {"query": "tags:vip", "limit": 1, "with_total_count": True}},
        {"data": {"query": "tags:vip", "limit": "1", "with_total_count": "true"}},
        {"params": {"query": "tags:vip", "limit": "1", "with_total_count": "true"}},
        {"params": {"query": "tags:none", "limit": "1"}, "json": {"query": "tags:vip", "with_total_count": True}},
        {"params": {"with_total_count": "1"}, "json": {"term": "tags:vip", "page": None, "timestamp": 1}},
    ]
    for sent in bodies:
        answer = zammad_agent.post(SEARCH, **sent).json()
        assert ([one["id"] for one in answer["records"]], answer["total_count"]) == ([2], 1), sent


def test_a_search_by_post_changes_nothing_and_needs_no_key(zammad_agent: Client) -> None:
    key = {"Idempotency-Key": "x"}
    assert len(zammad_agent.post(SEARCH, json={"query": "*"}, headers=key).json()) == 3
    assert len(zammad_agent.post(SEARCH, json={"query": "tags:vip"}, headers=key).json()) == 1


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"query": "foo.bar:1"}, "Can't search by 'foo.bar'."),
        ({"query": "a AND"}, "Can't read the query at 'AND'."),
        ({"query": "*a"}, "Wildcards are taken at the end of a word only."),
        (
            {"query": '"a b"'},
            "Phrases can be searched in names and titles only. Send their words without quotation marks.",
        ),
        ({"query": "a b c d e f g h i"}, "There can be at most 8 words."),
        ({"query": "a", "term": "b"}, "Send 'query' or 'term', not both."),
        ({"number": 42}, "Unknown parameter 'number'"),
        ({"condition": {"ticket.state_id": {"operator": "is", "value": ["2"]}}}, "Can't search by condition."),
        ({"sort_by": "nothing"}, "Found invalid column 'nothing' for sorting."),
        ({"order_by": "up", "sort_by": "id"}, "Found invalid order by value up. Please use 'asc' or 'desc'."),
        ({"query": "a" * 1001}, "Invalid value for param 'query': Send at most 1000 characters."),
    ],
)
def test_what_is_refused(zammad_agent: Client, sent: dict[str, Any], problem: str) -> None:
    assert text(zammad_agent.post(SEARCH, json=sent)) == (422, problem)
    if "condition" not in sent:
        assert text(zammad_agent.get(SEARCH, params=sent)) == (422, problem)


def test_conditions_and_values_of_other_types_are_refused(zammad_agent: Client) -> None:
    conditions = {"condition[ticket.state_id][operator]": "is"}
    assert text(zammad_agent.get(SEARCH, params=conditions)) == (422, "Can't search by condition.")
    assert text(zammad_agent.post(SEARCH, data=conditions)) == (422, "Can't search by condition.")
    assert text(zammad_agent.post(SEARCH, json={"query": ["a"]})) == (422, "Invalid value for param 'query': [...]")
    assert zammad_agent.post(SEARCH, json=["a"]).status == 400


def test_a_body_that_is_no_json_is_refused(zammad_agent: Client) -> None:
    assert zammad_agent.post(SEARCH, content=b"{", headers={"Content-Type": "application/json"}).status == 400


def test_spam_and_trash_are_not_found(world: World, tokens: Tokens, zammad_agent: Client) -> None:
    agent = world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})
    assert agent.post("/tickets/1/spam.json").status == 204
    assert agent.post("/tickets/2/trash.json").status == 204

    assert found(zammad_agent) == found(zammad_agent, "id:[1 TO 3]") == [3]
    assert searched(zammad_agent, only_total_count="1") == {"total_count": 1}


def test_a_page_never_shows_a_ticket_that_does_not_match_any_more(
    world: World, tokens: Tokens, zammad_agent: Client
) -> None:
    opened(world, tokens, *[{"tags": "vip"}] * 5)
    api = key_holder(world, tokens["happyfox"])
    for number in (8, 6):
        assert (
            api.post(f"/api/1.1/json/ticket/{number}/update_tags/", json={"staff_id": AGENT, "remove": "vip"}).status
            == 200
        )

    assert found(zammad_agent, "tags:vip", per_page=2) == [7, 5]
    world.pump()
    assert searched(zammad_agent, "tags:vip", only_total_count="true") == {"total_count": 4}


def test_customers_find_their_own(world: World, tokens: Tokens, zammad_client: Client) -> None:
    opened(world, tokens, {"user": None, "name": "Ivy", "email": "ivy@example.com"}, {"visible_only_staff": True})
    stranger = person_of(world, "other@example.com", ["ticket.customer"], agent=False)

    assert found(zammad_client) == [3, 2, 1]
    assert found(zammad_client, "customer_id:me OR number:4 OR number:5") == [3, 2, 1]
    assert found(stranger) == found(stranger, "number:1") == []
    [ink] = searched(zammad_client, "number:2", expand="true")
    assert ink["owner"] == "-"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("owner.login:agent@example.com", "owner.login"),
        ("owner.email:agent@example.com", "owner.email"),
        ("tags:vip", "tags"),
        ("tags:*", "tags"),
        ("printer OR NOT _exists_:tags", "tags"),
    ],
)
def test_customers_cannot_search_by_what_they_do_not_see(zammad_client: Client, query: str, field: str) -> None:
    assert text(zammad_client.get(SEARCH, params={"query": query})) == (422, f"Can't search by '{field}'.")


def test_customers_find_no_words_of_notes(
    zammad_agent: Client, zammad_client: Client, world: World, tokens: Tokens
) -> None:
    api = key_holder(world, tokens["happyfox"])
    note = {"staff": AGENT, "text": "secretive"}
    assert api.post("/api/1.1/json/ticket/1/staff_pvtnote/", json=note).status == 200
    world.pump()

    assert found(zammad_agent, "secretive") == [1]
    assert found(zammad_client, "secretive") == []


def test_administrators_who_are_neither_find_none(world: World) -> None:
    administrator = person_of(world, "root@example.com", ["admin"], agent=False)

    assert found(administrator) == []
    assert searched(administrator, only_total_count="true") == {"total_count": 0}
