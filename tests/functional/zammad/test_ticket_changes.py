"""Changing a ticket as an agent: what is absent stays, what is there already is no change."""

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.channel import Channel
from tests.functional.callers import Tokens
from tests.functional.zammad.states import CLOSED, NEW, OPEN, PENDING_CLOSE, REMINDER, Json, refusal
from tests.functional.zammad.ticket_writes import (
    ADMIN,
    AGENT,
    CUSTOMER,
    TICKETS,
    change,
    changed,
    created,
    history,
    messages,
    refused,
    version,
)
from tools.local_desk.client import Client
from tools.local_desk.world import World

IN_2027 = "2027-01-05T10:00:00.000Z"


@pytest.fixture
def number(zammad_agent: Client) -> int:
    """A new ticket."""
    found: int = created(zammad_agent)["id"]
    return found


def test_each_property(zammad_agent: Client, number: int) -> None:
    ticket = changed(zammad_agent, number, title="x", group="Billing", priority_id=3, owner_id=ADMIN, state_id=OPEN)

    assert (ticket["title"], ticket["group_id"], ticket["priority_id"]) == ("x", 2, 3)
    assert (ticket["owner_id"], ticket["state_id"], ticket["updated_by_id"]) == (ADMIN, OPEN, AGENT)
    assert (ticket["article_ids"], ticket["article_count"]) == ([number * 1000 + 1], 1)


def test_an_answer_can_be_sent_back(world: World, zammad_agent: Client, number: int) -> None:
    changed(zammad_agent, number, state="pending reminder", pending_time="2027-01-05", owner_id=AGENT)
    world.clock.advance(minutes=1)
    before = zammad_agent.get(f"{TICKETS}/{number}", params={"expand": "true"})

    after = zammad_agent.put(f"{TICKETS}/{number}", json=before.json())

    assert (after.status, version(after)) == (200, version(before))
    assert len(history(number)) == 2


def test_an_answer_with_an_owner_who_has_left_can_be_sent_back(
    zammad: Client, zammad_agent: Client, number: int
) -> None:
    left = zammad.post("/api/v1/users", json={"firstname": "Al", "email": "al@example.com", "roles": ["Agent"]}).json()
    changed(zammad_agent, number, owner_id=left["id"])
    zammad.put(f"/api/v1/users/{left['id']}", json={"active": False})
    before = zammad_agent.get(f"{TICKETS}/{number}", params={"expand": "true"})

    after = zammad_agent.put(f"{TICKETS}/{number}", json=before.json())

    assert (after.status, version(after)) == (200, version(before))
    assert after.json()["owner_id"] == left["id"]


def test_a_longer_title_of_another_api_is_not_cut_by_an_answer(
    world: World, tokens: Tokens, zammad_agent: Client
) -> None:
    bearer = world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})
    subject = "word " * 50 + "end"
    body = {"subject": subject, "requester_email": "client@example.com", "content": {"text": "a"}}
    number = bearer.post("/tickets", json={"ticket": body}).json()["ticket"]["id"]

    shown = zammad_agent.get(f"{TICKETS}/{number}").json()
    changed(zammad_agent, number, **shown)

    assert zammad_agent.get(f"{TICKETS}/{number}").json()["title"] == subject


@pytest.mark.parametrize("nothing", [{}, {"number": "9", "tags": "a", "id": 9, "created_at": "x"}, {"owner_id": 1}])
def test_nothing_changes(zammad_agent: Client, number: int, nothing: Json) -> None:
    response = change(zammad_agent, number, **nothing)
    assert (response.status, version(response), len(history(number))) == (200, 1, 1)


@pytest.mark.parametrize("nobody", [{"owner_id": 1}, {"owner": "-"}, {"owner_id": None}, {"owner": None}])
def test_a_ticket_is_taken_from_a_person(zammad_agent: Client, number: int, nobody: Json) -> None:
    changed(zammad_agent, number, owner_id=AGENT)
    assert changed(zammad_agent, number, **nobody)["owner_id"] == 1


def test_a_group_keeps_it(world: World, tokens: Tokens, zammad_agent: Client, number: int) -> None:
    bearer = world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})
    assert bearer.post(f"/tickets/{number}/assignments", json={"assignment": {"group_id": 1}}).status == 201

    assert changed(zammad_agent, number, owner_id=1)["owner_id"] == 1

    ticket = shared_resources().tickets.get(number)
    assert ticket
    assert ticket.assignee
    assert ticket.assignee.kind == "group"


@pytest.mark.parametrize("same", [{"customer_id": 4}, {"customer": "client@example.com"}, {"customer_id": "4"}])
def test_the_present_customer_is_ignored(zammad_agent: Client, number: int, same: Json) -> None:
    assert changed(zammad_agent, number, **same)["customer_id"] == CUSTOMER


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"customer_id": 3}, "Invalid value '3' for field 'customer_id'!"),
        ({"customer": "agent@example.com"}, "Invalid value '3' for field 'customer_id'!"),
        ({"customer_id": "guess:x@example.com"}, "Invalid value 'x@example.com' for field 'customer_id'!"),
        ({"customer": {"firstname": "Ann", "lastname": "Bee"}}, "Invalid value 'Ann Bee' for field 'customer_id'!"),
        ({"customer": {"phone": "+44 1"}}, "Invalid value '+44 1' for field 'customer_id'!"),
        ({"customer_id": 99}, "Invalid value for param 'customer_id': 99"),
        ({"customer_id": None}, "Attribute 'customer_id' required!"),
        ({"title": None}, "Attribute 'title' required!"),
        ({"group_id": None}, "Attribute 'group_id' required!"),
        ({"state": None}, "Attribute 'state_id' required!"),
        ({"priority": None}, "Attribute 'priority_id' required!"),
        ({"state": "merged"}, "Invalid value '5' for field 'state_id'!"),
        ({"state_id": REMINDER}, "Missing required value for field 'pending_time'!"),
        ({"owner_id": CUSTOMER}, "Invalid value '4' for field 'owner_id'!"),
        ({"organization": "Acme"}, "No lookup value found for 'organization': \"Acme\""),
        ({"article": {"subject": "s"}}, "Need at least an 'article body' field."),
        ({"article": {"body": "a", "origin_by_id": 99}}, "Invalid value for param 'origin_by_id': 99"),
    ],
)
def test_what_cannot_be_changes_nothing(zammad_agent: Client, number: int, fields: Json, sentence: str) -> None:
    assert refused(change(zammad_agent, number, **{"title": "x", **fields})) == sentence
    assert len(history(number)) == 1


def test_a_pending_time_alone_moves_it(zammad_agent: Client, number: int) -> None:
    changed(zammad_agent, number, state_id=REMINDER, pending_time="2027-01-01")
    assert changed(zammad_agent, number, pending_time=IN_2027)["pending_time"] == IN_2027
    assert refused(change(zammad_agent, number, pending_time=None)).startswith("Missing required value")


def test_a_pending_ticket_keeps_its_time(zammad_agent: Client, number: int) -> None:
    changed(zammad_agent, number, state_id=REMINDER, pending_time=IN_2027)
    assert changed(zammad_agent, number, state_id=REMINDER)["pending_time"] == IN_2027
    assert changed(zammad_agent, number, state_id=PENDING_CLOSE)["pending_time"] == IN_2027


def test_a_pending_time_of_another_ticket_is_ignored(zammad_agent: Client, number: int) -> None:
    assert changed(zammad_agent, number, pending_time=IN_2027)["pending_time"] is None
    assert len(history(number)) == 1


def test_staff_write_to_a_closed_ticket_without_reopening_it(zammad_agent: Client, number: int) -> None:
    changed(zammad_agent, number, state="closed")
    ticket = changed(zammad_agent, number, article={"body": "For the record", "type": "email"})
    assert (ticket["state_id"], ticket["article_count"]) == (CLOSED, 2)


@pytest.mark.parametrize(
    ("fields", "state_id"),
    [
        ({"type": "email"}, OPEN),
        ({"type": "phone"}, OPEN),
        ({"type": "email", "internal": True}, NEW),
        ({"type": "note"}, NEW),
        ({}, NEW),
    ],
)
def test_a_message_by_a_channel_takes_a_new_ticket_up(
    zammad_agent: Client, number: int, fields: Json, state_id: int
) -> None:
    assert changed(zammad_agent, number, article={"body": "a", **fields})["state_id"] == state_id


def test_a_state_in_the_same_request_counts(zammad_agent: Client, number: int) -> None:
    assert changed(zammad_agent, number, state="new", article={"body": "a", "type": "email"})["state_id"] == NEW


def test_time_is_booked_with_the_article(zammad_agent: Client, number: int) -> None:
    ticket = changed(zammad_agent, number, article={"body": "a", "time_unit": "15.25"})
    assert (ticket["time_unit"], ticket["ticket_time_accounting_ids"]) == ("15.25", [number * 1000 + 2])


def test_files_come_with_the_article(zammad_agent: Client, number: int) -> None:
    attachment = {"filename": "some_file.txt", "data": "dGVzdCAxMjM=", "mime-type": "text/plain"}

    changed(zammad_agent, number, article={"body": "a", "attachments": [attachment]})

    [file] = messages(number)[1].files
    assert (file.name, file.content_type, file.size) == ("some_file.txt", "text/plain", 8)


def test_a_change_of_an_outdated_version_changes_nothing(zammad_agent: Client, number: int) -> None:
    changed(zammad_agent, number, title="x")
    body, address = {"article": {"body": "a"}, "title": "y"}, f"{TICKETS}/{number}"

    assert refusal(zammad_agent.put(address, json=body, headers={"If-Match": '"1"'}))[0] == 412
    assert zammad_agent.put(address, json={}, headers={"If-Match": '"1"'}).status == 412
    assert zammad_agent.put(address, json=body, headers={"If-Match": '"2"'}).status == 200
    assert len(history(number)) == 3


def test_a_repeated_change_is_written_once_with_the_version(zammad_agent: Client, number: int) -> None:
    body, headers = {"article": {"body": "a"}}, {"If-Match": '"1"'}
    statuses = [zammad_agent.put(f"{TICKETS}/{number}", json=body, headers=headers).status for _ in range(2)]
    assert (statuses, len(messages(number))) == ([200, 412], 2)


def test_an_article_of_each_type(zammad_agent: Client, number: int) -> None:
    for channel in Channel:
        changed(zammad_agent, number, state="open", article={"body": "a", "type": channel.value})
    assert [one.channel for one in messages(number)[1:]] == [*Channel]


def test_an_unknown_ticket_is_named_as_sent(zammad_agent: Client) -> None:
    for sent in ("99", "0099", "x"):
        assert refusal(zammad_agent.put(f"{TICKETS}/{sent}", json={})) == (
            404,
            f"Couldn't find Ticket with 'id'={sent}",
        )


def test_a_ticket_is_named_by_its_number_with_zeros(zammad_agent: Client, number: int) -> None:
    assert zammad_agent.put(f"{TICKETS}/000{number}", json={"title": "x"}).json()["id"] == number
