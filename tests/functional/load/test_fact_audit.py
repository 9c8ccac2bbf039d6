"""The audit of the index of facts: a sound desk passes, and what is missing or too much is named."""

from collections.abc import Iterator

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.facts import Fact, FactKind, Moment
from polydesk.storage import keys
from polydesk.storage.transaction import DeleteItem, UpdateItem
from tests.functional.callers import Sample, caller
from tests.functional.happyfox.happyfox_calls import REMINDER, created, key_holder, updated
from tools.engine import Engine
from tools.load.contents import Contents, contents_of
from tools.load.fact_audit import wrong_facts, wrong_first_numbers
from tools.local_desk.items import dump
from tools.local_desk.world import World

LONG = "\u754c" * 50
"""A tag of 150 bytes."""


@pytest.fixture
def desk(engine: Engine) -> Iterator[World]:
    """A desk whose stream has been read. Ticket 1 has tags and a star, 2 a due date."""
    with World(engine, {}) as world:
        tokens = Sample().put_into(world)
        happyfox = key_holder(world, tokens["happyfox"])
        staff = {"Authorization": f"Bearer {tokens['agent']['token']}"}
        for _ in range(2):
            created(happyfox)
        updated(happyfox, 1, text="On it", tags=f"urgent,{LONG}", priority=3)
        updated(happyfox, 2, status=REMINDER, due_date="2026-02-01")
        agent = caller(world, tokens["agent"]["token"])
        assert agent.post("/tickets/1/star.json", headers=staff).status == 204
        world.pump()
        yield world


def read(world: World) -> Contents:
    """The items as the audit reads them."""
    return contents_of(dump(world).values())


def test_a_sound_desk_passes(desk: World) -> None:
    contents = read(desk)

    assert [*wrong_facts(contents), *wrong_first_numbers(contents)] == []
    assert any(key.pk.startswith("F#tag~#") for key in contents.items)
    assert any(key.pk == "D#due" for key in contents.items)


def test_what_is_missing_or_too_much_is_named(desk: World) -> None:
    index, ticket = shared_resources().fact_index, read(desk).tickets[2]
    index.change(1, [Fact(FactKind.TAG, "urgent"), Fact(FactKind.STARRED_BY, 3)], [Fact(FactKind.BREACHED)])
    index.move(2, Moment.UPDATED, ticket.updated_at, None)
    index.change(77, [], [Fact(FactKind.TAG, "urgent")])
    shared_resources().table.write(UpdateItem(keys.first_number(ticket.created_at.date()), {"n": 2}))

    contents = read(desk)

    assert list(wrong_facts(contents)) == [
        "ticket 1 lacks starred#3, tag#urgent",
        "ticket 1 should not have breached#1",
        "ticket 2 lacks updated 20260105 32400000",
        "ticket 77 should not have tag#urgent",
    ]
    assert list(wrong_first_numbers(contents)) == ["ticket 1 was opened on 20260105, whose first number is 2"]


def test_facts_of_a_ticket_that_is_gone_are_named(desk: World) -> None:
    shared_resources().table.write(DeleteItem(keys.ticket(2)))

    [found] = wrong_facts(read(desk))
    assert found.startswith("ticket 2 should not have category#1, ")
