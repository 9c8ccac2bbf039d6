"""POST tickets/: bodies that are refused, field by field."""

import json
from typing import Any

import pytest

from tests.functional.happyfox.happyfox_calls import AGENT, CUSTOMER, JSON, created, faults, new
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

REQUIRED = ["This field is required."]
ID = ["Send an id: a whole number, 1 or greater."]


def refusal(api: Client, **fields: Any) -> dict[str, list[str]]:
    """What is wrong with a new ticket that has these fields."""
    return faults(api.post(f"{JSON}/tickets/", json=new(**fields)))


def test_all_faults_come_at_once(shared_world: World, shared_api: Client) -> None:
    before = dump(shared_world)
    body = {
        "subject": "",
        "text": 5,
        "category": 99,
        "email": "nobody",
        "priority": "x",
        "assignee": CUSTOMER,
        "tags": ["a", 1],
        "cc": "a@example.com, b",
        "due_date": "31/02/2026",
        "visible_only_staff": "perhaps",
        "colour": "red",
    }

    found = faults(shared_api.post(f"{JSON}/tickets/", json=body))

    assert found.keys() == body.keys() | {"name"}
    assert found["subject"] == found["name"] == REQUIRED
    assert found["category"] == ["There is no category with this id."]
    assert found["priority"] == ID
    assert found["assignee"] == ["There is no staff member with this id."]
    assert found["due_date"] == ["There is no such date."]
    assert found["colour"] == ["This is not a known field."]
    assert dump(shared_world) == before


@pytest.mark.parametrize("body", [{}, None])
def test_an_empty_body_lacks_everything_that_is_required(shared_api: Client, body: Any) -> None:
    found = faults(shared_api.post(f"{JSON}/tickets/", json=body))

    assert found == dict.fromkeys(("subject", "category", "text", "name", "email"), REQUIRED)


@pytest.mark.parametrize("blank", [None, "", "  \n"])
@pytest.mark.parametrize("name", ["subject", "category", "text"])
def test_a_blank_is_as_good_as_nothing(shared_api: Client, name: str, blank: Any) -> None:
    assert refusal(shared_api, **{name: blank}) == {name: REQUIRED}


@pytest.mark.parametrize("value", [0, -1, True, 1.0, "1.0", "one", [1], {"id": 1}, 10**15, "9" * 5000])
@pytest.mark.parametrize("name", ["category", "user", "client", "priority", "assignee"])
def test_an_id_is_a_positive_whole_number(shared_api: Client, name: str, value: Any) -> None:
    fields = {name: value} if name != "client" else {"client": value, "user": None}

    assert refusal(shared_api, **fields) == {name: ID}


@pytest.mark.parametrize("category", [1, "1", "+1", " 1 "])
def test_an_id_may_be_a_number_or_its_digits(shared_api: Client, category: Any) -> None:
    assert created(shared_api, category=category)["category"]["id"] == 1


@pytest.mark.parametrize("value", ["++1", "+-1", "-1", "+", "+ 1"])
def test_more_than_one_sign_is_no_id(shared_api: Client, value: str) -> None:
    assert refusal(shared_api, category=value) == {"category": ID}


@pytest.mark.parametrize(
    ("name", "value", "thing"),
    [
        ("category", 3, "category"),
        ("priority", 4, "priority"),
        ("assignee", 99, "staff member"),
        ("assignee", 1, "staff member"),
        ("assignee", CUSTOMER, "staff member"),
        ("user", 99, "user"),
        ("user", AGENT, "user"),
    ],
)
def test_an_id_that_stands_for_nothing_is_named(shared_api: Client, name: str, value: int, thing: str) -> None:
    assert refusal(shared_api, **{name: value}) == {name: [f"There is no {thing} with this id."]}


@pytest.mark.parametrize("value", [1, True, ["a"], {"a": "b"}, "x" * 256, "a\nb", "a\rb", "a\x00b", "a\u2028b"])
def test_a_subject_is_one_line_of_up_to_255_characters(shared_api: Client, value: Any) -> None:
    assert refusal(shared_api, subject=value).keys() == {"subject"}


@pytest.mark.parametrize(
    "value", ["nobody", "a@", "@b", "a b@example.com", "Ivy <ivy@example.com>", "a@b@c", "a\n@example.com", 5]
)
def test_an_address_is_an_address(shared_api: Client, value: Any) -> None:
    assert refusal(shared_api, user=None, name="Ivy", email=value).keys() == {"email"}
    assert refusal(shared_api, cc=value).keys() == {"cc"}


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-30",
        "2026/02/03",
        "31/04/2026",
        "3.4.2026",
        "0001-01-01",
        "3000-01-01",
        "\u0968\u0966\u0968\u096c-01-01",
        20260101,
    ],
)
def test_a_due_date_is_a_day_of_our_times(shared_api: Client, value: Any) -> None:
    assert refusal(shared_api, due_date=value).keys() == {"due_date"}


def test_texts_are_bounded(shared_api: Client) -> None:
    assert refusal(shared_api, text="x" * 50_001) == {"text": ["String should have at most 50000 characters"]}
    assert refusal(shared_api, html="x" * 120_001).keys() == {"html"}
    assert refusal(shared_api, html="é" * 60_001).keys() == {"html"}
    assert refusal(shared_api, html="&" * 30_000).keys() == {"html"}
    assert refusal(shared_api, html="<b>" * 5_001).keys() == {"html"}
    assert refusal(shared_api, phone="1" * 51).keys() == {"phone"}
    assert refusal(shared_api, tags="a" * 51).keys() == {"tags"}
    assert refusal(shared_api, tags=[str(one) for one in range(51)]).keys() == {"tags"}
    assert refusal(shared_api, cc=", ".join(f"a{one}@example.com" for one in range(51))).keys() == {"cc"}


def test_html_that_says_nothing_is_no_message(shared_api: Client) -> None:
    assert refusal(shared_api, text=None, html="<script>steal()</script>") == {
        "html": ["The HTML has no visible content."]
    }


@pytest.mark.parametrize("name", ["subject", "text", "html", "name", "phone", "tags", "cc", "email"])
def test_half_a_surrogate_pair_is_no_text(shared_api: Client, name: str) -> None:
    fields = {"user": None, "name": "Ivy", "email": "ivy@example.com", name: "a\ud800b"}
    escaped = json.dumps(new(**fields))

    response = shared_api.post(f"{JSON}/tickets/", content=escaped, headers={"Content-Type": "application/json"})

    assert faults(response).keys() == {name}


@pytest.mark.parametrize("body", [1, "text", True])
def test_a_body_is_an_object(shared_api: Client, body: Any) -> None:
    assert faults(shared_api.post(f"{JSON}/tickets/", json=body)) == {"__all__": ["Send an object."]}


def test_an_unknown_field_s_name_is_not_repeated_at_length(shared_api: Client) -> None:
    assert refusal(shared_api, **{"x" * 10_000: 1}) == {"x" * 100: ["This is not a known field."]}


def test_no_more_faults_are_told_than_anybody_reads(shared_api: Client) -> None:
    assert len(refusal(shared_api, **{f"field{one}": one for one in range(5000)})) == 100
