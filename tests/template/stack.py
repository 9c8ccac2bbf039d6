"""What CloudFormation gets: the template after the SAM transform."""

import copy
from functools import cache
from typing import Any

from samtranslator.translator.transform import transform  # type: ignore[import-untyped]
from samtranslator.yaml_helper import yaml_parse  # type: ignore[import-untyped]

from tools.local_desk.template import TEMPLATE


class NoManagedPolicies:
    """Stands in for a look-up of AWS's own policies, which would be a call to AWS."""

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
    """The resources after the SAM transform."""
    resources: dict[str, Any] = copy.deepcopy(_translated())["Resources"]
    return resources


def definition() -> dict[str, Any]:
    """The OpenAPI definition that the API is made of."""
    body: dict[str, Any] = stack()["Api"]["Properties"]["Body"]
    return body
