"""The decorator between API Gateway and a handler: whatever happens, the caller gets the API's own answer."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from polydesk.desk import desk as desk_module
from polydesk.desk.access import Access
from polydesk.desk.desk import Desk
from polydesk.domain.errors import DeskError, InvalidValue, TicketNotFound
from polydesk.domain.person import Principal
from polydesk.http.endpoint import Dialect
from polydesk.http.errors import ErrorAnswer, ErrorTable
from polydesk.http.payload import MAX_RESPONSE_BYTES
from polydesk.http.request import Request
from polydesk.http.response import Rendered, Response, created, no_content, ok
from polydesk.http.router import serve
from polydesk.telemetry import logger

CALLER = Principal("t0ken", frozenset({"ticket.agent"}), None)
EVENT = {
    "httpMethod": "POST",
    "path": "/things",
    "resource": "/things",
    "headers": {},
    "requestContext": {"requestId": "r1"},
}


def failed(error: DeskError, request: Request) -> Response:
    return Response(400, {"refused": str(error)})


def rendered(data: Any, request: Request) -> Rendered:
    return Rendered("application/json", json.dumps(data))


DIALECT = Dialect(
    name="toy",
    permissions=("ticket.agent",),
    authenticate=lambda request, access: CALLER,
    read=lambda request: json.loads(request.raw),
    errors=ErrorTable({DeskError: ErrorAnswer(400)}),
    render_error=failed,
    render_unexpected=lambda error_id: Response(500, {"crashed": error_id}),
    render=rendered,
)


@pytest.fixture(autouse=True)
def deployment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TABLE_NAME", "unused")
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Toys")
    desk_module.reset()
    yield
    desk_module.reset()


def context(seconds: float = 15) -> Any:
    return SimpleNamespace(aws_request_id="a1", get_remaining_time_in_millis=lambda: int(seconds * 1000))


def call(
    handler: Callable[[Request, Desk], Response], dialect: Dialect = DIALECT, seconds: float = 15, **event: Any
) -> dict[str, Any]:
    return dialect.endpoint()(handler)({**EVENT, **event}, context(seconds))


def test_a_reply_becomes_a_proxy_response_with_its_version_as_entity_tag() -> None:
    answer = call(lambda request, desk: created({"id": 1}, 7))

    assert answer == {
        "statusCode": 201,
        "headers": {
            "Cache-Control": "no-store",
            "ETag": '"7"',
            "Content-Type": "application/json; charset=utf-8",
        },
        "body": '{"id": 1}',
        "isBase64Encoded": False,
    }


def test_a_reply_without_data_has_no_body() -> None:
    answer = call(lambda request, desk: no_content(3))

    assert answer["headers"] == {"Cache-Control": "no-store", "ETag": '"3"'}
    assert (answer["statusCode"], answer["body"], answer["isBase64Encoded"]) == (204, "", False)


def test_a_handler_knows_who_is_calling_and_reads_the_body_in_the_apis_way() -> None:
    answer = call(lambda request, desk: ok([request.principal.token_id, request.data]), body='{"a": 1}')

    assert json.loads(answer["body"]) == ["t0ken", {"a": 1}]


def test_an_error_of_the_desk_is_what_the_api_says_to_it() -> None:
    def refuse(request: Request, desk: Desk) -> Response:
        raise TicketNotFound(7)

    assert call(refuse)["statusCode"] == 400
    assert json.loads(call(refuse)["body"]) == {"refused": "Ticket not found."}


def test_the_largest_answer_is_returned_and_one_byte_more_is_refused() -> None:
    around = len('"\\"\\""')  # the quotes of the body, and those of the text in it, escaped
    text = "x" * (MAX_RESPONSE_BYTES - around)

    answer = call(lambda request, desk: ok(text))
    refused = call(lambda request, desk: ok(text + "x"))

    assert (answer["statusCode"], len(json.dumps(answer["body"]))) == (200, MAX_RESPONSE_BYTES)
    assert refused["statusCode"] == 400
    assert str(MAX_RESPONSE_BYTES) in refused["body"]


def test_a_body_that_cannot_be_decoded_is_refused_before_anybody_reads_it() -> None:
    for body in ("x", "====", "%%%%"):
        answer = call(lambda request, desk: ok(1), body=body, isBase64Encoded=True)
        assert json.loads(answer["body"]) == {"refused": "The body is not valid base64."}


def test_a_fault_is_answered_with_an_id() -> None:
    def fail(request: Request, desk: Desk) -> Response:
        raise ZeroDivisionError

    answer = call(fail)

    assert answer["statusCode"] == 500
    assert len(json.loads(answer["body"])["crashed"]) == 8


def not_twice(data: Any, request: Request) -> Rendered:
    """Writes nothing but what a fault is answered with."""
    if "crashed" not in data:
        raise RecursionError
    return rendered(data, request)


def stumble(error: DeskError, request: Request) -> Response:
    raise LookupError


@pytest.mark.parametrize("dialect", [replace(DIALECT, render=not_twice), replace(DIALECT, render_error=stumble)])
def test_a_fault_on_the_way_out_is_answered_too(dialect: Dialect) -> None:
    def refuse(request: Request, desk: Desk) -> Response:
        raise InvalidValue("a", "No.")

    assert call(refuse, dialect)["statusCode"] == 500


def test_a_fault_while_finding_out_who_is_calling_is_answered_too() -> None:
    def fail(request: Request, access: Access) -> Principal:
        raise ConnectionError

    assert call(lambda request, desk: ok(1), replace(DIALECT, authenticate=fail))["statusCode"] == 500


def test_a_request_may_try_until_a_second_before_its_time_is_over_and_never_longer_than_the_gateway_waits() -> None:
    deadlines: list[float] = []

    def look(request: Request, desk: Desk) -> Response:
        deadlines.append(desk.context.deadline.seconds_left)
        return ok(1)

    for seconds in (0.2, 5, 900):
        call(look, seconds=seconds)

    assert [round(seconds, 6) for seconds in deadlines] == [0, 4, 20]


VERSIONS = [
    (None, None),
    ("*", None),
    (" * ", None),
    ('"7"', [7]),
    (' "7" ', [7]),
    ('"0012"', [12]),
    ('"7", "9"', [7, 9]),
    (', "7",,W/"8" ,\t"9",', [7, 9]),
    ('W/"7"', []),
    ('"two"', []),
    ('"7,8", "9"', [9]),
    ('""', []),
    ('"99999999999"', []),
]


@pytest.mark.parametrize(("header", "expected"), VERSIONS)
def test_if_match_names_versions(header: str | None, expected: list[int] | None) -> None:
    def expectations(_: Request, desk: Desk) -> Response:
        versions = desk.context.expected_versions
        return ok({"versions": versions if versions is None else sorted(versions)})

    answer = call(expectations, headers={} if header is None else {"If-Match": header})

    assert json.loads(answer["body"]) == {"versions": expected}


@pytest.mark.parametrize(("header", "expected"), [(None, False), ("*", True), ('"7"', True), ('W/"7"', True)])
def test_any_if_match_expects_something_that_exists(header: str | None, expected: bool) -> None:
    answer = call(
        lambda _, desk: ok({"expects": desk.context.expects_existing}),
        headers={} if header is None else {"If-Match": header},
    )

    assert json.loads(answer["body"]) == {"expects": expected}


@pytest.mark.parametrize("header", ["", "1", "7, 8", '"7" "8"', '"7', "'7'", 'w/"7"', '*, "7"', '"a b"', ",", '"7";'])
def test_a_malformed_if_match_is_refused_and_the_error_shows_the_form(header: str) -> None:
    refused = call(lambda request, desk: ok(1), headers={"If-Match": header})["body"]

    assert 'with its quotes, such as \\"3\\"' in refused


@pytest.mark.parametrize("header", [", " * 4000, '"a",' * 2000 + "x", '"' * 8001, " " * 8000 + "x"])
def test_a_long_if_match_is_read_in_linear_time(header: str) -> None:
    assert "refused" in call(lambda request, desk: ok(1), headers={"If-Match": header})["body"]


def test_a_key_makes_a_request_of_one_sender_to_one_address_unique() -> None:
    def once(request: Request, desk: Desk) -> Response:
        once = desk.context.idempotency_key
        return ok([once.digest, once.fingerprint] if once else None)

    def claim(**event: Any) -> Any:
        body = call(once, **{"headers": {"Idempotency-Key": "k"}, "body": "{}", **event})["body"]
        return json.loads(body) if body else None

    digest, fingerprint = claim()
    assert claim(path="/things/") == [digest, fingerprint]
    assert claim(body="{ }") == [digest, fingerprint]
    assert claim(body='{"a":1}') == [digest, claim(body='{ "a": 1 }')[1]]
    assert claim(body='{"a":1}')[1] != fingerprint
    assert claim(resource="/others", path="/others")[0] != digest
    assert claim(headers={"Idempotency-Key": "K"})[0] != digest
    assert claim(headers={}) is None
    assert claim(httpMethod="PUT") is None


def test_nothing_of_one_request_is_left_in_the_log_of_the_next() -> None:
    call(lambda request, desk: ok(1), requestContext={"requestId": "first"})
    logger.append_keys(left="behind")
    seen: list[dict[str, Any]] = []

    def look(request: Request, desk: Desk) -> Response:
        seen.append(dict(logger.get_current_keys()))
        return ok(1)

    call(look, requestContext={"requestId": "second"})

    assert seen[0]["request_id"] == "second"
    assert "left" not in seen[0]


def test_the_function_of_a_resource_calls_the_endpoint_of_the_method_and_the_resource() -> None:
    listing = DIALECT.endpoint()(lambda request, desk: ok("list"))
    creation = DIALECT.endpoint()(lambda request, desk: created("create", 1))
    showing = DIALECT.endpoint()(lambda request, desk: ok("show"))
    function = serve({"GET /things": listing, "POST /things": creation, "GET /things/{id}": showing})

    def answer(method: str, resource: str) -> Any:
        event = {**EVENT, "httpMethod": method, "resource": resource, "path": "/things/7"}
        return json.loads(function(event, context())["body"])

    assert answer("GET", "/things") == "list"
    assert answer("POST", "/things") == "create"
    assert answer("GET", "/things/{id}") == "show"
    with pytest.raises(KeyError, match="DELETE /things"):
        answer("DELETE", "/things")
