"""Creating tickets, one or many at once."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from polydesk.desk.desk import Desk
from polydesk.desk.tickets import Outcome
from polydesk.dialects.happyfox.errors import faults
from polydesk.dialects.happyfox.fields import (
    Addresses,
    AgentOrNobody,
    Contact,
    Day,
    Email,
    Flag,
    InCategory,
    Line,
    Phone,
    Tags,
    WithPriority,
)
from polydesk.dialects.happyfox.markup import MOST_TAGS
from polydesk.dialects.happyfox.references import References, Unacceptable, identifier, people_in
from polydesk.dialects.happyfox.requests import Said, missing, needs_words
from polydesk.dialects.happyfox.responses import display_id
from polydesk.dialects.happyfox.updates import stored
from polydesk.domain.actions import NewTicket
from polydesk.domain.errors import DeskError, Invalid, NameTaken, TooManyRequests, Unavailable, WriteConflict
from polydesk.domain.person import Author, Person, Principal
from polydesk.domain.ticket import Assignee, Message

MOST_AT_ONCE = 100

MOST_TAGS_AT_ONCE = 4 * MOST_TAGS
"""Of HTML, in all tickets together."""


class TicketBody(Said):
    """What a new ticket is made of. Its customer is a user by id, or else is found by e-mail address or joins."""

    subject: Line
    category: InCategory
    name: Line = ""
    email: Email | None = None
    phone: Phone = ""
    user: Contact | None = None
    client: Contact | None = None
    priority: WithPriority | None = None
    assignee: AgentOrNobody = None
    tags: Tags = ()
    cc: Addresses = ""
    bcc: Addresses = ""
    due_date: Day | None = None
    visible_only_staff: Flag = False

    @classmethod
    def contradictions(cls, given: Mapping[str, Any]) -> Iterator[Invalid]:
        """A ticket needs words and a customer, and one customer only."""
        yield from needs_words(given)
        ids = {identifier(given[name]) for name in ("user", "client") if name in given}
        if not ids:
            yield from (missing(name) for name in ("name", "email") if name not in given)
        if len(ids) > 1:
            yield Invalid("body", "client", "This is another one than the user.")

    @property
    def customer(self) -> Person | None:
        """Whose ticket it is going to be, if that is somebody who is there already."""
        return self.user or self.client or (self.email.person if self.email else None)

    @property
    def phones(self) -> tuple[str, ...]:
        """The telephone numbers that a new contact has."""
        return (self.phone,) if self.phone else ()

    @property
    def address(self) -> str:
        """The customer's e-mail address, where the customer is not named by id."""
        return self.email.email if self.email else ""

    def opening(self, desk: Desk, customer: Person, message: Message) -> NewTicket:
        """The wish as the desk takes it."""
        return NewTicket(
            subject=self.subject,
            message=message,
            customer_id=customer.id,
            category_id=self.category.id,
            priority_id=(self.priority or desk.catalog.default_priority).id,
            assignee=Assignee("person", self.assignee.id) if self.assignee else None,
            tags=self.tags,
            due_date=self.due_date,
            visible_only_staff=self.visible_only_staff,
        )


def create(body: TicketBody, desk: Desk, by: Principal) -> tuple[Outcome, Person]:
    """A new ticket, written in the customer's name, and the customer.

    Who writes for the first time joins in the same transaction.

    Raises Invalid for an address that has become a staff member's meanwhile, TooManyRequests, LostRace.
    """
    attached = stored(desk, body.attachments, by)
    message = body.message(attached.files, cc=body.cc, bcc=body.bcc)
    customer = body.customer
    while True:
        person, joining = (customer, []) if customer else desk.people.newcomer(body.name, body.address, body.phones)
        try:
            opening, author = body.opening(desk, person, message), Author("client", person.id)
            return desk.tickets.open(opening, by, author=author, also=[*joining, *attached.operations]), person
        except NameTaken:  # another request has met the same person at the same moment
            desk.context.deadline.pause(WriteConflict())
            customer = _found(body.address, desk)


def _found(email: str, desk: Desk) -> Person | None:
    try:
        return References(desk, {}).correspondent(email)
    except Unacceptable as problem:
        raise Invalid("body", "email", str(problem)) from None


def create_each(items: Sequence[Any], desk: Desk, by: Principal) -> list[dict[str, Any]]:
    """What became of each of several new tickets: they are created one by one, each for itself.

    Raises Invalid for more than MOST_AT_ONCE.
    """
    if len(items) > MOST_AT_ONCE:
        raise Invalid("body", "", f"There can be at most {MOST_AT_ONCE} tickets at once.")
    if sum(map(_tags_of, items)) > MOST_TAGS_AT_ONCE:
        raise Invalid("body", "", f"The HTML of all tickets has more than {MOST_TAGS_AT_ONCE} tags.")
    references = References(desk, desk.people.by_id({number for item in items for number in people_in(item)}))
    results: list[dict[str, Any]] = []
    hopeless: DeskError | None = None
    for place, item in enumerate(items):
        try:
            if hopeless:
                raise hopeless
            if desk.context.deadline.expired:  # whoever is cut off cannot say what has been created
                raise Unavailable
            own = desk.under(desk.context.part(str(place), json.dumps(item, sort_keys=True)))
            outcome, _ = create(TicketBody.check(item, references), own, by)
            results.append(_success(outcome.ticket.number))
        except (TooManyRequests, Unavailable) as error:  # what holds of the next ticket too
            hopeless = error
            results.append(_failure(error))
        except DeskError as error:
            results.append(_failure(error))
    return results


def _tags_of(item: Any) -> int:
    html = item.get("html") if isinstance(item, dict) else None
    return html.count("<") if isinstance(html, str) else 0


def _success(number: int) -> dict[str, Any]:
    return {"display_id": display_id(number), "id": number, "success": True}


def _failure(error: DeskError) -> dict[str, Any]:
    return {"success": False, "error": faults(error)}
