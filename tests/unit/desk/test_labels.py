"""Labels are declared tags: only those can be added as labels, and any tag of a ticket can be removed as one."""

from typing import Any

import pytest

from polydesk.desk.context import Deadline, RequestContext
from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewMessage, TicketRequest
from polydesk.desk.resources import Resources
from polydesk.domain.catalog import GENERAL, PRIORITIES
from polydesk.domain.errors import LabelNotFound
from polydesk.domain.labels import DEFAULT_COLOR, Label
from polydesk.jobs.set_up import SetUp
from polydesk.jobs.set_up_document import InvalidDocument, read_document
from tests.fakes.table import FakeTable
from tests.unit.desk.callers import CLIENT, STAFF, set_up_with_callers
from tests.unit.domain.samples import NOW

REQUEST = TicketRequest("It is broken", NewMessage("Please help"), 5, GENERAL, PRIORITIES[1], tags=("Late", "7"))
URGENT, SPARE = Label(1, "Respond now", "#ff0000"), Label(2, "spare")


@pytest.fixture
def resources() -> Resources:
    resources = set_up_with_callers(FakeTable(), NOW)
    declare(resources, {"name": "Respond now", "color": "#ff0000"}, {"name": "spare"})
    return resources


@pytest.fixture
def desk(resources: Resources) -> Desk:
    """A desk with one ticket."""
    desk = Desk(resources, RequestContext(NOW, Deadline(5.0)))
    desk.tickets.open(REQUEST, CLIENT)
    return desk


def declare(resources: Resources, *labels: dict[str, Any]) -> Any:
    return SetUp(resources, NOW).apply(read_document({"labels": list(labels)}))["labels"]


def test_labels_are_listed_by_name_with_their_colors(desk: Desk) -> None:
    assert list(desk.labels) == [URGENT, SPARE]
    assert SPARE.color == DEFAULT_COLOR == "#CCCCCC"


def test_the_answer_of_the_set_up_has_all_labels(resources: Resources) -> None:
    assert declare(resources, {"name": "new", "color": "#00FF00"}) == [
        {"id": 1, "name": "Respond now", "color": "#ff0000"},
        {"id": 2, "name": "spare", "color": "#CCCCCC"},
        {"id": 3, "name": "new", "color": "#00FF00"},
    ]


@pytest.mark.parametrize(
    ("declared", "after"),
    [
        ({"name": "RESPOND NOW"}, Label(1, "RESPOND NOW", "#ff0000")),
        ({"name": "Respond now", "color": "#0000ff"}, Label(1, "Respond now", "#0000ff")),
        ({"name": "Respond now", "color": None}, Label(1, "Respond now", "#CCCCCC")),
    ],
)
def test_a_known_label_changes_by_what_is_declared(
    resources: Resources, declared: dict[str, Any], after: Label
) -> None:
    declare(resources, declared)

    assert list(resources.labels()) == [after, SPARE]


def test_the_same_document_again_writes_nothing(resources: Resources) -> None:
    before = resources.label_rows.load()

    declare(resources, {"name": "Respond now", "color": "#ff0000"}, {"name": "spare"})

    assert resources.label_rows.load() == before


@pytest.mark.parametrize(
    ("label", "place"),
    [
        ({}, "labels[0].name"),
        ({"name": ""}, "labels[0].name"),
        ({"name": "a\nb"}, "labels[0].name"),
        ({"name": "a,b"}, "labels[0].name"),
        ({"name": "a" * 51}, "labels[0].name"),
        ({"name": "a", "color": "red"}, "labels[0].color"),
        ({"name": "a", "color": "#ff00"}, "labels[0].color"),
        ({"name": "a", "colour": "#ff0000"}, "labels[0].colour"),
    ],
)
def test_a_malformed_label_is_refused_by_its_place(resources: Resources, label: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidDocument) as refused:
        declare(resources, label)

    assert refused.value.field == place


def test_one_document_declares_a_label_once(resources: Resources) -> None:
    with pytest.raises(InvalidDocument) as refused:
        declare(resources, {"name": "new"}, {"name": "NEW"})

    assert refused.value.field == "labels[1].name"


@pytest.mark.parametrize("name", ["Respond now", "respond NOW", "1"])
def test_a_declared_label_is_added_as_it_is_declared(desk: Desk, name: str) -> None:
    outcome, label = desk.tickets.add_label(1, STAFF, name)

    assert label == URGENT
    assert outcome.ticket.tags == ("Late", "7", "Respond now")


def test_a_label_that_is_there_is_not_added_again(desk: Desk) -> None:
    desk.tickets.add_label(1, STAFF, "Respond now")

    assert desk.tickets.add_label(1, STAFF, "respond now")[0].entry is None


@pytest.mark.parametrize("name", ["Late", "respond", "3", "²", "9" * 5000])
def test_what_is_not_declared_is_not_found(desk: Desk, name: str) -> None:
    with pytest.raises(LabelNotFound):
        desk.tickets.add_label(1, STAFF, name)


def test_a_label_that_was_declared_a_moment_ago_is_found(resources: Resources, desk: Desk) -> None:
    assert desk.labels.named("new") is None
    resources.label_rows.save(Label(9, "new"))

    assert desk.tickets.add_label(1, STAFF, "new")[1] == Label(9, "new")


@pytest.mark.parametrize(("name", "left"), [("late", ("7", "spare")), ("7", ("Late", "spare")), ("2", ("Late", "7"))])
def test_any_tag_is_removed_by_its_name_and_a_label_by_its_id(desk: Desk, name: str, left: tuple[str, ...]) -> None:
    desk.tickets.add_label(1, STAFF, "spare")

    assert desk.tickets.remove_label(1, STAFF, name).ticket.tags == left


@pytest.mark.parametrize("name", ["Respond now", "1", "other"])
def test_what_the_ticket_does_not_have_is_not_found(desk: Desk, name: str) -> None:
    with pytest.raises(LabelNotFound):
        desk.tickets.remove_label(1, STAFF, name)


def test_a_tag_has_the_color_of_its_label(desk: Desk) -> None:
    assert [desk.labels.color_of(tag) for tag in ("RESPOND NOW", "Late")] == ["#ff0000", DEFAULT_COLOR]


def test_the_catalog_knows_nothing_of_labels(resources: Resources) -> None:
    """An earlier release takes every item of an unknown type in the catalog for a group."""
    assert resources.catalogs.load().groups == {}
