"""The terms of a text of a ticket."""

from polydesk.domain.search_terms import distinct_terms
from polydesk.formats.html import to_text


def terms_in(text: str, html: str | None = None) -> list[str]:
    """Return the distinct terms of a text and of what its HTML form shows, addresses of links included."""
    if html is None:
        return distinct_terms(text)
    return distinct_terms(text, to_text(html))
