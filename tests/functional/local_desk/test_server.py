"""The desk behind a socket: HTTP, the clock, files and pages."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.functional.local_desk.little import LITTLE
from tests.functional.local_desk.test_docs import CREDENTIALS
from tools.engine import Engine
from tools.local_desk.clock import START, Clock
from tools.local_desk.server import files
from tools.local_desk.server.listener import Listener
from tools.local_desk.server.local_desk import LocalDesk
from tools.local_desk.server.router import Router
from tools.local_desk.world import World


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener(0) as listening:
        yield listening


@pytest.fixture
def desk(engine: Engine, listener: Listener) -> Iterator[LocalDesk]:
    clock = Clock(START, running=True)
    with World(engine, template=LITTLE, clock=clock, environment=files.environment(listener.port)) as world:
        yield LocalDesk(world)


@pytest.fixture
def server(desk: LocalDesk, listener: Listener) -> Iterator[httpx.Client]:
    """Return a client of the running server."""
    thread = threading.Thread(
        target=listener.serve,
        args=[Router(desk, listener.address, CREDENTIALS, Path("/somewhere/credentials.json")).answer],
    )
    thread.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{listener.port}") as client:
        yield client
    listener.shutdown()
    thread.join()


def test_a_request_reaches_its_function_and_the_answer_comes_back(server: httpx.Client) -> None:
    answer = server.post("/v1/things?a=%D0%AF&a=2", json={"word": "Привет"})

    event = answer.json()["event"]
    assert answer.status_code == 200
    assert event["multiValueQueryStringParameters"] == {"a": ["Я", "2"]}
    assert json.loads(event["body"]) == {"word": "Привет"}


@pytest.mark.parametrize("path", ["/v1/things", "/things"])
def test_an_event_names_the_server_that_was_called(server: httpx.Client, listener: Listener, path: str) -> None:
    event = server.get(path, headers={"Host": "elsewhere.example.com"}).json()["event"]

    host = f"127.0.0.1:{listener.port}"
    assert (event["requestContext"]["domainName"], event["headers"]["Host"]) == (host, host)
    assert event["headers"]["X-Forwarded-Proto"] == "http"
    assert event["headers"]["X-Forwarded-Port"] == str(listener.port)
    assert event["requestContext"]["path"] == "/v1/things"


def test_a_connection_is_kept_for_the_next_request(listener: Listener, server: httpx.Client) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", listener.port)
    connection.connect()
    used = connection.sock
    for answer in ({"statusCode": 204}, {"statusCode": 200, "body": "text"}, {"statusCode": 204}):
        connection.request("POST", "/v1/answer", json.dumps(answer))
        response = connection.getresponse()
        assert (response.status, response.read().decode()) == (answer["statusCode"], answer.get("body", ""))
        assert connection.sock is used
    connection.close()


def test_a_204_has_no_headers_about_a_body(server: httpx.Client) -> None:
    answer = server.post("/v1/answer", json={"statusCode": 204})

    assert "Content-Length" not in answer.headers
    assert "Content-Type" not in answer.headers


def test_an_answer_to_head_has_a_length_and_no_body(server: httpx.Client) -> None:
    answer = server.request("HEAD", "/v1/answer", json={"statusCode": 200, "body": "text"})

    assert (answer.status_code, answer.content) == (200, b"")


def test_a_body_may_come_in_chunks(server: httpx.Client) -> None:
    answer = server.post("/v1/things", content=iter([b"one ", b"two ", b"three"]))

    assert answer.json()["event"]["body"] == "one two three"


def test_a_body_that_is_too_large_is_answered_and_not_cut_off(server: httpx.Client) -> None:
    assert server.post("/v1/things", content=b"x" * 11_000_000).status_code == 413
    assert server.get("/v1/things").status_code == 200


@pytest.mark.parametrize(
    "request_text",
    [
        "POST /v1/things HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        "POST /v1/things HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n",
    ],
)
@pytest.mark.usefixtures("server")
def test_a_request_with_a_malformed_body_is_refused(listener: Listener, request_text: str) -> None:
    with socket.create_connection(("127.0.0.1", listener.port)) as raw:
        raw.sendall(request_text.encode())
        assert raw.recv(1000).startswith(b"HTTP/1.1 400 ")


def test_requests_are_answered_side_by_side(server: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each waits for the other: one at a time, neither would be answered."""
    both = threading.Barrier(2, timeout=20)

    def wait_for_the_other(event: Any) -> dict[str, int]:
        both.wait()
        return {"statusCode": 200}

    monkeypatch.setattr("little_desk.answer.answer", wait_for_the_other)
    statuses: list[int] = []
    threads = [
        threading.Thread(
            target=lambda: statuses.append(httpx.get(server.base_url.join("/v1/answer"), timeout=30).status_code)
        )
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [200, 200]


def test_a_credential_in_a_query_is_not_logged(server: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "tools.local_desk"):
        server.get("/v1/things?auth_token=secret")

    assert "GET /v1/things 200" in caplog.text
    assert "secret" not in logged_by_the_server(caplog)


def logged_by_the_server(caplog: pytest.LogCaptureFixture) -> str:
    """Return all that was logged, but for the test's own client."""
    return "".join(record.getMessage() for record in caplog.records if not record.name.startswith("httpx"))


@pytest.mark.parametrize(
    "first_line",
    [
        "BREW /v1/things?auth_token=secret HTTP/1.1",
        "GET /v1/things?auth_token=secret HTTP/9.9",
        "GET /v1/things?auth_token=secret and more HTTP/1.1",
        "GET /v1/things?auth_token=secret",
        "/v1/things?auth_token=secret",
    ],
)
@pytest.mark.usefixtures("server")
def test_a_credential_in_a_request_that_is_refused_is_not_logged(
    listener: Listener, first_line: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with (
        caplog.at_level("DEBUG"),
        socket.create_connection(("127.0.0.1", listener.port)) as raw,
        raw.makefile("rb") as answer,
    ):
        raw.sendall(f"{first_line}\r\nConnection: close\r\n\r\n".encode())
        assert answer.read()

    assert "secret" not in logged_by_the_server(caplog)
    assert "secret" not in "".join(capfd.readouterr())


def test_an_unknown_method_is_answered_by_the_gateway(server: httpx.Client) -> None:
    assert server.request("BREW", "/v1/things").json()["error"] == "Missing Authentication Token"


def test_the_api_is_at_the_root_as_well_as_under_its_stage(server: httpx.Client) -> None:
    below, at_root = (server.get(f"{prefix}/things/7?a=1").json()["event"] for prefix in ("/v1", ""))

    assert below["path"] == at_root["path"] == "/things/7"
    assert below["requestContext"]["path"] == at_root["requestContext"]["path"] == "/v1/things/7"
    assert at_root["queryStringParameters"] == {"a": "1"}
    assert server.get("/nowhere").status_code == server.get("/v1/nowhere").status_code == 404


def test_the_first_page_names_the_file_of_credentials_and_shows_none(server: httpx.Client) -> None:
    page = server.get("/")

    assert page.headers["Content-Type"].startswith("text/html")
    assert "/somewhere/credentials.json" in page.text
    assert 'href="/docs"' in page.text
    assert 'href="/openapi.json"' in page.text
    assert server.head("/").content == b""


def test_credentials_are_filled_in_on_this_machine_only(server: httpx.Client) -> None:
    path = "/docs/credentials.json"

    assert server.get(path).json()["TicketsApiToken"] == ["c"]
    assert server.get(path, headers={"Host": "rebound.example:8000"}).json() == {}


def test_the_clock_can_be_read_and_set(desk: LocalDesk, server: httpx.Client) -> None:
    assert server.get("/-/clock").json()["now"].startswith("2026-01-05T09:0")

    assert (
        server.post("/-/clock", json={"now": "2030-01-01T02:00:00+02:00"})
        .json()["now"]
        .startswith("2030-01-01T00:00:0")
    )
    assert server.post("/-/clock", json={"advance_seconds": 3600}).json()["now"].startswith("2030-01-01T01:00:0")
    assert desk.world.clock.now.year == 2030


@pytest.mark.parametrize(
    "wish", ["", "[]", "{}", '{"now": "soon"}', '{"now": "2026-01-01T00:00:00"}', '{"advance_seconds": "x"}']
)
def test_an_invalid_time_is_refused(server: httpx.Client, wish: str) -> None:
    assert server.post("/-/clock", content=wish).status_code == 400


def test_a_jump_of_the_clock_fires_a_schedule_once(server: httpx.Client, scripted: ModuleType) -> None:
    server.post("/-/clock", json={"now": "2026-01-06T10:00:30Z"})
    server.post("/-/clock", json={"now": "2026-01-06T10:00:40Z"})

    assert scripted.received["sweep"] == [{"now": "2026-01-06T10:00:00Z"}]


def test_a_clock_that_is_set_back_fires_schedules_again(server: httpx.Client, scripted: ModuleType) -> None:
    for now in ("2026-01-06T10:00:30Z", "2026-01-05T09:30:00Z", "2026-01-05T09:31:00Z"):
        server.post("/-/clock", json={"now": now})

    assert scripted.received["sweep"] == [{"now": "2026-01-06T10:00:00Z"}, {"now": "2026-01-05T09:31:00Z"}]


def test_setting_the_clock_makes_deliveries(desk: LocalDesk, server: httpx.Client, scripted: ModuleType) -> None:
    table = desk.world.template.tables[0].name
    desk.world.aws.dynamodb.put_item(TableName=table, Item={"pk": {"S": "T#1"}, "sk": {"S": "A"}})
    server.post("/-/clock", json={"advance_seconds": 1})

    assert len(scripted.received["follow"]) == 1


def test_a_failing_schedule_does_not_stop_the_clock(server: httpx.Client, scripted: ModuleType) -> None:
    def fail(event: object) -> None:
        raise RuntimeError("no")

    scripted.behaviours["sweep"] = fail
    assert server.post("/-/clock", json={"advance_seconds": 60}).status_code == 200
    assert server.post("/-/clock", json={"advance_seconds": 60}).status_code == 200
    assert len(scripted.received["sweep"]) == 2


def test_a_schedule_can_be_fired_by_hand(server: httpx.Client, scripted: ModuleType) -> None:
    scripted.behaviours["sweep"] = lambda event: {"swept": 3}

    assert server.post("/-/schedules/Sweep").json() == {"fired": "Sweep", "answer": {"swept": 3}}
    assert server.post("/-/schedules/Nobody").status_code == 404

    scripted.behaviours["sweep"] = lambda event: 1 / 0
    assert server.post("/-/schedules/Sweep").status_code == 500


def test_the_apis_can_be_read_about_in_a_browser(server: httpx.Client) -> None:
    assert server.get("/docs").headers["Content-Type"].startswith("text/html")
    assert server.get("/openapi.json").json()["servers"][0]["url"] == "/v1"
    assert server.post("/docs").status_code == 405


def test_an_unknown_control_is_not_found(server: httpx.Client) -> None:
    assert server.get("/-/something").status_code == 404


def test_files_are_uploaded_and_downloaded_by_presigned_links(desk: LocalDesk, server: httpx.Client) -> None:
    s3 = desk.world.aws.s3
    content = bytes(range(256)) * 10
    post = s3.generate_presigned_post("polydesk-files", "a/б.bin", Conditions=[["content-length-range", 1, 3000]])
    link = s3.generate_presigned_url("get_object", Params={"Bucket": "polydesk-files", "Key": "a/б.bin"})

    assert post["url"].startswith(str(server.base_url))
    assert httpx.post(post["url"], data=post["fields"], files={"file": ("b.bin", content)}).status_code == 204
    assert httpx.get(link).content == content
    assert httpx.post(post["url"], data=post["fields"], files={"file": ("b.bin", content * 2)}).status_code == 400
    assert httpx.post(post["url"], data=post["fields"]).status_code == 405
    assert httpx.post(post["url"], files=[("x", (None, "1"))]).status_code == 400
