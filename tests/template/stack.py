"""The template after the SAM transform."""

import copy
from functools import cache
from typing import Any

from samtranslator.translator.transform import transform  # type: ignore[import-untyped]
from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped]

from tools.local_desk.template import TEMPLATE


class NoManagedPolicies:
    """Replaces the look-up of AWS's managed policies, which would call AWS."""

    def load(self) -> dict[str, str]:
        """Return no policies."""
        return {}


@cache
def _translated() -> dict[str, Any]:
    document = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
    document["Globals"]["Function"]["CodeUri"] = "s3://bucket/functions"
    for resource in document["Resources"].values():
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            resource["Properties"]["ContentUri"] = "s3://bucket/layer"
    translated: dict[str, Any] = transform(document, {}, NoManagedPolicies())
    return translated


def stack() -> dict[str, Any]:
    """Return the resources after the SAM transform."""
    resources: dict[str, Any] = copy.deepcopy(_translated())["Resources"]
    return resources


def definition() -> dict[str, Any]:
    """Return the OpenAPI definition of the API."""
    body: dict[str, Any] = stack()["Api"]["Properties"]["Body"]
    return body
