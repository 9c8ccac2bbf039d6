"""The audit of `make load` can fail: a sound desk passes, and each kind of damage is told of by its name."""

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
from tools.load.audit import audit, unfound
from tools.load.contents import Contents, contents
from tools.local_desk.items import dump
from tools.local_desk.world import World

Items = dict[Key, Item]


@pytest.fixture(scope="module")
def sound(engine: Engine) -> Iterator[Items]:
    """A desk on which everything has been done once; ticket 3 is spam, ticket 2 waits, ticket 1 has the most."""
    with World(engine, {"FirstResponseMinutes": "60"}) as world:
        tokens = Sample().put_into(world)
        client, agent = (caller(world, tokens[name]["token"]) for name in ("client", "agent"))
        fox = key_holder(world, tokens["happyfox"])
        key, staff = {"Idempotency-Key": "once"}, {"Authorization": f"Bearer {tokens['agent']['token']}"}
        files = [uploaded(world, client), uploaded(world, client)]
        body = {"summary": "It is broken", "comment_body": "Please help", "files": files[:1]}
        assert client.post("/support/tickets", json=body, headers=key).status == 200
        created(fox, email="new@example.com", name="Nora New", user=None)
        created(fox)
        updated(fox, 1, text="On it", time_spent=5, tags="urgent", priority=3)
        updated(fox, 2, status=REMINDER, due_date="2026-02-01")
        assert client.post("/support/comments/100002/vote", json={"score": 1, "comment": "Fine"}).status == 200
        assert client.post("/support/tickets/1/close", json={"score": 9}).status == 200
        for path in ("1/star", "1/archive", "3/spam"):
            assert agent.post(f"/tickets/{path}.json", headers=staff).status == 204
        world.pump()
        yield {Key(*key): decode(item) for key, item in dump(world).items()}


def read(items: Items) -> Contents:
    """The items as the audit reads them."""
    return contents(encode({**item, **key._asdict()}) for key, item in items.items())


def test_a_sound_desk_passes(sound: Items) -> None:
    found = read(sound)

    assert audit(found) == []
    assert list(unfound(found)) == []
    assert len(found.tickets) == 3
    assert {"file", "star", "vote", "idempotency", "login", "state", "state name"} <= set(found.by_type)


Damage = Callable[[Items], object]


def drop(key: Key) -> Damage:
    """An item is gone."""
    return lambda items: items.pop(key)


def put(key: Key, **attributes: Any) -> Damage:
    """Attributes have other values, or are gone where the value is None."""

    def change(items: Items) -> None:
        item = {**items.get(key, {}), **attributes}
        items[key] = {name: value for name, value in item.items() if value is not None}

    return change


def add(key: Key, **numbers: int) -> Damage:
    """Numbers are off by this much."""

    def change(items: Items) -> None:
        items[key] = items[key] | {name: items[key].get(name, 0) + by for name, by in numbers.items()}

    return change


def copied(key: Key, to: Key, **attributes: Any) -> Damage:
    """An item is there twice."""
    return lambda items: items.update({to: items[key] | attributes})


BITS, COUNTS, ROW, OPENING = keys.index_segment(0, 0), keys.index_counts(0), keys.ticket(1), keys.history_entry(1, 1)

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)

DIRECTORY = "popcount = directory"
BIT = "a ticket has its bit and no other"
SUM = "sum = tickets"
CONTIGUOUS = "updates 1..version contiguous"
DUE = "due attributes <=> timer armed"
HISTORY = "a ticket is what its history tells"


@pytest.mark.parametrize(
    ("damage", "broken"),
    [
        (add(COUNTS, **{"4": 1}), {DIRECTORY, SUM}),
        (add(COUNTS, h1=1), {SUM}),
        (add(BITS, **{"4a": -(2**1)}), {DIRECTORY, BIT}),
        (add(BITS, **{"4a": -(2**1), "2a": 2**1}), {DIRECTORY, BIT}),
        (add(BITS, **{"4a": -(2**1), "4b": 2**7}), {BIT}),
        (add(BITS, **{"6a": -1}), {BIT}),
        (put(ROW, state=2), {BIT, SUM, HISTORY}),
        (put(keys.ticket(3), spam=None, own=keys.owner(4)), {BIT, SUM, DUE, HISTORY}),
        (drop(keys.history_entry(1, 2)), {CONTIGUOUS, HISTORY}),
        (copied(OPENING, keys.history_entry(1, 9), version=9, files=None), {CONTIGUOUS, HISTORY}),
        (copied(OPENING, keys.history_entry(7, 1), number=7, files=None), {CONTIGUOUS}),
        (add(ROW, version=1), {CONTIGUOUS}),
        (put(keys.ticket(2), due_at=None, due_shard=None), {DUE}),
        (put(keys.ticket(2), due_at=keys.due_at(NEW_YEAR, 2)), {DUE}),
        (put(keys.ticket(2), pending=None), {DUE}),
        (put(ROW, due_shard=keys.due_shard(1), due_at=keys.due_at(NEW_YEAR, 1)), {DUE}),
        (put(ROW, tags=["calm"]), {HISTORY}),
        (add(ROW, messages=1), {HISTORY}),
        (add(ROW, spent=1), {HISTORY}),
        (drop(keys.star(1, 3)), {HISTORY}),
        (drop(keys.entry_vote(1, 2)), {HISTORY}),
        (put(ROW, own=keys.owner(5)), {"owners find their tickets"}),
        (drop(keys.state_name("open")), {"states agree"}),
        (add(keys.state(2), version=1), {"states agree"}),
        (put(keys.state_registry(), default_create=6), {"states agree"}),
        (drop(keys.login("client@example.com")), {"people have their logins"}),
    ],
)
def test_each_damage_is_told_of(sound: Items, damage: Damage, broken: set[str]) -> None:
    items = copy.deepcopy(sound)
    damage(items)

    assert {breach.invariant for breach in audit(read(items))} == broken


def files(items: Items) -> dict[bool, Key]:
    """The file that a message has, and the one that waits for one."""
    return {item["version"] == 2: key for key, item in items.items() if item.get("type") == "file"}


@pytest.mark.parametrize("change", [{"version": 1}, {"due_shard": "F#0"}])
def test_a_file_that_a_message_has_and_that_waits_for_one_is_told_of(sound: Items, change: dict[str, Any]) -> None:
    items = copy.deepcopy(sound)
    put(files(items)[True], **change)(items)

    assert {breach.invariant for breach in audit(read(items))} == {"files have one message"}


def test_a_file_that_is_attached_to_nothing_is_told_of(sound: Items) -> None:
    items = copy.deepcopy(sound)
    put(files(items)[False], version=2, due_shard=None)(items)

    assert {breach.invariant for breach in audit(read(items))} == {"files have one message"}


def test_a_note_of_a_repetition_that_names_nothing_is_told_of(sound: Items) -> None:
    items = copy.deepcopy(sound)
    [note] = [key for key, item in items.items() if item.get("type") == "idempotency"]
    put(note, version=50)(items)

    assert {breach.invariant for breach in audit(read(items))} == {"repetitions are remembered rightly"}


def test_a_word_that_does_not_lead_to_its_ticket_is_told_of(sound: Items) -> None:
    items = copy.deepcopy(sound)
    items.pop(keys.posting("broken", 0))

    assert [where.partition(" is ")[0] for where in unfound(read(items))] == ["ticket 1", "ticket 2", "ticket 3"]
