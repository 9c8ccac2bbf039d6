"""A client sees the tickets of the own account only: any other ticket or comment is not found, and stays as it is."""

from typing import Any

import pytest

from polydesk.domain.actions import mark_spam
from tests.functional.callers import Tokens
from tests.functional.internals import act
from tests.functional.selectel.tickets import (
    answered,
    closed,
    commented,
    comments,
    found,
    numbers,
    opened,
    page,
    refusal,
)
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

ROUTES: list[tuple[str, str, dict[str, Any] | None, str]] = [
    ("GET", "/support/tickets/{number}", None, "ticket_not_found"),
    ("PATCH", "/support/tickets/{number}", {"client_aliased_name": "Mine"}, "ticket_not_found"),
    ("POST", "/support/tickets/{number}/close", {"score": 1}, "ticket_not_found"),
    ("POST", "/support/tickets/{number}/reopen", {"body": "Mine"}, "ticket_not_found"),
    ("POST", "/support/tickets/{number}/vote", {"score": 1}, "ticket_not_found"),
    ("POST", "/support/tickets/{number}/comments", {"body": "Mine"}, "ticket_not_found"),
    ("GET", "/support/tickets/{number}/comments", None, "ticket_not_found"),
    ("GET", "/support/comments/{comment}", None, "comment_not_found"),
    ("POST", "/support/comments/{comment}/vote", {"score": 1}, "comment_not_found"),
]


@pytest.mark.parametrize("is_closed", [False, True])
def test_another_clients_ticket_is_not_found_and_stays_as_it_is(
    world: World, client: Client, other_client: Client, agent: Client, is_closed: bool
) -> None:
    number = opened(client)["number"]
    comment = commented(agent, number)["id"]
    if is_closed:
        closed(client, number)
    opened(other_client)
    before = dump(world)

    for method, path, body, error in ROUTES:
        answer = other_client.request(method, path.format(number=number, comment=comment), json=body)
        assert refusal(answer) == (404, error, None), f"{method} {path}"
        absent = other_client.request(method, path.format(number=70, comment=70 * 100_000 + 1), json=body)
        assert answer.json() == absent.json()  # nothing tells a foreign ticket from one that does not exist
    assert dump(world) == before


def test_each_client_lists_the_own_tickets_and_staff_all_of_them(
    client: Client, other_client: Client, agent: Client
) -> None:
    for one in (client, other_client, client, other_client, other_client):
        opened(one)

    assert numbers(page(client)) == [3, 1]
    assert numbers(page(other_client)) == [5, 4, 2]
    assert numbers(page(agent)) == [5, 4, 3, 2, 1]
    assert (page(client)["item_count"], page(other_client)["item_count"], page(agent)["item_count"]) == (2, 3, 5)


def test_staff_do_with_any_ticket_what_its_client_could(client: Client, agent: Client) -> None:
    number = opened(client)["number"]
    comment = commented(agent, number)["id"]

    answered(agent.patch(f"/support/tickets/{number}", json={"client_aliased_name": "Carl"}))
    answered(agent.post(f"/support/tickets/{number}/vote", json={"score": 7}))
    answered(agent.post(f"/support/comments/{comment}/vote", json={"score": 1}))
    closed(agent, number)
    answered(agent.post(f"/support/tickets/{number}/reopen", json={"body": "Sorry"}))

    ticket = found(client, number)
    assert (ticket["client_aliased_name"], ticket["vote"]["score"]) == ("Carl", 7)
    assert [one["body"] for one in comments(client, number)] == ["Help", "Any news?", "Sorry"]


def test_spam_is_hidden_from_its_client_and_from_every_list(client: Client, agent: Client, tokens: Tokens) -> None:
    number = opened(client)["number"]
    opened(client)
    act(tokens["agent"]["token"], number, lambda ticket, context: mark_spam(ticket, context, spam=True))

    assert refusal(client.get(f"/support/tickets/{number}")) == (404, "ticket_not_found", None)
    assert refusal(client.get(f"/support/comments/{number}00001")) == (404, "comment_not_found", None)
    assert numbers(page(client)) == numbers(page(agent)) == [2]
    assert page(client)["item_count"] == page(agent)["item_count"] == 1

    act(tokens["agent"]["token"], number, lambda ticket, context: mark_spam(ticket, context, spam=False))
    assert found(client, number)["number"] == number
    assert numbers(page(client)) == numbers(page(agent)) == [2, 1]
