"""What all endpoints have in common: paths, bodies that say nothing, tickets that are not there, faults of ours."""

from io import StringIO
from typing import Any

import pytest

from polydesk.storage import keys
from tests.functional.supportbee.supportbee_calls import ACTIONS, JSON, history_kinds, is_done, refusal, stored
from tools.local_desk.client import Client
from tools.local_desk.world import World

ALL = [*ACTIONS, ("POST", "assignments")]

ASSIGNMENT = {"assignment": {"group_id": 1}}


def call(caller: Client, method: str, ticket: object, noun: str, **request: Any) -> Any:
    body = {"json": ASSIGNMENT} if noun == "assignments" else {}
    return caller.request(method, f"/tickets/{ticket}/{noun}", **{**body, **request})


@pytest.mark.parametrize("ending", ["", "/", ".json", ".json/"])
def test_every_path_answers_with_and_without_its_suffix_and_a_slash(api: Client, ticket: int, ending: str) -> None:
    for method, noun in ACTIONS:
        assert is_done(api.request(method, f"/tickets/{ticket}/{noun}{ending}"))
    assert api.post(f"/tickets/{ticket}/assignments{ending}", json=ASSIGNMENT).status == 201
    assert history_kinds(ticket) == [
        "archived",
        "unarchived",
        "starred",
        "unstarred",
        "spammed",
        "unspammed",
        "trashed",
        "untrashed",
        "answered",
        "unanswered",
        "assigned",
    ]


def test_nothing_but_json_is_a_suffix(api: Client, ticket: int) -> None:
    assert api.post(f"/tickets/{ticket}/archive.xml").status == 404
    assert api.post(f"/tickets/{ticket}.json/archive").status == 404
    assert not stored(ticket).archived


NOBODYS = ["99", "0", "-1", "+1", "1.0", "1e0", "one", "%31%20", "٣", "9" * 15, "9" * 16, "9" * 400]
"""What no ticket has as its id."""


@pytest.mark.parametrize(("method", "noun"), ALL)
def test_a_ticket_that_is_not_there_cannot_be_found(api: Client, ticket: int, method: str, noun: str) -> None:
    for identifier in NOBODYS:
        assert refusal(call(api, method, identifier, noun)) == (404, "Ticket not found.")


@pytest.mark.parametrize(
    ("method", "noun"),
    [("POST", "star"), ("POST", "archive"), ("POST", "spam"), ("POST", "trash"), ("POST", "answered")],
)
def test_a_body_that_says_nothing_is_as_good_as_none(api: Client, ticket: int, method: str, noun: str) -> None:
    for kind, content in [
        ("application/json", ""),
        ("application/json; charset=utf-8", "\r\n"),
        ("application/json", "{}"),
        ("application/json", "null"),
        ("application/x-www-form-urlencoded", ""),
        ("application/x-www-form-urlencoded", "anything=else"),
        ("text/plain", ""),
    ]:
        headers = {"Content-Type": kind}
        assert is_done(api.request(method, f"/tickets/{ticket}/{noun}.json", content=content, headers=headers))


UNREADABLE = [
    ("application/json", b"{", "Validation failed: the body is not valid JSON."),
    ("application/json", b"assignment[user_id]=3", "Validation failed: the body is not valid JSON."),
    ("application/json", b'{"a": NaN}', "Validation failed: the body is not valid JSON."),
    ("application/x-www-form-urlencoded", b"a=%FF", "Validation failed: the body is not valid UTF-8."),
    ("application/x-www-form-urlencoded", b"&" * 1000, "Validation failed: the body has more than 1000 fields."),
]


@pytest.mark.parametrize("noun", ["archive", "star", "spam", "trash", "answered", "assignments"])
def test_a_body_that_cannot_be_read_is_refused(api: Client, ticket: int, noun: str) -> None:
    for kind, content, sentence in UNREADABLE:
        response = api.post(f"/tickets/{ticket}/{noun}.json", content=content, headers={"Content-Type": kind})
        assert refusal(response) == (400, sentence)
    assert history_kinds(ticket) == []


def test_a_body_in_another_format_is_refused(api: Client, ticket: int) -> None:
    sentence = "The media type text/xml is not supported. Send application/json or application/x-www-form-urlencoded."
    for noun in ("archive", "assignments"):
        response = api.post(f"/tickets/{ticket}/{noun}.json", content="<a/>", headers={"Content-Type": "text/xml"})
        assert refusal(response) == (415, sentence)


def test_a_fault_of_ours_is_a_500_whose_id_is_in_the_log(world: World, api: Client, ticket: int, log: StringIO) -> None:
    key = keys.ticket(ticket)
    world.aws.dynamodb.update_item(
        TableName=world.template.tables[0].name,
        Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}},
        UpdateExpression="REMOVE subject",
    )
    for method, noun in ALL:
        status, sentence = refusal(call(api, method, ticket, noun))
        error_id = sentence.removeprefix("Something went wrong on our side. Quote the id ").removesuffix(
            " when you report it."
        )
        assert (status, len(error_id)) == (500, 8)
        assert f'"error_id":"{error_id}"' in log.getvalue()


def test_every_answer_names_the_version_of_the_ticket(api: Client, ticket: int) -> None:
    tags = [call(api, method, ticket, noun).headers["ETag"] for method, noun in ALL]
    assert tags == [f'"{version}"' for version in range(2, 13)]
    assert api.delete(f"/tickets/{ticket}/spam").headers["ETag"] == '"12"'
    assert stored(ticket).version == 12


def test_what_expects_another_version_changes_nothing(api: Client, ticket: int) -> None:
    api.post(f"/tickets/{ticket}/archive.json")
    before = stored(ticket)
    sentence = "If-Match does not name the current version. Read it again and send its ETag."
    for method, noun in ALL:
        for tag in ('"1"', '"3"', 'W/"2"', '"x"'):
            assert refusal(call(api, method, ticket, noun, headers={"If-Match": tag})) == (412, sentence)
    assert stored(ticket) == before
    assert history_kinds(ticket) == ["archived"]


def test_a_malformed_expectation_changes_nothing(api: Client, ticket: int) -> None:
    before = stored(ticket)
    for method, noun in ALL:
        for tag in ("1", "x", ""):
            status, sentence = refusal(call(api, method, ticket, noun, headers={"If-Match": tag}))
            assert (status, "If-Match" in sentence) == (400, True)
    assert stored(ticket) == before


def test_what_expects_the_current_version_is_done(api: Client, ticket: int) -> None:
    tag = '"1"'
    for method, noun in ALL:
        response = call(api, method, ticket, noun, headers={"If-Match": tag})
        assert response.status in {201, 204}
        tag = response.headers["ETag"]


def test_only_an_answer_with_a_body_names_a_format(api: Client, ticket: int) -> None:
    assert call(api, "POST", ticket, "assignments").headers["Content-Type"] == JSON
    assert call(api, "POST", ticket, "assignments").headers["Content-Type"] == JSON
    assert "Content-Type" not in call(api, "POST", ticket, "archive").headers
