"""Bodies whose fields refuse a value in a sentence of their own, where the vendor has one."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from polydesk.dialects.zammad.errors import invalid_value
from polydesk.dialects.zammad.complaints import shown_value
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
    """A body of which unknown keys are ignored, so that a client can send an answer back as a request."""

    model_config = ConfigDict(extra="ignore")

    @classmethod
    def check(cls, data: Mapping[str, Any]) -> Self:
        """Return the body that these plain values are. Raises InvalidRequest for the first fault."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            fault = error.errors(include_url=False, include_context=False)[0]
            raise InvalidRequest("body", ".".join(map(str, fault["loc"])), _answer(fault)) from None


def _answer(fault: ErrorDetails) -> str:
    if fault["type"] == _SENTENCE:
        return fault["msg"]
    names = [one for one in fault["loc"] if isinstance(one, str)]
    refusal = invalid_value(names[-1] if names else "", shown_value(fault["input"]))
    return f"{refusal}. {fault['msg']}" if fault["type"] in _EXPLAINED else refusal
