"""Opens and changes tickets as a body says. An agent may say more of a ticket than its customer.

| key                               | agent            | customer: new ticket | customer: change           |
|-----------------------------------|------------------|----------------------|----------------------------|
| `title`, `article`                | yes              | yes                  | yes                        |
| `tags`                            | in a new ticket  | yes                  | ignored                    |
| `group`, `priority`               | yes              | yes                  | 403                        |
| `state`                           | any that can be  | one of type new or   | the default for follow-ups |
|                                   | entered          | closed               | or the first closed one    |
| `pending_time`                    | yes              | ignored              | 403                        |
| `owner`, `customer`, `organization` | yes            | ignored              | ignored                    |
"""

from datetime import datetime
from functools import partial

from polydesk.desk.desk import Desk
from polydesk.desk.messages import TicketRequest
from polydesk.desk.ticket_writes import Outcome
from polydesk.dialects.zammad import whose_side
from polydesk.dialects.zammad.bodies import given
from polydesk.dialects.zammad.complaints import not_allowed, required
from polydesk.dialects.zammad.ids import ticket_number
from polydesk.dialects.zammad.ticket_bodies import CustomersTicket, NewTicket, NewTicketOfCustomer, TicketFields
from polydesk.dialects.zammad.ticket_customer import customer_of, require_customer
from polydesk.dialects.zammad.ticket_fields import MAX_TITLE, to_the_minute
from polydesk.dialects.zammad.ticket_references import References, people_in, refuse_organization
from polydesk.dialects.zammad.tickets import owner_id
from polydesk.domain.catalog import Category
from polydesk.domain.errors import Forbidden, TicketNotFound
from polydesk.domain.handling import Handling
from polydesk.domain.person import AGENT, Person, Principal
from polydesk.domain.state import State, States, StateType
from polydesk.domain.ticket import Assignee, Ticket
from polydesk.http.errors import InvalidRequest
from polydesk.http.request import Request

FOR_STAFF = frozenset({"group_id", "group", "priority_id", "priority", "pending_time"})
"""Keys with which a customer may not change a ticket."""

OPENED_IN = frozenset({StateType.NEW, StateType.CLOSED})
"""Types of states in which a customer may open a ticket."""


def open_ticket(request: Request, desk: Desk) -> Outcome:
    """Open the ticket of a request. Raises InvalidRequest, Forbidden and what opening a ticket raises."""
    by = request.principal
    if by.is_staff:
        return _open_for(given(request, NewTicket), desk, by)
    body = given(request, NewTicketOfCustomer, NewTicket)
    references = References(desk, {})
    title, group, state = _title(body), _group(body, references), references.state(body)
    if state and state.type not in OPENED_IN:
        raise not_allowed("state_id", state.id)
    opening = TicketRequest(
        subject=title,
        message=whose_side.message_of_customer(body.article) if body.article else None,
        customer=by.person_id,
        category=group,
        priority=references.priority(body),
        tags=body.tags,
        state=state,
    )
    return desk.tickets.open(opening, by)[0]


def _open_for(body: NewTicket, desk: Desk, by: Principal) -> Outcome:
    """Open a ticket that an agent sends, for its customer. Its number is drawn when only the people are to be found."""
    things, article = References(desk, {}), body.article
    refuse_organization(body)
    title, group, priority, state = _title(body), _group(body, things), things.priority(body), things.state(body)
    pending_until = _pending_until(body, state or desk.states.current().default_create)
    author = whose_side.author_of(article, by) if article else None
    people, number = desk.tickets.beside_number(partial(desk.people.by_id, people_in(body)))
    references = References(desk, people)
    references.require_origin(body)
    customer = customer_of(body, references)
    customer_id = customer.id if isinstance(customer, Person) else None
    opening = TicketRequest(
        subject=title,
        message=whose_side.message_of_agent(article, by, customer_id) if article else None,
        customer=customer.id if isinstance(customer, Person) else customer,
        category=group,
        priority=priority,
        assignee=references.owner(body),
        tags=body.tags,
        state=state,
        pending_until=pending_until,
        author=author,
        words_of_customer=bool(article and whose_side.is_words_of_the_customer(article, by)),
        minutes=article.time_unit if article else None,
    )
    return desk.tickets.open(opening, by, number)[0]


def change_ticket(request: Request, desk: Desk) -> Outcome:
    """Change the ticket of a request. Raises TicketNotFound, InvalidRequest, Forbidden and what changing it raises."""
    number, by = ticket_number(request, "id", TicketNotFound), request.principal
    if by.is_staff:
        return _change_as_agent(number, given(request, TicketFields), desk, by)
    body = given(request, CustomersTicket, TicketFields)
    ticket = desk.tickets.get(number, by)
    if FOR_STAFF & body.model_fields_set:
        raise Forbidden(AGENT)
    state = References(desk, {}).state(body, ticket.state_id)
    if state and state.id not in _states_of_customers(ticket, desk.states.current()):
        raise not_allowed("state_id", state.id)
    message = whose_side.message_of_customer(body.article) if body.article else None
    return desk.tickets.handle_as(
        ticket, by, by.author, Handling(state=state, subject=_new_title(body, ticket)), message
    )


def _change_as_agent(number: int, body: TicketFields, desk: Desk, by: Principal) -> Outcome:
    ticket, people = desk.tickets.with_people(number, people_in(body), by)
    references = References(desk, people)
    refuse_organization(body)
    require_customer(body, ticket, references)
    references.require_origin(body)
    article = body.article
    message = whose_side.message_of_agent(article, by, ticket.customer_id) if article else None
    author = whose_side.author_of(article, by) if article else by.author
    return desk.tickets.handle_as(ticket, by, author, _handling(body, ticket, references), message)


def _handling(body: TicketFields, ticket: Ticket, references: References) -> Handling:
    """Return the changes that an agent's body makes of a ticket. Raises InvalidRequest."""
    group, priority = references.group(body, ticket.category_id), references.priority(body)
    state = references.state(body, ticket.state_id)
    owned = bool({"owner_id", "owner"} & body.model_fields_set)
    owner = references.owner(body, owner_id(ticket)) if owned else None
    return Handling(
        subject=_new_title(body, ticket),
        category_id=group.id if group else None,
        priority_id=priority.id if priority else None,
        state=state,
        pending_until=_new_pending_until(body, state, ticket, references.desk),
        reassign=owner is not None,
        assignee=Assignee("person", owner.id) if owner else None,
        release=owned and owner is None,
        minutes=body.article.time_unit if body.article else None,
    )


def _title(body: CustomersTicket) -> str:
    """Return the title of a new ticket. Raises InvalidRequest."""
    if body.title is None:
        raise required("title")
    return body.title


def _new_title(body: CustomersTicket, ticket: Ticket) -> str | None:
    """Return the title to change to; None for none. That of an answer leaves a longer one as it is."""
    if body.title is None or body.title == ticket.subject[:MAX_TITLE].strip():
        return None
    return body.title


def _group(body: CustomersTicket, references: References) -> Category:
    """Return the group of a new ticket. Raises InvalidRequest."""
    group = references.group(body)
    if group is None:
        raise InvalidRequest("body", "group_id", "The required value 'group_id' is missing.")
    return group


def _pending_until(body: TicketFields, state: State, ticket: Ticket | None = None) -> datetime | None:
    """Return when the state ends that a ticket is to be in; None for one that does not end by itself.

    A ticket that is pending already keeps its time, also when the body has the same minute. Raises InvalidRequest for a
    pending state without a time.
    """
    if not state.type.is_pending:
        return None
    cleared = "pending_time" in body.model_fields_set and body.pending_time is None
    present = ticket.pending_until if ticket and not cleared else None
    until = present if present and body.pending_time in (None, to_the_minute(present)) else body.pending_time
    if until is None:
        raise InvalidRequest("body", "pending_time", "Missing required value for field 'pending_time'!")
    return until


def _new_pending_until(body: TicketFields, state: State | None, ticket: Ticket, desk: Desk) -> datetime | None:
    """Return when the pending state ends that the body names, or that the ticket is in. Raises InvalidRequest."""
    if state is None and "pending_time" not in body.model_fields_set:
        return None
    return _pending_until(body, state or desk.states.current([ticket]).get(ticket.state_id), ticket)


def _states_of_customers(ticket: Ticket, states: States) -> set[int]:
    """Return the states that a customer may put a ticket in, and the one that it is in."""
    closed = [one.id for one in states.all() if one.active and one.type is StateType.CLOSED]
    return {ticket.state_id, states.default_follow_up_id, *closed[:1]}
