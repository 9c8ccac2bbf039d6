"""The terms and values of which a `q` of the HappyFox API is made, and the list of values of a parameter."""

from collections.abc import Sequence
from dataclasses import dataclass

from polydesk.domain.errors import InvalidValue

MAX_VALUES = 50
"""Values of one term or parameter."""

MAX_SHOWN = 100
"""Characters of a name or a value that an error repeats."""

NOT_CLOSED = "A quotation mark is not closed."

_QUOTES = str.maketrans("“”„", '"""')


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a term."""

    text: str
    quoted: bool = False

    def readings(self) -> list[str]:
        """Return the texts that the value may mean: as it stands; if it is quoted, also with spaces for its `+`.

        Some clients encode a space as `+` before the whole query is encoded.
        """
        spaced = self.text.replace("+", " ")
        return [self.text, spaced] if self.quoted and spaced != self.text else [self.text]


@dataclass(frozen=True, slots=True)
class Term:
    """A field with its values; a ticket needs one of them. The name of the field is in lower case."""

    field: str
    values: tuple[Value, ...]


def shown(text: str) -> str:
    """Return as much of a name or a value as an error repeats."""
    return text[:MAX_SHOWN]


def with_plain_quotes(text: str) -> str:
    """Return a text with the quotation marks of other keyboards as plain ones; its length stays."""
    return text.translate(_QUOTES)


def term_of(field: str, values: Sequence[Value]) -> Term:
    """Return a term. Raises InvalidValue for `q` when a value is blank or there are too many."""
    if len(values) > MAX_VALUES:
        raise InvalidValue("q", f'"{field}" takes at most {MAX_VALUES} values.')
    if not values or not all(value.text.strip() for value in values):
        raise InvalidValue("q", f'A value of "{field}" is missing.')
    return Term(field, tuple(values))


def term_of_parameter(name: str, text: str) -> Term:
    """Return the values that the parameter `name` lists, with commas between them, as a term.

    Values may be quoted. Bare ones may have spaces, since no other term follows. Raises InvalidValue.
    """
    values: list[Value] = []
    rest = f",{with_plain_quotes(text)}"
    while rest and len(values) <= MAX_VALUES:
        if not rest.startswith(","):
            raise InvalidValue("q", f'Put a comma between the values of "{name}".')
        value, rest = _first_value(rest[1:].lstrip())
        values.append(value)
    return term_of(name, values)


def _first_value(text: str) -> tuple[Value, str]:
    """Return the first value of a list, and what follows it."""
    if text.startswith('"'):
        content, closing, rest = text[1:].partition('"')
        if not closing:
            raise InvalidValue("q", NOT_CLOSED)
        return Value(content, quoted=True), rest.lstrip()
    end = next((place for place, one in enumerate(text) if one in ',"'), len(text))
    return Value(text[:end].strip()), text[end:]
