"""Which tickets each parameter of the lists stands for, and in which order they come."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from polydesk.dialects.supportbee.list_filter import (
    NEWEST_ACTIVITY_FIRST,
    Lookups,
    list_filter,
    list_order,
    search_filter,
)
from polydesk.dialects.supportbee.list_query import TicketListQuery, TicketSearchQuery
from polydesk.domain.facts import Fact, FactKind, Moment
from polydesk.domain.filters import (
    NONE,
    AllOf,
    AnyOf,
    Filter,
    Flag,
    Flagged,
    Happened,
    OfCustomers,
    Texts,
    WithFact,
    WithWords,
)
from polydesk.domain.orders import Order, OrderKey
from polydesk.domain.search_terms import parse_query
from tests.unit.dialects.supportbee.list_samples import ANN, CALLER, FakeLookups, read

ARCHIVED, SPAM, TRASHED = map(Flagged, (Flag.ARCHIVED, Flag.SPAM, Flag.TRASHED))
NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)


def fact(kind: FactKind, value: int | str = 1) -> Filter:
    """Tickets with this fact."""
    return WithFact(Fact(kind, value))


def conditions(lookups: Lookups | None = None, /, **parameters: str) -> set[Filter]:
    """Return what has to hold for a ticket to be in the list."""
    found = list_filter(read(TicketListQuery, **parameters), CALLER, lookups or FakeLookups())
    assert isinstance(found, AllOf)
    return set(found.filters)


def beside_flags(lookups: Lookups | None = None, /, **parameters: str) -> set[Filter]:
    """Return what has to hold beside the default of the flags."""
    return conditions(lookups, **parameters) - conditions()


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, {~ARCHIVED, ~SPAM, ~TRASHED}),
        ({"archived": "false"}, {~ARCHIVED, ~SPAM, ~TRASHED}),
        ({"archived": "true"}, {ARCHIVED, ~SPAM, ~TRASHED}),
        ({"archived": "any"}, {~SPAM, ~TRASHED}),
        ({"spam": "true"}, {SPAM, ~TRASHED}),
        ({"trash": "true"}, {~SPAM, TRASHED}),
        ({"spam": "true", "trash": "true"}, {SPAM, TRASHED}),
        ({"spam": "true", "archived": "false"}, {~ARCHIVED, SPAM, ~TRASHED}),
        ({"trash": "true", "archived": "true"}, {ARCHIVED, ~SPAM, TRASHED}),
        ({"archived": "false", "spam": "false", "trash": "false", "page": "1"}, {~ARCHIVED, ~SPAM, ~TRASHED}),
    ],
)
def test_the_flags_select_with_without_or_only(parameters: dict[str, str], expected: set[Filter]) -> None:
    assert conditions(**parameters) == expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"replies": "true"}, {~fact(FactKind.REPLIES, 0)}),
        ({"replies": "false"}, {fact(FactKind.REPLIES, 0)}),
        ({"max_replies": "0"}, {fact(FactKind.REPLIES, 0)}),
        ({"max_replies": "2"}, {fact(FactKind.REPLIES, 2)}),
        ({"max_replies": "2", "replies": "true"}, {fact(FactKind.REPLIES, 2), ~fact(FactKind.REPLIES, 0)}),
    ],
)
def test_replies_are_none_some_or_exactly_so_many(parameters: dict[str, str], expected: set[Filter]) -> None:
    assert beside_flags(**parameters) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("me", fact(FactKind.PERSON, ANN)),
        ("7", fact(FactKind.PERSON, 7)),
        ("any", fact(FactKind.ASSIGNED, "person")),
        ("none", ~fact(FactKind.ASSIGNED, "person")),
    ],
)
def test_a_person_has_the_ticket(value: str, expected: Filter) -> None:
    assert beside_flags(assigned_user=value) == {expected}


@pytest.mark.parametrize("name", ["assigned_team", "assigned_group"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("mine", AnyOf((fact(FactKind.GROUP, 1), fact(FactKind.GROUP, 4)))),
        ("7", fact(FactKind.GROUP, 7)),
        ("any", fact(FactKind.ASSIGNED, "group")),
        ("none", ~fact(FactKind.ASSIGNED, "group")),
    ],
)
def test_a_team_has_the_ticket(name: str, value: str, expected: Filter) -> None:
    assert beside_flags(**{name: value}) == {expected}


def test_the_teams_of_a_caller_without_teams_have_no_ticket() -> None:
    assert beside_flags(FakeLookups(groups={}), assigned_team="mine") == {NONE}


def test_both_names_of_the_team_are_one_condition() -> None:
    assert beside_flags(assigned_team="7", assigned_group="7") == {fact(FactKind.GROUP, 7)}


def test_starred_is_what_the_caller_has_starred() -> None:
    assert beside_flags(starred="true") == {fact(FactKind.STARRED_BY, ANN)}


def test_not_starred_is_what_the_caller_has_and_has_not_starred() -> None:
    assert beside_flags(starred="false") == {~fact(FactKind.STARRED_BY, ANN), fact(FactKind.PERSON, ANN)}


@pytest.mark.parametrize("name", ["respond now", "Respond Now", " RESPOND NOW "])
def test_a_label_is_compared_without_case(name: str) -> None:
    assert beside_flags(label=name) == {fact(FactKind.FOLDED_TAG, "respond now")}


@pytest.mark.parametrize("name", ["CAF\u00c9", "cafe\u0301"])
def test_a_label_is_the_same_however_its_accents_are_typed(name: str) -> None:
    assert beside_flags(label=name) == {fact(FactKind.FOLDED_TAG, "caf\u00e9")}


@pytest.mark.parametrize("name", ["unanswered", "Unanswered"])
def test_the_label_unanswered_selects_unanswered_tickets_until_it_is_declared(name: str) -> None:
    assert beside_flags(label=name) == {fact(FactKind.UNRESPONDED)}
    declared = FakeLookups(labels={"unanswered"})
    assert beside_flags(declared, label=name) == {fact(FactKind.FOLDED_TAG, "unanswered")}


def test_a_declared_label_does_not_change_what_others_select() -> None:
    assert beside_flags(FakeLookups(labels={"urgent"}), label="unanswered") == {fact(FactKind.UNRESPONDED)}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2026-01-05T09:00:00", NINE + timedelta(seconds=1)),
        ("2026-01-05T16:00:00 07:00", NINE + timedelta(seconds=1)),
        ("2026-01-05T09:00:00.001Z", NINE + timedelta(seconds=1)),
    ],
)
def test_since_is_strictly_after_the_second(text: str, first: datetime) -> None:
    assert beside_flags(since=text) == {Happened(Moment.LAST_MESSAGE, since=first)}


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2026-01-05T09:00:00", NINE),
        ("1767603600", NINE),
        ("2026-01-05T09:00:00.001Z", NINE + timedelta(seconds=1)),
    ],
)
def test_until_is_strictly_before_the_second(text: str, end: datetime) -> None:
    assert beside_flags(until=text) == {Happened(Moment.LAST_MESSAGE, until=end)}


def test_since_and_until_concern_the_last_activity_whatever_the_order() -> None:
    found = beside_flags(since="2026-01-05", until="2026-01-05T09:00:00Z", sort_by="creation_time")
    midnight = NINE.replace(hour=0)
    assert found == {
        Happened(Moment.LAST_MESSAGE, since=midnight + timedelta(seconds=1)),
        Happened(Moment.LAST_MESSAGE, until=NINE),
    }


@pytest.mark.parametrize(
    ("addresses", "people"),
    [
        ("bo@example.com", {10}),
        ("BO@Example.com , cy@example.com", {10, 11}),
        ("nobody@example.com,cy@example.com", {11}),
        ("nobody@example.com", set()),
    ],
)
def test_the_requester_has_one_of_the_addresses(addresses: str, people: set[int]) -> None:
    assert beside_flags(requester_emails=addresses) == {OfCustomers(frozenset(people))}


@pytest.mark.parametrize("parameters", [{"page": "3"}, {"per_page": "100"}, {"total_only": "true"}, {"sort_by": "x"}])
def test_the_page_and_the_order_select_nothing(parameters: dict[str, str]) -> None:
    assert conditions(**parameters) == conditions()


@pytest.mark.parametrize("text", ["last_activity", "", "creation", "Creation_Time"])
def test_the_newest_activity_comes_first(text: str) -> None:
    query = read(TicketListQuery, sort_by=text)
    assert list_order(query) == list_order(read(TicketListQuery)) == Order(OrderKey.LAST_MESSAGE, descending=True)


def test_the_newest_ticket_comes_first_where_the_order_is_by_creation() -> None:
    assert list_order(read(TicketListQuery, sort_by="creation_time")) == Order(OrderKey.NUMBER, descending=True)


def test_a_client_asks_for_the_number_of_old_tickets_without_replies() -> None:
    parameters = {"replies": "false", "total_only": "true", "until": "2026-01-05T09:00:00", "auth_token": "T"}
    assert beside_flags(**parameters) == {fact(FactKind.REPLIES, 0), Happened(Moment.LAST_MESSAGE, until=NINE)}
    assert read(TicketListQuery, **parameters).total_only


class SilentLookups:
    """A desk that must not be asked: each question is a read."""

    def is_label(self, name: str) -> bool:
        """Fail."""
        pytest.fail("the desk was asked for a label")

    def groups_of(self, person_id: int) -> Collection[int]:
        """Fail."""
        pytest.fail("the desk was asked for the groups of a person")

    def people_with(self, emails: Collection[str]) -> Collection[int]:
        """Fail."""
        pytest.fail("the desk was asked for people")


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"assigned_team": "1"},
        {"assigned_group": "any"},
        {"assigned_user": "me"},
        {"label": "urgent"},
        {"starred": "false"},
    ],
)
def test_the_desk_is_asked_only_for_what_a_parameter_needs(parameters: dict[str, str]) -> None:
    assert ~SPAM in conditions(SilentLookups(), **parameters)


@pytest.mark.parametrize(
    ("parameters", "flags"),
    [
        ({}, {~SPAM, ~TRASHED}),
        ({"spam": "true"}, {SPAM, ~TRASHED}),
        ({"trash": "1", "spam": "0"}, {~SPAM, TRASHED}),
        ({"trash": "True", "spam": "True"}, {SPAM, TRASHED}),
    ],
)
def test_a_search_finds_words_of_the_ticket_and_its_requester_archived_or_not(
    parameters: dict[str, str], flags: set[Filter]
) -> None:
    found = search_filter(read(TicketSearchQuery, query="Bo print", **parameters))
    assert isinstance(found, AllOf)
    assert set(found.filters) == {*flags, WithWords(parse_query("Bo print"), Texts.ALL, customers=True)}


def test_a_search_for_a_number_also_finds_the_ticket_with_it() -> None:
    found = search_filter(read(TicketSearchQuery, query="17"))
    assert isinstance(found, AllOf)
    assert [one.query.number for one in found.filters if isinstance(one, WithWords)] == [17]


def test_a_search_shows_the_newest_activity_first() -> None:
    assert Order(OrderKey.LAST_MESSAGE, descending=True) == NEWEST_ACTIVITY_FIRST


def test_another_caller_has_other_stars_and_tickets() -> None:
    assert CALLER.person
    other = replace(CALLER, person=replace(CALLER.person, id=5))
    found = list_filter(read(TicketListQuery, starred="false", assigned_user="me"), other, FakeLookups())
    assert isinstance(found, AllOf)
    assert {~fact(FactKind.STARRED_BY, 5), fact(FactKind.PERSON, 5)} <= set(found.filters)
