"""Bodies that are checked as a whole and refused in the vendor's words: one sentence, about the first fault."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from polydesk.dialects.zammad.errors import invalid_value
from polydesk.dialects.zammad.requests import shown_value
from polydesk.http.body import Body
from polydesk.http.errors import InvalidRequest

_SENTENCE = "sentence"

_EXPLAINED = {"unacceptable", "line"}
"""Types of errors whose sentence says what to send instead: those of `formats/message.py` and `formats/line.py`."""


def sentence(text: str) -> PydanticCustomError:
    """Return the error of a validator whose sentence is the whole answer."""
    return PydanticCustomError(_SENTENCE, "{text}", {"text": text})


def not_found(field: str, value: Any) -> PydanticCustomError:
    """Return the error of a name that nothing has."""
    return sentence(f"No lookup value found for '{field}': {shown_value(value)}")


class CheckedBody(Body):
    """A body of which unknown keys are ignored, so that a client can send an answer back as a request.

    `missing` are the sentences about fields that are required, where they are not the usual one.
    """

    model_config = ConfigDict(extra="ignore")

    missing: ClassVar[Mapping[str, str]] = {}

    @classmethod
    def check(cls, data: Mapping[str, Any], context: Any = None, prefix: str = "") -> Self:
        """Return the body that these plain values are; `prefix` is the key of the object that they stand in.

        Raises InvalidRequest for the first fault.
        """
        try:
            return cls.model_validate(data, context=context)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False)[0]
            field = str(found["loc"][0]) if found["loc"] else ""
            location = f"{prefix}.{field}" if prefix else field
            raise InvalidRequest("body", location, cls._answer(field, found)) from None

    @classmethod
    def _answer(cls, field: str, fault: ErrorDetails) -> str:
        if fault["type"] == _SENTENCE:
            return fault["msg"]
        if fault["type"] == "missing":
            return cls.missing.get(field, f"Attribute '{field}' required!")
        refusal = invalid_value(field, shown_value(fault["input"]))
        return f"{refusal}. {fault['msg']}" if fault["type"] in _EXPLAINED else refusal
