"""Working time in the Zammad API: what was booked on a ticket, and how it is booked."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal, TypedDict

from pydantic import PlainValidator

from polydesk.desk.desk import Desk
from polydesk.desk.ticket_writes import Outcome
from polydesk.dialects.zammad import ids
from polydesk.dialects.zammad.bodies import VendorBody
from polydesk.dialects.zammad.errors import TimeAccountingNotFound
from polydesk.dialects.zammad.histories import History
from polydesk.dialects.zammad.responses import Millisecond, time
from polydesk.dialects.zammad.ticket_numbers import TicketNumber
from polydesk.dialects.zammad.tickets import TimeUnit, time_unit
from polydesk.dialects.zammad.time_units import MAX_TIME, read_time
from polydesk.domain.handling import Handling
from polydesk.domain.person import SYSTEM_PERSON_ID
from polydesk.domain.ticket import HistoryEntry
from polydesk.formats.message import invalid
from polydesk.http.request import Request
from polydesk.http.response import Response, created
from polydesk.http.schema import Id, Schema

TYPE_ID = 1
"""The id of the one type of working time."""

TypeId = Annotated[Literal[1] | None, Schema("The type: 1, or null for none.")]


class TimeAccounting(TypedDict):
    """Working time that one update of a ticket has booked."""

    id: Annotated[Id, Schema("Made of the ticket's number and the version that booked the time.")]
    ticket_id: Id
    ticket_article_id: Annotated[Id | None, Schema("The article of the same update.")]
    time_unit: TimeUnit
    type_id: TypeId
    created_by_id: Id
    created_at: Millisecond
    updated_at: Annotated[Millisecond, Schema("The same as `created_at`.")]


class TimeType(TypedDict):
    """A type of working time. There is one, and it cannot be changed."""

    id: Literal[1]
    name: Literal["Time"]
    note: None
    active: Literal[True]
    created_by_id: Id
    updated_by_id: Id
    created_at: Annotated[Millisecond, Schema("When the desk was set up.")]
    updated_at: Millisecond


def _time(value: Any) -> Decimal:
    """Return the time to book. Raises PydanticCustomError."""
    return read_time(value) or _refused_zero()


def _refused_zero() -> Decimal:
    raise invalid("Send a time other than 0.")


def _type_id(value: Any) -> int | None:
    """Return the type of working time. Raises ValueError for one that there is not."""
    if value in (None, "") or (type(value) in (int, str) and str(value) == str(TYPE_ID)):
        return TYPE_ID if value else None
    raise ValueError("no type")


def _no_article(value: Any) -> None:
    """Take null. Raises PydanticCustomError for an article."""
    if value is not None:
        raise invalid("Book time with an article by its `time_unit`.")


class NewTime(VendorBody):
    """Working time to book."""

    time_unit: Annotated[
        Decimal,
        PlainValidator(_time),
        Schema(
            f"Minutes, from -{MAX_TIME} to {MAX_TIME}, with at most two decimal places, and not 0. A negative time "
            "takes back what was booked.",
            type=["number", "string"],
            examples=["15"],
        ),
    ]
    type_id: Annotated[
        int | None,
        PlainValidator(_type_id),
        Schema("The type: 1, or null for none.", type=["integer", "string", "null"], enum=[1, "1", None]),
    ] = None
    ticket_article_id: Annotated[
        None,
        PlainValidator(_no_article),
        Schema("Only null: an article books time by its own `time_unit`.", type="null"),
    ] = None

    @property
    def handling(self) -> Handling:
        """What is done to the ticket."""
        return Handling(minutes=self.time_unit, time_type=self.type_id)


class NewTimeOfTicket(NewTime):
    """Working time to book on a ticket."""

    ticket_id: TicketNumber


def accountings(history: History) -> Iterator[TimeAccounting]:
    """Yield the working time that updates have booked, oldest first."""
    for update in history.updates:
        if update.time_spent:
            yield accounting(update, history.article_id(update))


def accounting(update: HistoryEntry, article_id: int | None) -> TimeAccounting:
    """Return the working time of an update that has booked some."""
    at = time(update.at)
    return TimeAccounting(
        id=ids.part_id(update.number, update.version),
        ticket_id=update.number,
        ticket_article_id=article_id,
        time_unit=time_unit(update.time_spent) or "",
        type_id=1 if update.time_type else None,
        created_by_id=update.by.person_id or SYSTEM_PERSON_ID,
        created_at=at,
        updated_at=at,
    )


def found(history: History, accounting_id: int) -> TimeAccounting:
    """Return the working time with this id. Raises TimeAccountingNotFound."""
    for one in accountings(history):
        if one["id"] == accounting_id:
            return one
    raise TimeAccountingNotFound(accounting_id)


def booked(outcome: Outcome, request: Request, desk: Desk) -> Response:
    """Return 201 with the working time that a request has booked."""
    return created(accounting(outcome.written, None), outcome.ticket.version)


def types(desk: Desk) -> list[TimeType]:
    """Return the one type of working time, which there is since the desk was set up."""
    at = time(desk.people.begin_of_desk())
    return [
        TimeType(
            id=1,
            name="Time",
            note=None,
            active=True,
            created_by_id=SYSTEM_PERSON_ID,
            updated_by_id=SYSTEM_PERSON_ID,
            created_at=at,
            updated_at=at,
        )
    ]
