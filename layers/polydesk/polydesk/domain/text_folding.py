"""Folds text for comparisons, in time that grows with its length and not with what is in it."""

import re
import unicodedata

MAX_MARKS_IN_A_ROW = 30
"""Combining marks on one character. Unicode's stream-safe text format (UAX #15) has the same bound; longer runs are in
no language. Normalising sorts each run, in time that grows with the square of its length."""

_LONG_RUN = re.compile(f"m{{{MAX_MARKS_IN_A_ROW + 1},}}")


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
    return is_mark(character) or is_mark(unicodedata.normalize("NFKD", character)[0])
