"""Lists by facts and times wait for the step of the migrations that indexes all tickets; other lists do not."""

import pytest

from polydesk.desk.context import RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.resources import Resources
from polydesk.domain.errors import BeingPrepared
from polydesk.domain.facts import Fact, FactKind, Moment
from polydesk.domain.filters import EVERY, Filter, Happened, InStates, Numbered, WithFact
from polydesk.domain.orders import NEWEST_FIRST, Order, OrderKey
from polydesk.jobs.migrations.registry import STEPS
from polydesk.jobs.migrations.runner import Migrator
from polydesk.storage import keys
from polydesk.storage.fact_index import FACTS_STEP
from polydesk.storage.retry import Deadline
from polydesk.storage.transaction import DeleteItem
from tests.fakes.desk import resources_on
from tests.fakes.table import FakeTable
from tests.unit.desk.callers import CLIENT, STAFF, set_up_with_callers
from tests.unit.desk.test_ticket_use_cases import REQUEST
from tests.unit.domain.samples import NEW, NOW

MIDNIGHT = NOW.replace(hour=0)
NORMAL = WithFact(Fact(FactKind.PRIORITY, 2))

UNPREPARED: dict[str, tuple[Filter, Order]] = {
    "fact": (NORMAL, NEWEST_FIRST),
    "no fact": (~NORMAL, NEWEST_FIRST),
    "fact of a state": (NORMAL & InStates(frozenset({NEW})), NEWEST_FIRST),
    "time": (Happened(Moment.UPDATED, since=NOW), NEWEST_FIRST),
    "time of creation": (Happened(Moment.CREATED, since=MIDNIGHT), NEWEST_FIRST),
    "order of changes": (EVERY, Order(OrderKey.UPDATED, descending=True)),
    "order of messages": (EVERY, Order(OrderKey.LAST_MESSAGE, descending=True)),
    "order of public messages": (EVERY, Order(OrderKey.LAST_PUBLIC_MESSAGE, descending=False)),
}

PREPARED: dict[str, tuple[Filter, Order]] = {
    "all": (EVERY, NEWEST_FIRST),
    "state": (InStates(frozenset({NEW})), NEWEST_FIRST),
    "number": (Numbered(frozenset({1})), NEWEST_FIRST),
    "order of creation": (EVERY, Order(OrderKey.CREATED, descending=False)),
    "order of subjects": (EVERY, Order(OrderKey.SUBJECT, descending=False)),
}


@pytest.fixture
def table() -> FakeTable:
    """The table of a desk after an upgrade, with one ticket, on which the step has not run."""
    table = FakeTable()
    resources = set_up_with_callers(table, NOW)
    desk_on(resources).tickets.open(REQUEST, CLIENT)
    table.write(DeleteItem(keys.migration(FACTS_STEP)))
    return table


def desk_on(resources: Resources) -> Desk:
    """The desk of one request."""
    return Desk(resources, RequestContext(NOW, Deadline(5)))


@pytest.mark.parametrize(("filter_", "order"), UNPREPARED.values(), ids=UNPREPARED)
def test_what_needs_facts_or_times_is_being_prepared_until_the_step_is_complete(
    table: FakeTable, filter_: Filter, order: Order
) -> None:
    with pytest.raises(BeingPrepared) as caught:
        desk_on(resources_on(table)).lists.page(STAFF, filter_, 0, 10, order)
    assert caught.value.retry_after == 60

    Migrator(resources_on(table), STEPS).run(FACTS_STEP, NOW)

    listed = desk_on(resources_on(table)).lists.page(STAFF, filter_, 0, 10, order)
    assert listed.total == (0 if filter_ == ~NORMAL else 1)


@pytest.mark.parametrize(("filter_", "order"), PREPARED.values(), ids=PREPARED)
def test_other_lists_do_not_wait(table: FakeTable, filter_: Filter, order: Order) -> None:
    assert desk_on(resources_on(table)).lists.page(STAFF, filter_, 0, 10, order).total == 1


def test_words_do_not_wait(table: FakeTable) -> None:
    resources = resources_on(table)
    resources.search_index.add(1, ["broken"], public=True)
    desk = desk_on(resources)

    assert desk.lists.page(STAFF, desk.lists.words("broken"), 0, 10).total == 1
