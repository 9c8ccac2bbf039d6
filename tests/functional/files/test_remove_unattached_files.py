"""The daily removal of unattached uploads."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from botocore.exceptions import ClientError

from polydesk.domain.errors import Unavailable
from polydesk.jobs.background import UnexpectedError
from polydesk.storage.files import FileRecords
from tests.functional.selectel.tickets import closed, commented, comments, opened
from tests.functional.uploads import announced, fetched, uploaded
from tools.faults import Call, intercepted, out_of_time
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

REMOVAL = "SchedulesRemoveUnattachedFiles"


def remaining_parts(world: World, file_id: str) -> tuple[bool, bool]:
    """Return whether the file still has an item, and whether it still has an object."""
    (bucket,) = world.template.buckets
    objects = {one["Key"] for one in world.aws.s3.list_objects_v2(Bucket=bucket.name).get("Contents", [])}
    return any(file_id in pk for pk, _ in dump(world)), file_id in objects


@contextmanager
def s3_refusing(file_id: str, *, whole_calls: bool) -> Iterator[None]:
    """Inside, S3 refuses to delete this object, or fails every call that includes it."""

    def refuse(operation: str, arguments: dict[str, Any], proceed: Call) -> Any:
        objects = arguments["Delete"]["Objects"] if operation == "DeleteObjects" else []
        if {"Key": file_id} not in objects:
            return proceed()
        if whole_calls:
            raise ClientError({"Error": {"Code": "SlowDown", "Message": "Please"}}, operation)
        arguments["Delete"]["Objects"] = [one for one in objects if one["Key"] != file_id]
        answer = proceed() if arguments["Delete"]["Objects"] else {}
        return {**answer, "Errors": [{"Key": file_id, "Code": "InternalError"}]}

    with intercepted(refuse):
        yield


def test_an_unattached_upload_is_removed_after_a_day(world: World, client: Client) -> None:
    arrived, awaited = uploaded(world, client), announced(client)["id"]
    world.clock.advance(hours=24)
    assert world.fire(REMOVAL) == {"removed": 0}
    assert remaining_parts(world, arrived) == (True, True)

    world.clock.advance(hours=1)
    assert world.fire(REMOVAL) == {"removed": 2}

    assert remaining_parts(world, arrived) == remaining_parts(world, awaited) == (False, False)
    assert world.fire(REMOVAL) == {"removed": 0}


def test_the_file_of_a_refused_comment_is_removed_too(world: World, client: Client) -> None:
    number = closed(client, opened(client)["number"])["number"]
    file = uploaded(world, client)
    assert client.post(f"/support/tickets/{number}/comments", json={"body": "a", "files": [file]}).status == 409
    world.clock.advance(days=2)

    assert world.fire(REMOVAL) == {"removed": 1}

    assert remaining_parts(world, file) == (False, False)


def test_an_attached_file_is_kept_however_old(world: World, client: Client) -> None:
    number = opened(client)["number"]
    file = uploaded(world, client)
    commented(client, number, files=[file])
    world.clock.advance(days=400)

    assert world.fire(REMOVAL) == {"removed": 0}

    (shown,) = comments(client, number)[-1]["files"]
    assert fetched(world, shown).content == b"hello"


def test_a_run_after_a_year_removes_all_expired_uploads(world: World, client: Client) -> None:
    old = [uploaded(world, client) for _ in range(3)]
    world.clock.advance(days=365)
    new = uploaded(world, client)

    assert world.fire(REMOVAL) == {"removed": 3}

    assert [remaining_parts(world, file) for file in old] == [(False, False)] * 3
    assert remaining_parts(world, new) == (True, True)


def test_the_next_run_finishes_an_interrupted_removal(world: World, client: Client) -> None:
    file = uploaded(world, client)
    world.clock.advance(days=2)
    unavailable = patch.object(FileRecords, "delete", side_effect=Unavailable)
    with unavailable, pytest.raises(UnexpectedError, match="ExceptionGroup"):
        world.fire(REMOVAL)
    assert remaining_parts(world, file) == (True, False)

    assert world.fire(REMOVAL) == {"removed": 1}

    assert remaining_parts(world, file) == (False, False)


@pytest.mark.parametrize(("in_one_call", "whole_calls"), [(1000, False), (1, False), (1, True)])
def test_a_file_that_cannot_be_removed_is_reported_and_the_others_are_removed(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch, in_one_call: int, whole_calls: bool
) -> None:
    monkeypatch.setattr("polydesk.jobs.file_removal.FILES_AT_ONCE", in_one_call)
    files = [uploaded(world, client) for _ in range(4)]
    world.clock.advance(days=2)

    with s3_refusing(files[1], whole_calls=whole_calls), pytest.raises(UnexpectedError, match="ExceptionGroup"):
        world.fire(REMOVAL)

    assert [remaining_parts(world, file) for file in files] == [(one == files[1],) * 2 for one in files]
    assert world.fire(REMOVAL) == {"removed": 1}


def test_the_next_run_continues_a_removal_that_ran_out_of_time(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.jobs.file_removal.FILES_AT_ONCE", 1)
    for _ in range(3):
        uploaded(world, client)
    world.clock.advance(days=2)

    with out_of_time(after=2):
        assert world.fire(REMOVAL) == {"removed": 2}

    assert world.fire(REMOVAL) == {"removed": 1}
