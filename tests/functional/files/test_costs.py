"""The cost of files in DynamoDB: one read and one drawn number for all, and two writes each in the transaction."""

import pytest

from polydesk.desk.resources import shared_resources
from tests.functional.selectel.tickets import commented, comments, opened
from tests.functional.uploads import announced, uploaded
from tools.local_desk.client import Client
from tools.local_desk.world import World
from tools.meter import Meter

PER_FILE = 4
"""Write units: two for the file's item in a transaction, and two for the item that its number leads to."""

IN_ALL = 3
"""Write units: one for the numbers, two for a history entry that ten files make a kilobyte larger."""


def test_announcing_an_upload_is_one_request(client: Client) -> None:
    announced(client)

    with Meter(shared_resources().table) as meter:
        announced(client)

    assert meter.requests == {"TransactWriteItems": 1}
    assert meter.write_units <= 5


@pytest.mark.parametrize("count", [1, 10])
def test_files_cost_one_read_and_a_write_each(world: World, client: Client, count: int) -> None:
    number = opened(client)["number"]
    files = [uploaded(world, client) for _ in range(count)]
    with Meter(shared_resources().table) as without_files:
        commented(client, number)

    with Meter(shared_resources().table) as with_files:
        commented(client, number, files=files)

    assert with_files.requests - without_files.requests == {"BatchGetItem": 1, "UpdateItem": 1}
    assert with_files.requests["TransactWriteItems"] == 1
    assert with_files.write_units <= without_files.write_units + count * PER_FILE + IN_ALL
    assert with_files.read_units <= without_files.read_units + count


def test_links_need_no_request(world: World, client: Client) -> None:
    bare, full = opened(client)["number"], opened(client, files=[uploaded(world, client)])["number"]

    meters = []
    for number in (bare, full):
        with Meter(shared_resources().table) as meter:
            comments(client, number)
        meters.append(meter)

    assert meters[0].requests == meters[1].requests
