"""POST and DELETE /tickets/{ticket_id}/archive.json."""

import pytest

from tests.functional.supportbee.supportbee_calls import history, history_kinds, is_done, listed, stored
from tools.local_desk.client import Client


def test_an_unarchived_ticket_is_archived(api: Client, ticket: int) -> None:
    assert is_done(api.post(f"/tickets/{ticket}/archive.json"))
    assert stored(ticket).archived
    assert history_kinds(ticket) == ["archived"]


def test_an_archived_ticket_is_unarchived(api: Client, ticket: int) -> None:
    api.post(f"/tickets/{ticket}/archive.json")
    assert is_done(api.delete(f"/tickets/{ticket}/archive.json"))
    assert not stored(ticket).archived
    assert history_kinds(ticket) == ["archived", "unarchived"]


def test_archiving_twice_is_a_success_and_happens_once(api: Client, ticket: int) -> None:
    api.post(f"/tickets/{ticket}/archive.json")
    once = stored(ticket)
    assert is_done(api.post(f"/tickets/{ticket}/archive.json"))
    assert stored(ticket) == once
    assert history_kinds(ticket) == ["archived"]


def test_unarchiving_what_is_not_archived_is_a_success_and_changes_nothing(api: Client, ticket: int) -> None:
    before = stored(ticket)
    assert is_done(api.delete(f"/tickets/{ticket}/archive.json"))
    assert stored(ticket) == before
    assert history_kinds(ticket) == []


def test_the_history_shows_who_archived_it(api: Client, ticket: int) -> None:
    api.post(f"/tickets/{ticket}/archive.json")
    (update,) = history(ticket)
    assert (update.by.side, update.by.person_id) == ("staff", 3)
    assert [(change.field, change.old, change.new) for change in update.changes] == [("archived", False, True)]


def test_an_archived_ticket_stays_in_the_lists_and_can_be_read(
    api: Client, agent: Client, client: Client, ticket: int
) -> None:
    api.post(f"/tickets/{ticket}/archive.json")
    for caller in (agent, client):
        assert listed(caller) == (1, [ticket])
        assert caller.get(f"/support/tickets/{ticket}").status == 200


@pytest.mark.parametrize("number", [2, 3])
def test_only_the_named_ticket_is_archived(api: Client, client: Client, number: int) -> None:
    for _ in range(3):
        client.post("/support/tickets", json={"summary": "It is broken", "comment_body": "Help"})
    api.post(f"/tickets/{number}/archive.json")
    assert [each for each in (1, 2, 3) if stored(each).archived] == [number]


def test_a_comment_of_the_client_takes_it_out_of_the_archive(api: Client, client: Client, ticket: int) -> None:
    api.post(f"/tickets/{ticket}/archive.json")
    assert client.post(f"/support/tickets/{ticket}/comments", json={"body": "Hello?"}).status == 200
    assert not stored(ticket).archived
    assert history_kinds(ticket) == ["archived", "replied"]
    changes = [(change.field, change.old, change.new) for change in history(ticket)[-1].changes]
    assert changes == [("archived", True, False)]


def test_a_comment_of_staff_leaves_it_there(api: Client, agent: Client, ticket: int) -> None:
    api.post(f"/tickets/{ticket}/archive.json")
    assert agent.post(f"/support/tickets/{ticket}/comments", json={"body": "Hello?"}).status == 200
    assert stored(ticket).archived
