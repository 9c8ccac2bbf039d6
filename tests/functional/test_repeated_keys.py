"""An object of a body has each key once: only one of several values would count, and the others would be ignored."""

import json

import pytest

from tests.functional.calls import Call
from tests.functional.provocations import send
from tests.functional.users import Users
from tools.local_desk.client import Response
from tools.local_desk.template import read
from tools.openapi.endpoints import Endpoint, endpoints
from tools.openapi.media import FORM, JSON, MULTIPART, YAML

TAKE_A_BODY = {one.id: one for one in endpoints(read()) if one.takes_a_body and not one.id.endswith("WithoutSuffix")}
READ_JSON = {name: endpoint for name, endpoint in TAKE_A_BODY.items() if JSON in endpoint.reads}
every_reader_of_json = pytest.mark.parametrize("endpoint", READ_JSON.values(), ids=READ_JSON)
BOUNDARY = "xYzZY"


def sent(users: Users, endpoint: Endpoint, kind: str, content: bytes) -> Response:
    """Send a body of this Content-Type."""
    return send(users, Call.of(endpoint), {"Content-Type": kind}, content=content)


@every_reader_of_json
@pytest.mark.parametrize("nested", [False, True], ids=["outside", "inside"])
def test_a_repeated_key_of_json_is_refused_by_name(unchanged: Users, endpoint: Endpoint, *, nested: bool) -> None:
    twice = '{"odd_key": 1, "x": 2, "odd_key": 1}'

    answer = sent(unchanged, endpoint, JSON, (f'{{"a": [{twice}]}}' if nested else twice).encode())

    assert answer.status == 400
    assert "odd_key" in answer.text


@pytest.mark.parametrize("document", ["text: a\nstaff: 2\ntext: b\n", "a: {b: [{text: 1, 'text': 1}]}"])
def test_a_repeated_key_of_yaml_is_refused_by_name(unchanged: Users, document: str) -> None:
    answer = sent(unchanged, TAKE_A_BODY["HappyfoxAddStaffUpdate"], YAML, document.encode())

    assert answer.status == 400
    assert answer.json() == {"error": [{"field": "text", "errors": ["Send this key once."]}]}


def test_a_field_of_a_form_with_two_values_is_refused_by_name(unchanged: Users) -> None:
    form = b"assignment[user_id]=2&assignment[user_id]=3"

    answer = sent(unchanged, TAKE_A_BODY["SupportbeeAssignTicket"], FORM, form)

    assert answer.status == 400
    assert answer.json() == {"error": "Validation failed: assignment[user_id]: send this key once."}


def test_a_field_of_a_form_with_equal_values_counts_once(users: Users) -> None:
    users.restore()

    answer = sent(users, TAKE_A_BODY["SupportbeeAssignTicket"], FORM, b"assignment[user_id]=2&assignment[user_id]=2")

    assert answer.status == 201


@pytest.mark.parametrize(
    "headers",
    [
        'Content-Disposition: form-data; name="text"; name="subject"',
        'Content-Disposition: form-data; name="text"; NAME = text',
        'Content-Disposition: form-data; name="text"\r\nContent-Disposition: form-data; name="subject"',
        'Content-Disposition: form-data; name="text"\r\nContent-Type: text/plain\r\nContent-Type: text/plain',
        'Content-Disposition: form-data; name="text"; filename="a.txt"; filename="b.txt"',
        "Content-Disposition: form-data; name=\"text\"; filename*=utf-8''a; filename*=utf-8''b",
    ],
)
def test_a_part_of_a_form_that_says_a_thing_twice_is_refused(unchanged: Users, headers: str) -> None:
    raw = f"--{BOUNDARY}\r\n{headers}\r\n\r\nx\r\n--{BOUNDARY}--\r\n".encode()

    answer = sent(unchanged, TAKE_A_BODY["HappyfoxCreateTicket"], f"{MULTIPART}; boundary={BOUNDARY}", raw)

    assert answer.status == 400
    assert "more than once" in answer.text


def test_a_long_key_is_named_by_its_beginning(unchanged: Users) -> None:
    content = json.dumps({"k" * 5_000: 1})[:-1] + f', "{"k" * 5_000}": 2}}'

    answer = sent(unchanged, TAKE_A_BODY["SelectelCreateTicket"], JSON, content.encode())

    assert answer.json()["location"] == "body." + "k" * 100
