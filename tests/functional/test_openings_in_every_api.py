"""Tickets without a message, private openings and words that an agent wrote down are shown by every API."""

from decimal import Decimal
from typing import Any

import pytest

from polydesk.desk.messages import NewMessage, TicketRequest
from polydesk.domain.channel import Channel
from polydesk.domain.handling import Handling
from polydesk.domain.person import Author
from tests.functional.callers import Tokens
from tests.functional.happyfox.happyfox_calls import AGENT, CUSTOMER, JSON, key_holder
from tests.functional.internals import current_desk, principal
from tests.functional.search.search_calls import search_numbers
from tools.local_desk.client import Client
from tools.local_desk.world import World

PRIVATE = NewMessage("They called twice", public=False)
SAID = NewMessage("It is broken again", channel=Channel.PHONE, origin_id=CUSTOMER)


@pytest.fixture
def happyfox(world: World, tokens: Tokens) -> Client:
    """A caller of the HappyFox API."""
    return key_holder(world, tokens["happyfox"])


@pytest.fixture
def supportbee(world: World, tokens: Tokens) -> Client:
    """An agent who calls the SupportBee API."""
    return world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})


def opened(tokens: Tokens, message: NewMessage | None, author: Author | None = None) -> int:
    request = TicketRequest("Printer", message, CUSTOMER, author=author)
    outcome, _ = current_desk().tickets.open(request, principal(tokens["agent"]["token"]))
    return outcome.ticket.number


def handled(tokens: Tokens, number: int, author: Author, handling: Handling, message: NewMessage | None = None) -> None:
    by = principal(tokens["agent"]["token"])
    current_desk().tickets.handle_as(number, by, author, handling, message)


def comments(client: Client, number: int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client.get(f"/support/tickets/{number}/comments").json()["items"]
    return items


def at_supportbee(supportbee: Client, number: int) -> dict[str, Any]:
    shown: dict[str, Any] = supportbee.get(f"/tickets/{number}").json()["ticket"]
    return shown


def at_happyfox(happyfox: Client, number: int) -> dict[str, Any]:
    shown: dict[str, Any] = happyfox.get(f"{JSON}/ticket/{number}/").json()
    return shown


def test_a_ticket_without_a_message(client: Client, supportbee: Client, happyfox: Client, tokens: Tokens) -> None:
    number = opened(tokens, None)

    assert comments(client, number) == []
    assert [one["number"] for one in client.get("/support/tickets").json()["items"]] == [number]
    ticket = at_supportbee(supportbee, number)
    assert (ticket["content"]["text"], ticket["summary"]) == ("", "")
    assert (ticket["replies_count"], ticket["comments_count"]) == (0, 0)
    assert supportbee.get(f"/tickets/{number}/replies").json() == {"replies": []}
    shown = at_happyfox(happyfox, number)
    assert (shown["first_message"], shown["messages_count"]) == ("", 0)
    assert [one["message"] for one in shown["updates"]] == [None]

    client.post(f"/support/tickets/{number}/comments", json={"body": "Help"})
    assert [one["body"] for one in comments(client, number)] == ["Help"]
    assert at_supportbee(supportbee, number)["replies_count"] == 1
    assert happyfox.get(f"{JSON}/tickets/").json()["data"][0]["first_message"] == ""


def test_a_private_opening(world: World, client: Client, supportbee: Client, happyfox: Client, tokens: Tokens) -> None:
    number = opened(tokens, PRIVATE)

    assert comments(client, number) == []
    assert client.get(f"/support/tickets/{number}").json()["is_client_read"] is True
    assert client.get(f"/support/comments/{number * 100000 + 1}").status == 404
    world.pump()
    assert search_numbers(client, "twice") == []
    ticket = at_supportbee(supportbee, number)
    assert (ticket["content"]["text"], ticket["replies_count"], ticket["comments_count"]) == ("They called twice", 0, 0)
    shown = at_happyfox(happyfox, number)
    assert (shown["messages_count"], shown["last_staff_reply_at"]) == (1, None)
    assert shown["updates"][0]["message"]["message_type"] == "p"


def test_words_of_the_customer_that_an_agent_wrote_down(
    client: Client, supportbee: Client, happyfox: Client, tokens: Tokens
) -> None:
    number = opened(tokens, SAID, Author.customer(AGENT))
    handled(tokens, number, Author.customer(AGENT), Handling(), NewMessage("And again", channel=Channel.SMS))

    assert [one["is_client_author"] for one in comments(client, number)] == [True, True]
    assert at_supportbee(supportbee, number)["source"] == {"web": "client@example.com"}
    replies = supportbee.get(f"/tickets/{number}/replies").json()["replies"]
    assert [one["replier"]["id"] for one in replies] == [CUSTOMER]
    shown = at_happyfox(happyfox, number)
    assert [(one["by"]["type"], one["by"]["id"]) for one in shown["updates"]] == [("user", CUSTOMER)] * 2
    assert shown["last_staff_reply_at"] is None


def test_a_new_subject(world: World, client: Client, happyfox: Client, tokens: Tokens) -> None:
    number = opened(tokens, NewMessage("Please help"))

    handled(tokens, number, Author.staff(AGENT), Handling(subject="Scanner"))
    world.pump()

    assert at_happyfox(happyfox, number)["subject"] == "Scanner"
    assert client.get(f"/support/tickets/{number}").json()["summary"] == "Scanner"
    assert (search_numbers(client, "scanner"), search_numbers(client, "printer")) == ([number], [])


def test_time_is_shown_in_whole_minutes(happyfox: Client, tokens: Tokens) -> None:
    number = opened(tokens, NewMessage("Please help"))

    for minutes in ("12.5", "-20.25"):
        handled(tokens, number, Author.staff(AGENT), Handling(minutes=Decimal(minutes)))

    shown = at_happyfox(happyfox, number)
    assert shown["time_spent"] == -8
    assert [one["time_spent"] for one in shown["updates"]] == [None, 13, -20]


def test_a_message_is_found_by_its_place(tokens: Tokens) -> None:
    """Places count messages alone, from 1, whether or not the opening has one."""
    by, staff = principal(tokens["agent"]["token"]), Author.staff(AGENT)
    for opening, texts in ((None, ["b", "c", "d", "e"]), (NewMessage("a"), ["a", "b", "c", "d", "e"])):
        number = opened(tokens, opening)
        for text in "bcde":
            handled(tokens, number, staff, Handling(), NewMessage(text, public=text != "c"))
            current_desk().tickets.archive(number, by, archived=text in "bd")
        desk = current_desk()
        ticket = desk.tickets.get(number, by)
        found = [desk.tickets.nth_message(ticket, n) for n in range(len(texts) + 2)]
        assert [entry and entry.message and entry.message.text for entry in found] == [None, *texts, None]


def test_votes_of_a_comment_do_not_count_as_messages(client: Client, tokens: Tokens) -> None:
    number = opened(tokens, NewMessage("a"))
    client.post(f"/support/comments/{number * 100000 + 1}/evaluate", json={"score": 1})
    handled(tokens, number, Author.staff(AGENT), Handling(), NewMessage("b"))

    desk = current_desk()
    ticket = desk.tickets.get(number, principal(tokens["agent"]["token"]))
    found = [desk.tickets.nth_message(ticket, n) for n in (1, 2)]
    assert [entry and entry.message and entry.message.text for entry in found] == ["a", "b"]
