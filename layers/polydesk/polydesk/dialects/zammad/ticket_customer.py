"""Whose a ticket is: somebody whom the desk knows, or a customer who is created with the ticket.

| `customer_id`, else `customer`             | means                                                                |
|--------------------------------------------|----------------------------------------------------------------------|
| an id, a login or an e-mail address        | a person who is known; agents and user 1, too                        |
| `guess:<e-mail>`                           | whoever has the address or the login, else a new customer            |
| an object                                  | the person with its `id`, else with its `email` or `login`, else a   |
|                                            | new customer                                                         |
"""

from polydesk.desk.messages import NewCustomer
from polydesk.dialects.zammad.complaints import not_allowed, required
from polydesk.dialects.zammad.customer_data import NO_IDENTIFIER, DescribedCustomer, customer_address
from polydesk.dialects.zammad.ticket_bodies import TicketFields
from polydesk.dialects.zammad.ticket_fields import GUESS
from polydesk.dialects.zammad.ticket_references import References
from polydesk.domain.person import SYSTEM_PERSON_ID, Person
from polydesk.domain.ticket import Ticket
from polydesk.http.errors import InvalidRequest


def customer_of(body: TicketFields, references: References) -> Person | NewCustomer:
    """Return whose a new ticket is. Raises InvalidRequest."""
    found = _found(body, references)
    if isinstance(found, Person) and not (found.active or found.id == SYSTEM_PERSON_ID):
        raise not_allowed("customer_id", found.id)
    return found


def require_customer(body: TicketFields, ticket: Ticket, references: References) -> None:
    """Require that the customer of a body, if it has one, is that of the ticket. Raises InvalidRequest."""
    if not {"customer_id", "customer"} & body.model_fields_set:
        return
    found = _found(body, references)
    if isinstance(found, NewCustomer):
        raise not_allowed("customer_id", found.email or found.name or ", ".join(found.phones))
    if found.id != ticket.customer_id:
        raise not_allowed("customer_id", found.id)


def _found(body: TicketFields, references: References) -> Person | NewCustomer:
    """Return the person whom the body names as the customer, or the customer to create. Raises InvalidRequest."""
    reference = body.customer if body.customer_id is None else body.customer_id
    if reference is None:
        raise required("customer_id")
    if isinstance(reference, DescribedCustomer):
        return _known(reference, references) or _to_create(reference)
    if isinstance(reference, str) and reference.startswith(GUESS):
        email = customer_address(reference.removeprefix(GUESS).strip())
        return references.named(email) or NewCustomer("", email, staff_too=True)
    by_id, by_name = (None, reference) if body.customer_id is None else (reference, None)
    return references.person("customer", by_id, by_name)


def _known(described: DescribedCustomer, references: References) -> Person | None:
    """Return the person whom the description fits, or None. Raises InvalidRequest for an id that nobody has."""
    if described.id:
        return references.person("customer", described.id, None)
    return next(filter(None, map(references.named, described.names)), None)


def _to_create(described: DescribedCustomer) -> NewCustomer:
    if described.new is None:
        raise InvalidRequest("body", "customer", NO_IDENTIFIER)
    return described.new
