"""What files cost on DynamoDB: one read for all of them, and a write for each in the message's own transaction."""

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.selectel.tickets import commented, comments, opened
from tests.functional.uploads import announced, uploaded
from tools.local_desk.client import Client
from tools.local_desk.world import World
from tools.meter import Meter

PER_FILE = 3
"""Write units: two for the item, being in a transaction, and one because it leaves the index."""


def test_an_announcement_is_one_request(client: Client) -> None:
    announced(client)

    with Meter(shared_resources().table) as meter:
        announced(client)

    assert meter.requests == {"TransactWriteItems": 1}
    assert meter.write_units <= 5


@pytest.mark.parametrize("count", [1, 10])
def test_files_cost_one_read_and_a_write_each(world: World, client: Client, count: int) -> None:
    number = opened(client)["number"]
    files = [uploaded(world, client) for _ in range(count)]
    with Meter(shared_resources().table) as alone:
        commented(client, number)

    with Meter(shared_resources().table) as together:
        commented(client, number, files=files)

    assert together.requests - alone.requests == {"BatchGetItem": 1}
    assert together.requests["TransactWriteItems"] == 1
    assert together.write_units <= alone.write_units + count * PER_FILE + 1
    assert together.read_units <= alone.read_units + count


def test_links_cost_no_request(world: World, client: Client) -> None:
    bare, full = opened(client)["number"], opened(client, files=[uploaded(world, client)])["number"]

    meters = []
    for number in (bare, full):
        with Meter(shared_resources().table) as meter:
            comments(client, number)
        meters.append(meter)

    assert meters[0].requests == meters[1].requests
