"""The last active administrator stays, also when two administrators take the rights away from each other at once."""

import pytest

from polydesk.desk.context import Deadline, RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.resources import Resources
from polydesk.domain.errors import InvalidValue
from polydesk.domain.person import ADMIN, AGENT
from polydesk.domain.person_changes import PersonChanges
from polydesk.storage.retry import Deadline as Time
from tests.unit.desk.callers import ADMINISTRATOR, STAFF, principal, set_up_with_callers
from tests.unit.desk.interrupted_table import InterruptedTable
from tests.unit.domain.samples import NOW

FIRST, SECOND = ADMINISTRATOR.person_id, STAFF.person_id
NO_ADMIN = PersonChanges(roles=frozenset({AGENT}))


@pytest.fixture
def table() -> InterruptedTable:
    return InterruptedTable()


@pytest.fixture
def resources(table: InterruptedTable) -> Resources:
    resources = set_up_with_callers(table, NOW)
    change(resources, SECOND, PersonChanges(roles=frozenset({ADMIN, AGENT})), FIRST)
    for person_id in (FIRST, SECOND):
        resources.people_index.index(person_id, Time(5.0))
    return resources


def change(resources: Resources, person_id: int, changes: PersonChanges, by: int) -> None:
    """Let an administrator change a person."""
    users = Desk(resources, RequestContext(NOW, Deadline(5.0))).users
    caller = principal(by, ADMIN, AGENT)
    users.change(users.changeable(person_id, caller), changes, caller)


def administrators(resources: Resources) -> list[int]:
    """The ids of the active administrators."""
    people = resources.people.get_many([FIRST, SECOND]).values()
    return [one.id for one in people if one.active and ADMIN in one.permissions]


def test_one_of_two_goes(resources: Resources) -> None:
    change(resources, FIRST, NO_ADMIN, SECOND)

    assert administrators(resources) == [SECOND]


@pytest.mark.parametrize("changes", [NO_ADMIN, PersonChanges(active=False)])
def test_of_two_who_remove_each_other_one_stays(
    resources: Resources, table: InterruptedTable, changes: PersonChanges
) -> None:
    table.interruptions = [lambda: change(resources, FIRST, changes, SECOND)]

    with pytest.raises(InvalidValue, match="another active administrator"):
        change(resources, SECOND, changes, FIRST)
    assert administrators(resources) == [SECOND]
