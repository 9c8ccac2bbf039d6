"""POST and DELETE /tickets/{ticket_id}/star.json."""

from concurrent.futures import ThreadPoolExecutor

from polydesk.desk.resources import shared_resources
from tests.functional.supportbee.supportbee_calls import deeds, history, is_done, stored
from tools.local_desk.client import Client

AGENT, ADMIN = 3, 2
"""The ids of those who call."""


def stars(number: int) -> list[int]:
    """The people who have starred a ticket."""
    return [person for person in (ADMIN, AGENT) if shared_resources().tickets.is_starred(number, person)]


def test_a_ticket_is_starred_by_the_caller(bee: Client, ticket: int) -> None:
    assert is_done(bee.post(f"/tickets/{ticket}/star.json"))
    assert stars(ticket) == [AGENT]
    assert [(update.kind, update.by.person_id) for update in history(ticket)] == [("starred", AGENT)]


def test_a_star_is_taken_away(bee: Client, ticket: int) -> None:
    bee.post(f"/tickets/{ticket}/star.json")
    assert is_done(bee.delete(f"/tickets/{ticket}/star.json"))
    assert stars(ticket) == []
    assert deeds(ticket) == ["starred", "unstarred"]


def test_starring_twice_is_a_success_and_happens_once(bee: Client, ticket: int) -> None:
    bee.post(f"/tickets/{ticket}/star.json")
    once = stored(ticket)
    assert is_done(bee.post(f"/tickets/{ticket}/star.json"))
    assert stored(ticket) == once
    assert deeds(ticket) == ["starred"]


def test_taking_away_a_star_that_is_not_there_is_a_success_and_changes_nothing(bee: Client, ticket: int) -> None:
    before = stored(ticket)
    assert is_done(bee.delete(f"/tickets/{ticket}/star.json"))
    assert stored(ticket) == before
    assert deeds(ticket) == []


def test_a_star_belongs_to_a_person(bee: Client, other_bee: Client, ticket: int) -> None:
    bee.post(f"/tickets/{ticket}/star.json")
    other_bee.post(f"/tickets/{ticket}/star.json")
    assert stars(ticket) == [ADMIN, AGENT]
    bee.delete(f"/tickets/{ticket}/star.json")
    assert stars(ticket) == [ADMIN]


def test_a_star_belongs_to_a_ticket(bee: Client, client: Client, ticket: int) -> None:
    client.post("/support/tickets", json={"summary": "Another", "comment_body": "Help"})
    bee.post(f"/tickets/{ticket}/star.json")
    assert [stars(number) for number in (ticket, ticket + 1)] == [[AGENT], []]


def test_stars_set_at_the_same_moment_are_one_star(bee: Client, ticket: int) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: bee.post(f"/tickets/{ticket}/star.json"), range(4)))
    assert all(map(is_done, answers))
    assert stars(ticket) == [AGENT]
    assert deeds(ticket) == ["starred"]


def test_what_two_people_do_at_the_same_moment_both_happens(bee: Client, other_bee: Client, ticket: int) -> None:
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda caller: caller.post(f"/tickets/{ticket}/star.json"), (bee, other_bee)))
    assert all(map(is_done, answers))
    assert stars(ticket) == [ADMIN, AGENT]
    assert deeds(ticket) == ["starred", "starred"]
