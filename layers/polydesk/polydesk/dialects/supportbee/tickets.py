"""Tickets in the answers of the SupportBee API."""

from collections.abc import Sequence
from math import ceil
from typing import Annotated, Literal, NotRequired, TypedDict

from polydesk.dialects.supportbee import contents, groups, users
from polydesk.dialects.supportbee.contents import Content
from polydesk.dialects.supportbee.groups import Group
from polydesk.dialects.supportbee.related import Related
from polydesk.dialects.supportbee.responses import second
from polydesk.dialects.supportbee.users import User
from polydesk.domain import ticket
from polydesk.domain.speaker import opener_of
from polydesk.domain.ticket import HistoryEntry
from polydesk.formats import json as json_format
from polydesk.http import payload
from polydesk.http.schema import Count, Id, Schema, Second

SUMMARY_LENGTH = 100
"""Characters."""

ENVELOPE_BYTES = 200
"""Bytes around the tickets of a page, at most."""


class TicketLabel(TypedDict):
    """A label of a ticket."""

    name: str
    color: Annotated[str, Schema("`#CCCCCC` for a tag that is not declared as a label.", pattern="^#[0-9A-Fa-f]{6}$")]


class WebSource(TypedDict):
    """Where a ticket comes from: the e-mail address of the person who opened it."""

    web: str


class AssigneeUser(TypedDict):
    """The person who has the ticket."""

    user: User


class AssigneeGroup(TypedDict):
    """The group that has the ticket."""

    group: Group


class AssigneeTeam(TypedDict):
    """The team that has the ticket."""

    team: Group


class NoRating(TypedDict):
    """The rating of the ticket, which is always empty."""


class Ticket(TypedDict):
    """A ticket. Every key is always there but `current_assignee`, which a ticket without one does not have."""

    id: Id
    subject: str
    replies_count: Annotated[int, Schema("Public messages after the first one.", minimum=0)]
    agent_replies_count: Annotated[int, Schema("Of these, messages of agents.", minimum=0)]
    comments_count: Annotated[int, Schema("Private messages.", minimum=0)]
    created_at: Second
    last_activity_at: Annotated[Second, Schema("The time of the newest message, public or private.")]
    unanswered: bool
    archived: bool
    spam: bool
    trash: bool
    starred: Annotated[bool, Schema("Whether the caller has starred the ticket.")]
    private: Literal[False]
    draft: Literal[False]
    summary: Annotated[str, Schema("The beginning of the first message.", maxLength=SUMMARY_LENGTH)]
    source: WebSource
    cc: list[users.Address]
    bcc: list[users.Address]
    labels: list[TicketLabel]
    requester: Annotated[
        User | users.Address, Schema("In the answer to a ticket without a token: as the request has it, without an id.")
    ]
    content: Annotated[Content, Schema("The first message.")]
    current_assignee: NotRequired[AssigneeUser | AssigneeGroup]
    current_user_assignee: AssigneeUser | None
    current_team_assignee: AssigneeTeam | None
    customer_rating: NoRating


class Shown(TypedDict):
    """One ticket."""

    ticket: Ticket


class Page(TypedDict):
    """One page of a list."""

    total: Count
    current_page: Id
    per_page: Id
    total_pages: Annotated[int, Schema("1 for an empty list.", minimum=1)]
    tickets: list[Ticket]


class Total(TypedDict):
    """How many tickets a list has."""

    total: Count


def shown(one: ticket.Ticket, related: Related) -> Shown:
    """Return the answer that shows one ticket."""
    return Shown(ticket=present(one, related))


def page(total: int, tickets: Sequence[ticket.Ticket], number: int, size: int, related: Related) -> Page:
    """Return one page of a list of `total` tickets. Contents are cut so that there is room for each."""
    most = contents.CONTENTS_OF_A_PAGE // max(1, len(tickets))
    shown = [present(one, related, most) for one in tickets]
    if any(one["cc"] or one["bcc"] for one in shown):
        _make_room(shown)
    return Page(
        total=total,
        current_page=number,
        per_page=size,
        total_pages=max(1, ceil(total / size)),
        tickets=shown,
    )


def _make_room(shown: Sequence[Ticket]) -> None:
    """Cut contents further if the answer has no room for them beside the recipients of copies."""
    others = payload.written(json_format.render([{**one, "content": None} for one in shown]))
    most = (payload.MAX_RESPONSE_BYTES - ENVELOPE_BYTES - others) // len(shown)
    for one in shown:
        one["content"] = contents.cut(one["content"], most)


def present(one: ticket.Ticket, related: Related, most: int | None = None) -> Ticket:
    """Return a ticket, whose content is cut to so many bytes."""
    opening = related.openings.get(one.number)
    message = opening.message if opening else None
    shown = Ticket(
        id=one.number,
        subject=one.subject,
        replies_count=one.replies or 0,
        agent_replies_count=one.staff_replies or 0,
        comments_count=one.notes or 0,
        created_at=second(one.created_at),
        last_activity_at=second(one.last_message_at or one.created_at),
        unanswered=one.is_unresponded,
        archived=one.archived,
        spam=one.spam,
        trash=one.trashed,
        starred=one.number in related.starred,
        private=False,
        draft=False,
        summary=summary(opening),
        source=WebSource(web=_email(opener_of(one.opened_by, one.customer_id, related.people).person_id, related)),
        cc=copied_to(message.cc if message else ""),
        bcc=copied_to(message.bcc if message else ""),
        labels=[TicketLabel(name=tag, color=related.labels.color_of(tag)) for tag in one.tags],
        requester=users.user(related.people.get(one.customer_id), one.customer_id),
        content=contents.content(opening, related.base_url, most),
        current_user_assignee=_user_assignee(one, related),
        current_team_assignee=_team_assignee(one, related),
        customer_rating=NoRating(),
    )
    if user := shown["current_user_assignee"]:
        shown["current_assignee"] = user
    elif team := shown["current_team_assignee"]:
        shown["current_assignee"] = AssigneeGroup(group=team["team"])
    return shown


def summary(entry: HistoryEntry | None) -> str:
    """Return the beginning of an entry's message, with single spaces."""
    text = contents.text_of(entry.message) if entry and entry.message else ""
    return " ".join(text.split())[:SUMMARY_LENGTH]


def copied_to(text: str) -> list[users.Address]:
    """Return the addresses of a text with commas."""
    if not text:
        return []
    from polydesk.formats.address_list import addresses  # few messages have any

    return [users.address(email, name) for name, email in addresses(text)]


def _email(person_id: int | None, related: Related) -> str:
    person = related.people.get(person_id) if person_id is not None else None
    return person.email if person else ""


def _user_assignee(one: ticket.Ticket, related: Related) -> AssigneeUser | None:
    assignee = one.assignee
    if assignee is None or assignee.kind != "person":
        return None
    return AssigneeUser(user=users.user(related.people.get(assignee.id), assignee.id))


def _team_assignee(one: ticket.Ticket, related: Related) -> AssigneeTeam | None:
    assignee = one.assignee
    group = related.groups.get(assignee.id) if assignee and assignee.kind == "group" else None
    return AssigneeTeam(team=groups.group(group)) if group else None
