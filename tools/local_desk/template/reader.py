"""Reads template.yaml: evaluates tags, parameters, conditions and Globals, and builds the dataclasses of `model`.

Properties that would change a stack's behaviour and are not emulated are errors, never skipped.
"""

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from tools.local_desk.model import Api, Bus, Event, Function, Template
from tools.local_desk.template import definition, properties
from tools.local_desk.template.intrinsics import TemplateError, load, resolve, text
from tools.local_desk.template.names import StackNames

TEMPLATE = Path(__file__).parents[3] / "template.yaml"

_GLOBALS = {"AWS::Serverless::Api": "Api", "AWS::Serverless::Function": "Function"}
_NO_AUTH = {"ApiKeyRequired": False}
_API_NOT_EMULATED = {"Auth", "CacheClusterEnabled", "Cors", "DefinitionUri", "Domain", "Variables"}


def read(
    path: Path = TEMPLATE, parameters: Mapping[str, str] | None = None, physical: Mapping[str, str] | None = None
) -> Template:
    """Read the template at `path` under these parameters. `physical` sets the names of resources by logical id.

    Results are cached until the file changes.
    Raises TemplateError for anything that cannot be deployed or is not emulated, OSError if the file cannot be read.
    """
    changed = path.stat().st_mtime_ns
    return _read(path.resolve(), changed, _frozen(parameters), _frozen(physical))


def _frozen(values: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((values or {}).items()))


@lru_cache(maxsize=8)
def _parse(path: Path, _changed: int) -> dict[str, Any]:
    return load(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _read(
    path: Path, changed: int, parameters: tuple[tuple[str, str], ...], physical: tuple[tuple[str, str], ...]
) -> Template:
    document = _parse(path, changed)
    names = StackNames(document, dict(parameters), dict(physical))
    return _Reader(path, document, names).template()


class _Reader:
    """Reads a document under one set of names."""

    def __init__(self, path: Path, document: Mapping[str, Any], names: StackNames) -> None:
        self.path = path
        self.document = document
        self.names = names
        self.resources = {
            name: self._resource(name, it) for name, it in document["Resources"].items() if self._made(it)
        }

    def template(self) -> Template:
        apis = [self._api(name, it) for name, it in self._of("AWS::Serverless::Api")]
        if len(apis) > 1:
            raise TemplateError("more than one API is not emulated")
        return Template(
            path=self.path,
            parameters=self.names.parameters,
            conditions=self.names.conditions,
            outputs={
                name: resolve(output["Value"], self.names)
                for name, output in self.document.get("Outputs", {}).items()
                if self._made(output)
            },
            api=apis[0] if apis else None,
            functions={name: self._function(name, it) for name, it in self._of("AWS::Serverless::Function")},
            layers=tuple(self._folder(it["ContentUri"]) for _, it in self._of("AWS::Serverless::LayerVersion")),
            tables=tuple(properties.table(name, it, self.names) for name, it in self._of("AWS::DynamoDB::Table")),
            buckets=tuple(properties.bucket(name, it, self.names) for name, it in self._of("AWS::S3::Bucket")),
            queues=tuple(properties.queue(name, it, self.names) for name, it in self._of("AWS::SQS::Queue")),
            buses=tuple(
                Bus(name, self.names.physical(name), self.names.arn(name))
                for name, _ in self._of("AWS::Events::EventBus")
            ),
        )

    def _made(self, declared: Mapping[str, Any]) -> bool:
        return "Condition" not in declared or self.names.condition(declared["Condition"])

    def _resource(self, name: str, declared: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        kind = declared["Type"]
        own = declared.get("Properties", {})
        shared = self.document.get("Globals", {}).get(_GLOBALS.get(kind, ""), {})
        try:
            return kind, resolve(_merged(shared, own), self.names)
        except TemplateError as error:
            raise TemplateError(f"{name}: {error}") from error

    def _of(self, kind: str) -> list[tuple[str, dict[str, Any]]]:
        return [(name, own) for name, (its, own) in self.resources.items() if its == kind]

    def _folder(self, uri: str) -> Path:
        return (self.path.parent / uri).resolve()

    def _api(self, name: str, own: Mapping[str, Any]) -> Api:
        refused = _API_NOT_EMULATED & set(own) - ({"Auth"} if own.get("Auth") == _NO_AUTH else set())
        if refused:
            raise TemplateError(f"{name}: {', '.join(sorted(refused))} is not emulated")
        definition.check(name, own)
        return Api(
            logical_id=name,
            id=self.names.physical(name),
            stage=text(own["StageName"]),
            binary_media_types=tuple(kind.replace("~1", "/") for kind in own.get("BinaryMediaTypes", [])),
            gateway_responses=definition.responses(own),
            any_method=definition.any_method(own, self._functions_by_arn()),
        )

    def _functions_by_arn(self) -> dict[str, str]:
        return {self.names.arn(name): name for name, _ in self._of("AWS::Serverless::Function")}

    def _function(self, name: str, own: Mapping[str, Any]) -> Function:
        variables = own.get("Environment", {}).get("Variables", {})
        policies = own.get("Policies", [])
        return Function(
            logical_id=name,
            name=self.names.physical(name),
            arn=self.names.arn(name),
            handler=text(own["Handler"]),
            code=self._folder(own["CodeUri"]),
            environment={key: text(value) for key, value in variables.items()},
            timeout=int(own.get("Timeout", 3)),
            memory=int(own.get("MemorySize", 128)),
            events=tuple(self._event(f"{name}.{key}", event) for key, event in own.get("Events", {}).items()),
            policies=tuple(policies) if isinstance(policies, list) else (policies,),
            properties=own,
        )

    def _event(self, name: str, declared: Mapping[str, Any]) -> Event:
        kind, own = declared["Type"], declared.get("Properties", {})
        if kind not in properties.EVENTS:
            raise TemplateError(f"{name}: an event of type {kind} is not emulated")
        about = properties.EVENTS[kind]
        if unknown := set(own) - about.honoured - about.harmless:
            raise TemplateError(f"{name}: {', '.join(sorted(unknown))} is not emulated")
        if kind == "Api" and own["RestApiId"] not in self._api_ids():
            raise TemplateError(f"{name}: RestApiId names no API of this template")
        return about.read(name, own)

    def _api_ids(self) -> Collection[str]:
        return {self.names.physical(name) for name, _ in self._of("AWS::Serverless::Api")}


def _merged(shared: Any, own: Any) -> Any:
    """Merge Globals as SAM does: mappings deeply, lists by concatenation, else the function's own value wins."""
    if isinstance(shared, dict) and isinstance(own, dict):
        both = {key: _merged(shared[key], own[key]) for key in shared.keys() & own.keys()}
        return {**shared, **own, **both}
    if isinstance(shared, list) and isinstance(own, list):
        return [*shared, *own]
    return own
