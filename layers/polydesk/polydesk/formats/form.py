"""Parses form bodies (application/x-www-form-urlencoded)."""

from urllib.parse import parse_qsl

from polydesk.formats.errors import MalformedInput

CONTENT_TYPE = "application/x-www-form-urlencoded"

MAX_FIELDS = 1000
"""Fields of one form: more than people fill in by hand."""


def parse(raw: bytes) -> dict[str, list[str]]:
    """Return the values of each field in their order, fields in the order of their first value.

    A field without `=` has an empty text as its value; an empty body has no fields. Raises MalformedInput for more
    than MAX_FIELDS fields, and for text that is not UTF-8, percent-encoded or not.
    """
    fields: dict[str, list[str]] = {}
    try:
        text = raw.decode("utf-8")
        if text.count("&") >= MAX_FIELDS:
            raise MalformedInput(f"The body has more than {MAX_FIELDS} fields.")
        for name, value in parse_qsl(text, keep_blank_values=True, errors="strict"):
            fields.setdefault(name, []).append(value)
    except UnicodeDecodeError:
        raise MalformedInput("The body is not valid UTF-8.") from None
    return fields
