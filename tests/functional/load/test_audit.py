"""The audit of `make load`: a sound desk passes, and each kind of damage violates the invariant that covers it."""

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from polydesk.desk.resources import reset, shared_resources
from polydesk.storage import keys
from polydesk.storage.codec import Item, decode, encode
from polydesk.storage.keys import Key
from polydesk.storage.ticket_places import SETS_STEP
from polydesk.storage.transaction import DeleteItem
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
def sound(engine: Engine) -> Items:
    """The items of a desk with one item of each type. Ticket 1 has files and votes, 2 is pending, 3 is spam."""
    return items_of_desk(engine, in_sets=True)


@pytest.fixture(scope="module")
def sound_before(engine: Engine) -> Items:
    """The items of the same desk, whose tickets are in the former index."""
    return items_of_desk(engine, in_sets=False)


def items_of_desk(engine: Engine, *, in_sets: bool) -> Items:
    """Return the items of a desk with one item of each type."""
    with World(engine, {"FirstResponseMinutes": "60"}) as world:
        tokens = Sample().put_into(world)
        if not in_sets:
            shared_resources().table.write(DeleteItem(keys.migration(SETS_STEP)))
            reset()
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
        world.fire("SchedulesFoldCounts")
        return {Key(*key): decode(item) for key, item in dump(world).items()}


NO_FILES = dict.fromkeys(("files", "copied", "file_numbers"))


def read(items: Items) -> Contents:
    """The items as the audit reads them."""
    return contents_of(encode({**item, **key._asdict()}) for key, item in items.items())


@pytest.mark.parametrize("name", ["sound", "sound_before"])
def test_a_sound_desk_passes(request: pytest.FixtureRequest, name: str) -> None:
    contents = read(request.getfixturevalue(name))

    assert audit(contents) == []
    assert list(missing_postings(contents)) == []
    assert len(contents.tickets) == 3
    assert {ticket.in_sets for ticket in contents.tickets.values()} == {name == "sound"}
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


FORMER_BITS, FORMER_COUNTS = keys.index_segment(0, 0), keys.index_counts(0)
BITS, GONE, CHANGES = keys.slot_segment(0, "x", 0, 1), keys.slot_segment(0, "z", 0, 1), keys.slot_delta("n1")
ROW, OPENING = keys.ticket(1), keys.history_entry(1, 1)

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)

SLOT_BITS = "each ticket in sets has its bit and no other"
SLOT_COUNTS = "slots are counted"
FOLDINGS = "foldings are whole"
OWN = "own sets have their tickets"
FORMER_BIT_COUNTS = "the directory counts the bits"
FORMER_BITS_OF_TICKETS = "each ticket outside sets has its bit and no other"
FORMER_TICKET_COUNTS = "the directory counts the tickets"
HIDDEN = "hidden sets have their tickets"
CONTIGUOUS = "histories are contiguous"
TIMERS = "the timer index has the armed timers"
HISTORY = "tickets match their histories"
NAMED = "people who are named exist"
CATEGORIES = "categories are consistent"


@pytest.mark.parametrize(
    ("damage", "broken"),
    [
        (add(CHANGES, **{"0_4": 1}), {SLOT_COUNTS}),
        (add(CHANGES, **{"0_4g": 1}), {SLOT_COUNTS}),
        (add(CHANGES, **{"5_4": 1}), {SLOT_COUNTS}),
        (put(CHANGES, **{"0_9": "x"}), {SLOT_COUNTS}),
        (put(keys.slot_counts(0), **{"4": b"\0\1"}), {SLOT_COUNTS}),
        (put(CHANGES, f0=3), {FOLDINGS}),
        (add(BITS, **{"4fa": -1}), {SLOT_BITS, SLOT_COUNTS}),
        (add(BITS, **{"4fa": -1, "4a": 1}), {SLOT_BITS, SLOT_COUNTS}),
        (add(BITS, **{"4fa": -1, "4fb": 1}), {SLOT_BITS}),
        (add(BITS, **{"6a": -1}), {SLOT_BITS}),
        (put(GONE, **{"0a": 1}), {SLOT_BITS, SLOT_COUNTS}),
        (put(GONE, **{"4a": 2}), {SLOT_BITS, SLOT_COUNTS}),
        (put(ROW, state=2), {SLOT_BITS, OWN, HISTORY}),
        (
            put(ROW, sets=None),
            {SLOT_BITS, OWN, FORMER_BITS_OF_TICKETS, FORMER_TICKET_COUNTS, "customers find their tickets"},
        ),
        (put(keys.ticket(3), spam=None), {SLOT_BITS, OWN, HIDDEN, TIMERS, HISTORY}),
        (put(keys.hidden_set(0), n={1, 3}), {HIDDEN}),
        (drop(keys.hidden_set(0)), {HIDDEN}),
        (put(keys.own_set(4, 0), **{"4": {1, 7}}), {OWN}),
        (put(keys.own_set(77, 0), **{"4": {1}}), {OWN}),
        (put(keys.own_set(77, 0), closed=True), set()),
        (put(FORMER_BITS, **{"4a": 2}), {FORMER_BIT_COUNTS, FORMER_BITS_OF_TICKETS}),
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
        (drop(keys.person(4)), {"logins lead to their people", NAMED}),
        (put(OPENING, origin=77), {NAMED}),
        (put(keys.category(1), en="billing", version=2), {CATEGORIES}),
        (drop(keys.category(1)), {CATEGORIES}),
    ],
)
def test_each_damage_violates_its_invariants(sound: Items, damage: Damage, broken: set[str]) -> None:
    items = copy.deepcopy(sound)
    damage(items)

    assert {violation.invariant for violation in audit(read(items))} == broken


@pytest.mark.parametrize(
    ("damage", "broken"),
    [
        (add(FORMER_COUNTS, **{"4": 1}), {FORMER_BIT_COUNTS, FORMER_TICKET_COUNTS}),
        (add(FORMER_COUNTS, h1=1), {FORMER_TICKET_COUNTS}),
        (add(FORMER_BITS, **{"4a": -(2**1)}), {FORMER_BIT_COUNTS, FORMER_BITS_OF_TICKETS}),
        (add(FORMER_BITS, **{"4a": -(2**1), "2a": 2**1}), {FORMER_BIT_COUNTS, FORMER_BITS_OF_TICKETS}),
        (add(FORMER_BITS, **{"4a": -(2**1), "4b": 2**7}), {FORMER_BITS_OF_TICKETS}),
        (add(FORMER_BITS, **{"6a": -1}), {FORMER_BITS_OF_TICKETS}),
        (put(ROW, state=2), {FORMER_BITS_OF_TICKETS, FORMER_TICKET_COUNTS, HISTORY}),
        (
            put(keys.ticket(3), spam=None, own=keys.owner(4)),
            {FORMER_BITS_OF_TICKETS, FORMER_TICKET_COUNTS, HIDDEN, TIMERS, HISTORY},
        ),
        (put(ROW, own=keys.owner(5)), {"customers find their tickets"}),
        (
            put(ROW, sets=True),
            {FORMER_BITS_OF_TICKETS, FORMER_TICKET_COUNTS, SLOT_BITS, OWN, "customers find their tickets"},
        ),
    ],
)
def test_each_damage_of_a_former_index_violates_its_invariants(
    sound_before: Items, damage: Damage, broken: set[str]
) -> None:
    items = copy.deepcopy(sound_before)
    damage(items)

    assert {violation.invariant for violation in audit(read(items))} == broken


def test_a_purged_number_stays_in_the_index_without_a_row(sound: Items) -> None:
    items = copy.deepcopy(sound)
    put(GONE, **{"0a": 2})(items)
    add(CHANGES, **{"0_0": 1})(items)

    assert audit(read(items)) == []


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
