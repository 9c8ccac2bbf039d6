"""New tickets, one or many at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewCustomer, NewMessage, TicketRequest
from polydesk.desk.ticket_writes import Outcome
from polydesk.dialects.happyfox.bulk import MAX_ITEMS, each, faults_of_one
from polydesk.dialects.happyfox.fields import (
    Addresses,
    AgentOrNobody,
    Contact,
    Day,
    Email,
    Flag,
    InCategory,
    InState,
    Line,
    Phone,
    Tags,
    WithPriority,
)
from polydesk.dialects.happyfox.references import References, parse_id, people_in
from polydesk.dialects.happyfox.requests import TEXT_OR_HTML, MessageBody, missing, needs_text, start_of
from polydesk.dialects.happyfox.responses import Created, NotCreated, display_id
from polydesk.domain.errors import DeskError
from polydesk.domain.person import Person, Principal
from polydesk.formats.html import MAX_OPENINGS
from polydesk.http.errors import InvalidRequest

MAX_HTML_TOGETHER = 1_000_000
"""Characters of HTML in all tickets of one request, before it is sanitised."""


USER_OR_ADDRESS: dict[str, Any] = {
    "if": {"not": {"anyOf": [{"required": ["user"]}, {"required": ["client"]}]}},
    "then": {"required": ["name", "email"]},
}
"""JSON Schema of a body that names a customer."""


class TicketBody(MessageBody):
    """A new ticket. Its customer is given by id, or by e-mail address and created on first contact."""

    model_config = ConfigDict(json_schema_extra={"allOf": [TEXT_OR_HTML, USER_OR_ADDRESS]})

    subject: Annotated[Line, Field(description="The subject, one line.")]
    category: InCategory
    name: Annotated[Line, Field(description="The name of a customer who is given by address.")] = ""
    email: Annotated[Email | None, Field(description="The customer's address. An unknown one creates a customer.")] = (
        None
    )
    phone: Annotated[Phone, Field(description="The telephone number of a new customer.")] = ""
    user: Contact | None = None
    client: Annotated[Contact | None, Field(description="The same as `user`.")] = None
    status: Annotated[
        InState | None,
        Field(
            description="The id of an active status; by default that of new tickets. A pending one ends on `due_date`."
        ),
    ] = None
    priority: WithPriority | None = None
    assignee: AgentOrNobody = None
    tags: Tags = ()
    cc: Addresses = ""
    bcc: Addresses = ""
    due_date: Day | None = None
    visible_only_staff: Annotated[Flag, Field(description="Hide the ticket from the customer.")] = False

    @classmethod
    def contradictions(cls, given: Mapping[str, Any]) -> Iterator[InvalidRequest]:
        """Yield the faults of a ticket without a text, without a customer, or with two customers."""
        yield from needs_text(given)
        ids = {parse_id(given[name]) for name in ("user", "client") if name in given}
        if not ids:
            yield from (missing(name) for name in ("name", "email") if name not in given)
        if len(ids) > 1:
            yield InvalidRequest("body", "client", "This is another user than the one in `user`.")

    @property
    def customer(self) -> Person | None:
        """The customer, if it exists already."""
        return self.user or self.client or (self.email.person if self.email else None)

    def request(self) -> TicketRequest:
        """Return the ticket to open."""
        new = NewCustomer(self.name, self.email.email if self.email else "", (self.phone,) if self.phone else ())
        return TicketRequest(
            subject=self.subject,
            message=self.message(cc=self.cc, bcc=self.bcc) or NewMessage(""),
            customer=self.customer.id if self.customer else new,
            category=self.category,
            priority=self.priority,
            assignee=self.assignee,
            tags=self.tags,
            due_date=self.due_date,
            visible_only_staff=self.visible_only_staff,
            state=self.status,
            pending_until=start_of(self.due_date) if self.status and self.status.type.is_pending else None,
            as_customer=True,
        )


def create_each(items: Sequence[Any], desk: Desk, by: Principal) -> list[Created | NotCreated]:
    """Create several tickets one by one, and return the result of each. Raises InvalidRequest for too many."""
    if len(items) > MAX_ITEMS:
        raise InvalidRequest("body", "", f"There can be at most {MAX_ITEMS} tickets at once.")
    _bound_html([item["html"] for item in items if isinstance(item, dict) and isinstance(item.get("html"), str)])
    references = References(desk, desk.people.by_id({number for item in items for number in people_in(item)}))

    def create(item: Any, own: Desk) -> Outcome:
        return own.tickets.open(TicketBody.check(item, references).request(), by)[0]

    return list(each(items, desk, by, create, _created, _refused))


def _created(outcome: Outcome) -> Created | NotCreated:
    number = outcome.ticket.number
    return Created(display_id=display_id(number), id=number, success=True)


def _refused(item: Any, error: DeskError) -> Created | NotCreated:
    return NotCreated(success=False, error=faults_of_one(error))


def _bound_html(together: Sequence[str]) -> None:
    """Raise InvalidRequest when the HTML of all tickets would take long to read."""
    if sum(html.count("<") for html in together) > MAX_OPENINGS:
        raise InvalidRequest("body", "", f"The HTML of all tickets has more than {MAX_OPENINGS} tags or other '<'.")
    if sum(map(len, together)) > MAX_HTML_TOGETHER:
        raise InvalidRequest("body", "", f"The HTML of all tickets has more than {MAX_HTML_TOGETHER} characters.")
