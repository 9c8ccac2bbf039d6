"""POST /attachments: one file in a form, answered with its id."""

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.callers import Tokens
from tests.functional.supportbee.supportbee_calls import JSON, refusal
from tests.functional.supportbee.uploads import attached, part, post, posted
from tools.local_desk.client import Client, Files
from tools.local_desk.world import World
from tools.meter import Meter

FILE = ("a.txt", b"hello", "text/plain")


@pytest.mark.parametrize("path", ["/attachments", "/attachments.json"])
def test_a_file_is_answered_bare(world: World, api: Client, path: str) -> None:
    response = api.post(path, files={"files[]": FILE})

    assert (response.status, response.headers["Content-Type"]) == (201, JSON)
    body = response.json()
    url = body["url"]["original"]
    assert url.startswith("https://")
    assert url.endswith("/v1/attachments/1")
    assert body == {
        "id": 1,
        "created_at": world.clock.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "filename": "a.txt",
        "content_type": "text/plain",
        "url": {"original": url, "thumb": f"{url}?version=thumb"},
    }


def test_its_id_is_an_integer_that_no_other_attachment_has(api: Client) -> None:
    assert [posted(api)["id"] for _ in range(3)] == [1, 2, 3]


@pytest.mark.usefixtures("ticket")
def test_any_bytes_are_kept_as_they_are(world: World, api: Client, tokens: Tokens) -> None:
    content = bytes(range(256)) * 3
    number = posted(api, content, "a.bin", "application/octet-stream")["id"]
    attached(tokens["agent"]["token"], [number])

    assert world.download(api.get(f"/attachments/{number}").headers["Location"]).content == content


def test_the_token_may_be_in_the_form(world: World, tokens: Tokens) -> None:
    form = {"auth_token": tokens["agent"]["token"]}

    assert world.client().post("/attachments", data=form, files={"files[]": FILE}).status == 201


@pytest.mark.parametrize(
    ("data", "files", "sentence"),
    [
        ({}, {}, "Validation failed: "),
        ({"a": "1"}, {"files[]": FILE}, "Validation failed: a is not a known field."),
        ({}, {"file": FILE}, "Validation failed: files[] is missing."),
        ({}, [("files[]", FILE), ("files[]", FILE)], "Validation failed: files[]: send one file with each request."),
        ({"files[]": "a"}, {}, "Validation failed: files[]: send the file as a part with a file name."),
        ({"files[]": "a"}, {"files[]": FILE}, "Validation failed: files[]: send the file as a part with a file name."),
        ({}, {"files[]": ("", b"hello")}, "Validation failed: files[]: send the file with its name."),
        ({}, {"files[]": ("  ", b"hello")}, "Validation failed: files[]: send the file with its name."),
        ({}, {"files[]": ("", b"")}, "Validation failed: files[] is missing."),
        ({"b": ["1", "2"]}, {"files[]": FILE}, "Validation failed: b: send this key once."),
    ],
)
def test_anything_but_one_file_with_a_name_is_refused(
    api: Client, data: dict[str, object], files: Files, sentence: str
) -> None:
    status, error = refusal(api.post("/attachments", data=data, files=files))

    assert status == 400
    assert error.startswith(sentence)


def test_an_empty_body_lacks_the_file(api: Client) -> None:
    assert refusal(api.post("/attachments")) == (400, "Validation failed: files[] is missing.")


@pytest.mark.parametrize("name", ["a\u202eb.txt", "a\u2028b.txt"])
def test_a_name_is_one_line(api: Client, name: str) -> None:
    status, error = refusal(post(api, name=name))

    assert status == 400
    assert error.startswith("Validation failed: files[]: ")


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "text/plain"])
def test_other_formats_are_refused(api: Client, kind: str) -> None:
    status, error = refusal(api.post("/attachments", content="{}", headers={"Content-Type": kind}))

    assert status == 415
    assert error == f"The media type {kind} is not supported. Send multipart/form-data."


def test_other_endpoints_read_no_forms_with_files(api: Client, ticket: int) -> None:
    assert refusal(api.post(f"/tickets/{ticket}/archive", files={"files[]": FILE}))[0] == 415


def test_a_file_larger_than_a_request_is_refused(api: Client) -> None:
    status, error = refusal(post(api, b"x" * 4_669_441))

    assert status == 413
    assert "4669440" in error


@pytest.mark.parametrize("parameters", [{"UploadsPerMinute": "2"}])
def test_uploads_are_counted_with_those_of_the_tickets_api(api: Client, agent: Client) -> None:
    posted(api)
    new = {"name": "a.txt", "content_type": "text/plain", "size": 5}
    assert agent.post("/support/files", json=new).status == 200

    refused = post(api)

    assert refusal(refused)[0] == 429
    assert int(refused.headers["Retry-After"]) > 0


def test_a_name_in_utf_8_is_kept(api: Client) -> None:
    form, headers = part("Content-Disposition: form-data; name=\"files[]\"; filename*=utf-8''%C3%BC.txt")

    answer = api.post("/attachments", content=form, headers=headers).json()

    assert (answer["filename"], answer["content_type"]) == ("ü.txt", "text/plain")


def test_an_upload_is_two_requests(api: Client) -> None:
    posted(api)
    with Meter(shared_resources().table) as meter:
        posted(api)

    assert meter.requests == {"UpdateItem": 1, "TransactWriteItems": 1}
    assert meter.write_units <= 8
