"""The vendor's exchanges of articles and attachments, as clients expect them."""

import pytest

from tests.functional.callers import Tokens
from tests.functional.zammad.articles import ARTICLES, KEYS, address, file, listed, write, written
from tests.functional.zammad.states import Json
from tests.functional.zammad.ticket_calls import shown
from tests.functional.zammad.ticket_writes import AGENT, CUSTOMER, changed, created, version
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture
def number(zammad_agent: Client) -> int:
    """The number of a ticket with one article of the agent."""
    opened: Json = created(zammad_agent, article={"body": "article body"})
    return int(opened["id"])


@pytest.fixture
def tickets_api(world: World, tokens: Tokens) -> Client:
    """An agent who calls the Tickets API."""
    return world.client({"X-Token": tokens["agent"]["token"]})


def test_2_the_article_of_a_new_ticket(zammad_agent: Client, number: int) -> None:
    response = zammad_agent.get(f"{ARTICLES}/{number * 1000 + 1}")

    article = response.json()
    assert (response.status, article.keys()) == (200, KEYS)
    assert (article["type"], article["sender"], article["content_type"]) == ("note", "Agent", "text/plain")
    assert (article["body"], article["internal"], article["to"], article["attachments"]) == (
        "article body",
        False,
        None,
        [],
    )
    assert (article["type_id"], article["sender_id"], article["created_by_id"], article["origin_by_id"]) == (
        10,
        1,
        AGENT,
        None,
    )
    assert (article["from"], article["created_by"], article["time_unit"]) == ("Grace Agent", "agent@example.com", None)


def test_4_an_article_with_a_file(zammad_agent: Client, number: int) -> None:
    response = write(zammad_agent, number, subject="s", attachments=[file()])

    article = response.json()
    assert (response.status, version(response)) == (201, 2)
    assert (article["subject"], article["body"]) == ("s", "b")
    [one] = article["attachments"]
    assert one == {
        "id": one["id"],
        "store_file_id": one["id"],
        "filename": "some_file.txt",
        "size": "8",
        "preferences": {"Mime-Type": "text/plain"},
    }
    download = zammad_agent.get(address(article))
    assert (download.status, download.content) == (200, b"test 123")
    assert download.headers["Content-Type"] == "text/plain"
    assert download.headers["Content-Disposition"] == 'attachment; filename="some_file.txt"'


def test_8_a_customer_writes_publicly_and_takes_the_ticket_up(
    zammad_agent: Client, zammad_client: Client, number: int
) -> None:
    changed(zammad_agent, number, state="closed")

    article = written(zammad_client, number, "hi", internal=True, sender="Agent", type="email")

    assert (article["sender"], article["type"], article["internal"]) == ("Customer", "note", False)
    assert (article["created_by_id"], article["created_by"]) == (CUSTOMER, "client@example.com")
    assert shown(zammad_client, number)["state_id"] == 2


def test_14_words_of_the_customer_on_the_telephone(
    world: World, zammad_agent: Client, tickets_api: Client, number: int
) -> None:
    world.clock.advance(minutes=1)

    article = written(zammad_agent, number, "they called", type="phone", sender="Customer")

    assert article.keys() == KEYS | {"origin_by"}
    assert (article["sender"], article["created_by_id"], article["origin_by_id"]) == ("Customer", AGENT, CUSTOMER)
    assert (article["from"], article["origin_by"]) == ("Carl Client <client@example.com>", "client@example.com")
    ticket = shown(zammad_agent, number)
    assert ticket["last_contact_customer_at"] == ticket["updated_at"] == "2026-01-05T09:01:00.000Z"
    comments = tickets_api.get(f"/support/tickets/{number}/comments").json()["items"]
    assert [one["is_client_author"] for one in comments] == [False, True]


def test_by_ticket_lists_all_articles_oldest_first(zammad_agent: Client, number: int) -> None:
    for text in ("two", "three"):
        written(zammad_agent, number, text, internal=text == "two")

    articles = listed(zammad_agent, number, expand="true")
    assert [one["body"] for one in articles] == ["article body", "two", "three"]
    assert [one["id"] for one in articles] == shown(zammad_agent, number, expand="true")["article_ids"]
    assert {frozenset(one) for one in articles} == {frozenset(KEYS)}
    assert [one["internal"] for one in articles] == [False, True, False]
