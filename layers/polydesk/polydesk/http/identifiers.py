"""Numbers and ids as requests write them."""

MAX_IDENTIFIER = 10**15 - 1
"""The largest id that anything can have."""

INT32_MAX = 2**31 - 1

_MAX_DIGITS = 18
_MAX_ID_DIGITS = 100


def whole_number(text: str) -> int | None:
    """Return the number that ASCII digits with an optional sign write, up to 18 of them; None for anything else."""
    digits = text[1:] if text[:1] in {"-", "+"} else text
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= _MAX_DIGITS else None


def identifier(value: object) -> int | None:
    """Return the id that a whole number or its ASCII digits write, up to 100 of them; None for anything else.

    A number above all ids is brought down to one that nothing has, so that it is not found rather than refused.
    """
    if isinstance(value, str):
        if len(value) > _MAX_ID_DIGITS or not (value.isascii() and value.isdigit()):
            return None
        value = int(value)
    if type(value) is not int or value < 1:
        return None
    return min(value, MAX_IDENTIFIER + 1)
