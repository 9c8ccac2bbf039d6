"""A new article in a request: its ticket, and what stands inside a ticket's `article` as well."""

from typing import Annotated, Any

from pydantic import ConfigDict, PlainValidator

from polydesk.dialects.zammad.article_fields import ArticleFields, CustomersArticle
from polydesk.http.schema import Schema


def _as_sent(value: Any) -> str:
    """Return the number of a ticket as it was sent; empty for what is none."""
    return str(value) if isinstance(value, str) or type(value) is int else ""


TicketId = Annotated[
    str,
    PlainValidator(_as_sent),
    Schema("The number of the ticket.", type=["integer", "string"], minimum=1, examples=[42]),
]

_REQUIRED = ConfigDict(json_schema_extra={"required": ["ticket_id", "body"]})


class NewArticleOfCustomer(CustomersArticle):
    """A new article of the customer who sends it."""

    model_config = _REQUIRED

    ticket_id: TicketId = ""


class NewArticle(ArticleFields, NewArticleOfCustomer):
    """A new article. It is a message of its ticket."""

    model_config = _REQUIRED
