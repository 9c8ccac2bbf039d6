"""Form bodies (application/x-www-form-urlencoded) in."""

from urllib.parse import parse_qsl

from polydesk.domain.errors import Invalid

CONTENT_TYPE = "application/x-www-form-urlencoded"

MOST_FIELDS = 1000
"""More than anybody fills in by hand."""


def parse(raw: bytes) -> dict[str, list[str]]:
    """The values of each field in the order they came, fields in the order of their first value.

    A field without `=` has the empty text as its value; an empty body has no fields. Raises Invalid for more than
    MOST_FIELDS fields, and for text that is not UTF-8, be it percent-encoded or not.
    """
    fields: dict[str, list[str]] = {}
    try:
        text = raw.decode("utf-8")
        if text.count("&") >= MOST_FIELDS:
            raise Invalid("body", "", f"The body has more than {MOST_FIELDS} fields.", "malformed")
        for name, value in parse_qsl(text, keep_blank_values=True, errors="strict"):
            fields.setdefault(name, []).append(value)
    except UnicodeDecodeError:
        raise Invalid("body", "", "The body is not valid UTF-8.", "malformed") from None
    return fields
