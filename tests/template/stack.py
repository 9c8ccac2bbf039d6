"""The template after the SAM transform."""

import copy
from functools import cache
from typing import Any

from tools import sam
from tools.local_desk.template import TEMPLATE
from tools.local_desk.template.intrinsics import load

TRANSLATE = """
import json, sys
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

class NoManagedPolicies:
    "Replaces the look-up of AWS's managed policies, which would call AWS."

    def load(self):
        return {}

document = yaml_parse(open(sys.argv[1], encoding="utf-8").read())
document["Globals"]["Function"]["CodeUri"] = "s3://bucket/functions"
for resource in document["Resources"].values():
    if resource["Type"] == "AWS::Serverless::LayerVersion":
        resource["Properties"]["ContentUri"] = "s3://bucket/layer"
print(json.dumps(transform(document, {}, NoManagedPolicies())))
"""


@cache
def _translated() -> dict[str, Any]:
    translated: dict[str, Any] = sam.run(TRANSLATE, TEMPLATE)
    return translated


def stack() -> dict[str, Any]:
    """Return the resources after the SAM transform."""
    resources: dict[str, Any] = copy.deepcopy(_translated())["Resources"]
    return resources


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
