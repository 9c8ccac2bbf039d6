"""Requests as API Gateway's events describe them."""

import pytest

from polydesk.http.errors import InvalidRequest
from polydesk.http.request import from_event


@pytest.mark.parametrize("body", ["%%%", "AAA", "ключ"])
def test_a_body_that_is_not_the_base64_it_is_said_to_be_is_refused(body: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        from_event({"body": body, "isBase64Encoded": True})

    assert (refused.value.location, refused.value.kind) == ("body", "malformed")


@pytest.mark.parametrize(
    ("route", "path", "base_url"),
    [
        ("/tickets", "/v1/tickets", "https://desk.example.com/v1"),
        ("/tickets/{ticket_id}", "/v1/tickets/a%2Fb", "https://desk.example.com/v1"),
        ("/tickets/{ticket_id}/replies", "/v1/tickets/1/replies", "https://desk.example.com/v1"),
        ("/tickets", "/tickets", "https://desk.example.com"),
        ("/tickets", "/help/desk/tickets/", "https://desk.example.com/help/desk"),
    ],
)
def test_the_base_url_is_what_comes_before_the_path(route: str, path: str, base_url: str) -> None:
    event = {"resource": route, "requestContext": {"path": path, "domainName": "desk.example.com"}}
    assert from_event(event).base_url == base_url


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("waiting", "waiting"),
        ("respond%20now", "respond now"),
        ("50%25", "50%"),
        ("50%2525", "50%25"),
        ("50%252525", "50%2525"),
        ("a%2Fb", "a/b"),
        ("na%C3%AFve", "naïve"),
        ("bo%2Bx@example.com", "bo+x@example.com"),
        ("bo%2540x.example", "bo%40x.example"),
        ("1+1", "1+1"),
    ],
)
@pytest.mark.parametrize("slash", ["", "/"])
def test_a_text_of_the_path_is_decoded_once_whether_its_variable_is_encoded_or_not(
    sent: str, text: str, slash: str
) -> None:
    for variable in (sent, text):
        event = {"path": f"/v1/things/{sent}{slash}", "pathParameters": {"name": variable}}
        assert from_event(event).path_text("name") == text


@pytest.mark.parametrize("text", ["respond now", "a/b", "naïve"])
def test_a_path_that_is_decoded_too_is_taken_as_it_is_where_nothing_is_encoded(text: str) -> None:
    assert from_event({"path": f"/things/{text}", "pathParameters": {"name": text}}).path_text("name") == text


@pytest.mark.parametrize(
    ("forwarded", "scheme"), [("https", "https"), ("http", "http"), ("HTTP", "https"), ("x:", "https")]
)
def test_the_base_url_has_the_scheme_that_the_gateway_was_called_with(forwarded: str, scheme: str) -> None:
    """A gateway on this machine is called without TLS."""
    context = {"path": "/v1/tickets", "domainName": "127.0.0.1:8000"}
    event = {"resource": "/tickets", "requestContext": context, "headers": {"X-Forwarded-Proto": forwarded}}
    assert from_event(event).base_url == f"{scheme}://127.0.0.1:8000/v1"
