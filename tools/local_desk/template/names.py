"""Resolves the names in a template: parameters, pseudo parameters, and resources by local names."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from tools.local_desk.template.intrinsics import TemplateError, holds, resolve, text

ACCOUNT = "123456789012"
REGION: Final = "eu-central-1"
STACK = "polydesk"

_PSEUDO: Mapping[str, object] = {
    "AWS::AccountId": ACCOUNT,
    "AWS::NotificationARNs": [],
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::StackId": f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{STACK}/local",
    "AWS::StackName": STACK,
    "AWS::URLSuffix": "amazonaws.com",
}

_NAME_PROPERTY = {
    "AWS::ApiGateway::DomainName": "DomainName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::Events::EventBus": "Name",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Serverless::Function": "FunctionName",
}

_ARN = {
    "AWS::DynamoDB::Table": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{{name}}",
    "AWS::Events::EventBus": f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{{name}}",
    "AWS::S3::Bucket": "arn:aws:s3:::{name}",
    "AWS::SQS::Queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{{name}}",
    "AWS::Serverless::Function": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{{name}}",
}


_EVENT_SOURCES = {"DynamoDB", "SQS"}
"""Types of events for which the transform makes an event source mapping."""


class StackNames:
    """The names of one stack.

    A resource's physical name is the one in `physical`, else the one its template gives it, else `polydesk-<LogicalId>`
    (in lower case for a bucket), so that it is the same in every run.
    """

    def __init__(
        self, document: Mapping[str, Any], overrides: Mapping[str, str], physical: Mapping[str, str] | None = None
    ) -> None:
        """Read the names of `document`. Raises TemplateError for an override of an unknown parameter."""
        self._mappings: Mapping[str, Any] = document.get("Mappings", {})
        self._conditions: Mapping[str, Any] = document.get("Conditions", {})
        self._resources: Mapping[str, Any] = document.get("Resources", {})
        self._physical = physical or {}
        self.parameters = _parameters(document.get("Parameters", {}), overrides)

    @property
    def conditions(self) -> dict[str, bool]:
        """All conditions, by name."""
        return {name: self.condition(name) for name in self._conditions}

    def resource(self, name: str) -> Mapping[str, Any]:
        """Return the resource as written. Raises TemplateError if it is unknown or its condition does not hold."""
        found: Mapping[str, Any] | None = self._resources.get(name)
        if found is None:
            raise TemplateError(f"nothing in the template is named {name}")
        if "Condition" in found and not self.condition(found["Condition"]):
            raise TemplateError(f"{name} is not made under these parameters: {found['Condition']} does not hold")
        return found

    def physical(self, name: str) -> str:
        """Return the physical name of a resource."""
        if name in self._physical:
            return self._physical[name]
        resource = self.resource(name)
        given = resource.get("Properties", {}).get(_NAME_PROPERTY.get(resource["Type"], ""))
        if given is not None:
            return text(resolve(given, self))
        default = f"{STACK}-{name}"
        return default.lower() if resource["Type"] == "AWS::S3::Bucket" else default

    def arn(self, name: str) -> str:
        """Return the ARN of a resource."""
        kind = self.resource(name)["Type"]
        pattern = _ARN.get(kind) or f"arn:aws:local:{REGION}:{ACCOUNT}:{kind}/{{name}}"
        return pattern.format(name=self.physical(name))

    def ref(self, name: str) -> object:
        """See References."""
        if name in _PSEUDO:
            return _PSEUDO[name]
        if name in self.parameters:
            return self.parameters[name]
        if name in self._event_sources():
            return event_source_id(name)
        resource, _, part = name.partition(".")
        kind = self.resource(resource)["Type"]
        if kind == "AWS::SQS::Queue":
            return f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{self.physical(name)}"
        if kind == "AWS::Serverless::Api" and part == "Stage":
            return text(resolve(self.resource(resource)["Properties"]["StageName"], self))
        if kind == "AWS::Serverless::Function" and part in ("Alias", "Version"):
            return f"{self.arn(resource)}:{part.lower()}"
        if part:
            raise TemplateError(f"!Ref {name} is not emulated")
        return self.physical(name)

    def _event_sources(self) -> set[str]:
        """Return the logical ids of the event source mappings that the transform makes."""
        return {
            f"{function}{name}"
            for function, it in self._resources.items()
            for name, event in it.get("Properties", {}).get("Events", {}).items()
            if event["Type"] in _EVENT_SOURCES
        }

    def attribute(self, name: str, attribute: str) -> str:
        """See References."""
        if name not in self._resources and name.endswith("Role"):  # the transform makes one for each function
            return self.arn(name.removesuffix("Role")).replace(":lambda:", ":iam:")
        if attribute == "StreamArn":
            return f"{self.arn(name)}/stream/local"
        if attribute.endswith("Arn"):
            return self.arn(name)
        if attribute.startswith("Regional") and self.resource(name)["Type"] == "AWS::ApiGateway::DomainName":
            return f"{attribute}-of-{self.physical(name)}"
        if attribute in ("QueueName", "Name"):
            return self.physical(name)
        if attribute == "RoleId" and self.resource(name)["Type"] == "AWS::IAM::Role":
            return f"AROA-{self.physical(name)}"
        if attribute == "QueueUrl":
            return text(self.ref(name))
        if attribute in ("Alias", "Stage", "Version"):  # in a !Sub, the transform's own references look like this
            return text(self.ref(f"{name}.{attribute}"))
        raise TemplateError(f"!GetAtt {name}.{attribute} is not emulated")

    def condition(self, name: str) -> bool:
        """See References."""
        if name not in self._conditions:
            raise TemplateError(f"no condition is named {name}")
        return holds(self._conditions[name], self)

    def mapping(self, name: str, first: str, second: str) -> object:
        """See References."""
        try:
            found: object = self._mappings[name][first][second]
        except KeyError as missing:
            raise TemplateError(f"Mappings hold nothing for {name}.{first}.{second}") from missing
        return found


def event_source_id(name: str) -> str:
    """Return the id of the event source mapping with this logical id, the same in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{STACK}/{name}"))


def _parameters(declared: Mapping[str, Any], overrides: Mapping[str, str]) -> dict[str, object]:
    if unknown := set(overrides) - set(declared):
        raise TemplateError(f"the template takes no parameter {', '.join(sorted(unknown))}")
    return {name: _parameter(name, about, overrides.get(name)) for name, about in declared.items()}


def _parameter(name: str, about: Mapping[str, Any], override: str | None) -> object:
    if override is None and "Default" not in about:
        raise TemplateError(f"the parameter {name} has no default and needs a value")
    value = text(about["Default"]) if override is None else override
    if "AllowedValues" in about and value not in [text(allowed) for allowed in about["AllowedValues"]]:
        raise TemplateError(f"the parameter {name} cannot be {value!r}")
    if about["Type"] == "CommaDelimitedList" or about["Type"].startswith("List<"):
        return [item.strip() for item in value.split(",")] if value else []
    return value
