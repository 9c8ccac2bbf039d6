"""A body is read as its sender meant it, or refused: charset, byte order mark, encodings, half a character, size."""

import gzip
import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.functional.calls import Call
from tests.functional.provocations import send
from tests.functional.users import Users
from tests.profiles import examples
from tools.local_desk.client import Response
from tools.local_desk.template import read
from tools.openapi.endpoints import Endpoint, endpoints
from tools.openapi.media import FORM, JSON, MULTIPART, YAML
from tools.openapi.requests import example
from tools.sample_events import FUNCTIONS, event, with_credentials

BOM = b"\xef\xbb\xbf"
LIMIT = 4_669_440
BOUNDARY = "xYzZY"
KINDS = {
    "multipart": f"{MULTIPART}; boundary={BOUNDARY}",
    "form": FORM,
    "encoded form": FORM,
    "json": JSON,
    "yaml": YAML,
}

TAKE_A_BODY = {one.id: one for one in endpoints(read()) if one.takes_a_body and not one.id.endswith("WithoutSuffix")}
every_endpoint = pytest.mark.parametrize("endpoint", TAKE_A_BODY.values(), ids=TAKE_A_BODY)
FORMATS = {
    f"{name} {kind}": (endpoint, kind)
    for name, endpoint in TAKE_A_BODY.items()
    for kind, media_type in KINDS.items()
    if media_type.partition(";")[0] in endpoint.reads
}
every_format = pytest.mark.parametrize(("endpoint", "kind"), FORMATS.values(), ids=FORMATS)
READ_JSON = {name: endpoint for name, endpoint in TAKE_A_BODY.items() if JSON in endpoint.reads}
every_reader_of_json = pytest.mark.parametrize("endpoint", READ_JSON.values(), ids=READ_JSON)
ONE_OF_EACH_API = {endpoint.api.tag: endpoint for endpoint in READ_JSON.values() if endpoint.body}
every_api = pytest.mark.parametrize("endpoint", ONE_OF_EACH_API.values(), ids=ONE_OF_EACH_API)

FOREIGN = st.one_of(
    st.tuples(st.sampled_from(["iso-8859-1", "windows-1252"]), st.text("äöüßéèñçÀÎ", min_size=1)),
    st.tuples(st.sampled_from(["windows-1251", "koi8-r"]), st.text("приветмирЁ", min_size=1)),
    st.tuples(st.sampled_from(["shift_jis", "gb18030"]), st.text("日本漢字", min_size=1)),
    st.tuples(st.sampled_from(["utf-16", "utf-32", "utf-7"]), st.text("abcäя日", min_size=1)),
)
"""Charsets that senders use when they mean no UTF-8, with texts that these can write."""


@pytest.fixture
def restored(users: Users) -> Users:
    """The desk of the sample events, as it was set up."""
    users.restore()
    return users


def part(name: str, content: bytes, *headers: str) -> bytes:
    """Return a part of a multipart form."""
    lines = [f"--{BOUNDARY}", f'Content-Disposition: form-data; name="{name}"', *headers, "", ""]
    return "\r\n".join(lines).encode() + content + b"\r\n"


def multipart(*parts: bytes) -> bytes:
    """Return a multipart form."""
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


WRITERS: dict[str, Callable[[dict[str, str], str], bytes]] = {
    "json": lambda fields, charset: json.dumps(fields, ensure_ascii=False).encode(charset),
    "yaml": lambda fields, charset: "".join(f"{name}: '{text}'\n" for name, text in fields.items()).encode(charset),
    "form": lambda fields, charset: "&".join(f"{name}={text}" for name, text in fields.items()).encode(charset),
    "encoded form": lambda fields, charset: urlencode(fields, encoding=charset).encode(),
    "multipart": lambda fields, charset: multipart(
        *(part(name, text.encode(charset)) for name, text in fields.items())
    ),
}
"""How each format writes fields in a charset."""


def sent(users: Users, endpoint: Endpoint, kind: str, content: bytes, **headers: str) -> Response:
    """Send a body of this Content-Type."""
    return send(users, Call.of(endpoint), {"Content-Type": kind, **headers}, content=content)


def is_utf_8(raw: bytes) -> bool:
    """Return whether the bytes are text in UTF-8."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


@every_format
def test_bytes_that_are_not_utf_8_are_refused_with_a_sentence_that_says_so(
    unchanged: Users, endpoint: Endpoint, kind: str
) -> None:
    @examples(5, 40)
    @given(FOREIGN)
    def refused(foreign: tuple[str, str]) -> None:
        charset, text = foreign
        assume(not is_utf_8(text.encode(charset)))
        answer = sent(unchanged, endpoint, KINDS[kind], WRITERS[kind]({"text": text}, charset))
        assert (answer.status, "not valid UTF-8" in answer.text) == (400, True), answer

    refused()


@every_format
def test_a_declared_charset_other_than_utf_8_is_refused_whatever_the_bytes_are(
    unchanged: Users, endpoint: Endpoint, kind: str
) -> None:
    @examples(5, 40)
    @given(FOREIGN)
    def refused(foreign: tuple[str, str]) -> None:
        charset, text = foreign
        answer = sent(
            unchanged, endpoint, f'{KINDS[kind]}; charset="{charset}"', WRITERS[kind]({"text": text}, charset)
        )
        assert answer.status == 415
        assert f"The charset {charset} is not supported. Send the body in UTF-8." in answer.text

    refused()


@every_endpoint
@pytest.mark.parametrize("charset", ["UTF-8", '"utf-8"', "utf8", "US-ASCII", ""])
def test_utf_8_may_be_declared(restored: Users, endpoint: Endpoint, charset: str) -> None:
    kind = f"{Call.of(endpoint).content_type or JSON}; charset={charset}"

    assert sent(restored, endpoint, kind, Call.of(endpoint).body).status == endpoint.status


@every_endpoint
def test_a_byte_order_mark_before_the_body_changes_nothing(restored: Users, endpoint: Endpoint) -> None:
    call = Call.of(endpoint)

    assert send(restored, call, content=BOM + call.body).status == endpoint.status


@pytest.mark.parametrize("kind", KINDS)
@examples(10, 40)
@given(text=st.text("aä я😀\ufeff", min_size=1).map(lambda text: f"a{text}z"))
def test_a_text_is_stored_as_it_was_written_in_every_format_with_and_without_a_mark(
    users: Users, kind: str, text: str
) -> None:
    create, fields = TAKE_A_BODY["HappyfoxCreateTicket"], {"subject": "s", "category": "1", "user": "4", "text": text}
    body = WRITERS[kind](fields, "utf-8")

    for raw in (body, BOM + body):
        assert sent(users, create, KINDS[kind], raw).json()["first_message"] == text


def test_a_byte_order_mark_before_a_text_of_a_multipart_form_is_left_out(restored: Users) -> None:
    fields = {"subject": "s", "category": "1", "user": "4", "text": "Müller"}
    body = multipart(*(part(name, BOM + text.encode()) for name, text in fields.items()))

    answer = sent(restored, TAKE_A_BODY["HappyfoxCreateTicket"], KINDS["multipart"], body)

    assert (answer.status, answer.json()["subject"], answer.json()["first_message"]) == (200, "s", "Müller")


@pytest.mark.parametrize("header", ["Content-Transfer-Encoding: base64", "Content-Type: text/plain; charset=koi8-r"])
@pytest.mark.parametrize("filename", ["", '; filename="a.txt"'])
def test_a_part_that_would_be_misread_is_refused_by_its_name(restored: Users, header: str, filename: str) -> None:
    disposition = f'Content-Disposition: form-data; name="text"{filename}\r\n{header}\r\n\r\n'
    body = f"--{BOUNDARY}\r\n{disposition}VGV4dA==\r\n--{BOUNDARY}--\r\n".encode()

    answer = sent(restored, TAKE_A_BODY["HappyfoxAddUserReply"], KINDS["multipart"], body)

    if filename and "charset" in header:  # The bytes of a file are kept, and its charset with them.
        assert "charset" not in answer.text
    else:
        [fault] = answer.json()["error"]
        assert (answer.status, fault["field"]) == (400, "text")
        assert header.rpartition("=" if "charset" in header else " ")[2].rstrip() in fault["errors"][0]


@every_endpoint
@pytest.mark.parametrize("coding", ["gzip", "br", "GZIP, identity"])
def test_a_compressed_body_is_refused(unchanged: Users, endpoint: Endpoint, coding: str) -> None:
    answer = sent(unchanged, endpoint, JSON, gzip.compress(b"{}"), **{"Content-Encoding": coding})

    assert answer.status == 415
    assert f"The Content-Encoding {coding} is not supported. Send the body without one." in answer.text


@every_endpoint
def test_a_body_that_is_said_to_be_as_it_is_is_read(restored: Users, endpoint: Endpoint) -> None:
    assert send(restored, Call.of(endpoint), {"Content-Encoding": "Identity"}).status == endpoint.status


@every_endpoint
def test_another_media_type_is_refused_with_those_that_are_read(restored: Users, endpoint: Endpoint) -> None:
    if endpoint.api.reads_any:
        assert sent(restored, endpoint, "text/plain", Call.of(endpoint).body).status == endpoint.status
    else:
        answer = sent(restored, endpoint, "text/plain", b"text")
        assert (answer.status, [kind for kind in endpoint.reads if kind not in answer.text]) == (415, [])


HALVES = ["\ud800", "a\udfffb", "\udc00\ud800", ["\ud800"], {"\ud800": 1}, {"a": "\ud800"}]
"""Values with half a surrogate pair, as JSON can have them."""


@every_reader_of_json
def test_half_a_character_is_refused_by_the_name_of_its_field(unchanged: Users, endpoint: Endpoint) -> None:
    read_fields = {*(endpoint.body.model_fields if endpoint.body else ())} - {"alert"}  # accepted and ignored
    for name in sorted(read_fields):
        for value in HALVES:
            answer = sent(unchanged, endpoint, JSON, json.dumps({**(example(endpoint) or {}), name: value}).encode())
            if (endpoint.key, name) == ("zammad/create_article", "ticket_id"):  # names a ticket that there is not
                assert answer.status == 404
            else:
                assert (answer.status, name in answer.text) in {(400, True), (422, True)}, answer


@every_api
def test_the_largest_body_is_read_and_one_byte_more_is_refused_in_the_apis_own_shape(
    restored: Users, endpoint: Endpoint
) -> None:
    body = json.dumps(example(endpoint)).encode()

    assert sent(restored, endpoint, JSON, body.ljust(LIMIT)).status == endpoint.status
    restored.restore()
    refused = sent(restored, endpoint, JSON, body.ljust(LIMIT + 1))

    assert refused.status == 413
    assert f"The request is larger than {LIMIT} bytes." in refused.text
    of_another_status = sent(restored, endpoint, f"{JSON}; charset=koi8-r", body)
    assert refused.json().keys() == of_another_status.json().keys()


@pytest.mark.parametrize("kind", KINDS)
def test_the_limit_is_one_for_all_formats(unchanged: Users, kind: str) -> None:
    refused = sent(unchanged, TAKE_A_BODY["HappyfoxCreateTicket"], KINDS[kind], b" " * (LIMIT + 1))

    assert (refused.status, refused.json()) == (413, {"error": f"The request is larger than {LIMIT} bytes."})


@every_api
def test_what_the_gateway_refuses_by_itself_is_too_large_as_well(unchanged: Users, endpoint: Endpoint) -> None:
    refused = sent(unchanged, endpoint, JSON, b" " * 5_000_000)

    assert refused.status == 413
    assert refused.json()["error"]


@every_endpoint
def test_an_event_with_a_body_of_text_is_read_too(restored: Users, endpoint: Endpoint) -> None:
    call = Call.of(endpoint)
    changed = {**event(endpoint.key), "body": call.body.decode("utf-8", "replace"), "isBase64Encoded": False}

    answer = restored.world.invoke(FUNCTIONS[endpoint.key].logical_id, with_credentials(changed, restored.tokens))

    assert answer["statusCode"] == endpoint.status
    assert answer["isBase64Encoded"] is False


def test_half_a_character_in_yaml_is_refused_by_the_name_of_its_field(unchanged: Users) -> None:
    create = TAKE_A_BODY["HappyfoxCreateTicket"]

    answer = sent(unchanged, create, YAML, json.dumps({**example(create), "text": "a\ud800"}).encode())

    assert (answer.status, [fault["field"] for fault in answer.json()["error"]]) == (400, ["text"])


@every_reader_of_json
def test_an_event_with_half_a_character_is_refused(unchanged: Users, endpoint: Endpoint) -> None:
    headers = {**event(endpoint.key)["headers"], "Content-Type": JSON}
    changed = {**event(endpoint.key), "headers": headers, "body": '{"a": "\ud800"}', "isBase64Encoded": False}

    answer = unchanged.world.invoke(FUNCTIONS[endpoint.key].logical_id, with_credentials(changed, unchanged.tokens))

    assert (answer["statusCode"], "not valid UTF-8" in answer["body"]) == (400, True)
