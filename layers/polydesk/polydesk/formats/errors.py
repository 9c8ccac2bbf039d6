"""Errors of the parsers."""

from polydesk.domain.errors import InvalidValue


class MalformedInput(InvalidValue):
    """The input is not valid in its format. `field` names the part of a form that is at fault, if it is one part."""

    def __init__(self, problem: str, field: str = "") -> None:
        """Describe the problem."""
        super().__init__(field, problem)


MAX_SHOWN_KEY = 100
"""Characters of a repeated key that an answer repeats."""


def repeated(key: str) -> MalformedInput:
    """Return the error of an object that has a key more than once: only one of the values would count."""
    return MalformedInput("Send this key once.", key[:MAX_SHOWN_KEY])
