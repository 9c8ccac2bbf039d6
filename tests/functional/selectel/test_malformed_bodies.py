"""Bodies that are no JSON object, in no right media type, or too large: the same for every endpoint that takes one."""

import base64
import json

import pytest

from tests.functional.callers import Tokens
from tests.functional.selectel.targets import LEAST, Target, Targets
from tests.functional.selectel.tickets import answered, refusal
from tools.local_desk.client import Client
from tools.local_desk.world import World


@pytest.fixture(params=LEAST)
def target(request: pytest.FixtureRequest, targets: Targets) -> Target:
    return targets[request.param]


NOT_JSON = [
    b"{",
    b"nonsense",
    b"{'a': 1}",
    b'{"a": 1,}',
    b'{"a": NaN}',
    b'{"a": Infinity}',
    b'{"a": -Infinity}',
    b'{"a": 01}',
    b'{"a": "\x01"}',
    b"{} {}",
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"score": ' + b"9" * 5_000 + b"}",
]
"""Also numbers so long, and brackets so deep, that no parser should follow."""


def test_what_is_not_json_is_refused_whole(target: Target) -> None:
    for content in NOT_JSON:
        assert refusal(target.send_text(content)) == (400, "bad_request", "body"), content[:20]
    assert target.is_untouched()


def test_a_body_is_an_object(target: Target) -> None:
    for content in (b"[]", b'"text"', b"1", b"true", b"[{}]", b"null", b" null\n"):
        assert refusal(target.send_text(content)) == (400, "bad_request", "body"), content
    assert target.is_untouched()


def test_a_key_that_is_not_documented_is_refused_by_name(target: Target) -> None:
    assert refusal(target.send({"sumary": "a typo"})) == (400, "bad_request", "body.sumary")
    assert target.is_untouched()


def test_a_key_that_cannot_be_written_is_refused_all_the_same(target: Target) -> None:
    assert refusal(target.send_text(b'{"\\ud800": 1}'))[:2] == (400, "bad_request")
    assert target.is_untouched()


def test_other_media_types_are_not_supported(target: Target) -> None:
    for media_type in ("text/plain", "text/json", "application/x-www-form-urlencoded", "application/jsonp", "json"):
        assert refusal(target.send_text(b"{}", media_type)) == (415, "unsupported_media_type", None), media_type
    assert target.is_untouched()


def test_a_multipart_form_is_not_supported(target: Target) -> None:
    form = b'--b\r\nContent-Disposition: form-data; name="body"\r\n\r\nb\r\n--b--\r\n'

    answer = target.send_text(form, "multipart/form-data; boundary=b")

    assert refusal(answer) == (415, "unsupported_media_type", None)
    assert target.is_untouched()


@pytest.mark.parametrize(
    "media_type", ["application/json; charset=utf-8", "Application/JSON", " application/json ;x=y"]
)
def test_json_is_json_however_its_type_is_written(shared_client: Client, media_type: str) -> None:
    sample = b'{"summary": "s", "comment_body": "c"}'

    answer = shared_client.post("/support/tickets", content=sample, headers={"Content-Type": media_type})

    assert answered(answer)["summary"] == "s"


def test_bytes_that_are_no_utf_8_are_refused(shared_client: Client) -> None:
    answer = shared_client.post("/support/tickets", content=b'{"summary": "\xff\xfe", "comment_body": "c"}')

    assert refusal(answer) == (400, "bad_request", "body")
    assert answer.json()["description"] == "The body is not valid UTF-8."


def test_bytes_that_are_no_utf_8_are_refused_if_they_ever_get_through(
    shared_world: World, shared_tokens: Tokens
) -> None:
    event = {
        "httpMethod": "POST",
        "path": "/support/tickets",
        "headers": {"X-Token": shared_tokens["client"]["token"], "Content-Type": "application/json"},
        "body": base64.b64encode(b'{"summary": "\xff", "comment_body": "c"}').decode(),
        "isBase64Encoded": True,
    }

    answer = shared_world.invoke("SelectelCreateTicket", event)

    assert answer["statusCode"] == 400
    assert json.loads(answer["body"])["location"] == "body"


def test_a_key_given_twice_is_refused_by_name(target: Target) -> None:
    for content in (b'{"summary": "1", "comment_body": "c", "summary": "2"}', b'{"summary": "1", "summary": "1"}'):
        assert refusal(target.send_text(content)) == (400, "bad_request", "body.summary"), content
    assert target.is_untouched()


@pytest.mark.parametrize("megabytes", [7, 11])
def test_a_body_that_is_more_than_a_function_or_the_gateway_takes_is_too_large(
    shared_client: Client, megabytes: int
) -> None:
    body = b'{"summary": "s", "comment_body": "' + b"x" * (megabytes * 1_000_000) + b'"}'

    refused = shared_client.post("/support/tickets", content=body)

    assert refused.status == 413
    assert refused.json()["error"]
