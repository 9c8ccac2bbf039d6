"""What `q` finds, in the Tickets API and in HappyFox's."""

from base64 import b64encode

import pytest

from tests.functional.callers import Tokens
from tests.functional.internals import note
from tests.functional.search.finding import commented, found, opened, page, spammed
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture
def api(world: World, tokens: Tokens) -> Client:
    """Somebody with the key of the whole desk."""
    pair = f"{tokens['happyfox']['api_key']}:{tokens['happyfox']['auth_code']}"
    return world.client({"Authorization": f"Basic {b64encode(pair.encode()).decode()}"})


def test_a_ticket_is_found_as_soon_as_its_words_are_indexed(world: World, client: Client) -> None:
    number = opened(client, "Fresh paint")
    world.pump()
    assert found(client, "fresh") == [number]

    commented(client, number, "It is green")
    world.pump()
    assert found(client, "fresh green") == [number]


def test_pages_are_parts_of_what_is_found_and_counts_are_of_all_of_it(world: World, client: Client) -> None:
    numbers = [opened(client, "odd" if place % 2 else "even") for place in range(25)]
    world.pump()
    odd = numbers[1::2][::-1]

    pages = [page(client, "odd", page=number, items_per_page=5) for number in (1, 2, 3, 4)]

    assert [[ticket["number"] for ticket in one["items"]] for one in pages] == [odd[:5], odd[5:10], odd[10:], []]
    assert {(one["item_count"], one["page_count"]) for one in pages} == {(12, 3)}


def test_filters_hold_at_once_for_what_is_found(world: World, client: Client, agent: Client) -> None:
    first, second = (opened(client, "printer") for _ in range(2))
    world.pump()
    assert agent.post(f"/support/tickets/{second}/close", json={}).status == 200

    assert found(agent, "printer", only_closed=True) == [second]
    assert found(agent, "printer", only_opened=True) == [first]
    assert found(agent, "printer", only_opened=True, only_closed=True) == []
    assert found(agent, "printer") == [second, first]
    assert found(client, "printer", only_closed=True) == [second]


def test_a_client_finds_words_of_the_own_tickets_only(world: World, client: Client, other_client: Client) -> None:
    mine, theirs = opened(client, "shared words"), opened(other_client, "shared words")
    world.pump()

    assert found(client, "shared") == [mine]
    assert found(other_client, "shared") == [theirs]


def test_words_of_private_notes_are_for_staff_alone(
    world: World, client: Client, agent: Client, tokens: Tokens
) -> None:
    number = opened(client, "Broken", "Please help")
    note(tokens["agent"]["token"], number, "He is a difficult customer")
    world.pump()

    assert found(agent, "difficult") == found(agent, "broken difficult") == [number]
    for q in ("difficult", "diff", "difficult broken", "broken difficult"):
        assert page(client, q)["item_count"] == 0
    commented(client, number, "It is difficult")
    world.pump()
    assert found(client, "broken difficult") == [number]
    assert found(client, "customer") == []


def test_spam_is_not_found_until_it_is_none(world: World, client: Client, agent: Client, tokens: Tokens) -> None:
    number = opened(client, "Buy now")
    world.pump()

    spammed(tokens["agent"]["token"], number)
    assert found(agent, "buy") == found(client, "buy") == []

    spammed(tokens["agent"]["token"], number, spam=False)
    assert found(agent, "buy") == found(client, "buy") == [number]


def test_happyfox_finds_text_html_and_notes_with_its_own_filters(world: World, api: Client, tokens: Tokens) -> None:
    customer, staff = tokens["client"]["person_id"], tokens["agent"]["person_id"]
    ticket = {"category": 1, "user": customer}
    opening = {**ticket, "subject": "Door", "html": "<p>It is st<b>uck</b></p><p>since&nbsp;Monday</p>"}
    both = {**ticket, "subject": "Door", "text": "plainly", "html": '<a href="https://hidden.example">richly</a>'}
    first, second = (api.post("/api/1.1/json/tickets/", json=one).json()["id"] for one in (opening, both))
    answer = api.post(f"/api/1.1/json/ticket/{first}/staff_pvtnote/", json={"staff": staff, "text": "call the smith"})
    assert answer.status == 200
    world.pump()

    def listed(q: str, **query: object) -> list[int]:
        answer = api.get("/api/1.1/json/tickets/", params={"q": q, **query}).json()
        assert answer["page_info"]["last_index"] == len(answer["data"])
        return [ticket["id"] for ticket in answer["data"]]

    assert listed("door") == [second, first]
    assert listed("stuck monday") == listed("smith") == [first]
    assert listed("plainly richly") == [second]
    assert listed("hidden") == listed("uck") == []
    assert listed("door", status="_completed") == []
    assert listed("door", status=1) == [second, first]


def test_a_ticket_for_staff_alone_is_found_by_staff_alone(
    world: World, client: Client, agent: Client, api: Client, tokens: Tokens
) -> None:
    ticket = {"category": 1, "user": tokens["client"]["person_id"], "subject": "Arrears", "text": "Unpaid"}
    number = api.post("/api/1.1/json/tickets/", json={**ticket, "visible_only_staff": True}).json()["id"]
    world.pump()

    assert found(agent, "arrears unpaid") == [number]
    assert found(client, "arrears") == found(client, "unpaid") == []


@pytest.mark.parametrize("q", ["a b c d e f g h i", "x" * 201, "!?", " "])
def test_a_query_that_cannot_be_searched_is_a_bad_request(client: Client, agent: Client, q: str) -> None:
    for caller in (client, agent):
        answer = caller.get("/support/tickets", params={"q": q})
        assert answer.status == 400
        assert answer.json()["location"] == "query.q"


def test_happyfox_names_the_field_of_such_a_query(api: Client) -> None:
    answer = api.get("/api/1.1/json/tickets/", params={"q": "a b c d e f g h i"})

    assert answer.status == 400
    assert answer.json() == {"error": [{"field": "q", "errors": ["There can be at most 8 words."]}]}


def test_a_beginning_of_too_many_words_is_a_bad_request(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.storage.search_index.index.MAX_POSTINGS", 2)
    number = opened(client, "printer print printing")
    world.pump()

    answer = client.get("/support/tickets", params={"q": "print"})

    assert answer.status == 400
    assert answer.json()["description"] == "Too many words begin with 'print'. Write more of the word."
    assert found(client, "printe") == [number]
    assert found(client, "nowhere print") == []
