"""The history of a ticket in the Zammad API: one item for each thing that an update did.

| update                                       | items                                                        |
|----------------------------------------------|--------------------------------------------------------------|
| the opening                                  | the ticket is created; with a message, an article, too       |
| a state, priority, group, owner, title, time | the attribute is updated                                     |
| tags                                         | each tag that is gone is removed, each new one added         |
| a message                                    | an article is created, after what else the update did        |
| anything else, such as a star or working time | none: the vendor has no name for it                         |
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from polydesk.desk.desk import Desk
from polydesk.dialects.zammad import assets, histories
from polydesk.dialects.zammad.articles import Article, article
from polydesk.dialects.zammad.histories import History
from polydesk.dialects.zammad.related import Related, load_related
from polydesk.dialects.zammad.responses import Millisecond, time
from polydesk.domain.person import SYSTEM_PERSON_ID, Principal
from polydesk.domain.tags import tag_key
from polydesk.domain.ticket import Change, HistoryEntry, Ticket
from polydesk.http.payload import fitting
from polydesk.http.response import Response, ok
from polydesk.http.schema import Id, Schema

Attribute = Literal["state", "priority", "group", "owner", "title", "pending_time", "tag"]


class Item(TypedDict):
    """One thing that happened to a ticket."""

    id: Annotated[int, Schema("The place in the list, from 1.", minimum=1)]
    o_id: Annotated[Id, Schema("The id of the ticket, or of the article.")]
    object: Literal["Ticket", "Ticket::Article"]
    type: Literal["created", "updated", "added", "removed"]
    attribute: NotRequired[Attribute]
    value_from: NotRequired[Annotated[str | None, Schema("A name, a title or a time, before.")]]
    value_to: NotRequired[Annotated[str | None, Schema("A name, a title, a time or a tag, afterwards.")]]
    id_from: NotRequired[Id]
    id_to: NotRequired[Id]
    related_o_id: NotRequired[Annotated[Id, Schema("The ticket of an article.")]]
    related_object: NotRequired[Literal["Ticket"]]
    created_by_id: Id
    created_at: Millisecond


class TicketHistory(TypedDict):
    """What happened to a ticket, and what the items refer to."""

    history: list[Item]
    assets: assets.Assets


def shown(desk: Desk, ticket: Ticket, by: Principal) -> Response:
    """Return 200 with the history of a ticket."""
    history = histories.read(desk, ticket)
    related = load_related(desk, [ticket], by, time_of=ticket, entries=history.updates)
    found = items(history, related)
    articles = [article(one, ticket, related.people, by) for one in history.messages]
    return ok(TicketHistory(history=found, assets=_assets(found, articles, ticket, related)), headers=history.headers)


def _assets(found: Sequence[Item], articles: Sequence[Article], ticket: Ticket, related: Related) -> assets.Assets:
    """Return what the items refer to; of the articles, the newest ones that the answer has room for."""
    others = assets.of_tickets([ticket], related)
    before = [others, *found]
    fit = fitting([*before, *({str(one["id"]): one} for one in reversed(articles))])
    first = len(articles) - max(len(fit) - len(before), 0)
    return assets.of_articles(ticket, articles[first:], related)


def items(history: History, names: Related) -> list[Item]:
    """Return the items of a history, oldest first."""
    found: list[Item] = []
    for update in history.updates:
        for item in _of(update, history.article_id(update), names):
            found.append(item)
            item["id"] = len(found)
    return found


def _of(entry: HistoryEntry, article_id: int | None, names: Related) -> Iterator[Item]:
    if entry.version == 1:
        yield _item(entry, "created")
    for change in entry.changes:
        yield from _changed(entry, change, names)
    if article_id is not None:
        article = _item(entry, "created")
        article["o_id"], article["object"] = article_id, "Ticket::Article"
        article["related_o_id"], article["related_object"] = entry.number, "Ticket"
        yield article


def _item(entry: HistoryEntry, type_: Literal["created", "updated", "added", "removed"]) -> Item:
    """Return an item about the ticket, whose place is not known yet."""
    return Item(
        id=0,
        o_id=entry.number,
        object="Ticket",
        type=type_,
        created_by_id=entry.by.person_id or SYSTEM_PERSON_ID,
        created_at=time(entry.at),
    )


def _changed(entry: HistoryEntry, change: Change, names: Related) -> Iterator[Item]:
    match change.field:
        case "state_id":
            yield _reference(entry, "state", change.old, change.new, names.state_name)
        case "priority_id":
            yield _reference(entry, "priority", change.old, change.new, names.priority_name)
        case "category_id":
            yield _reference(entry, "group", change.old, change.new, names.group_name)
        case "assignee":
            old, new = owner_id(change.old), owner_id(change.new)
            if old != new:
                yield _reference(entry, "owner", old, new, names.person_name)
        case "subject":
            yield _value(entry, "title", change.old, change.new)
        case "pending_until":
            yield _value(entry, "pending_time", _time(change.old), _time(change.new))
        case "tags":
            yield from _tags(entry, change.old, change.new)


def owner_id(assignee: Mapping[str, Any] | None) -> int:
    """Return the id of the person to whom a ticket is assigned in a recorded change, or else that of nobody."""
    return int(assignee["id"]) if assignee and assignee["kind"] == "person" else SYSTEM_PERSON_ID


def _reference(entry: HistoryEntry, attribute: Attribute, old: int, new: int, name_of: Callable[[int], str]) -> Item:
    item = _value(entry, attribute, name_of(old), name_of(new))
    item["id_from"], item["id_to"] = old, new
    return item


def _value(entry: HistoryEntry, attribute: Attribute, old: str | None, new: str | None) -> Item:
    item = _item(entry, "updated")
    item["attribute"], item["value_from"], item["value_to"] = attribute, old, new
    return item


def _tags(entry: HistoryEntry, old: Sequence[str], new: Sequence[str]) -> Iterator[Item]:
    before, after = ({tag_key(tag) for tag in tags} for tags in (old, new))
    for tag in old:
        if tag_key(tag) not in after:
            yield _tag(entry, "removed", tag)
    for tag in new:
        if tag_key(tag) not in before:
            yield _tag(entry, "added", tag)


def _tag(entry: HistoryEntry, type_: Literal["added", "removed"], tag: str) -> Item:
    item = _item(entry, type_)
    item["attribute"], item["value_to"] = "tag", tag
    return item


def _time(text: str | None) -> str | None:
    """Return a recorded time as answers have it."""
    return time(datetime.fromisoformat(text)) if text else None
