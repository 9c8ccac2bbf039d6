"""Agents are members of groups as the set-up document declares."""

from typing import Any

import pytest

from polydesk.desk.resources import Resources
from polydesk.domain.memberships import Memberships
from polydesk.jobs.set_up import SetUp
from polydesk.jobs.set_up_document import InvalidDocument, read_document
from tests.fakes.desk import set_up_desk
from tests.fakes.table import FakeTable
from tests.unit.domain.samples import NOW

ANN = {"email": "ann@x.example", "name": "Ann", "agent": True}
BOB = {"email": "bob@x.example", "name": "Bob", "agent": True}
CARL = {"email": "carl@x.example", "name": "Carl"}

ANN_ID, BOB_ID = 2, 3
FIRST, SECOND = 1, 2


@pytest.fixture
def resources() -> Resources:
    """A desk with two agents, a customer and two groups. Ann is in both, Bob in the second one."""
    resources = set_up_desk(FakeTable(), NOW)
    declare(
        resources,
        people=[ANN, BOB, CARL],
        groups=[
            {"name": "First", "members": ["ann@x.example"]},
            {"name": "Second", "members": ["BOB@X.example", "ann@x.example"]},
        ],
    )
    return resources


def declare(resources: Resources, **document: Any) -> dict[str, Any]:
    return SetUp(resources, NOW).apply(read_document(document))


def members(resources: Resources) -> dict[int, set[int]]:
    return {group_id: set(resources.memberships().members_of(group_id)) for group_id in (FIRST, SECOND)}


def test_members_are_declared_together_with_people_and_groups(resources: Resources) -> None:
    assert members(resources) == {FIRST: {ANN_ID}, SECOND: {ANN_ID, BOB_ID}}


def test_the_groups_of_a_person_are_known(resources: Resources) -> None:
    memberships = resources.memberships()

    assert [memberships.groups_of(one) for one in (ANN_ID, BOB_ID, 99)] == [{FIRST, SECOND}, {SECOND}, set()]


def test_a_group_without_members_has_none(resources: Resources) -> None:
    assert resources.memberships().members_of(99) == set()


@pytest.mark.parametrize(
    ("declared", "after"),
    [
        ({}, {ANN_ID, BOB_ID}),
        ({"members": ["bob@x.example"]}, {BOB_ID}),
        ({"members": ["bob@x.example", "Bob@x.example"]}, {BOB_ID}),
        ({"members": []}, set()),
        ({"members": None}, set()),
    ],
)
def test_declared_members_replace_all_and_omitted_ones_stay(
    resources: Resources, declared: dict[str, Any], after: set[int]
) -> None:
    declare(resources, groups=[{"name": "second", **declared}])

    assert members(resources) == {FIRST: {ANN_ID}, SECOND: after}


@pytest.mark.parametrize(
    ("email", "problem"),
    [
        ("carl@x.example", "carl@x.example is a customer. Only agents can be members."),
        ("nobody@x.example", "There is no person nobody@x.example. Declare the person too."),
    ],
)
def test_only_agents_can_be_members(resources: Resources, email: str, problem: str) -> None:
    with pytest.raises(InvalidDocument) as refused:
        declare(resources, groups=[{"name": "Third", "members": ["ann@x.example", email]}])

    assert str(refused.value) == f"groups[0].members[1]: {problem}"
    assert len(resources.catalogs.load().groups) == 2


def test_what_the_document_makes_of_a_person_counts(resources: Resources) -> None:
    declare(
        resources,
        people=[{**CARL, "agent": True}],
        groups=[{"name": "First", "members": ["carl@x.example"]}],
    )
    with pytest.raises(InvalidDocument):
        declare(resources, people=[{**BOB, "agent": False}], groups=[{"name": "First", "members": ["bob@x.example"]}])

    assert members(resources)[FIRST] == {4}


def test_the_same_document_again_writes_nothing(resources: Resources, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("nothing has changed")

    monkeypatch.setattr(resources.membership_rows, "save", refuse)
    declare(resources, groups=[{"name": "First", "members": ["ann@x.example"]}])


def test_the_catalog_knows_nothing_of_members(resources: Resources) -> None:
    assert [group.name for group in resources.catalogs.load().groups.values()] == ["First", "Second"]


def test_no_item_stands_for_a_desk_without_groups() -> None:
    assert set_up_desk(FakeTable(), NOW).memberships() == Memberships({})
