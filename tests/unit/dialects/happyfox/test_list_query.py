"""The parameters of a list: what each selects, orders or shows, and what is refused."""

import pytest

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox.answers import ONLY_IDS, Shown
from polydesk.domain.facts import Fact, FactKind
from polydesk.domain.filters import EVERY, NONE, AnyOf, Filter, InStates, Numbered, OfCustomers, WithFact
from polydesk.domain.orders import Order, OrderKey
from tests.unit.dialects.happyfox.list_samples import (
    ANN,
    CLOSED,
    HIGH,
    NEW,
    OPEN,
    FakeLookups,
    conditions,
    new_desk,
    query_of,
    refusals,
)

PENDING = {1, 2, 3, 7}
COMPLETED = {4, 5}


@pytest.fixture(scope="module")
def desk() -> Desk:
    return new_desk()


def fact(kind: FactKind, value: int | str = 1) -> Filter:
    return WithFact(Fact(kind, value))


def test_without_parameters_all_tickets_are_listed_newest_first(desk: Desk) -> None:
    query = query_of()

    assert conditions(desk) == []
    assert conditions(desk, status="_all") == [InStates(frozenset(PENDING | COMPLETED))]
    assert (query.size, query.page, query.sort) == (10, 1, Order(OrderKey.NUMBER, descending=True))
    assert query.shown == Shown(histories=False, keys=None)


@pytest.mark.parametrize(
    ("status", "states"),
    [
        ("_pending", PENDING),
        ("_completed", COMPLETED),
        ("4", {CLOSED}),
        ("6", {6}),
        ("1,2", {NEW, OPEN}),
        ("1, 1 ,2", {NEW, OPEN}),
        (["1", "2,4"], {NEW, OPEN, CLOSED}),
        (["_pending", "4"], PENDING | {CLOSED}),
        (["_completed", "_all"], PENDING | COMPLETED),
    ],
)
def test_statuses_are_the_union_of_all_that_are_named(desk: Desk, status: str | list[str], states: set[int]) -> None:
    assert conditions(desk, status=status) == [InStates(frozenset(states))]


@pytest.mark.parametrize("status", ["", "99", "new", "1,", "1,,2", "_ALL", "1.0", ["1", "x"], "9" * 30])
def test_an_unknown_status_is_refused(desk: Desk, status: str | list[str]) -> None:
    problem = "There is no status with this id. Send an id, _all, _pending or _completed."

    assert refusals(desk, status=status) == {"status": [problem]}


@pytest.mark.parametrize("category", ["1", "1,1", ["1", " 1"]])
def test_a_category_is_selected(desk: Desk, category: str | list[str]) -> None:
    assert conditions(desk, category=category) == [fact(FactKind.CATEGORY, 1)]


@pytest.mark.parametrize("category", ["", "999", "x", "1,", "-1", "1.5", ["1", "999"], "9" * 300])
def test_an_unknown_category_is_refused(desk: Desk, category: str | list[str]) -> None:
    assert refusals(desk, category=category) == {"category": ["There is no category with this id."]}


@pytest.mark.parametrize("name", ["status", "category"])
def test_a_parameter_has_a_bounded_number_of_values(desk: Desk, name: str) -> None:
    values = ",".join(map(str, range(1, 52)))

    assert refusals(desk, **{name: values}) == {name: ["Send at most 50 values."]}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("unresponded", "true", fact(FactKind.UNRESPONDED)),
        ("breached", "False", ~fact(FactKind.BREACHED)),
        ("has_attachments", '"true"', fact(FactKind.WITH_FILES)),
        ("tag", "a b, c", AnyOf((fact(FactKind.TAG, "a b"), fact(FactKind.TAG, "c")))),
        ("tag", '"a, b"', fact(FactKind.TAG, "a, b")),
        ("tag", "“a”, „b“", AnyOf((fact(FactKind.TAG, "a"), fact(FactKind.TAG, "b")))),
        ("priority", "high", fact(FactKind.PRIORITY, HIGH)),
        ("assignee", "Ann Lee", fact(FactKind.PERSON, ANN.id)),
        ("assignee", "none", ~fact(FactKind.ASSIGNED, "person")),
        ("group", "none", EVERY),
        ("contact", "ann+box@x.example", OfCustomers(frozenset({8}))),
        ("contact", "status:new", NONE),
        ("id", "1,HFS00000002", Numbered(frozenset({1, 2}))),
    ],
)
def test_a_parameter_means_the_same_as_its_term(desk: Desk, name: str, value: str, expected: Filter) -> None:
    assert conditions(desk, FakeLookups(), **{name: value}) == [expected]


def test_a_value_with_spaces_needs_no_quotation_marks(desk: Desk) -> None:
    assert conditions(desk, duedate="next 7 days") == conditions(desk, q="duedate:next 7 days")


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("unresponded", "yes", '"unresponded" takes true or false.'),
        ("breached", "", 'A value of "breached" is missing.'),
        ("tag", "a,,b", 'A value of "tag" is missing.'),
        ("tag", '"a', "A quotation mark is not closed."),
        ("tag", '"a" "b"', 'Put a comma between the values of "tag".'),
        ("id", ",".join("1" * 51), '"id" takes at most 50 values.'),
        ("priority", "Urgent", 'There is no priority with the name "Urgent".'),
        ("tag", ["a", "b"], "Send this parameter once."),
    ],
)
def test_a_parameter_is_refused_under_its_own_name(desk: Desk, name: str, value: str | list[str], problem: str) -> None:
    assert refusals(desk, **{name: value}) == {name: [problem]}


def test_parameters_and_query_hold_together(desk: Desk) -> None:
    found = conditions(desk, category="1", tag="vip", q='unassigned:true "printer"')

    assert [type(one).__name__ for one in found] == ["WithFact", "WithFact", "Not", "WithWords"]


@pytest.mark.parametrize(
    ("q", "problem"),
    [
        ('"DEV Ticket Number":"77"', 'There is no field "DEV Ticket Number".'),
        ("tag:", 'A value of "tag" is missing.'),
        ('status:"New', "A quotation mark is not closed."),
        ("!", "There is no word to search for."),
        ("+", "There is no word to search for."),
        ("tag:a !", "There is no word to search for."),
        ("one two three four five six seven eight nine", "There can be at most 8 words."),
        ("tag:a " + "x" * 201, "The words can have at most 200 characters together."),
        ("x" * 1001, "Send at most 1000 characters."),
    ],
)
def test_a_query_that_cannot_be_read_is_refused(desk: Desk, q: str, problem: str) -> None:
    assert refusals(desk, q=q) == {"q": [problem]}


@pytest.mark.parametrize("q", ["", "  "])
def test_a_blank_query_counts_as_absent(desk: Desk, q: str) -> None:
    assert conditions(desk, q=q) == []


@pytest.mark.parametrize(
    ("code", "key", "descending"),
    [
        ("createa", OrderKey.CREATED, False),
        ("created", OrderKey.CREATED, True),
        ("ticketa", OrderKey.NUMBER, False),
        ("ticketd", OrderKey.NUMBER, True),
        ("updatea", OrderKey.LAST_PUBLIC_MESSAGE, False),
        ("updated", OrderKey.LAST_PUBLIC_MESSAGE, True),
        ("last_modifieda", OrderKey.UPDATED, False),
        ("last_modifiedd", OrderKey.UPDATED, True),
        ("prioritya", OrderKey.PRIORITY, False),
        ("priorityd", OrderKey.PRIORITY, True),
        ("statusa", OrderKey.STATE, False),
        ("statusd", OrderKey.STATE, True),
        ("categorya", OrderKey.CATEGORY, False),
        ("categoryd", OrderKey.CATEGORY, True),
        ("assigneea", OrderKey.ASSIGNEE, False),
        ("assigneed", OrderKey.ASSIGNEE, True),
        ("clienta", OrderKey.CUSTOMER, False),
        ("clientd", OrderKey.CUSTOMER, True),
        ("subjecta", OrderKey.SUBJECT, False),
        ("subjectd", OrderKey.SUBJECT, True),
        ("due", OrderKey.DUE, False),
        ("unresponded", OrderKey.UNRESPONDED, True),
    ],
)
def test_a_code_of_sorting_is_an_order(code: str, key: OrderKey, descending: bool) -> None:
    assert query_of(sort=code, q="printer").sort == Order(key, descending)


@pytest.mark.parametrize("code", ["", "create", "Created", "dued", "number", " created"])
def test_an_unknown_code_of_sorting_is_refused(desk: Desk, code: str) -> None:
    (problem,) = refusals(desk, sort=code)["sort"]

    assert problem.startswith("There is no such order. Send one of assigneea, assigneed, categorya,")


def test_the_fields_of_tickets_are_listed() -> None:
    assert query_of(fields="id, subject,id").fields == ("id", "subject")
    assert query_of(fields=" ").fields is None


@pytest.mark.parametrize(
    ("fields", "unknown"), [("id,nothing", "nothing"), ("id,", ""), ("ID", "ID"), ("user.id", "user.id")]
)
def test_an_unknown_field_of_tickets_is_refused(desk: Desk, fields: str, unknown: str) -> None:
    assert refusals(desk, fields=fields) == {"fields": [f'A ticket has no field "{unknown}".']}


@pytest.mark.parametrize(
    ("parameters", "shown"),
    [
        ({"include_updates": "1"}, Shown(histories=True)),
        ({"show_updates": "true"}, Shown(histories=True)),
        ({"show_updates": "0"}, Shown()),
        ({"fields": "id,updates"}, Shown(histories=True, keys=("id", "updates"))),
        ({"fields": "subject", "include_updates": "1"}, Shown(keys=("subject",))),
        ({"minify_response": "true", "include_updates": "1"}, ONLY_IDS),
        ({"minify_response": "1", "fields": "updates"}, ONLY_IDS),
    ],
)
def test_the_narrowest_parameter_says_what_is_shown(parameters: dict[str, str], shown: Shown) -> None:
    assert query_of(**parameters).shown == shown


@pytest.mark.parametrize("name", ["minify_response", "include_updates", "show_updates"])
@pytest.mark.parametrize("value", ["", "yes", "2"])
def test_a_flag_is_true_or_false(desk: Desk, name: str, value: str) -> None:
    assert list(refusals(desk, **{name: value})) == [name]


def test_two_parameters_that_only_order_are_ignored(desk: Desk) -> None:
    assert conditions(desk, sort_by="created", sort_order=" asc") == []


def test_an_unknown_parameter_is_refused_with_all_other_faults(desk: Desk) -> None:
    found = refusals(desk, nonsense="1", page="0", q="asignee:none", sort="x")

    assert found.pop("sort")
    assert found == {
        "nonsense": ["This parameter is not known here."],
        "page": ["Pages are counted from 1."],
        "q": ['There is no field "asignee".'],
    }


def test_what_names_nothing_is_refused_with_all_other_faults(desk: Desk) -> None:
    assert list(refusals(desk, status="99", category="999", breached="x", q="status:Nwe")) == [
        "status",
        "category",
        "breached",
        "q",
    ]
