"""Folds text for comparisons, in time that grows with its length and not with what is in it.

Two texts fold alike that differ in case, in accents and other marks, in how Unicode composes their characters, in
shapes (`ﬁ` and `fi`, full width and half width) and in invisible characters. The marks of some scripts are vowels or
make another letter, as `が` of `か`. These stay; see `_SPELLING_MARKS` and `_LETTERS`.
"""

import re
import unicodedata
from collections.abc import Callable

from polydesk.domain.code_points import CodePoints

MAX_MARKS_IN_A_ROW = 30
"""Combining marks on one character. Unicode's stream-safe text format (UAX #15) has the same bound; longer runs are in
no language. Normalising sorts each run, in time that grows with the square of its length."""

_LONG_RUN = re.compile(f"m{{{MAX_MARKS_IN_A_ROW + 1},}}")

_SPELLING_MARKS = CodePoints(
    (0x0900, 0x109F),  # scripts of India, Thai, Lao, Tibetan, Myanmar
    (0x1700, 0x17B3),  # Philippine scripts, Khmer
    (0x17B6, 0x17FF),
    (0x1900, 0x1AAF),  # Limbu, Tai, Buginese
    (0x1B00, 0x1C4F),  # Balinese, Sundanese, Batak, Lepcha
    (0x3099, 0x309A),  # the voiced sound marks of Japanese
    (0xA800, 0xABFF),  # more scripts of India and of South East Asia
    (0x10A00, 0x10A4F),
    (0x11000, 0x11FFF),
)
"""Where nonspacing marks are vowels, viramas, tones or parts of letters: without them other words would be found."""

_ZERO_WIDTH_SPACE = "\u200b"
"""Ends a word, in scripts without spaces, although Unicode puts it into the category of invisible characters (Cf)."""

_LETTERS = {
    "ı": "i",  # its capital letter is I, as that of i
    "и\u0306": "й",
    "і\u0308": "ї",
    "у\u0306": "ў",
}
"""Letters that neither the folding of case nor the removal of accents treats as readers do."""


def fold(text: str) -> str:
    """Return the text in the form in which it is compared. Folding it again changes nothing."""
    if text.isascii():
        return text.lower()
    visible = _without(_is_invisible, text)  # first: between marks they would hide how long a run is
    folded = _nfkd(_nfkd(stream_safe(visible)).casefold())
    for decomposed, letter in _LETTERS.items():
        folded = folded.replace(decomposed, letter)
    return unicodedata.normalize("NFC", _without(_is_silent_mark, folded))


def stream_safe(text: str) -> str:
    """Cut each run of combining marks after MAX_MARKS_IN_A_ROW."""
    if text.isascii():
        return text
    kinds = text.translate({ord(one): "m" if _combines(one) else "." for one in set(text)})
    parts, begin = [], 0
    for run in _LONG_RUN.finditer(kinds):
        parts.append(text[begin : run.start() + MAX_MARKS_IN_A_ROW])
        begin = run.end()
    return "".join([*parts, text[begin:]])


def is_mark(character: str) -> bool:
    """Return whether the character combines with the one before it."""
    return unicodedata.category(character).startswith("M")


def _combines(character: str) -> bool:
    """Return whether the character is a mark, or decomposes into marks as the half-width voiced sound mark does."""
    return is_mark(character) or is_mark(_nfkd(character)[0])


def _nfkd(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


def _without(is_ignored: Callable[[str], bool], text: str) -> str:
    return text.translate({ord(one): None for one in set(text) if is_ignored(one)})


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) == "Cf" and character != _ZERO_WIDTH_SPACE


def _is_silent_mark(character: str) -> bool:
    """Return whether the character is a mark that spells nothing."""
    return unicodedata.category(character) in ("Mn", "Me") and character not in _SPELLING_MARKS
