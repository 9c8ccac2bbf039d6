"""Fields of a mail are checked, kept and shown; the desk sends no mail, and the description says so."""

import json
from typing import Any

import pytest

from tests.functional.happyfox.happyfox_calls import created, last, read, replied, updated
from tools.local_desk.client import Client
from tools.openapi.media import COMMITTED

SCHEMAS = json.loads(COMMITTED.read_text(encoding="utf-8"))["components"]["schemas"]
MAIL = {"cc": "a@example.com", "bcc": "b@example.com"}
SHOWN = {"cc_list": "a@example.com", "bcc_list": "b@example.com"}


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ("HappyfoxCreateTicketBody", ["cc", "bcc"]),
        ("HappyfoxAddStaffUpdateBody", ["update_customer", "subject", "cc", "bcc"]),
        ("HappyfoxAddUserReplyBody", ["cc", "bcc"]),
    ],
)
def test_each_field_says_that_no_mail_is_sent(body: str, fields: list[str]) -> None:
    described = SCHEMAS[body]["properties"]

    for field in fields:
        assert described[field]["description"].endswith("Kept with the message and shown; the desk sends no mail.")


def test_what_was_sent_is_shown_with_each_message(api: Client) -> None:
    tickets = [created(api, **MAIL), updated(api, 1, text="a", subject="Re", **MAIL), replied(api, 1, **MAIL)]

    for ticket in tickets:
        assert last(ticket)["message"].items() >= SHOWN.items()
    assert [one["message"]["subject"] for one in read(api, 1)["updates"]] == ["", "Re", ""]


@pytest.mark.parametrize("fields", [MAIL, {"subject": "Re"}, {"update_customer": True}])
def test_without_a_message_there_is_nothing_to_keep_them_with(api: Client, fields: dict[str, Any]) -> None:
    before = created(api)

    assert updated(api, 1, **fields) == before
    assert last(updated(api, 1, priority=3, **fields))["message"] is None
