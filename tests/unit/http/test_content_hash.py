"""Contents of requests are compared by their values."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.http.content_hash import MAX_DEPTH, MAX_VALUES, content_hash

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
)
BODIES = st.dictionaries(st.text(max_size=3), VALUES, max_size=4)


def same(one: Any, other: Any, *, as_texts: bool = False) -> bool:
    return content_hash(one, b"one", as_texts=as_texts) == content_hash(other, b"other", as_texts=as_texts)


@given(BODIES)
def test_spelling_does_not_count(body: dict[str, Any]) -> None:
    backwards = dict(reversed(body.items()))

    assert same(json.loads(json.dumps(backwards, indent=1, ensure_ascii=False)), body)


@given(BODIES, BODIES)
def test_another_body_is_another_content(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert same(one, other) == (json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True))


@given(st.dictionaries(st.text(max_size=3), st.booleans() | st.integers() | st.text(max_size=5), max_size=4))
def test_a_form_writes_values_as_texts(body: dict[str, Any]) -> None:
    written = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in body.items()}

    assert same(body, written, as_texts=True)


@pytest.mark.parametrize(
    ("one", "other", "exact", "as_texts"),
    [
        ({"a": 5}, {"a": 5.0}, True, True),
        ({"a": 5}, {"a": "5"}, False, True),
        ({"a": True}, {"a": "true"}, False, True),
        ({"a": None}, {"a": ""}, False, True),
        ({"a": ["b"]}, {"a": "b"}, False, True),
        ({"a": None}, {}, False, False),
        ({"a": ""}, {}, False, False),
        ({"a": "b c"}, {"a": ["b", "c"]}, False, False),
        ({"a": ["b", "c"]}, {"a": ["c", "b"]}, False, False),
        (None, {}, True, True),
    ],
)
def test_what_counts_as_equal(one: Any, other: Any, exact: bool, as_texts: bool) -> None:
    assert same(one, other) == exact
    assert same(one, other, as_texts=True) == as_texts


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return {"a": value}


@pytest.mark.parametrize(
    "huge", [{"a": [0] * MAX_VALUES}, nested(MAX_DEPTH), nested(5000)], ids=["many", "deep", "pit"]
)
def test_what_no_endpoint_accepts_is_compared_by_its_bytes(huge: Any) -> None:
    assert content_hash(huge, b"one") == content_hash(huge, b"one")
    assert content_hash(huge, b"one") != content_hash(huge, b"other")


def test_what_has_more_values_than_are_compared_is_compared_by_its_bytes() -> None:
    body = {"a": [1, 2, 3]}

    assert content_hash(body, b"one", most=5) == content_hash(body, b"other", most=5)
    assert content_hash(body, b"one", most=4) != content_hash(body, b"other", most=4)
