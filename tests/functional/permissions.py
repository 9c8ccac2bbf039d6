"""The roles of callers, the permissions that each holds, and how each API is told who is calling."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Literal

from polydesk.domain.errors import CommentNotFound, TicketNotFound
from polydesk.domain.person import ADMIN, AGENT, CUSTOMER, grants
from tools.openapi.endpoints import Endpoint

Role = Literal["admin", "agent", "client", "bystander", "key"]
"""A caller with a credential: a person, or the holder of a key of the whole desk."""

PERMISSIONS: dict[Role, frozenset[str]] = {
    "admin": frozenset({ADMIN, AGENT}),
    "agent": frozenset({AGENT}),
    "client": frozenset({CUSTOMER}),
    "bystander": frozenset(),
}
"""What each person may do; a key of the whole desk may do everything."""

EVERYBODY: tuple[Role, ...] = (*PERMISSIONS, "key")


@dataclass(frozen=True, slots=True)
class Credentials:
    """How an API is told who is calling, and how it answers a call without credentials."""

    header: str
    scheme: str
    without: int = 401

    def headers(self, credential: str) -> dict[str, str]:
        """Return the headers of a caller with this credential."""
        if self.scheme == "Basic ":
            credential = b64encode(credential.encode()).decode()
        return {self.header: self.scheme + credential}


CREDENTIALS = {
    "selectel": Credentials("X-Token", ""),
    "supportbee": Credentials("Authorization", "Bearer "),
    "happyfox": Credentials("Authorization", "Basic "),
    "zammad": Credentials("Authorization", "Token token=", without=403),
}
"""By the API's folder in functions/."""


def credentials_of(endpoint: Endpoint) -> Credentials:
    """Return how the endpoint's API is told who is calling."""
    return CREDENTIALS[endpoint.dialect.name]


def takes_credentials_of(endpoint: Endpoint, role: Role) -> bool:
    """Return whether the endpoint's API takes credentials of this sort: a person's token, or a key of the desk."""
    return (role == "key") == endpoint.api.calls_as_desk


def allowed(endpoint: Endpoint) -> list[Role]:
    """Return the roles that may call an endpoint."""
    return [role for role in EVERYBODY if takes_credentials_of(endpoint, role) and _holds_one(role, endpoint)]


def _holds_one(role: Role, endpoint: Endpoint) -> bool:
    return role == "key" or any(grants(PERMISSIONS[role], permission) for permission in endpoint.handler.permissions)


def is_private(endpoint: Endpoint) -> bool:
    """Return whether the path names something of one customer, which other customers may not see."""
    return "client" in allowed(endpoint) and bool({TicketNotFound, CommentNotFound} & {*endpoint.identifiers.values()})
