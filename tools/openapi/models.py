"""From pydantic models to JSON Schemas: of answers as they are, of requests as their validators read them.

The product's models say by functions what a field takes. What such a function means is written down here, beside the
kind of field that it belongs to; a kind that is not here and cannot be told from its type is an error.
"""

from collections.abc import Callable
from typing import Any, Literal

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from polydesk.dialects.happyfox import fields
from polydesk.dialects.selectel import requests as selectel
from polydesk.dialects.supportbee import requests as supportbee
from polydesk.dialects.zammad import requests as zammad
from polydesk.formats import email
from polydesk.http.body import Body
from tools.openapi.schemas.shape import Schema

_NUMBER = "[1-9][0-9]{0,14}"
_DIGITS: Schema = {"type": ["integer", "string"], "minimum": 1, "pattern": f"^{_NUMBER}$"}
_DIGITS_OR_NONE: Schema = {"type": ["integer", "string", "null"], "minimum": 1, "pattern": f"^({_NUMBER})?$"}
_WORDS: Schema = {"type": ["string", "array"], "items": {"type": "string"}}

_KINDS: list[tuple[Any, Schema]] = [
    (email.Email, {"format": "email"}),
    (selectel.Thumb, {"enum": [1, -1]}),
    (supportbee.Identifier, _DIGITS_OR_NONE),
    (zammad.Identifier, _DIGITS),
    (fields.Html, {"type": "string"}),
    (
        fields.Tags,
        {
            **_WORDS,
            "description": "A text with commas, or a list; 50 at most, of 50 characters at most.",
            "examples": [["invoice", "address"]],
        },
    ),
    (
        fields.Addresses,
        {
            **_WORDS,
            "description": "E-mail addresses: a text with commas, or a list; 50 at most.",
            "examples": [["office@example.com"]],
        },
    ),
    (
        fields.Minutes,
        {
            "type": ["integer", "string"],
            "minimum": 0,
            "maximum": fields.MOST_MINUTES,
            "pattern": "^[0-9]{1,6}$",
            "description": "Minutes, added to those before.",
            "examples": [12],
        },
    ),
    (
        fields.Day,
        {
            "type": "string",
            "pattern": r"^(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4})$",
            "description": "`yyyy-mm-dd` or `dd/mm/yyyy`.",
            "examples": ["2026-01-16"],
        },
    ),
    (fields.Moment, {"type": "string", "format": "date-time", "description": "ISO 8601; UTC without an offset."}),
    (fields.Agent, {**_DIGITS, "description": "The id of a staff member.", "examples": [3]}),
    (
        fields.AgentOrNobody,
        {**_DIGITS_OR_NONE, "description": "The id of a staff member; null for nobody.", "examples": [3]},
    ),
    (fields.Contact, {**_DIGITS, "description": "The id of a contact.", "examples": [4]}),
    (fields.Email, {"type": "string", "format": "email"}),
    (fields.InCategory, {**_DIGITS, "description": "The id of a category.", "examples": [1]}),
    (fields.WithPriority, {**_DIGITS, "description": "The id of a priority.", "examples": [2]}),
    (fields.InState, {**_DIGITS, "description": "The id of a status.", "examples": [3]}),
    (
        fields.Files,
        {
            "type": "array",
            "maxItems": fields.MOST_FILES,
            "items": {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"},
        },
    ),
]


def _function(kind: Any) -> Callable[..., Any]:
    """The function by which an annotated type reads its values."""
    (function,) = (one.func for one in kind.__metadata__ if hasattr(one, "func"))
    found: Callable[..., Any] = function
    return found


_NO_LENGTH = Body.model_config["str_max_length"]

_MEANINGS = {_function(kind): schema for kind, schema in _KINDS}


class _Generator(GenerateJsonSchema):
    """Without titles, which repeat names, and without defaults: the models have them for their own convenience."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never."""
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        """What the value is when it is there."""
        return self.generate_inner(schema["schema"])

    def str_schema(self, schema: core_schema.StringSchema) -> Schema:
        """Without the length that is only there so that a text is looked at."""
        found = super().str_schema(schema)
        return {key: value for key, value in found.items() if (key, value) != ("maxLength", _NO_LENGTH)}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        """Null as one more type, where there are types."""
        inner = self.generate_inner(schema["schema"])
        if "type" not in inner or "enum" in inner or "const" in inner:
            return self.get_union_of_schemas([inner, {"type": "null"}])
        types = inner["type"] if isinstance(inner["type"], list) else [inner["type"]]
        return {**inner, "type": [*types, "null"]}

    def function_plain_schema(self, schema: core_schema.PlainValidatorFunctionSchema) -> Schema:
        """What the function takes, which nothing but its name tells. Raises KeyError for one that is not known."""
        return dict(_MEANINGS[schema["function"]["function"]])

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> Schema:
        """What the function takes, or, of one that only looks, what comes after it."""
        known = _MEANINGS.get(schema["function"]["function"])
        return dict(known) if known else self.generate_inner(schema["schema"])

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> Schema:
        """The type, narrowed by what the function adds to it."""
        return self.generate_inner(schema["schema"]) | _MEANINGS.get(schema["function"]["function"], {})


class Components:
    """The schemas that others refer to, by name."""

    def __init__(self) -> None:
        """None yet."""
        self.schemas: dict[str, Schema] = {}

    def add(self, name: str, schema: Schema) -> Schema:
        """Keep a schema and answer a reference to it. Raises ValueError when another one has the name."""
        if self.schemas.setdefault(name, schema) != schema:
            raise ValueError(f"two different schemas are called {name}")
        return {"$ref": f"#/components/schemas/{name}"}

    def of(self, kind: Any, prefix: str) -> Schema:
        """The schema of an answer; models become components under their own names with this prefix."""
        schema = self._generated(kind, prefix)
        is_model = isinstance(kind, type) and issubclass(kind, BaseModel)
        return self.add(prefix + kind.__name__, schema) if is_model else schema

    def inline(self, model: type[BaseModel], prefix: str = "") -> Schema:
        """The schema of a model itself, to which something can be added."""
        return self._generated(model, prefix)

    def _generated(self, kind: Any, prefix: str) -> Schema:
        mode: Literal["validation"] = "validation"
        template = f"#/components/schemas/{prefix}{{model}}"
        schema = TypeAdapter(kind).json_schema(mode=mode, ref_template=template, schema_generator=_Generator)
        for name, definition in schema.pop("$defs", {}).items():
            self.add(prefix + name, _without_title(definition))
        return _without_title(schema)


def _without_title(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "title"}
