"""Requests that come again: with an Idempotency-Key they answer as the first time."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from polydesk.domain.ticket import Assignee
from tests.functional.supportbee.supportbee_calls import assigned, hired, history_kinds, refusal, stored
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

KEY = {"Idempotency-Key": "5a4f0b1e"}


def ask(caller: Client, ticket: int, **assignment: Any) -> Response:
    return caller.post(f"/tickets/{ticket}/assignments.json", json={"assignment": assignment}, headers=KEY)


def same(first: Response, second: Response) -> bool:
    return (first.status, first.content, first.headers["ETag"]) == (
        second.status,
        second.content,
        second.headers["ETag"],
    )


def test_a_repeated_assignment_answers_as_the_first_time(world: World, api: Client, ticket: int) -> None:
    first = ask(api, ticket, user_id=3)
    assigned(first)
    world.clock.advance(hours=1)
    assert same(ask(api, ticket, user_id=3), first)
    assert history_kinds(ticket) == ["assigned"]


def test_a_repeated_assignment_to_a_group_answers_as_the_first_time(api: Client, ticket: int) -> None:
    first = ask(api, ticket, group_id=1)
    assigned(first)
    assert same(ask(api, ticket, group_id=1), first)


def test_it_answers_so_also_when_somebody_else_has_the_ticket_by_now(
    api: Client, other_api: Client, ticket: int
) -> None:
    first = ask(api, ticket, user_id=3)
    other_api.post(f"/tickets/{ticket}/assignments.json", json={"assignment": {"user_id": 2}})
    assert same(ask(api, ticket, user_id=3), first)
    assert (stored(ticket).assignee, stored(ticket).version) == (Assignee("person", 2), 3)


def test_it_answers_so_also_when_the_agent_has_left_by_now(world: World, api: Client, ticket: int) -> None:
    user = hired(world, "leaving@example.com", "Agent,2")
    first = ask(api, ticket, user_id=user)
    hired(world, "leaving@example.com", "Agent,2", active=False)
    assert same(ask(api, ticket, user_id=user), first)


def test_the_same_key_with_another_assignment_is_refused(api: Client, ticket: int) -> None:
    ask(api, ticket, user_id=3)
    sentence = "This Idempotency-Key was used for a different request."
    assert refusal(ask(api, ticket, user_id=2)) == (409, sentence)
    assert history_kinds(ticket) == ["assigned"]


def test_the_same_key_on_another_ticket_is_another_request(api: Client, client: Client, ticket: int) -> None:
    client.post("/support/tickets", json={"summary": "Another", "comment_body": "Help"})
    ask(api, ticket, user_id=3)
    assert assigned(ask(api, ticket + 1, user_id=3))["ticket"] == {"id": ticket + 1}


def test_the_same_key_of_another_person_is_another_request(api: Client, other_api: Client, ticket: int) -> None:
    ask(api, ticket, user_id=3)
    assert refusal(ask(other_api, ticket, user_id=3)) == (409, "The ticket is already assigned to this agent or group.")


def test_the_same_request_sent_twice_at_once_assigns_once(api: Client, ticket: int) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: ask(api, ticket, user_id=3), range(4)))
    assert all(same(answer, answers[0]) and answer.status == 201 for answer in answers)
    assert history_kinds(ticket) == ["assigned"]


def test_without_a_key_two_who_assign_at_once_both_get_their_turn(api: Client, other_api: Client, ticket: int) -> None:
    wishes = [(api, {"user_id": 2}), (other_api, {"group_id": 1})]
    with ThreadPoolExecutor(2) as threads:
        answers = list(
            threads.map(
                lambda wish: wish[0].post(f"/tickets/{ticket}/assignments", json={"assignment": wish[1]}), wishes
            )
        )
    assert sorted(assigned(answer)["id"] - ticket * 100_000 for answer in answers) == [2, 3]
    assert history_kinds(ticket) == ["assigned", "assigned"]


def test_a_repeated_star_does_not_come_back_after_it_was_taken_away(api: Client, ticket: int) -> None:
    for _ in range(2):
        assert api.post(f"/tickets/{ticket}/star.json", headers=KEY).headers["ETag"] == '"2"'
        api.delete(f"/tickets/{ticket}/star.json")
    assert history_kinds(ticket) == ["starred", "unstarred"]


@pytest.mark.parametrize("ending", ["", "/", ".json/"])
def test_a_request_is_the_same_under_each_of_its_paths(api: Client, ticket: int, ending: str) -> None:
    first = ask(api, ticket, user_id=3)
    repeated = api.post(f"/tickets/{ticket}/assignments{ending}", json={"assignment": {"user_id": 3}}, headers=KEY)
    assert same(repeated, first)
    assert history_kinds(ticket) == ["assigned"]


def test_a_key_that_is_no_key_is_refused(api: Client, ticket: int) -> None:
    for key in ("", "two words", "ключ", "x" * 256):
        response = api.post(f"/tickets/{ticket}/archive.json", headers={"Idempotency-Key": key})
        sentence = "Validation failed: Idempotency-Key: the key should be 1 to 255 visible ASCII characters."
        assert refusal(response) == (400, sentence)
    assert history_kinds(ticket) == []
