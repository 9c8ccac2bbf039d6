"""The queries that clients of the Zammad API send find what a look at every ticket says."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.unit.dialects.zammad.query_desk import (
    ANN,
    CARL,
    CUSTOMER_CALLER,
    GRACE,
    NOW,
    SampleNames,
    Seen,
    found,
    refusal,
    sample_desk,
    seen,
)

NEW, OPEN, REMINDER, CLOSED, PENDING_CLOSE = 1, 2, 3, 4, 7
Holds = Callable[[Seen], bool]


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def owner(one: Seen) -> int:
    assignee = one.ticket.assignee
    return assignee.id if assignee and assignee.kind == "person" else 1


def within(at: datetime | None, since: str | None, until: str | None) -> bool:
    return at is not None and (not since or at >= day(since)) and (not until or at < day(until))


def begins(words: set[str] | list[str], beginning: str) -> bool:
    return any(word.startswith(beginning) for word in words)


OPENED_OR_WAITING = {NEW, OPEN, REMINDER, PENDING_CLOSE}
SENT: dict[str, Holds] = {
    "state.name:open AND priority.name:3 high AND group.name:Users AND owner.login:x AND customer.email:y@x.example": (
        lambda one: (
            (one.ticket.state_id, one.ticket.priority_id, one.ticket.category_id) == (OPEN, 3, 1)
            and owner(one) == GRACE.id
            and one.ticket.customer_id == CARL.id
        )
    ),
    "state_id:1 OR state_id:2": lambda one: one.ticket.state_id in (NEW, OPEN),
    "(state_id:4 OR state_id:1 OR state_id:10) AND owner_id:5": (
        lambda one: one.ticket.state_id in (CLOSED, NEW) and owner(one) == GRACE.id
    ),
    "owner_id:5 AND state_id:2": lambda one: owner(one) == GRACE.id and one.ticket.state_id == OPEN,
    "number:42": lambda one: one.ticket.number == 42,
    "state.name:new": lambda one: one.ticket.state_id == NEW,
    'owner.email:"a@b.c" AND state.name:(new OR open OR pending*)': (
        lambda one: owner(one) == GRACE.id and one.ticket.state_id in OPENED_OR_WAITING
    ),
    "customer_id:7": lambda one: one.ticket.customer_id == ANN.id,
    "id:*": lambda _: True,
    "*": lambda _: True,
    "created_at:[2026-01-01 TO 2026-01-31]": lambda one: within(one.ticket.created_at, "2026-01-01", "2026-02-01"),
    "updated_at:[2026-01-03T10:00:00Z TO 2026-01-05T10:00:00.500+02:00]": (
        lambda one: within(one.ticket.updated_at, "2026-01-03T10:00", "2026-01-05T08:00:00.501")
    ),
    "created_at:>2023-01-01": lambda _: True,
    "owner.id:5 AND (created_at:>'2026-01-20T00:00:00.000Z' OR updated_at:>'2026-01-25T10:00:00.000Z')": (
        lambda one: (
            owner(one) == GRACE.id
            and (
                one.ticket.created_at > day("2026-01-20")
                or one.ticket.updated_at.replace(microsecond=one.ticket.updated_at.microsecond // 1000 * 1000)
                > day("2026-01-25T10:00")
            )
        )
    ),
    "customer.email:ann@x.example, printer AND group.id:(1 OR 2) AND state.id:(1 OR 4)": (
        lambda one: (
            one.ticket.customer_id == ANN.id
            and "printer" in one.private
            and one.ticket.category_id in (1, 2)
            and one.ticket.state_id in (NEW, CLOSED)
        )
    ),
    "title:__pytest__": lambda one: "__pytest__" in one.subject,
    "title:My Title": lambda one: "my" in one.subject and "title" in one.private,
    "organization_id:3 AND time_unit:*": lambda _: False,
    "Welcome": lambda one: begins(one.private, "welcome"),
    "welc": lambda one: begins(one.private, "welc"),
    "customer_id: 4 AND state: open": lambda one: one.ticket.customer_id == CARL.id and one.ticket.state_id == OPEN,
    "state:(open OR new)": lambda one: one.ticket.state_id in (OPEN, NEW),
    "state.name:pending*": lambda one: one.ticket.state_id in (REMINDER, PENDING_CLOSE),
    "state.name:pending reminder": lambda one: one.ticket.state_id == REMINDER,
    "group.name:First line": lambda one: one.ticket.category_id == 2,
}


@pytest.mark.parametrize("query", SENT)
def test_what_clients_send_finds_its_tickets(query: str) -> None:
    assert found(query) == [one.ticket.number for one in seen() if SENT[query](one)]


def test_most_of_these_find_something() -> None:
    assert sum(bool(found(query)) for query in SENT) >= len(SENT) - 3


MEANT: dict[str, Holds] = {
    # numbers
    'number:#42 OR number:0043 OR id:"#0044"': lambda one: one.ticket.number in (42, 43, 44),
    "number:nothing": lambda _: False,
    "id:[10 TO 12]": lambda one: one.ticket.number in (10, 11, 12),
    "id:{10 TO 12]": lambda one: one.ticket.number in (11, 12),
    "id:>=499": lambda one: one.ticket.number >= 499,
    "id:<2 OR id:0": lambda one: one.ticket.number == 1,
    "id:{5 TO 6}": lambda _: False,
    "42": lambda one: one.ticket.number == 42 or begins(one.private, "42"),
    "42 title:print": lambda one: (one.ticket.number == 42 or "42" in one.private) and "print" in one.subject,
    "id:99999999999999": lambda _: False,
    # precedence, negation, what stands side by side
    "state_id:1 OR state_id:2 AND owner_id:5": (
        lambda one: one.ticket.state_id == NEW or (one.ticket.state_id == OPEN and owner(one) == GRACE.id)
    ),
    "NOT state_id:1 state_id:1": lambda _: False,
    "-tags:vip": lambda one: "vip" not in one.ticket.tags,
    "!state:open -state:new": lambda one: one.ticket.state_id not in (OPEN, NEW),
    "state:(NOT open)": lambda one: one.ticket.state_id != OPEN,
    "(state_id:1 || state_id:2) && NOT owner_id:1": (
        lambda one: one.ticket.state_id in (NEW, OPEN) and owner(one) != 1
    ),
    "NOT (printer OR broken) title:*": lambda one: not {"printer", "broken"} & one.private,
    # words
    "printer broken title:*": lambda one: {"printer", "broken"} <= one.private,
    "printer-broken title:*": lambda one: {"printer", "broken"} <= one.private,
    "print* title:*": lambda one: begins(one.private, "print"),
    "PRINTER print": lambda one: "printer" in one.private and begins(one.private, "print"),
    'print "printer"': lambda one: {"print", "printer"} <= one.private,
    "cafe title:*": lambda one: "café" in one.private,
    "and title:*": lambda _: False,
    "printer ... title:*": lambda one: "printer" in one.private,
    "title:print*": lambda one: begins(one.subject, "print"),
    "title:(printer OR broken)": lambda one: bool({"printer", "broken"} & set(one.subject)),
    'title:"my title"': lambda one: " my title " in f" {one.ticket.subject} ",
    "title:'printer'": lambda one: "printer" in one.subject,
    "title:my\\ title": lambda one: {"my", "title"} <= set(one.subject),
    "title:my\\:title": lambda one: {"my", "title"} <= set(one.subject),
    # names
    "state.name:PENDING": lambda one: one.ticket.state_id in (REMINDER, PENDING_CLOSE),
    'state.name:"pending reminder"': lambda one: one.ticket.state_id == REMINDER,
    'state.name:"reminder pending"': lambda _: False,
    "state.name:(pending reminder)": lambda one: one.ticket.state_id == REMINDER,
    "state.name:open printer": lambda one: one.ticket.state_id == OPEN and "printer" in one.private,
    "NOT state.name:pending close": lambda one: one.ticket.state_id != PENDING_CLOSE,
    "state:pending close, printer": lambda one: one.ticket.state_id == PENDING_CLOSE and "printer" in one.private,
    "state:unheard": lambda _: False,
    "priority:high": lambda one: one.ticket.priority_id == 3,
    "priority.name:2*": lambda one: one.ticket.priority_id == 2,
    'priority:"2 normal" OR priority:Low': lambda one: one.ticket.priority_id in (1, 2),
    "group:second level support printer": (lambda one: one.ticket.category_id == 3 and "printer" in one.private),
    "group:level": lambda one: one.ticket.category_id == 3,
    "state.state_type_id:(3 OR 4)": lambda one: one.ticket.state_id in (REMINDER, PENDING_CLOSE),
    "state.state_type_id:99": lambda _: False,
    # people
    "owner_id:1": lambda one: owner(one) == 1,
    "owner_id:me": lambda one: owner(one) == GRACE.id,
    "customer.id:me": lambda _: False,
    "created_by_id:(1 OR me)": lambda one: one.ticket.opened_by.person_id in (1, GRACE.id),
    "owner.login:X": lambda one: owner(one) == GRACE.id,
    "owner.login:a@b.c": lambda _: False,
    "customer.login:carl OR customer.email:ANN@X.example": (lambda one: one.ticket.customer_id in (ANN.id, CARL.id)),
    "NOT customer.email:nobody@x.example": lambda _: True,
    # organizations and tags
    "NOT organization.name:Acme": lambda _: True,
    "tags:VIP": lambda one: "vip" in one.ticket.tags,
    "tags:vip tags:late": lambda one: {"vip", "Late"} <= set(one.ticket.tags),
    "tags:(vip AND late)": lambda one: {"vip", "Late"} <= set(one.ticket.tags),
    'tags:(bug OR "two words")': lambda one: bool({"bug", "two words"} & set(one.ticket.tags)),
    "tags:two\\ words": lambda one: "two words" in one.ticket.tags,
    # times
    "created_at:2026-01-05": lambda one: within(one.ticket.created_at, "2026-01-05", "2026-01-06"),
    "created_at:{2026-01-05 TO 2026-01-07}": lambda one: within(one.ticket.created_at, "2026-01-06", "2026-01-07"),
    "created_at:<=2026-01-05": lambda one: within(one.ticket.created_at, None, "2026-01-06"),
    "created_at:< 2026-01-05": lambda one: within(one.ticket.created_at, None, "2026-01-05"),
    "updated_at:>now-7d": lambda one: one.ticket.updated_at >= NOW - timedelta(days=7) + timedelta(milliseconds=1),
    "updated_at:[now-1w TO now]": (
        lambda one: NOW - timedelta(days=7) <= one.ticket.updated_at < NOW + timedelta(milliseconds=1)
    ),
    "pending_time:<now": lambda one: one.ticket.pending_until is not None and one.ticket.pending_until < NOW,
    "close_at:[2026-01-01 TO *]": lambda one: within(one.ticket.closed_at, "2026-01-01", None),
    "escalation_at:[* TO 2026-01-15}": (
        lambda one: not one.ticket.escalation_paused and within(one.ticket.first_response_due_at, None, "2026-01-15")
    ),
    "last_contact_at:>=2026-01-15": lambda one: any(
        within(at, "2026-01-15", None) for at in (one.ticket.staff_replied_at, one.ticket.customer_replied_at)
    ),
    "last_contact_agent_at:2026-01-10": lambda one: within(one.ticket.staff_replied_at, "2026-01-10", "2026-01-11"),
    "last_contact_customer_at:<'2026-01-10T00:00Z'": (
        lambda one: within(one.ticket.customer_replied_at, None, "2026-01-10")
    ),
    # numbers that rows are compared with
    "article_count:3": lambda one: one.ticket.messages == 3,
    "article_count:>3": lambda one: one.ticket.messages > 3,
    "article_count:{1 TO 4}": lambda one: one.ticket.messages in (2, 3),
    "time_unit:*": lambda one: one.ticket.time_spent is not None,
    "time_unit:>-5.0": lambda one: one.ticket.time_spent is not None and one.ticket.time_spent > -5,
    "time_unit:0": lambda one: one.ticket.time_spent == 0,
    "time_unit:[15.25 TO 15.3]": lambda one: one.ticket.time_spent == Decimal("15.25"),
    "time_unit:[-5 TO 5]": lambda one: one.ticket.time_spent in (-5, 0, 5),
    "time_unit:5.004": lambda _: False,
    # what is not empty
    "_exists_:pending_time": lambda one: one.ticket.pending_until is not None,
    "_exists_:escalation_at": (
        lambda one: not one.ticket.escalation_paused and one.ticket.first_response_due_at is not None
    ),
    "NOT _exists_:tags": lambda one: not one.ticket.tags,
    "_exists_:owner.email": lambda one: owner(one) != 1,
    "_exists_:customer.login AND customer.login:*": lambda _: True,
    "_exists_:owner_id AND _exists_:title AND _exists_:created_at AND _exists_:article_count": lambda _: True,
    "_exists_:organization_id": lambda _: False,
    "_exists_:last_contact_at": (lambda one: bool(one.ticket.staff_replied_at or one.ticket.customer_replied_at)),
    "updated_at:[* TO *]": lambda _: True,
}


@pytest.mark.parametrize("query", MEANT)
def test_a_query_finds_what_it_means(query: str) -> None:
    assert found(query) == [one.ticket.number for one in seen() if MEANT[query](one)]


def test_a_closing_time_is_that_of_closed_tickets() -> None:
    assert set(found("_exists_:close_at")) == {one.ticket.number for one in seen() if one.ticket.state_id in (4, 5, 6)}


def test_a_blank_query_finds_every_ticket() -> None:
    assert found("") == found("  ,") == found("*")


def test_customers_find_their_own_tickets_and_no_words_of_private_notes() -> None:
    mine = [one for one in seen() if one.ticket.is_visible_to(CARL.id)]
    assert found("*", CUSTOMER_CALLER) == [one.ticket.number for one in mine]
    assert found("welcome", CUSTOMER_CALLER) == [one.ticket.number for one in mine if "welcome" in one.public]
    assert found("NOT welcome title:*", CUSTOMER_CALLER) == [
        one.ticket.number for one in mine if "welcome" not in one.public
    ]
    assert found("customer_id:me", CUSTOMER_CALLER) == found("*", CUSTOMER_CALLER)
    assert found("customer_id:7", CUSTOMER_CALLER) == []


@pytest.mark.parametrize("field", ["owner.login", "owner.email"])
def test_customers_cannot_find_out_the_logins_of_staff(field: str) -> None:
    for query in (f"{field}:x", f"_exists_:{field}", f"{field}:*"):
        assert refusal(query, CUSTOMER_CALLER) == f"Can't search by '{field}'."


def test_names_that_are_newer_than_what_is_known_are_looked_up() -> None:
    names = SampleNames({8: ("waiting for parts",)})
    assert found("state.name:parts", names=names) == []
    assert found("NOT state.name:waiting for parts printer", names=names) == found("printer title:*")
    assert names.fresh
    known = SampleNames()
    assert found("state.name:open OR group:Users", names=known)
    assert not known.fresh


def test_a_search_by_words_and_names_takes_few_requests_in_a_row() -> None:
    for query in SENT:
        sample_desk().rounds = 0
        found(query)
        assert sample_desk().rounds <= 4, query
