"""Files in multipart bodies, and the links by which they are fetched."""

from typing import Any

import pytest

from tests.functional.happyfox.happyfox_calls import (
    AGENT,
    CUSTOMER,
    JSON,
    answered,
    created,
    faults,
    new,
    read,
    sentence,
)
from tools.local_desk.client import Client, Files
from tools.local_desk.items import dump
from tools.local_desk.world import World

TWO: Files = [
    ("attachments", ("a.txt", b"alpha", "text/plain")),
    ("attachments", ("ü 😀.png", b"\x89PNG\r\n\x00", "image/png")),
]

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("tickets", new()),
    ("ticket/1/staff_update", {"staff": AGENT, "text": "See here"}),
    ("ticket/1/staff_pvtnote", {"staff": AGENT, "text": "See here"}),
    ("ticket/1/user_reply", {"user": CUSTOMER, "text": "See here"}),
]


def objects(world: World) -> list[str]:
    """The keys of everything in the bucket."""
    [bucket] = world.template.buckets
    return [one["Key"] for one in world.aws.s3.list_objects_v2(Bucket=bucket.name).get("Contents", [])]


@pytest.mark.parametrize(("call", "body"), CALLS)
def test_files_are_attached_and_fetched(world: World, api: Client, call: str, body: dict[str, Any]) -> None:
    created(api)

    ticket = answered(api.post(f"{JSON}/{call}/", data=body, files=TWO))

    first, second = ticket["updates"][-1]["message"]["attachments"]
    assert ticket["attachments_count"] == 2
    assert first.keys() == {"id", "filename", "url"}
    assert (first["filename"], second["filename"]) == ("a.txt", "ü 😀.png")
    assert world.download(first["url"]).content == b"alpha"
    assert world.download(second["url"]).content == b"\x89PNG\r\n\x00"
    assert world.download(second["url"]).headers["Content-Type"] == "image/png"
    assert [one["filename"] for one in read(api, ticket["id"])["updates"][-1]["message"]["attachments"]] == [
        "a.txt",
        "ü 😀.png",
    ]


def test_a_file_needs_no_words(api: Client) -> None:
    created(api)

    ticket = answered(api.post(f"{JSON}/ticket/1/staff_update/", data={"staff": AGENT}, files=TWO))

    assert ticket["updates"][1]["message"]["text"] == ""
    assert len(ticket["updates"][1]["message"]["attachments"]) == 2


def test_customers_get_the_files_of_answers_and_never_those_of_notes(world: World, api: Client, client: Client) -> None:
    created(api)
    answered(api.post(f"{JSON}/ticket/1/staff_update/", data={"staff": AGENT, "text": "a"}, files=TWO))
    answered(api.post(f"{JSON}/ticket/1/staff_pvtnote/", data={"staff": AGENT, "text": "b"}, files=TWO))

    items = client.get("/support/tickets/1/comments").json()["items"]

    assert [[file["name"] for file in one["files"]] for one in items] == [[], ["a.txt", "ü 😀.png"]]
    assert world.download(items[1]["files"][0]["url"]).content == b"alpha"


@pytest.mark.parametrize("value", ["a.txt", ["a.txt"], {"name": "a.txt"}])
def test_files_come_only_in_multipart_bodies(api: Client, value: Any) -> None:
    problem = ["Send files as file parts of multipart/form-data."]

    assert faults(api.post(f"{JSON}/tickets/", json=new(attachments=value))) == {"attachments": problem}
    assert faults(api.post(f"{JSON}/tickets/", data=new(attachments="a.txt"))) == {"attachments": problem}
    assert faults(api.post(f"{JSON}/tickets/", data=new(attachments="a.txt"), files=[])) == {"attachments": problem}
    assert faults(api.post(f"{JSON}/tickets/", data=new(attachments="a.txt"), files=TWO)) == {"attachments": problem}


def test_a_file_under_another_name_is_refused_and_nothing_is_stored(world: World, api: Client) -> None:
    before = dump(world)

    assert faults(api.post(f"{JSON}/tickets/", data=new(), files={"file": ("a", b"a")})).keys() == {"file"}
    assert faults(api.post(f"{JSON}/tickets/", data=new(), files={"subject": ("a", b"a")})).keys() == {"subject"}
    assert faults(api.post(f"{JSON}/tickets/", data=new(), files=[*TWO] * 5 + [*TWO])).keys() == {"attachments"}

    assert dump(world) == before
    assert objects(world) == []


def test_a_body_with_a_fault_stores_no_file(world: World, api: Client) -> None:
    created(api)
    before = dump(world)

    for call, body in CALLS:
        assert api.post(f"{JSON}/{call}/", data=body | {"colour": "red"}, files=TWO).status == 400
        assert api.post(f"{JSON}/{call.replace('/1/', '/9/')}/", data=body | {"colour": "x"}, files=TWO).status >= 400

    assert dump(world) == before
    assert objects(world) == []


def test_a_form_without_a_chosen_file_has_none(api: Client) -> None:
    ticket = answered(api.post(f"{JSON}/tickets/", data=new(), files={"attachments": ("", b"")}))

    assert ticket["attachments_count"] == 0


def test_folders_are_no_part_of_a_name(api: Client) -> None:
    ticket = answered(api.post(f"{JSON}/tickets/", data=new(), files={"attachments": ("../../etc/passwd", b"a")}))

    assert ticket["updates"][0]["message"]["attachments"][0]["filename"] == "passwd"


@pytest.mark.parametrize("name", ["invoice\u202efdp.exe", "a\u2028b.txt", "\u3164", "\u200b"], ids=ascii)
def test_a_file_name_that_is_no_line_is_refused(world: World, api: Client, name: str) -> None:
    refused = api.post(f"{JSON}/tickets/", data=new(), files={"attachments": (name, b"a")})

    assert faults(refused).keys() == {"attachments"}
    assert objects(world) == []


def test_a_form_that_comes_again_is_recognised_by_what_is_in_it(api: Client) -> None:
    key = {"Idempotency-Key": "once"}

    first = answered(api.post(f"{JSON}/tickets/", data=new(), files=TWO, headers=key))
    again = answered(api.post(f"{JSON}/tickets/", data=new(), files=TWO, headers=key))
    other = api.post(f"{JSON}/tickets/", data=new(), files={"attachments": ("a.txt", b"beta")}, headers=key)

    assert again["id"] == first["id"] == 1
    assert sentence(other)[0] == 409
    ids = [[one["id"] for one in ticket["updates"][0]["message"]["attachments"]] for ticket in (first, again)]
    assert ids[0] == ids[1]


def test_the_largest_request_arrives_and_a_larger_one_is_refused(world: World, api: Client) -> None:
    room = 4_667_440

    ticket = answered(api.post(f"{JSON}/tickets/", data=new(), files={"attachments": ("a.bin", bytes(room))}))
    refused = api.post(f"{JSON}/tickets/", data=new(), files={"attachments": ("a.bin", bytes(4_669_440))})

    url = ticket["updates"][0]["message"]["attachments"][0]["url"]
    assert len(world.download(url).content) == room
    assert sentence(refused) == (413, "The request is larger than 4669440 bytes.")
    assert len(objects(world)) == 1


@pytest.mark.parametrize("size", [5 * 1024**2, 11 * 1024**2])
def test_what_does_not_reach_a_function_is_refused_by_the_gateway(api: Client, size: int) -> None:
    refused = api.post(f"{JSON}/tickets/", data=new(), files={"attachments": ("a.bin", bytes(size))})

    assert refused.status == 413
    assert isinstance(refused.json()["error"], str)
