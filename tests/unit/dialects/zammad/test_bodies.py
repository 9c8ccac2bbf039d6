"""A write takes its keys from the body, or else from the query."""

from typing import Any

import pytest

from polydesk.dialects.zammad import bodies, reading
from polydesk.dialects.zammad.bodies import Identifier, Text, VendorBody
from polydesk.dialects.zammad.queries import Writing
from polydesk.http.errors import InvalidRequest
from polydesk.http.request import Request

FORM = "application/x-www-form-urlencoded"


class Thing(VendorBody):
    """A body with an id, a text, a list and an object."""

    group_id: Identifier
    name: Text | None = None
    role_ids: list[int] | None = None
    article: dict[str, str] | None = None


def posted(raw: str = "", kind: str = "", **query: list[str]) -> Request:
    return Request(
        "", "POST", "/", {}, query, {"content-type": kind}, raw.encode(), parsed_query=Writing(), reader=reading.read
    )


def sent(raw: str = "", kind: str = "", query: dict[str, list[str]] | None = None) -> dict[str, Any]:
    return bodies.given(posted(raw, kind, **(query or {})), Thing).model_dump(exclude_unset=True)


def complaint(raw: str, query: dict[str, list[str]] | None = None) -> tuple[str, str]:
    with pytest.raises(InvalidRequest) as caught:
        sent(raw, query=query)
    return caught.value.part, caught.value.problem


@pytest.mark.parametrize("kind", ["", "application/json", "text/plain", FORM])
def test_a_body_is_json_whatever_it_is_called(kind: str) -> None:
    assert sent('{"group_id": "3", "other": 1}', kind) == {"group_id": 3}


def test_a_body_may_be_a_form() -> None:
    raw = "group_id=3&name=a%20b&role_ids[]=1&role_ids[]=2&article[body]=x&other=1"
    expected = {"group_id": 3, "name": "a b", "role_ids": [1, 2], "article": {"body": "x"}}

    assert sent(raw, FORM) == expected


def test_keys_may_stand_in_the_query() -> None:
    query = {"group_id": ["3"], "role_ids[]": ["1", "2"], "article[body]": ["x"], "expand": ["true"], "_": ["1"]}

    assert sent(query=query) == {"group_id": 3, "role_ids": [1, 2], "article": {"body": "x"}}


def test_the_value_of_the_body_counts() -> None:
    assert sent('{"group_id": 4}', query={"group_id": ["3"], "name": ["a"]}) == {"group_id": 4, "name": "a"}


def test_a_parameter_that_is_no_key_is_refused() -> None:
    assert complaint('{"group_id": 4}', {"colour": ["red"]}) == ("query", "Unknown parameter 'colour'")
    assert complaint('{"group_id": 4}', {"colour[red]": ["1"]}) == ("query", "Unknown parameter 'colour[red]'")


def test_a_parameter_with_two_values_is_refused() -> None:
    assert complaint("", {"group_id": ["3", "4"]})[0] == "query"
    assert complaint("", {"group_id": ["3"], "article": ["x"], "article[body]": ["y"]})[0] == "query"


def test_a_wrong_value_is_told_in_the_vendors_words() -> None:
    assert complaint("{}") == ("body", "Attribute 'group_id' required!")
    assert complaint('{"group_id": null}') == ("body", "Attribute 'group_id' required!")
    assert complaint('{"group_id": "x"}') == ("body", "Invalid value for param 'group_id': \"x\"")
    assert complaint("", {"group_id": ["x"]}) == ("body", "Invalid value for param 'group_id': \"x\"")


@pytest.mark.parametrize(("raw", "kind"), [("name=a", ""), ("name", FORM), ("[1", FORM), ("[1]", "")])
def test_a_body_that_is_neither_is_malformed(raw: str, kind: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        sent(raw, kind)
    assert caught.value.kind == "malformed"


def test_a_repetition_has_the_same_body_and_the_same_query() -> None:
    one = reading.content(posted('{"name": "a"}', group_id=["3"]))

    assert one == reading.content(posted('{ "name":"a" }', group_id=["3"], expand=["1"]))
    assert one != reading.content(posted('{"name": "a"}', group_id=["4"]))
    assert one != reading.content(posted('{"name": "a"}'))
