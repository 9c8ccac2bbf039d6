"""Conversion of tickets, history entries and people to items and back: nothing is lost, and items are small."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.channel import Channel
from polydesk.domain.ticket import Assignee, Attachment, HistoryEntry, Message
from polydesk.storage import codec, keys
from polydesk.storage.codec import decode, encode, read_times
from polydesk.storage.ticket_items import entry_item, entry_of, ticket_item, ticket_of, vote_item, vote_of
from tests.unit.domain.samples import AGENT, CUSTOMER, HOUR, NOW, customer_ticket
from tests.unit.domain.ticket_histories import TicketHistory, ticket_histories

moments = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - naive bounds


@given(ticket_histories())
def test_a_ticket_is_read_back_from_its_row(history: TicketHistory) -> None:
    for step in history.steps:
        assert ticket_of(decode(encode(ticket_item(step.after)))) == step.after


@given(ticket_histories())
def test_an_entry_is_read_back_from_its_item(history: TicketHistory) -> None:
    for step in history.steps:
        assert entry_of(decode(encode(entry_item(step.entry)))) == step.entry
        if step.entry_vote:
            assert vote_of(decode(encode(vote_item(step.entry_vote.vote)))) == step.entry_vote.vote


def test_numbers_of_attachments_stand_beside_them() -> None:
    """An earlier release reads four values of each file, and no more."""
    files = (Attachment("a", "a.txt", "text/plain", 1, number=7), Attachment("b", "b.txt", "text/plain", 2, number=8))
    item = entry_item(HistoryEntry(3, 2, "replied", NOW, AGENT, Message("", files=files)))

    assert item["files"] == [["a", "a.txt", "text/plain", 1], ["b", "b.txt", "text/plain", 2]]
    assert item["file_numbers"] == [7, 8]


def test_attachments_without_numbers_are_numbered_by_their_place() -> None:
    files = tuple(Attachment(name, name, "text/plain", 1) for name in "ab")
    item = entry_item(HistoryEntry(3, 2, "replied", NOW, AGENT, Message("", files=files)))
    del item["file_numbers"]

    read = entry_of(decode(encode(item))).message

    assert read is not None
    assert [one.number for one in read.files] == [30000201, 30000202]


def test_every_property_of_a_ticket_is_stored() -> None:
    """A change of any one makes another row."""
    ticket = customer_ticket()
    row = ticket_item(ticket)
    values: dict[str, Any] = {
        "opened_by": AGENT,
        "assignee": Assignee("group", 7),
        "due_date": NOW.date(),
        "vote": None,
        "tags": ("a",),
        "customer_emails": ("a@example.com",),
        "merged_from": (7, 8),
        "subject": "other",
        "customer_alias": "other",
        "notes": 99,
        "staff_replies": 99,
        "answered": False,
        "time_spent": Decimal("-1.25"),
        "channel": Channel.PHONE,
        "updated_by_id": 99,
    }
    later = NOW + timedelta(days=9)
    together: dict[str, dict[str, Any]] = {
        "closed_at": {"last_closed_at": later},
        "created_at": {"last_message_at": later},
        "staff_replied_at": {"last_message_at": later},
        "customer_replied_at": {"last_message_at": later},
        "answered": {"answered_at": later},
        "answered_at": {"answered": True},
    }
    for field in fields(ticket):
        before = getattr(ticket, field.name)
        if field.name in values:
            value = values[field.name]
        elif isinstance(before, bool):
            value = not before
        elif isinstance(before, int) or field.name in {"split_from", "merged_into"}:
            value = 99
        else:
            value = later
        changed = replace(ticket, **{field.name: value, **together.get(field.name, {})})
        if changed != ticket:
            assert ticket_item(changed) != row, field.name
            assert ticket_of(decode(encode(ticket_item(changed)))) == changed, field.name


def old_row(**attributes: Any) -> dict[str, Any]:
    """Return a row without the attributes that earlier releases do not write."""
    row = ticket_item(replace(customer_ticket(), staff_replied_at=NOW + HOUR, messages=5))
    return {name: value for name, value in row.items() if name not in {"counts", "message_at", "last_closed"}} | (
        attributes
    )


def test_a_row_without_the_newer_times_has_those_that_follow_from_others() -> None:
    closed = ticket_of(decode(encode(old_row(closed=NOW + 2 * HOUR))))

    assert (closed.last_closed_at, closed.last_message_at) == (NOW + 2 * HOUR, NOW + HOUR)
    assert ticket_of(decode(encode(old_row()))).last_closed_at is None


def test_a_row_without_any_time_of_a_reply_has_its_last_message_from_its_opening() -> None:
    row = {name: value for name, value in old_row().items() if name not in {"staff_at", "client_at"}}

    assert ticket_of(decode(encode(row))).last_message_at == NOW


@pytest.mark.parametrize(
    ("counts", "known"),
    [({}, (None, None)), ({"counts": [5, 0, 3]}, (0, 3)), ({"counts": [4, 0, 3]}, (None, None))],
    ids=["never counted", "counted", "an earlier release has added a message since"],
)
def test_counters_are_known_only_if_they_fit_the_number_of_messages(
    counts: dict[str, Any], known: tuple[int | None, int | None]
) -> None:
    ticket = ticket_of(decode(encode(old_row(**counts))))

    assert (ticket.notes, ticket.staff_replies) == known


def test_a_time_that_an_earlier_release_has_left_behind_does_not_count() -> None:
    left = old_row(message_at=NOW + timedelta(minutes=1), last_closed=NOW, closed=NOW + 2 * HOUR)
    ticket = ticket_of(decode(encode(left)))

    assert (ticket.last_message_at, ticket.last_closed_at) == (NOW + HOUR, NOW + 2 * HOUR)


def test_reopening_writes_the_closing_time_that_only_closed_at_had() -> None:
    closed = ticket_of(decode(encode(old_row(closed=NOW + 2 * HOUR))))
    reopened = ticket_item(replace(closed, closed_at=None))

    assert "last_closed" not in ticket_item(closed)
    assert reopened["last_closed"] == NOW + 2 * HOUR


def test_every_property_of_an_entry_is_stored() -> None:
    mail: dict[str, Any] = {"subject": "s", "to": "t", "cc": "c", "bcc": "b", "reply_to": "r", "customer_updated": True}
    message = Message("text", public=False, html="<b>", **mail, channel=Channel.PHONE, origin_id=7)
    update = HistoryEntry(1, 2, "noted", NOW, CUSTOMER, message, (), Decimal("5.25"))

    assert entry_of(decode(encode(entry_item(update)))) == update


@pytest.mark.parametrize(
    ("attributes", "of_customer"),
    [
        ({}, True),
        ({"opened_by": "staff:3"}, False),
        ({"staff_at": NOW}, False),
        ({"opened_by": "staff:3", "client_at": NOW}, True),
        ({"client_at": NOW, "staff_at": NOW + timedelta(seconds=1)}, False),
        ({"client_at": NOW, "staff_at": NOW - timedelta(seconds=1)}, True),
    ],
)
def test_a_row_tells_whose_the_newest_message_is_whatever_times_it_has(
    attributes: dict[str, Any], of_customer: bool
) -> None:
    row = {
        name: value for name, value in ticket_item(customer_ticket()).items() if name not in {"staff_at", "client_at"}
    }

    assert ticket_of(decode(encode({**row, **attributes}))).is_newest_message_of_customer is of_customer


def test_default_values_are_not_stored() -> None:
    row = ticket_item(customer_ticket())

    assert "tags" not in row
    assert "vote" not in row
    assert not [name for name, value in row.items() if value in (None, False, 0, (), "")]


def test_a_row_of_usual_size_is_small() -> None:
    row = encode(ticket_item(customer_ticket(customer_alias="Carl Client", customer_emails=("carl@example.com",))))

    assert len(str(row)) < 1024


@given(moments)
def test_times_are_kept_to_the_millisecond(at: datetime) -> None:
    elsewhere = at.astimezone(timezone(timedelta(hours=5)))
    item = decode(encode({"at": at, "elsewhere": elsewhere}))

    kept = read_times(item, "at")["at"]

    assert timedelta(0) <= at - kept < timedelta(milliseconds=1)
    assert kept.tzinfo is UTC
    assert item["elsewhere"] == item["at"]


def test_an_absent_time_stays_absent() -> None:
    assert read_times(decode(encode({"at": None, "first": datetime(1970, 1, 1, tzinfo=UTC)})), "at", "first") == {
        "first": datetime(1970, 1, 1, tzinfo=UTC)
    }


@pytest.mark.parametrize("value", [0, -1, 2**126, True, False, "", "я", [], [1, ["a"]], {"a": {"b": [None]}}, {1, 2}])
def test_plain_values_are_read_back(value: object) -> None:
    assert decode({"a": codec.encode_value(value)})["a"] == value


def test_a_tuple_becomes_a_list_and_none_is_left_out() -> None:
    assert decode(encode({"a": (1, 2), "b": None})) == {"a": [1, 2]}


@given(st.lists(st.integers(1, 10**9), min_size=2, max_size=2))
def test_keys_sort_as_their_numbers(numbers: list[int]) -> None:
    low, high = sorted(numbers)
    assert keys.ticket_sort(low) <= keys.ticket_sort(high)
    assert (keys.ticket(low) == keys.ticket(high)) == (low == high)
    assert keys.history_entry(1, low % 10**5).sk <= keys.history_entry(1, max(low % 10**5, high % 10**5)).sk


@given(st.integers(1, 10**9))
def test_sixty_four_neighbours_share_a_collection(number: int) -> None:
    first = number // 64 * 64
    assert keys.ticket_collection(first) == keys.ticket_collection(number) == keys.ticket_collection(first + 63)
    assert keys.ticket_collection(first + 64) != keys.ticket_collection(number)


@pytest.mark.parametrize("answered", [True, False])
def test_a_mark_that_an_earlier_release_kept_beside_a_newer_message_does_not_count(answered: bool) -> None:
    marked = replace(customer_ticket(), answered=answered, answered_at=NOW + HOUR)
    kept = ticket_item(marked) | {"staff_at": NOW + 2 * HOUR}

    assert ticket_of(decode(encode(ticket_item(marked)))) == marked
    assert ticket_of(decode(encode(kept))).answered is None
