"""Reads the OpenAPI definition of an API: its own responses, and what answers all other methods of a path.

Other routes are refused: they come from events.
"""

import re
from collections.abc import Mapping
from typing import Any

from tools.local_desk.model import GatewayResponse
from tools.local_desk.template.intrinsics import TemplateError, text

_RESPONSES = "x-amazon-apigateway-gateway-responses"
_ANY_METHOD = "x-amazon-apigateway-any-method"
_HARMLESS = {"x-amazon-apigateway-endpoint-access-mode", "x-amazon-apigateway-security-policy"}

_INVOCATION = re.compile(r"arn:\w+:apigateway:[\w-]+:lambda:path/2015-03-31/functions/(.+)/invocations")


def check(name: str, own: Mapping[str, Any]) -> None:
    """Raise TemplateError for a definition of this API that is not emulated."""
    if "DefinitionBody" not in own:
        return
    if own.get("MergeDefinitions") not in (True, "true"):
        raise TemplateError(f"{name}: a DefinitionBody without MergeDefinitions is not emulated")
    definition = own["DefinitionBody"]
    refused = set(definition) - {"openapi", "info", "paths", _RESPONSES} - _HARMLESS
    refused |= {path for path, methods in definition.get("paths", {}).items() if set(methods) - {_ANY_METHOD}}
    if refused:
        raise TemplateError(f"{name}: {', '.join(sorted(refused))} in a DefinitionBody is not emulated")


def any_method(own: Mapping[str, Any], functions: Mapping[str, str]) -> dict[str, str]:
    """Return the function of each path's x-amazon-apigateway-any-method. `functions` has their logical ids by ARN.

    Raises TemplateError for an integration that is not emulated.
    """
    paths = own.get("DefinitionBody", {}).get("paths", {})
    return {
        path: _function(path, methods[_ANY_METHOD], functions)
        for path, methods in paths.items()
        if _ANY_METHOD in methods
    }


def _function(path: str, operation: Mapping[str, Any], functions: Mapping[str, str]) -> str:
    integration = operation.get("x-amazon-apigateway-integration", {})
    invoked = _INVOCATION.fullmatch(text(integration.get("uri", "")))
    called = (integration.get("type"), integration.get("httpMethod"))
    arn = invoked[1].removesuffix(":alias") if invoked else ""
    if called != ("aws_proxy", "POST") or arn not in functions:
        raise TemplateError(f"{path}: only the proxy integration of a function of this template is emulated")
    return functions[arn]


def responses(own: Mapping[str, Any]) -> dict[str, GatewayResponse]:
    """Return what the API answers by itself, from its property and from its definition. Raises TemplateError."""
    return {
        **{kind: _response(it) for kind, it in own.get("GatewayResponses", {}).items()},
        **{kind: _defined(it) for kind, it in own.get("DefinitionBody", {}).get(_RESPONSES, {}).items()},
    }


def _defined(declared: Mapping[str, Any]) -> GatewayResponse:
    parameters = declared.get("responseParameters", {})
    prefix = "gatewayresponse.header."
    if refused := [name for name in parameters if not name.startswith(prefix)]:
        raise TemplateError(f"{', '.join(refused)} in responseParameters is not emulated")
    headers = {name.removeprefix(prefix): expression for name, expression in parameters.items()}
    return _response(
        {
            "StatusCode": declared.get("statusCode"),
            "ResponseParameters": {"Headers": headers},
            "ResponseTemplates": declared.get("responseTemplates", {}),
        }
    )


def _response(declared: Mapping[str, Any]) -> GatewayResponse:
    parameters = declared.get("ResponseParameters", {})
    if refused := set(parameters) - {"Headers"}:
        raise TemplateError(f"ResponseParameters.{', '.join(sorted(refused))} is not emulated")
    status = declared.get("StatusCode")
    return GatewayResponse(
        status=None if status is None else int(status),
        headers=dict(parameters.get("Headers", {})),
        templates=dict(declared.get("ResponseTemplates", {})),
    )
