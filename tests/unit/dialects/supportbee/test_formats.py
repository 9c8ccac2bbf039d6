"""Bodies in: JSON, forms with nested names, and nothing at all."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.dialects.supportbee import formats
from polydesk.formats import form
from polydesk.formats.errors import MalformedInput
from polydesk.http.errors import UnsupportedMediaType
from polydesk.http.request import Request, from_event


def posted(body: str, kind: str | None) -> Request:
    headers = {} if kind is None else {"Content-Type": kind}
    return from_event({"httpMethod": "POST", "path": "/tickets/1/star", "headers": headers, "body": body})


@pytest.mark.parametrize("body", ["", " ", "\r\n"])
@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data", "", None]
)
def test_an_empty_body_is_nothing_whatever_it_calls_itself(body: str, kind: str | None) -> None:
    assert formats.read(posted(body, kind)) is None


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=utf-8", "", None])
def test_json_is_read_also_when_nobody_says_what_it_is(kind: str | None) -> None:
    assert formats.read(posted('{"a": 1}', kind)) == {"a": 1}


def test_a_form_is_read() -> None:
    request = posted("assignment%5Buser_id%5D=3&x=1", "application/x-www-form-urlencoded; charset=UTF-8")
    assert formats.read(request) == {"assignment": {"user_id": "3"}, "x": "1"}


def test_a_form_that_calls_itself_json_is_refused() -> None:
    with pytest.raises(MalformedInput, match="not valid JSON"):
        formats.read(posted("assignment[user_id]=3", "application/json"))


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data", "application/x-yaml"])
def test_other_formats_are_not_read(kind: str) -> None:
    with pytest.raises(UnsupportedMediaType):
        formats.read(posted("a=1", kind))


@pytest.mark.parametrize(
    ("fields", "data"),
    [
        ({}, {}),
        ({"a": ["1"]}, {"a": "1"}),
        ({"a": ["1", "1"]}, {"a": "1"}),
        ({"a[b]": ["1"], "a[c]": ["2"]}, {"a": {"b": "1", "c": "2"}}),
        ({"a[b][c]": ["1"], "a[b][d]": ["2"]}, {"a": {"b": {"c": "1", "d": "2"}}}),
        ({"a[b][c][d][e]": ["1"]}, {"a": {"b": {"c": {"d": {"e": "1"}}}}}),
        ({"a[]": ["1"]}, {"a": ["1"]}),
        ({"a[b][]": ["2", "1", "2"], "a[c]": ["3"]}, {"a": {"b": ["2", "1", "2"], "c": "3"}}),
    ],
)
def test_brackets_nest(fields: dict[str, list[str]], data: dict[str, Any]) -> None:
    assert form.nested(fields) == data


def test_a_field_has_one_value() -> None:
    with pytest.raises(MalformedInput, match="Send this key once"):
        form.nested({"a[b]": ["1", "2"]})


@pytest.mark.parametrize(
    "name", ["", "[]", "a[b", "a]b[", "[a]", "a[b]c", "a[][]", "a[][b]", "a[[b]]", "a[b][c][d][e][f]"]
)
def test_brackets_that_do_not_nest_are_part_of_the_name(name: str) -> None:
    assert form.nested({name: ["1"]}) == {name: "1"}


@pytest.mark.parametrize(
    "fields",
    [
        {"a": ["1"], "a[b]": ["2"]},
        {"a[b]": ["2"], "a": ["1"]},
        {"a[b]": ["1"], "a[b][c]": ["2"]},
        {"a[b][c]": ["2"], "a[b]": ["1"]},
        {"a[]": ["2"], "a": ["1"]},
        {"a[b]": ["2"], "a[]": ["1"]},
    ],
)
def test_a_name_cannot_be_a_value_and_a_part_of_others(fields: dict[str, list[str]]) -> None:
    with pytest.raises(MalformedInput, match="both as a value and in parts"):
        form.nested(fields)


@given(st.dictionaries(st.text("ab[]", max_size=12), st.lists(st.text(), min_size=1, max_size=2)))
def test_any_form_is_read_or_refused(fields: dict[str, list[str]]) -> None:
    try:
        data = form.nested(fields)
    except MalformedInput:
        return
    assert len(_leaves(data)) == len(fields)


def _leaves(data: dict[str, Any]) -> list[str]:
    return [leaf for value in data.values() for leaf in (_leaves(value) if isinstance(value, dict) else [value])]
