"""The desk knows every tag that its tickets have or have had, by its first spelling."""

from dataclasses import replace

import pytest

from polydesk.desk.tag_lists import TagLists
from polydesk.domain.errors import BeingPrepared
from polydesk.domain.tags import KnownTag
from polydesk.domain.ticket import Ticket
from polydesk.storage import keys, known_tags
from polydesk.storage.fact_index import FACTS_STEP
from polydesk.storage.known_tags import KnownTags
from tests.unit.domain.samples import customer_ticket
from tests.unit.jobs.fact_desk import FactDesk
from tests.unit.jobs.records import row_record

VIP, LATE = KnownTag(1, "VIP"), KnownTag(2, "late")


def tagged(number: int, *tags: str, version: int = 1) -> Ticket:
    return replace(customer_ticket(tags=tags), number=number, version=version)


def follow(desk: FactDesk, before: Ticket | None, after: Ticket | None) -> None:
    """Write a ticket, or remove it, and deliver the record."""
    if after:
        desk.put(after)
    desk.indexer.index_row(row_record(before, after))


def known(desk: FactDesk) -> list[KnownTag]:
    return list(KnownTags(desk.table).page(0, 100))


@pytest.fixture
def desk() -> FactDesk:
    """A desk with two tickets."""
    desk = FactDesk()
    follow(desk, None, tagged(1, "VIP", "late"))
    follow(desk, None, tagged(2, "vip"))
    return desk


def test_a_tag_is_known_once_by_its_first_spelling_and_sorts_by_name(desk: FactDesk) -> None:
    assert known(desk) == [LATE, VIP]


def test_another_process_changes_nothing(desk: FactDesk) -> None:
    KnownTags(desk.table).record(["late", "Vip", "new", "LATE"])

    assert known(desk) == [LATE, KnownTag(3, "new"), VIP]


def test_a_tag_that_another_process_records_at_the_same_time_keeps_its_first_id(
    desk: FactDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, count_up = KnownTags(desk.table), desk.table.count_up

    def overtaken(key: keys.Key) -> int:
        monkeypatch.undo()
        KnownTags(desk.table).record(["new"])
        return count_up(key)

    monkeypatch.setattr(desk.table, "count_up", overtaken)
    slow.record(["NEW"])

    assert known(desk) == [LATE, KnownTag(3, "new"), VIP]


def test_a_tag_that_is_removed_stays_known(desk: FactDesk) -> None:
    follow(desk, tagged(1, "VIP", "late"), tagged(1, "VIP", version=2))

    assert known(desk) == [LATE, VIP]


def test_a_process_asks_for_a_tag_once(desk: FactDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.resources.known_tags, "_table", None)

    follow(desk, None, tagged(3, "Late"))


def test_a_process_remembers_a_bounded_number_of_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_tags, "MAX_REMEMBERED", 2)
    desk = FactDesk()
    desk.resources.known_tags.record(["a", "b", "c", "a"])

    assert [tag.id for tag in known(desk)] == [1, 2, 3]


def test_tags_of_an_earlier_release_are_known_after_the_migration() -> None:
    desk = FactDesk()
    for number in (1, 2):
        desk.resources.tickets.next_number()
        desk.put(tagged(number, "Old", f"of {number}"))

    desk.run()

    assert [tag.name for tag in known(desk)] == ["of 1", "of 2", "Old"]


def test_a_list_counts_the_tickets_with_each_tag(desk: FactDesk) -> None:
    follow(desk, tagged(1, "VIP", "late"), tagged(1, "VIP", version=2))

    lists = TagLists(desk.resources)
    assert [(one.tag, one.tickets) for one in lists.counted(0, 10)] == [(LATE, 0), (VIP, 2)]
    assert [one.tag for one in lists.counted(1, 10)] == [VIP]
    assert [one.tag for one in lists.counted(0, 1)] == [LATE]


@pytest.mark.parametrize(("text", "found"), [("V", [VIP]), ("vi", [VIP]), ("ip", []), ("", [LATE, VIP])])
def test_a_tag_is_found_by_its_beginning_in_any_case(desk: FactDesk, text: str, found: list[KnownTag]) -> None:
    assert TagLists(desk.resources).beginning_with(text, 0, 10) == found


def test_tags_are_not_listed_before_all_tickets_are_indexed(desk: FactDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.resources, "is_migrated", lambda step: step != FACTS_STEP)

    with pytest.raises(BeingPrepared):
        TagLists(desk.resources).counted(0, 10)
