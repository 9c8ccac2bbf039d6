"""Authenticates callers: from a token's text to a principal."""

from datetime import datetime

from polydesk.desk.resources import Resources
from polydesk.domain.errors import ExpiredToken, UnknownToken
from polydesk.domain.person import Principal


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
        holder = self._resources.holder(text)
        if holder is None:
            raise UnknownToken("The token is unknown.")
        token, person = holder
        if person and not person.active:
            raise UnknownToken("The token is unknown.")
        if token.expires_at and token.expires_at <= self._now:
            raise ExpiredToken("The token has expired.")
        return Principal(token.digest[:16], token.permissions, person)

    def of_person(self, text: str) -> Principal:
        """Return the principal of a person's token.

        Raises what `by_token` raises, and UnknownToken for a key of the whole desk.
        """
        principal = self.by_token(text)
        if principal.person is None:
            raise UnknownToken("The token is unknown.")
        return principal

    def of_desk(self, text: str) -> Principal:
        """Return the principal of an API key for the whole desk.

        Raises what `by_token` raises, and UnknownToken for a person's token.
        """
        principal = self.by_token(text)
        if principal.person is not None:
            raise UnknownToken("The key is unknown.")
        return principal
