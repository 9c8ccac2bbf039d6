"""The daily removal of uploads that no message got."""

from unittest.mock import patch

import pytest

from polydesk.domain.errors import Unavailable
from polydesk.storage.files import Files
from tests.functional.backstage import dump
from tests.functional.selectel.tickets import closed, commented, comments, opened
from tests.functional.uploads import announced, fetched, uploaded
from tests.harness.client import Client
from tests.harness.world import World

REMOVAL = "SchedulesRemoveUnattachedFiles"


def left_of(world: World, file_id: str) -> tuple[bool, bool]:
    """Whether there is an item of the file, and whether there is an object."""
    (bucket,) = world.template.buckets
    objects = {one["Key"] for one in world.aws.s3.list_objects_v2(Bucket=bucket.name).get("Contents", [])}
    return any(file_id in pk for pk, _ in dump(world)), file_id in objects


def test_an_upload_that_no_message_gets_is_gone_after_a_day(world: World, client: Client) -> None:
    arrived, awaited = uploaded(world, client), announced(client)["id"]
    world.clock.advance(hours=24)
    assert world.fire(REMOVAL) == {"removed": 0}
    assert left_of(world, arrived) == (True, True)

    world.clock.advance(hours=1)
    assert world.fire(REMOVAL) == {"removed": 2}

    assert left_of(world, arrived) == left_of(world, awaited) == (False, False)
    assert world.fire(REMOVAL) == {"removed": 0}


def test_the_file_of_a_refused_comment_is_gone_too(world: World, client: Client) -> None:
    number = closed(client, opened(client)["number"])["number"]
    file = uploaded(world, client)
    assert client.post(f"/support/tickets/{number}/comments", json={"body": "a", "files": [file]}).status == 409
    world.clock.advance(days=2)

    assert world.fire(REMOVAL) == {"removed": 1}

    assert left_of(world, file) == (False, False)


def test_what_a_message_has_stays_however_old(world: World, client: Client) -> None:
    number = opened(client)["number"]
    file = uploaded(world, client)
    commented(client, number, files=[file])
    world.clock.advance(days=400)

    assert world.fire(REMOVAL) == {"removed": 0}

    (shown,) = comments(client, number)[-1]["files"]
    assert fetched(world, shown).content == b"hello"


def test_a_removal_that_was_missed_for_a_year_is_made_up_for(world: World, client: Client) -> None:
    old = [uploaded(world, client) for _ in range(3)]
    world.clock.advance(days=365)
    new = uploaded(world, client)

    assert world.fire(REMOVAL) == {"removed": 3}

    assert [left_of(world, file) for file in old] == [(False, False)] * 3
    assert left_of(world, new) == (True, True)


def test_a_removal_that_dies_half_way_is_finished_by_the_next(world: World, client: Client) -> None:
    file = uploaded(world, client)
    world.clock.advance(days=2)
    with patch.object(Files, "forget", side_effect=Unavailable), pytest.raises(Unavailable):
        world.fire(REMOVAL)
    assert left_of(world, file) == (True, False)

    assert world.fire(REMOVAL) == {"removed": 1}

    assert left_of(world, file) == (False, False)
