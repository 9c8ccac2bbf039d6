"""Tickets in a request: what a customer and an agent may say of a new one, and what of one that is there."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from polydesk.dialects.zammad.article_fields import ArticleFields, CustomersArticle
from polydesk.dialects.zammad.bodies import Identifier, Text, VendorBody
from polydesk.dialects.zammad.ticket_fields import Customer, Owner, PendingTime, Tags, Title

Unknown = Annotated[Any, Field(description="Only null: there are none here.")]


class CustomersTicket(VendorBody):
    """A ticket as its customer may describe it. Other keys are ignored."""

    title: Title = None
    group_id: Annotated[Identifier | None, Field(description="The id of the category.")] = None
    group: Annotated[Text | None, Field(description="The category by name; `group_id` takes precedence.")] = None
    state_id: Annotated[Identifier | None, Field(description="The id of an active state.")] = None
    state: Annotated[Text | None, Field(description="The state by name; `state_id` takes precedence.")] = None
    priority_id: Annotated[Identifier | None, Field(description="The id of a priority.")] = None
    priority: Annotated[
        Text | None, Field(description="`2 normal` or `normal`; `priority_id` takes precedence.", examples=["2 normal"])
    ] = None
    pending_time: PendingTime = None
    article: Annotated[CustomersArticle | None, Field(description="A new message.")] = None


class TicketFields(CustomersTicket):
    """A ticket as an agent may describe it."""

    owner_id: Owner = None
    owner: Annotated[Owner, Field(description="The same; `owner_id` takes precedence.")] = None
    customer_id: Customer = None
    customer: Annotated[Customer, Field(description="The same; `customer_id` takes precedence.")] = None
    organization_id: Unknown = None
    organization: Unknown = None
    article: Annotated[ArticleFields | None, Field(description="A new message.")] = None


class NewTicketOfCustomer(CustomersTicket):
    """A new ticket of the customer who sends it."""

    model_config = ConfigDict(json_schema_extra={"required": ["title"]})

    tags: Tags = ()


class NewTicket(TicketFields, NewTicketOfCustomer):
    """A new ticket. Without an article it has no message."""

    model_config = ConfigDict(
        json_schema_extra={
            "required": ["title"],
            "allOf": [
                {"if": {"not": {"required": [f"{name}_id"]}}, "then": {"required": [name]}}
                for name in ("group", "customer")
            ],
        }
    )


class TicketChange(TicketFields):
    """Changes of a ticket; what is absent stays as it is."""
