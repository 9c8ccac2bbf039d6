"""Every field that is one line of text refuses what is none, in the API's own shape; messages show something.

The fields come from the models of the bodies: a new one that can hold a text is tested here, or named as another kind.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from polydesk.formats.line import OneLine, Visible
from polydesk.http.schema import Schema
from tests.functional.calls import Call
from tests.functional.permissions import allowed
from tests.functional.users import Users
from tools.engine import Engine
from tools.local_desk.items import dump
from tools.local_desk.template import read
from tools.local_desk.world import World
from tools.openapi.endpoints import Endpoint, endpoints
from tools.openapi.requests import example
from tools.openapi.schemas import Components

BODIES = {one.key: one for one in endpoints(read()) if one.body}

LINES_READ_BY_A_FUNCTION = {("zammad", "name"): 250, ("happyfox", "tags"): 50, ("happyfox", "add"): 50}
MESSAGES_READ_BY_A_FUNCTION = {("happyfox", "html"), ("supportbee", "html"), ("supportbee", "body_html")}
OTHER_TEXTS = {
    ("selectel", "topic_key"): "compared with keys, never stored",
    ("selectel", "content_type"): "has a grammar",
    ("selectel", "client_emails"): "addresses",
    ("selectel", "files"): "ids",
    ("zammad", "note"): "HTML of several lines",
    ("zammad", "state_type"): "one of some words",
    ("zammad", "next_state"): "compared with names, never stored",
    ("zammad", "state_type_id"): "an id",
    ("zammad", "next_state_id"): "an id",
    ("zammad", "title"): "a line that is cut, see the tests of new tickets",
    **{("zammad", name): "a line, see the tests of articles" for name in ("subject", "to", "cc", "reply_to")},
    **{("zammad", name): "ids" for name in ("group_id", "state_id", "priority_id", "owner_id", "customer_id")},
    **{("zammad", name): "ids" for name in ("type_id", "sender_id", "origin_by_id")},
    **{("zammad", name): "names of things, never stored" for name in ("group", "state", "priority", "type", "sender")},
    **{("zammad", name): "people, see the tests of new tickets" for name in ("owner", "customer")},
    **{("zammad", name): "refused" for name in ("organization", "organization_id")},
    ("zammad", "body"): "a message, see the tests of articles",
    ("zammad", "tags"): "lines, see the tests of new tickets",
    **{("zammad", name): "has a grammar" for name in ("pending_time", "time_unit", "content_type")},
    ("zammad", "attachments"): "files, see the tests of articles",
    **{("zammad", name): "lines, see the tests of users" for name in ("firstname", "lastname", "login")},
    **{("zammad", name): "lines, see the tests of users" for name in ("phone", "mobile")},
    **{("zammad", name): "ids" for name in ("ticket_id", "ticket_article_id", "o_id", "role_ids")},
    ("zammad", "roles"): "names of roles, never stored",
    ("zammad", "object"): "one word",
    ("zammad", "email"): "an address",
    ("zammad", "organization_ids"): "refused",
    **{("happyfox", name): "addresses" for name in ("email", "cc", "bcc")},
    **{("happyfox", name): "a time" for name in ("due_date", "pending_time", "time_spent")},
    **{("happyfox", name): "ids" for name in ("staff", "user", "client", "assignee", "category", "priority")},
    **{("happyfox", name): "ids" for name in ("status", "last_staff_message")},
    **{("happyfox", name): "ids" for name in ("staff_id", "target_category_id", "assign_to")},
    ("happyfox", "remove"): "compared with tags, never stored",
    ("happyfox", "phones"): "objects, see the tests of telephone numbers",
    ("happyfox", "attachments"): "files, see the tests of their names",
    ("happyfox", "alert"): "ignored",
    **{
        ("supportbee", name): "ids"
        for name in ("user_id", "group_id", "team_id", "id", "attachment_ids", "attachments")
    },
    **{("supportbee", name): "ignored" for name in ("notify", "notify_requester", "forwarding_address_id")},
    **{("supportbee", name): "addresses" for name in ("requester_email", "email", "cc", "bcc")},
    ("supportbee", "file"): "a file, see the tests of its name",
}

CONTENTS = {"content", "content_attributes"}
"""The two names of a message in SupportBee's bodies."""

NO_LINES = [
    "a\r\nBcc: x@y",
    "a\x00b",
    "a\u2028b",
    "a\u2029b",
    "a\x85b",
    "a\ufffeb",
    "a\u202eb",
    "\u200b\u3164",
    "\u2800",
]
SHOWS_NOTHING = ["\u200b", "\u3164\n\u2800", "\u00ad \u2060", "\u0301"]


def annotations(kind: Any) -> Iterator[Any]:
    """Everything that a type is made of."""
    yield kind
    for part in (*get_args(kind), *getattr(kind, "__metadata__", ())):
        yield from annotations(part)


def marks(model: type[BaseModel], name: str) -> list[Any]:
    """The annotations of a field."""
    field = model.model_fields[name]
    return [*field.metadata, *annotations(field.annotation)]


def can_be_a_text(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type", "string")
    return "string" in kinds or "array" in kinds or any(map(can_be_a_text, schema.get("anyOf", [])))


def fields(model: type[BaseModel], outer: str = "") -> Iterator[tuple[type[BaseModel], str]]:
    """The fields of a model and of its fields' models, each with its path, such as `ticket.content.text`."""
    for name in model.model_fields:
        inner = [one for one in marks(model, name) if isinstance(one, type) and issubclass(one, BaseModel)]
        for one in inner:
            yield from fields(one, f"{outer}{name}.")
        if not inner and not any(
            isinstance(one, Schema) and "ignored" in str(one.keywords) for one in marks(model, name)
        ):
            yield model, f"{outer}{name}"


def last(path: str) -> str:
    """The name at the end of a path."""
    return path.rpartition(".")[2]


def api(key: str) -> str:
    return key.partition("/")[0]


def limit(key: str, model: type[BaseModel], name: str) -> int | None:
    """How long a line may be; None for a field that is no line."""
    found = [one.limit for one in marks(model, name) if isinstance(one, OneLine)]
    return found[0] if found else LINES_READ_BY_A_FUNCTION.get((api(key), name))


def is_a_message(key: str, model: type[BaseModel], name: str) -> bool:
    return (api(key), name) in MESSAGES_READ_BY_A_FUNCTION or any(
        isinstance(one, Visible) for one in marks(model, name)
    )


FIELDS = [(key, model, path) for key, one in BODIES.items() if one.body for model, path in fields(one.body)]
LINES = [(key, path, most) for key, model, path in FIELDS if (most := limit(key, model, last(path)))]
MESSAGES = [(key, path) for key, model, path in FIELDS if is_a_message(key, model, last(path))]


@pytest.fixture(scope="module")
def users(engine: Engine) -> Iterator[Users]:
    with World(engine, {"TicketsPerMinute": "0", "CommentsPerMinute": "0", "UploadsPerMinute": "0"}) as world:
        yield Users(world)


def with_value(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A body with another value at a path. A message that has two names has only this one, with this value alone."""
    name, _, rest = path.partition(".")
    if not rest:
        return {**body, name: value}
    if name in CONTENTS:
        return {**{other: one for other, one in body.items() if other not in CONTENTS}, name: {rest: value}}
    return {**body, name: with_value(body.get(name, {}), rest, value)}


def sent(users: Users, endpoint: Endpoint, path: str, value: Any) -> tuple[int, Any]:
    """The status and the answer of the endpoint's sample call with another value."""
    call, headers = Call.of(endpoint), users.headers(allowed(endpoint)[0], endpoint)
    body = with_value(example(endpoint), path, value)
    if "format" in "".join(call.variables):
        call = call.with_variables(response_format="json")
    answer = call.send(users, headers, json=body)
    return answer.status, answer.json()


def assert_refused(users: Users, key: str, name: str, value: str, says: str = "") -> None:
    """The field is named in the API's own shape, and nothing is written."""
    before = dump(users.world)
    status, answer = sent(users, BODIES[key], name, value)
    match api(key):
        case "selectel":
            assert (status, answer["location"]) == (400, f"body.{name}")
            assert says in answer["description"]
        case "happyfox":
            assert status == 400
            assert [(one["field"], says in one["errors"][0]) for one in answer["error"]] == [(name, True)]
        case "zammad":
            assert status == 422
            assert answer["error"] == answer["error_human"]
            is_blank_name = name == "name" and "visible" in says
            assert answer["error"].startswith(
                "Name can't be blank" if is_blank_name else f"Invalid value for param '{name}': "
            )
            assert says in answer["error"] or "visible" in says
        case "supportbee":
            assert (status, list(answer)) == (400, ["error"])
            assert answer["error"].startswith(f"Validation failed: {name}: ")
            assert says.lower() in answer["error"].lower()
        case other:
            pytest.fail(f"say here how {other} refuses a line")
    assert dump(users.world) == before


def test_every_text_is_a_line_a_message_or_known_to_be_neither() -> None:
    unknown = set()
    for key, model, path in FIELDS:
        name = last(path)
        schema = Components().fields(model, "")["properties"][model.model_fields[name].alias or name]
        if can_be_a_text(schema) and not limit(key, model, name) and not is_a_message(key, model, name):
            unknown.add((api(key), name))

    assert unknown - OTHER_TEXTS.keys() == set()
    assert OTHER_TEXTS.keys() <= {(api(key), last(path)) for key, _, path in FIELDS}


def test_the_lines_are_those_that_people_know() -> None:
    assert {(api(key), last(path), most) for key, path, most in LINES} == {
        ("selectel", "summary", 255),
        ("selectel", "client_aliased_name", 1_000),
        ("selectel", "name", 255),
        ("happyfox", "subject", 255),
        ("happyfox", "name", 255),
        ("happyfox", "phone", 50),
        ("happyfox", "tags", 50),
        ("happyfox", "add", 50),
        ("zammad", "name", 250),
        ("zammad", "item", 50),
        ("supportbee", "subject", 255),
        ("supportbee", "requester_name", 255),
    }


@pytest.mark.parametrize(("key", "name"), [(key, name) for key, name, _ in LINES])
def test_a_text_that_is_no_line_is_refused(users: Users, key: str, name: str) -> None:
    says = ["Line breaks and control characters"] * 5 + ["noncharacters", "Direction overrides", "visible", "visible"]
    for value, sentence in zip(NO_LINES, says, strict=True):
        assert_refused(users, key, name, value, sentence)


@pytest.mark.parametrize(("key", "name", "most"), LINES)
def test_a_line_is_normalised_before_it_is_measured(users: Users, key: str, name: str, most: int) -> None:
    longest = unicodedata.normalize("NFD", "\u1f82" * most)
    status, answer = sent(users, BODIES[key], name, f"\r\n \u3000{longest}\xa0 \n")
    assert status == BODIES[key].status, answer
    users.restore()
    if api(key) != "zammad":  # which cuts
        assert_refused(users, key, name, f"{longest}x")


@pytest.mark.parametrize("name", ["tags", "cc", "bcc"])
@pytest.mark.parametrize("value", ["a@b.org,\r\n c@d.org\n", [" a@b.org\n", "\u2028c@d.org"]], ids=["text", "list"])
def test_the_words_of_a_list_may_have_white_space_around_them(users: Users, name: str, value: Any) -> None:
    status, answer = sent(users, BODIES["happyfox/create_ticket"], name, value)
    assert status == 200, answer
    message = answer["updates"][0]["message"]
    found = {"tags": answer["tags"], "cc": message["cc_list"], "bcc": message["bcc_list"]}
    assert found[name] == "a@b.org, c@d.org"
    users.restore()


@pytest.mark.parametrize(("key", "name"), MESSAGES)
def test_a_message_shows_something(users: Users, key: str, name: str) -> None:
    for value in SHOWS_NOTHING:
        assert_refused(users, key, name, value, "visible")


def test_the_messages_are_those_that_people_write() -> None:
    assert {(api(key), last(path)) for key, path in MESSAGES} == {
        ("selectel", "comment_body"),
        ("selectel", "comment"),
        ("selectel", "body"),
        ("happyfox", "text"),
        ("happyfox", "plaintext"),
        ("happyfox", "html"),
        ("happyfox", "move_note"),
        *(("supportbee", name) for name in ("text", "body", "html", "body_html")),
    }


@pytest.mark.parametrize("html", ["<p>\u200b</p>", "<p>&nbsp;</p>", "<b>&#x3164;</b><br>", "<p>&ZeroWidthSpace;</p>"])
def test_html_shows_something(users: Users, html: str) -> None:
    assert_refused(users, "happyfox/add_user_reply", "html", html, "no visible content")


def test_html_may_be_a_picture_alone(users: Users) -> None:
    status, _ = sent(users, BODIES["happyfox/add_user_reply"], "html", '<img src="https://x.example/a.png">')

    assert status == 200
    users.restore()
