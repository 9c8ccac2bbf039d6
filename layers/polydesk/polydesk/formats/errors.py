"""Errors of the parsers."""

from polydesk.domain.errors import InvalidValue


class MalformedInput(InvalidValue):
    """The input is not valid in its format. `field` names the part of a form that is at fault, if it is one part."""

    def __init__(self, problem: str, field: str = "") -> None:
        """Describe the problem."""
        super().__init__(field, problem)
