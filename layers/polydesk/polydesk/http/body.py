"""Request bodies as pydantic models. Only endpoints that take a body import this."""

from collections.abc import Sequence
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from polydesk.domain.errors import Invalid

_KINDS = {"missing": "missing", "extra_forbidden": "unknown"}


class Body(BaseModel):
    """Exactly what an endpoint accepts, in the vendor's names; other keys are refused."""

    # No request is as long as this text; but a bounded text is one that pydantic refuses when it cannot be written as
    # UTF-8, by its place in the body.
    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=10_000_000)

    @classmethod
    def read(cls, data: Any) -> Self:
        """The body in these plain values. Raises Invalid for the first fault, with the others along."""
        if data is None:
            data = {}
        if not isinstance(data, dict):
            raise Invalid("body", "", "Input should be an object", "malformed")
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise _invalid(error.errors(include_url=False, include_context=False, include_input=False)) from None


def _invalid(faults: Sequence[ErrorDetails]) -> Invalid:
    first, *others = [
        (".".join(map(str, fault["loc"])), fault["msg"], _KINDS.get(fault["type"], "value")) for fault in faults
    ]
    return Invalid("body", *first, others=tuple(Invalid("body", *one) for one in others))
