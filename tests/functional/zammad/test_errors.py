"""What the API says when something is wrong."""

import json
from io import StringIO
from typing import Any

import pytest

from polydesk.dialects.zammad import errors
from polydesk.domain.errors import DeskError, Unavailable
from polydesk.storage import keys
from tests.functional.zammad.states import CREATION, STATES, listed, refusal
from tools.local_desk.client import Client
from tools.local_desk.world import World

NO_TYPE = (422, "Attribute 'state_type_id' required!")
NO_NAME = (422, "Name can't be blank")


def invalid(key: str, shown: str) -> tuple[int, str]:
    """The refusal of a value."""
    return 422, f"Invalid value for param '{key}': {shown}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, NO_NAME),
        ({"state_type_id": 2}, NO_NAME),
        ({"name": None, "state_type_id": 2}, NO_NAME),
        ({"name": " \n", "state_type_id": 2}, NO_NAME),
        ({"name": "waiting"}, NO_TYPE),
        ({"name": "waiting", "state_type_id": None}, NO_TYPE),
        ({"name": "waiting", "state_type": None}, NO_TYPE),
        ({"name": "OPEN", "state_type_id": 2}, (422, "Object already exists!")),
        ({**CREATION, "state_type_id": 999}, invalid("state_type_id", "999")),
        ({**CREATION, "state_type_id": 0}, invalid("state_type_id", "0")),
        ({**CREATION, "next_state_id": 999}, invalid("next_state_id", "999")),
        ({**CREATION, "next_state_id": 8}, invalid("next_state_id", "8")),
        (
            {"name": "waiting", "state_type": "xyz"},
            (422, "No lookup value found for 'state_type': \"xyz\""),
        ),
        ({**CREATION, "next_state": "xyz"}, (422, "No lookup value found for 'next_state': \"xyz\"")),
        ({**CREATION, "default_create": True, "active": False}, (422, "An inactive state can't be a default.")),
    ],
)
def test_a_creation_that_cannot_be(zammad: Client, body: Any, expected: tuple[int, str]) -> None:
    assert refusal(zammad.post(STATES, json=body)) == expected
    assert len(listed(zammad)) == 7


@pytest.mark.parametrize("key", ["active", "ignore_escalation", "default_create", "default_follow_up"])
def test_a_boolean_is_not_null_and_not_something_else(zammad: Client, key: str) -> None:
    assert refusal(zammad.put(f"{STATES}/1", json={key: None})) == (422, f"Attribute '{key}' required!")
    for value, shown in (("maybe", '"maybe"'), (2, "2"), ([], "[...]"), ({"a": 1}, "{...}"), (0.5, "0.5"), ("", '""')):
        assert refusal(zammad.put(f"{STATES}/1", json={key: value})) == invalid(key, shown)


@pytest.mark.parametrize("key", ["state_type_id", "next_state_id"])
def test_an_id_is_a_whole_number(zammad: Client, key: str) -> None:
    wrong = [("open", '"open"'), (1.5, "1.5"), (True, "true"), ([2], "[...]"), ("", '""'), ("-1", '"-1"'), (-1, "-1")]
    for value, shown in [*wrong, ("٢", '"٢"'), (2.0, "2.0"), (10**30, str(10**30))]:
        assert refusal(zammad.put(f"{STATES}/1", json={key: value})) == invalid(key, shown)


@pytest.mark.parametrize("key", ["name", "note", "state_type", "next_state"])
def test_a_text_is_a_text(zammad: Client, key: str) -> None:
    for value, shown in ((5, "5"), (False, "false"), (["open"], "[...]"), ({}, "{...}")):
        assert refusal(zammad.put(f"{STATES}/1", json={key: value})) == invalid(key, shown)


@pytest.mark.parametrize("key", ["name", "note"])
def test_a_text_that_cannot_be_stored_is_refused(zammad: Client, key: str) -> None:
    assert refusal(zammad.put(f"{STATES}/1", content=f'{{"{key}": "a\\ud800"}}')) == invalid(key, '"a?"')


def test_a_change_to_no_name_or_no_type_is_refused(zammad: Client) -> None:
    assert refusal(zammad.put(f"{STATES}/1", json={"name": ""})) == NO_NAME
    assert refusal(zammad.put(f"{STATES}/1", json={"name": None})) == NO_NAME
    assert refusal(zammad.put(f"{STATES}/1", json={"state_type_id": None})) == NO_TYPE
    assert refusal(zammad.put(f"{STATES}/1", json={"name": "Closed"})) == (422, "Object already exists!")


def test_a_long_value_is_not_repeated_in_full(zammad: Client) -> None:
    _, text = refusal(zammad.put(f"{STATES}/1", json={"active": "x" * 100_000}))
    assert len(text) < 400


@pytest.mark.parametrize("name", ["50", "0", "-1", "abc", "1.0", "1e3", "٣", "9" * 40, "new"])
def test_an_unknown_state_is_not_found_and_not_deleted(zammad: Client, name: str) -> None:
    text = f"Couldn't find Ticket::State with 'id'={name}"
    assert refusal(zammad.get(f"{STATES}/{name}")) == (404, text)
    assert refusal(zammad.put(f"{STATES}/{name}", json={"note": "x"})) == (404, text)
    assert refusal(zammad.delete(f"{STATES}/{name}")) == (422, text)


UNREADABLE = [
    (b"{", "The body is not valid JSON."),
    (b"name=waiting", "The body is not valid JSON."),
    (b'{"active": NaN}', "The body is not valid JSON."),
    (b"[" * 100_000, "The body is not valid JSON."),
    (b'{"a":' * 50_000, "The body is not valid JSON."),
    (b"1" * 5_000, "The body is not valid JSON."),
    (b"[1]", "Input should be an object"),
    (b'"open"', "Input should be an object"),
    (b"7", "Input should be an object"),
    (b"false", "Input should be an object"),
]


@pytest.mark.parametrize(("content", "text"), UNREADABLE)
def test_a_body_that_cannot_be_read_is_a_bad_request(zammad: Client, content: bytes, text: str) -> None:
    headers = {"Content-Type": "application/json"}
    assert refusal(zammad.post(STATES, content=content, headers=headers)) == (400, text)
    assert refusal(zammad.put(f"{STATES}/1", content=content, headers=headers)) == (400, text)


def test_a_body_in_another_encoding_is_a_bad_request(zammad: Client) -> None:
    headers = {"Content-Type": "multipart/form-data"}
    response = zammad.put(f"{STATES}/1", content='{"name": "é"}'.encode("latin-1"), headers=headers)
    assert refusal(response) == (400, "The body is not valid UTF-8.")


def test_a_deep_value_under_a_known_key_is_refused_by_name(zammad: Client) -> None:
    for key in ("name", "active", "state_type_id", "next_state"):
        content = f'{{"{key}": {"[" * 500}{"]" * 500}}}'
        assert refusal(zammad.put(f"{STATES}/1", content=content)) == invalid(key, "[...]")


def test_a_key_that_is_no_key_is_a_bad_request(zammad: Client) -> None:
    response = zammad.post(STATES, json=CREATION, headers={"Idempotency-Key": "a b"})
    assert refusal(response) == (400, "The key should be 1 to 255 visible ASCII characters")


def test_a_fault_of_ours_has_an_id_that_is_in_the_log(world: World, zammad: Client, log: StringIO) -> None:
    key = keys.state_registry()
    world.aws.dynamodb.update_item(
        TableName=world.template.tables[0].name,
        Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}},
        UpdateExpression="REMOVE versions",
    )
    for response in (
        zammad.get(STATES),
        zammad.get(f"{STATES}/1"),
        zammad.post(STATES, json=CREATION),
        zammad.put(f"{STATES}/1", json={}),
        zammad.delete(f"{STATES}/1"),
    ):
        assert response.status == 500
        assert list(response.json()) == ["error"]
        error_id = (
            response.json()["error"].removeprefix("Error ID ").removesuffix(": Please contact your administrator.")
        )
        assert len(error_id) == 8
        assert error_id in {json.loads(line).get("error_id") for line in log.getvalue().splitlines()}


def all_errors(kind: type[DeskError] = DeskError) -> list[type[DeskError]]:
    """Every kind of error that the desk knows."""
    return [kind, *(below for child in kind.__subclasses__() for below in all_errors(child))]


def test_every_error_of_the_desk_has_a_status() -> None:
    for kind in all_errors():
        status = next(errors.TABLE.answers[one].status for one in kind.__mro__ if one in errors.TABLE.answers)
        assert status < 500 or kind is DeskError or issubclass(kind, Unavailable)
