"""Results of `q` in the Tickets API and in HappyFox's API."""

from base64 import b64encode

import pytest

from tests.functional.callers import Tokens
from tests.functional.internals import note
from tests.functional.search.search_calls import add_comment, mark_spam, open_ticket, search_numbers, search_page
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture
def happyfox(world: World, tokens: Tokens) -> Client:
    """A caller with the API key of the whole desk."""
    pair = f"{tokens['happyfox']['api_key']}:{tokens['happyfox']['auth_code']}"
    return world.client({"Authorization": f"Basic {b64encode(pair.encode()).decode()}"})


def test_a_ticket_is_found_once_it_is_indexed(world: World, client: Client) -> None:
    number = open_ticket(client, "Fresh paint")
    world.pump()
    assert search_numbers(client, "fresh") == [number]

    add_comment(client, number, "It is green")
    world.pump()
    assert search_numbers(client, "fresh green") == [number]


def test_results_have_pages_and_exact_counts(world: World, client: Client) -> None:
    numbers = [open_ticket(client, "odd" if place % 2 else "even") for place in range(25)]
    world.pump()
    odd = numbers[1::2][::-1]

    pages = [search_page(client, "odd", page=number, items_per_page=5) for number in (1, 2, 3, 4)]

    assert [[ticket["number"] for ticket in one["items"]] for one in pages] == [odd[:5], odd[5:10], odd[10:], []]
    assert {(one["item_count"], one["page_count"]) for one in pages} == {(12, 3)}


def test_filters_apply_to_results_at_once(world: World, client: Client, agent: Client) -> None:
    first, second = (open_ticket(client, "printer") for _ in range(2))
    world.pump()
    assert agent.post(f"/support/tickets/{second}/close", json={}).status == 200

    assert search_numbers(agent, "printer", only_closed=True) == [second]
    assert search_numbers(agent, "printer", only_opened=True) == [first]
    assert search_numbers(agent, "printer", only_opened=True, only_closed=True) == []
    assert search_numbers(agent, "printer") == [second, first]
    assert search_numbers(client, "printer", only_closed=True) == [second]


def test_a_customer_finds_only_their_own_tickets(world: World, client: Client, other_client: Client) -> None:
    mine, theirs = open_ticket(client, "shared words"), open_ticket(other_client, "shared words")
    world.pump()

    assert search_numbers(client, "shared") == [mine]
    assert search_numbers(other_client, "shared") == [theirs]


def test_only_staff_find_words_of_private_notes(world: World, client: Client, agent: Client, tokens: Tokens) -> None:
    number = open_ticket(client, "Broken", "Please help")
    note(tokens["agent"]["token"], number, "He is a difficult customer")
    world.pump()

    assert search_numbers(agent, "difficult") == search_numbers(agent, "broken difficult") == [number]
    for q in ("difficult", "diff", "difficult broken", "broken difficult"):
        assert search_page(client, q)["item_count"] == 0
    add_comment(client, number, "It is difficult")
    world.pump()
    assert search_numbers(client, "broken difficult") == [number]
    assert search_numbers(client, "customer") == []


def test_spam_is_found_only_after_it_is_unmarked(world: World, client: Client, agent: Client, tokens: Tokens) -> None:
    number = open_ticket(client, "Buy now")
    world.pump()

    mark_spam(tokens["agent"]["token"], number)
    assert search_numbers(agent, "buy") == search_numbers(client, "buy") == []

    mark_spam(tokens["agent"]["token"], number, spam=False)
    assert search_numbers(agent, "buy") == search_numbers(client, "buy") == [number]


def test_happyfox_searches_text_html_and_notes_with_its_own_filters(
    world: World, happyfox: Client, tokens: Tokens
) -> None:
    customer, staff = tokens["client"]["person_id"], tokens["agent"]["person_id"]
    ticket = {"category": 1, "user": customer}
    opening = {**ticket, "subject": "Door", "html": "<p>It is st<b>uck</b></p><p>since&nbsp;Monday</p>"}
    both = {**ticket, "subject": "Door", "text": "plainly", "html": '<a href="https://target.example">richly</a>'}
    first, second = (happyfox.post("/api/1.1/json/tickets/", json=one).json()["id"] for one in (opening, both))
    answer = happyfox.post(
        f"/api/1.1/json/ticket/{first}/staff_pvtnote/", json={"staff": staff, "text": "call the smith"}
    )
    assert answer.status == 200
    world.pump()

    def listed(q: str, **query: object) -> list[int]:
        answer = happyfox.get("/api/1.1/json/tickets/", params={"q": q, **query}).json()
        assert answer["page_info"]["last_index"] == len(answer["data"])
        return [ticket["id"] for ticket in answer["data"]]

    assert listed("door") == [second, first]
    assert listed("stuck monday") == listed("smith") == [first]
    assert listed("plainly richly") == [second]
    assert listed("target") == [second]
    assert listed("uck") == []
    assert listed("door", status="_completed") == []
    assert listed("door", status=1) == [second, first]


def test_only_staff_find_a_ticket_visible_to_staff_only(
    world: World, client: Client, agent: Client, happyfox: Client, tokens: Tokens
) -> None:
    ticket = {"category": 1, "user": tokens["client"]["person_id"], "subject": "Arrears", "text": "Unpaid"}
    number = happyfox.post("/api/1.1/json/tickets/", json={**ticket, "visible_only_staff": True}).json()["id"]
    world.pump()

    assert search_numbers(agent, "arrears unpaid") == [number]
    assert search_numbers(client, "arrears") == search_numbers(client, "unpaid") == []


@pytest.mark.parametrize("q", ["a b c d e f g h i", "x" * 201, "?" * 201])
def test_an_invalid_query_is_a_bad_request(client: Client, agent: Client, q: str) -> None:
    for caller in (client, agent):
        answer = caller.get("/support/tickets", params={"q": q})
        assert answer.status == 400
        assert answer.json()["location"] == "query.q"


@pytest.mark.parametrize("q", ["!?", " ", "\t\n", "-", "🙂"])
def test_a_query_without_a_word_finds_nothing_in_the_tickets_api(client: Client, agent: Client, q: str) -> None:
    open_ticket(client, "What !? - 🙂")

    for caller in (client, agent):
        found = search_page(caller, q)
        assert (found["items"], found["item_count"], found["page_count"]) == ([], 0, 0)


@pytest.mark.parametrize("q", ["!?", "-"])
def test_happyfox_refuses_a_query_without_a_word(happyfox: Client, q: str) -> None:
    answer = happyfox.get("/api/1.1/json/tickets/", params={"q": q})

    assert answer.status == 400
    assert answer.json() == {"error": [{"field": "q", "errors": ["There is no word to search for."]}]}


def test_happyfox_names_the_field_of_an_invalid_query(happyfox: Client) -> None:
    answer = happyfox.get("/api/1.1/json/tickets/", params={"q": "a b c d e f g h i"})

    assert answer.status == 400
    assert answer.json() == {"error": [{"field": "q", "errors": ["There can be at most 8 words."]}]}


def test_a_beginning_of_too_many_words_finds_that_word_alone(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.storage.search_index.index.MAX_POSTINGS", 2)
    number = open_ticket(client, "printer print printing")
    other = open_ticket(client, "printing")
    world.pump()

    assert search_numbers(client, "print") == [number]
    assert search_numbers(client, "printi") == [other, number]
    assert search_numbers(client, "pri") == []
    assert search_numbers(client, "printe") == [number]
    assert search_numbers(client, "nowhere print") == []


def test_a_beginning_of_too_many_words_does_not_find_private_notes_for_customers(
    world: World, client: Client, agent: Client, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.storage.search_index.index.MAX_POSTINGS", 2)
    number = open_ticket(client, "printer printing prints")
    note(tokens["agent"]["token"], number, "print")
    world.pump()

    assert (search_numbers(agent, "print"), search_numbers(client, "print")) == ([number], [])


def test_many_words_of_one_customer_do_not_hide_a_word_from_others(
    world: World, client: Client, other_client: Client, agent: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.storage.search_index.index.MAX_POSTINGS", 100)
    number = open_ticket(client, "Invoice")
    flood = open_ticket(other_client, "Many")
    for comment in range(6):
        add_comment(other_client, flood, " ".join(f"invoice{comment}x{word}" for word in range(20)))
    world.pump()

    for caller in (client, agent):
        assert search_numbers(caller, "invoice") == [number]
        assert search_numbers(caller, "invoice invoice") == [number]
    assert search_numbers(other_client, "invoice5x19") == [flood]


@pytest.mark.parametrize("mark", ["", "#"])
def test_a_number_finds_its_ticket_and_the_tickets_with_that_word(
    world: World, client: Client, other_client: Client, agent: Client, happyfox: Client, mark: str
) -> None:
    number = open_ticket(client, "Broken")
    mentions, theirs = open_ticket(client, f"Same as {number}"), open_ticket(other_client, f"See {number}")
    world.pump()

    assert search_numbers(agent, f"{mark}{number}") == [theirs, mentions, number]
    assert search_numbers(client, f"{mark}{number}") == [mentions, number]
    assert search_numbers(other_client, f"{mark}{number}") == [theirs]
    assert search_numbers(agent, f"{mark}{number}", only_closed=True) == []
    found = happyfox.get("/api/1.1/json/tickets/", params={"q": f"{mark}{number}"}).json()
    assert [ticket["id"] for ticket in found["data"]] == [theirs, mentions, number]


def test_a_number_finds_no_ticket_that_the_caller_may_not_see(
    world: World, client: Client, agent: Client, happyfox: Client, tokens: Tokens
) -> None:
    hidden, spam = open_ticket(client, "Broken"), open_ticket(client, "Buy now")
    note(tokens["agent"]["token"], hidden, "Insured")
    mark_spam(tokens["agent"]["token"], spam)
    ticket = {"category": 1, "user": tokens["client"]["person_id"], "subject": "Arrears", "text": "Unpaid"}
    private = happyfox.post("/api/1.1/json/tickets/", json={**ticket, "visible_only_staff": True}).json()["id"]

    assert search_numbers(agent, f"#{private}") == [private]
    assert search_numbers(client, f"#{private}") == []
    assert search_numbers(agent, f"#{spam}") == search_numbers(client, f"#{spam}") == []
    assert search_numbers(agent, "#9999999999") == search_numbers(client, "#9999999999") == []
    assert search_numbers(agent, f"{hidden} broken") == []
