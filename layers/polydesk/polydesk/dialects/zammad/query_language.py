"""Reads the query of a search of tickets into a tree: a part of the language of Lucene's query strings.

    query = or ;  or = and { "OR" and } ;  and = not { ["AND"] not } ;  not = ["NOT"] unit
    unit  = "(" or ")" | field value | word
    value = word | "(" values joined as units are ")" | range | comparison word
    range = ("[" | "{") word "TO" word ("]" | "}")

The tokens are those of `query_tokens`; what fields and values mean is in `query_fields`.
"""

from collections.abc import Callable
from dataclasses import replace

from polydesk.dialects.zammad.query_tokens import Token, tokens_of
from polydesk.dialects.zammad.query_values import (
    Condition,
    Joined,
    Negated,
    Range,
    Tree,
    Unit,
    Value,
    Word,
    unreadable,
)
from polydesk.domain.errors import InvalidValue
from polydesk.domain.search_terms import MIN_PREFIX_LENGTH, terms_of

MAX_QUERY = 1_000
"""Characters of a query."""

MAX_UNITS = 30
"""Values and bare words of a query."""

MAX_DEPTH = 5
"""How deep brackets can be nested."""

ANYTHING = Word("", "*", begins=True)

_COMPARISONS = (">", ">=", "<", "<=")
_END = Token("end", "")


def parse(text: str, is_field: Callable[[str], bool]) -> Tree[Unit] | None:
    """Return the tree of a query, which may have these fields; None for a blank one. Raises InvalidValue for `q`.

    The last word of a query without any colon is a beginning.
    """
    if len(text) > MAX_QUERY:
        raise InvalidValue("q", f"A query can have at most {MAX_QUERY:,} characters.")
    tokens = tokens_of(text, is_field)
    if not tokens:
        return None
    if ":" not in text:
        tokens[-1] = _unfinished(tokens[-1])
    return _Parser(tokens).query()


def _unfinished(token: Token) -> Token:
    if token.word is None or token.word.quoted:
        return token
    terms = terms_of(token.word.text)
    begins = token.word.begins or (bool(terms) and len(terms[-1]) >= MIN_PREFIX_LENGTH)
    return replace(token, word=replace(token.word, begins=begins))


class _Parser:
    """Reads tokens one by one."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._units = self._depth = 0

    def query(self) -> Tree[Unit]:
        """Return the tree of all tokens."""
        tree = self._alternatives(self._unit)
        if self._next is not _END:
            raise self._unreadable()
        return tree

    @property
    def _next(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _unreadable(self) -> InvalidValue:
        """Return the error about the next token, or at the end about the last one."""
        return unreadable(self._tokens[min(self._at, len(self._tokens) - 1)].raw)

    def _alternatives[T: (Unit, Value)](self, one: Callable[[], Tree[T]]) -> Tree[T]:
        parts = [self._conjunction(one)]
        while self._next.kind == "OR":
            self._at += 1
            parts.append(self._conjunction(one))
        return parts[0] if len(parts) == 1 else Joined("OR", tuple(parts))

    def _conjunction[T: (Unit, Value)](self, one: Callable[[], Tree[T]]) -> Tree[T]:
        parts = [self._negatable(one)]
        beside = set[int]()
        while self._next.kind not in ("OR", ")", "end"):
            if self._next.kind == "AND":
                self._at += 1
            else:
                beside.add(len(parts))
            parts.append(self._negatable(one))
        return parts[0] if len(parts) == 1 else Joined("AND", tuple(parts), frozenset(beside))

    def _negatable[T: (Unit, Value)](self, one: Callable[[], Tree[T]]) -> Tree[T]:
        if self._next.kind != "NOT":
            return one()
        self._at += 1
        return Negated(one())

    def _unit(self) -> Tree[Unit]:
        token = self._next
        if token.kind == "(":
            return self._bracketed(self._unit)
        if token.kind == "field":
            self._at += 1
            return Condition(token.raw[:-1], self._value())
        return self._word()

    def _value(self) -> Tree[Value]:
        token = self._next
        if token.kind == "(":
            return self._bracketed(self._value)
        if token.kind in ("[", "{"):
            return self._range()
        if token.kind in _COMPARISONS:
            self._at += 1
            return _compared(token.kind, self._word())
        return self._word()

    def _bracketed[T: (Unit, Value)](self, one: Callable[[], Tree[T]]) -> Tree[T]:
        self._at += 1
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise InvalidValue("q", f"The brackets of a query can be nested at most {MAX_DEPTH} deep.")
        tree = self._alternatives(one)
        if self._next.kind != ")":
            raise self._unreadable()
        self._at += 1
        self._depth -= 1
        return tree

    def _range(self) -> Range:
        opened = self._take().kind
        first = self._bound()
        if self._next.raw != "TO":
            raise self._unreadable()
        self._at += 1
        last = self._word()
        if self._next.kind not in ("]", "}"):
            raise self._unreadable()
        return Range(first, last, with_first=opened == "[", with_last=self._take().kind == "]")

    def _bound(self) -> Word:
        """Return the first bound of a range."""
        if self._next.raw == "TO":
            raise self._unreadable()
        return self._word()

    def _word(self) -> Word:
        word = self._next.word
        if word is None:
            raise self._unreadable()
        self._at += 1
        self._units += 1
        if self._units > MAX_UNITS:
            raise InvalidValue("q", f"A query can have at most {MAX_UNITS} values and words.")
        return word


def _compared(comparison: str, bound: Word) -> Range:
    if bound.is_anything:
        raise unreadable(f"{comparison}{bound.raw}")
    if comparison in (">", ">="):
        return Range(bound, ANYTHING, with_first=comparison == ">=", with_last=True)
    return Range(ANYTHING, bound, with_first=True, with_last=comparison == "<=")
