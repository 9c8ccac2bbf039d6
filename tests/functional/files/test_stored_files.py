"""Files sent inside a request: stored first, then attached in the message's transaction."""

from unittest.mock import patch

import pytest

from polydesk.desk.messages import NewFile, NewMessage
from polydesk.desk.resources import shared_resources
from polydesk.domain.errors import FileAlreadyUsed, TooLarge, Unavailable
from polydesk.domain.ticket import Attachment, HistoryEntry, Message
from polydesk.jobs.file_removal import FileRemoval
from polydesk.storage.aws.bucket import FileBucket
from polydesk.storage.transaction import TransactionItem
from tests.functional.callers import Tokens
from tests.functional.internals import current_context, current_desk, principal
from tests.functional.selectel.tickets import comments, opened
from tests.functional.uploads import fetched
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World


@pytest.fixture
def token(tokens: Tokens) -> str:
    text: str = tokens["agent"]["token"]
    return text


TEXT = NewFile("a.txt", "text/plain", b"hello")


def post_comment(token: str, number: int, *files: NewFile) -> HistoryEntry:
    return current_desk().tickets.comment(number, principal(token), NewMessage("See here", files=files)).written


def store(token: str, file: NewFile = TEXT) -> tuple[Message, list[TransactionItem]]:
    """Store a file; return the message that has it, which is not written, and the writes that attach the file."""
    return current_desk().files.message(NewMessage("See here", files=[file]), principal(token))


def attached_to(entry: HistoryEntry) -> tuple[Attachment, ...]:
    assert entry.message
    return entry.message.files


def object_keys(world: World) -> set[str]:
    (bucket,) = world.template.buckets
    return {one["Key"] for one in world.aws.s3.list_objects_v2(Bucket=bucket.name).get("Contents", [])}


def test_stored_files_are_part_of_the_message(world: World, client: Client, token: str) -> None:
    number = opened(client)["number"]

    post_comment(token, number, TEXT, NewFile("фото.png", "image/png", bytes(range(256)) * 4000))

    first, second = comments(client, number)[-1]["files"]
    assert fetched(world, first).content == b"hello"
    assert fetched(world, second).content == bytes(range(256)) * 4000
    assert (second["name"], second["content_type"], second["size"]) == ("фото.png", "image/png", 1_024_000)


def test_a_stored_file_is_attached_once(client: Client, token: str) -> None:
    _, writes = store(token)
    table = shared_resources().table
    table.commit(writes, current_context().deadline)

    with pytest.raises(FileAlreadyUsed):
        table.commit(writes, current_context().deadline)


def test_an_empty_file_can_be_attached(world: World, client: Client, token: str) -> None:
    number = opened(client)["number"]

    post_comment(token, number, NewFile("a.txt", "text/plain", b""))

    (file,) = comments(client, number)[-1]["files"]
    assert file["size"] == 0
    assert fetched(world, file).content == b""


@pytest.mark.parametrize("content_type", ["", "nonsense", "a/b\r\nX: y"])
def test_an_invalid_content_type_becomes_octet_stream(world: World, token: str, content_type: str) -> None:
    (file,) = store(token, NewFile("../x\n.bin", content_type, b"hello"))[0].files

    assert (file.name, file.content_type) == ("x.bin", "application/octet-stream")


def test_a_file_that_is_too_large_is_not_stored(world: World, token: str) -> None:
    with pytest.raises(TooLarge) as refusal:
        store(token, NewFile("a.txt", "text/plain", bytes(20_971_521)))

    assert refusal.value.limit == 20_971_520
    assert object_keys(world) == set()


def test_a_failing_bucket_leaves_nothing_attached(world: World, token: str) -> None:
    with patch.object(FileBucket, "put", side_effect=Unavailable), pytest.raises(Unavailable):
        store(token)

    world.clock.advance(days=3)
    assert world.fire("SchedulesRemoveUnattachedFiles") == {"removed": 1}


def test_removed_files_have_neither_item_nor_object(world: World, client: Client, token: str) -> None:
    number = opened(client)["number"]
    keys = set(dump(world))
    (kept,) = attached_to(post_comment(token, number, TEXT))
    gone = [store(token)[0].files[0].id for _ in range(2)]
    removal = FileRemoval(shared_resources())

    removal.remove(gone)
    removal.remove(gone)

    assert object_keys(world) == {kept.id}
    assert not any(gone[0] in pk or gone[1] in pk for pk, _ in set(dump(world)) - keys)


def test_a_link_to_a_removed_file_is_not_found(world: World, token: str) -> None:
    (file,) = store(token)[0].files
    link = current_desk().files.link(file)

    FileRemoval(shared_resources()).remove([file.id])

    assert world.download(link).status == 404
