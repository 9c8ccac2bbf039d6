"""Bodies that are made to harm: they are refused, soon, and leave nothing behind."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest

from tests.functional.happyfox.happyfox_calls import JSON
from tests.profiles import number, pairs
from tests.soon import assert_linear
from tools.local_desk.client import Client
from tools.local_desk.items import dump
from tools.local_desk.world import World

YAML = "application/x-yaml"
MULTIPART = "multipart/form-data; boundary=x"
JSON_TYPE = "application/json"
FORM = "application/x-www-form-urlencoded"

LAUGHS = "".join(f"l{one}: &l{one} [{', '.join([f'*l{one - 1}'] * 9 if one else ['lol'] * 9)}]\n" for one in range(9))

END = "\r\n\r\nb\r\n--x--"


def part(name: str, filename: str | None = None) -> str:
    """The head of a part of a multipart body."""
    return f'--x\r\nContent-Disposition: form-data; name="{name}"' + (f'; filename="{filename}"' if filename else "")


def fields(size: int) -> str:
    """A JSON object with as many fields."""
    return json.dumps({f"f{one}": 1 for one in range(size)})


@dataclass(frozen=True, slots=True)
class Endless:
    """A body that has no end: it can be made of any size."""

    kind: str
    content: Callable[[int], str]
    size: int


@dataclass(frozen=True, slots=True)
class Trick:
    """A body that does harm by what stands in it."""

    kind: str
    content: str | bytes


ENDLESS = {
    "deep YAML": Endless(YAML, lambda size: "[" * size, 100_000),
    "deep YAML mappings": Endless(YAML, lambda size: "{a: " * size, 65_000),
    "YAML keys": Endless(YAML, lambda size: "a: b\n" * size, number(gate=20_000, full=50_000)),
    "YAML directives": Endless(YAML, lambda size: "%A\n" * size, number(gate=20_000, full=85_000)),
    "deep JSON": Endless(JSON_TYPE, lambda size: "[" * size, 100_000),
    "deep JSON objects": Endless(JSON_TYPE, lambda size: '{"a":' * size, 100_000),
    "a JSON number": Endless(JSON_TYPE, lambda size: '{"category": ' + "9" * size + "}", 1_000_000),
    "JSON fields": Endless(JSON_TYPE, fields, number(gate=75_000, full=300_000)),
    "form fields": Endless(FORM, lambda size: urlencode([(f"f{one}", "a") for one in range(size)]), 10_000),
    "form separators": Endless(FORM, lambda size: "&" * size, 1_000_000),
    "multipart parts": Endless(MULTIPART, lambda size: f"{part('a')}\r\n\r\nb\r\n" * size + "--x--", 10_000),
    "a multipart header": Endless(MULTIPART, lambda size: part("a" * size), 1_000_000),
}
TRICKS = {
    "a billion laughs": Trick(YAML, LAUGHS),
    "a tag that calls": Trick(YAML, "!!python/object/apply:os.system ['true']"),
    "a tag that makes an object": Trick(YAML, "subject: !!python/name:os.system"),
    "YAML that refers to itself": Trick(YAML, "&a [*a]"),
    "deep YAML mappings above the limit of a body": Trick(YAML, "{a: " * 100_000),
    "YAML keys above the limit of a body": Trick(YAML, "a: b\n" * 100_000),
    "multipart without an end": Trick(MULTIPART, part("subject") + "\r\n\r\nb"),
    "multipart with a broken end": Trick(MULTIPART, part("subject") + "\r\n\r\nb\r\n--y--"),
    "a boundary without end": Trick(f"multipart/form-data; boundary={'x' * 5000}", "a"),
    "a file name with a header in it": Trick(MULTIPART, part("attachments", "a%0D%0AX-Evil: 1") + END),
    "a file name that breaks its header": Trick(MULTIPART, part("attachments", "a\r\nX-Evil: 1") + END),
    "half an escape": Trick(FORM, "subject=%E2%82"),
    "bytes that are no text": Trick(JSON_TYPE, b'{"subject": "\xff\xfe"'),
}
CALLS = ["tickets", "ticket/1/staff_update", "ticket/1/staff_pvtnote", "ticket/1/user_reply"]


def refused(api: Client, call: str, kind: str, content: str | bytes) -> None:
    """Insist that the body is refused."""
    response = api.post(f"{JSON}/{call}/", content=content, headers={"Content-Type": kind})
    assert response.status in (400, 413)
    assert response.json()["error"]


@pytest.fixture
def nothing_left_behind(shared_world: World) -> Iterator[None]:
    """Insist that there is afterwards what there was before."""
    [bucket] = shared_world.template.buckets
    before = dump(shared_world)
    yield
    assert dump(shared_world) == before
    assert "Contents" not in shared_world.aws.s3.list_objects_v2(Bucket=bucket.name)


@pytest.mark.usefixtures("nothing_left_behind")
@pytest.mark.parametrize(("name", "call"), pairs(ENDLESS, CALLS))
def test_a_body_without_end_is_refused_soon_and_leaves_nothing_behind(shared_api: Client, name: str, call: str) -> None:
    body = ENDLESS[name]

    assert_linear(lambda size: refused(shared_api, call, body.kind, body.content(size)), body.size)


@pytest.mark.usefixtures("nothing_left_behind")
@pytest.mark.parametrize(("name", "call"), pairs(TRICKS, CALLS))
def test_a_body_that_tricks_is_refused_and_leaves_nothing_behind(shared_api: Client, name: str, call: str) -> None:
    refused(shared_api, call, TRICKS[name].kind, TRICKS[name].content)


def test_a_yaml_body_above_its_own_limit_is_too_large(shared_api: Client) -> None:
    content, headers = "text: " + "x" * 300_000, {"Content-Type": YAML}

    response = shared_api.post(f"{JSON}/tickets/", content=content, headers=headers)

    assert (response.status, response.json()) == (413, {"error": "The request is larger than 262144 bytes."})
