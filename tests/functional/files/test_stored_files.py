"""Files that come inside a request: stored first, then part of the message, and no message without its files."""

from unittest.mock import patch

import pytest

from polydesk.desk.files import Attached
from polydesk.domain.actions import reply
from polydesk.domain.errors import FileAlreadyUsed, PayloadTooLarge, Unavailable
from polydesk.domain.ticket import HistoryEntry, Message
from polydesk.storage.aws.bucket import FileBucket
from tests.functional.callers import Tokens
from tests.functional.internals import behind, principal
from tests.functional.selectel.tickets import comments, opened
from tests.functional.uploads import fetched
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World


@pytest.fixture
def token(tokens: Tokens) -> str:
    text: str = tokens["agent"]["token"]
    return text


def stored(token: str, content: bytes = b"hello", name: str = "a.txt", content_type: str = "text/plain") -> Attached:
    return behind().files.store(name, content_type, content, principal(token))


def posted(token: str, number: int, attached: Attached) -> HistoryEntry:
    message = Message("See here", files=attached.files)
    desk = behind().tickets
    return desk.change(
        number,
        principal(token),
        lambda ticket, context: reply(ticket, context, message),
        also=attached.operations,
    ).written


def objects_of(world: World) -> set[str]:
    (bucket,) = world.template.buckets
    return {one["Key"] for one in world.aws.s3.list_objects_v2(Bucket=bucket.name).get("Contents", [])}


def test_stored_files_are_part_of_the_message(world: World, client: Client, token: str) -> None:
    number = opened(client)["number"]

    posted(token, number, stored(token) + stored(token, bytes(range(256)) * 4000, "фото.png", "image/png"))

    first, second = comments(client, number)[-1]["files"]
    assert fetched(world, first).content == b"hello"
    assert fetched(world, second).content == bytes(range(256)) * 4000
    assert (second["name"], second["content_type"], second["size"]) == ("фото.png", "image/png", 1_024_000)


def test_a_stored_file_is_attached_once(client: Client, token: str) -> None:
    number = opened(client)["number"]
    attached = stored(token)
    posted(token, number, attached)

    with pytest.raises(FileAlreadyUsed):
        posted(token, number, attached)
    assert len(comments(client, number)) == 2


def test_a_file_without_bytes_is_a_file(world: World, client: Client, token: str) -> None:
    number = opened(client)["number"]

    posted(token, number, stored(token, b""))

    (file,) = comments(client, number)[-1]["files"]
    assert file["size"] == 0
    assert fetched(world, file).content == b""


@pytest.mark.parametrize("content_type", ["", "nonsense", "a/b\r\nX: y"])
def test_bytes_of_no_known_type_are_bytes(world: World, token: str, content_type: str) -> None:
    (file,) = stored(token, name="../x\n.bin", content_type=content_type).files

    assert (file.name, file.content_type) == ("x.bin", "application/octet-stream")


def test_a_file_that_is_too_large_is_not_stored(world: World, token: str) -> None:
    with pytest.raises(PayloadTooLarge) as refusal:
        stored(token, bytes(20_971_521))

    assert refusal.value.limit == 20_971_520
    assert objects_of(world) == set()


def test_when_the_bucket_fails_nothing_can_be_attached(world: World, token: str) -> None:
    with patch.object(FileBucket, "put", side_effect=Unavailable), pytest.raises(Unavailable):
        stored(token)

    world.clock.advance(days=3)
    assert world.fire("SchedulesRemoveUnattachedFiles") == {"removed": 1}


def test_removed_files_are_gone_with_their_bytes(world: World, client: Client, token: str) -> None:
    number = opened(client)["number"]
    keys = set(dump(world))
    kept = stored(token)
    posted(token, number, kept)
    gone = [file.id for file in (stored(token) + stored(token)).files]

    behind().files.remove(gone)
    behind().files.remove(gone)

    assert objects_of(world) == {kept.files[0].id}
    assert not any(gone[0] in pk or gone[1] in pk for pk, _ in set(dump(world)) - keys)


def test_a_link_to_a_removed_file_leads_nowhere(world: World, token: str) -> None:
    (file,) = stored(token).files
    link = behind().files.link(file)

    behind().files.remove([file.id])

    assert world.download(link).status == 404
