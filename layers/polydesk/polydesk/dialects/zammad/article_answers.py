"""Answers that show articles: one that was read or written, or those of a ticket."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict

from polydesk.desk.desk import Desk
from polydesk.desk.ticket_reading import Messages, PlacedMessage
from polydesk.dialects.zammad import assets
from polydesk.dialects.zammad.articles import Article, article, article_id
from polydesk.dialects.zammad.ids import Part
from polydesk.dialects.zammad.queries import Page, View, view
from polydesk.dialects.zammad.related import load_related
from polydesk.domain.errors import CommentNotFound, TicketNotFound
from polydesk.domain.person import Person
from polydesk.domain.speaker import possible_speakers
from polydesk.domain.ticket import HistoryEntry, Ticket
from polydesk.formats import json as json_format
from polydesk.http.payload import MAX_RESPONSE_BYTES, fitting, written
from polydesk.http.request import Request
from polydesk.http.response import Response, created, ok
from polydesk.http.schema import Id

if TYPE_CHECKING:
    from polydesk.desk.ticket_writes import Outcome

LEFT_OUT = "X-Articles-Left-Out"
"""Header with the number of older articles for which an answer had no room."""


class ArticleWithAssets(TypedDict):
    """The id of an article, and what it refers to."""

    id: Id
    assets: assets.Assets


class ArticlesWithAssets(TypedDict):
    """The ids of articles, and what they refer to."""

    record_ids: list[Id]
    assets: assets.Assets


Shown = Article | ArticleWithAssets
Listed = list[Article] | ArticlesWithAssets


def wanted(part: Part, request: Request, desk: Desk) -> tuple[PlacedMessage, Ticket]:
    """Return an article and its ticket. Raises CommentNotFound, also when the caller may not see it."""
    not_found, by = CommentNotFound(request.path_parameters["id"]), request.principal
    try:
        ticket = desk.tickets.get(part.number, by)
    except TicketNotFound:
        raise not_found from None
    entry = desk.tickets.nth_message(ticket, part.n)
    if entry is None or not (entry.message and (entry.message.public or by.is_staff)):
        raise not_found
    return PlacedMessage(part.n, entry), ticket


def shown_article(one: PlacedMessage, ticket: Ticket, request: Request, desk: Desk) -> Response:
    """Return 200 with an article. It counts as read by the customer who gets it."""
    mark_read([one], ticket, request, desk)
    return ok(_shown(one, ticket, request, desk), ticket.version)


def created_article(outcome: "Outcome", request: Request, desk: Desk) -> Response:
    """Return 201 with the article that was written."""
    one = PlacedMessage(outcome.ticket.messages, outcome.written)
    return created(_shown(one, outcome.ticket, request, desk), outcome.ticket.version)


def listed_articles(ticket: Ticket, page: Page | None, request: Request, desk: Desk) -> Response:
    """Return 200 with the articles of a ticket, oldest first: all, those of a page, or the newest that fit."""
    messages = _found(ticket, page, request, desk)
    shown = _articles(messages.found, ticket, request, desk)
    full = _assets(messages.found, [], ticket, request, desk) if view(request) is View.FULL else None
    surplus = len(shown) - _room_for(shown, full)
    fit, left_out = shown[surplus:], messages.left_out + surplus
    mark_read(messages.found[surplus:], ticket, request, desk)
    headers = {LEFT_OUT: str(left_out)} if left_out else {}
    return Response(200, _with_assets(fit, full) if full else fit, headers=headers)


def _room_for(shown: Sequence[Article], full: assets.Assets | None) -> int:
    """Return for how many of the newest articles one answer has room, beside the other assets."""
    if full is None:
        return len(fitting(reversed(shown)))
    by_id = ([one["id"], {str(one["id"]): one}] for one in reversed(shown))
    return len(fitting(by_id, written(json_format.render(full))))


def _with_assets(shown: Sequence[Article], full: assets.Assets) -> ArticlesWithAssets:
    full["TicketArticle"] = assets.by_id(shown)
    return ArticlesWithAssets(record_ids=[one["id"] for one in shown], assets=full)


def mark_read(found: Sequence[PlacedMessage], ticket: Ticket, request: Request, desk: Desk) -> None:
    """Record that the customer has fetched the words of staff, if the newest ones are among these."""
    if any(one.entry.version == ticket.staff_message_version for one in found):
        desk.tickets.mark_read(ticket, request.principal)


def _found(ticket: Ticket, page: Page | None, request: Request, desk: Desk) -> Messages:
    """Return the messages to show."""
    private = request.principal.is_staff
    if page is None:
        return desk.tickets.newest_messages(ticket, MAX_RESPONSE_BYTES, private=private)
    return desk.tickets.some_messages(ticket, page.offset, page.size, MAX_RESPONSE_BYTES, private=private)


def _articles(found: Sequence[PlacedMessage], ticket: Ticket, request: Request, desk: Desk) -> list[Article]:
    people = _people([one.entry for one in found], ticket, request, desk)
    return [article(one, ticket, people, request.principal) for one in found]


def _people(entries: Sequence[HistoryEntry], ticket: Ticket, request: Request, desk: Desk) -> Mapping[int, Person]:
    """Return the authors and speakers of the entries; the caller is not read again."""
    person = request.principal.person
    known = {person.id: person} if person else None
    return desk.related.to((), entries, known=known, others=possible_speakers(entries, ticket)).people


def _shown(one: PlacedMessage, ticket: Ticket, request: Request, desk: Desk) -> Shown:
    (shown,) = _articles([one], ticket, request, desk)
    if view(request) is not View.FULL:
        return shown
    return ArticleWithAssets(id=article_id(one), assets=_assets([one], [shown], ticket, request, desk))


def _assets(
    found: Sequence[PlacedMessage], shown: Sequence[Article], ticket: Ticket, request: Request, desk: Desk
) -> assets.Assets:
    related = load_related(desk, [ticket], request.principal, assets=True, entries=[one.entry for one in found])
    return assets.of_articles(ticket, shown, related)
