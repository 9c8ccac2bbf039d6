"""New tickets: whom they belong to, and what is answered.

| caller | requester | answer |
|---|---|---|
| an agent | a contact, an agent, or a new contact | shows the person that the desk knows |
| a stranger, where the stack allows it | a contact or a new one | shows the requester as the request has it |
"""

from functools import partial

from polydesk.desk.desk import Desk
from polydesk.desk.messages import NewCustomer, TicketRequest
from polydesk.desk.ticket_writes import Outcome
from polydesk.dialects.supportbee import tickets, users
from polydesk.dialects.supportbee.messages import NewTicket, TicketFields
from polydesk.dialects.supportbee.related import Related, load_related
from polydesk.domain.errors import InvalidValue
from polydesk.domain.person import Person, Principal
from polydesk.http.errors import InvalidRequest
from polydesk.http.request import Request
from polydesk.http.response import Response, created

NO_SUBJECT = "(no subject)"


def open_ticket(fields: TicketFields, desk: Desk, by: Principal) -> tuple[Outcome, Person | None]:
    """Open a ticket in the requester's name; return it and the requester.

    Raises InvalidValue for an address that cannot be a requester's, InvalidRequest for what a stranger may not send,
    and what opening a ticket raises. A stranger learns no more of an address than that it cannot be used.
    """
    if not by.is_stranger:
        return _open(fields, desk, by)
    _require_plain(fields)
    try:
        return _open(fields, desk, by)
    except InvalidValue as error:
        if error.field != "email":
            raise
        raise InvalidValue("email", "Send a token to open a ticket for this address.") from None


def _open(fields: TicketFields, desk: Desk, by: Principal) -> tuple[Outcome, Person | None]:
    email = fields.requester_email
    find = partial(desk.people.customer, email, staff_too=not by.is_stranger)
    known, number = desk.tickets.beside_number(find)
    new = NewCustomer(fields.requester_name or email, email, staff_too=not by.is_stranger)
    request = TicketRequest(
        subject=fields.subject or NO_SUBJECT,
        message=fields.public_message(),
        customer=known.id if known else new,
        as_customer=True,
    )
    outcome, created_person = desk.tickets.open(request, by, number)
    return outcome, known or created_person


def opened(outcome: Outcome, requester: Person | None, request: Request, desk: Desk) -> Response:
    """Return 201 with the ticket that was opened just now."""
    people = {requester.id: requester} if requester else {}
    related = Related(
        people=people,
        groups=desk.catalog.groups,
        labels=desk.labels,
        openings={outcome.ticket.number: outcome.written},
        starred=frozenset(),
        base_url=request.base_url,
    )
    shown = tickets.shown(outcome.ticket, related)
    if request.principal.is_stranger:
        _show_as_written(shown["ticket"], request.body(NewTicket).ticket)
    return created(shown, outcome.ticket.version)


def opened_again(outcome: Outcome, request: Request, desk: Desk) -> Response:
    """Return 201 with the ticket as a repeated request left it."""
    if request.principal.is_stranger:
        return opened(outcome, None, request, desk)
    related = load_related(desk, [outcome.ticket], request)
    return created(tickets.shown(outcome.ticket, related), outcome.ticket.version)


def _require_plain(fields: TicketFields) -> None:
    """Raises InvalidRequest for recipients and attachments, which need a token."""
    needs_token = {"cc": fields.cc, "bcc": fields.bcc, "attachment_ids": fields.attachments}
    for name, value in needs_token.items():
        if value:
            raise InvalidRequest("body", f"ticket.{name}", "Leave it out, or send a token.")


def _show_as_written(ticket: tickets.Ticket, fields: TicketFields) -> None:
    """Let the answer show the requester as the request has it."""
    email = fields.requester_email
    ticket["requester"] = users.address(email, fields.requester_name or "")
    ticket["source"] = tickets.WebSource(web=email)
