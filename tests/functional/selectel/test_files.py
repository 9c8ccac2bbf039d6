"""POST /support/files: announcing a file and sending its bytes."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from tests.functional.selectel.tickets import answered, refusal
from tests.functional.uploads import announced
from tools.faults import Call, intercepted
from tools.local_desk.client import Client
from tools.local_desk.world import World

FILE: dict[str, Any] = {"name": "report.pdf", "content_type": "application/pdf", "size": 1000}


def test_a_file_is_announced_and_answered_with_a_form(world: World, client: Client) -> None:
    answer = answered(client.post("/support/files", json=FILE))

    assert set(answer) == {"id", "upload"}
    assert str(UUID(answer["id"])) == answer["id"]
    assert set(answer["upload"]) == {"url", "fields"}
    assert answer["upload"]["url"].startswith("https://")
    assert all(isinstance(value, str) for value in answer["upload"]["fields"].values())


@pytest.mark.parametrize("parameters", [{"UploadsPerMinute": "0"}])
def test_a_file_is_announced_also_when_the_tables_first_answer_was_lost(client: Client) -> None:
    def twice(operation: str, _: dict[str, Any], proceed: Call) -> Any:
        if operation == "PutItem":
            proceed()
        return proceed()

    with intercepted(twice):
        assert announced(client)["id"]


def test_a_form_takes_one_type_and_one_size(world: World, client: Client) -> None:
    form = announced(client, 5, content_type="image/png")["upload"]

    assert world.upload(form, b"1234").status == 400
    assert world.upload(form, b"123456").status == 400
    disguised = {**form, "fields": {**form["fields"], "Content-Type": "text/html"}}
    assert world.upload(disguised, b"12345").status == 403
    elsewhere = {**form, "fields": {**form["fields"], "key": "another"}}
    assert world.upload(elsewhere, b"12345").status == 403
    assert world.upload(form, b"12345").status == 204


def test_a_form_holds_for_ten_minutes(client: Client) -> None:
    fields = announced(client)["upload"]["fields"]

    policy = json.loads(base64.b64decode(fields["policy"]))
    lifetime = datetime.fromisoformat(policy["expiration"]) - datetime.fromisoformat(fields["x-amz-date"])
    assert 599 <= lifetime.total_seconds() <= 601


def test_a_name_that_people_gave_is_no_part_of_the_address(client: Client) -> None:
    upload = announced(client, name="секрет.txt")

    assert upload["upload"]["fields"]["key"] == upload["id"]
    assert "секрет" not in json.dumps(upload, ensure_ascii=False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("name", value) for value in ("", "a" * 256, None, 5, ["a"])],
        *[("content_type", value) for value in ("", "png", "image/*", "image/png\r\nX: y", None, 5, "a/" + "b" * 300)],
        *[("size", value) for value in (0, -1, 20 * 1024 * 1024 + 1, 1.5, 0.0, 1e300, "5", None, True, 10**20)],
        ("path", "/etc"),
    ],
)
def test_what_cannot_be_uploaded_is_refused_by_field(client: Client, field: str, value: object) -> None:
    assert refusal(client.post("/support/files", json={**FILE, field: value})) == (400, "bad_request", f"body.{field}")


@pytest.mark.parametrize("field", ["name", "content_type", "size"])
def test_name_type_and_size_are_required(client: Client, field: str) -> None:
    lacking = {key: value for key, value in FILE.items() if key != field}

    assert refusal(client.post("/support/files", json=lacking)) == (400, "bad_request", f"body.{field}")


@pytest.mark.parametrize("size", [1, 20 * 1024 * 1024, 5.0, 20 * 1024 * 1024.0])
def test_a_file_has_up_to_twenty_megabytes(client: Client, size: float) -> None:
    assert client.post("/support/files", json={**FILE, "size": size}).status == 200


def test_nobody_uploads_without_a_token(world: World) -> None:
    assert refusal(world.client().post("/support/files", json=FILE)) == (401, "unauthorized", None)


@pytest.mark.parametrize("parameters", [{"UploadsPerMinute": "2"}])
def test_uploads_are_limited_by_the_minute_and_the_token(world: World, client: Client, agent: Client) -> None:
    announced(client)
    announced(client)

    refused = client.post("/support/files", json=FILE)

    assert refusal(refused) == (429, "too_many_requests", None)
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    announced(agent)
    world.clock.advance(int(refused.headers["Retry-After"]))
    announced(client)


@pytest.mark.parametrize("parameters", [{"UploadsPerMinute": "2"}])
def test_what_is_refused_is_not_counted(client: Client) -> None:
    for _ in range(3):
        assert client.post("/support/files", json={**FILE, "size": 0}).status == 400

    announced(client)
    announced(client)


@pytest.mark.parametrize("parameters", [{"UploadsPerMinute": "1"}])
def test_an_announcement_that_comes_again_is_the_same_file(world: World, client: Client) -> None:
    key = {"Idempotency-Key": "a"}
    first = answered(client.post("/support/files", json=FILE, headers=key))
    world.clock.advance(minutes=5)

    again = answered(client.post("/support/files", json=FILE, headers=key))

    assert again["id"] == first["id"]
    assert world.upload(again["upload"], bytes(1000)).status == 204
    other = client.post("/support/files", json={**FILE, "size": 5}, headers=key)
    assert refusal(other) == (409, "conflict", None)


def test_an_announcement_that_comes_twice_at_once_is_one_file(client: Client) -> None:
    def announce(_: int) -> str:
        file_id: str = answered(client.post("/support/files", json=FILE, headers={"Idempotency-Key": "a"}))["id"]
        return file_id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(announce, range(4)))) == 1


def test_a_key_is_free_again_after_a_day(world: World, client: Client) -> None:
    key = {"Idempotency-Key": "a"}
    first = answered(client.post("/support/files", json=FILE, headers=key))
    world.clock.advance(days=1)

    assert answered(client.post("/support/files", json=FILE, headers=key))["id"] != first["id"]
