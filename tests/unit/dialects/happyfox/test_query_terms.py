"""Which filter each term of a `q` is, and which values are refused."""

from datetime import UTC, datetime

import pytest

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox.names import MAX_CUSTOMERS
from polydesk.domain.facts import Fact, FactKind, Moment
from polydesk.domain.filters import (
    EVERY,
    NONE,
    AnyOf,
    Filter,
    Happened,
    InStates,
    Numbered,
    OfCustomers,
    Texts,
    WithFact,
    WithWords,
)
from polydesk.domain.search_terms import SearchQuery
from tests.unit.dialects.happyfox.list_samples import (
    ANN,
    BO,
    HIGH,
    NEW,
    NORMAL,
    OPEN,
    FakeLookups,
    conditions,
    new_desk,
    refusals,
)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return new_desk()


def fact(kind: FactKind, value: int | str = 1) -> Filter:
    return WithFact(Fact(kind, value))


def day(month: int, number: int, year: int = 2026) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


def words(*terms: str, prefix: str | None = None, number: int | None = None) -> Filter:
    return WithWords(SearchQuery(terms, prefix, number), Texts.ALL)


HELD = fact(FactKind.ASSIGNED, "person")
OF_ANN, OF_BO = fact(FactKind.PERSON, ANN.id), fact(FactKind.PERSON, BO.id)
VIP = fact(FactKind.TAG, "vip")
UNRESPONDED, BREACHED = fact(FactKind.UNRESPONDED), fact(FactKind.BREACHED)
OVERDUE = Happened(Moment.DUE, None, day(11, 26))

EXAMPLES: list[tuple[str, list[Filter]]] = [
    (
        'status:"New","open"+last-modified-on-or-after:"2023/04/15"+last-modified-before:"2023/06/15"',
        [
            InStates(frozenset({NEW, OPEN})),
            Happened(Moment.UPDATED, day(4, 15, 2023), None),
            Happened(Moment.UPDATED, None, day(6, 15, 2023)),
        ],
    ),
    (
        'tag:"routine_checks" status:"open","new"',
        [fact(FactKind.TAG, "routine_checks"), InStates(frozenset({NEW, OPEN}))],
    ),
    ("contact: “james@example.com”", [OfCustomers(frozenset({7}))]),
    (
        'assignee:none priority:"High","Normal" duedate:overdue unresponded:true',
        [~HELD, AnyOf((fact(FactKind.PRIORITY, NORMAL), fact(FactKind.PRIORITY, HIGH))), OVERDUE, UNRESPONDED],
    ),
    (
        'unresponded:true+has_attachments:true+contact:"a@x.example"+tag:"a","b"',
        [
            UNRESPONDED,
            fact(FactKind.WITH_FILES),
            NONE,
            AnyOf((fact(FactKind.TAG, "a"), fact(FactKind.TAG, "b"))),
        ],
    ),
    (
        'last-staff-replied-on-or-after:"2024-01-31" last-staff-replied-on-or-before:"2024-01-31"',
        [
            Happened(Moment.STAFF_REPLIED, day(1, 31, 2024), None),
            Happened(Moment.STAFF_REPLIED, None, day(2, 1, 2024)),
        ],
    ),
    (
        "created-on-or-after:2024-01-31,created-on-or-before:2024-02-29",
        [Happened(Moment.CREATED, day(1, 31, 2024), None), Happened(Moment.CREATED, None, day(3, 1, 2024))],
    ),
    ("duedate:next 7 days breached:true", [Happened(Moment.DUE, day(11, 26), day(12, 4)), BREACHED]),
    ("contact:ann+box@x.example", [OfCustomers(frozenset({8}))]),
    ("printer unresponded:true paper", [UNRESPONDED, words("printer", prefix="paper")]),
    ('"degree works"', [words("degree", "works")]),
    ("https://x.example/a", [words("https", "x", "example", "a")]),
    ("error: disk", [words("error", prefix="disk")]),
]
"""What is documented, and what clients send."""


@pytest.mark.parametrize(("q", "expected"), EXAMPLES, ids=[str(place) for place in range(len(EXAMPLES))])
def test_a_query_is_the_filters_of_its_terms_and_words(desk: Desk, q: str, expected: list[Filter]) -> None:
    assert conditions(desk, q=q) == expected


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("unresponded:false", ~UNRESPONDED),
        ('breached:"TRUE"', BREACHED),
        ("has_attachments:False", ~fact(FactKind.WITH_FILES)),
        ("breached:true,false", AnyOf((BREACHED, ~BREACHED))),
        ("unassigned:true", ~HELD),
        ("unassigned:false", HELD),
        ("assignee:--none", ~HELD),
        ("assignee:any", HELD),
        ("assignee:--any", HELD),
        ('assignee:"none"', ~HELD),
        ("assignee:ANN@desk.example", OF_ANN),
        ("assignee:Annie", OF_ANN),
        ('assignee:"Ann Lee"', OF_ANN),
        ('assignee:"Ann+Lee"', OF_ANN),
        ("assignee:Ann", OF_ANN),
        ("assignee:ann", NONE),
        ("assignee:3", NONE),
        ("assignee:Lee", AnyOf((OF_ANN, OF_BO))),
        ("assignee:none,Bo", AnyOf((~HELD, OF_BO))),
        ('status:"NEW"', InStates(frozenset({NEW}))),
        ('status:"Pending+Reminder"', InStates(frozenset({3}))),
        ("priority:high", fact(FactKind.PRIORITY, HIGH)),
        ("tag:vip", VIP),
        ("tag:VIP", fact(FactKind.TAG, "VIP")),
        ('tag:" vip "', VIP),
        ("tag:cafe\u0301", fact(FactKind.TAG, "café")),
        ('tag:"a+b"', AnyOf((fact(FactKind.TAG, "a+b"), fact(FactKind.TAG, "a b")))),
        ("contact:James@EXAMPLE.com", OfCustomers(frozenset({7}))),
        ('contact:"+49 (1) 23"', OfCustomers(frozenset({9}))),
        ("contact:49124", NONE),
        ('contact:"Bond, James"', OfCustomers(frozenset({7}))),
        ('contact:"James Box"', NONE),
        ("contact:james@example.com,49123", OfCustomers(frozenset({7, 9}))),
        ("contact:---", NONE),
        ("group:none", EVERY),
        ("group:--none", EVERY),
        ("group:any", NONE),
        ("group:Sales", NONE),
        ("id:2", Numbered(frozenset({2}))),
        ("id:HFS00000001,#hfs00000002,3,#4", Numbered(frozenset({1, 2, 3, 4}))),
        ("id:ABC00000001", NONE),
        ("id:0", NONE),
        ("id:-1", NONE),
        ("id:٢", NONE),
        ("id:hfſ1", NONE),
        ("id:99999999999", NONE),
        ("id:" + "9" * 300, NONE),
        ("duedate:today", Happened(Moment.DUE, day(11, 26), day(11, 27))),
        ("duedate:Yesterday", Happened(Moment.DUE, day(11, 25), day(11, 26))),
        ('duedate:"tomorrow"', Happened(Moment.DUE, day(11, 27), day(11, 28))),
        ('duedate:"next+7+days"', Happened(Moment.DUE, day(11, 26), day(12, 4))),
        ("7", words("7", number=7)),
        ('"printer"', words("printer")),
        ('"a" pap', words("a", prefix="pap")),
    ],
)
def test_a_term_is_a_filter(desk: Desk, q: str, expected: Filter) -> None:
    assert conditions(desk, q=q) == [expected]


@pytest.mark.parametrize(
    ("prefix", "moment"),
    [
        ("created", Moment.CREATED),
        ("last-modified", Moment.UPDATED),
        ("last-staff-replied", Moment.STAFF_REPLIED),
        ("last-contact-replied", Moment.CUSTOMER_REPLIED),
        ("last-closed", Moment.LAST_CLOSED),
    ],
)
@pytest.mark.parametrize("text", ["2024/02/28", '"2024-02-28"'])
def test_each_date_has_five_comparisons(desk: Desk, prefix: str, moment: Moment, text: str) -> None:
    that, next_day = day(2, 28, 2024), day(2, 29, 2024)
    expected = {
        "on": (that, next_day),
        "on-or-before": (None, next_day),
        "on-or-after": (that, None),
        "before": (None, that),
        "after": (next_day, None),
    }

    for when, bounds in expected.items():
        assert conditions(desk, q=f"{prefix}-{when}:{text}") == [Happened(moment, *bounds)]


def test_the_last_day_of_the_calendar_has_no_day_after_it(desk: Desk) -> None:
    last = datetime(9999, 12, 31, tzinfo=UTC)

    assert conditions(desk, q="created-on:9999-12-31") == [Happened(Moment.CREATED, last, None)]
    assert conditions(desk, q="created-on-or-before:9999-12-31") == [Happened(Moment.CREATED)]
    assert conditions(desk, q="created-after:9999-12-31") == [NONE]


def test_the_same_field_twice_is_two_conditions(desk: Desk) -> None:
    assert conditions(desk, q="tag:vip tag:a") == [VIP, fact(FactKind.TAG, "a")]


@pytest.mark.parametrize(
    ("q", "problem"),
    [
        ("unresponded:yes", '"unresponded" takes true or false.'),
        ("unassigned:1", '"unassigned" takes true or false.'),
        ("duedate:next", '"duedate" takes today, yesterday, tomorrow, overdue or next 7 days.'),
        ("status:Nwe", 'There is no status with the name "Nwe".'),
        ("status:new,1", 'There is no status with the name "1".'),
        ('priority:"Urgent+"', 'There is no priority with the name "Urgent+".'),
    ],
)
def test_another_value_of_a_closed_set_is_refused(desk: Desk, q: str, problem: str) -> None:
    assert refusals(desk, q=q) == {"q": [problem]}


@pytest.mark.parametrize(
    "date",
    [
        '"25/01/2019"',
        "2023-02-29",
        "2023/13/01",
        "2023/02-01",
        "23-02-01",
        "2023-2-1",
        "today",
        "2023-01-01,2023-01-02",
    ],
)
def test_what_is_not_one_day_is_refused(desk: Desk, date: str) -> None:
    problem = '"created-on" takes one date, as yyyy/mm/dd or yyyy-mm-dd, of a day that exists.'

    assert refusals(desk, q=f"created-on:{date}") == {"q": [problem]}


def test_all_faults_of_a_query_come_at_once(desk: Desk) -> None:
    found = refusals(desk, q="breached:x unassigned:y tag:a")

    assert found == {"q": ['"breached" takes true or false.', '"unassigned" takes true or false.']}


def test_the_values_of_a_term_are_looked_up_together(desk: Desk) -> None:
    lookups = FakeLookups()

    conditions(desk, lookups, q="contact:a@x.example,b@x.example,123")

    addresses, phones, names = lookups.calls
    assert (addresses, phones) == ({"a@x.example", "b@x.example"}, {"123"})
    assert names == {("a", "x", "example"), ("b", "x", "example"), ("123",)}


@pytest.mark.parametrize("q", ["tag:a", "assignee:none", "status:new", "printer"])
def test_nobody_is_looked_up_when_no_term_names_anybody(desk: Desk, q: str) -> None:
    lookups = FakeLookups()

    conditions(desk, lookups, q=q)

    assert not lookups.calls


def test_values_of_a_contact_may_be_so_many_people_together(desk: Desk) -> None:
    found = FakeLookups(names={number: frozenset({"ann"}) for number in range(1, MAX_CUSTOMERS + 1)})

    (of_customers,) = conditions(desk, found, q="contact:ann")
    assert isinstance(of_customers, OfCustomers)
    assert len(of_customers.person_ids) == MAX_CUSTOMERS

    problem = "More than 500 people have these names or numbers. Send fewer values, or addresses."
    too_many = FakeLookups(names={**found.names, MAX_CUSTOMERS + 1: frozenset({"ann"})})
    for name, value in (("q", "contact:ann"), ("contact", "ann")):
        assert refusals(desk, too_many, **{name: value}) == {name: [problem]}
