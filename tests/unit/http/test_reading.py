"""What is read from a request: headers, numbers in the path, query parameters, JSON, bodies by their models."""

import json
from base64 import b64encode
from typing import Annotated, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from polydesk.domain.errors import TicketNotFound
from polydesk.formats import json as json_format
from polydesk.formats.errors import MalformedInput
from polydesk.http.body import Body, Integer, Query
from polydesk.http.errors import InvalidRequest
from polydesk.http.identifiers import whole_number
from polydesk.http.parameters import ParameterRules
from polydesk.http.request import from_event

writable = st.text(st.characters(exclude_categories=["Cs"]))


def test_what_the_event_leaves_out_is_empty() -> None:
    request = from_event({"httpMethod": "GET", "path": "/", "headers": None, "body": None, "pathParameters": None})

    assert (request.id, request.raw, request.media_type) == ("", b"", "")
    assert request.headers == request.path_parameters == {}
    assert request.query_text("q") is None


def test_names_of_headers_are_in_lower_case_and_a_media_type_without_its_parameters() -> None:
    request = from_event({"headers": {"Content-TYPE": " Application/JSON ; charset=UTF-8"}})

    assert list(request.headers) == ["content-type"]
    assert request.media_type == "application/json"


def test_a_body_is_bytes_whichever_way_it_travels() -> None:
    assert from_event({"body": "я"}).raw == "я".encode()
    assert from_event({"body": "0Y8=", "isBase64Encoded": True}).raw == "я".encode()


@given(st.text())
def test_any_text_makes_a_body(text: str) -> None:
    assert from_event({"body": text}).raw.decode("utf-8", "surrogatepass") == text.removeprefix("\ufeff")


@given(st.binary())
def test_any_bytes_make_a_body_without_a_byte_order_mark(raw: bytes) -> None:
    for body in (raw, b"\xef\xbb\xbf" + raw):
        event = {"body": b64encode(body).decode(), "isBase64Encoded": True}
        assert from_event(event).raw == body.removeprefix(b"\xef\xbb\xbf")


@given(st.integers(1, 10**15 - 1))
def test_a_positive_number_in_the_path_is_an_identifier(number: int) -> None:
    assert from_event({"pathParameters": {"id": str(number)}}).identifier("id", TicketNotFound) == number


@given(st.text() | st.integers(max_value=0).map(str) | st.integers(min_value=10**15).map(str))
def test_anything_else_in_the_path_is_not_found(text: str) -> None:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10**15):
        with pytest.raises(TicketNotFound):
            from_event({"pathParameters": {"id": text}}).identifier("id", TicketNotFound)


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_a_number_is_read_as_it_is_written(number: int) -> None:
    assert whole_number(str(number)) == number


@given(st.text())
def test_only_ascii_digits_with_a_sign_are_a_number(text: str) -> None:
    unsigned = text[1:] if text.startswith(("+", "-")) else text
    is_number = unsigned.isascii() and unsigned.isdigit() and len(unsigned) <= 18

    assert (whole_number(text) is not None) == is_number


class Sized(Query):
    """Query parameters."""

    size: Annotated[Integer, Field(ge=1, le=10)] = 5


@pytest.mark.parametrize(
    ("text", "problem"),
    [("0", "greater than or equal to 1"), ("11", "less than or equal to 10"), ("ten", "valid integer")],
)
def test_a_parameter_out_of_bounds_says_which_bound(text: str, problem: str) -> None:
    with pytest.raises(InvalidRequest, match=problem) as refused:
        Sized.read({"size": [text]})

    assert refused.value.location == "query.size"


def test_an_absent_parameter_has_its_default_and_one_that_is_repeated_counts_once() -> None:
    assert Sized.read({}).size == 5
    assert Sized.read({"size": ["2", "2"]}).size == 2


class StrictlySized(Sized):
    """Query parameters of an endpoint that refuses what the others of its API ignore."""

    own_rules = ParameterRules(ignored=frozenset({"format"}), max_lengths={"text": 2000})
    text: str = ""


IGNORING = ParameterRules(ignores_unknown=True)


def test_a_model_may_have_rules_of_its_own() -> None:
    assert Sized.read({"size": ["2"], "nonsense": ["1"]}, IGNORING).size == 2
    assert StrictlySized.read({"size": ["2"], "format": ["json"]}, IGNORING).size == 2

    with pytest.raises(InvalidRequest) as refused:
        StrictlySized.read({"nonsense": ["1"]}, IGNORING)

    assert (refused.value.location, refused.value.kind) == ("query.nonsense", "unknown")


def test_a_parameter_may_be_longer_than_others() -> None:
    assert StrictlySized.read({"text": ["x" * 2000]}).text == "x" * 2000

    with pytest.raises(InvalidRequest, match="Send at most 2000 characters") as refused:
        StrictlySized.read({"text": ["x" * 2001]})
    assert refused.value.location == "query.text"
    with pytest.raises(InvalidRequest, match="Send at most 1000 characters"):
        StrictlySized.read({"size": ["1" * 1001]})


class Chosen(Query):
    """Query parameters of which one may be repeated."""

    repeatable: ClassVar[frozenset[str]] = frozenset({"colors"})

    colors: tuple[str, ...] = ()
    size: Integer = 5


def test_a_repeatable_parameter_has_all_its_distinct_values_in_order() -> None:
    assert Chosen.read({}).colors == ()
    assert Chosen.read({"colors": ["red"]}).colors == ("red",)
    assert Chosen.read({"colors": ["red", "blue", "red"]}).colors == ("red", "blue")


@pytest.mark.parametrize(
    ("values", "location"),
    [
        ({"colors": ["red", "x" * 1001]}, "query.colors"),
        ({"colors": ["\N{REPLACEMENT CHARACTER}", "red"]}, "query.colors"),
        ({"colors": ["red", "blue"], "size": ["1", "2"]}, "query.size"),
        ({"colors": ["red"] * 101}, "query"),
    ],
)
def test_each_value_of_a_repeatable_parameter_is_checked(values: dict[str, list[str]], location: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        Chosen.read(values)

    assert refused.value.location == location


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | writable,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(writable, inner, max_size=3),
)


@given(json_values)
def test_json_comes_back_as_it_went_out(value: Any) -> None:
    assert json_format.parse(json_format.render(value).encode()) == value


@given(st.text())
def test_what_is_written_is_utf_8_whatever_it_says(text: str) -> None:
    assert json.loads(json_format.render({"a": text}))["a"] == text.encode("utf-8", "replace").decode()


@given(st.binary(max_size=50))
def test_bytes_are_json_or_malformed(raw: bytes) -> None:
    try:
        value = json_format.parse(raw)
    except MalformedInput as refused:
        value = refused.field

    assert isinstance(value, dict | list | str | int | float | None)


@pytest.mark.parametrize("raw", [b"", b" ", b"\r\n\t", b"null"])
def test_nothing_is_nothing(raw: bytes) -> None:
    assert json_format.parse(raw) is None


class Inner(Body):
    """A part of a body."""

    tags: list[str] = []  # noqa: RUF012 - pydantic copies it


class Thing(Body):
    """A body."""

    name: str
    inner: Inner = Inner()


def test_a_body_is_read_into_its_model() -> None:
    assert Thing.read({"name": "a", "inner": {"tags": ["b"]}}).inner.tags == ["b"]


@pytest.mark.parametrize(
    ("data", "location", "kind"),
    [
        (None, "body.name", "missing"),
        ({}, "body.name", "missing"),
        ([], "body", "malformed"),
        ("text", "body", "malformed"),
        ({"name": "a", "nmae": "b"}, "body.nmae", "unknown"),
        ({"name": 1}, "body.name", "value"),
        ({"name": "a", "inner": {"tags": ["b", 2]}}, "body.inner.tags.1", "value"),
        ({"name": "\ud800"}, "body.name", "value"),
        ({"name": "a", "inner": {"tags": ["\udfff"]}}, "body.inner.tags.0", "value"),
    ],
)
def test_a_fault_is_told_by_place_and_kind(data: Any, location: str, kind: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        Thing.read(data)

    assert (refused.value.location, refused.value.kind) == (location, kind)


def test_further_faults_come_along() -> None:
    with pytest.raises(InvalidRequest) as refused:
        Thing.read({"nmae": "a", "inner": {"tags": 1}})

    assert [refused.value.location, *(other.location for other in refused.value.others)] == [
        "body.name",
        "body.inner.tags",
        "body.nmae",
    ]
