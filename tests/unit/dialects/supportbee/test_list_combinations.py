"""Any combination of parameters is the filter that a table says, or is refused with the names at fault."""

from collections.abc import Mapping
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from polydesk.dialects.supportbee.list_filter import list_filter, list_order
from polydesk.dialects.supportbee.list_query import TicketListQuery
from polydesk.domain.facts import Fact, FactKind, Moment
from polydesk.domain.filters import AllOf, AnyOf, Filter, Flag, Flagged, Happened, Not, OfCustomers, WithFact
from polydesk.domain.orders import Order, OrderKey
from tests.unit.dialects.supportbee.list_samples import ANN, CALLER, FakeLookups, read, refusals

REFUSED = "refused"

ASSIGNED_TO = {kind: WithFact(Fact(FactKind.ASSIGNED, kind.value)) for kind in (FactKind.PERSON, FactKind.GROUP)}
MINE = AnyOf((WithFact(Fact(FactKind.GROUP, 1)), WithFact(Fact(FactKind.GROUP, 4))))
TEAM: dict[str, list[Filter] | str] = {
    "mine": [MINE],
    "7": [WithFact(Fact(FactKind.GROUP, 7))],
    "any": [ASSIGNED_TO[FactKind.GROUP]],
    "none": [Not(ASSIGNED_TO[FactKind.GROUP])],
    "me": REFUSED,
    "": REFUSED,
}
MIDNIGHT = datetime(2026, 1, 5, tzinfo=UTC)

TABLE: dict[str, dict[str, list[Filter] | str]] = {
    "page": {"1": [], "7": [], "0": REFUSED, "x": REFUSED},
    "per_page": {"1": [], "100": [], "101": REFUSED, "": REFUSED},
    "total_only": {"True": [], "0": [], "yes": REFUSED},
    "sort_by": {"creation_time": [], "last_activity": [], "other": [], "": []},
    "auth_token": {"T": [], "": []},
    "format": {"json": []},
    "replies": {
        "TRUE": [Not(WithFact(Fact(FactKind.REPLIES, 0)))],
        "false": [WithFact(Fact(FactKind.REPLIES, 0))],
        "": REFUSED,
    },
    "max_replies": {
        "0": [WithFact(Fact(FactKind.REPLIES, 0))],
        "3": [WithFact(Fact(FactKind.REPLIES, 3))],
        "-1": REFUSED,
        "": REFUSED,
    },
    "assigned_user": {
        "me": [WithFact(Fact(FactKind.PERSON, ANN))],
        "8": [WithFact(Fact(FactKind.PERSON, 8))],
        "any": [ASSIGNED_TO[FactKind.PERSON]],
        "none": [Not(ASSIGNED_TO[FactKind.PERSON])],
        "mine": REFUSED,
        "ann": REFUSED,
    },
    "assigned_team": TEAM,
    "assigned_group": TEAM,
    "starred": {
        "1": [WithFact(Fact(FactKind.STARRED_BY, ANN))],
        "False": [Not(WithFact(Fact(FactKind.STARRED_BY, ANN))), WithFact(Fact(FactKind.PERSON, ANN))],
        "maybe": REFUSED,
    },
    "label": {
        "Urgent": [WithFact(Fact(FactKind.FOLDED_TAG, "urgent"))],
        "unanswered": [WithFact(Fact(FactKind.UNRESPONDED, 1))],
        "": REFUSED,
    },
    "since": {
        "20260105": [Happened(Moment.LAST_MESSAGE, since=MIDNIGHT.replace(second=1))],
        "2026-01-32": REFUSED,
    },
    "until": {
        "5th Jan 2026 12:00:00 AM": [Happened(Moment.LAST_MESSAGE, until=MIDNIGHT)],
        "INVALID": REFUSED,
    },
    "requester_emails": {
        "BO@example.com,nobody@example.com": [OfCustomers(frozenset({10}))],
        "nobody@example.com": [OfCustomers(frozenset())],
        "bo": REFUSED,
    },
    "archived": {"true": [], "FALSE": [], "any": [], "": REFUSED},
    "spam": {"true": [], "0": [], "any": REFUSED},
    "trash": {"1": [], "false": [], "": REFUSED},
    "nonsense": {"1": REFUSED, "": REFUSED},
}
"""What each value stands for by itself. The flags depend on each other: their conditions are in `_flags`."""

ONLY = {"true": True, "1": True, "false": False, "FALSE": False, "0": False}

combinations = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(list(values)) for name, values in TABLE.items()}
)


def _flags(sent: Mapping[str, str]) -> list[Filter]:
    spam, trash = (ONLY[sent.get(name, "false")] for name in ("spam", "trash"))
    archived = sent.get("archived", "any" if spam or trash else "false")
    wanted = {Flag.SPAM: spam, Flag.TRASHED: trash}
    if archived != "any":
        wanted[Flag.ARCHIVED] = ONLY[archived]
    return [Flagged(flag) if only else Not(Flagged(flag)) for flag, only in wanted.items()]


def _at_fault(sent: Mapping[str, str]) -> set[str]:
    """Return the names of the parameters that are refused."""
    found = {name for name, value in sent.items() if TABLE[name][value] == REFUSED}
    if sent.get("replies") == "false" and "max_replies" in sent:
        found.add("max_replies")
    team, group = sent.get("assigned_team"), sent.get("assigned_group")
    if team and group and team != group and "assigned_team" not in found:
        found.add("assigned_group")
    return found


@given(combinations)
def test_any_combination_is_the_filter_of_the_table_or_refused_by_name(sent: dict[str, str]) -> None:
    if at_fault := _at_fault(sent):
        assert set(refusals(TicketListQuery, **sent)) == at_fault
        return
    query = read(TicketListQuery, **sent)
    found = list_filter(query, CALLER, FakeLookups())
    expected = [one for name, value in sent.items() for one in TABLE[name][value] if isinstance(one, Filter)]

    assert isinstance(found, AllOf)
    assert set(found.filters) == {*expected, *_flags(sent)}
    key = OrderKey.NUMBER if sent.get("sort_by") == "creation_time" else OrderKey.LAST_MESSAGE
    assert list_order(query) == Order(key, descending=True)


def test_the_table_has_every_parameter() -> None:
    assert set(TABLE) == {*TicketListQuery.model_fields, "auth_token", "format", "nonsense"}
