"""The encodings that bodies come in: JSON, YAML, forms and multipart forms."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml

from tests.functional.happyfox.happyfox_calls import (
    AGENT,
    BILLING,
    CUSTOMER,
    JSON,
    OPEN,
    Json,
    answered,
    created,
    faults,
    new,
    read,
    sentence,
)
from tools.local_desk.client import Client, Response

Send = Callable[[Client, str, Json], Response]


def as_json(api: Client, url: str, body: Json) -> Response:
    return api.post(url, json=body)


def as_yaml(api: Client, url: str, body: Json) -> Response:
    return api.post(url, content=yaml.safe_dump(body), headers={"Content-Type": "application/x-yaml"})


def as_yaml_with_a_charset(api: Client, url: str, body: Json) -> Response:
    return api.post(url, content=yaml.dump(body), headers={"Content-Type": "Application/YAML; charset=utf-8"})


def as_form(api: Client, url: str, body: Json) -> Response:
    return api.post(url, data=body)


def as_multipart(api: Client, url: str, body: Json) -> Response:
    return api.post(url, data=body, files=[])


ENCODINGS = [as_json, as_yaml, as_yaml_with_a_charset, as_form, as_multipart]
encodings = pytest.mark.parametrize("send", ENCODINGS)


@encodings
def test_a_ticket_is_created_alike_from_every_encoding(api: Client, send: Send) -> None:
    body = new(
        user=None,
        name="Ivy <Invoice>",
        email="ivy@example.com",
        phone="0123",
        subject="2019-08-16",
        text="Привет 😀 & co\nno: yes",
        category=BILLING,
        priority=3,
        assignee=AGENT,
        tags="b, a",
        due_date="2026-08-16",
        visible_only_staff=True,
    )

    ticket = answered(send(api, f"{JSON}/tickets/", {name: value for name, value in body.items() if value is not None}))

    assert ticket == read(api, 1)
    assert ticket["user"]["phones"][0]["number"] == "0123"
    assert (ticket["subject"], ticket["first_message"]) == ("2019-08-16", "Привет 😀 & co\nno: yes")
    assert (ticket["category"]["id"], ticket["priority"]["id"], ticket["assigned_to"]["id"]) == (BILLING, 3, AGENT)
    assert (ticket["tags"], ticket["due_date"], ticket["visible_only_staff"]) == ("b, a", "2026-08-16", True)


@encodings
def test_the_other_calls_read_every_encoding_too(api: Client, send: Send) -> None:
    created(api)

    answered(send(api, f"{JSON}/ticket/1/staff_update/", {"staff": AGENT, "status": OPEN, "time_spent": 12}))
    answered(send(api, f"{JSON}/ticket/1/staff_pvtnote/", {"staff": AGENT, "text": "true"}))
    answered(send(api, f"{JSON}/ticket/1/user_reply/", {"user": CUSTOMER, "text": "null and void"}))

    ticket = read(api, 1)
    assert ticket["time_spent"] == 12
    assert [one["message"] and one["message"]["text"] for one in ticket["updates"]] == [
        "Help",
        None,
        "true",
        "null and void",
    ]


@encodings
def test_faults_are_told_alike_in_every_encoding(api: Client, send: Send) -> None:
    body = {"subject": "a", "category": "x", "colour": "red", "due_date": "2026-02-30"}

    assert faults(send(api, f"{JSON}/tickets/", body)) == {
        "category": ["Send an id: a whole number, 1 or greater."],
        "colour": ["This is not a known field."],
        "due_date": ["There is no such date."],
        "text": ["This field is required."],
        "name": ["This field is required."],
        "email": ["This field is required."],
    }


@pytest.mark.parametrize("files", [None, []])
def test_a_list_is_a_repeated_field_of_a_form(api: Client, files: list[Any] | None) -> None:
    ticket = answered(api.post(f"{JSON}/tickets/", data=new(tags=["a", "b,c"], cc=["a@b.org", "c@d.org"]), files=files))

    assert ticket["tags"] == "a, b, c"
    assert ticket["updates"][0]["message"]["cc_list"] == "a@b.org, c@d.org"


@pytest.mark.parametrize("files", [None, []])
def test_what_is_no_list_is_not_repeated(api: Client, files: list[Any] | None) -> None:
    refused = api.post(f"{JSON}/tickets/", data=new(subject=["a", "b"], category=["1", "2"]), files=files)

    assert faults(refused).keys() == {"subject", "category"}


def test_many_tickets_can_come_in_yaml(api: Client) -> None:
    bodies = yaml.safe_dump([new(), {}, new(tags=["a", "b"])])

    results = answered(api.post(f"{JSON}/tickets/", content=bodies, headers={"Content-Type": "application/x-yaml"}))

    assert [one["success"] for one in results] == [True, False, True]
    assert read(api, 2)["tags"] == "a, b"


def test_a_body_without_a_type_is_json(api: Client) -> None:
    body = f'{{"subject":"a","text":"b","category":1,"user":{CUSTOMER}}}'

    assert answered(api.post(f"{JSON}/tickets/", content=body))["id"] == 1


@pytest.mark.parametrize(
    "kind", ["application/xml", "text/xml", "text/plain", "application/octet-stream", "json", "*/*"]
)
def test_xml_and_all_else_are_no_types_of_requests(api: Client, kind: str) -> None:
    created(api)
    calls = ("tickets", "ticket/1/staff_update", "ticket/1/staff_pvtnote", "ticket/1/user_reply")
    supported = "application/json, application/x-yaml, application/x-www-form-urlencoded or multipart/form-data"

    for call in calls:
        refused = api.post(f"{JSON}/{call}/", content="<a/>", headers={"Content-Type": kind})
        assert sentence(refused) == (415, f"The media type {kind} is not supported. Send {supported}.")


@pytest.mark.parametrize(
    ("kind", "content", "problem"),
    [
        ("application/json", b"{", "The body is not valid JSON."),
        ("application/json", b'{"a": NaN}', "The body is not valid JSON."),
        ("application/x-yaml", b"a: [", "The body is not valid YAML."),
        ("application/x-yaml", b"- a\n- b: c\n  - d", "The body is not valid YAML."),
        ("application/x-www-form-urlencoded", b"a=%FF", "The body is not valid UTF-8."),
        ("multipart/form-data; boundary=x", b"a", "The body is not valid multipart/form-data: "),
        ("multipart/form-data", b"a", "The Content-Type names no boundary."),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_as_a_whole(api: Client, kind: str, content: bytes, problem: str) -> None:
    [(field, [said])] = faults(api.post(f"{JSON}/tickets/", content=content, headers={"Content-Type": kind})).items()

    assert field == "__all__"
    assert said.startswith(problem)


def test_a_form_of_nothing_lacks_what_is_required(api: Client) -> None:
    assert "subject" in faults(api.post(f"{JSON}/tickets/", data={}))
    assert "subject" in faults(api.post(f"{JSON}/tickets/", data={}, files=[]))
    empty = urlencode({"subject": "", "category": " "})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert {"subject", "category"} <= faults(api.post(f"{JSON}/tickets/", content=empty, headers=headers)).keys()
