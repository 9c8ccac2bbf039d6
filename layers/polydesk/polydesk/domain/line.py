"""Lines: texts of one line, such as a subject, a name or a tag; and which texts show something at all.

| Rule of a line | Reason |
|---|---|
| It is stored in NFC, without white space around it. | One text has one form, however it was typed. |
| No control, line or paragraph separator (Cc, Zl, Zp). | A line break adds a header to a mail, or an entry to a log. |
| No unpaired surrogate (Cs), no noncharacter. | UTF-8, or XML, cannot write it. |
| No direction override; an embedding or isolate is closed. | It would turn round what is shown after it. |
| At least one visible character. | Nobody can read or click what shows nothing. |

Unassigned characters are taken: they may be letters or emoji of a newer Unicode. So are other invisible characters
beside visible ones: joiners, direction marks, tags of flags.

A name is compared by `name_key`. Texts that an earlier release stored are shown as they are.
"""

import re
import unicodedata

WHITE_SPACE = "".join(
    map(chr, (*range(9, 14), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000))
)
"""The characters with the property White_Space of Unicode."""

MAX_DECOMPOSED = 4
"""Characters that one character of NFC is decomposed into, at most. So no line is refused for its form alone."""

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LAST_TWO = (*range(0xFFFE, 0x110000, 0x10000), *range(0xFFFF, 0x110000, 0x10000))
"""The last two code points of each plane, which are never characters."""

_NONCHARACTERS = "".join(map(chr, (*range(0xFDD0, 0xFDF0), *_LAST_TWO)))
_UNWRITABLE = re.compile(f"[\ud800-\udfff{_NONCHARACTERS}]")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OPENED_BY = {"\u202c": "\u202a\u202b", "\u2069": "\u2066\u2067\u2068"}
"""What each closing character closes: POP DIRECTIONAL FORMATTING an embedding, POP DIRECTIONAL ISOLATE an isolate."""

_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159")
"""The fillers of Hangul, the blank of Braille and the null notehead: letters and symbols that show nothing."""

_RESERVED_AS_INVISIBLE = re.compile("[\u2065\ufff0-\ufff8\U000e0000-\U000e0fff]")
"""Unassigned characters that Unicode reserves for invisible ones (Default_Ignorable_Code_Point)."""

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Mc", "Me"})
"""Categories that show nothing by themselves. A mark shows on the character before it, which then is visible itself."""


class NotALine(ValueError):
    """A text that is no line; `problem` says what to send instead."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class NothingVisible(NotALine):
    """A text without a visible character."""

    def __init__(self) -> None:
        super().__init__("Send at least one visible character.")


def line(text: str, limit: int) -> str:
    """Return a text as a line of at most `limit` characters: in NFC and trimmed. Raises NotALine."""
    text = text.strip(WHITE_SPACE)
    if len(text) <= MAX_DECOMPOSED * limit:
        check_characters(text)
        text = unicodedata.normalize("NFC", text)
    if len(text) > limit:
        raise NotALine(f"String should have at most {limit} characters")
    _check_shown(text)
    return text


def cut_line(text: str, limit: int) -> str:
    """Return the first `limit` characters of a text as a line: in NFC and trimmed. Raises NotALine."""
    beginning = text.strip(WHITE_SPACE)[: MAX_DECOMPOSED * limit]
    return line(unicodedata.normalize("NFC", beginning)[:limit], limit)


def check_characters(text: str) -> None:
    """Check that a text has no character that no line may have. Raises NotALine."""
    if _BREAKS.search(text):
        raise NotALine("Line breaks and control characters are not allowed here.")
    if _UNWRITABLE.search(text):
        raise NotALine("Unpaired surrogates and noncharacters are not allowed here.")
    if not _directions_are_closed(text):
        raise NotALine("Direction overrides, and embeddings or isolates that are not closed, are not allowed here.")


def is_visible(text: str) -> bool:
    """Return whether a text has a visible character."""
    return any(map(_shows, text))


def name_key(name: str) -> str:
    """Return what is equal for names that count as the same.

    Neither case, nor white space around it, nor the way a character is typed makes a difference: full width, ligatures,
    accents as marks. It is the compatibility caseless match of Unicode (D146).
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", name).casefold()).casefold()
    return unicodedata.normalize("NFKC", folded).strip(WHITE_SPACE)


def _check_shown(text: str) -> None:
    if not is_visible(text):
        raise NothingVisible


def _shows(character: str) -> bool:
    return (
        unicodedata.category(character) not in _INVISIBLE
        and character not in _BLANK_LETTERS
        and not _RESERVED_AS_INVISIBLE.match(character)
    )


def _directions_are_closed(text: str) -> bool:
    """Return whether each embedding and isolate is closed, in order, and nothing overrides the direction."""
    opened: list[str] = []
    for found in _DIRECTIONS.findall(text):
        if found not in _OPENED_BY:
            opened.append(found)
        elif not opened or opened.pop() not in _OPENED_BY[found]:
            return False
    return not opened
