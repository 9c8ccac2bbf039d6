"""What a local desk keeps from one start to the next."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tools.engine import Engine
from tools.local_desk.server.local_desk import LocalDesk
from tools.local_desk.world import World

BASE_URL = "http://127.0.0.1:8000/v1"


@pytest.fixture
def real_world(engine: Engine) -> Iterator[World]:
    with World(engine) as alive:
        yield alive


def may_call(world: World, credentials: dict[str, Any]) -> bool:
    """Tell whether the token of the sample client is valid."""
    return world.client({"X-Token": credentials["client"]["token"]}).get("/support/tickets").status == 200


def test_a_desk_that_is_set_up_already_keeps_its_tokens(real_world: World, tmp_path: Path) -> None:
    first = LocalDesk(real_world, tmp_path).set_up(BASE_URL)
    second = LocalDesk(real_world, tmp_path).set_up(BASE_URL)

    assert second == first
    assert may_call(real_world, first)


def test_a_desk_whose_secrets_were_lost_gets_new_ones(real_world: World, tmp_path: Path) -> None:
    first = LocalDesk(real_world, tmp_path).set_up(BASE_URL)
    second = LocalDesk(real_world).set_up(BASE_URL)

    assert second["client"]["token"] != first["client"]["token"]
    assert second["happyfox"] != first["happyfox"]
    assert may_call(real_world, second)


def test_changes_that_were_delivered_before_a_stop_are_not_delivered_after_it(
    world: World, table: str, tmp_path: Path, scripted: ModuleType
) -> None:
    for number in "12":
        world.aws.dynamodb.put_item(TableName=table, Item={"pk": {"S": f"T#{number}"}, "sk": {"S": "A"}})
        LocalDesk(world, tmp_path).pass_time()

    followed = [
        record["dynamodb"]["Keys"]["pk"]["S"] for event in scripted.received["follow"] for record in event["Records"]
    ]
    assert followed == ["T#1", "T#2"]
