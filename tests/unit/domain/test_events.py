"""What the desk tells the world about an update."""

import json
from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.events import event_of
from polydesk.domain.person import SYSTEM
from polydesk.domain.ticket import Attachment, Change, EntryKind, HistoryEntry, Message
from tests.unit.domain.desks import AGENT, NOW

PUT_EVENTS_BYTES = 256 * 1024
"""EventBridge's bound on all entries of one call."""

MOST_CHANGES = 12
"""More than any action makes in one update."""


def update(kind: EntryKind = "moved", **properties: Any) -> HistoryEntry:
    return replace(HistoryEntry(42, 7, kind, NOW, AGENT), **properties)


def test_an_event_says_what_was_done_to_which_ticket_when_and_by_whom() -> None:
    event = event_of(update(changes=(Change("state_id", 1, 2), Change("assignee", None, {"kind": "group", "id": 9}))))

    assert event.name == "ticket.moved"
    assert event.at == NOW
    assert event.detail == {
        "id": 4200007,
        "number": 42,
        "version": 7,
        "at": "2026-01-05T09:00:00.000Z",
        "by": {"side": "staff", "person_id": 3},
        "message": None,
        "state_changed": True,
        "changes": {
            "state_id": {"old": 1, "new": 2},
            "assignee": {"old": None, "new": {"kind": "group", "id": 9}},
        },
    }


def test_what_nobody_did_is_signed_by_the_system() -> None:
    assert event_of(update("reminded", by=SYSTEM)).detail["by"] == {"side": "system", "person_id": None}


@pytest.mark.parametrize("public", [True, False])
def test_a_message_is_told_of_and_its_words_are_not(public: bool) -> None:
    secret = "the-words-themselves"
    message = Message(
        secret,
        public,
        html=secret,
        files=(Attachment("a", secret, "text/plain", 1),),
        subject=secret,
        cc=secret,
        bcc=secret,
    )

    event = event_of(update("replied" if public else "noted", message=message))

    assert event.detail["message"] == {"public": public, "files": 1}
    assert not event.detail["state_changed"]
    assert secret not in json.dumps(event.detail)


@pytest.mark.parametrize("field", ["subject", "client_alias", "client_emails"])
def test_of_personal_properties_only_that_they_changed_is_told(field: str) -> None:
    assert event_of(update("changed", changes=(Change(field, "Carl", "Karl"),))).detail["changes"] == {field: {}}


def test_a_vote_is_told_of_without_the_words_that_came_with_it() -> None:
    vote = {"comment_id": 4200005, "score": -1, "comment": "the-words-themselves"}

    event = event_of(update("evaluated", changes=(Change("comment_vote", None, vote),)))

    assert event.detail["changes"] == {"comment_vote": {"old": None, "new": {"comment_id": 4200005, "score": -1}}}


def test_every_kind_of_update_has_an_event() -> None:
    names = {event_of(update(kind)).name for kind in get_args(EntryKind)}

    assert len(names) == len(get_args(EntryKind))
    assert all(name.startswith("ticket.") for name in names)


values = st.none() | st.tuples(st.sampled_from(["x", "ж", '"']), st.integers(0, 2_000)).map(lambda one: one[0] * one[1])


@given(
    st.lists(st.builds(Change, st.from_regex(r"[a-z_]{1,30}", fullmatch=True), values, values), max_size=MOST_CHANGES)
)
def test_ten_events_always_fit_into_one_call(changes: list[Change]) -> None:
    event = event_of(update(changes=tuple(changes)))

    envelope = 200
    assert (len(json.dumps(event.detail)) + envelope) * 10 < PUT_EVENTS_BYTES
