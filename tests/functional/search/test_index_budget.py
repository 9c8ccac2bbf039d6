"""Words of one author beyond a budget are indexed later, and delay nobody else's."""

from typing import Any

import pytest

from polydesk.desk.resources import shared_resources
from polydesk.domain.errors import Unavailable
from polydesk.storage import keys
from polydesk.storage.transaction import UpdateItem
from tests.functional.callers import Tokens
from tests.functional.internals import note
from tests.functional.queues import drain_queue
from tests.functional.search.search_calls import (
    INDEXER,
    add_comment,
    mark_spam,
    numbers_by_subject,
    open_ticket,
    postings,
    search_numbers,
    stream_record,
)
from tools.local_desk.client import Client
from tools.local_desk.items import Item, dump
from tools.local_desk.world import World

SWEEP = "SchedulesSweepTimers"

BUDGET = 60
"""Terms of an author in a minute: two of the texts below."""

MARKS = "a" + "\u0344" * 25_000 + "\u0f73" * 24_998


def words(name: str) -> str:
    """Return thirty different words."""
    return " ".join(f"{name}x{place}" for place in range(30))


def written(world: World, *numbers: int) -> list[dict[str, Any]]:
    """Return the stream records of tickets in the order of their histories."""
    items = [
        item
        for number in numbers
        for key, item in dump(world).items()
        if (key == keys.ticket(number) or key[0] == keys.history(number)) and item["type"]["S"] in ("ticket", "update")
    ]
    return [stream_record(item, sequence) for sequence, item in enumerate(items, 1)]


def deferred(world: World) -> list[Item]:
    """Return the items of texts that are indexed later."""
    return [item for item in dump(world).values() if item.get("type") == {"S": "deferred"}]


@pytest.fixture
def budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each author a small budget."""
    monkeypatch.setattr("polydesk.jobs.index_budget.TERMS_PER_MINUTE", BUDGET)


def test_a_ticket_is_indexed_in_the_invocation_that_holds_it_behind_messages_of_marks(
    world: World, client: Client, other_client: Client
) -> None:
    bomb = open_ticket(other_client, "Many marks")
    for _ in range(6):
        add_comment(other_client, bomb, MARKS)
    number = open_ticket(client, "Printer", "Only smoke")

    assert world.invoke(INDEXER, {"Records": written(world, bomb, number)}) == {"batchItemFailures": []}

    assert search_numbers(client, "printer") == [number]
    assert search_numbers(other_client, "marks") == [bomb]
    assert deferred(world) == []


@pytest.mark.usefixtures("budget")
def test_a_ticket_is_indexed_in_the_invocation_that_holds_it_behind_messages_of_many_words(
    world: World, client: Client, other_client: Client
) -> None:
    bomb = open_ticket(other_client, "Many words")
    for place in range(6):
        add_comment(other_client, bomb, words(f"w{place}"))
    number = open_ticket(client, "Printer", words("smoke"))

    assert world.invoke(INDEXER, {"Records": written(world, bomb, number)}) == {"batchItemFailures": []}

    assert search_numbers(client, "printer smokex29") == [number]
    assert [len(search_numbers(other_client, f"w{place}x7")) for place in range(6)] == [1, 1, 0, 0, 0, 0]
    assert len(deferred(world)) == 4


@pytest.mark.usefixtures("budget")
def test_the_log_names_the_author_whose_texts_are_found_later(
    world: World, client: Client, tokens: Tokens, caplog: pytest.LogCaptureFixture
) -> None:
    number = open_ticket(client, "Many words")
    for place in range(3):
        add_comment(client, number, words(f"w{place}"))
    world.pump()

    [line] = [record for record in caplog.records if record.message == "texts of an author are indexed later"]
    assert vars(line)["author"] == f"client:{tokens['client']['person_id']}"


@pytest.mark.usefixtures("budget")
def test_what_is_over_the_budget_is_indexed_by_sweeps_at_a_bounded_rate(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polydesk.jobs.late_indexing.TERMS_PER_RUN", 50)
    number = open_ticket(client, "Many words")
    for place in range(5):
        add_comment(client, number, words(f"w{place}"))
    world.pump()
    assert len(deferred(world)) == 3

    assert [world.fire(SWEEP)["indexed"] for _ in range(3)] == [2, 1, 0]

    assert search_numbers(client, "w0x1 w1x2 w2x3 w3x4 w4x5") == [number]
    assert deferred(world) == []


@pytest.mark.usefixtures("budget")
def test_each_minute_has_a_budget_of_its_own(world: World, client: Client) -> None:
    number = open_ticket(client, "Many words")
    for minute in range(3):
        for place in range(2):
            add_comment(client, number, words(f"m{minute}w{place}"))
        world.pump()
        world.clock.advance(seconds=60)

    assert deferred(world) == []
    assert search_numbers(client, "m0w0x1 m1w1x1 m2w1x1") == [number]


@pytest.mark.usefixtures("budget")
def test_a_long_text_of_few_words_counts_by_its_length(world: World, client: Client) -> None:
    number = open_ticket(client, "Many words")
    for word in ("one", "two", "three"):
        add_comment(client, number, f"{word} " * 500)
    world.pump()

    assert search_numbers(client, "one two") == [number]
    assert search_numbers(client, "three") == []
    assert world.fire(SWEEP)["indexed"] == 1
    assert search_numbers(client, "three") == [number]


@pytest.mark.usefixtures("budget")
def test_short_texts_are_indexed_at_once_and_not_counted(world: World, client: Client) -> None:
    number = open_ticket(client, "Many words")
    for place in range(4):
        add_comment(client, number, words(f"w{place}"))
    add_comment(client, number, "It is urgent")
    world.pump()

    assert search_numbers(client, "urgent") == [number]
    assert len(deferred(world)) == 2


@pytest.mark.usefixtures("budget")
def test_a_long_subject_is_deferred_too(world: World, client: Client, agent: Client) -> None:
    subject = "打印机坏了请帮忙修理一下谢谢"
    for place in range(2):
        open_ticket(client, "Many", words(f"w{place}"))
    number = open_ticket(client, subject)
    world.pump()
    assert search_numbers(client, "修理") == numbers_by_subject("修理") == []

    assert world.fire(SWEEP)["indexed"] == 1

    assert search_numbers(client, "修理") == search_numbers(agent, "修理") == numbers_by_subject("修理") == [number]


@pytest.mark.usefixtures("budget")
def test_a_note_that_is_indexed_late_is_found_by_staff_only(
    world: World, client: Client, agent: Client, tokens: Tokens
) -> None:
    number = open_ticket(client, "Printer")
    for place in range(3):
        note(tokens["agent"]["token"], number, words(f"w{place}"))
    world.pump()

    assert world.fire(SWEEP)["indexed"] == 1

    assert (search_numbers(agent, "w2x5"), search_numbers(client, "w2x5")) == ([number], [])


@pytest.mark.usefixtures("budget")
def test_a_ticket_that_is_purged_first_is_not_indexed(world: World, client: Client, tokens: Tokens) -> None:
    open_ticket(client, "Printer")
    world.pump()
    before = postings(world)
    number = open_ticket(client, "Buy now")
    for place in range(4):
        add_comment(client, number, words(f"w{place}"))
    mark_spam(tokens["agent"]["token"], number)
    world.pump()
    late = [stream_record(item, 1) for item in deferred(world)]
    assert len(late) == 2
    world.clock.advance(days=30)

    assert world.fire("SchedulesPurgeSpam") == {"purged": 1}
    world.pump()

    assert deferred(world) == []
    assert world.fire(SWEEP)["indexed"] == 0
    assert postings(world) == before


@pytest.mark.usefixtures("budget")
def test_a_record_that_is_read_after_the_purge_leaves_nothing_behind(
    world: World, client: Client, tokens: Tokens
) -> None:
    number = open_ticket(client, "Buy now")
    for place in range(4):
        add_comment(client, number, words(f"w{place}"))
    records = written(world, number)
    mark_spam(tokens["agent"]["token"], number)
    world.clock.advance(days=30)
    world.fire("SchedulesPurgeSpam")
    world.pump()

    world.invoke(INDEXER, {"Records": records[3:]})
    assert deferred(world)
    world.fire(SWEEP)

    assert deferred(world) == []


@pytest.mark.usefixtures("budget")
def test_a_record_delivered_twice_is_deferred_once(world: World, client: Client) -> None:
    number = open_ticket(client, "Many words")
    for place in range(3):
        add_comment(client, number, words(f"w{place}"))
    world.pump()
    world.stream_positions = {}
    world.pump()

    while world.fire(SWEEP)["indexed"]:
        pass

    assert search_numbers(client, "w0x1 w1x1 w2x1") == [number]
    assert deferred(world) == []


@pytest.mark.usefixtures("budget")
def test_a_text_that_cannot_be_read_is_tried_again_after_an_hour_and_delays_no_other(
    world: World, client: Client
) -> None:
    number = open_ticket(client, "Many words")
    for place in range(4):
        add_comment(client, number, words(f"w{place}"))
    world.pump()
    damaged = keys.history_entry(number, 4)
    before = shared_resources().table.get(damaged)
    assert before is not None
    shared_resources().table.write(UpdateItem(damaged, {"at": None}))

    assert world.fire(SWEEP)["indexed"] == 1
    assert search_numbers(client, "w3x1") == [number]
    assert (len(deferred(world)), world.fire(SWEEP)["indexed"]) == (1, 0)

    shared_resources().table.write(UpdateItem(damaged, {"at": before["at"]}))
    world.clock.advance(seconds=3600)
    assert world.fire(SWEEP)["indexed"] == 1
    assert search_numbers(client, "w2x1") == [number]


@pytest.mark.usefixtures("budget")
def test_an_outage_of_the_index_does_not_stop_the_sweep(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = open_ticket(client, "Many words")
    for place in range(3):
        add_comment(client, number, words(f"w{place}"))
    world.pump()

    def fail(*_: object, **__: object) -> None:
        raise Unavailable

    with monkeypatch.context() as broken:
        broken.setattr("polydesk.storage.search_index.index.SearchIndex.add", fail)
        assert world.fire(SWEEP)["indexed"] == 0
    assert world.fire(SWEEP)["indexed"] == 1
    assert search_numbers(client, "w2x1") == [number]
    assert drain_queue(world, "StreamsDead") == []
