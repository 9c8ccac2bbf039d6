"""Hypothesis strategies for whole histories of tickets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from polydesk.domain import actions
from polydesk.domain.actions import NewTicket
from polydesk.domain.channel import Channel
from polydesk.domain.context import ActionContext, Policy
from polydesk.domain.draft import Step
from polydesk.domain.errors import DeskError
from polydesk.domain.handling import Handling, handle
from polydesk.domain.person import SYSTEM, Author
from polydesk.domain.state import States, StateType
from polydesk.domain.ticket import Assignee, Attachment, Message, Ticket
from tests.unit.domain.samples import NOW, STATES

CUSTOMER, AGENT = Author("client", 5), Author("staff", 3)

Action = Callable[[Ticket, ActionContext], Step | None]

texts = st.sampled_from(["a", "Please help", "я"])
attachments = st.lists(
    st.sampled_from([Attachment(str(number), f"{number}.txt", "text/plain", number) for number in range(1, 5)]),
    max_size=3,
).map(tuple)
channels = st.none() | st.sampled_from(Channel)
messages = st.builds(Message, texts, public=st.booleans(), files=attachments, channel=channels)
public = messages.map(lambda message: replace(message, public=True))
comments = st.none() | texts
times = st.integers(0, 72).map(lambda hours: NOW + timedelta(hours=hours))
states = st.sampled_from([STATES.rows[number] for number in sorted(STATES.rows)])
assignees = st.sampled_from([Assignee("person", 3), Assignee("person", 4), Assignee("group", 1)])

few_tags = st.lists(st.sampled_from(["a", "A", "b", "c"]), max_size=3)

handlings = st.builds(
    Handling,
    state=st.none() | states.filter(lambda state: state.active),
    pending_until=st.none() | times,
    priority_id=st.none() | st.integers(1, 3),
    reassign=st.booleans(),
    assignee=st.none() | assignees,
    due_date=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    tags=st.none() | few_tags,
    minutes=st.none() | st.decimals(-90, 90, places=2),
    subject=st.none() | texts,
)


def calls_of(action: Callable[..., Step | None], *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Action]:
    """Generate calls of an action with these arguments, which still need the ticket and the context."""

    def fill(values: tuple[Any, ...]) -> Action:
        return lambda ticket, context: action(ticket, context, *values)

    return st.tuples(*arguments).map(fill)


def _handle(ticket: Ticket, context: ActionContext, wanted: Handling, message: Message | None) -> Step | None:
    """Handle with the state as it is in the context."""
    state = wanted.state and context.states.get(wanted.state.id)
    return handle(ticket, context, replace(wanted, state=state), message)


details = st.fixed_dictionaries(
    {}, optional={"customer_alias": st.none() | texts, "customer_emails": st.lists(texts, max_size=2).map(tuple)}
)
any_action: st.SearchStrategy[Action] = st.one_of(
    calls_of(actions.comment, public),
    calls_of(actions.reply, messages),
    calls_of(actions.close, comments, st.none() | st.integers(1, 10)),
    calls_of(actions.reopen, public),
    calls_of(actions.evaluate, st.integers(1, 10), comments),
    calls_of(actions.change_customer_details, details),
    calls_of(actions.assign, assignees),
    calls_of(actions.archive, st.booleans()),
    calls_of(actions.change_tags, few_tags, few_tags),
    calls_of(actions.mark_spam, st.booleans()),
    calls_of(actions.trash, st.booleans()),
    calls_of(actions.mark_answered, st.booleans()),
    calls_of(actions.star, st.integers(3, 4), st.booleans()),
    calls_of(_handle, handlings, st.none() | messages),
)


@dataclass(frozen=True, slots=True)
class TicketHistory:
    """The steps of one ticket, in order, and the states of its desk."""

    steps: tuple[Step, ...]
    states: States

    @property
    def ticket(self) -> Ticket:
        """Return the ticket after the last step."""
        return self.steps[-1].after


@st.composite
def changed_states(draw: st.DrawFn) -> States:
    """Generate the states of a desk; those that no action moves tickets to may have another type."""
    types = {number: draw(st.sampled_from(StateType)) for number in (3, 5, 7)} if draw(st.booleans()) else {}
    return replace(STATES, rows={n: replace(row, type=types.get(n, row.type)) for n, row in STATES.rows.items()})


@st.composite
def ticket_histories(draw: st.DrawFn, max_actions: int = 8) -> TicketHistory:
    """Generate the history of a ticket with up to `max_actions` actions; those that raise an error are left out."""
    desk_states = draw(changed_states())
    period = draw(st.none() | st.just(timedelta(days=1)))

    def context(hour: int) -> ActionContext:
        by = draw(st.sampled_from([CUSTOMER, AGENT, SYSTEM]))
        return ActionContext(NOW + timedelta(hours=hour), by, desk_states, policy=Policy(period, period))

    new = NewTicket("It is broken", draw(st.none() | messages), CUSTOMER.person_id or 0, 1, 2)
    steps = [actions.open_ticket(7, new, context(0))]
    for hour in range(1, draw(st.integers(1, max_actions)) + 1):
        try:
            step = draw(any_action)(steps[-1].after, context(hour))
        except DeskError:
            continue
        if step is not None:
            steps.append(step)
        if draw(st.booleans()):
            steps[-1] = replace(steps[-1], after=actions.mark_read_by_customer(steps[-1].after))
    return TicketHistory(tuple(steps), desk_states)
