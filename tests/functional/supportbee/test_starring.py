"""POST and DELETE /tickets/{ticket_id}/star.json."""

from concurrent.futures import ThreadPoolExecutor

from polydesk.desk.resources import shared_resources
from tests.functional.supportbee.supportbee_calls import history, history_kinds, is_done, stored
from tools.local_desk.client import Client

AGENT, ADMIN = 3, 2
"""The ids of those who call."""


def stars(number: int) -> list[int]:
    """The people who have starred a ticket."""
    return [person for person in (ADMIN, AGENT) if shared_resources().tickets.is_starred(number, person)]


def test_a_ticket_is_starred_by_the_caller(api: Client, ticket: int) -> None:
    assert is_done(api.post(f"/tickets/{ticket}/star.json"))
    assert stars(ticket) == [AGENT]
    assert [(update.kind, update.by.person_id) for update in history(ticket)] == [("starred", AGENT)]


def test_a_star_is_taken_away(api: Client, ticket: int) -> None:
    api.post(f"/tickets/{ticket}/star.json")
    assert is_done(api.delete(f"/tickets/{ticket}/star.json"))
    assert stars(ticket) == []
    assert history_kinds(ticket) == ["starred", "unstarred"]


def test_starring_twice_is_a_success_and_happens_once(api: Client, ticket: int) -> None:
    api.post(f"/tickets/{ticket}/star.json")
    once = stored(ticket)
    assert is_done(api.post(f"/tickets/{ticket}/star.json"))
    assert stored(ticket) == once
    assert history_kinds(ticket) == ["starred"]


def test_taking_away_a_star_that_is_not_there_is_a_success_and_changes_nothing(api: Client, ticket: int) -> None:
    before = stored(ticket)
    assert is_done(api.delete(f"/tickets/{ticket}/star.json"))
    assert stored(ticket) == before
    assert history_kinds(ticket) == []


def test_a_star_belongs_to_a_person(api: Client, other_api: Client, ticket: int) -> None:
    api.post(f"/tickets/{ticket}/star.json")
    other_api.post(f"/tickets/{ticket}/star.json")
    assert stars(ticket) == [ADMIN, AGENT]
    api.delete(f"/tickets/{ticket}/star.json")
    assert stars(ticket) == [ADMIN]


def test_a_star_belongs_to_a_ticket(api: Client, client: Client, ticket: int) -> None:
    client.post("/support/tickets", json={"summary": "Another", "comment_body": "Help"})
    api.post(f"/tickets/{ticket}/star.json")
    assert [stars(number) for number in (ticket, ticket + 1)] == [[AGENT], []]


def test_stars_set_at_the_same_moment_are_one_star(api: Client, ticket: int) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: api.post(f"/tickets/{ticket}/star.json"), range(4)))
    assert all(map(is_done, answers))
    assert stars(ticket) == [AGENT]
    assert history_kinds(ticket) == ["starred"]


def test_what_two_people_do_at_the_same_moment_both_happens(api: Client, other_api: Client, ticket: int) -> None:
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda caller: caller.post(f"/tickets/{ticket}/star.json"), (api, other_api)))
    assert all(map(is_done, answers))
    assert stars(ticket) == [ADMIN, AGENT]
    assert history_kinds(ticket) == ["starred", "starred"]
