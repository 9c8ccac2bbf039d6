"""The same six calls in JSON, XML and YAML, and answers that only one of the formats has trouble with."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.functional.callers import Sample
from tests.functional.happyfox.happyfox_calls import (
    AGENT,
    BILLING,
    CLOSED,
    CUSTOMER,
    REMINDER,
    created,
    from_xml,
    from_yaml,
    key_holder,
    new,
)
from tools.engine import Engine
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

CONTENT_TYPES = {
    "json": "application/json; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
    "yaml": "application/x-yaml; charset=utf-8",
}
FORMATS = list(CONTENT_TYPES)

AWKWARD = "<b> & ]]> \"quoted\" 'single'\n\ttabbed: yes # no\r\n2019-08-16 – Привет 😀 \U0001f468‍\U0001f469"
"""Text that means something in one format or another."""


def story(api: Client, response_format: str) -> list[Response]:
    """The six calls, some of them with errors, and a list of tickets to create."""
    base = f"/api/1.1/{response_format}"
    ticket = f"{base}/ticket/1"
    return [
        api.post(f"{base}/tickets/", json=new(subject="Awkward: <yes>", text=AWKWARD, tags="0123, no, ~", phone=None)),
        api.post(f"{base}/tickets/", json=[new(category=BILLING), {"subject": AWKWARD}]),
        api.post(
            f"{ticket}/staff_update/",
            json={"staff": AGENT, "html": "<p>On &amp; on</p>", "status": REMINDER, "assignee": AGENT, "time_spent": 5},
        ),
        api.post(f"{ticket}/staff_pvtnote/", json={"staff": AGENT, "text": AWKWARD, "priority": 3}),
        api.post(f"{ticket}/user_reply/", json={"user": CUSTOMER, "text": "2019-08-16", "cc": "a@example.com"}),
        api.get(f"{ticket}/"),
        api.get(f"{base}/tickets/?include_updates=1"),
        api.get(f"{base}/tickets/?page=9"),
        api.get(f"{base}/ticket/99/"),
        api.get(f"{base}/tickets/", headers={"Authorization": "Basic nonsense"}),
        api.post(f"{base}/tickets/", json={"<&>": AWKWARD, "category": "x"}),
        api.post(f"{ticket}/staff_update/", content="a", headers={"Content-Type": "text/plain"}),
        api.post(f"{ticket}/staff_update/", json={"staff": AGENT, "status": CLOSED}, headers={"If-Match": '"1"'}),
    ]


@pytest.fixture(scope="module")
def stories(engine: Engine, sample: Sample) -> dict[str, list[Response]]:
    """What the three formats answered, each at a desk of its own, at the same time of day."""
    told = {}
    for response_format in FORMATS:
        with World(engine) as world:
            told[response_format] = story(key_holder(world, sample.put_into(world)["happyfox"]), response_format)
    return told


def test_every_call_is_answered_alike_in_every_format(stories: dict[str, list[Response]]) -> None:
    for as_json, as_xml, as_yaml in zip(*(stories[one] for one in FORMATS), strict=True):
        assert as_json.status == as_xml.status == as_yaml.status
        assert from_yaml(as_yaml.content) == as_json.json()
        assert from_xml(as_xml.content, as_json.json()) == as_json.json()


def test_the_calls_are_what_they_are_meant_to_be(stories: dict[str, list[Response]]) -> None:
    assert [one.status for one in stories["json"]] == [200] * 8 + [404, 401, 400, 415, 412]
    assert stories["json"][5].json()["first_message"] == AWKWARD


@pytest.mark.parametrize("response_format", FORMATS)
def test_every_answer_says_what_it_is_written_in(stories: dict[str, list[Response]], response_format: str) -> None:
    assert {one.headers["Content-Type"] for one in stories[response_format]} == {CONTENT_TYPES[response_format]}


def test_what_xml_and_yaml_look_like(stories: dict[str, list[Response]]) -> None:
    assert stories["xml"][8].text == (
        '<?xml version="1.0" encoding="utf-8"?><response><error>Cannot find the requested object</error></response>'
    )
    assert stories["yaml"][8].text == "error: Cannot find the requested object\n"
    assert '<merged_to null="True"/>' in stories["xml"][5].text
    assert "<active>True</active>" in stories["xml"][5].text
    assert "created_at: '2026-01-05 09:00:00'" in stories["yaml"][5].text


def test_the_same_call_is_answered_by_the_same_bytes(api: Client) -> None:
    created(api, tags="b, a")

    for response_format in FORMATS:
        url = f"/api/1.1/{response_format}/ticket/1/"
        assert api.get(url).content == api.get(url).content


def test_yaml_never_refers_to_what_it_has_said_before(api: Client) -> None:
    created(api)
    created(api)

    document = api.get("/api/1.1/yaml/tickets/?include_updates=1").text

    assert "&id" not in document
    assert "*id" not in document


def test_what_xml_cannot_carry_is_left_out_of_it_and_of_nothing_else(api: Client) -> None:
    hostile = "".join(map(chr, range(32))) + "\x7f\x85\ufffe\uffff😀"
    created(api, text=hostile)

    assert api.get("/api/1.1/json/ticket/1/").json()["first_message"] == hostile
    assert from_yaml(api.get("/api/1.1/yaml/ticket/1/").content)["first_message"] == hostile
    document = ElementTree.fromstring(api.get("/api/1.1/xml/ticket/1/").content)  # noqa: S314 - our own answer
    assert document.findtext("first_message") == "\t\n\r\x7f\x85😀"


@pytest.mark.parametrize("response_format", ["csv", "JSON", "", "json5", "..", "xml,json", "ｘｍｌ"])
def test_another_format_is_not_found_whoever_asks(world: World, api: Client, response_format: str) -> None:
    for caller in (api, world.client()):
        response = caller.get(f"/api/1.1/{response_format}/tickets/")
        assert response.status == 404
        assert response.headers["Content-Type"] == "application/json; charset=utf-8"
        assert "error" in response.json()


READERS: dict[str, Callable[[bytes], Any]] = {
    "xml": lambda body: ElementTree.fromstring(body).findtext("error"),  # noqa: S314 - our own answer
    "yaml": lambda body: from_yaml(body)["error"],
}


@pytest.mark.parametrize("response_format", READERS)
def test_a_fault_of_ours_is_told_in_the_format_that_was_asked_for(
    api: Client, response_format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("polydesk.storage.tickets.Tickets.get", broken)

    response = api.get(f"/api/1.1/{response_format}/ticket/1/")

    assert response.status == 500
    assert response.headers["Content-Type"] == CONTENT_TYPES[response_format]
    assert READERS[response_format](response.content).startswith("Something went wrong on our side. Quote the id ")
    assert "secret" not in response.text
