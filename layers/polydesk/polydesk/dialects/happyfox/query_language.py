"""Splits the `q` of a list into terms and words, in one pass over its characters.

    q       = *( separator | term | quoted | word )    separator = space | "+" | ","
    term    = field ":" *space value *( "," *space value )
    value   = quoted | bare
    quoted  = '"' any but '"' '"'                      “ ” „ count as "
    bare    = up to a space, "," or '"'; a "+" ends it only before a field or a quotation mark

| Text                                                            | What it is                                   |
|-----------------------------------------------------------------|----------------------------------------------|
| `Field:`, `"field":` of a known field, in any case              | begins a term, also after a comma            |
| another name of 3 or more characters, `:`, and at once a        | an unknown field, which is refused           |
| letter, a digit or a quotation mark                             |                                              |
| any other text                                                  | words                                        |

What the values of a field mean is in `query_terms`.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from polydesk.dialects.happyfox.query_values import (
    MAX_VALUES,
    NOT_CLOSED,
    Term,
    Value,
    shown,
    term_of,
    with_plain_quotes,
)
from polydesk.domain.errors import InvalidValue

MAX_TERMS = 20
"""Terms of one query, words not counted."""

MAX_FIELD = 40
"""Characters of a known field's name at most."""

MIN_UNKNOWN_NAME = 3
"""Characters. Shorter names before a colon are words, as in `re:`."""

_SEPARATORS = re.compile(r"[\s+,]*")
_SPACES = re.compile(r"\s*")
_PLUSES = re.compile(r"\++")
_NAME = re.compile(r"[\w-]+")
_WORD = re.compile(r'[^\s+,"]*')
_FIELD = re.compile(rf"(\"?)([A-Za-z_-]{{1,{MAX_FIELD}}})\1:")
_NEXT_DAYS = re.compile(r'next[\s+]7[\s+]days(?=[\s+,"]|\Z)', re.IGNORECASE)
"""The only value with spaces that needs no quotation marks, of the field `duedate`."""


@dataclass(frozen=True, slots=True)
class QueryText:
    """The terms of a query, all of which hold, and its words, in order.

    `unfinished` is whether the query ends in a bare word, which may be the beginning of a word.
    """

    terms: tuple[Term, ...] = ()
    words: tuple[str, ...] = ()
    unfinished: bool = False


def split_query(text: str, fields: Collection[str]) -> QueryText:
    """Split a query that may have terms of these fields. Raises InvalidValue for `q`."""
    return _Reader(with_plain_quotes(text), fields).read()


class _Reader:
    """Reads a query from its beginning to its end. `_at` is the place of the next character."""

    def __init__(self, text: str, fields: Collection[str]) -> None:
        self._text = text
        self._fields = fields
        self._at = 0

    def read(self) -> QueryText:
        """Return the whole query."""
        terms: list[Term] = []
        words: list[str] = []
        unfinished = False
        while self._skip(_SEPARATORS) < len(self._text):
            unfinished = False
            if found := self._field_at(self._at):
                field, self._at = found
                terms.append(self._term(field))
            elif self._next_is('"'):
                words.append(self._quoted())
            else:
                words.append(self._word())
                unfinished = True
        if len(terms) > MAX_TERMS:
            raise InvalidValue("q", f"There can be at most {MAX_TERMS} terms.")
        return QueryText(tuple(terms), tuple(words), unfinished)

    def _term(self, field: str) -> Term:
        """Return the term of a field, after whose colon the reader stands."""
        values: list[Value] = []
        while len(values) <= MAX_VALUES:
            self._skip(_SPACES)
            values.append(self._value(field))
            if not self._goes_on():
                break
        return term_of(field, values)

    def _goes_on(self) -> bool:
        """Return whether a comma and another value follow, and move behind the comma if so."""
        begins = _end(_SEPARATORS, self._text, self._at)
        if not self._next_is(",") or begins == len(self._text) or self._field_at(begins):
            return False
        self._at += 1
        return True

    def _value(self, field: str) -> Value:
        if self._field_at(self._at):
            return Value("")
        if self._next_is('"'):
            return Value(self._quoted(), quoted=True)
        if field == "duedate" and (found := _NEXT_DAYS.match(self._text, self._at)):
            self._at = found.end()
            return Value("next 7 days")
        return Value(self._bare())

    def _bare(self) -> str:
        begin = self._at
        self._skip(_WORD)
        while self._next_is("+"):
            behind = _end(_PLUSES, self._text, self._at)
            if self._text.startswith('"', behind) or self._field_at(behind):
                break
            self._at = behind
            self._skip(_WORD)
        value = self._text[begin : self._at]
        if value.endswith(":"):
            self._refuse_unknown(value[:-1], self._at - 1, '"')
        return value

    def _quoted(self) -> str:
        """Return what stands in quotation marks, unless it is the name of an unknown field."""
        end = self._text.find('"', self._at + 1)
        if end < 0:
            raise InvalidValue("q", NOT_CLOSED)
        content = self._text[self._at + 1 : end]
        self._at = end + 1
        self._refuse_unknown(content, self._at)
        return content

    def _word(self) -> str:
        """Return a bare word, unless it begins with the name of an unknown field."""
        if name := _NAME.match(self._text, self._at):
            self._refuse_unknown(name.group(), name.end())
        begin = self._at
        return self._text[begin : self._skip(_WORD)]

    def _refuse_unknown(self, name: str, end: int, before: str = "") -> None:
        """Refuse a name that ends at `end` if a colon makes it that of a field. Raises InvalidValue for `q`.

        With `before` only that character after the colon does; else a letter, a digit or a quotation mark.
        """
        if len(name.strip()) < MIN_UNKNOWN_NAME or not self._text.startswith(":", end):
            return
        follows = self._text[end + 1 : end + 2]
        if follows == before if before else follows == '"' or follows.isalnum():
            raise InvalidValue("q", f'There is no field "{shown(name)}".')

    def _field_at(self, place: int) -> tuple[str, int] | None:
        """Return the known field whose name begins at a place, and the place behind its colon."""
        match = _FIELD.match(self._text, place)
        name = match[2].lower() if match else ""
        return (name, match.end()) if match and name in self._fields else None

    def _next_is(self, character: str) -> bool:
        return self._text.startswith(character, self._at)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        """Move behind what the pattern matches, and return the new place."""
        self._at = _end(pattern, self._text, self._at)
        return self._at


def _end(pattern: re.Pattern[str], text: str, place: int) -> int:
    """Return where the match of a pattern that begins at a place ends; the place itself without one."""
    found = pattern.match(text, place)
    return found.end() if found else place
