"""The bytes that a message was written with stay the bytes of the message, whatever is uploaded later."""

from typing import Any
from unittest.mock import patch

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.errors import Unavailable
from polydesk.jobs.background import UnexpectedError
from polydesk.jobs.file_removal import FileRemoval
from polydesk.storage.aws.bucket import FileBucket
from polydesk.storage.aws.dynamo_table import DynamoTable
from tests.functional.happyfox.happyfox_calls import JSON, answered, key_holder, new
from tests.functional.selectel.tickets import closed, commented, comments, opened, refusal
from tests.functional.uploads import announced, fetched, sent
from tools.local_desk.client import Client
from tools.local_desk.items import dump, load
from tools.local_desk.world import World

REMOVAL = "SchedulesRemoveUnattachedFiles"


def keys(world: World) -> list[str]:
    """The keys of all objects in the bucket."""
    (bucket,) = world.template.buckets
    return [one["Key"] for one in world.aws.s3.list_objects_v2(Bucket=bucket.name).get("Contents", [])]


def newest_file(client: Client) -> Any:
    (file,) = comments(client, 1)[-1]["files"]
    return file


def content(world: World, client: Client) -> bytes:
    return fetched(world, newest_file(client)).content


def test_a_form_that_is_used_again_changes_no_message(world: World, client: Client) -> None:
    opened(client)
    upload = announced(client)
    commented(client, 1, files=[sent(world, upload, b"hello")])

    sent(world, upload, b"EVIL!")

    assert content(world, client) == b"hello"


def test_the_newest_upload_is_what_is_attached(world: World, client: Client) -> None:
    opened(client)
    upload = announced(client)
    sent(world, upload, b"first")

    commented(client, 1, files=[sent(world, upload, b"again")])

    assert content(world, client) == b"again"


def test_the_bytes_are_those_that_were_looked_at(world: World, client: Client) -> None:
    opened(client)
    upload = announced(client)
    look = FileBucket.head

    def exchanged(bucket: FileBucket, file_id: str) -> Any:
        found = look(bucket, file_id)
        sent(world, upload, b"EVIL!")
        return found

    with patch.object(FileBucket, "head", exchanged):
        commented(client, 1, files=[sent(world, upload, b"hello")])

    assert content(world, client) == b"hello"


def test_who_is_refused_the_file_changes_no_message(world: World, client: Client) -> None:
    """The second of two requests has read the file as unattached, and copies it after it was exchanged."""
    opened(client)
    upload = announced(client)
    sent(world, upload, b"hello")
    copy = FileBucket.copy

    def overtaken(bucket: FileBucket, file_id: str, version: str) -> str:
        with patch.object(FileBucket, "copy", copy):
            commented(client, 1, "First", files=[upload["id"]])
        sent(world, upload, b"EVIL!")
        found = bucket.head(file_id)
        assert found
        return copy(bucket, file_id, found.version)

    with patch.object(FileBucket, "copy", overtaken):
        second = client.post("/support/tickets/1/comments", json={"body": "Second", "files": [upload["id"]]})

    assert refusal(second)[0] == 409
    assert content(world, client) == b"hello"


def test_the_upload_goes_after_a_day_and_the_copy_stays(world: World, client: Client) -> None:
    opened(client)
    upload = announced(client)
    commented(client, 1, files=[sent(world, upload, b"hello")])
    assert len(keys(world)) == 2
    world.clock.advance(hours=24)
    world.fire(REMOVAL)
    assert len(keys(world)) == 2

    world.clock.advance(hours=1)
    assert world.fire(REMOVAL) == {"removed": 0}

    [kept] = keys(world)
    assert kept.startswith(f"attached/{upload['id']}/")
    assert content(world, client) == b"hello"
    before = dump(world)
    assert world.fire(REMOVAL) == {"removed": 0}
    assert dump(world) == before
    assert "due_shard" not in before[f"FILE#{upload['id']}", "F"]


def test_an_upload_that_cannot_be_removed_is_removed_by_the_next_run(world: World, client: Client) -> None:
    opened(client)
    commented(client, 1, files=[sent(world, announced(client), b"hello")])
    world.clock.advance(days=2)
    with patch.object(FileBucket, "remove_all_but_copy", side_effect=Unavailable), pytest.raises(UnexpectedError):
        world.fire(REMOVAL)
    assert len(keys(world)) == 2

    world.fire(REMOVAL)

    assert len(keys(world)) == 1


def test_copies_of_refused_messages_are_removed(world: World, client: Client) -> None:
    closed(client, opened(client)["number"])
    never, later = announced(client), announced(client)
    for upload, content in ((never, b"never"), (later, b"early")):
        files = [sent(world, upload, content)]
        refused = client.post("/support/tickets/1/comments", json={"body": "a", "files": files})
        assert refusal(refused)[0] == 409
    opened(client)
    commented(client, 2, files=[sent(world, later, b"later")])
    assert len(keys(world)) == 5
    world.clock.advance(days=2)

    assert world.fire(REMOVAL) == {"removed": 1}

    [kept] = keys(world)
    assert fetched(world, comments(client, 2)[-1]["files"][0]).content == b"later"
    assert later["id"] in kept


def test_refused_messages_store_one_copy_however_many_they_are(world: World, client: Client) -> None:
    closed(client, opened(client)["number"])
    files = [sent(world, announced(client), b"hello")]

    for number in (1, 99, 1, 99):
        refused = client.post(f"/support/tickets/{number}/comments", json={"body": "a", "files": files})
        assert refused.status in {404, 409}

    (bucket,) = world.template.buckets
    stored = world.aws.s3.list_object_versions(Bucket=bucket.name, Prefix="attached/")["Versions"]
    assert len(stored) == 1


def test_a_store_that_fails_leaves_a_copy_that_the_next_attempt_finds(world: World, client: Client) -> None:
    opened(client)
    upload = announced(client)
    files = [sent(world, upload, b"hello")]
    with patch.object(DynamoTable, "transact", side_effect=Unavailable):
        assert client.post("/support/tickets/1/comments", json={"body": "a", "files": files}).status == 503
    copied = keys(world)

    commented(client, 1, files=files)

    assert keys(world) == copied
    assert content(world, client) == b"hello"


def test_a_removed_file_has_neither_upload_nor_copy(world: World, client: Client) -> None:
    opened(client)
    upload = announced(client)
    commented(client, 1, files=[sent(world, upload, b"hello")])

    FileRemoval(shared_resources()).remove([upload["id"]])

    assert keys(world) == []


def test_a_file_inside_a_request_needs_no_copy(world: World, tokens: Any) -> None:
    api = key_holder(world, tokens["happyfox"])
    ticket = answered(api.post(f"{JSON}/tickets/", data=new(), files={"attachments": ("a.txt", b"alpha")}))

    [file] = ticket["updates"][0]["message"]["attachments"]
    assert world.download(file["url"]).content == b"alpha"
    assert len(keys(world)) == 1


def test_a_file_of_the_release_before_is_downloaded_and_kept(world: World, client: Client) -> None:
    opened(client)
    upload = announced(client)
    commented(client, 1, files=[sent(world, upload, b"hello")])
    (bucket,) = world.template.buckets
    [copy] = [key for key in keys(world) if key.startswith("attached/")]
    world.aws.s3.delete_object(Bucket=bucket.name, Key=copy)
    items = dump(world)
    entry, file = items["T#1", "U#00002"], items[f"FILE#{upload['id']}", "F"]
    left_out = {"copied", "due_shard", "due_at"}
    load(world, [{name: value for name, value in item.items() if name not in left_out} for item in (entry, file)])
    world.clock.advance(days=400)

    assert world.fire(REMOVAL) == {"removed": 0}

    assert content(world, client) == b"hello"
    assert newest_file(client)["size"] == 5


def test_the_release_before_reads_a_message_with_a_copy(world: World, client: Client) -> None:
    """It takes four values for a file, and looks for the bytes under the file's id."""
    opened(client)
    upload = announced(client)
    commented(client, 1, files=[sent(world, upload, b"hello")])

    [file] = dump(world)["T#1", "U#00002"]["files"]["L"]

    assert [next(iter(value.values())) for value in file["L"]] == [upload["id"], "a.txt", "text/plain", "5"]
    assert upload["id"] in keys(world)
