"""What a caller sees when AWS is throttled, out of reach or broken, or when the desk itself is: never half a thing."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)

from polydesk.desk import desk
from polydesk.telemetry import logger
from tests.functional.callers import Tokens
from tests.functional.selectel.targets import LEAST, MODIFY, Target
from tests.functional.selectel.tickets import answered, commented, comments, opened, page, refusal
from tools.faults import WRITES, Call, intercepted
from tools.local_desk.client import Client, Response
from tools.local_desk.items import Item, dump
from tools.local_desk.world import World

MAX_CALLS = 12

READS = [
    "/support/tickets",
    "/support/tickets?only_opened=true",
    "/support/tickets/1",
    "/support/tickets/1/comments",
    "/support/comments/100001",
    "/support/topics",
]

Raised = Callable[[str], Exception]


def aws_error(code: str) -> Raised:
    """What botocore raises when AWS answers with this code, given the operation."""
    return lambda operation: ClientError({"Error": {"Code": code, "Message": code}}, operation)


def cancelled(*codes: str) -> Raised:
    """What botocore raises when AWS cancels a transaction for these reasons."""

    def error(operation: str) -> Exception:
        response: Any = {
            "Error": {"Code": "TransactionCanceledException", "Message": ""},
            "CancellationReasons": [{"Code": code} for code in codes],
        }
        return ClientError(response, operation)

    return error


@contextmanager
def failing(raised: Raised, *, at: int = 1, times: int = 1_000, only: str = "") -> Iterator[list[str]]:
    """Inside, some calls to AWS fail: from the one at this place, counted from 1, so many. Yields the calls."""
    calls: list[str] = []

    def fail(operation: str, _: dict[str, Any], proceed: Call) -> Any:
        if not only or operation == only:
            calls.append(operation)
            if at <= len(calls) < at + times:
                raise raised(operation)
        return proceed()

    with intercepted(fail):
        yield calls


def without_counters(items: dict[tuple[str, str], Item]) -> dict[tuple[str, str], Item]:
    """All items but the counters: a number that was drawn and not used is a gap that nobody minds."""
    return {key: item for key, item in items.items() if key[0] != "COUNTER"}


def assert_busy(answer: Response) -> None:
    assert refusal(answer) == (503, "service_unavailable", None)
    assert int(answer.headers["Retry-After"]) >= 1


@pytest.mark.parametrize("operation", LEAST)
def test_a_write_that_is_throttled_anywhere_does_nothing_and_can_be_sent_again(
    world: World, client: Client, agent: Client, operation: str
) -> None:
    target = Target(client, agent, operation)
    before = without_counters(dump(world))

    for place in range(1, MAX_CALLS):
        desk.reset()  # a cold function reads the token, the person and the states as well
        with failing(aws_error("ThrottlingException"), at=place) as calls:
            answer = target.send({})
        if len(calls) < place:
            break
        assert_busy(answer)
        assert without_counters(dump(world)) == before, calls

    assert place > 4
    assert answered(answer)
    assert without_counters(dump(world)) != before or operation == MODIFY


@pytest.mark.parametrize("path", READS)
def test_a_read_that_is_throttled_anywhere_can_be_sent_again(client: Client, agent: Client, path: str) -> None:
    opened(client)
    commented(agent, 1)

    for place in range(1, MAX_CALLS):
        desk.reset()
        with failing(aws_error("ProvisionedThroughputExceededException"), at=place) as calls:
            answer = client.get(path)
        if len(calls) < place or calls[-1] in WRITES:  # what cannot be noted keeps nobody from reading
            break
        assert_busy(answer)

    assert place > 2
    assert answered(answer)


@pytest.mark.parametrize(
    "raised",
    [
        aws_error("ThrottlingException"),
        aws_error("RequestLimitExceeded"),
        aws_error("InternalServerError"),
        aws_error("ServiceUnavailable"),
        lambda _: EndpointConnectionError(endpoint_url="https://dynamodb"),
        lambda _: ConnectTimeoutError(endpoint_url="https://dynamodb"),
        lambda _: ReadTimeoutError(endpoint_url="https://dynamodb"),
    ],
)
def test_a_table_that_does_not_answer_is_busy(client: Client, raised: Raised) -> None:
    opened(client)

    with failing(raised):
        assert_busy(client.get("/support/tickets/1"))
        assert_busy(client.post("/support/tickets/1/comments", json={"body": "b"}))


@pytest.mark.parametrize("reason", ["ThrottlingError", "ProvisionedThroughputExceeded"])
def test_a_transaction_that_is_throttled_to_the_end_is_busy(world: World, client: Client, reason: str) -> None:
    opened(client)
    before = dump(world)

    with failing(cancelled("None", reason, "None"), only="TransactWriteItems") as calls:
        assert_busy(client.post("/support/tickets/1/comments", json={"body": "b"}))

    assert len(calls) > 1
    assert dump(world) == before


def test_a_transaction_that_meets_others_to_the_end_is_busy(world: World, client: Client) -> None:
    opened(client)
    before = dump(world)

    with failing(cancelled("None", "TransactionConflict"), only="TransactWriteItems") as calls:
        answer = client.post("/support/tickets/1/comments", json={"body": "b"})

    assert_busy(answer)
    assert "again" in answer.json()["description"]
    assert len(calls) == 13
    assert dump(world) == before


def test_a_ticket_that_has_another_version_in_each_attempt_is_a_conflict(world: World, client: Client) -> None:
    opened(client)
    before = dump(world)

    with failing(cancelled("None", "ConditionalCheckFailed"), only="TransactWriteItems") as calls:
        answer = client.post("/support/tickets/1/comments", json={"body": "b"})

    assert refusal(answer) == (409, "conflict", None)
    assert "again" in answer.json()["description"]
    assert len(calls) == 13
    assert dump(world) == before


@pytest.mark.parametrize("reason", ["TransactionConflict", "ThrottlingError"])
def test_a_transaction_that_is_held_up_for_a_moment_goes_through(client: Client, reason: str) -> None:
    opened(client)

    with failing(cancelled("None", reason), times=3, only="TransactWriteItems"):
        commented(client, 1, "At last")

    assert [comment["body"] for comment in comments(client, 1)] == ["Help", "At last"]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What functions write to their log."""
    written = io.StringIO()
    handler = logger.registered_handler
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def lines(text: str) -> list[dict[str, Any]]:
    """Lines of JSON."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("operation", LEAST)
def test_a_fault_of_ours_is_answered_in_shape_and_logged_with_the_id_that_the_caller_sees(
    world: World, client: Client, agent: Client, log: io.StringIO, operation: str
) -> None:
    target = Target(client, agent, operation)
    before = without_counters(dump(world))

    with failing(lambda _: ZeroDivisionError("on the way"), only="TransactWriteItems") as calls:
        answer = target.send({"client_aliased_name": "Carl"} if operation == MODIFY else {})

    assert calls == ["TransactWriteItems"]
    assert refusal(answer) == (500, "internal_error", None)
    assert "on the way" not in answer.text
    assert without_counters(dump(world)) == before
    [line] = [line for line in lines(log.getvalue()) if line["level"] == "ERROR"]
    assert line["error_id"] in answer.json()["description"]
    assert "ZeroDivisionError" in line["exception"]


@pytest.mark.parametrize(
    "raised",
    [aws_error("AccessDeniedException"), aws_error("ResourceNotFoundException"), aws_error("ValidationException")],
)
def test_what_aws_refuses_for_good_is_a_fault_of_ours(client: Client, raised: Raised) -> None:
    opened(client)

    with failing(raised):
        assert refusal(client.get("/support/tickets/1")) == (500, "internal_error", None)
        assert refusal(client.post("/support/tickets/1/close")) == (500, "internal_error", None)


def test_a_fault_is_counted_for_the_operators(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    with failing(lambda _: ZeroDivisionError()):
        client.get("/support/tickets/1")

    [metric] = [line for line in lines(capsys.readouterr().out) if "_aws" in line]
    assert metric["Failures"] == [1.0]


def test_no_token_is_ever_logged(
    world: World, tokens: Tokens, client: Client, log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tokens["client"]["token"]
    query = {"token": secret, "X-Token": secret, "q": ""}
    body = {"summary": "s", "comment_body": "c", secret: 1}

    client.get("/support/tickets", params=query)
    client.post("/support/tickets", json=body, headers={"Idempotency-Key": secret})
    client.get(f"/support/tickets/{secret}")
    world.client({"Authorization": f"Bearer {secret}"}).get("/support/topics", params=query)
    world.client({"X-Token": f"{secret}x"}).get("/support/topics")
    desk.reset()
    with failing(lambda _: NoCredentialsError()):
        client.get("/support/tickets", params=query)
    with failing(ZeroDivisionError):
        client.get("/support/tickets", params=query)

    printed = capsys.readouterr()
    assert "ZeroDivisionError" in log.getvalue()
    assert secret not in log.getvalue() + printed.out + printed.err


def test_what_is_no_request_at_all_is_answered_all_the_same(world: World) -> None:
    events: list[dict[str, Any]] = [{}, {"httpMethod": "GET"}, {"httpMethod": "POST", "path": None, "headers": None}]
    for event in [*events, {"httpMethod": "POST", "path": "/", "body": "x", "isBase64Encoded": True}]:
        answer = world.invoke("SelectelFindTicket", event)
        assert answer["statusCode"] in (400, 401, 500), event
        assert set(json.loads(answer["body"])) >= {"error", "description"}


def test_a_desk_that_nobody_has_set_up_knows_nobody(bare_world: World) -> None:
    assert refusal(bare_world.client({"X-Token": "x"}).get("/support/tickets"))[0] == 401


def test_a_number_that_was_drawn_in_vain_is_only_a_gap(client: Client) -> None:
    with failing(aws_error("ThrottlingException"), only="TransactWriteItems"):
        client.post("/support/tickets", json=LEAST["create"])

    assert opened(client)["number"] == 2
    assert page(client)["item_count"] == 1
