"""Finds words in scripts that are written without spaces, without a dictionary: by pairs of characters.

Chinese, Japanese, Thai, Lao, Khmer and Myanmar text is cut into all pairs of neighbouring characters, so that a query
finds its characters anywhere in a sentence. A character is counted together with its marks.
"""

from collections.abc import Collection, Iterator
from itertools import groupby, pairwise

from polydesk.domain.code_points import CodePoints

_UNSPACED = CodePoints(
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),  # iteration marks and zero
    (0x3021, 0x302F),
    (0x3031, 0x303C),
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xA9E0, 0xA9FF),  # Myanmar
    (0xAA60, 0xAA7F),
    (0xF900, 0xFAFF),  # Han
    (0x1AFF0, 0x1B16F),  # Kana
    (0x20000, 0x3FFFF),  # Han
)


def is_unspaced(character: str) -> bool:
    """Return whether a letter or mark belongs to a script without spaces. Its digits do not: numbers are words."""
    return character in _UNSPACED and not character.isdecimal()


def stretches(run: str, unspaced: Collection[str], marks: Collection[str]) -> Iterator[str | list[str]]:
    """Cut a run of letters where the kind of script changes.

    Yields words, and for each part in scripts without spaces its characters, each with its marks. `unspaced` and
    `marks` are the characters of these kinds in the run.
    """
    for is_list, group in groupby(_with_marks(run, marks), key=lambda one: one[0] in unspaced):
        characters = list(group)
        yield characters if is_list else "".join(characters)


def pairs(characters: list[str]) -> list[str]:
    """Return all pairs of neighbours; a single character as it is."""
    return [first + second for first, second in pairwise(characters)] or characters


def _with_marks(run: str, marks: Collection[str]) -> list[str]:
    found: list[str] = []
    for one in run:
        if one in marks and found:
            found[-1] += one
        else:
            found.append(one)
    return found
