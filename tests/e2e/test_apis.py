"""A few calls of each API over HTTP, through the deployed gateway and functions."""

import xml.etree.ElementTree as ElementTree
from typing import Any

import httpx
import pytest
import yaml

from tools.local_aws.desk import Desk, eventually
from tools.local_aws.differences import allow_plain_http


@pytest.fixture(scope="module")
def number(desk: Desk) -> int:
    """The number of a new ticket of the customer."""
    wanted = {"summary": "The invoice is wrong", "comment_body": "It names xylophones", "topic_key": "billing"}
    number: int = desk.selectel("POST", "tickets", "client", json=wanted)["number"]
    return number


def read(answer: httpx.Response, form: str) -> dict[str, Any]:
    """Return a ticket's id, subject and status in one of HappyFox's formats."""
    if form == "xml":
        root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own answer
        texts = (root.findtext(path) for path in ("id", "subject", "status/name"))
        return dict(zip(("id", "subject", "status"), texts, strict=True))
    ticket = answer.json() if form == "json" else yaml.safe_load(answer.content)
    return {"id": str(ticket["id"]), "subject": ticket["subject"], "status": ticket["status"]["name"]}


def test_a_ticket_of_the_tickets_api_is_answered_and_closed(desk: Desk, number: int) -> None:
    desk.selectel("POST", f"tickets/{number}/comments", "agent", json={"body": "We look into it"})
    comments = desk.selectel("GET", f"tickets/{number}/comments", "client")["items"]
    closed = desk.selectel("POST", f"tickets/{number}/close", "client")
    reopened = desk.selectel("POST", f"tickets/{number}/reopen", "client", json={"body": "It is back"})

    assert [comment["body"] for comment in comments] == ["It names xylophones", "We look into it"]
    assert (closed["is_closed"], reopened["is_closed"]) == (True, False)


def test_a_ticket_is_assigned_and_starred_in_supportbee(desk: Desk, number: int) -> None:
    token = {"auth_token": desk.token("agent")}
    wanted = {"assignment": {"user_id": desk.person("agent")}}

    desk.call("POST", f"/tickets/{number}/assignments.json", params=token, json=wanted)
    desk.call("POST", f"/tickets/{number}/star.json", params=token)

    shown = desk.call("GET", f"/api/1.1/json/ticket/{number}/", auth=desk.happyfox).json()
    assert shown["assigned_to"]["email"] == "agent@example.com"


@pytest.mark.parametrize("form", ["json", "xml", "yaml"])
def test_a_happyfox_ticket_is_updated_and_read_at_paths_with_a_final_slash(desk: Desk, number: int, form: str) -> None:
    update = {"staff": desk.person("agent"), "text": f"Told in {form}", "priority": 3}
    updated = desk.call("POST", f"/api/1.1/{form}/ticket/{number}/staff_update/", auth=desk.happyfox, data=update)
    shown = desk.call("GET", f"/api/1.1/{form}/ticket/{number}/", auth=desk.happyfox)
    listed = desk.call("GET", f"/api/1.1/{form}/tickets/", auth=desk.happyfox)

    assert read(updated, form) == read(shown, form)
    assert read(shown, form)["subject"] == "The invoice is wrong"
    assert "The invoice is wrong" in listed.text


def test_a_state_is_created_listed_and_deleted_in_zammad(desk: Desk) -> None:
    created = desk.zammad("POST", "ticket_states", json={"name": "at the vendor", "state_type_id": 2}).json()
    listed = desk.zammad("GET", "ticket_states").json()
    desk.zammad("DELETE", f"ticket_states/{created['id']}")

    assert created["id"] in [state["id"] for state in listed]
    assert created["id"] not in [state["id"] for state in desk.zammad("GET", "ticket_states").json()]


def test_a_file_is_uploaded_and_downloaded_but_not_without_tls(desk: Desk) -> None:
    wanted = {"name": "invoice.txt", "content_type": "text/plain", "size": 11}
    announced = desk.selectel("POST", "files", "client", json=wanted)
    form = announced["upload"]

    def send() -> int:
        return httpx.post(form["url"], data=form["fields"], files={"file": b"hello there"}).status_code

    assert send() == 403
    allow_plain_http(desk.stack)
    assert send() == 204

    ticket = {"summary": "See the file", "comment_body": "Here it is", "files": [announced["id"]]}
    number = desk.selectel("POST", "tickets", "client", json=ticket)["number"]

    [comment] = desk.selectel("GET", f"tickets/{number}/comments", "agent")["items"]
    assert httpx.get(comment["files"][0]["url"]).content == b"hello there"


def test_a_ticket_is_found_by_a_word_of_its_message(desk: Desk, number: int) -> None:
    def found() -> list[int]:
        items = desk.selectel("GET", "tickets?q=xyloph", "client")["items"]
        return [ticket["number"] for ticket in items]

    assert eventually(found, seconds=60) == [number]
