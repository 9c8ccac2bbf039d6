"""The audit of `make load`: a sound desk passes, and each kind of damage violates the invariant that covers it."""

import copy
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from polydesk.storage import keys
from polydesk.storage.codec import Item, decode, encode
from polydesk.storage.keys import Key
from tests.functional.callers import Sample, caller
from tests.functional.happyfox.happyfox_calls import REMINDER, created, key_holder, updated
from tests.functional.uploads import uploaded
from tools.engine import Engine
from tools.load.audit import audit, missing_postings
from tools.load.contents import Contents, contents_of
from tools.local_desk.items import dump
from tools.local_desk.world import World

Items = dict[Key, Item]


@pytest.fixture(scope="module")
def sound(engine: Engine) -> Iterator[Items]:
    """The items of a desk with one item of each type. Ticket 1 has files and votes, 2 is pending, 3 is spam."""
    with World(engine, {"FirstResponseMinutes": "60"}) as world:
        tokens = Sample().put_into(world)
        client, agent = (caller(world, tokens[name]["token"]) for name in ("client", "agent"))
        happyfox = key_holder(world, tokens["happyfox"])
        key, staff = {"Idempotency-Key": "once"}, {"Authorization": f"Bearer {tokens['agent']['token']}"}
        files = [uploaded(world, client), uploaded(world, client)]
        body = {"summary": "It is broken", "comment_body": "Please help", "files": files[:1]}
        assert client.post("/support/tickets", json=body, headers=key).status == 200
        created(happyfox, email="new@example.com", name="Nora New", user=None)
        created(happyfox)
        updated(happyfox, 1, text="On it", time_spent=5, tags="urgent", priority=3)
        updated(happyfox, 2, status=REMINDER, due_date="2026-02-01")
        assert client.post("/support/comments/100002/vote", json={"score": 1, "comment": "Fine"}).status == 200
        assert client.post("/support/tickets/1/close", json={"score": 9}).status == 200
        for path in ("1/star", "1/archive", "3/spam"):
            assert agent.post(f"/tickets/{path}.json", headers=staff).status == 204
        world.pump()
        yield {Key(*key): decode(item) for key, item in dump(world).items()}


NO_FILES = dict.fromkeys(("files", "copied", "file_numbers"))


def read(items: Items) -> Contents:
    """The items as the audit reads them."""
    return contents_of(encode({**item, **key._asdict()}) for key, item in items.items())


def test_a_sound_desk_passes(sound: Items) -> None:
    contents = read(sound)

    assert audit(contents) == []
    assert list(missing_postings(contents)) == []
    assert len(contents.tickets) == 3
    assert {"file", "star", "vote", "idempotency", "login", "state", "state name"} <= set(contents.by_type)


Damage = Callable[[Items], object]


def drop(key: Key) -> Damage:
    """Remove an item."""
    return lambda items: items.pop(key)


def put(key: Key, **attributes: Any) -> Damage:
    """Set attributes, or remove those whose value is None."""

    def change(items: Items) -> None:
        item = {**items.get(key, {}), **attributes}
        items[key] = {name: value for name, value in item.items() if value is not None}

    return change


def add(key: Key, **numbers: int) -> Damage:
    """Add to numbers."""

    def change(items: Items) -> None:
        items[key] = items[key] | {name: items[key].get(name, 0) + by for name, by in numbers.items()}

    return change


def copy_item(key: Key, to: Key, **attributes: Any) -> Damage:
    """Copy an item to another key."""
    return lambda items: items.update({to: items[key] | attributes})


BITS, COUNTS, ROW, OPENING = keys.index_segment(0, 0), keys.index_counts(0), keys.ticket(1), keys.history_entry(1, 1)

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)

BIT_COUNTS = "the directory counts the bits"
BITS_OF_TICKETS = "each ticket has its bit and no other"
TICKET_COUNTS = "the directory counts the tickets"
CONTIGUOUS = "histories are contiguous"
TIMERS = "the timer index has the armed timers"
HISTORY = "tickets match their histories"


@pytest.mark.parametrize(
    ("damage", "broken"),
    [
        (add(COUNTS, **{"4": 1}), {BIT_COUNTS, TICKET_COUNTS}),
        (add(COUNTS, h1=1), {TICKET_COUNTS}),
        (add(BITS, **{"4a": -(2**1)}), {BIT_COUNTS, BITS_OF_TICKETS}),
        (add(BITS, **{"4a": -(2**1), "2a": 2**1}), {BIT_COUNTS, BITS_OF_TICKETS}),
        (add(BITS, **{"4a": -(2**1), "4b": 2**7}), {BITS_OF_TICKETS}),
        (add(BITS, **{"6a": -1}), {BITS_OF_TICKETS}),
        (put(ROW, state=2), {BITS_OF_TICKETS, TICKET_COUNTS, HISTORY}),
        (put(keys.ticket(3), spam=None, own=keys.owner(4)), {BITS_OF_TICKETS, TICKET_COUNTS, TIMERS, HISTORY}),
        (drop(keys.history_entry(1, 2)), {CONTIGUOUS, HISTORY}),
        (
            copy_item(OPENING, keys.history_entry(1, 9), version=9, **NO_FILES),
            {CONTIGUOUS, HISTORY},
        ),
        (
            copy_item(OPENING, keys.history_entry(7, 1), number=7, **NO_FILES),
            {CONTIGUOUS},
        ),
        (add(ROW, version=1), {CONTIGUOUS}),
        (put(keys.ticket(2), due_at=None, due_shard=None), {TIMERS}),
        (put(keys.ticket(2), due_at=keys.due_at(NEW_YEAR, 2)), {TIMERS}),
        (put(keys.ticket(2), pending=None), {TIMERS}),
        (put(ROW, due_shard=keys.due_shard(1), due_at=keys.due_at(NEW_YEAR, 1)), {TIMERS}),
        (put(ROW, tags=["calm"]), {HISTORY}),
        (add(ROW, messages=1), {HISTORY}),
        (add(ROW, spent=1), {HISTORY}),
        (drop(keys.star(1, 3)), {HISTORY}),
        (drop(keys.entry_vote(1, 2)), {HISTORY}),
        (put(ROW, own=keys.owner(5)), {"customers find their tickets"}),
        (drop(keys.state_name("open")), {"states are consistent"}),
        (add(keys.state(2), version=1), {"states are consistent"}),
        (put(keys.state_registry(), default_create=6), {"states are consistent"}),
        (drop(keys.login("client@example.com")), {"logins lead to their people"}),
    ],
)
def test_each_damage_violates_its_invariants(sound: Items, damage: Damage, broken: set[str]) -> None:
    items = copy.deepcopy(sound)
    damage(items)

    assert {violation.invariant for violation in audit(read(items))} == broken


def files(items: Items) -> dict[bool, Key]:
    """The keys of the attached file (True) and of the unattached one (False)."""
    return {item["version"] == 2: key for key, item in items.items() if item.get("type") == "file"}


@pytest.mark.parametrize("change", [{"version": 1, "due_shard": None}, {"due_shard": "F#0", "copied": None}])
def test_a_file_cannot_be_both_attached_and_due_for_removal(sound: Items, change: dict[str, Any]) -> None:
    items = copy.deepcopy(sound)
    put(files(items)[True], **change)(items)

    assert {violation.invariant for violation in audit(read(items))} == {"attached files have one message"}


def test_a_file_cannot_be_attached_to_no_message(sound: Items) -> None:
    items = copy.deepcopy(sound)
    put(files(items)[False], version=2, due_shard=None)(items)

    assert {violation.invariant for violation in audit(read(items))} == {"attached files have one message"}


def test_an_idempotency_record_cannot_name_a_missing_update(sound: Items) -> None:
    items = copy.deepcopy(sound)
    [record] = [key for key, item in items.items() if item.get("type") == "idempotency"]
    put(record, version=50)(items)

    assert {violation.invariant for violation in audit(read(items))} == {"idempotency records are valid"}


def test_a_missing_posting_is_reported_for_each_of_its_tickets(sound: Items) -> None:
    items = copy.deepcopy(sound)
    items.pop(keys.posting("broken", 0))

    assert [where.partition(" is ")[0] for where in missing_postings(read(items))] == [
        "ticket 1",
        "ticket 2",
        "ticket 3",
    ]


def test_a_word_that_is_missing_among_those_of_subjects_is_reported_for_each_of_its_tickets(sound: Items) -> None:
    items = copy.deepcopy(sound)
    items.pop(keys.subject_posting("broken", 0))

    assert list(missing_postings(read(items))) == [
        f"ticket {number} is not found by 'broken' in its subject" for number in (1, 2, 3)
    ]
