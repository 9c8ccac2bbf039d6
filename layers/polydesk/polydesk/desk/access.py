"""Authenticates callers: from a token's text to a principal."""

from datetime import datetime
from hashlib import sha256

from polydesk.desk.resources import Resources
from polydesk.domain.errors import (
    ActingPersonUnknown,
    ActingRefused,
    ExpiredToken,
    MissingCredentials,
    UnknownToken,
)
from polydesk.domain.person import Person, Principal
from polydesk.storage.tokens import Token

MAX_DIGITS = 15
"""Digits of a person's id."""


class Access:
    """Finds the principal of a token, at one moment."""

    def __init__(self, resources: Resources, now: datetime) -> None:
        """Judge expiry as of `now`."""
        self._resources = resources
        self._now = now

    def by_token(self, text: str) -> Principal:
        """Return the principal of a token.

        Raises UnknownToken, also for the token of an inactive person, and ExpiredToken.
        """
        holder = self._resources.holders.get(text, lambda: self._load_holder(text))
        if holder is None:
            raise UnknownToken("The token is unknown.")
        token, person = holder
        if person and not person.active:
            raise UnknownToken("The token is unknown.")
        if token.expires_at and token.expires_at <= self._now:
            raise ExpiredToken("The token has expired.")
        return Principal(token.digest[:16], token.permissions, person)

    def _load_holder(self, text: str) -> tuple[Token, Person | None] | None:
        """Return the token with this text and its person; None when there is no such token, or no such person."""
        token = self._resources.tokens.find(text)
        if token is None:
            return None
        if token.person_id is None:
            return token, None
        person = self._resources.people.get_many([token.person_id]).get(token.person_id)
        return (token, person) if person else None

    def of_person(self, text: str) -> Principal:
        """Return the principal of a person's token.

        Raises what `by_token` raises, and UnknownToken for a key of the whole desk.
        """
        principal = self.by_token(text)
        if principal.person is None:
            raise UnknownToken("The token is unknown.")
        return principal

    def acting_as(self, name: str, caller: Principal, permission: str) -> Principal:
        """Return the person with this id, login or e-mail address as the principal, with that person's permissions.

        The token stays the caller's. Raises ActingRefused for a caller without the permission, and ActingPersonUnknown,
        also for an inactive person.
        """
        if not caller.has_permission(permission):
            raise ActingRefused(permission)
        person = self._named(name)
        if person is None or not person.active:
            raise ActingPersonUnknown(name)
        return Principal(caller.token_id, person.permissions, person)

    def _named(self, name: str) -> Person | None:
        """Return the person with this id, else with this login or e-mail address, or None. Case does not matter."""
        people = self._resources.people
        by_id = people.get_many([int(name)]) if name.isascii() and name.isdigit() and len(name) <= MAX_DIGITS else {}
        return next(iter(by_id.values()), None) or people.find(name)

    def stranger(self, address: str) -> Principal:
        """Return a caller without a token, who may open tickets. Raises MissingCredentials where the stack forbids it.

        One host has a whole /64 of IPv6 addresses, so these count as one.
        """
        if not self._resources.config.open_ticket_creation:
            raise MissingCredentials
        digest = sha256(_network(address).encode()).hexdigest()[:16]
        return Principal(f"address {digest}", frozenset(), None, is_stranger=True)

    def of_desk(self, text: str) -> Principal:
        """Return the principal of an API key for the whole desk.

        Raises what `by_token` raises, and UnknownToken for a person's token.
        """
        principal = self.by_token(text)
        if principal.person is not None:
            raise UnknownToken("The key is unknown.")
        return principal


def _network(address: str) -> str:
    """Return the source address, of IPv6 the first half."""
    if ":" not in address:
        return address
    from ipaddress import IPv6Network  # few callers have one

    return str(IPv6Network((address, 64), strict=False))
