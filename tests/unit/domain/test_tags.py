"""One tag whatever its case, shown as it was first written."""

from typing import Any

import pytest

from polydesk.domain.actions import NewTicket, change_tags, open_ticket
from polydesk.domain.draft import Step
from polydesk.domain.errors import InvalidValue
from polydesk.domain.facts import Fact, FactKind, facts_of
from polydesk.domain.handling import Handling, handle
from polydesk.domain.ticket import Change, Message
from tests.unit.domain.samples import AGENT, HOUR, NOW, context, customer_ticket

LATER = context(NOW + HOUR, AGENT)
FULL = tuple(map(str, range(50)))


def step_of(step: Step | None) -> Step:
    assert step is not None
    return step


def test_a_new_ticket_has_each_tag_once() -> None:
    new = NewTicket("It is broken", Message("Please help"), 5, 1, 2, tags=("VIP", "Invoice", "vip"))

    assert open_ticket(1, new, context()).after.tags == ("VIP", "Invoice")


@pytest.mark.parametrize(
    ("wanted", "after"),
    [
        (("late", "vip"), ("late", "VIP")),
        (("Late", "late", "LATE"), ("Late",)),
        (("STRASSE", "vip"), ("Straße", "VIP")),
        ((), ()),
    ],
)
def test_tags_that_are_set_keep_the_spelling_of_those_that_are_there(
    wanted: tuple[str, ...], after: tuple[str, ...]
) -> None:
    ticket = customer_ticket(tags=("VIP", "Straße"))

    assert step_of(handle(ticket, LATER, Handling(tags=wanted))).after.tags == after


def test_another_spelling_changes_nothing() -> None:
    assert handle(customer_ticket(tags=("VIP",)), LATER, Handling(tags=("vip",))) is None
    assert change_tags(customer_ticket(tags=("VIP",)), LATER, add=("vip",)) is None


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({"add": ["late", "LATE"]}, ("VIP", "invoice", "late")),
        ({"remove": ["vip"]}, ("invoice",)),
        ({"remove": ["VIP"], "add": ["late"]}, ("invoice", "late")),
        ({"remove": ["VIP", "late"], "add": ["vip", "Late"]}, ("VIP", "invoice", "Late")),
    ],
)
def test_tags_are_added_and_removed(changes: dict[str, Any], after: tuple[str, ...]) -> None:
    step = step_of(change_tags(customer_ticket(tags=("VIP", "invoice")), LATER, **changes))

    assert step.after.tags == after
    assert step.entry.kind == "changed"
    assert step.entry.changes == (Change("tags", ["VIP", "invoice"], list(after)),)


def test_to_remove_what_is_not_there_changes_nothing() -> None:
    assert change_tags(customer_ticket(tags=("VIP",)), LATER, remove=["late"]) is None


def test_a_ticket_has_at_most_50_tags() -> None:
    with pytest.raises(InvalidValue) as refused:
        change_tags(customer_ticket(tags=FULL), LATER, add=["one more"])

    assert (refused.value.field, refused.value.problem) == ("tags", "A ticket has at most 50 tags. Remove some.")
    assert step_of(change_tags(customer_ticket(tags=FULL), LATER, add=["more"], remove=["7"])).after.tags[-1] == "more"


def test_two_spellings_from_before_stay_until_the_tag_is_removed() -> None:
    ticket = customer_ticket(tags=("VIP", "vip"))

    assert step_of(change_tags(ticket, LATER, add=["late"])).after.tags == ("VIP", "vip", "late")
    assert step_of(change_tags(ticket, LATER, remove=["Vip"])).after.tags == ()


def test_facts_follow() -> None:
    facts = facts_of(step_of(change_tags(customer_ticket(), LATER, add=["VIP"])).after)

    assert {Fact(FactKind.TAG, "VIP"), Fact(FactKind.FOLDED_TAG, "vip")} <= facts
