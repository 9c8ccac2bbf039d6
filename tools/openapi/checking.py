"""Checks answers against the description: a status, header, key or type that is not described is an error."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from xml.etree import ElementTree

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tools.local_desk.wire import HttpResponse, media_type
from tools.openapi.media import ANY_TYPE, JSON, XML, YAML
from tools.openapi.xml_hints import value_of

Schema = dict[str, Any]
"""A JSON Schema."""

_HERE = "urn:polydesk"
_OURS = ("ETag", "Retry-After")
"""Headers that have to be described where an answer has them."""


class Undescribed(AssertionError):
    """An answer that is not as the description says."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the description."""

    id: str
    method: str
    path: str
    declared: Schema

    def matches(self, method: str, path: str) -> bool:
        """Return whether a request for this path, without stage and query, is one for this operation."""
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(self.path.rstrip("/")))
        return method == self.method and re.fullmatch(pattern, path.rstrip("/")) is not None


class Description:
    """An OpenAPI document that answers are checked against."""

    def __init__(self, document: Schema) -> None:
        """Read the operations of a document."""
        self.document = document
        self.operations = [
            Operation(declared["operationId"], method.upper(), path, declared)
            for path, methods in document["paths"].items()
            for method, declared in methods.items()
        ]
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_HERE, resource)

    def operation(self, method: str, path: str) -> Operation | None:
        """Return the operation of a request; a path without variables takes precedence over one with them."""
        found = [one for one in self.operations if one.matches(method, path)]
        return min(found, key=lambda one: one.path.count("{"), default=None)

    def resolved(self, schema: Schema) -> Schema:
        """Return the schema that a reference refers to, or the schema itself."""
        while "$ref" in schema:
            target: Any = self.document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            schema = target
        return schema

    def check(self, operation: Operation, response: HttpResponse) -> None:
        """Check an answer of an operation. Raises Undescribed."""
        declared = operation.declared["responses"].get(str(response.status))
        if declared is None:
            raise Undescribed(f"{operation.id} does not describe the status {response.status}: {response.body[:300]!r}")
        try:
            self._check_headers(self.resolved(declared).get("headers", {}), response)
            self._check_body(self.resolved(declared).get("content", {}), response)
        except Undescribed as error:
            raise Undescribed(f"{operation.id}, {response.status}: {error}") from None

    def faults(self, value: Any, schema: Schema) -> Iterator[str]:
        """Yield the faults of a value by this schema, which may refer to components."""
        own = json.loads(json.dumps(schema).replace('"#/components/', f'"{_HERE}#/components/'))
        validator = Draft202012Validator(
            own, registry=self._registry, format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        for error in validator.iter_errors(value):
            yield f"{error.json_path}: {error.message[:300]}"

    def _check_headers(self, declared: Mapping[str, Schema], response: HttpResponse) -> None:
        for name in _OURS:
            if name in response.headers and name not in declared:
                raise Undescribed(f"the header {name} is not described")
        for name, header in declared.items():
            value = response.headers.get(name)
            if value is None:
                if header.get("required"):
                    raise Undescribed(f"the header {name} is missing")
                continue
            typed = int(value) if header["schema"]["type"] == "integer" else value
            for fault in self.faults(typed, header["schema"]):
                raise Undescribed(f"the header {name}: {fault}")

    def _check_body(self, declared: Mapping[str, Schema], response: HttpResponse) -> None:
        """Check a body; without one, API Gateway adds its usual Content-Type to anything but a 204."""
        kind = media_type(response.headers.get("Content-Type") or "")
        if not declared:
            if response.body or kind not in (("", JSON) if response.status == HTTPStatus.FOUND else ("",)):
                raise Undescribed(f"a body is not described: {kind} {response.body[:300]!r}")
            return
        if ANY_TYPE in declared:
            return
        if kind not in declared:
            raise Undescribed(f"the Content-Type {kind!r} is not described")
        schema = declared[kind]["schema"]
        for fault in self.faults(self._value(kind, response.body, schema), schema):
            raise Undescribed(fault)

    def _value(self, kind: str, body: bytes, schema: Schema) -> Any:
        """Return the plain value of a body in one of the formats of the APIs, or else its text. Raises Undescribed."""
        if kind not in (JSON, XML, YAML):
            return body.decode()
        if kind == YAML:
            return yaml.safe_load(body)
        if kind != XML:
            return json.loads(body)
        root = ElementTree.fromstring(body)  # noqa: S314 - our own answer
        if root.tag != schema["xml"]["name"]:
            raise Undescribed(f"the document is a <{root.tag}>")
        return value_of(root, schema, self.resolved)
