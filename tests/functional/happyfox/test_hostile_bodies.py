"""Bodies that are made to harm: they are refused, soon, and leave nothing behind."""

from urllib.parse import urlencode

import pytest

from tests.functional.happyfox.happyfox_calls import JSON
from tests.soon import soon
from tools.local_desk.client import Client, Response
from tools.local_desk.items import dump
from tools.local_desk.world import World

YAML = "application/x-yaml"
MULTIPART = "multipart/form-data; boundary=x"
FORM = "application/x-www-form-urlencoded"

LAUGHS = "".join(f"l{one}: &l{one} [{', '.join([f'*l{one - 1}'] * 9 if one else ['lol'] * 9)}]\n" for one in range(9))
DEEP = 100_000


END = "\r\n\r\nb\r\n--x--"


def part(name: str, filename: str | None = None) -> str:
    """The head of a part of a multipart body."""
    return f'--x\r\nContent-Disposition: form-data; name="{name}"' + (f'; filename="{filename}"' if filename else "")


HOSTILE: list[tuple[str, str, str | bytes]] = [
    ("a billion laughs", YAML, LAUGHS),
    ("a tag that calls", YAML, "!!python/object/apply:os.system ['true']"),
    ("a tag that makes an object", YAML, "subject: !!python/name:os.system"),
    ("deep YAML", YAML, "[" * DEEP),
    ("deep YAML mappings", YAML, "{a: " * DEEP),
    ("YAML keys without end", YAML, "a: b\n" * 100_000),
    ("YAML directives without end", YAML, "%A\n" * 85_000),
    ("YAML that refers to itself", YAML, "&a [*a]"),
    ("deep JSON", "application/json", "[" * DEEP),
    ("deep JSON objects", "application/json", '{"a":' * DEEP),
    ("a long JSON number", "application/json", '{"category": ' + "9" * 1_000_000 + "}"),
    ("JSON fields without end", "application/json", "{" + ",".join(f'"f{one}":1' for one in range(300_000)) + "}"),
    ("form fields without end", FORM, urlencode([(f"f{one}", "a") for one in range(10_000)])),
    ("form separators without end", FORM, "&" * 1_000_000),
    (
        "multipart parts without end",
        MULTIPART,
        (part("a") + "\r\n\r\nb\r\n") * 10_000 + "--x--",
    ),
    ("a multipart header without end", MULTIPART, part("a" * 1_000_000)),
    ("multipart without an end", MULTIPART, part("subject") + "\r\n\r\nb"),
    ("multipart with a broken end", MULTIPART, part("subject") + "\r\n\r\nb\r\n--y--"),
    ("a boundary without end", f"multipart/form-data; boundary={'x' * 5000}", "a"),
    (
        "a file name with a header in it",
        MULTIPART,
        part("attachments", "a%0D%0AX-Evil: 1") + END,
    ),
    (
        "a file name that breaks its header",
        MULTIPART,
        part("attachments", "a\r\nX-Evil: 1") + END,
    ),
    ("half an escape", FORM, "subject=%E2%82"),
    ("bytes that are no text", "application/json", b'{"subject": "\xff\xfe"'),
]
CALLS = ["tickets", "ticket/1/staff_update", "ticket/1/staff_pvtnote", "ticket/1/user_reply"]


def sent(api: Client, call: str, kind: str, content: str | bytes) -> Response:
    """The answer to a body, which must come soon."""
    with soon():
        return api.post(f"{JSON}/{call}/", content=content, headers={"Content-Type": kind})


@pytest.mark.parametrize(("kind", "content"), [one[1:] for one in HOSTILE], ids=[one[0] for one in HOSTILE])
def test_a_hostile_body_is_refused_soon_and_leaves_nothing_behind(
    shared_world: World, shared_api: Client, kind: str, content: str | bytes
) -> None:
    before = dump(shared_world)
    [bucket] = shared_world.template.buckets

    for call in CALLS:
        response = sent(shared_api, call, kind, content)
        assert response.status in (400, 413)
        assert response.json()["error"]

    assert dump(shared_world) == before
    assert "Contents" not in shared_world.aws.s3.list_objects_v2(Bucket=bucket.name)


def test_a_yaml_body_above_its_own_limit_is_too_large(shared_api: Client) -> None:
    response = sent(shared_api, "tickets", YAML, "text: " + "x" * 300_000)

    assert (response.status, response.json()) == (413, {"error": "The request is larger than 262144 bytes."})
