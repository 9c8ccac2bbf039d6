"""Writes plain text as HTML. It is apart from `html`, which only readers of HTML need."""

from html import escape


def to_html(text: str) -> str:
    """Return a text as HTML that shows it line by line."""
    return escape(text).replace("\r\n", "\n").replace("\n", "<br>")
