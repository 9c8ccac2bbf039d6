"""Query parameters, typed by whoever asks for them. Of a repeated one the last counts."""

from collections.abc import Mapping, Sequence

from polydesk.domain.errors import Invalid

INT32_MAX = 2**31 - 1
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


class Query:
    """The query string of one request."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        """Take decoded values by name."""
        self._values = values

    def get(self, name: str) -> str | None:
        """The value as it came, or None."""
        values = self._values.get(name)
        return values[-1] if values else None

    def integer(self, name: str, default: int, minimum: int = 1, maximum: int = INT32_MAX) -> int:
        """A whole number within bounds. Raises Invalid."""
        text = self.get(name)
        if text is None:
            return default
        value = whole_number(text)
        if value is None:
            raise _wrong(name, "Input should be a valid integer")
        if value < minimum:
            raise _wrong(name, f"Input should be greater than or equal to {minimum}")
        if value > maximum:
            raise _wrong(name, f"Input should be less than or equal to {maximum}")
        return value

    def flag(self, name: str) -> bool:
        """`true`, `1`, `false` or `0` in any case of letters; false when absent. Raises Invalid."""
        text = self.get(name)
        if text is None:
            return False
        if text.lower() not in _FLAGS:
            raise _wrong(name, "Input should be a valid boolean")
        return _FLAGS[text.lower()]

    def text(self, name: str) -> str | None:
        """A text that is not empty. Raises Invalid."""
        text = self.get(name)
        if text == "":
            raise _wrong(name, "String should have at least 1 character")
        return text


def whole_number(text: str) -> int | None:
    """The number that ASCII digits with an optional sign write, up to 18 of them; None for anything else."""
    digits = text[1:] if text[:1] in {"-", "+"} else text
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None


def _wrong(name: str, problem: str) -> Invalid:
    return Invalid("query", name, problem)
