"""Tickets, articles, attachments, people and searches of Zammad's API, through the deployed gateway and functions."""

from base64 import b64encode
from typing import Any

import pytest

from tools.local_aws.desk import Desk, eventually
from tools.local_aws.differences import allow_plain_http

BYTES = bytes(range(256))
"""No text in any encoding: a gateway that takes it for one changes it."""

FILE = {"filename": "bytes.bin", "data": b64encode(BYTES).decode(), "mime-type": "application/octet-stream"}

Json = dict[str, Any]


@pytest.fixture(scope="module")
def ticket(desk: Desk) -> Json:
    """A new ticket of a customer who was unknown, with a file."""
    allow_plain_http(desk.stack)
    article = {"body": "They named zithers", "attachments": [FILE]}
    wanted = {"title": "Call back", "group": "Billing", "customer_id": "guess:zoe@example.com", "article": article}
    answer = desk.zammad("POST", "tickets", json=wanted)
    assert answer.status_code == 201
    found: Json = answer.json()
    return found


def test_a_ticket_is_changed_with_an_article_and_listed(desk: Desk, ticket: Json) -> None:
    change = {"state": "open", "priority": "3 high", "article": {"body": "Why", "internal": True}}
    changed = desk.zammad("PUT", f"tickets/{ticket['id']}", json=change).json()
    listed = desk.zammad("GET", "tickets", params={"expand": "true"}).json()

    assert (changed["article_count"], changed["priority_id"]) == (2, 3)
    [row] = [one for one in listed if one["id"] == ticket["id"]]
    assert (row["state"], row["group"], row["customer"]) == ("open", "Billing", "zoe@example.com")


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/octet-stream"])
def test_a_file_comes_back_byte_for_byte_whatever_is_accepted(desk: Desk, ticket: Json, accept: str) -> None:
    [article, *_] = desk.zammad("GET", f"ticket_articles/by_ticket/{ticket['id']}").json()
    path = f"/api/v1/ticket_attachment/{ticket['id']}/{article['id']}/{article['attachments'][0]['id']}"
    headers = {"Authorization": f"Token token={desk.token('admin')}", "Accept": accept}

    assert desk.call("GET", path, headers=headers).content == BYTES


def test_a_ticket_is_found_by_fields_and_by_a_word(desk: Desk, ticket: Json) -> None:
    def found(query: str) -> list[int]:
        return [one["id"] for one in desk.zammad("GET", "tickets/search", params={"query": query}).json()]

    assert found(f"number:{ticket['number']}") == [ticket["id"]]
    assert eventually(lambda: found("zithers"), seconds=60) == [ticket["id"]]
    assert desk.zammad("POST", "tickets/search", json={"query": "number:99999"}).json() == []


def test_users_are_created_found_and_removed(desk: Desk) -> None:
    user = desk.zammad("POST", "users", json={"firstname": "Ann", "email": "ann@example.org"}).json()

    def found() -> list[int]:
        return [one["id"] for one in desk.zammad("GET", "users/search", params={"query": "ann@example.org"}).json()]

    assert eventually(found, seconds=60) == [user["id"]]
    assert desk.zammad("DELETE", f"users/{user['id']}").json() == {}
    assert desk.zammad("GET", "users/me").json()["id"] == desk.person("admin")


def test_a_ticket_is_deleted_with_an_empty_answer(desk: Desk) -> None:
    wanted = {"title": "Short", "group_id": 1, "customer_id": desk.person("client")}
    number = desk.zammad("POST", "tickets", json=wanted).json()["id"]
    answer = desk.zammad("DELETE", f"tickets/{number}")

    assert (answer.content, answer.headers["Content-Type"].partition(";")[0]) == (b"", "text/html")
    assert number not in [one["id"] for one in desk.zammad("GET", "tickets").json()]
