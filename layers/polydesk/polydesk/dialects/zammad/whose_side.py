"""Whose words an article is, and who wrote it down.

| caller   | sender          | origin_by_id        | side     | origin                                    |
|----------|-----------------|---------------------|----------|-------------------------------------------|
| customer | any             | any                 | customer | none                                      |
| agent    | none or `Agent` | none, or the caller | staff    | as given                                  |
| agent    | none or `Agent` | another person      | customer | as given                                  |
| agent    | `Customer`      | given               | customer | as given                                  |
| agent    | `Customer`      | none                | customer | of type note, phone or web: the ticket's  |
|          |                 |                     |          | customer; of another type: none           |
| agent    | `System`        | any                 | refused  |                                           |

The author is always the caller, on that side.
"""

from polydesk.desk.messages import NewMessage
from polydesk.dialects.zammad.article_fields import ArticleFields, CustomersArticle
from polydesk.dialects.zammad.complaints import not_allowed
from polydesk.domain.channel import Channel
from polydesk.domain.errors import Forbidden
from polydesk.domain.person import AGENT, Author, Principal

CUSTOMER, SYSTEM = 2, 3
"""Senders of articles."""

CHANNELS_OF_CUSTOMERS = frozenset({Channel.NOTE, Channel.WEB})
"""What a customer's article can be; any other one becomes a note."""

SPOKEN = frozenset({Channel.NOTE, Channel.PHONE, Channel.WEB})
"""What is the words of the ticket's customer when an agent writes it down for a customer and names nobody."""


def message_of_customer(article: CustomersArticle) -> NewMessage:
    """Return the message of an article that a customer sends. Raises Forbidden for working time."""
    if article.time_unit is not None:
        raise Forbidden(AGENT)
    channel = article.channel if article.channel in CHANNELS_OF_CUSTOMERS else Channel.NOTE
    return _message(article, channel, public=True)


def message_of_agent(article: ArticleFields, by: Principal, customer_id: int | None) -> NewMessage:
    """Return the message of an article that an agent sends.

    `customer_id` is the ticket's customer, None for one who is not created yet.
    """
    origin = article.origin_by_id
    if origin is None and is_words_of_the_customer(article, by):
        origin = customer_id
    return _message(article, article.channel or Channel.NOTE, public=not article.internal, origin_id=origin)


def is_words_of_the_customer(article: ArticleFields, by: Principal) -> bool:
    """Return whether an agent's article without `origin_by_id` has the ticket's customer as its origin."""
    spoken = (article.channel or Channel.NOTE) in SPOKEN
    return spoken and article.origin_by_id is None and author_of(article, by).is_customer


def author_of(article: ArticleFields, by: Principal) -> Author:
    """Return the agent who sends an article as its author, on the side whose words it is. Raises InvalidRequest."""
    if article.whose == SYSTEM:
        raise not_allowed("sender_id", SYSTEM)
    of_another = article.origin_by_id not in (None, by.person_id)
    if of_another or article.whose == CUSTOMER:
        return Author.customer(by.person_id)
    return by.author


def _message(article: CustomersArticle, channel: Channel, *, public: bool, origin_id: int | None = None) -> NewMessage:
    return NewMessage(
        text=article.body.text,
        html=article.body.html or None,
        public=public,
        files=article.attachments,
        subject=article.subject,
        to=article.to,
        cc=article.cc,
        reply_to=article.reply_to,
        channel=channel,
        origin_id=origin_id,
    )
