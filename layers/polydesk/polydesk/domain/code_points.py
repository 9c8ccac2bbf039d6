"""Sets of characters, given as ranges of code points."""

from bisect import bisect


class CodePoints:
    """The characters in some ranges. Both ends of a range are included."""

    def __init__(self, *ranges: tuple[int, int]) -> None:
        """Take ranges in ascending order."""
        self._bounds = [bound for first, last in ranges for bound in (first, last + 1)]

    def __contains__(self, character: str) -> bool:
        """Return whether the character is in one of the ranges."""
        return bisect(self._bounds, ord(character)) % 2 == 1
