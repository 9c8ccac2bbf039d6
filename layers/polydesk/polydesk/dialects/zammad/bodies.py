"""The bodies of the Zammad API, and the query parameters that count as keys of a body.

Unknown and read-only keys are ignored, so that a client can send a response back as a request. Booleans and ids may be
texts or numbers (`"true"`, `1`, `"2"`), as in Rails. Any other value is refused with an error that names the field.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from polydesk.dialects.zammad.complaints import complaint
from polydesk.dialects.zammad.parameters import PARAMETERS
from polydesk.dialects.zammad.queries import Keys, Writing
from polydesk.formats import form
from polydesk.formats.errors import MalformedInput
from polydesk.http.body import Body
from polydesk.http.errors import InvalidRequest, together
from polydesk.http.identifiers import MAX_IDENTIFIER, identifier
from polydesk.http.parameters import known_values
from polydesk.http.request import Request
from polydesk.http.schema import Schema

_SENTENCE = "sentence"

_EXPLAINED = {"unacceptable", "line"}
"""Types of errors whose sentence says what to send instead: those of `formats/message.py` and `formats/line.py`."""


def encodable(text: str) -> str:
    """Return the text. Raises ValueError for an unpaired surrogate, which cannot be stored."""
    text.encode()
    return text


def _identifier(value: Any) -> int:
    """Return the id that is written as a number or as digits. Raises ValueError for anything else."""
    number = identifier(value)
    if number is None or number > MAX_IDENTIFIER:
        raise ValueError("no id")
    return number


Identifier = Annotated[
    int,
    BeforeValidator(_identifier),
    Schema(type=["integer", "string"], minimum=1, pattern="^[1-9][0-9]{0,14}$"),
]


def flag(value: Any) -> bool | None:
    """Return what a boolean, `1`, `0`, or the text of one of these means; None for anything else."""
    match value:
        case bool():
            return value
        case 0 | 1:
            return bool(value)
        case str():
            return {"true": True, "1": True, "false": False, "0": False}.get(value.lower())
    return None


Text = Annotated[str, AfterValidator(encodable)]
"""A text that can be stored."""


class VendorBody(Body):
    """A body of this API: unknown keys are ignored, and a fault is told in the vendor's words."""

    model_config = ConfigDict(extra="ignore")

    @classmethod
    def _validated(cls, data: Mapping[str, Any]) -> Self:
        """Return the model of this data. Raises InvalidRequest for the first invalid field, in the vendor's words."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            fault = error.errors(include_url=False, include_context=False)[0]
            raise InvalidRequest("body", ".".join(map(str, fault["loc"])), _told(fault)) from None


def sentence(text: str) -> PydanticCustomError:
    """Return the error of a validator whose sentence is the whole answer."""
    return PydanticCustomError(_SENTENCE, "{text}", {"text": text})


def _told(fault: ErrorDetails) -> str:
    """Return the sentence about a fault: the one of the validator, or that the value is missing or invalid."""
    if fault["type"] == _SENTENCE:
        return fault["msg"]
    field = next((one for one in reversed(fault["loc"]) if isinstance(one, str)), "")
    told = complaint(field, None if fault["type"] == "missing" else fault["input"])
    return f"{told}. {fault['msg']}" if fault["type"] in _EXPLAINED else told


def given[B: VendorBody](request: Request, model: type[B], of_staff: type[VendorBody] | None = None) -> B:
    """Return the body and the query of a write as one: of a key in both, the body's value counts.

    Keys that only the body `of_staff` has are ignored in the query, as the model ignores them in the body. Raises
    InvalidRequest, also for a query parameter that is no key of a body, and TypeError for an endpoint whose query is
    not a `Writing`.
    """
    request.query(Writing)
    return _given(request, model, of_staff or model)


def given_alone[B: VendorBody](request: Request, model: type[B]) -> B:
    """Return the body and the query of a write, as `given` does, of an endpoint whose query is `Keys`."""
    request.query(Keys)
    return _given(request, model, model)


def _given[B: VendorBody](request: Request, model: type[B], known: type[VendorBody]) -> B:
    data, sent = request.data, _sent_in_query(request, known)
    return model.read({**sent, **(data or {})} if data is None or isinstance(data, dict) else data)


def _sent_in_query(request: Request, model: type[VendorBody]) -> dict[str, Any]:
    """Return the query parameters that are keys of the body, nested as those of a form. Raises InvalidRequest."""
    keys = {field.alias or name for name, field in model.model_fields.items()}
    named = [name for name in request.query_parameters if name.partition("[")[0] in keys]
    lists = [name for name in named if name.endswith(form.LIST)]
    found, faults = known_values(request.query_parameters, named, PARAMETERS, lists)
    if faults:
        raise together(faults)
    try:
        return form.nested({name: value if isinstance(value, list) else [value] for name, value in found.items()})
    except MalformedInput as error:
        raise InvalidRequest("query", error.field, PARAMETERS.problem(error.field, error.problem)) from None
