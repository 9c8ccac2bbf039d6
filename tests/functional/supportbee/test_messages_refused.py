"""A message that cannot be written is refused by the name of the field, and nothing is written."""

from typing import Any

import pytest

from tests.functional.supportbee.supportbee_calls import history_kinds, refusal
from tools.local_desk.client import Client

pytestmark = pytest.mark.usefixtures("ticket")

WORDS = {"text": "Hi"}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "send a message: words in content.text or in content.html"),
        ({"content": {"text": " ", "html": None}}, "send a message: words in content.text or in content.html"),
        ({"content": "Hi"}, ".content should be an object"),
        ({"content": WORDS, "subject": "x"}, ".subject is not a known field"),
        ({"content": {**WORDS, "truncated": False}}, ".content.truncated is not a known field"),
        ({"content": {"text": "\u200b"}}, ".content.text: send at least one visible character"),
        ({"content": {"text": "a", "body": "b"}}, ".content: text and body are different. Send one of them"),
        ({"content": {"html": "<p></p>"}}, ".content.html: the HTML has no visible content"),
        ({"content": WORDS, "attachment_ids": "x"}, ".attachment_ids: send ids of attachments: whole numbers, 1 or"),
        ({"content": WORDS, "attachment_ids": [1, 1]}, ".attachment_ids: an attachment can be attached only once"),
    ],
)
@pytest.mark.parametrize("name", ["reply", "comment"])
def test_a_message_that_cannot_be(api: Client, name: str, fields: dict[str, Any], sentence: str) -> None:
    path = {"reply": "/tickets/1/replies", "comment": "/tickets/1/comments"}[name]

    status, error = refusal(api.post(path, json={name: fields}))

    assert status == 400
    assert error.startswith(f"Validation failed: {name}")
    assert sentence in error
    assert history_kinds(1) == []


def test_the_body_has_one_key(api: Client) -> None:
    assert refusal(api.post("/tickets/1/replies"))[1] == "Validation failed: reply is missing."
    assert refusal(api.post("/tickets/1/replies", json={"comment": {}}))[0] == 400
    assert refusal(api.post("/tickets/1/comments", json={"comment": None})) == (
        400,
        "Validation failed: comment should be an object.",
    )


def test_recipients_and_authors_belong_to_replies(api: Client) -> None:
    for name in ("cc", "bcc", "on_behalf_of"):
        body = {"comment": {"content": WORDS, name: None}}
        assert refusal(api.post("/tickets/1/comments", json=body))[1] == (
            f"Validation failed: comment.{name} is not a known field."
        )


@pytest.mark.parametrize("name", ["cc", "bcc"])
def test_a_recipient_has_an_address(api: Client, name: str) -> None:
    for value in ("nobody", ["Bo <nobody>"], [5], {"email": "a@example.com"}):
        body = {"reply": {"content": WORDS, name: value}}
        status, error = refusal(api.post("/tickets/1/replies", json=body))
        assert (status, error.startswith(f"Validation failed: reply.{name}: ")) == (400, True)
    assert history_kinds(1) == []


def test_an_attachment_that_is_not_there_is_not_found(api: Client) -> None:
    body = {"reply": {"content": WORDS, "attachment_ids": [99]}}
    assert refusal(api.post("/tickets/1/replies", json=body)) == (404, "Attachment 99 not found.")
    assert history_kinds(1) == []
