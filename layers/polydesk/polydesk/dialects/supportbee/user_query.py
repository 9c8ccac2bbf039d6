"""The parameters of `GET /users`."""

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, ValidationInfo, WithJsonSchema, field_validator

from polydesk.dialects.supportbee.users import role_of
from polydesk.domain.person_kind import PersonKind
from polydesk.http.body import Integer, PageNumber, Query, wrong
from polydesk.http.parameters import MAX_VALUE_LENGTH

MAX_PER_PAGE = 100
"""Users."""

MAX_UNPAGED = 10_000
"""Agents of one answer; more than it has room for."""

ROLES = ("admin", "agent", "collaborator", "customer")
"""The vendor's roles. Nobody is a collaborator here."""

TYPES = ("", "user", "customer_group")


def _roles(text: str) -> frozenset[str]:
    roles = frozenset(filter(None, (one.strip().lower() for one in text.split(","))))
    if not roles <= {*ROLES}:
        raise wrong(f"Send any of {', '.join(ROLES)}, with commas between them.")
    return roles


class UserListQuery(Query):
    """Which users are listed. Only lists with customers are paged; for others `page` and `per_page` mean nothing."""

    with_roles: Annotated[
        frozenset[str],
        PlainValidator(_roles),
        WithJsonSchema(
            {
                "type": "string",
                "maxLength": MAX_VALUE_LENGTH,
                "description": f"Any of {', '.join(f'`{role}`' for role in ROLES)}, with commas between them. Active "
                "agents, unless given. With `customer` the list is paged.",
            }
        ),
    ] = frozenset()
    type: Annotated[
        Literal["", "user", "customer_group"],
        Field(description="`customer_group` lists nobody: there are no groups of customers."),
    ] = ""
    page: PageNumber = 1
    per_page: Annotated[
        Integer, Field(ge=1, le=MAX_PER_PAGE, description="Users on a page, where the list is paged.")
    ] = MAX_PER_PAGE

    @field_validator("page", "per_page", mode="before")
    @classmethod
    def _only_if_paged(cls, value: Any, known: ValidationInfo) -> Any:
        return value if "customer" in known.data.get("with_roles", ()) else 1

    @property
    def is_paged(self) -> bool:
        """Whether customers are asked for, of whom there may be many."""
        return "customer" in self.with_roles

    @property
    def offset(self) -> int:
        """How many users are on the pages before."""
        return (self.page - 1) * self.per_page if self.is_paged else 0

    @property
    def limit(self) -> int:
        """How many users the answer has at most."""
        return self.per_page if self.is_paged else MAX_UNPAGED

    def wants(self, kind: PersonKind) -> bool:
        """Return whether people of this kind are listed."""
        if self.type == "customer_group" or not kind.active:
            return False
        return role_of(kind) in self.with_roles if self.with_roles else kind.agent
