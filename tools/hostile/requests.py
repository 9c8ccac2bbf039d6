"""Turns the sample event of an endpoint into a hostile one."""

import copy
import json
import random
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import yaml

from tools.hostile.fillings import FILLINGS, VALUES, filled, filled_list
from tools.openapi.endpoints import Endpoint

Event = dict[str, Any]

LARGEST = 4_660_000
"""Bytes of a body, a little below what a request may have."""

SIZES = (100, 10_000, 1_000_000, LARGEST)

CHARSETS = ("utf-8", "UTF8", "iso-8859-1", "utf-16", "us-ascii", "nonsense", '"')
ENCODINGS = ("base64", "quoted-printable", "7bit", "binary", "x-nonsense")
IDENTIFIERS = ("0", "-1", "08", "+8", "8.0", "1e3", "٨", "9" * 400, "8.json", " 8", "8%00", "null", "..")
QUERY_NAMES = (
    "page",
    "page[]",
    "per_page",
    "size",
    "q",
    "category",
    "only_open",
    "expand",
    "_",
    "auth_token",
    "nonsense",
)
QUERY_PARTS = (
    *("(", ")", "[", "]", "{", "}", '"', "'", "\\", ":", "*", "?", "~", "^", "/", "-", "!", ",", "&&", "||", ">", "<="),
    *("AND", "OR", "NOT", "TO", "and", "printer", "pri*", "x.y:", "_exists_:", "id:", "number:", "state.name:open"),
    *(
        "title:",
        '"two words"',
        "owner.id:",
        "me",
        "created_at:",
        "now-7d",
        "2026-01-05",
        "[* TO now]",
        "tags:",
        "9" * 30,
    ),
)
"""Parts of a query, right and wrong."""

HEADERS = ("If-Match", "Idempotency-Key", "X-On-Behalf-Of", "From", "Accept", "Content-Encoding", "Accept-Language")
HEADER_VALUES = (
    "",
    "*",
    '"1"',
    "1",
    'W/"1", "2"',
    '"',
    "a" * 9_000,
    "é",
    "identity",
    "gzip",
    "agent@example.com",
    "\t",
)


@dataclass(frozen=True, slots=True)
class HostileRequest:
    """An event, and the names of what was done to it."""

    endpoint: Endpoint
    event: Event
    kinds: tuple[str, ...]


def hostile_request(endpoint: Endpoint, sample: Mapping[str, Any], choose: random.Random) -> HostileRequest:
    """Return the sample with one to three hostile changes. Only `choose` decides which."""
    event = copy.deepcopy(dict(sample))
    changes = [change for change in CHANGES if endpoint.takes_a_body or change not in OF_BODIES]
    chosen = choose.sample(changes, k=choose.choice((1, 1, 2, 3)))
    for change in sorted(chosen, key=CHANGES.index):
        change(event, endpoint, choose)
    return HostileRequest(endpoint, event, tuple(change.__name__ for change in chosen))


def fill_a_field(event: Event, endpoint: Endpoint, choose: random.Random) -> None:
    """Fill a field, known or not, with a long text or a long list."""
    filling, size = choose.choice(list(FILLINGS.values())), choose.choice(SIZES)
    long = choose.choice((filled, filled_list))(filling, size)
    _set_fields(event, {_field(endpoint, choose): long})


def set_unusual_values(event: Event, endpoint: Endpoint, choose: random.Random) -> None:
    """Give up to three fields other values."""
    _set_fields(event, {_field(endpoint, choose): choose.choice(VALUES) for _ in range(choose.randint(1, 3))})


def set_inner_values(event: Event, endpoint: Endpoint, choose: random.Random) -> None:
    """Give a key of an object inside the body another value, a short one or a long text."""
    fields = _fields(event)
    inner = [one for one in _objects(list(fields.values())) if one]
    if not inner:
        return set_unusual_values(event, endpoint, choose)
    long = filled(choose.choice(list(FILLINGS.values())), choose.choice(SIZES))
    found = choose.choice(inner)
    found[choose.choice((*found, "nonsense"))] = choose.choice((long, *VALUES))
    return _set_fields(event, fields)


def add_keys(event: Event, endpoint: Endpoint, choose: random.Random) -> None:
    """Add keys that no endpoint knows."""
    _set_fields(event, {f"key{one}": one for one in range(choose.choice((1, 150, 300_000)))})


def change_the_format(event: Event, endpoint: Endpoint, choose: random.Random) -> None:
    """Send the fields as a form, as YAML, as a form with parts, or as JSON under another name."""
    fields = _fields(event)
    match choose.choice(("form", "yaml", "multipart", "json")):
        case "form":
            _set_body(event, urlencode(fields, errors="surrogatepass").encode(), "application/x-www-form-urlencoded")
        case "yaml":
            _set_body(event, yaml.safe_dump(_small(fields)).encode("utf-8", "surrogatepass"), "application/x-yaml")
        case "multipart":
            _set_body(event, _multipart(fields, choose), "multipart/form-data; boundary=x")
        case _:
            _set_header(
                event, "Content-Type", choose.choice(("text/json", "text/plain", "application/json ;", "", "/"))
            )


def change_the_bytes(event: Event, endpoint: Endpoint, choose: random.Random) -> None:
    """Send the body in another encoding, cut, with a byte order mark, or with some bytes replaced."""
    raw = _body(event)
    text = raw.decode("utf-8", "replace")
    at = choose.randrange(len(raw) + 1)
    found: Callable[[], bytes] = choose.choice(
        (
            lambda: b"\xef\xbb\xbf" + raw,
            lambda: text.encode("utf-16"),
            lambda: text.encode("latin-1", "replace"),
            lambda: raw[:at],
            lambda: raw[:at] + choose.randbytes(3) + raw[at:],
            lambda: raw + raw,
        )
    )
    _set_body(event, found(), _content_type(event))


def declare_a_charset(event: Event, endpoint: Endpoint, choose: random.Random) -> None:
    """Name a charset in the Content-Type."""
    _set_header(event, "Content-Type", f"{_content_type(event)}; charset={choose.choice(CHARSETS)}")


def change_the_query(event: Event, endpoint: Endpoint, choose: random.Random) -> None:
    """Add query parameters, known and unknown, some of them twice."""
    known = [info.alias or name for name, info in (endpoint.query.model_fields.items() if endpoint.query else ())]
    texts = [value for value in VALUES if isinstance(value, str)] + ["a" * 5_000, "1", "2"]
    query = {
        choose.choice((*known, *QUERY_NAMES)): choose.choices(texts, k=choose.choice((1, 1, 2, 50)))
        for _ in range(choose.randint(1, 3))
    }
    event["multiValueQueryStringParameters"] = (event["multiValueQueryStringParameters"] or {}) | query
    last = {name: texts[-1] for name, texts in event["multiValueQueryStringParameters"].items()}
    event["queryStringParameters"] = last


def write_a_query(event: Event, endpoint: Endpoint, choose: random.Random) -> None:
    """Search for parts of a query language in any order."""
    text = choose.choice(("", " ")).join(choose.choices(QUERY_PARTS, k=choose.choice((1, 5, 40, 400))))
    event["multiValueQueryStringParameters"] = (event["multiValueQueryStringParameters"] or {}) | {"query": [text]}
    event["queryStringParameters"] = (event["queryStringParameters"] or {}) | {"query": text}


def change_an_identifier(event: Event, endpoint: Endpoint, choose: random.Random) -> None:
    """Write a variable of the path in another way."""
    variables = event["pathParameters"] or {}
    event["pathParameters"] = {
        name: choose.choice(IDENTIFIERS) if choose.random() < 0.5 else value for name, value in variables.items()
    } or None


def set_headers(event: Event, endpoint: Endpoint, choose: random.Random) -> None:
    """Set headers that change what a request means."""
    for name in choose.sample(HEADERS, k=2):
        _set_header(event, name, choose.choice(HEADER_VALUES))


def break_the_credentials(event: Event, endpoint: Endpoint, choose: random.Random) -> None:
    """Send other credentials."""
    name = choose.choice(("Authorization", "X-Token"))
    _set_header(
        event, name, choose.choice(("", "Basic", "Basic é", "Basic ====", "Token token=", "Bearer", "a" * 9_000))
    )


OF_BODIES = (
    fill_a_field,
    set_unusual_values,
    set_inner_values,
    add_keys,
    change_the_format,
    change_the_bytes,
    declare_a_charset,
)
CHANGES = (*OF_BODIES, change_the_query, write_a_query, change_an_identifier, set_headers, break_the_credentials)
"""In the order in which they are done: fields first, then the bytes that these become."""


def _field(endpoint: Endpoint, choose: random.Random) -> str:
    known = [info.alias or name for name, info in (endpoint.body.model_fields.items() if endpoint.body else ())]
    return choose.choice((*known, "nonsense"))


def _fields(event: Event) -> dict[str, Any]:
    try:
        found = json.loads(_body(event))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _set_fields(event: Event, fields: Mapping[str, Any]) -> None:
    content = json.dumps({**_fields(event), **fields}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    _set_body(event, content, "application/json")


def _objects(values: list[Any]) -> list[dict[str, Any]]:
    """Return the objects among the values, and those in lists and objects among them."""
    found = [one for one in values if isinstance(one, dict)]
    inner = [one for value in values if isinstance(value, dict | list) for one in _values(value)]
    return found + (_objects(inner) if inner else [])


def _values(value: dict[str, Any] | list[Any]) -> list[Any]:
    return value if isinstance(value, list) else list(value.values())


def _small(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields with a short beginning of each text: the emitter of YAML is slow."""
    return {
        name: value[:2_000] if isinstance(value, str | list) else value for name, value in list(fields.items())[:2_000]
    }


def _multipart(fields: Mapping[str, Any], choose: random.Random) -> bytes:
    parts = []
    for name, value in list(fields.items())[:2_000]:
        headers = [f'Content-Disposition: form-data; name="{name}"']
        if choose.random() < 0.2:
            headers.append(f"Content-Transfer-Encoding: {choose.choice(ENCODINGS)}")
        if choose.random() < 0.2:
            headers.append(f"Content-Type: text/plain; charset={choose.choice(CHARSETS)}")
        parts.append("\r\n".join(["--x", *headers, "", str(value)]))
    return "\r\n".join([*parts, "--x--", ""]).encode("utf-8", "surrogatepass")


def _body(event: Event) -> bytes:
    body = event["body"] or ""
    return b64decode(body) if event["isBase64Encoded"] else body.encode("utf-8", "surrogatepass")


def _set_body(event: Event, content: bytes, content_type: str) -> None:
    event["body"], event["isBase64Encoded"] = b64encode(content).decode(), True
    _set_header(event, "Content-Type", content_type)


def _content_type(event: Event) -> str:
    return str(event["headers"].get("Content-Type", "application/json"))


def _set_header(event: Event, name: str, value: str) -> None:
    event["headers"] = event["headers"] | {name: value}
    event["multiValueHeaders"] = event["multiValueHeaders"] | {name: [value]}
