"""Where the token is looked for, and which of several counts."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from polydesk.dialects.supportbee import formats
from polydesk.dialects.supportbee.credentials import token
from polydesk.domain.errors import MissingCredentials
from polydesk.http.request import Request, from_event


def request(method: str = "POST", *, header: str | None = None, query: str | None = None, body: Any = None) -> Request:
    headers: Mapping[str, str] = {} if header is None else {"Authorization": header}
    event = from_event(
        {
            "httpMethod": method,
            "path": "/tickets/1/star.json",
            "headers": {**headers, "Content-Type": "application/json"},
            "multiValueQueryStringParameters": None if query is None else {"auth_token": [query]},
            "body": body if isinstance(body, str) else json.dumps(body),
        }
    )
    return replace(event, reader=formats.read)


@pytest.mark.parametrize("header", ["Bearer abc", "bearer abc", "BEARER   abc ", " Bearer abc"])
def test_the_header_names_its_scheme_in_any_case(header: str) -> None:
    assert token(request(header=header)) == "abc"


def test_the_header_counts_before_the_query_and_the_query_before_the_body() -> None:
    assert token(request(header="Bearer a", query="b", body={"auth_token": "c"})) == "a"
    assert token(request(query="b", body={"auth_token": "c"})) == "b"
    assert token(request(body={"auth_token": "c"})) == "c"


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic YTpi", "Token token=x", "", " ", "abc"])
def test_a_header_without_a_bearer_token_and_an_empty_query_say_nothing(header: str) -> None:
    assert token(request(header=header, query="b")) == "b"
    assert token(request(header=header, query="", body={"auth_token": "c"})) == "c"
    with pytest.raises(MissingCredentials):
        token(request(header=header, query=""))


@pytest.mark.parametrize("body", ["", "{", "[", "\udcff", '"c"', "[]", '{"auth_token": 3}', '{"auth_token": null}'])
def test_a_body_that_names_no_token_names_nobody(body: str) -> None:
    with pytest.raises(MissingCredentials):
        token(request(body=body))


@pytest.mark.parametrize("method", ["DELETE", "GET", "PUT"])
def test_only_a_post_carries_the_token_in_its_body(method: str) -> None:
    with pytest.raises(MissingCredentials):
        token(request(method, body={"auth_token": "c"}))
