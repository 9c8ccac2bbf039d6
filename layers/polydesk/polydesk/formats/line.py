"""Lines and messages in request bodies: pydantic's annotations of texts that the rules of `domain/line.py` apply to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from polydesk.domain.line import NotALine, NothingVisible, check_characters, is_visible, line

_NOT_IN_A_LINE = r"\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069"
_VISIBLE = f"[^\\s{_NOT_IN_A_LINE}]"
"""The pattern of a message in the description."""

_LINE = f"^[^{_NOT_IN_A_LINE}]*{_VISIBLE}[^{_NOT_IN_A_LINE}]*$"
"""The pattern of a line in the description. The rules of `domain/line.py` allow and forbid a few characters more."""


@dataclass(frozen=True, slots=True)
class OneLine:
    """Annotates a text that is read as a line of at most `limit` characters; they are counted in NFC, trimmed."""

    limit: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of the text with the rules of a line."""
        return core_schema.no_info_after_validator_function(self._read, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {**handler(schema), "minLength": 1, "maxLength": self.limit, "pattern": _LINE}

    def _read(self, text: str) -> str:
        if not text:
            raise PydanticCustomError("string_too_short", "String should have at least 1 character")
        return read_line(text, self.limit)


class Visible:
    """Annotates a text that is kept as it is and has to show something."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the schema of the text with the rule."""
        return core_schema.no_info_after_validator_function(visible, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {**handler(schema), "pattern": _VISIBLE}


def read_line(text: str, limit: int) -> str:
    """Return the text as a line. Raises PydanticCustomError."""
    try:
        return line(text, limit)
    except NotALine as error:
        raise _refusal(error) from None


def within_a_line(text: str) -> str:
    """Return the text if it has only characters that a line may have. Raises PydanticCustomError."""
    try:
        check_characters(text)
    except NotALine as error:
        raise _refusal(error) from None
    return text


def visible(text: str) -> str:
    """Return the text if it has a visible character. Raises PydanticCustomError."""
    if not is_visible(text):
        raise _refusal(NothingVisible())
    return text


def _refusal(error: NotALine) -> PydanticCustomError:
    return PydanticCustomError("line", "{problem}", {"problem": error.problem})
