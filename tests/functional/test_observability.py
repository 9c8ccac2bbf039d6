"""What functions tell their operators: enough to follow each request, and never what a caller sent."""

import base64
import hashlib
import io
import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ParamValidationError

from polydesk.desk import desk
from polydesk.domain.errors import DeskError
from polydesk.jobs.background import UnexpectedError
from polydesk.telemetry import logger
from tests.functional.callers import Tokens
from tests.functional.replays import SampleTickets
from tools.faults import Call, intercepted
from tools.local_desk.client import Client
from tools.local_desk.model import Route
from tools.local_desk.world import World
from tools.sample_events import FUNCTIONS, NAMES, UNDOES, event, with_credentials

TICKET = {"summary": "The printer is on fire", "comment_body": "It smells of toner"}
REQUESTS = {
    "selectel": ("GET", "/support/topics"),
    "supportbee": ("POST", "/tickets/1/archive"),
    "happyfox": ("GET", "/api/1.1/json/tickets/"),
    "zammad": ("GET", "/api/v1/ticket_states"),
}
"""One request to each API."""


class Log:
    """What has been logged since the last look."""

    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    def text(self) -> str:
        """As it was written."""
        text = self._stream.getvalue()
        self._stream.truncate(0)
        self._stream.seek(0)
        return text

    def lines(self) -> list[dict[str, Any]]:
        """Line by line."""
        return [json.loads(line) for line in self.text().splitlines()]


@pytest.fixture
def log() -> Iterator[Log]:
    """The log of this process."""
    handler, stream = logger.registered_handler, io.StringIO()
    before = handler.setStream(stream)  # type: ignore[attr-defined]
    yield Log(stream)
    handler.setStream(before)  # type: ignore[attr-defined]


def broken(error: BaseException) -> Any:
    """Inside, every call to AWS fails."""

    def fail(operation: str, arguments: dict[str, Any], proceed: Call) -> Any:
        raise error

    return intercepted(fail)


def test_a_request_is_one_line_that_says_who_asked_for_what_and_how_it_ended(
    client: Client, tokens: Tokens, log: Log
) -> None:
    response = client.post("/support/tickets", json=TICKET)

    [line] = log.lines()
    assert {key: line[key] for key in ("level", "message", "api", "route", "status", "ticket")} == {
        "level": "INFO",
        "message": "answered",
        "api": "selectel",
        "route": "/support/tickets",
        "status": 200,
        "ticket": response.json()["number"],
    }
    assert line["principal"] == hashlib.sha256(tokens["client"]["token"].encode()).hexdigest()[:16]
    assert line["request_id"] == response.headers["x-amzn-RequestId"]
    assert line["function_request_id"]


def test_a_refusal_says_why(client: Client, log: Log) -> None:
    assert client.get("/support/tickets/77").status == 404

    [line] = log.lines()
    assert (line["level"], line["status"], line["reason"], line["ticket"]) == ("INFO", 404, "TicketNotFound", 77)


def test_what_keeps_the_desk_from_answering_is_told(client: Client, log: Log) -> None:
    with broken(ConnectTimeoutError(endpoint_url="https://dynamodb.example")):
        assert client.get("/support/topics").status == 503

    [line] = log.lines()
    assert (line["reason"], line["cause"]) == ("Unavailable", "ConnectTimeoutError")


def test_a_line_knows_nothing_of_the_request_before(world: World, client: Client, log: Log) -> None:
    client.post("/support/tickets", json=TICKET)
    client.get("/support/tickets/77")
    log.lines()

    world.client({"X-Token": "unknown"}).get("/support/topics")

    [line] = log.lines()
    assert (line["status"], line["reason"]) == (401, "UnknownToken")
    assert line.keys().isdisjoint({"principal", "ticket"})


@pytest.mark.parametrize("api", REQUESTS)
def test_a_fault_has_an_id_that_the_caller_gets_a_traceback_and_a_metric(
    world: World, tokens: Tokens, log: Log, capsys: pytest.CaptureFixture[str], api: str
) -> None:
    key = base64.b64encode(f"{tokens['happyfox']['api_key']}:{tokens['happyfox']['auth_code']}".encode()).decode()
    authorization = f"Basic {key}" if api == "happyfox" else f"Bearer {tokens['agent']['token']}"
    caller = world.client({"X-Token": tokens["agent"]["token"], "Authorization": authorization})
    capsys.readouterr()

    with broken(ZeroDivisionError()):
        response = caller.request(*REQUESTS[api])

    [line] = log.lines()
    assert response.status == 500
    assert line["error_id"] in response.text
    assert (line["level"], line["message"], line["api"], line["status"]) == ("ERROR", "failed", api, 500)
    assert line["exception_name"] == "ZeroDivisionError"
    assert "/http/endpoint.py" in line["exception"]
    [metric] = [json.loads(written) for written in capsys.readouterr().out.splitlines()]
    [directive] = metric["_aws"]["CloudWatchMetrics"]
    assert metric["Failures"] == [1.0]
    assert directive["Namespace"] == world.template.environment["POWERTOOLS_METRICS_NAMESPACE"]
    assert directive["Dimensions"] == [["service"]]
    assert metric["service"] == world.template.environment["POWERTOOLS_SERVICE_NAME"]


def test_what_aws_says_is_told_and_what_else_an_exception_says_is_not(log: Log) -> None:
    quoting = "Invalid type for parameter, value: It smells of toner"
    ends = {
        ClientError({"Error": {"Code": "AccessDenied", "Message": "is not authorized"}}, "Query"): (
            "botocore.exceptions.ClientError: "
            "An error occurred (AccessDenied) when calling the Query operation: is not authorized"
        ),
        ConnectTimeoutError(endpoint_url="https://dynamodb.example"): (
            'botocore.exceptions.ConnectTimeoutError: Connect timeout on endpoint URL: "https://dynamodb.example"'
        ),
        ParamValidationError(report=quoting): "botocore.exceptions.ParamValidationError",
        ValueError(quoting): "builtins.ValueError",
    }
    for error, end in ends.items():
        try:
            raise error
        except type(error):
            logger.exception("failed")
        assert log.lines()[0]["exception"].endswith(f"\n{end}")


def test_what_led_to_an_exception_is_told_too(log: Log) -> None:
    try:
        try:
            raise KeyError
        except KeyError as error:
            raise TimeoutError from error
    except TimeoutError:
        logger.exception("failed")

    first, second = log.lines()[0]["exception"].split("\nCaused by:\n")
    assert first.endswith("builtins.TimeoutError")
    assert second.endswith("builtins.KeyError")


class Loud(Exception):
    """An exception that says everything there is to say."""


def attempts(call: Callable[[], object], sent: object) -> Iterator[object]:
    """Make a call with a fault at its first request to AWS, then at a later one, and so on until it goes through.

    Yields what each raised or answered. The fault quotes what was sent and what was asked of AWS.
    """
    for spared in (0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512):
        desk.reset()
        with failing_after(spared, sent) as faulty:
            try:
                yield call()
            except (UnexpectedError, DeskError) as error:
                yield repr(error)
        if not faulty:
            return
    raise AssertionError("it never goes through")


@contextmanager
def failing_after(spared: int, sent: object) -> Iterator[list[str]]:
    """Inside, all requests to AWS but the first few fail; yields their names."""
    done = itertools.count(1)
    faulty: list[str] = []

    def fail(operation: str, arguments: dict[str, Any], proceed: Call) -> Any:
        if next(done) > spared:
            faulty.append(operation)
            raise Loud(f"{sent} {arguments}")
        return proceed()

    with intercepted(fail):
        yield faulty


def leaves(value: object) -> Iterator[str]:
    """Every text in nested values, and in texts that are values in turn."""
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, str):
        yield value
        with suppress(ValueError):
            decoded = json.loads(value)
            yield from leaves(decoded) if isinstance(decoded, dict | list) else ()


def secrets(sent: dict[str, Any], answer: object) -> set[str]:
    """What must not be logged: what people wrote and who they are, and all credentials."""
    texts = set(leaves(sent))
    if sent.get("isBase64Encoded"):
        body = base64.b64decode(sent["body"]).decode(errors="replace")
        texts |= {*leaves(body), *body.split("\r\n")}
    written = {text for text in texts if len(text) > 5 and (" " in text or "@" in text or not text.isascii())}
    return written | {text for text in leaves(answer) if len(text) >= 32}


def credentials(tokens: Tokens) -> set[str]:
    """Every credential of the sample desk, as it is kept and as it is sent."""
    pair = f"{tokens['happyfox']['api_key']}:{tokens['happyfox']['auth_code']}"
    texts = {text for token in tokens.values() for text in leaves(token) if len(text) >= 32}
    return texts | {pair, base64.b64encode(pair.encode()).decode()}


@pytest.fixture(scope="module")
def sample_tickets() -> SampleTickets:
    """What all events find."""
    return SampleTickets()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_is_secret_is_logged_whatever_goes_wrong(
    bare_world: World,
    sample_tickets: SampleTickets,
    log: Log,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    world, tokens = bare_world, sample_tickets.put_into(bare_world)
    function = FUNCTIONS[name]
    if name in UNDOES:
        world.invoke(FUNCTIONS[UNDOES[name]].logical_id, with_credentials(event(UNDOES[name]), tokens))
    sent = with_credentials(event(name), tokens)
    if function.of_type(Route):
        token = tokens["agent"]["token"]
        sent["queryStringParameters"] = {**(sent["queryStringParameters"] or {}), "auth_token": token}
        sent["multiValueQueryStringParameters"] = {
            **(sent["multiValueQueryStringParameters"] or {}),
            "auth_token": [token],
        }
    log.text()

    answers = list(attempts(lambda: world.invoke(function.logical_id, sent), sent))

    text = log.text()
    assert '"ERROR"' in text or name == "gateway/answer_other_methods", "it asks nothing of AWS that could fail"
    told = [json.dumps(json.loads(line), ensure_ascii=False) for line in text.splitlines()]
    told += [record.getMessage() for record in caplog.records if record.name != logger.name]
    raised = [answer for answer in answers if isinstance(answer, str)]
    told += [*capsys.readouterr(), *raised]
    returned = [answer for answer in answers if not isinstance(answer, str)]
    hidden = secrets(sent, returned if name.startswith("ops/") else None) | credentials(tokens)
    assert {secret for secret in hidden if any(secret in one for one in told)} == set()
