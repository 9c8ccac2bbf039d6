"""From answers (TypedDict) and request models (pydantic) to JSON Schemas."""

from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema
from typing_extensions import is_typeddict

from polydesk.http.body import MAX_TEXT
from tools.openapi.apis import Schema

_SHAPES = {"type", "enum", "const", "anyOf", "oneOf", "$ref"}
"""Keywords, one of which a schema needs in order to say anything about a value."""


_BOUNDS = {"ge": "minimum", "le": "maximum"}


class UntypedField(Exception):
    """A field is read by a function, and nothing states what the function accepts."""


class _Generator(GenerateJsonSchema):
    """Generates schemas without titles, which repeat names, and without defaults, which are the models' own."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Return False."""
        return False

    def generate_inner(self, schema: Any) -> Schema:
        """Name the bounds of a number that a function reads as JSON Schema does."""
        return {_BOUNDS.get(key, key): value for key, value in super().generate_inner(schema).items()}

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        """Return the schema of a given value."""
        return self.generate_inner(schema["schema"])

    def str_schema(self, schema: core_schema.StringSchema) -> Schema:
        """Leave out the length that all texts of requests have."""
        found = super().str_schema(schema)
        return {key: value for key, value in found.items() if (key, value) != ("maxLength", MAX_TEXT)}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        """Add null to the types, where there are types."""
        inner = self.generate_inner(schema["schema"])
        if "type" not in inner or "enum" in inner or "const" in inner:
            return self.get_union_of_schemas([inner, {"type": "null"}])
        types = inner["type"] if isinstance(inner["type"], list) else [inner["type"]]
        return {**inner, "type": list(dict.fromkeys([*types, "null"]))}

    def typed_dict_schema(self, schema: core_schema.TypedDictSchema) -> Schema:
        """Allow no other keys than those of the answer."""
        return {**super().typed_dict_schema(schema), "additionalProperties": False}


class Components:
    """The schemas that others refer to, by name."""

    def __init__(self) -> None:
        """Start with none."""
        self.schemas: dict[str, Schema] = {}

    def add(self, name: str, schema: Schema) -> Schema:
        """Keep a schema and return a reference to it. Raises ValueError when another one has the name."""
        if self.schemas.setdefault(name, schema) != schema:
            raise ValueError(f"two different schemas are called {name}")
        return {"$ref": f"#/components/schemas/{name}"}

    def answer(self, kind: Any, prefix: str) -> Schema:
        """Return the schema of an answer; each TypedDict becomes a component, its name after the prefix."""
        schema = self._generated(kind, prefix)
        return self.add(prefix + kind.__name__, schema) if is_typeddict(kind) else schema

    def inline(self, kind: Any, prefix: str = "") -> Schema:
        """Return the schema of an answer itself."""
        return self._generated(kind, prefix)

    def fields(self, model: type[BaseModel], prefix: str) -> Schema:
        """Return the schema of a request model itself. Raises UntypedField."""
        schema = self._generated(model, prefix)
        for name, field in model.model_fields.items():
            if field.annotation is not Any and not _SHAPES & schema["properties"][field.alias or name].keys():
                raise UntypedField(f"annotate {model.__module__}.{model.__name__}.{name} with Schema(type=…)")
        return schema

    def _generated(self, kind: Any, prefix: str) -> Schema:
        template = f"#/components/schemas/{prefix}{{model}}"
        schema = TypeAdapter(kind).json_schema(ref_template=template, schema_generator=_Generator)
        for name, definition in schema.pop("$defs", {}).items():
            self.add(prefix + name, _without_title(definition))
        return _without_title(schema)


def has_files(model: type[BaseModel]) -> bool:
    """Return whether a request model has a field with files."""
    return any(map(is_files, Components().fields(model, "")["properties"].values()))


def is_files(schema: Schema) -> bool:
    """Return whether a field has files."""
    return bool(schema.get("items", {}).get("format") == "binary")


def _without_title(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key != "title"}
