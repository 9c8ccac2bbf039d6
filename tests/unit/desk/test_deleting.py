"""A deleted ticket is gone at once; its number, its answer and its last event stay."""

from collections.abc import Iterator

import pytest

from polydesk.desk.context import Deadline, RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage, TicketRequest
from polydesk.desk.resources import Resources
from polydesk.domain.catalog import GENERAL, PRIORITIES
from polydesk.domain.errors import KeyReused, OutdatedVersion, QuotaExceeded, TicketNotFound, TicketNotInTrash
from polydesk.domain.filters import EVERY
from polydesk.domain.person import Author
from polydesk.domain.slot import GONE_SLOT
from polydesk.domain.ticket import HistoryEntry
from polydesk.storage import keys
from polydesk.storage.idempotency import IdempotencyKey
from polydesk.storage.ticket_items import ticket_item
from polydesk.storage.transaction import PutItem
from tests.fakes.table import FakeTable
from tests.unit.desk.callers import ADMINISTRATOR, CLIENT, STAFF, set_up_with_callers
from tests.unit.domain.samples import NOW

REQUEST = TicketRequest("It is broken", NewMessage("Please help"), 5, GENERAL, PRIORITIES[1])
KEY = IdempotencyKey("digest", "content")


@pytest.fixture
def resources() -> Resources:
    """A desk with three tickets."""
    resources = set_up_with_callers(FakeTable(), NOW)
    for _ in range(3):
        request(resources).tickets.open(REQUEST, CLIENT)
    return resources


@pytest.fixture
def desk(resources: Resources) -> Desk:
    return request(resources)


def request(resources: Resources, key: IdempotencyKey | None = None, versions: frozenset[int] | None = None) -> Desk:
    """Return the desk for one more request."""
    return Desk(resources, RequestContext(NOW, Deadline(5.0), key, versions))


def listed(desk: Desk) -> list[tuple[int, list[int]]]:
    pages = [desk.lists.page(by, EVERY, 0, 10) for by in (STAFF, CLIENT)]
    return [(page.total, [ticket.number for ticket in page.tickets]) for page in pages]


def history(resources: Resources, number: int) -> Iterator[HistoryEntry]:
    return (entry for entry, _ in resources.tickets.newest_first(number))


def test_a_deleted_ticket_is_not_found_and_in_no_list(desk: Desk) -> None:
    before = desk.tickets.get(2, ADMINISTRATOR)

    assert desk.tickets.delete(2, ADMINISTRATOR) == before

    with pytest.raises(TicketNotFound):
        desk.tickets.get(2, ADMINISTRATOR)
    with pytest.raises(TicketNotFound):
        desk.tickets.comment(2, STAFF, NewMessage("Hello?"))
    assert listed(desk) == [(2, [3, 1])] * 2


def test_its_number_is_gone_for_good(resources: Resources, desk: Desk) -> None:
    desk.tickets.delete(3, ADMINISTRATOR)

    index = resources.ticket_index
    assert list(index.select(index.directory(), lambda slot: slot == GONE_SLOT).newest_first()) == [3]
    assert list(resources.own_sets.of([5], lambda _: True).newest_first()) == [2, 1]
    assert desk.tickets.open(REQUEST, CLIENT)[0].ticket.number == 4


def test_its_history_ends_with_who_deleted_it(resources: Resources, desk: Desk) -> None:
    desk.tickets.delete(2, ADMINISTRATOR)

    last = next(history(resources, 2))
    assert (last.kind, last.version, last.by) == ("deleted", 2, Author.staff(2))


def test_another_person_can_be_its_author(resources: Resources, desk: Desk) -> None:
    desk.tickets.delete(desk.tickets.get(2, STAFF), STAFF, Author.staff(9))

    assert next(history(resources, 2)).by == Author.staff(9)


def test_the_next_purge_finds_what_is_left(resources: Resources, desk: Desk) -> None:
    desk.tickets.delete(2, ADMINISTRATOR)

    assert list(resources.purges.unfinished()) == [2]


def test_a_ticket_is_deleted_once(desk: Desk) -> None:
    desk.tickets.delete(2, ADMINISTRATOR)

    with pytest.raises(TicketNotFound):
        desk.tickets.delete(2, ADMINISTRATOR)


def test_a_repetition_with_its_key_gets_the_ticket_again(resources: Resources) -> None:
    deleted = request(resources, KEY).tickets.delete(2, ADMINISTRATOR)

    assert request(resources, KEY).recalled(ADMINISTRATOR) == deleted
    with pytest.raises(KeyReused):
        request(resources, IdempotencyKey("digest", "another content")).recalled(ADMINISTRATOR)


def test_a_repetition_tells_nothing_to_who_could_not_see_the_ticket(resources: Resources) -> None:
    desk = request(resources)
    desk.tickets.mark_spam(2, STAFF, spam=True)
    request(resources, KEY).tickets.delete(2, ADMINISTRATOR)

    with pytest.raises(TicketNotFound):
        request(resources, KEY).recalled(CLIENT)


def test_of_two_at_once_with_one_key_the_later_answers_as_the_earlier(resources: Resources) -> None:
    later = request(resources, KEY)
    known = later.tickets.get(2, ADMINISTRATOR)
    deleted = request(resources, KEY).tickets.delete(2, ADMINISTRATOR)

    assert later.tickets.delete(known, ADMINISTRATOR) == deleted


def test_of_two_at_once_without_a_key_the_later_finds_nothing(resources: Resources) -> None:
    later = request(resources)
    known = later.tickets.get(2, ADMINISTRATOR)
    request(resources).tickets.delete(2, ADMINISTRATOR)

    with pytest.raises(TicketNotFound):
        later.tickets.delete(known, ADMINISTRATOR)


def test_another_version_than_the_expected_one_stays(resources: Resources) -> None:
    with pytest.raises(OutdatedVersion):
        request(resources, versions=frozenset({2})).tickets.delete(2, ADMINISTRATOR)

    assert listed(request(resources)) == [(3, [3, 2, 1])] * 2


def test_only_what_is_in_the_trash_is_deleted_from_there(desk: Desk) -> None:
    with pytest.raises(TicketNotInTrash):
        desk.tickets.delete(2, ADMINISTRATOR, only_trash=True)
    desk.tickets.trash(2, STAFF, trashed=True)

    desk.tickets.delete(2, ADMINISTRATOR, only_trash=True)

    with pytest.raises(TicketNotFound):
        desk.tickets.get(2, STAFF)


def test_deleting_counts_as_a_comment() -> None:
    resources = set_up_with_callers(FakeTable(), NOW, comments_per_minute=1)
    desk = request(resources)
    for _ in range(2):
        desk.tickets.open(REQUEST, CLIENT)
    desk.tickets.delete(1, ADMINISTRATOR)

    with pytest.raises(QuotaExceeded):
        desk.tickets.delete(2, ADMINISTRATOR)
    assert desk.tickets.get(2, STAFF).number == 2


def test_a_full_history_can_be_deleted(resources: Resources, desk: Desk) -> None:
    ticket = desk.tickets.get(2, STAFF)
    resources.table.write(PutItem(keys.ticket(2), {**ticket_item(ticket), "version": 99_998}))

    desk.tickets.delete(2, ADMINISTRATOR)

    assert next(history(resources, 2)).version == 99_999
