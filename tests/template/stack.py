"""The template after the SAM transform, and as it is written under given parameters."""

import copy
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from tools import sam
from tools.local_desk.template import TEMPLATE
from tools.local_desk.template.intrinsics import holds, load, resolve
from tools.local_desk.template.names import StackNames

TRANSLATE = """
import json, sys
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

class NoManagedPolicies:
    "Replaces the look-up of AWS's managed policies, which would call AWS."

    def load(self):
        return {}

document = yaml_parse(open(sys.argv[1], encoding="utf-8").read())
document["Globals"]["Function"]["CodeUri"] = "s3://bucket/" + sys.argv[2]
for resource in document["Resources"].values():
    if resource["Type"] == "AWS::Serverless::LayerVersion":
        resource["Properties"]["ContentUri"] = "s3://bucket/" + sys.argv[3]
print(json.dumps(transform(document, {}, NoManagedPolicies())))
"""


@cache
def _translated(functions: str, layer: str) -> dict[str, Any]:
    translated: dict[str, Any] = sam.run(TRANSLATE, TEMPLATE, functions, layer)
    return translated


def stack(functions: str = "functions", layer: str = "layer") -> dict[str, Any]:
    """Return the resources after the SAM transform, with these names of the uploaded code and layer."""
    resources: dict[str, Any] = copy.deepcopy(_translated(functions, layer))["Resources"]
    return resources


def outputs() -> dict[str, dict[str, Any]]:
    """Return the outputs after the SAM transform."""
    found: dict[str, dict[str, Any]] = copy.deepcopy(_translated("functions", "layer"))["Outputs"]
    return found


def definition() -> dict[str, Any]:
    """Return the OpenAPI definition of the API."""
    body: dict[str, Any] = stack()["Api"]["Properties"]["Body"]
    return body


def resources_of(kind: str) -> dict[str, dict[str, Any]]:
    """Return the properties of all resources of a type, such as `SQS::Queue`, by name, after the transform."""
    return {name: it.get("Properties", {}) for name, it in stack().items() if it["Type"] == f"AWS::{kind}"}


def declared() -> dict[str, Any]:
    """Return the template as it is written."""
    return load(TEMPLATE.read_text(encoding="utf-8"))


def deployed(parameters: Mapping[str, str] | None = None, section: str = "Resources") -> dict[str, Any]:
    """Return what exists of a section under these parameters, as it is written, with references resolved."""
    document = load(TEMPLATE.read_text(encoding="utf-8"))
    names = StackNames(document, parameters or {})
    return {
        name: resolve(it, names)
        for name, it in document[section].items()
        if "Condition" not in it or names.condition(it["Condition"])
    }


def refusals(parameters: Mapping[str, str]) -> list[str]:
    """Return what the rules of the template have against these parameters."""
    document = load(TEMPLATE.read_text(encoding="utf-8"))
    names = StackNames(document, parameters)
    return [
        assertion["AssertDescription"]
        for rule in document["Rules"].values()
        if holds(rule["RuleCondition"], names)
        for assertion in rule["Assertions"]
        if not holds(assertion["Assert"], names)
    ]


def references(value: object) -> set[str]:
    """Return the names that intrinsic functions in a value refer to."""
    if isinstance(value, list):
        return {name for item in value for name in references(item)}
    if not isinstance(value, dict):
        return set()
    found = {name for item in value.values() for name in references(item)}
    if isinstance(value.get("Ref"), str):
        found.add(value["Ref"])
    if "Fn::GetAtt" in value:
        found.add(value["Fn::GetAtt"][0])
    if isinstance(value.get("Fn::Sub"), str):
        found |= {name.partition(".")[0] for name in re.findall(r"\$\{([^}]+)\}", value["Fn::Sub"])}
    return found


def arn(name: str) -> dict[str, list[str]]:
    """Return a reference to the ARN of a resource."""
    return {"Fn::GetAtt": [name, "Arn"]}
