"""Bounds what the texts of one author cost: how many terms are indexed at once in a minute.

A term costs a write unit. Finding the terms costs processor time, so a long text counts as more terms than it has.
"""

from collections.abc import Collection
from datetime import datetime

from polydesk.domain.errors import QuotaExceeded
from polydesk.domain.person import Author
from polydesk.storage import rate_limits
from polydesk.storage.table import Table
from polydesk.storage.ticket_items import author_text
from polydesk.telemetry import logger

TERMS_PER_MINUTE = 60_000
"""Terms of one author: those of 600 tickets with a hundred words each. At one write unit for each, that is a quarter of
what a new table takes in a minute. Terms of subjects cost two units and count once: a line has few of them."""

CHARACTERS_PER_TERM = 50
"""A text counts as at least one term for so many characters; those of languages have more terms."""

UNCOUNTED_TERMS = 20
"""A text that counts as no more is too short to be counted: the rate limits bound how many of these there are."""


def cost(text: str, html: str | None, terms: Collection[str] = ()) -> int:
    """Return as how many terms a text counts; without its terms, as how many at least."""
    return max(len(terms), (len(text) + len(html or "")) // CHARACTERS_PER_TERM)


class IndexBudget:
    """The budgets of all authors at one time."""

    def __init__(self, table: Table, now: datetime) -> None:
        """Count in this table, for the minute of `now`."""
        self._table = table
        self._now = now
        self._exceeded: set[Author] = set()

    def allows(self, author: Author, cost: int) -> bool:
        """Return False when it is known without a request that the budget of the author is used up."""
        return cost <= UNCOUNTED_TERMS or author not in self._exceeded

    def spend(self, author: Author, cost: int) -> bool:
        """Count a text; return False when the budget had been used up before it."""
        if cost <= UNCOUNTED_TERMS:
            return True
        if not self.allows(author, cost):
            return False
        count = rate_limits.count("index", author_text(author), TERMS_PER_MINUTE, self._now, cost)
        try:
            self._table.write(count)
        except QuotaExceeded:
            self._exceeded.add(author)
            logger.warning("texts of an author are indexed later", extra={"author": author_text(author)})
            return False
        return True
