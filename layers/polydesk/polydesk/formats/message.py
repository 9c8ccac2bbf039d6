"""Messages in request bodies: their text, their HTML, and words of a list. The bounds are the same in every API."""

from typing import Annotated, Any

from pydantic import StringConstraints
from pydantic_core import PydanticCustomError

from polydesk.domain.line import WHITE_SPACE
from polydesk.formats import html as html_format
from polydesk.formats.html import HtmlTooLarge, Hypertext, InlinePicture
from polydesk.formats.line import Visible, visible, within_a_line

MAX_TEXT_LENGTH = 50_000
"""Characters of a message."""

MAX_HTML_BYTES = 120_000
"""One item of the table, at most 400 KB, holds a message with its text, its HTML and its recipients."""

MAX_LISTED = 500
"""Words of a list before blanks and duplicates are left out."""

MAX_FILES = 10
"""Files of a message."""

NO_HTML = Hypertext("", "")
NO_MAIL = "Kept with the message and shown; the desk sends no mail."

Text = Annotated[str, StringConstraints(max_length=MAX_TEXT_LENGTH), Visible()]


def invalid(problem: str) -> PydanticCustomError:
    """Return the error that a validator raises for an invalid value."""
    return PydanticCustomError("unacceptable", "{problem}", {"problem": problem})


def readable(value: Any) -> str:
    """Return the text. Raises an error when it is none, or when UTF-8 cannot encode it."""
    if not isinstance(value, str):
        raise invalid("Send a text.")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise invalid("The text contains an unpaired surrogate.") from None
    return value


def is_blank(value: Any) -> bool:
    """Return whether a value counts as not given: null, or a text of white space."""
    return value is None or (isinstance(value, str) and not value.strip())


def hypertext(value: Any, instead: str) -> Hypertext:
    """Return the HTML, sanitized; `instead` says what to send instead of a picture inside it."""
    try:
        html = html_format.read(readable(value), MAX_HTML_BYTES)
    except InlinePicture:
        raise invalid(f"Pictures inside the HTML (data: and cid: addresses) are not taken. {instead}") from None
    except HtmlTooLarge as error:
        raise invalid(f"The HTML has {error}.") from None
    if not html.shows_something:
        raise invalid("The HTML has no visible content.")
    return html


def file_name(name: str) -> str:
    """Return the name of a file if it is one line; the desk names a file without a name."""
    return within_a_line(visible(name)) if name else name


def words_of(value: Any, limit: int) -> list[str]:
    """Return the words of a list or of a text with commas, without blanks; `limit` is what an error names."""
    values = value if isinstance(value, list) else [value]
    found = [word for one in values[: MAX_LISTED + 1] for word in readable(one).split(",", MAX_LISTED)]
    if len(found) > MAX_LISTED:
        raise invalid(f"There can be at most {limit}.")
    return [stripped for word in found if (stripped := word.strip(WHITE_SPACE))]
