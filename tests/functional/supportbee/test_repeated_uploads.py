"""An upload under an Idempotency-Key is stored once, and completed when its first request has died."""

from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import pytest

from polydesk.domain.errors import Unavailable
from polydesk.storage.aws.bucket import FileBucket
from tests.functional.callers import Tokens
from tests.functional.supportbee.supportbee_calls import refusal
from tests.functional.supportbee.uploads import attached, post, posted
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

KEY = {"Idempotency-Key": "once"}


def files(world: World) -> list[str]:
    """The partitions of all files."""
    return [pk for pk, _ in dump(world) if pk.startswith("FILE#")]


def test_a_repetition_is_answered_as_the_first_time(world: World, api: Client) -> None:
    first = posted(api, headers=KEY)
    world.clock.advance(hours=20)

    assert posted(api, headers=KEY) == first
    assert len(files(world)) == 1


@pytest.mark.usefixtures("ticket")
def test_a_repetition_is_answered_after_the_file_was_attached(world: World, api: Client, tokens: Tokens) -> None:
    first = posted(api, headers=KEY)
    attached(tokens["agent"]["token"], [first["id"]])

    assert posted(api, headers=KEY) == first
    (bucket,) = world.template.buckets
    assert len(world.aws.s3.list_object_versions(Bucket=bucket.name)["Versions"]) == 1


def test_the_token_and_the_suffix_are_no_part_of_the_request(world: World, api: Client, tokens: Tokens) -> None:
    first = posted(api, headers=KEY)
    file = ("a.txt", b"hello", "text/plain")

    again = api.post("/attachments.json", files={"files[]": file}, headers=KEY)
    form = {"auth_token": tokens["agent"]["token"]}
    in_form = world.client().post("/attachments", data=form, files={"files[]": file}, headers=KEY)

    assert again.json() == in_form.json() == first


@pytest.mark.parametrize(
    "other", [(b"other", "a.txt", "text/plain"), (b"hello", "b.txt", "text/plain"), (b"hello", "a.txt", "text/html")]
)
def test_the_key_of_another_file_is_refused(api: Client, other: tuple[bytes, str, str]) -> None:
    posted(api, headers=KEY)

    assert refusal(post(api, *other, headers=KEY))[0] == 409


@pytest.mark.usefixtures("ticket")
def test_a_repetition_stores_bytes_that_the_first_request_could_not(world: World, api: Client, tokens: Tokens) -> None:
    with patch.object(FileBucket, "put", side_effect=Unavailable):
        assert refusal(post(api, headers=KEY))[0] == 503

    number = posted(api, headers=KEY)["id"]

    attached(tokens["agent"]["token"], [number])
    assert world.download(api.get(f"/attachments/{number}").headers["Location"]).content == b"hello"
    assert len(files(world)) == 1


def test_requests_that_come_at_once_store_one_file(world: World, api: Client) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: posted(api, headers=KEY)["id"], range(4)))

    assert len(set(answers)) == 1
    assert len(files(world)) == 1


def test_without_a_key_every_request_stores_a_file(world: World, api: Client) -> None:
    posted(api)
    posted(api)

    assert len(files(world)) == 2
