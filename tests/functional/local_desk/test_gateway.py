"""API Gateway as clients and handlers see it."""

import base64
import logging
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tools.local_desk.client import Client, Response
from tools.local_desk.clock import START
from tools.local_desk.gateway.rest_api import PAYLOAD_BYTES, REQUEST_BYTES
from tools.local_desk.wire import Headers, HttpRequest
from tools.local_desk.world import World

PNG = bytes(range(256))


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch, client: Client) -> Callable[..., Response]:
    """Let the function Answer return this, and call it."""

    def ask(answer: object, **request: Any) -> Response:
        monkeypatch.setattr("little_desk.answer.answer", lambda event: answer)
        return client.get("/answer", **request)

    return ask


def event_of(response: Response) -> dict[str, Any]:
    """Return the event that the function Echo received."""
    event: dict[str, Any] = response.json()["event"]
    return event


def test_a_path_leads_to_its_function_with_or_without_a_slash_at_its_end(client: Client) -> None:
    for path in ("/things", "/things/"):
        event = event_of(client.get(path))
        assert (event["resource"], event["path"]) == ("/things", path)


def test_the_root_is_a_path_like_any_other(client: Client) -> None:
    assert event_of(client.get("/"))["resource"] == "/"
    assert event_of(client.get(""))["resource"] == "/"


def test_a_literal_part_wins_over_a_variable(client: Client) -> None:
    assert event_of(client.get("/things/special"))["resource"] == "/things/special"
    assert event_of(client.get("/things/other"))["resource"] == "/things/{thing}"
    assert event_of(client.get("/things/special/parts.json"))["resource"] == "/things/{thing}/parts.json"


def test_a_variable_is_decoded_and_the_path_is_not(client: Client) -> None:
    event = event_of(client.get("/things/a%20b%2Fc+d"))

    assert event["pathParameters"] == {"thing": "a b/c+d"}
    assert event["path"] == "/things/a%20b%2Fc+d"


def test_a_variable_is_never_empty(client: Client) -> None:
    assert client.get("/things//parts.json").status == 404


def test_empty_maps_are_null(client: Client) -> None:
    event = event_of(client.get("/things"))

    for name in (
        "pathParameters",
        "queryStringParameters",
        "multiValueQueryStringParameters",
        "body",
        "stageVariables",
    ):
        assert event[name] is None
    assert event["isBase64Encoded"] is False


def test_the_last_of_several_query_values_wins_and_all_are_there(client: Client) -> None:
    event = event_of(client.get("/things?a=1&a=2&b=x%20y+z&empty", params={"c": [True, 3]}))

    assert event["queryStringParameters"] == {"a": "2", "b": "x y z", "empty": "", "c": "3"}
    assert event["multiValueQueryStringParameters"]["a"] == ["1", "2"]
    assert event["multiValueQueryStringParameters"]["c"] == ["true", "3"]


def test_headers_keep_their_spelling_and_all_their_values(world: World) -> None:
    headers = Headers([("X-Token", "a"), ("x-token", "b"), ("Host", "me"), ("Expect", "100-continue")])
    answer = world.handle(HttpRequest("GET", "/v1/things", headers=headers))

    event = event_of(Response(answer.status, answer.headers, answer.body))
    assert event["headers"]["X-Token"] == "b"
    assert event["multiValueHeaders"]["X-Token"] == ["a", "b"]
    assert event["headers"]["Host"].endswith(".execute-api.eu-central-1.amazonaws.com")
    assert event["headers"]["X-Forwarded-For"] == "127.0.0.1"
    assert "Expect" not in event["headers"]


def test_a_text_body_is_passed_on_as_text(client: Client) -> None:
    event = event_of(client.post("/things", json={"word": "Привет"}))

    assert event["body"] == '{"word": "Привет"}'
    assert event["isBase64Encoded"] is False
    assert event["headers"]["Content-Type"] == "application/json"


def test_bytes_that_are_not_utf_8_become_replacement_characters(client: Client) -> None:
    assert event_of(client.post("/things", content=b"a\xffb"))["body"] == "a\ufffdb"


def test_a_body_of_a_binary_type_is_passed_on_in_base64(client: Client) -> None:
    event = event_of(client.post("/things", files={"file": ("a.png", PNG, "image/png")}, data={"x": "1"}))

    body = base64.b64decode(event["body"])
    assert event["isBase64Encoded"] is True
    assert PNG in body
    assert b'name="x"\r\n\r\n1\r\n' in body
    assert event["headers"]["Content-Type"].startswith("multipart/form-data; boundary=")


def test_the_request_context_says_who_called_what_and_when(world: World, client: Client) -> None:
    context = event_of(client.get("/things/7", headers={"User-Agent": "me"}))["requestContext"]

    assert context["identity"]["sourceIp"] == "127.0.0.1"
    assert context["identity"]["userAgent"] == "me"
    assert (context["stage"], context["resourcePath"], context["path"]) == ("v1", "/things/{thing}", "/v1/things/7")
    assert context["httpMethod"] == "GET"
    assert context["requestTimeEpoch"] == START.timestamp() * 1000
    assert context["requestTime"] == "05/Jan/2026:09:00:00 +0000"


def test_the_context_counts_down_from_the_functions_timeout(client: Client) -> None:
    context = client.get("/things").json()["context"]

    assert context["name"] == "polydesk-Echo"
    assert context["arn"].endswith(":function:polydesk-Echo")
    assert context["memory"] == "512"
    assert 9_000 < context["remaining"] <= 10_000


def test_an_unknown_path_or_method_is_answered_as_the_template_says(client: Client) -> None:
    for answer in (
        client.get("/nowhere", headers={"X-Name": "me"}),
        client.delete("/things", headers={"X-Name": "me"}),
    ):
        assert answer.status == 404
        assert answer.json()["error"] == "Missing Authentication Token"
        assert answer.headers["X-Asked-By"] == "me"
        assert answer.headers["X-Words"] == "as they are"
        assert answer.headers["X-Request"] == answer.headers["x-amzn-RequestId"]
        assert answer.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException"


def test_a_gateway_response_comes_in_the_type_that_is_asked_for(client: Client) -> None:
    answer = client.get("/nowhere", headers={"Accept": "text/plain;q=1, */*"})

    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.text == "Missing Authentication Token (GET)"


def test_a_gateway_response_has_the_content_type_that_the_template_declares(client: Client) -> None:
    answer = client.post("/things", content=b"x" * (REQUEST_BYTES + 1))

    assert answer.headers.all("Content-Type") == ["application/problem+json"]


def test_another_stage_is_forbidden_with_the_gateways_own_message(world: World) -> None:
    answer = world.handle(HttpRequest("GET", "/v2/things"))

    assert (answer.status, answer.body) == (403, b'{"message":"Forbidden"}')


def test_a_request_over_ten_megabytes_is_too_large(client: Client) -> None:
    answer = client.post("/things", content=b"x" * (REQUEST_BYTES + 1))

    assert answer.status == 413
    assert answer.json() == {
        "error": "HTTP content length exceeded 10485760 bytes.",
        "kind": "REQUEST_TOO_LARGE",
    }


def test_a_request_larger_than_a_lambda_payload_is_too_large(client: Client) -> None:
    """In base64, a file of 4.7 MB is larger than the 6 MB that a function can receive."""
    assert client.post("/things", files={"file": ("a", b"x" * 4_000_000)}).status == 200
    assert client.post("/things", files={"file": ("a", b"x" * 4_800_000)}).status == 413


def test_any_method_may_be_answered_by_one_function(client: Client) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        assert client.request(method, "/answer", json={"statusCode": 201, "body": method}).text == method


def test_head_is_not_routed_as_get(client: Client) -> None:
    assert client.request("HEAD", "/things").status == 404


def test_an_answer_to_head_has_no_body(client: Client) -> None:
    answer = client.request("HEAD", "/answer", json={"statusCode": 200, "body": "text"})

    assert (answer.status, answer.content) == (200, b"")


def test_a_minimal_answer_is_empty_json(answering: Callable[..., Response]) -> None:
    answer = answering({"statusCode": 200})

    assert (answer.status, answer.content, answer.headers["Content-Type"]) == (200, b"", "application/json")


def test_a_204_has_neither_body_nor_type(answering: Callable[..., Response]) -> None:
    answer = answering({"statusCode": 204, "body": ""})

    assert (answer.status, answer.content) == (204, b"")
    assert "Content-Type" not in answer.headers


def test_headers_of_both_maps_are_sent(answering: Callable[..., Response]) -> None:
    answer = answering(
        {"statusCode": 200, "headers": {"X-One": "1", "x-two": "lost"}, "multiValueHeaders": {"X-Two": ["2", "3"]}}
    )

    assert answer.headers["x-one"] == "1"
    assert answer.headers.all("X-Two") == ["2", "3"]


def test_the_gateway_renames_or_drops_reserved_headers(answering: Callable[..., Response]) -> None:
    answer = answering({"statusCode": 401, "headers": {"WWW-Authenticate": "Basic", "Upgrade": "h2c"}})

    assert answer.headers["x-amzn-Remapped-WWW-Authenticate"] == "Basic"
    assert "WWW-Authenticate" not in answer.headers
    assert "Upgrade" not in answer.headers


def test_binary_is_sent_to_a_client_that_accepts_it_first(answering: Callable[..., Response]) -> None:
    encoded = base64.b64encode(PNG).decode()
    answer = {"statusCode": 200, "body": encoded, "isBase64Encoded": True, "headers": {"Content-Type": "image/png"}}

    assert answering(answer, headers={"Accept": "image/png, */*"}).content == PNG
    assert answering(answer, headers={"Accept": "text/html, image/png"}).text == encoded


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "text",
        {"message": "hello"},
        {"statusCode": "200"},
        {"statusCode": True},
        {"statusCode": 200, "body": {"a": 1}},
        {"statusCode": 200, "body": b"bytes"},
        {"statusCode": 200, "extra": 1},
        {"statusCode": 200, "headers": {"Retry-After": 5}},
        {"statusCode": 200, "headers": ["X: y"]},
        {"statusCode": 200, "multiValueHeaders": {"X": "y"}},
        {"statusCode": 200, "body": "x" * PAYLOAD_BYTES},
        {"statusCode": Decimal("200.5")},
    ],
    ids=lambda answer: str(answer)[:40],
)
def test_an_invalid_proxy_response_is_a_502(answering: Callable[..., Response], answer: object) -> None:
    response = answering(answer)

    assert response.status == 502
    assert response.json() == {"message": "Internal server error"}


def test_invalid_base64_is_a_502(answering: Callable[..., Response]) -> None:
    answer = {"statusCode": 200, "body": "?", "isBase64Encoded": True}

    assert answering(answer, headers={"Accept": "image/png"}).status == 502


def test_a_handler_that_raises_is_a_502_and_its_traceback_is_logged(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client.get("/answer", content="no json")

    assert (answer.status, answer.json()) == (502, {"message": "Internal server error"})
    assert "JSONDecodeError" in caplog.text
