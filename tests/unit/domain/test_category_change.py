"""A ticket moves to another category, alone or together with other changes."""

from polydesk.domain.draft import Step
from polydesk.domain.facts import Fact, FactKind, facts_of
from polydesk.domain.handling import Handling, handle
from polydesk.domain.ticket import Assignee, Change, Message
from tests.unit.domain.samples import AGENT, HOUR, NOW, context, customer_ticket

LATER = context(NOW + HOUR, AGENT)


def step_of(step: Step | None) -> Step:
    assert step is not None
    return step


def test_a_ticket_moves_to_another_category() -> None:
    step = step_of(handle(customer_ticket(), LATER, Handling(category_id=2)))

    assert step.after.category_id == 2
    assert step.entry.kind == "changed"
    assert step.entry.changes == (Change("category_id", 1, 2),)


def test_facts_follow() -> None:
    facts = facts_of(step_of(handle(customer_ticket(), LATER, Handling(category_id=2))).after)

    assert [fact for fact in facts if fact.kind is FactKind.CATEGORY] == [Fact(FactKind.CATEGORY, 2)]


def test_the_same_category_changes_nothing() -> None:
    assert handle(customer_ticket(), LATER, Handling(category_id=1)) is None


def test_a_note_and_an_assignee_are_in_the_same_entry() -> None:
    handling = Handling(category_id=2, reassign=True, assignee=Assignee("person", 3))

    step = step_of(handle(customer_ticket(), LATER, handling, Message("Wrong queue", public=False)))

    assert step.entry.kind == "noted"
    assert {change.field for change in step.entry.changes} == {"category_id", "assignee"}
