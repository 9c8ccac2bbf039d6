"""Whole lives of tickets, for properties that must hold at each moment of any of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from polydesk.domain import actions
from polydesk.domain.actions import Handling, NewTicket
from polydesk.domain.context import ActionContext, Policy
from polydesk.domain.errors import DeskError
from polydesk.domain.person import SYSTEM, Author
from polydesk.domain.state import States, StateType
from polydesk.domain.ticket import Assignee, Attachment, Message, Step, Ticket
from tests.unit.domain.desks import NOW, STATES

CLIENT, AGENT = Author("client", 5), Author("staff", 3)

Deed = Callable[[Ticket, ActionContext], Step | None]

texts = st.sampled_from(["a", "Please help", "я"])
attachments = st.lists(
    st.sampled_from([Attachment(str(number), f"{number}.txt", "text/plain", number) for number in range(1, 5)]),
    max_size=3,
).map(tuple)
messages = st.builds(Message, texts, public=st.booleans(), files=attachments)
public = messages.map(lambda message: replace(message, public=True))
remarks = st.none() | texts
times = st.integers(0, 72).map(lambda hours: NOW + timedelta(hours=hours))
states = st.sampled_from([STATES.rows[number] for number in sorted(STATES.rows)])
assignees = st.sampled_from([Assignee("person", 3), Assignee("person", 4), Assignee("group", 1)])

handlings = st.builds(
    Handling,
    state=st.none() | states.filter(lambda state: state.active),
    pending_until=st.none() | times,
    priority_id=st.none() | st.integers(1, 3),
    reassign=st.booleans(),
    assignee=st.none() | assignees,
    due_date=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    tags=st.none() | st.lists(st.sampled_from(["a", "b", "c"]), max_size=3),
    minutes=st.none() | st.integers(1, 90),
)


def deed(action: Callable[..., Step | None], *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Deed]:
    """A domain action with everything filled in but the ticket and the occasion."""

    def fill(values: tuple[Any, ...]) -> Deed:
        return lambda ticket, context: action(ticket, context, *values)

    return st.tuples(*arguments).map(fill)


def _handle(ticket: Ticket, context: ActionContext, wanted: Handling, message: Message | None) -> Step | None:
    """Handle with the state as this desk has it."""
    state = wanted.state and context.states.get(wanted.state.id)
    return actions.handle(ticket, context, replace(wanted, state=state), message)


details = st.fixed_dictionaries(
    {}, optional={"customer_alias": st.none() | texts, "customer_emails": st.lists(texts, max_size=2).map(tuple)}
)
deeds: st.SearchStrategy[Deed] = st.one_of(
    deed(actions.comment, public),
    deed(actions.reply, messages),
    deed(actions.close, remarks, st.none() | st.integers(1, 10)),
    deed(actions.reopen, public),
    deed(actions.evaluate, st.integers(1, 10), remarks),
    deed(actions.change_customer_details, details),
    deed(actions.assign, assignees),
    deed(actions.archive, st.booleans()),
    deed(actions.mark_spam, st.booleans()),
    deed(actions.star, st.integers(3, 4), st.booleans()),
    deed(_handle, handlings, st.none() | messages),
)


@dataclass(frozen=True, slots=True)
class Life:
    """What was done with one ticket, in order, and the states of the desk."""

    steps: tuple[Step, ...]
    states: States

    @property
    def ticket(self) -> Ticket:
        """How it stands in the end."""
        return self.steps[-1].after


@st.composite
def desks(draw: st.DrawFn) -> States:
    """The states of a desk, of which those that no action leads to may have become another kind."""
    types = {number: draw(st.sampled_from(StateType)) for number in (3, 5, 7)} if draw(st.booleans()) else {}
    return replace(STATES, rows={n: replace(row, type=types.get(n, row.type)) for n, row in STATES.rows.items()})


@st.composite
def lives(draw: st.DrawFn, most: int = 8) -> Life:
    """A ticket and up to so many things that somebody does with it; what is refused does not happen."""
    desk = draw(desks())
    rules = draw(st.none() | st.just(timedelta(days=1)))

    def context(hour: int) -> ActionContext:
        by = draw(st.sampled_from([CLIENT, AGENT, SYSTEM]))
        return ActionContext(NOW + timedelta(hours=hour), by, desk, policy=Policy(rules, rules))

    opening = NewTicket("It is broken", draw(public), CLIENT.person_id or 0, 1, 2)
    steps = [actions.open_ticket(7, opening, context(0))]
    for hour in range(1, draw(st.integers(1, most)) + 1):
        try:
            step = draw(deeds)(steps[-1].after, context(hour))
        except DeskError:
            continue
        if step is not None:
            steps.append(step)
        if draw(st.booleans()):
            steps[-1] = replace(steps[-1], after=actions.mark_read_by_customer(steps[-1].after))
    return Life(tuple(steps), desk)
