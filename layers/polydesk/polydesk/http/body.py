"""Bodies and query strings as pydantic models. Only endpoints that have one import this."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from polydesk.domain.search_terms import MAX_QUERY_LENGTH, MAX_TERMS_PER_QUERY
from polydesk.http.errors import FaultKind, InvalidRequest, RequestPart
from polydesk.http.identifiers import INT32_MAX, whole_number

MAX_TEXT = 10_000_000
"""Characters. No request is as long; but pydantic refuses a text that UTF-8 cannot write only where it has a bound."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

MAX_KEYS = 200
"""Keys of a body. No endpoint knows as many, and each unknown one takes time to report."""

MAX_FAULTS = 200
"""Faults of one body or query string that are reported one by one."""

_KINDS: dict[str, FaultKind] = {"missing": "missing", "extra_forbidden": "unknown"}


class _Input(BaseModel):
    """A part of a request, with the vendor's names."""

    model_config = ConfigDict(frozen=True, str_max_length=MAX_TEXT)
    part: ClassVar[RequestPart]
    unknown: ClassVar[str] = ""
    """The problem of an unknown key, where such keys are refused; empty for pydantic's sentence."""

    @classmethod
    def _validated(cls, data: Mapping[str, Any]) -> Self:
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            if error.error_count() > MAX_FAULTS:
                problem = f"More than {MAX_FAULTS} values are wrong or unknown"
                raise InvalidRequest(cls.part, "", problem, "malformed") from None
            faults = error.errors(include_url=False, include_context=False, include_input=False)
            raise _invalid(cls.part, faults, cls.unknown) from None


class Body(_Input):
    """Exactly what an endpoint accepts; other keys are refused."""

    model_config = ConfigDict(extra="forbid")
    part: ClassVar[RequestPart] = "body"

    @classmethod
    def read(cls, data: Any) -> Self:
        """Return the body that these plain values are. Raises InvalidRequest for the first fault, with the others."""
        if data is None:
            data = {}
        if not isinstance(data, dict):
            raise InvalidRequest("body", "", "Input should be an object", "malformed")
        if len(data) > MAX_KEYS:
            raise InvalidRequest("body", "", f"Input should have at most {MAX_KEYS} keys", "malformed")
        return cls._validated(data)


class Query(_Input):
    """The query parameters that an endpoint knows; others are ignored. Of a repeated one the last counts.

    A model with `extra="forbid"` refuses others.
    """

    model_config = ConfigDict(extra="ignore")
    part: ClassVar[RequestPart] = "query"
    lenient: ClassVar[bool] = False
    """Whether the model accepts every value."""

    @classmethod
    def read(cls, values: Mapping[str, Sequence[str]]) -> Self:
        """Return the parameters. Raises InvalidRequest for the first fault, with the others."""
        given = {name: texts[-1] for name, texts in values.items() if texts}
        if not cls.lenient:
            _require_decoded({name: text for name, text in given.items() if name in cls.model_fields})
        return cls._validated(given)


def _require_decoded(given: Mapping[str, str]) -> None:
    """Raise InvalidRequest for a text with the character that API Gateway puts where a query is not UTF-8."""
    for name, text in given.items():
        if REPLACEMENT in text:
            raise InvalidRequest("query", name, "Input should be UTF-8, percent-encoded")


def _invalid(part: RequestPart, faults: Sequence[ErrorDetails], unknown: str) -> InvalidRequest:
    first, *others = [_fault(part, fault, unknown) for fault in faults]
    return InvalidRequest(part, first.field, first.problem, first.kind, tuple(others))


def _fault(part: RequestPart, fault: ErrorDetails, unknown: str) -> InvalidRequest:
    kind = _KINDS.get(fault["type"], "value")
    problem = unknown if unknown and kind == "unknown" else fault["msg"]
    return InvalidRequest(part, ".".join(map(str, fault["loc"])), problem, kind)


def _integer(text: object) -> int:
    number = whole_number(text) if isinstance(text, str) else text
    if type(number) is not int:
        raise PydanticCustomError("int_parsing", "Input should be a valid integer")
    return number


_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def _flag(text: object) -> bool:
    found = _FLAGS.get(text.lower()) if isinstance(text, str) else text
    if not isinstance(found, bool):
        raise PydanticCustomError("bool_parsing", "Input should be a valid boolean")
    return found


Integer = Annotated[int, BeforeValidator(_integer)]
"""A whole number: ASCII digits with an optional sign, 18 at most."""

PageNumber = Annotated[Integer, Field(ge=1, le=INT32_MAX, description="The number of the page, from 1.")]
QueryFlag = Annotated[bool, BeforeValidator(_flag)]
"""`true`, `1`, `false` or `0`, in any case."""

SearchWords = Annotated[
    str,
    StringConstraints(min_length=1),
    Field(
        description=f"Words, at most {MAX_TERMS_PER_QUERY}, that the ticket has in its subject or its messages. "
        "The last one may be the beginning of a word. A number alone finds the ticket with that number, too.",
        json_schema_extra={"maxLength": MAX_QUERY_LENGTH},
    ),
]
"""A search for words; the desk checks their number and length."""
