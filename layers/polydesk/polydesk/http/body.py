"""Bodies and query strings as pydantic models. Only endpoints that have one import this."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from polydesk.http.errors import FaultKind, InvalidRequest, RequestPart, together
from polydesk.http.identifiers import INT32_MAX, whole_number
from polydesk.http.parameters import STRICT, ParameterRules, known_values

MAX_TEXT = 10_000_000
"""Characters. No request is as long; but pydantic refuses a text that UTF-8 cannot write only where it has a bound."""

MAX_KEYS = 200
"""Keys of a body. No endpoint knows as many, and each unknown one takes time to report."""

MAX_FAULTS = 200
"""Faults of one body or query string that are reported one by one."""

_KINDS: dict[str, FaultKind] = {"missing": "missing", "extra_forbidden": "unknown"}


class _Input(BaseModel):
    """A part of a request, with the vendor's names."""

    model_config = ConfigDict(frozen=True, str_max_length=MAX_TEXT, extra="forbid")
    part: ClassVar[RequestPart]

    @classmethod
    def _validated(cls, data: Mapping[str, Any]) -> Self:
        """Return the model of this data. Raises InvalidRequest for the first fault, with the others."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            if error.error_count() > MAX_FAULTS:
                problem = f"More than {MAX_FAULTS} values are wrong or unknown"
                raise InvalidRequest(cls.part, "", problem, "malformed") from None
            found = error.errors(include_url=False, include_context=False, include_input=False)
            raise together([_fault(cls.part, fault) for fault in found]) from None


class Body(_Input):
    """Exactly what an endpoint accepts; other keys are refused."""

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
    """The query parameters that an endpoint knows; what happens to others is in `parameters`.

    `own_rules` are the rules of an endpoint that differs from the others of its API. `repeatable` are the parameters
    that may come several times with different values; such a field gets a list of texts.
    """

    part: ClassVar[RequestPart] = "query"
    own_rules: ClassVar[ParameterRules | None] = None
    repeatable: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def read(cls, values: Mapping[str, Sequence[str]], rules: ParameterRules = STRICT) -> Self:
        """Return the parameters, by the API's rules unless the model has its own.

        Raises InvalidRequest for the first fault, with the others.
        """
        rules = cls.own_rules or rules
        found, faults = known_values(values, cls.model_fields, rules, cls.repeatable)
        try:
            query = cls._validated(found)
        except InvalidRequest as error:
            for one in (error, *error.others):
                problem = rules.problem(one.field, one.problem)
                faults.append(InvalidRequest("query", one.field, problem, one.kind))
        if faults:
            raise together(faults)
        return query


def wrong(problem: str) -> PydanticCustomError:
    """Return the error that a validator of a parameter raises; `problem` says what to send instead."""
    return PydanticCustomError("value", "{problem}", {"problem": problem})


def _fault(part: RequestPart, fault: ErrorDetails) -> InvalidRequest:
    return InvalidRequest(part, ".".join(map(str, fault["loc"])), fault["msg"], _KINDS.get(fault["type"], "value"))


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
