"""Cuts the text of a search into tokens, in one pass over its characters.

| Token                                                     | Kind                                                |
|-----------------------------------------------------------|-----------------------------------------------------|
| `( ) [ ] { }`                                             | the bracket itself                                  |
| `AND` `&&`, `OR` `||`, `NOT`                              | `AND`, `OR`, `NOT`                                  |
| `-` and `!` before a unit                                 | `NOT`                                               |
| `> >= < <=` where a value begins                          | itself                                              |
| letters, digits, `_` and `.` directly before a colon      | `field`                                             |
| `"…"`, where a value begins also `'…'`                    | `word`, quoted                                      |
| all else up to the next space, bracket or `"`             | `word`; a `*` at its end means that it is a beginning |

A comma at the end of a word is a space. A backslash takes the next character as it is.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from polydesk.dialects.zammad.query_values import Word, unknown_field, unreadable
from polydesk.domain.errors import InvalidValue

BRACKETS = "()[]{}"

WILDCARDS = "Wildcards are taken at the end of a word only."

_OPERATORS = {"AND": "AND", "&&": "AND", "OR": "OR", "||": "OR", "NOT": "NOT"}
_SPACES = re.compile(r"[\s,]*")
_FIELD = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*):")
_COMPARISON = re.compile(r"[<>]=?")
_BARE = re.compile(r'(?:\\.|[^\s"()\[\]{}\\])+', re.DOTALL)
_QUOTED = {quote: re.compile(rf"{quote}((?:\\.|[^{quote}\\])*){quote}", re.DOTALL) for quote in "\"'"}
_BEHIND_QUOTES = re.compile(r"(?=[\s,)\]}]|\Z)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SPECIAL = re.compile(r"\\.|([*?~^:])", re.DOTALL)
_PROBLEMS = {
    "*": WILDCARDS,
    "?": WILDCARDS,
    "~": "Similar words can't be searched. Write '~' as '\\~'.",
    "^": "Words can't be weighted. Write '^' as '\\^'.",
}
REGULAR = "Regular expressions can't be searched. Write '/' at the beginning of a word as '\\/'."


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a query. `raw` is how the query writes it."""

    kind: str
    raw: str
    word: Word | None = None


def tokens_of(text: str, is_field: Callable[[str], bool]) -> list[Token]:
    """Return the tokens of a query with these fields. Raises InvalidValue for `q`."""
    return list(_Reader(text, is_field).tokens())


class _Reader:
    """Reads a query from its beginning to its end. `_at` is the place of the next character."""

    def __init__(self, text: str, is_field: Callable[[str], bool]) -> None:
        self._text, self._is_field = text, is_field
        self._at = 0
        self._last = ""
        self._within: list[str] = []
        """What opened each bracket that is not closed yet; `v` for one with the values of a field."""

    def tokens(self) -> Iterator[Token]:
        while self._skip(_SPACES) < len(self._text):
            token = self._bracket() or self._comparison() or self._negation() or self._field() or self._word()
            self._last = token.kind
            yield token

    @property
    def _is_value(self) -> bool:
        """Whether a value stands here, rather than a unit."""
        return self._last in ("field", ">", ">=", "<", "<=") or (bool(self._within) and self._within[-1] != "(")

    def _bracket(self) -> Token | None:
        bracket = self._text[self._at]
        if bracket not in BRACKETS:
            return None
        if bracket in "([{":
            self._within.append("v" if self._is_value and bracket == "(" else bracket)
        elif self._within:
            self._within.pop()
        self._at += 1
        return Token(bracket, bracket)

    def _comparison(self) -> Token | None:
        found = _COMPARISON.match(self._text, self._at) if self._is_value else None
        return self._taken(found.group(), found.end()) if found else None

    def _negation(self) -> Token | None:
        if self._text[self._at] not in "-!" or self._last in ("field", ">", ">=", "<", "<=") or self._in_range:
            return None
        if self._text[self._at + 1 : self._at + 2].strip() == "":
            raise unreadable(self._text[self._at :])
        return self._taken("NOT", self._at + 1)

    @property
    def _in_range(self) -> bool:
        return bool(self._within) and self._within[-1] in ("[", "{")

    def _field(self) -> Token | None:
        found = None if self._is_value else _FIELD.match(self._text, self._at)
        if found and not self._is_field(found[1]):
            raise unknown_field(found[1])
        return self._taken("field", found.end()) if found else None

    def _taken(self, kind: str, end: int) -> Token:
        raw = self._text[self._at : end]
        self._at = end
        return Token(kind, raw)

    def _word(self) -> Token:
        quote = self._text[self._at]
        if quote == '"' or (quote == "'" and self._is_value):
            return self._quoted(quote)
        found = _BARE.match(self._text, self._at)
        if found is None:
            raise unreadable(self._text[self._at :])
        self._at = found.end()
        raw = _without_commas(found.group())
        if raw in _OPERATORS:
            return Token(_OPERATORS[raw], raw)
        return Token("word", raw, _bare_word(raw, is_value=self._is_value))

    def _quoted(self, quote: str) -> Token:
        found = _QUOTED[quote].match(self._text, self._at)
        if found is None or not _BEHIND_QUOTES.match(self._text, found.end()):
            raise unreadable(self._text[self._at :])
        self._at = found.end()
        return Token("word", found.group(), Word(_ESCAPED.sub(r"\1", found[1]), found.group(), quoted=True))

    def _skip(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._at


def _without_commas(raw: str) -> str:
    """Return a word without the commas at its end; one behind a backslash stays."""
    kept = raw.rstrip(",")
    slashes = len(kept) - len(kept.rstrip("\\"))
    return f"{kept}," if slashes % 2 and kept != raw else kept


def _bare_word(raw: str, *, is_value: bool) -> Word:
    """Return the word that is written so, without quotation marks. Raises InvalidValue for what no search can do."""
    begins = _ends_in_star(raw)
    text = raw[:-1] if begins else raw
    if raw.startswith("/"):
        raise InvalidValue("q", REGULAR)
    for found in _SPECIAL.finditer(text):
        if found[1] == ":" and not is_value:
            raise unreadable(raw)
        if found[1] in _PROBLEMS:
            raise InvalidValue("q", _PROBLEMS[found[1]])
    return Word(_ESCAPED.sub(r"\1", text), raw, begins=begins)


def _ends_in_star(raw: str) -> bool:
    before = raw[:-1]
    return raw.endswith("*") and (len(before) - len(before.rstrip("\\"))) % 2 == 0
