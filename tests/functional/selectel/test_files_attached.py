"""Files of tickets and comments: `files` in requests and in comments, and the links to them."""

import random
from collections.abc import Callable, Sequence
from typing import Any
from unittest.mock import PropertyMock, patch
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from polydesk.domain.errors import Unavailable
from polydesk.storage.aws.bucket import FileBucket
from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.transaction import TransactionItem
from tests.functional.callers import caller, set_up
from tests.functional.selectel.tickets import (
    answered,
    closed,
    commented,
    comments,
    opened,
    page,
    refusal,
    reopened,
)
from tests.functional.uploads import announced, fetched, sent, uploaded
from tools.local_desk.client import Client, Response
from tools.local_desk.world import World

Attach = Callable[[Client, list[str]], Response]


def open_with(client: Client, files: list[str]) -> Response:
    return client.post("/support/tickets", json={"summary": "Look", "comment_body": "See here", "files": files})


def comment_with(client: Client, files: list[str]) -> Response:
    number = opened(client)["number"]
    return client.post(f"/support/tickets/{number}/comments", json={"body": "See here", "files": files})


def reopen_with(client: Client, files: list[str]) -> Response:
    number = closed(client, opened(client)["number"])["number"]
    return client.post(f"/support/tickets/{number}/reopen", json={"body": "See here", "files": files})


everywhere = pytest.mark.parametrize("attach", [open_with, comment_with, reopen_with])


def newest_comment(client: Client) -> dict[str, Any]:
    (ticket,) = page(client, items_per_page=1)["items"]
    return comments(client, ticket["number"])[-1]


@everywhere
def test_files_belong_to_the_words_they_came_with(world: World, client: Client, agent: Client, attach: Attach) -> None:
    files = [uploaded(world, client, b"one", "1.txt"), uploaded(world, client, b"three", "фото.png", "image/png")]

    answered(attach(client, files))

    shown = newest_comment(client)["files"]
    assert [{key: value for key, value in file.items() if key != "url"} for file in shown] == [
        {"id": files[0], "name": "1.txt", "size": 3, "content_type": "text/plain"},
        {"id": files[1], "name": "фото.png", "size": 5, "content_type": "image/png"},
    ]
    assert [fetched(world, file).content for file in shown] == [b"one", b"three"]
    assert [fetched(world, file).content for file in newest_comment(agent)["files"]] == [b"one", b"three"]


def test_a_comment_answers_its_files_at_once_and_by_its_id(world: World, client: Client) -> None:
    number = opened(client)["number"]

    comment = commented(client, number, files=[uploaded(world, client)])

    again = answered(client.get(f"/support/comments/{comment['id']}"))
    for shown in (comment, again):
        (file,) = shown["files"]
        assert fetched(world, file).content == b"hello"


def test_comments_without_files_have_none(client: Client) -> None:
    number = opened(client)["number"]
    commented(client, number)

    assert [comment["files"] for comment in comments(client, number)] == [[], []]


def test_words_without_files_do_not_wait_for_the_bucket(client: Client) -> None:
    with patch.object(FileBucket, "_client", PropertyMock(side_effect=AssertionError)):
        number = opened(client)["number"]
        commented(client, number)
        reopened(client, closed(client, number)["number"])

        assert len(comments(client, number)) == 3


def test_a_megabyte_comes_back_as_it_went(world: World, client: Client) -> None:
    content = random.Random(1).randbytes(1_000_000)
    name = "Отчёт «за год» — итоги, 第一.zip"

    answered(open_with(client, [uploaded(world, client, content, name, "application/zip")]))

    (file,) = newest_comment(client)["files"]
    download = fetched(world, file)
    assert download.content == content
    assert file["name"] == name
    assert download.headers["Content-Type"] == "application/zip"
    assert download.headers["Content-Disposition"].endswith("%E7%AC%AC%E4%B8%80.zip")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.txt", "a.txt"),
        ('x"; filename="y.exe', 'x"; filename="y.exe'),
        ("\ufefffree\u200bdom.txt", "freedom.txt"),
        ("я" * 255, "я" * 255),
        ("..", "file"),
    ],
)
def test_no_name_does_harm(world: World, client: Client, given: str, kept: str) -> None:
    answered(open_with(client, [uploaded(world, client, name=given)]))

    (file,) = newest_comment(client)["files"]
    assert file["name"] == kept
    disposition = fetched(world, file).headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="')
    assert disposition.isascii()
    assert disposition.isprintable()
    assert disposition.count('"') == 2


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: b=c\r\n\r\n<script>", "invoice\u202efdp.exe", "\u3164"], ids=ascii)
def test_a_name_that_is_no_line_is_refused(client: Client, name: str) -> None:
    answer = client.post("/support/files", json={"name": name, "content_type": "text/plain", "size": 5})

    assert refusal(answer) == (400, "bad_request", "body.name")


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "application/javascript"])
def test_a_page_that_somebody_uploads_is_no_page_of_ours(world: World, client: Client, content_type: str) -> None:
    answered(open_with(client, [uploaded(world, client, b"<script>", "a.html", content_type)]))

    (file,) = newest_comment(client)["files"]
    assert file["content_type"] == content_type
    download = fetched(world, file)
    assert download.headers["Content-Type"] == "application/octet-stream"
    assert download.headers["Content-Disposition"].startswith("attachment")


def test_a_link_holds_for_five_minutes(world: World, client: Client) -> None:
    answered(open_with(client, [uploaded(world, client)]))

    (file,) = newest_comment(client)["files"]
    assert parse_qs(urlsplit(file["url"]).query)["X-Amz-Expires"] == ["300"]


@everywhere
def test_a_file_is_used_once(world: World, client: Client, attach: Attach) -> None:
    file = uploaded(world, client)
    answered(attach(client, [file]))

    assert refusal(attach(client, [file])) == (409, "conflict", None)
    assert refusal(attach(client, [uploaded(world, client), file])) == (409, "conflict", None)


@everywhere
def test_an_unknown_file_is_not_found_and_nothing_is_written(world: World, client: Client, attach: Attach) -> None:
    known = uploaded(world, client)

    assert refusal(attach(client, [known, str(uuid4())])) == (404, "file_not_found", None)
    answered(attach(client, [known]))


@everywhere
def test_somebody_else_s_file_is_as_good_as_unknown(
    world: World, client: Client, other_client: Client, agent: Client, attach: Attach
) -> None:
    theirs = uploaded(world, client)
    used = uploaded(world, client)
    answered(open_with(client, [used]))

    for stranger in (other_client, agent):
        for file in (theirs, used):
            assert refusal(attach(stranger, [file])) == (404, "file_not_found", None)
    answered(attach(client, [theirs]))


def test_a_file_belongs_to_the_person_and_not_to_the_token(world: World, client: Client) -> None:
    declared = {"tokens": [{"name": "second", "person": "client@example.com"}]}
    second = caller(world, set_up(world, declared)["second"]["token"])

    answered(open_with(second, [uploaded(world, client)]))


@everywhere
def test_a_file_that_has_not_arrived_is_a_conflict_until_it_does(world: World, client: Client, attach: Attach) -> None:
    upload = announced(client, 5)

    assert refusal(attach(client, [upload["id"]])) == (409, "conflict", None)
    assert world.upload(upload["upload"], b"1234").status == 400
    assert refusal(attach(client, [upload["id"]])) == (409, "conflict", None)
    answered(attach(client, [sent(world, upload, b"12345")]))


def test_bytes_that_are_not_what_was_announced_have_not_arrived(world: World, client: Client) -> None:
    upload = announced(client, 5)
    (bucket,) = world.template.buckets
    put = world.aws.s3.put_object

    put(Bucket=bucket.name, Key=upload["id"], Body=b"1234", ContentType="text/plain")
    assert refusal(open_with(client, [upload["id"]])) == (409, "conflict", None)
    put(Bucket=bucket.name, Key=upload["id"], Body=b"12345", ContentType="text/html")
    assert refusal(open_with(client, [upload["id"]])) == (409, "conflict", None)


@everywhere
def test_ten_files_are_the_most(world: World, client: Client, attach: Attach) -> None:
    files = [uploaded(world, client, str(place).encode()) for place in range(11)]

    assert refusal(attach(client, files)) == (400, "bad_request", "body.files")
    answered(attach(client, files[1:]))

    contents = [fetched(world, file).content for file in newest_comment(client)["files"]]
    assert contents == [str(place).encode() for place in range(1, 11)]


@everywhere
def test_a_file_named_twice_is_a_mistake(world: World, client: Client, attach: Attach) -> None:
    file = uploaded(world, client)

    assert refusal(attach(client, [file, file.upper()])) == (400, "bad_request", "body.files")
    answered(attach(client, [file]))


@pytest.mark.parametrize("files", [[], ["abc"], [5], [None], "abc", None])
def test_files_are_a_list_of_ids(client: Client, files: Any) -> None:
    status, error, location = refusal(open_with(client, files))

    assert (status, error) == (400, "bad_request")
    assert location in {"body.files", "body.files.0"}


def test_words_that_are_refused_leave_their_files_usable(world: World, client: Client) -> None:
    number = closed(client, opened(client)["number"])["number"]
    files = [uploaded(world, client)]

    refused = client.post(f"/support/tickets/{number}/comments", json={"body": "See here", "files": files})

    assert refusal(refused) == (409, "conflict", None)
    reopened(client, number, files=files)
    assert len(comments(client, number)[-1]["files"]) == 1


@everywhere
def test_a_store_that_fails_leaves_files_usable(world: World, client: Client, attach: Attach) -> None:
    files = [uploaded(world, client)]
    together = DynamoTable.transact

    def failing(table: DynamoTable, operations: Sequence[TransactionItem]) -> None:
        if any(files[0] in operation.key.pk for operation in operations):
            raise Unavailable
        together(table, operations)

    with patch.object(DynamoTable, "transact", failing):
        assert refusal(attach(client, files)) == (503, "service_unavailable", None)

    answered(attach(client, files))


def test_a_file_waits_a_day_for_its_message(world: World, client: Client) -> None:
    early, late = uploaded(world, client), uploaded(world, client)
    world.clock.advance(hours=23, minutes=59)
    answered(open_with(client, [early]))
    world.clock.advance(minutes=1)

    assert refusal(open_with(client, [late])) == (404, "file_not_found", None)
    assert refusal(open_with(client, [early])) == (409, "conflict", None)
