"""Ids of attachments: integers from one counter of all APIs, which lead to the file and to its message."""

from itertools import pairwise

from polydesk.desk import desk
from polydesk.desk.resources import shared_resources
from polydesk.storage import keys
from polydesk.storage.transaction import UpdateItem
from tests.functional.happyfox.happyfox_calls import AGENT, JSON, Json, answered, created, new, read
from tests.functional.uploads import uploaded
from tools.local_desk.client import Client, Files
from tools.local_desk.items import dump
from tools.local_desk.world import World
from tools.meter import Meter

INT32_MAX = 2**31 - 1


def files(count: int) -> Files:
    """Return so many files of a form."""
    return [("attachments", (f"{number}.txt", b"a", "text/plain")) for number in range(count)]


def attached(api: Client, count: int) -> Json:
    """Return ticket 1 after an update with so many files."""
    body = {"staff": AGENT, "text": "a"}
    ticket: Json = answered(api.post(f"{JSON}/ticket/1/staff_update/", data=body, files=files(count)))
    return ticket


def ids(ticket: Json) -> list[list[int]]:
    """Return the ids of the attachments of each update that has some."""
    messages = [update["message"]["attachments"] for update in ticket["updates"] if update["message"]]
    return [[one["id"] for one in found] for found in messages if found]


def pointers(world: World) -> list[tuple[str, str]]:
    """Return the keys of the items that lead from a number to a file."""
    return sorted(key for key in dump(world) if key[0].startswith("ATTACHMENT#"))


def test_files_of_all_apis_are_numbered_by_one_counter(world: World, api: Client, client: Client) -> None:
    answered(api.post(f"{JSON}/tickets/", data=new(), files=files(2)))
    comment = {"body": "b", "files": [uploaded(world, client), uploaded(world, client)]}
    said = client.post("/support/tickets/1/comments", json=comment).json()

    ticket = attached(api, 1)

    assert ids(ticket) == ids(read(api, 1)) == [[1, 2], [3, 4], [5]]
    assert [one["id"] for one in said["files"]] == comment["files"]


def test_a_number_leads_to_the_file_and_its_message(world: World, api: Client) -> None:
    created(api)
    attached(api, 2)

    table = shared_resources().table
    pointer = table.get(keys.attachment(2))
    assert pointer is not None
    file = table.get(keys.file(pointer["file"]))
    assert (pointer["ticket"], pointer["entry"]) == (1, 2)
    assert file is not None
    assert (file["name"], file["number"]) == ("1.txt", 2)


def test_what_is_refused_leads_nowhere(world: World, api: Client) -> None:
    created(api)

    refused = api.post(
        f"{JSON}/ticket/1/staff_update/",
        data={"staff": AGENT, "text": "a"},
        files=files(2),
        headers={"If-Match": '"9"'},
    )

    assert refused.status == 412
    assert pointers(world) == []


def test_a_repeated_request_has_the_ids_of_the_first(world: World, api: Client) -> None:
    key = {"Idempotency-Key": "once"}

    first, again = (answered(api.post(f"{JSON}/tickets/", data=new(), files=files(2), headers=key)) for _ in range(2))

    assert ids(first) == ids(again) == [[1, 2]]
    assert len(pointers(world)) == 2


def test_files_from_before_the_counter_are_numbered_by_their_place(world: World, api: Client) -> None:
    created(api)
    attached(api, 2)
    shared_resources().table.write(UpdateItem(keys.history_entry(1, 2), {"file_numbers": None}))

    assert ids(attached(api, 1)) == [[10000201, 10000202], [3]]


def test_ids_are_small(world: World, api: Client) -> None:
    shared_resources().table.count_up(keys.counter("ticket"), by=10_000_000)

    ticket = answered(api.post(f"{JSON}/tickets/", data=new(), files=files(10)))

    assert max(ids(ticket)[0]) <= INT32_MAX


def test_the_price_of_a_file(api: Client) -> None:
    created(api)
    attached(api, 1)
    spent = []
    for count in (1, 2, 3):
        desk.reset()
        attached(api, count)
        with Meter(shared_resources().table) as meter:
            attached(api, count)
        spent.append((meter.requests["UpdateItem"], meter.write_units))

    counter_requests, units = zip(*spent, strict=True)
    assert counter_requests == (1, 1, 1)
    # Each file: its item 1, and 2 to attach it; in the index of uploads 1 in and 1 out; its number 2.
    assert [more - less for less, more in pairwise(units)] == [7, 7]
