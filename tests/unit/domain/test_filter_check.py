"""A row is compared with a filter, as far as it can tell."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from polydesk.domain.facts import Fact, FactKind, Moment
from polydesk.domain.filter_check import matches
from polydesk.domain.filters import (
    EVERY,
    NONE,
    Filter,
    Flag,
    Flagged,
    Happened,
    InStates,
    Measured,
    Numbered,
    NumberedBetween,
    OfCustomers,
    Texts,
    WithFact,
    WithPhrase,
    WithWords,
)
from polydesk.domain.measures import Measure
from polydesk.domain.person import Author
from polydesk.domain.search_terms import parse_query
from polydesk.domain.ticket import Assignee, Ticket

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LATER = NOON.replace(hour=13)
TICKET = Ticket(
    7,
    version=1,
    subject="The printer is broken",
    category_id=1,
    priority_id=2,
    state_id=3,
    customer_id=5,
    opened_by=Author.customer(5),
    created_at=NOON,
    updated_at=NOON,
    assignee=Assignee("person", 9),
    tags=("Urgent",),
)


def words(text: str, texts: Texts = Texts.ALL, *, customers: bool = False) -> Filter:
    return WithWords(parse_query(text), texts, customers)


STARRED = WithFact(Fact(FactKind.STARRED_BY, 9))
HERE, ELSEWHERE = InStates(frozenset({3, 4})), InStates(frozenset({1}))


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        pytest.param(HERE, True, id="its state"),
        pytest.param(ELSEWHERE, False, id="another state"),
        pytest.param(Flagged(Flag.SPAM), False, id="no spam"),
        pytest.param(Flagged(Flag.TRASHED), False, id="not in the trash"),
        pytest.param(OfCustomers(frozenset({5})), True, id="its customer"),
        pytest.param(Numbered(frozenset({7})), True, id="its number"),
        pytest.param(NumberedBetween(7, 7), True, id="from and to its number"),
        pytest.param(NumberedBetween(last=6), False, id="lower numbers"),
        pytest.param(NumberedBetween(first=8), False, id="higher numbers"),
        pytest.param(WithFact(Fact(FactKind.PERSON, 9)), True, id="its agent"),
        pytest.param(WithFact(Fact(FactKind.GROUP, 9)), False, id="a group with the agent's id"),
        pytest.param(Happened(Moment.CREATED, NOON, LATER), True, id="since that moment"),
        pytest.param(Happened(Moment.CREATED, until=NOON), False, id="before that moment"),
        pytest.param(Happened(Moment.DUE), False, id="has no due date"),
        pytest.param(STARRED, None, id="a star"),
        pytest.param(words("printer"), True, id="words of the subject"),
        pytest.param(words("scanner"), None, id="words of messages"),
        pytest.param(words("scanner", Texts.SUBJECT), False, id="words that the subject lacks"),
        pytest.param(words("anna", Texts.SUBJECT, customers=True), None, id="a customer's name"),
        pytest.param(words("7"), True, id="its number as a word"),
        pytest.param(words("!"), None, id="no words"),
        pytest.param(EVERY, True, id="everything"),
        pytest.param(NONE, False, id="nothing"),
        pytest.param(HERE & STARRED, None, id="true and unknown"),
        pytest.param(ELSEWHERE & STARRED, False, id="false and unknown"),
        pytest.param(STARRED & ELSEWHERE, False, id="unknown and false"),
        pytest.param(HERE | STARRED, True, id="true or unknown"),
        pytest.param(ELSEWHERE | STARRED, None, id="false or unknown"),
        pytest.param(~STARRED, None, id="not unknown"),
        pytest.param(~ELSEWHERE, True, id="not false"),
    ],
)
def test_a_row_is_compared(filter_: Filter, expected: bool | None) -> None:
    assert matches(filter_, TICKET) is expected


@pytest.mark.parametrize(
    ("flag", "field"),
    [(Flag.ARCHIVED, "archived"), (Flag.SPAM, "spam"), (Flag.STAFF_ONLY, "visible_only_staff")],
)
def test_flags_are_those_of_the_row(flag: Flag, field: str) -> None:
    changed: dict[str, Any] = {field: True}
    assert matches(Flagged(flag), replace(TICKET, **changed)) is True


@pytest.mark.parametrize(
    ("filter_", "holds"),
    [
        (Measured(Measure.MESSAGES, Decimal(3)), True),
        (Measured(Measure.MESSAGES, Decimal(4)), False),
        (Measured(Measure.MESSAGES, below=Decimal(3)), False),
        (Measured(Measure.MESSAGES, Decimal(3), Decimal("3.01")), True),
        (Measured(Measure.TAGS, Decimal(1)), False),
        (Measured(Measure.TAGS), True),
        (Measured(Measure.TIME_SPENT), False),
        (WithPhrase(("printer", "is")), True),
        (WithPhrase(("printer", "broken")), False),
        (WithPhrase(("the", "printer", "is", "broken")), True),
        (WithPhrase(("broken", "printer")), False),
    ],
)
def test_numbers_and_phrases_of_the_subject_are_in_the_row(filter_: Filter, holds: bool) -> None:
    counted = replace(TICKET, messages=3, tags=(), time_spent=None)

    assert matches(filter_, counted) is holds
    assert matches(~filter_, counted) is not holds
    assert matches(Measured(Measure.TIME_SPENT), replace(counted, time_spent=Decimal(0)))
